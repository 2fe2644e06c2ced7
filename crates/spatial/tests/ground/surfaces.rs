//! One layer of boundaries alone, at every zoom.

use super::decoder::decode;
use super::mosaic::{self, SOUTH, WEST, WIDTH};
use onemap_domain::area::{Area, Outline, Position};
use onemap_spatial::tiles::{BoundaryTiles, TileId};
use std::collections::BTreeSet;

fn grids() -> Vec<(Area, Outline)> {
    let grids = mosaic::jagged(7, 9, 97).into_iter();
    grids
        .map(|(code, outline)| {
            let area = Area {
                name: format!("第{code}号"),
                code,
                centre: Position {
                    lon: WEST,
                    lat: SOUTH,
                },
                households: None,
                simulated: true,
            };
            (area, outline)
        })
        .collect()
}

/// All tiles of a zoom that the made-up county reaches, and one more on each side.
fn around(z: u8) -> Vec<TileId> {
    let at = |lon, lat| TileId::containing(Position { lon, lat }, z);
    let (first, last) = (at(WEST, SOUTH + WIDTH), at(WEST + WIDTH, SOUTH));
    let rows = first.y() - 1..=last.y() + 1;
    rows.flat_map(|y| (first.x() - 1..=last.x() + 1).map(move |x| (x, y)))
        .filter_map(|(x, y)| TileId::new(z, x, y).ok())
        .collect()
}

#[test]
fn a_layer_alone_is_the_layer_of_the_whole_tile() {
    let tiles = BoundaryTiles::new(grids());
    let mut compared = 0;
    for z in [11, 12, 14] {
        for tile in around(z) {
            let told = |bytes: &[u8]| -> Vec<String> {
                let read = decode(bytes);
                let grids = read.get("grid").into_iter().flatten();
                grids.map(|grid| format!("{grid:?}")).collect()
            };
            let alone = told(&tiles.surfaces("grid", tile));
            assert_eq!(alone, told(&tiles.encode(tile)), "{tile}");
            compared += alone.len();
        }
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn at_every_zoom_all_grids_are_on_some_tile() {
    let tiles = BoundaryTiles::new(grids());
    for z in [4, 6, 9, 13] {
        let found: BTreeSet<u64> = around(z)
            .into_iter()
            .filter_map(|tile| decode(&tiles.surfaces("grid", tile)).remove("grid"))
            .flatten()
            .filter_map(|grid| grid.id)
            .collect();
        assert_eq!(found.len(), 49, "zoom {z}");
    }
}

#[test]
fn a_layer_that_is_not_there_has_no_bytes() {
    let tiles = BoundaryTiles::new(grids());
    let here = Position {
        lon: WEST + 0.1,
        lat: SOUTH + 0.1,
    };
    let tile = TileId::containing(here, 12);
    assert!(tiles.surfaces("sea", tile).is_empty());
    assert!(tiles.surfaces("town", tile).is_empty());
    assert!(!tiles.surfaces("grid", tile).is_empty());
    let far = TileId::new(12, 0, 0).expect("a tile");
    assert!(tiles.surfaces("grid", far).is_empty());
}
