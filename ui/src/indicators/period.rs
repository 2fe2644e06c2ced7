//! The periods that a report is about, as first and last day.
//!
//! Pure. The week begins on Monday (GB/T 7408); the present week and month end today, since what
//! is due later cannot have been done yet.

use jiff::ToSpan;
use jiff::civil::Date;

/// Which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// From Monday to today.
    ThisWeek,
    /// From the first to today.
    ThisMonth,
    /// The whole month before.
    LastMonth,
    /// As typed.
    Custom,
}

impl Span {
    /// Every one, in the order of the screen.
    pub const ALL: [Span; 4] = [
        Span::ThisWeek,
        Span::ThisMonth,
        Span::LastMonth,
        Span::Custom,
    ];

    /// Its name in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Span::ThisWeek => "this_week",
            Span::ThisMonth => "this_month",
            Span::LastMonth => "last_month",
            Span::Custom => "custom",
        }
    }

    /// First and last day. `first` and `last` are what was typed (`2026-11-21`); `None` when they
    /// are no days, or the last is before the first.
    pub fn days(self, today: Date, first: &str, last: &str) -> Option<(Date, Date)> {
        let month = today.first_of_month();
        let (from, to) = match self {
            Span::ThisWeek => {
                let since_monday = i64::from(today.weekday().to_monday_zero_offset());
                (today.saturating_sub(since_monday.days()), today)
            }
            Span::ThisMonth => (month, today),
            Span::LastMonth => {
                let last = month.saturating_sub(1.day());
                (last.first_of_month(), last)
            }
            Span::Custom => (first.parse().ok()?, last.parse().ok()?),
        };
        (from <= to).then_some((from, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(span: Span, today: &str) -> String {
        let (from, to) = span.days(today.parse().unwrap(), "", "").unwrap();
        format!("{from} {to}")
    }

    #[test]
    fn a_week_begins_on_monday_and_this_month_ends_today() {
        assert_eq!(days(Span::ThisWeek, "2026-11-21"), "2026-11-16 2026-11-21");
        assert_eq!(days(Span::ThisWeek, "2026-11-16"), "2026-11-16 2026-11-16");
        assert_eq!(days(Span::ThisMonth, "2026-11-21"), "2026-11-01 2026-11-21");
        assert_eq!(days(Span::LastMonth, "2026-03-05"), "2026-02-01 2026-02-28");
        assert_eq!(days(Span::LastMonth, "2026-01-31"), "2025-12-01 2025-12-31");
    }

    #[test]
    fn typed_days_must_be_days_in_their_order() {
        let today = "2026-11-21".parse().unwrap();
        let typed = |first, last| Span::Custom.days(today, first, last).is_some();
        assert!(typed("2026-01-01", "2026-01-01"));
        assert!(!typed("2026-02-01", "2026-01-01"));
        assert!(!typed("", "2026-01-01"));
    }
}
