//! The table `records`. Records are few beside cases: their place in a scope is judged by the rule
//! itself (`Scope::covers_record`), when they are read.

use onemap_domain::people::Scope;
use onemap_domain::record::{Record, RecordId, RecordKind};
use onemap_domain::subject::SubjectId;
use sqlx::{SqliteConnection, SqlitePool};

use super::feed;
use super::value::{ROWS, bytes};
use crate::error::StoreError;
use crate::repository::RecordDossier;
use crate::rows::{END, RECORD, covered, json, read, record_dossiers};

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

/// A record of a scope with its log.
pub(super) async fn one(
    connection: &mut SqliteConnection,
    scope: &Scope,
    id: RecordId,
) -> Result<Option<RecordDossier>, StoreError> {
    let state: Option<String> = sqlx::query_scalar("SELECT state FROM records WHERE id = ?")
        .bind(bytes(id.0))
        .fetch_optional(&mut *connection)
        .await?;
    let records = covered(&Vec::from_iter(state), scope)?;
    let logs = feed::logs_of(connection, &[id.into()], END).await?;
    Ok(record_dossiers(records, logs, scope).pop())
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
    let logs = feed::logs_of(connection, &ids, END).await?;
    Ok(Some((last.id, record_dossiers(records, logs, scope))))
}
