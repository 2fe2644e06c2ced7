//! How a deadline was counted: one sentence for each step.

use jiff::civil::Date;
use onemap_domain::calendar::{Ending, Step};

use super::{Voice, length};

/// The key of a step in the locale files.
const fn key(step: &Step) -> &'static str {
    match step {
        Step::FirstDayNotCounted { .. } => "case-count-first-day",
        Step::StartsAt { .. } => "case-count-starts-at",
        Step::Opens { .. } => "case-count-opens",
        Step::CountsOnFrom { .. } => "case-count-on-from",
        Step::Paused { .. } => "case-count-paused",
        Step::PausedFor { .. } => "case-count-paused-for",
        Step::Rest { holiday: None, .. } => "case-count-weekend",
        Step::Rest { .. } => "case-count-holiday",
        Step::MadeUp { .. } => "case-count-made-up",
        Step::MonthEnd { .. } => "case-count-month-end",
        Step::LastDay { .. } => "case-count-last-day",
        Step::Moved { .. } => "case-count-moved",
        Step::Ends {
            ending: Ending::Midnight,
            ..
        } => "case-count-ends-midnight",
        Step::Ends {
            ending: Ending::CloseOfBusiness,
            ..
        } => "case-count-ends-close",
        Step::Ends {
            ending: Ending::Hour,
            ..
        } => "case-count-ends-hour",
        Step::Provisional { .. } => "case-count-provisional",
    }
}

/// A step in words.
pub fn step(voice: &impl Voice, step: &Step) -> String {
    let day = |date: Date| voice.day(date);
    let say = |arguments: &[(&str, &str)]| voice.say(key(step), arguments);
    match step {
        Step::FirstDayNotCounted { date }
        | Step::CountsOnFrom { date }
        | Step::MadeUp { date }
        | Step::LastDay { date } => say(&[("day", &day(*date))]),
        Step::StartsAt { at } | Step::Opens { at } | Step::Ends { at, .. } => {
            say(&[("when", &voice.moment(*at))])
        }
        Step::Paused { from, to, days } => say(&[
            ("from", &day(*from)),
            ("to", &day(*to)),
            ("count", &days.to_string()),
        ]),
        Step::PausedFor { seconds } => say(&[("length", &length(voice, "case-length", *seconds))]),
        Step::Rest { from, to, holiday } => {
            let days = if from == to {
                day(*from)
            } else {
                voice.say(
                    "case-days-from-to",
                    &[("from", &day(*from)), ("to", &day(*to))],
                )
            };
            let holiday = holiday.as_deref().unwrap_or_default();
            say(&[("days", &days), ("holiday", holiday)])
        }
        Step::MonthEnd { missing, date } => {
            say(&[("missing", &missing.to_string()), ("day", &day(*date))])
        }
        Step::Moved { from, to } => say(&[("from", &day(*from)), ("to", &day(*to))]),
        Step::Provisional { year } => say(&[("year", &year.to_string())]),
    }
}
