//! Two decimals, rounded half up; the whole only when it is whole; thresholds without rounding.

use std::cmp::Ordering;

use onemap_domain::indicator::{Indicator, Percent, Rate};
use onemap_domain::profile::Target;

fn shown(numerator: u64, denominator: u64) -> String {
    let percent = Rate::new(numerator, denominator).percent();
    percent.map_or_else(|| "—".to_owned(), |percent| percent.to_string())
}

#[test]
fn the_worked_examples_of_two_offices_come_out_to_the_digit() {
    assert_eq!(shown(911, 972), "93.72");
    assert_eq!(shown(737, 972), "75.82");
    assert_eq!(shown(43_523, 52_434), "83.01");
}

#[test]
fn the_whole_is_shown_only_when_it_is_whole() {
    assert_eq!(shown(99_999, 100_000), "99.99");
    assert_eq!(shown(9_999_999, 10_000_000), "99.99");
    assert_eq!(shown(u64::MAX - 1, u64::MAX), "99.99");
    for whole in [1, 7, 100_000, u64::MAX] {
        assert_eq!(shown(whole, whole), "100.00", "{whole} of {whole}");
    }
}

#[test]
fn more_than_the_whole_never_looks_like_the_whole() {
    assert_eq!(shown(100_001, 100_000), "100.01");
    assert_eq!(shown(6, 5), "120.00");
    assert_eq!(
        Rate::new(u64::MAX, 1).percent(),
        Some(Percent(u32::MAX)),
        "what has no digits left stays at the most there is"
    );
}

#[test]
fn half_a_hundredth_goes_up_and_less_goes_down() {
    assert_eq!(shown(1, 32), "3.13", "3.125");
    assert_eq!(shown(1, 16), "6.25");
    assert_eq!(shown(1, 3), "33.33");
    assert_eq!(shown(2, 3), "66.67");
    assert_eq!(shown(1, 20_000), "0.01", "0.005");
    assert_eq!(shown(1, 20_001), "0.00", "just below 0.005");
    assert_eq!(
        shown(8_335, 100_000),
        "8.34",
        "8.335 has no binary fraction"
    );
    assert_eq!(shown(0, 5), "0.00");
}

#[test]
fn nothing_out_of_nothing_is_no_rate_and_reaches_no_threshold() {
    assert_eq!(Rate::default().percent(), None);
    assert!(!Rate::default().at_least(Rate::new(0, 1)));
    assert!(!Rate::new(1, 1).at_least(Rate::default()));
    assert_eq!(Rate::default().compare(Rate::new(1, 2)), None);
}

#[test]
fn a_threshold_is_reached_by_the_fraction_and_not_by_its_digits() {
    let threshold = Rate::from(Percent(9_950));
    assert!(Rate::new(199, 200).at_least(threshold), "99.5 % exactly");
    assert!(Rate::new(995, 1_000).at_least(threshold));
    let short = Rate::new(199_999, 201_005);
    assert_eq!(shown(short.numerator, short.denominator), "99.50");
    assert!(
        !short.at_least(threshold),
        "99.4995 % shows 99.50 and is short of it"
    );
    assert!(
        Rate::new(200_000, 201_005).at_least(threshold),
        "99.500012 %"
    );
}

#[test]
fn fractions_compare_exactly_however_large() {
    let just_below = Rate::new(u64::MAX - 2, u64::MAX - 1);
    let just_above = Rate::new(u64::MAX - 1, u64::MAX);
    assert_eq!(just_below.compare(just_above), Some(Ordering::Less));
    assert_eq!(
        Rate::new(1, 2).compare(Rate::new(2, 4)),
        Some(Ordering::Equal)
    );
    assert_ne!(
        Rate::new(1, 2),
        Rate::new(2, 4),
        "1 of 2 is not 2 of 4 cases"
    );
}

#[test]
fn a_rate_and_its_digits_read_the_same_from_json() {
    let rate = Rate::new(911, 972);
    let text = serde_json::to_string(&(rate, rate.percent())).unwrap();
    assert_eq!(text, r#"[{"numerator":911,"denominator":972},9372]"#);
    let back: (Rate, Option<Percent>) = serde_json::from_str(&text).unwrap();
    assert_eq!(back, (rate, Some(Percent(9_372))));
}

#[test]
fn a_target_is_compared_on_the_exact_fraction_and_not_on_what_is_shown() {
    let target = Target {
        indicator: Indicator::CompletionInTime,
        hundredths: 9950,
        basis: "S28".to_owned(),
    };
    assert_eq!(
        target.is_met(Rate::new(199, 200)),
        Some(true),
        "99.50 exactly"
    );
    let just_below = Rate::new(99_499_999, 100_000_000);
    assert_eq!(
        just_below.percent().map(|p| p.to_string()).as_deref(),
        Some("99.50")
    );
    assert_eq!(
        target.is_met(just_below),
        Some(false),
        "it only shows as 99.50"
    );
    assert_eq!(target.is_met(Rate::default()), None, "nothing counts yet");
    let rework = Target {
        indicator: Indicator::Rework,
        hundredths: 500,
        basis: "example".to_owned(),
    };
    assert_eq!(
        rework.is_met(Rate::new(5, 100)),
        Some(true),
        "a low rate is good"
    );
    assert_eq!(rework.is_met(Rate::new(6, 100)), Some(false));
}
