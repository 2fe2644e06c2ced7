//! What can go wrong with the files.

use onemap_protocol::problem::{Problem, ProblemCode};

/// A failure of one of the two files.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full.
    #[error("the disk is full")]
    Full,
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

/// SQLite's code for a full disk.
const SQLITE_FULL: &str = "13";

impl StoreError {
    pub(crate) fn database(file: &'static str) -> impl Fn(sqlx::Error) -> StoreError {
        move |source| {
            let code = source
                .as_database_error()
                .and_then(sqlx::error::DatabaseError::code);
            if code.as_deref() == Some(SQLITE_FULL) {
                StoreError::Full
            } else {
                StoreError::Database { file, source }
            }
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
            StoreError::Database { file, .. }
            | StoreError::Migration { file, .. }
            | StoreError::Contents { file, .. }
            | StoreError::Files { file, .. } => {
                Problem::new(ProblemCode::StorageFailed).with("file", file)
            }
        }
    }
}
