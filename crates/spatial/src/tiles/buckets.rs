//! Which boxes reach into a window: a coarse raster over all of them, each bucket with its boxes.
//!
//! Deliberately absent: the exact test, which its caller makes anyway.

use crate::ring;
use std::ops::RangeInclusive;

/// Boxes by bucket. Boxes and windows are west, north, east, south on the Mercator square.
#[derive(Debug)]
pub(super) struct Buckets {
    bounds: [f64; 4],
    per_unit: [f64; 2],
    side: usize,
    count: usize,
    /// Where each bucket's boxes start; one more than there are buckets.
    starts: Vec<u32>,
    boxes: Vec<u32>,
}

impl Buckets {
    pub fn new(boxes: &[[f64; 4]]) -> Buckets {
        let corners = boxes.iter().flat_map(|b| [[b[0], b[1]], [b[2], b[3]]]);
        let bounds = ring::bounds(corners).unwrap_or_default();
        // About one box to a bucket.
        let side = ((boxes.len() as f64).sqrt() as usize).clamp(1, 256);
        let per_unit = [bounds[2] - bounds[0], bounds[3] - bounds[1]].map(|length| {
            if length > 0.0 {
                side as f64 / length
            } else {
                0.0
            }
        });
        let mut buckets = Buckets {
            bounds,
            per_unit,
            side,
            count: boxes.len(),
            starts: vec![0],
            boxes: Vec::new(),
        };
        let mut sorted: Vec<Vec<u32>> = vec![Vec::new(); side * side];
        for (index, of_box) in boxes.iter().enumerate() {
            let [columns, rows] = buckets.reach(*of_box);
            for row in rows {
                for column in columns.clone() {
                    sorted[row * side + column].push(index as u32);
                }
            }
        }
        for bucket in sorted {
            buckets.boxes.extend(bucket);
            buckets.starts.push(buckets.boxes.len() as u32);
        }
        buckets
    }

    /// The boxes that may reach into a window, in their order.
    pub fn near(&self, window: [f64; 4]) -> Vec<u32> {
        let [west, north, east, south] = self.bounds;
        if window[2] < west || window[0] > east || window[3] < north || window[1] > south {
            return Vec::new();
        }
        let [columns, rows] = self.reach(window);
        if columns.end() - columns.start() + 1 == self.side
            && rows.end() - rows.start() + 1 == self.side
        {
            return (0..self.count as u32).collect();
        }
        let mut near = Vec::new();
        for row in rows {
            let (from, to) = (
                row * self.side + columns.start(),
                row * self.side + columns.end(),
            );
            near.extend(&self.boxes[self.starts[from] as usize..self.starts[to + 1] as usize]);
        }
        near.sort_unstable();
        near.dedup();
        near
    }

    /// The columns and rows of buckets that a box reaches into.
    fn reach(&self, of_box: [f64; 4]) -> [RangeInclusive<usize>; 2] {
        [0, 1].map(|axis: usize| {
            let bucket = |at: f64| {
                // Saturating at both ends.
                (((at - self.bounds[axis]) * self.per_unit[axis]) as usize).min(self.side - 1)
            };
            bucket(of_box[axis])..=bucket(of_box[axis + 2])
        })
    }
}
