//! Neighbours that share ground's edge made to share its vertices too.
//!
//! Where one grid's corner lies on the side of another (a T-junction), rounding leaves a sliver
//! between them that nobody, or both, would own. Giving the corner to the other's side as well
//! makes both sides the same segments, and the half-open rule exact.
//!
//! Deliberately absent: repairs of real gaps and overlaps, which are an import's findings.

use crate::measure::square_distance;
use crate::ring;
use onemap_domain::area::Outline;
use std::collections::HashMap;

/// A corner this near a side lies on it: 11 cm, what six decimals of a degree can tell apart.
const ON_THE_SIDE: f64 = 1e-6;
/// Buckets across the whole mosaic, either way.
const BUCKETS: f64 = 512.0;

/// Every outline with the corners of all that lie on its sides.
pub(crate) fn stitched(outlines: &[&Outline]) -> Vec<Outline> {
    let corners = Corners::of(outlines);
    outlines
        .iter()
        .map(|outline| {
            let polygons = outline.0.iter();
            let rings = |polygon: &Vec<Vec<[f64; 2]>>| {
                polygon.iter().map(|ring| corners.stitch(ring)).collect()
            };
            Outline(polygons.map(rings).collect())
        })
        .collect()
}

/// All corners, by bucket, and how often each side occurs.
struct Corners {
    buckets_per_degree: f64,
    buckets: HashMap<[i64; 2], Vec<[f64; 2]>>,
    sides: HashMap<[u64; 4], u32>,
}

impl Corners {
    fn of(outlines: &[&Outline]) -> Self {
        let all = || {
            outlines
                .iter()
                .flat_map(|outline| outline.0.iter().flatten().flatten())
        };
        let [west, south, east, north] = ring::bounds(all().copied()).unwrap_or_default();
        let span = (east - west).max(north - south).max(ON_THE_SIDE);
        let mut corners = Self {
            buckets_per_degree: BUCKETS / span,
            buckets: HashMap::new(),
            sides: HashMap::new(),
        };
        for &corner in all() {
            let key = corner.map(|degrees| corners.bucket(degrees));
            let bucket = corners.buckets.entry(key).or_default();
            if !bucket.contains(&corner) {
                bucket.push(corner);
            }
        }
        for [from, to] in outlines.iter().flat_map(|outline| ring::all_sides(outline)) {
            *corners
                .sides
                .entry(ring::undirected([from, to]))
                .or_default() += 1;
        }
        corners
    }

    fn bucket(&self, degrees: f64) -> i64 {
        (degrees * self.buckets_per_degree).floor() as i64
    }

    fn stitch(&self, ring: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let mut stitched = Vec::with_capacity(ring.len());
        for [from, to] in ring::sides(ring) {
            // A side that two outlines have alike is exact as it is.
            if self.sides.get(&ring::undirected([from, to])) == Some(&1) {
                stitched.extend(self.on_side(from, to));
            }
            stitched.push(to);
        }
        stitched
    }

    /// The corners between the ends of a side, in its direction.
    fn on_side(&self, from: [f64; 2], to: [f64; 2]) -> Vec<[f64; 2]> {
        let mut found: Vec<[f64; 2]> = self
            .near(from, to)
            .filter(|corner| {
                square_distance(*corner, from, to) <= ON_THE_SIDE * ON_THE_SIDE
                    && [from, to].iter().all(|end| {
                        square_distance(*corner, *end, *end) > 4.0 * ON_THE_SIDE * ON_THE_SIDE
                    })
            })
            .collect();
        let along = |p: &[f64; 2]| {
            (p[0] - from[0]) * (to[0] - from[0]) + (p[1] - from[1]) * (to[1] - from[1])
        };
        found.sort_by(|a, b| along(a).total_cmp(&along(b)));
        found
    }

    fn near(&self, from: [f64; 2], to: [f64; 2]) -> impl Iterator<Item = [f64; 2]> + '_ {
        let span = |axis: usize| {
            let (low, high) = (from[axis].min(to[axis]), from[axis].max(to[axis]));
            self.bucket(low - ON_THE_SIDE)..=self.bucket(high + ON_THE_SIDE)
        };
        let rows = span(1);
        span(0)
            .flat_map(move |column| rows.clone().map(move |row| [column, row]))
            .filter_map(|key| self.buckets.get(&key))
            .flatten()
            .copied()
    }
}
