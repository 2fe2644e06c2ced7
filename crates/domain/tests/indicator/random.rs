//! Random cases change at random: what is kept step by step equals what is counted afresh.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use onemap_domain::area::Level;
use onemap_domain::indicator::{
    Called, Dimension, Flow, Indicator, Owed, Rate, Slice, Standing, Tally, Visit,
};
use proptest::prelude::*;

use crate::fixture::{area, case, day, department};

/// Some three months around a new year, and a leap day's neighbourhood now and then.
fn date() -> impl Strategy<Value = Date> {
    prop_oneof![
        9 => (0_i64..100).prop_map(|days| day("2023-11-20").saturating_add(days.days())),
        1 => (0_i64..3).prop_map(|days| day("2024-02-28").saturating_add(days.days())),
    ]
}

fn owed() -> impl Strategy<Value = Owed> {
    let parts = (
        prop::option::of(date()),
        prop::option::of(date()),
        any::<bool>(),
    );
    parts.prop_map(|(due_on, done_on, in_time)| Owed {
        due_on,
        done_on,
        in_time,
    })
}

fn visit() -> impl Strategy<Value = Visit> {
    let answer = || prop::option::of(any::<bool>());
    (date(), answer(), answer(), answer()).prop_map(|(on, responded, resolved, satisfied)| Visit {
        on,
        responded,
        resolved,
        satisfied,
    })
}

fn called() -> impl Strategy<Value = Called> {
    let said = || prop::option::of(any::<bool>());
    (date(), any::<bool>(), said(), said()).prop_map(|(on, in_time, content, needed)| Called {
        on,
        in_time,
        content,
        needed,
    })
}

fn standing() -> impl Strategy<Value = Standing> {
    let departments = || prop::sample::select(vec!["zhujian", "zhifa", "renshe"]);
    let place = (
        prop::sample::select(vec![
            "520381001001001",
            "520381001002901",
            "520381100200001",
        ]),
        prop::sample::select(vec!["sewage", "noise"]),
        prop::sample::select(vec!["hotline", "patrol"]),
        prop::option::of(departments()),
        prop::collection::btree_set(departments(), 0..3),
    );
    let days = (
        date(),
        prop::option::of(date()),
        prop::option::of(date()),
        prop::option::of(date()),
    );
    let called = prop::collection::btree_map(departments(), called(), 0..3);
    let owed = (owed(), owed(), owed(), prop::option::of(visit()), called);
    let due_at = prop::option::of(0_i64..400_000);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (place, days, owed, due_at, flags).prop_map(|(place, days, owed, due_at, flags)| Standing {
        grid: area(place.0),
        category: place.1.to_owned(),
        channel: place.2.to_owned(),
        lead: place.3.map(department),
        returned_by: place.4.into_iter().map(department).collect(),
        reported_on: days.0,
        established_on: days.1,
        declined_on: days.2,
        dispatched_on: days.3,
        acceptance: owed.0,
        completion: owed.1,
        closing: owed.2,
        visit: owed.3,
        called: owed
            .4
            .into_iter()
            .map(|(code, one)| (department(code), one))
            .collect(),
        next_due_at: due_at.map(|second| Timestamp::from_second(second).unwrap()),
        reworked: flags.0,
        extended: flags.1,
        imported: flags.2,
        open: flags.3,
    })
}

fn slices(tally: &Tally) -> Vec<Slice> {
    let parts = Dimension::ALL.into_iter().flat_map(|by| tally.parts(by));
    parts.cloned().chain([Slice::All]).collect()
}

/// A rate counted case by case.
fn counted(cases: &[Standing], indicator: Indicator, from: Date, to: Date, by: &Slice) -> Rate {
    let mut rate = Rate::default();
    for mark in cases.iter().filter_map(|case| case.mark_in(indicator, by)) {
        if from <= mark.on && mark.on <= to {
            rate.denominator += 1;
            rate.numerator += u64::from(mark.met);
        }
    }
    rate
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counters_kept_step_by_step_equal_a_recomputation(
        changes in prop::collection::vec((0_usize..8, prop::option::weighted(0.8, standing())), 1..60),
    ) {
        let mut cases: Vec<Option<Standing>> = vec![None; 8];
        let mut tally = Tally::new(Level::Village);
        for (number, after) in changes {
            tally.replace(cases[number].as_ref(), after.as_ref());
            cases[number] = after;
            prop_assert!(tally.is_sound());
            prop_assert_eq!(&tally, &Tally::of(Level::Village, cases.iter().flatten()));
        }
    }

    #[test]
    fn a_read_equals_going_through_the_cases_one_by_one(
        cases in prop::collection::vec(standing(), 0..40),
        (one, other) in (date(), date()),
        now in 0_i64..400_000,
    ) {
        let tally = Tally::of(Level::Grid, &cases);
        let (from, to) = (one.min(other), one.max(other));
        let now = Timestamp::from_second(now).unwrap();
        let day_end = now.checked_add(8.hours()).unwrap();
        for by in slices(&tally) {
            let rates = tally.rates(from, to, &by);
            for (indicator, all) in Indicator::ALL.into_iter().zip(rates) {
                let expected = counted(&cases, indicator, from, to, &by);
                prop_assert_eq!(tally.rate(indicator, from, to, &by), expected);
                prop_assert_eq!(all, expected);
                prop_assert!(expected.numerator <= expected.denominator);
            }
            for flow in Flow::ALL {
                let days = cases.iter().filter(|case| case.is_in(&by)).filter_map(|case| case.day_of(flow));
                let expected = days.filter(|day| from <= *day && *day <= to).count() as u64;
                prop_assert_eq!(tally.count(flow, from, to, &by), expected);
            }
            let open = || cases.iter().filter(|case| case.open && case.is_in(&by));
            let due = |fits: &dyn Fn(Timestamp) -> bool| {
                open().filter(|case| case.next_due_at.is_some_and(fits)).count() as u32
            };
            let load = tally.load(now, day_end, &by);
            prop_assert_eq!(load.open as usize, open().count());
            prop_assert_eq!(load.overdue, due(&|at| at < now));
            prop_assert_eq!(load.due_today, due(&|at| now <= at && at <= day_end));
        }
    }

    #[test]
    fn a_case_with_a_deadline_is_due_in_exactly_one_of_any_two_periods_that_part_time(
        closing in owed(),
        parting in date(),
    ) {
        let case = Standing { closing, ..case("2023-11-20") };
        let tally = Tally::of(Level::Town, [&case]);
        let due = |from, to| tally.rate(Indicator::Closing, from, to, &Slice::All).denominator;
        let before = due(Date::MIN, parting);
        let after = due(parting.saturating_add(1.day()), Date::MAX);
        prop_assert_eq!(before + after, u64::from(closing.due_on.is_some()));
        // As the definition has it: the deadline falls in the period, or it closed in it before.
        let literally = closing.due_on.is_some_and(|deadline| {
            deadline <= parting || closing.done_on.is_some_and(|done| done <= parting && done < deadline)
        });
        prop_assert_eq!(before == 1, literally);
    }
}
