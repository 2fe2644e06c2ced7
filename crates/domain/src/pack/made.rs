//! Putting a pack together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::{
    Days, Figure, FigureKind, GAPS, LISTED, Listed, Owed, OwedCase, Pack, PackCase, PackDuty,
    PackIndex, Rhythm, Sources, Subject, VERSION, hot_spots,
};
use crate::area::{AreaCode, Level};
use crate::calendar::Calendar;
use crate::case::{Case, CaseId};
use crate::duty::standing;
use crate::indicator::{Flow, Indicator, Slice, Standing, Tally};
use crate::profile::DutyRule;
use crate::record::Decision;

/// Puts a pack together at a moment. `area` is a county or wider.
pub fn pack(rhythm: Rhythm, area: &AreaCode, at: Timestamp, sources: &Sources) -> Pack {
    let calendar = sources.calendar;
    let today = calendar.date(at);
    let days = rhythm.period_before(today);
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
    let listed: Vec<Listed> = Subject::ALL
        .into_iter()
        .map(|subject| listed(subject, &cases, days, at, calendar))
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
        index: index(sources, rhythm, days),
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

fn index(sources: &Sources, rhythm: Rhythm, days: Days) -> Option<PackIndex> {
    let of = |day: Date| sources.indexes.iter().find(|one| one.day == day);
    let last = of(days.to)?;
    Some(PackIndex {
        total: last.county.total,
        most: last.most(),
        before: of(rhythm.period_before(days.from).to).map(|one| one.county.total),
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
    let before = rhythm.period_before(days.from);
    let week_before = (rhythm == Rhythm::Daily).then(|| days.weeks_before(1));
    let end_of_today = sources.calendar.end_of(sources.calendar.date(at));
    let said = |period: Days, kind: FigureKind| {
        let pack = sources.earlier.iter().find(|pack| pack.days == period)?;
        Some(pack.figure(kind)?.count)
    };
    let figure = |kind: FigureKind| {
        let flow = match kind {
            FigureKind::Reported => Some(Flow::Reported),
            FigureKind::Dispatched => Some(Flow::Dispatched),
            FigureKind::Closed => Some(Flow::Closed),
            FigureKind::Open | FigureKind::Overdue | FigureKind::DueToday => None,
        };
        if let Some(flow) = flow {
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
            before: said(before, kind),
            week_before: week_before.and_then(|days| said(days, kind)),
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
    days: Days,
    at: Timestamp,
    calendar: &Calendar,
) -> Listed {
    let end_of_today = calendar.end_of(calendar.date(at));
    let again = match subject {
        Subject::Repeated => reported_again(cases, days, calendar),
        _ => BTreeSet::new(),
    };
    let said_no = |case: &Case| {
        let visit = case
            .last_visit
            .as_ref()
            .filter(|visit| !visit.answers.all());
        visit.is_some_and(|visit| days.hold(calendar.date(visit.at)))
    };
    let mut chosen: Vec<&Case> = cases
        .iter()
        .copied()
        .filter(|case| match subject {
            Subject::Overdue => case.is_overdue(at),
            Subject::DueToday => is_due_today(case, at, end_of_today),
            Subject::ReturnedTwice => case.is_open() && case.returned >= 2,
            Subject::Dissatisfied => said_no(case),
            Subject::Repeated => again.contains(&case.id),
        })
        .collect();
    // No two cases are equal here, so the pack is the same whatever the order of its cases.
    chosen.sort_by_key(|case| (case.due_at().unwrap_or(Timestamp::MAX), case.id));
    Listed {
        subject,
        total: chosen.len() as u64,
        cases: chosen.into_iter().take(LISTED).map(PackCase::of).collect(),
    }
}

/// Cases reported in the period by somebody who had reported another within thirty days before,
/// or that others were merged into.
fn reported_again(cases: &[&Case], days: Days, calendar: &Calendar) -> BTreeSet<CaseId> {
    let mut by_phone: BTreeMap<&str, Vec<(Date, CaseId)>> = BTreeMap::new();
    for case in cases {
        let reporter = case.facts.reporter.as_ref();
        let phone = reporter.map(|reporter| reporter.phone.as_str());
        if let Some(phone) = phone.filter(|phone| !phone.is_empty()) {
            let day = calendar.date(case.reported_at);
            by_phone.entry(phone).or_default().push((day, case.id));
        }
    }
    let mut again = BTreeSet::new();
    for reports in by_phone.values_mut() {
        reports.sort_unstable();
        for pair in reports.windows(2) {
            let [(first, _), (second, id)] = pair else {
                continue;
            };
            let apart = first
                .until(*second)
                .map_or(i32::MAX, |span| span.get_days());
            if days.hold(*second) && apart <= 30 {
                again.insert(*id);
            }
        }
    }
    let merged = cases.iter().filter(|case| !case.absorbed.is_empty());
    let merged = merged.filter(|case| days.hold(calendar.date(case.reported_at)));
    again.extend(merged.map(|case| case.id));
    again
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
