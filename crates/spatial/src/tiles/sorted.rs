//! Points in Morton order: a tile, and every square cell of a tile, is one contiguous range.

use super::TileId;
use super::morton::{interleaved, place, range, tile_units};
use onemap_domain::area::Position;
use std::ops::Range;

/// Items in the Morton order of their places on the Mercator square.
#[derive(Debug)]
pub(super) struct Sorted<T> {
    /// The bits of column and row interleaved, the column's first.
    keys: Vec<u64>,
    items: Vec<T>,
}

impl<T> Sorted<T> {
    pub fn new(items: Vec<T>, place: impl Fn(&T) -> Position) -> Sorted<T> {
        let mut pairs: Vec<(u64, T)> = items
            .into_iter()
            .map(|item| (interleaved(super::fixed(place(&item))), item))
            .collect();
        // Stable: items of one place keep their order, and tiles their bytes.
        pairs.sort_by_key(|(key, _)| *key);
        let (keys, items) = pairs.into_iter().unzip();
        Sorted { keys, items }
    }

    /// Where in the order the points of a tile are.
    pub fn range(&self, tile: TileId) -> Range<usize> {
        range(&self.keys, tile)
    }

    /// The points of a tile, with their positions in its units.
    pub fn within(&self, tile: TileId) -> impl Iterator<Item = ([i32; 2], &T)> {
        self.range(tile)
            .map(move |index| (tile_units(tile, self.place(index)), &self.items[index]))
    }

    /// Ranges of points that share a cell, for cells of 2^-`level` of the Mercator square.
    pub fn cells(&self, range: Range<usize>, level: u8) -> impl Iterator<Item = Range<usize>> {
        let shift = 64 - 2 * u32::from(level);
        let mut start = range.start;
        self.keys[range]
            .chunk_by(move |a, b| a >> shift == b >> shift)
            .map(move |cell| {
                let cell = start..start + cell.len();
                start = cell.end;
                cell
            })
    }

    pub fn item(&self, index: usize) -> &T {
        &self.items[index]
    }

    /// Column and row in 2^-32 of the Mercator square.
    pub fn place(&self, index: usize) -> [u32; 2] {
        place(self.keys[index])
    }
}
