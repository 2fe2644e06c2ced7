//! Open cases as tiles: single points from zoom 15, clusters with their lamps above.
//!
//! Clusters are the cells of one grid over the whole map, 64 pixels wide and cut from the tiles
//! themselves (eight by eight to a tile of 512 pixels). A cell lies in one tile, so neighbouring
//! tiles need not know of each other and no case is counted twice; and in Morton order a cell is a
//! contiguous run, so a tile costs one pass over its own cases.
//!
//! Deliberately absent: a hierarchy of clusters kept in memory, and any state between tiles. A
//! changed case needs a new index of points, and nothing else.

use super::morton::{apart, tile_units};
use super::sorted::Sorted;
use super::{CELL_LEVELS, TileId};
use crate::mvt::{self, Geometry, Layer, Value};
use onemap_domain::area::Position;
use onemap_domain::clock::Lamp;
use std::ops::Range;

/// From this zoom every case is a point of its own.
pub(super) const SINGLES_FROM_ZOOM: u8 = 15;

/// A case as the map shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct CasePoint {
    /// A small number that stays with the case while it is on the map; below 2^53.
    pub id: u64,
    /// The case's identifier, by which a click finds it.
    pub key: String,
    /// Where it is.
    pub position: Position,
    /// The lamp of its nearest deadline.
    pub lamp: Lamp,
    /// Days since its deadline passed; 0 when it has not.
    pub days_overdue: u16,
    /// The short name of the department that leads it; empty while none does.
    pub lead: String,
}

/// Cases ready to be drawn on any tile.
#[derive(Debug)]
pub struct CaseTiles {
    cases: Sorted<CasePoint>,
}

impl CaseTiles {
    /// Sorts the cases by place.
    pub fn new(cases: Vec<CasePoint>) -> CaseTiles {
        CaseTiles {
            cases: Sorted::new(cases, |case| case.position),
        }
    }

    /// The tile's bytes: layer `case` with `key`, `lamp` (green, yellow, red), `overdue` (days) and
    /// `lead` (whose it is); layer `cluster` with `count`, `green`, `yellow`, `red`, `lamp`, the
    /// worst of them, and `overdue`, the days of the longest overdue. Each case is in one tile of a zoom, alone or in a cluster.
    pub fn encode(&self, tile: TileId) -> Vec<u8> {
        let (mut singles, mut clusters) = (Layer::new("case"), Layer::new("cluster"));
        let range = self.cases.range(tile);
        if tile.z >= SINGLES_FROM_ZOOM {
            for index in range {
                self.draw_case(&mut singles, tile, index);
            }
        } else {
            for cell in self.cases.cells(range, tile.z + CELL_LEVELS) {
                if cell.len() == 1 {
                    self.draw_case(&mut singles, tile, cell.start);
                } else {
                    self.draw_cluster(&mut clusters, tile, cell);
                }
            }
        }
        mvt::encode([clusters, singles])
    }

    fn draw_case(&self, layer: &mut Layer, tile: TileId, index: usize) {
        let case = self.cases.item(index);
        let point = tile_units(tile, self.cases.place(index));
        let tags = [
            ("key", Value::Text(&case.key)),
            ("lamp", Value::Text(Lamp::name(case.lamp))),
            ("overdue", Value::Uint(u64::from(case.days_overdue))),
            ("lead", Value::Text(&case.lead)),
        ];
        layer.add(Some(case.id), &Geometry::Points(vec![point]), &tags);
    }

    fn draw_cluster(&self, layer: &mut Layer, tile: TileId, cell: Range<usize>) {
        let count = cell.len() as u64;
        let (mut lamps, mut sums) = ([0_u64; 3], [0_u64; 2]);
        let (mut worst, mut longest) = (Lamp::Green, 0);
        for index in cell.clone() {
            let CasePoint {
                lamp, days_overdue, ..
            } = *self.cases.item(index);
            longest = longest.max(days_overdue);
            lamps[lamp as usize] += 1;
            worst = worst.max(lamp);
            let place = self.cases.place(index);
            sums = [sums[0] + u64::from(place[0]), sums[1] + u64::from(place[1])];
        }
        let mean = tile_units(tile, sums.map(|sum| (sum / count) as u32));
        let [green, yellow, red] = lamps.map(Value::Uint);
        let tags = [
            ("count", Value::Uint(count)),
            ("green", green),
            ("yellow", yellow),
            ("red", red),
            ("lamp", Value::Text(Lamp::name(worst))),
            ("overdue", Value::Uint(u64::from(longest))),
        ];
        layer.add(None, &Geometry::Points(vec![mean.map(apart)]), &tags);
    }
}
