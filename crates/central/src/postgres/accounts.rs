//! The tables `accounts`, `attempts`, `sessions` and `grants`.

use jiff::Timestamp;
use onemap_domain::people::{User, UserId};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, PgExecutor, PgPool, Row};
use uuid::Uuid;

use super::value::text;
use crate::error::StoreError;
use crate::keys;
use crate::repository::{
    ATTEMPTS, Attempt, IN_HAND, LOCKED_FOR, NewSession, SESSION_IDLE, SignedIn, StoredAccount,
};
use crate::rows::{ACCOUNT, json, micros, moment, read, refused};
use crate::tokens::TokenHash;

pub(super) async fn account(
    executor: impl PgExecutor<'_>,
    name: &UserId,
) -> Result<Option<StoredAccount>, StoreError> {
    let row =
        sqlx::query("SELECT holder, password_hash, locked, door FROM accounts WHERE name = $1")
            .bind(text(&name.0))
            .fetch_optional(executor)
            .await?;
    row.map(|row| stored(&row)).transpose()
}

pub(super) async fn all(executor: impl PgExecutor<'_>) -> Result<Vec<StoredAccount>, StoreError> {
    let rows = sqlx::query(
        "SELECT holder, password_hash, locked, door FROM accounts ORDER BY name COLLATE \"C\"",
    )
    .fetch_all(executor)
    .await?;
    let all: Result<_, _> = rows.iter().map(stored).collect();
    Ok(keys::left_out(all?))
}

fn stored(row: &PgRow) -> Result<StoredAccount, StoreError> {
    Ok(StoredAccount {
        user: read(ACCOUNT, row.try_get("holder")?)?,
        password_hash: row.try_get("password_hash")?,
        locked: row.try_get("locked")?,
        door: read(ACCOUNT, row.try_get("door")?)?,
    })
}

/// Beside the one writer: a sign-in does not wait for a batch of commands.
pub(super) async fn attempt(
    pool: &PgPool,
    name: &UserId,
    now: Timestamp,
) -> Result<Attempt, StoreError> {
    let now = now.as_microsecond();
    let taken = sqlx::query(
        "INSERT INTO attempts AS a (name, failures, last_at, in_hand, in_hand_at) \
         VALUES ($1, 0, $2, 1, $2) \
         ON CONFLICT (name) DO UPDATE SET \
         failures = CASE WHEN a.last_at <= $3 THEN 0 ELSE a.failures END, \
         in_hand = CASE WHEN a.in_hand_at <= $4 THEN 1 ELSE a.in_hand + 1 END, \
         in_hand_at = $2 \
         WHERE CASE WHEN a.last_at <= $3 THEN 0 ELSE a.failures END \
         + CASE WHEN a.in_hand_at <= $4 THEN 0 ELSE a.in_hand END < $5",
    )
    .bind(text(&name.0))
    .bind(now)
    .bind(now - micros(LOCKED_FOR))
    .bind(now - micros(IN_HAND))
    .bind(ATTEMPTS)
    .execute(pool)
    .await?;
    if taken.rows_affected() > 0 {
        return Ok(Attempt::Allowed);
    }
    let kept: Option<(i64, i64, i64)> = sqlx::query_as(
        "SELECT failures::bigint, last_at, in_hand_at FROM attempts WHERE name = $1",
    )
    .bind(text(&name.0))
    .fetch_optional(pool)
    .await?;
    refused(kept, now)
}

pub(super) async fn fail(pool: &PgPool, name: &UserId, now: Timestamp) -> Result<(), StoreError> {
    let now = now.as_microsecond();
    sqlx::query(
        "INSERT INTO attempts AS a (name, failures, last_at) VALUES ($1, 1, $2) \
         ON CONFLICT (name) DO UPDATE SET \
         failures = CASE WHEN a.last_at <= $3 THEN 1 ELSE a.failures + 1 END, \
         last_at = $2, in_hand = greatest(a.in_hand - 1, 0)",
    )
    .bind(text(&name.0))
    .bind(now)
    .bind(now - micros(LOCKED_FOR))
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn forgive(pool: &PgPool, name: &UserId) -> Result<(), StoreError> {
    sqlx::query("UPDATE attempts SET in_hand = in_hand - 1 WHERE name = $1 AND in_hand > 0")
        .bind(text(&name.0))
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn forget_attempts(
    connection: &mut PgConnection,
    name: &UserId,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM attempts WHERE name = $1")
        .bind(text(&name.0))
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn touch_session(
    pool: &PgPool,
    token: TokenHash,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET used_at = $2 WHERE token = $1 AND used_at < $2")
        .bind(token.0.to_vec())
        .bind(now.as_microsecond())
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn close_sessions(
    connection: &mut PgConnection,
    name: &UserId,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE account = $1")
        .bind(&name.0)
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn session(
    pool: &PgPool,
    token: TokenHash,
    now: Timestamp,
) -> Result<Option<SignedIn>, StoreError> {
    let row = sqlx::query(
        "SELECT a.holder, s.expires_at, s.used_at FROM sessions s \
         JOIN accounts a ON a.name = s.account \
         WHERE s.token = $1 AND s.expires_at > $2 AND s.used_at > $3 AND NOT a.locked",
    )
    .bind(token.0.to_vec())
    .bind(now.as_microsecond())
    .bind(now.as_microsecond() - micros(SESSION_IDLE))
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(SignedIn {
        user: read(ACCOUNT, row.try_get("holder")?)?,
        expires_at: moment(row.try_get("expires_at")?)?,
        used_at: moment(row.try_get("used_at")?)?,
    }))
}

pub(super) async fn author(
    connection: &mut PgConnection,
    grant: TokenHash,
    device: Uuid,
    now: Timestamp,
) -> Result<Option<User>, StoreError> {
    let user: Option<String> = sqlx::query_scalar(
        "SELECT a.holder FROM grants g JOIN accounts a ON a.name = g.account \
         WHERE g.token = $1 AND g.device = $2 AND g.expires_at > $3 AND NOT a.locked",
    )
    .bind(grant.0.to_vec())
    .bind(device)
    .bind(now.as_microsecond())
    .fetch_optional(connection)
    .await?;
    user.map(|user| read(ACCOUNT, &user)).transpose()
}

pub(super) async fn put(
    connection: &mut PgConnection,
    accounts: &[StoredAccount],
) -> Result<(), StoreError> {
    let holders: Vec<String> = accounts
        .iter()
        .map(|account| json(ACCOUNT, &account.user))
        .collect::<Result<_, _>>()?;
    let doors: Vec<String> = accounts
        .iter()
        .map(|account| json(ACCOUNT, &account.door))
        .collect::<Result<_, _>>()?;
    let names = accounts.iter().map(|one| one.user.actor.user.0.clone());
    let hashes = accounts.iter().map(|one| one.password_hash.clone());
    sqlx::query(
        "INSERT INTO accounts (name, password_hash, locked, holder, door) \
         SELECT * FROM UNNEST($1::text[], $2::text[], $3::boolean[], $4::text[], $5::text[]) \
         ON CONFLICT (name) DO UPDATE SET password_hash = excluded.password_hash, \
         locked = excluded.locked, holder = excluded.holder, door = excluded.door",
    )
    .bind(names.collect::<Vec<_>>())
    .bind(hashes.collect::<Vec<_>>())
    .bind(accounts.iter().map(|one| one.locked).collect::<Vec<_>>())
    .bind(holders)
    .bind(doors)
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn open_session(
    connection: &mut PgConnection,
    session: &NewSession,
) -> Result<(), StoreError> {
    let now = session.now.as_microsecond();
    for (lapsed, before) in [
        ("DELETE FROM sessions WHERE expires_at <= $1", now),
        (
            "DELETE FROM sessions WHERE used_at <= $1",
            now - micros(SESSION_IDLE),
        ),
        (
            "DELETE FROM attempts WHERE last_at <= $1 AND in_hand_at <= $1",
            now - micros(LOCKED_FOR),
        ),
        ("DELETE FROM grants WHERE expires_at <= $1", now),
    ] {
        sqlx::query(lapsed)
            .bind(before)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query(
        "INSERT INTO sessions (token, account, expires_at, used_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(session.token.0.to_vec())
    .bind(&session.account.0)
    .bind(session.session_ends.as_microsecond())
    .bind(now)
    .execute(&mut *connection)
    .await?;
    sqlx::query("INSERT INTO grants (token, account, device, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(session.grant.0.to_vec())
        .bind(&session.account.0)
        .bind(session.device)
        .bind(session.grant_ends.as_microsecond())
        .execute(&mut *connection)
        .await?;
    Ok(())
}

pub(super) async fn close_session(
    connection: &mut PgConnection,
    token: TokenHash,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE token = $1")
        .bind(token.0.to_vec())
        .execute(connection)
        .await?;
    Ok(())
}
