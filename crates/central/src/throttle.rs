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

/// What comes in by the API: by session, and where there is none by the house it comes from. What a console
/// sends that has been off line for weeks, hundreds of orders in a batch and an attachment piece by piece,
/// stays below; what a loop sends that nobody ends does not.
#[derive(Debug)]
pub struct Calls {
    /// By session.
    pub sessions: Throttle,
    /// By house. A town hall with all its desks is one.
    pub houses: Throttle,
}

impl Default for Calls {
    fn default() -> Calls {
        let rate = |burst, every| {
            Throttle::new(Rate {
                burst,
                every: SignedDuration::from_millis(every),
            })
        };
        Calls {
            sessions: rate(6_000, 5).forgetful(),
            houses: rate(1_200, 50).forgetful(),
        }
    }
}

/// Buckets of one rate.
#[derive(Debug)]
pub struct Throttle {
    rate: Rate,
    forgets: bool,
    full_at: Mutex<HashMap<String, Timestamp>>,
}

impl Throttle {
    /// Nothing used up yet.
    pub fn new(rate: Rate) -> Throttle {
        Throttle {
            rate,
            forgets: false,
            full_at: Mutex::new(HashMap::new()),
        }
    }

    /// Begins anew where there are more than can be kept, instead of letting nobody in: whoever comes by
    /// so many names is to cost others nothing.
    #[must_use]
    pub fn forgetful(self) -> Throttle {
        Throttle {
            forgets: true,
            ..self
        }
    }

    /// Whether this one may now; if so, one is used up.
    pub fn allows(&self, who: &str, now: Timestamp) -> bool {
        self.wait(who, now).is_none()
    }

    /// How long this one must wait; `None` when it may now, and then one is used up.
    pub fn wait(&self, who: &str, now: Timestamp) -> Option<SignedDuration> {
        let mut buckets = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, full_at| *full_at > now);
        }
        if buckets.len() >= MOST && self.forgets {
            buckets.clear();
        }
        let room = self.rate.every * self.rate.burst.saturating_sub(1) as i32;
        // Later than a bucket can be: the clock has gone back since.
        let latest = room + self.rate.every;
        let known = buckets.get(who).copied();
        let known = known.filter(|full_at| full_at.duration_since(now) <= latest);
        if known.is_none() && buckets.len() >= MOST {
            // So many at once are no residents.
            return Some(self.rate.every);
        }
        let full_at = known.map_or(now, |full_at| full_at.max(now));
        let over = full_at.duration_since(now) - room;
        if over > SignedDuration::ZERO {
            return Some(over);
        }
        let next = full_at.saturating_add(self.rate.every);
        buckets.insert(who.to_owned(), next.unwrap_or(full_at));
        None
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

    #[test]
    fn whoever_must_wait_is_told_how_long_and_a_clock_that_goes_back_holds_nobody_up() {
        let throttle = Throttle::new(Rate {
            burst: 2,
            every: SignedDuration::from_secs(10),
        });
        let start: Timestamp = "2026-11-21T01:00:00Z".parse().unwrap();
        assert!(throttle.allows("a", start) && throttle.allows("a", start));
        let wait = throttle.wait("a", start + SignedDuration::from_secs(4));
        assert_eq!(wait, Some(SignedDuration::from_secs(6)));
        let day_before = start - SignedDuration::from_hours(24);
        assert!(throttle.allows("a", day_before));
    }

    #[test]
    fn a_crowd_of_made_up_names_shuts_nobody_out() {
        let every = SignedDuration::from_secs(10);
        let throttle = Throttle::new(Rate { burst: 1, every }).forgetful();
        let now: Timestamp = "2026-11-21T01:00:00Z".parse().unwrap();
        for name in 0..=MOST {
            assert!(throttle.allows(&name.to_string(), now));
        }
        assert!(throttle.allows("somebody", now));
        assert!(!throttle.allows("somebody", now));
    }
}
