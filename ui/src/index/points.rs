//! Points as people read them, and in which order. Pure.

use std::cmp::Reverse;

use onemap_domain::area::AreaCode;
use onemap_domain::index::{AreaIndex, Snapshot};
use onemap_domain::profile::{Measure, ScoreRow};
use onemap_domain::record::appraisal::Given;
use onemap_domain::score::Scored;

use crate::parts::count;

/// Hundredths of a point with two decimals: 93.25.
pub fn points(hundredths: u32) -> String {
    format!("{}.{:02}", count(hundredths / 100), hundredths % 100)
}

/// What a row gave, in hundredths of a point.
pub fn got(scored: &Scored) -> u32 {
    (u32::from(scored.points) * 100).saturating_sub(scored.lost)
}

/// The rows as they are told one below the other: those that lose most first, the others in the
/// formula's order.
pub fn most_lost_first(rows: &[Scored]) -> Vec<&Scored> {
    let mut rows: Vec<&Scored> = rows.iter().collect();
    rows.sort_by_key(|row| Reverse(row.lost));
    rows
}

/// The places of figures that stand the highest first: equal ones share the better place.
pub fn places(highest_first: &[u32]) -> Vec<usize> {
    let better = |one: &u32| highest_first.partition_point(|other| other > one);
    highest_first.iter().map(|one| better(one) + 1).collect()
}

/// The towns by their totals, the highest first, each with its place.
pub fn ranked(snapshot: &Snapshot) -> Vec<(usize, &AreaIndex)> {
    let mut towns: Vec<&AreaIndex> = snapshot.towns.iter().collect();
    towns.sort_by_key(|town| Reverse(town.total));
    let totals: Vec<u32> = towns.iter().map(|town| town.total).collect();
    places(&totals).into_iter().zip(towns).collect()
}

/// How much of its points a row lost, in four steps; 0 where it lost nothing.
pub fn heat(scored: &Scored) -> u8 {
    let whole = u64::from(scored.points) * 100;
    match u64::from(scored.lost) * 100 {
        0 => 0,
        lost if lost <= whole * 10 => 1,
        lost if lost <= whole * 30 => 2,
        lost if lost <= whole * 60 => 3,
        _ => 4,
    }
}

/// How a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// It was counted.
    Counted,
    /// Nothing counted in it.
    Uncounted,
    /// Somebody gave its points.
    Given,
    /// Somebody has yet to give them.
    Ungiven,
}

impl Stand {
    /// How a row with this measure stands.
    pub fn of(measure: &Measure, scored: &Scored) -> Stand {
        match (measure, scored.rate.denominator > 0) {
            (Measure::Judged, true) => Stand::Given,
            (Measure::Judged, false) => Stand::Ungiven,
            (_, true) => Stand::Counted,
            (_, false) => Stand::Uncounted,
        }
    }

    /// Its name in the locale files and for tests.
    pub const fn name(self) -> &'static str {
        match self {
            Stand::Counted => "counted",
            Stand::Uncounted => "uncounted",
            Stand::Given => "given",
            Stand::Ungiven => "ungiven",
        }
    }
}

/// A row of an area, and what it was lost by.
#[derive(Clone, Debug, PartialEq)]
pub struct Lost {
    /// Whose.
    pub area: AreaCode,
    /// Which row.
    pub row: ScoreRow,
    /// What it came to.
    pub scored: Scored,
    /// What was given by hand.
    pub given: Option<Given>,
}

impl Lost {
    /// A row of a snapshot. What the county lost stands with its towns.
    pub fn of(snapshot: &Snapshot, area: &AreaCode, code: &str) -> Option<Lost> {
        let find = |index: &AreaIndex| index.rows.iter().find(|row| row.code == code).cloned();
        let mut rows = snapshot.formula.rows.iter();
        let row = rows.find(|row| row.code == code)?.clone();
        let mut scored = find(snapshot.of(area)?)?;
        if *area == snapshot.county.area {
            for town in snapshot.towns.iter().filter_map(find) {
                scored.cases.extend(town.cases);
                scored.areas.extend(town.areas);
            }
        }
        Some(Lost {
            area: area.clone(),
            row,
            scored,
            given: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use onemap_domain::case::CaseId;
    use onemap_domain::indicator::Rate;
    use onemap_domain::profile::IndexRule;
    use serde_json::json;

    use super::*;

    fn scored(code: &str, lost: u32, cases: &[u128]) -> Scored {
        Scored {
            code: code.to_owned(),
            rate: Rate::new(1, 2),
            points: 10,
            lost,
            cases: cases
                .iter()
                .map(|case| CaseId(uuid::Uuid::from_u128(*case)))
                .collect(),
            areas: Vec::new(),
        }
    }

    fn snapshot() -> Snapshot {
        let row = |code: &str| {
            json!({
                "code": code, "name": { "zh": code, "en": code }, "points": 10,
                "measure": "punctual",
            })
        };
        let formula = json!({
            "version": "1", "basis": "", "rows": [row("closing"), row("rework")],
        });
        let area = |code: &str, total: u32, cases: [&[u128]; 2]| AreaIndex {
            area: AreaCode::parse(code).unwrap(),
            total,
            rows: vec![
                scored("closing", 100, cases[0]),
                scored("rework", 0, cases[1]),
            ],
        };
        Snapshot {
            version: 1,
            day: date(2026, 11, 20),
            at: "2026-11-21T08:00:00+08:00".parse().unwrap(),
            formula: serde_json::from_value::<IndexRule>(formula).unwrap(),
            county: area("520381", 1_900, [&[], &[]]),
            towns: vec![
                area("520381001", 1_800, [&[1, 4], &[]]),
                area("520381100", 1_950, [&[2], &[9]]),
            ],
        }
    }

    #[test]
    fn hundredths_are_told_with_two_decimals() {
        assert_eq!(
            [0, 7, 9_325, 10_000].map(points),
            ["0.00", "0.07", "93.25", "100.00"]
        );
    }

    #[test]
    fn the_row_that_lost_most_stands_first_and_equal_ones_as_in_the_formula() {
        let rows = [
            scored("a", 0, &[]),
            scored("b", 50, &[]),
            scored("c", 0, &[]),
            scored("d", 700, &[]),
        ];
        let codes: Vec<&str> = most_lost_first(&rows)
            .into_iter()
            .map(|row| row.code.as_str())
            .collect();
        assert_eq!(codes, ["d", "b", "a", "c"]);
    }

    #[test]
    fn equal_totals_share_the_better_place() {
        assert_eq!(places(&[9_900, 9_700, 9_700, 8_000]), [1, 2, 2, 4]);
        assert_eq!(places(&[]), Vec::<usize>::new());
        let snapshot = snapshot();
        let towns: Vec<(usize, &str)> = ranked(&snapshot)
            .into_iter()
            .map(|(place, town)| (place, town.area.as_str()))
            .collect();
        assert_eq!(towns, [(1, "520381100"), (2, "520381001")]);
    }

    #[test]
    fn what_loses_nothing_has_no_heat_and_what_loses_all_has_the_most() {
        let heats = [0, 1, 100, 101, 600, 601, 1_000].map(|lost| heat(&scored("a", lost, &[])));
        assert_eq!(heats, [0, 1, 1, 2, 3, 4, 4]);
    }

    #[test]
    fn the_county_lost_by_what_its_towns_lost_by() {
        let snapshot = snapshot();
        let cases = |area: &str, row: &str| {
            let area = AreaCode::parse(area).unwrap();
            let lost = Lost::of(&snapshot, &area, row).unwrap();
            lost.scored
                .cases
                .iter()
                .map(|case| case.0.as_u128())
                .collect::<Vec<_>>()
        };
        assert_eq!(cases("520381", "closing"), [1, 4, 2]);
        assert_eq!(cases("520381001", "closing"), [1, 4]);
        assert_eq!(cases("520381", "rework"), [9]);
        let county = AreaCode::parse("520381").unwrap();
        assert_eq!(Lost::of(&snapshot, &county, "other"), None);
    }

    #[test]
    fn a_row_that_nothing_counted_in_is_not_one_that_nobody_has_judged() {
        let mut none = scored("a", 0, &[]);
        none.rate = Rate::default();
        assert_eq!(Stand::of(&Measure::Judged, &none), Stand::Ungiven);
        assert_eq!(Stand::of(&Measure::Punctual, &none), Stand::Uncounted);
        assert_eq!(
            Stand::of(&Measure::Judged, &scored("a", 0, &[])),
            Stand::Given
        );
    }
}
