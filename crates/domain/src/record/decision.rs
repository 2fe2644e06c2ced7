//! A decision of a meeting: typed once, with a person and a day, and asked about until it is done.
//!
//! Where a decision is an order or a supervision, the command on its case goes with it as one of
//! its own; here is only what was decided and what came of it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{RecordEntry, RecordId};
use crate::area::AreaCode;
use crate::calendar::Calendar;
use crate::case::{Case, CaseId};
use crate::command::{Command as CaseCommand, Dispatch};
use crate::decide::{Context, words};
use crate::department::DepartmentCode;
use crate::people::Role;
use crate::profile::Profile;
use crate::refusal::Refusal;

/// What a decision became.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Becomes {
    /// 交办: an order on its case.
    Order,
    /// 督办: a supervision of its case.
    Supervision,
    /// 议定: nothing but itself.
    Note,
}

impl Becomes {
    /// Every form.
    pub const ALL: [Becomes; 3] = [Becomes::Order, Becomes::Supervision, Becomes::Note];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Becomes::Order => "order",
            Becomes::Supervision => "supervision",
            Becomes::Note => "note",
        }
    }
}

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resolution {
    /// At which meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<RecordId>,
    /// In which area.
    pub area: AreaCode,
    /// About which case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// In words.
    pub text: String,
    /// What it becomes.
    pub becomes: Becomes,
    /// The department that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentCode>,
    /// The person who answers for it.
    pub person: String,
    /// By which day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub by: Date,
}

/// What somebody said came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// In words.
    pub text: String,
    /// Who says so.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

/// How a decision ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DecisionOutcome {
    /// 已落实
    Done,
    /// 撤销
    Dropped,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Decision {
    /// What was decided.
    pub resolution: Resolution,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub decided_at: Timestamp,
    /// What came of it, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<Report>,
    /// How it ended; `None` while it is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<DecisionOutcome>,
}

impl Decision {
    /// Whether it is owed and its day has passed.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.outcome.is_none() && self.resolution.by < today
    }
}

impl Resolution {
    /// The command on its case that carries it out, given the case as it stands: an order sends it
    /// to the department, or urges the one that has it already; a supervision begins a ladder, or
    /// climbs it. `None` for a note, and where the profile has no ladder. Whether the command is
    /// allowed, [`crate::decide()`] says.
    ///
    /// Its day and its person go with it. An order is due when that day ends; urging does not move
    /// the order that stands, and a slip is due when its rung says, so there the day is named in
    /// words, and the decision itself is asked about at the next meeting.
    pub fn command(
        &self,
        case: &Case,
        profile: &Profile,
        calendar: &Calendar,
    ) -> Option<CaseCommand> {
        match self.becomes {
            Becomes::Note => None,
            Becomes::Supervision if case.supervision.is_some() => Some(CaseCommand::Climb {
                reason: self.with_day(),
            }),
            Becomes::Supervision => Some(CaseCommand::Supervise {
                ladder: profile.ladders.first()?.code.clone(),
                reason: self.with_day(),
            }),
            Becomes::Order => {
                let wanted = self.department.as_ref().or(case.lead.as_ref())?;
                if case.lead.as_ref() == Some(wanted) {
                    return Some(CaseCommand::Urge {
                        note: self.with_day(),
                    });
                }
                let order = Dispatch {
                    lead: wanted.clone(),
                    assists: Vec::new(),
                    requirements: self.with_person(),
                    due_at: Some(calendar.end_of(self.by)),
                };
                Some(match case.lead {
                    None => CaseCommand::Dispatch(order),
                    Some(_) => CaseCommand::Redispatch {
                        order,
                        reason: self.text.clone(),
                    },
                })
            }
        }
    }

    /// 王磊: 三日内拿出整改方案. No word of any language, so that it reads in all.
    fn with_person(&self) -> String {
        format!("{}: {}", self.person.trim(), self.text.trim())
    }

    /// 王磊, 2026-11-24: 三日内拿出整改方案
    fn with_day(&self) -> String {
        format!("{}, {}: {}", self.person.trim(), self.by, self.text.trim())
    }
}

/// A command on a decision. On the wire: `{"do": "decide", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = DecisionCommand))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// 议定
    Decide(Resolution),
    /// 反馈落实情况
    Report {
        /// What came of it.
        text: String,
        /// Whether it is done with that.
        done: bool,
    },
    /// 撤销
    Drop {
        /// Why.
        reason: String,
    },
}

impl Command {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Decide(_) => "decision-decide",
            Command::Report { .. } => "decision-report",
            Command::Drop { .. } => "decision-drop",
        }
    }

    /// What was meant, in its author's own words.
    pub fn meant(&self) -> String {
        match self {
            Command::Decide(resolution) => resolution.text.clone(),
            Command::Report { text, .. } => text.clone(),
            Command::Drop { reason } => reason.clone(),
        }
    }
}

/// What happened to a decision. On the wire: `{"kind": "decided", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = DecisionEvent))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Decided.
    Decided(Resolution),
    /// Reported on.
    Reported {
        /// What came of it.
        text: String,
        /// Whether it is done with that.
        done: bool,
    },
    /// Dropped.
    Dropped {
        /// Why.
        reason: String,
    },
}

impl Event {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Decided(_) => "decision-decided",
            Event::Reported { .. } => "decision-reported",
            Event::Dropped { .. } => "decision-dropped",
        }
    }
}

/// Decides a command.
pub(super) fn decide(
    state: Option<&Decision>,
    command: &Command,
    context: &Context,
) -> Result<Event, Refusal> {
    let clerk = context.actor.role == Role::Clerk;
    let state = match (state, command) {
        (None, Command::Decide(resolution)) if !clerk => return settled(resolution, context),
        // A clerk only says what came of a decision that is theirs.
        (_, Command::Decide(_) | Command::Drop { .. }) if clerk => {
            return Err(Refusal::RecordNotYours { role: Role::Clerk });
        }
        (Some(_), Command::Decide(_)) => return Err(Refusal::AlreadyExists),
        (None, _) => return Err(Refusal::NotFound),
        (Some(state), _) => state,
    };
    if state.outcome.is_some() {
        return Err(Refusal::RecordEnded);
    }
    match command {
        Command::Report { text, done } => Ok(Event::Reported {
            text: words::required("text", text)?,
            done: *done,
        }),
        Command::Drop { reason } => Ok(Event::Dropped {
            reason: words::required("reason", reason)?,
        }),
        Command::Decide(_) => Err(Refusal::AlreadyExists),
    }
}

fn settled(resolution: &Resolution, context: &Context) -> Result<Event, Refusal> {
    if resolution.by < context.calendar.date(context.now) {
        return Err(words::unknown("by", &resolution.by.to_string()));
    }
    if !context.scope.area.covers(&resolution.area) {
        return Err(words::unknown("area", resolution.area.as_str()));
    }
    if let Some(department) = &resolution.department {
        words::department("department", department, context)?;
    }
    if resolution.becomes != Becomes::Note && resolution.case.is_none() {
        return Err(words::missing("case"));
    }
    Ok(Event::Decided(Resolution {
        text: words::required("text", &resolution.text)?,
        person: words::required("person", &resolution.person)?,
        ..resolution.clone()
    }))
}

/// The state that the first event makes.
pub(super) fn begun(event: &Event, entry: &RecordEntry) -> Option<Decision> {
    let Event::Decided(resolution) = event else {
        return None;
    };
    Some(Decision {
        resolution: resolution.clone(),
        decided_at: entry.at,
        reports: Vec::new(),
        outcome: None,
    })
}

/// The state after an event.
pub(super) fn applied(mut state: Decision, event: &Event, entry: &RecordEntry) -> Decision {
    let (text, outcome) = match event {
        Event::Decided(_) => return state,
        Event::Reported { text, done } => (text, done.then_some(DecisionOutcome::Done)),
        Event::Dropped { reason } => (reason, Some(DecisionOutcome::Dropped)),
    };
    state.reports.push(Report {
        text: text.clone(),
        by: entry.actor.name.clone(),
        at: entry.at,
    });
    state.outcome = outcome;
    state
}
