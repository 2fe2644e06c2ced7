//! Tiles of the index's cases: clusters as the map shows them, or every case a point.

use super::{CaseIndex, Cell, Facts, Part};
use crate::mvt::points::Points;
use crate::mvt::{self, Geometry, Layer, Value};
use crate::tiles::cases::SINGLES_FROM_ZOOM;
use crate::tiles::morton::{self, apart, tile_units};
use crate::tiles::{CELL_LEVELS, TileId};

/// The layer of single cases, and where in it each value stands that a case of the tile has.
struct Singles<'a> {
    tile: TileId,
    points: Points<3>,
    lamps: Vec<u32>,
    days: Vec<u32>,
    leads: Vec<u32>,
    names: &'a [String],
}

/// Marks a value that the tile does not have yet.
const NONE: u32 = u32::MAX;

impl CaseIndex {
    /// The tile's bytes: layer `case` with `lamp` (green, yellow, red), `overdue` (days) and
    /// `lead` (whose it is), a feature's id being the case's; layer `cluster` with `count`,
    /// `green`, `yellow`, `red`, `lamp`, the worst of them, and `overdue`, the days of the longest
    /// overdue. Each case is in one tile of a zoom, alone or in a cluster; from zoom 15 alone.
    pub fn encode(&self, tile: TileId) -> Vec<u8> {
        if tile.z >= SINGLES_FROM_ZOOM {
            return self.points(tile);
        }
        let part = self.part(tile);
        let mut clusters = Layer::new("cluster");
        let mut singles = Singles::new(tile, &self.leads, 0);
        for cell in self.cells(&part, tile.z + CELL_LEVELS) {
            match self.only(&part, &cell) {
                Some((key, facts)) => singles.add(key, facts),
                None => draw_cluster(&mut clusters, tile, &cell),
            }
        }
        let mut bytes = mvt::encode([clusters]);
        bytes.extend(singles.points.encode());
        bytes
    }

    /// The tile's bytes with every case a point: layer `case` alone.
    pub fn points(&self, tile: TileId) -> Vec<u8> {
        let part = self.part(tile);
        let mut singles = Singles::new(tile, &self.leads, part.rows.len() + part.added.len());
        for (key, facts) in self.rows(&part) {
            singles.add(key, facts);
        }
        singles.points.encode()
    }

    /// The case of a cell that has one: its place is then the sum of places.
    fn only<'a>(&'a self, part: &Part<'a>, cell: &Cell) -> Option<(u64, &'a Facts)> {
        if cell.sum.count > 1 {
            return None;
        }
        let key = morton::interleaved(cell.sum.middle());
        let mut added = part.added.iter().copied();
        let added = added.find(|(other, _)| *other == key);
        added.or_else(|| {
            let start = self.base.place_of(key, 0);
            let mut rows = (start..self.base.keys.len())
                .take_while(|row| self.base.keys[*row] == key)
                .filter(|row| part.gone.binary_search(row).is_err());
            rows.next().map(|row| (key, &self.base.facts[row]))
        })
    }
}

fn draw_cluster(layer: &mut Layer, tile: TileId, cell: &Cell) {
    let lamps = cell.sum.lamps();
    let [green, yellow, red] =
        [lamps.green, lamps.yellow, lamps.red].map(|count| Value::Uint(u64::from(count)));
    let tags = [
        ("count", Value::Uint(u64::from(lamps.total()))),
        ("green", green),
        ("yellow", yellow),
        ("red", red),
        ("lamp", Value::Text(lamps.worst().name())),
        ("overdue", Value::Uint(u64::from(cell.longest))),
    ];
    let middle = tile_units(tile, cell.sum.middle()).map(apart);
    layer.add(None, &Geometry::Points(vec![middle]), &tags);
}

impl Singles<'_> {
    fn new(tile: TileId, names: &[String], room: usize) -> Singles<'_> {
        Singles {
            tile,
            points: Points::new("case", ["lamp", "overdue", "lead"], room),
            lamps: Vec::new(),
            days: Vec::new(),
            leads: Vec::new(),
            names,
        }
    }

    #[inline]
    fn add(&mut self, key: u64, facts: &Facts) {
        let Singles { points, names, .. } = self;
        let lamp = known(&mut self.lamps, facts.lamp as usize, || {
            points.value(Value::Text(facts.lamp.name()))
        });
        let days = known(&mut self.days, usize::from(facts.days_overdue), || {
            points.value(Value::Uint(u64::from(facts.days_overdue)))
        });
        let lead = known(&mut self.leads, usize::from(facts.lead), || {
            let name = names.get(usize::from(facts.lead));
            points.value(Value::Text(name.map_or("", String::as_str)))
        });
        let place = tile_units(self.tile, morton::place(key));
        points.add(facts.id, place, [lamp, days, lead]);
    }
}

/// The index of a value, which is added when the tile does not have it yet.
#[inline]
fn known(indices: &mut Vec<u32>, value: usize, add: impl FnOnce() -> u32) -> u32 {
    match indices.get(value) {
        Some(index) if *index != NONE => *index,
        _ => {
            if indices.len() <= value {
                indices.resize(value + 1, NONE);
            }
            indices[value] = add();
            indices[value]
        }
    }
}
