//! Failures on the wire: `application/problem+json`, with a sentence in the caller's language.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, SET_COOKIE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::text::Language;

use super::{door, open311, report_form};
use crate::error::{StoreError, fault};

/// A failure. Handlers return it; [`worded`] writes it in the caller's language.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) Problem);

impl From<ProblemCode> for Failure {
    fn from(code: ProblemCode) -> Failure {
        Failure(Problem::new(code))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure(error.into())
    }
}

impl Failure {
    /// A fault of ours: the log keeps what it was, the caller gets a reference to it.
    pub(crate) fn internal(error: &dyn std::error::Error) -> Failure {
        Failure(fault(error))
    }

    pub(crate) fn bad_field(field: &str) -> Failure {
        Failure(Problem::bad_field(field))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status);
        let mut response = status
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response();
        response.extensions_mut().insert(self.0);
        response
    }
}

/// An answer that says itself why it is one of failure: a form that comes back with what was written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SaidAlready;

/// Writes every failure as a problem, those of the router and of the layers too.
pub(crate) async fn worded(request: Request, next: Next) -> Response {
    let language = door::language(request.headers());
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    if response.extensions().get::<SaidAlready>().is_some() {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let problem = parts
        .extensions
        .remove::<Problem>()
        .unwrap_or_else(|| unnamed(status));
    let kept = [ALLOW, RETRY_AFTER, SET_COOKIE];
    let kept = kept.map(|name| parts.headers.remove(&name).map(|value| (name, value)));
    let mut answer = written(&path, status, problem, language);
    answer.headers_mut().extend(kept.into_iter().flatten());
    answer
}

fn written(path: &str, status: StatusCode, problem: Problem, language: Language) -> Response {
    // Two doors have readers who know nothing of problems.
    if path.starts_with(open311::ROOT) {
        return open311::failed(path, problem, language);
    }
    if path.starts_with(report_form::ROOT) {
        return report_form::failed(&problem, language);
    }
    let body = serde_json::to_vec(&problem.worded(language)).unwrap_or_default();
    let kind = [(CONTENT_TYPE, "application/problem+json")];
    (status, kind, body).into_response()
}

/// What a status says that did not come from a handler.
fn unnamed(status: StatusCode) -> Problem {
    let problem = match status {
        StatusCode::NOT_FOUND => Problem::new(ProblemCode::NotFound),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(ProblemCode::TooLarge),
        StatusCode::METHOD_NOT_ALLOWED => Problem::bad_field("method"),
        StatusCode::SERVICE_UNAVAILABLE => Problem::new(ProblemCode::CentralUnreachable),
        _ if status.is_client_error() => Problem::bad_field("request"),
        _ => Problem::new(ProblemCode::Internal).with("reference", status.as_u16()),
    };
    Problem {
        status: status.as_u16(),
        ..problem
    }
}
