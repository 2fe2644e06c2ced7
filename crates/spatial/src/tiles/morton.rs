//! Morton order: the bits of a place's column and row interleaved (G. M. Morton, *A computer
//! oriented geodetic data base*, IBM, 1966), so that a tile, and every cell of it, is one range.
//!
//! Deliberately absent: what is sorted.

use super::{CELL_LEVELS, TileId};
use crate::mvt::EXTENT;
use std::ops::Range;

/// Where the keys of a tile are in a sorted list.
pub(super) fn range(keys: &[u64], tile: TileId) -> Range<usize> {
    let [first, last] = bounds(tile);
    let start = keys.partition_point(|key| *key < first);
    let length = keys[start..].partition_point(|key| *key <= last);
    start..start + length
}

/// The least and the greatest key of a tile.
pub(super) fn bounds(tile: TileId) -> [u64; 2] {
    let levels = 2 * u32::from(tile.z);
    let first = interleaved([tile.x, tile.y])
        .checked_shl(64 - levels)
        .unwrap_or(0);
    [first, first | u64::MAX.checked_shr(levels).unwrap_or(0)]
}

/// The end of the run of keys that begin as the first one does, in its first `bits` bits; by
/// doubling steps, because most runs are short (J. L. Bentley, A. C. Yao, *An almost optimal
/// algorithm for unbounded searching*, 1976).
pub(super) fn run(keys: &[u64], bits: u32) -> usize {
    let Some(first) = keys.first() else { return 0 };
    let last = first | u64::MAX.checked_shr(bits).unwrap_or(0);
    let mut reach = 1;
    while keys.get(reach).is_some_and(|key| *key <= last) {
        reach *= 2;
    }
    let (from, to) = (reach / 2, reach.min(keys.len()));
    from + keys[from..to].partition_point(|key| *key <= last)
}

/// The indices of keys in the order of the keys, and among equal ones of `tie`.
///
/// Three passes over the first 33 of the bits that differ, eleven at a time from the lowest (D. E.
/// Knuth, *The Art of Computer Programming* 3, 5.2.5). A word holds those bits and the index, so
/// that a pass moves eight bytes a key. What they leave undecided, mostly cases of one place, is
/// sorted run by run.
pub(super) fn order<T: Ord>(keys: &[u64], tie: impl Fn(u32) -> T) -> Vec<u32> {
    const BITS: u32 = 11;
    const SORTED: u32 = 3 * BITS;
    let (all, any) = keys
        .iter()
        .fold((u64::MAX, 0), |(all, any), key| (all & key, any | key));
    // The first bits of all keys are the same; of the rest as many are taken as there is room for.
    let shared = (all ^ any).leading_zeros();
    let room = (keys.len() as u64).leading_zeros();
    let index = |word: u64| (word & u64::MAX.checked_shr(room).unwrap_or(0)) as u32;
    let words = keys.iter().enumerate().map(|(index, key)| {
        let bits = key.checked_shl(shared).unwrap_or(0) >> (64 - SORTED) << (64 - SORTED);
        bits | index as u64
    });
    let mut words: Vec<u64> = words.collect();
    let mut sorted = vec![0; words.len()];
    for shift in (64 - SORTED..64).step_by(BITS as usize) {
        let digit = |word: u64| (word >> shift) as usize & ((1 << BITS) - 1);
        let mut starts = [0_u32; 1 << BITS];
        for word in &words {
            starts[digit(*word)] += 1;
        }
        let mut before = 0;
        for start in &mut starts {
            before += std::mem::replace(start, before);
        }
        for word in &words {
            let place = &mut starts[digit(*word)];
            sorted[*place as usize] = *word;
            *place += 1;
        }
        std::mem::swap(&mut words, &mut sorted);
    }
    let mut order: Vec<u32> = words.iter().map(|word| index(*word)).collect();
    let mut start = 0;
    for run in words.chunk_by(|a, b| a >> (64 - SORTED) == b >> (64 - SORTED)) {
        let run = start..start + run.len();
        start = run.end;
        if run.len() > 1 {
            order[run].sort_unstable_by_key(|index| (keys[*index as usize], tie(*index)));
        }
    }
    order
}

/// A place on the Mercator square in a tile's units.
pub(super) fn tile_units(tile: TileId, place: [u32; 2]) -> [i32; 2] {
    let units = |axis: u32, column: u32| {
        let within = u64::from(axis).wrapping_sub(u64::from(column) << (32 - tile.z));
        ((within * u64::from(EXTENT)) >> (32 - tile.z)) as i32
    };
    [units(place[0], tile.x), units(place[1], tile.y)]
}

/// Keeps a cluster's symbol out of the outer quarters of its cell, so that two neighbours stand
/// half a cell, 32 pixels, apart. The true mean stays within 16 pixels either way: beneath it.
pub(super) fn apart(unit: i32) -> i32 {
    let cell = EXTENT as i32 >> CELL_LEVELS;
    let start = unit.div_euclid(cell) * cell;
    unit.clamp(start + cell / 4, start + cell - cell / 4)
}

/// The bits of column and row interleaved, the column's first.
pub(super) fn interleaved([x, y]: [u32; 2]) -> u64 {
    spread(x) << 1 | spread(y)
}

/// Column and row of a key.
pub(super) fn place(key: u64) -> [u32; 2] {
    [gathered(key >> 1), gathered(key)]
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
    fn the_order_is_that_of_the_keys_and_of_what_decides_between_equal_ones() {
        let mixed = |index: u64| index.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for shared in [0, 20, 50] {
            let keys: Vec<u64> = (0..5_000)
                .map(|index| (mixed(index / 2) >> shared) & !0xff | 1 << 4)
                .collect();
            let mut expected: Vec<u32> = (0..5_000).collect();
            expected.sort_by_key(|index| (keys[*index as usize], mixed(u64::from(*index))));
            let found = order(&keys, |index| mixed(u64::from(index)));
            assert_eq!(found, expected, "{shared}");
        }
        assert_eq!(order(&[7, 7], |index| 1 - index), [1, 0]);
        assert!(order(&[], |_| 0).is_empty());
    }

    #[test]
    fn a_run_ends_where_the_first_bits_change() {
        let keys = [0x10, 0x11, 0x1f, 0x20, 0x2f, u64::MAX];
        assert_eq!(run(&keys, 60), 3);
        assert_eq!(run(&keys[3..], 60), 2);
        assert_eq!(run(&keys, 0), 6);
        assert_eq!(run(&keys, 64), 1);
        assert_eq!(run(&[], 8), 0);
    }

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
