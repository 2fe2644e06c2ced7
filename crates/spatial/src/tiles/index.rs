//! All cases of a map in one index: tiles of points and of clusters, heat, counts of a view.
//!
//! Cases lie in Morton order in columns, with running sums of blocks beside them, so that a tile or
//! a cell is a range, and its lamps and its middle are two sums and a few rows. What changed since lies beside
//! the columns, a few hundred rows that every answer takes into account; [`CaseIndex::merge`]
//! works them in, which is one pass and belongs into an idle moment.
//!
//! Deliberately absent: threads and clocks (the caller knows when it is idle), what a case is
//! called (a click finds it by its number), and clusters kept in memory: a cell is found and
//! summed in less time than it takes to draw it.

mod base;
mod delta;
mod draw;
mod heat;
mod view;

use std::ops::{Range, RangeInclusive};

use onemap_domain::area::Position;
use onemap_domain::clock::Lamp;

use super::morton;
use super::{CELL_LEVELS, DEEPEST_ZOOM, TileId};
use base::{Base, Facts, Sum};
use delta::Delta;
pub use heat::{Heat, HeatCell};

/// A case as the index knows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pin {
    /// A number that no other case of the index has; below 2^53.
    pub id: u64,
    /// Where it is.
    pub position: Position,
    /// The lamp of its nearest deadline.
    pub lamp: Lamp,
    /// Days since its deadline passed; 0 when it has not.
    pub days_overdue: u16,
    /// The department that leads it, by its place in the index's list.
    pub lead: u16,
    /// Its category, by a number of the caller's.
    pub category: u16,
    /// The day it counts on, by a number of the caller's that grows by one a day.
    pub day: u32,
}

/// A case was to be taken out that the index does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no case {0} is where it was said to be")]
pub struct NotIndexed(pub u64);

/// Cases by lamp.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lamps {
    /// Not near a deadline.
    pub green: u32,
    /// Near one.
    pub yellow: u32,
    /// Past one.
    pub red: u32,
}

impl Lamps {
    /// All of them.
    pub fn total(self) -> u32 {
        self.green + self.yellow + self.red
    }

    /// The worst there is; green when there is none.
    pub fn worst(self) -> Lamp {
        match self {
            Lamps { red: 1.., .. } => Lamp::Red,
            Lamps { yellow: 1.., .. } => Lamp::Yellow,
            Lamps { .. } => Lamp::Green,
        }
    }
}

/// The cases of a cell: of one, or of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// The mean of their places, column and row in 2^-32 of the Mercator square.
    pub middle: [u32; 2],
    /// How many, by lamp.
    pub lamps: Lamps,
    /// The days of the longest overdue.
    pub longest: u16,
}

/// The index.
#[derive(Clone, Debug)]
pub struct CaseIndex {
    base: Base,
    delta: Delta,
    /// The short names of departments, by a pin's `lead`.
    leads: Vec<String>,
}

/// What of the index lies in a range of keys.
struct Part<'a> {
    rows: Range<usize>,
    gone: Vec<usize>,
    added: Vec<(u64, &'a Facts)>,
}

/// A cell while it is summed.
struct Cell {
    first: u64,
    /// Its first row in the columns, for cells that have one there.
    row: u32,
    sum: Sum,
    longest: u16,
}

/// The bits of a key that say which cell of a level it is in.
fn mask(level: u8) -> u64 {
    !u64::MAX.checked_shr(2 * u32::from(level)).unwrap_or(0)
}

impl CaseIndex {
    /// Sorts the cases by place. `leads` are the departments' short names.
    pub fn new(pins: &[Pin], leads: Vec<String>) -> CaseIndex {
        CaseIndex {
            base: Base::new(pins),
            delta: Delta::default(),
            leads,
        }
    }

    /// How many cases there are.
    pub fn len(&self) -> usize {
        self.base.keys.len() - self.delta.gone.len() + self.delta.added.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many rows lie beside the columns.
    pub fn changes(&self) -> usize {
        self.delta.gone.len() + self.delta.added.len()
    }

    /// A case as it was gives way to what it is: new without the first, gone without the second.
    pub fn replace(&mut self, before: Option<&Pin>, after: Option<&Pin>) -> Result<(), NotIndexed> {
        if let Some(before) = before
            && !self.delta.take(&self.base, base::key(before), before.id)
        {
            return Err(NotIndexed(before.id));
        }
        if let Some(after) = after {
            self.delta
                .add(&self.base, base::key(after), Facts::of(after));
        }
        Ok(())
    }

    /// Works what changed into the columns.
    pub fn merge(&mut self) {
        if self.changes() > 0 {
            self.base = self.delta.merged(&self.base);
            self.delta = Delta::default();
        }
    }

    /// How many cases lie in a tile, by lamp.
    pub fn count(&self, tile: TileId) -> Lamps {
        self.summed(&self.part(tile)).lamps()
    }

    /// The clusters of a tile as its zoom shows them, in Morton order: eight by eight cells.
    pub fn clusters(&self, tile: TileId) -> Vec<Cluster> {
        self.clusters_of(tile, tile.z)
    }

    /// The clusters of a tile's ground as the tiles of a deeper zoom show them.
    pub fn clusters_of(&self, tile: TileId, zoom: u8) -> Vec<Cluster> {
        let cells = self.cells(&self.part(tile), zoom.min(DEEPEST_ZOOM) + CELL_LEVELS);
        cells.iter().map(Cell::cluster).collect()
    }

    /// All clusters of each of these zooms: the deepest from the cases, each other one from the
    /// zoom below it.
    pub fn clusters_at(&self, zooms: RangeInclusive<u8>) -> Vec<Vec<Cluster>> {
        let (first, last) = (*zooms.start(), (*zooms.end()).min(DEEPEST_ZOOM));
        let world = TileId { z: 0, x: 0, y: 0 };
        let mut cells = self.cells(&self.part(world), last + CELL_LEVELS);
        let mut all = Vec::new();
        for zoom in (first..=last).rev() {
            let mask = mask(zoom + CELL_LEVELS);
            cells.dedup_by(|cell, before| {
                let is_same = cell.first & mask == before.first & mask;
                if is_same {
                    before.sum += cell.sum;
                    before.longest = before.longest.max(cell.longest);
                }
                is_same
            });
            all.push(cells.iter().map(Cell::cluster).collect());
        }
        all.reverse();
        all
    }

    fn part(&self, tile: TileId) -> Part<'_> {
        let [first, last] = morton::bounds(tile);
        let rows = morton::range(&self.base.keys, tile);
        Part {
            gone: self.delta.gone.range(rows.clone()).copied().collect(),
            added: self.delta.between(first, last).collect(),
            rows,
        }
    }

    fn summed(&self, part: &Part<'_>) -> Sum {
        let mut sum = self.base.sum(part.rows.clone());
        for row in &part.gone {
            sum.take(self.base.keys[*row], &self.base.facts[*row]);
        }
        for (key, facts) in &part.added {
            sum.add(*key, facts);
        }
        sum
    }

    /// The cells of `level` that have cases, in Morton order.
    fn cells(&self, part: &Part<'_>, level: u8) -> Vec<Cell> {
        let (bits, mask) = (2 * u32::from(level), mask(level));
        let keys = &self.base.keys[..part.rows.end];
        let mut cells = Vec::with_capacity(part.rows.len().min(1 << (2 * CELL_LEVELS)));
        if part.rows.len() > cells.capacity() {
            cells.reserve(part.rows.len() / 2);
        }
        let mut start = part.rows.start;
        while start < keys.len() {
            let end = start + morton::run(&keys[start..], bits);
            let (sum, longest) = self.base.summary(start..end);
            cells.push(Cell {
                first: keys[start] & mask,
                row: start as u32,
                sum,
                longest,
            });
            start = end;
        }
        if !part.gone.is_empty() || !part.added.is_empty() {
            self.change(part, mask, &mut cells);
        }
        cells
    }

    /// Takes out of the cells what is gone, and puts in what was added.
    fn change(&self, part: &Part<'_>, mask: u64, cells: &mut Vec<Cell>) {
        for gone in part
            .gone
            .chunk_by(|a, b| self.base.are_together(*a, *b, mask))
        {
            let cell = self.base.keys[gone[0]] & mask;
            let Ok(place) = cells.binary_search_by_key(&cell, |cell| cell.first) else {
                continue;
            };
            let cell = &mut cells[place];
            let rows = cell.row as usize..cell.row as usize + cell.sum.count as usize;
            for row in gone {
                cell.sum.take(self.base.keys[*row], &self.base.facts[*row]);
            }
            // The longest of what is left, before what came is counted in.
            let left = rows.filter(|row| gone.binary_search(row).is_err());
            let days = left.map(|row| self.base.facts[row].days_overdue);
            cell.longest = days.max().unwrap_or(0);
        }
        for (key, facts) in &part.added {
            let place = cells.binary_search_by_key(&(key & mask), |cell| cell.first);
            let place = place.unwrap_or_else(|place| {
                cells.insert(place, Cell::empty(key & mask));
                place
            });
            cells[place].sum.add(*key, facts);
            cells[place].longest = cells[place].longest.max(facts.days_overdue);
        }
        cells.retain(|cell| cell.sum.count > 0);
    }

    /// Every case of a part, by its key.
    fn rows<'a>(&'a self, part: &'a Part<'_>) -> impl Iterator<Item = (u64, &'a Facts)> {
        let kept = part.rows.clone().filter(|row| {
            // Nothing is gone nearly always.
            part.gone.is_empty() || part.gone.binary_search(row).is_err()
        });
        let kept = kept.map(|row| (self.base.keys[row], &self.base.facts[row]));
        kept.chain(part.added.iter().copied())
    }
}

impl Cell {
    fn empty(first: u64) -> Cell {
        Cell {
            first,
            row: 0,
            sum: Sum::default(),
            longest: 0,
        }
    }

    fn cluster(&self) -> Cluster {
        Cluster {
            middle: self.sum.middle(),
            lamps: self.sum.lamps(),
            longest: self.longest,
        }
    }
}
