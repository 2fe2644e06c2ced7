//! The connections to a file.
//!
//! On a full disk SQLite rolls a transaction back by itself; sqlx 0.9.0 does not know, and the
//! connection would refuse every later one, also when there is room again. Such a connection is closed
//! and not used again.

use sqlx::Connection as _;
use sqlx::sqlite::SqlitePoolOptions;

pub(crate) fn options(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .before_acquire(|connection, _| {
            let is_free = !connection.is_in_transaction();
            Box::pin(async move { Ok(is_free) })
        })
}
