//! The tables `accounts`, `sessions` and `grants`.

use jiff::Timestamp;
use onemap_domain::people::{User, UserId};
use sqlx::{PgConnection, PgPool, Row};
use uuid::Uuid;

use super::value::text;
use crate::error::StoreError;
use crate::repository::{NewSession, SignedIn, StoredAccount};
use crate::rows::{ACCOUNT, json, read, undecodable};
use crate::tokens::TokenHash;

pub(super) async fn account(
    pool: &PgPool,
    name: &UserId,
) -> Result<Option<StoredAccount>, StoreError> {
    let row = sqlx::query("SELECT holder, password_hash, locked FROM accounts WHERE name = $1")
        .bind(text(&name.0))
        .fetch_optional(pool)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(StoredAccount {
        user: read(ACCOUNT, row.try_get("holder")?)?,
        password_hash: row.try_get("password_hash")?,
        locked: row.try_get("locked")?,
    }))
}

pub(super) async fn session(
    pool: &PgPool,
    token: TokenHash,
    now: Timestamp,
) -> Result<Option<SignedIn>, StoreError> {
    let row = sqlx::query(
        "SELECT a.holder, s.expires_at FROM sessions s JOIN accounts a ON a.name = s.account \
         WHERE s.token = $1 AND s.expires_at > $2 AND NOT a.locked",
    )
    .bind(token.0.to_vec())
    .bind(now.as_microsecond())
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let expires_at =
        Timestamp::from_microsecond(row.try_get("expires_at")?).map_err(undecodable)?;
    Ok(Some(SignedIn {
        user: read(ACCOUNT, row.try_get("holder")?)?,
        expires_at,
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
    let names = accounts.iter().map(|one| one.user.actor.user.0.clone());
    let hashes = accounts.iter().map(|one| one.password_hash.clone());
    sqlx::query(
        "INSERT INTO accounts (name, password_hash, locked, holder) \
         SELECT * FROM UNNEST($1::text[], $2::text[], $3::boolean[], $4::text[]) \
         ON CONFLICT (name) DO UPDATE SET password_hash = excluded.password_hash, \
         locked = excluded.locked, holder = excluded.holder",
    )
    .bind(names.collect::<Vec<_>>())
    .bind(hashes.collect::<Vec<_>>())
    .bind(accounts.iter().map(|one| one.locked).collect::<Vec<_>>())
    .bind(holders)
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn open_session(
    connection: &mut PgConnection,
    session: &NewSession,
) -> Result<(), StoreError> {
    let now = session.now.as_microsecond();
    for lapsed in [
        "DELETE FROM sessions WHERE expires_at <= $1",
        "DELETE FROM grants WHERE expires_at <= $1",
    ] {
        sqlx::query(lapsed)
            .bind(now)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("INSERT INTO sessions (token, account, expires_at) VALUES ($1, $2, $3)")
        .bind(session.token.0.to_vec())
        .bind(&session.account.0)
        .bind(session.session_ends.as_microsecond())
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
