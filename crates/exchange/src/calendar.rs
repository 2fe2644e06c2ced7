//! Working calendars (放假安排) as TOML texts: those that ship with the program, and the ones a
//! county imports each November.
//!
//! A text says what one yearly notice of the State Council says: each holiday's days off (a date,
//! or two with a stroke between: first and last) and the weekend days worked for it. It may reach
//! back into the December before, as 元旦 does; it never reaches into the year after, which its own
//! notice settles.
//!
//! Deliberately absent: looking for files, fetching notices, and counting days.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::{Date, Weekday};
use onemap_domain::calendar::{Calendar, Holiday, Year};
use onemap_protocol::register::Register;
use serde::Deserialize;
use toml::Spanned;

/// The calendars that ship with the program, oldest first.
const SHIPPED: [&str; 20] = [
    include_str!("../../../assets/calendars/2007.toml"),
    include_str!("../../../assets/calendars/2008.toml"),
    include_str!("../../../assets/calendars/2009.toml"),
    include_str!("../../../assets/calendars/2010.toml"),
    include_str!("../../../assets/calendars/2011.toml"),
    include_str!("../../../assets/calendars/2012.toml"),
    include_str!("../../../assets/calendars/2013.toml"),
    include_str!("../../../assets/calendars/2014.toml"),
    include_str!("../../../assets/calendars/2015.toml"),
    include_str!("../../../assets/calendars/2016.toml"),
    include_str!("../../../assets/calendars/2017.toml"),
    include_str!("../../../assets/calendars/2018.toml"),
    include_str!("../../../assets/calendars/2019.toml"),
    include_str!("../../../assets/calendars/2020.toml"),
    include_str!("../../../assets/calendars/2021.toml"),
    include_str!("../../../assets/calendars/2022.toml"),
    include_str!("../../../assets/calendars/2023.toml"),
    include_str!("../../../assets/calendars/2024.toml"),
    include_str!("../../../assets/calendars/2025.toml"),
    include_str!("../../../assets/calendars/2026.toml"),
];

/// The most days one run off may have. The longest ever was 春节 2020 with ten; more is a slip of
/// the pen that would silence every deadline behind it.
pub const LONGEST_RUN: usize = 15;

/// Why a text is no calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// It is not TOML of the form, or a field is missing or unknown.
    #[error("line {line} of the calendar: {message}")]
    Form {
        /// The line, from 1.
        line: usize,
        /// What the parser expected there.
        message: String,
    },
    /// A field says something that cannot be.
    #[error("line {line} of the calendar, {field} {value:?}: {problem}")]
    Field {
        /// The line, from 1.
        line: usize,
        /// The field: `year`, `notice`, `name`, `rest` or `work`.
        field: &'static str,
        /// What it says.
        value: String,
        /// What is wrong with it.
        problem: Problem,
    },
}

/// What is wrong with a field of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Neither a date nor two dates with a stroke between.
    #[error("no date as in 2026-02-15, and no run as in 2026-02-15/2026-02-23")]
    NoDate,
    /// A run that ends before it begins.
    #[error("it ends before it begins")]
    Backwards,
    /// A run of more than [`LONGEST_RUN`] days.
    #[error("{days} days off in one run")]
    TooLong {
        /// How many.
        days: usize,
    },
    /// A date that a notice of this year does not settle.
    #[error("{date} is neither in the year nor in the December before it")]
    OtherYear {
        /// The date.
        date: Date,
    },
    /// A date that is already named.
    #[error("{date} is named already in line {line}")]
    Twice {
        /// The date.
        date: Date,
        /// Where it was first.
        line: usize,
    },
    /// A day to be worked that would be worked anyway.
    #[error("{date} is no Saturday or Sunday")]
    NoWeekend {
        /// The date.
        date: Date,
    },
    /// Nothing where something must be said.
    #[error("it says nothing")]
    Empty,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    year: Spanned<i16>,
    notice: Spanned<String>,
    source: String,
    holidays: Vec<HolidayText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayText {
    name: Spanned<String>,
    rest: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    work: Vec<Spanned<String>>,
}

/// The calendars that ship with the program, oldest first.
pub fn shipped() -> Result<Vec<Year>, CalendarError> {
    SHIPPED.into_iter().map(read).collect()
}

/// Reads one year's calendar.
pub fn read(text: &str) -> Result<Year, CalendarError> {
    let parsed: Text = toml::from_str(text).map_err(|error| CalendarError::Form {
        line: error.span().map_or(1, |span| line(text, &span)),
        message: error.message().to_owned(),
    })?;
    let mut reading = Reading {
        text,
        year: *parsed.year.get_ref(),
        seen: BTreeMap::new(),
    };
    // The years whose every date jiff and a four-digit date can say.
    if !(1949..=9998).contains(&reading.year) {
        let value = reading.year.to_string();
        return Err(reading.wrong("year", &parsed.year.span(), &value, Problem::NoDate));
    }
    reading.said("notice", &parsed.notice)?;
    let mut year = Year {
        year: reading.year,
        notice: parsed.notice.into_inner(),
        source: parsed.source,
        holidays: Vec::new(),
        work: BTreeSet::new(),
    };
    for holiday in parsed.holidays {
        let (kept, work) = reading.holiday(holiday)?;
        year.holidays.push(kept);
        year.work.extend(work);
    }
    Ok(year)
}

/// A text half read: the dates that were named, and where.
struct Reading<'t> {
    text: &'t str,
    year: i16,
    seen: BTreeMap<Date, usize>,
}

impl Reading<'_> {
    fn holiday(&mut self, text: HolidayText) -> Result<(Holiday, BTreeSet<Date>), CalendarError> {
        self.said("name", &text.name)?;
        if text.rest.get_ref().is_empty() {
            return Err(self.wrong("rest", &text.rest.span(), "", Problem::Empty));
        }
        let mut days = BTreeSet::new();
        for run in text.rest.get_ref() {
            days.extend(self.run(run)?);
        }
        let mut work = BTreeSet::new();
        for entry in &text.work {
            let wrong = |problem| self.wrong("work", &entry.span(), entry.get_ref(), problem);
            let date: Date = entry
                .get_ref()
                .parse()
                .map_err(|_: jiff::Error| wrong(Problem::NoDate))?;
            if !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
                return Err(wrong(Problem::NoWeekend { date }));
            }
            self.once("work", entry, date)?;
            work.insert(date);
        }
        let name = text.name.into_inner();
        Ok((Holiday { name, days }, work))
    }

    fn run(&mut self, entry: &Spanned<String>) -> Result<Vec<Date>, CalendarError> {
        let value = entry.get_ref().as_str();
        let wrong = |problem| self.wrong("rest", &entry.span(), value, problem);
        let (first, last) = value.split_once('/').unwrap_or((value, value));
        let date = |part: &str| {
            part.parse::<Date>()
                .map_err(|_: jiff::Error| wrong(Problem::NoDate))
        };
        let (first, last) = (date(first)?, date(last)?);
        if last < first {
            return Err(wrong(Problem::Backwards));
        }
        let run = || {
            first
                .series(jiff::Span::new().days(1))
                .take_while(|date| *date <= last)
        };
        let days = usize::try_from(first.duration_until(last).as_hours() / 24 + 1).unwrap_or(0);
        if days > LONGEST_RUN {
            return Err(wrong(Problem::TooLong { days }));
        }
        for date in run() {
            self.once("rest", entry, date)?;
        }
        Ok(run().collect())
    }

    /// A date may be named once, and only by the notice that settles it.
    fn once(
        &mut self,
        field: &'static str,
        entry: &Spanned<String>,
        date: Date,
    ) -> Result<(), CalendarError> {
        let settled =
            date.year() == self.year || (date.year(), date.month()) == (self.year - 1, 12);
        if !settled {
            let problem = Problem::OtherYear { date };
            return Err(self.wrong(field, &entry.span(), entry.get_ref(), problem));
        }
        let here = line(self.text, &entry.span());
        match self.seen.insert(date, here) {
            None => Ok(()),
            Some(line) => {
                let problem = Problem::Twice { date, line };
                Err(self.wrong(field, &entry.span(), entry.get_ref(), problem))
            }
        }
    }

    fn said(&self, field: &'static str, entry: &Spanned<String>) -> Result<(), CalendarError> {
        if entry.get_ref().trim().is_empty() {
            return Err(self.wrong(field, &entry.span(), entry.get_ref(), Problem::Empty));
        }
        Ok(())
    }

    fn wrong(
        &self,
        field: &'static str,
        span: &Range<usize>,
        value: &str,
        problem: Problem,
    ) -> CalendarError {
        CalendarError::Field {
            line: line(self.text, span),
            field,
            value: value.to_owned(),
            problem,
        }
    }
}

/// The line a span begins on, from 1.
fn line(text: &str, span: &Range<usize>) -> usize {
    let before = text.get(..span.start).unwrap_or_default();
    1 + before.matches('\n').count()
}

/// The calendar that a county lives by: the years that ship with the program, and those that were
/// imported since, which win.
pub fn of(register: &Register) -> Result<Calendar, CalendarError> {
    let years = shipped()?;
    Ok(Calendar::BEIJING.with_years(years.into_iter().chain(register.calendars.iter().cloned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "year = 2019\n\
        notice = \"国办发明电〔2018〕15号\"\n\
        source = \"\"\n\
        [[holidays]]\n\
        name = \"元旦\"\n\
        rest = [\"2018-12-30/2019-01-01\"]\n\
        work = [\"2018-12-29\"]\n";

    fn problem(from: &str, to: &str) -> (usize, &'static str, Problem) {
        assert!(WHOLE.contains(from), "{from}");
        match read(&WHOLE.replace(from, to)) {
            Err(CalendarError::Field {
                line,
                field,
                problem,
                ..
            }) => (line, field, problem),
            other => panic!("{to} must be refused, got {other:?}"),
        }
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn every_shipped_calendar_reads_and_names_its_notice() {
        let years = shipped().unwrap();
        let numbers: Vec<i16> = years.iter().map(|year| year.year).collect();
        assert_eq!(numbers, (2007..=2026).collect::<Vec<i16>>());
        for year in &years {
            let before = format!("〔{}〕", year.year - 1);
            assert!(year.notice.contains(&before), "{}", year.notice);
            assert!(year.source.contains("gov.cn/"), "{}", year.source);
            assert!(year.holidays.len() >= 4, "{}", year.year);
        }
    }

    #[test]
    fn no_two_shipped_calendars_speak_of_one_date() {
        let mut seen = BTreeSet::new();
        for year in shipped().unwrap() {
            let rest = year.holidays.into_iter().flat_map(|holiday| holiday.days);
            for date in rest.chain(year.work) {
                assert!(seen.insert(date), "{date}");
            }
        }
    }

    #[test]
    fn a_calendar_may_begin_in_the_december_before() {
        let year = read(WHOLE).unwrap();
        assert_eq!(year.year, 2019);
        let days: Vec<Date> = year.holidays[0].days.iter().copied().collect();
        assert_eq!(days, ["2018-12-30", "2018-12-31", "2019-01-01"].map(date));
        assert_eq!(year.work, BTreeSet::from([date("2018-12-29")]));
    }

    #[test]
    fn a_mistake_is_named_with_its_line_and_its_field() {
        let other = |text: &str| Problem::OtherYear { date: date(text) };
        assert_eq!(
            problem("2018-12-30/", "2018-12-32/"),
            (6, "rest", Problem::NoDate)
        );
        assert_eq!(
            problem("2018-12-30/2019-01-01", "2019-01-01/2018-12-30"),
            (6, "rest", Problem::Backwards)
        );
        assert_eq!(
            problem("/2019-01-01", "/2019-12-01"),
            (6, "rest", Problem::TooLong { days: 337 })
        );
        assert_eq!(
            problem("2018-12-30/2019-01-01", "2018-11-30"),
            (6, "rest", other("2018-11-30"))
        );
        assert_eq!(
            problem("2018-12-30/2019-01-01", "2020-01-01"),
            (6, "rest", other("2020-01-01")),
            "the year after has its own notice"
        );
        assert_eq!(
            problem("2018-12-29", "2018-12-28"),
            (
                7,
                "work",
                Problem::NoWeekend {
                    date: date("2018-12-28")
                }
            )
        );
        assert_eq!(
            problem("2018-12-29", "2018-12-30"),
            (
                7,
                "work",
                Problem::Twice {
                    date: date("2018-12-30"),
                    line: 6
                }
            ),
            "a day is off or worked, not both"
        );
        assert_eq!(
            problem("2019-01-01\"]", "2019-01-01\",\n\"2019-01-01\"]"),
            (
                7,
                "rest",
                Problem::Twice {
                    date: date("2019-01-01"),
                    line: 6
                }
            )
        );
        assert_eq!(
            problem("\"2018-12-30/2019-01-01\"", ""),
            (6, "rest", Problem::Empty)
        );
        assert_eq!(problem("元旦", " "), (5, "name", Problem::Empty));
        assert_eq!(
            problem("国办发明电〔2018〕15号", ""),
            (2, "notice", Problem::Empty)
        );
        assert_eq!(
            problem("year = 2019", "year = 19"),
            (1, "year", Problem::NoDate)
        );
    }

    #[test]
    fn a_field_that_is_missing_or_unknown_is_named_with_its_line() {
        for (from, to, at, word) in [
            ("work =", "worked =", 7, "worked"),
            ("source = \"\"\n", "", 1, "source"),
            ("year = 2019", "year = \"2019\"", 1, "string"),
            ("[[holidays]]", "[[holidays]", 4, ""),
        ] {
            match read(&WHOLE.replace(from, to)) {
                Err(CalendarError::Form { line, message }) => {
                    assert_eq!(line, at, "{message}");
                    assert!(message.contains(word), "{message}");
                }
                other => panic!("{to} must be refused, got {other:?}"),
            }
        }
    }
}
