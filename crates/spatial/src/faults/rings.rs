//! Rings by themselves: closed, long enough, enclosing something, not crossing.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line};
use onemap_domain::area::{AreaCode, Outline};

use super::{Fault, FaultKind, Found, Tolerances, position};
use crate::measure;

/// Crossings told of one outline; more would not make it clearer.
const TOLD: usize = 8;

/// Crossings looked for in one outline, and pairs of sides compared for it: a tangle of thousands is
/// told as well by its first ones.
const MOST: usize = 1_000;
const COMPARED: usize = 500_000_000;

/// What is wrong with the rings of one outline. A crossing whose loop is a sliver is only counted.
pub fn of_rings(code: &AreaCode, outline: &Outline, tolerances: &Tolerances) -> Found {
    let mut found = Found::default();
    let mut sides: Vec<Side> = Vec::new();
    let rings: Vec<&Vec<[f64; 2]>> = outline.0.iter().flatten().collect();
    for (index, ring) in rings.iter().enumerate() {
        let mut tell = |kind| {
            found.faults.push(Fault {
                kind,
                area: code.clone(),
                others: Vec::new(),
                m2: 0.0,
                share: None,
                place: ring.first().copied().map(position),
                outline: Outline::default(),
            });
        };
        if ring.first() != ring.last() {
            tell(FaultKind::Unclosed);
        }
        let mut corners: Vec<[f64; 2]> = (*ring).clone();
        corners.dedup();
        if corners.len() > 1 && corners.first() == corners.last() {
            corners.pop();
        }
        if corners.len() < 3 {
            tell(FaultKind::TooShort);
        } else if measure::area_km2(&Outline(vec![vec![corners.clone()]])) * 1e6
            < tolerances.area_m2
            && !crosses(&corners)
        {
            tell(FaultKind::NoArea);
        }
        let ends = corners.iter().zip(corners.iter().cycle().skip(1));
        sides.extend(ends.enumerate().map(|(at, (from, to))| Side {
            ring: index,
            at,
            line: Line::new(coord(*from), coord(*to)),
        }));
    }
    for crossing in crossings(&mut sides, MOST) {
        let (m2, loop_) = smaller_loop(&crossing, &sides);
        if loop_.0.is_empty() || !tolerances.is_sliver(&loop_, m2) {
            if found.faults.len() < TOLD {
                found.faults.push(Fault {
                    kind: FaultKind::SelfCrossing,
                    area: code.clone(),
                    others: Vec::new(),
                    m2,
                    share: None,
                    place: Some(position([crossing.place.x, crossing.place.y])),
                    outline: loop_,
                });
            }
        } else {
            found.sliver(m2);
        }
    }
    found
}

/// A side: the one from corner `at` of ring `ring` to the next.
#[derive(Clone, Copy, Debug)]
struct Side {
    ring: usize,
    at: usize,
    line: Line<f64>,
}

impl Side {
    fn west(&self) -> f64 {
        self.line.start.x.min(self.line.end.x)
    }

    fn east(&self) -> f64 {
        self.line.start.x.max(self.line.end.x)
    }

    fn beside(&self, other: &Side) -> bool {
        let span = |side: &Side| {
            let (a, b) = (side.line.start.y, side.line.end.y);
            (a.min(b), a.max(b))
        };
        let ((low, high), (lower, higher)) = (span(self), span(other));
        low <= higher && lower <= high
    }
}

/// Where two sides cross in the inside of both.
struct Crossing {
    first: Side,
    second: Side,
    place: Coord<f64>,
}

fn coord([x, y]: [f64; 2]) -> Coord<f64> {
    Coord { x, y }
}

fn crosses(corners: &[[f64; 2]]) -> bool {
    let ends = corners.iter().zip(corners.iter().cycle().skip(1));
    let mut sides: Vec<Side> = ends
        .enumerate()
        .map(|(at, (from, to))| Side {
            ring: 0,
            at,
            line: Line::new(coord(*from), coord(*to)),
        })
        .collect();
    !crossings(&mut sides, 1).is_empty()
}

/// A sweep from west to east: only sides that lie over one another are compared.
fn crossings(sides: &mut [Side], most: usize) -> Vec<Crossing> {
    sides.sort_by(|a, b| a.west().total_cmp(&b.west()));
    let mut found = Vec::new();
    let mut compared = 0;
    for (index, side) in sides.iter().enumerate() {
        let east = side.east();
        let over = sides[index + 1..].iter();
        let over = over.take_while(|other| other.west() <= east);
        let over = over
            .inspect(|_| compared += 1)
            .filter(|other| side.beside(other));
        for other in over {
            let Some(LineIntersection::SinglePoint {
                intersection,
                is_proper: true,
            }) = line_intersection(side.line, other.line)
            else {
                continue;
            };
            let (first, second) = if (side.ring, side.at) < (other.ring, other.at) {
                (*side, *other)
            } else {
                (*other, *side)
            };
            found.push(Crossing {
                first,
                second,
                place: intersection,
            });
            if found.len() == most {
                return found;
            }
        }
        if compared > COMPARED {
            break;
        }
    }
    found
}

/// The smaller of the two loops that a ring makes at a crossing, with its area, m²; of two rings that
/// cross, nothing.
fn smaller_loop(crossing: &Crossing, sides: &[Side]) -> (f64, Outline) {
    if crossing.first.ring != crossing.second.ring {
        return (0.0, Outline::default());
    }
    let mut own: Vec<&Side> = sides
        .iter()
        .filter(|side| side.ring == crossing.first.ring)
        .collect();
    own.sort_by_key(|side| side.at);
    let ends = own.iter().map(|side| [side.line.end.x, side.line.end.y]);
    let ends: Vec<[f64; 2]> = ends.collect();
    let between = crossing.first.at..crossing.second.at;
    let place = [crossing.place.x, crossing.place.y];
    let closed = |corners: Vec<[f64; 2]>| {
        let mut ring = vec![place];
        ring.extend(corners);
        ring.push(place);
        Outline(vec![vec![ring]])
    };
    let inner = closed(ends[between.clone()].to_vec());
    let rest = ends[between.end..].iter().chain(&ends[..between.start]);
    let outer = closed(rest.copied().collect());
    let area = |outline: &Outline| measure::area_km2(outline) * 1e6;
    let (of_inner, of_outer) = (area(&inner), area(&outer));
    if of_inner <= of_outer {
        (of_inner, inner)
    } else {
        (of_outer, outer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rings: Vec<Vec<[f64; 2]>>) -> Vec<FaultKind> {
        let code = AreaCode::parse("520381001001001").unwrap();
        let found = of_rings(&code, &Outline(vec![rings]), &Tolerances::default());
        found.faults.iter().map(|fault| fault.kind).collect()
    }

    const WEST: f64 = 105.7;
    const SOUTH: f64 = 28.5;

    fn ring(corners: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let corner = |[x, y]: &[f64; 2]| [WEST + x * 1e-3, SOUTH + y * 1e-3];
        corners.iter().map(corner).collect()
    }

    #[test]
    fn a_ring_that_meets_itself_in_a_corner_is_sound() {
        let eight = ring(&[
            [0.0, 0.0],
            [1.0, 1.0],
            [2.0, 0.0],
            [2.0, 2.0],
            [1.0, 1.0],
            [0.0, 2.0],
            [0.0, 0.0],
        ]);
        assert_eq!(found(vec![eight]), []);
    }

    #[test]
    fn a_bow_tie_is_found_at_its_crossing() {
        let tie = ring(&[[0.0, 0.0], [2.0, 2.0], [2.0, 0.0], [0.0, 2.0], [0.0, 0.0]]);
        let code = AreaCode::parse("520381001001001").unwrap();
        let found = of_rings(&code, &Outline(vec![vec![tie]]), &Tolerances::default());
        let [fault] = found.faults.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(fault.kind, FaultKind::SelfCrossing);
        let place = fault.place.unwrap();
        assert!((place.lon - WEST - 1e-3).abs() < 1e-9 && (place.lat - SOUTH - 1e-3).abs() < 1e-9);
        assert!((10_000.0..11_500.0).contains(&fault.m2), "{}", fault.m2);
    }

    #[test]
    fn a_hole_that_crosses_its_outer_ring_is_found() {
        let outer = ring(&[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]]);
        let hole = ring(&[[1.0, 1.0], [5.0, 1.0], [5.0, 2.0], [1.0, 2.0], [1.0, 1.0]]);
        let kinds = found(vec![outer, hole]);
        assert_eq!(kinds, [FaultKind::SelfCrossing; 2]);
    }

    #[test]
    fn open_short_and_flat_rings_are_told_apart() {
        let open = ring(&[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]]);
        assert_eq!(found(vec![open]), [FaultKind::Unclosed]);
        let short = ring(&[[0.0, 0.0], [4.0, 0.0], [0.0, 0.0]]);
        assert_eq!(found(vec![short]), [FaultKind::TooShort]);
        let flat = ring(&[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [0.0, 0.0]]);
        assert_eq!(found(vec![flat]), [FaultKind::NoArea]);
        let empty = Vec::new();
        assert_eq!(found(vec![empty]), [FaultKind::TooShort]);
    }

    #[test]
    fn a_loop_of_a_few_decimetres_is_counted_and_not_listed() {
        let knot = ring(&[
            [0.0, 0.0],
            [2.0, 0.0],
            [2.0, 2.0],
            [1.0, 2.0],
            [1.005, 2.005],
            [1.01, 1.995],
            [0.0, 2.0],
            [0.0, 0.0],
        ]);
        let code = AreaCode::parse("520381001001001").unwrap();
        let found = of_rings(&code, &Outline(vec![vec![knot]]), &Tolerances::default());
        assert!(found.faults.is_empty(), "{found:?}");
        assert_eq!(found.slivers.count, 1);
    }
}
