//! Which clocks start, start anew, or move.

use jiff::Timestamp;

use super::Context;
use crate::calendar::{Calendar, Deadline, Period};
use crate::case::{Case, Stage};
use crate::clock::{Clock, ClockCode};
use crate::event::{ClockCause, Event};
use crate::profile::{ClockMatter, ClockRule};

/// The clocks that start when a case comes to a stage. One that runs already and also runs there
/// goes on.
pub(super) fn started(
    case: Option<&Case>,
    next: Stage,
    matter: &ClockMatter,
    context: &Context,
) -> Vec<Event> {
    let goes_on = |clock: &Clock| clock.stopped_at.is_none() && clock.stages.contains(&next);
    let mut events = Vec::new();
    let mut late = Vec::new();
    for code in context.profile.clock_codes() {
        let Some(rule) = context.profile.clock_rule(code, matter) else {
            continue;
        };
        let is_on = case.is_some_and(|case| {
            case.clocks
                .iter()
                .any(|clock| clock.code == *code && goes_on(clock))
        });
        if is_on || !rule.stages.contains(&next) {
            continue;
        }
        if rule.without_deadline {
            late.push(start(rule, case, context));
        } else {
            events.push(start(rule, case, context));
        }
    }
    let limits = |clock: &Clock| goes_on(clock) && !clock.code.is_beside();
    let is_limited = !events.is_empty() || case.is_some_and(|case| case.clocks.iter().any(limits));
    if !is_limited {
        events.extend(late);
    }
    events
}

fn start(rule: &ClockRule, case: Option<&Case>, context: &Context) -> Event {
    let (from, due, is_counted) = run_out(rule, case, context);
    Event::ClockStarted {
        clock: rule.code.clone(),
        from,
        period: is_counted.then_some(rule.period),
        due,
        stages: rule.stages.clone(),
        stops: rule.stops.clone(),
        repeats: rule.repeats,
    }
}

/// From when a clock counts, when it runs out, and whether its own period says so. A clock that
/// follows its order counts from the dispatch, or ends when the dispatcher said; the green channel
/// gives no order more time than its own row. An order that was answered once is spent: what is
/// done again has the whole period.
fn run_out(
    rule: &ClockRule,
    case: Option<&Case>,
    context: &Context,
) -> (Timestamp, Deadline, bool) {
    let order = case
        .filter(|case| rule.follows_order && case.marks.fed_back_at <= case.marks.dispatched_at)
        .and_then(|case| Some((case.order_due_at?, case.marks.dispatched_at?, case)));
    let from_now = context.calendar.deadline(context.now, rule.period);
    let Some((due_at, dispatched_at, case)) = order else {
        return (context.now, from_now, true);
    };
    let counted = context.calendar.deadline(dispatched_at, rule.period);
    if counted.at == due_at {
        (dispatched_at, counted, true)
    } else if case.expedited.is_some() && from_now.at < due_at {
        (context.now, from_now, true)
    } else if case.order_clock.is_some() {
        // Nobody named the time: a calendar that came since dispatch counts.
        (dispatched_at, counted, true)
    } else {
        (context.now, fixed(due_at), false)
    }
}

/// A clock that goes beside the way and starts now; `period` is `None` for a time set by hand.
pub(super) fn beside(
    code: &str,
    period: Option<Period>,
    due: Deadline,
    stages: Vec<Stage>,
    context: &Context,
) -> Event {
    Event::ClockStarted {
        clock: ClockCode::new(code),
        from: context.now,
        period,
        due,
        stages,
        stops: Vec::new(),
        repeats: false,
    }
}

/// A deadline that somebody set.
pub(super) const fn fixed(at: Timestamp) -> Deadline {
    Deadline {
        at,
        nominal: at,
        provisional: None,
    }
}

/// The feedback clocks that start anew with a report of progress.
pub(super) fn repeated(case: &Case, context: &Context) -> Vec<Event> {
    let matter = ClockMatter::of(case);
    case.running_clocks()
        .filter(|clock| clock.repeats)
        .filter_map(|clock| context.profile.clock_rule(&clock.code, &matter))
        .map(|rule| start(rule, Some(case), context))
        .collect()
}

/// The end of a pause: what stood still moves on by as much as did not count.
pub(super) fn resumed(case: &Case, event: Event, context: &Context) -> Vec<Event> {
    let mut events = vec![event];
    for clock in &case.clocks {
        if let (Some(paused_at), None) = (clock.paused_at, clock.stopped_at) {
            let due = match clock.period {
                Some(period) => {
                    context
                        .calendar
                        .resumed(&clock.due, period, paused_at, context.now)
                }
                None => fixed(later(clock.due.at, paused_at, context.now)),
            };
            events.push(Event::ClockMoved {
                clock: clock.code.clone(),
                due,
                cause: ClockCause::Pause,
                period: None,
            });
        }
    }
    events
}

fn later(due: Timestamp, paused_at: Timestamp, now: Timestamp) -> Timestamp {
    due.checked_add(now.duration_since(paused_at))
        .unwrap_or(Timestamp::MAX)
}

/// The clocks that another row of the table holds for now, because the case came onto the green
/// channel: they count from here, and never give more time than was left.
pub(super) fn hastened(case: &Case, context: &Context) -> Vec<Event> {
    let before = ClockMatter::of(case);
    let after = ClockMatter {
        expedited: true,
        ..before
    };
    let running = case.running_clocks().filter_map(|clock| {
        let was = context.profile.clock_rule(&clock.code, &before)?;
        let is = context.profile.clock_rule(&clock.code, &after)?;
        let due = context.calendar.deadline(context.now, is.period);
        (was != is && due.at < clock.due.at).then(|| Event::ClockMoved {
            clock: clock.code.clone(),
            due,
            cause: ClockCause::GreenChannel,
            period: Some(is.period),
        })
    });
    running.collect()
}

/// The clocks that another row of the table holds for now, because the case is of another urgency
/// or category than was thought: they count from where they started. One that somebody has moved
/// stays where people were told it is.
pub(super) fn regraded(
    case: &Case,
    next: Stage,
    after: &ClockMatter,
    context: &Context,
) -> Vec<Event> {
    let before = ClockMatter::of(case);
    let running = case
        .running_clocks()
        .filter(|clock| clock.moved == 0 && clock.period.is_some())
        .filter(|clock| clock.stages.contains(&next))
        .filter_map(|clock| {
            let was = context.profile.clock_rule(&clock.code, &before)?;
            let is = context.profile.clock_rule(&clock.code, after)?;
            (was != is).then(|| Event::ClockMoved {
                clock: clock.code.clone(),
                due: context.calendar.deadline(clock.started_at, is.period),
                cause: ClockCause::Regraded,
                period: Some(is.period),
            })
        });
    running.collect()
}

/// The clocks of a case whose deadline was provisional and no longer is, because the year's
/// calendar is known now: moved, each with an event that says so.
pub fn recomputed(case: &Case, calendar: &Calendar) -> Vec<Event> {
    let moved = case.running_clocks().filter_map(|clock| {
        clock.due.provisional.filter(|year| calendar.knows(*year))?;
        let period = clock.period?;
        // An extension or a pause has moved it by hand since; the day it fell on then was told to
        // people and stays, only the mark goes.
        let due = if clock.moved == 0 {
            calendar.deadline(clock.started_at, period)
        } else {
            Deadline {
                provisional: None,
                ..clock.due
            }
        };
        Some(Event::ClockMoved {
            clock: clock.code.clone(),
            due,
            cause: ClockCause::Calendar,
            period: None,
        })
    });
    moved.collect()
}
