//! Lengths and areas on the ellipsoid, and where a label stands.
//!
//! Areas and distances are geodesic on WGS-84 (C. F. F. Karney, *Algorithms for geodesics*,
//! J. Geodesy 87, 2013), through `geo`. Deliberately absent: planar approximations of either, and
//! formatting of figures.

use crate::ring;
use geo::{Destination as _, Distance as _, Geodesic, GeodesicArea as _, LineString, Polygon};
use onemap_domain::area::{Outline, Position};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The area inside an outline, km². Rings may be wound either way.
pub fn area_km2(outline: &Outline) -> f64 {
    let square_metres: f64 = outline
        .0
        .iter()
        .map(|rings| {
            let mut areas = rings.iter().map(|ring| ring_m2(ring));
            areas.next().unwrap_or(0.0) - areas.sum::<f64>()
        })
        .sum();
    square_metres / 1e6
}

/// The area inside one ring whichever way it is wound, m².
fn ring_m2(ring: &[[f64; 2]]) -> f64 {
    let line: LineString<f64> = ring.iter().copied().collect();
    Polygon::new(line, Vec::new()).geodesic_area_signed().abs()
}

/// The length of the shortest line on the ellipsoid between two positions, metres.
pub fn distance_m(from: Position, to: Position) -> f64 {
    Geodesic.distance(
        geo::Point::new(from.lon, from.lat),
        geo::Point::new(to.lon, to.lat),
    )
}

/// The places `metres` away from a place, as many as asked for, from the north by the east; on the ellipsoid.
pub fn ring_around(centre: Position, metres: f64, corners: u16) -> Vec<Position> {
    let centre = geo::Point::new(centre.lon, centre.lat);
    let corner = |at: u16| {
        let bearing = 360.0 * f64::from(at) / f64::from(corners);
        let place = Geodesic.destination(centre, bearing, metres);
        Position {
            lon: place.x(),
            lat: place.y(),
        }
    };
    (0..corners).map(corner).collect()
}

/// Whether `place` lies inside, by the half-open even-odd rule that [`crate::locate`] follows too:
/// of two outlines that share an edge, one alone contains a point on it.
pub fn contains(outline: &Outline, place: Position) -> bool {
    ring::odd(ring::edges(outline), place)
}

/// West, south, east, north of an outline in degrees; `None` when it has no point.
pub fn bounding_box(outline: &Outline) -> Option<[f64; 4]> {
    ring::bounds(outline.0.iter().flatten().flatten().copied())
}

/// A point well inside an outline, for its label: nearly the one farthest from every edge, found
/// by splitting squares, the most promising first. `None` when the outline encloses nothing.
pub fn inner_point(outline: &Outline) -> Option<Position> {
    // Enough for a hundredth of the outline's size on any shape a county has.
    const MOST_SQUARES: usize = 4_000;

    let [west, south, east, north] = bounding_box(outline)?;
    let flat = Plane::around(outline, f64::midpoint(south, north));
    let (width, height) = ((east - west) * flat.shrink, north - south);
    let half = width.min(height) / 2.0;
    if half <= 0.0 {
        return None;
    }
    let enough = width.max(height) / 200.0;

    let (columns, rows) = (steps(width, half), steps(height, half));
    let mut open: BinaryHeap<Square> = BinaryHeap::new();
    for column in 0..columns {
        for row in 0..rows {
            let x = west * flat.shrink + width * (f64::from(column) + 0.5) / f64::from(columns);
            let y = south + height * (f64::from(row) + 0.5) / f64::from(rows);
            open.push(flat.square(x, y, half));
        }
    }
    let mut best: Option<Square> = None;
    for _ in 0..MOST_SQUARES {
        let Some(square) = open.pop() else { break };
        let so_far = best.as_ref().map_or(0.0, |best| best.depth);
        if square.reach() <= so_far + if so_far > 0.0 { enough } else { 0.0 } {
            break;
        }
        for (dx, dy) in [(-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5), (0.5, 0.5)] {
            let (x, y) = (square.x + dx * square.half, square.y + dy * square.half);
            open.push(flat.square(x, y, square.half / 2.0));
        }
        if square.depth > so_far {
            best = Some(square);
        }
    }
    let best = best?;
    let place = Position {
        lon: best.x / flat.shrink,
        lat: best.y,
    };
    contains(outline, place).then_some(place)
}

/// How many squares of half-width `half` cover `length`; bounded, for needles.
fn steps(length: f64, half: f64) -> u32 {
    (length / (2.0 * half)).ceil().clamp(1.0, 64.0) as u32
}

/// An outline with its longitudes shrunk, so that a degree is as long either way.
struct Plane {
    shrink: f64,
    sides: Vec<[[f64; 2]; 2]>,
}

impl Plane {
    fn around(outline: &Outline, latitude: f64) -> Self {
        let shrink = latitude.to_radians().cos().max(0.01);
        let flat = |[x, y]: [f64; 2]| [x * shrink, y];
        let sides = ring::all_sides(outline)
            .map(|[a, b]| [flat(a), flat(b)])
            .collect();
        Self { shrink, sides }
    }

    fn square(&self, x: f64, y: f64, half: f64) -> Square {
        Square {
            x,
            y,
            half,
            depth: self.depth(x, y),
        }
    }

    /// The distance to the nearest side; negative outside.
    fn depth(&self, x: f64, y: f64) -> f64 {
        let here = Position { lon: x, lat: y };
        let mut inside = false;
        let mut nearest = f64::INFINITY;
        for &[a, b] in &self.sides {
            inside ^= ring::Edge::between(a, b).is_some_and(|edge| edge.crosses_ray(here));
            nearest = nearest.min(square_distance([x, y], a, b));
        }
        if inside {
            nearest.sqrt()
        } else {
            -nearest.sqrt()
        }
    }
}

/// The square of the distance of `point` to the segment from `a` to `b`, on a plane.
pub(crate) fn square_distance(point: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 {
        (((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let (ex, ey) = (a[0] + along * dx - point[0], a[1] + along * dy - point[1]);
    ex * ex + ey * ey
}

/// A square of the search, by how deep any point in it might lie.
struct Square {
    x: f64,
    y: f64,
    half: f64,
    depth: f64,
}

impl Square {
    /// No point of the square lies deeper than this.
    fn reach(&self) -> f64 {
        self.depth + self.half * std::f64::consts::SQRT_2
    }
}

impl PartialEq for Square {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Square {}

impl PartialOrd for Square {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Square {
    fn cmp(&self, other: &Self) -> Ordering {
        self.reach().total_cmp(&other.reach())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: f64, south: f64, side: f64) -> Vec<[f64; 2]> {
        let (east, north) = (west + side, south + side);
        vec![
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
        ]
    }

    #[test]
    fn a_one_degree_square_on_the_equator_has_its_known_area() {
        // The figure GeographicLib's Planimeter gives.
        let area = area_km2(&Outline(vec![vec![square(0.0, 0.0, 1.0)]]));
        assert!((area - 12_308.778_361).abs() < 1e-3, "{area} km²");
    }

    #[test]
    fn a_hole_is_taken_off_whichever_way_its_ring_is_wound() {
        let whole = area_km2(&Outline(vec![vec![square(106.0, 27.0, 0.3)]]));
        let hole = square(106.1, 27.1, 0.1);
        let missing = area_km2(&Outline(vec![vec![hole.clone()]]));
        let mut turned = hole.clone();
        turned.reverse();
        for ring in [hole, turned] {
            let rest = area_km2(&Outline(vec![vec![square(106.0, 27.0, 0.3), ring]]));
            assert!((rest + missing - whole).abs() < 1e-9);
        }
    }

    #[test]
    fn every_corner_of_a_ring_is_as_far_away_as_was_asked() {
        let centre = Position {
            lon: 100.45,
            lat: 38.93,
        };
        let ring = ring_around(centre, 1_500.0, 72);
        assert_eq!(ring.len(), 72);
        assert!(ring[0].lat > centre.lat && ring[18].lon > centre.lon);
        for corner in ring {
            assert!((distance_m(centre, corner) - 1_500.0).abs() < 1e-6);
        }
    }

    #[test]
    fn a_degree_of_longitude_on_the_equator_is_111_320_metres() {
        let metres = distance_m(
            Position { lon: 0.0, lat: 0.0 },
            Position { lon: 1.0, lat: 0.0 },
        );
        assert!((metres - 111_319.490_8).abs() < 1e-3, "{metres}");
    }

    #[test]
    fn a_label_stands_inside_even_where_the_centre_of_the_box_does_not() {
        let hook = Outline(vec![vec![vec![
            [0.0, 0.0],
            [1.0, 0.0],
            [1.0, 0.1],
            [0.1, 0.1],
            [0.1, 1.0],
            [0.0, 1.0],
            [0.0, 0.0],
        ]]]);
        assert!(!contains(&hook, Position { lon: 0.5, lat: 0.5 }));
        let place = inner_point(&hook).unwrap();
        assert!(contains(&hook, place), "{place:?}");
        // The deepest places are in the corner, about 0.058 from the sides.
        assert!(place.lon < 0.12 && place.lat < 0.12, "{place:?}");
    }

    #[test]
    fn a_label_keeps_clear_of_a_hole() {
        let ring = Outline(vec![vec![
            square(106.0, 27.0, 0.3),
            square(106.05, 27.1, 0.15),
        ]]);
        let place = inner_point(&ring).unwrap();
        assert!(contains(&ring, place), "{place:?}");
    }

    #[test]
    fn an_outline_that_encloses_nothing_has_no_label_and_no_area() {
        let needle = Outline(vec![vec![vec![[1.0, 1.0], [2.0, 1.0], [1.0, 1.0]]]]);
        for outline in [Outline::default(), needle] {
            assert_eq!(inner_point(&outline), None);
            assert!(area_km2(&outline).abs() < 1e-9);
        }
        assert_eq!(bounding_box(&Outline::default()), None);
    }
}
