//! Scores: the daily index and the monthly scorecard, what their rows lose and by what.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use onemap_domain::area::AreaCode;
use onemap_domain::case::{CaseId, Urgency};
use onemap_domain::duty::Diary;
use onemap_domain::index::{self, Snapshot, mean, snapshot};
use onemap_domain::indicator::{Indicator, Owed, Rate, Standing};
use onemap_domain::pack::{Days, Rhythm, pack};
use onemap_domain::people::{Role, Scope};
use onemap_domain::profile::{DutyRule, IndexRule, Measure, ScoreRow};
use onemap_domain::record::{Matter, RecordCommand, index as record};
use onemap_domain::score::{Scored, Sources, lost, standings, total};
use proptest::prelude::*;

use crate::fixture::{CALENDAR, Walk, area, facts, known, moment, of_cases, profile};
use crate::kept::Kept;
use crate::words::*;

const TOWNS: [&str; 3] = ["520381001", "520381002", "520381003"];

fn case_id(number: usize) -> CaseId {
    CaseId(uuid::Uuid::from_u64_pair(8, number as u64))
}

/// A standing in one of the towns, established on a day.
fn stood(town: usize, on: Date) -> Standing {
    let mut walk = Walk::new("chishui", "2026-11-02 09:00");
    walk.give("wangmin", report(facts()));
    let standing = Standing::of(walk.case(), &CALENDAR).unwrap();
    Standing {
        grid: area(&format!("{}001001", TOWNS[town])),
        reported_on: on,
        established_on: Some(on),
        ..standing
    }
}

fn row(code: &str, points: u16, measure: Measure, days: Option<u16>) -> ScoreRow {
    ScoreRow {
        code: code.to_owned(),
        name: profile("chishui").name,
        points,
        measure,
        days,
    }
}

/// The day after 2026-11-20, in the small hours.
fn night() -> Timestamp {
    moment("2026-11-21 02:00")
}

const DAY: Date = date(2026, 11, 20);

/// Sources made of standings; the areas are a grid and its village for each town.
struct Ground {
    standings: Vec<Standing>,
    areas: Vec<AreaCode>,
    duties: Vec<DutyRule>,
    diaries: BTreeMap<String, Diary>,
}

impl Ground {
    fn of(standings: Vec<Standing>) -> Ground {
        let areas = TOWNS.iter().flat_map(|town| {
            let levels = ["", "001", "001001"];
            levels.map(|below| area(&format!("{town}{below}")))
        });
        Ground {
            standings,
            areas: areas.collect(),
            duties: profile("ulanqab").duties,
            diaries: BTreeMap::new(),
        }
    }

    fn done(mut self, duty: &str, done: &[(&str, Date)]) -> Ground {
        let diary = done.iter().map(|(at, day)| (area(at), *day)).collect();
        self.diaries.insert(duty.to_owned(), diary);
        self
    }

    fn sources(&self) -> Sources<'_> {
        let own = self.standings.iter().enumerate();
        Sources {
            standings: own.map(|(at, one)| (case_id(at), one)).collect(),
            areas: &self.areas,
            diaries: self.diaries.clone(),
            duties: &self.duties,
            calendar: &CALENDAR,
            at: night(),
        }
    }

    fn row(&self, row: &ScoreRow) -> Scored {
        let days = Days::new(DAY, DAY);
        let rows = std::slice::from_ref(row);
        let mut scored = self
            .sources()
            .score(rows, &area("520381"), days, &BTreeMap::new());
        scored.remove(0)
    }

    fn snapshot(&self, formula: &IndexRule) -> Snapshot {
        let towns = TOWNS.map(area);
        snapshot(formula, &area("520381"), &towns, &self.sources())
    }
}

#[test]
fn a_row_loses_what_is_missing_and_lists_the_cases_it_was_lost_by() {
    let done = Owed {
        due_on: Some(DAY),
        done_on: Some(DAY),
        in_time: true,
    };
    let late = Owed {
        done_on: Some(date(2026, 11, 21)),
        ..done
    };
    let with = |town: usize, closing: Owed| Standing {
        closing,
        ..stood(town, DAY)
    };
    let longer_ago = Owed {
        due_on: Some(date(2026, 11, 12)),
        done_on: None,
        in_time: false,
    };
    let ground = Ground::of(vec![
        with(0, late),
        with(0, done),
        with(1, done),
        with(2, Owed::default()),
        with(2, longer_ago),
    ]);
    let measure = || Measure::Rate(Indicator::ClosingInTime);
    let yesterday = ground.row(&row("a", 30, measure(), None));
    assert_eq!(yesterday.rate, Rate::new(2, 3), "two have no due day in it");
    assert_eq!((yesterday.points, yesterday.lost), (30, 1_000));
    assert_eq!(yesterday.cases, [case_id(0)]);
    let nine_days = ground.row(&row("a", 30, measure(), Some(9)));
    assert_eq!(nine_days.rate, Rate::new(2, 4), "back to the twelfth");
    assert_eq!(nine_days.cases, [case_id(0), case_id(4)]);
    let eight_days = ground.row(&row("a", 30, measure(), Some(8)));
    assert_eq!(eight_days.rate, Rate::new(2, 3));
}

#[test]
fn of_what_should_not_be_the_row_counts_what_was_free_of_it() {
    let due = Owed {
        due_on: Some(DAY),
        done_on: Some(DAY),
        in_time: true,
    };
    let with = |reworked: bool| Standing {
        closing: due,
        reworked,
        ..stood(0, DAY)
    };
    let ground = Ground::of(vec![with(false), with(true), with(false), with(false)]);
    let rework = ground.row(&row("a", 20, Measure::Rate(Indicator::Rework), None));
    assert_eq!((rework.rate, rework.lost), (Rate::new(3, 4), 500));
    assert_eq!(rework.cases, [case_id(1)]);
}

#[test]
fn an_open_case_is_punctual_until_its_deadline_has_passed() {
    let with = |open: bool, due: Option<Timestamp>| Standing {
        open,
        next_due_at: due,
        ..stood(0, DAY)
    };
    let before = night() - 1.second();
    let ground = Ground::of(vec![
        with(true, Some(night())),
        with(true, None),
        with(true, Some(before)),
        with(false, Some(before)),
    ]);
    let punctual = ground.row(&row("a", 30, Measure::Punctual, None));
    assert_eq!(
        punctual.rate,
        Rate::new(2, 3),
        "the closed one does not count"
    );
    assert_eq!(punctual.cases, [case_id(2)]);
}

#[test]
fn a_duty_s_row_lists_the_areas_it_was_lost_by() {
    let grid = |town: usize| format!("{}001001", TOWNS[town]);
    let ground = Ground::of(Vec::new()).done(
        "daily_patrol",
        &[(&grid(0), DAY), (&grid(2), date(2026, 11, 19))],
    );
    let measure = || Measure::Duty("daily_patrol".to_owned());
    let scored = ground.row(&row("a", 30, measure(), None));
    assert_eq!((scored.rate, scored.lost), (Rate::new(1, 3), 2_000));
    assert_eq!(scored.areas, [area(&grid(1)), area(&grid(2))]);
    let two_days = ground.row(&row("a", 30, measure(), Some(2)));
    assert_eq!(two_days.rate, Rate::new(2, 6));
    let none_such = ground.row(&row("a", 30, Measure::Duty("none_such".to_owned()), None));
    assert_eq!((none_such.rate, none_such.lost), (Rate::default(), 0));
}

#[test]
fn more_reports_than_wanted_give_no_more_than_all_points() {
    let reported = |count: usize| {
        let ground = Ground::of(vec![stood(0, DAY); count]);
        ground.row(&row("a", 10, Measure::Reported(4), None))
    };
    assert_eq!((reported(1).rate, reported(1).lost), (Rate::new(1, 4), 750));
    assert_eq!((reported(9).rate, reported(9).lost), (Rate::new(4, 4), 0));
}

#[test]
fn where_nothing_could_count_nothing_is_lost_and_the_row_says_so() {
    let ground = Ground::of(Vec::new());
    for measure in [
        Measure::Rate(Indicator::Closing),
        Measure::Punctual,
        Measure::Duty("weekly_study".to_owned()),
        Measure::Judged,
    ] {
        let scored = ground.row(&row("a", 30, measure, None));
        assert_eq!((scored.rate, scored.lost), (Rate::default(), 0));
    }
}

#[test]
fn a_score_is_full_only_when_nothing_is_missing() {
    assert_eq!(lost(30, Rate::new(100_000, 100_000)), 0);
    assert_eq!(lost(30, Rate::new(99_999, 100_000)), 1, "not rounded away");
    assert_eq!(lost(1, Rate::new(99_999, 100_000)), 1);
    assert_eq!(lost(30, Rate::new(0, 7)), 3_000);
    assert_eq!(lost(30, Rate::new(2, 3)), 1_000);
    assert_eq!(lost(10, Rate::new(2, 3)), 333);
    assert_eq!(lost(10, Rate::new(1, 3)), 667);
    assert_eq!(lost(1, Rate::new(1, 8)), 87, "12.5 is rounded up");
    assert_eq!(lost(0, Rate::new(0, 3)), 0, "there is nothing to lose");
    let full = |rate: Rate| Scored {
        code: "a".to_owned(),
        rate,
        points: 100,
        lost: lost(100, rate),
        cases: Vec::new(),
        areas: Vec::new(),
    };
    assert_eq!(total(&[full(Rate::new(99_999, 100_000))]), 9_999);
    assert_eq!(total(&[full(Rate::new(7, 7))]), 10_000);
}

#[test]
fn a_sealed_case_is_in_no_score() {
    let mut walk = Walk::new("chishui", "2026-11-20 09:00");
    walk.give("wangmin", report(facts()))
        .give("wangmin", verify())
        .give("wangmin", establish(Urgency::Urgent));
    let read = |walk: &Walk| standings(&[walk.case().clone()], &CALENDAR).len();
    assert_eq!(read(&walk), 1);
    walk.give("keeper", seal("mental_health"));
    assert_eq!(read(&walk), 0);
}

fn formula() -> IndexRule {
    profile("chishui").index.unwrap()
}

#[test]
fn the_index_looks_back_on_the_day_before_and_explains_itself() {
    let done = Owed {
        due_on: Some(DAY),
        done_on: None,
        in_time: false,
    };
    let late = Standing {
        closing: done,
        open: true,
        next_due_at: Some(night() - 2.hours()),
        ..stood(1, DAY)
    };
    let mut ground = Ground::of(vec![late]);
    ground.duties = profile("chishui").duties;
    let made = ground.snapshot(&formula());
    assert_eq!(
        made,
        ground.snapshot(&formula()),
        "made again, it is the same"
    );
    assert_eq!((made.day, made.version), (DAY, index::VERSION));
    assert_eq!(made.formula, formula(), "it holds its formula");
    assert_eq!(made.most(), 10_000);
    let lost_by = |area: &str| {
        let one = made.of(&self::area(area)).unwrap();
        let row = one.rows.iter().find(|row| row.code == "closing_in_time");
        row.unwrap().cases.clone()
    };
    assert_eq!(lost_by("520381002"), [case_id(0)]);
    assert_eq!(lost_by("520381001"), []);
    assert_eq!(lost_by("520381"), [], "the county's stand with its towns");
    let total_of = |code: &str| made.of(&area(code)).unwrap().total;
    // 20 for patrols that nobody made; in the second town 30 and 25 for the late case too.
    assert_eq!(total_of("520381001"), 8_000);
    assert_eq!(total_of("520381002"), 2_500);
    let codes: Vec<String> = made.towns.iter().map(|one| one.area.to_string()).collect();
    assert_eq!(codes, TOWNS);
}

#[test]
fn an_index_is_frozen_by_the_central_and_never_again() {
    let ground = Ground::of(vec![stood(0, DAY)]);
    let freeze = || {
        RecordCommand::Index(record::Command::Freeze {
            snapshot: Box::new(ground.snapshot(&formula())),
        })
    };
    assert_eq!(freeze().identity(|_| None), Some(record::identity(DAY)));
    let mut kept = Kept::new("chishui", "2026-11-21 02:00");
    assert_eq!(kept.give("overseer", freeze()), Err("only_the_central"));
    kept.happens(freeze()).unwrap();
    assert_eq!(kept.happens(freeze()), Err("already_exists"));
    let Matter::Index(state) = &kept.record().matter else {
        panic!("an index");
    };
    assert_eq!(**state, ground.snapshot(&formula()));
}

#[test]
fn a_reader_is_told_of_their_towns_and_the_wall_of_no_grounds() {
    let mut ground = Ground::of(Vec::new());
    ground.duties = profile("chishui").duties;
    let mut kept = Kept::new("chishui", "2026-11-21 02:00");
    kept.happens(RecordCommand::Index(record::Command::Freeze {
        snapshot: Box::new(ground.snapshot(&formula())),
    }))
    .unwrap();
    let told = |role: Role, place: &str| {
        let mut record = kept.record().clone();
        let scope = Scope {
            role,
            area: area(place),
            ..known("wangmin").scope.clone()
        };
        record.tell(&mut kept.log.clone(), &scope);
        let Matter::Index(state) = record.matter else {
            panic!("an index");
        };
        let areas: usize = state
            .towns
            .iter()
            .map(|town| town.rows[4].areas.len())
            .sum();
        (state.towns.len(), areas, state.county.total)
    };
    assert_eq!(told(Role::Supervisor, "520381"), (3, 3, 8_000));
    assert_eq!(told(Role::Operator, "520381002"), (1, 1, 8_000));
    assert_eq!(told(Role::Operator, "520381002001"), (1, 1, 8_000));
    assert_eq!(told(Role::Wall, "520381"), (3, 0, 8_000));
}

#[test]
fn a_meeting_s_pack_says_the_index_of_the_last_day_and_of_the_one_before() {
    let made = |day: Date, total: u32| {
        let mut made = Ground::of(Vec::new()).snapshot(&formula());
        made.day = day;
        made.county.total = total;
        made
    };
    let (last, before) = (made(DAY, 9_688), made(date(2026, 11, 19), 9_702));
    let indexes = [&last, &before];
    let sources = onemap_domain::pack::Sources {
        indexes: &indexes,
        ..of_cases(&[], &[])
    };
    let pack = pack(
        Rhythm::Daily,
        &area("520381"),
        moment("2026-11-21 08:00"),
        &sources,
    );
    let index = pack.index.unwrap();
    assert_eq!(
        (index.total, index.most, index.before),
        (9_688, 10_000, Some(9_702))
    );
    let sunday = onemap_domain::pack::pack(
        Rhythm::Daily,
        &area("520381"),
        moment("2026-11-22 08:00"),
        &sources,
    );
    assert_eq!(sunday.index, None, "Saturday has none");
}

#[test]
fn a_month_is_the_mean_of_its_days() {
    assert_eq!(mean(&[]), None);
    assert_eq!(mean(&[9_688, 9_701]), Some(9_695), "half is rounded up");
    assert_eq!(mean(&[10_000, 9_999, 9_999]), Some(9_999));
}

#[test]
fn the_fourteen_rows_count_duties_and_reports_and_add_what_was_given() {
    let card = profile("ulanqab").scorecard.unwrap();
    assert_eq!(card.rows.len(), 14);
    let grid = format!("{}001001", TOWNS[0]);
    let month = Days::new(date(2026, 10, 1), date(2026, 10, 31));
    let patrols: Vec<(&str, Date)> = (1..=30)
        .map(|day| (grid.as_str(), date(2026, 10, day)))
        .collect();
    let reported = stood(0, date(2026, 10, 9));
    let ground = Ground::of(vec![reported; 3]).done("daily_patrol", &patrols);
    let given = BTreeMap::from([("indicator_4".to_owned(), 3)]);
    let rows = ground
        .sources()
        .score(&card.rows, &area(&grid), month, &given);
    let of = |code: &str| {
        let row = rows.iter().find(|row| row.code == code).unwrap();
        (row.rate, row.lost)
    };
    assert_eq!(of("attendance"), (Rate::new(30, 31), 48));
    assert_eq!(of("visits"), (Rate::new(0, 4), 1_500), "four Sundays");
    assert_eq!(of("reporting"), (Rate::new(3, 4), 375));
    assert_eq!(of("indicator_4"), (Rate::new(3, 5), 200));
    assert_eq!(of("indicator_5"), (Rate::default(), 0), "nobody has said");
    assert_eq!(total(&rows), 10_000 - 48 - 1_500 - 375 - 200);
}

fn any_standing() -> impl Strategy<Value = Standing> {
    let owed = (0..40_i64, proptest::option::of(0..40_i64), any::<bool>());
    let rest = (0..3_usize, any::<bool>(), any::<bool>(), -50..50_i64);
    (owed, rest).prop_map(|((due, done, in_time), (town, reworked, open, hours))| {
        let start = date(2026, 10, 20);
        Standing {
            closing: Owed {
                due_on: Some(start.saturating_add(due.days())),
                done_on: done.map(|done| start.saturating_add(done.days())),
                in_time,
            },
            reworked,
            open,
            next_due_at: Some(night() + hours.hours()),
            ..stood(town, start)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_total_is_its_points_without_what_was_lost_and_towns_sum_to_the_county(
        standings in proptest::collection::vec(any_standing(), 0..25),
        done in proptest::collection::vec((0..3_usize, 0..10_i64), 0..30),
    ) {
        let villages = TOWNS.map(|town| format!("{town}001"));
        let patrols: Vec<(&str, Date)> = done
            .iter()
            .map(|(town, back)| (villages[*town].as_str(), DAY.saturating_sub(back.days())))
            .collect();
        let mut ground = Ground::of(standings).done("village_patrol", &patrols);
        ground.duties = profile("chishui").duties;
        let made = ground.snapshot(&formula());
        for one in made.towns.iter().chain([&made.county]) {
            let points: u32 = one.rows.iter().map(|row| u32::from(row.points) * 100).sum();
            let lost: u32 = one.rows.iter().map(|row| row.lost).sum();
            prop_assert_eq!(one.total, points - lost);
            for row in &one.rows {
                prop_assert!(row.rate.numerator <= row.rate.denominator);
                let whole = row.rate.numerator == row.rate.denominator;
                prop_assert_eq!(row.lost == 0, whole, "full only when nothing is missing");
            }
        }
        for town in &made.towns {
            for row in &town.rows {
                let missing = row.rate.denominator - row.rate.numerator;
                if row.code == "patrols" {
                    prop_assert_eq!(row.areas.is_empty(), missing == 0);
                } else {
                    prop_assert_eq!(row.cases.len() as u64, missing, "every point has its case");
                }
            }
        }
        for (at, row) in made.county.rows.iter().enumerate() {
            let sum = |part: fn(&Rate) -> u64| -> u64 {
                made.towns.iter().map(|town| part(&town.rows[at].rate)).sum()
            };
            prop_assert_eq!(sum(|rate| rate.numerator), row.rate.numerator);
            prop_assert_eq!(sum(|rate| rate.denominator), row.rate.denominator);
        }
    }
}
