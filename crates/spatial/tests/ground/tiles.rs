//! Tiles of boundaries and of cases, read back.

use super::decoder::{Feature, Tile, decode};
use super::mosaic::{self, Dice, SOUTH, WEST, WIDTH};
use onemap_domain::area::{Area, AreaCode, Outline, Position};
use onemap_domain::clock::Lamp;
use onemap_spatial::measure;
use onemap_spatial::tiles::{BoundaryTiles, CasePoint, CaseTiles, NotATile, TileId};
use std::collections::{BTreeMap, BTreeSet};

fn area(code: AreaCode, outline: Outline) -> (Area, Outline) {
    let centre = measure::inner_point(&outline).expect("an outline with an inside");
    let name = format!("第{code}号");
    (
        Area {
            code,
            name,
            centre,
            households: None,
            simulated: true,
        },
        outline,
    )
}

fn county() -> Vec<(Area, Outline)> {
    let parse = |code: &str| AreaCode::parse(code).expect("a code");
    let (east, north) = (WEST + WIDTH, SOUTH + WIDTH);
    let middle = WEST + WIDTH / 2.0;
    let mut areas = vec![
        area(parse("5203"), mosaic::rectangle(WEST, SOUTH, east, north)),
        area(parse("520382"), mosaic::rectangle(WEST, SOUTH, east, north)),
        area(
            parse("520382001"),
            mosaic::rectangle(WEST, SOUTH, middle, north),
        ),
        area(
            parse("520382100"),
            mosaic::rectangle(middle, SOUTH, east, north),
        ),
        area(
            parse("520382001001"),
            mosaic::rectangle(WEST, SOUTH, middle, north),
        ),
    ];
    areas.extend(
        mosaic::jagged(6, 20, 37)
            .into_iter()
            .map(|(code, ring)| area(code, ring)),
    );
    let market = mosaic::rectangle(106.4, 27.9, 106.43, 27.93);
    areas.push(area(mosaic::code(1, 901), market));
    let centre = Position {
        lon: 106.41,
        lat: 27.91,
    };
    let unit = |code: &str| Area {
        code: parse(code),
        name: "联户".into(),
        centre,
        households: Some(12),
        simulated: true,
    };
    areas.push((unit("520382000001001002"), Outline::default()));
    areas.push((unit("520382000001901001"), Outline::default()));
    areas
}

fn over(place: Position, z: u8) -> TileId {
    TileId::containing(place, z)
}

const HERE: Position = Position {
    lon: 106.41,
    lat: 27.91,
};

#[test]
fn an_address_off_the_map_is_refused() {
    assert_eq!(TileId::parse("12/3260/1718"), TileId::new(12, 3_260, 1_718));
    assert_eq!(
        TileId::new(1, 2, 0),
        Err(NotATile::OffTheMap { z: 1, x: 2, y: 0 })
    );
    assert_eq!(TileId::new(23, 0, 0), Err(NotATile::TooDeep(23)));
    for wrong in [
        "",
        "1/0",
        "1/0/0/0",
        "1/-1/0",
        "300/0/0",
        "a/b/c",
        "1/0/0.mvt",
    ] {
        assert_eq!(TileId::parse(wrong), Err(NotATile::Form(wrong.to_owned())));
    }
}

#[test]
fn a_tile_holds_the_place_it_was_asked_for() {
    for z in 0..=22 {
        let tile = over(HERE, z);
        let [west, south, east, north] = tile.bounds();
        assert!(west <= HERE.lon && HERE.lon < east && south < HERE.lat && HERE.lat <= north);
        assert_eq!(
            tile.children()
                .filter(|child| *child == over(HERE, z + 1))
                .count(),
            { usize::from(z < 22) }
        );
    }
    assert_eq!(
        over(
            Position {
                lon: 180.0,
                lat: -90.0
            },
            3
        ),
        TileId::new(3, 7, 7).expect("a tile")
    );
}

/// The layers of all tiles of a zoom.
fn layers(z: u8) -> BTreeSet<String> {
    let tiles = BoundaryTiles::new(county());
    covering(z)
        .into_iter()
        .flat_map(|tile| decode(&tiles.encode(tile)).into_keys())
        .collect()
}

#[test]
fn each_zoom_carries_its_levels() {
    let set =
        |names: &[&str]| -> BTreeSet<String> { names.iter().map(ToString::to_string).collect() };
    let towns = ["county", "county_line", "town", "town_line", "label"];
    let villages = [&towns[..], &["village", "village_line"]].concat();
    let grids = [
        &villages[..],
        &["grid", "grid_line", "dedicated", "dedicated_line"],
    ]
    .concat();
    let towns = set(&towns);
    assert_eq!(layers(8), towns);
    assert_eq!(layers(10), set(&villages));
    let grids = set(&grids);
    assert_eq!(layers(11), grids);
    assert_eq!(layers(12), grids);
    assert_eq!(layers(13), &grids | &set(&["household_unit"]));
}

#[test]
fn a_feature_says_what_it_is() {
    let tiles = BoundaryTiles::new(county());
    let tile = decode(&tiles.encode(over(HERE, 14)));
    let market = &tile["dedicated"][0];
    assert_eq!(market.id, Some(520_382_000_001_901));
    assert_eq!(
        (market.text("code"), market.text("kind")),
        ("520382000001901", "dedicated")
    );
    assert_eq!(market.text("name"), "第520382000001901号");
    assert!(!tile["county"][0].properties.contains_key("kind"));
    let units = &tile["household_unit"];
    assert_eq!(
        units.iter().map(|unit| unit.id).collect::<Vec<_>>(),
        [Some(1), Some(2)]
    );
    assert_eq!(
        (units[0].text("kind"), units[1].text("kind")),
        ("base", "dedicated")
    );
}

#[test]
fn each_label_stands_in_one_tile_from_its_zoom_on() {
    let tiles = BoundaryTiles::new(county());
    for (z, levels) in [
        (7, vec!["county"]),
        (8, vec!["county", "town"]),
        (12, vec!["county", "town", "village"]),
        (13, vec!["county", "town", "village", "grid"]),
    ] {
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for tile in covering(z) {
            for label in decode(&tiles.encode(tile))
                .get("label")
                .unwrap_or(&Vec::new())
            {
                assert!(seen.insert(label.text("code").to_owned()), "a label twice");
                *found.entry(label.text("level").to_owned()).or_default() += 1;
            }
        }
        let expected = [("county", 1), ("town", 2), ("village", 1), ("grid", 37)];
        let expected = expected
            .into_iter()
            .filter(|(level, _)| levels.contains(level));
        assert_eq!(
            found,
            expected
                .map(|(level, count)| (level.to_owned(), count))
                .collect()
        );
    }
}

/// All tiles of a zoom that the made-up county reaches.
fn covering(z: u8) -> Vec<TileId> {
    let north_west = over(
        Position {
            lon: WEST,
            lat: SOUTH + WIDTH,
        },
        z,
    );
    let south_east = over(
        Position {
            lon: WEST + WIDTH,
            lat: SOUTH,
        },
        z,
    );
    let rows = north_west.y()..=south_east.y();
    rows.flat_map(|y| (north_west.x()..=south_east.x()).map(move |x| (x, y)))
        .map(|(x, y)| TileId::new(z, x, y).expect("on the map"))
        .collect()
}

/// The area of a feature within its own tile, square units, after cutting the buffer off.
fn area_within(feature: &Feature) -> f64 {
    feature
        .parts
        .iter()
        .map(|ring| signed_area(&cut(ring)))
        .sum()
}

fn signed_area(ring: &[[f64; 2]]) -> f64 {
    let ends = ring.iter().zip(ring.iter().cycle().skip(1));
    ends.map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
}

fn cut(ring: &[[i64; 2]]) -> Vec<[f64; 2]> {
    let mut ring: Vec<[f64; 2]> = ring.iter().map(|p| p.map(|axis| axis as f64)).collect();
    for (axis, border, sign) in [
        (0, 0.0, 1.0),
        (0, 4096.0, -1.0),
        (1, 0.0, 1.0),
        (1, 4096.0, -1.0),
    ] {
        let depth = |p: &[f64; 2]| (p[axis] - border) * sign;
        let mut kept = Vec::new();
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            if depth(a) >= 0.0 {
                kept.push(*a);
            }
            if (depth(a) < 0.0) != (depth(b) < 0.0) {
                let along = depth(a) / (depth(a) - depth(b));
                kept.push([0, 1].map(|axis| a[axis] + (b[axis] - a[axis]) * along));
            }
        }
        ring = kept;
    }
    ring
}

#[test]
fn four_children_cover_what_their_parent_does() {
    let tiles = BoundaryTiles::new(county());
    let mut compared = 0;
    for parent in covering(11) {
        let whole = decode(&tiles.encode(parent));
        let children: Vec<Tile> = parent
            .children()
            .map(|child| decode(&tiles.encode(child)))
            .collect();
        for (layer, features) in whole.iter().filter(|(_, all)| all[0].kind == 3) {
            for feature in features {
                let code = feature.text("code");
                let parts: f64 = children
                    .iter()
                    .flat_map(|tile| tile.get(layer).into_iter().flatten())
                    .filter(|part| part.text("code") == code)
                    .map(area_within)
                    .sum();
                // Rounding moves a border by half a unit at the most, and half of that in the
                // children: within a unit for every unit of its length.
                let border: f64 = feature.parts.iter().map(|ring| length(ring)).sum();
                let difference = (area_within(feature) - parts / 4.0).abs();
                assert!(difference <= border, "{code}: {difference} along {border}");
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "{compared}");
}

fn length(ring: &[[i64; 2]]) -> f64 {
    let ends = ring.iter().zip(ring.iter().cycle().skip(1));
    ends.map(|(a, b)| ((a[0] - b[0]) as f64).hypot((a[1] - b[1]) as f64))
        .sum()
}

#[test]
fn the_grids_of_a_tile_fill_it_without_gap_or_overlap() {
    let tiles = BoundaryTiles::new(county());
    for z in [11, 12, 14] {
        let tile = decode(&tiles.encode(over(HERE, z)));
        let filled: f64 = tile["grid"].iter().map(area_within).sum();
        // Shared corners round to the same units, so borders within the tile cancel out. What
        // remains is where the buffer's edge cuts a side, outside of the tile.
        assert!(
            (filled - 4096.0 * 4096.0).abs() < 4096.0,
            "zoom {z}: {filled}"
        );
    }
}

#[test]
fn no_border_is_drawn_along_the_edge_of_a_tile() {
    let tiles = BoundaryTiles::new(county());
    for tile in covering(11) {
        let tile = decode(&tiles.encode(tile));
        let lines = tile.iter().filter(|(layer, _)| layer.ends_with("_line"));
        for side in lines
            .flat_map(|(_, all)| all)
            .flat_map(|line| &line.parts)
            .flatten()
        {
            assert!(side.iter().all(|axis| (-64..=4160).contains(axis)));
        }
        for part in tile
            .get("grid_line")
            .into_iter()
            .flatten()
            .flat_map(|line| &line.parts)
        {
            for side in part.windows(2) {
                let along = |axis: usize| {
                    side[0][axis] == side[1][axis]
                        && [-64, 4160].contains(&side[0][axis])
                        && side[0][1 - axis].abs_diff(side[1][1 - axis]) > 40
                };
                assert!(!along(0) && !along(1), "{side:?}");
            }
        }
    }
}

#[test]
fn ground_without_areas_has_no_bytes() {
    let tiles = BoundaryTiles::new(county());
    assert!(
        tiles
            .encode(TileId::new(12, 0, 0).expect("a tile"))
            .is_empty()
    );
    assert!(
        BoundaryTiles::new(Vec::new())
            .encode(over(HERE, 12))
            .is_empty()
    );
}

fn cases(count: usize) -> Vec<CasePoint> {
    let mut dice = Dice::new(41);
    let lamps = [Lamp::Green, Lamp::Green, Lamp::Yellow, Lamp::Red];
    (0..count)
        .map(|index| {
            // Half of them in a town, with several in one building.
            let spread = if dice.below(2) == 0 { 0.02 } else { WIDTH };
            let place = |low: f64, dice: &mut Dice| low + spread * dice.fraction();
            let mut position = Position {
                lon: place(WEST, &mut dice),
                lat: place(SOUTH, &mut dice),
            };
            if dice.below(10) == 0 {
                position = HERE;
            }
            let lamp = lamps[dice.below(4)];
            let days_overdue = if lamp == Lamp::Red {
                dice.below(400) as u16
            } else {
                0
            };
            let key = format!("case-{index}");
            CasePoint {
                id: index as u64,
                key,
                position,
                lamp,
                days_overdue,
                lead: String::new(),
            }
        })
        .collect()
}

#[test]
fn at_every_zoom_each_case_counts_once() {
    let all = cases(3_000);
    let lamps = [Lamp::Green, Lamp::Yellow, Lamp::Red]
        .map(|lamp| all.iter().filter(|case| case.lamp == lamp).count() as u64);
    let tiles = CaseTiles::new(all.clone());
    for z in 0..=15 {
        // Tiles without cases have no bytes; those with cases are the ones the cases lie in.
        let addresses: BTreeSet<TileId> = all.iter().map(|case| over(case.position, z)).collect();
        let (mut keys, mut clustered, mut counted) = (BTreeSet::new(), 0, [0; 3]);
        for address in addresses {
            let tile = decode(&tiles.encode(address));
            for case in tile.get("case").into_iter().flatten() {
                assert!(keys.insert(case.text("key").to_owned()), "a case twice");
                let lamp = ["green", "yellow", "red"]
                    .iter()
                    .position(|l| *l == case.text("lamp"));
                counted[lamp.expect("a lamp")] += 1;
            }
            for cluster in tile.get("cluster").into_iter().flatten() {
                let parts = ["green", "yellow", "red"].map(|lamp| cluster.number(lamp));
                assert_eq!(parts.iter().sum::<u64>(), cluster.number("count"));
                assert!(cluster.number("count") > 1);
                let worst =
                    ["green", "yellow", "red"][parts.iter().rposition(|n| *n > 0).expect("one")];
                assert_eq!(cluster.text("lamp"), worst);
                clustered += cluster.number("count");
                counted = [0, 1, 2].map(|lamp| counted[lamp] + parts[lamp]);
                assert!(
                    cluster.parts[0][0]
                        .iter()
                        .all(|axis| (0..4096).contains(axis))
                );
            }
        }
        assert_eq!(keys.len() as u64 + clustered, 3_000, "zoom {z}");
        assert_eq!(counted, lamps, "zoom {z}");
        assert_eq!(z == 15, clustered == 0, "zoom {z}");
    }
}

#[test]
fn two_clusters_stand_at_least_half_a_cell_apart() {
    let tiles = CaseTiles::new(cases(3_000));
    for z in [9, 11, 13] {
        for address in covering(z) {
            let tile = decode(&tiles.encode(address));
            let places: Vec<[i64; 2]> = tile
                .get("cluster")
                .into_iter()
                .flatten()
                .map(|c| c.parts[0][0])
                .collect();
            for (index, a) in places.iter().enumerate() {
                for b in &places[index + 1..] {
                    let distance = (a[0].abs_diff(b[0])).max(a[1].abs_diff(b[1]));
                    assert!(distance >= 256, "{a:?} {b:?}");
                }
            }
        }
    }
}

#[test]
fn a_case_says_what_it_is_and_where() {
    let case = CasePoint {
        id: 77,
        key: "01J".into(),
        position: HERE,
        lamp: Lamp::Red,
        days_overdue: 9,
        lead: "住建局".into(),
    };
    let tiles = CaseTiles::new(vec![case]);
    for z in [0, 9, 15, 22] {
        let address = over(HERE, z);
        let tile = decode(&tiles.encode(address));
        let point = &tile["case"][0];
        assert_eq!(
            (point.id, point.text("key"), point.text("lamp")),
            (Some(77), "01J", "red")
        );
        assert_eq!((point.number("overdue"), point.text("lead")), (9, "住建局"));
        let [west, _, east, _] = address.bounds();
        let expected = (HERE.lon - west) / (east - west) * 4096.0;
        // At zoom 22 a unit is a quarter of a millimetre, finer than the index of points.
        assert!(
            (point.parts[0][0][0] as f64 - expected).abs() <= 5.0,
            "zoom {z}"
        );
    }
}

#[test]
fn the_box_around_an_outline_is_its_extremes() {
    let outline = mosaic::rectangle(1.0, 2.0, 3.0, 4.0);
    assert_eq!(
        onemap_spatial::tiles::bounding_box(&outline),
        Some([1.0, 2.0, 3.0, 4.0])
    );
}
