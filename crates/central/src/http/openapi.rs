//! The contract.

mod layers;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::case::Stage;
use onemap_domain::department::DepartmentCode;
use onemap_protocol::feed::{SnapshotLine, StreamTick};
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};

use super::cookies;
use super::failure::Failure;

/// What no single route says: the title, and the shapes that only streams and queries name.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "onemap central",
        description = "Cases of a county governance centre: commands in, a feed of what happened \
                       out. Times are RFC 3339, coordinates WGS-84 longitude and latitude, \
                       failures application/problem+json with a stable code."
    ),
    components(schemas(SnapshotLine, StreamTick, AreaCode, DepartmentCode, Level, Stage))
)]
struct Outline;

/// The document without its routes.
pub(super) fn outline() -> utoipa::openapi::OpenApi {
    let mut outline = Outline::openapi();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    let components = outline.components.get_or_insert_default();
    components.add_security_scheme("session", SecurityScheme::Http(bearer));
    let cookie = ApiKey::Cookie(ApiKeyValue::new(cookies::SESSION));
    components.add_security_scheme("browser", SecurityScheme::ApiKey(cookie));
    outline
}

/// The document with all that its routes do not say of themselves.
pub(super) fn completed(document: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    layers::completed(document)
}

/// This document.
#[utoipa::path(get, path = "/openapi.json", tag = "operations",
    responses((status = 200, description = "An OpenAPI 3.1 document.")))]
pub(super) async fn document() -> Result<impl IntoResponse, Failure> {
    let text = super::contract().map_err(|error| Failure::internal(&error))?;
    Ok(([(CONTENT_TYPE, "application/json")], text))
}
