//! The tables `register` and `meta`, and where the log stands.

use onemap_protocol::feed::{Cursor, HistoryId};
use onemap_protocol::register::Register;
use sqlx::{Row, SqliteConnection, SqlitePool};
use uuid::Uuid;

use crate::error::StoreError;
use crate::repository::Head;
use crate::rows::{self, REGISTER, json, undecodable};

/// Gives a new database its history's name.
pub(super) async fn begin_history(pool: &SqlitePool) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO meta (key, value) VALUES ('history_id', ?) ON CONFLICT DO NOTHING")
        .bind(Uuid::now_v7().to_string())
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn head(connection: &mut SqliteConnection) -> Result<Head, StoreError> {
    let row = sqlx::query(
        "SELECT (SELECT value FROM meta WHERE key = 'history_id') AS history, \
         (SELECT max(cursor) FROM events) AS cursor, \
         (SELECT version FROM register) AS version",
    )
    .fetch_one(connection)
    .await?;
    let history: String = row.try_get("history")?;
    let history = Uuid::parse_str(&history).map_err(undecodable)?;
    Ok(Head {
        history_id: HistoryId(history),
        cursor: Cursor(row.try_get::<Option<i64>, _>("cursor")?.unwrap_or(0) as u64),
        register_version: row.try_get::<Option<i64>, _>("version")?.unwrap_or(0) as u64,
    })
}

pub(super) async fn read(pool: &SqlitePool) -> Result<Option<(u64, Register)>, StoreError> {
    let row: Option<(i64, String)> = sqlx::query_as("SELECT version, body FROM register")
        .fetch_optional(pool)
        .await?;
    row.map(|(version, body)| Ok((version as u64, rows::read(REGISTER, &body)?)))
        .transpose()
}

pub(super) async fn put(
    connection: &mut SqliteConnection,
    register: &Register,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO register (only, version, body) VALUES (1, 1, ?) \
         ON CONFLICT (only) DO UPDATE SET version = version + 1, body = excluded.body",
    )
    .bind(json(REGISTER, register)?)
    .execute(connection)
    .await?;
    Ok(())
}
