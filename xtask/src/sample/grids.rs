//! Base grids as parts of villages, villages as parts of towns, each in one piece.
//!
//! Deliberately absent: names and codes; `areas` gives them.

use std::collections::{BTreeMap, BTreeSet};

use onemap_domain::area::{AreaCode, Level, Position};

use super::Failure;
use super::draw::Draw;
use super::mosaic::Mosaic;
use super::plane::{Plane, Spot};
use super::register::Entry;
use super::seats::{CORE, SEATS};
use super::seeds;

/// Rings around one area: outer ones counter-clockwise, holes clockwise, open.
pub(super) type Rings = Vec<Vec<Spot>>;

/// A base grid.
#[derive(Debug)]
pub(super) struct Cell {
    /// Its village.
    pub village: AreaCode,
    /// Its boundary.
    pub rings: Rings,
}

/// The county's ground.
#[derive(Debug)]
pub(super) struct Grids {
    /// Base grids.
    pub cells: Vec<Cell>,
    /// Villages, by code.
    pub villages: BTreeMap<AreaCode, Rings>,
    /// Towns, by code.
    pub towns: BTreeMap<AreaCode, Rings>,
    /// The county.
    pub county: Rings,
}

/// The plane that everything is drawn on.
pub(super) fn plane() -> Plane {
    Plane::at(Position {
        lon: CORE[0],
        lat: CORE[1],
    })
}

/// Cuts the ground within `ring` for the towns and villages of the register.
pub(super) fn cut(entries: &[Entry], ring: &[Spot], seed: u64) -> Result<Grids, Failure> {
    let mut codes: Vec<Vec<AreaCode>> = Vec::new();
    let mut counts = [[0, 0]; 17];
    for (seat, count) in SEATS.iter().zip(&mut counts) {
        let of_town =
            |e: &&Entry| e.code.level() == Level::Village && e.code.as_str().starts_with(seat.code);
        let (mut communities, villages): (Vec<&Entry>, Vec<&Entry>) = entries
            .iter()
            .filter(of_town)
            .partition(|entry| entry.name.ends_with("社区"));
        *count = [communities.len(), communities.len() + villages.len()];
        communities.extend(villages);
        codes.push(
            communities
                .into_iter()
                .map(|entry| entry.code.clone())
                .collect(),
        );
    }
    let seeds = seeds::draw(ring, plane(), &counts, &mut Draw::new(seed, "seeds"));
    let places: Vec<_> = seeds.iter().map(|seed| seed.place).collect();
    let mosaic = Mosaic::new(ring, plane(), &places, &mut Draw::new(seed, "borders"))?;
    let mut owners: Vec<AreaCode> = seeds
        .iter()
        .map(|seed| codes[seed.town][seed.village].clone())
        .collect();
    in_one_piece(&mosaic.borders(), &mut owners);

    let union = |level: Level| -> BTreeMap<AreaCode, Rings> {
        let all: BTreeSet<AreaCode> = owners.iter().filter_map(|owner| owner.at(level)).collect();
        all.into_iter()
            .map(|code| {
                let rings = mosaic.rings(|cell| code.covers(&owners[cell]));
                (code, rings)
            })
            .collect()
    };
    let (villages, towns) = (union(Level::Village), union(Level::Town));
    let cells = owners
        .iter()
        .enumerate()
        .map(|(index, village)| Cell {
            village: village.clone(),
            rings: mosaic.rings(|cell| cell == index),
        })
        .collect();
    Ok(Grids {
        cells,
        villages,
        towns,
        county: mosaic.rings(|_| true),
    })
}

/// Gives every grid that is cut off from the rest of its town, and then of its village, to the
/// village it shares most border with.
fn in_one_piece(borders: &BTreeMap<[usize; 2], f64>, owners: &mut [AreaCode]) {
    for level in [Level::Town, Level::Village] {
        // A grid that moves may free another; a few rounds settle it.
        for _ in 0..8 {
            let astray = cut_off(borders, owners, level);
            for cell in &astray {
                let mut shared: BTreeMap<AreaCode, f64> = BTreeMap::new();
                for ([a, b], length) in borders {
                    let other = if a == cell {
                        b
                    } else if b == cell {
                        a
                    } else {
                        continue;
                    };
                    let same_town = owners[*other].at(Level::Town) == owners[*cell].at(Level::Town);
                    let welcome = if level == Level::Town {
                        !same_town
                    } else {
                        same_town && owners[*other] != owners[*cell]
                    };
                    if welcome {
                        *shared.entry(owners[*other].clone()).or_default() += length;
                    }
                }
                if let Some((code, _)) = shared.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)) {
                    owners[*cell] = code;
                }
            }
            if astray.is_empty() {
                break;
            }
        }
    }
}

/// The grids outside the largest piece of their area at `level`.
fn cut_off(borders: &BTreeMap<[usize; 2], f64>, owners: &[AreaCode], level: Level) -> Vec<usize> {
    let area = |cell: usize| owners[cell].at(level);
    let mut piece: Vec<usize> = (0..owners.len()).collect();
    loop {
        let mut changed = false;
        for [a, b] in borders.keys() {
            let least = piece[*a].min(piece[*b]);
            if area(*a) == area(*b) && (piece[*a] != least || piece[*b] != least) {
                (piece[*a], piece[*b], changed) = (least, least, true);
            }
        }
        if !changed {
            break;
        }
    }
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for root in &piece {
        *sizes.entry(*root).or_default() += 1;
    }
    let mut largest: BTreeMap<Option<AreaCode>, usize> = BTreeMap::new();
    for (root, size) in &sizes {
        let best = largest.entry(area(*root)).or_insert(*root);
        if size > &sizes[best] {
            *best = *root;
        }
    }
    (0..owners.len())
        .filter(|cell| largest.get(&area(*cell)) != Some(&piece[*cell]))
        .collect()
}
