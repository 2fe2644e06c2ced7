//! Tilings that are sound, and what is found when they are not.

use std::time::Instant;

use onemap_domain::area::{AreaCode, Outline};
use onemap_spatial::faults::{FaultKind, Found, Piece, Tolerances, among, of_rings};
use onemap_spatial::fit::{Verdict, fit};
use onemap_spatial::measure;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// Side of a cell, degrees: some 300 m.
const CELL: f64 = 3e-3;
const CORNER: [f64; 2] = [105.7, 28.5];

fn code(text: &str) -> AreaCode {
    AreaCode::parse(text).unwrap()
}

/// Six decimals, as boundaries are delivered.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// A village of `columns` × `rows` grids whose inner corners are shaken, by numbers from 0 to 1.
struct Village {
    village: (AreaCode, Outline),
    grids: Vec<(AreaCode, Outline)>,
}

impl Village {
    fn shaken(number: usize, at: [f64; 2], columns: usize, rows: usize, shake: &[f64]) -> Village {
        let corner = |column: usize, row: usize| {
            let nth = 2 * (row * (columns + 1) + column);
            let inner = (1..columns).contains(&column) && (1..rows).contains(&row);
            let by = |axis: usize| {
                let drawn = shake.get((nth + axis) % shake.len().max(1));
                if inner {
                    (drawn.copied().unwrap_or(0.5) - 0.5) * 0.5
                } else {
                    0.0
                }
            };
            [
                rounded(at[0] + (column as f64 + by(0)) * CELL),
                rounded(at[1] + (row as f64 + by(1)) * CELL),
            ]
        };
        let own = format!("520381{:06}", 1001 + number);
        let mut grids = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                let sequence = row * columns + column + 1;
                let ring = vec![
                    corner(column, row),
                    corner(column + 1, row),
                    corner(column + 1, row + 1),
                    corner(column, row + 1),
                    corner(column, row),
                ];
                grids.push((
                    code(&format!("{own}{sequence:03}")),
                    Outline(vec![vec![ring]]),
                ));
            }
        }
        let [west, south] = corner(0, 0);
        let [east, north] = corner(columns, rows);
        let ring = vec![
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
        ];
        Village {
            village: (code(&own), Outline(vec![vec![ring]])),
            grids,
        }
    }

    fn faults(&self) -> Found {
        faults(&self.grids, std::slice::from_ref(&self.village))
    }
}

fn pieces(areas: &[(AreaCode, Outline)]) -> Vec<Piece<'_>> {
    let pieces = areas.iter().map(|(code, outline)| Piece { code, outline });
    pieces.collect()
}

fn faults(grids: &[(AreaCode, Outline)], villages: &[(AreaCode, Outline)]) -> Found {
    among(&pieces(grids), &pieces(villages), &Tolerances::default())
}

fn kinds(found: &Found) -> Vec<FaultKind> {
    found.faults.iter().map(|fault| fault.kind).collect()
}

#[test]
fn a_grid_that_is_left_out_is_a_gap_with_its_place_and_its_neighbours() {
    let mut village = Village::shaken(0, CORNER, 3, 3, &[]);
    let (_, hole) = village.grids.remove(4);
    let found = village.faults();
    assert_eq!(kinds(&found), [FaultKind::Gap]);
    let gap = &found.faults[0];
    assert_eq!(gap.area, village.village.0);
    assert!((gap.m2 / (measure::area_km2(&hole) * 1e6) - 1.0).abs() < 1e-6);
    assert!(measure::contains(&hole, gap.place.unwrap()));
    assert_eq!(gap.others.len(), 8, "{:?}", gap.others);
    assert_eq!(gap.outline.0.len(), 1);
}

#[test]
fn base_grids_may_not_overlap_but_a_dedicated_grid_may_lie_over_them() {
    let mut village = Village::shaken(0, CORNER, 2, 2, &[]);
    let over = Village::shaken(
        0,
        [CORNER[0] + CELL / 2.0, CORNER[1] + CELL / 2.0],
        1,
        1,
        &[],
    );
    let outline = over.grids[0].1.clone();
    village
        .grids
        .push((code("520381001001901"), outline.clone()));
    assert_eq!(kinds(&village.faults()), []);

    village.grids.pop();
    village.grids.push((code("520381001001005"), outline));
    let found = village.faults();
    assert_eq!(kinds(&found), [FaultKind::Overlap; 4]);
    for fault in &found.faults {
        assert_eq!(fault.others, [code("520381001001005")]);
        assert!(
            (fault.share.unwrap() - 0.25).abs() < 0.01,
            "{:?}",
            fault.share
        );
        assert!(measure::contains(&fault.outline, fault.place.unwrap()));
    }
}

#[test]
fn two_dedicated_grids_on_the_same_ground_are_found() {
    let mut village = Village::shaken(0, CORNER, 2, 2, &[]);
    let outline = village.grids[0].1.clone();
    village
        .grids
        .push((code("520381001001901"), outline.clone()));
    village.grids.push((code("520381001001902"), outline));
    let found = village.faults();
    assert_eq!(kinds(&found), [FaultKind::Overlap]);
    assert!((found.faults[0].share.unwrap() - 1.0).abs() < 1e-6);
}

#[test]
fn a_grid_outside_of_its_village_says_by_which_share_and_where() {
    let village = Village::shaken(0, CORNER, 2, 2, &[]);
    let half = Village::shaken(0, [CORNER[0] + 1.5 * CELL, CORNER[1]], 1, 1, &[]);
    let grids = [(code("520381001001009"), half.grids[0].1.clone())];
    let found = faults(&grids, std::slice::from_ref(&village.village));
    assert_eq!(kinds(&found), [FaultKind::Gap, FaultKind::Outside]);
    let outside = &found.faults[1];
    assert!((outside.share.unwrap() - 0.5).abs() < 0.01);
    let place = outside.place.unwrap();
    assert!(!measure::contains(&village.village.1, place) && measure::contains(&grids[0].1, place));
}

#[test]
fn grids_of_two_villages_are_compared_as_well() {
    let (a, b) = (
        Village::shaken(0, CORNER, 2, 2, &[]),
        Village::shaken(1, [CORNER[0] + CELL, CORNER[1]], 2, 2, &[]),
    );
    let all: Vec<_> = a.grids.into_iter().chain(b.grids).collect();
    let found = faults(&all, &[a.village, b.village]);
    assert_eq!(kinds(&found), [FaultKind::Overlap; 2]);
}

#[test]
fn slivers_of_rounding_are_counted_and_not_listed() {
    let mut village = Village::shaken(0, CORNER, 2, 2, &[]);
    // A corner on its neighbour's side, a tenth of a metre off.
    village.grids[0].1.0[0][0][2] = [CORNER[0] + CELL + 1e-6, CORNER[1] + CELL + 1e-6];
    let found = village.faults();
    assert!(found.faults.is_empty(), "{found:?}");
    assert!(found.slivers.count > 0 && found.slivers.m2 > 0.0);
}

#[test]
fn nine_thousand_grids_are_looked_through_in_seconds() {
    let shake: Vec<f64> = (0..997_u32)
        .map(|n| f64::from(n * 619 % 997) / 997.0)
        .collect();
    let mut villages = Vec::new();
    let mut grids = Vec::new();
    for number in 0..125 {
        let at = [
            CORNER[0] + (number % 12) as f64 * 9.0 * CELL,
            CORNER[1] + (number / 12) as f64 * 8.0 * CELL,
        ];
        let village = Village::shaken(number, at, 9, 8, &shake);
        villages.push(village.village);
        grids.extend(village.grids);
    }
    assert_eq!(grids.len(), 9_000);
    let start = Instant::now();
    let mut found = faults(&grids, &villages);
    for (code, outline) in &grids {
        found.extend(of_rings(code, outline, &Tolerances::default()));
    }
    println!("9,000 grids in {:?}", start.elapsed());
    assert!(found.faults.is_empty(), "{:?}", found.faults.first());
    let grounds = villages.iter().map(|(_, outline)| outline);
    let fit = fit(grids.iter().map(|(_, outline)| outline), grounds).unwrap();
    println!("with the fit {:?}", start.elapsed());
    assert_eq!(fit.verdict, Verdict::AsItIs);
    assert!(start.elapsed().as_secs() < 30);
}

proptest! {
    #![proptest_config(Config {
        cases: 64, rng_seed: RngSeed::Fixed(2_026), failure_persistence: None, ..Config::default()
    })]

    #[test]
    fn a_tiling_has_no_faults_and_moving_a_corner_makes_one_that_names_the_grid(
        columns in 1_usize..6,
        rows in 1_usize..6,
        shake in prop::collection::vec(0.0_f64..1.0, 100),
        pick in 0_usize..1_000,
        corner in 0_usize..4,
        metres in 10.0_f64..60.0,
        turn in 0.0_f64..std::f64::consts::TAU,
    ) {
        let mut village = Village::shaken(0, CORNER, columns, rows, &shake);
        let found = village.faults();
        prop_assert!(found.faults.is_empty(), "{:?}", found.faults);

        let pick = pick % village.grids.len();
        let (moved, outline) = &mut village.grids[pick];
        let ring = &mut outline.0[0][0];
        ring[corner][0] += metres * turn.cos() / 98_000.0;
        ring[corner][1] += metres * turn.sin() / 111_000.0;
        ring[4] = ring[0];
        let moved = moved.clone();
        let found = village.faults();
        let named = found.faults.iter().any(|f| f.area == moved || f.others.contains(&moved));
        prop_assert!(named, "{moved} is not named: {:?}", found.faults);
        prop_assert!(found.faults.iter().all(|fault| fault.place.is_some()));
    }
}
