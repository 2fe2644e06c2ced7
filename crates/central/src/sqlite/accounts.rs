//! The tables `accounts`, `sessions` and `grants`.

use jiff::Timestamp;
use onemap_domain::people::{User, UserId};
use sqlx::{Row, SqliteConnection, SqlitePool};
use uuid::Uuid;

use super::value::bytes;
use crate::error::StoreError;
use crate::repository::{NewSession, SignedIn, StoredAccount};
use crate::rows::{ACCOUNT, json, read, undecodable};
use crate::tokens::TokenHash;

pub(super) async fn account(
    pool: &SqlitePool,
    name: &UserId,
) -> Result<Option<StoredAccount>, StoreError> {
    let row = sqlx::query("SELECT user, password_hash, locked FROM accounts WHERE name = ?")
        .bind(&name.0)
        .fetch_optional(pool)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(StoredAccount {
        user: read(ACCOUNT, row.try_get("user")?)?,
        password_hash: row.try_get("password_hash")?,
        locked: row.try_get("locked")?,
    }))
}

pub(super) async fn session(
    pool: &SqlitePool,
    token: TokenHash,
    now: Timestamp,
) -> Result<Option<SignedIn>, StoreError> {
    let row = sqlx::query(
        "SELECT a.user, s.expires_at FROM sessions s JOIN accounts a ON a.name = s.account \
         WHERE s.token = ? AND s.expires_at > ? AND NOT a.locked",
    )
    .bind(token.0.to_vec())
    .bind(now.as_microsecond())
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let expires_at =
        Timestamp::from_microsecond(row.try_get("expires_at")?).map_err(undecodable)?;
    Ok(Some(SignedIn {
        user: read(ACCOUNT, row.try_get("user")?)?,
        expires_at,
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
            "INSERT INTO accounts (name, password_hash, locked, user) VALUES (?, ?, ?, ?) \
             ON CONFLICT (name) DO UPDATE SET password_hash = excluded.password_hash, \
             locked = excluded.locked, user = excluded.user",
        )
        .bind(&account.user.actor.user.0)
        .bind(&account.password_hash)
        .bind(account.locked)
        .bind(json(ACCOUNT, &account.user)?)
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
    sqlx::query("DELETE FROM sessions WHERE expires_at <= ?")
        .bind(now)
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM grants WHERE expires_at <= ?")
        .bind(now)
        .execute(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO sessions (token, account, expires_at) VALUES (?, ?, ?)")
        .bind(session.token.0.to_vec())
        .bind(&session.account.0)
        .bind(session.session_ends.as_microsecond())
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
