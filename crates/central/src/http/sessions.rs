//! Signing in and out.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use onemap_domain::audit::{Act, Entry, Who};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::{Session, SignIn};

use super::App;
use super::caller::Caller;
use super::failure::Failure;
use super::input::Body;
use crate::audit;
use crate::error::StoreError;
use crate::password;
use crate::repository::NewSession;
use crate::tokens::{NoRandomness, TokenHash, fresh};

/// How long a session lasts.
const SESSION: SignedDuration = SignedDuration::from_hours(12);

/// How long a grant lasts: longer than a console may stay off line with orders waiting.
const GRANT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Sign in
///
/// Gives a session, and a grant that proves authorship of commands from this device.
#[utoipa::path(post, path = "/v1/sessions", tag = "sessions", request_body = SignIn,
    responses((status = 201, body = Session), (status = 401, body = Problem),
        (status = 422, body = Problem)))]
pub(super) async fn sign_in(
    State(app): State<App>,
    Body(given): Body<SignIn>,
) -> Result<(StatusCode, Json<Session>), Failure> {
    let known = app.repository.account(&given.user).await?;
    let who = known
        .as_ref()
        .map_or_else(Who::unknown, |account| (&account.user.actor).into());
    let account = known.filter(|account| !account.locked && !account.user.actor.is_system());
    // An unknown name takes the same way, so that the time of the answer does not tell it.
    let hash = account
        .as_ref()
        .map(|account| account.password_hash.clone());
    let checked =
        tokio::task::spawn_blocking(move || password::is_right(&given.password.0, hash.as_deref()));
    let right = checked.await.map_err(|error| Failure::internal(&error))?;
    let now = (app.now)();
    let Some(account) = account.filter(|_| right) else {
        let entry = Entry::new(now, who, Act::SignInRefused).on(given.device);
        audit::write_apart(app.repository.clone(), entry).await?;
        return Err(ProblemCode::WrongCredentials.into());
    };
    let random = |error: NoRandomness| Failure::internal(&error);
    let session = Session {
        token: fresh().map_err(random)?,
        grant: fresh().map_err(random)?,
        user: account.user,
        expires_at: later(now, SESSION),
        central_time: now,
    };
    let kept = NewSession {
        token: TokenHash::of(&session.token.0),
        grant: TokenHash::of(&session.grant.0),
        account: session.user.actor.user.clone(),
        device: given.device,
        now,
        session_ends: session.expires_at,
        grant_ends: later(now, GRANT),
    };
    let entry = Entry::new(now, who, Act::SignedIn).on(given.device);
    apart(async move {
        let mut transaction = app.repository.begin().await?;
        transaction.open_session(&kept).await?;
        transaction.append_audit(&entry).await?;
        transaction.commit().await
    })
    .await?;
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
    let entry = Entry::new((app.now)(), &caller.user.actor, Act::SignedOut);
    apart(async move {
        let mut transaction = app.repository.begin().await?;
        transaction.append_audit(&entry).await?;
        transaction.close_session(caller.session).await?;
        transaction.commit().await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// In a task of its own, so that a caller who goes away does not break a transaction off.
async fn apart(
    write: impl Future<Output = Result<(), StoreError>> + Send + 'static,
) -> Result<(), StoreError> {
    tokio::spawn(write)
        .await
        .map_err(|_| StoreError::BrokenOff)?
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}
