//! Rates with their fractions, rankings, and the cases behind a figure; the matrix of areas and
//! categories.

use std::collections::BTreeMap;

use onemap_domain::area::{Area, AreaCode};
use onemap_domain::case::{Case, CaseId};
use onemap_domain::indicator::{Indicator, Rate};
use onemap_domain::profile::Profile;
use onemap_protocol::desk::{
    Behind, CaseFilter, CasePage, Matrix, MatrixRow, MatrixView, RankBy, Ranked, RateRow, Rates,
    Tile,
};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::{Console, Reads, Submit, inbox};

/// Most cases shown behind a figure.
const BEHIND_LIMIT: usize = 200;
/// Days of the longest period.
const LONGEST_DAYS: i32 = 3_700;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn rates(&self, ask: &Rates) -> Result<Vec<RateRow>, Problem> {
        in_order(ask.from, ask.to)?;
        let user = self.user()?;
        let county = self.county()?;
        let held = self.kept(&county, &user.scope).await?;
        let kept = held.get()?;
        let rates = kept.tally.rates(ask.from, ask.to, &ask.by);
        Ok(judged(&county.profile, rates))
    }

    pub(crate) async fn rank_by(&self, ask: &RankBy) -> Result<Ranked, Problem> {
        in_order(ask.from, ask.to)?;
        let user = self.user()?;
        let county = self.county()?;
        let held = self.kept(&county, &user.scope).await?;
        let kept = held.get()?;
        let least = ask.least.max(1);
        Ok(kept
            .tally
            .ranking(ask.indicator, ask.from, ask.to, ask.dimension, least))
    }

    pub(crate) async fn behind(&self, ask: &Behind) -> Result<CasePage, Problem> {
        in_order(ask.from, ask.to)?;
        let user = self.user()?;
        let county = self.county()?;
        let now = self.ports.now();
        let mut ids: Vec<CaseId> = {
            let held = self.kept(&county, &user.scope).await?;
            let kept = held.get()?;
            kept.standings()
                .filter(|(_, standing)| {
                    standing
                        .mark_in(ask.indicator, &ask.by)
                        .is_some_and(|mark| {
                            mark.met == ask.met && (ask.from..=ask.to).contains(&mark.on)
                        })
                })
                .map(|(id, _)| id)
                .collect()
        };
        let total = ids.len() as u32;
        ids.sort_unstable_by(|a, b| b.cmp(a));
        ids.truncate(BEHIND_LIMIT);
        let shown = self.ports.states(&user.scope, &ids).await?;
        let mut rows: Vec<_> = shown
            .iter()
            .map(|shown| inbox::row(shown, &county.profile, now))
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.reported_at));
        Ok(CasePage { total, rows })
    }

    pub(crate) async fn matrix(&self, ask: &Matrix) -> Result<MatrixView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let missing = || Problem::new(ProblemCode::NotFound);
        let area = county.area(&ask.within).ok_or_else(missing)?.clone();
        if !user.scope.area.covers(&area.code) && !area.code.covers(&user.scope.area) {
            return Err(missing());
        }
        let now = self.ports.now();
        let filter = CaseFilter {
            area: Some(area.code.clone()),
            ..CaseFilter::default()
        };
        let (_, shown) = self
            .ports
            .cases(&user.scope, &county.profile, &filter, now, (0, u32::MAX))
            .await?;
        let cases: Vec<Case> = shown.into_iter().map(|shown| shown.case).collect();
        // A grid's cases are not kept by household unit: the grid is then a row of its own.
        let below: Vec<Area> = county.children(&area.code).cloned().collect();
        let level = area.code.level().below();
        let rows = match level.filter(|level| *level <= onemap_domain::area::Level::Grid) {
            Some(_) => below,
            None => vec![area.clone()],
        };
        Ok(tiled(county.chain(&area.code), &rows, &cases, now))
    }
}

/// Each rate with what the county set itself to reach in it.
pub(crate) fn judged(profile: &Profile, rates: [Rate; Indicator::ALL.len()]) -> Vec<RateRow> {
    let rows = Indicator::ALL.into_iter().zip(rates);
    rows.map(|(indicator, rate)| {
        let target = profile.target(indicator).cloned();
        let met = target.as_ref().and_then(|target| target.is_met(rate));
        RateRow {
            indicator,
            rate,
            target,
            met,
        }
    })
    .collect()
}

fn in_order(from: jiff::civil::Date, to: jiff::civil::Date) -> Result<(), Problem> {
    let days = from.until(to).map_or(-1, |span| span.get_days());
    if (0..=LONGEST_DAYS).contains(&days) {
        Ok(())
    } else {
        Err(Problem::bad_field("to"))
    }
}

fn tiled(chain: Vec<Area>, rows: &[Area], cases: &[Case], now: jiff::Timestamp) -> MatrixView {
    let mut columns: BTreeMap<&str, Tile> = BTreeMap::new();
    let mut tiles: BTreeMap<(&AreaCode, &str), Tile> = BTreeMap::new();
    let mut sums: BTreeMap<&AreaCode, Tile> = BTreeMap::new();
    for case in cases {
        let category = case.facts.category.as_str();
        let Some(row) = rows.iter().find(|row| row.code.covers(&case.facts.grid)) else {
            continue;
        };
        for tile in [
            columns.entry(category).or_default(),
            tiles.entry((&row.code, category)).or_default(),
            sums.entry(&row.code).or_default(),
        ] {
            tile.open += 1;
            tile.overdue += u32::from(case.is_overdue(now));
            tile.unclaimed += u32::from(case.lead.is_none());
        }
    }
    let mut categories: Vec<&str> = columns.keys().copied().collect();
    categories.sort_by_key(|code| std::cmp::Reverse(columns.get(code).map_or(0, |t| t.open)));
    let at = |row: &Area, category: &str| {
        let tile = tiles.get(&(&row.code, category));
        tile.copied().unwrap_or_default()
    };
    MatrixView {
        chain,
        rows: rows
            .iter()
            .map(|row| MatrixRow {
                area: row.clone(),
                tiles: categories.iter().map(|code| at(row, code)).collect(),
                total: sums.get(&row.code).copied().unwrap_or_default(),
            })
            .collect(),
        totals: categories
            .iter()
            .map(|code| columns.get(code).copied().unwrap_or_default())
            .collect(),
        categories: categories.into_iter().map(str::to_owned).collect(),
        without_lead: cases
            .iter()
            .filter(|case| case.is_carried() && case.lead.is_none())
            .count() as u32,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "what is not there has failed")]
mod tests {
    use onemap_domain::profile::Target;

    use super::*;

    fn row(rows: &[RateRow], indicator: Indicator) -> &RateRow {
        rows.iter().find(|row| row.indicator == indicator).unwrap()
    }

    #[test]
    fn a_rate_is_judged_by_its_fraction_where_the_county_set_a_target_and_nowhere_else() {
        let mut profile = onemap_exchange::profile::shipped("chongqing-petition").unwrap();
        profile.targets.push(Target {
            indicator: Indicator::Rework,
            hundredths: 500,
            basis: "§ 1".to_owned(),
        });
        let mut rates = [Rate::new(0, 0); Indicator::ALL.len()];
        let none = judged(&profile, rates);
        let open = row(&none, Indicator::AcceptanceInTime);
        assert_eq!(open.target.as_ref().unwrap().hundredths, 9_950);
        assert_eq!(open.met, None, "nothing counts yet");

        for (indicator, rate) in Indicator::ALL.into_iter().zip(&mut rates) {
            *rate = match indicator {
                // Exactly 99.50 %.
                Indicator::AcceptanceInTime => Rate::new(199, 200),
                // Shown as 99.49 %.
                Indicator::CompletionInTime => Rate::new(198_999, 200_000),
                // Shown as 5.00 %, and above it.
                Indicator::Rework => Rate::new(5_001, 100_000),
                _ => Rate::new(1, 2),
            };
        }
        let rows = judged(&profile, rates);
        assert_eq!(row(&rows, Indicator::AcceptanceInTime).met, Some(true));
        assert_eq!(row(&rows, Indicator::CompletionInTime).met, Some(false));
        let rework = row(&rows, Indicator::Rework);
        assert_eq!(rework.rate.percent().unwrap().to_string(), "5.00");
        assert_eq!(rework.met, Some(false));
        let closing = row(&rows, Indicator::Closing);
        assert_eq!((closing.target.clone(), closing.met), (None, None));
    }
}
