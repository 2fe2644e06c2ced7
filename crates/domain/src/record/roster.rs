//! The roster of an area for a month (值班表; mission.md, S29): who is on duty, shift by shift.
//!
//! Each shift of a day is put in place by itself, so that two who plan different days never meet;
//! of two who plan the same shift the later one holds, and the log has both.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::{RecordId, derived};
use crate::area::AreaCode;
use crate::calendar::Calendar;
use crate::decide::{Context, words};
use crate::department::DepartmentCode;
use crate::pack::Days;
use crate::profile::{Every, RosterRule, ShiftRule};
use crate::refusal::Refusal;

/// Most people of one shift.
pub const OFFICERS: usize = 20;
/// Most shifts of one command.
pub const TURNS: usize = 200;

/// Somebody on duty. Staff, not reporters: their numbers are there to be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Officer {
    /// Name.
    pub name: String,
    /// The number on which they are reached, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Of which department, where of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<DepartmentCode>,
    /// How (常驻、轮驻、随叫随驻), where the county tells them apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Who leads the shift (带班).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leads: bool,
}

/// A shift of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = RosterTurn))]
pub struct Turn {
    /// On which day it begins.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub on: Date,
    /// Which shift.
    pub shift: String,
    /// Who.
    pub officers: Vec<Officer>,
}

/// A roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Roster {
    /// Of which area.
    pub area: AreaCode,
    /// Of which month.
    pub month: Days,
    /// Its shifts, by day and code.
    pub turns: Vec<Turn>,
}

/// The identity of an area's roster for the month that a day lies in.
pub fn identity(area: &AreaCode, day: Date) -> RecordId {
    let first = day.first_of_month().to_string();
    RecordId(derived(&[
        b"roster",
        area.as_str().as_bytes(),
        first.as_bytes(),
    ]))
}

/// A command on a roster. On the wire: `{"do": "put", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = RosterCommand))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// 排班: these shifts are as they stand here; without people, nobody is.
    Put {
        /// Of which area.
        area: AreaCode,
        /// The shifts, all of one month.
        turns: Vec<Turn>,
    },
}

impl Command {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Put { .. } => "roster-put",
        }
    }

    /// What was meant, in its author's own words.
    pub fn meant(&self) -> String {
        let Command::Put { turns, .. } = self;
        let mut days = turns.iter().map(|turn| turn.on);
        let first = days.next().map(|day| day.to_string()).unwrap_or_default();
        let people = turns.iter().flat_map(|turn| &turn.officers);
        let names: Vec<&str> = people.map(|officer| officer.name.as_str()).collect();
        format!("{first} {}", names.join("、"))
    }
}

/// What happened to a roster. On the wire: `{"kind": "put", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = RosterEvent))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Shifts were put in place.
    Put {
        /// Of which area.
        area: AreaCode,
        /// Of which month.
        month: Days,
        /// Which.
        turns: Vec<Turn>,
    },
}

impl Event {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Put { .. } => "roster-put-in-place",
        }
    }
}

/// Decides a command.
pub(super) fn decide(
    state: Option<&Roster>,
    command: &Command,
    context: &Context,
) -> Result<Event, Refusal> {
    let rule = context.profile.roster.as_ref();
    let rule = rule.ok_or(Refusal::RecordNotInProfile)?;
    let Command::Put { area, turns } = command;
    if !context.scope.area.covers(area) {
        return Err(words::unknown("area", area.as_str()));
    }
    let first = turns.first().ok_or_else(|| words::missing("turns"))?;
    if turns.len() > TURNS {
        return Err(words::too_long("turns", TURNS));
    }
    let month = Every::Month.period(first.on);
    if state.is_some_and(|state| state.area != *area || state.month != month) {
        return Err(Refusal::AlreadyExists);
    }
    let turns: Result<Vec<Turn>, Refusal> = turns
        .iter()
        .map(|turn| settled(turn, month, rule, context))
        .collect();
    Ok(Event::Put {
        area: area.clone(),
        month,
        turns: turns?,
    })
}

fn settled(
    turn: &Turn,
    month: Days,
    rule: &RosterRule,
    context: &Context,
) -> Result<Turn, Refusal> {
    if !month.hold(turn.on) {
        return Err(words::unknown("on", &turn.on.to_string()));
    }
    if !rule.shifts.iter().any(|shift| shift.code == turn.shift) {
        return Err(words::unknown("shift", &turn.shift));
    }
    if turn.officers.len() > OFFICERS {
        return Err(words::too_long("officers", OFFICERS));
    }
    let officer = |officer: &Officer| {
        if let Some(unit) = &officer.unit {
            words::department("unit", unit, context)?;
        }
        let known = |mode: &String| rule.modes.iter().any(|one| one.code == *mode);
        if let Some(mode) = officer.mode.as_ref().filter(|mode| !known(mode)) {
            return Err(words::unknown("mode", mode));
        }
        Ok(Officer {
            name: words::required("name", &officer.name)?,
            phone: words::optional("phone", &officer.phone)?,
            ..officer.clone()
        })
    };
    let officers: Result<Vec<Officer>, Refusal> = turn.officers.iter().map(officer).collect();
    Ok(Turn {
        officers: officers?,
        ..turn.clone()
    })
}

/// The state that the first event makes.
pub(super) fn begun(event: &Event) -> Roster {
    let Event::Put { area, month, .. } = event;
    let empty = Roster {
        area: area.clone(),
        month: *month,
        turns: Vec::new(),
    };
    applied(empty, event)
}

/// The state after an event.
pub(super) fn applied(mut state: Roster, event: &Event) -> Roster {
    let Event::Put { turns, .. } = event;
    for turn in turns {
        let same = |one: &Turn| one.on == turn.on && one.shift == turn.shift;
        state.turns.retain(|one| !same(one));
        if !turn.officers.is_empty() {
            state.turns.push(turn.clone());
        }
    }
    state
        .turns
        .sort_by(|one, other| (one.on, &one.shift).cmp(&(other.on, &other.shift)));
    state
}

impl ShiftRule {
    /// From when until when the shift of a day is. `None` at the edge of time.
    pub fn moments(&self, on: Date, calendar: &Calendar) -> Option<(Timestamp, Timestamp)> {
        let ends_on = if self.to > self.from {
            on
        } else {
            on.tomorrow().ok()?
        };
        let at = |date: Date, time: Time| {
            let since_midnight = time.duration_since(Time::midnight());
            calendar.start_of(date).checked_add(since_midnight).ok()
        };
        Some((at(on, self.from)?, at(ends_on, self.to)?))
    }
}

/// Who is on duty at a moment, by shift in the profile's order. Rosters of the month of the day
/// and of the day before are asked, because a night's shift reaches into the next day.
pub fn on_duty<'a>(
    rosters: impl IntoIterator<Item = &'a Roster>,
    rule: &'a RosterRule,
    now: Timestamp,
    calendar: &Calendar,
) -> Vec<(&'a ShiftRule, &'a Turn)> {
    let turns: Vec<&Turn> = rosters
        .into_iter()
        .flat_map(|roster| &roster.turns)
        .collect();
    let mut found = Vec::new();
    for shift in &rule.shifts {
        let runs = |turn: &&&Turn| {
            let moments = shift.moments(turn.on, calendar);
            turn.shift == shift.code && moments.is_some_and(|(from, to)| from <= now && now < to)
        };
        found.extend(turns.iter().filter(runs).map(|turn| (shift, *turn)));
    }
    found
}
