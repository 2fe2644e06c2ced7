//! Reading cases. Reporters are masked; a console has its own copy by the feed.

use axum::Json;
use axum::extract::{Path, State};
use jiff::Timestamp;
use onemap_domain::area::AreaCode;
use onemap_domain::audit::{Act, Entry};
use onemap_domain::case::{Case, CaseId, Stage};
use onemap_domain::department::DepartmentCode;
use onemap_domain::event::{Event, Recorded};
use onemap_domain::people::Role;
use onemap_protocol::problem::{Problem, ProblemCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::App;
use super::caller::Caller;
use super::failure::Failure;
use super::input::Query;
use crate::audit;
use crate::repository::{CaseKey, CaseQuery};

/// Most cases in one page.
const LIMIT: u32 = 200;

/// Which cases.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct CasesQuery {
    /// At this stage.
    stage: Option<Stage>,
    /// `true`: only those on which work is owed. `false`: only those that ended.
    open: Option<bool>,
    /// In this area.
    area: Option<AreaCode>,
    /// Led by this department.
    department: Option<DepartmentCode>,
    /// Of this category.
    category: Option<String>,
    /// `true`: only those past their nearest deadline.
    overdue: Option<bool>,
    /// With all of these words in number, title, text or address.
    text: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 1 to 200.
    #[param(default = 50, minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A page of cases.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CaseList {
    /// Newest report first.
    cases: Vec<Case>,
    /// Where the next page starts; `null` at the end.
    next: Option<String>,
}

/// Cases
///
/// Those of the caller's scope, newest report first.
#[utoipa::path(get, path = "/v1/cases", tag = "cases", params(CasesQuery),
    security(("session" = [])),
    responses((status = 200, body = CaseList), (status = 401, body = Problem),
        (status = 422, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<CasesQuery>,
) -> Result<Json<CaseList>, Failure> {
    let limit = query.limit.unwrap_or(50);
    if !(1..=LIMIT).contains(&limit) {
        return Err(Failure::bad_field("limit"));
    }
    // Whoever may not read a text may not ask for its words either.
    if query.text.is_some() && caller.user.scope.role == Role::Wall {
        return Err(Failure::bad_field("text"));
    }
    let after = query.after.as_deref().map(key).transpose()?;
    let query = CaseQuery {
        stage: query.stage,
        open: query.open,
        area: query.area,
        lead: query.department,
        category: query.category,
        overdue_at: query.overdue.unwrap_or(false).then(|| (app.now)()),
        words: query.text,
        after,
    };
    // One more than asked for tells whether there is a next page.
    let mut cases = app
        .repository
        .cases(&caller.user.scope, &query, limit + 1)
        .await?;
    let more = cases.len() > limit as usize;
    cases.truncate(limit as usize);
    let next = cases.last().filter(|_| more).map(CaseKey::of).map(written);
    for case in &mut cases {
        case.facts.mask();
    }
    Ok(Json(CaseList { cases, next }))
}

/// One case
///
/// One that is out of the caller's scope reads as not found. That a sealed case was opened is written down
/// before this answers.
#[utoipa::path(get, path = "/v1/cases/{id}", tag = "cases", security(("session" = [])),
    params(("id" = Uuid, Path, description = "Which")),
    responses((status = 200, body = Case), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Case>, Failure> {
    let mut case = opened(&app, &caller, &id).await?;
    case.facts.mask();
    Ok(Json(case))
}

/// The log of a case
///
/// Oldest first. That a sealed case was opened is written down before this answers.
#[utoipa::path(get, path = "/v1/cases/{id}/timeline", tag = "cases",
    security(("session" = [])), params(("id" = Uuid, Path, description = "Which")),
    responses((status = 200, body = Vec<Recorded>), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn timeline(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Vec<Recorded>>, Failure> {
    let case = opened(&app, &caller, &id).await?;
    let scope = &caller.user.scope;
    let events = app.repository.timeline(scope, case.id).await?;
    let mut events = events.ok_or(ProblemCode::NotFound)?;
    for recorded in &mut events {
        match &mut recorded.event {
            Event::Reported { facts, .. }
            | Event::Imported { facts, .. }
            | Event::Amended { facts } => facts.mask(),
            _ => {}
        }
    }
    Ok(Json(events))
}

/// A case that somebody opens. Of a sealed one that is written down, and on the disk, before they see it.
async fn opened(app: &App, caller: &Caller, id: &str) -> Result<Case, Failure> {
    let scope = &caller.user.scope;
    let case = app.repository.case(scope, case_id(id)?).await?;
    let case = case.ok_or(ProblemCode::NotFound)?;
    if case.compartment.is_some() {
        let entry = Entry::new((app.now)(), &caller.user.actor, Act::SealedRead).about(case.id);
        audit::write_apart(app.repository.clone(), entry).await?;
    }
    Ok(case)
}

/// An identity in a path.
pub(super) fn case_id(text: &str) -> Result<CaseId, Failure> {
    Uuid::parse_str(text)
        .map(CaseId)
        .map_err(|_| Failure::bad_field("id"))
}

/// A key as callers carry it: when it was reported, and which it is.
fn written(key: CaseKey) -> String {
    format!("{}.{}", key.reported_at, key.id)
}

fn key(text: &str) -> Result<CaseKey, Failure> {
    let wrong = || Failure::bad_field("after");
    let (reported_at, id) = text.split_once('.').ok_or_else(wrong)?;
    let reported_at: i64 = reported_at.parse().map_err(|_| wrong())?;
    Timestamp::from_microsecond(reported_at).map_err(|_| wrong())?;
    let id = Uuid::parse_str(id).map_err(|_| wrong())?;
    Ok(CaseKey {
        reported_at,
        id: CaseId(id),
    })
}
