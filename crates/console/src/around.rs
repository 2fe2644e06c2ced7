//! What stands on the ground around a place, who works where, and how areas compare.
//!
//! Deliberately absent: ways and roads. A distance is a straight line, and a ring says how far one comes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::indicator::{Indicator, Rate, Slice};
use onemap_domain::people::{Resource, ResourceKind};
use onemap_protocol::desk::{
    AroundView, AskAround, AskHeat, AskShade, ForceRow, HeatCell, HeatView, Near, NearStation,
    RingView, ShadeRow, ShadeView, Shading,
};
use onemap_protocol::problem::Problem;
use onemap_spatial::measure;

use crate::{Console, County, Reads, Submit, service};

/// The most cameras that are told.
const CAMERAS: usize = 30;

/// The corners that a ring is drawn with: of one of 3 km each side is 260 m.
const CORNERS: u16 = 72;

/// How large a cell of heat is, metres: what lies in one is drawn as one.
const CELL: f64 = 120.0;

/// A degree of latitude, metres.
const METRES_A_DEGREE: f64 = 111_320.0;

/// The steps of a scale.
const STEPS: usize = 5;

/// The most days that a rate is counted over.
const LONGEST_DAYS: u16 = 366;

impl<P: Reads + Submit> Console<P> {
    pub(crate) fn around(&self, ask: &AskAround) -> Result<AroundView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let profile = &county.profile;
        let near = nearest_first(county.resources(&user.scope), ask.position);
        let camera_metres = profile.camera_metres();
        let cameras = near
            .iter()
            .filter(|near| !near.resource.kind.is_station() && near.metres <= camera_metres);
        let station = |kind| {
            let near = near.iter().find(|near| near.resource.kind == kind)?.clone();
            let services = profile.services_of(kind).map(|list| list.code.clone());
            Some(NearStation { near, services })
        };
        let suitable = ask.service.as_ref().and_then(|service| {
            let has = |kind| {
                let list = profile.services_of(kind);
                list.is_some_and(|list| list.members.iter().any(|one| one.code == *service))
            };
            near.iter().find(|near| has(near.resource.kind)).cloned()
        });
        let rings = profile.rings().iter().map(|ring| {
            let inside = || near.iter().take_while(|near| near.metres <= ring.metres);
            let stations = inside().filter(|near| near.resource.kind.is_station());
            let cameras = inside().filter(|near| !near.resource.kind.is_station());
            RingView {
                ring: ring.clone(),
                outline: measure::ring_around(ask.position, ring.metres.into(), CORNERS),
                stations: stations.count() as u32,
                cameras: cameras.count() as u32,
            }
        });
        let mut services = Vec::new();
        for list in ResourceKind::STATIONS.map(|kind| profile.services_of(kind)) {
            services.extend(list.filter(|list| !services.contains(*list)).cloned());
        }
        Ok(AroundView {
            camera_metres,
            cameras: cameras.take(CAMERAS).cloned().collect(),
            stations: ResourceKind::STATIONS
                .into_iter()
                .filter_map(station)
                .collect(),
            services,
            suitable,
            rings: rings.collect(),
        })
    }

    pub(crate) fn forces(&self) -> Result<Vec<ForceRow>, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let posts = county.posts();
        let areas = county.register.areas.iter().filter(|area| {
            let level = area.code.level();
            (Level::Town..=Level::Grid).contains(&level) && user.scope.area.covers(&area.code)
        });
        let row = |area: &onemap_domain::area::Area| ForceRow {
            area: area.code.clone(),
            position: area.centre,
            people: posts.people(&area.code),
            lacking: posts.lacking(&area.code),
            vacant: match area.code.level() {
                Level::Grid => posts.vacant(&area.code),
                _ => Vec::new(),
            },
        };
        Ok(areas.map(row).collect())
    }

    pub(crate) async fn shade(&self, ask: &AskShade) -> Result<ShadeView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let within = &user.scope.area;
        let least = match ask.what {
            Shading::Rate(_) => Level::Village,
            _ => Level::Grid,
        };
        if !(Level::Town..=least).contains(&ask.level) {
            return Err(Problem::bad_field("level"));
        }
        if !(1..=LONGEST_DAYS).contains(&ask.days) {
            return Err(Problem::bad_field("days"));
        }
        let areas = county.register.areas.iter();
        let areas: Vec<&AreaCode> = areas
            .map(|area| &area.code)
            .filter(|code| code.level() == ask.level && within.covers(code))
            .collect();
        let values: Vec<(u64, u64)> = match ask.what {
            Shading::Open | Shading::Overdue => {
                let now = self.ports.now();
                let root = service::own(&user, &county);
                let counts = self.ports.area_counts(&user.scope, root, ask.level, now);
                let counts = counts.await?.into_iter().map(|count| {
                    let overdue = ask.what == Shading::Overdue;
                    (count.area, if overdue { count.overdue } else { count.open })
                });
                let counts: BTreeMap<AreaCode, u32> = counts.collect();
                let of = |code| counts.get(code).copied().unwrap_or_default();
                areas.iter().map(|code| number(of(*code))).collect()
            }
            Shading::Vacant => {
                let lacking = |code: &&AreaCode| number(county.posts().lacking(code));
                areas.iter().map(lacking).collect()
            }
            Shading::Rate(indicator) => self.rates_of(&county, indicator, &areas, ask.days).await?,
        };
        Ok(shaded(
            &areas,
            &values,
            matches!(ask.what, Shading::Rate(_)),
        ))
    }

    pub(crate) async fn heat(&self, ask: &AskHeat) -> Result<HeatView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let days = ask.from.until(ask.to).map_or(-1, |span| span.get_days());
        if !(0..i32::from(LONGEST_DAYS)).contains(&days) {
            return Err(Problem::bad_field("to"));
        }
        let calendar = &county.calendar;
        let (from, to) = (calendar.start_of(ask.from), calendar.end_of(ask.to));
        let category = ask.category.as_deref();
        let places = self.ports.reported(&user.scope, category, from, to).await?;
        Ok(heated(&places))
    }

    async fn rates_of(
        &self,
        county: &County,
        indicator: Indicator,
        areas: &[&AreaCode],
        days: u16,
    ) -> Result<Vec<(u64, u64)>, Problem> {
        let user = self.user()?;
        let to = county.calendar.date(self.ports.now());
        let from = to.saturating_sub(i64::from(days - 1).days());
        let held = self.kept(county, &user.scope).await?;
        let kept = held.get()?;
        let rate = |code: &&AreaCode| {
            let slice = Slice::Area((*code).clone());
            let rate = kept.tally.rate(indicator, from, to, &slice);
            (rate.numerator, rate.denominator)
        };
        Ok(areas.iter().map(rate).collect())
    }
}

/// Places by cells of about [`CELL`] metres, each with how many lie in it, at their middle.
fn heated(places: &[Position]) -> HeatView {
    let Some(first) = places.first() else {
        return HeatView {
            cells: Vec::new(),
            total: 0,
        };
    };
    // Degrees of a cell, by one latitude for all: a county is small.
    let north = CELL / METRES_A_DEGREE;
    let east = north / first.lat.to_radians().cos().max(0.1);
    let mut cells: BTreeMap<(i64, i64), (u32, f64, f64)> = BTreeMap::new();
    for place in places {
        let key = (
            (place.lon / east).floor() as i64,
            (place.lat / north).floor() as i64,
        );
        let cell = cells.entry(key).or_default();
        *cell = (cell.0 + 1, cell.1 + place.lon, cell.2 + place.lat);
    }
    let cell = |(count, lon, lat): (u32, f64, f64)| HeatCell {
        position: Position {
            lon: lon / f64::from(count),
            lat: lat / f64::from(count),
        },
        count,
    };
    HeatView {
        cells: cells.into_values().map(cell).collect(),
        total: places.len() as u32,
    }
}

/// Every resource with its distance, the nearest first; of two as near the one with the lesser name.
fn nearest_first<'a>(resources: impl Iterator<Item = &'a Resource>, from: Position) -> Vec<Near> {
    let near = resources.map(|resource| Near {
        resource: resource.clone(),
        metres: measure::distance_m(from, resource.position).round() as u32,
    });
    let mut near: Vec<Near> = near.collect();
    near.sort_by(|a, b| (a.metres, &a.resource.id).cmp(&(b.metres, &b.resource.id)));
    near
}

fn number(count: u32) -> (u64, u64) {
    (count.into(), 1)
}

/// The areas with their steps. Nothing of a number is the lowest step; nothing over nothing has none.
fn shaded(areas: &[&AreaCode], values: &[(u64, u64)], is_rate: bool) -> ShadeView {
    let height = |(numerator, denominator): (u64, u64)| {
        if is_rate {
            let percent = Rate::new(numerator, denominator).percent()?;
            Some(u64::from(percent.0))
        } else {
            Some(numerator)
        }
    };
    let heights: BTreeSet<u64> = values.iter().filter_map(|value| height(*value)).collect();
    let steps = scale(&heights, is_rate);
    let row = |(area, value): (&&AreaCode, &(u64, u64))| {
        let height = height(*value);
        // The highest step that begins at it or below.
        let step = height.and_then(|height| steps.iter().rposition(|least| *least <= height));
        ShadeRow {
            area: (*area).clone(),
            value: *value,
            step: step.map(|step| step as u8),
        }
    };
    let sum = |part: fn(&(u64, u64)) -> u64| values.iter().map(part).sum::<u64>();
    let whole = (
        sum(|value| value.0),
        if is_rate { sum(|value| value.1) } else { 1 },
    );
    ShadeView {
        rows: areas.iter().zip(values).map(row).collect(),
        steps,
        whole,
    }
}

/// Where the steps begin, so that about as many different heights lie in each.
fn scale(heights: &BTreeSet<u64>, is_rate: bool) -> Vec<u64> {
    let mut steps = Vec::new();
    let mut rest: Vec<u64> = heights.iter().copied().collect();
    if !is_rate {
        steps.push(0);
        rest.retain(|height| *height > 0);
    }
    let left = STEPS - steps.len();
    let parts = rest.len().min(left);
    steps.extend((0..parts).map(|part| rest[part * rest.len() / parts]));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(digits: &str) -> AreaCode {
        AreaCode::parse(digits).unwrap()
    }

    #[test]
    fn a_scale_has_five_steps_at_most_and_nothing_is_the_lowest_of_a_number() {
        let few = BTreeSet::from([0, 3, 9]);
        assert_eq!(scale(&few, false), [0, 3, 9]);
        assert_eq!(scale(&few, true), [0, 3, 9]);
        let many: BTreeSet<u64> = (0..1_000).collect();
        assert_eq!(scale(&many, false), [0, 1, 250, 500, 750]);
        assert_eq!(scale(&many, true), [0, 200, 400, 600, 800]);
        assert_eq!(scale(&BTreeSet::new(), true), [0; 0]);
    }

    #[test]
    fn every_place_is_in_one_cell_and_a_cell_stands_in_the_middle_of_its_own() {
        assert_eq!(heated(&[]).total, 0);
        let at = |lon, lat| Position { lon, lat };
        let places = [at(105.7, 28.5), at(105.700_2, 28.500_2), at(105.8, 28.5)];
        let view = heated(&places);
        assert_eq!(view.total, 3);
        let counts: u32 = view.cells.iter().map(|cell| cell.count).sum();
        assert_eq!(counts, 3);
        for cell in &view.cells {
            let near = places
                .iter()
                .filter(|place| measure::distance_m(**place, cell.position) < 1.5 * CELL);
            assert!(near.count() >= cell.count as usize, "{cell:?}");
        }
    }

    #[test]
    fn every_area_has_the_step_that_its_value_lies_in_and_the_whole_is_the_sum() {
        let towns = [code("520381001"), code("520381002"), code("520381003")];
        let towns: Vec<&AreaCode> = towns.iter().collect();
        let view = shaded(&towns, &[(0, 1), (7, 1), (2, 1)], false);
        let steps: Vec<Option<u8>> = view.rows.iter().map(|row| row.step).collect();
        assert_eq!(
            (view.steps, steps),
            (vec![0, 2, 7], vec![Some(0), Some(2), Some(1)])
        );
        assert_eq!(view.whole, (9, 1));
        let view = shaded(&towns, &[(0, 0), (1, 2), (9, 9)], true);
        let steps: Vec<Option<u8>> = view.rows.iter().map(|row| row.step).collect();
        assert_eq!(
            (view.steps, steps),
            (vec![5_000, 10_000], vec![None, Some(0), Some(1)])
        );
        assert_eq!(view.whole, (10, 11));
    }
}
