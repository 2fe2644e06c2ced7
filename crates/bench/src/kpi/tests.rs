//! A thousand cases, and no peer.

use super::*;
use onemap_domain::department::Load;
use onemap_domain::indicator::{Indicator, Rate, Slice};

fn cases(seed: u64) -> Vec<Standing> {
    standings::draw(1_000, &mut ChaCha8Rng::seed_from_u64(seed)).unwrap()
}

/// The figures of one part, counted case by case.
fn counted(cases: &[Standing], name: &str, part: &Slice, question: Question) -> Vec<String> {
    let mut lines = Vec::new();
    for (period, (from, to)) in [("month", question.month), ("year", question.year)] {
        let all = Indicator::ALL.into_iter();
        let rates = all.filter(|one| !one.is_of_whistles()).map(|indicator| {
            let marks = cases
                .iter()
                .filter_map(|case| case.mark_in(indicator, part));
            let mut rate = Rate::default();
            for mark in marks.filter(|mark| (from..=to).contains(&mark.on)) {
                rate.denominator += 1;
                rate.numerator += u64::from(mark.met);
            }
            format!("{}/{}", rate.numerator, rate.denominator)
        });
        let rates: Vec<String> = rates.collect();
        lines.push(format!("{period} {name} {}", rates.join(" ")));
    }
    let mut load = Load::default();
    for case in cases.iter().filter(|case| case.open && case.is_in(part)) {
        let due = |fits: &dyn Fn(Timestamp) -> bool| u32::from(case.next_due_at.is_some_and(fits));
        load.open += 1;
        load.overdue += due(&|at| at < question.now);
        load.due_today += due(&|at| (question.now..=question.day_end).contains(&at));
        load.returned += u32::from(!case.returned_by.is_empty());
    }
    lines.push(format!(
        "load {name} {} {} {} {}",
        load.open, load.overdue, load.due_today, load.returned
    ));
    lines
}

#[test]
fn a_read_says_what_going_through_the_cases_says() {
    let cases = cases(3);
    let tally = Tally::of(FINEST, &cases);
    for question in [
        Question::of_the_bench().unwrap(),
        Question::of_the_bench().unwrap().ragged(),
    ] {
        let lines = Figures::read(&tally, question).lines();
        assert_eq!(lines.len(), 3 * (1 + 40 + 17 + 60), "every part has cases");
        let department =
            Slice::Department(cases.iter().find_map(|case| case.lead.clone()).unwrap());
        let category = Slice::Category(cases[0].category.clone());
        let town = Slice::Area(cases[0].grid.at(Level::Town).unwrap());
        for (name, part) in [
            ("all *".to_owned(), Slice::All),
            (format!("category {}", cases[0].category), category),
            (
                format!("town {}", cases[0].grid.at(Level::Town).unwrap()),
                town,
            ),
            (
                format!(
                    "department {}",
                    cases.iter().find_map(|case| case.lead.as_ref()).unwrap()
                ),
                department,
            ),
        ] {
            for line in counted(&cases, &name, &part, question) {
                assert!(lines.contains(&line), "no read says {line:?}");
            }
        }
    }
}

#[test]
fn the_same_seed_draws_the_same_cases_and_another_draws_others() {
    assert_eq!(cases(5), cases(5));
    assert_ne!(cases(5), cases(6));
}

#[test]
fn changes_that_are_taken_back_leave_the_counters_as_they_were() {
    let (before, after) = (cases(8), cases(9));
    let mut tally = Tally::of(FINEST, &before);
    one_change(&mut tally, &before, &after);
    assert!(tally.is_sound());
    assert_eq!(tally, Tally::of(FINEST, &before));
}
