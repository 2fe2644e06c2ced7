//! How a deadline was counted, in words: one sentence for each step, in the voice of the screen.
//!
//! Deliberately absent: counting (the console sends the steps) and the sentences, which are the
//! same on paper ([`onemap_protocol::told`]).

use jiff::Timestamp;
use onemap_domain::calendar::Step;
use onemap_protocol::told as telling;

use super::voice::Screen;

/// A step in words.
pub fn told(step: &Step, now: Timestamp) -> String {
    telling::step(&Screen::nameless(now), step)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use onemap_domain::calendar::Ending;

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
