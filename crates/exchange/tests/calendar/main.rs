//! The working calendars that ship, and every period of the law counted on them.

#![expect(clippy::unwrap_used, reason = "tests, and what only tests use")]

use jiff::Timestamp;
use jiff::civil::Date;
use onemap_domain::calendar::Calendar;
use onemap_exchange::calendar::shipped;

mod law;
mod oracle;
mod petitions;
mod replied;

/// Beijing time with every calendar that ships.
fn calendar() -> Calendar {
    Calendar::BEIJING.with_years(shipped().unwrap())
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// A moment of Beijing time: `2024-02-09 10:00`.
fn at(text: &str) -> Timestamp {
    format!("{}:00+08:00", text.replace(' ', "T"))
        .parse()
        .unwrap()
}

/// 24:00 of a date.
fn end(text: &str) -> Timestamp {
    Calendar::BEIJING.end_of(date(text))
}
