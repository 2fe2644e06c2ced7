//! Reading areas.

use axum::Json;
use axum::extract::State;
use onemap_domain::Ground;
use onemap_domain::area::{Area, AreaCode, Level, Position};
use onemap_protocol::problem::{Problem, ProblemCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::App;
use super::caller::Caller;
use super::failure::Failure;
use super::input::Query;

/// Which areas.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct AreasQuery {
    /// This area and those in it; the caller's own area when absent.
    within: Option<AreaCode>,
    /// Of this level only.
    level: Option<Level>,
}

/// Areas.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AreaList {
    /// Parents before children.
    areas: Vec<Area>,
}

/// Areas
///
/// Those of the caller's scope; level and parent follow from a code.
#[utoipa::path(get, path = "/v1/areas", tag = "areas", params(AreasQuery),
    security(("session" = [])),
    responses((status = 200, body = AreaList), (status = 401, body = Problem),
        (status = 422, body = Problem), (status = 503, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<AreasQuery>,
) -> Result<Json<AreaList>, Failure> {
    let land = app.land().ok_or(ProblemCode::NotReady)?;
    let scope = &caller.user.scope.area;
    let within = query.within.as_ref().unwrap_or(scope);
    let areas = land
        .register
        .areas
        .iter()
        .filter(|area| scope.covers(&area.code) && within.covers(&area.code))
        .filter(|area| query.level.is_none_or(|level| area.code.level() == level))
        .cloned()
        .collect();
    Ok(Json(AreaList { areas }))
}

/// Where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceQuery {
    /// Longitude, degrees east, WGS-84.
    lon: f64,
    /// Latitude, degrees north, WGS-84.
    lat: f64,
}

/// What lies at a place.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Located {
    /// From the county down to the grid; empty outside the county and outside the caller's scope.
    chain: Vec<Area>,
}

/// What lies at a place?
///
/// A dedicated grid goes before the base grid under it.
#[utoipa::path(get, path = "/v1/areas/locate", tag = "areas", params(PlaceQuery),
    security(("session" = [])),
    responses((status = 200, body = Located), (status = 401, body = Problem),
        (status = 422, body = Problem), (status = 503, body = Problem)))]
pub(super) async fn locate(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PlaceQuery>,
) -> Result<Json<Located>, Failure> {
    if !(-180.0..=180.0).contains(&query.lon) {
        return Err(Failure::bad_field("lon"));
    }
    if !(-90.0..=90.0).contains(&query.lat) {
        return Err(Failure::bad_field("lat"));
    }
    let land = app.land().ok_or(ProblemCode::NotReady)?;
    let grid = land.grid_at(Position {
        lon: query.lon,
        lat: query.lat,
    });
    let grid = grid.filter(|grid| caller.user.scope.area.covers(grid));
    let chain = grid.map_or_else(Vec::new, |grid| {
        land.register
            .areas
            .iter()
            .filter(|area| area.code.covers(&grid))
            .cloned()
            .collect()
    });
    Ok(Json(Located { chain }))
}
