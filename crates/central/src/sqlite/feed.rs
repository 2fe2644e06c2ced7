//! The table `events`, and the feed that is cut from it.

use std::collections::{BTreeMap, BTreeSet};

use onemap_domain::apply;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::chain::{self, Digest, Logged};
use onemap_domain::event::Recorded;
use onemap_domain::people::{Role, Scope};
use onemap_domain::record::RecordEntry;
use onemap_domain::subject::SubjectId;
use onemap_protocol::feed::{Cursor, Entry};
use serde::de::DeserializeOwned;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::value::{ROWS, bytes, json, read, subject_id};
use super::{records, register};
use crate::error::StoreError;
use crate::repository::FeedSlice;

const EVENT: &str = "an event";

/// What an event is about, as its column says.
pub(super) trait About: Logged {
    const ABOUT: &'static str;
}

impl About for Recorded {
    const ABOUT: &'static str = "case";
}

impl About for RecordEntry {
    const ABOUT: &'static str = "record";
}

/// Appends events, each chained to the one before it of its case or record.
pub(super) async fn append<E: About>(
    connection: &mut SqliteConnection,
    events: &[E],
) -> Result<(), StoreError> {
    let mut last: BTreeMap<SubjectId, Digest> = BTreeMap::new();
    for events in events.chunks(ROWS) {
        let mut rows = Vec::with_capacity(events.len());
        for event in events {
            let before = match last.get(&event.subject()) {
                Some(digest) => Some(*digest),
                None if event.revision() > 1 => last_digest(connection, event).await?,
                None => None,
            };
            let digest = chain::link(before.as_ref(), event);
            last.insert(event.subject(), digest);
            rows.push((event, json(EVENT, event)?, digest));
        }
        // One statement inserts its rows in the order they are listed, so cursors follow it.
        let mut query = QueryBuilder::<Sqlite>::new(
            "INSERT INTO events (subject_id, about, revision, recorded, digest) ",
        );
        query.push_values(rows, |mut row, (event, text, digest)| {
            row.push_bind(bytes(event.subject().0))
                .push_bind(E::ABOUT)
                .push_bind(event.revision() as i64)
                .push_bind(text)
                .push_bind(digest.as_bytes().to_vec());
        });
        query
            .build()
            .persistent(events.len() < 4)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The digest of the event before. Where there is none, or none that can be one, the chain breaks
/// here, and the walk along the log will say so.
async fn last_digest<E: About>(
    connection: &mut SqliteConnection,
    event: &E,
) -> Result<Option<Digest>, StoreError> {
    let digest: Option<Option<Vec<u8>>> =
        sqlx::query_scalar("SELECT digest FROM events WHERE subject_id = ? AND revision = ?")
            .bind(bytes(event.subject().0))
            .bind(event.revision() as i64 - 1)
            .fetch_optional(connection)
            .await?;
    let digest = digest.flatten().and_then(|kept| kept.try_into().ok());
    Ok(digest.map(|bytes: [u8; 32]| Digest::from(bytes)))
}

/// The commands that made the revisions of a case or record, from the first on.
pub(super) async fn commands_on(
    connection: &mut SqliteConnection,
    subject: SubjectId,
) -> Result<Vec<Uuid>, StoreError> {
    let commands: Vec<String> = sqlx::query_scalar(
        "SELECT recorded ->> 'command' FROM events WHERE subject_id = ? ORDER BY revision",
    )
    .bind(bytes(subject.0))
    .fetch_all(connection)
    .await?;
    Ok(commands
        .iter()
        .map(|command| Uuid::parse_str(command).unwrap_or_default())
        .collect())
}

/// What happened after `after`, from at most `limit` rows of the log. All reads see one moment
/// when the connection is in a transaction.
pub(super) async fn slice(
    connection: &mut SqliteConnection,
    scope: &Scope,
    whole: bool,
    after: Cursor,
    limit: u32,
) -> Result<FeedSlice, StoreError> {
    let head = register::head(connection).await?;
    let rows = sqlx::query(
        "SELECT cursor, subject_id, about FROM events WHERE cursor > ? ORDER BY cursor LIMIT ?",
    )
    .bind(i64::try_from(after.0).unwrap_or(i64::MAX))
    .bind(limit)
    .fetch_all(&mut *connection)
    .await?;
    // Nothing more: the reader stands at the head, also one whose cursor lies beyond it.
    let mut cursor = head.cursor;
    let mut cases = BTreeMap::new();
    let mut records = BTreeMap::new();
    for row in &rows {
        cursor = Cursor(row.try_get::<i64, _>("cursor")? as u64);
        let subject = subject_id(row.try_get("subject_id")?)?;
        if row.try_get::<&str, _>("about")? == RecordEntry::ABOUT {
            records.insert(subject.record(), cursor);
        } else {
            cases.insert(subject.case(), cursor);
        }
    }
    // A wall is told states and no events, however much of the county it sees.
    let mut placed = if whole && scope.role != Role::Wall {
        events_with_states(connection, &cases, after, cursor).await?
    } else {
        wholes_and_tombstones(connection, scope, &cases).await?
    };
    placed.extend(records::changed(connection, scope, &records).await?);
    placed.sort_by_key(|(cursor, _)| *cursor);
    let entries = placed.into_iter().map(|(_, entry)| entry).collect();
    Ok(FeedSlice {
        head,
        cursor,
        entries,
    })
}

/// Each event of the page with the state after it: the logs of the touched cases, folded.
async fn events_with_states(
    connection: &mut SqliteConnection,
    touched: &BTreeMap<CaseId, Cursor>,
    after: Cursor,
    last: Cursor,
) -> Result<Vec<(Cursor, Entry)>, StoreError> {
    let ids: Vec<CaseId> = touched.keys().copied().collect();
    let mut entries = Vec::new();
    let mut states: BTreeMap<CaseId, Case> = BTreeMap::new();
    for (cursor, recorded) in logs(connection, &ids, last).await? {
        let Some(case) = apply(states.remove(&recorded.case), &recorded) else {
            continue;
        };
        if cursor > after {
            let entry = Entry::Event {
                recorded,
                case: Box::new(case.clone()),
            };
            entries.push((cursor, entry));
        }
        states.insert(case.id, case);
    }
    Ok(entries)
}

/// Each case of the page once, at the place of its last event there: whole when the scope covers
/// it now, a tombstone when the scope ever covered it, and not at all otherwise, since a tombstone
/// too would tell that there is such a case.
async fn wholes_and_tombstones(
    connection: &mut SqliteConnection,
    scope: &Scope,
    touched: &BTreeMap<CaseId, Cursor>,
) -> Result<Vec<(Cursor, Entry)>, StoreError> {
    let ids: Vec<CaseId> = touched.keys().copied().collect();
    let mut states: BTreeMap<CaseId, Case> = BTreeMap::new();
    let mut histories: BTreeMap<CaseId, Vec<Recorded>> = BTreeMap::new();
    let mut ever_covered = BTreeSet::new();
    for (_, recorded) in logs(connection, &ids, Cursor(i64::MAX as u64)).await? {
        let Some(case) = apply(states.remove(&recorded.case), &recorded) else {
            continue;
        };
        if scope.covers(&case) {
            ever_covered.insert(case.id);
        }
        histories.entry(case.id).or_default().push(recorded);
        states.insert(case.id, case);
    }
    let mut entries = Vec::new();
    for (id, cursor) in touched {
        let Some(mut case) = states.remove(id) else {
            continue;
        };
        if scope.covers(&case) {
            let mut events = histories.remove(id).unwrap_or_default();
            case.tell(&mut events, scope);
            let entry = Entry::Whole {
                case: Box::new(case),
                events,
            };
            entries.push((*cursor, entry));
        } else if ever_covered.contains(id) {
            entries.push((*cursor, Entry::Tombstone { case: *id }));
        }
    }
    Ok(entries)
}

/// The logs of some cases up to a cursor, in commit order.
pub(super) async fn logs(
    connection: &mut SqliteConnection,
    ids: &[CaseId],
    last: Cursor,
) -> Result<Vec<(Cursor, Recorded)>, StoreError> {
    let ids: Vec<SubjectId> = ids.iter().copied().map(SubjectId::from).collect();
    logs_of(connection, &ids, last).await
}

/// The logs of some cases or some records up to a cursor, in commit order.
pub(super) async fn logs_of<E: About + DeserializeOwned>(
    connection: &mut SqliteConnection,
    ids: &[SubjectId],
    last: Cursor,
) -> Result<Vec<(Cursor, E)>, StoreError> {
    let mut found = Vec::new();
    for ids in ids.chunks(ROWS) {
        let mut query = QueryBuilder::<Sqlite>::new(
            "SELECT cursor, recorded FROM events WHERE subject_id IN (",
        );
        let mut among = query.separated(", ");
        for id in ids {
            among.push_bind(bytes(id.0));
        }
        query
            .push(") AND cursor <= ")
            .push_bind(i64::try_from(last.0).unwrap_or(i64::MAX));
        for row in query
            .build()
            .persistent(false)
            .fetch_all(&mut *connection)
            .await?
        {
            let cursor = Cursor(row.try_get::<i64, _>("cursor")? as u64);
            found.push((cursor, read(EVENT, row.try_get("recorded")?)?));
        }
    }
    found.sort_unstable_by_key(|(cursor, _): &(Cursor, E)| *cursor);
    Ok(found)
}
