use onemap_domain::case::Stage;

use super::*;
use crate::fixture;

/// A way of working with nothing in it but its steps.
pub(super) fn way(code: &str) -> Profile {
    let steps: [&[Stage]; 3] = [
        &[Stage::Reported],
        &[Stage::Dispatched, Stage::Handling],
        &[Stage::FedBack, Stage::Closed],
    ];
    fixture::way(code, &steps)
}

fn codes(own: Profile) -> Vec<(String, bool)> {
    let view = WaysView {
        own,
        shipped: vec![way("liaocheng"), way("chishui")],
        calendars: Vec::new(),
    };
    let volumes = shelf(&view).into_iter();
    volumes
        .map(|volume| (volume.profile.code.clone(), volume.in_force))
        .collect()
}

#[test]
fn the_way_in_force_stands_first_and_once() {
    let expected = [
        ("chishui".to_owned(), true),
        ("liaocheng".to_owned(), false),
    ];
    assert_eq!(codes(way("chishui")), expected);
}

#[test]
fn a_shipped_way_that_the_county_has_changed_stands_beside_its_own() {
    let mut own = way("chishui");
    own.yellow_share = 50;
    let expected = [
        ("chishui".to_owned(), true),
        ("liaocheng".to_owned(), false),
        ("chishui".to_owned(), false),
    ];
    assert_eq!(codes(own), expected);
}
