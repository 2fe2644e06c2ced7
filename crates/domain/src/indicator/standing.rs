//! What the indicators need of one case, and how one case counts in each of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Flow, Indicator, Slice};
use crate::area::{AreaCode, Level};
use crate::department::DepartmentCode;

/// Something that had to be done by a day, and when it was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Owed {
    /// The deadline's last day (a deadline at 24:00 has the day before as its last); `None` when
    /// nothing limits it.
    pub due_on: Option<Date>,
    /// The day it was done; `None` while it is not.
    pub done_on: Option<Date>,
    /// Whether it was done by the very moment of its deadline. Asked only when it was done on the
    /// deadline's last day; of any other day the days tell.
    pub in_time: bool,
}

impl Owed {
    /// The one day on which it counts as due: the day it was done when that is before the
    /// deadline's last day, else the latter. `None` when nothing limits it.
    pub fn counts_on(&self) -> Option<Date> {
        let due = self.due_on?;
        Some(self.done_on.map_or(due, |done| done.min(due)))
    }

    /// Whether it is done.
    pub const fn is_done(&self) -> bool {
        self.done_on.is_some()
    }

    /// Whether it is limited, done, and done in time.
    pub fn is_done_in_time(&self) -> bool {
        let Some((due, done)) = self.due_on.zip(self.done_on) else {
            return false;
        };
        done < due || (done == due && self.in_time)
    }
}

/// What the reporter said when the centre asked; `None` is a question not asked or not answered.
/// Of several visits the last one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Visit {
    /// The day of the visit, or of the reporter's own evaluation.
    pub on: Date,
    /// Whether whoever handles the case got in touch.
    pub responded: Option<bool>,
    /// Whether the matter was resolved.
    pub resolved: Option<bool>,
    /// Whether the reporter is satisfied. Whether 基本满意 is, the profile says.
    pub satisfied: Option<bool>,
}

/// A unit that a whistle called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Called {
    /// The day it was needed.
    pub on: Date,
    /// Whether it was there in time.
    pub in_time: bool,
    /// Whether the callers were content with it; `None` while they have not said.
    pub content: Option<bool>,
    /// Whether it found the call needed; `None` while it has not said.
    pub needed: Option<bool>,
}

impl Called {
    fn mark(self, indicator: Indicator) -> Option<Mark> {
        let met = match indicator {
            Indicator::Arrival => Some(self.in_time),
            Indicator::ArrivalWorth => self.content,
            Indicator::CallWorth => self.needed,
            _ => None,
        };
        met.map(|met| Mark { on: self.on, met })
    }
}

/// Everything an indicator needs of one case. Days are civil days of the county's calendar.
///
/// It has no identity: whoever keeps a [`super::Tally`] knows which case it belongs to. A case
/// that was voided, or merged into another, has no standing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of a case: none follows from or excludes another"
)]
pub struct Standing {
    /// Its grid.
    pub grid: AreaCode,
    /// A category code of the profile.
    pub category: String,
    /// A channel code of the profile.
    pub channel: String,
    /// The department that leads it, from dispatch on.
    pub lead: Option<DepartmentCode>,
    /// The day it was reported.
    pub reported_on: Date,
    /// The day it was taken on.
    pub established_on: Option<Date>,
    /// The day it was declined.
    pub declined_on: Option<Date>,
    /// The day it was first dispatched; stays when a department sends it back.
    pub dispatched_on: Option<Date>,
    /// The department's acceptance (受理) of the latest order.
    pub acceptance: Owed,
    /// The department's answer (办结) to the latest order.
    pub completion: Owed,
    /// The close (结案), against the whole-case deadline. A reopened case is not done.
    pub closing: Owed,
    /// Reopened at least once (返工).
    pub reworked: bool,
    /// Extended at least once, with approval (延期).
    pub extended: bool,
    /// The departments that sent it back (退单); a return that was rejected is none.
    pub returned_by: BTreeSet<DepartmentCode>,
    /// The last visit.
    pub visit: Option<Visit>,
    /// The units that the last whistle called.
    pub called: BTreeMap<DepartmentCode, Called>,
    /// Brought in from another system's file.
    pub imported: bool,
    /// Work is still owed.
    pub open: bool,
    /// The nearest running deadline of whatever kind.
    pub next_due_at: Option<Timestamp>,
}

/// How a case counts in an indicator: it is in the denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    /// On which day.
    pub on: Date,
    /// Whether it is in the numerator too.
    pub met: bool,
}

impl Standing {
    /// How the case counts among all cases; `None` when it does not.
    pub fn mark(&self, indicator: Indicator) -> Option<Mark> {
        let mark = |on: Option<Date>, met: bool| on.map(|on| Mark { on, met });
        let due = self.closing.counts_on();
        match indicator {
            Indicator::Closing => mark(due, self.closing.is_done()),
            Indicator::ClosingInTime => mark(due, self.closing.is_done_in_time()),
            Indicator::Rework => mark(due, self.reworked),
            Indicator::Extension => mark(due, self.extended),
            Indicator::Return => mark(self.dispatched_on, !self.returned_by.is_empty()),
            Indicator::AcceptanceInTime => mark(
                self.acceptance.counts_on(),
                self.acceptance.is_done_in_time(),
            ),
            Indicator::Completion => mark(self.completion.counts_on(), self.completion.is_done()),
            Indicator::CompletionInTime => mark(
                self.completion.counts_on(),
                self.completion.is_done_in_time(),
            ),
            Indicator::Handling => mark(
                self.established_on,
                self.completion.is_done() || self.closing.is_done(),
            ),
            Indicator::Response => self.visited(|visit| visit.responded),
            Indicator::Resolution => self.visited(|visit| visit.resolved),
            Indicator::Satisfaction => self.visited(|visit| visit.satisfied),
            Indicator::Arrival | Indicator::ArrivalWorth | Indicator::CallWorth => {
                let mut marks = self.called.values().filter_map(|one| one.mark(indicator));
                let first = marks.next()?;
                let met = first.met && marks.all(|mark| mark.met);
                Some(Mark { met, ..first })
            }
        }
    }

    /// How the case counts in one part of the cases. A department that sent it back has it in its
    /// 退单率 even when another leads it now; the lead has it there as not returned unless it too
    /// sent it back.
    pub fn mark_in(&self, indicator: Indicator, slice: &Slice) -> Option<Mark> {
        let mark = self.mark(indicator)?;
        match slice {
            Slice::Department(code) if indicator.is_of_whistles() => {
                self.called.get(code)?.mark(indicator)
            }
            Slice::Department(code) if indicator == Indicator::Return => {
                let met = self.returned_by.contains(code);
                (met || self.is_in(slice)).then_some(Mark { met, ..mark })
            }
            _ => self.is_in(slice).then_some(mark),
        }
    }

    /// Whether the case belongs to a part.
    pub fn is_in(&self, slice: &Slice) -> bool {
        match slice {
            Slice::All => true,
            Slice::Department(code) => self.lead.as_ref() == Some(code),
            Slice::Category(code) => self.category == *code,
            Slice::Channel(code) => self.channel == *code,
            Slice::Area(code) => code.covers(&self.grid),
        }
    }

    /// The day on which something happened to it.
    pub const fn day_of(&self, flow: Flow) -> Option<Date> {
        match flow {
            Flow::Reported => Some(self.reported_on),
            Flow::Established => self.established_on,
            Flow::Declined => self.declined_on,
            Flow::Dispatched => self.dispatched_on,
            Flow::Closed => self.closing.done_on,
        }
    }

    /// Every part that the case counts in, areas from the county down to `finest`.
    pub(super) fn slices(&self, finest: Level) -> Vec<Slice> {
        let former = self
            .returned_by
            .iter()
            .filter(|code| self.lead.as_ref() != Some(*code));
        let called = self
            .called
            .keys()
            .filter(|code| self.lead.as_ref() != Some(*code) && !self.returned_by.contains(*code));
        let departments = self.lead.iter().chain(former).chain(called).cloned();
        let areas = Level::ALL
            .into_iter()
            .filter(|level| (Level::County..=finest).contains(level))
            .filter_map(|level| self.grid.at(level));
        [
            Slice::All,
            Slice::Category(self.category.clone()),
            Slice::Channel(self.channel.clone()),
        ]
        .into_iter()
        .chain(departments.map(Slice::Department))
        .chain(areas.map(Slice::Area))
        .collect()
    }

    fn visited(&self, answer: impl Fn(&Visit) -> Option<bool>) -> Option<Mark> {
        let visit = self.visit.as_ref().filter(|_| !self.imported)?;
        answer(visit).map(|met| Mark { on: visit.on, met })
    }
}
