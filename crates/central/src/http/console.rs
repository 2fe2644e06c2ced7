//! The console in a browser: what its page asks and does, as the desktop's page does over IPC.
//!
//! `/console/api` is between the page and the central that served it, and no contract for others: they
//! speak `/v1`. Who asks is told by a cookie that the page cannot read.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body as Bytes, Bytes as Event};
use axum::extract::{FromRequestParts, Path, State};
use axum::http::Method;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt as _, stream};
use onemap_console::{Console, Tile};
use onemap_domain::case::ATTACHMENT_BYTES;
use onemap_protocol::desk::{ACT_HEADER, Act, Query, Tick};
use onemap_protocol::problem::Problem;
use onemap_protocol::session::Secret;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use super::caller::{Caller, holds};
use super::door::Guest;
use super::failure::Failure;
use super::input::Body;
use super::{App, cookies};
use crate::repository::Head;
use crate::seat::{Seat, Sitter, Visit, version};
use crate::ticks::HEARTBEAT;
use crate::tokens::TokenHash;

/// Where the page is, and below which its cookies are sent.
pub(super) const ROOT: &str = "/console";

/// Largest act: an attachment as base 64, and some room for what is said of it.
pub(super) const ACT_LIMIT: usize = (ATTACHMENT_BYTES as usize).div_ceil(3) * 4 + (64 << 10);

/// A browser, and who is signed in there.
#[derive(Debug)]
pub(super) struct Browser {
    visit: Visit,
    is_named: bool,
    is_secure: bool,
}

impl FromRequestParts<App> for Browser {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Browser, Failure> {
        // Another site's page can send a form or a text, with this site's cookies where it is on the same
        // host. It cannot send JSON without being asked first whether it may, and the answer is no.
        let kind = parts.headers.get(CONTENT_TYPE);
        let is_json = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
        if parts.method == Method::POST && !is_json {
            return Err(Failure::bad_field("content-type"));
        }
        let Ok(guest) = Guest::from_request_parts(parts, app).await;
        let named = cookies::device(&parts.headers);
        let act = parts.headers.get(ACT_HEADER);
        let act = act.and_then(|value| value.to_str().ok()?.parse().ok());
        Ok(Browser {
            visit: Visit {
                sitter: sitter(parts, app).await?,
                device: named.unwrap_or_else(Uuid::now_v7),
                act: act.unwrap_or_else(Uuid::now_v7),
                ticket: cookies::ticket(&parts.headers).map(Secret),
            },
            is_named: named.is_some(),
            is_secure: guest.is_secure(),
        })
    }
}

/// Whoever is signed in; nobody where the session has lapsed.
async fn sitter(parts: &Parts, app: &App) -> Result<Option<Sitter>, Failure> {
    let Some(token) = cookies::session(&parts.headers) else {
        return Ok(None);
    };
    let caller = Caller::of(app, &token).await?;
    Ok(caller.map(|Caller { user, session }| Sitter { user, session }))
}

impl Browser {
    async fn console(self, app: App) -> Result<Console<Seat>, Failure> {
        let console = Seat::console(app, self.visit).await;
        console.map_err(Failure)
    }
}

/// Ask
///
/// A question of the page's, as its program has them; the answer is already masked and within the scope of
/// whoever is signed in there.
#[utoipa::path(post, path = "/console/api/query", tag = "console", request_body = Object,
    security(("browser" = [])),
    responses((status = 200, body = Object), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem), (status = 503, body = Problem)))]
pub(super) async fn query(
    State(app): State<App>,
    browser: Browser,
    Body(query): Body<Query>,
) -> Result<Response, Failure> {
    let console = browser.console(app).await?;
    let answer = Box::pin(console.answer(query)).await;
    answer.map(answered).map_err(Failure)
}

/// Do
///
/// What a person does on the page. It is carried out when this answers, or refused. With the same
/// `x-onemap-act` as before it has no second effect.
#[utoipa::path(post, path = "/console/api/act", tag = "console", request_body = Object,
    security(("browser" = [])),
    responses((status = 200, body = Object), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem), (status = 501, body = Problem),
        (status = 503, body = Problem), (status = 507, body = Problem)))]
pub(super) async fn act(
    State(app): State<App>,
    browser: Browser,
    Body(act): Body<Act>,
) -> Result<Response, Failure> {
    let (device, is_named, is_secure) = (browser.visit.device, browser.is_named, browser.is_secure);
    let had_ticket = browser.visit.ticket.is_some();
    let console = browser.console(app).await?;
    let done = Box::pin(console.perform(act)).await;
    let mut answer = match done {
        Ok(json) => answered(json),
        // So that a sign-in that failed names the same browser when it is tried again.
        Err(problem) => Failure(problem).into_response(),
    };
    let headers = answer.headers_mut();
    if !is_named {
        cookies::name_device(headers, device, is_secure);
    }
    if let Some(session) = console.ports().entered() {
        cookies::give_session(headers, session.token.0, is_secure);
        if had_ticket {
            cookies::take_ticket(headers, is_secure);
        }
    }
    if console.ports().has_left() {
        cookies::take_session(headers, is_secure);
    }
    Ok(answer)
}

fn answered(json: String) -> Response {
    let kind = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "no-store"),
    ];
    (kind, json).into_response()
}

/// A tile of the page's map
///
/// `areas` or `cases`, as a Mapbox vector tile.
#[utoipa::path(get, path = "/console/api/tiles/{layer}/{z}/{x}/{file}", tag = "console",
    security(("browser" = [])),
    params(("layer" = String, Path, description = "`areas` or `cases`"),
        ("z" = String, Path, description = "Zoom"), ("x" = String, Path, description = "Column"),
        ("file" = String, Path, description = "Row, with `.mvt` behind it")),
    responses((status = 200, content_type = "application/vnd.mapbox-vector-tile", body = [u8]),
        (status = 401, body = Problem), (status = 422, body = Problem),
        (status = 503, body = Problem)))]
pub(super) async fn tile(
    State(app): State<App>,
    browser: Browser,
    Path((layer, z, x, file)): Path<(String, String, String, String)>,
) -> Result<Response, Failure> {
    let tile = Tile::parse(&format!("{layer}/{z}/{x}/{file}"));
    let tile = tile.ok_or_else(|| Failure::bad_field("tile"))?;
    let bytes = browser.console(app).await?.tile(tile).await;
    let kind = [
        (CONTENT_TYPE, "application/vnd.mapbox-vector-tile"),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((kind, bytes.map_err(Failure)?).into_response())
}

/// Ticks for the page
///
/// Server-sent events, each saying which of what is shown may be old. Whoever is not signed in is told of
/// the register alone. It ends when the session does.
#[utoipa::path(get, path = "/console/api/ticks", tag = "console", security((), ("browser" = [])),
    responses((status = 200, body = Object, content_type = "text/event-stream")))]
pub(super) async fn ticks(State(app): State<App>, browser: Browser) -> Response {
    let teller = Teller {
        moved: app.ticks.clone(),
        session: browser.visit.sitter.map(|sitter| sitter.session),
        told: None,
        looked_at: Instant::now(),
        _listens: app.listens(),
        app,
    };
    let kind = [
        (CONTENT_TYPE, "text/event-stream"),
        (CACHE_CONTROL, "no-cache"),
    ];
    let events = stream::unfold(teller, Teller::next).fuse();
    (kind, Bytes::from_stream(events)).into_response()
}

struct Teller {
    app: App,
    session: Option<TokenHash>,
    moved: watch::Receiver<Event>,
    told: Option<Head>,
    looked_at: Instant,
    /// The database is looked at more often while somebody listens.
    _listens: Arc<()>,
}

impl Teller {
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Teller)> {
        // The session is looked at in between, as for consoles (`stream.rs`).
        while self.told.is_some() {
            tokio::select! {
                changed = self.moved.changed() => {
                    changed.ok()?;
                    break;
                }
                () = sleep_until(self.looked_at + HEARTBEAT) => {
                    if let Some(session) = self.session {
                        holds(&self.app, session).await?;
                    }
                    self.looked_at = Instant::now();
                }
            }
        }
        self.moved.borrow_and_update();
        let head = *self.app.heads.borrow();
        if self.told == Some(head) {
            // Nothing moved: a line that says only that the stream lives.
            return Some((Ok(Event::from_static(b":\n\n")), self));
        }
        self.told = Some(head);
        let signed_in = self.session.map_or(0, |_| version(head));
        let tick = Tick {
            cases: signed_in,
            register: head.register_version,
            status: signed_in,
            wall: 0,
        };
        // Plain numbers: they always have a JSON.
        let json = serde_json::to_string(&tick).unwrap_or_default();
        Some((Ok(Event::from(format!("data: {json}\n\n"))), self))
    }
}
