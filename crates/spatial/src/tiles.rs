//! Map tiles for MapLibre: boundaries and cases as Mapbox vector tiles.
//!
//! Tiles follow the usual scheme: spherical Mercator cut into 2^z × 2^z squares, y from the north.
//! Deliberately absent: who may see what (callers pass what a scope allows), caching, compression,
//! and what a tile looks like on the screen, which is the map style's.

mod boundaries;
mod buckets;
mod cases;
mod clip;
mod index;
mod morton;
mod sorted;

pub use crate::measure::bounding_box;
pub use boundaries::BoundaryTiles;
pub use cases::{CasePoint, CaseTiles};
pub use index::{CaseIndex, Cluster, Heat, HeatCell, Lamps, NotIndexed, Pin};

use crate::mvt::EXTENT;
use onemap_domain::area::Position;
use std::f64::consts::PI;

/// The deepest zoom there are tiles for; a tile is then about ten metres wide.
pub const DEEPEST_ZOOM: u8 = 22;
/// A cluster's cell has 2^-3 of its tile's side.
const CELL_LEVELS: u8 = 3;

/// A tile's address, always one that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    z: u8,
    x: u32,
    y: u32,
}

/// Why something is not a tile's address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotATile {
    /// The text is not three numbers divided by slashes.
    #[error("{0:?} is not of the form zoom/column/row")]
    Form(String),
    /// Deeper than [`DEEPEST_ZOOM`].
    #[error("zoom {0} is deeper than {DEEPEST_ZOOM}")]
    TooDeep(u8),
    /// A zoom has 2^zoom columns and as many rows, from 0.
    #[error("zoom {z} has no tile in column {x}, row {y}")]
    OffTheMap {
        /// Zoom.
        z: u8,
        /// Column, from the antimeridian eastwards.
        x: u32,
        /// Row, from the north.
        y: u32,
    },
}

impl TileId {
    /// The tile of zoom `z` in column `x` and row `y`.
    pub fn new(z: u8, x: u32, y: u32) -> Result<TileId, NotATile> {
        if z > DEEPEST_ZOOM {
            Err(NotATile::TooDeep(z))
        } else if x >> z != 0 || y >> z != 0 {
            Err(NotATile::OffTheMap { z, x, y })
        } else {
            Ok(TileId { z, x, y })
        }
    }

    /// Reads `zoom/column/row`, as in a tile's path.
    pub fn parse(path: &str) -> Result<TileId, NotATile> {
        let form = || NotATile::Form(path.to_owned());
        let mut parts = path.split('/');
        let mut number = || parts.next().and_then(|part| part.parse::<u32>().ok());
        let (Some(z), Some(x), Some(y)) = (number(), number(), number()) else {
            return Err(form());
        };
        if parts.next().is_some() {
            return Err(form());
        }
        TileId::new(u8::try_from(z).map_err(|_| form())?, x, y)
    }

    /// The tile of zoom `z` (at most [`DEEPEST_ZOOM`]) that `place` lies in.
    pub fn containing(place: Position, z: u8) -> TileId {
        let z = z.min(DEEPEST_ZOOM);
        let [x, y] = fixed(place).map(|axis| (u64::from(axis) >> (32 - z)) as u32);
        TileId { z, x, y }
    }

    /// Zoom.
    pub fn z(self) -> u8 {
        self.z
    }

    /// Column, from the antimeridian eastwards.
    pub fn x(self) -> u32 {
        self.x
    }

    /// Row, from the north.
    pub fn y(self) -> u32 {
        self.y
    }

    /// The four tiles of the next zoom that make up this one; none below [`DEEPEST_ZOOM`].
    pub fn children(self) -> impl Iterator<Item = TileId> {
        [(0, 0), (1, 0), (0, 1), (1, 1)]
            .into_iter()
            .filter_map(move |(x, y)| TileId::new(self.z + 1, 2 * self.x + x, 2 * self.y + y).ok())
    }

    /// West, south, east, north, in degrees.
    pub fn bounds(self) -> [f64; 4] {
        let across = self.across();
        let lon = |x: u32| f64::from(x) / across * 360.0 - 180.0;
        let lat = |y: u32| {
            (PI * (1.0 - 2.0 * f64::from(y) / across))
                .sinh()
                .atan()
                .to_degrees()
        };
        [lon(self.x), lat(self.y + 1), lon(self.x + 1), lat(self.y)]
    }

    /// How many tiles of this zoom go around the earth.
    fn across(self) -> f64 {
        f64::from(1_u32 << self.z)
    }

    /// A place in this tile's units on the Mercator square.
    fn square(self, [x, y]: [f64; 2]) -> [f64; 2] {
        let (across, extent) = (self.across(), f64::from(EXTENT));
        [
            (x / extent + f64::from(self.x)) / across,
            (y / extent + f64::from(self.y)) / across,
        ]
    }

    /// A place on the Mercator square in this tile's units.
    fn units(self, [x, y]: [f64; 2]) -> [f64; 2] {
        let (across, extent) = (self.across(), f64::from(EXTENT));
        [
            (x * across - f64::from(self.x)) * extent,
            (y * across - f64::from(self.y)) * extent,
        ]
    }
}

impl std::fmt::Display for TileId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.z, self.x, self.y)
    }
}

/// A position on the Mercator square: 0 to 1 eastwards and southwards. The map ends at the
/// latitudes (85.05°) that make it a square.
fn mercator([lon, lat]: [f64; 2]) -> [f64; 2] {
    let x = (lon + 180.0) / 360.0;
    // The inverse Gudermannian, by its sine: half the time of a tangent and an area sine.
    let sine = lat.to_radians().sin();
    let y = 0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * PI);
    [x.clamp(0.0, 1.0), y.clamp(0.0, 1.0)]
}

/// A position on the Mercator square in 2^-32 of its side, about a centimetre. Whatever counts
/// points to tiles uses these whole numbers, so that every point lies in one tile of a zoom.
fn fixed(place: Position) -> [u32; 2] {
    // Saturating at the eastern and southern rims.
    mercator([place.lon, place.lat]).map(|axis| (axis * 4_294_967_296.0) as u32)
}
