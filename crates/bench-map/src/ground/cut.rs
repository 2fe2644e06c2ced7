//! One outline cut into as many grids as it has lots.

use std::collections::HashMap;

use onemap_bench_map::Failure;
use onemap_domain::area::{AreaCode, Level, Outline};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::{Grids, Lot, Spot};

/// How many places for a cut are looked at.
const CANDIDATES: i64 = 40;
/// No side of a cut is longer, millionths of a degree: about 260 m.
const LONGEST: f64 = 2_600.0;
/// How far a middle may move, as a share of the length.
const SWING: f64 = 0.16;

/// All ground cut so far.
#[derive(Default)]
pub(super) struct Ground {
    pieces: Vec<(AreaCode, Vec<Spot>)>,
    /// The corner that a side got when a cut met it, by its ends, the lesser first.
    met: HashMap<[Spot; 2], Spot>,
}

/// A place for a cut: which sides of the ring it meets, and where.
struct Chord {
    sides: [usize; 2],
    ends: [Spot; 2],
}

impl Ground {
    /// Cuts a ring for its lots, which are in the order of their codes.
    pub fn divide(
        &mut self,
        ring: Vec<Spot>,
        lots: &[Lot],
        chance: &mut ChaCha8Rng,
    ) -> Result<(), Failure> {
        let mut left = vec![(ring, lots)];
        while let Some((ring, lots)) = left.pop() {
            if let [(code, _)] = lots {
                self.pieces.push((code.clone(), ring));
                continue;
            }
            let ring = self.whole(&ring);
            let at = between(lots);
            let weight = |lots: &[Lot]| lots.iter().map(|(_, weight)| weight).sum::<f64>();
            let share = weight(&lots[..at]) / weight(lots);
            let [one, other] = self
                .cut(&ring, share, chance)
                .ok_or_else(|| Failure::Ground(format!("{:?} cannot be cut", lots[0].0)))?;
            left.extend([(one, &lots[..at]), (other, &lots[at..])]);
        }
        Ok(())
    }

    /// The grids, each with every corner that a neighbour has on its sides.
    pub fn grids(&self) -> Grids {
        let degrees = |spot: Spot| spot.map(|axis| axis as f64 / 1e6);
        let pieces = self.pieces.iter();
        pieces
            .map(|(code, ring)| {
                let mut ring: Vec<[f64; 2]> = self.whole(ring).into_iter().map(degrees).collect();
                ring.extend(ring.first().copied());
                (code.clone(), Outline(vec![vec![ring]]))
            })
            .collect()
    }

    /// A ring with the corners that its sides got since.
    fn whole(&self, ring: &[Spot]) -> Vec<Spot> {
        let mut whole = Vec::with_capacity(ring.len() + 8);
        for [from, to] in sides(ring) {
            whole.push(from);
            self.between(from, to, &mut whole);
        }
        whole
    }

    fn between(&self, from: Spot, to: Spot, whole: &mut Vec<Spot>) {
        if let Some(middle) = self.met.get(&undirected(from, to)) {
            self.between(from, *middle, whole);
            whole.push(*middle);
            self.between(*middle, to, whole);
        }
    }

    /// Two parts of a ring, the first with about `share` of it.
    fn cut(
        &mut self,
        ring: &[Spot],
        share: f64,
        chance: &mut ChaCha8Rng,
    ) -> Option<[Vec<Spot>; 2]> {
        let mut chords: Vec<(f64, Chord)> = Vec::new();
        for axis in [0, 1] {
            chords.extend(chords_across(ring, axis, share));
        }
        chords.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        for (_, chord) in chords {
            for swing in [SWING, SWING / 4.0, 0.0] {
                let line = bent(chord.ends, swing, chance);
                if is_free(&line, ring) {
                    return Some(self.along(&chord, &line, ring, share));
                }
            }
        }
        None
    }

    /// The two parts beside a line through the ring.
    fn along(
        &mut self,
        Chord { sides, ends }: &Chord,
        line: &[Spot],
        ring: &[Spot],
        share: f64,
    ) -> [Vec<Spot>; 2] {
        let [first, second] = *sides;
        for (side, end) in sides.iter().zip(ends) {
            let (from, to) = (ring[*side], ring[(side + 1) % ring.len()]);
            if *end != from && *end != to {
                self.met.insert(undirected(from, to), *end);
            }
        }
        let mut one: Vec<Spot> = line.iter().rev().copied().collect();
        one.extend(&ring[first + 1..=second]);
        let mut other = line.to_vec();
        other.extend(ring[second + 1..].iter().chain(&ring[..=first]));
        for part in [&mut one, &mut other] {
            part.dedup();
            if part.first() == part.last() {
                part.pop();
            }
        }
        let is_first =
            |part: &[Spot]| (twice_area(part) as f64 / twice_area(ring) as f64 - share).abs();
        if is_first(&one) <= is_first(&other) {
            [one, other]
        } else {
            [other, one]
        }
    }
}

/// Where a list of lots is best cut: between towns while there are several, then between villages,
/// in the middle in any case.
fn between(lots: &[Lot]) -> usize {
    let half = lots.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0;
    let mut before = 0.0;
    let mut best: Option<(bool, bool, f64, usize)> = None;
    for at in 1..lots.len() {
        before += lots[at - 1].1;
        let same = |level: Level| lots[at - 1].0.at(level) == lots[at].0.at(level);
        let place = (
            same(Level::Town),
            same(Level::Village),
            (before - half).abs(),
            at,
        );
        if best.is_none_or(|best| place < best) {
            best = Some(place);
        }
    }
    best.map_or(1, |(.., at)| at)
}

/// Straight cuts across an axis, each with how bad it is: far from the share, or long.
fn chords_across(ring: &[Spot], axis: usize, share: f64) -> Vec<(f64, Chord)> {
    let all = || ring.iter().map(|spot| spot[axis]);
    let (low, high) = (all().min().unwrap_or(0), all().max().unwrap_or(0));
    let whole = twice_area(ring) as f64;
    let mut chords = Vec::new();
    for step in 1..CANDIDATES {
        // Between two whole numbers, so that no corner lies on it.
        let place = (low + (high - low) * step / CANDIDATES) as f64 + 0.5;
        let mut met: Vec<(f64, usize)> = sides(ring)
            .enumerate()
            .filter_map(|(index, [from, to])| {
                let (start, end) = (from[axis] as f64, to[axis] as f64);
                let along = (place - start) / (end - start);
                let other = 1 - axis;
                ((start < place) != (end < place)).then(|| {
                    let (start, end) = (from[other] as f64, to[other] as f64);
                    (start + (end - start) * along, index)
                })
            })
            .collect();
        met.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        for pair in met.chunks_exact(2) {
            let (mut near, mut far) = (pair[0], pair[1]);
            let length = (far.0 - near.0) / whole.sqrt();
            if near.1 > far.1 {
                std::mem::swap(&mut near, &mut far);
            }
            let end = |(other, _): (f64, usize)| {
                let mut end = [other.round() as i64; 2];
                end[axis] = place.floor() as i64;
                end
            };
            let chord = Chord {
                sides: [near.1, far.1],
                ends: [end(near), end(far)],
            };
            let mut part = vec![chord.ends[1], chord.ends[0]];
            part.extend(&ring[near.1 + 1..=far.1]);
            let part = twice_area(&part) as f64 / whole;
            let off = (part - share).abs().min((1.0 - part - share).abs());
            chords.push((off + length * 0.08, chord));
        }
    }
    chords
}

/// A straight line bent by displaced middles.
fn bent([from, to]: [Spot; 2], swing: f64, chance: &mut ChaCha8Rng) -> Vec<Spot> {
    let mut line = vec![from, to];
    loop {
        let mut finer = vec![from];
        for pair in line.windows(2) {
            let [a, b] = [pair[0], pair[1]].map(|spot| spot.map(|axis| axis as f64));
            let along = [b[0] - a[0], b[1] - a[1]];
            if swing > 0.0 && along[0].hypot(along[1]) > LONGEST {
                let side = chance.random_range(-swing..swing);
                finer.push([
                    (f64::midpoint(a[0], b[0]) - along[1] * side).round() as i64,
                    (f64::midpoint(a[1], b[1]) + along[0] * side).round() as i64,
                ]);
            }
            finer.push(pair[1]);
        }
        if finer.len() == line.len() {
            return line;
        }
        line = finer;
    }
}

/// Whether a line meets the ring at its ends alone, and itself nowhere.
fn is_free(line: &[Spot], ring: &[Spot]) -> bool {
    let own: Vec<[Spot; 2]> = line.windows(2).map(|pair| [pair[0], pair[1]]).collect();
    let last = own.len().saturating_sub(1);
    own.iter().enumerate().all(|(index, side)| {
        // The two sides that the ends lie on are left out for them: rounding bends those.
        let touches = |[a, b]: [Spot; 2]| {
            let at_end = (index == 0 && near(line[0], a, b))
                || (index == last && near(line[line.len() - 1], a, b));
            !at_end && collide(*side, [a, b])
        };
        let free_of_ring = !sides(ring).any(touches);
        let inner = &line[1..line.len() - 1];
        free_of_ring
            && !inner.iter().any(|spot| ring.contains(spot))
            && !own[index + 1..].iter().any(|other| collide(*side, *other))
    })
}

/// Whether a corner lies on a side, as far as whole numbers can tell.
fn near(spot: Spot, a: Spot, b: Spot) -> bool {
    let reach = |axis: usize| {
        let (low, high) = (a[axis].min(b[axis]), a[axis].max(b[axis]));
        low - 1 <= spot[axis] && spot[axis] <= high + 1
    };
    let length = ((b[0] - a[0]) as f64).hypot((b[1] - a[1]) as f64);
    reach(0) && reach(1) && turn(a, b, spot).abs() as f64 <= 1.5 * length
}

/// Whether two segments have a point in common that is not an end of both.
fn collide([a, b]: [Spot; 2], [c, d]: [Spot; 2]) -> bool {
    let apart = |axis: usize| {
        a[axis].max(b[axis]) < c[axis].min(d[axis]) || c[axis].max(d[axis]) < a[axis].min(b[axis])
    };
    if apart(0) || apart(1) || [a, b].iter().any(|end| *end == c || *end == d) {
        return false;
    }
    let sign = |a, b, c| turn(a, b, c).signum();
    sign(a, b, c) * sign(a, b, d) <= 0 && sign(c, d, a) * sign(c, d, b) <= 0
}

/// Twice the area of the triangle `a`, `b`, `c`; positive when they turn left.
fn turn(a: Spot, b: Spot, c: Spot) -> i64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// Twice the area of an open ring; positive when it runs counter-clockwise.
pub(super) fn twice_area(ring: &[Spot]) -> i64 {
    let origin = ring.first().copied().unwrap_or_default();
    sides(ring).map(|[a, b]| turn(origin, a, b)).sum()
}

fn sides(ring: &[Spot]) -> impl Iterator<Item = [Spot; 2]> + '_ {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| [*a, *b])
}

fn undirected(a: Spot, b: Spot) -> [Spot; 2] {
    if a < b { [a, b] } else { [b, a] }
}
