//! Places drawn by chance inside base grids: for messages that name none, and for simulations.

use std::collections::BTreeMap;

use onemap_domain::area::{AreaCode, GridKind, Level, Outline, Position};
use rand::Rng;
use rand::seq::{IndexedRandom, IteratorRandom};

use crate::land::Land;

/// How often a point is drawn in a grid's bounds before the grid is given up; a grid fills a good
/// part of its bounds.
const DRAWS: u32 = 64;

/// The base grids of every village, with their bounds.
#[derive(Debug)]
pub struct Scatter<'a> {
    land: &'a Land,
    villages: BTreeMap<AreaCode, Vec<(AreaCode, Bounds)>>,
}

#[derive(Clone, Copy, Debug)]
struct Bounds {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl<'a> Scatter<'a> {
    /// Over a county.
    pub fn over(land: &'a Land) -> Scatter<'a> {
        let mut villages: BTreeMap<AreaCode, Vec<(AreaCode, Bounds)>> = BTreeMap::new();
        for (code, outline) in &land.register.outlines {
            let is_base = code.level() == Level::Grid && code.grid_kind() == Some(GridKind::Base);
            let village = code.at(Level::Village).filter(|_| is_base);
            if let (Some(village), Some(bounds)) = (village, bounds(outline)) {
                villages
                    .entry(village)
                    .or_default()
                    .push((code.clone(), bounds));
            }
        }
        Scatter { land, villages }
    }

    /// A village that has base grids; `None` when none has.
    pub fn village(&self, chance: &mut impl Rng) -> Option<&AreaCode> {
        self.villages.keys().choose(chance)
    }

    /// A place in a base grid of a village; `None` when it has none.
    pub fn place(&self, village: &AreaCode, chance: &mut impl Rng) -> Option<Position> {
        let grids = self.villages.get(village)?;
        for _ in 0..=grids.len() {
            let (grid, bounds) = grids.choose(chance)?;
            for _ in 0..DRAWS {
                let place = Position {
                    lon: chance.random_range(bounds.west..=bounds.east),
                    lat: chance.random_range(bounds.south..=bounds.north),
                };
                if self.land.base_grid_at(place).as_ref() == Some(grid) {
                    return Some(place);
                }
            }
        }
        None
    }
}

fn bounds(outline: &Outline) -> Option<Bounds> {
    let mut points = outline.0.iter().flatten().flatten();
    let [lon, lat] = *points.next()?;
    let first = Bounds {
        west: lon,
        south: lat,
        east: lon,
        north: lat,
    };
    Some(points.fold(first, |bounds, [lon, lat]| Bounds {
        west: bounds.west.min(*lon),
        south: bounds.south.min(*lat),
        east: bounds.east.max(*lon),
        north: bounds.north.max(*lat),
    }))
}
