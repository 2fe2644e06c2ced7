//! "There is more": ticks as server-sent events, and heartbeats in between.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt as _, stream};
use onemap_protocol::feed::StreamTick;
use onemap_protocol::problem::Problem;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::App;
use super::caller::{Caller, holds};
use crate::ticks::{HEARTBEAT, encoded};
use crate::tokens::TokenHash;

/// Ticks
///
/// Server-sent events named `tick`, each a `StreamTick`: one at once, one soon after each commit,
/// and one every five seconds when nothing happens. It ends when the session does.
#[utoipa::path(get, path = "/v1/stream", tag = "feed", security(("session" = [])),
    responses((status = 200, body = StreamTick, content_type = "text/event-stream"),
        (status = 401, body = Problem)))]
pub(super) async fn stream(State(app): State<App>, caller: Caller) -> Response {
    let listener = Listener {
        ticks: app.ticks.clone(),
        session: caller.session,
        looked_at: None,
        _listens: app.listens(),
        app,
    };
    let kind = [
        (CONTENT_TYPE, "text/event-stream"),
        (CACHE_CONTROL, "no-cache"),
    ];
    let ticks = stream::unfold(listener, Listener::next).fuse();
    (kind, Body::from_stream(ticks)).into_response()
}

struct Listener {
    app: App,
    session: TokenHash,
    ticks: watch::Receiver<Bytes>,
    /// When the session was seen to be open; not yet before the first tick.
    looked_at: Option<Instant>,
    /// The database is looked at more often while somebody does.
    _listens: Arc<()>,
}

impl Listener {
    async fn next(mut self) -> Option<(Result<Bytes, std::convert::Infallible>, Listener)> {
        let Some(mut looked_at) = self.looked_at else {
            // Of this moment: by its time a console sets its clock.
            self.ticks.mark_unchanged();
            self.looked_at = Some(Instant::now());
            let head = *self.app.heads.borrow();
            return Some((Ok(encoded(&self.app, head)), self));
        };
        // The session is looked at in between and not before a tick: everybody's tick comes at the same
        // moment, and would wait for as many questions as there are listeners. Their own turns are spread as
        // they came.
        loop {
            tokio::select! {
                changed = self.ticks.changed() => {
                    changed.ok()?;
                    break;
                }
                () = sleep_until(looked_at + HEARTBEAT) => {
                    holds(&self.app, self.session).await?;
                    looked_at = Instant::now();
                    self.looked_at = Some(looked_at);
                }
            }
        }
        let tick = self.ticks.borrow_and_update().clone();
        Some((Ok(tick), self))
    }
}
