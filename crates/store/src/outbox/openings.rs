//! Sealed cases that were opened here, until the central has been told.
//!
//! They lie in the outbox's file, because it is the one that is never thrown away. Deliberately absent: saving
//! them out of a damaged one; orders come first.

use onemap_protocol::audit::Opening;
use uuid::Uuid;

use super::{FILE, Outbox};
use crate::StoreError;

impl Outbox {
    /// Keeps that a sealed case was opened; durable when this returns.
    pub async fn add_opening(&self, opening: &Opening) -> Result<(), StoreError> {
        let body = serde_json::to_string(opening).map_err(StoreError::contents(FILE))?;
        sqlx::query("INSERT INTO openings (id, body) VALUES (?, ?)")
            .bind(opening.id.to_string())
            .bind(body)
            .execute(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        Ok(())
    }

    /// Those that the central has not been told of, the oldest first, at most so many.
    pub async fn openings(&self, limit: u32) -> Result<Vec<Opening>, StoreError> {
        let rows: Vec<String> =
            sqlx::query_scalar("SELECT body FROM openings ORDER BY rowid LIMIT ?")
                .bind(limit)
                .fetch_all(&self.pool)
                .await
                .map_err(StoreError::database(FILE))?;
        let read = rows.iter().map(|row| serde_json::from_str(row));
        read.collect::<Result<_, _>>()
            .map_err(StoreError::contents(FILE))
    }

    /// The central has these written down.
    pub async fn openings_told(&self, ids: &[Uuid]) -> Result<(), StoreError> {
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        let ids = serde_json::to_string(&ids).map_err(StoreError::contents(FILE))?;
        sqlx::query("DELETE FROM openings WHERE id IN (SELECT value FROM json_each(?))")
            .bind(ids)
            .execute(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        Ok(())
    }
}
