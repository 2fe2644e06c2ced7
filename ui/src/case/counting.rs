//! How a deadline was counted, in words: one sentence for each step.
//!
//! Deliberately absent: counting. The console sends the steps.

use jiff::Timestamp;
use jiff::civil::Date;
use onemap_domain::calendar::{Ending, Step};

use super::when;
use crate::text::t;

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
pub fn told(step: &Step, now: Timestamp) -> String {
    let day = |date: Date| when::day(date, now);
    let say = |arguments: &[(&str, &str)]| t(key(step), arguments);
    match step {
        Step::FirstDayNotCounted { date }
        | Step::CountsOnFrom { date }
        | Step::MadeUp { date }
        | Step::LastDay { date } => say(&[("day", &day(*date))]),
        Step::StartsAt { at } | Step::Opens { at } | Step::Ends { at, .. } => {
            say(&[("when", &when::moment(*at, now))])
        }
        Step::Paused { from, to, days } => say(&[
            ("from", &day(*from)),
            ("to", &day(*to)),
            ("count", &days.to_string()),
        ]),
        Step::PausedFor { seconds } => say(&[("length", &when::length("case-length", *seconds))]),
        Step::Rest { from, to, holiday } => {
            let days = if from == to {
                day(*from)
            } else {
                t(
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn every_step() -> Vec<Step> {
        let day = date(2026, 10, 8);
        let at: Timestamp = "2026-10-08T18:00:00+08:00".parse().unwrap();
        let ends = [Ending::Midnight, Ending::CloseOfBusiness, Ending::Hour];
        let mut steps = vec![
            Step::FirstDayNotCounted { date: day },
            Step::StartsAt { at },
            Step::Opens { at },
            Step::CountsOnFrom { date: day },
            Step::Paused {
                from: day,
                to: day,
                days: 2,
            },
            Step::PausedFor { seconds: 7_200 },
            Step::Rest {
                from: day,
                to: day,
                holiday: None,
            },
            Step::Rest {
                from: date(2026, 10, 1),
                to: date(2026, 10, 7),
                holiday: Some("国庆节".to_owned()),
            },
            Step::MadeUp { date: day },
            Step::MonthEnd {
                missing: 31,
                date: day,
            },
            Step::LastDay { date: day },
            Step::Moved { from: day, to: day },
            Step::Provisional { year: 2027 },
        ];
        steps.extend(ends.map(|ending| Step::Ends { at, ending }));
        steps
    }

    #[test]
    fn every_step_is_a_whole_sentence_with_nothing_left_to_fill() {
        let now: Timestamp = "2026-10-08T09:00:00+08:00".parse().unwrap();
        for step in every_step() {
            let told = told(&step, now);
            assert!(
                !told.contains("case-") && !told.contains(['{', '$']),
                "{told}"
            );
        }
    }

    #[test]
    fn a_holiday_is_named_with_its_days() {
        let now: Timestamp = "2026-10-08T09:00:00+08:00".parse().unwrap();
        let told = told(&every_step()[7], now);
        assert_eq!(told, "10月1日至10月7日国庆节放假, 跳过");
    }
}
