//! Areas: their cards, and what lies at a place.

use onemap_domain::area::{Area, AreaCode, Level};
use onemap_protocol::desk::{AreaCard, AreaRow, AreaView, CaseFilter, Locate, Located};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_spatial::measure;

use crate::{AreaCount, Console, County, Reads, Shown, Submit, inbox, mask};

/// Most cases on a card.
const CASES_LIMIT: usize = 50;

impl<P: Reads + Submit> Console<P> {
    pub(crate) fn locate(&self, ask: &Locate) -> Result<Located, Problem> {
        self.user()?;
        let county = self.county()?;
        let grid = onemap_domain::Ground::grid_at(&*county, ask.position);
        let chain = grid.map(|grid| county.chain(&grid)).unwrap_or_default();
        Ok(Located {
            chain: chain.into_iter().map(|area| area.code).collect(),
        })
    }

    pub(crate) async fn area_card(&self, ask: &AreaCard) -> Result<AreaView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let missing = || Problem::new(ProblemCode::NotFound);
        let area = county.area(&ask.code).ok_or_else(missing)?.clone();
        if !user.scope.area.covers(&area.code) && !area.code.covers(&user.scope.area) {
            return Err(missing());
        }
        let now = self.ports.now();
        let grid = area.code.at(Level::Grid);
        // Cases lie in grids; within a grid each belongs to its nearest household unit.
        let within = grid.clone().unwrap_or_else(|| area.code.clone());
        let filter = CaseFilter {
            area: Some(within),
            ..CaseFilter::default()
        };
        let limit = if grid.is_some() {
            u32::MAX
        } else {
            CASES_LIMIT as u32
        };
        let (total, mut shown) = self
            .ports
            .cases(&user.scope, &county.profile, &filter, now, (0, limit))
            .await?;
        let mut children: Vec<AreaRow>;
        let (open, overdue);
        if let Some(grid) = &grid {
            let units: Vec<Area> = county.children(grid).cloned().collect();
            children = by_unit(&units, &shown, now);
            if area.code.level() == Level::HouseholdUnit {
                children.clear();
                shown.retain(|s| nearest(&units, s).is_some_and(|unit| unit.code == area.code));
            }
            open = shown.len() as u32;
            overdue = shown
                .iter()
                .filter(|shown| shown.case.is_overdue(now))
                .count() as u32;
        } else {
            let level = area.code.level().below().unwrap_or(Level::Grid);
            let counts = self
                .ports
                .area_counts(&user.scope, &area.code, level, now)
                .await?;
            children = by_area(&county, &area.code, &counts);
            open = total;
            overdue = counts.iter().map(|count| count.overdue).sum();
        }
        let outline = county.register.outlines.get(&area.code);
        let standard = self.standard_figure(&user, &county, &area.code).await?;
        Ok(AreaView {
            chain: county.chain(&area.code),
            bounds: outline.and_then(measure::bounding_box),
            square_kilometres: outline.map(measure::area_km2),
            open,
            overdue,
            children,
            people: county
                .register
                .people
                .iter()
                .filter(|person| person.area == area.code)
                .map(mask::person)
                .collect(),
            standard,
            cases: shown
                .iter()
                .take(CASES_LIMIT)
                .map(|shown| inbox::row(shown, &county.profile, now))
                .collect(),
        })
    }
}

fn by_area(county: &County, parent: &AreaCode, counts: &[AreaCount]) -> Vec<AreaRow> {
    county
        .children(parent)
        .map(|area| {
            let count = counts.iter().find(|count| count.area == area.code);
            AreaRow {
                area: area.clone(),
                open: count.map_or(0, |count| count.open),
                overdue: count.map_or(0, |count| count.overdue),
            }
        })
        .collect()
}

fn by_unit(units: &[Area], shown: &[Shown], now: jiff::Timestamp) -> Vec<AreaRow> {
    let mut rows: Vec<AreaRow> = units
        .iter()
        .map(|area| AreaRow {
            area: area.clone(),
            open: 0,
            overdue: 0,
        })
        .collect();
    for case in shown {
        let Some(unit) = nearest(units, case) else {
            continue;
        };
        if let Some(row) = rows.iter_mut().find(|row| row.area.code == unit.code) {
            row.open += 1;
            row.overdue += u32::from(case.case.is_overdue(now));
        }
    }
    rows
}

fn nearest<'a>(units: &'a [Area], shown: &Shown) -> Option<&'a Area> {
    let metres = |unit: &Area| measure::distance_m(unit.centre, shown.case.facts.position);
    units.iter().min_by(|a, b| metres(a).total_cmp(&metres(b)))
}
