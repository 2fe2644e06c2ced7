//! "There is more", for everybody who listens: commits that follow each other at once are one tick,
//! and a tick is encoded once, however many listen.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use onemap_protocol::feed::{HEARTBEAT_SECONDS, StreamTick};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

use crate::repository::Head;
use crate::server::{Central, wait_for};

/// Shortest time between two ticks; commits in between make one. Half of what lies between two events
/// when there are twenty a second, so that none of those waits for the one before.
const GAP: Duration = Duration::from_millis(25);

/// Longest time between two ticks.
pub(crate) const HEARTBEAT: Duration = Duration::from_secs(HEARTBEAT_SECONDS);

/// A tick as a server-sent event.
pub(crate) fn encoded(central: &Central, head: Head) -> Bytes {
    let tick = StreamTick {
        history_id: head.history_id,
        cursor: head.cursor,
        register_version: head.register_version,
        central_time: (central.now)(),
    };
    // Plain data: it always has a JSON.
    let json = serde_json::to_string(&tick).unwrap_or_default();
    Bytes::from(format!("event: tick\ndata: {json}\n\n"))
}

/// Tells that the log has moved, soon after it has; and that nothing has happened, every so often.
/// It ends, and all who listen with it, when the central is told to stop.
pub(crate) async fn tell(
    central: Arc<Central>,
    mut heads: watch::Receiver<Head>,
    told: watch::Sender<Bytes>,
    stopping: watch::Receiver<bool>,
) {
    let mut stopped = std::pin::pin!(wait_for(stopping));
    let mut last = Instant::now();
    loop {
        tokio::select! {
            changed = heads.changed() => match changed {
                Ok(()) => sleep_until(last + GAP).await,
                Err(_) => return,
            },
            () = sleep(HEARTBEAT) => {}
            () = &mut stopped => return,
        }
        last = Instant::now();
        let head = *heads.borrow_and_update();
        told.send_replace(encoded(&central, head));
    }
}
