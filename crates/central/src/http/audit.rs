//! Seeing what is masked, and who saw it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderName;
use axum::http::header::CACHE_CONTROL;
use jiff::Timestamp;
use onemap_domain::audit::Revealed;
use onemap_domain::people::UserId;
use onemap_protocol::audit::{AuditPage, OPENINGS_LIMIT, Openings, OpeningsTaken, RevealReason};
use onemap_protocol::problem::{Problem, ProblemCode};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::App;
use super::caller::Caller;
use super::cases::case_id;
use super::failure::Failure;
use super::input::{Body, Query};
use crate::audit::{self, Look};
use crate::openings;
use crate::repository::AuditQuery;

/// Most entries in one page.
const LIMIT: u32 = 200;

/// Nobody between the two keeps what is answered.
const NOT_KEPT: [(HeaderName, &str); 1] = [(CACHE_CONTROL, "no-store")];

/// See what is masked in a case
///
/// Who brought the matter, what another system said of them, and the parties of its mediations, as they
/// are. Who asks, when and why is in the audit stream before this answers. A case that is out of the
/// caller's scope reads as not found; a wall is shown nothing.
#[utoipa::path(post, path = "/v1/cases/{id}/reveal", tag = "audit", request_body = RevealReason,
    security(("session" = [])), params(("id" = Uuid, Path, description = "Which")),
    responses((status = 200, body = Revealed), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem), (status = 507, body = Problem)))]
pub(super) async fn reveal(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Body(asked): Body<RevealReason>,
) -> Result<([(HeaderName, &'static str); 1], Json<Revealed>), Failure> {
    let look = Look {
        user: caller.user,
        case: case_id(&id)?,
        reason: asked.reason,
        at: (app.now)(),
    };
    let shown = audit::reveal_apart(app.repository.clone(), look).await?;
    shown.map(|shown| (NOT_KEPT, Json(shown))).map_err(Failure)
}

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct EntriesQuery {
    /// What this user did.
    #[param(value_type = Option<String>)]
    user: Option<UserId>,
    /// About this case.
    case: Option<Uuid>,
    /// From then on.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// Before then.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Timestamp>,
    /// `next` of the page before.
    after: Option<u64>,
    /// At most so many, 1 to 200.
    #[param(default = 50, minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// The audit stream
///
/// Who signed in, who saw what is masked and why, and what was changed beside cases; the newest first.
/// For audit administrators, and for supervisors of the whole county. Reading it is an entry itself. Of an
/// entry about a case that is out of a supervisor's scope, the case and the reason are left out.
#[utoipa::path(get, path = "/v1/audit", tag = "audit", params(EntriesQuery),
    security(("session" = [])),
    responses((status = 200, body = AuditPage), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<EntriesQuery>,
) -> Result<Json<AuditPage>, Failure> {
    let limit = asked.limit.unwrap_or(50);
    if !(1..=LIMIT).contains(&limit) {
        return Err(Failure::bad_field("limit"));
    }
    let query = AuditQuery {
        user: asked.user,
        case: asked.case.map(onemap_domain::case::CaseId),
        from: asked.from,
        to: asked.to,
        before: asked.after,
    };
    let page = audit::page_for(&app, caller.user, query, limit).await;
    page.map(Json).map_err(Failure)
}

/// Sealed cases that were opened at a desk
///
/// From the desk's own copy, without asking the central for them. Each is written down once, however often it
/// is told; one of a case that does not exist is passed over.
#[utoipa::path(post, path = "/v1/openings", tag = "audit", request_body = Openings,
    security(("session" = [])),
    responses((status = 200, body = OpeningsTaken), (status = 401, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
        (status = 507, body = Problem)))]
pub(super) async fn opened(
    State(app): State<App>,
    _: Caller,
    Body(given): Body<Openings>,
) -> Result<Json<OpeningsTaken>, Failure> {
    if given.openings.len() > OPENINGS_LIMIT {
        return Err(ProblemCode::TooLarge.into());
    }
    let taken = openings::take_apart(app.repository.clone(), given, (app.now)()).await?;
    Ok(Json(OpeningsTaken { taken }))
}
