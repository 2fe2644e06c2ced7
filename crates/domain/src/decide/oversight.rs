//! What goes beside the way: supervision, adoption, whistles, sealing.

use jiff::Timestamp;

use super::guard::role_may;
use super::words::{department, missing, optional, required, unknown};
use super::{Context, clocks};
use crate::case::{Case, Satisfaction, Stage};
use crate::clock::ClockCode;
use crate::command::CommandKind;
use crate::department::DepartmentCode;
use crate::event::Event;
use crate::people::{Compartment, Role};
use crate::refusal::Refusal;

/// The stages in which somebody still owes an answer.
fn open_stages() -> Vec<Stage> {
    Stage::ALL
        .into_iter()
        .filter(|stage| stage.is_open())
        .collect()
}

/// 督办, on a rung of a ladder.
pub(super) fn supervise(
    ladder: &str,
    rung: u32,
    reason: &str,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    let reason = required("reason", reason)?;
    let rungs = context.profile.ladder(ladder).map(|ladder| &ladder.rungs);
    let rungs = rungs.ok_or_else(|| unknown("ladder", ladder))?;
    let step = rungs.get(rung as usize).ok_or(Refusal::LadderTop)?;
    let due = context.calendar.deadline(context.now, step.period);
    Ok(vec![
        Event::Supervised {
            ladder: ladder.to_owned(),
            rung,
            reason,
            due_at: due.at,
        },
        clocks::beside(
            ClockCode::SUPERVISION,
            Some(step.period),
            due,
            open_stages(),
            context,
        ),
    ])
}

/// 升级督办
pub(super) fn climb(case: &Case, reason: &str, context: &Context) -> Result<Vec<Event>, Refusal> {
    let stands = case.supervision.as_ref().ok_or(Refusal::NoSupervision)?;
    supervise(&stands.ladder, stands.rung + 1, reason, context)
}

/// 领导包案
pub(super) fn adopt(unit: &DepartmentCode, context: &Context) -> Result<Event, Refusal> {
    department("unit", unit, context)?;
    Ok(Event::Adopted { unit: unit.clone() })
}

/// 包案落实: the leader's items only by the leader, the unit's only by the unit.
pub(super) fn attest(
    case: &Case,
    item: &str,
    evidence: &str,
    context: &Context,
) -> Result<Event, Refusal> {
    let adoption = case.adoption.as_ref().ok_or(Refusal::NotAdopted)?;
    let rule = context.profile.adoption.as_ref();
    let rule = rule.ok_or(Refusal::NotInProfile {
        command: CommandKind::Attest,
    })?;
    let is_in = |items: &[crate::profile::Named]| items.iter().any(|known| known.code == item);
    if is_in(&rule.leader_items) {
        if adoption.leader != context.actor.user {
            return Err(Refusal::NotAdopter);
        }
    } else if is_in(&rule.unit_items) {
        let own = context.actor.role == Role::Clerk;
        if !own || context.actor.department.as_ref() != Some(&adoption.unit) {
            return Err(Refusal::NotAdoptedUnit);
        }
    } else {
        return Err(unknown("item", item));
    }
    Ok(Event::Attested {
        item: item.to_owned(),
        evidence: required("evidence", evidence)?,
    })
}

/// 吹哨
pub(super) fn whistle(
    units: &[DepartmentCode],
    needed_by: Timestamp,
    reason: &str,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    if units.is_empty() {
        return Err(missing("units"));
    }
    for unit in units {
        department("units", unit, context)?;
    }
    if needed_by <= context.now {
        return Err(Refusal::DueInPast { due_at: needed_by });
    }
    Ok(vec![
        Event::Whistled {
            units: units.iter().cloned().collect(),
            needed_by,
            reason: required("reason", reason)?,
        },
        clocks::beside(
            ClockCode::WHISTLE,
            None,
            clocks::fixed(needed_by),
            open_stages(),
            context,
        ),
    ])
}

/// 报到
pub(super) fn report_in(case: &Case, note: &str, context: &Context) -> Result<Event, Refusal> {
    let own = context.actor.department.as_ref();
    let called = case.whistle.as_ref().zip(own);
    let (whistle, own) = called.ok_or(Refusal::NotWhistled)?;
    match whistle.units.get(own) {
        None => Err(Refusal::NotWhistled),
        Some(Some(_)) => Err(Refusal::AlreadyReportedIn),
        Some(None) => Ok(Event::ReportedIn {
            unit: own.clone(),
            note: optional("note", note)?,
        }),
    }
}

/// 评价吹哨报到: a called unit's own clerks rate the call, whoever may whistle rates the unit; each
/// once, when the unit is there or it is too late.
pub(super) fn rate_whistle(
    case: &Case,
    unit: &DepartmentCode,
    satisfaction: Satisfaction,
    note: &str,
    context: &Context,
) -> Result<Event, Refusal> {
    let whistle = case.whistle.as_ref().ok_or(Refusal::NotWhistled)?;
    let arrived = whistle.units.get(unit).ok_or(Refusal::NotWhistled)?;
    if arrived.is_none() && context.now <= whistle.needed_by {
        return Err(Refusal::WhistleStillOut);
    }
    let by_unit = context.actor.department.as_ref() == Some(unit);
    if !by_unit {
        role_may(CommandKind::Whistle, context)?;
    }
    let ratings = whistle.ratings.get(unit).copied().unwrap_or_default();
    let said = if by_unit {
        ratings.of_call
    } else {
        ratings.of_unit
    };
    if said.is_some() {
        return Err(Refusal::WhistleRated);
    }
    let note = if satisfaction == Satisfaction::Dissatisfied {
        required("note", note)?
    } else {
        optional("note", note)?
    };
    Ok(Event::WhistleRated {
        unit: unit.clone(),
        by_unit,
        satisfaction,
        note,
    })
}

/// 发放政策服务包
pub(super) fn hand_out(policies: &[String], context: &Context) -> Result<Event, Refusal> {
    if policies.is_empty() {
        return Err(missing("policies"));
    }
    for code in policies {
        if context.profile.policy(code).is_none() {
            return Err(unknown("policies", code));
        }
    }
    Ok(Event::HandedOut {
        policies: policies.iter().cloned().collect(),
    })
}

/// 封存: nobody can seal away what they could then not see.
pub(super) fn seal(
    compartment: &Compartment,
    reason: &str,
    context: &Context,
) -> Result<Event, Refusal> {
    let mut known = context.profile.compartments.iter();
    if !known.any(|one| one.code == compartment.0) {
        return Err(unknown("compartment", &compartment.0));
    }
    if !context.scope.compartments.contains(compartment) {
        return Err(Refusal::CompartmentNotYours);
    }
    Ok(Event::Sealed {
        compartment: compartment.clone(),
        reason: required("reason", reason)?,
    })
}
