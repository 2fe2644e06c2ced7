//! The daily index (社会治理指数; mission.md, S21): one snapshot a day, never altered.
//!
//! [`snapshot`] is a pure function of the cases and duty books as they stood at a moment and of a
//! versioned formula. The snapshot holds the formula with it, so that it explains itself when the
//! county has another one; every deduction lists the cases or areas it was made for.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::area::AreaCode;
use crate::pack::Days;
use crate::profile::IndexRule;
use crate::score::{Scored, Sources, before, total};

/// The version of the rules in this file.
pub const VERSION: u16 = 1;

/// The index of one area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AreaIndex {
    /// Which.
    pub area: AreaCode,
    /// Hundredths of a point.
    pub total: u32,
    /// Row by row.
    pub rows: Vec<Scored>,
}

/// The index of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Snapshot {
    /// Which version of these rules made it.
    pub version: u16,
    /// The day that it looks back on.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub day: Date,
    /// The moment.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The formula.
    pub formula: IndexRule,
    /// The county's. What its rows were lost by stands with its towns.
    pub county: AreaIndex,
    /// Its towns', in the order of their codes.
    pub towns: Vec<AreaIndex>,
}

impl Snapshot {
    /// The most hundredths of a point that there are.
    pub fn most(&self) -> u32 {
        let points = self.formula.rows.iter().map(|row| u32::from(row.points));
        points.sum::<u32>() * 100
    }

    /// The index of an area.
    pub fn of(&self, area: &AreaCode) -> Option<&AreaIndex> {
        let all = std::iter::once(&self.county).chain(&self.towns);
        all.into_iter().find(|one| one.area == *area)
    }

    /// Without what it was lost by.
    pub fn forget_grounds(&mut self) {
        for area in self.towns.iter_mut().chain([&mut self.county]) {
            for row in &mut area.rows {
                row.cases.clear();
                row.areas.clear();
            }
        }
    }
}

/// The index of a county on the day before a moment.
pub fn snapshot(
    formula: &IndexRule,
    county: &AreaCode,
    towns: &[AreaCode],
    sources: &Sources,
) -> Snapshot {
    let day = before(sources.calendar.date(sources.at));
    let of = |area: &AreaCode| {
        let days = Days::new(day, day);
        let rows = sources.score(&formula.rows, area, days, &BTreeMap::new());
        AreaIndex {
            area: area.clone(),
            total: total(&rows),
            rows,
        }
    };
    let mut towns: Vec<AreaIndex> = towns.iter().map(of).collect();
    towns.sort_by(|one, other| one.area.cmp(&other.area));
    let mut county = of(county);
    for row in &mut county.rows {
        row.cases.clear();
        row.areas.clear();
    }
    Snapshot {
        version: VERSION,
        day,
        at: sources.at,
        formula: formula.clone(),
        county,
        towns,
    }
}

/// The mean of some daily totals, in hundredths of a point rounded half up (一月一讲评、一年一考核);
/// `None` of none.
pub fn mean(totals: &[u32]) -> Option<u32> {
    let days = totals.len() as u64;
    let sum: u64 = totals.iter().map(|total| u64::from(*total)).sum();
    (days > 0).then(|| ((sum * 2 + days) / (days * 2)) as u32)
}
