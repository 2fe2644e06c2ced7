//! The ground that is measured on: the sample county's own grids, and a city's inside its real
//! outlines.
//!
//! The city has the towns and villages of its register and grids that are made up. Each county's
//! outline is cut in two, and each part again, until every grid has its piece; towns and villages
//! stay in one piece, because the cut goes between them as long as there is more than one. A cut
//! is a chord bent by midpoint displacement (A. Fournier, D. Fussell, L. Carpenter, *Computer
//! rendering of stochastic models*, CACM 25, 1982). Where it meets a side that another area has
//! too, both get the corner, so that neighbours share their corners to the last bit.
//!
//! Deliberately absent: holes in an outline (the city has one, of another city's ground; it is
//! filled), dedicated grids of the city, names beyond a number.

mod cut;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use onemap_bench_map::Failure;
use onemap_domain::area::{AreaCode, Level, Outline, Position};
use onemap_spatial::datum;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use cut::Ground;

/// Grids by code.
pub type Grids = Vec<(AreaCode, Outline)>;

/// A place in millionths of a degree: east, north.
type Spot = [i64; 2];

/// A grid to be, and its share of its county's ground.
type Lot = (AreaCode, f64);

/// Grids of the whole city, as its centre counts them.
const GRIDS: usize = 8_930;
/// Register and outlines of the city.
const CITY: &str = "liaocheng";

/// The base and dedicated grids of the sample county.
pub fn sample(package: &Path) -> Result<Grids, Failure> {
    #[derive(Deserialize)]
    struct County {
        outlines: BTreeMap<AreaCode, Outline>,
    }
    let packed = std::fs::read(package).map_err(Failure::file(package))?;
    let json = zstd::decode_all(packed.as_slice()).map_err(Failure::file(package))?;
    let county: County = serde_json::from_slice(&json).map_err(Failure::contents(package))?;
    let grids = county.outlines.into_iter();
    Ok(grids
        .filter(|(code, _)| code.level() == Level::Grid)
        .collect())
}

/// A city's grids: `data` is the folder of registers and outlines.
pub fn city(data: &Path, seed: u64) -> Result<Grids, Failure> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let lots = lots(&data.join(format!("areas/{CITY}.csv")), &mut chance)?;
    let outlines = outlines(&data.join(format!("boundaries/{CITY}.geojson")))?;
    let mut ground = Ground::default();
    for (county, ring) in outlines {
        let own: Vec<Lot> = lots
            .iter()
            .filter(|(code, _)| code.as_str().starts_with(&county))
            .cloned()
            .collect();
        ground.divide(ring, &own, &mut chance)?;
    }
    let mut grids = ground.grids();
    grids.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(grids)
}

/// The grids of every village of the register, as many as it gets by lot, at least one.
fn lots(register: &Path, chance: &mut ChaCha8Rng) -> Result<Vec<Lot>, Failure> {
    let text = std::fs::read_to_string(register).map_err(Failure::file(register))?;
    let mut villages: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split(',').next())
        .filter(|code| code.len() == Level::Village.digits())
        .collect();
    villages.sort_unstable();
    let mut counts = vec![1; villages.len()];
    for _ in villages.len()..GRIDS {
        counts[chance.random_range(0..villages.len())] += 1;
    }
    let mut lots = Vec::with_capacity(GRIDS);
    for (village, count) in villages.into_iter().zip(counts) {
        // A village in town is small, one in the fields large.
        let weight = chance.random_range(-1.2_f64..1.2).exp();
        for sequence in 1..=count {
            let code = AreaCode::parse(&format!("{village}{sequence:03}"))?;
            lots.push((code, weight));
        }
    }
    Ok(lots)
}

/// The outer ring of each county, open, counter-clockwise, by its code.
fn outlines(file: &Path) -> Result<BTreeMap<String, Vec<Spot>>, Failure> {
    #[derive(Deserialize)]
    struct Collection {
        features: Vec<Feature>,
    }
    #[derive(Deserialize)]
    struct Feature {
        id: String,
        geometry: Geometry,
    }
    #[derive(Deserialize)]
    struct Geometry {
        coordinates: Vec<Vec<Vec<[f64; 2]>>>,
    }
    let text = std::fs::read_to_string(file).map_err(Failure::file(file))?;
    let collection: Collection = serde_json::from_str(&text).map_err(Failure::contents(file))?;
    let mut outlines = BTreeMap::new();
    for Feature { id, geometry } in collection.features {
        let outer = geometry.coordinates.into_iter().flatten().next();
        let mut ring: Vec<Spot> = outer.unwrap_or_default().into_iter().map(spot).collect();
        ring.dedup();
        if ring.first() == ring.last() {
            ring.pop();
        }
        if cut::twice_area(&ring) < 0 {
            ring.reverse();
        }
        outlines.insert(id, ring);
    }
    Ok(outlines)
}

/// A corner of the outlines, in our datum.
fn spot([lon, lat]: [f64; 2]) -> Spot {
    let Position { lon, lat } = datum::gcj02_to_wgs84(Position { lon, lat });
    [(lon * 1e6).round() as i64, (lat * 1e6).round() as i64]
}

/// West, south, east, north of grids.
pub fn bounds(grids: &Grids) -> [f64; 4] {
    let nothing = [
        f64::INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
    ];
    let corners = grids
        .iter()
        .flat_map(|(_, outline)| outline.0.iter().flatten().flatten());
    corners.fold(nothing, |[west, south, east, north], [x, y]| {
        [west.min(*x), south.min(*y), east.max(*x), north.max(*y)]
    })
}

/// How often each corner occurs, so that one that is shared can be told.
pub fn corners(grids: &Grids) -> HashMap<[u64; 2], usize> {
    let mut corners = HashMap::new();
    for (_, outline) in grids {
        for ring in outline.0.iter().flatten() {
            for corner in &ring[1..] {
                *corners.entry(corner.map(f64::to_bits)).or_default() += 1;
            }
        }
    }
    corners
}
