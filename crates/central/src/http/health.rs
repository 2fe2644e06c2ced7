//! Whether the central is there, and whether it can work.

use axum::extract::State;
use axum::http::StatusCode;
use onemap_protocol::problem::{Problem, ProblemCode};

use super::App;
use super::failure::Failure;

/// Is there a central?
///
/// Answers as long as the process answers anything.
#[utoipa::path(get, path = "/healthz", tag = "operations",
    responses((status = 204, description = "It is there.")))]
pub(super) async fn healthz() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Can it work?
///
/// Yes when its database answers and a county's register is loaded.
#[utoipa::path(get, path = "/readyz", tag = "operations",
    responses((status = 204, description = "It can work."), (status = 503, body = Problem)))]
pub(super) async fn readyz(State(app): State<App>) -> Result<StatusCode, Failure> {
    app.repository.head().await?;
    app.land().ok_or(ProblemCode::NotReady)?;
    Ok(StatusCode::NO_CONTENT)
}
