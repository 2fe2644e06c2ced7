//! Whole millionths of a degree, and a plane in metres around the county.
//!
//! Boundaries are cut on [`Spot`]s: equal corners are equal numbers, and turns are exact.
//! Deliberately absent: areas and distances that anyone reads; `onemap_spatial` has those.

use onemap_domain::area::{Outline, Position};

/// A place in millionths of a degree: east, north. About 0.1 m.
pub(super) type Spot = [i64; 2];

/// Metres east and north of the plane's origin.
pub(super) type Metres = [f64; 2];

/// A plane on which a metre is a metre, near enough within one county.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane {
    origin: Position,
    east: f64,
    north: f64,
}

impl Plane {
    /// The plane that touches the earth at `origin`.
    pub fn at(origin: Position) -> Self {
        let degree = 111_320.0;
        Self {
            origin,
            east: degree * origin.lat.to_radians().cos(),
            north: 110_850.0,
        }
    }

    /// A position in metres.
    pub fn metres(&self, place: Position) -> Metres {
        [
            (place.lon - self.origin.lon) * self.east,
            (place.lat - self.origin.lat) * self.north,
        ]
    }

    /// A spot in metres.
    pub fn of(&self, spot: Spot) -> Metres {
        self.metres(position(spot))
    }

    /// The spot nearest to a place of the plane.
    pub fn spot(&self, [x, y]: Metres) -> Spot {
        spot(Position {
            lon: self.origin.lon + x / self.east,
            lat: self.origin.lat + y / self.north,
        })
    }
}

/// The spot nearest to a position.
pub(super) fn spot(place: Position) -> Spot {
    [
        (place.lon * 1e6).round() as i64,
        (place.lat * 1e6).round() as i64,
    ]
}

/// A spot in degrees; the shortest decimals that name it.
pub(super) fn position([lon, lat]: Spot) -> Position {
    Position {
        lon: lon as f64 / 1e6,
        lat: lat as f64 / 1e6,
    }
}

/// Twice the area of the triangle `a`, `b`, `c`; positive when they turn left. Exact.
pub(super) fn turn(a: Spot, b: Spot, c: Spot) -> i64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// Twice the area of an open ring; positive when it runs counter-clockwise. Exact.
pub(super) fn twice_area(ring: &[Spot]) -> i64 {
    let origin = ring.first().copied().unwrap_or_default();
    sides(ring).map(|[a, b]| turn(origin, a, b)).sum()
}

/// The sides of an open ring.
pub(super) fn sides(ring: &[Spot]) -> impl Iterator<Item = [Spot; 2]> + '_ {
    ring.iter()
        .zip(ring.iter().cycle().skip(1))
        .map(|(a, b)| [*a, *b])
}

/// Whether a place lies in an open ring, by counting crossings.
pub(super) fn inside(ring: &[Spot], place: [f64; 2]) -> bool {
    sides(ring).fold(false, |odd, [a, b]| {
        let (a, b) = (a.map(|n| n as f64), b.map(|n| n as f64));
        let crosses = (a[1] > place[1]) != (b[1] > place[1])
            && place[0] < a[0] + (place[1] - a[1]) * (b[0] - a[0]) / (b[1] - a[1]);
        odd ^ crosses
    })
}

/// Whether two segments have a point in common other than one shared end. Exact.
pub(super) fn collide([a, b]: [Spot; 2], [c, d]: [Spot; 2]) -> bool {
    let on = |p: Spot, a: Spot, b: Spot| {
        turn(a, b, p) == 0 && (0..2).all(|i| a[i].min(b[i]) <= p[i] && p[i] <= a[i].max(b[i]))
    };
    let shares = |p: Spot| p == a || p == b;
    match (shares(c), shares(d)) {
        (true, true) => true,
        (true, false) => on(d, a, b) || on(if c == a { b } else { a }, c, d),
        (false, true) => on(c, a, b) || on(if d == a { b } else { a }, c, d),
        (false, false) => {
            let apart = |p, q, r, s| turn(p, q, r).signum() * turn(p, q, s).signum() > 0;
            let boxes = (0..2)
                .all(|i| a[i].min(b[i]) <= c[i].max(d[i]) && c[i].min(d[i]) <= a[i].max(b[i]));
            boxes && !apart(a, b, c, d) && !apart(c, d, a, b)
        }
    }
}

/// An outline of one polygon per outer ring, each followed by the holes that lie in it. Outer
/// rings run counter-clockwise, holes clockwise; all come open and leave closed.
pub(super) fn outline(rings: Vec<Vec<Spot>>) -> Outline {
    let (outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| twice_area(ring) > 0);
    let closed = |ring: &[Spot]| {
        ring.iter()
            .chain(ring.first())
            .map(|s| [s[0] as f64 / 1e6, s[1] as f64 / 1e6])
            .collect()
    };
    let polygons = outer.iter().map(|ring| {
        let within = |hole: &&Vec<Spot>| {
            let middle =
                |[a, b]: [Spot; 2]| [(a[0] + b[0]) as f64 / 2.0, (a[1] + b[1]) as f64 / 2.0];
            sides(hole)
                .next()
                .is_some_and(|side| inside(ring, middle(side)))
        };
        std::iter::once(closed(ring))
            .chain(holes.iter().filter(within).map(|h| closed(h)))
            .collect()
    });
    Outline(polygons.collect())
}
