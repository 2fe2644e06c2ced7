//! Not too much at once from one place: a bucket for each of many, in memory.
//!
//! The clock is the central's, so that a test can set it; that is why this is not a crate's. What is
//! kept of a bucket is one moment, the one at which it would be full again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Buckets kept at once. Those that are full again need not be.
const MOST: usize = 20_000;

/// So much at once, and then one again every so often.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// At once.
    pub burst: u32,
    /// Between one and the next, once the burst is used up.
    pub every: SignedDuration,
}

/// What comes in by the forms, for which nobody signs in: by the house it comes from, and by the grid
/// it is about, whoever sends it.
#[derive(Debug)]
pub struct Throttles {
    /// By house.
    pub houses: Throttle,
    /// By grid.
    pub grids: Throttle,
}

impl Default for Throttles {
    fn default() -> Throttles {
        Throttles {
            houses: Throttle::new(Rate {
                burst: 5,
                every: SignedDuration::from_secs(60),
            }),
            grids: Throttle::new(Rate {
                burst: 30,
                every: SignedDuration::from_secs(20),
            }),
        }
    }
}

/// Buckets of one rate.
#[derive(Debug)]
pub struct Throttle {
    rate: Rate,
    full_at: Mutex<HashMap<String, Timestamp>>,
}

impl Throttle {
    /// Nothing used up yet.
    pub fn new(rate: Rate) -> Throttle {
        Throttle {
            rate,
            full_at: Mutex::new(HashMap::new()),
        }
    }

    /// Whether this one may now; if so, one is used up.
    pub fn allows(&self, who: &str, now: Timestamp) -> bool {
        let mut buckets = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, full_at| *full_at > now);
        }
        let known = buckets.get(who).copied();
        if known.is_none() && buckets.len() >= MOST {
            // So many at once are no residents.
            return false;
        }
        let full_at = known.map_or(now, |full_at| full_at.max(now));
        let room = self.rate.every * self.rate.burst.saturating_sub(1) as i32;
        if full_at.duration_since(now) > room {
            return false;
        }
        let next = full_at.saturating_add(self.rate.every);
        buckets.insert(who.to_owned(), next.unwrap_or(full_at));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_let_through_and_then_one_every_so_often_each_for_itself() {
        let throttle = Throttle::new(Rate {
            burst: 3,
            every: SignedDuration::from_secs(60),
        });
        let start: Timestamp = "2026-11-21T01:00:00Z".parse().unwrap();
        let after = |seconds: i64| start + SignedDuration::from_secs(seconds);
        let tries: Vec<bool> = (0..4).map(|_| throttle.allows("a", start)).collect();
        assert_eq!(tries, [true, true, true, false]);
        assert!(throttle.allows("b", start), "another one has its own");
        assert!(!throttle.allows("a", after(59)) && throttle.allows("a", after(60)));
        assert!(!throttle.allows("a", after(61)));
    }
}
