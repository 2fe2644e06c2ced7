//! The tables `cases` and `parts`, and with them what cases list.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::department::{DepartmentCode, Load};
use onemap_domain::event::Recorded;
use onemap_domain::people::{Compartment, Role, Scope};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::attachments;
use super::scope::CasesIn;
use super::value::{ROWS, case_ids, text};
use crate::error::StoreError;
use crate::repository::CaseQuery;
use crate::rows::{CASE, EVENT, Loads, is_provisional, json, read, told, whistle_by, words};

pub(super) async fn one(
    connection: &mut PgConnection,
    scope: &Scope,
    id: CaseId,
) -> Result<Option<Case>, StoreError> {
    let mut query = CasesIn::select("c.state", scope);
    query.and("c.id = ", id.0);
    let state: Option<String> = query
        .then("")
        .build_query_scalar()
        .fetch_optional(connection)
        .await?;
    state.map(|state| told(&state, scope)).transpose()
}

pub(super) async fn timeline(
    connection: &mut PgConnection,
    scope: &Scope,
    id: CaseId,
) -> Result<Option<Vec<Recorded>>, StoreError> {
    let mut query = CasesIn::select("1", scope);
    query.and("c.id = ", id.0);
    let seen: Option<i32> = query
        .then("")
        .build_query_scalar()
        .fetch_optional(&mut *connection)
        .await?;
    if seen.is_none() {
        return Ok(None);
    }
    if scope.role == Role::Wall {
        return Ok(Some(Vec::new()));
    }
    let rows: Vec<String> =
        sqlx::query_scalar("SELECT recorded FROM events WHERE subject_id = $1 ORDER BY revision")
            .bind(id.0)
            .fetch_all(connection)
            .await?;
    let log: Result<_, _> = rows.iter().map(|row| read(EVENT, row)).collect();
    log.map(Some)
}

pub(super) async fn page(
    connection: &mut PgConnection,
    scope: &Scope,
    query: &CaseQuery,
    limit: u32,
) -> Result<Vec<Case>, StoreError> {
    let mut cases = narrowed(scope, query);
    let states: Vec<String> = cases
        .then(" ORDER BY c.reported_at DESC, c.id DESC LIMIT ")
        .push_bind(i64::from(limit))
        .build_query_scalar()
        .fetch_all(connection)
        .await?;
    states.iter().map(|state| told(state, scope)).collect()
}

fn narrowed(scope: &Scope, query: &CaseQuery) -> CasesIn {
    let mut cases = CasesIn::select("c.state", scope);
    if let Some(stage) = query.stage {
        cases.and("c.stage = ", stage.name());
    }
    if let Some(open) = query.open {
        cases.and("c.is_open = ", open);
    }
    if let Some(area) = &query.area {
        cases.and_area(&text(area.as_str()));
    }
    if let Some(lead) = &query.lead {
        cases.and("c.lead = ", text(lead.as_str()));
    }
    if let Some(category) = &query.category {
        cases.and("c.category = ", text(category));
    }
    if let Some(now) = query.overdue_at {
        cases.and("c.is_open AND c.due_at < ", now.as_microsecond());
    }
    if let Some(words) = &query.words {
        and_words(&mut cases, words);
    }
    if let Some(after) = query.after {
        cases.and("(c.reported_at, c.id) < (", after.reported_at);
        cases.then(", ").push_bind(after.id.0).push(")");
    }
    cases
}

/// Those of these cases that are in the scope.
pub(super) async fn states(
    connection: &mut PgConnection,
    scope: &Scope,
    ids: &[CaseId],
) -> Result<Vec<Case>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let mut query = CasesIn::select("c.state", scope);
    query.and("c.id = ANY (", ids);
    let states: Vec<String> = query
        .then(")")
        .build_query_scalar()
        .fetch_all(connection)
        .await?;
    states.iter().map(|state| told(state, scope)).collect()
}

/// The cases in which all of these words stand.
pub(super) async fn with_words(
    connection: &mut PgConnection,
    scope: &Scope,
    words: &str,
) -> Result<BTreeSet<CaseId>, StoreError> {
    let mut query = CasesIn::select("c.id", scope);
    and_words(&mut query, words);
    let ids: Vec<Uuid> = query
        .then("")
        .build_query_scalar()
        .fetch_all(connection)
        .await?;
    Ok(case_ids(ids).into_iter().collect())
}

fn and_words(query: &mut CasesIn, words: &str) {
    for word in words.split_whitespace() {
        query.and("0 < strpos(c.words, ", text(&word.to_lowercase()));
        query.then(")");
    }
}

pub(super) async fn loads(
    connection: &mut PgConnection,
    scope: &Scope,
    now: Timestamp,
    day_end: Timestamp,
) -> Result<BTreeMap<DepartmentCode, Load>, StoreError> {
    // Summed here and not in SQL: what is carried at once is a few thousand rows at most.
    let mut query = CasesIn::select("c.lead, c.due_at, c.returned", scope);
    let rows = query
        .then(" AND c.is_carried AND c.lead IS NOT NULL")
        .build()
        .fetch_all(connection)
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
    connection: &mut PgConnection,
    id: CaseId,
) -> Result<Option<Case>, StoreError> {
    let state: Option<String> = sqlx::query_scalar("SELECT state FROM cases WHERE id = $1")
        .bind(id.0)
        .fetch_optional(connection)
        .await?;
    state.map(|state| read(CASE, &state)).transpose()
}

pub(super) async fn existing(
    connection: &mut PgConnection,
    ids: &[CaseId],
) -> Result<BTreeSet<CaseId>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let found: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM cases WHERE id = ANY ($1)")
        .bind(ids)
        .fetch_all(connection)
        .await?;
    Ok(case_ids(found).into_iter().collect())
}

pub(super) async fn put(connection: &mut PgConnection, cases: &[Case]) -> Result<(), StoreError> {
    // One statement cannot put a row twice: the last state of a case is the one that counts.
    let latest: BTreeMap<CaseId, &Case> = cases.iter().map(|case| (case.id, case)).collect();
    let latest: Vec<&Case> = latest.into_values().collect();
    for cases in latest.chunks(ROWS) {
        put_states(connection, cases).await?;
        put_parts(connection, cases).await?;
        attachments::put_listed(connection, cases).await?;
    }
    Ok(())
}

const PUT: &str = "INSERT INTO cases (id, number, revision, stage, is_open, is_carried, grid, \
     lead, category, reported_at, due_at, returned, words, compartment, whistle_by, \
     is_provisional, state) \
     SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::boolean[], \
     $6::boolean[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::bigint[], \
     $12::bigint[], $13::text[], $14::text[], $15::bigint[], $16::boolean[], $17::text[]) \
     ON CONFLICT (id) DO UPDATE SET number = excluded.number, \
     revision = excluded.revision, stage = excluded.stage, is_open = excluded.is_open, \
     is_carried = excluded.is_carried, grid = excluded.grid, lead = excluded.lead, \
     category = excluded.category, reported_at = excluded.reported_at, \
     due_at = excluded.due_at, returned = excluded.returned, words = excluded.words, \
     compartment = excluded.compartment, whistle_by = excluded.whistle_by, \
     is_provisional = excluded.is_provisional, state = excluded.state";

pub(super) async fn put_states(
    connection: &mut PgConnection,
    cases: &[&Case],
) -> Result<(), StoreError> {
    fn column<T>(cases: &[&Case], value: impl Fn(&Case) -> T) -> Vec<T> {
        cases.iter().map(|case| value(case)).collect()
    }
    let states: Vec<String> = cases
        .iter()
        .map(|case| json(CASE, case))
        .collect::<Result<_, _>>()?;
    let number = |case: &Case| case.number.as_ref().map(|number| number.0.clone());
    let lead = |case: &Case| case.lead.as_ref().map(|lead| text(lead.as_str()));
    let due_at = |case: &Case| case.due_at().map(Timestamp::as_microsecond);
    let sealed = |case: &Case| case.compartment.as_ref().map(|one| text(&one.0));
    sqlx::query(PUT)
        .bind(column(cases, |case| case.id.0))
        .bind(column(cases, number))
        .bind(column(cases, |case| case.revision as i64))
        .bind(column(cases, |case| case.stage.name()))
        .bind(column(cases, Case::is_open))
        .bind(column(cases, Case::is_carried))
        .bind(column(cases, |case| text(case.facts.grid.as_str())))
        .bind(column(cases, lead))
        .bind(column(cases, |case| text(&case.facts.category)))
        .bind(column(cases, |case| case.reported_at.as_microsecond()))
        .bind(column(cases, due_at))
        .bind(column(cases, |case| i64::from(case.returned)))
        .bind(column(cases, |case| text(&words(case))))
        .bind(column(cases, sealed))
        .bind(column(cases, whistle_by))
        .bind(column(cases, is_provisional))
        .bind(states)
        .execute(connection)
        .await?;
    Ok(())
}

/// Nearly always nothing of it changes, so only what does is written.
pub(super) async fn put_parts(
    connection: &mut PgConnection,
    cases: &[&Case],
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = cases.iter().map(|case| case.id.0).collect();
    let (mut departments, mut of) = (Vec::new(), Vec::new());
    for case in cases {
        for department in case.departments() {
            departments.push(text(department.as_str()));
            of.push(case.id.0);
        }
    }
    sqlx::query(
        "DELETE FROM parts p WHERE p.case_id = ANY ($1) AND NOT EXISTS \
         (SELECT 1 FROM UNNEST($2::text[], $3::uuid[]) AS now (department, case_id) \
         WHERE now.department = p.department AND now.case_id = p.case_id)",
    )
    .bind(ids)
    .bind(&departments)
    .bind(&of)
    .execute(&mut *connection)
    .await?;
    if of.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO parts (department, case_id) SELECT * FROM UNNEST($1::text[], $2::uuid[]) \
         ON CONFLICT DO NOTHING",
    )
    .bind(departments)
    .bind(of)
    .execute(connection)
    .await?;
    Ok(())
}

/// The open cases with a whistle whose units must have been there by `now`, and one was not.
pub(super) async fn whistled(
    connection: &mut PgConnection,
    now: Timestamp,
) -> Result<Vec<CaseId>, StoreError> {
    let ids: Vec<Uuid> =
        sqlx::query_scalar("SELECT id FROM cases WHERE whistle_by < $1 ORDER BY id")
            .bind(now.as_microsecond())
            .fetch_all(connection)
            .await?;
    Ok(case_ids(ids))
}

/// The open cases with a running deadline that waits for a year's calendar.
pub(super) async fn provisional(connection: &mut PgConnection) -> Result<Vec<CaseId>, StoreError> {
    let ids: Vec<Uuid> =
        sqlx::query_scalar("SELECT id FROM cases WHERE is_provisional ORDER BY id")
            .fetch_all(connection)
            .await?;
    Ok(case_ids(ids))
}

/// The groups in which cases are sealed.
pub(super) async fn compartments(
    connection: &mut PgConnection,
) -> Result<BTreeSet<Compartment>, StoreError> {
    let sealed: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT compartment FROM cases WHERE compartment IS NOT NULL")
            .fetch_all(connection)
            .await?;
    Ok(sealed.into_iter().map(Compartment).collect())
}
