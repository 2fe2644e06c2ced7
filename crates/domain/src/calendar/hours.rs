//! The hours of a working day, and how much of them lies between two moments.
//!
//! Deliberately absent: hours that differ by weekday or season; none of the rules asks for them.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

/// Two openings of a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "Openings", into = "Openings")]
pub struct Hours {
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    morning: (Time, Time),
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    afternoon: (Time, Time),
}

/// Why two openings are no working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// An opening ends before it begins, or the afternoon begins before the morning ends.
    #[error("the working hours are out of order")]
    Disordered,
    /// Both openings are empty.
    #[error("there is no working time in the working hours")]
    Empty,
}

/// How hours are written: two pairs of times.
#[derive(Serialize, Deserialize)]
struct Openings {
    morning: (Time, Time),
    afternoon: (Time, Time),
}

impl TryFrom<Openings> for Hours {
    type Error = HoursError;

    fn try_from(openings: Openings) -> Result<Hours, HoursError> {
        Hours::new(openings.morning, openings.afternoon)
    }
}

impl From<Hours> for Openings {
    fn from(hours: Hours) -> Openings {
        Openings {
            morning: hours.morning,
            afternoon: hours.afternoon,
        }
    }
}

impl Default for Hours {
    fn default() -> Hours {
        Hours::USUAL
    }
}

impl Hours {
    /// 08:00–12:00 and 14:00–18:00: a convention, set by the county that keeps other hours.
    pub const USUAL: Hours = Hours {
        morning: (Time::constant(8, 0, 0, 0), Time::constant(12, 0, 0, 0)),
        afternoon: (Time::constant(14, 0, 0, 0), Time::constant(18, 0, 0, 0)),
    };

    /// A working day of these two openings. One of them may be empty.
    pub fn new(morning: (Time, Time), afternoon: (Time, Time)) -> Result<Hours, HoursError> {
        let edges = [morning.0, morning.1, afternoon.0, afternoon.1];
        if !edges.is_sorted() {
            return Err(HoursError::Disordered);
        }
        let hours = Hours { morning, afternoon };
        if hours.length() == 0 {
            return Err(HoursError::Empty);
        }
        Ok(hours)
    }

    /// 上午: from, to.
    pub fn morning(&self) -> (Time, Time) {
        self.morning
    }

    /// 下午: from, to.
    pub fn afternoon(&self) -> (Time, Time) {
        self.afternoon
    }

    /// When the day's business stops: 停止业务活动的时间 (民法典 203).
    pub fn close(&self) -> Time {
        if self.afternoon.0 < self.afternoon.1 {
            self.afternoon.1
        } else {
            self.morning.1
        }
    }

    /// The nanoseconds of a whole working day.
    pub(super) fn length(&self) -> i64 {
        self.between(Time::MIN, Time::MAX)
    }

    /// The nanoseconds of working time in `from..to` of one day.
    pub(super) fn between(&self, from: Time, to: Time) -> i64 {
        [self.morning, self.afternoon]
            .into_iter()
            .map(|(open, close)| (nanos(close.min(to)) - nanos(open.max(from))).max(0))
            .sum()
    }

    /// The time of day at which `worked` nanoseconds of working time have passed since `from`;
    /// `None` where the day has less than that left. Nothing worked is `from` itself.
    pub(super) fn after(&self, from: Time, worked: i64) -> Option<Time> {
        if worked == 0 {
            return Some(from);
        }
        let mut left = worked;
        for (open, close) in [self.morning, self.afternoon] {
            let start = nanos(open.max(from));
            let here = (nanos(close) - start).max(0);
            if left <= here {
                return Some(time(start + left));
            }
            left -= here;
        }
        None
    }

    /// The first working moment at or after `from`, on the same day.
    pub(super) fn opening(&self, from: Time) -> Option<Time> {
        [self.morning, self.afternoon]
            .into_iter()
            .find(|(open, close)| open < close && from < *close)
            .map(|(open, _)| open.max(from))
    }
}

/// Nanoseconds since midnight.
fn nanos(time: Time) -> i64 {
    let seconds =
        i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    seconds * 1_000_000_000 + i64::from(time.subsec_nanosecond())
}

/// The time of day that many nanoseconds after midnight, within one day.
fn time(nanos: i64) -> Time {
    Time::midnight().saturating_add(jiff::SignedDuration::from_nanos(nanos))
}
