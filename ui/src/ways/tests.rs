use onemap_domain::case::Stage;
use onemap_domain::profile::{ReturnRule, Step};

use super::*;

/// A way of working with nothing in it but its steps.
pub(super) fn way(code: &str) -> Profile {
    let step = |name: &str, stages: &[Stage]| Step {
        name: Label {
            zh: name.to_owned(),
            en: name.to_owned(),
        },
        stages: stages.to_vec(),
    };
    Profile {
        code: code.to_owned(),
        name: Label {
            zh: code.to_owned(),
            en: code.to_owned(),
        },
        source: String::new(),
        yellow_share: 25,
        steps: vec![
            step("一", &[Stage::Reported]),
            step("二", &[Stage::Dispatched, Stage::Handling]),
            step("三", &[Stage::FedBack, Stage::Closed]),
        ],
        may: std::collections::BTreeMap::new(),
        words: std::collections::BTreeMap::new(),
        clocks: Vec::new(),
        triage: None,
        returns: ReturnRule::default(),
        task_force: None,
        visits: None,
        pauses: Vec::new(),
        bodies: Vec::new(),
        mediation: None,
        review: None,
        ladders: Vec::new(),
        adoption: None,
        whistle: None,
        green_channel: false,
        compartments: Vec::new(),
        lists: Vec::new(),
        routing: None,
        persons: Vec::new(),
        channels: Vec::new(),
        categories: Vec::new(),
        closings: Vec::new(),
    }
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
