//! Rankings: exact, fair to equals, and closed to bodies with hardly a case.

use onemap_domain::area::Level;
use onemap_domain::indicator::{Dimension, Indicator, Ranking, Rate, Slice, Standing, Tally};

use crate::fixture::{case, day, department, done, led_by, owed};

/// For each department: so many closed of so many due, of which so many reworked.
fn tally(departments: &[(&str, u64, u64, u64)]) -> Tally {
    let mut cases = Vec::new();
    for (code, closed, due, reworked) in departments {
        cases.extend((0..*due).map(|number| Standing {
            lead: Some(department(code)),
            reworked: number < *reworked,
            closing: if number < *closed {
                done("2025-12-20", "2025-12-19", true)
            } else {
                owed("2025-12-20")
            },
            ..case("2025-12-01")
        }));
    }
    Tally::of(Level::Town, &cases)
}

fn ranking(tally: &Tally, indicator: Indicator, least: u64) -> Ranking {
    let (from, to) = (day("2025-12-01"), day("2025-12-31"));
    tally.ranking(indicator, from, to, Dimension::Department, least)
}

fn places(ranking: &Ranking) -> Vec<(u32, Slice)> {
    let places = ranking.places.iter();
    places
        .map(|place| (place.place, place.key.clone()))
        .collect()
}

#[test]
fn a_body_with_one_case_cannot_win() {
    let tally = tally(&[("a", 1, 1, 0), ("b", 9, 10, 0), ("c", 19, 20, 0)]);
    let ranked = ranking(&tally, Indicator::Closing, 10);
    assert_eq!(places(&ranked), [(1, led_by("c")), (2, led_by("b"))]);
    assert_eq!(ranked.too_few, [(led_by("a"), Rate::new(1, 1))]);
}

#[test]
fn the_minimum_is_reached_by_as_many_cases_and_not_by_one_less() {
    let tally = tally(&[("a", 9, 9, 0), ("b", 5, 10, 0)]);
    let ranked = ranking(&tally, Indicator::Closing, 10);
    assert_eq!(places(&ranked), [(1, led_by("b"))]);
    assert_eq!(places(&ranking(&tally, Indicator::Closing, 9)).len(), 2);
}

#[test]
fn equal_fractions_share_a_place_and_the_next_is_as_much_further_down() {
    let tally = tally(&[
        ("a", 1, 2, 0),
        ("b", 2, 4, 0),
        ("c", 1, 4, 0),
        ("d", 3, 3, 0),
    ]);
    let ranked = ranking(&tally, Indicator::Closing, 1);
    let expected = [(1, "d"), (2, "b"), (2, "a"), (4, "c")];
    assert_eq!(
        places(&ranked),
        expected.map(|(place, code)| (place, led_by(code)))
    );
}

#[test]
fn fractions_that_show_the_same_digits_are_still_told_apart() {
    let tally = tally(&[("a", 299, 300, 0), ("b", 300, 301, 0), ("c", 298, 299, 0)]);
    let ranked = ranking(&tally, Indicator::Closing, 1);
    let codes: Vec<Slice> = places(&ranked).into_iter().map(|(_, key)| key).collect();
    assert_eq!(codes, ["b", "a", "c"].map(led_by));
}

#[test]
fn the_least_rework_comes_first() {
    let tally = tally(&[("a", 9, 10, 3), ("b", 9, 10, 1), ("c", 9, 10, 2)]);
    let ranked = ranking(&tally, Indicator::Rework, 1);
    let codes: Vec<Slice> = places(&ranked).into_iter().map(|(_, key)| key).collect();
    assert_eq!(codes, ["b", "c", "a"].map(led_by));
}

#[test]
fn a_body_without_a_case_in_the_period_stands_apart_even_without_a_minimum() {
    let tally = tally(&[("a", 1, 1, 0)]);
    let (from, to) = (day("2024-01-01"), day("2024-12-31"));
    let ranked = tally.ranking(Indicator::Closing, from, to, Dimension::Department, 0);
    assert!(ranked.places.is_empty());
    assert_eq!(ranked.too_few, [(led_by("a"), Rate::default())]);
}
