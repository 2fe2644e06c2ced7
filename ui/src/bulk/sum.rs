//! What is in a selection: sums of what is known of its cases. Pure.

use std::collections::BTreeMap;

use onemap_domain::case::CaseId;
use onemap_domain::clock::Lamp;
use onemap_domain::department::DepartmentCode;
use onemap_domain::lane::Lane;
use onemap_domain::profile::Profile;
use onemap_protocol::desk::CaseRow;

use super::known::Known;

/// What is in a selection. The lanes with `ended` and `unknown` sum to the whole, and so do the
/// categories and the lamps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    /// By lane, in the order of the screen.
    pub lanes: Vec<(Lane, u32)>,
    /// By category, the most frequent first.
    pub categories: Vec<(String, u32)>,
    /// By lamp, the worst first; `None` has no deadline.
    pub lamps: Vec<(Option<Lamp>, u32)>,
    /// Not open any more.
    pub ended: u32,
    /// Not read yet.
    pub unknown: u32,
}

/// Sums a selection.
pub fn sum(profile: &Profile, chosen: &[CaseId], known: &Known) -> Sum {
    let mut lanes: BTreeMap<Lane, u32> = BTreeMap::new();
    let mut categories: BTreeMap<String, u32> = BTreeMap::new();
    let mut lamps = [Some(Lamp::Red), Some(Lamp::Yellow), Some(Lamp::Green), None].map(|l| (l, 0));
    let mut sum = Sum::default();
    for case in chosen {
        let Some(row) = known.rows.get(case) else {
            if known.ended.contains(case) {
                sum.ended += 1;
            } else {
                sum.unknown += 1;
            }
            continue;
        };
        *lanes.entry(profile.lane(row.stage)).or_default() += 1;
        *categories.entry(row.category.clone()).or_default() += 1;
        for (_, count) in lamps.iter_mut().filter(|(lamp, _)| *lamp == row.lamp) {
            *count += 1;
        }
    }
    sum.lanes = lanes.into_iter().collect();
    sum.categories = most_first(categories);
    sum.lamps = lamps.into_iter().filter(|(_, count)| *count > 0).collect();
    sum
}

fn most_first<T: Ord>(counts: BTreeMap<T, u32>) -> Vec<(T, u32)> {
    let mut counts: Vec<(T, u32)> = counts.into_iter().collect();
    // Stable: among equals the order of their names stays.
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// Who usually leads a case of this category: the first department whose duty list names it.
pub fn usual_lead<'a>(profile: &'a Profile, row: &CaseRow) -> Option<&'a DepartmentCode> {
    profile.category(&row.category)?.departments.first()
}

/// Who usually leads the cases, the most frequent first; `None` for categories that no duty list
/// names.
pub fn usual_leads<'a>(
    profile: &Profile,
    rows: impl IntoIterator<Item = &'a CaseRow>,
) -> Vec<(Option<DepartmentCode>, u32)> {
    let mut counts: BTreeMap<Option<DepartmentCode>, u32> = BTreeMap::new();
    for row in rows {
        *counts.entry(usual_lead(profile, row).cloned()).or_default() += 1;
    }
    most_first(counts)
}

#[cfg(test)]
mod tests {
    use onemap_domain::case::Stage;

    use super::*;
    use crate::bulk::fixture::{case, profile, row};

    #[test]
    fn every_breakdown_sums_to_the_whole() {
        let mut known = Known::default();
        known.meet([
            row(1, |row| row.stage = Stage::Reported),
            row(2, |row| row.lamp = Some(Lamp::Red)),
            row(3, |row| row.category = "noise".to_owned()),
            row(4, |_| {}),
        ]);
        known.ended.insert(case(5));
        let chosen: Vec<CaseId> = (1..=6).map(case).collect();
        let sum = sum(&profile(), &chosen, &known);
        assert_eq!(sum.lanes, [(Lane::ToVerify, 1), (Lane::Handling, 3)]);
        assert_eq!(
            sum.categories,
            [("sewage".to_owned(), 3), ("noise".to_owned(), 1)]
        );
        assert_eq!(sum.lamps, [(Some(Lamp::Red), 1), (Some(Lamp::Green), 3)]);
        assert_eq!((sum.ended, sum.unknown), (1, 1));
        let lanes: u32 = sum.lanes.iter().map(|(_, count)| count).sum();
        assert_eq!(lanes + sum.ended + sum.unknown, 6);
    }

    #[test]
    fn the_usual_lead_is_the_first_of_the_duty_lists() {
        let rows = [
            row(1, |_| {}),
            row(2, |row| row.category = "noise".to_owned()),
            row(3, |row| row.category = "other".to_owned()),
            row(4, |_| {}),
        ];
        let code = |text: &str| Some(DepartmentCode(text.to_owned()));
        assert_eq!(
            usual_leads(&profile(), &rows),
            [(code("ZJJ"), 2), (None, 1), (code("ZFJ"), 1)]
        );
    }
}
