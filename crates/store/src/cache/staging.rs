//! A snapshot on its way in: the table `staging` and the staged tables.
//!
//! A snapshot comes beside what is shown, batch by batch. Each batch is one transaction with the
//! place up to which it goes, so that a console that is cut off or killed goes on from there. Only
//! when it is whole is it shown, all at once: the staged tables and those that are shown change
//! their names. What was shown before is then thrown away.
//!
//! What is staged are the records and then the cases up to one identity, all as of one place in the
//! central's log. A rest of a later moment begins with what happened to them until then.

use onemap_domain::case::{Case, CaseId};
use onemap_domain::event::Recorded;
use onemap_domain::record::{Record, RecordEntry, RecordId};
use onemap_protocol::feed::{Cursor, Entry, HistoryId, SnapshotId, SnapshotPlace};
use onemap_protocol::register::Register;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row, Sqlite, SqliteConnection, Transaction};
use uuid::Uuid;

use super::apply::{SHOWN, Tables, take_in, write_cases, write_events};
use super::records::{write_entries, write_records};
use super::{Cache, FILE, Position};
use crate::{StoreError, pool};

/// What is on its way.
const STAGED: Tables = Tables {
    cases: "staged_cases",
    events: "staged_events",
    records: "staged_records",
    record_entries: "staged_record_entries",
};

/// What a snapshot's head says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotHead {
    /// What the central calls it, if it gives rests.
    pub of: Option<SnapshotId>,
    /// Of which moment it is.
    pub position: Position,
    /// Cases in all.
    pub total: u64,
}

/// How much of a snapshot is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Staged {
    /// As of which moment.
    pub position: Position,
    /// Where the rest begins; `None` where the central gives no rests.
    pub place: Option<SnapshotPlace>,
    /// Cases so far.
    pub done: u64,
    /// Cases in all, by the central's last word.
    pub total: u64,
}

impl Cache {
    /// How much there is of a snapshot that is not whole yet.
    pub async fn staged(&self) -> Result<Option<Staged>, StoreError> {
        let row = sqlx::query(
            "SELECT snapshot, history, cursor, record, last_case, done, total, register_version
             FROM staging",
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(StoreError::database(FILE))?;
        row.as_ref().map(read).transpose()
    }

    /// A snapshot begins, with its head and its register. What there was of another one is thrown
    /// away; what is shown stays.
    pub async fn stage_anew(
        &self,
        head: &SnapshotHead,
        register: &Register,
    ) -> Result<(), StoreError> {
        let register = serde_json::to_string(register).map_err(StoreError::contents(FILE))?;
        let mut transaction = pool::begin(&self.pool, FILE).await?;
        clear(&mut transaction).await?;
        sqlx::query(
            "INSERT INTO staging (only, snapshot, history, cursor, done, total, register_version,
                 register)
             VALUES (1, ?, ?, ?, 0, ?, ?, ?)",
        )
        .bind(head.of.map(|of| of.0.to_string()))
        .bind(head.position.history.0.to_string())
        .bind(head.position.cursor.0 as i64)
        .bind(head.total as i64)
        .bind(head.position.register_version as i64)
        .bind(register)
        .execute(&mut *transaction)
        .await
        .map_err(StoreError::database(FILE))?;
        commit(transaction).await
    }

    /// The central goes on with it: so many cases there are by now.
    pub async fn stage_total(&self, total: u64) -> Result<(), StoreError> {
        sqlx::query("UPDATE staging SET total = ?")
            .bind(total as i64)
            .execute(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        Ok(())
    }

    /// Takes in what happened meanwhile to what is here, up to a place in the log.
    pub async fn stage_changes(&self, cursor: Cursor, entries: &[Entry]) -> Result<(), StoreError> {
        let mut transaction = pool::begin(&self.pool, FILE).await?;
        take_in(&mut transaction, STAGED, entries).await?;
        sqlx::query("UPDATE staging SET cursor = ?, done = (SELECT count(*) FROM staged_cases)")
            .bind(cursor.0 as i64)
            .execute(&mut *transaction)
            .await
            .map_err(StoreError::database(FILE))?;
        commit(transaction).await
    }

    /// Takes in records with their logs.
    pub async fn stage_records(
        &self,
        batch: &[(Record, Vec<RecordEntry>)],
    ) -> Result<(), StoreError> {
        let Some((last, _)) = batch.last() else {
            return Ok(());
        };
        let mut transaction = pool::begin(&self.pool, FILE).await?;
        for (record, entries) in batch {
            write_records(&mut transaction, STAGED.records, &[record]).await?;
            write_entries(&mut transaction, STAGED.record_entries, entries).await?;
        }
        sqlx::query("UPDATE staging SET record = ?")
            .bind(last.id.to_string())
            .execute(&mut *transaction)
            .await
            .map_err(StoreError::database(FILE))?;
        commit(transaction).await
    }

    /// Takes in cases with their logs.
    pub async fn stage_cases(&self, batch: &[(Case, Vec<Recorded>)]) -> Result<(), StoreError> {
        let Some((last, _)) = batch.last() else {
            return Ok(());
        };
        let mut transaction = pool::begin(&self.pool, FILE).await?;
        let cases = batch.iter().map(|(case, _)| case);
        write_cases(&mut transaction, STAGED.cases, cases).await?;
        let events = batch.iter().flat_map(|(_, events)| events);
        write_events(&mut transaction, STAGED.events, events).await?;
        sqlx::query("UPDATE staging SET last_case = ?, done = done + ?")
            .bind(last.id.to_string())
            .bind(batch.len() as i64)
            .execute(&mut *transaction)
            .await
            .map_err(StoreError::database(FILE))?;
        commit(transaction).await
    }

    /// The snapshot is whole: from here on it is what is shown. Returns how far the cache is now,
    /// and its register; `None` where there is no snapshot.
    pub async fn finish_snapshot(&self) -> Result<Option<(Position, Register)>, StoreError> {
        let fail = StoreError::database(FILE);
        let mut transaction = pool::begin(&self.pool, FILE).await?;
        let row = sqlx::query("SELECT * FROM staging")
            .fetch_optional(&mut *transaction)
            .await
            .map_err(&fail)?;
        let Some(row) = row else {
            return Ok(None);
        };
        let position = read(&row)?.position;
        let register =
            serde_json::from_str(row.get("register")).map_err(StoreError::contents(FILE))?;
        change_names(&mut transaction).await?;
        for sql in [
            "DELETE FROM register",
            "INSERT INTO register (version, body) SELECT register_version, register FROM staging",
            "DELETE FROM meta",
            "INSERT INTO meta (name, value) SELECT 'history', history FROM staging",
            "INSERT INTO meta (name, value) SELECT 'cursor', CAST(cursor AS TEXT) FROM staging",
            "INSERT INTO meta (name, value)
             SELECT 'register_version', CAST(register_version AS TEXT) FROM staging",
            "DELETE FROM staging",
        ] {
            sqlx::query(sql)
                .execute(&mut *transaction)
                .await
                .map_err(&fail)?;
        }
        commit(transaction).await?;
        // In a transaction of its own, for it may take a while. What stays goes with the next one.
        if let Err(error) = self.throw_away().await {
            tracing::warn!(%error, "what was shown before could not be thrown away");
        }
        Ok(Some((position, register)))
    }

    async fn throw_away(&self) -> Result<(), StoreError> {
        let mut transaction = pool::begin(&self.pool, FILE).await?;
        clear(&mut transaction).await?;
        commit(transaction).await
    }
}

async fn commit(transaction: Transaction<'static, Sqlite>) -> Result<(), StoreError> {
    transaction
        .commit()
        .await
        .map_err(StoreError::database(FILE))
}

async fn clear(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    for table in [
        "staging",
        STAGED.cases,
        STAGED.events,
        STAGED.records,
        STAGED.record_entries,
    ] {
        sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}")))
            .execute(&mut *connection)
            .await
            .map_err(StoreError::database(FILE))?;
    }
    Ok(())
}

/// The staged tables become those that are shown, and the other way round. Nothing is copied. The
/// views over them are made anew, as they were: SQLite lets a view follow the table that it was
/// made over to its new name.
async fn change_names(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let fail = StoreError::database(FILE);
    let views: Vec<(String, String)> =
        sqlx::query_as("SELECT name, sql FROM sqlite_schema WHERE type = 'view'")
            .fetch_all(&mut *connection)
            .await
            .map_err(&fail)?;
    let mut steps: Vec<String> = views
        .iter()
        .map(|(name, _)| format!("DROP VIEW {name}"))
        .collect();
    for (shown, staged) in [
        (SHOWN.cases, STAGED.cases),
        (SHOWN.events, STAGED.events),
        (SHOWN.records, STAGED.records),
        (SHOWN.record_entries, STAGED.record_entries),
    ] {
        steps.push(format!("ALTER TABLE {shown} RENAME TO leaving"));
        steps.push(format!("ALTER TABLE {staged} RENAME TO {shown}"));
        steps.push(format!("ALTER TABLE leaving RENAME TO {staged}"));
    }
    steps.extend(views.into_iter().map(|(_, sql)| sql));
    for sql in steps {
        sqlx::query(AssertSqlSafe(sql))
            .persistent(false)
            .execute(&mut *connection)
            .await
            .map_err(&fail)?;
    }
    Ok(())
}

fn read(row: &SqliteRow) -> Result<Staged, StoreError> {
    let id = |column: &str| -> Result<Option<Uuid>, StoreError> {
        let text: Option<&str> = row.get(column);
        text.map(Uuid::parse_str)
            .transpose()
            .map_err(|error| StoreError::database(FILE)(sqlx::Error::Decode(Box::new(error))))
    };
    let cursor = Cursor(row.get::<i64, _>("cursor") as u64);
    let history = id("history")?.unwrap_or_default();
    let of = id("snapshot")?.map(SnapshotId);
    let (record, case) = (id("record")?.map(RecordId), id("last_case")?.map(CaseId));
    Ok(Staged {
        position: Position {
            history: HistoryId(history),
            cursor,
            register_version: row.get::<i64, _>("register_version") as u64,
        },
        place: of.map(|of| SnapshotPlace {
            of,
            cursor,
            record,
            case,
        }),
        done: row.get::<i64, _>("done") as u64,
        total: row.get::<i64, _>("total") as u64,
    })
}
