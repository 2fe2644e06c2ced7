//! What lies in a view: a box on the map, however it falls on the tiles.
//!
//! Squares of the quadtree that lie within the box are ranges and are taken whole; those that the
//! box cuts are divided, down to a few rows that are looked at one by one (as for Z-order ranges:
//! H. Tropf, H. Herzog, *Multidimensional range search in dynamically balanced trees*, 1981).

use std::ops::Range;

use onemap_domain::area::Position;

use super::base::Sum;
use super::{CaseIndex, Lamps};
use crate::tiles::{fixed, morton};

/// So few rows are not divided further.
const FEW: usize = 16;

/// Columns and rows of a box, ends included.
#[derive(Clone, Copy)]
struct View {
    low: [u32; 2],
    high: [u32; 2],
}

impl View {
    fn new([west, south, east, north]: [f64; 4]) -> View {
        let corner = |lon, lat| fixed(Position { lon, lat });
        View {
            low: corner(west, north),
            high: corner(east, south),
        }
    }

    fn has(&self, place: [u32; 2]) -> bool {
        (0..2).all(|axis| self.low[axis] <= place[axis] && place[axis] <= self.high[axis])
    }
}

impl CaseIndex {
    /// How many cases lie between west, south, east and north, by lamp.
    pub fn count_within(&self, bounds: [f64; 4]) -> Lamps {
        let view = View::new(bounds);
        let mut sum = Sum::default();
        self.each_range(view, &mut |rows| sum += self.base.sum(rows));
        for row in &self.delta.gone {
            let key = self.base.keys[*row];
            if view.has(morton::place(key)) {
                sum.take(key, &self.base.facts[*row]);
            }
        }
        for ((key, _), facts) in &self.delta.added {
            if view.has(morton::place(*key)) {
                sum.add(*key, facts);
            }
        }
        sum.lamps()
    }

    /// The numbers of the cases between west, south, east and north; no more than `most`, the
    /// ones that changed last first.
    pub fn within(&self, bounds: [f64; 4], most: usize) -> Vec<u64> {
        let view = View::new(bounds);
        let added = self.delta.added.iter();
        let mut found: Vec<u64> = added
            .filter(|((key, _), _)| view.has(morton::place(*key)))
            .map(|((_, id), _)| *id)
            .take(most)
            .collect();
        self.each_range(view, &mut |rows| {
            let kept = rows.filter(|row| !self.delta.gone.contains(row));
            let ids = kept.map(|row| self.base.facts[row].id);
            found.extend(ids.take(most - found.len()));
        });
        found
    }

    /// Visits the rows of a view, range by range.
    fn each_range(&self, view: View, visit: &mut impl FnMut(Range<usize>)) {
        self.divide(view, 0..self.base.keys.len(), 0, [0, 0], visit);
    }

    fn divide(
        &self,
        view: View,
        rows: Range<usize>,
        level: u32,
        corner: [u32; 2],
        visit: &mut impl FnMut(Range<usize>),
    ) {
        if rows.is_empty() {
            return;
        }
        let reach = u32::MAX.checked_shr(level).unwrap_or(0);
        let far = corner.map(|axis| axis | reach);
        if (0..2).any(|axis| far[axis] < view.low[axis] || corner[axis] > view.high[axis]) {
            return;
        }
        if view.has(corner) && view.has(far) {
            visit(rows);
        } else if rows.len() <= FEW || level == u32::BITS {
            for row in rows {
                if view.has(morton::place(self.base.keys[row])) {
                    visit(row..row + 1);
                }
            }
        } else {
            let half = 1 << (31 - level);
            let quarters = [[0, 0], [0, half], [half, 0], [half, half]];
            let mut start = rows.start;
            for [x, y] in quarters {
                let corner = [corner[0] | x, corner[1] | y];
                let last = morton::interleaved(corner.map(|axis| axis | (half - 1)));
                let keys = &self.base.keys[start..rows.end];
                let end = start + keys.partition_point(|key| *key <= last);
                self.divide(view, start..end, level + 1, corner, visit);
                start = end;
            }
        }
    }
}
