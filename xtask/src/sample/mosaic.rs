//! The mosaic of base grids: one planar graph, cut once, from which every area is read.
//!
//! Grids, villages and towns are all rings of the same half-edges, so neighbours share corners
//! bit for bit, and a town is its villages by leaving out the edges that two of them share.
//! Deliberately absent: boolean operations on polygons, and repairs of what they leave.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::border;
use super::draw::Draw;
use super::plane::{Metres, Plane, Spot, collide, inside, sides, turn, twice_area};
use super::{Failure, voronoi};

/// The mosaic: which cell lies to the left of every directed edge.
#[derive(Debug)]
pub(super) struct Mosaic {
    left: BTreeMap<[Spot; 2], usize>,
    around: BTreeMap<Spot, Vec<Spot>>,
}

/// A border as it lies on the ground: bent, or straight where bending it would make it cross.
struct Line {
    ends: [Spot; 2],
    inner: Vec<Spot>,
}

impl Line {
    fn sides(&self) -> impl Iterator<Item = [Spot; 2]> + '_ {
        let [from, to] = self.ends;
        let all = || std::iter::once(from).chain(self.inner.iter().copied());
        all()
            .zip(all().skip(1).chain([to]))
            .map(|(a, b)| [a, b])
            .filter(|[a, b]| a != b)
    }
}

impl Mosaic {
    /// Cuts the ground within `ring` (open, counter-clockwise) into one cell for each seed.
    pub fn new(
        ring: &[Spot],
        plane: Plane,
        seeds: &[Metres],
        draw: &mut Draw,
    ) -> Result<Self, Failure> {
        let (ring, mut lines) = clipped(ring, plane, seeds, draw);
        straighten(&ring, &mut lines)?;
        let mut around: BTreeMap<Spot, BTreeSet<Spot>> = BTreeMap::new();
        for [a, b] in sides(&ring).chain(lines.iter().flat_map(Line::sides)) {
            around.entry(a).or_default().insert(b);
            around.entry(b).or_default().insert(a);
        }
        let around = around
            .into_iter()
            .map(|(spot, others)| {
                let mut others: Vec<Spot> = others.into_iter().collect();
                others.sort_by(|a, b| by_angle(spot, *a, *b));
                (spot, others)
            })
            .collect();
        let mut mosaic = Self {
            left: BTreeMap::new(),
            around,
        };
        let faces = mosaic.faces();
        mosaic.left = owned(&faces, plane, seeds)?;
        Ok(mosaic)
    }

    /// The rings around the cells that `belongs` names: outer ones counter-clockwise, holes
    /// clockwise, all open.
    pub fn rings(&self, belongs: impl Fn(usize) -> bool) -> Vec<Vec<Spot>> {
        let within = |edge: &[Spot; 2]| self.left.get(edge).is_some_and(|cell| belongs(*cell));
        let mut open: BTreeSet<[Spot; 2]> = self
            .left
            .keys()
            .filter(|edge| within(edge) && !within(&[edge[1], edge[0]]))
            .copied()
            .collect();
        let mut rings = Vec::new();
        while let Some(start) = open.pop_first() {
            let (mut ring, mut edge) = (vec![start[0]], start);
            while edge[1] != start[0] {
                ring.push(edge[1]);
                let next = self.clockwise(edge).find(|next| open.contains(next));
                let Some(next) = next else { break };
                open.remove(&next);
                edge = next;
            }
            rings.push(ring);
        }
        rings
    }

    /// How long the border between two cells is, in millionths of a degree, lower cell first.
    pub fn borders(&self) -> BTreeMap<[usize; 2], f64> {
        let mut borders = BTreeMap::new();
        for ([a, b], cell) in &self.left {
            if let Some(other) = self.left.get(&[*b, *a]).filter(|other| *other > cell) {
                *borders.entry([*cell, *other]).or_default() += length(*a, *b);
            }
        }
        borders
    }

    /// The edges that leave where `edge` ends, clockwise from the way back.
    fn clockwise(&self, [from, to]: [Spot; 2]) -> impl Iterator<Item = [Spot; 2]> + '_ {
        let others = self.around.get(&to).map_or(&[][..], Vec::as_slice);
        let back = others.iter().position(|other| *other == from).unwrap_or(0);
        let count = others.len();
        (1..=count).map(move |step| [to, others[(back + count - step) % count]])
    }

    /// The inner faces of the graph, counter-clockwise.
    fn faces(&self) -> Vec<Vec<Spot>> {
        let mut open: BTreeSet<[Spot; 2]> = self
            .around
            .iter()
            .flat_map(|(a, others)| others.iter().map(|b| [*a, *b]))
            .collect();
        let mut faces = Vec::new();
        while let Some(start) = open.pop_first() {
            let (mut face, mut edge) = (vec![start[0]], start);
            while let Some(next) = self.clockwise(edge).next().filter(|next| open.remove(next)) {
                face.push(next[0]);
                edge = next;
            }
            if twice_area(&face) > 0 {
                faces.push(face);
            }
        }
        faces
    }
}

/// The outline with a corner wherever a border meets it, and the borders within it, bent.
fn clipped(
    ring: &[Spot],
    plane: Plane,
    seeds: &[Metres],
    draw: &mut Draw,
) -> (Vec<Spot>, Vec<Line>) {
    let outline: Vec<Metres> = ring.iter().map(|spot| plane.of(*spot)).collect();
    let mut met: Vec<Vec<(f64, Spot)>> = vec![Vec::new(); ring.len()];
    let mut lines = Vec::new();
    for border in voronoi::borders(seeds) {
        let [a, b] = border.ends;
        let at = |share: f64| [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
        let mut stops = vec![(0.0, plane.spot(a)), (1.0, plane.spot(b))];
        for side in 0..ring.len() {
            let (c, d) = (outline[side], outline[(side + 1) % ring.len()]);
            if let Some([along, across]) = crossing([a, b], [c, d]) {
                let spot = plane.spot(at(along));
                stops.push((along, spot));
                met[side].push((across, spot));
            }
        }
        stops.sort_by(|x, y| x.0.total_cmp(&y.0));
        for pair in stops.windows(2) {
            let ([(start, from), (end, to)], seeds) =
                ([pair[0], pair[1]], border.seeds.map(|s| seeds[s]));
            let middle = plane.spot(at(f64::midpoint(start, end))).map(|n| n as f64);
            if from != to && inside(ring, middle) {
                let bent = border::bend(at(start), at(end), seeds, draw);
                let inner = bent.into_iter().map(|place| plane.spot(place)).collect();
                lines.push(Line {
                    ends: [from, to],
                    inner,
                });
            }
        }
    }
    let mut cut = Vec::with_capacity(ring.len() + 64);
    for (corner, mut stops) in ring.iter().zip(met) {
        stops.sort_by(|x, y| x.0.total_cmp(&y.0));
        cut.push(*corner);
        cut.extend(stops.into_iter().map(|(_, spot)| spot));
    }
    cut.dedup();
    (cut, lines)
}

/// Where two segments cross: the share of the way along the first and along the second.
fn crossing([a, b]: [Metres; 2], [c, d]: [Metres; 2]) -> Option<[f64; 2]> {
    let (ab, cd, ac) = (
        [b[0] - a[0], b[1] - a[1]],
        [d[0] - c[0], d[1] - c[1]],
        [c[0] - a[0], c[1] - a[1]],
    );
    let cross = ab[0] * cd[1] - ab[1] * cd[0];
    let along = (ac[0] * cd[1] - ac[1] * cd[0]) / cross;
    let across = (ac[0] * ab[1] - ac[1] * ab[0]) / cross;
    ((0.0..=1.0).contains(&along) && (0.0..1.0).contains(&across)).then_some([along, across])
}

/// Takes the bends out of every border that collides with another or with the outline.
fn straighten(ring: &[Spot], lines: &mut [Line]) -> Result<(), Failure> {
    for _ in 0..8 {
        let wrong = collisions(ring, lines);
        let Some(worst) = wrong.iter().next() else {
            return Ok(());
        };
        if wrong.iter().all(|index| lines[*index].inner.is_empty()) {
            return Err(Failure::Mosaic(format!(
                "straight borders collide at {:?}",
                lines[*worst].ends
            )));
        }
        for index in wrong {
            lines[index].inner.clear();
        }
    }
    Err(Failure::Mosaic(
        "borders still collide when straight".to_owned(),
    ))
}

/// Which lines touch something else than at their ends.
fn collisions(ring: &[Spot], lines: &[Line]) -> BTreeSet<usize> {
    const CELL: i64 = 2_000;
    type Owned = (Option<usize>, [Spot; 2]);
    let of_lines = lines
        .iter()
        .enumerate()
        .flat_map(|(i, line)| line.sides().map(move |s| (Some(i), s)));
    let all: Vec<Owned> = sides(ring)
        .map(|side| (None, side))
        .chain(of_lines)
        .collect();
    let mut buckets: BTreeMap<[i64; 2], Vec<usize>> = BTreeMap::new();
    for (index, (_, [a, b])) in all.iter().enumerate() {
        let span = |i: usize| a[i].min(b[i]).div_euclid(CELL)..=a[i].max(b[i]).div_euclid(CELL);
        for x in span(0) {
            for y in span(1) {
                buckets.entry([x, y]).or_default().push(index);
            }
        }
    }
    let mut wrong = BTreeSet::new();
    for bucket in buckets.values() {
        for (place, first) in bucket.iter().enumerate() {
            for second in &bucket[place + 1..] {
                let ((one, p), (other, q)) = (all[*first], all[*second]);
                if collide(p, q) {
                    wrong.extend(one);
                    wrong.extend(other);
                }
            }
        }
    }
    wrong
}

/// Which cell lies to the left of every edge: each face belongs to the seed in it, and a face
/// that the outline cut off from its seed to the neighbour it shares most border with.
fn owned(
    faces: &[Vec<Spot>],
    plane: Plane,
    seeds: &[Metres],
) -> Result<BTreeMap<[Spot; 2], usize>, Failure> {
    let mut owner: Vec<Option<usize>> = vec![None; faces.len()];
    for (seed, place) in seeds.iter().enumerate() {
        let spot = plane.spot(*place).map(|n| n as f64);
        let face = faces.iter().position(|face| inside(face, spot));
        let face = face.ok_or_else(|| Failure::Mosaic(format!("seed {seed} lies in no face")))?;
        if let Some(other) = owner[face].replace(seed) {
            return Err(Failure::Mosaic(format!(
                "seeds {other} and {seed} share a face"
            )));
        }
    }
    let beside: BTreeMap<[Spot; 2], usize> = faces
        .iter()
        .enumerate()
        .flat_map(|(i, face)| sides(face).map(move |s| (s, i)))
        .collect();
    while let Some(orphan) = owner.iter().position(Option::is_none) {
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        for [a, b] in sides(&faces[orphan]) {
            if let Some(cell) = beside.get(&[b, a]).and_then(|face| owner[*face]) {
                *shared.entry(cell).or_default() += length(a, b);
            }
        }
        let most = shared.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let (cell, _) =
            most.ok_or_else(|| Failure::Mosaic("a face has no neighbour".to_owned()))?;
        owner[orphan] = Some(cell);
    }
    Ok(beside
        .into_iter()
        .filter_map(|(edge, face)| Some((edge, owner[face]?)))
        .collect())
}

/// Counter-clockwise from east around `hub`, exactly.
fn by_angle(hub: Spot, a: Spot, b: Spot) -> Ordering {
    let half = |p: Spot| (p[1] < hub[1]) || (p[1] == hub[1] && p[0] < hub[0]);
    half(a).cmp(&half(b)).then_with(|| 0.cmp(&turn(hub, a, b)))
}

fn length(a: Spot, b: Spot) -> f64 {
    ((a[0] - b[0]) as f64).hypot((a[1] - b[1]) as f64)
}
