//! The tables `cases` and `parts`, and with them what cases list.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::department::{DepartmentCode, Load};
use onemap_domain::event::Recorded;
use onemap_domain::people::{Compartment, Role, Scope};
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection, SqlitePool};

use super::attachments;
use super::scope::CasesIn;
use super::value::{ROWS, bytes, case_id};
use crate::error::StoreError;
use crate::repository::CaseQuery;
use crate::rows::{CASE, EVENT, Loads, is_provisional, json, read, told, whistle_by, words};

pub(super) async fn one(
    pool: &SqlitePool,
    scope: &Scope,
    id: CaseId,
) -> Result<Option<Case>, StoreError> {
    let mut query = CasesIn::select("c.state", scope);
    query.and("c.id = ", bytes(id.0));
    let state: Option<String> = query
        .then("")
        .build_query_scalar()
        .fetch_optional(pool)
        .await?;
    state.map(|state| told(&state, scope)).transpose()
}

pub(super) async fn timeline(
    pool: &SqlitePool,
    scope: &Scope,
    id: CaseId,
) -> Result<Option<Vec<Recorded>>, StoreError> {
    let mut query = CasesIn::select("1", scope);
    query.and("c.id = ", bytes(id.0));
    let seen: Option<i64> = query
        .then("")
        .build_query_scalar()
        .fetch_optional(pool)
        .await?;
    if seen.is_none() {
        return Ok(None);
    }
    if scope.role == Role::Wall {
        return Ok(Some(Vec::new()));
    }
    let rows: Vec<String> =
        sqlx::query_scalar("SELECT recorded FROM events WHERE subject_id = ? ORDER BY revision")
            .bind(bytes(id.0))
            .fetch_all(pool)
            .await?;
    rows.iter()
        .map(|row| read(EVENT, row))
        .collect::<Result<_, _>>()
        .map(Some)
}

pub(super) async fn page(
    pool: &SqlitePool,
    scope: &Scope,
    query: &CaseQuery,
    limit: u32,
) -> Result<Vec<Case>, StoreError> {
    let mut cases = CasesIn::select("c.state", scope);
    if let Some(stage) = query.stage {
        cases.and("c.stage = ", stage.name());
    }
    if let Some(open) = query.open {
        cases.and("c.is_open = ", open);
    }
    if let Some(area) = &query.area {
        cases.and_area(area.as_str());
    }
    if let Some(lead) = &query.lead {
        cases.and("c.lead = ", lead.as_str().to_owned());
    }
    if let Some(category) = &query.category {
        cases.and("c.category = ", category.clone());
    }
    if let Some(now) = query.overdue_at {
        cases.and("c.is_open AND c.due_at < ", now.as_microsecond());
    }
    if let Some(words) = &query.words {
        and_words(&mut cases, words);
    }
    if let Some(after) = query.after {
        cases.and("(c.reported_at, c.id) < (", after.reported_at);
        cases.then(", ").push_bind(bytes(after.id.0)).push(")");
    }
    let states: Vec<String> = cases
        .then(" ORDER BY c.reported_at DESC, c.id DESC LIMIT ")
        .push_bind(limit)
        .build_query_scalar()
        .fetch_all(pool)
        .await?;
    states.iter().map(|state| told(state, scope)).collect()
}

/// Those of these cases that are in the scope.
pub(super) async fn states(
    pool: &SqlitePool,
    scope: &Scope,
    ids: &[CaseId],
) -> Result<Vec<Case>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(ROWS) {
        let hex: Vec<String> = ids.iter().map(|id| id.0.simple().to_string()).collect();
        let mut query = CasesIn::select("c.state", scope);
        query.and(
            "c.id IN (SELECT unhex(value) FROM json_each(",
            json("identities", &hex)?,
        );
        let states: Vec<String> = query
            .then("))")
            .build_query_scalar()
            .fetch_all(pool)
            .await?;
        for state in states {
            found.push(told(&state, scope)?);
        }
    }
    Ok(found)
}

/// The cases in which all of these words stand.
pub(super) async fn with_words(
    pool: &SqlitePool,
    scope: &Scope,
    words: &str,
) -> Result<BTreeSet<CaseId>, StoreError> {
    let mut query = CasesIn::select("c.id", scope);
    and_words(&mut query, words);
    let ids: Vec<Vec<u8>> = query.then("").build_query_scalar().fetch_all(pool).await?;
    ids.iter().map(|id| case_id(id)).collect()
}

fn and_words(query: &mut CasesIn, words: &str) {
    for word in words.split_whitespace() {
        query.and("0 < instr(c.words, ", word.to_lowercase());
        query.then(")");
    }
}

pub(super) async fn loads(
    pool: &SqlitePool,
    scope: &Scope,
    now: Timestamp,
    day_end: Timestamp,
) -> Result<BTreeMap<DepartmentCode, Load>, StoreError> {
    // Summed here and not in SQL: what is carried at once is a few thousand rows at most.
    let mut query = CasesIn::select("c.lead, c.due_at, c.returned", scope);
    let rows = query
        .then(" AND c.is_carried AND c.lead IS NOT NULL")
        .build()
        .fetch_all(pool)
        .await?;
    let mut loads = Loads::at(now, day_end);
    for row in rows {
        loads.add(
            row.try_get("lead")?,
            row.try_get("due_at")?,
            row.try_get("returned")?,
        );
    }
    Ok(loads.sums())
}

pub(super) async fn for_deciding(
    connection: &mut SqliteConnection,
    id: CaseId,
) -> Result<Option<Case>, StoreError> {
    let state: Option<String> = sqlx::query_scalar("SELECT state FROM cases WHERE id = ?")
        .bind(bytes(id.0))
        .fetch_optional(connection)
        .await?;
    state.map(|state| read(CASE, &state)).transpose()
}

pub(super) async fn existing(
    connection: &mut SqliteConnection,
    ids: &[CaseId],
) -> Result<BTreeSet<CaseId>, StoreError> {
    let mut known = BTreeSet::new();
    for ids in ids.chunks(ROWS) {
        let mut query = QueryBuilder::<Sqlite>::new("SELECT id FROM cases WHERE id IN (");
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(bytes(id.0));
        }
        let found: Vec<Vec<u8>> = query
            .push(")")
            .build_query_scalar()
            .persistent(false)
            .fetch_all(&mut *connection)
            .await?;
        for id in found {
            known.insert(case_id(&id)?);
        }
    }
    Ok(known)
}

pub(super) async fn put(
    connection: &mut SqliteConnection,
    cases: &[Case],
) -> Result<(), StoreError> {
    let cases: Vec<&Case> = cases.iter().collect();
    for cases in cases.chunks(ROWS) {
        put_states(connection, cases).await?;
        put_parts(connection, cases).await?;
        for case in cases {
            attachments::put_listed(connection, case).await?;
        }
    }
    Ok(())
}

/// Puts states in the place of older ones.
pub(super) async fn put_states(
    connection: &mut SqliteConnection,
    cases: &[&Case],
) -> Result<(), StoreError> {
    for cases in cases.chunks(ROWS) {
        let states: Vec<String> = cases
            .iter()
            .map(|case| json(CASE, case))
            .collect::<Result<_, _>>()?;
        let mut query = QueryBuilder::<Sqlite>::new(
            "INSERT INTO cases (id, number, revision, stage, is_open, is_carried, grid, lead, \
             category, reported_at, due_at, returned, words, compartment, whistle_by, \
             is_provisional, state) ",
        );
        query.push_values(cases.iter().zip(states), |mut row, (case, state)| {
            row.push_bind(bytes(case.id.0))
                .push_bind(case.number.as_ref().map(|number| number.0.clone()))
                .push_bind(case.revision as i64)
                .push_bind(case.stage.name())
                .push_bind(case.is_open())
                .push_bind(case.is_carried())
                .push_bind(case.facts.grid.as_str().to_owned())
                .push_bind(case.lead.as_ref().map(|lead| lead.as_str().to_owned()))
                .push_bind(case.facts.category.clone())
                .push_bind(case.reported_at.as_microsecond())
                .push_bind(case.due_at().map(Timestamp::as_microsecond))
                .push_bind(i64::from(case.returned))
                .push_bind(words(case))
                .push_bind(case.compartment.as_ref().map(|one| one.0.clone()))
                .push_bind(whistle_by(case))
                .push_bind(is_provisional(case))
                .push_bind(state);
        });
        query.push(
            " ON CONFLICT (id) DO UPDATE SET number = excluded.number, \
             revision = excluded.revision, stage = excluded.stage, is_open = excluded.is_open, \
             is_carried = excluded.is_carried, grid = excluded.grid, lead = excluded.lead, \
             category = excluded.category, reported_at = excluded.reported_at, \
             due_at = excluded.due_at, returned = excluded.returned, words = excluded.words, \
             compartment = excluded.compartment, whistle_by = excluded.whistle_by, \
             is_provisional = excluded.is_provisional, state = excluded.state",
        );
        query
            .build()
            .persistent(cases.len() == 1)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Which departments have a part in them.
pub(super) async fn put_parts(
    connection: &mut SqliteConnection,
    cases: &[&Case],
) -> Result<(), StoreError> {
    let mut gone = QueryBuilder::<Sqlite>::new("DELETE FROM parts WHERE case_id IN (");
    let mut list = gone.separated(", ");
    for case in cases {
        list.push_bind(bytes(case.id.0));
    }
    gone.push(")")
        .build()
        .persistent(cases.len() == 1)
        .execute(&mut *connection)
        .await?;
    for case in cases {
        for department in case.departments() {
            sqlx::query("INSERT INTO parts (department, case_id) VALUES (?, ?)")
                .bind(department.as_str())
                .bind(bytes(case.id.0))
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

/// The open cases with a whistle whose units must have been there by `now`, and one was not.
pub(super) async fn whistled(pool: &SqlitePool, now: Timestamp) -> Result<Vec<CaseId>, StoreError> {
    let ids: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT id FROM cases WHERE whistle_by < ? ORDER BY id")
            .bind(now.as_microsecond())
            .fetch_all(pool)
            .await?;
    ids.iter().map(|id| case_id(id)).collect()
}

/// The open cases with a running deadline that waits for a year's calendar.
pub(super) async fn provisional(pool: &SqlitePool) -> Result<Vec<CaseId>, StoreError> {
    let ids: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT id FROM cases WHERE is_provisional ORDER BY id")
            .fetch_all(pool)
            .await?;
    ids.iter().map(|id| case_id(id)).collect()
}

/// The groups in which cases are sealed.
pub(super) async fn compartments(pool: &SqlitePool) -> Result<BTreeSet<Compartment>, StoreError> {
    let sealed: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT compartment FROM cases WHERE compartment IS NOT NULL")
            .fetch_all(pool)
            .await?;
    Ok(sealed.into_iter().map(Compartment).collect())
}
