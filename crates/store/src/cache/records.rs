//! Records in the cache: the tables `records` and `record_entries`, and the overlay over them.
//!
//! Records are few beside cases, so a kind is read whole and cut to the scope here, by the rule
//! itself (`Scope::covers_record`) instead of a second form of it in SQL.

use onemap_domain::people::Scope;
use onemap_domain::record::{Record, RecordEntry, RecordId, RecordKind};
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

use super::apply::{Tables, remove};
use super::{Cache, FILE};
use crate::StoreError;

/// A record with whether it shows a pending order's effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRecord {
    /// The state.
    pub record: Record,
    /// It shows the effect of an order that the central has not confirmed.
    pub pending: bool,
}

impl Cache {
    /// The records of a kind within a scope, the newest begun first.
    pub async fn records(
        &self,
        scope: &Scope,
        kind: RecordKind,
        limit: u32,
    ) -> Result<Vec<ShownRecord>, StoreError> {
        let rows = sqlx::query(
            "SELECT state, pending FROM shown_records WHERE kind = ?
             ORDER BY begun_at DESC, id LIMIT ?",
        )
        .bind(kind.name())
        .bind(limit)
        .fetch_all(&self.pool)
        .await
        .map_err(StoreError::database(FILE))?;
        let mut records = rows.iter().map(shown).collect::<Result<Vec<_>, _>>()?;
        records.retain(|shown| scope.covers_record(&shown.record));
        Ok(records)
    }

    /// One record.
    pub async fn record(
        &self,
        scope: &Scope,
        id: RecordId,
    ) -> Result<Option<ShownRecord>, StoreError> {
        let row = sqlx::query("SELECT state, pending FROM shown_records WHERE id = ?")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        let found = row.as_ref().map(shown).transpose()?;
        Ok(found.filter(|shown| scope.covers_record(&shown.record)))
    }

    /// Those of these records that are here and in the scope.
    pub async fn records_of(
        &self,
        scope: &Scope,
        ids: &[RecordId],
    ) -> Result<Vec<ShownRecord>, StoreError> {
        let ids = serde_json::to_string(ids).map_err(StoreError::contents(FILE))?;
        let rows = sqlx::query(
            "SELECT state, pending FROM shown_records
             WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        )
        .bind(ids)
        .fetch_all(&self.pool)
        .await
        .map_err(StoreError::database(FILE))?;
        let mut records = rows.iter().map(shown).collect::<Result<Vec<_>, _>>()?;
        records.retain(|shown| scope.covers_record(&shown.record));
        Ok(records)
    }

    /// A record's log, oldest first, each entry with whether it is pending.
    pub async fn record_log(
        &self,
        scope: &Scope,
        id: RecordId,
    ) -> Result<Vec<(RecordEntry, bool)>, StoreError> {
        if self.record(scope, id).await?.is_none() {
            return Ok(Vec::new());
        }
        let rows = sqlx::query(
            "SELECT body, 0 AS pending, revision FROM record_entries WHERE record_id = ?1
             UNION ALL
             SELECT body, 1 AS pending, revision FROM record_overlay_entries WHERE record_id = ?1
             ORDER BY pending, revision",
        )
        .bind(id.to_string())
        .fetch_all(&self.pool)
        .await
        .map_err(StoreError::database(FILE))?;
        rows.iter()
            .map(|row| {
                let entry = serde_json::from_str(row.get("body"));
                let entry = entry.map_err(StoreError::contents(FILE))?;
                Ok((entry, row.get("pending")))
            })
            .collect()
    }

    /// The confirmed state of a record, whoever may see it: for deciding, not for showing.
    pub(super) async fn confirmed_record(
        &self,
        id: RecordId,
    ) -> Result<Option<Record>, StoreError> {
        self.state("SELECT state FROM records WHERE id = ?", id.to_string())
            .await
    }
}

fn shown(row: &sqlx::sqlite::SqliteRow) -> Result<ShownRecord, StoreError> {
    Ok(ShownRecord {
        record: serde_json::from_str(row.get("state")).map_err(StoreError::contents(FILE))?,
        pending: row.get("pending"),
    })
}

/// Puts states into `records`, `staged_records` or `record_overlay`.
pub(super) async fn write_records(
    connection: &mut SqliteConnection,
    table: &'static str,
    records: &[&Record],
) -> Result<(), StoreError> {
    for record in records {
        sqlx::query(AssertSqlSafe(format!(
            "INSERT OR REPLACE INTO {table} (id, kind, begun_at, revision, state)
             VALUES (?, ?, ?, ?, ?)"
        )))
        .bind(record.id.to_string())
        .bind(record.matter.kind().name())
        .bind(record.begun_at.as_millisecond())
        .bind(record.revision as i64)
        .bind(serde_json::to_string(record).map_err(StoreError::contents(FILE))?)
        .execute(&mut *connection)
        .await
        .map_err(StoreError::database(FILE))?;
    }
    Ok(())
}

/// Puts entries into `record_entries`, `staged_record_entries` or `record_overlay_entries`.
pub(super) async fn write_entries(
    connection: &mut SqliteConnection,
    table: &'static str,
    entries: &[RecordEntry],
) -> Result<(), StoreError> {
    for entry in entries {
        sqlx::query(AssertSqlSafe(format!(
            "INSERT OR REPLACE INTO {table} (record_id, revision, body) VALUES (?, ?, ?)"
        )))
        .bind(entry.record.to_string())
        .bind(entry.revision as i64)
        .bind(serde_json::to_string(entry).map_err(StoreError::contents(FILE))?)
        .execute(&mut *connection)
        .await
        .map_err(StoreError::database(FILE))?;
    }
    Ok(())
}

/// A record that left the scope.
pub(super) async fn remove_record(
    connection: &mut SqliteConnection,
    tables: Tables,
    record: RecordId,
) -> Result<(), StoreError> {
    let of = [(tables.records, "id"), (tables.record_entries, "record_id")];
    remove(connection, of, &record.to_string()).await
}
