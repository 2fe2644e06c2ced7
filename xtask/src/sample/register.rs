//! The real part: the register of towns and villages, and the outline of the county.
//!
//! Deliberately absent: guesses. A line that cannot be read ends the command with its number.

use std::path::Path;

use onemap_domain::area::{AreaCode, Level, Position};
use onemap_spatial::datum;

use super::Failure;
use super::plane::{Spot, spot, twice_area};

/// An area of the register.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its code.
    pub code: AreaCode,
    /// Its name as people say it.
    pub name: String,
}

/// The county, its towns and its villages in the register's order.
pub(super) fn areas(data: &Path) -> Result<Vec<Entry>, Failure> {
    let path = data.join("areas/chishui.csv");
    let text = std::fs::read_to_string(&path).map_err(|source| Failure::File {
        path: path.clone(),
        source,
    })?;
    let mut entries = Vec::new();
    for (index, line) in text.lines().enumerate().skip(1) {
        let mut cells = line.split(',');
        let unreadable = || Failure::Register {
            line: index + 1,
            text: line.to_owned(),
        };
        let (Some(code), Some(name)) = (cells.next(), cells.next()) else {
            return Err(unreadable());
        };
        let code = AreaCode::parse(code.trim()).map_err(|_| unreadable())?;
        if code.level() >= Level::County {
            entries.push(Entry {
                code,
                name: spoken(name.trim()),
            });
        }
    }
    Ok(entries)
}

/// 太平社区居民委员会 is what its seal says; people say 太平社区.
fn spoken(name: &str) -> String {
    ["居民委员会", "村民委员会"]
        .iter()
        .find_map(|committee| name.strip_suffix(committee))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(name)
        .to_owned()
}

/// The county's outer ring in WGS-84, open, counter-clockwise.
pub(super) fn outline(data: &Path) -> Result<Vec<Spot>, Failure> {
    #[derive(serde::Deserialize)]
    struct Collection {
        features: Vec<Feature>,
    }
    #[derive(serde::Deserialize)]
    struct Feature {
        geometry: Geometry,
    }
    #[derive(serde::Deserialize)]
    struct Geometry {
        coordinates: Vec<Vec<Vec<[f64; 2]>>>,
    }
    let path = data.join("boundaries/chishui.geojson");
    let text = std::fs::read_to_string(&path).map_err(|source| Failure::File {
        path: path.clone(),
        source,
    })?;
    let collection: Collection = serde_json::from_str(&text).map_err(Failure::Boundary)?;
    let rings: Vec<_> = collection
        .features
        .into_iter()
        .flat_map(|f| f.geometry.coordinates)
        .flatten()
        .collect();
    let [ring] = rings.as_slice() else {
        return Err(Failure::Rings(rings.len()));
    };
    let mut spots: Vec<Spot> = ring
        .iter()
        .map(|[lon, lat]| {
            spot(datum::gcj02_to_wgs84(Position {
                lon: *lon,
                lat: *lat,
            }))
        })
        .collect();
    spots.dedup();
    if spots.first() == spots.last() {
        spots.pop();
    }
    if twice_area(&spots) < 0 {
        spots.reverse();
    }
    Ok(spots)
}
