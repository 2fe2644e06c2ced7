//! Asking leave, standing still, answering, checking, visiting, closing, reviewing.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::guard::visitor_of;
use super::words::{missing, optional, required, unknown};
use super::{Context, clocks, staged};
use crate::case::{Case, Mediation, PauseCause, Stage, VisitAnswers, Wish};
use crate::clock::{ClockCode, Period};
use crate::command::CommandKind;
use crate::event::{ClockCause, Event};
use crate::profile::{ClockMatter, ClockRule};
use crate::refusal::Refusal;

/// 申请延期
pub(super) fn ask_extension(
    case: &Case,
    code: &ClockCode,
    period: Period,
    reason: &str,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    let reason = required("reason", reason)?;
    let rule = extendable(case, code, context)?;
    let longest = rule.1;
    if !is_within(period, longest) {
        return Err(Refusal::ExtensionTooLong { longest });
    }
    let wish = Wish::Extension {
        clock: code.clone(),
        period,
    };
    Ok(vec![Event::Requested { wish, reason }])
}

/// The row of a running clock that may still be extended, with the longest extension.
fn extendable<'a>(
    case: &Case,
    code: &ClockCode,
    context: &'a Context,
) -> Result<(&'a ClockRule, Period), Refusal> {
    let clock = case.clock(code).ok_or(Refusal::ClockNotRunning)?;
    let matter = ClockMatter::of(case);
    let rule = context.profile.clock_rule(code, &matter);
    let rule = rule.ok_or(Refusal::ClockNotRunning)?;
    let clock_name = || rule.name.clone();
    let extension = rule.extension.as_ref();
    let extension = extension.ok_or_else(|| Refusal::ExtensionNotAllowed {
        clock_name: clock_name(),
    })?;
    if clock.extended >= extension.times {
        return Err(Refusal::ExtensionsUsed {
            clock_name: clock_name(),
            times: extension.times,
        });
    }
    Ok((rule, extension.longest))
}

/// Whether a period is of the same unit and no longer; nothing is not an extension.
fn is_within(period: Period, longest: Period) -> bool {
    match (period, longest) {
        (Period::NaturalDays(asked), Period::NaturalDays(most))
        | (Period::WorkingDays(asked), Period::WorkingDays(most))
        | (Period::Months(asked), Period::Months(most))
        | (Period::Years(asked), Period::Years(most))
        | (Period::RunningHours(asked), Period::RunningHours(most))
        | (Period::WorkingHours(asked), Period::WorkingHours(most)) => (1..=most).contains(&asked),
        _ => false,
    }
}

/// 批准
pub(super) fn approve(case: &Case, note: &str, context: &Context) -> Result<Vec<Event>, Refusal> {
    let request = case.request.as_ref().ok_or(Refusal::NoRequest)?;
    match &request.wish {
        Wish::Void => Ok(vec![
            Event::RequestApproved {
                note: optional("note", note)?,
            },
            Event::Voided,
        ]),
        Wish::Extension { clock, period } => {
            let (rule, _) = extendable(case, clock, context)?;
            let told = rule.extension.as_ref().is_some_and(|rule| rule.told);
            let note = if told {
                required("note", note)?
            } else {
                optional("note", note)?
            };
            let running = case.clock(clock).ok_or(Refusal::ClockNotRunning)?;
            let due = context.calendar.extended(&running.due, *period);
            Ok(vec![
                Event::RequestApproved { note },
                Event::ClockMoved {
                    clock: clock.clone(),
                    due,
                    cause: ClockCause::Extension,
                    period: None,
                },
            ])
        }
    }
}

/// 缓办、听证
pub(super) fn suspend(
    cause: PauseCause,
    reason: &str,
    until: Option<Date>,
    context: &Context,
) -> Result<Event, Refusal> {
    if !context.profile.pauses.contains(&cause) {
        return Err(unknown("cause", cause.name()));
    }
    if let Some(until) = until
        && until < context.calendar.date(context.now)
    {
        return Err(Refusal::DueInPast {
            due_at: context.calendar.end_of(until),
        });
    }
    Ok(Event::Suspended {
        cause,
        reason: required("reason", reason)?,
        until,
    })
}

/// 移送
pub(super) fn hand_off(body: &str, reason: &str, context: &Context) -> Result<Event, Refusal> {
    if body.is_empty() {
        return Err(missing("body"));
    }
    if context.profile.body(body).is_none() {
        return Err(unknown("body", body));
    }
    Ok(Event::HandedOff {
        body: body.to_owned(),
        reason: required("reason", reason)?,
    })
}

/// 记录调解
pub(super) fn mediate(mediation: &Mediation, context: &Context) -> Result<Vec<Event>, Refusal> {
    let rule = context.profile.mediation.as_ref();
    let rule = rule.ok_or(Refusal::NotInProfile {
        command: CommandKind::Mediate,
    })?;
    let mut bodies = mediation.bodies.clone();
    bodies.sort();
    bodies.dedup();
    for body in &bodies {
        if !rule.bodies.iter().any(|known| known.code == *body) {
            return Err(unknown("bodies", body));
        }
    }
    if bodies.len() < usize::from(rule.least_bodies) {
        return Err(Refusal::TooFewBodies {
            least: rule.least_bodies,
        });
    }
    let parties: Vec<String> = mediation
        .parties
        .iter()
        .map(|party| party.trim().to_owned())
        .filter(|party| !party.is_empty())
        .collect();
    // A mediation is between at least two.
    if parties.len() < 2 {
        return Err(missing("parties"));
    }
    let mediation = Mediation {
        bodies,
        parties,
        amount_fen: mediation.amount_fen.filter(|_| mediation.agreed),
        agreed: mediation.agreed,
        text: required("text", &mediation.text)?,
    };
    let confirmation = rule.confirmation.filter(|_| mediation.agreed);
    let mut events = vec![Event::Mediated { mediation }];
    if let Some(period) = confirmation {
        let due = context.calendar.deadline(context.now, period);
        let (code, stages) = (ClockCode::CONFIRMATION, Stage::ALL.to_vec());
        events.push(clocks::beside(code, Some(period), due, stages, context));
    }
    Ok(events)
}

/// 核查
pub(super) fn check(
    case: &Case,
    passed: bool,
    note: &str,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    Ok(if passed {
        let note = optional("note", note)?;
        staged(case, Event::CheckPassed { note }, Stage::Checked, context)
    } else {
        let note = required("note", note)?;
        staged(case, Event::CheckFailed { note }, Stage::Handling, context)
    })
}

/// 回访
pub(super) fn visit(
    case: &Case,
    answers: VisitAnswers,
    note: &str,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    let note = if answers.all() {
        optional("note", note)?
    } else {
        required("note", note)?
    };
    let mut events = vec![Event::Visited {
        visitor: visitor_of(context.actor),
        answers,
        note: note.clone(),
    }];
    if !answers.all() {
        let reopened = Event::Reopened { reason: note };
        events.extend(staged(case, reopened, Stage::Handling, context));
    }
    Ok(events)
}

/// 结案
pub(super) fn close(
    reason: &str,
    note: &str,
    demands: &BTreeMap<String, String>,
    context: &Context,
) -> Result<Event, Refusal> {
    let closing = context.profile.closing(reason);
    let closing = closing.ok_or_else(|| unknown("reason", reason))?;
    let note = if closing.needs_note {
        required("note", note)?
    } else {
        optional("note", note)?
    };
    let mut given = BTreeMap::new();
    for demand in &closing.demands {
        let words = demands.get(&demand.code).map_or("", String::as_str);
        let words = optional("demands", words)?;
        if words.is_empty() {
            return Err(Refusal::DemandMissing {
                demand: demand.name.clone(),
            });
        }
        given.insert(demand.code.clone(), words);
    }
    Ok(Event::Closed {
        reason: reason.to_owned(),
        note,
        demands: given,
    })
}

/// 申请复查、复核
pub(super) fn ask_review(
    case: &Case,
    reason: &str,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    let reason = required("reason", reason)?;
    let next = if case.reviews == 0 {
        Stage::UnderReview
    } else {
        Stage::UnderFinalReview
    };
    Ok(staged(case, Event::ReviewAsked { reason }, next, context))
}

/// 复查、复核决定
pub(super) fn decide_review(
    case: &Case,
    maintained: bool,
    text: &str,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    let text = required("text", text)?;
    let next = if maintained {
        Stage::Closed
    } else {
        Stage::Handling
    };
    let event = Event::ReviewDecided { maintained, text };
    Ok(staged(case, event, next, context))
}

/// Until when a review of a case may be asked for.
pub(super) fn review_until(case: &Case, context: &Context) -> Option<jiff::Timestamp> {
    let rule = context.profile.review.as_ref()?;
    let closed_at = case.closed_at?;
    Some(context.calendar.deadline(closed_at, rule.ask_within).at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_of_the_same_unit_and_no_longer() {
        let longest = Period::NaturalDays(30);
        assert!(is_within(Period::NaturalDays(30), longest));
        assert!(!is_within(Period::NaturalDays(31), longest));
        assert!(!is_within(Period::NaturalDays(0), longest));
        assert!(!is_within(Period::WorkingDays(1), longest));
    }
}
