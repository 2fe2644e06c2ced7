//! Who calls: the bearer of a session's token. Handlers that take a [`Caller`] are closed to all
//! others.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use jiff::{SignedDuration, Timestamp};
use onemap_domain::people::User;
use onemap_protocol::problem::ProblemCode;

use super::App;
use super::failure::Failure;
use crate::error::StoreError;
use crate::repository::SignedIn;
use crate::tokens::TokenHash;

/// A signed-in user.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// Who.
    pub(crate) user: User,
    /// Their session.
    pub(crate) session: TokenHash,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Caller, Failure> {
        let token = parts
            .headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or(ProblemCode::SignInNeeded)?;
        Ok(Caller::of(app, token)
            .await?
            .ok_or(ProblemCode::SignInNeeded)?)
    }
}

impl Caller {
    /// Whoever's session a token opens; nobody where it has lapsed.
    pub(super) async fn of(app: &App, token: &str) -> Result<Option<Caller>, StoreError> {
        let (session, now) = (TokenHash::of(token), (app.now)());
        let Some(signed_in) = app.repository.session(session, now).await? else {
            return Ok(None);
        };
        is_used(app, session, &signed_in, now);
        let user = signed_in.user;
        Ok(Some(Caller { user, session }))
    }
}

/// Nothing once a session is over; else it is in use.
pub(super) async fn holds(app: &App, session: TokenHash) -> Option<()> {
    let now = (app.now)();
    let found = app.repository.session(session, now).await;
    is_used(app, session, &found.ok()??, now);
    Some(())
}

/// How often it is written down that a session is in use.
const TOUCHED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Writes down that a session is in use, beside the answer: nobody waits for it.
fn is_used(app: &App, session: TokenHash, signed_in: &SignedIn, now: Timestamp) {
    if now.duration_since(signed_in.used_at) < TOUCHED_EVERY {
        return;
    }
    let repository = app.repository.clone();
    tokio::spawn(async move {
        if let Err(error) = repository.touch_session(session, now).await {
            tracing::warn!(%error, "that a session is in use was not written down");
        }
    });
}
