//! Signing in by the county's identity provider: the way there, and the way back.
//!
//! What must be the same on both ways is with the browser, in a cookie that no page reads. What it comes
//! back with opens nothing by itself: the page signs in with it, and is asked for a second factor where
//! one is.

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, LOCATION, REFERRER_POLICY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use onemap_protocol::problem::{Problem, ProblemCode};
use serde::{Deserialize, Serialize};

use super::App;
use super::cookies;
use super::door::Guest;
use super::failure::Failure;
use super::input::Query;
use crate::entrance;
use crate::provider::{Errand, ProviderError};

/// The page, told that somebody comes back.
const PAGE: &str = "/console/?from=provider";

/// What an identity provider is offered as.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Offered {
    /// What it is called; nothing where the county has none.
    name: Option<String>,
}

/// Who else vouches for people
///
/// The county's identity provider (`OpenID` Connect), where it has one.
#[utoipa::path(get, path = "/v1/provider", tag = "sessions",
    responses((status = 200, body = Offered)))]
pub(super) async fn offered(State(app): State<App>) -> Json<Offered> {
    let provider = app.provider.as_ref();
    let name = provider.map(|provider| provider.name().to_owned());
    Json(Offered { name })
}

/// Go there
///
/// Sends a browser to the identity provider, or back to the page where there is none.
#[utoipa::path(get, path = "/v1/provider/begin", tag = "sessions",
    responses((status = 303, description = "There.")))]
pub(super) async fn begin(State(app): State<App>, guest: Guest) -> Result<Response, Failure> {
    let Some(provider) = &app.provider else {
        return to_page(ProblemCode::ProviderFailed);
    };
    match provider.begin().await {
        Ok((there, errand)) => {
            let mut answer = sent(&there)?;
            let Errand {
                state,
                nonce,
                verifier,
            } = errand;
            let kept = format!("{state}.{nonce}.{verifier}");
            cookies::give_errand(answer.headers_mut(), kept, guest.is_secure());
            Ok(answer)
        }
        Err(error) => failed(&error),
    }
}

/// What a browser comes back with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Back {
    code: Option<String>,
    state: Option<String>,
}

/// Come back
///
/// Where the identity provider sends a browser back to; it goes on to the page, which signs in.
#[utoipa::path(get, path = "/v1/provider/back", tag = "sessions",
    params(("code" = Option<String>, Query, description = "What the statement is exchanged for"),
        ("state" = Option<String>, Query, description = "The same as on the way there")),
    responses((status = 303, description = "To the page."), (status = 422, body = Problem)))]
pub(super) async fn back(
    State(app): State<App>,
    guest: Guest,
    headers: HeaderMap,
    Query(back): Query<Back>,
) -> Result<Response, Failure> {
    let Some(provider) = &app.provider else {
        return to_page(ProblemCode::ProviderFailed);
    };
    let errand = cookies::errand(&headers);
    let errand = errand.as_deref().and_then(errand_of);
    let came = back.code.zip(back.state).zip(errand);
    let came = came.filter(|((_, state), errand)| *state == errand.state);
    let mut answer = match came {
        // Turned back there, or sent here by somebody else.
        None => to_page(ProblemCode::TicketLapsed)?,
        Some(((code, _), errand)) => match provider.vouched(code, errand).await {
            Err(error) => failed(&error)?,
            Ok(whom) => match entrance::vouched(&app, whom, provider.asks_for_factors()).await {
                Ok(ticket) => {
                    let mut answer = sent(PAGE)?;
                    cookies::give_ticket(answer.headers_mut(), ticket.0, guest.is_secure());
                    answer
                }
                Err(problem) if problem.is(ProblemCode::ProviderStranger) => {
                    to_page(ProblemCode::ProviderStranger)?
                }
                Err(problem) => return Err(Failure(problem)),
            },
        },
    };
    cookies::take_errand(answer.headers_mut(), guest.is_secure());
    Ok(answer)
}

/// The three parts are of an alphabet without a dot.
fn errand_of(kept: &str) -> Option<Errand> {
    let mut parts = kept.split('.').map(str::to_owned);
    Some(Errand {
        state: parts.next()?,
        nonce: parts.next()?,
        verifier: parts.next()?,
    })
}

/// The page says why nobody came in, in words that tell nothing of the provider.
fn failed(error: &ProviderError) -> Result<Response, Failure> {
    tracing::warn!(%error, "nobody was vouched for");
    to_page(match error {
        ProviderError::Nameless => ProblemCode::ProviderStranger,
        ProviderError::Unreachable(_) | ProviderError::Unbelievable(_) => {
            ProblemCode::ProviderFailed
        }
    })
}

fn to_page(code: ProblemCode) -> Result<Response, Failure> {
    sent(&format!("{PAGE}&problem={}", code.name()))
}

fn sent(to: &str) -> Result<Response, Failure> {
    let to = HeaderValue::from_str(to).map_err(|error| Failure::internal(&error))?;
    let headers = [
        (LOCATION, to),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}
