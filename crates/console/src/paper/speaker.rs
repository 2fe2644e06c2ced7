//! Who tells on paper: the names of the county, and times that are still plain in a year. A
//! [`Teller`] knows the county, a [`Speaker`] a case of it, too.

use std::ops::Deref;

use jiff::Timestamp;
use jiff::civil::Date;
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::case::CaseId;
use onemap_domain::clock::Calendar;
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::Actor;
use onemap_domain::profile::Profile;
use onemap_exchange::paper::Row;
use onemap_protocol::desk::CaseView;
use onemap_protocol::text::{Language, Text};
use onemap_protocol::told::Voice;

use crate::{County, mask};

pub(super) struct Teller<'a> {
    language: Language,
    pub(super) county: &'a County,
    pub(super) now: Timestamp,
    /// It is a sample: everything on paper is made up.
    pub(super) simulated: bool,
}

impl<'a> Teller<'a> {
    pub(super) fn new(
        language: Language,
        county: &'a County,
        now: Timestamp,
        simulated: bool,
    ) -> Teller<'a> {
        Teller {
            language,
            county,
            now,
            simulated,
        }
    }

    /// A labelled row; numbers of people in what was written are masked.
    pub(super) fn row(&self, label: &str, value: impl AsRef<str>) -> Row {
        Row::new(self.say(label, &[]), mask::written(value.as_ref()))
    }

    /// An area's name.
    pub(super) fn area(&self, code: &AreaCode) -> String {
        let area = self.county.area(code);
        area.map_or_else(|| code.to_string(), |area| area.name.clone())
    }

    /// An area's name behind those that hold it, from the town down.
    pub(super) fn place(&self, code: &AreaCode) -> String {
        let chain = self.county.chain(code);
        let below = chain
            .iter()
            .filter(|area| area.code.level() > Level::County);
        let names: Vec<&str> = below.map(|area| area.name.as_str()).collect();
        if names.is_empty() {
            return self.area(code);
        }
        names.concat()
    }

    pub(super) fn text(&self) -> Text {
        Text::of(self.language)
    }
}

pub(super) struct Speaker<'a> {
    teller: Teller<'a>,
    pub(super) view: &'a CaseView,
}

impl<'a> Deref for Speaker<'a> {
    type Target = Teller<'a>;

    fn deref(&self) -> &Teller<'a> {
        &self.teller
    }
}

impl<'a> Speaker<'a> {
    pub(super) fn new(teller: Teller<'a>, view: &'a CaseView) -> Speaker<'a> {
        Speaker { teller, view }
    }

    /// The case's number, or that it has none yet.
    pub(super) fn number(&self) -> String {
        let number = self.view.case.number.as_ref();
        number.map_or_else(
            || self.say("paper-unnumbered", &[]),
            |number| number.0.clone(),
        )
    }

    /// Whose name stands under something, with the unit or the role behind it.
    pub(super) fn who(&self, actor: &Actor) -> String {
        if actor.is_system() {
            return self.say("case-event-by-system", &[]);
        }
        let unit = actor.department.as_ref().map_or_else(
            || self.word("role", actor.role.name()),
            |code| self.department_short(code),
        );
        self.say(
            "case-event-author",
            &[("name", &actor.name), ("unit", &unit)],
        )
    }
}

/// The day of a moment in Beijing.
pub(super) fn date(at: Timestamp) -> Date {
    Calendar::BEIJING.date(at)
}

impl Voice for Teller<'_> {
    fn language(&self) -> Language {
        self.language
    }

    fn profile(&self) -> Option<&Profile> {
        Some(&self.county.profile)
    }

    fn department(&self, code: &DepartmentCode) -> String {
        let known = self.county.department(code);
        known.map_or_else(|| code.to_string(), |department| department.name.clone())
    }

    fn department_short(&self, code: &DepartmentCode) -> String {
        let known = self.county.department(code);
        known.map_or_else(|| code.to_string(), |department| department.short.clone())
    }

    fn case(&self, _id: CaseId) -> String {
        self.say("case-other-unseen", &[])
    }

    fn moment(&self, at: Timestamp) -> String {
        self.text().moment(at)
    }

    fn day(&self, date: Date) -> String {
        let (year, month, day) = (date.year(), date.month(), date.day());
        self.say(
            "case-day-of-year",
            &[
                ("year", &year.to_string()),
                ("month", &month.to_string()),
                ("day", &day.to_string()),
            ],
        )
    }
}

impl Voice for Speaker<'_> {
    fn language(&self) -> Language {
        self.teller.language()
    }

    fn profile(&self) -> Option<&Profile> {
        self.teller.profile()
    }

    fn department(&self, code: &DepartmentCode) -> String {
        self.teller.department(code)
    }

    fn department_short(&self, code: &DepartmentCode) -> String {
        self.teller.department_short(code)
    }

    fn case(&self, id: CaseId) -> String {
        let view = self.view;
        let mut rows = view
            .merged_into
            .iter()
            .chain(&view.absorbed)
            .chain(&view.linked);
        rows.find(|row| row.id == id).map_or_else(
            || self.teller.case(id),
            |row| {
                let number = row.number.as_ref().map(|number| number.0.as_str());
                let title = mask::written(&row.title);
                format!("{} {title}", number.unwrap_or_default())
                    .trim()
                    .to_owned()
            },
        )
    }

    fn moment(&self, at: Timestamp) -> String {
        self.teller.moment(at)
    }

    fn day(&self, date: Date) -> String {
        self.teller.day(date)
    }
}
