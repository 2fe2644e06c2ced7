//! Telling the central which sealed cases were opened here. They are in the outbox's file before anybody sees
//! such a case, and go when the line is there; nobody waits for that.

use std::sync::Arc;
use std::time::Duration;

use onemap_protocol::audit::{OPENINGS_LIMIT, Openings};
use onemap_protocol::desk::Link;
use onemap_protocol::problem::Problem;
use onemap_sync::machine::Failure;

use crate::state::Inner;

/// How long a central that did not take them is left alone.
const PAUSE: Duration = Duration::from_secs(30);

/// Tells, whenever there is something to tell and a line, as long as the desk is open.
pub(crate) async fn tell(inner: Arc<Inner>) {
    let mut ticks = inner.ticks.subscribe();
    let mut closing = inner.closing.subscribe();
    // Of the last time, perhaps.
    let mut owes = true;
    loop {
        if owes && inner.standing().link == Link::Online {
            match told(&inner).await {
                Ok(true) => owes = false,
                // Told again at the next turn.
                Ok(false) => {}
                Err(failure) => {
                    tracing::warn!(?failure, "which sealed cases were opened is not told yet");
                    tokio::select! {
                        () = tokio::time::sleep(PAUSE) => {}
                        _ = closing.wait_for(|closing| *closing) => return,
                    }
                }
            }
        }
        tokio::select! {
            () = inner.opened.notified() => owes = true,
            changed = ticks.changed() => if changed.is_err() { return },
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

/// Why they are not told.
#[derive(Debug)]
enum Untold {
    /// The central did not take them.
    Central(#[expect(dead_code, reason = "for the log")] Failure),
    /// The file cannot be read or written.
    Local(#[expect(dead_code, reason = "for the log")] Problem),
}

/// Whether everything is told.
async fn told(inner: &Inner) -> Result<bool, Untold> {
    let local = |error| Untold::Local(Problem::from(error));
    loop {
        let limit = OPENINGS_LIMIT as u32;
        let openings = inner.outbox.openings(limit).await.map_err(local)?;
        if openings.is_empty() {
            return Ok(true);
        }
        let token = inner.signed_in().and_then(|signed_in| signed_in.token);
        let Some(token) = token else {
            return Ok(false);
        };
        let ids: Vec<_> = openings.iter().map(|opening| opening.id).collect();
        let given = Openings {
            device: inner.outbox.device(),
            openings,
        };
        let sent = inner.central.send_openings(&token, &given).await;
        sent.map_err(Untold::Central)?;
        inner.outbox.openings_told(&ids).await.map_err(local)?;
    }
}
