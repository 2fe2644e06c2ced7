//! All walks together: nothing that can be done is left out, and nothing that cannot be is forgotten.

use onemap_domain::indicator::Standing;
use std::collections::BTreeSet;

use onemap_domain::apply;
use onemap_domain::calendar::Day;
use onemap_domain::command::CommandKind;
use onemap_domain::profile::Profile;

use crate::fixture::{CALENDAR, PROFILES, Walk, profile};
use crate::{
    changde, chishui, chongqing, digital_city, ganzhou, liaocheng, rules, ulanqab, weifang, xicheng,
};

fn walks() -> Vec<Walk> {
    vec![
        liaocheng::six_steps(),
        liaocheng::beside_the_way(),
        liaocheng::back_and_forth(),
        chishui::four_questions(),
        chishui::three_paths(),
        chishui::no_intake(),
        chishui::sealed(),
        chongqing::objection(),
        chongqing::two_reviews(),
        chongqing::done_again(),
        chongqing::accusation(),
        xicheng::green_channel(),
        xicheng::grades(),
        xicheng::first_receiver(),
        ganzhou::one_stop(),
        ganzhou::plain_and_complex(),
        ganzhou::not_so_plain(),
        ulanqab::patrol(),
        digital_city::seven_stages(),
        digital_city::urgent(),
        weifang::objection(),
        changde::grid_whistle(),
        rules::two_cases(),
    ]
}

#[test]
fn every_command_is_carried_out_on_some_walk() {
    let done: BTreeSet<CommandKind> = walks().into_iter().flat_map(|walk| walk.done).collect();
    let all = CommandKind::ON_A_CASE
        .into_iter()
        .chain([CommandKind::Report]);
    let left: Vec<_> = all.filter(|kind| !done.contains(kind)).collect();
    assert_eq!(left, []);
}

#[test]
fn every_county_is_walked() {
    let walks = walks();
    let walked: BTreeSet<&str> = walks
        .iter()
        .map(|walk| walk.profile.code.as_str())
        .collect();
    assert_eq!(walked, PROFILES.into());
}

#[test]
fn every_walk_can_be_replayed() {
    for walk in walks() {
        for way in walk.ways {
            assert_eq!(way.log.iter().fold(None, apply), way.case);
        }
    }
}

#[test]
fn every_county_has_cases_that_were_due_to_be_closed() {
    for code in PROFILES {
        let of_county = || walks().into_iter().filter(|walk| walk.profile.code == code);
        let due = of_county().flat_map(|walk| {
            let cases = walk.ways.into_iter().filter_map(|way| way.case);
            cases.filter_map(|case| Standing::of(&case, &CALENDAR))
        });
        let counted = due.filter(|standing| standing.closing.counts_on().is_some());
        assert!(
            counted.count() > 0,
            "{code}: nothing is ever due to be closed"
        );
    }
}

#[test]
fn every_command_of_a_county_can_be_given_by_somebody() {
    for code in PROFILES {
        let profile = profile(code);
        for kind in CommandKind::ON_A_CASE {
            assert!(!profile.roles(kind).is_empty(), "{code}: {}", kind.name());
        }
    }
}

#[test]
fn all_counties_share_the_categories_and_channels_of_the_sample() {
    let codes = |profile: &Profile| {
        let categories = profile.categories.iter().map(|category| {
            let departments = category.departments.iter().map(ToString::to_string);
            format!(
                "{}: {}",
                category.code,
                departments.collect::<Vec<_>>().join(" ")
            )
        });
        let channels = profile.channels.iter().map(|channel| channel.code.clone());
        categories.chain(channels).collect::<BTreeSet<String>>()
    };
    let sample = codes(&profile("liaocheng"));
    for code in PROFILES {
        let own = codes(&profile(code));
        let left: Vec<_> = sample.difference(&own).collect();
        assert_eq!(left, Vec::<&String>::new(), "{code}");
    }
}

#[test]
fn the_shipped_calendars_are_read() {
    assert_eq!(CALENDAR.years().count(), 20);
    let day = |text: &str| CALENDAR.day(text.parse().unwrap());
    assert_eq!(day("2026-02-14"), Day::MadeUp);
    assert_eq!(day("2026-02-16"), Day::Holiday);
}
