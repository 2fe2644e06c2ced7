//! Scores: rows of points, each of which loses the share that is missing (社会治理指数, 考评表; mission.md,
//! S21, S37).
//!
//! A row gives `points × share`, in hundredths of a point rounded half up, and full points only when
//! the share is whole. What it loses names what it was lost by: the cases that were not as they
//! should be, or the areas in which a duty is missing. A row in which nothing could count loses
//! nothing, and says so by its empty denominator.
//!
//! Sealed cases stand in no score (mission.md, S44). Deliberately absent: who reads it, and words.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::area::AreaCode;
use crate::calendar::Calendar;
use crate::case::{Case, CaseId};
use crate::duty::{Diary, standing};
use crate::indicator::{Rate, Standing};
use crate::pack::Days;
use crate::profile::{Measure, ScoreRow};

/// What a row came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scored {
    /// Which row.
    pub code: String,
    /// The share that was good.
    pub rate: Rate,
    /// The most points that it gives.
    pub points: u16,
    /// What it lost, in hundredths of a point.
    pub lost: u32,
    /// The cases that it was lost by, in the order of their identities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<CaseId>,
    /// The areas that it was lost by, in the order of their codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<AreaCode>,
}

/// The points of some rows together, in hundredths.
pub fn total(rows: &[Scored]) -> u32 {
    rows.iter()
        .map(|row| (u32::from(row.points) * 100).saturating_sub(row.lost))
        .sum()
}

/// What a share of a row's points is lost by, in hundredths of a point.
pub fn lost(points: u16, rate: Rate) -> u32 {
    if rate.numerator >= rate.denominator {
        // Whole, or nothing could count.
        return 0;
    }
    let whole = u64::from(points) * 100;
    let given = (whole * rate.numerator * 2 + rate.denominator) / (rate.denominator * 2);
    // What is not whole never looks whole, where there is anything to lose.
    (whole - given).max(u64::from(whole > 0)) as u32
}

/// What scores are made from, at a moment.
pub struct Sources<'a> {
    /// The cases, with what indicators need of each. Sealed ones are not among them.
    pub standings: Vec<(CaseId, &'a Standing)>,
    /// Every area that can owe a duty.
    pub areas: &'a [AreaCode],
    /// What was done of each duty, by its code.
    pub diaries: BTreeMap<String, Diary>,
    /// The duties.
    pub duties: &'a [crate::profile::DutyRule],
    /// The county's calendar.
    pub calendar: &'a Calendar,
    /// The moment.
    pub at: Timestamp,
}

/// The cases as scores read them, sealed ones left out.
pub fn standings(cases: &[Case], calendar: &Calendar) -> Vec<(CaseId, Standing)> {
    let open = cases.iter().filter(|case| case.compartment.is_none());
    open.filter_map(|case| Some((case.id, Standing::of(case, calendar)?)))
        .collect()
}

impl Sources<'_> {
    /// What some rows come to for an area over some days. `judged` are the points that were given
    /// by hand, by the rows' codes.
    pub fn score(
        &self,
        rows: &[ScoreRow],
        area: &AreaCode,
        days: Days,
        judged: &BTreeMap<String, u16>,
    ) -> Vec<Scored> {
        let own: Vec<(CaseId, &Standing)> = self
            .standings
            .iter()
            .copied()
            .filter(|(_, standing)| area.covers(&standing.grid))
            .collect();
        rows.iter()
            .map(|row| self.row(row, area, &own, row.window(days, self), judged))
            .collect()
    }

    fn row(
        &self,
        row: &ScoreRow,
        area: &AreaCode,
        own: &[(CaseId, &Standing)],
        days: Days,
        judged: &BTreeMap<String, u16>,
    ) -> Scored {
        let of = |rate: Rate, cases: Vec<CaseId>, areas: Vec<AreaCode>| Scored {
            code: row.code.clone(),
            rate,
            points: row.points,
            lost: lost(row.points, rate),
            cases,
            areas,
        };
        match &row.measure {
            Measure::Rate(indicator) => {
                let good = |met: bool| met == indicator.higher_is_better();
                counted(own, |standing| {
                    let mark = standing.mark(*indicator)?;
                    days.hold(mark.on).then(|| good(mark.met))
                })
                .into(of)
            }
            Measure::Punctual => counted(own, |standing| {
                let punctual = standing.next_due_at.is_none_or(|due| due >= self.at);
                standing.open.then_some(punctual)
            })
            .into(of),
            Measure::Duty(code) => {
                let rule = self.duties.iter().find(|rule| rule.code == *code);
                let diary = self.diaries.get(code).cloned().unwrap_or_default();
                let within = self.areas.iter().filter(|one| area.covers(one));
                let done =
                    rule.and_then(|rule| standing(rule, within, &diary, days, self.calendar));
                let Some(done) = done else {
                    return of(Rate::default(), Vec::new(), Vec::new());
                };
                let mut areas: Vec<AreaCode> = done.gaps.into_iter().map(|gap| gap.area).collect();
                areas.sort_unstable();
                of(done.rate, Vec::new(), areas)
            }
            Measure::Reported(wanted) => {
                let reported = own
                    .iter()
                    .filter(|(_, standing)| days.hold(standing.reported_on))
                    .count() as u64;
                let wanted = u64::from(*wanted);
                of(
                    Rate::new(reported.min(wanted), wanted),
                    Vec::new(),
                    Vec::new(),
                )
            }
            Measure::Judged => {
                let given = judged.get(&row.code).copied();
                let rate = given.map(|given| Rate::new(given.into(), row.points.into()));
                of(rate.unwrap_or_default(), Vec::new(), Vec::new())
            }
        }
    }
}

impl ScoreRow {
    /// The days that it looks at: its own number up to the day before the moment, or the score's.
    fn window(&self, days: Days, sources: &Sources) -> Days {
        let Some(own) = self.days.filter(|own| *own > 0) else {
            return days;
        };
        let yesterday = before(sources.calendar.date(sources.at));
        let first = yesterday.saturating_sub(i64::from(own - 1).days());
        Days::new(first, yesterday)
    }
}

/// The day before.
pub(crate) fn before(day: Date) -> Date {
    day.saturating_sub(1.day())
}

struct Counted {
    rate: Rate,
    lost_by: Vec<CaseId>,
}

impl Counted {
    fn into(self, of: impl Fn(Rate, Vec<CaseId>, Vec<AreaCode>) -> Scored) -> Scored {
        of(self.rate, self.lost_by, Vec::new())
    }
}

/// Those that are good out of those that count; `None` does not count.
fn counted(own: &[(CaseId, &Standing)], is_good: impl Fn(&Standing) -> Option<bool>) -> Counted {
    let mut rate = Rate::default();
    let mut lost_by = Vec::new();
    for (id, standing) in own {
        match is_good(standing) {
            None => {}
            Some(true) => {
                rate.numerator += 1;
                rate.denominator += 1;
            }
            Some(false) => {
                rate.denominator += 1;
                lost_by.push(*id);
            }
        }
    }
    lost_by.sort_unstable();
    Counted { rate, lost_by }
}
