//! The points that people gave an area for a month (考评; mission.md, S37): the rows of the scorecard
//! that no count gives. A later word on a row takes the place of an earlier one; the log has both.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{RecordEntry, RecordId, derived};
use crate::area::AreaCode;
use crate::decide::{Context, words};
use crate::pack::Days;
use crate::profile::{Every, Measure};
use crate::refusal::Refusal;

/// Points that somebody gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Given {
    /// How many.
    pub points: u16,
    /// Why, may be empty when they are all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who gave them.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

/// The given points of an area's month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Appraisal {
    /// Whose.
    pub area: AreaCode,
    /// Which month.
    pub month: Days,
    /// By the rows' codes.
    pub given: BTreeMap<String, Given>,
}

impl Appraisal {
    /// The points alone.
    pub fn points(&self) -> BTreeMap<String, u16> {
        let given = self.given.iter();
        given
            .map(|(row, given)| (row.clone(), given.points))
            .collect()
    }
}

/// The identity of an area's appraisal for the month that a day lies in.
pub fn identity(area: &AreaCode, day: Date) -> RecordId {
    let first = day.first_of_month().to_string();
    RecordId(derived(&[
        b"appraisal",
        area.as_str().as_bytes(),
        first.as_bytes(),
    ]))
}

/// A command on an appraisal. On the wire: `{"do": "give", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AppraisalCommand))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// 评分
    Give {
        /// Whom.
        area: AreaCode,
        /// A day of the month.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        month: Date,
        /// For which row.
        row: String,
        /// How many, at most the row's.
        points: u16,
        /// Why; needed when it is less than all.
        note: String,
    },
}

impl Command {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Give { .. } => "appraisal-give",
        }
    }

    /// What was meant, in its author's own words.
    pub fn meant(&self) -> String {
        let Command::Give { points, note, .. } = self;
        format!("{points} {note}").trim_end().to_owned()
    }
}

/// What happened to an appraisal. On the wire: `{"kind": "given", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AppraisalEvent))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Points were given.
    Given {
        /// Whom.
        area: AreaCode,
        /// For which month.
        month: Days,
        /// For which row.
        row: String,
        /// How many.
        points: u16,
        /// Why.
        note: String,
    },
}

impl Event {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Given { .. } => "appraisal-given",
        }
    }
}

/// Decides a command.
pub(super) fn decide(
    state: Option<&Appraisal>,
    command: &Command,
    context: &Context,
) -> Result<Event, Refusal> {
    let rule = context.profile.scorecard.as_ref();
    let rule = rule.ok_or(Refusal::RecordNotInProfile)?;
    let Command::Give {
        area,
        month,
        row,
        points,
        note,
    } = command;
    if area.level() != rule.level || !context.scope.area.covers(area) {
        return Err(words::unknown("area", area.as_str()));
    }
    let days = Every::Month.period(*month);
    if days.from > context.calendar.date(context.now) {
        return Err(words::unknown("month", &month.to_string()));
    }
    if state.is_some_and(|state| state.area != *area || state.month != days) {
        return Err(Refusal::AlreadyExists);
    }
    let judged = rule.row(row).filter(|row| row.measure == Measure::Judged);
    let judged = judged.ok_or_else(|| words::unknown("row", row))?;
    if *points > judged.points {
        return Err(words::unknown("points", &points.to_string()));
    }
    let note = if *points == judged.points {
        words::optional("note", note)?
    } else {
        words::required("note", note)?
    };
    Ok(Event::Given {
        area: area.clone(),
        month: days,
        row: row.clone(),
        points: *points,
        note,
    })
}

/// The state that the first event makes.
pub(super) fn begun(event: &Event, entry: &RecordEntry) -> Appraisal {
    let Event::Given { area, month, .. } = event;
    let empty = Appraisal {
        area: area.clone(),
        month: *month,
        given: BTreeMap::new(),
    };
    applied(empty, event, entry)
}

/// The state after an event.
pub(super) fn applied(mut state: Appraisal, event: &Event, entry: &RecordEntry) -> Appraisal {
    let Event::Given {
        row, points, note, ..
    } = event;
    let given = Given {
        points: *points,
        note: note.clone(),
        by: entry.actor.name.clone(),
        at: entry.at,
    };
    state.given.insert(row.clone(), given);
    state
}
