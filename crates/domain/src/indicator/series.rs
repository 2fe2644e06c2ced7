//! The counters of one part of the cases: by day, by month, and of what is open now.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::{Flow, Indicator, Rate, Slice, Standing};
use crate::department::Load;

const FLOWS: usize = Flow::ALL.len();
const COLUMNS: usize = FLOWS + 2 * Indicator::ALL.len();

const fn column_of(flow: Flow) -> usize {
    flow as usize
}

/// The denominator's column; the numerator's is the next.
const fn columns_of(indicator: Indicator) -> usize {
    FLOWS + 2 * indicator as usize
}

/// Whether counters go up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    In,
    Out,
}

/// One place more or one less; `false` when there was none left to take, which leaves zero.
fn step(count: &mut u32, step: Step) -> bool {
    let moved = match step {
        Step::In => count.checked_add(1),
        Step::Out => count.checked_sub(1),
    };
    *count = moved.unwrap_or(*count);
    moved.is_some()
}

/// As [`step`], on a counter that stands in a map only while it is not zero.
fn step_in<K: Ord + Clone>(counts: &mut BTreeMap<K, u32>, key: &K, way: Step) -> bool {
    let count = counts.entry(key.clone()).or_default();
    let sound = step(count, way);
    if *count == 0 {
        counts.remove(key);
    }
    sound
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row([u32; COLUMNS]);

impl Default for Row {
    fn default() -> Row {
        Row([0; COLUMNS])
    }
}

impl Row {
    fn rate(&self, indicator: Indicator) -> Rate {
        let column = columns_of(indicator);
        Rate::new(u64::from(self.0[column + 1]), u64::from(self.0[column]))
    }
}

/// Moves columns of the row under a key, which stands there only while it is not empty.
fn step_row<K: Ord>(rows: &mut BTreeMap<K, Row>, key: K, columns: &[usize], way: Step) -> bool {
    use std::collections::btree_map::Entry;
    let mut entry = match rows.entry(key) {
        Entry::Occupied(entry) => entry,
        Entry::Vacant(entry) => entry.insert_entry(Row::default()),
    };
    let row = entry.get_mut();
    let mut sound = true;
    for column in columns {
        sound &= step(&mut row.0[*column], way);
    }
    if way == Step::Out && row.0.iter().all(|count| *count == 0) {
        entry.remove();
    }
    sound
}

/// Running deadlines, in order. Whole days and whole hours are counted beside the moments, so that
/// a count up to now reads a number a day, then one an hour, and single moments of one hour only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Deadlines {
    days: BTreeMap<i64, u32>,
    hours: BTreeMap<i64, u32>,
    moments: BTreeMap<Timestamp, u32>,
}

impl Deadlines {
    fn hour(at: Timestamp) -> i64 {
        at.as_second().div_euclid(3_600)
    }

    fn step(&mut self, at: Timestamp, way: Step) -> bool {
        let hour = Self::hour(at);
        step_in(&mut self.days, &hour.div_euclid(24), way)
            & step_in(&mut self.hours, &hour, way)
            & step_in(&mut self.moments, &at, way)
    }

    /// How many run out before `at`.
    fn before(&self, at: Timestamp) -> u32 {
        let hour = Self::hour(at);
        let day = hour.div_euclid(24);
        let sharp = Timestamp::from_second(hour * 3_600).map_or(at, |sharp| sharp.min(at));
        let days = self.days.range(..day).map(|(_, count)| count);
        let hours = self.hours.range(day * 24..hour).map(|(_, count)| count);
        let moments = self.moments.range(sharp..at).map(|(_, count)| count);
        days.chain(hours).chain(moments).sum()
    }

    /// How many run out at `at` or before.
    fn up_to(&self, at: Timestamp) -> u32 {
        self.before(at) + self.moments.get(&at).copied().unwrap_or_default()
    }
}

/// The counters of one part of the cases. Nothing that is zero is kept, so that two series with
/// the same content are equal however they came about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Series {
    days: BTreeMap<Date, Row>,
    months: BTreeMap<(i16, i8), Row>,
    open: u32,
    returned: u32,
    deadlines: Deadlines,
}

impl Series {
    pub(super) fn is_empty(&self) -> bool {
        self.days.is_empty() && self.open == 0
    }

    /// Counts a case in or out, as it counts in `slice`; `false` when something was to be taken
    /// out that was not there.
    pub(super) fn step(&mut self, standing: &Standing, slice: &Slice, way: Step) -> bool {
        let belongs = standing.is_in(slice);
        let mut cells: Vec<(Date, usize)> = Vec::with_capacity(COLUMNS);
        for flow in Flow::ALL.into_iter().filter(|_| belongs) {
            cells.extend(standing.day_of(flow).map(|day| (day, column_of(flow))));
        }
        for indicator in Indicator::ALL {
            if let Some(mark) = standing.mark_in(indicator, slice) {
                let column = columns_of(indicator);
                cells.push((mark.on, column));
                cells.extend(mark.met.then_some((mark.on, column + 1)));
            }
        }
        cells.sort_unstable();
        let mut sound = true;
        for cells in cells.chunk_by(|one, other| one.0 == other.0) {
            let day = cells[0].0;
            let columns: Vec<usize> = cells.iter().map(|(_, column)| *column).collect();
            sound &= step_row(&mut self.days, day, &columns, way);
            sound &= step_row(&mut self.months, month(day), &columns, way);
        }
        if belongs && standing.open {
            sound &= step(&mut self.open, way);
            if !standing.returned_by.is_empty() {
                sound &= step(&mut self.returned, way);
            }
            if let Some(at) = standing.next_due_at {
                sound &= self.deadlines.step(at, way);
            }
        }
        sound
    }

    pub(super) fn rate(&self, indicator: Indicator, from: Date, to: Date) -> Rate {
        let mut sum = Rate::default();
        for row in self.rows(from, to) {
            let rate = row.rate(indicator);
            sum.numerator += rate.numerator;
            sum.denominator += rate.denominator;
        }
        sum
    }

    pub(super) fn rates(&self, from: Date, to: Date) -> [Rate; Indicator::ALL.len()] {
        let mut sums = [0_u64; COLUMNS];
        for row in self.rows(from, to) {
            for (sum, count) in sums.iter_mut().zip(row.0) {
                *sum += u64::from(count);
            }
        }
        Indicator::ALL.map(|indicator| {
            let column = columns_of(indicator);
            Rate::new(sums[column + 1], sums[column])
        })
    }

    pub(super) fn count(&self, flow: Flow, from: Date, to: Date) -> u64 {
        self.rows(from, to)
            .map(|row| u64::from(row.0[column_of(flow)]))
            .sum()
    }

    pub(super) fn load(&self, now: Timestamp, day_end: Timestamp) -> Load {
        let overdue = self.deadlines.before(now);
        let by_tonight = self.deadlines.up_to(day_end.max(now));
        Load {
            open: self.open,
            overdue,
            due_today: by_tonight - overdue,
            returned: self.returned,
            capacity: 0,
        }
    }

    /// The rows that together hold the days `from` to `to`: whole months as one row each, the
    /// days before and after them one by one. None when `from` lies after `to`.
    fn rows(&self, from: Date, to: Date) -> impl Iterator<Item = &Row> {
        let first = if from.day() == 1 {
            from
        } else {
            from.last_of_month().saturating_add(1.day())
        };
        let after = to.saturating_add(1.day()).first_of_month();
        let parted = first < after;
        let head = if parted {
            (from < first).then(|| self.days.range(from..first))
        } else {
            None
        };
        let whole = parted.then(|| self.months.range(month(first)..month(after)));
        let rest = if parted { after } else { from };
        let tail = (rest <= to).then(|| self.days.range(rest..=to));
        head.into_iter()
            .chain(tail)
            .flatten()
            .map(|(_, row)| row)
            .chain(whole.into_iter().flatten().map(|(_, row)| row))
    }
}

fn month(day: Date) -> (i16, i8) {
    (day.year(), day.month())
}
