//! The index (社会治理指数): a day's snapshot with what it was lost by, its course, and the means by
//! which areas are spoken of once a month and judged once a year.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::ToSpan;
use onemap_domain::area::AreaCode;
use onemap_domain::case::CaseId;
use onemap_domain::index::{Snapshot, mean};
use onemap_domain::pack::Days;
use onemap_domain::profile::Every;
use onemap_domain::record::{Matter, RecordId, index};
use onemap_protocol::desk::{
    AskIndex, CasePage, CasesOf, INDEX_DAYS, IndexDay, IndexMean, IndexView,
};
use onemap_protocol::problem::Problem;

use crate::{Console, Reads, Submit};

/// Most rows of a page of cases.
const PAGE: usize = 200;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn index(&self, ask: &AskIndex) -> Result<IndexView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let today = county.calendar.date(self.ports.now());
        let asked = ask.day.unwrap_or_else(|| today.saturating_sub(1.day()));
        let back = i64::from(ask.back.clamp(1, INDEX_DAYS)) - 1;
        let year = Every::Year.period(asked);
        let from = asked.saturating_sub(back.days()).min(year.from);
        let mut ids: Vec<RecordId> = Vec::new();
        let mut day = from;
        while day <= asked {
            ids.push(index::identity(day));
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        let rows = self.ports.records_of(&user.scope, &ids).await?;
        let mut snapshots: Vec<Snapshot> = rows
            .into_iter()
            .filter_map(|row| match row.record.matter {
                Matter::Index(snapshot) => Some(*snapshot),
                _ => None,
            })
            .collect();
        snapshots.sort_by_key(|snapshot| snapshot.day);
        // Without a day, the last one there is: today's index may not be frozen yet.
        let shown = match ask.day {
            Some(day) => snapshots.iter().find(|snapshot| snapshot.day == day),
            None => snapshots.last(),
        };
        let shown = shown.cloned();
        let until = shown.as_ref().map_or(asked, |snapshot| snapshot.day);
        let first = until.saturating_sub(back.days());
        let in_course = Days::new(first, until);
        Ok(IndexView {
            course: snapshots
                .iter()
                .filter(|snapshot| in_course.hold(snapshot.day))
                .map(totals)
                .collect(),
            month: means(&snapshots, Every::Month.period(until), until),
            year: means(&snapshots, Every::Year.period(until), until),
            snapshot: shown.map(Box::new),
        })
    }

    pub(crate) async fn cases_of(&self, ask: &CasesOf) -> Result<CasePage, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let page: Vec<CaseId> = ask
            .cases
            .iter()
            .skip(ask.offset as usize)
            .take((ask.limit as usize).clamp(1, PAGE))
            .copied()
            .collect();
        let shown = self.in_order(&user, &page).await?;
        Ok(CasePage {
            total: ask.cases.len() as u32,
            rows: self.rows_of_shown(&shown, &county.profile),
        })
    }
}

fn totals(snapshot: &Snapshot) -> IndexDay {
    let areas = std::iter::once(&snapshot.county).chain(&snapshot.towns);
    IndexDay {
        day: snapshot.day,
        formula: snapshot.formula.version.clone(),
        most: snapshot.most(),
        totals: areas.map(|one| (one.area.clone(), one.total)).collect(),
    }
}

/// The means over the days of a period up to one of them, the best first.
fn means(snapshots: &[Snapshot], period: Days, until: jiff::civil::Date) -> Vec<IndexMean> {
    let mut by_area: BTreeMap<&AreaCode, Vec<u32>> = BTreeMap::new();
    let counted = |snapshot: &&Snapshot| period.hold(snapshot.day) && snapshot.day <= until;
    for snapshot in snapshots.iter().filter(counted) {
        for town in &snapshot.towns {
            by_area.entry(&town.area).or_default().push(town.total);
        }
    }
    let mean_of = |(area, totals): (&AreaCode, Vec<u32>)| {
        Some(IndexMean {
            area: area.clone(),
            mean: mean(&totals)?,
            days: totals.len() as u32,
        })
    };
    let mut means: Vec<IndexMean> = by_area.into_iter().filter_map(mean_of).collect();
    means.sort_by_key(|one| Reverse(one.mean));
    means
}
