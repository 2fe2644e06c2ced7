//! The connections to a file.
//!
//! On a full disk SQLite rolls a transaction back by itself; sqlx 0.9.0 does not know, and the
//! connection would refuse every later one, also when there is room again. Such a connection is closed
//! and not used again.

use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};
use sqlx::{Connection as _, Sqlite, Transaction};

use crate::StoreError;

pub(crate) fn options(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .before_acquire(|connection, _| {
            let is_free = !connection.is_in_transaction();
            Box::pin(async move { Ok(is_free) })
        })
}

/// Begins to write: at once, so that two writers meet here and not in the middle of their work.
pub(crate) async fn begin(
    pool: &SqlitePool,
    file: &'static str,
) -> Result<Transaction<'static, Sqlite>, StoreError> {
    pool.begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(StoreError::database(file))
}
