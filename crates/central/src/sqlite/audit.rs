//! The tables `audit` and `audit_head`.
//!
//! Deliberately absent: changing and deleting.

use jiff::Timestamp;
use onemap_domain::audit::{Entry, Recorded};
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection, SqlitePool};

use super::value::{bytes, case_id};
use crate::error::StoreError;
use crate::repository::{AuditHead, AuditQuery, KeptAudit};
use crate::rows::audit::{AUDIT, MANY, appended};
use crate::rows::{digest, read};

/// Writes an entry behind the last one. The transaction that writes is alone, so no number is given
/// twice.
pub(super) async fn append(
    connection: &mut SqliteConnection,
    entry: &Entry,
) -> Result<(), StoreError> {
    let head = head(connection).await?;
    let link = appended(entry, head.last, head.digest.as_ref())?;
    let sequence = link.recorded.sequence as i64;
    let who = entry.who.user.as_ref();
    sqlx::query(
        "INSERT INTO audit (sequence, at, \"user\", case_id, kind, recorded, digest) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(sequence)
    .bind(entry.at.as_microsecond())
    .bind(who.map(|user| user.0.clone()))
    .bind(entry.case.map(|case| bytes(case.0)))
    .bind(entry.act.name())
    .bind(&link.text)
    .bind(link.digest.as_bytes().to_vec())
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE audit_head SET last = ?")
        .bind(sequence)
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn head(connection: &mut SqliteConnection) -> Result<AuditHead, StoreError> {
    let row = sqlx::query(
        "SELECT last, (SELECT digest FROM audit ORDER BY sequence DESC LIMIT 1) AS digest \
         FROM audit_head",
    )
    .fetch_one(connection)
    .await?;
    let kept: Option<Vec<u8>> = row.try_get("digest")?;
    Ok(AuditHead {
        last: row.try_get::<i64, _>("last")? as u64,
        digest: digest(kept),
    })
}

/// A page, the newest first.
pub(super) async fn page(
    pool: &SqlitePool,
    query: &AuditQuery,
    limit: u32,
) -> Result<Vec<Recorded>, StoreError> {
    let mut select = QueryBuilder::<Sqlite>::new("SELECT recorded FROM audit WHERE 1");
    if let Some(user) = &query.user {
        select.push(" AND \"user\" = ").push_bind(user.0.clone());
    }
    if let Some(case) = query.case {
        select.push(" AND case_id = ").push_bind(bytes(case.0));
    }
    if let Some(from) = query.from {
        select.push(" AND at >= ").push_bind(from.as_microsecond());
    }
    if let Some(to) = query.to {
        select.push(" AND at < ").push_bind(to.as_microsecond());
    }
    if let Some(before) = query.before {
        let before = i64::try_from(before).unwrap_or(i64::MAX);
        select.push(" AND sequence < ").push_bind(before);
    }
    select
        .push(" ORDER BY sequence DESC LIMIT ")
        .push_bind(i64::from(limit));
    let rows: Vec<String> = select.build_query_scalar().fetch_all(pool).await?;
    rows.iter().map(|row| read(AUDIT, row)).collect()
}

/// The next few entries after a number, as they are kept.
pub(super) async fn kept(
    connection: &mut SqliteConnection,
    after: u64,
) -> Result<Vec<KeptAudit>, StoreError> {
    let rows = sqlx::query(
        "SELECT sequence, at, \"user\", case_id, kind, recorded, digest FROM audit \
         WHERE sequence > ? ORDER BY sequence LIMIT ?",
    )
    .bind(i64::try_from(after).unwrap_or(i64::MAX))
    .bind(i64::from(MANY))
    .fetch_all(connection)
    .await?;
    let kept = |row: sqlx::sqlite::SqliteRow| {
        Ok(KeptAudit {
            sequence: row.try_get::<i64, _>("sequence")? as u64,
            at: row.try_get("at")?,
            user: row.try_get("user")?,
            case: row
                .try_get::<Option<Vec<u8>>, _>("case_id")?
                .map(|id| case_id(&id).map(|id| id.0))
                .transpose()?,
            kind: row.try_get("kind")?,
            recorded: row.try_get("recorded")?,
            digest: row.try_get("digest")?,
        })
    };
    rows.into_iter().map(kept).collect()
}

/// The first and the last number in a period.
pub(super) async fn span(
    connection: &mut SqliteConnection,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
) -> Result<Option<(u64, u64)>, StoreError> {
    let row: (Option<i64>, Option<i64>) =
        sqlx::query_as("SELECT min(sequence), max(sequence) FROM audit WHERE at >= ? AND at < ?")
            .bind(from.map_or(i64::MIN, Timestamp::as_microsecond))
            .bind(to.map_or(i64::MAX, Timestamp::as_microsecond))
            .fetch_one(connection)
            .await?;
    Ok(match row {
        (Some(first), Some(last)) => Some((first as u64, last as u64)),
        _ => None,
    })
}
