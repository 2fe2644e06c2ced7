//! Point to grid.

use super::mosaic::{self, Dice, SOUTH, WEST, WIDTH};
use onemap_domain::area::{AreaCode, Outline, Position};
use onemap_spatial::locate::Locator;
use onemap_spatial::measure::contains;

type Grids = Vec<(AreaCode, Outline)>;

fn owners(grids: &Grids, place: Position) -> Vec<&AreaCode> {
    grids
        .iter()
        .filter(|(_, outline)| contains(outline, place))
        .map(|(code, _)| code)
        .collect()
}

fn at([lon, lat]: [f64; 2]) -> Position {
    Position { lon, lat }
}

/// A point on a side, or the side's end every fourth time.
fn on_a_side(grids: &Grids, dice: &mut Dice) -> Position {
    let polygons = &grids[dice.below(grids.len())].1.0;
    let rings = &polygons[dice.below(polygons.len())];
    let ring = &rings[dice.below(rings.len())];
    let side = dice.below(ring.len() - 1);
    let (a, b) = (ring[side], ring[side + 1]);
    let along = if dice.below(4) == 0 {
        0.0
    } else {
        dice.fraction()
    };
    at([0, 1].map(|axis| a[axis] + (b[axis] - a[axis]) * along))
}

fn one_owner_everywhere_on_the_sides(grids: &Grids, [west, south, east, north]: [f64; 4]) {
    let locator = Locator::new(grids.clone());
    let mut dice = Dice::new(7);
    let mut tried = 0;
    while tried < 10_000 {
        let place = on_a_side(grids, &mut dice);
        // Points on the county's northern and eastern rim belong to the neighbour outside.
        if place.lon <= west || place.lat <= south || place.lon >= east || place.lat >= north {
            continue;
        }
        tried += 1;
        let owners = owners(grids, place);
        assert_eq!(owners.len(), 1, "{place:?} belongs to {owners:?}");
        assert_eq!(locator.locate_ref(place), Some(owners[0]), "{place:?}");
    }
}

#[test]
fn a_point_on_a_shared_edge_has_one_owner_in_a_mosaic_drawn_by_hand() {
    one_owner_everywhere_on_the_sides(&mosaic::by_hand(), [0.0, 0.0, 8.0, 8.0]);
}

#[test]
fn a_point_on_a_shared_edge_has_one_owner_in_a_jagged_mosaic() {
    let county = [WEST, SOUTH, WEST + WIDTH, SOUTH + WIDTH];
    one_owner_everywhere_on_the_sides(&mosaic::jagged(9, 23, 3), county);
}

#[test]
fn the_raster_answers_as_the_outlines_do() {
    for (grids, [west, south, width]) in [
        (mosaic::by_hand(), [-1.0, -1.0, 10.0]),
        (
            mosaic::jagged(6, 40, 11),
            [WEST - 0.05, SOUTH - 0.05, WIDTH + 0.1],
        ),
    ] {
        let locator = Locator::new(grids.clone());
        let mut dice = Dice::new(13);
        for _ in 0..30_000 {
            let place = at([
                west + width * dice.fraction(),
                south + width * dice.fraction(),
            ]);
            let owners = owners(&grids, place);
            assert!(owners.len() <= 1, "{place:?} belongs to {owners:?}");
            assert_eq!(
                locator.locate_ref(place),
                owners.first().copied(),
                "{place:?}"
            );
        }
    }
}

#[test]
fn many_at_once_are_found_as_one_by_one() {
    let mut grids = mosaic::jagged(6, 12, 37);
    let market = mosaic::rectangle(WEST + 0.2, SOUTH + 0.2, WEST + 0.3, SOUTH + 0.4);
    for grids in [grids.clone(), {
        grids.push((mosaic::code(1, 901), market));
        grids
    }] {
        let locator = Locator::new(grids.clone());
        let mut dice = Dice::new(41);
        let mut places: Vec<Position> = (0..5_000)
            .map(|_| at([WEST, SOUTH].map(|low| low - 0.1 + (WIDTH + 0.2) * dice.fraction())))
            .collect();
        places.extend((0..1_000).map(|_| on_a_side(&grids, &mut dice)));
        places.push(at([f64::NAN, SOUTH]));
        let all = locator.locate_all(&places);
        assert_eq!(all.len(), places.len());
        for (place, found) in places.into_iter().zip(all) {
            assert_eq!(found, locator.locate_ref(place), "{place:?}");
        }
    }
    assert!(Locator::new([]).locate_all(&[]).is_empty());
    assert_eq!(Locator::new([]).locate_all(&[at([1.0, 1.0])]), [None]);
}

#[test]
fn every_point_inside_the_county_has_a_base_grid() {
    let locator = Locator::new(mosaic::jagged(12, 15, 5));
    let mut dice = Dice::new(17);
    for _ in 0..100_000 {
        let place = at([
            WEST + WIDTH * dice.fraction(),
            SOUTH + WIDTH * dice.fraction(),
        ]);
        assert!(locator.base(place).is_some(), "{place:?}");
    }
}

#[test]
fn a_dedicated_grid_wins_over_the_base_grid_beneath() {
    let mut grids = mosaic::jagged(4, 5, 19);
    let market = mosaic::code(1, 901);
    let (middle, reach) = ([WEST + WIDTH / 2.0, SOUTH + WIDTH / 2.0], 0.03);
    let outline = mosaic::rectangle(
        middle[0] - reach,
        middle[1] - reach,
        middle[0] + reach,
        middle[1] + reach,
    );
    grids.insert(0, (market.clone(), outline.clone()));
    let locator = Locator::new(grids);
    let mut dice = Dice::new(23);
    for _ in 0..20_000 {
        let place = at(middle.map(|axis| axis + (dice.fraction() - 0.5) * 4.0 * reach));
        let base = locator.base(place);
        assert!(base.is_some() && base != Some(market.clone()));
        let expected = if contains(&outline, place) {
            Some(market.clone())
        } else {
            base
        };
        assert_eq!(locator.locate(place), expected);
    }
}

#[test]
fn a_corner_rounded_off_a_neighbours_side_leaves_no_gap() {
    // One grid below, two above; the corner of the two is rounded to six decimals.
    let (a, b): ([f64; 2], [f64; 2]) = ([106.000_001, 27.500_003], [106.700_002, 27.610_007]);
    let corner = [0, 1].map(|axis| ((a[axis] + (b[axis] - a[axis]) / 3.0) * 1e6).round() / 1e6);
    let ring = |points: &[[f64; 2]]| Outline(vec![vec![[points, &points[..1]].concat()]]);
    let grids = vec![
        (
            mosaic::code(1, 1),
            ring(&[a, [106.0, 27.2], [106.7, 27.2], b]),
        ),
        (
            mosaic::code(1, 2),
            ring(&[a, corner, [106.2, 27.9], [106.0, 27.9]]),
        ),
        (
            mosaic::code(1, 3),
            ring(&[corner, b, [106.7, 27.9], [106.2, 27.9]]),
        ),
    ];
    let locator = Locator::new(grids.clone());
    let mut dice = Dice::new(29);
    let mut gaps = 0;
    for _ in 0..20_000 {
        let along = 0.01 + 0.98 * dice.fraction();
        let off = (dice.fraction() - 0.5) * 2e-6;
        let place = at([
            a[0] + (b[0] - a[0]) * along,
            a[1] + (b[1] - a[1]) * along + off,
        ]);
        gaps += usize::from(owners(&grids, place).len() != 1);
        assert!(locator.locate(place).is_some(), "{place:?}");
    }
    assert!(
        gaps > 0,
        "the outlines as given do leave a sliver: the test tests something"
    );
}

#[test]
fn where_outlines_overlap_against_the_rules_the_lowest_code_owns() {
    let grids = vec![
        (mosaic::code(1, 2), mosaic::rectangle(0.0, 0.0, 2.0, 2.0)),
        (mosaic::code(1, 1), mosaic::rectangle(1.0, 1.0, 3.0, 3.0)),
    ];
    let locator = Locator::new(grids);
    let mut dice = Dice::new(31);
    for _ in 0..1_000 {
        let place = at([1.0 + dice.fraction(), 1.0 + dice.fraction()]);
        assert_eq!(locator.locate(place), Some(mosaic::code(1, 1)));
    }
    assert_eq!(locator.locate(at([0.5, 0.5])), Some(mosaic::code(1, 2)));
}

#[test]
fn nothing_is_found_where_there_is_nothing() {
    let nowhere = at([0.0, 0.0]);
    assert_eq!(Locator::new([]).locate(nowhere), None);
    assert_eq!(
        Locator::new([(mosaic::code(1, 1), Outline::default())]).locate(nowhere),
        None
    );
    let locator = Locator::new(mosaic::by_hand());
    for odd in [
        [f64::NAN, 1.0],
        [1.0, f64::NAN],
        [f64::INFINITY, 1.0],
        [-0.1, 4.0],
        [9.0, 4.0],
    ] {
        assert_eq!(locator.locate(at(odd)), None, "{odd:?}");
    }
}
