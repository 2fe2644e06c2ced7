//! Made-up ground for the tests: grids side by side with jagged edges that neighbours share.

use onemap_domain::area::{AreaCode, Outline};
use std::collections::HashMap;

/// `SplitMix64` (Steele, Lea, Flood 2014): the same numbers from the same seed, everywhere.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        println!("seed {seed}");
        Dice(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Between 0 and 1.
    pub fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}

/// West, south and width of the made-up county, degrees.
pub const WEST: f64 = 106.0;
pub const SOUTH: f64 = 27.5;
pub const WIDTH: f64 = 0.8;

/// The code of a base grid (`sequence` to 899) or a dedicated one of the made-up county.
pub fn code(village: usize, sequence: usize) -> AreaCode {
    AreaCode::parse(&format!("520382{village:06}{sequence:03}")).expect("a code")
}

/// `n` × `n` grids; each edge has `teeth` points between its ends, off the straight line.
pub fn jagged(n: usize, teeth: usize, seed: u64) -> Vec<(AreaCode, Outline)> {
    let mut dice = Dice::new(seed);
    let step = WIDTH / n as f64;
    let mut corners = HashMap::new();
    for column in 0..=n {
        for row in 0..=n {
            let mut shake = |at: usize| {
                let off = (dice.fraction() - 0.5) * 0.3 * step;
                if at == 0 || at == n { 0.0 } else { off }
            };
            let (x, y) = (shake(column), shake(row));
            let corner = [
                WEST + column as f64 * step + x,
                SOUTH + row as f64 * step + y,
            ];
            corners.insert((column, row), corner);
        }
    }
    let mut edge = |from: (usize, usize), to: (usize, usize)| -> Vec<[f64; 2]> {
        let (a, b) = (corners[&from], corners[&to]);
        let rim = (from.0 == to.0 && (from.0 == 0 || from.0 == n))
            || (from.1 == to.1 && (from.1 == 0 || from.1 == n));
        let off = if rim { 0.0 } else { 0.15 * step };
        let mut points = vec![a];
        for tooth in 1..=teeth {
            let along = tooth as f64 / (teeth + 1) as f64;
            // Straighter towards the corners, where edges would cross otherwise.
            let reach = off * 2.0 * along.min(1.0 - along);
            let mut wobble = || (dice.fraction() - 0.5) * reach;
            points.push([0, 1].map(|axis| a[axis] + (b[axis] - a[axis]) * along + wobble()));
        }
        points.push(b);
        points
    };
    let (mut flat, mut upright) = (HashMap::new(), HashMap::new());
    for column in 0..=n {
        for row in 0..=n {
            if column < n {
                flat.insert((column, row), edge((column, row), (column + 1, row)));
            }
            if row < n {
                upright.insert((column, row), edge((column, row), (column, row + 1)));
            }
        }
    }
    let mut grids = Vec::new();
    for column in 0..n {
        for row in 0..n {
            let mut ring = flat[&(column, row)].clone();
            ring.extend(&upright[&(column + 1, row)][1..]);
            ring.extend(flat[&(column, row + 1)].iter().rev().skip(1));
            ring.extend(upright[&(column, row)].iter().rev().skip(1));
            grids.push((code(column + 1, row + 1), Outline(vec![vec![ring]])));
        }
    }
    grids
}

/// A closed rectangle.
pub fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Outline {
    let ring = vec![
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
    ];
    Outline(vec![vec![ring]])
}

/// Grids drawn by hand around the awkward cases: level, upright and slanting shared edges, a
/// corner of four, one grid within another, one in two parts.
pub fn by_hand() -> Vec<(AreaCode, Outline)> {
    let ring = |points: &[[f64; 2]]| {
        let mut ring = points.to_vec();
        ring.push(points[0]);
        ring
    };
    let inner = ring(&[[1.0, 5.0], [2.0, 5.5], [3.0, 5.0], [2.5, 7.0], [1.0, 7.0]]);
    let mut hole = inner.clone();
    hole.reverse();
    let tip = ring(&[[4.0, 4.0], [8.0, 4.0], [6.0, 6.0]]);
    let roof = ring(&[[8.0, 4.0], [8.0, 8.0], [4.0, 8.0], [4.0, 4.0], [6.0, 6.0]]);
    let low_left = ring(&[[0.0, 0.0], [3.0, 0.0], [2.0, 2.0], [4.0, 4.0], [0.0, 4.0]]);
    let low_right = ring(&[[3.0, 0.0], [8.0, 0.0], [8.0, 4.0], [4.0, 4.0], [2.0, 2.0]]);
    let high_left = ring(&[[0.0, 4.0], [4.0, 4.0], [4.0, 8.0], [0.0, 8.0]]);
    [
        vec![vec![low_left]],
        vec![vec![low_right]],
        vec![vec![high_left, hole]],
        vec![vec![inner]],
        vec![vec![tip]],
        vec![vec![roof]],
    ]
    .into_iter()
    .enumerate()
    .map(|(index, polygons)| (code(1, index + 1), Outline(polygons)))
    .collect()
}
