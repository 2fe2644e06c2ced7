//! The form behind a grid's QR code (mission.md, S33): a resident reports a matter without an account
//! and reads how it stands. Plain HTML, no script, nothing from anywhere else.
//!
//! Who sends it is nobody that we know: the centre takes it in. Its page is found by the case's
//! identity, which nobody can guess, and tells no more than Open311 tells everybody.

mod page;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use onemap_domain::area::AreaCode;
use onemap_domain::case::{CaseId, Facts, Reporter, Urgency};
use onemap_domain::people::{Actor, Role, User};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::text::Language;
use uuid::Uuid;

use super::door::{Guest, Reads};
use super::failure::{Failure, SaidAlready};
use super::{App, in_force};
use crate::keys::{intake_scope, usual_channel};
use crate::land::Land;
use crate::open311::intake::{Identity, Incoming, Outcome, take_in};
use crate::open311::posted::{Posted, grid_code, title};
use crate::open311::reading::{self, Reader};
use crate::open311::refused;
use crate::tokens::fresh;

/// Where all of it is.
pub(super) const ROOT: &str = "/report";

/// Largest form, bytes.
const FORM_BYTES: usize = 32 << 10;

/// Longest text that the form takes, characters.
const TEXT_LIMIT: usize = 2_000;

/// The channel of a QR code, where the profile has one.
const CHANNEL: &str = "qr";

/// The form of a grid
///
/// In Chinese, or in English where that is asked for (`Accept-Language`).
#[utoipa::path(get, path = "/report", tag = "report",
    params(("grid" = String, Query, description = "The grid's code, as its QR code carries it.")),
    responses((status = 200, body = String, content_type = "text/html"),
        (status = 400, body = String, content_type = "text/html"),
        (status = 404, body = String, content_type = "text/html")))]
pub(super) async fn form(
    State(app): State<App>,
    reads: Reads,
    query: RawQuery,
) -> Result<Response, Failure> {
    let query = read(query.0.unwrap_or_default().as_bytes())?;
    let land = app.land().ok_or(ProblemCode::NotReady)?;
    let grid = grid(&land, &query)?;
    let opened = newly_opened()?;
    let page = page::form(
        &land,
        &grid,
        reads.0,
        &page::Filled::new(&query, &opened),
        None,
    );
    Ok(html(StatusCode::OK, page))
}

/// Send the form
///
/// Leads to the page of the case. The same opened form sent twice has one effect.
#[utoipa::path(post, path = "/report", tag = "report",
    request_body(content = String, content_type = "application/x-www-form-urlencoded",
        description = "grid, category, text; if wanted address, name, phone."),
    responses((status = 303, description = "To the page of the case."),
        (status = 404, body = String, content_type = "text/html"),
        (status = 413, body = String, content_type = "text/html"),
        (status = 422, body = String, content_type = "text/html"),
        (status = 429, body = String, content_type = "text/html")))]
pub(super) async fn send(
    State(app): State<App>,
    reads: Reads,
    guest: Guest,
    body: Bytes,
) -> Result<Response, Failure> {
    if body.len() > FORM_BYTES {
        return Err(ProblemCode::TooLarge.into());
    }
    let posted = read(&body)?;
    let land = in_force(&app).await?;
    let grid = grid(&land, &posted)?;
    let opened = match posted.value("opened") {
        Some(opened) => opened.to_owned(),
        None => newly_opened()?,
    };
    let again = |problem: &Problem| {
        let filled = page::Filled::new(&posted, &opened);
        let said = problem.sentence(reads.0);
        html(
            StatusCode::UNPROCESSABLE_ENTITY,
            page::form(&land, &grid, reads.0, &filled, Some(&said)),
        )
    };
    let facts = match facts(&land, &grid, &posted) {
        Ok(facts) => facts,
        Err(problem) => return Ok(again(&problem)),
    };
    let now = (app.now)();
    let may =
        app.forms.houses.allows(&guest.from, now) && app.forms.grids.allows(grid.as_str(), now);
    if !may {
        return Err(Failure(refused(429, "report-too-many")));
    }
    let incoming = Incoming {
        author: centre(&land),
        facts,
        identity: Identity::of_form(&opened, &posted),
    };
    match take_in(app.repository.clone(), land.clone(), now, incoming).await? {
        Outcome::Taken(receipt, head) => {
            app.announce(head);
            Ok(to_page_of(receipt.case))
        }
        Outcome::Refused(refusal) => Ok(again(&refusal.into())),
        Outcome::OtherRegister => Ok(again(&Problem::new(ProblemCode::NotReady))),
    }
}

/// How a reported case stands
#[utoipa::path(get, path = "/report/{id}", tag = "report",
    params(("id" = Uuid, Path, description = "Which case.")),
    responses((status = 200, body = String, content_type = "text/html"),
        (status = 404, body = String, content_type = "text/html")))]
pub(super) async fn status(
    State(app): State<App>,
    reads: Reads,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let land = app.land().ok_or(ProblemCode::NotReady)?;
    let reader = Reader {
        language: reads.0,
        holder: None,
    };
    let unknown = || Failure(refused(404, "open311-request-unknown"));
    let id = Uuid::parse_str(&id).map_err(|_| Failure::bad_field("id"))?;
    let found = reading::of_form(app.repository.as_ref(), &land, CaseId(id), &reader).await?;
    let found = found.ok_or_else(unknown)?;
    Ok(html(StatusCode::OK, page::status(&found, reads.0)))
}

/// A failure as a page.
pub(super) fn failed(problem: &Problem, language: Language) -> Response {
    let status = StatusCode::from_u16(problem.status);
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    html(status, page::failed(&problem.sentence(language), language))
}

/// What tells one opened form from every other one.
fn newly_opened() -> Result<String, Failure> {
    let opened = fresh().map_err(|error| Failure::internal(&error))?;
    Ok(opened.0)
}

fn read(body: &[u8]) -> Result<Posted, Failure> {
    Posted::read(body).map_err(Failure)
}

/// The grid that the form is of.
fn grid(land: &Land, fields: &Posted) -> Result<AreaCode, Failure> {
    let missing = || Failure(refused(400, "report-grid-missing"));
    let code = fields.value("grid").ok_or_else(missing)?;
    let unknown = || Failure(refused(404, "report-grid-unknown").with("value", code));
    let grid = grid_code(code).ok_or_else(unknown)?;
    let is_known = land.register.areas.iter().any(|area| area.code == grid);
    is_known.then_some(grid).ok_or_else(unknown)
}

/// The matter. A form knows the grid and no place in it.
fn facts(land: &Land, grid: &AreaCode, posted: &Posted) -> Result<Facts, Problem> {
    let field = |name| posted.value(name).unwrap_or_default().trim().to_owned();
    let missing = |name: &str| refused(422, "report-missing").with("field", name);
    let code = field("category");
    let category = land.profile.category(&code);
    let category = category.ok_or_else(|| missing("category"))?;
    let text = field("text");
    if text.is_empty() {
        return Err(missing("text"));
    }
    if text.chars().nth(TEXT_LIMIT).is_some() {
        let limit = TEXT_LIMIT.to_string();
        let long = refused(422, "open311-too-long").with("field", "text");
        return Err(long.with("limit", limit));
    }
    let unplaced = || refused(404, "report-grid-unknown").with("value", grid.as_str());
    let reporter = Reporter {
        name: field("name"),
        phone: field("phone"),
    };
    let qr = land.profile.channel(CHANNEL);
    let channel = qr.map_or_else(|| usual_channel(&land.profile), |channel| &channel.code);
    Ok(Facts {
        title: title(&text, category),
        text,
        category: code,
        channel: channel.to_owned(),
        urgency: Urgency::Normal,
        reporter: Some(reporter).filter(|who| !(who.name.is_empty() && who.phone.is_empty())),
        position: land.point_in(grid).ok_or_else(unplaced)?,
        address: field("address"),
        grid: grid.clone(),
        persons: Vec::new(),
        unit: None,
        position_simulated: true,
        origin: None,
    })
}

/// Nobody signed in: the centre itself takes it in.
fn centre(land: &Land) -> User {
    User {
        actor: Actor {
            role: Role::Operator,
            ..Actor::system()
        },
        scope: intake_scope(&land.register.county),
    }
}

/// Reloading the page of a case sends nothing again.
fn to_page_of(case: CaseId) -> Response {
    let mut headers = HeaderMap::new();
    if let Ok(page) = HeaderValue::try_from(format!("{ROOT}/{case}")) {
        headers.insert(LOCATION, page);
    }
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// A page that loads nothing, runs nothing, stands in no other page, and is kept nowhere.
fn html(status: StatusCode, page: Markup) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
    ];
    let policy = [(CONTENT_SECURITY_POLICY, page::policy())];
    let mut response = (status, headers, policy, page.into_string()).into_response();
    response.extensions_mut().insert(SaidAlready);
    response
}
