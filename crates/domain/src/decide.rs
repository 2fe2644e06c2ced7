//! [`decide`] and [`apply`]: the rules of a case's way. State in, state out.

mod apply;
mod guard;

pub use apply::apply;

use jiff::Timestamp;

use crate::area::{AreaCode, Position};
use crate::case::{Case, CaseNumber, Facts, Stage, Urgency};
use crate::clock::{Calendar, ClockKind};
use crate::command::{Command, CommandKind, Dispatch};
use crate::department::DepartmentCode;
use crate::event::Event;
use crate::people::{Actor, Scope};
use crate::profile::Profile;
use crate::refusal::Refusal;

/// What lies on the ground and who sits there; a pure look-up.
pub trait Ground: Sync {
    /// The grid at a place: a dedicated one before the base one under it.
    fn grid_at(&self, position: Position) -> Option<AreaCode>;
    /// Whether the register has this department.
    fn has_department(&self, code: &DepartmentCode) -> bool;
}

/// Everything a decision depends on beside the case and the command.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The time of the decision.
    pub now: Timestamp,
    /// Who asks.
    pub actor: &'a Actor,
    /// What they may see; what is out of scope reads as not found.
    pub scope: &'a Scope,
    /// The county's way of working.
    pub profile: &'a Profile,
    /// The county's calendar.
    pub calendar: &'a Calendar,
    /// The county's ground.
    pub ground: &'a dyn Ground,
    /// The number for a new case; only the central has one to give.
    pub number: Option<&'a CaseNumber>,
}

/// Longest title, characters.
pub const TITLE_LIMIT: usize = 120;
/// Longest text, note, reason or result, characters. Real replies reach 7,000.
pub const TEXT_LIMIT: usize = 20_000;

/// Turns a command into events, or says why not. `case` is `None` for a case not yet reported.
///
/// The events are to be folded in order with [`apply`]; each makes one revision.
pub fn decide(
    case: Option<&Case>,
    command: &Command,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    let kind = command.kind();
    match (case, command) {
        (None, Command::Report { facts }) => report(facts, context),
        (Some(_), Command::Report { .. }) => Err(Refusal::AlreadyExists),
        (None, _) => Err(Refusal::NotFound),
        (Some(case), _) => {
            guard::check(case, kind, context)?;
            on_case(case, command, context)
        }
    }
}

/// Every command on a case, each with the reason why it is not allowed now, if any. This is what
/// the buttons show; contents are judged only by [`decide`].
pub fn allowed(case: &Case, context: &Context) -> Vec<(CommandKind, Result<(), Refusal>)> {
    CommandKind::ON_A_CASE
        .into_iter()
        .map(|kind| (kind, guard::check(case, kind, context)))
        .collect()
}

fn report(facts: &Facts, context: &Context) -> Result<Vec<Event>, Refusal> {
    guard::role_may(CommandKind::Report, context)?;
    let facts = settled(facts, context)?;
    let urgency = facts.urgency;
    let mut events = vec![Event::Reported {
        facts: Box::new(facts),
        number: context.number.cloned(),
    }];
    events.extend(stage_clock(Stage::Reported, urgency, context));
    Ok(events)
}

fn on_case(case: &Case, command: &Command, context: &Context) -> Result<Vec<Event>, Refusal> {
    let urgency = case.facts.urgency;
    let staged = |event: Event, stage: Stage| {
        let mut events = vec![event];
        events.extend(stage_clock(stage, urgency, context));
        events
    };
    Ok(match command {
        Command::Report { .. } => return Err(Refusal::AlreadyExists),
        Command::Amend { facts } => {
            vec![Event::Amended {
                facts: Box::new(settled(facts, context)?),
            }]
        }
        Command::Verify { note } => staged(
            Event::Verified {
                note: optional("note", note)?,
            },
            Stage::Verified,
        ),
        Command::Decline { reason } => vec![Event::Declined {
            reason: required("reason", reason)?,
        }],
        Command::Establish { urgency } => establish(*urgency, context),
        Command::Dispatch(order) => dispatch(order, urgency, context)?,
        Command::Withdraw { note } => staged(
            Event::Withdrawn {
                note: optional("note", note)?,
            },
            Stage::Established,
        ),
        Command::Accept => handling(case, Event::Accepted, context),
        Command::Return { reason } => staged(
            Event::Returned {
                reason: required("reason", reason)?,
            },
            Stage::Established,
        ),
        Command::Progress { note } => vec![Event::Progressed {
            note: required("note", note)?,
        }],
        Command::FeedBack { result } => staged(
            Event::FedBack {
                result: required("result", result)?,
            },
            Stage::FedBack,
        ),
        Command::Close { reason, note } => vec![close(reason, note, context)?],
        Command::Reopen { reason } => {
            let mut events = vec![Event::Reopened {
                reason: required("reason", reason)?,
            }];
            events.extend(stage_clock(Stage::Handling, urgency, context));
            events
        }
        Command::Evaluate { satisfaction } => {
            vec![Event::Evaluated {
                satisfaction: *satisfaction,
            }]
        }
        Command::Urge { note } => vec![Event::Urged {
            note: optional("note", note)?,
        }],
    })
}

fn establish(urgency: Urgency, context: &Context) -> Vec<Event> {
    let mut events = vec![Event::Established { urgency }];
    if let Some(period) = context.profile.whole_period(urgency) {
        let due_at = context.calendar.deadline(context.now, period);
        events.push(Event::ClockStarted {
            clock: ClockKind::Whole,
            due_at,
        });
    }
    events.extend(stage_clock(Stage::Established, urgency, context));
    events
}

fn dispatch(order: &Dispatch, urgency: Urgency, context: &Context) -> Result<Vec<Event>, Refusal> {
    for (field, code) in std::iter::once(("lead", &order.lead))
        .chain(order.assists.iter().map(|assist| ("assists", assist)))
    {
        if code.as_str().is_empty() {
            return Err(Refusal::FieldMissing {
                field: field.to_owned(),
            });
        }
        if !context.ground.has_department(code) {
            let value = code.to_string();
            return Err(Refusal::FieldUnknown {
                field: field.to_owned(),
                value,
            });
        }
    }
    if order.assists.contains(&order.lead) {
        return Err(Refusal::LeadAssists {
            department: order.lead.clone(),
        });
    }
    if let Some(due_at) = order.due_at.filter(|due| *due <= context.now) {
        return Err(Refusal::DueInPast { due_at });
    }
    let by_profile = || {
        let period = context.profile.stage_period(Stage::Handling, urgency)?;
        Some(context.calendar.deadline(context.now, period))
    };
    let mut events = vec![Event::Dispatched {
        lead: order.lead.clone(),
        assists: order.assists.iter().cloned().collect(),
        requirements: optional("requirements", &order.requirements)?,
        due_at: order.due_at.or_else(by_profile),
    }];
    events.extend(stage_clock(Stage::Dispatched, urgency, context));
    Ok(events)
}

/// Handling runs against the order's own due time.
fn handling(case: &Case, event: Event, context: &Context) -> Vec<Event> {
    let mut events = vec![event];
    if let Some(due_at) = case.order_due_at {
        events.push(Event::ClockStarted {
            clock: ClockKind::Stage,
            due_at,
        });
    } else {
        events.extend(stage_clock(Stage::Handling, case.facts.urgency, context));
    }
    events
}

fn close(reason: &str, note: &str, context: &Context) -> Result<Event, Refusal> {
    let closing = context
        .profile
        .closing(reason)
        .ok_or_else(|| Refusal::FieldUnknown {
            field: "reason".to_owned(),
            value: reason.to_owned(),
        })?;
    let note = if closing.needs_note {
        required("note", note)?
    } else {
        optional("note", note)?
    };
    Ok(Event::Closed {
        reason: reason.to_owned(),
        note,
    })
}

fn stage_clock(stage: Stage, urgency: Urgency, context: &Context) -> Option<Event> {
    let period = context.profile.stage_period(stage, urgency)?;
    let due_at = context.calendar.deadline(context.now, period);
    Some(Event::ClockStarted {
        clock: ClockKind::Stage,
        due_at,
    })
}

/// The facts checked, trimmed, and with the grid that the ground says.
fn settled(facts: &Facts, context: &Context) -> Result<Facts, Refusal> {
    let unknown = |field: &str, value: &str| Refusal::FieldUnknown {
        field: field.to_owned(),
        value: value.to_owned(),
    };
    let title = required("title", &facts.title)?;
    limited("title", &title, TITLE_LIMIT)?;
    let text = optional("text", &facts.text)?;
    if context.profile.category(&facts.category).is_none() {
        return Err(unknown("category", &facts.category));
    }
    if context.profile.channel(&facts.channel).is_none() {
        return Err(unknown("channel", &facts.channel));
    }
    let grid = context
        .ground
        .grid_at(facts.position)
        .ok_or(Refusal::OutsideCounty)?;
    if !context.scope.area.covers(&grid) {
        return Err(Refusal::OutsideCounty);
    }
    let reporter = facts
        .reporter
        .clone()
        .filter(|r| !(r.name.is_empty() && r.phone.is_empty()));
    let address = optional("address", &facts.address)?;
    limited("address", &address, TITLE_LIMIT)?;
    Ok(Facts {
        title,
        text,
        reporter,
        address,
        grid,
        ..facts.clone()
    })
}

fn required(field: &str, text: &str) -> Result<String, Refusal> {
    let text = optional(field, text)?;
    if text.is_empty() {
        Err(Refusal::FieldMissing {
            field: field.to_owned(),
        })
    } else {
        Ok(text)
    }
}

fn optional(field: &str, text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    limited(field, text, TEXT_LIMIT)?;
    Ok(text.to_owned())
}

fn limited(field: &str, text: &str, limit: usize) -> Result<(), Refusal> {
    if text.chars().nth(limit).is_some() {
        return Err(Refusal::FieldTooLong {
            field: field.to_owned(),
            limit: limit as u32,
        });
    }
    Ok(())
}
