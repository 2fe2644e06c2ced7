//! "There is more": ticks as server-sent events, and heartbeats in between.

use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, Sse};
use futures_util::stream::{self, Stream};
use onemap_protocol::feed::{HEARTBEAT_SECONDS, StreamTick};
use onemap_protocol::problem::Problem;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

use super::App;
use super::caller::Caller;
use super::failure::Failure;
use crate::repository::Head;
use crate::server::wait_for;
use crate::tokens::TokenHash;

/// Shortest time between two ticks of one stream; commits in between make one tick.
const GAP: Duration = Duration::from_millis(50);

/// Ticks
///
/// Server-sent events named `tick`, each a `StreamTick`: one at once, one soon after each commit,
/// and one every five seconds when nothing happens. It ends when the session does.
#[utoipa::path(get, path = "/v1/stream", tag = "feed", security(("session" = [])),
    responses((status = 200, body = StreamTick, content_type = "text/event-stream"),
        (status = 401, body = Problem)))]
pub(super) async fn stream(
    State(app): State<App>,
    caller: Caller,
) -> Result<Sse<impl Stream<Item = Result<Event, axum::Error>>>, Failure> {
    let heads = app.heads.subscribe();
    let stopping = app.stopping.clone();
    let listener = Listener {
        app,
        session: caller.session,
        heads,
        stopping,
        last: None,
    };
    Ok(Sse::new(stream::unfold(listener, Listener::next)))
}

struct Listener {
    app: App,
    session: TokenHash,
    heads: watch::Receiver<Head>,
    stopping: watch::Receiver<bool>,
    last: Option<Instant>,
}

impl Listener {
    async fn next(mut self) -> Option<(Result<Event, axum::Error>, Listener)> {
        if let Some(last) = self.last {
            let heartbeat = sleep(Duration::from_secs(HEARTBEAT_SECONDS));
            let beat = tokio::select! {
                changed = self.heads.changed() => {
                    changed.ok()?;
                    sleep_until(last + GAP).await;
                    false
                }
                () = heartbeat => true,
                () = wait_for(self.stopping.clone()) => return None,
            };
            if beat {
                // Not while it ticks: a look at the session at least every so often is enough.
                let session = self
                    .app
                    .repository
                    .session(self.session, (self.app.now)())
                    .await;
                session.ok()??;
            }
        }
        self.last = Some(Instant::now());
        let head = *self.heads.borrow_and_update();
        let tick = StreamTick {
            history_id: head.history_id,
            cursor: head.cursor,
            register_version: head.register_version,
            central_time: (self.app.now)(),
        };
        Some((Event::default().event("tick").json_data(tick), self))
    }
}
