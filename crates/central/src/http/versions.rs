//! Which version of the protocol is spoken: told with every answer, and a console that is too old for
//! it is told that, whatever it asks.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use onemap_protocol::problem::ProblemCode;
use onemap_protocol::version;

use super::failure::Failure;

/// Serves whoever it understands.
pub(crate) async fn served(request: Request, next: Next) -> Response {
    let header = request.headers().get(version::HEADER);
    if !version::is_served(version::spoken(header.map(HeaderValue::as_bytes))) {
        return Failure::from(ProblemCode::ConsoleOutdated).into_response();
    }
    next.run(request).await
}

/// Says with every answer, failures among them, what is spoken here.
pub(crate) async fn said(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let spoken = HeaderValue::from(version::SPOKEN);
    response.headers_mut().insert(version::HEADER, spoken);
    response
}
