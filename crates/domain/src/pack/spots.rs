//! Hot spots: category × town where more came in than usual, by a statistic that can be said in
//! one sentence.
//!
//! The usual is the mean of the same weekdays in the [`WEEKS`] weeks before (for a month: of the
//! same number of days before each). Reports that come independently of one another spread around
//! their mean by its square root (the Poisson distribution's standard deviation), so the usual
//! range ends at mean + 2·√mean. A spot is hot when it is above that and has at least [`FLOOR`]
//! cases: three reports where there is usually a tenth of one mean little.

use std::collections::BTreeMap;

use jiff::ToSpan;
use serde::{Deserialize, Serialize};

use super::{Days, Rhythm};
use crate::area::{AreaCode, Level};
use crate::indicator::Standing;

/// How many earlier periods say what is usual.
pub const WEEKS: usize = 8;

/// Fewer cases are no hot spot, whatever is usual.
pub const FLOOR: u32 = 3;

/// A category in a town, above its usual range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HotSpot {
    /// The category.
    pub category: String,
    /// The town.
    pub area: AreaCode,
    /// Cases reported in the period.
    pub count: u32,
    /// Cases reported in each of the earlier periods, the latest first: the sum that the usual
    /// rests on.
    pub earlier: Vec<u32>,
    /// Where the usual range ends, in hundredths of a case.
    pub usual_to_hundredths: u32,
}

impl HotSpot {
    /// What is usual, in hundredths of a case.
    pub fn usual_hundredths(&self) -> u32 {
        mean_hundredths(&self.earlier)
    }
}

fn mean_hundredths(earlier: &[u32]) -> u32 {
    let sum: u32 = earlier.iter().sum();
    (sum * 100) / u32::try_from(earlier.len().max(1)).unwrap_or(u32::MAX)
}

/// mean + 2·√mean, in hundredths: with m hundredths, √(m/100)·100 = 10·√m.
fn usual_to(earlier: &[u32]) -> u32 {
    let mean = mean_hundredths(earlier);
    mean + 20 * mean.isqrt()
}

/// The hot spots of a period, the furthest above the usual first.
pub fn hot_spots<'a>(
    rhythm: Rhythm,
    days: Days,
    standings: impl Iterator<Item = &'a Standing>,
) -> Vec<HotSpot> {
    let periods: Vec<Days> = (1..=WEEKS as i64)
        .map(|back| match rhythm {
            Rhythm::Daily | Rhythm::Weekly => days.weeks_before(back),
            Rhythm::Monthly => {
                let length = days
                    .from
                    .until(days.to)
                    .map_or(30, |span| span.get_days() + 1);
                let shift = (i64::from(length) * back).days();
                Days::new(
                    days.from.saturating_sub(shift),
                    days.to.saturating_sub(shift),
                )
            }
        })
        .collect();
    let mut cells: BTreeMap<(&str, AreaCode), (u32, Vec<u32>)> = BTreeMap::new();
    for standing in standings {
        let Some(town) = standing.grid.at(Level::Town) else {
            continue;
        };
        let on = standing.reported_on;
        let now = days.hold(on);
        let at = periods.iter().position(|period| period.hold(on));
        if !now && at.is_none() {
            continue;
        }
        let key = (standing.category.as_str(), town);
        let (count, earlier) = cells.entry(key).or_insert_with(|| (0, vec![0; WEEKS]));
        *count += u32::from(now);
        if let Some(earlier) = at.and_then(|at| earlier.get_mut(at)) {
            *earlier += 1;
        }
    }
    let mut spots: Vec<HotSpot> = cells
        .into_iter()
        .map(|((category, area), (count, earlier))| HotSpot {
            category: category.to_owned(),
            area,
            count,
            usual_to_hundredths: usual_to(&earlier),
            earlier,
        })
        .filter(|spot| spot.count >= FLOOR && spot.count * 100 > spot.usual_to_hundredths)
        .collect();
    spots.sort_by_key(|spot| {
        let above = i64::from(spot.count) * 100 - i64::from(spot.usual_to_hundredths);
        (-above, spot.category.clone(), spot.area.clone())
    });
    spots
}
