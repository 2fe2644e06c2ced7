//! Taking in what the central says: pages of the feed, each in one transaction, so that the cache is
//! always a state that once was. Snapshots come in beside it ([`super::staging`]).

use onemap_domain::case::{Case, CaseId};
use onemap_domain::event::Recorded;
use onemap_protocol::feed::{Entry, FeedPage};
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::records::{remove_record, write_entries, write_records};
use super::rows::{COLUMNS, CaseColumns, FROM_JSON};
use super::{Cache, FILE};
use crate::{StoreError, pool};

/// A set of tables: cases with their events, records with their entries.
#[derive(Clone, Copy)]
pub(super) struct Tables {
    pub(super) cases: &'static str,
    pub(super) events: &'static str,
    pub(super) records: &'static str,
    pub(super) record_entries: &'static str,
}

/// What is shown.
pub(super) const SHOWN: Tables = Tables {
    cases: "cases",
    events: "events",
    records: "records",
    record_entries: "record_entries",
};

impl Cache {
    /// Takes in a page of the feed and moves the cursor, all or nothing.
    pub async fn apply(&self, page: &FeedPage) -> Result<(), StoreError> {
        let fail = StoreError::database(FILE);
        let mut transaction = pool::begin(&self.pool, FILE).await?;
        take_in(&mut transaction, SHOWN, &page.entries).await?;
        sqlx::query("UPDATE meta SET value = ? WHERE name = 'cursor'")
            .bind(page.cursor.0.to_string())
            .execute(&mut *transaction)
            .await
            .map_err(&fail)?;
        transaction.commit().await.map_err(&fail)
    }
}

/// Takes in entries of the feed, in their order: neighbours of a kind in one statement, for a row by
/// itself costs several times what it costs among others.
pub(super) async fn take_in(
    connection: &mut SqliteConnection,
    tables: Tables,
    entries: &[Entry],
) -> Result<(), StoreError> {
    let told = |entry: &Entry| matches!(entry, Entry::Event { .. } | Entry::Whole { .. });
    for entries in entries.chunk_by(|one, other| told(one) && told(other)) {
        match entries {
            [Entry::Tombstone { case }] => remove_case(connection, tables, *case).await?,
            [Entry::WholeRecord { record, entries }] => {
                write_records(connection, tables.records, &[&**record]).await?;
                write_entries(connection, tables.record_entries, entries).await?;
            }
            [Entry::RecordGone { record }] => remove_record(connection, tables, *record).await?,
            cases => {
                // Of a case that stands there more than once the last is the one that stays.
                write_cases(connection, tables.cases, cases.iter().filter_map(case_of)).await?;
                write_events(connection, tables.events, cases.iter().flat_map(events_of)).await?;
            }
        }
    }
    Ok(())
}

fn case_of(entry: &Entry) -> Option<&Case> {
    match entry {
        Entry::Event { case, .. } | Entry::Whole { case, .. } => Some(case),
        _ => None,
    }
}

fn events_of(entry: &Entry) -> &[Recorded] {
    match entry {
        Entry::Event { recorded, .. } => std::slice::from_ref(recorded),
        Entry::Whole { events, .. } => events,
        _ => &[],
    }
}

async fn remove_case(
    connection: &mut SqliteConnection,
    tables: Tables,
    case: CaseId,
) -> Result<(), StoreError> {
    let of = [(tables.cases, "id"), (tables.events, "case_id")];
    remove(connection, of, &case.to_string()).await
}

/// Takes what an identity names out of tables, each with the column that names it.
pub(super) async fn remove(
    connection: &mut SqliteConnection,
    of: [(&'static str, &'static str); 2],
    id: &str,
) -> Result<(), StoreError> {
    for (table, column) in of {
        let sql = format!("DELETE FROM {table} WHERE {column} = ?");
        sqlx::query(AssertSqlSafe(sql))
            .bind(id)
            .execute(&mut *connection)
            .await
            .map_err(StoreError::database(FILE))?;
    }
    Ok(())
}

pub(super) async fn write_cases(
    connection: &mut SqliteConnection,
    table: &'static str,
    cases: impl IntoIterator<Item = &Case>,
) -> Result<(), StoreError> {
    let batch = CaseColumns::batch(cases)?;
    sqlx::query(AssertSqlSafe(format!(
        "INSERT OR REPLACE INTO {table} ({COLUMNS}) {FROM_JSON}"
    )))
    .bind(batch)
    .execute(connection)
    .await
    .map_err(StoreError::database(FILE))?;
    Ok(())
}

pub(super) async fn write_events(
    connection: &mut SqliteConnection,
    table: &'static str,
    events: impl IntoIterator<Item = &Recorded>,
) -> Result<(), StoreError> {
    let events: Vec<&Recorded> = events.into_iter().collect();
    sqlx::query(AssertSqlSafe(format!(
        "INSERT OR REPLACE INTO {table} (case_id, revision, body)
         SELECT one ->> 'case', one ->> 'revision', one
         FROM (SELECT value AS one FROM json_each(?) LIMIT -1)"
    )))
    .bind(serde_json::to_string(&events).map_err(StoreError::contents(FILE))?)
    .execute(connection)
    .await
    .map_err(StoreError::database(FILE))?;
    Ok(())
}
