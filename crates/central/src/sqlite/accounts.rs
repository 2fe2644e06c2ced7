//! The tables `accounts`, `attempts`, `sessions` and `grants`.

use jiff::Timestamp;
use onemap_domain::people::{User, UserId};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, SqliteExecutor, SqlitePool};
use uuid::Uuid;

use super::value::bytes;
use crate::error::StoreError;
use crate::keys;
use crate::repository::{
    ATTEMPTS, Attempt, IN_HAND, LOCKED_FOR, NewSession, SESSION_IDLE, SignedIn, StoredAccount,
};
use crate::rows::{ACCOUNT, json, micros, moment, read, refused};
use crate::tokens::TokenHash;

pub(super) async fn account(
    executor: impl SqliteExecutor<'_>,
    name: &UserId,
) -> Result<Option<StoredAccount>, StoreError> {
    let row = sqlx::query("SELECT user, password_hash, locked, door FROM accounts WHERE name = ?")
        .bind(&name.0)
        .fetch_optional(executor)
        .await?;
    row.map(|row| stored(&row)).transpose()
}

pub(super) async fn all(
    executor: impl SqliteExecutor<'_>,
) -> Result<Vec<StoredAccount>, StoreError> {
    let rows = sqlx::query("SELECT user, password_hash, locked, door FROM accounts ORDER BY name")
        .fetch_all(executor)
        .await?;
    let all: Result<_, _> = rows.iter().map(stored).collect();
    Ok(keys::left_out(all?))
}

fn stored(row: &SqliteRow) -> Result<StoredAccount, StoreError> {
    Ok(StoredAccount {
        user: read(ACCOUNT, row.try_get("user")?)?,
        password_hash: row.try_get("password_hash")?,
        locked: row.try_get("locked")?,
        door: read(ACCOUNT, row.try_get("door")?)?,
    })
}

pub(super) async fn attempt(
    pool: &SqlitePool,
    name: &UserId,
    now: Timestamp,
) -> Result<Attempt, StoreError> {
    let now = now.as_microsecond();
    let taken = sqlx::query(
        "INSERT INTO attempts (name, failures, last_at, in_hand, in_hand_at) \
         VALUES (?1, 0, ?2, 1, ?2) \
         ON CONFLICT (name) DO UPDATE SET \
         failures = CASE WHEN last_at <= ?3 THEN 0 ELSE failures END, \
         in_hand = CASE WHEN in_hand_at <= ?4 THEN 1 ELSE in_hand + 1 END, \
         in_hand_at = ?2 \
         WHERE CASE WHEN last_at <= ?3 THEN 0 ELSE failures END \
         + CASE WHEN in_hand_at <= ?4 THEN 0 ELSE in_hand END < ?5",
    )
    .bind(&name.0)
    .bind(now)
    .bind(now - micros(LOCKED_FOR))
    .bind(now - micros(IN_HAND))
    .bind(ATTEMPTS)
    .execute(pool)
    .await?;
    if taken.rows_affected() > 0 {
        return Ok(Attempt::Allowed);
    }
    let kept: Option<(i64, i64, i64)> =
        sqlx::query_as("SELECT failures, last_at, in_hand_at FROM attempts WHERE name = ?1")
            .bind(&name.0)
            .fetch_optional(pool)
            .await?;
    refused(kept, now)
}

pub(super) async fn fail(
    pool: &SqlitePool,
    name: &UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let now = now.as_microsecond();
    sqlx::query(
        "INSERT INTO attempts (name, failures, last_at) VALUES (?1, 1, ?2) \
         ON CONFLICT (name) DO UPDATE SET \
         failures = CASE WHEN last_at <= ?3 THEN 1 ELSE failures + 1 END, \
         last_at = ?2, in_hand = max(in_hand - 1, 0)",
    )
    .bind(&name.0)
    .bind(now)
    .bind(now - micros(LOCKED_FOR))
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn forgive(pool: &SqlitePool, name: &UserId) -> Result<(), StoreError> {
    sqlx::query("UPDATE attempts SET in_hand = in_hand - 1 WHERE name = ?1 AND in_hand > 0")
        .bind(&name.0)
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn forget_attempts(
    connection: &mut SqliteConnection,
    name: &UserId,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM attempts WHERE name = ?")
        .bind(&name.0)
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn touch_session(
    pool: &SqlitePool,
    token: TokenHash,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET used_at = ?2 WHERE token = ?1 AND used_at < ?2")
        .bind(token.0.to_vec())
        .bind(now.as_microsecond())
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn close_sessions(
    connection: &mut SqliteConnection,
    name: &UserId,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE account = ?")
        .bind(&name.0)
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn session(
    pool: &SqlitePool,
    token: TokenHash,
    now: Timestamp,
) -> Result<Option<SignedIn>, StoreError> {
    let row = sqlx::query(
        "SELECT a.user, s.expires_at, s.used_at FROM sessions s \
         JOIN accounts a ON a.name = s.account \
         WHERE s.token = ? AND s.expires_at > ? AND s.used_at > ? AND NOT a.locked",
    )
    .bind(token.0.to_vec())
    .bind(now.as_microsecond())
    .bind(now.as_microsecond() - micros(SESSION_IDLE))
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(SignedIn {
        user: read(ACCOUNT, row.try_get("user")?)?,
        expires_at: moment(row.try_get("expires_at")?)?,
        used_at: moment(row.try_get("used_at")?)?,
    }))
}

pub(super) async fn author(
    connection: &mut SqliteConnection,
    grant: TokenHash,
    device: Uuid,
    now: Timestamp,
) -> Result<Option<User>, StoreError> {
    let user: Option<String> = sqlx::query_scalar(
        "SELECT a.user FROM grants g JOIN accounts a ON a.name = g.account \
         WHERE g.token = ? AND g.device = ? AND g.expires_at > ? AND NOT a.locked",
    )
    .bind(grant.0.to_vec())
    .bind(bytes(device))
    .bind(now.as_microsecond())
    .fetch_optional(connection)
    .await?;
    user.map(|user| read(ACCOUNT, &user)).transpose()
}

pub(super) async fn put(
    connection: &mut SqliteConnection,
    accounts: &[StoredAccount],
) -> Result<(), StoreError> {
    for account in accounts {
        sqlx::query(
            "INSERT INTO accounts (name, password_hash, locked, user, door) VALUES (?, ?, ?, ?, ?) \
             ON CONFLICT (name) DO UPDATE SET password_hash = excluded.password_hash, \
             locked = excluded.locked, user = excluded.user, door = excluded.door",
        )
        .bind(&account.user.actor.user.0)
        .bind(&account.password_hash)
        .bind(account.locked)
        .bind(json(ACCOUNT, &account.user)?)
        .bind(json(ACCOUNT, &account.door)?)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

pub(super) async fn open_session(
    connection: &mut SqliteConnection,
    session: &NewSession,
) -> Result<(), StoreError> {
    let now = session.now.as_microsecond();
    sqlx::query("DELETE FROM sessions WHERE expires_at <= ? OR used_at <= ?")
        .bind(now)
        .bind(now - micros(SESSION_IDLE))
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM attempts WHERE last_at <= ?1 AND in_hand_at <= ?1")
        .bind(now - micros(LOCKED_FOR))
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM grants WHERE expires_at <= ?")
        .bind(now)
        .execute(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO sessions (token, account, expires_at, used_at) VALUES (?, ?, ?, ?)")
        .bind(session.token.0.to_vec())
        .bind(&session.account.0)
        .bind(session.session_ends.as_microsecond())
        .bind(now)
        .execute(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO grants (token, account, device, expires_at) VALUES (?, ?, ?, ?)")
        .bind(session.grant.0.to_vec())
        .bind(&session.account.0)
        .bind(bytes(session.device))
        .bind(session.grant_ends.as_microsecond())
        .execute(&mut *connection)
        .await?;
    Ok(())
}

pub(super) async fn close_session(
    connection: &mut SqliteConnection,
    token: TokenHash,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE token = ?")
        .bind(token.0.to_vec())
        .execute(connection)
        .await?;
    Ok(())
}
