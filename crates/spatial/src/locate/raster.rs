//! The raster of cells behind the look-up: what each cell of the bounding box can answer.
//!
//! A cell counts as touched by a side that comes within a millionth of its size, so that rounding
//! can never call a cell whole that a boundary enters.

use crate::ring;
use onemap_domain::area::{Outline, Position};
use std::collections::HashMap;

/// Marks a cell's entry as the place of its candidate list.
pub(super) const LIST: u32 = 1 << 31;
/// The entry of a cell in which nothing lies, and the answer where nothing does.
pub(super) const NOTHING: u32 = LIST - 1;

/// The bounding box of all outlines, cut into `side` × `side` cells.
#[derive(Debug)]
pub(super) struct Raster {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
    columns_per_degree: f64,
    rows_per_degree: f64,
    side: usize,
    /// An outline's index, `NOTHING`, or `LIST` plus a place in `lists`. One more cell than there
    /// are stands for everywhere else.
    cells: Vec<u32>,
    /// Each list: how many outlines are to be asked, those in order, and the answer when none of
    /// them has the point. Cells with equal lists share one.
    lists: Vec<u32>,
}

impl Raster {
    pub fn new(outlines: &[Outline]) -> Raster {
        let corners = outlines
            .iter()
            .flat_map(|outline| outline.0.iter().flatten().flatten());
        let Some([west, south, east, north]) = ring::bounds(corners.copied()) else {
            return Raster::empty();
        };
        // About 24 cells across the average outline; 16 MB at the most.
        let side = ((outlines.len() as f64).sqrt() * 24.0) as usize;
        let side = side.next_power_of_two().clamp(64, 2_048);
        let scale = |length: f64| {
            if length > 0.0 {
                side as f64 / length
            } else {
                0.0
            }
        };
        let mut raster = Raster {
            west,
            south,
            east,
            north,
            columns_per_degree: scale(east - west),
            rows_per_degree: scale(north - south),
            side,
            cells: vec![NOTHING; side * side + 1],
            lists: Vec::new(),
        };
        raster.fill(outlines);
        raster
    }

    fn empty() -> Raster {
        let (more, less) = (f64::INFINITY, f64::NEG_INFINITY);
        Raster {
            west: more,
            south: more,
            east: less,
            north: less,
            columns_per_degree: 0.0,
            rows_per_degree: 0.0,
            side: 0,
            cells: vec![NOTHING],
            lists: Vec::new(),
        }
    }

    /// The cell of `place`.
    #[inline]
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "a branch here would be mispredicted"
    )]
    pub fn cell(&self, place: Position) -> usize {
        let within = (self.west <= place.lon)
            & (place.lon <= self.east)
            & (self.south <= place.lat)
            & (place.lat <= self.north);
        let cell = self.row(place.lat) * self.side + self.column(place.lon);
        if within { cell } else { self.cells.len() - 1 }
    }

    /// What a cell knows: the outline that has all of it, `NOTHING`, or from `LIST` on a list.
    #[inline]
    pub fn entry(&self, cell: usize) -> u32 {
        self.cells[cell]
    }

    /// The outlines that an entry from `LIST` on asks, and its answer when none has the point.
    #[inline]
    pub fn list(&self, entry: u32) -> (&[u32], u32) {
        let start = (entry - LIST) as usize;
        let rest = &self.lists[start + 1..];
        let length = self.lists[start] as usize;
        (&rest[..length], rest[length])
    }

    #[inline]
    fn column(&self, lon: f64) -> usize {
        (((lon - self.west) * self.columns_per_degree) as u32 as usize)
            .min(self.side.saturating_sub(1))
    }

    #[inline]
    fn row(&self, lat: f64) -> usize {
        (((lat - self.south) * self.rows_per_degree) as u32 as usize)
            .min(self.side.saturating_sub(1))
    }

    fn fill(&mut self, outlines: &[Outline]) {
        let single = ring::singles(outlines);
        // Which outline's sides touched the cell last, so that whole cells are told from them.
        let mut touched = vec![NOTHING; self.cells.len()];
        // Whether an odd number of outlines has the cell's centre, and no side of one alone is near.
        let mut covered = vec![false; self.cells.len()];
        let mut rim = vec![false; self.cells.len()];
        let mut crossed: Vec<(u32, u32)> = Vec::new();
        for (index, outline) in outlines.iter().enumerate() {
            let index = index as u32;
            for side in ring::all_sides(outline) {
                let alone = single.contains(&ring::undirected(side));
                self.each_touched(side, |cell| {
                    rim[cell] |= alone;
                    if touched[cell] != index {
                        touched[cell] = index;
                        crossed.push((cell as u32, index));
                    }
                });
            }
            self.each_inside(outline, |cell, entry| {
                covered[cell] ^= true;
                if touched[cell] != index && *entry == NOTHING {
                    *entry = index;
                }
            });
        }
        crossed.sort_unstable();
        self.write_lists(&crossed, |cell| covered[cell] && !rim[cell]);
    }

    /// Replaces the entry of every crossed cell by its list of candidates.
    ///
    /// Where every side of a cell is one of two outlines, crossing it changes the owners by two or
    /// none; so when an odd number has the centre, each point of the cell has an owner, and the
    /// last candidate need not be asked.
    fn write_lists(&mut self, crossed: &[(u32, u32)], is_covered: impl Fn(usize) -> bool) {
        let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
        for group in crossed.chunk_by(|a, b| a.0 == b.0) {
            let cell = group[0].0 as usize;
            let whole = self.cells[cell];
            // Whatever comes after an outline that covers the cell is never asked.
            let mut list: Vec<u32> = group
                .iter()
                .map(|(_, index)| *index)
                .filter(|index| *index < whole)
                .collect();
            if list.is_empty() {
                continue;
            }
            if whole != NOTHING || !is_covered(cell) {
                list.push(whole);
            }
            let lists = &mut self.lists;
            self.cells[cell] = *known.entry(list).or_insert_with_key(|list| {
                let start = lists.len() as u32;
                lists.push(list.len() as u32 - 1);
                lists.extend(list);
                LIST + start
            });
        }
    }

    /// Visits every cell that a side enters, or nearly.
    fn each_touched(&self, [a, b]: [[f64; 2]; 2], mut visit: impl FnMut(usize)) {
        let (width, height) = (1.0 / self.columns_per_degree, 1.0 / self.rows_per_degree);
        let pad = |cell: f64| if cell.is_finite() { cell * 1e-6 } else { 0.0 };
        let (pad_x, pad_y) = (pad(width), pad(height));
        let (low, high) = if a[1] < b[1] { (a, b) } else { (b, a) };
        let (west, east) = (a[0].min(b[0]), a[0].max(b[0]));
        let slope = (high[0] - low[0]) / (high[1] - low[1]);
        let at = |lat: f64| {
            let lon = low[0] + (lat - low[1]) * slope;
            if lon.is_finite() {
                lon.clamp(west, east)
            } else {
                low[0]
            }
        };
        for row in self.row(low[1] - pad_y)..=self.row(high[1] + pad_y) {
            let (mut from, mut to) = (west, east);
            if slope.is_finite() && height.is_finite() {
                let bottom = self.south + row as f64 * height - pad_y;
                let top = self.south + (row + 1) as f64 * height + pad_y;
                let ends = [at(bottom.max(low[1])), at(top.min(high[1]))];
                (from, to) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
            }
            for column in self.column(from - pad_x)..=self.column(to + pad_x) {
                visit(row * self.side + column);
            }
        }
    }

    /// Visits every cell whose centre lies in an outline, with its entry.
    fn each_inside(&mut self, outline: &Outline, mut visit: impl FnMut(usize, &mut u32)) {
        // Each edge crosses the centre lines of the rows it spans, wherever it stands in the list.
        let mut crossings: Vec<(usize, f64)> = Vec::new();
        for edge in ring::edges(outline) {
            for row in self.row(edge.low)..=self.row(edge.high) {
                let lat = self.south + (row as f64 + 0.5) / self.rows_per_degree;
                crossings.extend(edge.crossing(lat).map(|lon| (row, lon)));
            }
        }
        crossings.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        // An outline is closed, so that every line is crossed an even number of times.
        for pair in crossings.chunks_exact(2) {
            // Columns whose centre lies between the two crossings.
            let column = |lon: f64| (lon - self.west) * self.columns_per_degree - 0.5;
            let from = column(pair[0].1).ceil().max(0.0) as usize;
            let to = ((column(pair[1].1).floor() + 1.0).max(0.0) as usize).min(self.side);
            for cell in from..to {
                let cell = pair[0].0 * self.side + cell;
                visit(cell, &mut self.cells[cell]);
            }
        }
    }
}
