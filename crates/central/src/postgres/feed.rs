//! The table `events`, and the feed that is cut from it.

use std::collections::BTreeMap;

use onemap_domain::chain::Digest;
use onemap_domain::people::{Role, Scope};
use onemap_domain::subject::SubjectId;
use onemap_protocol::feed::Cursor;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::register;
use super::value::{ROWS, uuids};
use crate::error::StoreError;
use crate::repository::{FeedSlice, KeptDigest};
use crate::rows::{
    self, About, END, EVENT, Link, Touched, chained, goes_on, in_order, place, read,
};

/// Appends events, each chained to the one before it of its case or record. Only the transaction
/// that holds the writers' lock does, so the numbers it takes are those of its commit.
pub(super) async fn append<E: Made>(
    connection: &mut PgConnection,
    events: &[E],
) -> Result<(), StoreError> {
    if events.is_empty() {
        return Ok(());
    }
    let last = digests_before(connection, &goes_on(events)).await?;
    let mut cursor = register::numbers(connection, events.len()).await?;
    for links in chained(events, last)?.chunks(ROWS) {
        put(connection, links, cursor).await?;
        cursor += links.len() as i64;
    }
    Ok(())
}

/// An event that knows which command made it.
pub(super) trait Made: About {
    fn command(&self) -> Uuid;
}

impl Made for onemap_domain::event::Recorded {
    fn command(&self) -> Uuid {
        self.command
    }
}

impl Made for onemap_domain::record::RecordEntry {
    fn command(&self) -> Uuid {
        self.command
    }
}

async fn put<E: Made>(
    connection: &mut PgConnection,
    links: &[Link<'_, E>],
    first: i64,
) -> Result<(), StoreError> {
    let cursors: Vec<i64> = (first..).take(links.len()).collect();
    let subjects: Vec<Uuid> = links.iter().map(|link| link.event.subject().0).collect();
    let revisions: Vec<i64> = links
        .iter()
        .map(|link| link.event.revision() as i64)
        .collect();
    let commands: Vec<Uuid> = links.iter().map(|link| link.event.command()).collect();
    let texts: Vec<&str> = links.iter().map(|link| link.text.as_str()).collect();
    let digests: Vec<&[u8]> = links
        .iter()
        .map(|link| &link.digest.as_bytes()[..])
        .collect();
    sqlx::query(
        "INSERT INTO events (cursor, subject_id, about, revision, command, recorded, digest) \
         SELECT n.cursor, n.subject_id, $1, n.revision, n.command, n.recorded, n.digest \
         FROM UNNEST($2::bigint[], $3::uuid[], $4::bigint[], $5::uuid[], $6::text[], $7::bytea[]) \
         AS n (cursor, subject_id, revision, command, recorded, digest)",
    )
    .bind(E::ABOUT)
    .bind(cursors)
    .bind(subjects)
    .bind(revisions)
    .bind(commands)
    .bind(texts)
    .bind(digests)
    .execute(connection)
    .await?;
    Ok(())
}

/// The digests of the events before these.
pub(super) async fn digests_before(
    connection: &mut PgConnection,
    going_on: &[(SubjectId, u64)],
) -> Result<BTreeMap<SubjectId, Digest>, StoreError> {
    let mut last = BTreeMap::new();
    for going_on in going_on.chunks(ROWS) {
        let ids: Vec<Uuid> = going_on.iter().map(|(id, _)| id.0).collect();
        let before: Vec<i64> = going_on.iter().map(|(_, at)| *at as i64 - 1).collect();
        let found: Vec<(Uuid, Option<Vec<u8>>)> = sqlx::query_as(
            "SELECT e.subject_id, e.digest FROM events e \
             JOIN UNNEST($1::uuid[], $2::bigint[]) AS n (subject_id, revision) \
             ON e.subject_id = n.subject_id AND e.revision = n.revision",
        )
        .bind(ids)
        .bind(before)
        .fetch_all(&mut *connection)
        .await?;
        for (id, digest) in found {
            if let Some(digest) = rows::digest(digest) {
                last.insert(SubjectId(id), digest);
            }
        }
    }
    Ok(last)
}

/// The commands that made the revisions of a case or record, from the first on.
pub(super) async fn commands_on(
    connection: &mut PgConnection,
    subject: SubjectId,
) -> Result<Vec<Uuid>, StoreError> {
    Ok(
        sqlx::query_scalar("SELECT command FROM events WHERE subject_id = $1 ORDER BY revision")
            .bind(subject.0)
            .fetch_all(connection)
            .await?,
    )
}

/// What happened after `after`, from at most `limit` rows of the log, as of the moment of the
/// connection's transaction.
pub(super) async fn slice(
    connection: &mut PgConnection,
    scope: &Scope,
    whole: bool,
    after: Cursor,
    limit: u32,
) -> Result<FeedSlice, StoreError> {
    let head = register::head(connection).await?;
    let touched = touched(connection, after, limit).await?;
    // Nothing more: the reader stands at the head, also one whose cursor lies beyond it.
    let cursor = touched.last.unwrap_or(head.cursor);
    // A wall is told states and no events, however much of the county it sees.
    let mut placed = if whole && scope.role != Role::Wall {
        let logs = logs_of(connection, &touched.case_ids(), cursor).await?;
        rows::events_with_states(logs, after)
    } else {
        let logs = logs_of(connection, &touched.case_ids(), END).await?;
        rows::wholes_and_tombstones(scope, &touched.cases, logs)
    };
    let logs = logs_of(connection, &touched.record_ids(), END).await?;
    placed.extend(rows::records_changed(scope, &touched.records, logs));
    Ok(FeedSlice {
        head,
        cursor,
        entries: in_order(placed),
    })
}

async fn touched(
    connection: &mut PgConnection,
    after: Cursor,
    limit: u32,
) -> Result<Touched, StoreError> {
    let page = sqlx::query(
        "SELECT cursor, subject_id, about FROM events WHERE cursor > $1 ORDER BY cursor LIMIT $2",
    )
    .bind(place(after))
    .bind(i64::from(limit))
    .fetch_all(connection)
    .await?;
    let mut touched = Touched::default();
    for row in &page {
        let cursor = Cursor(row.try_get::<i64, _>("cursor")? as u64);
        let subject = SubjectId(row.try_get("subject_id")?);
        touched.add(cursor, subject, row.try_get("about")?);
    }
    Ok(touched)
}

/// The logs of some cases or some records up to a cursor, in commit order.
pub(super) async fn logs_of<E: About>(
    connection: &mut PgConnection,
    ids: &[SubjectId],
    last: Cursor,
) -> Result<Vec<(Cursor, E)>, StoreError> {
    let mut found = Vec::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let rows = sqlx::query(
        "SELECT cursor, recorded FROM events WHERE subject_id = ANY ($1) AND cursor <= $2",
    )
    .bind(uuids(ids))
    .bind(place(last))
    .fetch_all(connection)
    .await?;
    for row in rows {
        let cursor = Cursor(row.try_get::<i64, _>("cursor")? as u64);
        found.push((cursor, read(EVENT, row.try_get("recorded")?)?));
    }
    found.sort_unstable_by_key(|(cursor, _): &(Cursor, E)| *cursor);
    Ok(found)
}

/// The next few digests after a place, in the order of the feed.
pub(super) async fn digests(
    connection: &mut PgConnection,
    after: u64,
) -> Result<Vec<KeptDigest>, StoreError> {
    let rows: Vec<(i64, Option<Vec<u8>>)> = sqlx::query_as(
        "SELECT cursor, digest FROM events WHERE cursor > $1 ORDER BY cursor LIMIT $2",
    )
    .bind(i64::try_from(after).unwrap_or(i64::MAX))
    .bind(rows::DIGESTS)
    .fetch_all(connection)
    .await?;
    let kept = |(cursor, digest): (i64, _)| KeptDigest {
        cursor: cursor as u64,
        digest,
    };
    Ok(rows.into_iter().map(kept).collect())
}
