//! Folding events into state.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::case::{Case, CaseNumber, Facts, Outcome, Stage};
use crate::clock::{Clock, ClockKind};
use crate::event::{Event, Recorded};

/// The state after one more event. Only [`Event::Reported`] and [`Event::Imported`] may come
/// first; any other event on no case leaves no case.
pub fn apply(case: Option<Case>, recorded: &Recorded) -> Option<Case> {
    let mut case = match (case, &recorded.event) {
        (None, Event::Reported { facts, number } | Event::Imported { facts, number, .. }) => {
            begun(recorded, facts, number.as_ref())
        }
        (None, _) => return None,
        (Some(case), _) => case,
    };
    case.revision = recorded.revision;
    fold(&mut case, recorded);
    Some(case)
}

fn begun(recorded: &Recorded, facts: &Facts, number: Option<&CaseNumber>) -> Case {
    Case {
        id: recorded.case,
        number: number.cloned(),
        revision: 0,
        facts: facts.clone(),
        stage: Stage::Reported,
        lead: None,
        assists: BTreeSet::new(),
        requirements: String::new(),
        order_due_at: None,
        dispatched_by: None,
        handlers: BTreeSet::new(),
        clocks: Vec::new(),
        reported_at: recorded.at,
        closed_at: None,
        result: String::new(),
        outcome: None,
        satisfaction: None,
        returned: 0,
        urged: 0,
        reopened: 0,
        imported: None,
    }
}

fn fold(case: &mut Case, recorded: &Recorded) {
    let at = recorded.at;
    match &recorded.event {
        Event::Reported { .. } => {}
        Event::Imported {
            external,
            reported_at,
            reply,
            ..
        } => {
            case.imported = Some(external.clone());
            case.reported_at = *reported_at;
            if let Some(reply) = reply {
                case.result.clone_from(&reply.text);
                end(case, Stage::Closed, reply.at);
            }
        }
        Event::Amended { facts } => case.facts = (**facts).clone(),
        Event::Verified { .. } => enter(case, Stage::Verified, at),
        Event::Declined { reason } => {
            case.outcome = Some(Outcome {
                reason: reason.clone(),
                note: String::new(),
            });
            end(case, Stage::Declined, at);
        }
        Event::Established { urgency } => {
            case.facts.urgency = *urgency;
            enter(case, Stage::Established, at);
        }
        Event::Dispatched {
            lead,
            assists,
            requirements,
            due_at,
        } => {
            case.lead = Some(lead.clone());
            case.assists.clone_from(assists);
            case.requirements.clone_from(requirements);
            case.order_due_at = *due_at;
            case.dispatched_by = Some(recorded.actor.user.clone());
            enter(case, Stage::Dispatched, at);
        }
        Event::Withdrawn { .. } => without_order(case, at),
        Event::Accepted => {
            case.handlers.insert(recorded.actor.user.clone());
            enter(case, Stage::Handling, at);
        }
        Event::Returned { .. } => {
            case.returned += 1;
            without_order(case, at);
        }
        Event::Progressed { .. } => {
            case.handlers.insert(recorded.actor.user.clone());
        }
        Event::FedBack { result } => {
            case.handlers.insert(recorded.actor.user.clone());
            case.result.clone_from(result);
            enter(case, Stage::FedBack, at);
        }
        Event::Closed { reason, note } => {
            case.outcome = Some(Outcome {
                reason: reason.clone(),
                note: note.clone(),
            });
            end(case, Stage::Closed, at);
        }
        Event::Reopened { .. } => {
            case.reopened += 1;
            case.outcome = None;
            case.satisfaction = None;
            case.closed_at = None;
            enter(case, Stage::Handling, at);
        }
        Event::Evaluated { satisfaction } => {
            case.satisfaction = Some(*satisfaction);
            case.stage = Stage::Evaluated;
        }
        Event::Urged { .. } => case.urged += 1,
        Event::ClockStarted { clock, due_at } => {
            stop(case, *clock, at);
            case.clocks.push(Clock {
                kind: *clock,
                started_at: at,
                due_at: *due_at,
                stopped_at: None,
            });
        }
    }
}

fn enter(case: &mut Case, stage: Stage, at: Timestamp) {
    stop(case, ClockKind::Stage, at);
    case.stage = stage;
}

fn end(case: &mut Case, stage: Stage, at: Timestamp) {
    enter(case, stage, at);
    stop(case, ClockKind::Whole, at);
    case.closed_at = Some(at);
}

fn without_order(case: &mut Case, at: Timestamp) {
    case.lead = None;
    case.assists.clear();
    case.order_due_at = None;
    case.dispatched_by = None;
    enter(case, Stage::Established, at);
}

fn stop(case: &mut Case, kind: ClockKind, at: Timestamp) {
    let running = case
        .clocks
        .iter_mut()
        .find(|c| c.kind == kind && c.stopped_at.is_none());
    if let Some(clock) = running {
        clock.stopped_at = Some(at);
    }
}
