//! Signing in and out.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use onemap_protocol::problem::Problem;
use onemap_protocol::session::{Session, SignIn};

use super::App;
use super::caller::Caller;
use super::failure::Failure;
use super::input::Body;
use crate::entrance;
use crate::tokens::TokenHash;

/// Sign in
///
/// Gives a session, and a grant that proves authorship of commands from this device. A session lapses
/// after twelve hours, or one hour after it was used last.
#[utoipa::path(post, path = "/v1/sessions", tag = "sessions", request_body = SignIn,
    responses((status = 201, body = Session), (status = 401, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
pub(super) async fn sign_in(
    State(app): State<App>,
    Body(given): Body<SignIn>,
) -> Result<(StatusCode, Json<Session>), Failure> {
    let shown = given.session.as_ref();
    let shown = shown.map(|session| TokenHash::of(&session.0));
    let session = entrance::enter(&app, given, shown).await;
    let session = session.map_err(Failure)?;
    Ok((StatusCode::CREATED, Json(session)))
}

/// Sign out
///
/// Ends the session. Grants stay: orders that wait on a device keep their author.
#[utoipa::path(delete, path = "/v1/sessions/current", tag = "sessions",
    security(("session" = [])),
    responses((status = 204, description = "Signed out."), (status = 401, body = Problem)))]
pub(super) async fn sign_out(
    State(app): State<App>,
    caller: Caller,
) -> Result<StatusCode, Failure> {
    entrance::leave(&app, &caller.user, caller.session).await?;
    Ok(StatusCode::NO_CONTENT)
}
