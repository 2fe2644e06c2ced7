//! The half-open even-odd rule, once, for everyone who asks whether a point lies inside.
//!
//! A point is inside when a ray to the east crosses an odd number of edges. An edge owns its lower
//! end and not its upper one, so that a ray through a vertex counts once; and an edge's ends are
//! put in order before its slope is taken, so that both neighbours of a shared edge compute the
//! same crossing to the last bit. Hence a point on a shared edge belongs to one neighbour alone.

use onemap_domain::area::{Outline, Position};
use std::collections::HashSet;

/// An edge that is not horizontal, ready to be crossed by eastward rays.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    /// Latitude of the lower end, which belongs to the edge.
    pub low: f64,
    /// Latitude of the upper end, which does not.
    pub high: f64,
    /// Longitude of the lower end.
    foot: f64,
    /// Degrees east for each degree north.
    slope: f64,
}

impl Edge {
    /// `None` for a horizontal edge: no eastward ray crosses it.
    pub fn between(a: [f64; 2], b: [f64; 2]) -> Option<Edge> {
        let (lower, upper) = if a[1] < b[1] { (a, b) } else { (b, a) };
        let rise = upper[1] - lower[1];
        (rise > 0.0).then(|| Edge {
            low: lower[1],
            high: upper[1],
            foot: lower[0],
            slope: (upper[0] - lower[0]) / rise,
        })
    }

    /// Where this edge crosses the parallel of `lat`, if it does.
    pub fn crossing(&self, lat: f64) -> Option<f64> {
        (self.low <= lat && lat < self.high).then_some(self.foot + (lat - self.low) * self.slope)
    }

    /// Whether a ray from `place` to the east crosses this edge.
    #[inline]
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "a branch here would be mispredicted"
    )]
    pub fn crosses_ray(&self, place: Position) -> bool {
        (self.low <= place.lat)
            & (place.lat < self.high)
            & (place.lon < self.foot + (place.lat - self.low) * self.slope)
    }
}

/// Whether an odd number of `edges` lies to the east of `place`.
#[inline]
pub(crate) fn odd(edges: impl IntoIterator<Item = Edge>, place: Position) -> bool {
    edges
        .into_iter()
        .fold(false, |inside, edge| inside ^ edge.crosses_ray(place))
}

/// The sides of a ring; one that is not closed is closed.
pub(crate) fn sides(ring: &[[f64; 2]]) -> impl Iterator<Item = [[f64; 2]; 2]> + '_ {
    let last = ring.last().copied();
    ring.iter().scan(last, |previous, point| {
        let from = previous.replace(*point)?;
        Some([from, *point])
    })
}

/// The sides of all rings of an outline.
pub(crate) fn all_sides(outline: &Outline) -> impl Iterator<Item = [[f64; 2]; 2]> + '_ {
    outline.0.iter().flatten().flat_map(|ring| sides(ring))
}

/// The edges of all rings of an outline.
pub(crate) fn edges(outline: &Outline) -> impl Iterator<Item = Edge> + '_ {
    all_sides(outline).filter_map(|[a, b]| Edge::between(a, b))
}

/// A side's name, the same for both directions.
pub(crate) fn undirected([from, to]: [[f64; 2]; 2]) -> [u64; 4] {
    let (a, b) = (from.map(f64::to_bits), to.map(f64::to_bits));
    let (first, second) = if a < b { (a, b) } else { (b, a) };
    [first[0], first[1], second[0], second[1]]
}

/// The sides that occur an odd number of times.
pub(crate) fn singles(outlines: &[Outline]) -> HashSet<[u64; 4]> {
    let mut singles = HashSet::new();
    for side in outlines.iter().flat_map(all_sides) {
        let side = undirected(side);
        if !singles.remove(&side) {
            singles.insert(side);
        }
    }
    singles
}

/// West, south, east, north of points; `None` when there are none.
pub(crate) fn bounds(points: impl IntoIterator<Item = [f64; 2]>) -> Option<[f64; 4]> {
    let nothing = [
        f64::INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
    ];
    let [west, south, east, north] = points.into_iter().fold(nothing, |[w, s, e, n], [x, y]| {
        [w.min(x), s.min(y), e.max(x), n.max(y)]
    });
    (west <= east && south <= north).then_some([west, south, east, north])
}
