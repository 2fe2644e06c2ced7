//! Counters: the worked example, days and parts, and what is open now.

use std::collections::BTreeSet;

use jiff::Timestamp;
use onemap_domain::area::Level;
use onemap_domain::department::Load;
use onemap_domain::indicator::{Dimension, Flow, Indicator, Rate, Slice, Standing, Tally};

use crate::fixture::{area, case, day, department, done, led_by, owed};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// 996 established in December; 972 due in it, of which 50 were established before.
fn december() -> Vec<Standing> {
    let mut cases = Vec::new();
    for number in 0..972_u32 {
        let closing = match number {
            0..700 => done("2025-12-31", "2025-12-12", true),
            700..737 => done("2025-12-20", "2025-12-20", true),
            737..911 => done("2025-12-10", "2025-12-22", false),
            _ => owed("2025-12-31"),
        };
        let on = if number < 50 {
            "2025-11-28"
        } else {
            "2025-12-03"
        };
        cases.push(Standing {
            closing,
            ..case(on)
        });
    }
    cases.extend((0..74).map(|_| Standing {
        closing: owed("2026-01-05"),
        ..case("2025-12-29")
    }));
    cases
}

#[test]
fn one_december_of_a_city_management_office_comes_out_as_it_was_published() {
    let tally = Tally::of(Level::Town, &december());
    let (from, to) = (day("2025-12-01"), day("2025-12-31"));
    assert_eq!(tally.count(Flow::Established, from, to, &Slice::All), 996);
    let rate = |indicator| tally.rate(indicator, from, to, &Slice::All);
    assert_eq!(rate(Indicator::Closing), Rate::new(911, 972));
    assert_eq!(rate(Indicator::ClosingInTime), Rate::new(737, 972));
    let shown = |indicator| rate(indicator).percent().unwrap().to_string();
    assert_eq!(shown(Indicator::Closing), "93.72");
    assert_eq!(shown(Indicator::ClosingInTime), "75.82");
}

#[test]
fn more_can_be_due_than_was_established() {
    let cases: Vec<Standing> = december().into_iter().take(50).collect();
    let tally = Tally::of(Level::Town, &cases);
    let (from, to) = (day("2025-12-01"), day("2025-12-31"));
    assert_eq!(tally.count(Flow::Established, from, to, &Slice::All), 0);
    assert_eq!(
        tally.rate(Indicator::Closing, from, to, &Slice::All),
        Rate::new(50, 50)
    );
}

#[test]
fn a_case_closed_early_is_not_due_again_in_the_month_of_its_deadline() {
    let early = Standing {
        closing: done("2026-01-09", "2025-12-28", true),
        ..case("2025-12-01")
    };
    let tally = Tally::of(Level::Town, [&early]);
    let due = |from, to| {
        let rate = tally.rate(Indicator::Closing, day(from), day(to), &Slice::All);
        rate.denominator
    };
    assert_eq!(due("2025-12-01", "2025-12-31"), 1);
    assert_eq!(due("2026-01-01", "2026-01-31"), 0);
    assert_eq!(due("2025-12-01", "2026-01-31"), 1);
}

#[test]
fn a_period_has_both_its_ends_and_none_when_they_are_swapped() {
    let cases = ["2025-01-31", "2025-02-01", "2025-02-28", "2025-03-01"].map(case);
    let tally = Tally::of(Level::Town, &cases);
    let new = |from, to| tally.count(Flow::Reported, day(from), day(to), &Slice::All);
    assert_eq!(new("2025-01-31", "2025-03-01"), 4);
    assert_eq!(new("2025-02-01", "2025-02-28"), 2);
    assert_eq!(new("2025-02-02", "2025-02-28"), 1);
    assert_eq!(new("2025-02-01", "2025-02-01"), 1);
    assert_eq!(new("2025-02-02", "2025-02-27"), 0);
    assert_eq!(new("-009999-01-01", "9999-12-31"), 4);
    assert_eq!(new("2025-03-01", "2025-01-31"), 0);
}

#[test]
fn a_case_counts_in_every_part_it_belongs_to_and_the_parts_add_up() {
    let mut cases = vec![case("2025-12-01"), case("2025-12-02"), case("2025-12-03")];
    cases[1].grid = area("520381100200003");
    cases[1].category = "noise".to_owned();
    cases[2].lead = None;
    cases[2].channel = "patrol".to_owned();
    let tally = Tally::of(Level::Village, &cases);
    let new =
        |slice: &Slice| tally.count(Flow::Reported, day("2025-12-01"), day("2025-12-31"), slice);
    for (slice, count) in [
        (Slice::All, 3),
        (led_by("zhujian"), 2),
        (Slice::Category("noise".to_owned()), 1),
        (Slice::Channel("hotline".to_owned()), 2),
        (Slice::Area(area("520381")), 3),
        (Slice::Area(area("520381001")), 2),
        (Slice::Area(area("520381100200")), 1),
        (Slice::Area(area("520381100200003")), 0),
    ] {
        assert_eq!(new(&slice), count, "{slice:?}");
    }
    for dimension in [
        Dimension::Category,
        Dimension::Channel,
        Dimension::Town,
        Dimension::Village,
    ] {
        let sum: u64 = tally.parts(dimension).map(new).sum();
        assert_eq!(sum, 3, "the parts by {dimension:?} add up to all");
    }
    assert_eq!(
        tally.parts(Dimension::Grid).count(),
        0,
        "finer than asked for"
    );
}

#[test]
fn open_on_a_day_is_what_had_come_and_not_yet_gone() {
    let mut cases = vec![case("2025-12-01"), case("2025-12-01"), case("2025-12-05")];
    cases[0].closing = done("2025-12-20", "2025-12-04", true);
    cases[1].declined_on = Some(day("2025-12-05"));
    let tally = Tally::of(Level::Town, &cases);
    let open = |on| tally.open_on(day(on), &Slice::All);
    assert_eq!(
        ["2025-11-30", "2025-12-01", "2025-12-04", "2025-12-05"].map(open),
        [0, 2, 1, 1]
    );
}

#[test]
fn overdue_and_due_today_change_with_the_time_alone() {
    let mut cases = vec![case("2025-12-01"); 5];
    for (case, due) in cases.iter_mut().zip([
        "2025-12-02T00:00:00+08:00",
        "2025-12-10T10:00:00+08:00",
        "2025-12-10T10:00:00+08:00",
        "2025-12-11T00:00:00+08:00",
    ]) {
        case.next_due_at = Some(at(due));
    }
    cases[1].returned_by = BTreeSet::from([department("zhifa")]);
    cases.push(Standing {
        open: false,
        next_due_at: None,
        ..case("2025-12-01")
    });
    let tally = Tally::of(Level::Town, &cases);
    let load = |now| tally.load(at(now), at("2025-12-11T00:00:00+08:00"), &led_by("zhujian"));
    let expected = Load {
        open: 5,
        overdue: 1,
        due_today: 3,
        returned: 1,
        capacity: 0,
    };
    assert_eq!(load("2025-12-10T09:00:00+08:00"), expected);
    assert_eq!(
        load("2025-12-10T10:00:00+08:00"),
        expected,
        "not overdue at its very moment"
    );
    let later = Load {
        overdue: 3,
        due_today: 1,
        ..expected
    };
    assert_eq!(load("2025-12-10T10:00:01+08:00"), later);
    let nobody = tally.load(
        at("2025-12-10T09:00:00Z"),
        at("2025-12-10T16:00:00Z"),
        &led_by("zhifa"),
    );
    assert_eq!(
        nobody,
        Load::default(),
        "who sent it back does not carry it"
    );
}

#[test]
fn taking_every_case_out_leaves_counters_like_new() {
    let cases = december();
    let mut tally = Tally::of(Level::Grid, &cases);
    for case in cases.iter().rev() {
        tally.replace(Some(case), None);
    }
    assert!(tally.is_sound());
    assert_eq!(tally, Tally::new(Level::Grid));
}

#[test]
fn taking_out_what_never_was_in_is_noticed_until_all_is_counted_afresh() {
    let cases = [case("2025-12-01")];
    let mut tally = Tally::of(Level::Town, &cases);
    tally.replace(Some(&case("2025-12-02")), None);
    assert!(!tally.is_sound());
    tally.replace(None, Some(&case("2025-12-02")));
    assert!(!tally.is_sound(), "two wrongs do not make it right");
    assert!(Tally::of(Level::Town, &cases).is_sound());
}
