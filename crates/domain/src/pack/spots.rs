//! Hot spots: category × town where more came in than usual, by a statistic that can be said in
//! one sentence.
//!
//! The usual is the mean of the same weekdays in the [`WEEKS`] weeks before (for a month: of the
//! same number of days before each). Reports that come independently of one another spread around
//! their mean by its square root (the Poisson distribution's standard deviation), so the usual
//! range ends at mean + 2·√mean. A spot is hot when it is above that and has at least [`FLOOR`]
//! cases: three reports where there is usually a tenth of one mean little.
//!
//! The limit is computed from the sum in whole numbers, so that it is the same on every machine,
//! and rounded up to a hundredth of a case: what is printed is what was compared, and it is never
//! below mean + 2·√mean. Packs before version 4 rounded the mean and its root down first.

use std::collections::BTreeMap;

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
    /// Where the usual range ends, in hundredths of a case, rounded up.
    pub usual_to_hundredths: u32,
}

impl HotSpot {
    /// What is usual, in thousandths of a case: exactly, as there are [`WEEKS`] earlier periods.
    pub fn usual_thousandths(&self) -> u32 {
        let (sum, periods) = sum_of(&self.earlier);
        clamped(sum * 1_000 / periods)
    }

    /// The same as it is printed, without zeros at the end: `2.125`, `0.5`, `3`.
    pub fn usual(&self) -> String {
        let usual = self.usual_thousandths();
        let told = format!("{}.{:03}", usual / 1_000, usual % 1_000);
        told.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// The sum, and of how many periods.
fn sum_of(earlier: &[u32]) -> (u64, u64) {
    let sum = earlier.iter().map(|count| u64::from(*count)).sum();
    (sum, (earlier.len() as u64).max(1))
}

fn clamped(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// mean + 2·√mean in hundredths, rounded up. With a sum s of n periods that is
/// (100·s + √(40000·s·n)) ÷ n; rounding the root up before the division changes nothing, because
/// everything else is whole.
fn usual_to(earlier: &[u32]) -> u32 {
    let (sum, periods) = sum_of(earlier);
    let square = 40_000_u64.saturating_mul(sum).saturating_mul(periods);
    let down = square.isqrt();
    let root = if down * down < square { down + 1 } else { down };
    clamped((sum * 100 + root).div_ceil(periods))
}

/// The hot spots of a period, the furthest above the usual first.
pub fn hot_spots<'a>(
    rhythm: Rhythm,
    days: Days,
    standings: impl Iterator<Item = &'a Standing>,
) -> Vec<HotSpot> {
    let periods = rhythm.earlier(days, WEEKS);
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
        .filter(|spot| spot.count >= FLOOR && is_above(spot))
        .collect();
    spots.sort_by_key(|spot| {
        let above = i64::from(spot.count) * 100 - i64::from(spot.usual_to_hundredths);
        (-above, spot.category.clone(), spot.area.clone())
    });
    spots
}

fn is_above(spot: &HotSpot) -> bool {
    u64::from(spot.count) * 100 > u64::from(spot.usual_to_hundredths)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// limit·n − 100·s is the least whole number whose square is not below 40000·s·n.
    #[test]
    fn the_limit_is_the_least_hundredth_that_is_not_below_the_formula() {
        let of = |sum: u32| {
            let mut earlier = vec![sum / WEEKS as u32; WEEKS];
            earlier[0] += sum % WEEKS as u32;
            usual_to(&earlier)
        };
        assert_eq!(
            [of(0), of(8), of(16), of(17), of(32)],
            [0, 300, 483, 505, 800]
        );
        let n = WEEKS as u128;
        for sum in 0..20_000 {
            let (limit, s) = (u128::from(of(sum)), u128::from(sum));
            let holds = |limit: u128| {
                let above = (limit * n).checked_sub(100 * s);
                above.is_some_and(|above| above * above >= 40_000 * s * n)
            };
            assert!(holds(limit), "{sum}");
            assert!(limit == 0 || !holds(limit - 1), "{sum}");
        }
    }

    #[test]
    fn the_mean_of_eight_weeks_is_printed_exactly() {
        let spot = |earlier: &[u32]| HotSpot {
            category: String::new(),
            area: AreaCode::parse("520381001").expect("a town"),
            count: 9,
            earlier: earlier.to_vec(),
            usual_to_hundredths: 0,
        };
        for (earlier, printed) in [
            ([2, 2, 2, 2, 2, 2, 2, 3], "2.125"),
            ([1, 1, 1, 1, 0, 0, 0, 0], "0.5"),
            ([10; 8], "10"),
            ([0; 8], "0"),
        ] {
            assert_eq!(spot(&earlier).usual(), printed);
        }
    }
}
