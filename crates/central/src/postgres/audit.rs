//! The tables `audit` and `audit_head`.
//!
//! Deliberately absent: changing and deleting.

use jiff::Timestamp;
use onemap_domain::audit::{Entry, Recorded};
use sqlx::{PgConnection, Postgres, QueryBuilder, Row};

use super::value::text;
use crate::error::StoreError;
use crate::repository::{AuditHead, AuditQuery, KeptAudit};
use crate::rows::audit::{AUDIT, MANY, appended};
use crate::rows::{digest, read};

/// Writes an entry behind the last one. The transaction that writes is alone, so no number is given
/// twice.
pub(super) async fn append(connection: &mut PgConnection, entry: &Entry) -> Result<(), StoreError> {
    let head = head(connection).await?;
    let link = appended(entry, head.last, head.digest.as_ref())?;
    let sequence = link.recorded.sequence as i64;
    let who = entry.who.user.as_ref();
    sqlx::query(
        "INSERT INTO audit (sequence, at, \"user\", case_id, kind, recorded, digest) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(sequence)
    .bind(entry.at.as_microsecond())
    .bind(who.map(|user| text(&user.0)))
    .bind(entry.case.map(|case| case.0))
    .bind(entry.act.name())
    .bind(&link.text)
    .bind(link.digest.as_bytes().to_vec())
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE audit_head SET last = $1")
        .bind(sequence)
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn head(connection: &mut PgConnection) -> Result<AuditHead, StoreError> {
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
    connection: &mut PgConnection,
    query: &AuditQuery,
    limit: u32,
) -> Result<Vec<Recorded>, StoreError> {
    let mut select = QueryBuilder::<Postgres>::new("SELECT recorded FROM audit WHERE true");
    if let Some(user) = &query.user {
        select.push(" AND \"user\" = ").push_bind(text(&user.0));
    }
    if let Some(case) = query.case {
        select.push(" AND case_id = ").push_bind(case.0);
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
    let rows: Vec<String> = select.build_query_scalar().fetch_all(connection).await?;
    rows.iter().map(|row| read(AUDIT, row)).collect()
}

/// The next few entries after a number, as they are kept.
pub(super) async fn kept(
    connection: &mut PgConnection,
    after: u64,
) -> Result<Vec<KeptAudit>, StoreError> {
    let rows = sqlx::query(
        "SELECT sequence, at, \"user\", case_id, kind, recorded, digest FROM audit \
         WHERE sequence > $1 ORDER BY sequence LIMIT $2",
    )
    .bind(i64::try_from(after).unwrap_or(i64::MAX))
    .bind(i64::from(MANY))
    .fetch_all(connection)
    .await?;
    let kept = |row: sqlx::postgres::PgRow| {
        Ok(KeptAudit {
            sequence: row.try_get::<i64, _>("sequence")? as u64,
            at: row.try_get("at")?,
            user: row.try_get("user")?,
            case: row.try_get("case_id")?,
            kind: row.try_get("kind")?,
            recorded: row.try_get("recorded")?,
            digest: row.try_get("digest")?,
        })
    };
    rows.into_iter().map(kept).collect()
}

/// The first and the last number in a period.
pub(super) async fn span(
    connection: &mut PgConnection,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
) -> Result<Option<(u64, u64)>, StoreError> {
    let row: (Option<i64>, Option<i64>) =
        sqlx::query_as("SELECT min(sequence), max(sequence) FROM audit WHERE at >= $1 AND at < $2")
            .bind(from.map_or(i64::MIN, Timestamp::as_microsecond))
            .bind(to.map_or(i64::MAX, Timestamp::as_microsecond))
            .fetch_one(connection)
            .await?;
    Ok(match row {
        (Some(first), Some(last)) => Some((first as u64, last as u64)),
        _ => None,
    })
}
