//! Who comes again (重复件) and who comes together (群体件).
//!
//! **Together**: a case into which others were merged, brought by [`GROUP`] different people or
//! more, one of whose reports came in, or was merged, in the period: so that a report that joins an
//! older case is seen on the day it does. Different people are told apart by their numbers; who
//! left none, by name. Who left neither is nobody, and one person under two numbers is two.
//! (集体访 of 信访工作条例, five or more who come in one visit, is another thing.)
//!
//! **Again**: reported in the period by somebody who had reported another within [`AGAIN_DAYS`] days
//! before; or merged in the same way by fewer people. Of merged reports the one that goes on is
//! listed, because the others are no matters of their own any more.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Days;
use crate::calendar::Calendar;
use crate::case::{Case, CaseId};

/// So many different people with the same matter are a group: a convention.
pub const GROUP: u32 = 2;

/// Within so many days the same person comes again: a convention.
pub const AGAIN_DAYS: i32 = 30;

/// The cases of a period that came again or together.
pub(super) struct Again {
    pub(super) repeated: BTreeSet<CaseId>,
    /// With how many people.
    pub(super) group: BTreeMap<CaseId, u32>,
}

impl Again {
    pub(super) fn of(cases: &[&Case], days: Days, calendar: &Calendar) -> Again {
        let by_id: BTreeMap<CaseId, &Case> = cases.iter().map(|case| (case.id, *case)).collect();
        let mut again = Again {
            repeated: again(cases, &by_id, days, calendar),
            group: BTreeMap::new(),
        };
        let in_days = |at: jiff::Timestamp| days.hold(calendar.date(at));
        let go_on = cases.iter().filter(|case| case.merged_into.is_none());
        for case in go_on.filter(|case| !case.absorbed.is_empty()) {
            let members = members(case, &by_id);
            let touched = members.iter().any(|member| {
                let merged = member.id != case.id && member.merged_at.is_some_and(in_days);
                merged || in_days(member.reported_at)
            });
            if !touched {
                continue;
            }
            let people = people(&members);
            if people >= GROUP {
                again.group.insert(case.id, people);
            } else {
                again.repeated.insert(case.id);
            }
        }
        again
    }
}

/// A case and all that were merged into it, one through the other.
fn members<'a>(case: &'a Case, by_id: &BTreeMap<CaseId, &'a Case>) -> Vec<&'a Case> {
    let mut members = vec![case];
    let mut seen = BTreeSet::from([case.id]);
    let mut next = 0;
    while let Some(member) = members.get(next).copied() {
        let new = member.absorbed.iter().filter(|id| seen.insert(**id));
        let new: Vec<&Case> = new.filter_map(|id| by_id.get(id).copied()).collect();
        members.extend(new);
        next += 1;
    }
    members
}

/// How many different people brought some cases.
fn people(members: &[&Case]) -> u32 {
    let (mut phones, mut known, mut unknown) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for reporter in members
        .iter()
        .filter_map(|case| case.facts.reporter.as_ref())
    {
        let (phone, name) = (reporter.phone.trim(), reporter.name.trim());
        if !phone.is_empty() {
            phones.insert(phone);
            known.insert(name);
        } else if !name.is_empty() {
            unknown.insert(name);
        }
    }
    (phones.len() + unknown.difference(&known).count()) as u32
}

/// What the same person reported again.
fn again(
    cases: &[&Case],
    by_id: &BTreeMap<CaseId, &Case>,
    days: Days,
    calendar: &Calendar,
) -> BTreeSet<CaseId> {
    let mut by_phone: BTreeMap<&str, Vec<(Date, CaseId)>> = BTreeMap::new();
    for case in cases {
        let reporter = case.facts.reporter.as_ref();
        let phone = reporter.map(|reporter| reporter.phone.trim());
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
            if days.hold(*second) && apart <= AGAIN_DAYS {
                again.insert(goes_on(*id, by_id));
            }
        }
    }
    again
}

/// The case that goes on for one that may have been merged.
fn goes_on(id: CaseId, by_id: &BTreeMap<CaseId, &Case>) -> CaseId {
    let next = |id: &CaseId| {
        by_id
            .get(id)?
            .merged_into
            .filter(|into| by_id.contains_key(into))
    };
    // No chain is longer than there are cases.
    let chain = std::iter::successors(Some(id), next).take(by_id.len() + 1);
    chain.last().unwrap_or(id)
}
