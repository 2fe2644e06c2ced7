//! Open311 `GeoReport` v2 (see [`crate::open311`]): each resource in JSON and in XML, the form named by
//! the ending of its path. Failures are in the form of the standard too (Errors); `failure::worded`
//! writes them.

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use onemap_domain::case::CaseId;
use onemap_domain::department::DepartmentCode;
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::text::{Language, Text};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::door::{Guest, Reads};
use super::failure::Failure;
use super::{App, in_force};
use crate::keys::{Holder, holder};
use crate::land::Land;
use crate::open311::answers::{Created, Discovery, Endpoint, Fault, Request, Service, Token};
use crate::open311::intake::{Identity, Incoming, Outcome, take_in};
use crate::open311::posted::Posted;
use crate::open311::reading::{self, MOST, Reader};
use crate::open311::{asked, refused, words, xml};

/// Where all of it is.
pub(super) const ROOT: &str = "/open311/v2/";

/// Largest report, bytes: a description of 4,000 characters in any script, and much beside it.
const REPORT_BYTES: usize = 128 << 10;

/// When what is offered last changed in kind (Service Discovery); the services themselves follow the
/// county's profile.
const CHANGESET: &str = "2026-11-30T00:00:00+08:00";

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Xml,
}

impl Format {
    /// The form that the end of a path names, and the path without it.
    pub(super) fn of(path: &str) -> Option<(&str, Format)> {
        let (name, ending) = path.rsplit_once('.')?;
        match ending {
            "json" => Some((name, Format::Json)),
            "xml" => Some((name, Format::Xml)),
            _ => None,
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Format::Json => "application/json; charset=utf-8",
            Format::Xml => "text/xml; charset=utf-8",
        }
    }

    /// An answer; `root` is the name of the whole in XML.
    fn answer(self, root: &str, said: &impl Serialize) -> Result<Response, Failure> {
        let value = serde_json::to_value(said).map_err(|error| Failure::internal(&error))?;
        let body = self
            .written(root, &value)
            .map_err(|error| Failure::internal(&error))?;
        Ok(([(CONTENT_TYPE, self.media_type())], body).into_response())
    }

    fn written(self, root: &str, value: &Value) -> Result<Vec<u8>, std::io::Error> {
        match self {
            Format::Json => serde_json::to_vec(value).map_err(std::io::Error::from),
            Format::Xml => xml::document(root, value),
        }
    }
}

/// A failure in the form of the standard (Errors): what is wrong with a request is 400, whatever a
/// console would be told.
pub(super) fn failed(path: &str, problem: Problem, language: Language) -> Response {
    let format = Format::of(path).map_or(Format::Xml, |(_, format)| format);
    let status = match problem.status {
        409 | 422 => StatusCode::BAD_REQUEST,
        other => StatusCode::from_u16(other).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
    };
    let faults = [Fault {
        code: status.as_u16(),
        description: problem.sentence(language),
    }];
    let value = serde_json::to_value(faults).unwrap_or_default();
    let body = format.written("errors", &value).unwrap_or_default();
    (status, [(CONTENT_TYPE, format.media_type())], body).into_response()
}

/// Service Discovery, JSON
///
/// Where the service is and how one gets a key.
#[utoipa::path(get, path = "/open311/v2/discovery.json", tag = "open311",
    responses((status = 200, body = Discovery)))]
pub(super) async fn discovery_json(guest: Guest, reads: Reads) -> Result<Response, Failure> {
    Format::Json.answer("discovery", &discovery(&guest, reads.0))
}

/// Service Discovery, XML
#[utoipa::path(get, path = "/open311/v2/discovery.xml", tag = "open311",
    responses((status = 200, body = Discovery, content_type = "text/xml")))]
pub(super) async fn discovery_xml(guest: Guest, reads: Reads) -> Result<Response, Failure> {
    Format::Xml.answer("discovery", &discovery(&guest, reads.0))
}

fn discovery(guest: &Guest, language: Language) -> Discovery {
    let text = Text::of(language);
    let formats = ["text/xml", "application/json"];
    Discovery {
        changeset: CHANGESET.to_owned(),
        contact: text.say("open311-contact", &[]),
        key_service: text.say("open311-key-service", &[]),
        endpoints: vec![Endpoint {
            specification: "http://wiki.open311.org/GeoReport_v2".to_owned(),
            url: format!("{}/open311/v2", guest.came_to),
            changeset: CHANGESET.to_owned(),
            kind: "production".to_owned(),
            formats: formats.map(str::to_owned).into(),
        }],
    }
}

/// GET Service List, JSON
///
/// The categories of the county's profile.
#[utoipa::path(get, path = "/open311/v2/services.json", tag = "open311",
    params(("jurisdiction_id" = Option<String>, Query, description = "The county's code.")),
    responses((status = 200, body = Vec<Service>), (status = 404, body = Vec<Fault>)))]
pub(super) async fn services_json(
    State(app): State<App>,
    reads: Reads,
    query: RawQuery,
) -> Result<Response, Failure> {
    services(&app, reads.0, query, Format::Json)
}

/// GET Service List, XML
#[utoipa::path(get, path = "/open311/v2/services.xml", tag = "open311",
    params(("jurisdiction_id" = Option<String>, Query, description = "The county's code.")),
    responses((status = 200, body = Vec<Service>, content_type = "text/xml"),
        (status = 404, body = Vec<Fault>, content_type = "text/xml")))]
pub(super) async fn services_xml(
    State(app): State<App>,
    reads: Reads,
    query: RawQuery,
) -> Result<Response, Failure> {
    services(&app, reads.0, query, Format::Xml)
}

fn services(
    app: &App,
    language: Language,
    query: RawQuery,
    format: Format,
) -> Result<Response, Failure> {
    let land = app.land().ok_or(ProblemCode::NotReady)?;
    in_this_county(&land, &fields(query)?)?;
    let short = |code: &DepartmentCode| {
        let mut departments = land.register.departments.iter();
        let found = departments.find(|department| department.code == *code)?;
        Some(found.short.as_str())
    };
    let categories = land.profile.categories.iter().map(|category| {
        let leads: Vec<&str> = category.departments.iter().filter_map(short).collect();
        Service {
            service_code: category.code.clone(),
            service_name: language.of(&category.name).to_owned(),
            description: Some(leads.join(", ")).filter(|leads| !leads.is_empty()),
            metadata: false,
            kind: "realtime".to_owned(),
            keywords: None,
            group: None,
        }
    });
    format.answer("services", &categories.collect::<Vec<_>>())
}

/// GET Service Definition
///
/// No category has attributes of its own here (`metadata` is `false`), so there is no definition of
/// any. A report may bring attributes all the same: they are kept with the case.
#[utoipa::path(get, path = "/open311/v2/services/{file}", tag = "open311",
    params(("file" = String, Path, description = "A service_code with .json or .xml behind it.")),
    responses((status = 400, body = Vec<Fault>), (status = 404, body = Vec<Fault>)))]
pub(super) async fn definition(
    State(app): State<App>,
    Path(file): Path<String>,
    query: RawQuery,
) -> Result<Response, Failure> {
    let (code, _) = Format::of(&file).ok_or_else(no_format)?;
    let land = app.land().ok_or(ProblemCode::NotReady)?;
    in_this_county(&land, &fields(query)?)?;
    let key = match land.profile.category(code) {
        Some(_) => "open311-no-definition",
        None => "open311-service-unknown",
    };
    Err(Failure(refused(404, key).with("value", code)))
}

/// GET Service Requests, JSON
///
/// Cases, newest report first, at most 1,000. Sealed ones are not there. What the reporting system
/// itself sent is told to that system only, when it shows its key.
#[utoipa::path(get, path = "/open311/v2/requests.json", tag = "open311", params(asked::Query),
    responses((status = 200, body = Vec<Request>), (status = 400, body = Vec<Fault>),
        (status = 403, body = Vec<Fault>)))]
pub(super) async fn requests_json(
    State(app): State<App>,
    reads: Reads,
    query: RawQuery,
) -> Result<Response, Failure> {
    requests(&app, reads.0, query, Format::Json).await
}

/// GET Service Requests, XML
#[utoipa::path(get, path = "/open311/v2/requests.xml", tag = "open311", params(asked::Query),
    responses((status = 200, body = Vec<Request>, content_type = "text/xml"),
        (status = 400, body = Vec<Fault>, content_type = "text/xml"),
        (status = 403, body = Vec<Fault>, content_type = "text/xml")))]
pub(super) async fn requests_xml(
    State(app): State<App>,
    reads: Reads,
    query: RawQuery,
) -> Result<Response, Failure> {
    requests(&app, reads.0, query, Format::Xml).await
}

async fn requests(
    app: &App,
    language: Language,
    query: RawQuery,
    format: Format,
) -> Result<Response, Failure> {
    let query = fields(query)?;
    let land = app.land().ok_or(ProblemCode::NotReady)?;
    in_this_county(&land, &query)?;
    let holder = shown_key(app, query.value("api_key")).await?;
    let reader = Reader {
        language,
        holder: holder.as_ref(),
    };
    let repository = app.repository.as_ref();
    let mut found = Vec::new();
    if let Some(ids) = query.value("service_request_id") {
        // This overrides all other arguments (GET Service Requests).
        for id in ids.split(',').filter_map(case_id).take(MOST) {
            found.extend(reading::one(repository, &land, id, &reader).await?);
        }
    } else {
        let wanted = asked::wanted(&query, (app.now)()).map_err(Failure)?;
        found = reading::list(repository, &land, &wanted, &reader).await?;
    }
    format.answer("service_requests", &found)
}

/// GET Service Request
#[utoipa::path(get, path = "/open311/v2/requests/{file}", tag = "open311",
    params(("file" = String, Path, description = "A service_request_id with .json or .xml behind it."),
        ("api_key" = Option<String>, Query, description = "The key of the system that reported it.")),
    responses((status = 200, body = Vec<Request>), (status = 400, body = Vec<Fault>),
        (status = 403, body = Vec<Fault>), (status = 404, body = Vec<Fault>)))]
pub(super) async fn request(
    State(app): State<App>,
    reads: Reads,
    Path(file): Path<String>,
    query: RawQuery,
) -> Result<Response, Failure> {
    let (id, format) = Format::of(&file).ok_or_else(no_format)?;
    let query = fields(query)?;
    let land = app.land().ok_or(ProblemCode::NotReady)?;
    in_this_county(&land, &query)?;
    let holder = shown_key(&app, query.value("api_key")).await?;
    let reader = Reader {
        language: reads.0,
        holder: holder.as_ref(),
    };
    let found = found(&app, &land, id, &reader).await?;
    format.answer("service_requests", &[found])
}

/// GET `service_request_id` from a token
///
/// A report has its identity at once, and that is its token too.
#[utoipa::path(get, path = "/open311/v2/tokens/{file}", tag = "open311",
    params(("file" = String, Path, description = "A token with .json or .xml behind it.")),
    responses((status = 200, body = Vec<Token>), (status = 400, body = Vec<Fault>),
        (status = 404, body = Vec<Fault>)))]
pub(super) async fn token(
    State(app): State<App>,
    reads: Reads,
    Path(file): Path<String>,
    query: RawQuery,
) -> Result<Response, Failure> {
    let (token, format) = Format::of(&file).ok_or_else(no_format)?;
    let land = app.land().ok_or(ProblemCode::NotReady)?;
    in_this_county(&land, &fields(query)?)?;
    let reader = Reader {
        language: reads.0,
        holder: None,
    };
    let found = found(&app, &land, token, &reader).await?;
    let token = Token {
        token: found.service_request_id.clone(),
        service_request_id: found.service_request_id,
    };
    format.answer("service_requests", &[token])
}

/// POST Service Request, JSON
///
/// Takes a report in. The same one sent twice has one effect: it is known again by the
/// `service_request_id` (or `attribute[external_id]`) that the system sends with it, else by sending
/// the same fields within ten minutes. A place is named by `lat` and `long` or by a grid's code as
/// `address_id`. Every field that has no place of its own is kept with the case as it came.
#[utoipa::path(post, path = "/open311/v2/requests.json", tag = "open311",
    request_body(content = asked::ReportForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = Vec<Created>), (status = 400, body = Vec<Fault>),
        (status = 403, body = Vec<Fault>), (status = 404, body = Vec<Fault>),
        (status = 413, body = Vec<Fault>)))]
pub(super) async fn report_json(
    State(app): State<App>,
    reads: Reads,
    headers: HeaderMap,
    query: RawQuery,
    body: Bytes,
) -> Result<Response, Failure> {
    report(&app, reads.0, &headers, query, &body, Format::Json).await
}

/// POST Service Request, XML
#[utoipa::path(post, path = "/open311/v2/requests.xml", tag = "open311",
    request_body(content = asked::ReportForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = Vec<Created>, content_type = "text/xml"),
        (status = 400, body = Vec<Fault>, content_type = "text/xml"),
        (status = 403, body = Vec<Fault>, content_type = "text/xml"),
        (status = 404, body = Vec<Fault>, content_type = "text/xml"),
        (status = 413, body = Vec<Fault>, content_type = "text/xml")))]
pub(super) async fn report_xml(
    State(app): State<App>,
    reads: Reads,
    headers: HeaderMap,
    query: RawQuery,
    body: Bytes,
) -> Result<Response, Failure> {
    report(&app, reads.0, &headers, query, &body, Format::Xml).await
}

async fn report(
    app: &App,
    language: Language,
    headers: &HeaderMap,
    query: RawQuery,
    body: &[u8],
    format: Format,
) -> Result<Response, Failure> {
    if body.len() > REPORT_BYTES {
        return Err(ProblemCode::TooLarge.into());
    }
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    if kind.is_some_and(|kind| !kind.starts_with("application/x-www-form-urlencoded")) {
        return Err(Failure(refused(400, "open311-form-only")));
    }
    // The standard posts a form; its published description has the same fields in the query.
    let posted = Posted::read(body).map_err(Failure)?.and(fields(query)?);
    let missing = || Failure(refused(403, "open311-key-missing"));
    let holder = shown_key(app, posted.value("api_key")).await?;
    let holder = holder.ok_or_else(missing)?;
    let land = in_force(app).await?;
    in_this_county(&land, &posted)?;
    let report = posted.report(&land, &holder).map_err(Failure)?;
    let now = (app.now)();
    let incoming = Incoming {
        author: holder.intake(&land.register.county),
        facts: report.facts.clone(),
        identity: Identity::of(&posted, &holder, now),
    };
    let receipt = match take_in(app.repository.clone(), land, now, incoming).await? {
        Outcome::Taken(receipt, head) => {
            app.announce(head);
            receipt
        }
        Outcome::Refused(refusal) => return Err(Failure(refusal.into())),
        Outcome::OtherRegister => return Err(ProblemCode::NotReady.into()),
    };
    let created = Created {
        service_request_id: receipt.case.to_string(),
        service_notice: words::notice(&receipt, &report, language),
        account_id: posted.value("account_id").map(str::to_owned),
    };
    format.answer("service_requests", &[created])
}

/// The fields of a query. Those that nobody knows are let be: clients of other cities send them.
fn fields(RawQuery(query): RawQuery) -> Result<Posted, Failure> {
    Posted::read(query.unwrap_or_default().as_bytes()).map_err(Failure)
}

/// One endpoint, one county: another one's requests are not answered as if they were ours.
fn in_this_county(land: &Land, fields: &Posted) -> Result<(), Failure> {
    let Some(asked) = fields.value("jurisdiction_id") else {
        return Ok(());
    };
    if asked == land.register.county.as_str() {
        return Ok(());
    }
    let known = land.register.county.as_str();
    let unknown = refused(404, "open311-jurisdiction-unknown");
    Err(Failure(unknown.with("value", asked).with("known", known)))
}

/// Whoever shows a key; one that does not hold is refused, whatever it was shown for.
async fn shown_key(app: &App, key: Option<&str>) -> Result<Option<Holder>, Failure> {
    let Some(key) = key else { return Ok(None) };
    let found = holder(app.repository.as_ref(), key).await?;
    let wrong = || Failure(refused(403, "open311-key-wrong"));
    found.map(Some).ok_or_else(wrong)
}

async fn found(app: &App, land: &Land, id: &str, reader: &Reader<'_>) -> Result<Request, Failure> {
    let unknown = || Failure(refused(404, "open311-request-unknown"));
    let id = case_id(id).ok_or_else(unknown)?;
    let found = reading::one(app.repository.as_ref(), land, id, reader).await?;
    found.ok_or_else(unknown)
}

fn case_id(text: &str) -> Option<CaseId> {
    Uuid::parse_str(text.trim()).ok().map(CaseId)
}

fn no_format() -> Failure {
    Failure(refused(400, "open311-no-format"))
}
