//! Not too many requests from one session or one address, and who may ask from another site's page.
//!
//! The rates are those of a program gone wild, not of a busy one: a console that gives a full outbox and all
//! its attachments again stays below them. Consoles obey `Retry-After` (`onemap_sync::machine`).

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
    AUTHORIZATION, RETRY_AFTER,
};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use onemap_protocol::problem::ProblemCode;

use super::failure::Failure;
use super::{App, cookies, door, open311};
use crate::tokens::TokenHash;

/// What load balancers ask all the time.
const UNLIMITED: [&str; 2] = ["/healthz", "/readyz"];

/// Lets through what is not too much.
pub(super) async fn limited(State(app): State<App>, request: Request, next: Next) -> Response {
    if UNLIMITED.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let now = (app.now)();
    let headers = request.headers();
    let bearer = headers.get(AUTHORIZATION);
    let bearer = bearer.map(|token| String::from_utf8_lossy(token.as_bytes()).into_owned());
    let wait = if let Some(token) = bearer.or_else(|| cookies::session(headers)) {
        // Its digest: what a session is called is nobody's to keep, not even in memory.
        let session = TokenHash::of(&token);
        let session = format!("{:?}", &session.0[..8]);
        app.calls.sessions.wait(&session, now)
    } else {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|ConnectInfo(address)| *address);
        app.calls
            .houses
            .wait(&door::from(request.headers(), peer), now)
    };
    let Some(wait) = wait else {
        return next.run(request).await;
    };
    app.metrics.put_off();
    let mut answer = Failure::from(ProblemCode::TooManyRequests).into_response();
    // Not sooner: a second that has begun is not over.
    let seconds = HeaderValue::from(wait.as_secs().unsigned_abs() + 1);
    answer.headers_mut().insert(RETRY_AFTER, seconds);
    answer
}

/// What Open311 tells everybody it tells the page of any site as well; nothing else is for pages of others.
pub(super) async fn shared(request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with(open311::ROOT) {
        return next.run(request).await;
    }
    let asks_first = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut answer = if asks_first {
        let allowed: [(HeaderName, &str); 3] = [
            (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
            (
                ACCESS_CONTROL_ALLOW_HEADERS,
                "accept-language, content-type",
            ),
            (ACCESS_CONTROL_MAX_AGE, "86400"),
        ];
        (StatusCode::NO_CONTENT, allowed).into_response()
    } else {
        next.run(request).await
    };
    let headers = answer.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let exposed = HeaderValue::from_static("retry-after, x-request-id");
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    answer
}
