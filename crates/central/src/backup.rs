//! A copy of the whole database while the central works, and putting one back.
//!
//! A backup is one moment of the database, taken by SQLite itself (`VACUUM INTO`) without holding
//! anybody up. It gets its name only when it was read again and found whole and is on the disk, so a
//! file of that name is a good backup or was there before.
//!
//! A restored database goes on from an earlier moment than its consoles have seen. So it gets a new
//! history: each of them notices, takes a new snapshot, and gives again what the backup has lost.
//!
//! Deliberately absent: schedules, and where backups are kept (the system's business); repair of a
//! backup that is not whole.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteSynchronous};
use sqlx::{Connection, Row};
use uuid::Uuid;

use self::files::Part;
use crate::error::{CentralError, StoreError};
use crate::postgres;
use crate::sqlite::{self, MIGRATOR, lock};

mod files;

/// How long another program may hold the file before it counts as in use.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a backup holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Events in its log.
    pub events: u64,
    /// When the last of them happened; `None` when there is none.
    pub until: Option<Timestamp>,
}

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What the database holds now.
    pub contents: Contents,
    /// Where the database that was there lies now.
    pub replaced: Option<PathBuf>,
}

/// Why nothing was backed up, or nothing restored. Whatever was there is as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The address is none, or the database failed.
    #[error(transparent)]
    Central(#[from] CentralError),
    /// There is no such database, or no such backup.
    #[error("there is no file {0}")]
    Missing(PathBuf),
    /// Something is there already, and nobody said that it may be replaced.
    #[error("{0} is there already")]
    Exists(PathBuf),
    /// The database is PostgreSQL's, which has its own tools for this.
    #[error("a PostgreSQL database is backed up with pg_dump or pg_basebackup")]
    OtherDatabase,
    /// The backup and the database are the same file.
    #[error("the backup and the database are the same file")]
    Same,
    /// The file is not whole, or is no database of a central.
    #[error("{file} is no whole backup: {reason}")]
    NotWhole {
        /// Which.
        file: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The backup is of a newer version of this program.
    #[error("the backup is of a newer version of this program")]
    Newer,
    /// A central, or another program, has the database open.
    #[error("the database is in use")]
    InUse,
    /// The file system failed.
    #[error("{file}: {source}")]
    Files {
        /// At which file.
        file: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> BackupError {
        match error {
            StoreError::InUse => BackupError::InUse,
            error => BackupError::Central(error.into()),
        }
    }
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> BackupError {
        StoreError::from(error).into()
    }
}

/// The file of an address that can be copied here.
fn file_of(address: &str) -> Result<&str, BackupError> {
    if postgres::is_address(address) {
        return Err(BackupError::OtherDatabase);
    }
    Ok(sqlite::file_of(address)?)
}

/// Copies the database of this address into a file, while others work with it.
pub async fn backup(database: &str, file: &Path, replace: bool) -> Result<Contents, BackupError> {
    let source = Path::new(file_of(database)?);
    if !source.exists() {
        return Err(BackupError::Missing(source.to_owned()));
    }
    files::are_two(source, file)?;
    files::may_take(file, replace)?;
    let _shared = lock::share(source)?;
    let part = Part::beside(file)?;
    let options = SqliteConnectOptions::new()
        .filename(source)
        .read_only(true)
        .busy_timeout(Duration::from_secs(30));
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let before = events(&mut connection).await?;
    sqlx::query("VACUUM INTO ?")
        .bind(part.name()?)
        .execute(&mut connection)
        .await?;
    let after = events(&mut connection).await?;
    connection.close().await?;
    let contents = look(part.path(), "PRAGMA quick_check(1)").await?;
    if !(before..=after).contains(&contents.events) {
        return Err(BackupError::NotWhole {
            file: part.path().to_owned(),
            reason: format!("{} events, not {before} to {after}", contents.events),
        });
    }
    part.become_file(file, replace)?;
    Ok(contents)
}

/// Puts a backup in the place of the database of this address, which nobody may have open. The one
/// that was there stays beside it.
pub async fn restore(
    file: &Path,
    database: &str,
    replace: bool,
    now: Timestamp,
) -> Result<Restored, BackupError> {
    let target = Path::new(file_of(database)?);
    if !file.exists() {
        return Err(BackupError::Missing(file.to_owned()));
    }
    files::are_two(target, file)?;
    files::may_take(target, replace)?;
    let contents = look(file, "PRAGMA integrity_check(1)").await?;
    let _alone = lock::alone(target)?;
    let part = Part::beside(target)?;
    part.fill_from(file)?;
    begin_history(part.path()).await?;
    if look(part.path(), "PRAGMA quick_check(1)").await? != contents {
        return Err(BackupError::NotWhole {
            file: part.path().to_owned(),
            reason: "the copy is not what the backup is".to_owned(),
        });
    }
    let replaced = if target.exists() {
        fold(target).await?;
        Some(files::put_aside(target, now)?)
    } else {
        None
    };
    files::remove_beside(target)?;
    part.become_file(target, replace)?;
    Ok(Restored { contents, replaced })
}

async fn events(connection: &mut SqliteConnection) -> Result<u64, sqlx::Error> {
    let events: i64 = sqlx::query_scalar("SELECT count(*) FROM events")
        .fetch_one(connection)
        .await?;
    Ok(events as u64)
}

/// Checks a file and says what it holds. Nobody else writes it, and nothing is written beside it.
async fn look(file: &Path, check: &'static str) -> Result<Contents, BackupError> {
    let not_whole = |reason: String| BackupError::NotWhole {
        file: file.to_owned(),
        reason,
    };
    if files::has_writes_beside(file) {
        return Err(not_whole("its -wal file is not folded in".to_owned()));
    }
    let options = SqliteConnectOptions::new()
        .filename(file)
        .read_only(true)
        .immutable(true);
    let read = async {
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let checked: String = sqlx::query_scalar(check).fetch_one(&mut connection).await?;
        let version: Option<i64> = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
            .fetch_one(&mut connection)
            .await?;
        let history: Option<String> =
            sqlx::query_scalar("SELECT value FROM meta WHERE key = 'history_id'")
                .fetch_optional(&mut connection)
                .await?;
        let last = sqlx::query("SELECT recorded FROM events ORDER BY cursor DESC LIMIT 1")
            .fetch_optional(&mut connection)
            .await?;
        let last: Option<String> = last.map(|row| row.try_get(0)).transpose()?;
        let events = events(&mut connection).await?;
        connection.close().await?;
        Ok::<_, sqlx::Error>((checked, version, history, last, events))
    };
    let (checked, version, history, last, events) =
        read.await.map_err(|error| not_whole(error.to_string()))?;
    if checked != "ok" {
        return Err(not_whole(checked));
    }
    if version > MIGRATOR.iter().map(|step| step.version).max() {
        return Err(BackupError::Newer);
    }
    if history.is_none() {
        return Err(not_whole("it has no history".to_owned()));
    }
    let until = last
        .map(|recorded| serde_json::from_str::<Moment>(&recorded))
        .transpose()
        .map_err(|error| not_whole(error.to_string()))?;
    Ok(Contents {
        events,
        until: until.map(|moment| moment.at),
    })
}

/// What of an event says when it was; a case's and a record's alike, of any version.
#[derive(Deserialize)]
struct Moment {
    at: Timestamp,
}

/// From here on it is another history.
async fn begin_history(file: &Path) -> Result<(), BackupError> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    sqlx::query("UPDATE meta SET value = ? WHERE key = 'history_id'")
        .bind(Uuid::now_v7().to_string())
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(())
}

/// Brings what lies in the `-wal` file into the database that will be put aside. This needs the file
/// alone, so it also finds every program that has it open and knows nothing of the lock.
async fn fold(database: &Path) -> Result<(), BackupError> {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .busy_timeout(PATIENCE);
    let folded = async {
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let mode: String = sqlx::query_scalar("PRAGMA journal_mode = DELETE")
            .fetch_one(&mut connection)
            .await?;
        connection.close().await?;
        Ok::<String, sqlx::Error>(mode)
    };
    match folded.await {
        Ok(mode) if mode == "delete" => Ok(()),
        Ok(_) => Err(BackupError::InUse),
        Err(error) if is_busy(&error) => Err(BackupError::InUse),
        // It is damaged, which may be why a backup is wanted: it is put aside with all that is there.
        Err(error) => {
            tracing::warn!(%error, "the database that is replaced cannot be read");
            Ok(())
        }
    }
}

/// `SQLITE_BUSY` is 5, `SQLITE_LOCKED` 6; extended codes keep it in their lowest byte.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    let code = code.and_then(|code| code.parse::<i64>().ok());
    code.is_some_and(|code| matches!(code & 0xff, 5 | 6))
}
