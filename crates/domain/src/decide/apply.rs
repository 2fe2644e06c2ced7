//! Folding events into state.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::guard::visitor_of;
use crate::case::{
    Adoption, Attached, Case, CaseNumber, Evaluation, Facts, HandOff, Marks, Objection, Outcome,
    Path, Pause, PauseCause, Request, Stage, Supervision, Visit, Visitor, Whistle,
};
use crate::clock::{Clock, ClockCode};
use crate::event::{ClockCause, Event, Recorded};
use crate::people::Role;

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
    way(&mut case, recorded);
    Some(case)
}

fn begun(recorded: &Recorded, facts: &Facts, number: Option<&CaseNumber>) -> Case {
    Case {
        id: recorded.case,
        number: number.cloned(),
        revision: 0,
        facts: facts.clone(),
        stage: Stage::Reported,
        intake: recorded.actor.department.clone(),
        path: None,
        expedited: None,
        research: None,
        designated: false,
        lead: None,
        assists: BTreeSet::new(),
        requirements: String::new(),
        order_due_at: None,
        order_clock: None,
        dispatched_by: None,
        objection: None,
        task_force: None,
        request: None,
        pause: None,
        handlers: BTreeSet::new(),
        clocks: Vec::new(),
        reported_at: recorded.at,
        marks: Marks::default(),
        closed_at: None,
        closed_by: None,
        result: String::new(),
        visits: Vec::new(),
        last_visit: None,
        outcome: None,
        satisfaction: None,
        last_evaluation: None,
        returned: 0,
        returned_by: BTreeSet::new(),
        urged: 0,
        reopened: 0,
        extended: 0,
        reviews: 0,
        supervised: 0,
        supervision: None,
        adoption: None,
        whistle: None,
        handed_out: BTreeSet::new(),
        mediations: Vec::new(),
        attachments: Vec::new(),
        merged_into: None,
        merged_at: None,
        absorbed: BTreeSet::new(),
        links: BTreeSet::new(),
        compartment: None,
        imported: None,
    }
}

/// From taking in to dispatch; what comes later is in [`work`], [`ending`] and [`beside`].
fn way(case: &mut Case, recorded: &Recorded) {
    let at = recorded.at;
    match &recorded.event {
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
        Event::Triaged { path, assists, .. } => {
            case.path = Some(*path);
            if *path != Path::ReportUp {
                case.lead.clone_from(&case.intake);
                case.assists.clone_from(assists);
                // The centre may sort for a department; that is not yet work on the matter.
                if recorded.actor.role == Role::Clerk {
                    case.handlers.insert(recorded.actor.user.clone());
                }
                case.marks.accepted_at = Some(at);
                enter(case, Stage::Handling, at);
            }
        }
        Event::Verified { .. } => enter(case, Stage::Verified, at),
        Event::Declined { reason } => {
            case.outcome = Some(Outcome {
                reason: reason.clone(),
                note: String::new(),
                demands: BTreeMap::new(),
            });
            end(case, Stage::Declined, at);
        }
        Event::Established { urgency } => {
            case.facts.urgency = *urgency;
            case.marks.established_at.get_or_insert(at);
            enter(case, Stage::Established, at);
        }
        Event::Expedited { reason } => case.expedited = Some(reason.clone()),
        Event::Referred { reason } => case.research = Some(reason.clone()),
        Event::Dispatched {
            lead,
            assists,
            requirements,
            due_at,
            clock,
            designated,
            ..
        } => {
            case.path = case.path.map(|_| Path::ReportUp);
            case.lead = Some(lead.clone());
            case.assists.clone_from(assists);
            case.requirements.clone_from(requirements);
            case.order_due_at = *due_at;
            case.order_clock.clone_from(clock);
            case.dispatched_by = Some(recorded.actor.user.clone());
            case.designated = *designated;
            case.research = None;
            case.objection = None;
            case.task_force = None;
            case.marks.first_dispatched_at.get_or_insert(at);
            case.marks.dispatched_at = Some(at);
            enter(case, Stage::Dispatched, at);
        }
        Event::Withdrawn { back_to, .. } if case.stage == Stage::Closed => {
            unclose(case, *back_to);
        }
        Event::Withdrawn { back_to, .. } => without_order(case, *back_to, at),
        Event::Returned { back_to, .. } => {
            case.returned += 1;
            case.returned_by.extend(case.lead.clone());
            without_order(case, *back_to, at);
        }
        _ => work(case, recorded),
    }
}

/// What the department does.
fn work(case: &mut Case, recorded: &Recorded) {
    let at = recorded.at;
    let user = || recorded.actor.user.clone();
    match &recorded.event {
        Event::Accepted => {
            case.handlers.insert(user());
            case.marks.accepted_at.get_or_insert(at);
            enter(case, Stage::Handling, at);
        }
        Event::Objected { reason } => {
            case.objection = Some(Objection {
                reason: reason.clone(),
                at,
            });
        }
        Event::ObjectionRejected { .. } => case.objection = None,
        Event::TaskForceFormed { task_force } => case.task_force = Some(task_force.clone()),
        Event::Progressed { .. } => {
            case.handlers.insert(user());
        }
        Event::Requested { wish, reason } => {
            case.request = Some(Request {
                wish: wish.clone(),
                reason: reason.clone(),
                by: user(),
                at,
            });
        }
        Event::RequestApproved { .. } | Event::RequestRefused { .. } => case.request = None,
        Event::Suspended {
            cause,
            reason,
            until,
        } => {
            let pause = Pause {
                cause: *cause,
                reason: reason.clone(),
                since: at,
                until: *until,
                hand_off: None,
            };
            pause_clocks(case, pause);
        }
        Event::HandedOff { body, reason } => {
            let pause = Pause {
                cause: PauseCause::HandOff,
                reason: reason.clone(),
                since: at,
                until: None,
                hand_off: Some(HandOff { body: body.clone() }),
            };
            pause_clocks(case, pause);
        }
        Event::Resumed { .. } | Event::CameBack { .. } => {
            case.pause = None;
            for clock in &mut case.clocks {
                clock.paused_at = None;
            }
        }
        Event::Mediated { mediation } => {
            case.handlers.insert(user());
            case.mediations.push(mediation.clone());
        }
        Event::FedBack { result } => {
            case.handlers.insert(user());
            case.result.clone_from(result);
            case.visits.clear();
            case.marks.fed_back_at = Some(at);
            enter(case, Stage::FedBack, at);
        }
        _ => ending(case, recorded),
    }
}

/// Checking, visiting, closing, and what may come after.
fn ending(case: &mut Case, recorded: &Recorded) {
    let at = recorded.at;
    match &recorded.event {
        Event::CheckPassed { .. } => enter(case, Stage::Checked, at),
        Event::CheckFailed { .. } | Event::Reopened { .. } => rework(case, at),
        Event::Visited {
            visitor, answers, ..
        } => {
            debug_assert_eq!(
                *visitor,
                visitor_of(&recorded.actor),
                "who visits is who acts"
            );
            if *visitor == Visitor::Handler {
                case.handlers.insert(recorded.actor.user.clone());
            }
            let visit = Visit {
                visitor: *visitor,
                user: recorded.actor.user.clone(),
                unit: recorded.actor.department.clone(),
                answers: *answers,
                at,
            };
            case.last_visit = Some(visit.clone());
            case.visits.push(visit);
        }
        Event::Closed {
            reason,
            note,
            demands,
        } => {
            case.outcome = Some(Outcome {
                reason: reason.clone(),
                note: note.clone(),
                demands: demands.clone(),
            });
            case.closed_by = Some(recorded.actor.user.clone());
            end(case, Stage::Closed, at);
        }
        Event::Voided => {
            case.request = None;
            end(case, Stage::Voided, at);
        }
        Event::ReviewAsked { .. } => {
            case.reviews += 1;
            // Under review a closing is no longer its author's to take back.
            case.closed_by = None;
            let stage = if case.reviews == 1 {
                Stage::UnderReview
            } else {
                Stage::UnderFinalReview
            };
            enter(case, stage, at);
        }
        Event::ReviewDecided { maintained, .. } => {
            if *maintained {
                end(case, Stage::Closed, at);
            } else {
                rework(case, at);
            }
        }
        Event::Evaluated { satisfaction } => {
            case.satisfaction = Some(*satisfaction);
            case.last_evaluation = Some(Evaluation {
                satisfaction: *satisfaction,
                at,
            });
            enter(case, Stage::Evaluated, at);
        }
        _ => beside(case, recorded),
    }
}

/// What goes beside the way, and the clocks.
#[expect(clippy::too_many_lines, reason = "one table, an arm for each kind")]
fn beside(case: &mut Case, recorded: &Recorded) {
    let at = recorded.at;
    match &recorded.event {
        Event::Urged { .. } => case.urged += 1,
        Event::Supervised {
            ladder,
            rung,
            reason,
            due_at,
        } => {
            case.supervised += 1;
            case.supervision = Some(Supervision {
                ladder: ladder.clone(),
                rung: *rung,
                slip: case.supervised,
                reason: reason.clone(),
                issued_at: at,
                due_at: *due_at,
                answer: None,
            });
        }
        Event::SupervisionAnswered { text } => {
            if let Some(supervision) = &mut case.supervision {
                supervision.answer = Some(text.clone());
            }
            stop(case, ClockCode::SUPERVISION, at);
        }
        Event::Adopted { unit } => {
            case.adoption = Some(Adoption {
                leader: recorded.actor.user.clone(),
                name: recorded.actor.name.clone(),
                unit: unit.clone(),
                evidence: BTreeMap::new(),
            });
        }
        Event::Attested { item, evidence } => {
            if let Some(adoption) = &mut case.adoption {
                adoption.evidence.insert(item.clone(), evidence.clone());
            }
        }
        Event::Whistled {
            units,
            needed_by,
            reason,
        } => {
            case.whistle = Some(Whistle {
                reason: reason.clone(),
                needed_by: *needed_by,
                units: units.iter().map(|unit| (unit.clone(), None)).collect(),
                ratings: BTreeMap::new(),
            });
        }
        Event::WhistleRated {
            unit,
            by_unit,
            satisfaction,
            ..
        } => {
            if let Some(whistle) = &mut case.whistle {
                let ratings = whistle.ratings.entry(unit.clone()).or_default();
                let side = if *by_unit {
                    &mut ratings.of_call
                } else {
                    &mut ratings.of_unit
                };
                *side = Some(*satisfaction);
            }
        }
        Event::HandedOut { policies } => case.handed_out.extend(policies.iter().cloned()),
        Event::Attached { attachment } => case.attachments.push(Attached {
            attachment: attachment.clone(),
            by: recorded.actor.user.clone(),
            by_name: recorded.actor.name.clone(),
            at,
        }),
        Event::ReportedIn { unit, .. } => {
            if let Some(whistle) = &mut case.whistle {
                whistle.units.insert(unit.clone(), Some(at));
                if whistle.units.values().all(Option::is_some) {
                    stop(case, ClockCode::WHISTLE, at);
                }
            }
        }
        Event::Merged { into, .. } => {
            case.merged_into = Some(*into);
            case.merged_at = Some(at);
        }
        Event::Unmerged { .. } => {
            case.merged_into = None;
            case.merged_at = None;
        }
        Event::Absorbed { from } => {
            case.absorbed.insert(*from);
        }
        Event::Released { case: other } => {
            case.absorbed.remove(other);
        }
        Event::Linked { with, .. } => {
            case.links.insert(*with);
        }
        Event::Sealed { compartment, .. } => case.compartment = Some(compartment.clone()),
        Event::Unsealed { .. } => case.compartment = None,
        Event::ClockStarted {
            clock,
            from,
            period,
            due,
            stages,
            stops,
            repeats,
        } => {
            stop(case, clock.as_str(), at);
            case.clocks.push(Clock {
                code: clock.clone(),
                started_at: *from,
                period: *period,
                due: *due,
                stages: stages.clone(),
                stops: stops.clone(),
                repeats: *repeats,
                extended: 0,
                moved: 0,
                paused_at: None,
                stopped_at: None,
            });
        }
        Event::ClockMoved {
            clock,
            due,
            cause,
            period,
        } => {
            moved(case, clock, due, *cause);
            let running = case.clocks.iter_mut().rfind(|one| one.code == *clock);
            if let (Some(clock), Some(period)) = (running, period) {
                clock.period = Some(*period);
                if *cause == ClockCause::GreenChannel {
                    clock.started_at = at;
                }
            }
        }
        _ => {}
    }
}

fn moved(case: &mut Case, code: &ClockCode, due: &crate::clock::Deadline, cause: ClockCause) {
    let running = case
        .clocks
        .iter_mut()
        .find(|clock| clock.code == *code && clock.stopped_at.is_none());
    let Some(clock) = running else { return };
    clock.due = *due;
    match cause {
        ClockCause::Extension => {
            clock.extended += 1;
            clock.moved += 1;
            case.extended += 1;
        }
        ClockCause::Pause => clock.moved += 1,
        ClockCause::Calendar | ClockCause::Regraded | ClockCause::GreenChannel => {}
    }
}

/// Comes to a stage: the clocks that do not run there stop.
fn enter(case: &mut Case, stage: Stage, at: Timestamp) {
    case.stage = stage;
    for clock in &mut case.clocks {
        if clock.stopped_at.is_none() && !clock.stages.contains(&stage) {
            clock.stopped_at = Some(at);
        }
    }
}

fn end(case: &mut Case, stage: Stage, at: Timestamp) {
    enter(case, stage, at);
    case.closed_at = Some(at);
}

/// Takes a closing back: what it stopped runs on as if nothing had been. What was settled in the
/// very moment of the closing stays settled.
fn unclose(case: &mut Case, back_to: Stage) {
    let closed_at = case.closed_at.take();
    let answered = case.supervision.as_ref().is_none_or(|s| s.answer.is_some());
    let whistle = case.whistle.as_ref();
    let arrived = whistle.is_none_or(|whistle| whistle.units.values().all(Option::is_some));
    let mut later = BTreeSet::new();
    for clock in case.clocks.iter_mut().rev() {
        let settled = match clock.code.as_str() {
            ClockCode::SUPERVISION => answered,
            ClockCode::WHISTLE => arrived,
            _ => false,
        };
        let replaced = !later.insert(clock.code.clone());
        let was_stopped = clock.stopped_at == closed_at && clock.stages.contains(&back_to);
        if was_stopped && !settled && !replaced {
            clock.stopped_at = None;
        }
    }
    case.stage = back_to;
    case.outcome = None;
    case.closed_by = None;
}

fn rework(case: &mut Case, at: Timestamp) {
    case.reopened += 1;
    case.outcome = None;
    case.satisfaction = None;
    case.closed_at = None;
    case.closed_by = None;
    enter(case, Stage::Handling, at);
}

fn without_order(case: &mut Case, back_to: Stage, at: Timestamp) {
    case.lead = None;
    case.assists.clear();
    case.designated = false;
    case.order_due_at = None;
    case.order_clock = None;
    case.dispatched_by = None;
    case.objection = None;
    case.task_force = None;
    case.request = None;
    enter(case, back_to, at);
}

fn pause_clocks(case: &mut Case, pause: Pause) {
    for clock in &mut case.clocks {
        if clock.runs() && clock.stops.contains(&pause.cause) {
            clock.paused_at = Some(pause.since);
        }
    }
    case.pause = Some(pause);
}

fn stop(case: &mut Case, code: &str, at: Timestamp) {
    let running = case
        .clocks
        .iter_mut()
        .find(|clock| clock.code.as_str() == code && clock.stopped_at.is_none());
    if let Some(clock) = running {
        clock.stopped_at = Some(at);
    }
}
