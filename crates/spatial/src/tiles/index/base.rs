//! The columns: keys in Morton order, the facts of each case, and running sums over them.

use std::ops::Range;

use onemap_domain::clock::Lamp;

use super::{Lamps, Pin};
use crate::tiles::{fixed, morton};

/// Rows that share one sum.
const BLOCK: usize = 32;

/// Cases in Morton order, those of one place in the order of their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Base {
    pub keys: Vec<u64>,
    pub facts: Vec<Facts>,
    /// For each block of rows the sum of all before it; and one more, of all whole blocks.
    before: Vec<Sum>,
    /// The longest overdue of each whole block.
    longest: Vec<u16>,
}

/// What a case is, but for its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    pub id: u64,
    pub day: u32,
    pub days_overdue: u16,
    pub lead: u16,
    pub category: u16,
    pub lamp: Lamp,
}

/// The sum of some cases.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    pub count: u32,
    place: [u64; 2],
    yellow: u32,
    red: u32,
}

/// The place of a pin in the order.
pub(super) fn key(pin: &Pin) -> u64 {
    morton::interleaved(fixed(pin.position))
}

impl Facts {
    pub fn of(pin: &Pin) -> Facts {
        Facts {
            id: pin.id,
            day: pin.day,
            days_overdue: pin.days_overdue,
            lead: pin.lead,
            category: pin.category,
            lamp: pin.lamp,
        }
    }
}

impl Sum {
    pub fn add(&mut self, key: u64, facts: &Facts) {
        let place = morton::place(key).map(u64::from);
        self.count += 1;
        self.place = [self.place[0] + place[0], self.place[1] + place[1]];
        self.yellow += u32::from(facts.lamp == Lamp::Yellow);
        self.red += u32::from(facts.lamp == Lamp::Red);
    }

    pub fn take(&mut self, key: u64, facts: &Facts) {
        let place = morton::place(key).map(u64::from);
        self.count -= 1;
        self.place = [self.place[0] - place[0], self.place[1] - place[1]];
        self.yellow -= u32::from(facts.lamp == Lamp::Yellow);
        self.red -= u32::from(facts.lamp == Lamp::Red);
    }

    pub fn lamps(&self) -> Lamps {
        Lamps {
            green: self.count - self.yellow - self.red,
            yellow: self.yellow,
            red: self.red,
        }
    }

    pub fn middle(&self) -> [u32; 2] {
        let count = u64::from(self.count.max(1));
        self.place.map(|sum| (sum / count) as u32)
    }
}

impl std::ops::AddAssign for Sum {
    fn add_assign(&mut self, other: Sum) {
        self.count += other.count;
        self.place = [0, 1].map(|axis: usize| self.place[axis] + other.place[axis]);
        self.yellow += other.yellow;
        self.red += other.red;
    }
}

impl std::ops::SubAssign for Sum {
    fn sub_assign(&mut self, other: Sum) {
        self.count -= other.count;
        self.place = [0, 1].map(|axis: usize| self.place[axis] - other.place[axis]);
        self.yellow -= other.yellow;
        self.red -= other.red;
    }
}

impl Base {
    pub fn new(pins: &[Pin]) -> Base {
        let keys: Vec<u64> = pins.iter().map(key).collect();
        let order = morton::order(&keys, |index| pins[index as usize].id);
        let rows = || order.iter().map(|index| *index as usize);
        let facts = rows().map(|index| Facts::of(&pins[index])).collect();
        Base::of(rows().map(|index| keys[index]).collect(), facts)
    }

    /// Sums up columns that are in order.
    pub fn of(keys: Vec<u64>, facts: Vec<Facts>) -> Base {
        let blocks = keys.len() / BLOCK;
        let mut base = Base {
            keys,
            facts,
            before: Vec::with_capacity(blocks + 1),
            longest: Vec::with_capacity(blocks),
        };
        let mut sum = Sum::default();
        base.before.push(sum);
        for block in 0..blocks {
            let (of_block, longest) = base.row_by_row(block * BLOCK..(block + 1) * BLOCK);
            sum += of_block;
            base.before.push(sum);
            base.longest.push(longest);
        }
        base
    }

    /// Where a case is.
    pub fn find(&self, key: u64, id: u64) -> Option<usize> {
        let row = self.place_of(key, id);
        let is_there = self.keys.get(row) == Some(&key) && self.facts[row].id == id;
        is_there.then_some(row)
    }

    /// Where a case is or would be.
    pub fn place_of(&self, key: u64, id: u64) -> usize {
        let start = self.keys.partition_point(|other| *other < key);
        let length = self.keys[start..].partition_point(|other| *other == key);
        let place = &self.facts[start..start + length];
        start + place.partition_point(|facts| facts.id < id)
    }

    /// Whether two rows lie in one cell.
    pub fn are_together(&self, one: usize, other: usize, mask: u64) -> bool {
        self.keys[one] & mask == self.keys[other] & mask
    }

    /// The sum of rows.
    pub fn sum(&self, rows: Range<usize>) -> Sum {
        self.summary(rows).0
    }

    /// The sum of rows, and the days of the longest overdue.
    #[inline]
    pub fn summary(&self, rows: Range<usize>) -> (Sum, u16) {
        let Some(blocks) = blocks_within(&rows) else {
            return self.row_by_row(rows);
        };
        let (mut sum, mut longest) = self.row_by_row(rows.start..blocks.start * BLOCK);
        let (last, days) = self.row_by_row(blocks.end * BLOCK..rows.end);
        sum += last;
        sum += self.before[blocks.end];
        sum -= self.before[blocks.start];
        let whole = self.longest[blocks].iter().copied().max();
        longest = longest.max(days).max(whole.unwrap_or(0));
        (sum, longest)
    }

    #[inline]
    fn row_by_row(&self, rows: Range<usize>) -> (Sum, u16) {
        let (mut sum, mut longest) = (Sum::default(), 0);
        for (key, facts) in self.keys[rows.clone()].iter().zip(&self.facts[rows]) {
            sum.add(*key, facts);
            longest = longest.max(facts.days_overdue);
        }
        (sum, longest)
    }
}

/// The whole blocks among rows, if there are any.
#[inline]
fn blocks_within(rows: &Range<usize>) -> Option<Range<usize>> {
    let blocks = rows.start.div_ceil(BLOCK)..rows.end / BLOCK;
    (blocks.start < blocks.end).then_some(blocks)
}
