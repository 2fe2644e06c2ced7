//! Who calls: the bearer of a session's token. Handlers that take a [`Caller`] are closed to all
//! others.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use onemap_domain::people::User;
use onemap_protocol::problem::ProblemCode;

use super::App;
use super::failure::Failure;
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
        let session = TokenHash::of(token);
        let signed_in = app.repository.session(session, (app.now)()).await?;
        let user = signed_in.ok_or(ProblemCode::SignInNeeded)?.user;
        Ok(Caller { user, session })
    }
}
