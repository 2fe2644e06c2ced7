//! What makes a straight border look like one that follows the ground.
//!
//! Midpoint displacement (A. Fournier, D. Fussell, L. Carpenter, *Computer rendering of
//! stochastic models*, CACM 25, 1982), kept within the kite between the border and the two seeds
//! beside it. The kites of a Voronoi diagram do not overlap, so bent borders cannot cross.

use super::draw::Draw;
use super::plane::Metres;

/// No side of a bent border is longer, metres.
const LONGEST: f64 = 260.0;
/// No border shorter than this is bent, metres.
const SHORTEST: f64 = 90.0;
/// How far a middle may move, as a share of the length.
const SWING: f64 = 0.16;

/// The inner corners of a bent border from `from` to `to`, between the two seeds.
pub(super) fn bend(from: Metres, to: Metres, seeds: [Metres; 2], draw: &mut Draw) -> Vec<Metres> {
    let mut line = vec![from, to];
    loop {
        let longest = line
            .windows(2)
            .map(|w| length(w[0], w[1]))
            .fold(0.0, f64::max);
        let first = line.len() == 2 && longest > SHORTEST;
        if !(first || longest > LONGEST) {
            break;
        }
        let mut finer = vec![from];
        for pair in line.windows(2) {
            let size = length(pair[0], pair[1]);
            if size > SHORTEST && (first || size > LONGEST) {
                finer.push(middle(pair[0], pair[1], [from, to], seeds, draw));
            }
            finer.push(pair[1]);
        }
        line = finer;
    }
    line[1..line.len() - 1].to_vec()
}

/// A displaced middle that stays in the kite; the straight one when none does.
fn middle(a: Metres, b: Metres, ends: [Metres; 2], seeds: [Metres; 2], draw: &mut Draw) -> Metres {
    let straight = [f64::midpoint(a[0], b[0]), f64::midpoint(a[1], b[1])];
    let across = [a[1] - b[1], b[0] - a[0]];
    let mut swing = draw.between(-SWING, SWING);
    for _ in 0..4 {
        let moved = [
            straight[0] + across[0] * swing,
            straight[1] + across[1] * swing,
        ];
        if in_kite(moved, ends, seeds) {
            return moved;
        }
        swing /= 2.0;
    }
    straight
}

/// Whether a place lies well within the kite of the ends and the seeds.
fn in_kite(p: Metres, [from, to]: [Metres; 2], seeds: [Metres; 2]) -> bool {
    seeds.iter().any(|seed| {
        // Weights of the seed and the ends that make `p`: all positive within the triangle; the
        // seed's own kept below 0.45, so that nothing comes near a seed.
        let whole = area(from, to, *seed);
        let (near_seed, near_to, near_from) = (
            area(from, to, p) / whole,
            area(from, p, *seed) / whole,
            area(p, to, *seed) / whole,
        );
        (0.0..0.45).contains(&near_seed) && near_to > 0.02 && near_from > 0.02
    })
}

/// Twice the area of a triangle, signed.
fn area(a: Metres, b: Metres, c: Metres) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

fn length(a: Metres, b: Metres) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}
