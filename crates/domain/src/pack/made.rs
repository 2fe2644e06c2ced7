//! Putting a pack together.

use jiff::Timestamp;
use jiff::civil::Date;

use super::again::Again;
use super::{
    Days, Figure, FigureKind, GAPS, LISTED, Listed, Owed, OwedCase, Pack, PackCase, PackDuty,
    PackIndex, Rhythm, Sources, Subject, VERSION, hot_spots,
};
use crate::area::{AreaCode, Level};
use crate::calendar::Calendar;
use crate::case::{Case, Satisfaction};
use crate::duty::standing;
use crate::indicator::{Indicator, Slice, Standing, Tally};
use crate::profile::DutyRule;
use crate::record::Decision;

/// Puts a pack together at a moment. `area` is a county or wider.
pub fn pack(rhythm: Rhythm, area: &AreaCode, at: Timestamp, sources: &Sources) -> Pack {
    let calendar = sources.calendar;
    let today = calendar.date(at);
    let days = rhythm.looks_back(today, sources.meetings, calendar);
    let cases: Vec<&Case> = sources
        .cases
        .iter()
        .filter(|case| case.compartment.is_none() && area.covers(&case.facts.grid))
        .collect();
    let standings: Vec<Standing> = cases
        .iter()
        .filter_map(|case| Standing::of(case, calendar))
        .collect();
    let tally = Tally::of(Level::Town, &standings);
    let again = Again::of(&cases, days, calendar);
    let listed: Vec<Listed> = Subject::ALL
        .into_iter()
        .map(|subject| listed(subject, &cases, &again, days, at, calendar))
        .collect();
    let rates = tally.rates(days.from, days.to, &Slice::All);
    let rates = Indicator::ALL.into_iter().zip(rates);
    Pack {
        version: VERSION,
        rhythm,
        area: area.clone(),
        days,
        at,
        figures: figures(rhythm, days, at, &cases, &tally, sources),
        rates: rates.filter(|(_, rate)| rate.denominator > 0).collect(),
        listed,
        hot_spots: hot_spots(rhythm, days, standings.iter()),
        decisions: Vec::new(),
        owed: owed(sources, &cases),
        duties: duties(sources, area, days),
        index: index(sources, days),
    }
}

fn duties(sources: &Sources, area: &AreaCode, days: Days) -> Vec<PackDuty> {
    let of = |rule: &DutyRule| {
        let diary = sources.diaries.get(&rule.code).cloned();
        let within = sources.areas.iter().filter(|one| area.covers(one));
        let diary = diary.unwrap_or_default();
        let mut standing = standing(rule, within, &diary, days, sources.calendar)?;
        let areas = standing.gaps.len() as u64;
        standing.gaps.truncate(GAPS);
        Some(PackDuty { standing, areas })
    };
    sources.duties.iter().filter_map(of).collect()
}

fn index(sources: &Sources, days: Days) -> Option<PackIndex> {
    let of = |day: Date| sources.indexes.iter().find(|one| one.day == day);
    let last = of(days.to)?;
    Some(PackIndex {
        total: last.county.total,
        most: last.most(),
        before: of(days.from.yesterday().ok()?).map(|one| one.county.total),
    })
}

fn figures(
    rhythm: Rhythm,
    days: Days,
    at: Timestamp,
    cases: &[&Case],
    tally: &Tally,
    sources: &Sources,
) -> Vec<Figure> {
    let before = rhythm.before(days);
    let week_before = rhythm.week_before(days);
    let end_of_today = sources.calendar.end_of(sources.calendar.date(at));
    let said = |is: &dyn Fn(Days) -> bool, kind: FigureKind| {
        let pack = sources.earlier.iter().find(|pack| is(pack.days))?;
        Some(pack.figure(kind)?.count)
    };
    // The pack before looked back on whatever days: it was frozen when these began.
    let right_before = |other: Days| other.to.tomorrow().ok() == Some(days.from);
    let figure = |kind: FigureKind| {
        if let Some(flow) = kind.flow() {
            let count = |days: Days| tally.count(flow, days.from, days.to, &Slice::All);
            return Figure {
                kind,
                count: count(days),
                before: Some(count(before)),
                week_before: week_before.map(count),
            };
        }
        let is = |case: &&&Case| match kind {
            FigureKind::Overdue => case.is_overdue(at),
            FigureKind::DueToday => is_due_today(case, at, end_of_today),
            _ => case.is_open(),
        };
        Figure {
            kind,
            count: cases.iter().filter(is).count() as u64,
            before: said(&right_before, kind),
            week_before: week_before.and_then(|days| said(&|other| other == days, kind)),
        }
    };
    FigureKind::ALL.into_iter().map(figure).collect()
}

fn is_due_today(case: &Case, at: Timestamp, end_of_today: Timestamp) -> bool {
    case.due_at()
        .is_some_and(|due| at <= due && due <= end_of_today)
}

fn listed(
    subject: Subject,
    cases: &[&Case],
    again: &Again,
    days: Days,
    at: Timestamp,
    calendar: &Calendar,
) -> Listed {
    let end_of_today = calendar.end_of(calendar.date(at));
    let said_no = |case: &Case| {
        let visit = case.last_visit.as_ref();
        let visit = visit.filter(|visit| !visit.answers.all());
        let said = case.last_evaluation.as_ref();
        let said = said.filter(|said| said.satisfaction == Satisfaction::Dissatisfied);
        let times = visit.map(|visit| visit.at).into_iter();
        let mut times = times.chain(said.map(|said| said.at));
        times.any(|at| days.hold(calendar.date(at)))
    };
    let mut chosen: Vec<&Case> = cases
        .iter()
        .copied()
        .filter(|case| match subject {
            Subject::Overdue => case.is_overdue(at),
            Subject::DueToday => is_due_today(case, at, end_of_today),
            Subject::ReturnedTwice => case.is_open() && case.returned >= 2,
            Subject::Dissatisfied => said_no(case),
            Subject::Group => again.group.contains_key(&case.id),
            Subject::Repeated => again.repeated.contains(&case.id),
        })
        .collect();
    // No two cases are equal here, so the pack is the same whatever the order of its cases.
    chosen.sort_by_key(|case| (case.due_at().unwrap_or(Timestamp::MAX), case.id));
    let people = |case: &Case| match subject {
        Subject::Group => again.group.get(&case.id).copied().unwrap_or_default(),
        _ => 0,
    };
    let told = |case: &Case| PackCase {
        people: people(case),
        ..PackCase::of(case)
    };
    Listed {
        subject,
        total: chosen.len() as u64,
        cases: chosen.into_iter().take(LISTED).map(told).collect(),
    }
}

fn owed(sources: &Sources, cases: &[&Case]) -> Vec<Owed> {
    let last = sources.earlier.iter().map(|pack| pack.at).max();
    let case = |decision: &Decision| {
        let id = decision.resolution.case?;
        let case = cases.iter().find(|case| case.id == id)?;
        Some(OwedCase {
            about: PackCase::of(case),
            stage: case.stage,
            open: case.is_open(),
        })
    };
    let mut owed: Vec<Owed> = sources
        .decisions
        .iter()
        .filter(|(_, decision)| {
            decision.outcome.is_none()
                || decision
                    .reports
                    .iter()
                    .any(|report| last.is_none_or(|last| report.at > last))
        })
        .map(|(id, decision)| Owed {
            id: *id,
            decision: decision.clone(),
            case: case(decision),
        })
        .collect();
    owed.sort_by_key(|owed| (owed.decision.decided_at, owed.id));
    owed
}
