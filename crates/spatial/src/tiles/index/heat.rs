//! Heat: how much lies in each cell of a tile, of one category and one period.
//!
//! Deliberately absent: smoothing, which is the map's, and ratios to people or ground.

use std::ops::Range;

use super::{CaseIndex, Facts};
use crate::tiles::TileId;
use crate::tiles::morton;

/// What is counted, and in which cells.
#[derive(Clone, Debug)]
pub struct Heat {
    /// Only this category.
    pub category: Option<u16>,
    /// Only these days.
    pub days: Range<u32>,
    /// What a case counts: green, yellow, red.
    pub weights: [u32; 3],
    /// A tile has 2^levels cells either way; at most 12.
    pub levels: u8,
}

/// A cell with something in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeatCell {
    /// Column and row within the tile, from its north-western corner.
    pub cell: [u16; 2],
    /// The sum of what its cases count.
    pub weight: u32,
}

impl Heat {
    fn weight(&self, facts: &Facts) -> u32 {
        let counts = self.days.contains(&facts.day)
            && self
                .category
                .is_none_or(|category| category == facts.category);
        if counts {
            self.weights[facts.lamp as usize]
        } else {
            0
        }
    }
}

impl CaseIndex {
    /// The cells of a tile that something lies in, in Morton order.
    pub fn heat(&self, tile: TileId, heat: &Heat) -> Vec<HeatCell> {
        let levels = heat.levels.min(12);
        let shift = 2 * u32::from(tile.z);
        let cell = |key: u64| {
            (key << shift)
                .checked_shr(64 - 2 * u32::from(levels))
                .unwrap_or(0)
        };
        let part = self.part(tile);
        let mut cells: Vec<(u64, u32)> = Vec::new();
        let mut add = |cell: u64, weight: u32| match cells.last_mut() {
            Some((last, sum)) if *last == cell => *sum += weight,
            _ if weight > 0 => cells.push((cell, weight)),
            _ => {}
        };
        for (key, facts) in self.rows(&part) {
            add(cell(key), heat.weight(facts));
        }
        // What was added since comes last, out of order.
        if !part.added.is_empty() {
            cells.sort_by_key(|(cell, _)| *cell);
            cells.dedup_by(|(cell, weight), (kept, sum)| {
                let same = cell == kept;
                if same {
                    *sum += *weight;
                }
                same
            });
        }
        let named = cells.into_iter().map(|(cell, weight)| HeatCell {
            cell: morton::place(cell).map(|axis| axis as u16),
            weight,
        });
        named.collect()
    }
}
