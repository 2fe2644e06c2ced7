//! The tables `listed`, `attachments`, `uploads` and `pieces`.

use jiff::Timestamp;
use onemap_domain::case::{Case, ContentHash, MediaType};
use onemap_domain::people::{Role, Scope, UserId};
use sqlx::{PgConnection, Row};

use super::scope::CasesIn;
use super::value::text;
use crate::error::StoreError;
use crate::repository::{AttachmentBytes, Upload};

/// Which bytes cases list; nothing is ever taken out of it.
pub(super) async fn put_listed(
    connection: &mut PgConnection,
    cases: &[&Case],
) -> Result<(), StoreError> {
    let (mut digests, mut of) = (Vec::new(), Vec::new());
    for case in cases {
        for attached in &case.attachments {
            digests.push(attached.attachment.sha256.as_str().to_owned());
            of.push(case.id.0);
        }
    }
    if of.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO listed (sha256, case_id) SELECT * FROM UNNEST($1::text[], $2::uuid[]) \
         ON CONFLICT DO NOTHING",
    )
    .bind(digests)
    .bind(of)
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn one(
    connection: &mut PgConnection,
    scope: &Scope,
    sha256: &ContentHash,
) -> Result<AttachmentBytes, StoreError> {
    // A wall is not told of attachments (`Case::tell`).
    if scope.role == Role::Wall {
        return Ok(AttachmentBytes::Unknown);
    }
    let mut query = CasesIn::select("1", scope);
    query.and(
        "EXISTS (SELECT 1 FROM listed l WHERE l.case_id = c.id AND l.sha256 = ",
        text(sha256.as_str()),
    );
    let seen: Option<i32> = query
        .then(") LIMIT 1")
        .build_query_scalar()
        .fetch_optional(&mut *connection)
        .await?;
    if seen.is_none() {
        return Ok(AttachmentBytes::Unknown);
    }
    let row = sqlx::query("SELECT media_type, bytes FROM attachments WHERE sha256 = $1")
        .bind(sha256.as_str())
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else {
        return Ok(AttachmentBytes::OnTheirWay);
    };
    let media_type: String = row.try_get("media_type")?;
    // Nothing else is ever written; a kind that is none is read as what shows nothing by itself.
    let media_type = MediaType::named(&media_type).unwrap_or(MediaType::Pdf);
    Ok(AttachmentBytes::There {
        media_type,
        bytes: row.try_get("bytes")?,
    })
}

pub(super) async fn upload(
    connection: &mut PgConnection,
    account: &UserId,
    sha256: &ContentHash,
) -> Result<Option<Upload>, StoreError> {
    let row =
        sqlx::query("SELECT size, held, is_whole FROM uploads WHERE account = $1 AND sha256 = $2")
            .bind(&account.0)
            .bind(sha256.as_str())
            .fetch_optional(connection)
            .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Upload {
        size: row.try_get::<i64, _>("size")? as u64,
        held: row.try_get::<i64, _>("held")? as u64,
        is_whole: row.try_get("is_whole")?,
    }))
}

pub(super) async fn under_way(
    connection: &mut PgConnection,
    account: &UserId,
) -> Result<u32, StoreError> {
    let count: i64 =
        sqlx::query_scalar("SELECT count(*) FROM uploads WHERE account = $1 AND NOT is_whole")
            .bind(&account.0)
            .fetch_one(connection)
            .await?;
    Ok(count as u32)
}

/// Keeps a piece; the upload is the state after it.
pub(super) async fn put_piece(
    connection: &mut PgConnection,
    account: &UserId,
    sha256: &ContentHash,
    (upload, piece): (Upload, &[u8]),
    now: Timestamp,
) -> Result<(), StoreError> {
    let start = upload.held - piece.len() as u64;
    sqlx::query("INSERT INTO pieces (account, sha256, start, bytes) VALUES ($1, $2, $3, $4)")
        .bind(&account.0)
        .bind(sha256.as_str())
        .bind(start as i64)
        .bind(piece)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO uploads (account, sha256, size, held, touched_at, is_whole) \
         VALUES ($1, $2, $3, $4, $5, false) ON CONFLICT (account, sha256) \
         DO UPDATE SET size = $3, held = $4, touched_at = $5, is_whole = false",
    )
    .bind(&account.0)
    .bind(sha256.as_str())
    .bind(upload.size as i64)
    .bind(upload.held as i64)
    .bind(now.as_microsecond())
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn pieces(
    connection: &mut PgConnection,
    account: &UserId,
    sha256: &ContentHash,
) -> Result<Vec<u8>, StoreError> {
    let pieces: Vec<Vec<u8>> = sqlx::query_scalar(
        "SELECT bytes FROM pieces WHERE account = $1 AND sha256 = $2 ORDER BY start",
    )
    .bind(&account.0)
    .bind(sha256.as_str())
    .fetch_all(connection)
    .await?;
    Ok(pieces.concat())
}

pub(super) async fn drop_upload(
    connection: &mut PgConnection,
    account: &UserId,
    sha256: &ContentHash,
) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM pieces WHERE account = $1 AND sha256 = $2",
        "DELETE FROM uploads WHERE account = $1 AND sha256 = $2",
    ] {
        sqlx::query(sql)
            .bind(&account.0)
            .bind(sha256.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Keeps bytes that came whole, in the place of their pieces.
pub(super) async fn keep(
    connection: &mut PgConnection,
    account: &UserId,
    sha256: &ContentHash,
    (media_type, whole): (MediaType, &[u8]),
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO attachments (sha256, media_type, kept_at, bytes) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (sha256) DO UPDATE SET kept_at = excluded.kept_at",
    )
    .bind(sha256.as_str())
    .bind(media_type.name())
    .bind(now.as_microsecond())
    .bind(whole)
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM pieces WHERE account = $1 AND sha256 = $2")
        .bind(&account.0)
        .bind(sha256.as_str())
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE uploads SET is_whole = true WHERE account = $1 AND sha256 = $2")
        .bind(&account.0)
        .bind(sha256.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// What nothing was heard of since then: uploads that are not whole, and bytes that no case lists.
const FORGOTTEN: [&str; 3] = [
    "DELETE FROM pieces WHERE (account, sha256) IN \
        (SELECT account, sha256 FROM uploads WHERE NOT is_whole AND touched_at < $1)",
    "DELETE FROM uploads WHERE touched_at < $1 AND (NOT is_whole \
        OR NOT EXISTS (SELECT 1 FROM listed l WHERE l.sha256 = uploads.sha256))",
    "DELETE FROM attachments WHERE kept_at < $1 \
        AND NOT EXISTS (SELECT 1 FROM listed l WHERE l.sha256 = attachments.sha256)",
];

/// Whether anything is to be cleared.
pub(super) async fn is_forgotten(
    connection: &mut PgConnection,
    before: Timestamp,
) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM uploads WHERE touched_at < $1 AND (NOT is_whole \
            OR NOT EXISTS (SELECT 1 FROM listed l WHERE l.sha256 = uploads.sha256)))",
    )
    .bind(before.as_microsecond())
    .fetch_one(connection)
    .await?)
}

pub(super) async fn clear(
    connection: &mut PgConnection,
    before: Timestamp,
) -> Result<(), StoreError> {
    for sql in FORGOTTEN {
        sqlx::query(sql)
            .bind(before.as_microsecond())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
