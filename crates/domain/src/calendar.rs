//! Days that count: periods, the working calendar with its make-up days, and deadlines.
//!
//! The law is 民法典 (Civil Code) 200–204; where another law counts otherwise (204), that is another
//! [`Period`]: 行政处罚法 85 and 行政许可法 82 count working days. Which days rest is data: a
//! [`Year`] for each yearly notice of the State Council.
//!
//! Deliberately absent: what a period is for (a profile says that), any clock, and the festivals
//! that only one region or one group of people has off.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

mod count;
mod hours;
mod steps;
#[cfg(test)]
mod tests;

pub use hours::{Hours, HoursError};
pub use steps::{Computation, Ending, Step};

/// How long something may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// 自然日
    NaturalDays(u16),
    /// 工作日
    WorkingDays(u16),
    /// 月
    Months(u16),
    /// 年
    Years(u16),
    /// 小时, running day and night
    RunningHours(u16),
    /// 工作小时
    WorkingHours(u16),
}

/// When a period ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deadline {
    /// The moment.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The moment before the last day was moved off a rest day: what an extension counts on from.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub nominal: Timestamp,
    /// 暂定: a year whose calendar is not known had a say.
    pub provisional: Option<i16>,
}

/// One year's calendar as the State Council published it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Year {
    /// The year of the notice's title. Its days may begin in the December before (元旦).
    pub year: i16,
    /// The number of the notice (文号), and of one that changed it: 国办发明电〔2025〕7号.
    pub notice: String,
    /// Where the notice can be read; more than one address is parted by spaces.
    pub source: String,
    /// The holidays, as the notice names them.
    pub holidays: Vec<Holiday>,
    /// 调休上班: weekend days that are worked.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub work: BTreeSet<Date>,
}

/// One holiday of a year's notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holiday {
    /// Its name: 春节.
    pub name: String,
    /// The days off that the notice names. A weekend beside it (与周末连休) is not among them.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub days: BTreeSet<Date>,
}

/// What a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// An ordinary working day.
    Working,
    /// 调休上班: a weekend day that is worked.
    MadeUp,
    /// A Saturday or Sunday that rests.
    Weekend,
    /// A day off by the notice; [`Calendar::holiday`] names it.
    Holiday,
}

impl Day {
    /// Whether work is done on it.
    pub const fn is_working(self) -> bool {
        matches!(self, Day::Working | Day::MadeUp)
    }
}

/// The civil calendar a county lives by. China has one time zone and no summer time.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    offset: Offset,
    years: BTreeMap<i16, Year>,
    hours: Hours,
}

impl Calendar {
    /// 北京时间, UTC+08:00; no year is known and the hours are the usual ones.
    pub const BEIJING: Calendar = Calendar {
        offset: Offset::constant(8),
        years: BTreeMap::new(),
        hours: Hours::USUAL,
    };

    /// The same calendar, which knows these years too. A year that is there twice is the later one.
    #[must_use]
    pub fn with_years(mut self, years: impl IntoIterator<Item = Year>) -> Calendar {
        for year in years {
            self.years.insert(year.year, year);
        }
        self
    }

    /// The same calendar with other working hours.
    #[must_use]
    pub fn with_hours(mut self, hours: Hours) -> Calendar {
        self.hours = hours;
        self
    }

    /// The years that are known, in order.
    pub fn years(&self) -> impl Iterator<Item = &Year> {
        self.years.values()
    }

    /// The working hours of a working day.
    pub fn hours(&self) -> Hours {
        self.hours
    }

    /// Whether the notice of this year is known.
    pub fn knows(&self, year: i16) -> bool {
        self.years.contains_key(&year)
    }

    /// The civil date at a moment.
    pub fn date(&self, at: Timestamp) -> Date {
        self.offset.to_datetime(at).date()
    }

    /// The moment a civil date ends: 24:00, that is the next day's 00:00.
    pub fn end_of(&self, date: Date) -> Timestamp {
        date.tomorrow()
            .map_or(Timestamp::MAX, |next| self.start_of(next))
    }

    /// The moment a civil date begins.
    pub fn start_of(&self, date: Date) -> Timestamp {
        self.moment(date.at(0, 0, 0, 0))
    }

    /// What a date is. In a year that is not known, weekends rest and nothing else does.
    pub fn day(&self, date: Date) -> Day {
        if self.holiday(date).is_some() {
            return Day::Holiday;
        }
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        match weekend {
            true if self.naming(date).any(|year| year.work.contains(&date)) => Day::MadeUp,
            true => Day::Weekend,
            false => Day::Working,
        }
    }

    /// The name of the holiday a date belongs to.
    pub fn holiday(&self, date: Date) -> Option<&str> {
        self.naming(date)
            .flat_map(|year| &year.holidays)
            .find(|holiday| holiday.days.contains(&date))
            .map(|holiday| holiday.name.as_str())
    }

    /// Whether work is done on a date: 工作日.
    pub fn is_working(&self, date: Date) -> bool {
        self.day(date).is_working()
    }

    /// How many working days there are after `from`, up to and with `to`.
    pub fn working_days_after(&self, from: Date, to: Date) -> u32 {
        let mut days = 0;
        let mut date = from;
        while date < to {
            date = next(date);
            days += u32::from(self.is_working(date));
        }
        days
    }

    /// The year whose missing notice could still change what this date is. The last week of a
    /// known December waits for the next notice too: 元旦 has taken 29 to 31 December, off or
    /// worked, in 2006, 2007, 2011, 2018 and 2022.
    pub fn unknown(&self, date: Date) -> Option<i16> {
        let year = date.year();
        let named = |notice: &Year| {
            notice.work.contains(&date) || notice.holidays.iter().any(|h| h.days.contains(&date))
        };
        if self.naming(date).any(named) {
            return None;
        }
        if !self.knows(year) {
            return Some(year);
        }
        let waits = date.month() == 12 && date.day() >= 25 && !self.knows(year + 1);
        waits.then_some(year + 1)
    }

    /// The known notices that can name a date: its own year's, and the next one for its December.
    fn naming(&self, date: Date) -> impl Iterator<Item = &Year> {
        let next = (date.month() == 12).then(|| date.year() + 1);
        [Some(date.year()), next]
            .into_iter()
            .flatten()
            .filter_map(|year| self.years.get(&year))
    }

    /// The moment of a civil date and time, kept within what a timestamp can say.
    fn moment(&self, at: DateTime) -> Timestamp {
        self.offset.to_timestamp(at).unwrap_or(if at.year() < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }

    /// The date that a moment closes: 24:00 belongs to the day that ends with it.
    fn date_closed_by(&self, at: Timestamp) -> Date {
        let date = self.date(at);
        if self.start_of(date) == at {
            date.saturating_sub(1.day())
        } else {
            date
        }
    }
}

/// The date after, or the last date there is.
fn next(date: Date) -> Date {
    date.tomorrow().unwrap_or(Date::MAX)
}
