//! What can go wrong with the files.

use onemap_protocol::problem::{Problem, ProblemCode};
use sqlx::migrate::MigrateError;

/// A failure of one of the two files.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The file or its folder may only be read.
    #[error("the {file} file may only be read")]
    ReadOnly {
        /// `outbox` or `cache`.
        file: &'static str,
    },
    /// The file is not what was written.
    #[error("the {file} file is damaged")]
    Damaged {
        /// `outbox` or `cache`.
        file: &'static str,
    },
    /// SQLite failed.
    #[error("the {file} file failed: {source}")]
    Database {
        /// `outbox` or `cache`.
        file: &'static str,
        /// SQLite's reason.
        source: sqlx::Error,
    },
    /// A migration failed.
    #[error("the {file} file could not be brought up to date: {source}")]
    Migration {
        /// `outbox` or `cache`.
        file: &'static str,
        /// The reason.
        source: sqlx::migrate::MigrateError,
    },
    /// What was stored is not what this program writes.
    #[error("the {file} file holds something unreadable: {source}")]
    Contents {
        /// `outbox` or `cache`.
        file: &'static str,
        /// The reason.
        source: serde_json::Error,
    },
    /// The file system failed.
    #[error("the {file} file cannot be moved aside: {source}")]
    Files {
        /// `outbox` or `cache`.
        file: &'static str,
        /// The reason.
        source: std::io::Error,
    },
}

/// SQLite's codes for what is the machine's fault and not the file's: no permission, busy, locked, no
/// memory, read-only, input and output, full, cannot be opened, no such lock.
const ENVIRONMENT: [i64; 9] = [3, 5, 6, 7, 8, 10, 13, 14, 22];
/// Less was read than the file must have: it was cut off.
const SHORT_READ: i64 = 522;
/// A full disk.
const FULL: i64 = 13;
/// A file or folder that may only be read.
const READ_ONLY: i64 = 8;

/// SQLite's extended code.
fn code(source: &sqlx::Error) -> Option<i64> {
    let code = source
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)?;
    code.parse().ok()
}

/// Whether the file is to blame.
fn is_damage(source: &sqlx::Error) -> bool {
    match source {
        sqlx::Error::Database(_) => code(source)
            .is_none_or(|code| code == SHORT_READ || !ENVIRONMENT.contains(&(code & 0xff))),
        sqlx::Error::Decode(_)
        | sqlx::Error::ColumnDecode { .. }
        | sqlx::Error::ColumnNotFound(_)
        | sqlx::Error::RowNotFound => true,
        _ => false,
    }
}

impl StoreError {
    pub(crate) fn database(file: &'static str) -> impl Fn(sqlx::Error) -> StoreError {
        move |source| match code(&source).map(|code| code & 0xff) {
            Some(FULL) => StoreError::Full,
            Some(READ_ONLY) => StoreError::ReadOnly { file },
            _ => StoreError::Database { file, source },
        }
    }

    /// Whether the file itself is not what was written, and not the disk, the rights or another
    /// program in the way.
    pub fn is_damage(&self) -> bool {
        match self {
            StoreError::Damaged { .. } | StoreError::Contents { .. } => true,
            StoreError::Database { source, .. } => is_damage(source),
            StoreError::Migration { source, .. } => match source {
                MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => {
                    is_damage(source)
                }
                // A newer version of this program wrote it. A number far beyond is none.
                MigrateError::VersionMissing(version) => !(1..10_000).contains(version),
                _ => true,
            },
            StoreError::Full | StoreError::ReadOnly { .. } | StoreError::Files { .. } => false,
        }
    }

    pub(crate) fn contents(file: &'static str) -> impl Fn(serde_json::Error) -> StoreError {
        move |source| StoreError::Contents { file, source }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        tracing::error!(%error, "a local file failed");
        match error {
            StoreError::Full => Problem::new(ProblemCode::DiskFull),
            StoreError::ReadOnly { file } => {
                Problem::new(ProblemCode::StorageReadOnly).with("file", file)
            }
            StoreError::Database { file, .. }
            | StoreError::Damaged { file }
            | StoreError::Migration { file, .. }
            | StoreError::Contents { file, .. }
            | StoreError::Files { file, .. } => {
                Problem::new(ProblemCode::StorageFailed).with("file", file)
            }
        }
    }
}
