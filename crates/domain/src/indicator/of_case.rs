//! From a case to its standing.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Called, Owed, Standing, Visit};
use crate::calendar::Calendar;
use crate::case::{Case, Satisfaction, Stage};
use crate::clock::Clock;
use crate::department::DepartmentCode;

impl Standing {
    /// What indicators need of a case. `None` for one that was voided or merged into another.
    ///
    /// Which clock limits what follows from the stages that it runs in, whatever the county calls
    /// it: acceptance runs while an order waits and not while it is handled, completion while it
    /// is handled and not after the answer, closing over both. Where no clock runs over both, closing
    /// is limited by the last clock before it, and without one by the completion's. Where no clock
    /// ends with the answer (a petition is answered when it is closed, 信访工作条例 34), the close is
    /// the answer. 基本满意 counts as satisfied.
    pub fn of(case: &Case, calendar: &Calendar) -> Option<Standing> {
        if case.stage == Stage::Voided || case.merged_into.is_some() {
            return None;
        }
        let day = |at: Option<Timestamp>| at.map(|at| calendar.date(at));
        let is_done = matches!(case.stage, Stage::Closed | Stage::Evaluated);
        let declined = case.stage == Stage::Declined;
        let closed_at = case.closed_at.filter(|_| is_done);
        let answered_at = case
            .marks
            .fed_back_at
            .filter(|_| is_done || matches!(case.stage, Stage::FedBack | Stage::Checked));
        let accepted_at = case
            .marks
            .accepted_at
            .filter(|_| case.lead.is_some() && case.stage != Stage::Dispatched);
        let measured = |owed: fn(&Clock) -> bool, done: Option<Timestamp>| {
            let clock = case
                .clocks
                .iter()
                .rev()
                .find(|clock| !is_beside(clock) && owed(clock));
            owed_by(clock, done, calendar)
        };
        let completion =
            |clock: &Clock| runs_in(clock, Stage::Handling) && !runs_in(clock, Stage::FedBack);
        let whole =
            |clock: &Clock| runs_in(clock, Stage::Handling) && runs_in(clock, Stage::FedBack);
        let last = |clock: &Clock| runs_in(clock, Stage::FedBack) || runs_in(clock, Stage::Checked);
        let has = |owed: fn(&Clock) -> bool| {
            let mut clocks = case.clocks.iter();
            clocks.any(|clock| !is_beside(clock) && owed(clock))
        };
        Some(Standing {
            grid: case.facts.grid.clone(),
            category: case.facts.category.clone(),
            channel: case.facts.channel.clone(),
            lead: case.lead.clone(),
            reported_on: calendar.date(case.reported_at),
            established_on: day(case.marks.established_at).or_else(|| {
                // A way of working without 立案 takes a case on by dispatching it.
                day(case.marks.first_dispatched_at)
            }),
            declined_on: day(case.closed_at.filter(|_| declined)),
            dispatched_on: day(case.marks.first_dispatched_at),
            acceptance: measured(
                |clock| runs_in(clock, Stage::Dispatched) && !runs_in(clock, Stage::Handling),
                accepted_at,
            ),
            completion: if has(completion) {
                measured(completion, answered_at.or(closed_at))
            } else {
                measured(whole, closed_at)
            },
            closing: if has(whole) {
                measured(whole, closed_at)
            } else if has(last) {
                measured(last, closed_at)
            } else {
                measured(completion, closed_at)
            },
            reworked: case.reopened > 0,
            extended: case.extended > 0,
            returned_by: case.returned_by.clone(),
            visit: heard(case, calendar),
            called: called(case, calendar),
            imported: case.imported.is_some(),
            open: case.is_open(),
            next_due_at: case.due_at(),
        })
    }
}

fn runs_in(clock: &Clock, stage: Stage) -> bool {
    clock.stages.contains(&stage)
}

/// Clocks of supervision, whistles and mediation limit no stage; those that begin anew with every
/// report of progress limit the reports.
fn is_beside(clock: &Clock) -> bool {
    clock.repeats || clock.code.is_beside()
}

fn owed_by(clock: Option<&Clock>, done: Option<Timestamp>, calendar: &Calendar) -> Owed {
    let due_at = clock.map(|clock| clock.due.at);
    Owed {
        due_on: due_at.map(|at| last_day(at, calendar)),
        done_on: done.map(|at| calendar.date(at)),
        in_time: due_at.zip(done).is_some_and(|(due, done)| done <= due),
    }
}

/// The last day of a deadline: 24:00 belongs to the day that it ends.
fn last_day(due_at: Timestamp, calendar: &Calendar) -> Date {
    let just_before = due_at
        .checked_sub(jiff::SignedDuration::from_nanos(1))
        .unwrap_or(due_at);
    calendar.date(just_before)
}

/// What the reporter said: to a visit, or by an evaluation, which is the later word.
fn heard(case: &Case, calendar: &Calendar) -> Option<Visit> {
    let visited = case.last_visit.as_ref().map(|visit| Visit {
        on: calendar.date(visit.at),
        responded: Some(visit.answers.handled),
        resolved: Some(visit.answers.resolved),
        satisfied: Some(visit.answers.satisfied),
    });
    let evaluated = case
        .satisfaction
        .zip(case.closed_at)
        .map(|(said, at)| Visit {
            on: calendar.date(at),
            responded: visited.and_then(|visit| visit.responded),
            resolved: visited.and_then(|visit| visit.resolved),
            satisfied: Some(said != Satisfaction::Dissatisfied),
        });
    evaluated.or(visited)
}

/// The units of the last whistle, with what both sides said.
fn called(case: &Case, calendar: &Calendar) -> BTreeMap<DepartmentCode, Called> {
    let Some(whistle) = &case.whistle else {
        return BTreeMap::new();
    };
    let content = |said: Option<Satisfaction>| said.map(|said| said != Satisfaction::Dissatisfied);
    let on = calendar.date(whistle.needed_by);
    let units = whistle.units.iter().map(|(unit, arrived)| {
        let ratings = whistle.ratings.get(unit).copied().unwrap_or_default();
        let one = Called {
            on,
            in_time: arrived.is_some_and(|at| at <= whistle.needed_by),
            content: content(ratings.of_unit),
            needed: content(ratings.of_call),
        };
        (unit.clone(), one)
    });
    units.collect()
}
