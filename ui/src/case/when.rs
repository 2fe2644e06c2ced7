//! Moments of the civil day, as deadlines are set and told: 今天 18:00, 11月28日 24:00.
//!
//! Beside [`crate::parts::due`], which says how much is left. Deliberately absent: working days;
//! the rules have none yet.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};
use onemap_domain::clock::{Calendar, Period};

use crate::text::t;

const CALENDAR: Calendar = Calendar::BEIJING;

fn zone() -> TimeZone {
    TimeZone::fixed(Offset::constant(8))
}

/// A moment in words. 24:00 of a day is the end of that day, not the start of the next.
pub fn moment(at: Timestamp, now: Timestamp) -> String {
    let clock = at.to_zoned(zone()).strftime("%H:%M").to_string();
    let (date, clock) = if clock == "00:00" {
        (CALENDAR.date(earlier(at)), "24:00".to_owned())
    } else {
        (CALENDAR.date(at), clock)
    };
    let today = CALENDAR.date(now);
    let key = match today.until(date).map_or(i32::MAX, |span| span.get_days()) {
        -1 => "when-yesterday",
        0 => "when-today",
        1 => "when-tomorrow",
        _ if date.year() == today.year() => "when-date",
        _ => "when-date-of-year",
    };
    t(
        key,
        &[
            ("year", &date.year().to_string()),
            ("month", &date.month().to_string()),
            ("day", &date.day().to_string()),
            ("time", &clock),
        ],
    )
}

fn earlier(at: Timestamp) -> Timestamp {
    at.checked_sub(SignedDuration::from_secs(1)).unwrap_or(at)
}

/// A period in words: 7 个自然日.
pub fn period(period: Period) -> String {
    match period {
        Period::NaturalDays(days) => t("period-days", &[("count", &days.to_string())]),
        Period::RunningHours(hours) => t("period-hours", &[("count", &hours.to_string())]),
    }
}

/// When a period that starts now ends.
pub fn deadline(now: Timestamp, period: Period) -> Timestamp {
    CALENDAR.deadline(now, period)
}

/// Today at an hour, also when that has passed.
pub fn today_at(now: Timestamp, hour: i8) -> Timestamp {
    at_hour(CALENDAR.date(now), hour).unwrap_or(now)
}

/// The end of the day so many days from today, as the rules count days.
pub fn after_days(now: Timestamp, days: u16) -> Timestamp {
    CALENDAR.deadline(now, Period::NaturalDays(days))
}

fn at_hour(date: Date, hour: i8) -> Option<Timestamp> {
    Some(date.at(hour, 0, 0, 0).to_zoned(zone()).ok()?.timestamp())
}

/// The value of a `datetime-local` control as a moment, and the other way round.
pub fn from_control(text: &str) -> Option<Timestamp> {
    let at: DateTime = text.parse().ok()?;
    Some(at.to_zoned(zone()).ok()?.timestamp())
}

/// A moment as the value of a `datetime-local` control, to the minute.
pub fn to_control(at: Timestamp) -> String {
    at.to_zoned(zone()).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// What is proposed when somebody wants another time: the next day's close of business.
pub fn proposed(now: Timestamp) -> Timestamp {
    at_hour(CALENDAR.date(now).saturating_add(1.day()), 18).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_moment_at_midnight_belongs_to_the_day_that_ends() {
        let now = at("2026-11-21T09:41:22+08:00");
        let told = [
            "2026-11-21T18:00:00+08:00",
            "2026-11-23T00:00:00+08:00",
            "2026-11-29T00:00:00+08:00",
        ]
        .map(|then| moment(at(then), now));
        assert_eq!(told, ["今天 18:00", "明天 24:00", "11月28日 24:00"]);
    }

    #[test]
    fn a_control_and_a_moment_are_the_same_minute() {
        let then = at("2026-11-21T18:00:00+08:00");
        assert_eq!(to_control(then), "2026-11-21T18:00");
        assert_eq!(from_control("2026-11-21T18:00"), Some(then));
        assert_eq!(from_control(""), None);
    }
}
