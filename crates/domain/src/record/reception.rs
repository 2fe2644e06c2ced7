//! 领导接访: on a day, at a place, a leader receives who comes (mission.md, S40, S52). The calendar
//! is made of these; who has not received anybody for too long is found by [`overdue`].
//!
//! How often a leader owes one is the profile's (`[reception]`).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::area::AreaCode;
use crate::case::CaseId;
use crate::decide::{Context, words};
use crate::people::{Role, UserId};
use crate::refusal::Refusal;

/// How a leader meets people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceptionMode {
    /// 定点接访: at the centre, whoever comes.
    Fixed,
    /// 带案下访: the leader goes to where the matter is.
    Visiting,
    /// 视频接访: over a video line.
    Video,
}

impl ReceptionMode {
    /// Every mode.
    pub const ALL: [ReceptionMode; 3] = [
        ReceptionMode::Fixed,
        ReceptionMode::Visiting,
        ReceptionMode::Video,
    ];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            ReceptionMode::Fixed => "fixed",
            ReceptionMode::Visiting => "visiting",
            ReceptionMode::Video => "video",
        }
    }
}

/// What is planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Plan {
    /// The leader's login name.
    pub leader: UserId,
    /// The leader's name, as it is published.
    pub name: String,
    /// How.
    pub mode: ReceptionMode,
    /// The area whose people are received.
    pub area: AreaCode,
    /// On which day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub on: Date,
    /// From when.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub from: Time,
    /// Until when, later than `from`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub to: Time,
    /// Where, or the address of the video line.
    pub place: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Held {
    /// How many parties came.
    pub parties: u32,
    /// The cases that were heard or taken in.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub cases: BTreeSet<CaseId>,
    /// In words, may be empty.
    #[serde(default)]
    pub note: String,
}

/// A reception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reception {
    /// What is planned.
    pub plan: Plan,
    /// What came of it; `None` before it was held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
    /// Why it is not held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<String>,
}

/// A command on a reception. On the wire: `{"do": "plan", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ReceptionCommand))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// 安排
    Plan(Plan),
    /// 改期: needs the revision its author saw.
    Change(Plan),
    /// 取消
    Cancel {
        /// Why.
        reason: String,
    },
    /// 登记接访情况: by the leader, or by who writes for the leader.
    Hold(Held),
}

impl Command {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Plan(_) => "reception-plan",
            Command::Change(_) => "reception-change",
            Command::Cancel { .. } => "reception-cancel",
            Command::Hold(_) => "reception-hold",
        }
    }

    /// What was meant, in its author's own words.
    pub fn meant(&self) -> String {
        match self {
            Command::Plan(plan) | Command::Change(plan) => {
                format!("{} {} {}", plan.name, plan.on, plan.place)
            }
            Command::Cancel { reason } => reason.clone(),
            Command::Hold(held) => held.note.clone(),
        }
    }

    /// Whether it needs the revision that its author saw.
    pub const fn needs_revision(&self) -> bool {
        matches!(self, Command::Change(_))
    }
}

/// What happened to a reception. On the wire: `{"kind": "planned", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ReceptionEvent))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Planned.
    Planned(Plan),
    /// Changed.
    Changed(Plan),
    /// Not held.
    Cancelled {
        /// Why.
        reason: String,
    },
    /// Held.
    Held(Held),
}

impl Event {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Planned(_) => "reception-planned",
            Event::Changed(_) => "reception-changed",
            Event::Cancelled { .. } => "reception-cancelled",
            Event::Held(_) => "reception-held",
        }
    }
}

/// Decides a command.
pub(super) fn decide(
    state: Option<&Reception>,
    command: &Command,
    context: &Context,
) -> Result<Event, Refusal> {
    if context.profile.reception.is_none() {
        return Err(Refusal::RecordNotInProfile);
    }
    let state = match (state, command) {
        (None, Command::Plan(plan)) => return settled(plan, context).map(Event::Planned),
        (Some(_), Command::Plan(_)) => return Err(Refusal::AlreadyExists),
        (None, _) => return Err(Refusal::NotFound),
        (Some(state), _) => state,
    };
    if state.cancelled.is_some() || state.held.is_some() {
        return Err(Refusal::RecordEnded);
    }
    match command {
        Command::Plan(plan) | Command::Change(plan) => settled(plan, context).map(Event::Changed),
        Command::Cancel { reason } => Ok(Event::Cancelled {
            reason: words::required("reason", reason)?,
        }),
        Command::Hold(held) => {
            let leads = context.actor.role == Role::Leader;
            if leads && context.actor.user != state.plan.leader {
                return Err(Refusal::NotReceiver);
            }
            if context.calendar.date(context.now) < state.plan.on {
                return Err(Refusal::ReceptionAhead { on: state.plan.on });
            }
            Ok(Event::Held(Held {
                note: words::optional("note", &held.note)?,
                ..held.clone()
            }))
        }
    }
}

fn settled(plan: &Plan, context: &Context) -> Result<Plan, Refusal> {
    if plan.to <= plan.from {
        return Err(words::unknown("to", &plan.to.to_string()));
    }
    if plan.on < context.calendar.date(context.now) {
        return Err(words::unknown("on", &plan.on.to_string()));
    }
    if !context.scope.area.covers(&plan.area) {
        return Err(words::unknown("area", plan.area.as_str()));
    }
    if plan.leader.0.is_empty() {
        return Err(words::missing("leader"));
    }
    Ok(Plan {
        name: words::required("name", &plan.name)?,
        place: words::required("place", &plan.place)?,
        ..plan.clone()
    })
}

/// The state that the first event makes.
pub(super) fn begun(event: &Event) -> Option<Reception> {
    let Event::Planned(plan) = event else {
        return None;
    };
    Some(Reception {
        plan: plan.clone(),
        held: None,
        cancelled: None,
    })
}

/// The state after an event.
pub(super) fn applied(mut state: Reception, event: &Event) -> Reception {
    match event {
        Event::Planned(plan) | Event::Changed(plan) => state.plan.clone_from(plan),
        Event::Cancelled { reason } => state.cancelled = Some(reason.clone()),
        Event::Held(held) => state.held = Some(held.clone()),
    }
    state
}

/// When each leader last received people, and whether the next time is overdue: more than `every`
/// days have passed since, or since `since` for who never has.
pub fn overdue<'a>(
    leaders: impl IntoIterator<Item = &'a UserId>,
    receptions: impl IntoIterator<Item = &'a Reception>,
    every: u16,
    since: Date,
    today: Date,
) -> BTreeMap<UserId, (Option<Date>, bool)> {
    let mut last: BTreeMap<UserId, (Option<Date>, bool)> = leaders
        .into_iter()
        .map(|user| (user.clone(), (None, false)))
        .collect();
    for reception in receptions.into_iter().filter(|one| one.held.is_some()) {
        if let Some((date, _)) = last.get_mut(&reception.plan.leader) {
            *date = (*date).max(Some(reception.plan.on));
        }
    }
    for (date, late) in last.values_mut() {
        let days = date
            .unwrap_or(since)
            .until(today)
            .map_or(0, |span| span.get_days());
        *late = days > i32::from(every);
    }
    last
}
