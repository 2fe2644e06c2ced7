//! Points in Morton order: a tile, and every square cell of a tile, is one contiguous range.

use super::TileId;
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
        let levels = 2 * u32::from(tile.z);
        let first = interleaved([tile.x, tile.y]);
        // The key of a whole tile is the common prefix of its points' keys.
        let prefix = |key: u64| key.checked_shr(64 - levels).unwrap_or(0);
        let start = self.keys.partition_point(|key| prefix(*key) < first);
        let length = self.keys[start..].partition_point(|key| prefix(*key) == first);
        start..start + length
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
        let key = self.keys[index];
        [gathered(key >> 1), gathered(key)]
    }
}

/// A place on the Mercator square in a tile's units.
pub(super) fn tile_units(tile: TileId, place: [u32; 2]) -> [i32; 2] {
    let units = |axis: u32, column: u32| {
        let within = u64::from(axis).wrapping_sub(u64::from(column) << (32 - tile.z));
        ((within * u64::from(super::EXTENT)) >> (32 - tile.z)) as i32
    };
    [units(place[0], tile.x), units(place[1], tile.y)]
}

fn interleaved([x, y]: [u32; 2]) -> u64 {
    spread(x) << 1 | spread(y)
}

/// Puts a zero before every bit.
fn spread(bits: u32) -> u64 {
    let mut spread = u64::from(bits);
    spread = (spread | spread << 16) & 0x0000_ffff_0000_ffff;
    spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ff;
    spread = (spread | spread << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    spread = (spread | spread << 2) & 0x3333_3333_3333_3333;
    (spread | spread << 1) & 0x5555_5555_5555_5555
}

/// Takes every second bit, from the lowest.
fn gathered(key: u64) -> u32 {
    let mut bits = key & 0x5555_5555_5555_5555;
    bits = (bits | bits >> 1) & 0x3333_3333_3333_3333;
    bits = (bits | bits >> 2) & 0x0f0f_0f0f_0f0f_0f0f;
    bits = (bits | bits >> 4) & 0x00ff_00ff_00ff_00ff;
    bits = (bits | bits >> 8) & 0x0000_ffff_0000_ffff;
    (bits | bits >> 16) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_holds_both_axes() {
        for place in [
            [0, 0],
            [u32::MAX, 0],
            [0, u32::MAX],
            [0x1234_5678, 0x9abc_def0],
        ] {
            let key = interleaved(place);
            assert_eq!([gathered(key >> 1), gathered(key)], place);
        }
    }
}
