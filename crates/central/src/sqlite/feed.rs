//! The table `events`, and the feed that is cut from it.

use std::collections::{BTreeMap, BTreeSet};

use onemap_domain::apply;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::chain::{self, Digest};
use onemap_domain::event::Recorded;
use onemap_domain::people::Scope;
use onemap_protocol::feed::{Cursor, Entry};
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use super::register;
use super::value::{ROWS, bytes, case_id, json, read};
use crate::error::StoreError;
use crate::repository::FeedSlice;

const EVENT: &str = "an event";

/// Appends events, each chained to the one before it of its case.
pub(super) async fn append(
    connection: &mut SqliteConnection,
    events: &[Recorded],
) -> Result<(), StoreError> {
    let mut last: BTreeMap<CaseId, Digest> = BTreeMap::new();
    for events in events.chunks(ROWS) {
        let mut rows = Vec::with_capacity(events.len());
        for event in events {
            let before = match last.get(&event.case) {
                Some(digest) => Some(*digest),
                None if event.revision > 1 => last_digest(connection, event).await?,
                None => None,
            };
            let digest = chain::link(before.as_ref(), event);
            last.insert(event.case, digest);
            rows.push((event, json(EVENT, event)?, digest));
        }
        // One statement inserts its rows in the order they are listed, so cursors follow it.
        let mut query = QueryBuilder::<Sqlite>::new(
            "INSERT INTO events (case_id, revision, recorded, digest) ",
        );
        query.push_values(rows, |mut row, (event, text, digest)| {
            row.push_bind(bytes(event.case.0))
                .push_bind(event.revision as i64)
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
async fn last_digest(
    connection: &mut SqliteConnection,
    event: &Recorded,
) -> Result<Option<Digest>, StoreError> {
    let digest: Option<Option<Vec<u8>>> =
        sqlx::query_scalar("SELECT digest FROM events WHERE case_id = ? AND revision = ?")
            .bind(bytes(event.case.0))
            .bind(event.revision as i64 - 1)
            .fetch_optional(connection)
            .await?;
    let digest = digest.flatten().and_then(|kept| kept.try_into().ok());
    Ok(digest.map(|bytes: [u8; 32]| Digest::from(bytes)))
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
    let rows =
        sqlx::query("SELECT cursor, case_id FROM events WHERE cursor > ? ORDER BY cursor LIMIT ?")
            .bind(i64::try_from(after.0).unwrap_or(i64::MAX))
            .bind(limit)
            .fetch_all(&mut *connection)
            .await?;
    // Nothing more: the reader stands at the head, also one whose cursor lies beyond it.
    let mut cursor = head.cursor;
    let mut touched = BTreeMap::new();
    for row in &rows {
        cursor = Cursor(row.try_get::<i64, _>("cursor")? as u64);
        touched.insert(case_id(row.try_get("case_id")?)?, cursor);
    }
    let entries = if whole {
        events_with_states(connection, &touched, after, cursor).await?
    } else {
        wholes_and_tombstones(connection, scope, &touched).await?
    };
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
) -> Result<Vec<Entry>, StoreError> {
    let ids: Vec<CaseId> = touched.keys().copied().collect();
    let mut entries = Vec::new();
    let mut states: BTreeMap<CaseId, Case> = BTreeMap::new();
    for (cursor, recorded) in logs(connection, &ids, last).await? {
        let Some(case) = apply(states.remove(&recorded.case), &recorded) else {
            continue;
        };
        if cursor > after {
            entries.push(Entry::Event {
                recorded,
                case: Box::new(case.clone()),
            });
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
) -> Result<Vec<Entry>, StoreError> {
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
    let mut order: Vec<(Cursor, CaseId)> = touched.iter().map(|(id, at)| (*at, *id)).collect();
    order.sort_unstable();
    let mut entries = Vec::new();
    for (_, id) in order {
        let Some(case) = states.remove(&id) else {
            continue;
        };
        if scope.covers(&case) {
            let events = histories.remove(&id).unwrap_or_default();
            entries.push(Entry::Whole {
                case: Box::new(case),
                events,
            });
        } else if ever_covered.contains(&id) {
            entries.push(Entry::Tombstone { case: id });
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
    let mut found = Vec::new();
    for ids in ids.chunks(ROWS) {
        let mut query =
            QueryBuilder::<Sqlite>::new("SELECT cursor, recorded FROM events WHERE case_id IN (");
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
    found.sort_unstable_by_key(|(cursor, _): &(Cursor, Recorded)| *cursor);
    Ok(found)
}
