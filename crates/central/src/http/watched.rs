//! What is kept of each request for those who run a central: an identity that the answer and the log share,
//! and a count.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;
use tracing::field::Empty;
use uuid::Uuid;

use super::App;
use crate::traces;

/// Says of each answer under which identity the log knows its request.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Methods that are counted under their own name: anybody can make others up.
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// Names a request, counts it, and says its name with the answer. The path is named as the routes know it,
/// without what stands in its place: no identities, no searches.
pub(super) async fn watched(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("other", MatchedPath::as_str).to_owned();
    let method = METHODS
        .into_iter()
        .find(|name| *name == request.method().as_str());
    let method = method.unwrap_or("other");
    let id = Uuid::now_v7();
    let span = tracing::info_span!(
        "request",
        %id,
        method,
        route,
        otel.name = Empty,
        otel.kind = Empty,
    );
    traces::begun(&span, request.headers(), method, &route);
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = begun.elapsed();
    let status = response.status().as_u16();
    span.in_scope(|| tracing::debug!(status, milliseconds = took.as_millis() as u64, "answered"));
    traces::answered(&span, status);
    app.metrics.answered(method, &route, status, took);
    if let Ok(id) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
