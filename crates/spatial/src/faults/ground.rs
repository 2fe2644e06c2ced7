//! The ground of one level: who has it twice, who has it not, who leaves the parent's.

use std::collections::BTreeMap;

use geo::{BooleanOps as _, MultiPolygon};
use onemap_domain::area::{AreaCode, Outline};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::{Fault, FaultKind, Found, Piece, Tolerances, position};
use crate::{measure, ring, surface};

/// Boxes that share less than this have no ground in common, degrees (a centimetre).
const TOUCH: f64 = 1e-7;
/// A child so near to a gap lies beside it, degrees (about a metre).
const BESIDE: f64 = 1e-5;
/// Overlaps looked for: a file that has one outline for every area would have millions.
const MOST_OVERLAPS: usize = 5_000;
/// Children told of one gap.
const NEIGHBOURS: usize = 8;

/// What is wrong among areas of one level, and with those above them. Each area is held against the
/// nearest of its ancestors that is here; one without any is only compared with the others. Dedicated
/// grids may lie over base grids and fill no gap.
pub fn among(children: &[Piece<'_>], ancestors: &[Piece<'_>], tolerances: &Tolerances) -> Found {
    let level = Level::of(children);
    let mut found = level.overlaps(tolerances);
    let known: BTreeMap<&AreaCode, &Piece<'_>> =
        ancestors.iter().map(|piece| (piece.code, piece)).collect();
    let mut own: BTreeMap<&AreaCode, Vec<usize>> = BTreeMap::new();
    for (index, child) in children.iter().enumerate() {
        let mut above = child.code.upwards().skip(1);
        if let Some(nearest) = above.find_map(|code| known.get(&code)) {
            own.entry(nearest.code).or_default().push(index);
        }
    }
    for (code, own) in own {
        let parent = known[code];
        let ground = surface::of(parent.outline);
        for index in own {
            found.extend(level.outside(index, parent, &ground, tolerances));
        }
        let below = (0..children.len()).filter(|index| code.covers(children[*index].code));
        let below: Vec<usize> = below.collect();
        found.extend(level.gaps(&below, parent, &ground, tolerances));
    }
    let order = |fault: &Fault| (fault.kind, fault.area.clone(), fault.others.clone());
    found.faults.sort_by_cached_key(order);
    found
}

/// The areas of a level, their surfaces and an index of their boxes.
struct Level<'a> {
    pieces: &'a [Piece<'a>],
    surfaces: Vec<MultiPolygon<f64>>,
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl<'a> Level<'a> {
    fn of(pieces: &'a [Piece<'a>]) -> Self {
        let boxes = pieces.iter().enumerate().filter_map(|(index, piece)| {
            let [west, south, east, north] = measure::bounding_box(piece.outline)?;
            let corners = Rectangle::from_corners([west, south], [east, north]);
            Some(GeomWithData::new(corners, index))
        });
        Level {
            pieces,
            surfaces: pieces.iter().map(|p| surface::of(p.outline)).collect(),
            boxes: RTree::bulk_load(boxes.collect()),
        }
    }

    fn near(&self, [west, south, east, north]: [f64; 4]) -> Vec<usize> {
        let window = AABB::from_corners([west, south], [east, north]);
        let near = self.boxes.locate_in_envelope_intersecting(&window);
        let mut near: Vec<usize> = near.map(|entry| entry.data).collect();
        near.sort_unstable();
        near
    }

    fn overlaps(&self, tolerances: &Tolerances) -> Found {
        let mut found = Found::default();
        for (index, piece) in self.pieces.iter().enumerate() {
            let Some(own) = measure::bounding_box(piece.outline) else {
                continue;
            };
            for other in self.near(own).into_iter().filter(|other| *other > index) {
                let second = &self.pieces[other];
                if piece.is_dedicated() != second.is_dedicated()
                    || !share_ground(own, measure::bounding_box(second.outline))
                {
                    continue;
                }
                let both = self.surfaces[index].intersection(&self.surfaces[other]);
                let Some(kept) = Kept::of(&both, tolerances, &mut found) else {
                    continue;
                };
                let smaller = [piece, second]
                    .map(|piece| measure::area_km2(piece.outline) * 1e6)
                    .into_iter()
                    .fold(f64::INFINITY, f64::min);
                found.faults.push(Fault {
                    kind: FaultKind::Overlap,
                    area: piece.code.clone(),
                    others: vec![second.code.clone()],
                    share: share(kept.m2, smaller),
                    ..kept.fault(piece)
                });
                if found.faults.len() == MOST_OVERLAPS {
                    return found;
                }
            }
        }
        found
    }

    fn outside(
        &self,
        index: usize,
        parent: &Piece<'_>,
        ground: &MultiPolygon<f64>,
        tolerances: &Tolerances,
    ) -> Found {
        let mut found = Found::default();
        let child = &self.pieces[index];
        let beyond = self.surfaces[index].difference(ground);
        if let Some(kept) = Kept::of(&beyond, tolerances, &mut found) {
            found.faults.push(Fault {
                kind: FaultKind::Outside,
                others: vec![parent.code.clone()],
                share: share(kept.m2, measure::area_km2(child.outline) * 1e6),
                ..kept.fault(child)
            });
        }
        found
    }

    fn gaps(
        &self,
        own: &[usize],
        parent: &Piece<'_>,
        ground: &MultiPolygon<f64>,
        tolerances: &Tolerances,
    ) -> Found {
        let mut found = Found::default();
        let tiles = own
            .iter()
            .filter(|index| !self.pieces[**index].is_dedicated());
        let tiles: Vec<&MultiPolygon<f64>> = tiles.map(|index| &self.surfaces[*index]).collect();
        if tiles.is_empty() {
            return found;
        }
        let open = ground.difference(&surface::union(tiles));
        for gap in surface::pieces(&open) {
            let m2 = measure::area_km2(&gap) * 1e6;
            if tolerances.is_sliver(&gap, m2) {
                found.sliver(m2);
                continue;
            }
            let others = self.beside(&gap, own);
            found.faults.push(Fault {
                kind: FaultKind::Gap,
                area: parent.code.clone(),
                others: others
                    .iter()
                    .map(|at| self.pieces[*at].code.clone())
                    .collect(),
                m2,
                share: None,
                place: place_in(&gap),
                outline: gap,
            });
        }
        found
    }

    /// The children whose sides a gap's corners lie on, or which have a corner on the gap's sides.
    fn beside(&self, gap: &Outline, own: &[usize]) -> Vec<usize> {
        let Some([west, south, east, north]) = measure::bounding_box(gap) else {
            return Vec::new();
        };
        let window = [west - BESIDE, south - BESIDE, east + BESIDE, north + BESIDE];
        let touch = |a: &Outline, b: &Outline| {
            let corners = a.0.iter().flatten().flatten();
            corners
                .filter(|[x, y]| {
                    (window[0]..=window[2]).contains(x) && (window[1]..=window[3]).contains(y)
                })
                .any(|corner| {
                    ring::all_sides(b).any(|[from, to]| {
                        measure::square_distance(*corner, from, to) < BESIDE * BESIDE
                    })
                })
        };
        let near = self.near(window).into_iter();
        near.filter(|index| own.binary_search(index).is_ok() && !self.pieces[*index].is_dedicated())
            .filter(|index| {
                let child = self.pieces[*index].outline;
                touch(child, gap) || touch(gap, child)
            })
            .take(NEIGHBOURS)
            .collect()
    }
}

/// The pieces of a surface that are no slivers.
struct Kept {
    m2: f64,
    largest: f64,
    place_of: Outline,
    outline: Outline,
}

impl Kept {
    /// `None` when nothing but slivers is there; those are counted.
    fn of(surface: &MultiPolygon<f64>, tolerances: &Tolerances, found: &mut Found) -> Option<Kept> {
        let mut kept: Option<Kept> = None;
        for piece in surface::pieces(surface) {
            let m2 = measure::area_km2(&piece) * 1e6;
            if tolerances.is_sliver(&piece, m2) {
                found.sliver(m2);
                continue;
            }
            let so_far = kept.get_or_insert_with(|| Kept {
                m2: 0.0,
                largest: 0.0,
                place_of: Outline::default(),
                outline: Outline::default(),
            });
            so_far.m2 += m2;
            so_far.outline.0.extend(piece.0.iter().cloned());
            if m2 > so_far.largest {
                so_far.largest = m2;
                so_far.place_of = piece;
            }
        }
        kept
    }

    fn fault(self, piece: &Piece<'_>) -> Fault {
        Fault {
            kind: FaultKind::Overlap,
            area: piece.code.clone(),
            others: Vec::new(),
            m2: self.m2,
            share: None,
            place: place_in(&self.place_of),
            outline: self.outline,
        }
    }
}

/// A point inside, or a corner of what is too thin to have one.
fn place_in(outline: &Outline) -> Option<onemap_domain::area::Position> {
    let corner = || outline.0.iter().flatten().flatten().next();
    measure::inner_point(outline).or_else(|| corner().copied().map(position))
}

fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then_some(part / whole)
}

fn share_ground(own: [f64; 4], other: Option<[f64; 4]>) -> bool {
    let Some([west, south, east, north]) = other else {
        return false;
    };
    east.min(own[2]) - west.max(own[0]) > TOUCH && north.min(own[3]) - south.max(own[1]) > TOUCH
}
