//! What comes in: bodies and query strings, read strictly, a mistake named by its field.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use onemap_protocol::problem::{Problem, ProblemCode};
use serde::de::DeserializeOwned;

use super::failure::Failure;

/// A JSON body.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Body<T>, Failure> {
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| {
                let status = rejection.into_response().status();
                match status {
                    StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::TooLarge.into(),
                    _ => Failure::bad_field("request"),
                }
            })?;
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let path = error.path().to_string();
            misread(&path, &error.into_inner().to_string(), "body")
        })?;
        json.end()
            .map_err(|error| misread("", &error.to_string(), "body"))?;
        Ok(Body(value))
    }
}

/// A query string.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Query<T>, Failure> {
        let text = parts.uri.query().unwrap_or_default();
        let pairs = form_urlencoded::parse(text.as_bytes());
        let pairs = serde_urlencoded::Deserializer::new(pairs);
        let value = serde_path_to_error::deserialize(pairs).map_err(|error| {
            let path = error.path().to_string();
            misread(&path, &error.into_inner().to_string(), "query")
        })?;
        Ok(Query(value))
    }
}

/// Names the field of a mistake. For a field that is missing or unknown the reader stands at what
/// should hold it, and only the message says which it was: between the first pair of backticks.
fn misread(path: &str, message: &str, whole: &str) -> Failure {
    let named = message.starts_with("missing field") || message.starts_with("unknown field");
    let name = message.split('`').nth(1).filter(|_| named);
    // Where the text itself breaks off, the last part of the path is a question mark.
    let path = path.strip_suffix('?').unwrap_or(path).trim_end_matches('.');
    let field = match (path, name) {
        ("", Some(name)) => name.to_owned(),
        ("", None) => whole.to_owned(),
        (path, Some(name)) if !path.ends_with(name) => format!("{path}.{name}"),
        (path, _) => path.to_owned(),
    };
    Failure(Problem::bad_field(&field).with("reason", message))
}
