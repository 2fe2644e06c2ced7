//! The table `events`, and the feed that is cut from it.

use std::collections::BTreeMap;

use onemap_domain::case::CaseId;
use onemap_domain::chain::Digest;
use onemap_domain::event::Recorded;
use onemap_domain::people::{Role, Scope};
use onemap_domain::subject::SubjectId;
use onemap_protocol::feed::Cursor;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::register;
use super::value::{ROWS, bytes, subject_id};
use crate::error::StoreError;
use crate::repository::{FeedSlice, KeptDigest};
use crate::rows::{self, About, END, EVENT, Touched, chained, goes_on, in_order, place, read};

/// Appends events, each chained to the one before it of its case or record.
pub(super) async fn append<E: About>(
    connection: &mut SqliteConnection,
    events: &[E],
) -> Result<(), StoreError> {
    let mut last = BTreeMap::new();
    for (subject, revision) in goes_on(events) {
        if let Some(digest) = digest_before(connection, subject, revision).await? {
            last.insert(subject, digest);
        }
    }
    for links in chained(events, last)?.chunks(ROWS) {
        // One statement inserts its rows in the order they are listed, so cursors follow it.
        let mut query = QueryBuilder::<Sqlite>::new(
            "INSERT INTO events (subject_id, about, revision, recorded, digest) ",
        );
        query.push_values(links, |mut row, link| {
            row.push_bind(bytes(link.event.subject().0))
                .push_bind(E::ABOUT)
                .push_bind(link.event.revision() as i64)
                .push_bind(link.text.clone())
                .push_bind(link.digest.as_bytes().to_vec());
        });
        query
            .build()
            .persistent(links.len() < 4)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The digest of the event before this revision.
async fn digest_before(
    connection: &mut SqliteConnection,
    subject: SubjectId,
    revision: u64,
) -> Result<Option<Digest>, StoreError> {
    let digest: Option<Option<Vec<u8>>> =
        sqlx::query_scalar("SELECT digest FROM events WHERE subject_id = ? AND revision = ?")
            .bind(bytes(subject.0))
            .bind(revision as i64 - 1)
            .fetch_optional(connection)
            .await?;
    Ok(rows::digest(digest.flatten()))
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
    let page = sqlx::query(
        "SELECT cursor, subject_id, about FROM events WHERE cursor > ? ORDER BY cursor LIMIT ?",
    )
    .bind(place(after))
    .bind(limit)
    .fetch_all(&mut *connection)
    .await?;
    let mut touched = Touched::default();
    for row in &page {
        let cursor = Cursor(row.try_get::<i64, _>("cursor")? as u64);
        let subject = subject_id(row.try_get("subject_id")?)?;
        touched.add(cursor, subject, row.try_get("about")?);
    }
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

/// The logs of some cases, in commit order.
pub(super) async fn logs(
    connection: &mut SqliteConnection,
    ids: &[CaseId],
) -> Result<Vec<(Cursor, Recorded)>, StoreError> {
    let ids: Vec<SubjectId> = ids.iter().copied().map(SubjectId::from).collect();
    logs_of(connection, &ids, END).await
}

/// The logs of some cases or some records up to a cursor, in commit order.
pub(super) async fn logs_of<E: About>(
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
        query.push(") AND cursor <= ").push_bind(place(last));
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

/// The next few digests after a place, in the order of the feed.
pub(super) async fn digests(
    connection: &mut SqliteConnection,
    after: u64,
) -> Result<Vec<KeptDigest>, StoreError> {
    let rows: Vec<(i64, Option<Vec<u8>>)> = sqlx::query_as(
        "SELECT cursor, digest FROM events WHERE cursor > ? ORDER BY cursor LIMIT ?",
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
