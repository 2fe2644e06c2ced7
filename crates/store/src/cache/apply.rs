//! Taking in what the central says: snapshots and pages of the feed, each in one transaction, so
//! that the cache is always a state that once was.

use onemap_domain::case::Case;
use onemap_domain::event::Recorded;
use onemap_domain::record::{Record, RecordEntry};
use onemap_protocol::feed::{Entry, FeedPage};
use onemap_protocol::register::Register;
use sqlx::{AssertSqlSafe, Sqlite, Transaction};

use super::records::{remove_record, write_entries, write_records};
use super::rows::{COLUMNS, CaseColumns, FROM_JSON};
use super::{Cache, FILE, Position};
use crate::StoreError;

/// A snapshot on its way into the cache. Dropped before [`Snapshot::finish`], it leaves the cache
/// as it was.
pub struct Snapshot {
    transaction: Transaction<'static, Sqlite>,
}

impl Cache {
    /// Begins to take in a snapshot.
    pub async fn begin_snapshot(&self) -> Result<Snapshot, StoreError> {
        let fail = StoreError::database(FILE);
        let mut transaction = self
            .pool
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(&fail)?;
        for table in [
            "meta",
            "register",
            "cases",
            "events",
            "records",
            "record_entries",
        ] {
            sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}")))
                .execute(&mut *transaction)
                .await
                .map_err(&fail)?;
        }
        Ok(Snapshot { transaction })
    }

    /// Takes in a page of the feed and moves the cursor, all or nothing.
    pub async fn apply(&self, page: &FeedPage) -> Result<(), StoreError> {
        let fail = StoreError::database(FILE);
        let mut transaction = self
            .pool
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(&fail)?;
        for entry in &page.entries {
            match entry {
                Entry::Event { recorded, case } => {
                    write_cases(&mut transaction, [&**case]).await?;
                    write_events(&mut transaction, [recorded]).await?;
                }
                Entry::Whole { case, events } => {
                    write_cases(&mut transaction, [&**case]).await?;
                    write_events(&mut transaction, events).await?;
                }
                Entry::Tombstone { case } => {
                    for sql in [
                        "DELETE FROM cases WHERE id = ?",
                        "DELETE FROM events WHERE case_id = ?",
                    ] {
                        sqlx::query(sql)
                            .bind(case.to_string())
                            .execute(&mut *transaction)
                            .await
                            .map_err(&fail)?;
                    }
                }
                Entry::WholeRecord { record, entries } => {
                    write_records(&mut transaction, "records", &[&**record]).await?;
                    write_entries(&mut transaction, "record_entries", entries).await?;
                }
                Entry::RecordGone { record } => remove_record(&mut transaction, *record).await?,
            }
        }
        sqlx::query("UPDATE meta SET value = ? WHERE name = 'cursor'")
            .bind(page.cursor.0.to_string())
            .execute(&mut *transaction)
            .await
            .map_err(&fail)?;
        transaction.commit().await.map_err(&fail)
    }
}

impl Snapshot {
    /// Takes in the register.
    pub async fn register(&mut self, version: u64, register: &Register) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO register (version, body) VALUES (?, ?)")
            .bind(version as i64)
            .bind(serde_json::to_string(register).map_err(StoreError::contents(FILE))?)
            .execute(&mut *self.transaction)
            .await
            .map_err(StoreError::database(FILE))?;
        Ok(())
    }

    /// Takes in a batch of cases with their logs.
    pub async fn cases(&mut self, batch: &[(Case, Vec<Recorded>)]) -> Result<(), StoreError> {
        write_cases(&mut self.transaction, batch.iter().map(|(case, _)| case)).await?;
        write_events(
            &mut self.transaction,
            batch.iter().flat_map(|(_, events)| events),
        )
        .await
    }

    /// Takes in a record with its log.
    pub async fn record(
        &mut self,
        record: &Record,
        entries: &[RecordEntry],
    ) -> Result<(), StoreError> {
        write_records(&mut self.transaction, "records", &[record]).await?;
        write_entries(&mut self.transaction, "record_entries", entries).await
    }

    /// The snapshot is whole: from here on it is the cache.
    pub async fn finish(mut self, position: Position) -> Result<(), StoreError> {
        let fail = StoreError::database(FILE);
        for (name, value) in [
            ("history", position.history.0.to_string()),
            ("cursor", position.cursor.0.to_string()),
            ("register_version", position.register_version.to_string()),
        ] {
            sqlx::query("INSERT INTO meta (name, value) VALUES (?, ?)")
                .bind(name)
                .bind(value)
                .execute(&mut *self.transaction)
                .await
                .map_err(&fail)?;
        }
        self.transaction.commit().await.map_err(&fail)
    }
}

async fn write_cases(
    transaction: &mut Transaction<'static, Sqlite>,
    cases: impl IntoIterator<Item = &Case>,
) -> Result<(), StoreError> {
    let batch = CaseColumns::batch(cases)?;
    sqlx::query(AssertSqlSafe(format!(
        "INSERT OR REPLACE INTO cases ({COLUMNS}) {FROM_JSON}"
    )))
    .bind(batch)
    .execute(&mut **transaction)
    .await
    .map_err(StoreError::database(FILE))?;
    Ok(())
}

async fn write_events(
    transaction: &mut Transaction<'static, Sqlite>,
    events: impl IntoIterator<Item = &Recorded>,
) -> Result<(), StoreError> {
    let events: Vec<&Recorded> = events.into_iter().collect();
    sqlx::query(
        "INSERT OR REPLACE INTO events (case_id, revision, body)
         SELECT value ->> 'case', value ->> 'revision', value FROM json_each(?)",
    )
    .bind(serde_json::to_string(&events).map_err(StoreError::contents(FILE))?)
    .execute(&mut **transaction)
    .await
    .map_err(StoreError::database(FILE))?;
    Ok(())
}
