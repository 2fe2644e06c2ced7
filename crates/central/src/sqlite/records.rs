//! The table `records`. Records are few beside cases: their place in a scope is judged by the rule
//! itself (`Scope::covers_record`), when they are read.

use std::collections::{BTreeMap, BTreeSet};

use onemap_domain::apply_record;
use onemap_domain::people::Scope;
use onemap_domain::record::{Record, RecordEntry, RecordId, RecordKind};
use onemap_domain::subject::SubjectId;
use onemap_protocol::feed::{Cursor, Entry};
use sqlx::{SqliteConnection, SqlitePool};

use super::feed;
use super::value::{ROWS, bytes, json, read};
use crate::error::StoreError;
use crate::repository::RecordDossier;

const RECORD: &str = "a record";

/// A record, whoever may see it: for deciding.
pub(super) async fn for_deciding(
    connection: &mut SqliteConnection,
    id: RecordId,
) -> Result<Option<Record>, StoreError> {
    let state: Option<String> = sqlx::query_scalar("SELECT state FROM records WHERE id = ?")
        .bind(bytes(id.0))
        .fetch_optional(connection)
        .await?;
    state.map(|state| read(RECORD, &state)).transpose()
}

/// Puts a state in the place of an older one.
pub(super) async fn put(
    connection: &mut SqliteConnection,
    record: &Record,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO records (id, kind, begun_at, revision, state) VALUES (?, ?, ?, ?, ?) \
         ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, state = excluded.state",
    )
    .bind(bytes(record.id.0))
    .bind(record.matter.kind().name())
    .bind(record.begun_at.as_microsecond())
    .bind(record.revision as i64)
    .bind(json(RECORD, record)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Those of these records that exist, in the order of their identities.
pub(super) async fn by_id(pool: &SqlitePool, ids: &[RecordId]) -> Result<Vec<Record>, StoreError> {
    let mut records = Vec::new();
    for some in ids.chunks(ROWS) {
        let hex: Vec<String> = some.iter().map(|id| id.0.simple().to_string()).collect();
        let states: Vec<String> = sqlx::query_scalar(
            "SELECT state FROM records WHERE id IN (SELECT unhex(value) FROM json_each(?)) \
             ORDER BY id",
        )
        .bind(json("identities", &hex)?)
        .fetch_all(pool)
        .await?;
        for state in states {
            records.push(read(RECORD, &state)?);
        }
    }
    Ok(records)
}

/// The records of a kind within a scope, the newest begun first.
pub(super) async fn of_kind(
    pool: &SqlitePool,
    scope: &Scope,
    kind: RecordKind,
) -> Result<Vec<Record>, StoreError> {
    let states: Vec<String> =
        sqlx::query_scalar("SELECT state FROM records WHERE kind = ? ORDER BY begun_at DESC, id")
            .bind(kind.name())
            .fetch_all(pool)
            .await?;
    covered(&states, scope)
}

/// Those of the kept states that a scope covers.
fn covered(states: &[String], scope: &Scope) -> Result<Vec<Record>, StoreError> {
    let mut records = Vec::new();
    for state in states {
        let record: Record = read(RECORD, state)?;
        if scope.covers_record(&record) {
            records.push(record);
        }
    }
    Ok(records)
}

/// The next records of a scope with their logs, from at most `limit` rows after an identity, and
/// the last of those rows; `None` at the end. There may be none of the scope among them.
pub(super) async fn next_in_scope(
    connection: &mut SqliteConnection,
    scope: &Scope,
    after: Option<RecordId>,
    limit: u32,
) -> Result<Option<(RecordId, Vec<RecordDossier>)>, StoreError> {
    let after = after.map_or_else(Vec::new, |last| bytes(last.0));
    let states: Vec<String> =
        sqlx::query_scalar("SELECT state FROM records WHERE id > ? ORDER BY id LIMIT ?")
            .bind(after)
            .bind(limit)
            .fetch_all(&mut *connection)
            .await?;
    let Some(last) = states.last() else {
        return Ok(None);
    };
    let last: Record = read(RECORD, last)?;
    let records = covered(&states, scope)?;
    let ids: Vec<SubjectId> = records.iter().map(|record| record.id.into()).collect();
    let mut logs: BTreeMap<RecordId, Vec<RecordEntry>> = BTreeMap::new();
    for (_, entry) in feed::logs_of(connection, &ids, Cursor(i64::MAX as u64)).await? {
        let entry: RecordEntry = entry;
        logs.entry(entry.record).or_default().push(entry);
    }
    let dossiers = records
        .into_iter()
        .map(|mut record| {
            let mut entries = logs.remove(&record.id).unwrap_or_default();
            record.tell(&mut entries, scope);
            RecordDossier { record, entries }
        })
        .collect();
    Ok(Some((last.id, dossiers)))
}

/// Each record of a page once, at the place of its last event there: whole when the scope covers
/// it now, gone when the scope ever covered it, and not at all otherwise.
pub(super) async fn changed(
    connection: &mut SqliteConnection,
    scope: &Scope,
    touched: &BTreeMap<RecordId, Cursor>,
) -> Result<Vec<(Cursor, Entry)>, StoreError> {
    let ids: Vec<SubjectId> = touched.keys().copied().map(SubjectId::from).collect();
    let mut states: BTreeMap<RecordId, Record> = BTreeMap::new();
    let mut logs: BTreeMap<RecordId, Vec<RecordEntry>> = BTreeMap::new();
    let mut ever_covered = BTreeSet::new();
    for (_, entry) in feed::logs_of(connection, &ids, Cursor(i64::MAX as u64)).await? {
        let entry: RecordEntry = entry;
        let Some(record) = apply_record(states.remove(&entry.record), &entry) else {
            continue;
        };
        if scope.covers_record(&record) {
            ever_covered.insert(record.id);
        }
        logs.entry(record.id).or_default().push(entry);
        states.insert(record.id, record);
    }
    let mut placed = Vec::new();
    for (id, cursor) in touched {
        let Some(mut record) = states.remove(id) else {
            continue;
        };
        if scope.covers_record(&record) {
            let mut entries = logs.remove(id).unwrap_or_default();
            record.tell(&mut entries, scope);
            let entry = Entry::WholeRecord {
                record: Box::new(record),
                entries,
            };
            placed.push((*cursor, entry));
        } else if ever_covered.contains(id) {
            placed.push((*cursor, Entry::RecordGone { record: *id }));
        }
    }
    Ok(placed)
}
