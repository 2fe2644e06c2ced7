//! The tables `register` and `head`.

use onemap_protocol::feed::{Cursor, HistoryId};
use onemap_protocol::register::Register;
use sqlx::{PgConnection, PgPool, Row};
use uuid::Uuid;

use crate::error::StoreError;
use crate::repository::Head;
use crate::rows::{self, REGISTER, json};

/// Gives a new database its history's name.
pub(super) async fn begin_history(connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO head (history_id, cursor) VALUES ($1, 0) ON CONFLICT DO NOTHING")
        .bind(Uuid::now_v7())
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn head(connection: &mut PgConnection) -> Result<Head, StoreError> {
    let row = sqlx::query(
        "SELECT history_id, cursor, (SELECT version FROM register) AS version FROM head",
    )
    .fetch_one(connection)
    .await?;
    Ok(Head {
        history_id: HistoryId(row.try_get("history_id")?),
        cursor: Cursor(row.try_get::<i64, _>("cursor")? as u64),
        register_version: row.try_get::<Option<i64>, _>("version")?.unwrap_or(0) as u64,
    })
}

/// Takes the next `count` numbers of the feed; the first of them.
pub(super) async fn numbers(
    connection: &mut PgConnection,
    count: usize,
) -> Result<i64, StoreError> {
    let count = count as i64;
    let last: i64 = sqlx::query_scalar("UPDATE head SET cursor = cursor + $1 RETURNING cursor")
        .bind(count)
        .fetch_one(connection)
        .await?;
    Ok(last - count + 1)
}

pub(super) async fn read(pool: &PgPool) -> Result<Option<(u64, Register)>, StoreError> {
    let row: Option<(i64, String)> = sqlx::query_as("SELECT version, body FROM register")
        .fetch_optional(pool)
        .await?;
    row.map(|(version, body)| Ok((version as u64, rows::read(REGISTER, &body)?)))
        .transpose()
}

pub(super) async fn put(
    connection: &mut PgConnection,
    register: &Register,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO register (version, body) VALUES (1, $1) \
         ON CONFLICT (single) DO UPDATE SET version = register.version + 1, body = excluded.body",
    )
    .bind(json(REGISTER, register)?)
    .execute(connection)
    .await?;
    Ok(())
}
