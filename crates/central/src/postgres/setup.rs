//! What an address must have before a central works on it: the tables of this version, the name of
//! its history, and a role that row-level security binds.
//!
//! The login role owns the tables; a central works as [`ROLE`], which owns nothing, may add to the
//! log but not change it, and is above no policy. Where the login role may neither make that role
//! nor become it, it works as itself, provided that the policies bind it.

use sqlx::{Executor as _, PgConnection, PgPool, Row as _};

use super::{MIGRATOR, register};
use crate::error::StoreError;

/// The role that centrals work as. It cannot log in.
pub(super) const ROLE: &str = "onemap_central";

/// Held while roles and rights are looked after, so that replicas that start together take turns.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7310869716)";

/// What [`ROLE`] may do. Nothing takes back or changes what the log has.
const RIGHTS: [&str; 5] = [
    "GRANT SELECT, INSERT ON events, commands, listed, audit TO onemap_central",
    "GRANT SELECT, INSERT, UPDATE ON cases, records, register, accounts, numbers TO onemap_central",
    "GRANT SELECT, INSERT, DELETE ON parts, grants TO onemap_central",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON attachments, uploads, pieces, sessions, attempts \
     TO onemap_central",
    "GRANT SELECT, UPDATE ON head, audit_head TO onemap_central",
];

/// Roles belong to all databases of a server, so another may make this one at the same moment.
const MAKE_ROLE: &str = "DO $$ BEGIN CREATE ROLE onemap_central NOLOGIN; \
     EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$";

/// Brings the database to this version. The role to work as; `None` when it is the login role.
pub(super) async fn made_ready(login: &PgPool) -> Result<Option<&'static str>, StoreError> {
    // Takes a lock of its own: of replicas that start together one migrates, the others wait.
    MIGRATOR.run(login).await.map_err(StoreError::Migrate)?;
    let mut transaction = login.begin().await?;
    transaction.execute(LOCK).await?;
    register::begin_history(&mut transaction).await?;
    let role = role(&mut transaction).await?;
    transaction.commit().await?;
    Ok(role)
}

/// What the login role is and may.
struct Login {
    is_above_policies: bool,
    may_make_roles: bool,
    has_role: bool,
}

async fn role(connection: &mut PgConnection) -> Result<Option<&'static str>, StoreError> {
    let mut login = login(connection).await?;
    if login.may_make_roles && !login.has_role {
        connection.execute(MAKE_ROLE).await?;
        // A superuser has every role that there is.
        login = self::login(connection).await?;
    }
    if login.may_make_roles && !login.has_role {
        connection
            .execute("GRANT onemap_central TO CURRENT_USER")
            .await?;
    }
    if login.may_make_roles || login.has_role {
        for rights in RIGHTS {
            connection.execute(rights).await?;
        }
        return if is_bound(connection).await? {
            Ok(Some(ROLE))
        } else {
            Err(StoreError::Unguarded)
        };
    }
    if login.is_above_policies {
        return Err(StoreError::Unguarded);
    }
    tracing::warn!("working as the login role, which owns the tables: {ROLE} is not to be had");
    Ok(None)
}

async fn login(connection: &mut PgConnection) -> Result<Login, StoreError> {
    let row = sqlx::query(
        "SELECT r.rolsuper OR r.rolbypassrls AS above, r.rolsuper OR r.rolcreaterole AS makes, \
         o.oid IS NOT NULL AND pg_has_role(r.oid, o.oid, 'MEMBER') AS has \
         FROM pg_roles r LEFT JOIN pg_roles o ON o.rolname = $1 WHERE r.rolname = current_user",
    )
    .bind(ROLE)
    .fetch_one(connection)
    .await?;
    Ok(Login {
        is_above_policies: row.try_get("above")?,
        may_make_roles: row.try_get("makes")?,
        has_role: row.try_get("has")?,
    })
}

/// Whether the policies bind the role: somebody may have made it more than it was.
async fn is_bound(connection: &mut PgConnection) -> Result<bool, StoreError> {
    Ok(
        sqlx::query_scalar(
            "SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = $1",
        )
        .bind(ROLE)
        .fetch_one(connection)
        .await?,
    )
}
