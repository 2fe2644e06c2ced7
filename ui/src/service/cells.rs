//! What a cell of a sheet says, what its column is called, and the months one turns to.
//!
//! Pure: today is an argument. Deliberately absent: what is owed, which the console counts.

use jiff::ToSpan;
use jiff::civil::Date;
use onemap_domain::pack::Days;
use onemap_domain::profile::Every;
use onemap_domain::record::duty::{Line, WRITTEN_WITHIN};

use crate::text::t;

/// How a cell of a sheet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellState {
    /// Done as often as owed, or without being owed.
    Done,
    /// The period is over and something is missing.
    Missing,
    /// Nothing was owed: a rest day, or before the duty began.
    Rest,
    /// The period is not over; what is not done can still be.
    Open,
}

impl CellState {
    /// Every state, in the order of the legend.
    pub const ALL: [CellState; 4] = [
        CellState::Done,
        CellState::Missing,
        CellState::Open,
        CellState::Rest,
    ];

    /// How a cell stands today that was done so often of so often in a period.
    pub fn of(done: u32, owed: u32, period: Days, today: Date) -> CellState {
        if owed == 0 && done == 0 {
            CellState::Rest
        } else if done >= owed {
            CellState::Done
        } else if period.to < today {
            CellState::Missing
        } else {
            CellState::Open
        }
    }

    /// The stable name, in classes, test ids and locale files.
    pub const fn name(self) -> &'static str {
        match self {
            CellState::Done => "done",
            CellState::Missing => "missing",
            CellState::Rest => "rest",
            CellState::Open => "open",
        }
    }

    /// Its sign, so that colour is never alone.
    pub const fn sign(self) -> &'static str {
        match self {
            CellState::Done => "✓",
            CellState::Missing => "✗",
            CellState::Rest => "·",
            CellState::Open => "○",
        }
    }
}

/// What stands in a cell: the mark that was given last, how often of how often where more than
/// one is owed, else the sign of its state.
pub fn cell_words(state: CellState, done: u32, owed: u32, lines: &[Line], period: Days) -> String {
    let last = || lines_of(lines, period).rfind(|line| line.struck.is_none());
    match (state, last().and_then(|line| line.mark)) {
        (CellState::Done, Some(mark)) => mark.to_string(),
        (CellState::Rest, _) => state.sign().to_owned(),
        _ if owed > 1 => format!("{done}/{owed}"),
        _ => state.sign().to_owned(),
    }
}

/// The lines of a period, struck ones too, as they were written.
pub fn lines_of(lines: &[Line], period: Days) -> impl DoubleEndedIterator<Item = &Line> {
    lines.iter().filter(move |line| period.hold(line.on))
}

/// The day that a line of a period is proposed for: the last that has come.
pub fn day_in(period: Days, today: Date) -> Date {
    period.to.min(today).max(period.from)
}

/// Whether a period lies so far back that nothing of it may be written down any more.
pub fn is_too_late(period: Days, today: Date) -> bool {
    period.to < today.saturating_sub(WRITTEN_WITHIN.days())
}

/// What a column is called.
pub fn column_words(every: Every, period: Days) -> String {
    match every {
        Every::Day => period.from.day().to_string(),
        Every::Week => format!("{}–{}", period.from.day(), period.to.day()),
        Every::Month => t(
            "service-month-column",
            &[("month", &period.from.month().to_string())],
        ),
        Every::Quarter => t(
            "service-quarter-column",
            &[("quarter", &quarter_of(period.from).to_string())],
        ),
        Every::Year => period.from.year().to_string(),
    }
}

/// A period as it is said: 11月21日 周六, 11月9日–15日, 2026年10月, 2026年三季度.
pub fn period_words(every: Every, period: Days, today: Date) -> String {
    let year = period.from.year().to_string();
    let month = period.from.month().to_string();
    match every {
        Every::Day => crate::parts::spoken_day("service", period.from, today),
        Every::Week => t(
            "service-week",
            &[
                ("month", &month),
                ("day", &period.from.day().to_string()),
                ("to-month", &period.to.month().to_string()),
                ("to-day", &period.to.day().to_string()),
            ],
        ),
        Every::Month => t("service-month", &[("year", &year), ("month", &month)]),
        Every::Quarter => t(
            "service-quarter",
            &[
                ("year", &year),
                ("quarter", &quarter_of(period.from).to_string()),
            ],
        ),
        Every::Year => t("service-year", &[("year", &year)]),
    }
}

fn quarter_of(day: Date) -> i8 {
    (day.month() - 1) / 3 + 1
}

/// What a page of a sheet covers: a month of what is owed daily or weekly, else a year.
pub const fn page_of(every: Every) -> Every {
    match every {
        Every::Day | Every::Week => Every::Month,
        Every::Month | Every::Quarter | Every::Year => Every::Year,
    }
}

/// The first day of the page so many pages on from the one that a day lies on.
pub fn turned(page: Every, around: Date, by: i64) -> Date {
    let first = page.period(around).from;
    let by = match page {
        Every::Year => by.years(),
        _ => by.months(),
    };
    first.saturating_add(by)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    const TODAY: Date = date(2026, 11, 22);

    fn line(on: Date, mark: Option<u16>, struck: bool) -> Line {
        Line {
            id: Uuid::from_u128(1),
            on,
            by: "周永福".to_owned(),
            at: Timestamp::UNIX_EPOCH,
            note: String::new(),
            mark,
            struck: struck.then(|| "写错了".to_owned()),
        }
    }

    #[test]
    fn nothing_is_missing_before_its_period_is_over() {
        let of = |day: i8, done, owed| {
            let day = date(2026, 11, day);
            CellState::of(done, owed, Days::new(day, day), TODAY)
        };
        assert_eq!(of(21, 0, 1), CellState::Missing);
        assert_eq!(of(22, 0, 1), CellState::Open);
        assert_eq!(of(22, 1, 1), CellState::Done);
        assert_eq!(of(21, 1, 2), CellState::Missing);
        assert_eq!(of(21, 0, 0), CellState::Rest);
        assert_eq!(of(21, 1, 0), CellState::Done, "what nobody owed was done");
    }

    #[test]
    fn a_cell_says_its_mark_or_how_often_and_never_what_was_struck() {
        let week = Days::new(date(2026, 11, 9), date(2026, 11, 15));
        let lines = [
            line(date(2026, 11, 9), Some(88), false),
            line(date(2026, 11, 12), Some(92), false),
            line(date(2026, 11, 13), Some(10), true),
            line(date(2026, 11, 16), Some(70), false),
        ];
        let done = |owed| cell_words(CellState::Done, 2, owed, &lines, week);
        assert_eq!(done(1), "92");
        assert_eq!(
            cell_words(CellState::Missing, 2, 3, &lines, week),
            "2/3",
            "how often of how often"
        );
        assert_eq!(cell_words(CellState::Missing, 0, 1, &[], week), "✗");
        assert_eq!(lines_of(&lines, week).count(), 3);
    }

    #[test]
    fn signs_differ_without_colour() {
        let mut signs = CellState::ALL.map(CellState::sign).to_vec();
        signs.sort_unstable();
        signs.dedup();
        assert_eq!(signs.len(), CellState::ALL.len());
    }

    #[test]
    fn the_proposed_day_is_the_last_of_the_period_that_has_come() {
        let week = Days::new(date(2026, 11, 16), date(2026, 11, 22));
        assert_eq!(day_in(week, TODAY), TODAY);
        assert_eq!(day_in(week, date(2026, 11, 18)), date(2026, 11, 18));
        assert_eq!(day_in(week, date(2026, 12, 1)), date(2026, 11, 22));
    }

    #[test]
    fn what_is_longer_ago_than_a_month_cannot_be_written_down() {
        let quarter = Days::new(date(2026, 7, 1), date(2026, 9, 30));
        let october = Days::new(date(2026, 10, 1), date(2026, 10, 31));
        assert!(is_too_late(quarter, TODAY) && !is_too_late(october, TODAY));
    }

    #[test]
    fn pages_turn_by_the_month_or_by_the_year() {
        let month = page_of(Every::Week);
        assert_eq!(turned(month, TODAY, -1), date(2026, 10, 1));
        assert_eq!(turned(month, TODAY, 2), date(2027, 1, 1));
        assert_eq!(turned(page_of(Every::Quarter), TODAY, -1), date(2025, 1, 1));
    }
}
