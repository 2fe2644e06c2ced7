//! Duties that return (一日一巡网、一周一研判、一月一会商): in which period something is owed, by whom, and
//! where it is missing (mission.md, S38).
//!
//! A duty's period is a whole day, week (Monday to Sunday), month, quarter or year. What is owed
//! over some days is what is owed in the periods that end in them: so a week's duty counts on its
//! Sunday, and nothing is missing before its period is over.
//!
//! Deliberately absent: who was there and what they wrote, which is the duty's book
//! ([`crate::record::duty`]).

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

use crate::area::{AreaCode, GridKind, Level};
use crate::calendar::Calendar;
use crate::indicator::Rate;
use crate::pack::Days;
use crate::profile::{DutyRule, Every};
use crate::record::duty::Book;

impl Every {
    /// The period that a day lies in.
    pub fn period(self, day: Date) -> Days {
        let first = match self {
            Every::Day => day,
            Every::Week => {
                let since_monday = i64::from(day.weekday().since(Weekday::Monday));
                day.saturating_sub(since_monday.days())
            }
            Every::Month => day.first_of_month(),
            Every::Quarter => {
                let months = i64::from((day.month() - 1) % 3);
                day.first_of_month().saturating_sub(months.months())
            }
            Every::Year => day.first_of_year(),
        };
        let next = first.saturating_add(self.length());
        Days::new(first, next.saturating_sub(1.day()))
    }

    /// The periods that end in some days, the first first.
    pub fn ending_in(self, days: Days) -> impl Iterator<Item = Days> {
        let mut next = self.period(days.from);
        std::iter::from_fn(move || {
            let period = next;
            let after = period.to.saturating_add(1.day());
            // At the end of time there is no day after.
            if period.to > days.to || after <= period.to {
                return None;
            }
            next = self.period(after);
            Some(period)
        })
    }

    fn length(self) -> Span {
        match self {
            Every::Day => 1.day(),
            Every::Week => 7.days(),
            Every::Month => 1.month(),
            Every::Quarter => 3.months(),
            Every::Year => 1.year(),
        }
    }
}

impl DutyRule {
    /// Whether an area owes it.
    pub fn is_owed_by(&self, area: &AreaCode) -> bool {
        let base = || area.grid_kind() == Some(GridKind::Base);
        area.level() == self.level && (!self.base_grids_only || self.level != Level::Grid || base())
    }

    /// How many times an area owes it in one of its periods.
    pub fn owed_in(&self, period: Days, calendar: &Calendar) -> u32 {
        let rests =
            self.working_days_only && self.every == Every::Day && !calendar.is_working(period.from);
        let before = self.from.is_some_and(|from| period.from < from);
        if rests || before {
            0
        } else {
            u32::from(self.times.max(1))
        }
    }

    /// The days of the book that a day is written in: a month's for what is owed daily or weekly,
    /// a year's for the rest.
    pub fn book_of(&self, day: Date) -> Days {
        match self.every {
            Every::Day | Every::Week => Every::Month.period(day),
            Every::Month | Every::Quarter | Every::Year => Every::Year.period(day),
        }
    }

    /// The books that hold what was done in some days and in the periods that they end.
    pub fn books_of(&self, days: Days) -> Vec<Days> {
        let from = self.every.period(days.from).from;
        let mut books = vec![self.book_of(from)];
        while let Some(last) = books.last()
            && last.to < days.to
        {
            let next = last.to.saturating_add(1.day());
            books.push(self.book_of(next));
        }
        books
    }
}

/// The days on which something was done, by area: what the books of one duty say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diary {
    done: BTreeMap<AreaCode, Vec<Date>>,
}

impl Diary {
    /// What books of one duty say; books of other duties are left out.
    pub fn of<'a>(rule: &DutyRule, books: impl IntoIterator<Item = &'a Book>) -> Diary {
        let own = books.into_iter().filter(|book| book.rule == rule.code);
        let lines = own.flat_map(|book| book.standing().map(|line| (book.area.clone(), line.on)));
        lines.collect()
    }

    /// How often it was done in an area in some days.
    pub fn count(&self, area: &AreaCode, days: Days) -> u32 {
        let done = self.done.get(area).map_or(&[][..], Vec::as_slice);
        done.iter().filter(|day| days.hold(**day)).count() as u32
    }
}

impl FromIterator<(AreaCode, Date)> for Diary {
    fn from_iter<I: IntoIterator<Item = (AreaCode, Date)>>(days: I) -> Diary {
        let mut diary = Diary::default();
        for (area, day) in days {
            diary.done.entry(area).or_default().push(day);
        }
        diary
    }
}

/// What is missing in one area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gap {
    /// Where.
    pub area: AreaCode,
    /// How many times.
    pub missing: u32,
}

/// How far a duty was done over some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DutyStanding {
    /// Which.
    pub rule: String,
    /// How often it was done, of how often it was owed. More in one area does not make up for
    /// less in another.
    pub rate: Rate,
    /// Where it is missing, the most first, equal ones by their codes.
    pub gaps: Vec<Gap>,
}

/// How far a duty was done in some areas over the periods that end in `days`; `None` when nothing
/// was owed.
pub fn standing<'a>(
    rule: &DutyRule,
    areas: impl IntoIterator<Item = &'a AreaCode>,
    diary: &Diary,
    days: Days,
    calendar: &Calendar,
) -> Option<DutyStanding> {
    let periods: Vec<(Days, u32)> = rule
        .every
        .ending_in(days)
        .map(|period| (period, rule.owed_in(period, calendar)))
        .filter(|(_, owed)| *owed > 0)
        .collect();
    let mut rate = Rate::default();
    let mut gaps = Vec::new();
    for area in areas.into_iter().filter(|area| rule.is_owed_by(area)) {
        let mut missing = 0;
        for (period, owed) in &periods {
            let done = diary.count(area, *period).min(*owed);
            rate.numerator += u64::from(done);
            rate.denominator += u64::from(*owed);
            missing += owed - done;
        }
        if missing > 0 {
            gaps.push(Gap {
                area: area.clone(),
                missing,
            });
        }
    }
    gaps.sort_by(|one, other| {
        let most_first = other.missing.cmp(&one.missing);
        most_first.then_with(|| one.area.cmp(&other.area))
    });
    (rate.denominator > 0).then(|| DutyStanding {
        rule: rule.code.clone(),
        rate,
        gaps,
    })
}
