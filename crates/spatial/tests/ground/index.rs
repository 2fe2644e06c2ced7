//! The index of cases against a plain loop over a list of them.

use super::decoder::decode;
use super::mosaic::{Dice, SOUTH, WEST, WIDTH};
use onemap_domain::area::Position;
use onemap_domain::clock::Lamp;
use onemap_spatial::tiles::{
    CaseIndex, CasePoint, CaseTiles, Cluster, Heat, HeatCell, Lamps, NotIndexed, Pin, TileId,
};
use std::collections::{BTreeMap, BTreeSet};

const LAMPS: [Lamp; 3] = [Lamp::Green, Lamp::Yellow, Lamp::Red];

fn leads() -> Vec<String> {
    ["", "住建局", "公安局"].map(str::to_owned).to_vec()
}

fn pin(id: u64, dice: &mut Dice) -> Pin {
    let spread = [0.001, 0.05, WIDTH][dice.below(3)];
    let lamp = LAMPS[dice.below(3)];
    // One in eight stands where others do.
    let step = if dice.below(8) == 0 {
        spread / 4.0
    } else {
        1e-9
    };
    let mut axis = |low: f64| low + (dice.fraction() * spread / step).floor() * step;
    Pin {
        id,
        position: Position {
            lon: axis(WEST),
            lat: axis(SOUTH),
        },
        lamp,
        days_overdue: if lamp == Lamp::Red {
            dice.below(500) as u16
        } else {
            0
        },
        lead: dice.below(4) as u16,
        category: dice.below(5) as u16,
        day: dice.below(60) as u32,
    }
}

/// An index and the list it should agree with, after many changes and some merges.
struct Pair {
    index: CaseIndex,
    list: Vec<Pin>,
    dice: Dice,
    next: u64,
}

impl Pair {
    fn new(count: u64, seed: u64) -> Pair {
        let mut dice = Dice::new(seed);
        let list: Vec<Pin> = (0..count)
            .map(|id| pin(id * 11 % count, &mut dice))
            .collect();
        Pair {
            index: CaseIndex::new(&list, leads()),
            list,
            dice,
            next: count,
        }
    }

    /// A new case, one that goes, one that moves, or a lamp that changes.
    fn change(&mut self) {
        let kind = self.dice.below(5);
        if kind == 0 || self.list.is_empty() {
            let new = pin(self.next, &mut self.dice);
            self.next += 1;
            self.index.replace(None, Some(&new)).expect("a new case");
            self.list.push(new);
            return;
        }
        let at = self.dice.below(self.list.len());
        let before = self.list[at];
        let mut after = pin(before.id, &mut self.dice);
        if kind == 1 {
            self.index.replace(Some(&before), None).expect("there");
            self.list.swap_remove(at);
            return;
        }
        if kind > 2 {
            after = Pin {
                lamp: LAMPS[self.dice.below(3)],
                ..before
            };
        }
        self.index
            .replace(Some(&before), Some(&after))
            .expect("there");
        self.list[at] = after;
    }

    fn within(&self, tile: TileId) -> Vec<Pin> {
        let all = self.list.iter().copied();
        all.filter(|pin| TileId::containing(pin.position, tile.z()) == tile)
            .collect()
    }

    fn some_tile(&mut self, z: u8) -> TileId {
        let at = self.dice.below(self.list.len());
        TileId::containing(self.list[at].position, z)
    }
}

fn lamps(pins: &[Pin]) -> Lamps {
    let [green, yellow, red] =
        LAMPS.map(|lamp| pins.iter().filter(|pin| pin.lamp == lamp).count() as u32);
    Lamps { green, yellow, red }
}

fn each_state(count: u64, seed: u64, mut check: impl FnMut(&mut Pair)) {
    let mut pair = Pair::new(count, seed);
    for round in 0..12 {
        check(&mut pair);
        for _ in 0..40 {
            pair.change();
        }
        if round % 4 == 3 {
            pair.index.merge();
            assert_eq!(pair.index.changes(), 0);
        }
        assert_eq!(pair.index.len(), pair.list.len());
    }
}

#[test]
fn a_tile_counts_its_cases_by_lamp_whatever_changed() {
    each_state(600, 51, |pair| {
        for z in [0, 3, 9, 12, 15, 22] {
            let tile = pair.some_tile(z);
            assert_eq!(pair.index.count(tile), lamps(&pair.within(tile)), "{tile}");
        }
    });
}

#[test]
fn the_clusters_of_a_tile_are_those_of_a_plain_loop() {
    each_state(600, 53, |pair| {
        for z in [0, 6, 9, 12, 16, 19] {
            let tile = pair.some_tile(z);
            let mut cells: BTreeMap<TileId, Vec<Pin>> = BTreeMap::new();
            for pin in pair.within(tile) {
                let cell = TileId::containing(pin.position, z + 3);
                cells.entry(cell).or_default().push(pin);
            }
            let expected: BTreeSet<[u32; 4]> = cells
                .values()
                .map(|pins| {
                    let Lamps { green, yellow, red } = lamps(pins);
                    let longest = pins.iter().map(|pin| pin.days_overdue).max().expect("one");
                    [green, yellow, red, u32::from(longest)]
                })
                .collect();
            let clusters = pair.index.clusters(tile);
            assert_eq!(clusters.len(), cells.len(), "{tile}");
            let found: BTreeSet<[u32; 4]> = clusters
                .iter()
                .map(|Cluster { lamps, longest, .. }| {
                    [lamps.green, lamps.yellow, lamps.red, u32::from(*longest)]
                })
                .collect();
            assert_eq!(found, expected, "{tile}");
        }
    });
}

#[test]
fn a_cluster_stands_in_the_middle_of_its_cases() {
    let pair = Pair::new(500, 57);
    let world = TileId::new(0, 0, 0).expect("a tile");
    let at = |pin: &Pin| {
        // By the formula of the map itself, not by the index's.
        let lat = pin.position.lat.to_radians();
        let y = 0.5 - lat.tan().asinh() / (2.0 * std::f64::consts::PI);
        [(pin.position.lon + 180.0) / 360.0, y]
    };
    let whole = pair.index.clusters(world);
    assert_eq!(whole.len(), 1);
    for axis in 0..2 {
        let mean = pair.list.iter().map(|pin| at(pin)[axis]).sum::<f64>() / 500.0;
        let found = f64::from(whole[0].middle[axis]) / 4_294_967_296.0;
        assert!((found - mean).abs() < 1e-9, "{found} {mean}");
    }
}

#[test]
fn at_every_zoom_each_case_is_in_one_cluster() {
    let pair = Pair::new(3_000, 59);
    for (zoom, clusters) in (0..=16).zip(pair.index.clusters_at(0..=16)) {
        let counted: u32 = clusters.iter().map(|cluster| cluster.lamps.total()).sum();
        assert_eq!(counted, 3_000, "zoom {zoom}");
    }
}

#[test]
fn the_tile_of_clusters_is_that_of_the_plain_tiles_without_names() {
    each_state(400, 61, |pair| {
        let plain = CaseTiles::new(
            pair.list
                .iter()
                .map(|pin| CasePoint {
                    id: pin.id,
                    key: String::new(),
                    position: pin.position,
                    lamp: pin.lamp,
                    days_overdue: pin.days_overdue,
                    lead: leads()
                        .get(usize::from(pin.lead))
                        .cloned()
                        .unwrap_or_default(),
                })
                .collect(),
        );
        for z in [0, 7, 11, 14, 15, 18] {
            let tile = pair.some_tile(z);
            let (ours, theirs) = (
                decode(&pair.index.encode(tile)),
                decode(&plain.encode(tile)),
            );
            for layer in ["case", "cluster"] {
                let told = |tile: &super::decoder::Tile| -> BTreeSet<String> {
                    let features = tile.get(layer).into_iter().flatten();
                    features
                        .map(|feature| {
                            let mut feature = feature.clone();
                            feature.properties.remove("key");
                            format!(
                                "{:?} {:?} {:?}",
                                feature.id, feature.parts, feature.properties
                            )
                        })
                        .collect()
                };
                assert_eq!(told(&ours), told(&theirs), "{tile} {layer}");
            }
        }
    });
}

#[test]
fn a_tile_of_points_has_every_case() {
    each_state(500, 67, |pair| {
        for z in [0, 6, 10, 14, 17] {
            let tile = pair.some_tile(z);
            let read = decode(&pair.index.points(tile));
            let found: BTreeMap<u64, &str> = read["case"]
                .iter()
                .map(|case| (case.id.expect("an id"), case.text("lamp")))
                .collect();
            let expected: BTreeMap<u64, &str> = pair
                .within(tile)
                .iter()
                .map(|pin| (pin.id, pin.lamp.name()))
                .collect();
            assert_eq!(found, expected, "{tile}");
        }
    });
}

#[test]
fn a_view_finds_the_cases_between_its_sides() {
    each_state(800, 71, |pair| {
        for _ in 0..20 {
            let mut side = |low: f64| {
                let (a, b) = (pair.dice.fraction(), pair.dice.fraction());
                let width = [0.002, 0.06, WIDTH * 1.1][pair.dice.below(3)];
                [low + a.min(b) * width, low + a.max(b) * width]
            };
            let ([west, east], [south, north]) = (side(WEST - 1e-4), side(SOUTH - 1e-4));
            let all: Vec<Pin> = pair
                .list
                .iter()
                .copied()
                .filter(|Pin { position, .. }| {
                    west <= position.lon
                        && position.lon <= east
                        && south <= position.lat
                        && position.lat <= north
                })
                .collect();
            let bounds = [west, south, east, north];
            assert_eq!(pair.index.count_within(bounds), lamps(&all), "{bounds:?}");
            let mut found = pair.index.within(bounds, usize::MAX);
            found.sort_unstable();
            let mut expected: Vec<u64> = all.iter().map(|pin| pin.id).collect();
            expected.sort_unstable();
            assert_eq!(found, expected, "{bounds:?}");
            assert_eq!(pair.index.within(bounds, 3).len(), all.len().min(3));
        }
    });
}

#[test]
fn heat_sums_the_cases_of_a_category_and_a_period() {
    each_state(700, 73, |pair| {
        for (z, category) in [(5, None), (9, Some(2)), (13, Some(4)), (16, None)] {
            let tile = pair.some_tile(z);
            let from = pair.dice.below(50) as u32;
            let heat = Heat {
                category,
                days: from..from + 20,
                weights: [1, 2, 5],
                levels: 4,
            };
            let mut expected: BTreeMap<[u16; 2], u32> = BTreeMap::new();
            for pin in pair.within(tile) {
                if category.is_none_or(|category| category == pin.category)
                    && heat.days.contains(&pin.day)
                {
                    let cell = TileId::containing(pin.position, z + 4);
                    let within = [cell.x() - (tile.x() << 4), cell.y() - (tile.y() << 4)];
                    let cell = within.map(|axis| axis as u16);
                    *expected.entry(cell).or_default() += heat.weights[pin.lamp as usize];
                }
            }
            let found = pair.index.heat(tile, &heat);
            let count = found.len();
            let found: BTreeMap<[u16; 2], u32> = found
                .into_iter()
                .map(|HeatCell { cell, weight }| (cell, weight))
                .collect();
            assert_eq!(found.len(), count, "a cell twice");
            assert_eq!(found, expected, "{tile}");
        }
    });
}

#[test]
fn a_case_that_is_not_there_cannot_be_taken_out() {
    let mut pair = Pair::new(50, 79);
    let first = pair.list[0];
    let elsewhere = Pin {
        position: Position { lon: 0.0, lat: 0.0 },
        ..first
    };
    let refused = pair.index.replace(Some(&elsewhere), None);
    assert_eq!(refused, Err(NotIndexed(first.id)));
    assert_eq!(pair.index.replace(Some(&first), None), Ok(()));
    assert_eq!(
        pair.index.replace(Some(&first), None),
        Err(NotIndexed(first.id))
    );
    assert_eq!(pair.index.len(), 49);
}

#[test]
fn a_case_that_is_as_it_was_again_is_no_change() {
    let mut pair = Pair::new(50, 83);
    let before = pair.list[7];
    let after = Pin {
        lamp: Lamp::Red,
        days_overdue: 999,
        ..before
    };
    pair.index
        .replace(Some(&before), Some(&after))
        .expect("there");
    assert_eq!(pair.index.changes(), 2);
    pair.index
        .replace(Some(&after), Some(&before))
        .expect("there");
    assert_eq!(pair.index.changes(), 0);
}

#[test]
fn an_index_of_nothing_answers() {
    let mut index = CaseIndex::new(&[], Vec::new());
    let world = TileId::new(0, 0, 0).expect("a tile");
    assert!(index.is_empty());
    assert_eq!(index.count(world), Lamps::default());
    assert!(index.clusters(world).is_empty() && index.encode(world).is_empty());
    let mut dice = Dice::new(89);
    index
        .replace(None, Some(&pin(3, &mut dice)))
        .expect("a new case");
    assert_eq!(index.clusters(world).len(), 1);
    index.merge();
    assert_eq!(index.count(world).total(), 1);
}
