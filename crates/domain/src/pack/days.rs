//! Which days a pack looks back on, and with which days it compares them.
//!
//! A pack looks back on every day since the one before it. Where meetings are held on working days
//! only, the Monday's daily pack is of Friday to Sunday, the first one after 国庆 of the whole
//! holiday, and the weekly one after 春节 of two weeks: no day is in no pack.
//!
//! A period is compared with as many days right before it (a single month: with the month before),
//! and a daily one with the same days of the week so many whole weeks earlier as it takes not to
//! overlap: one, or two where the rest was longer than a week.
//!
//! Deliberately absent: packs that were never frozen because no central ran on their day; what was
//! to be looked back on follows from the calendar alone, so that two centrals agree on it.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Rhythm;
use crate::calendar::Calendar;
use crate::profile::{Every, MeetingRule};

/// No rest is longer, days; a calendar in which nobody ever works is not followed.
const LONGEST_REST: usize = 31;

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Days {
    /// The first.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: Date,
    /// The last.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub to: Date,
}

impl Days {
    /// From one day to another.
    pub const fn new(from: Date, to: Date) -> Days {
        Days { from, to }
    }

    /// Whether a day is one of them.
    pub fn hold(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// How many they are; none where the last is before the first.
    pub fn count(self) -> u32 {
        let apart = self.from.until(self.to).map_or(0, |span| span.get_days());
        u32::try_from(apart + 1).unwrap_or(0)
    }

    /// As many days right before.
    fn right_before(self) -> Days {
        let last = self.from.saturating_sub(1.day());
        let back = i64::from(self.count().max(1)) - 1;
        Days::new(last.saturating_sub(back.days()), last)
    }

    /// The same days of the week, the nearest ones that do not overlap, so many times.
    pub(super) fn same_weekdays(self, times: i64) -> Days {
        let weeks = i64::from(self.count().max(1).div_ceil(7));
        let back = (7 * weeks * times).days();
        Days::new(self.from.saturating_sub(back), self.to.saturating_sub(back))
    }
}

impl Rhythm {
    /// The whole day, week (Monday to Sunday) or month that a day lies in.
    pub fn period(self, day: Date) -> Days {
        let every = match self {
            Rhythm::Daily => Every::Day,
            Rhythm::Weekly => Every::Week,
            Rhythm::Monthly => Every::Month,
        };
        every.period(day)
    }

    /// The last whole day, week or month before a day.
    pub fn period_before(self, day: Date) -> Days {
        self.period(self.period(day).from.saturating_sub(1.day()))
    }

    /// The days that the pack of a day looks back on: those since the pack before.
    pub fn looks_back(self, day: Date, rule: &MeetingRule, calendar: &Calendar) -> Days {
        let last = self.period_before(day);
        if !rule.working_days_only {
            return last;
        }
        // The pack before was frozen on the last working day before this day, week or month; it
        // looked back on all that had passed before the one that that day lies in.
        let held = std::iter::successors(Some(last.to), |day| day.yesterday().ok())
            .take(LONGEST_REST)
            .find(|day| calendar.is_working(*day));
        let from = held.map_or(last.from, |held| self.period(held).from);
        Days::new(from, last.to)
    }

    /// Whether days are more than one day, week or month.
    pub fn is_long(self, days: Days) -> bool {
        days != self.period(days.to)
    }

    /// The days that others are compared with.
    pub fn before(self, days: Days) -> Days {
        match self {
            Rhythm::Monthly if !self.is_long(days) => self.period_before(days.from),
            Rhythm::Daily | Rhythm::Weekly | Rhythm::Monthly => days.right_before(),
        }
    }

    /// For days of a daily pack, the same ones of the week before; see the head of the module.
    pub fn week_before(self, days: Days) -> Option<Days> {
        (self == Rhythm::Daily).then(|| days.same_weekdays(1))
    }

    /// The earlier periods that say what is usual, the latest first: the same weekdays; for a
    /// month, the same number of days.
    pub(super) fn earlier(self, days: Days, times: usize) -> Vec<Days> {
        let mut last = days;
        (1..=times as i64)
            .map(|time| match self {
                Rhythm::Daily | Rhythm::Weekly => days.same_weekdays(time),
                Rhythm::Monthly => {
                    last = last.right_before();
                    last
                }
            })
            .collect()
    }
}
