//! What happened.

use axum::Json;
use axum::extract::State;
use onemap_protocol::feed::{Cursor, FeedPage};
use onemap_protocol::problem::{Problem, ProblemCode};
use serde::Deserialize;
use utoipa::IntoParams;

use super::App;
use super::caller::Caller;
use super::failure::Failure;
use super::input::Query;

/// Most events of the log in one page.
const LIMIT: u32 = 2_000;

/// Where to begin.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct FeedQuery {
    /// The cursor of the page before; 0 for the beginning.
    #[serde(default)]
    after: u64,
    /// At most so many events of the log, 1 to 2000.
    #[param(default = 500, minimum = 1, maximum = 2000)]
    limit: Option<u32>,
}

/// What happened
///
/// In commit order, as far as the caller's scope covers it. Callers who see the whole county get
/// each event with the state after it. Others get each case that changed once per page: whole when
/// it is in their scope now, as a tombstone when it left it. Records come whole to everybody. `cursor` is where to go on from, also
/// when `entries` is empty.
#[utoipa::path(get, path = "/v1/feed", tag = "feed", params(FeedQuery),
    security(("session" = [])),
    responses((status = 200, body = FeedPage), (status = 401, body = Problem),
        (status = 422, body = Problem), (status = 503, body = Problem)))]
pub(super) async fn feed(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<FeedQuery>,
) -> Result<Json<FeedPage>, Failure> {
    let limit = query.limit.unwrap_or(500);
    if !(1..=LIMIT).contains(&limit) {
        return Err(Failure::bad_field("limit"));
    }
    // Databases count in signed numbers, and so does the contract.
    if i64::try_from(query.after).is_err() {
        return Err(Failure::bad_field("after"));
    }
    let land = app.land().ok_or(ProblemCode::NotReady)?;
    let scope = &caller.user.scope;
    let whole = land.is_whole(scope);
    let slice = app
        .repository
        .feed(scope, whole, Cursor(query.after), limit)
        .await?;
    Ok(Json(FeedPage {
        history_id: slice.head.history_id,
        cursor: slice.cursor,
        more: slice.cursor < slice.head.cursor,
        register_version: slice.head.register_version,
        central_time: (app.now)(),
        entries: slice.entries,
    }))
}
