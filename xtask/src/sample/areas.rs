//! The tree of areas: codes, names, dedicated grids, household units, labels.
//!
//! Deliberately absent: the mosaic, which `grids` has cut by now.

use std::collections::BTreeMap;

use onemap_domain::area::{Area, AreaCode, GridKind, Level, Outline, Position};
use onemap_spatial::locate::Locator;
use onemap_spatial::measure;

use super::Failure;
use super::dedicated;
use super::draw::Draw;
use super::grids::{Grids, Rings};
use super::names::{Names, fill};
use super::plane::{inside, outline, position, spot};
use super::register::Entry;
use super::seeds::shared_out;

/// Household units of the county.
pub(super) const UNITS: usize = 7_677;
/// The first three towns are the streets (街道) of the urban core.
const URBAN_TOWNS: [&str; 3] = ["520381001", "520381002", "520381003"];

/// A grid, base or dedicated.
#[derive(Debug)]
pub(super) struct Grid {
    /// Its code.
    pub code: AreaCode,
    /// Its name.
    pub name: String,
    /// Its boundary.
    pub outline: Outline,
    /// Household units in it.
    pub units: Vec<Unit>,
}

/// A household unit.
#[derive(Debug)]
pub(super) struct Unit {
    /// Where.
    pub place: Position,
    /// How many households.
    pub households: u32,
}

/// The county's land, ready to stand and to report on.
#[derive(Debug)]
pub(super) struct Land {
    /// All areas, parents before children.
    pub areas: Vec<Area>,
    /// Boundaries.
    pub outlines: BTreeMap<AreaCode, Outline>,
    /// Grids in the order of their codes.
    pub grids: Vec<Grid>,
    /// The ground.
    pub locator: Locator,
}

/// Whether an area belongs to the urban core.
pub(super) fn is_urban(code: &AreaCode) -> bool {
    URBAN_TOWNS
        .iter()
        .any(|town| code.as_str().starts_with(town))
}

impl Land {
    /// Lays out the land.
    pub fn new(entries: &[Entry], cut: &Grids, names: &Names, seed: u64) -> Result<Self, Failure> {
        let mut grids = base_grids(cut, names)?;
        grids.extend(dedicated::draw(
            entries,
            cut,
            names,
            &mut Draw::new(seed, "dedicated"),
        )?);
        grids.sort_by(|a, b| a.code.cmp(&b.code));
        let locator = Locator::new(
            grids
                .iter()
                .map(|grid| (grid.code.clone(), grid.outline.clone())),
        );
        settle(&mut grids, &locator, &mut Draw::new(seed, "units"));

        let mut outlines: BTreeMap<AreaCode, Outline> = BTreeMap::new();
        let above = cut
            .villages
            .iter()
            .chain(&cut.towns)
            .map(|(code, rings)| (code.clone(), rings));
        let county = entries
            .first()
            .map(|county| (county.code.clone(), &cut.county));
        for (code, rings) in above.chain(county) {
            outlines.insert(code, outline(rings.clone()));
        }
        outlines.extend(
            grids
                .iter()
                .map(|grid| (grid.code.clone(), grid.outline.clone())),
        );
        let areas = register(entries, &grids, &outlines, names)?;
        Ok(Self {
            areas,
            outlines,
            grids,
            locator,
        })
    }

    /// The name of an area of the register.
    pub fn name(&self, code: &AreaCode) -> &str {
        self.areas
            .iter()
            .find(|area| area.code == *code)
            .map_or("", |area| &area.name)
    }

    /// A place in a grid as the ground sees it, near one of its units.
    pub fn place_in(&self, grid: &Grid, draw: &mut Draw) -> Position {
        let home = draw.pick(&grid.units).place;
        for _ in 0..20 {
            let [x, y] = draw.normals();
            let place = rounded(Position {
                lon: home.lon + x * 6e-4,
                lat: home.lat + y * 6e-4,
            });
            if self.locator.locate_ref(place) == Some(&grid.code) {
                return place;
            }
        }
        home
    }
}

/// A position to five decimals: a metre is enough for a made-up door.
fn rounded(place: Position) -> Position {
    let five = |degrees: f64| (degrees * 1e5).round() / 1e5;
    Position {
        lon: five(place.lon),
        lat: five(place.lat),
    }
}

/// A code below another, or the failure to make one.
pub(super) fn below(parent: &AreaCode, number: usize) -> Result<AreaCode, Failure> {
    AreaCode::parse(&format!("{parent}{number:03}")).map_err(|source| Failure::Code(source.0))
}

/// A label's place within rings.
fn label(outline: &Outline) -> Result<Position, Failure> {
    let place = measure::inner_point(outline)
        .ok_or_else(|| Failure::Mosaic("an area encloses nothing".to_owned()))?;
    Ok(position(spot(place)))
}

/// Base grids, numbered in each village in rows from north to south, each from west to east.
fn base_grids(cut: &Grids, names: &Names) -> Result<Vec<Grid>, Failure> {
    let mut of_village: BTreeMap<&AreaCode, Vec<(&Rings, Position)>> = BTreeMap::new();
    for cell in &cut.cells {
        let centre = label(&outline(cell.rings.clone()))?;
        of_village
            .entry(&cell.village)
            .or_default()
            .push((&cell.rings, centre));
    }
    let mut grids = Vec::new();
    for (village, mut cells) in of_village {
        cells.sort_by(|a, b| b.1.lat.total_cmp(&a.1.lat));
        let row = (cells.len() as f64).sqrt().ceil() as usize;
        for row in cells.chunks_mut(row) {
            row.sort_by(|a, b| a.1.lon.total_cmp(&b.1.lon));
        }
        for (index, (rings, _)) in cells.into_iter().enumerate() {
            grids.push(Grid {
                code: below(village, index + 1)?,
                name: fill(&names.words.grid, &[&(index + 1).to_string()]),
                outline: outline(rings.clone()),
                units: Vec::new(),
            });
        }
    }
    Ok(grids)
}

/// Puts the household units into the grids, in hamlets.
fn settle(grids: &mut [Grid], locator: &Locator, draw: &mut Draw) {
    let weights: Vec<f64> = grids
        .iter()
        .map(|grid| {
            let base = match (grid.code.grid_kind(), is_urban(&grid.code)) {
                (Some(GridKind::Dedicated), _) => 2.5,
                (_, true) => 13.0,
                (_, false) => 9.0,
            };
            base * draw.between(0.7, 1.3)
        })
        .collect();
    for (grid, count) in grids.iter_mut().zip(shared_out(UNITS, 1, &weights)) {
        let within = |place: &Position| locator.locate_ref(*place) == Some(&grid.code);
        let hamlets: Vec<Position> = (0..draw.whole(1, 4))
            .filter_map(|_| anywhere(&grid.outline, draw, within))
            .collect();
        let spread = if is_urban(&grid.code) { 5e-4 } else { 1.1e-3 };
        let centre = measure::inner_point(&grid.outline).unwrap_or(Position { lon: 0.0, lat: 0.0 });
        for _ in 0..count {
            let near = (0..40).find_map(|_| {
                let hamlet = hamlets.get(draw.below(hamlets.len()))?;
                let [x, y] = draw.normals();
                let place = Position {
                    lon: hamlet.lon + x * spread,
                    lat: hamlet.lat + y * spread,
                };
                Some(rounded(place)).filter(within)
            });
            let place = near
                .or_else(|| anywhere(&grid.outline, draw, within))
                .unwrap_or(centre);
            grid.units.push(Unit {
                place,
                households: draw.whole(7, 15),
            });
        }
        grid.units
            .sort_by(|a, b| a.place.lon.total_cmp(&b.place.lon));
    }
}

/// A random place of an outline that is also `within`; `None` after many vain tries.
pub(super) fn anywhere(
    outline: &Outline,
    draw: &mut Draw,
    within: impl Fn(&Position) -> bool,
) -> Option<Position> {
    let [west, south, east, north] = measure::bounding_box(outline)?;
    (0..600).find_map(|_| {
        let place = Position {
            lon: draw.between(west, east),
            lat: draw.between(south, north),
        };
        Some(rounded(place)).filter(|place| measure::contains(outline, *place) && within(place))
    })
}

/// All areas, parents before children.
fn register(
    entries: &[Entry],
    grids: &[Grid],
    outlines: &BTreeMap<AreaCode, Outline>,
    names: &Names,
) -> Result<Vec<Area>, Failure> {
    let households = |code: &AreaCode| {
        let inner = grids
            .iter()
            .filter(|grid| code.covers(&grid.code))
            .flat_map(|grid| &grid.units);
        Some(inner.map(|unit| unit.households).sum())
    };
    let mut areas = Vec::new();
    for entry in entries {
        let outline = outlines.get(&entry.code);
        let outline =
            outline.ok_or_else(|| Failure::Mosaic(format!("{} has no ground", entry.code)))?;
        areas.push(Area {
            code: entry.code.clone(),
            name: entry.name.clone(),
            centre: label(outline)?,
            households: households(&entry.code),
            simulated: false,
        });
    }
    for grid in grids {
        areas.push(Area {
            code: grid.code.clone(),
            name: grid.name.clone(),
            centre: label(&grid.outline)?,
            households: households(&grid.code),
            simulated: true,
        });
    }
    for grid in grids {
        for (index, unit) in grid.units.iter().enumerate() {
            areas.push(Area {
                code: below(&grid.code, index + 1)?,
                name: fill(&names.words.unit, &[&(index + 1).to_string()]),
                centre: unit.place,
                households: Some(unit.households),
                simulated: true,
            });
        }
    }
    areas.sort_by(|a, b| (a.code.level(), &a.code).cmp(&(b.code.level(), &b.code)));
    Ok(areas)
}

/// Whether a place lies in the outer ring of rings and in none of their holes.
pub(super) fn within(rings: &Rings, place: [f64; 2]) -> bool {
    rings
        .iter()
        .fold(false, |odd, ring| odd ^ inside(ring, place))
}

/// The villages of the register.
pub(super) fn villages(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    entries
        .iter()
        .filter(|entry| entry.code.level() == Level::Village)
}
