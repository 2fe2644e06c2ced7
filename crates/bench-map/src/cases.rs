//! Made-up cases of a city: as many in each grid, one in ten open, one in ten where another is.
//!
//! Deliberately absent: what a case is beyond what a map shows of it.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use onemap_bench_map::Failure;
use onemap_domain::area::Position;
use onemap_domain::clock::Lamp;
use onemap_spatial::tiles::Pin;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::ground::Grids;

/// Departments that lead cases.
const LEADS: u16 = 40;

/// Short names of departments, by a pin's `lead`.
pub fn leads() -> Vec<String> {
    (1..=LEADS).map(|number| format!("第{number}局")).collect()
}

/// Cases, in the order of their numbers.
pub fn draw(grids: &Grids, count: usize, seed: u64) -> Vec<Pin> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut pins: Vec<Pin> = Vec::with_capacity(count);
    for id in 0..count {
        let (_, outline) = &grids[chance.random_range(0..grids.len())];
        let ring = &outline.0[0][0];
        let mut corner = || ring[chance.random_range(0..ring.len())];
        let corners = [corner(), corner(), corner()];
        // Within the triangle, and so in the grid or near it.
        let (a, b): (f64, f64) = (chance.random(), chance.random());
        let (a, b) = if a + b > 1.0 {
            (1.0 - a, 1.0 - b)
        } else {
            (a, b)
        };
        let [lon, lat] = [0, 1].map(|axis: usize| {
            let [from, one, other] = corners.map(|corner| corner[axis]);
            from + (one - from) * a + (other - from) * b
        });
        let mut position = Position { lon, lat };
        if id > 0 && chance.random_range(0..10) == 0 {
            position = pins[chance.random_range(0..id)].position;
        }
        let is_open = chance.random_range(0..10) == 0;
        let lamp = match chance.random_range(0..10) {
            0 | 1 if is_open => Lamp::Red,
            2 if is_open => Lamp::Yellow,
            _ => Lamp::Green,
        };
        let days_overdue = if lamp == Lamp::Red {
            chance.random_range(0..120)
        } else {
            0
        };
        pins.push(Pin {
            // MapLibre takes no number for an id that is 0 as one.
            id: id as u64 + 1,
            position,
            lamp,
            days_overdue,
            lead: chance.random_range(0..LEADS),
            category: chance.random_range(0..200),
            day: chance.random_range(0..730),
        });
    }
    pins
}

/// Writes places as pairs of doubles, and lamp, days and lead as three 16-bit numbers each.
pub fn write(folder: &Path, pins: &[Pin]) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(Failure::file(folder))?;
    let places = pins
        .iter()
        .flat_map(|pin| [pin.position.lon, pin.position.lat].map(f64::to_le_bytes));
    write_all(&folder.join("cases.places"), places)?;
    let facts = pins
        .iter()
        .flat_map(|pin| [pin.lamp as u16, pin.days_overdue, pin.lead].map(u16::to_le_bytes));
    write_all(&folder.join("cases.facts"), facts)?;
    let path = folder.join("leads.json");
    let text = serde_json::to_vec(&leads()).map_err(Failure::contents(&path))?;
    std::fs::write(&path, text).map_err(Failure::file(&path))
}

/// Writes small values one after the other.
pub fn write_all<const N: usize>(
    path: &Path,
    mut values: impl Iterator<Item = [u8; N]>,
) -> Result<(), Failure> {
    let file = File::create(path).map_err(Failure::file(path))?;
    let mut file = BufWriter::new(file);
    values
        .try_for_each(|value| file.write_all(&value))
        .and_then(|()| file.flush())
        .map_err(Failure::file(path))
}
