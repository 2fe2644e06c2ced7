//! Which area a click means: county → town → village → grid → household unit.
//!
//! Pure. Deliberately absent: symbols; a case, a cluster or a department under the pointer comes
//! before any area.

use onemap_domain::area::{AreaCode, Level};

/// The deepest level whose areas can be told apart at a zoom.
pub fn level_at(zoom: f64) -> Level {
    match zoom {
        ..11.0 => Level::Town,
        11.0..13.0 => Level::Village,
        13.0..15.0 => Level::Grid,
        _ => Level::HouseholdUnit,
    }
}

/// The area that a click means. `under` are the areas there, from the county down; a dedicated
/// grid comes after the base grid that it lies over. One click goes one level further down from
/// `focus`, or to what the zoom shows, whichever is deeper.
pub fn target(under: &[AreaCode], zoom: f64, focus: &AreaCode) -> Option<AreaCode> {
    let shared = under.iter().rposition(|code| code.covers(focus));
    let next = shared
        .map_or(0, |at| at + 1)
        .min(under.len().checked_sub(1)?);
    let next_level = under[next].level();
    let wanted = next_level.max(level_at(zoom));
    under
        .iter()
        .rev()
        .find(|code| code.level() <= wanted)
        .cloned()
}

/// The ways from a root down to an area, root first.
pub fn chain(root: &AreaCode, area: &AreaCode) -> Vec<AreaCode> {
    Level::ALL
        .into_iter()
        .filter_map(|level| area.at(level))
        .filter(|code| root.covers(code))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(texts: &[&str]) -> Vec<AreaCode> {
        texts
            .iter()
            .map(|text| AreaCode::parse(text).unwrap())
            .collect()
    }

    #[test]
    fn one_click_goes_one_level_down() {
        let under = codes(&["520381", "520381001", "520381001001", "520381001001001"]);
        let from = |focus: usize| target(&under, 9.0, &under[focus]).unwrap();
        assert_eq!(from(0), under[1]);
        assert_eq!(from(1), under[2]);
        assert_eq!(from(2), under[3]);
        assert_eq!(from(3), under[3], "there is nothing deeper");
    }

    #[test]
    fn a_click_close_by_means_what_can_be_seen_there() {
        let under = codes(&["520381", "520381001", "520381001001", "520381001001001"]);
        assert_eq!(target(&under, 13.5, &under[0]).unwrap(), under[3]);
        let elsewhere = AreaCode::parse("520381002").unwrap();
        assert_eq!(target(&under, 11.5, &elsewhere).unwrap(), under[2]);
    }

    #[test]
    fn a_dedicated_grid_wins_over_the_base_grid_under_it() {
        let under = codes(&[
            "520381",
            "520381001",
            "520381001001",
            "520381001001001",
            "520381001001901",
        ]);
        assert_eq!(target(&under, 14.0, &under[0]).unwrap(), under[4]);
        assert_eq!(target(&under, 9.0, &under[2]).unwrap(), under[4]);
        assert_eq!(target(&[], 14.0, &under[0]), None);
    }

    #[test]
    fn a_chain_starts_at_its_root() {
        let [root, grid] = codes(&["520381", "520381001001001"]).try_into().unwrap();
        let names: Vec<String> = chain(&root, &grid).into_iter().map(String::from).collect();
        assert_eq!(
            names,
            ["520381", "520381001", "520381001001", "520381001001001"]
        );
    }
}
