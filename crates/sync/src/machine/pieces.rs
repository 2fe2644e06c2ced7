//! The bytes of attachments: one piece at a time, behind the orders.
//!
//! A piece that fails has a wait of its own. It says nothing of the line, which the stream and the
//! orders know better, and it never holds an order up.

use jiff::{SignedDuration, Timestamp};

use super::Failure;

/// What is known of the pieces that wait.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces {
    /// Some may wait; asking once too often costs nothing.
    wait: bool,
    /// More were announced while one was under way, and may not have been counted.
    again: bool,
    under_way: bool,
    failures: u32,
    not_before: Option<Timestamp>,
}

impl Pieces {
    /// After a sign-in.
    pub(super) fn new(wait: bool) -> Pieces {
        Pieces {
            wait,
            ..Pieces::default()
        }
    }

    /// The bytes of an attachment can go now.
    pub(super) fn announced(&mut self) {
        self.wait = true;
        self.again = self.under_way;
    }

    /// The line is another one, a person asked, or the clock was set back: nothing is waited for.
    pub(super) fn at_once(&mut self) {
        self.not_before = None;
        self.failures = 0;
    }

    /// Whether the next one is to go now; then it is under way.
    pub(super) fn begins(&mut self, now: Timestamp) -> bool {
        let goes = self.wait && !self.under_way && self.not_before.is_none_or(|at| at <= now);
        if goes {
            self.under_way = true;
            self.again = false;
            self.not_before = None;
        }
        goes
    }

    /// When the next one is to be tried again, where one waits for that.
    pub(super) fn next_try(&self) -> Option<Timestamp> {
        self.not_before.filter(|_| self.wait && !self.under_way)
    }

    /// One was taken, or there was none; whether others wait.
    pub(super) fn taken(&mut self, more: bool) {
        self.under_way = false;
        self.wait = more || self.again;
        self.at_once();
    }

    /// One was not taken; it is tried again.
    pub(super) fn failed(&mut self, now: Timestamp, jitter: f64, failure: Failure) {
        self.under_way = false;
        let wait = wait(self.failures, jitter, failure);
        self.failures += 1;
        self.not_before = Some(now.checked_add(wait).unwrap_or(now));
    }

    /// The session has lapsed; it waits for the next one.
    pub(super) fn stopped(&mut self) {
        self.under_way = false;
    }
}

/// How long to wait after so many failures: doubled each time, spread, and never less than the
/// central asked for.
pub(super) fn wait(failures: u32, jitter: f64, failure: Failure) -> SignedDuration {
    let doubled = super::FIRST_WAIT_MS << failures.min(10);
    let asked = match failure {
        Failure::Unreachable {
            retry_after: Some(seconds),
        } => i64::from(seconds) * 1000,
        Failure::Impasse(_) => super::IMPASSE_WAIT_SECONDS * 1000,
        _ => 0,
    };
    let spread = (doubled.min(super::LONGEST_WAIT_MS) as f64 * (0.5 + jitter / 2.0)) as i64;
    SignedDuration::from_millis(spread.max(asked))
}
