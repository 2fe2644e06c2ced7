//! Duties that return: what is owed in which period, the books that say what was done, and gaps.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use onemap_domain::area::AreaCode;
use onemap_domain::duty::{Diary, standing};
use onemap_domain::indicator::Rate;
use onemap_domain::pack::{self, Days, Rhythm, pack};
use onemap_domain::profile::{DutyRule, Every};
use onemap_domain::record::duty::{Book, Command, LINES, identity};
use onemap_domain::record::{Matter, RecordCommand};
use proptest::prelude::*;

use crate::fixture::{CALENDAR, GRID, area, moment, of_cases, profile};
use crate::kept::{Kept, command_id};

fn rule(code: &str) -> DutyRule {
    profile("ulanqab").duty(code).unwrap().clone()
}

fn write(rule: &str, at: &str, on: Date, mark: Option<u16>) -> RecordCommand {
    RecordCommand::Duty(Command::Write {
        rule: rule.to_owned(),
        area: area(at),
        on,
        note: "看了两处工地".to_owned(),
        mark,
    })
}

fn strike(revision: u64, reason: &str) -> RecordCommand {
    RecordCommand::Duty(Command::Strike {
        line: command_id(revision),
        reason: reason.to_owned(),
    })
}

fn book(kept: &Kept) -> &Book {
    match &kept.record().matter {
        Matter::Duty(book) => book,
        other => panic!("{other:?}"),
    }
}

/// The rate, and where it is missing how often.
fn stands(
    rule: &DutyRule,
    areas: &[&str],
    done: &[(&str, Date)],
    days: Days,
) -> Option<(Rate, Vec<(String, u32)>)> {
    let areas: Vec<AreaCode> = areas.iter().map(|code| area(code)).collect();
    let diary: Diary = done.iter().map(|(at, day)| (area(at), *day)).collect();
    let standing = standing(rule, &areas, &diary, days, &CALENDAR)?;
    let gaps = standing.gaps.iter();
    let gaps = gaps.map(|gap| (gap.area.to_string(), gap.missing));
    Some((standing.rate, gaps.collect()))
}

const VILLAGE: &str = "520381001001";
/// 2026-11-16 is a Monday.
const MONDAY: Date = date(2026, 11, 16);
const SUNDAY: Date = date(2026, 11, 22);

#[test]
fn a_week_s_duty_is_missing_only_when_its_week_is_over() {
    let study = rule("weekly_study");
    let saturday = date(2026, 11, 21);
    let of = |from: Date, to: Date, done: &[(&str, Date)]| {
        stands(&study, &[VILLAGE], done, Days::new(from, to))
    };
    assert_eq!(of(MONDAY, saturday, &[]), None, "the week still runs");
    let gap = vec![(VILLAGE.to_owned(), 1)];
    assert_eq!(
        of(MONDAY, SUNDAY, &[]),
        Some((Rate::new(0, 1), gap.clone()))
    );
    assert_eq!(
        of(SUNDAY, SUNDAY, &[(VILLAGE, MONDAY)]),
        Some((Rate::new(1, 1), Vec::new())),
        "asked on its Sunday alone, the whole week counts"
    );
    assert_eq!(
        of(SUNDAY, SUNDAY, &[(VILLAGE, date(2026, 11, 23))]),
        Some((Rate::new(0, 1), gap)),
        "the next week's does not"
    );
}

#[test]
fn more_in_one_grid_does_not_make_up_for_less_in_another() {
    let patrol = DutyRule {
        times: 2,
        ..rule("daily_patrol")
    };
    let other = "520381001001002";
    let done = [(GRID, MONDAY); 5];
    let day = Days::new(MONDAY, MONDAY);
    assert_eq!(
        stands(&patrol, &[other, GRID], &done, day),
        Some((Rate::new(2, 4), vec![(other.to_owned(), 2)]))
    );
}

#[test]
fn the_most_gaps_stand_first_and_equal_ones_by_their_codes() {
    let days = Days::new(MONDAY, date(2026, 11, 18));
    let grids = ["520381001001003", "520381001001002", GRID];
    let done = [(grids[0], MONDAY), (grids[1], MONDAY)];
    let (rate, gaps) = stands(&rule("daily_patrol"), &grids, &done, days).unwrap();
    assert_eq!(rate, Rate::new(2, 9));
    let missing: Vec<_> = gaps.iter().map(|(at, times)| (&at[..], *times)).collect();
    assert_eq!(missing, [(GRID, 3), (grids[1], 2), (grids[0], 2)]);
}

#[test]
fn a_duty_of_working_days_is_not_owed_on_a_holiday() {
    let patrol = DutyRule {
        working_days_only: true,
        ..rule("daily_patrol")
    };
    let owed = |on: Date| stands(&patrol, &[GRID], &[], Days::new(on, on)).is_some();
    assert!(!owed(date(2026, 10, 1)), "国庆");
    assert!(!owed(date(2026, 2, 16)), "春节");
    assert!(!owed(SUNDAY));
    assert!(owed(date(2026, 2, 14)), "a Saturday that is worked");
    assert!(owed(MONDAY));
}

#[test]
fn nothing_is_owed_before_a_duty_begins() {
    let report = DutyRule {
        from: Some(date(2026, 10, 15)),
        ..rule("situation_report")
    };
    let year = Days::new(date(2026, 1, 1), date(2026, 12, 31));
    let (rate, _) = stands(&report, &[VILLAGE], &[], year).unwrap();
    assert_eq!(
        rate.denominator, 2,
        "November and December: October had begun"
    );
}

#[test]
fn a_dedicated_grid_owes_nothing_where_only_base_grids_do() {
    let base = DutyRule {
        base_grids_only: true,
        ..rule("daily_patrol")
    };
    let market = "520381001001901";
    assert!(base.is_owed_by(&area(GRID)) && !base.is_owed_by(&area(market)));
    assert!(rule("daily_patrol").is_owed_by(&area(market)));
    assert!(!base.is_owed_by(&area(VILLAGE)), "nor does a village");
}

#[test]
fn a_line_that_was_struck_counts_no_more_and_stays_in_the_book() {
    let mut kept = Kept::new("ulanqab", "2026-11-20 18:00");
    let today = date(2026, 11, 20);
    let patrol = |on: Date| write("daily_patrol", GRID, on, None);
    kept.give("grid", patrol(today)).unwrap();
    kept.give("grid", patrol(date(2026, 11, 19))).unwrap();
    assert_eq!(kept.refused_field("grid", strike(1, " ")), "reason");
    kept.give("grid", strike(1, "记错了网格")).unwrap();
    assert_eq!(kept.give("grid", strike(1, "再划一次")), Err("not_found"));
    assert_eq!(kept.give("grid", strike(9, "没有这一行")), Err("not_found"));
    let book = book(&kept);
    let struck: Vec<_> = book
        .lines
        .iter()
        .map(|line| line.struck.as_deref())
        .collect();
    assert_eq!(struck, [Some("记错了网格"), None]);
    assert_eq!(book.lines[0].note, "看了两处工地");
    let diary = Diary::of(&rule("daily_patrol"), [book]);
    let month = Every::Month.period(today);
    assert_eq!(diary.count(&area(GRID), month), 1);
    assert_eq!(
        Diary::of(&rule("weekly_study"), [book]),
        Diary::default(),
        "another duty's book says nothing of it"
    );
}

#[test]
fn two_who_begin_the_same_book_off_line_write_into_one() {
    let ulanqab = profile("ulanqab");
    let find = |code: &str| ulanqab.duty(code);
    let one = write("daily_patrol", GRID, date(2026, 11, 3), None);
    let other = write("daily_patrol", GRID, date(2026, 11, 20), None);
    assert_eq!(one.identity(find), other.identity(find));
    assert_eq!(
        one.identity(find),
        Some(identity(
            "daily_patrol",
            &area(GRID),
            Every::Month.period(MONDAY)
        ))
    );
    let apart = [
        write("household_visits", GRID, MONDAY, None),
        write("daily_patrol", "520381001001002", MONDAY, None),
        write("daily_patrol", GRID, date(2026, 10, 31), None),
    ];
    for command in apart {
        assert_ne!(one.identity(find), command.identity(find), "{command:?}");
    }
    assert_eq!(write("none_such", GRID, MONDAY, None).identity(find), None);

    let mut kept = Kept::new("ulanqab", "2026-11-20 18:00");
    kept.give("grid", one).unwrap();
    kept.give("wangmin", other).unwrap();
    let written: Vec<(&str, i8)> = book(&kept)
        .lines
        .iter()
        .map(|line| (line.by.as_str(), line.on.day()))
        .collect();
    assert_eq!(written, [("grid", 3), ("wangmin", 20)]);
    assert_eq!(
        kept.give(
            "grid",
            write("daily_patrol", GRID, date(2026, 10, 31), None)
        ),
        Err("already_exists"),
        "October's line does not belong into November's book"
    );
}

#[test]
fn what_is_written_too_late_or_for_tomorrow_is_refused_with_its_field() {
    // The central's day turns at Beijing's midnight.
    let mut kept = Kept::new("ulanqab", "2026-11-20 00:30");
    let patrol = |on: Date| write("daily_patrol", GRID, on, None);
    assert_eq!(kept.refused_field("grid", patrol(date(2026, 11, 21))), "on");
    assert_eq!(kept.refused_field("grid", patrol(date(2026, 10, 19))), "on");
    kept.give("grid", patrol(date(2026, 10, 20))).unwrap();
    let mut kept = Kept::new("ulanqab", "2026-11-20 00:30");
    kept.give("grid", patrol(date(2026, 11, 20))).unwrap();
}

#[test]
fn only_who_may_and_only_where_it_is_owed() {
    let mut kept = Kept::new("ulanqab", "2026-11-20 18:00");
    assert_eq!(
        kept.give("zhifa", write("daily_patrol", GRID, MONDAY, None)),
        Err("record_not_yours")
    );
    assert_eq!(
        kept.give("grid", write("none_such", GRID, MONDAY, None)),
        Err("record_not_in_profile")
    );
    for elsewhere in [VILLAGE, "520382001001001"] {
        let command = write("daily_patrol", elsewhere, MONDAY, None);
        assert_eq!(kept.refused_field("grid", command), "area");
    }
}

#[test]
fn a_mark_is_given_where_the_duty_has_one() {
    let mut kept = Kept::new("ulanqab", "2026-11-20 18:00");
    let appraise = |mark: Option<u16>| write("appraisal", GRID, MONDAY, mark);
    assert_eq!(
        kept.give("grid", appraise(Some(90))),
        Err("record_not_yours")
    );
    assert_eq!(kept.refused_field("overseer", appraise(None)), "mark");
    assert_eq!(kept.refused_field("overseer", appraise(Some(101))), "mark");
    kept.give("overseer", appraise(Some(100))).unwrap();
    assert_eq!(book(&kept).lines[0].mark, Some(100));
    assert_eq!(
        book(&kept).days,
        Days::new(date(2026, 1, 1), date(2026, 12, 31)),
        "a quarter's duty has a book for the year"
    );
    let mut kept = Kept::new("ulanqab", "2026-11-20 18:00");
    kept.give("grid", write("daily_patrol", GRID, MONDAY, Some(3)))
        .unwrap();
    assert_eq!(book(&kept).lines[0].mark, None, "a patrol has no mark");
}

#[test]
fn a_meeting_s_pack_names_where_yesterday_s_duties_are_missing() {
    let duties = profile("ulanqab").duties;
    let areas: Vec<AreaCode> = (1..=70)
        .map(|grid| area(&format!("520381001001{grid:03}")))
        .chain([area(VILLAGE)])
        .collect();
    let diaries: BTreeMap<String, Diary> = BTreeMap::from([(
        "daily_patrol".to_owned(),
        [(area(GRID), MONDAY)].into_iter().collect(),
    )]);
    let sources = pack::Sources {
        duties: &duties,
        areas: &areas,
        diaries: &diaries,
        ..of_cases(&[], &[])
    };
    let made = |rhythm: Rhythm, at: &str| pack(rhythm, &area("520381"), moment(at), &sources);
    let tuesday = made(Rhythm::Daily, "2026-11-17 08:00");
    let [patrol] = &tuesday.duties[..] else {
        panic!(
            "only what is owed daily ended on a Monday: {:?}",
            tuesday.duties
        );
    };
    assert_eq!(patrol.standing.rate, Rate::new(1, 70));
    assert_eq!((patrol.areas, patrol.standing.gaps.len()), (69, pack::GAPS));
    let week = made(Rhythm::Weekly, "2026-11-23 08:00");
    let rules: Vec<&str> = week
        .duties
        .iter()
        .map(|one| &one.standing.rule[..])
        .collect();
    assert_eq!(rules, ["daily_patrol", "weekly_study", "household_visits"]);
}

fn any_day() -> impl Strategy<Value = Date> {
    (0..40_000_i64).prop_map(|days| date(1980, 1, 1).saturating_add(days.days()))
}

fn any_every() -> impl Strategy<Value = Every> {
    (0..Every::ALL.len()).prop_map(|at| Every::ALL[at])
}

proptest! {
    #[test]
    fn periods_hold_every_day_once(every in any_every(), day in any_day()) {
        let period = every.period(day);
        prop_assert!(period.hold(day));
        prop_assert_eq!(every.period(period.from), period);
        prop_assert_eq!(every.period(period.to), period);
        let next = every.period(period.to.tomorrow().unwrap());
        prop_assert_eq!(next.from.yesterday().unwrap(), period.to);
    }

    #[test]
    fn the_periods_that_end_in_days_end_in_them_and_leave_none_out(
        every in any_every(), from in any_day(), length in 0..800_i64,
    ) {
        let days = Days::new(from, from.saturating_add(length.days()));
        let found: Vec<Days> = every.ending_in(days).collect();
        for pair in found.windows(2) {
            prop_assert_eq!(pair[0].to.tomorrow().unwrap(), pair[1].from);
        }
        let ends = days.from.series(1.day()).take_while(|day| *day <= days.to);
        let ends: Vec<Date> = ends.filter(|day| every.period(*day).to == *day).collect();
        let told: Vec<Date> = found.iter().map(|period| period.to).collect();
        prop_assert_eq!(told, ends);
    }

    #[test]
    fn the_books_of_some_days_hold_all_that_was_done_in_their_periods(
        every in any_every(), from in any_day(), length in 0..400_i64,
    ) {
        let rule = DutyRule { every, ..rule("daily_patrol") };
        let days = Days::new(from, from.saturating_add(length.days()));
        let books = rule.books_of(days);
        for period in every.ending_in(days) {
            for day in [period.from, period.to] {
                prop_assert!(books.contains(&rule.book_of(day)), "{day} of {books:?}");
            }
        }
    }

    #[test]
    fn done_is_never_more_than_owed_and_towns_sum_to_the_county(
        done in proptest::collection::vec((0..6_usize, 0..60_i64), 0..80),
        every in any_every(), times in 1..4_u16, length in 0..90_i64,
    ) {
        let rule = DutyRule { every, times, ..rule("daily_patrol") };
        let grids: Vec<AreaCode> = (0..6)
            .map(|at| area(&format!("52038100{}00100{}", at % 3 + 1, at / 3 + 1)))
            .collect();
        let start = date(2026, 9, 1);
        let diary: Diary = done
            .iter()
            .map(|(at, day)| (grids[*at].clone(), start.saturating_add(day.days())))
            .collect();
        let days = Days::new(start, start.saturating_add(length.days()));
        let of = |within: &str| {
            let own = grids.iter().filter(|grid| area(within).covers(grid));
            let standing = standing(&rule, own, &diary, days, &CALENDAR);
            standing.map_or((Rate::default(), 0), |one| {
                let missing: u32 = one.gaps.iter().map(|gap| gap.missing).sum();
                (one.rate, u64::from(missing))
            })
        };
        let (county, missing) = of("520381");
        prop_assert!(county.numerator <= county.denominator);
        prop_assert_eq!(county.numerator + missing, county.denominator, "gaps are what is missing");
        let towns = ["520381001", "520381002", "520381003"].map(of);
        let sum = |part: fn(&Rate) -> u64| towns.iter().map(|(rate, _)| part(rate)).sum::<u64>();
        prop_assert_eq!(sum(|rate| rate.numerator), county.numerator);
        prop_assert_eq!(sum(|rate| rate.denominator), county.denominator);
    }
}

#[test]
fn a_book_that_is_full_takes_no_more() {
    let mut kept = Kept::new("ulanqab", "2026-11-20 18:00");
    let patrol = || write("daily_patrol", GRID, MONDAY, None);
    kept.give("grid", patrol()).unwrap();
    for _ in 1..LINES {
        kept.give("grid", patrol()).unwrap();
    }
    assert_eq!(kept.refused_field("grid", patrol()), "lines");
}
