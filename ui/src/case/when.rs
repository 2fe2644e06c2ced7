//! Moments of the civil day, as deadlines are set and told: 今天 18:00, 11月28日 24:00.
//!
//! Beside [`crate::parts::due`], which says how much is left. Deliberately absent: which days
//! rest. The page does not have the calendar's years; what depends on them is asked of the console
//! ([`onemap_protocol::desk::Compute`]).

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};
use onemap_domain::clock::{Calendar, Period};

use onemap_protocol::text::Text;

use crate::text::{language, t};

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
    Text::of(language()).period(period)
}

/// A day in words: 11月21日, with its year when that is not this one.
pub fn day(date: Date, now: Timestamp) -> String {
    let key = if date.year() == CALENDAR.date(now).year() {
        "case-day"
    } else {
        "case-day-of-year"
    };
    t(
        key,
        &[
            ("year", &date.year().to_string()),
            ("month", &date.month().to_string()),
            ("day", &date.day().to_string()),
        ],
    )
}

/// The day so many days from today, as the value of a `date` control.
pub fn days_on(now: Timestamp, days: i64) -> String {
    CALENDAR.date(now).saturating_add(days.days()).to_string()
}

/// A length of time in its largest unit: 40 分, 3 小时, 2 天. `key` names the family of texts.
pub fn length(key: &str, seconds: i64) -> String {
    let (unit, count) = match seconds.max(0) {
        seconds @ ..3600 => ("minutes", (seconds / 60).max(1)),
        seconds @ 3600..86400 => ("hours", seconds / 3600),
        seconds => ("days", seconds / 86400),
    };
    t(&format!("{key}-{unit}"), &[("count", &count.to_string())])
}

/// When a period that starts now ends, where no rest day has a say.
pub fn deadline(now: Timestamp, period: Period) -> Timestamp {
    CALENDAR.deadline(now, period).at
}

/// Today at an hour, also when that has passed.
pub fn today_at(now: Timestamp, hour: i8) -> Timestamp {
    at_hour(CALENDAR.date(now), hour).unwrap_or(now)
}

/// The end of the day so many days from today, whether it rests or not.
pub fn after_days(now: Timestamp, days: u16) -> Timestamp {
    let last = CALENDAR.date(now).saturating_add(i64::from(days).days());
    CALENDAR.end_of(last)
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
