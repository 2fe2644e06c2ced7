//! Orders: giving one, taking it back, sending it back, who works on it.

use super::words::{department, missing, optional, required};
use super::{Context, clocks, staged};
use crate::case::PauseCause;
use crate::case::{Case, Path, Stage, TaskForce};
use crate::clock::{Clock, ClockCode};
use crate::command::Dispatch;
use crate::event::Event;
use crate::profile::ClockMatter;
use crate::refusal::Refusal;

/// 交办; with a reason it is 指定牵头 (`true`) or 改派 (`false`).
pub(super) fn dispatch(
    case: &Case,
    order: &Dispatch,
    reason: Option<(bool, &String)>,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    department("lead", &order.lead, context)?;
    for assist in &order.assists {
        department("assists", assist, context)?;
    }
    if order.assists.contains(&order.lead) {
        return Err(Refusal::LeadAssists {
            department: order.lead.clone(),
        });
    }
    if case.lead.as_ref() == Some(&order.lead) {
        return Err(Refusal::SameLead {
            department: order.lead.clone(),
        });
    }
    if let Some(due_at) = order.due_at.filter(|due| *due <= context.now) {
        return Err(Refusal::DueInPast { due_at });
    }
    let (designated, reason) = match reason {
        Some((designated, reason)) => (designated, required("reason", reason)?),
        None => (false, String::new()),
    };
    // What the centre gives out is no longer handled where it was taken in.
    let matter = ClockMatter {
        path: case.path.map(|_| Path::ReportUp),
        ..ClockMatter::of(case)
    };
    let rule = context
        .profile
        .order_rule(&matter)
        .filter(|_| order.due_at.is_none());
    let by_profile = rule.map(|rule| context.calendar.deadline(context.now, rule.period).at);
    let event = Event::Dispatched {
        lead: order.lead.clone(),
        assists: order.assists.iter().cloned().collect(),
        requirements: optional("requirements", &order.requirements)?,
        due_at: order.due_at.or(by_profile),
        clock: rule.map(|rule| rule.code.clone()),
        designated,
        reason,
    };
    // The clocks are those of a case that carries this order already; what an earlier order
    // started begins anew.
    let waits = waiting(context);
    let by_order = |clock: &crate::clock::Clock| !clock.stages.contains(&waits);
    let ordered = Case {
        clocks: case
            .clocks
            .iter()
            .filter(|clock| !by_order(clock))
            .cloned()
            .collect(),
        order_due_at: order.due_at,
        order_clock: None,
        marks: crate::case::Marks {
            dispatched_at: Some(context.now),
            ..case.marks
        },
        ..case.clone()
    };
    let mut events = vec![event];
    let mut ordered = ordered;
    if let Some(due_at) = order.due_at
        && context.profile.order_rule(&matter).is_none()
    {
        let clock = by_hand(due_at, context.now);
        events.push(Event::ClockStarted {
            clock: clock.code.clone(),
            from: clock.started_at,
            period: None,
            due: clock.due,
            stages: clock.stages.clone(),
            stops: clock.stops.clone(),
            repeats: false,
        });
        ordered.clocks.push(clock);
    }
    events.extend(clocks::started(
        Some(&ordered),
        Stage::Dispatched,
        &matter,
        context,
    ));
    Ok(events)
}

/// The clock of a due time that no clock of the profile follows.
fn by_hand(due_at: jiff::Timestamp, now: jiff::Timestamp) -> Clock {
    Clock {
        code: ClockCode::new(ClockCode::ORDER),
        started_at: now,
        period: None,
        due: clocks::fixed(due_at),
        stages: vec![Stage::Dispatched, Stage::Handling],
        stops: PauseCause::ALL.to_vec(),
        repeats: false,
        extended: 0,
        moved: 0,
        paused_at: None,
        stopped_at: None,
    }
}

/// 撤回: of an order, or of one's own closing.
pub(super) fn withdraw(case: &Case, note: &str, context: &Context) -> Result<Vec<Event>, Refusal> {
    let note = optional("note", note)?;
    if case.stage == Stage::Closed {
        // The clocks that closing stopped run on; none starts.
        let back_to = context.profile.before(Stage::Closed);
        let back_to = back_to.unwrap_or(Stage::FedBack);
        return Ok(vec![Event::Withdrawn { note, back_to }]);
    }
    let back_to = waiting(context);
    Ok(staged(
        case,
        Event::Withdrawn { note, back_to },
        back_to,
        context,
    ))
}

/// Where a case waits that is to be dispatched.
fn waiting(context: &Context) -> Stage {
    let before = context.profile.before(Stage::Dispatched);
    before.unwrap_or(Stage::Reported)
}

/// 退单: at once, or as an objection that somebody must uphold.
pub(super) fn give_back(
    case: &Case,
    reason: &str,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    let reason = required("reason", reason)?;
    if context.profile.returns.reviewed {
        return Ok(vec![Event::Objected { reason }]);
    }
    let back_to = waiting(context);
    let event = Event::Returned { reason, back_to };
    Ok(staged(case, event, back_to, context))
}

/// 同意退单
pub(super) fn uphold(case: &Case, note: &str, context: &Context) -> Result<Vec<Event>, Refusal> {
    let objection = case.objection.as_ref().ok_or(Refusal::NoObjection)?;
    let note = optional("note", note)?;
    let reason = if note.is_empty() {
        objection.reason.clone()
    } else {
        note
    };
    let back_to = waiting(context);
    let event = Event::Returned { reason, back_to };
    Ok(staged(case, event, back_to, context))
}

/// 组建专班
pub(super) fn form(task_force: &TaskForce, context: &Context) -> Result<Event, Refusal> {
    let rule = context.profile.task_force.as_ref();
    let rule = rule.ok_or(Refusal::NotInProfile {
        command: crate::command::CommandKind::FormTaskForce,
    })?;
    let mut formed = TaskForce::default();
    for role in &rule.roles {
        let name = task_force.roles.get(&role.code).map(|name| name.trim());
        match name {
            Some(name) if !name.is_empty() => {
                formed.roles.insert(role.code.clone(), name.to_owned());
            }
            _ => {
                return Err(Refusal::TaskForceIncomplete {
                    missing: role.name.clone(),
                });
            }
        }
    }
    if let Some(stranger) = task_force
        .roles
        .keys()
        .find(|code| !formed.roles.contains_key(*code))
    {
        return Err(super::words::unknown("roles", stranger));
    }
    let members = task_force.members.iter().map(|name| name.trim());
    formed.members = members
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    if formed.members.len() < usize::from(rule.least_members) {
        return Err(Refusal::TaskForceMembers {
            least: rule.least_members,
        });
    }
    for name in formed.roles.values().chain(&formed.members) {
        super::words::limited("name", name, super::TITLE_LIMIT)?;
    }
    if formed.roles.is_empty() && formed.members.is_empty() {
        return Err(missing("members"));
    }
    Ok(Event::TaskForceFormed { task_force: formed })
}
