//! The counters of a county, kept case by case.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::series::{Series, Step};
use super::{Dimension, Flow, Indicator, Rate, Slice, Standing};
use crate::area::Level;
use crate::department::Load;

/// Counters by civil day for all cases and for every part of them.
///
/// A read adds up days and months and never sees a case, so that its cost does not depend on how
/// many there are. Two tallies are equal when they hold the same cases, in whatever order and by
/// whatever changes they came there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    finest: Level,
    parts: BTreeMap<Slice, Series>,
    sound: bool,
}

/// A part's place in a ranking.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// 1 is the best; equal fractions share a place, and the next one is as much further down.
    pub place: u32,
    /// Which part.
    pub key: Slice,
    /// Its rate.
    pub rate: Rate,
}

/// A ranking: those that can be compared, and apart from them those with too few cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ranking {
    /// The best first; of equal fractions the one with more cases first.
    pub places: Vec<Place>,
    /// Those below the minimum denominator, in the order of their keys.
    pub too_few: Vec<(Slice, Rate)>,
}

impl Tally {
    /// Empty counters. Areas are counted from the county down to `finest`; a county's towns are
    /// some tens of parts, its villages hundreds, its grids (the finest possible) thousands, each
    /// with about 250 B a day on which one of its cases counts.
    pub fn new(finest: Level) -> Tally {
        Tally {
            finest: finest.min(Level::Grid),
            parts: BTreeMap::new(),
            sound: true,
        }
    }

    /// Counted afresh from every case.
    pub fn of<'a>(finest: Level, standings: impl IntoIterator<Item = &'a Standing>) -> Tally {
        let mut tally = Tally::new(finest);
        for standing in standings {
            tally.replace(None, Some(standing));
        }
        tally
    }

    /// One case changed: `before` is how it was last counted (`None` for a new one), `after` how
    /// it stands now (`None` when it counts no more). Whoever calls keeps the two in step; see
    /// [`Tally::is_sound`].
    pub fn replace(&mut self, before: Option<&Standing>, after: Option<&Standing>) {
        if before == after {
            return;
        }
        for (standing, way) in [(before, Step::Out), (after, Step::In)] {
            let Some(standing) = standing else { continue };
            for slice in standing.slices(self.finest) {
                // Only a part that gets its first case needs its key kept.
                let (sound, emptied) = if let Some(series) = self.parts.get_mut(&slice) {
                    (series.step(standing, &slice, way), series.is_empty())
                } else {
                    let mut series = Series::default();
                    let sound = series.step(standing, &slice, way);
                    let emptied = series.is_empty();
                    if !emptied {
                        self.parts.insert(slice.clone(), series);
                    }
                    (sound, emptied)
                };
                self.sound &= sound;
                if emptied {
                    self.parts.remove(&slice);
                }
            }
        }
    }

    /// `false` once a counter would have fallen below nothing, because something was taken out
    /// that had never been counted in: the counters are then wrong for good, and must be counted
    /// afresh ([`Tally::of`]).
    pub const fn is_sound(&self) -> bool {
        self.sound
    }

    /// A rate over the days `from` to `to`, both included.
    pub fn rate(&self, indicator: Indicator, from: Date, to: Date, by: &Slice) -> Rate {
        self.parts
            .get(by)
            .map_or_else(Rate::default, |series| series.rate(indicator, from, to))
    }

    /// Every rate over the days `from` to `to`, in the order of [`Indicator::ALL`]; one pass.
    pub fn rates(&self, from: Date, to: Date, by: &Slice) -> [Rate; Indicator::ALL.len()] {
        self.parts.get(by).map_or_else(
            || [Rate::default(); Indicator::ALL.len()],
            |series| series.rates(from, to),
        )
    }

    /// How many cases something happened to on the days `from` to `to`.
    pub fn count(&self, flow: Flow, from: Date, to: Date, by: &Slice) -> u64 {
        self.parts
            .get(by)
            .map_or(0, |series| series.count(flow, from, to))
    }

    /// How many cases were open when `day` ended: reported by then, and neither declined nor
    /// closed. As known now: a case that was reopened counts as open throughout, one that changed
    /// its department as always the present one's.
    pub fn open_on(&self, day: Date, by: &Slice) -> u64 {
        let until = |flow| self.count(flow, Date::MIN, day, by);
        until(Flow::Reported).saturating_sub(until(Flow::Declined) + until(Flow::Closed))
    }

    /// What is open now: `now` and the end of its civil day say what is overdue and due today.
    /// Capacity is not the counters' to know, and stays 0.
    pub fn load(&self, now: Timestamp, day_end: Timestamp, by: &Slice) -> Load {
        self.parts
            .get(by)
            .map_or_else(Load::default, |series| series.load(now, day_end))
    }

    /// The parts of a dimension that have cases, in the order of their keys.
    pub fn parts(&self, dimension: Dimension) -> impl Iterator<Item = &Slice> {
        self.parts
            .keys()
            .filter(move |slice| slice.dimension() == Some(dimension))
    }

    /// Ranks the parts of a dimension by a rate over the days `from` to `to`. Parts whose
    /// denominator is below `least` stand apart, so that a body with one case cannot win; those
    /// with none stand apart always.
    pub fn ranking(
        &self,
        indicator: Indicator,
        from: Date,
        to: Date,
        dimension: Dimension,
        least: u64,
    ) -> Ranking {
        let (mut able, too_few): (Vec<_>, Vec<_>) = self
            .parts(dimension)
            .map(|slice| (slice.clone(), self.rate(indicator, from, to, slice)))
            .partition(|(_, rate)| rate.denominator >= least.max(1));
        let worse_first = |one: Rate, other: Rate| one.compare(other).unwrap_or(Ordering::Equal);
        let better_first = |one: Rate, other: Rate| {
            if indicator.higher_is_better() {
                worse_first(other, one)
            } else {
                worse_first(one, other)
            }
        };
        able.sort_by(|(key, rate), (other_key, other)| {
            better_first(*rate, *other)
                .then(other.denominator.cmp(&rate.denominator))
                .then_with(|| key.cmp(other_key))
        });
        let mut places: Vec<Place> = Vec::with_capacity(able.len());
        for (key, rate) in able {
            let above = places.last();
            let shared = above.filter(|above| better_first(above.rate, rate) == Ordering::Equal);
            let place = shared.map_or(places.len() as u32 + 1, |above| above.place);
            places.push(Place { place, key, rate });
        }
        Ranking { places, too_few }
    }
}
