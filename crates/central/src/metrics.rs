//! How the central is doing, counted for whoever watches over it: in the text form of Prometheus, on a
//! listener of its own that stands where only the watchers come.
//!
//! Deliberately absent: names, addresses, identities and searches. A route is named by its template, and
//! nothing else of a request is kept.

mod text;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use onemap_protocol::command::Answer;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::server::{Central, wait_for};

/// Upper bounds of the latency histogram, seconds.
pub const BUCKETS: [f64; 11] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// What became of commands, as it is counted.
const OUTCOMES: [&str; 5] = [
    "applied",
    "duplicate",
    "refused",
    "conflict",
    "grant_lapsed",
];

/// Which requests are counted together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Route {
    method: String,
    template: String,
}

/// What is counted of them.
#[derive(Debug, Default)]
struct Seen {
    by_status: BTreeMap<u16, u64>,
    /// How many were answered within each bound and not within the one before; the last are slower.
    within: [u64; BUCKETS.len() + 1],
    seconds: f64,
}

/// Counters of one central, from its start.
#[derive(Debug, Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<Route, Seen>>,
    commands: [AtomicU64; OUTCOMES.len()],
    limited: AtomicU64,
}

impl Metrics {
    /// A request was answered, up to the first byte of the answer.
    pub(crate) fn answered(&self, method: &str, template: &str, status: u16, took: Duration) {
        let route = Route {
            method: method.to_owned(),
            template: template.to_owned(),
        };
        let seconds = took.as_secs_f64();
        let bucket = BUCKETS.iter().position(|bound| seconds <= *bound);
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = requests.entry(route).or_default();
        *seen.by_status.entry(status).or_default() += 1;
        seen.within[bucket.unwrap_or(BUCKETS.len())] += 1;
        seen.seconds += seconds;
    }

    /// Commands were answered.
    pub(crate) fn decided(&self, answers: &[Answer]) {
        for answer in answers {
            let outcome = match answer {
                Answer::Applied { .. } => 0,
                Answer::Duplicate { .. } => 1,
                Answer::Refused(_) => 2,
                Answer::Conflict { .. } => 3,
                Answer::GrantLapsed => 4,
            };
            self.commands[outcome].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A request was put off, because there were too many.
    pub(crate) fn put_off(&self) {
        self.limited.fetch_add(1, Ordering::Relaxed);
    }
}

/// How much of a database is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pressure {
    /// Transactions that write, begun so far.
    pub writers: u64,
    /// How long all of them together waited for the one before.
    pub waited: Duration,
    /// Open connections.
    pub connections: u32,
    /// Those of them that nobody works with.
    pub idle: u32,
}

/// How long writers have waited for one another.
#[derive(Debug, Default)]
pub(crate) struct WriterWaits {
    writers: AtomicU64,
    micros: AtomicU64,
}

impl WriterWaits {
    /// One has got the lock.
    pub(crate) fn add(&self, waited: Duration) {
        self.writers.fetch_add(1, Ordering::Relaxed);
        self.micros
            .fetch_add(waited.as_micros() as u64, Ordering::Relaxed);
    }

    /// Beside these connections and idle ones.
    pub(crate) fn beside(&self, connections: u32, idle: usize) -> Pressure {
        Pressure {
            writers: self.writers.load(Ordering::Relaxed),
            waited: Duration::from_micros(self.micros.load(Ordering::Relaxed)),
            connections,
            idle: idle as u32,
        }
    }
}

/// Serves `/metrics` until told to stop.
pub(crate) async fn serve(
    listener: TcpListener,
    central: Arc<Central>,
    stopped: watch::Receiver<bool>,
) {
    let router = Router::new()
        .route("/metrics", get(said))
        .with_state(central);
    let served = axum::serve(listener, router).with_graceful_shutdown(wait_for(stopped));
    if let Err(error) = served.await {
        tracing::warn!(%error, "metrics are served no more");
    }
}

async fn said(State(central): State<Arc<Central>>) -> impl IntoResponse {
    let kind = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, text::of(&central))
}
