//! The routes, one module per resource. Each describes itself where it is written; the document of
//! all of them is put together from the same list that serves them, so the two cannot drift.

mod accounts;
mod areas;
mod attachments;
mod audit;
mod caller;
mod cases;
mod commands;
mod console;
mod cookies;
mod departments;
mod door;
mod failure;
mod feed;
mod health;
mod indicators;
mod input;
mod limited;
mod open311;
mod openapi;
mod page;
mod provider;
mod report_form;
mod sessions;
mod snapshot;
mod stream;
mod versions;
mod watched;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use onemap_protocol::problem::ProblemCode;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

use self::failure::Failure;
pub use self::page::POLICY as PAGE_POLICY;
use crate::Central;
use crate::land::Land;

/// Largest request, bytes.
pub const BODY_LIMIT: usize = 4 << 20;

/// Longest work on one answer, up to its first byte. Streams go on after it.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The central's state, as handlers see it.
pub(crate) type App = Arc<Central>;

/// The register in force at this moment, whichever central put it there.
async fn in_force(app: &App) -> Result<Arc<Land>, Failure> {
    let land = app.land_in_force().await;
    let land = land.map_err(|error| Failure::internal(&error))?;
    Ok(land.ok_or(ProblemCode::NotReady)?)
}

fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(openapi::outline())
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(openapi::document))
        .routes(routes!(sessions::sign_in))
        .routes(routes!(sessions::sign_out))
        .routes(routes!(provider::offered))
        .routes(routes!(provider::begin))
        .routes(routes!(provider::back))
        .routes(routes!(commands::submit))
        .routes(routes!(feed::feed))
        .routes(routes!(snapshot::snapshot))
        .routes(routes!(stream::stream))
        .routes(routes!(cases::list))
        .routes(routes!(cases::one))
        .routes(routes!(cases::timeline))
        .routes(routes!(audit::reveal))
        .routes(routes!(audit::list))
        .routes(routes!(audit::opened))
        .routes(routes!(attachments::send))
        .routes(routes!(attachments::content))
        .routes(routes!(accounts::list))
        .routes(routes!(accounts::change))
        .routes(routes!(areas::list))
        .routes(routes!(areas::locate))
        .routes(routes!(departments::list))
        .routes(routes!(indicators::list))
        .routes(routes!(open311::discovery_json))
        .routes(routes!(open311::discovery_xml))
        .routes(routes!(open311::services_json))
        .routes(routes!(open311::services_xml))
        .routes(routes!(open311::definition))
        .routes(routes!(open311::requests_json, open311::report_json))
        .routes(routes!(open311::requests_xml, open311::report_xml))
        .routes(routes!(open311::request))
        .routes(routes!(open311::token))
        .routes(routes!(report_form::form, report_form::send))
        .routes(routes!(report_form::status))
        .routes(routes!(console::query))
        .routes(routes!(console::act).layer(DefaultBodyLimit::max(console::ACT_LIMIT)))
        .routes(routes!(console::tile))
        .routes(routes!(console::ticks))
}

/// The contract, as JSON with one line end at its end: what `/openapi.json` serves.
pub fn contract() -> Result<String, serde_json::Error> {
    let document = openapi::completed(described().into_openapi());
    let mut text = document.to_pretty_json()?;
    text.push('\n');
    Ok(text)
}

/// Answers go small where the caller takes them so: a county's JSON shrinks to a tenth, and the line
/// to a town hall is the slowest part of a first fetch. The least effort does nearly all of that.
/// Streams of ticks and pictures go as they are.
fn compressed() -> CompressionLayer {
    CompressionLayer::new().quality(CompressionLevel::Fastest)
}

/// Everything that is served.
pub(crate) fn router(central: App, files: Option<&Path>) -> Router {
    let (mut router, _) = described().split_for_parts();
    if let Some(folder) = files {
        router = page::beside(router, folder);
    }
    let counted = axum::middleware::from_fn_with_state(central.clone(), watched::watched);
    let limited = axum::middleware::from_fn_with_state(central.clone(), limited::limited);
    router
        .with_state(central)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            TIMEOUT,
        ))
        .layer(compressed())
        .layer(limited)
        .layer(axum::middleware::from_fn(versions::served))
        .layer(axum::middleware::from_fn(failure::worded))
        .layer(axum::middleware::from_fn(limited::shared))
        .layer(axum::middleware::from_fn(versions::said))
        .layer(counted)
}
