//! The cache file: confirmed cases, the register, and the overlay of pending orders.

mod apply;
mod overlay;
mod read;
mod records;
mod rows;
mod staging;

pub use overlay::{Confirmed, Pending, pending};
pub use read::{Point, ShownCase, StageCount};
pub use records::ShownRecord;
pub use staging::{SnapshotHead, Staged};

use std::path::Path;

use onemap_domain::people::Scope;
use onemap_protocol::feed::{Cursor, HistoryId};
use onemap_protocol::register::Register;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous};
use uuid::Uuid;

use crate::{StoreError, pool};

pub(crate) const FILE: &str = "cache";

/// How far the cache has followed the central.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Which history.
    pub history: HistoryId,
    /// How far.
    pub cursor: Cursor,
    /// Which register.
    pub register_version: u64,
}

/// How a cache was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Good for its reader, or empty.
    AsItWas,
    /// Broken; made anew.
    Broken,
    /// Filled for another scope; made anew.
    OtherScope,
}

/// Whether a first fetch was begun. What cannot be read counts.
async fn has_staged(cache: &Cache) -> bool {
    !matches!(cache.staged().await, Ok(None))
}

/// The cache file.
#[derive(Clone)]
pub struct Cache {
    pool: SqlitePool,
}

impl Cache {
    /// Opens the file. A file that is missing or broken is made anew; the flag says that it was
    /// broken.
    pub async fn open(path: &Path) -> Result<(Cache, bool), StoreError> {
        match Cache::try_open(path).await {
            Ok(cache) => Ok((cache, false)),
            Err(StoreError::Full) => Err(StoreError::Full),
            Err(error) => {
                tracing::warn!(%error, "the cache is broken and is made anew");
                Cache::discard(path)?;
                Ok((Cache::try_open(path).await?, true))
            }
        }
    }

    /// Opens the file for a reader. One that was filled for another scope is thrown away, not searched:
    /// whoever may see less from now on has no more on this computer either.
    pub async fn open_for(path: &Path, scope: &Scope) -> Result<(Cache, Found), StoreError> {
        let (cache, broken) = Cache::open(path).await?;
        let written = serde_json::to_string(scope).map_err(StoreError::contents(FILE))?;
        let of: Option<String> = sqlx::query_scalar("SELECT scope FROM reader")
            .fetch_optional(&cache.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        if of.as_ref() == Some(&written) {
            let found = if broken {
                Found::Broken
            } else {
                Found::AsItWas
            };
            return Ok((cache, found));
        }
        let is_empty = cache.position().await?.is_none() && !has_staged(&cache).await;
        let cache = if of.is_none() && is_empty {
            cache
        } else {
            cache.close().await;
            Cache::discard(path)?;
            Cache::try_open(path).await?
        };
        sqlx::query("INSERT INTO reader (scope) VALUES (?)")
            .bind(written)
            .execute(&cache.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        let found = match (broken, is_empty) {
            (true, _) => Found::Broken,
            (false, true) => Found::AsItWas,
            (false, false) => Found::OtherScope,
        };
        Ok((cache, found))
    }

    async fn try_open(path: &Path) -> Result<Cache, StoreError> {
        let fail = StoreError::database(FILE);
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // What is lost here comes again with the feed.
            .synchronous(SqliteSynchronous::Normal)
            // KiB: a first fetch of a county goes through indexes that are larger than the usual two.
            .pragma("cache_size", "-8192");
        let pool = pool::options(4)
            .connect_with(options)
            .await
            .map_err(&fail)?;
        let checked: String = sqlx::query_scalar("PRAGMA quick_check(1)")
            .fetch_one(&pool)
            .await
            .map_err(&fail)?;
        if checked != "ok" {
            pool.close().await;
            return Err(StoreError::Database {
                file: FILE,
                source: sqlx::Error::Protocol(format!("quick_check: {checked}")),
            });
        }
        sqlx::migrate!("migrations/cache")
            .run(&pool)
            .await
            .map_err(|source| StoreError::Migration { file: FILE, source })?;
        Ok(Cache { pool })
    }

    fn discard(path: &Path) -> Result<(), StoreError> {
        for suffix in ["", "-wal", "-shm"] {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            match std::fs::remove_file(Path::new(&name)) {
                Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StoreError::Files { file: FILE, source });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// How far the cache is; `None` before the first snapshot.
    pub async fn position(&self) -> Result<Option<Position>, StoreError> {
        let rows = sqlx::query("SELECT name, value FROM meta")
            .fetch_all(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        let value = |wanted: &str| -> Option<String> {
            rows.iter()
                .find(|row| row.get::<&str, _>("name") == wanted)
                .map(|row| row.get("value"))
        };
        let read = || {
            Some(Position {
                history: HistoryId(Uuid::parse_str(&value("history")?).ok()?),
                cursor: Cursor(value("cursor")?.parse().ok()?),
                register_version: value("register_version")?.parse().ok()?,
            })
        };
        Ok(read())
    }

    /// The register; `None` before the first snapshot.
    pub async fn register(&self) -> Result<Option<Register>, StoreError> {
        let body: Option<String> = sqlx::query_scalar("SELECT body FROM register")
            .fetch_optional(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        body.map(|body| serde_json::from_str(&body))
            .transpose()
            .map_err(StoreError::contents(FILE))
    }

    /// Closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
