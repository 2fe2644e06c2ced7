//! Commands in.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use onemap_protocol::command::{BATCH_LIMIT, Batch, BatchAnswer};
use onemap_protocol::problem::{Problem, ProblemCode};

use super::App;
use super::caller::Caller;
use super::failure::Failure;
use super::input::Body;
use crate::acceptance::Submitted;
use crate::together::Brought;

/// Give commands
///
/// They are decided one after the other; each gets its answer, in the same order. One that was
/// delivered before is answered as a duplicate and has no second effect. Each command's author is
/// who its grant stands for, which need not be the caller. A batch that names another history than
/// the central's is not decided, and has no answers.
#[utoipa::path(post, path = "/v1/commands", tag = "commands", request_body = Batch,
    security(("session" = [])),
    responses((status = 200, body = BatchAnswer), (status = 401, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
        (status = 503, body = Problem), (status = 507, body = Problem)))]
pub(super) async fn submit(
    State(app): State<App>,
    _: Caller,
    Body(batch): Body<Batch>,
) -> Result<Json<BatchAnswer>, Failure> {
    if batch.commands.len() > BATCH_LIMIT {
        return Err(ProblemCode::TooLarge.into());
    }
    let mut land = app.land().ok_or(ProblemCode::NotReady)?;
    let batch = Arc::new(batch);
    loop {
        let brought = Brought {
            land,
            batch: batch.clone(),
        };
        let submitted = app.together.submit(&app.repository, &app.now, brought);
        match submitted.await? {
            Submitted::Decided(answer, head) => {
                app.announce(head);
                app.metrics.decided(&answer.answers);
                return Ok(Json(answer));
            }
            Submitted::OtherRegister(version) => {
                let in_force = app.land_of(version).await;
                land = in_force
                    .map_err(|error| Failure::internal(&error))?
                    .ok_or(ProblemCode::NotReady)?;
            }
        }
    }
}
