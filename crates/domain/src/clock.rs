//! Clocks, deadlines and lamps.
//!
//! Civil Code 200–204 (民法典): in days the first day does not count and the period ends at 24:00
//! of its last day; a period in hours starts at its hour. Working days, holidays and suspensions
//! are not here yet; [`Period`] and [`Calendar`] are where they will go.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// How long something may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// 自然日: whole days after the day it starts on.
    NaturalDays(u16),
    /// 小时, running day and night.
    RunningHours(u16),
}

/// The civil calendar a county lives by. China has one time zone and no summer time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    offset: Offset,
}

impl Calendar {
    /// 北京时间, UTC+08:00.
    pub const BEIJING: Calendar = Calendar {
        offset: Offset::constant(8),
    };

    /// The civil date at a moment.
    pub fn date(&self, at: Timestamp) -> Date {
        self.offset.to_datetime(at).date()
    }

    /// The moment a civil date ends: 24:00, that is the next day's 00:00.
    pub fn end_of(&self, date: Date) -> Timestamp {
        let next = date.saturating_add(1.day());
        next.to_zoned(TimeZone::fixed(self.offset))
            .map_or(Timestamp::MAX, |zoned| zoned.timestamp())
    }

    /// The moment a civil date begins.
    pub fn start_of(&self, date: Date) -> Timestamp {
        self.end_of(date.saturating_sub(1.day()))
    }

    /// When a period that starts at `start` ends.
    pub fn deadline(&self, start: Timestamp, period: Period) -> Timestamp {
        match period {
            Period::NaturalDays(days) => {
                self.end_of(self.date(start).saturating_add(i64::from(days).days()))
            }
            Period::RunningHours(hours) => start
                .checked_add(SignedDuration::from_hours(i64::from(hours)))
                .unwrap_or(Timestamp::MAX),
        }
    }
}

/// What a clock measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The present stage; stops when the stage is left.
    Stage,
    /// The whole case, from establishing to closing.
    Whole,
}

/// One clock of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clock {
    /// What it measures.
    pub kind: ClockKind,
    /// When it started.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub started_at: Timestamp,
    /// When it runs out.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub due_at: Timestamp,
    /// When it was stopped; `None` while it runs.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub stopped_at: Option<Timestamp>,
}

impl Clock {
    /// The lamp at `now`. `yellow_share` is the percentage of the period that is left when the
    /// lamp turns from green to yellow. A stopped clock keeps the lamp it stopped with.
    pub fn lamp(&self, now: Timestamp, yellow_share: u8) -> Lamp {
        let now = self.stopped_at.unwrap_or(now);
        if now > self.due_at {
            return Lamp::Red;
        }
        let whole = self.due_at.duration_since(self.started_at).as_secs();
        let left = self.due_at.duration_since(now).as_secs();
        if left * 100 <= whole * i64::from(yellow_share) {
            Lamp::Yellow
        } else {
            Lamp::Green
        }
    }
}

/// How urgent the nearest deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Lamp {
    /// 正常
    Green,
    /// 临期
    Yellow,
    /// 逾期
    Red,
}

impl Lamp {
    /// The stable name on the wire, in tiles and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Lamp::Green => "green",
            Lamp::Yellow => "yellow",
            Lamp::Red => "red",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_in_days_skips_its_first_day_and_ends_at_midnight() {
        let start = at("2026-11-21T09:41:00+08:00");
        let due = Calendar::BEIJING.deadline(start, Period::NaturalDays(5));
        assert_eq!(due, at("2026-11-27T00:00:00+08:00"), "24:00 of the 26th");
    }

    #[test]
    fn a_period_in_days_counts_from_the_civil_date_and_not_from_the_utc_date() {
        let start = at("2026-11-21T00:30:00+08:00");
        let due = Calendar::BEIJING.deadline(start, Period::NaturalDays(1));
        assert_eq!(due, at("2026-11-23T00:00:00+08:00"));
    }

    #[test]
    fn a_period_in_hours_starts_at_its_hour() {
        let start = at("2026-11-21T23:30:00+08:00");
        let due = Calendar::BEIJING.deadline(start, Period::RunningHours(2));
        assert_eq!(due, at("2026-11-22T01:30:00+08:00"));
    }

    #[test]
    fn a_lamp_turns_yellow_with_the_last_quarter_and_red_after_the_deadline() {
        let clock = Clock {
            kind: ClockKind::Stage,
            started_at: at("2026-11-21T08:00:00Z"),
            due_at: at("2026-11-21T12:00:00Z"),
            stopped_at: None,
        };
        assert_eq!(clock.lamp(at("2026-11-21T10:59:59Z"), 25), Lamp::Green);
        assert_eq!(clock.lamp(at("2026-11-21T11:00:00Z"), 25), Lamp::Yellow);
        assert_eq!(clock.lamp(at("2026-11-21T12:00:00Z"), 25), Lamp::Yellow);
        assert_eq!(clock.lamp(at("2026-11-21T12:00:01Z"), 25), Lamp::Red);
        let stopped = Clock {
            stopped_at: Some(at("2026-11-21T09:00:00Z")),
            ..clock
        };
        assert_eq!(stopped.lamp(at("2027-01-01T00:00:00Z"), 25), Lamp::Green);
    }
}
