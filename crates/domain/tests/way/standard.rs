//! The standard that areas reach item by item: its evidence, the cases that take items away, and
//! who has reached it of whom.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::case::CaseId;
use onemap_domain::indicator::{Rate, Standing};
use onemap_domain::people::{Role, Scope};
use onemap_domain::profile::{Profile, Revocation, StandardRule};
use onemap_domain::record::standard::{Command, LINES, Line, Sheet, identity};
use onemap_domain::record::{Matter, RecordCommand, RecordKind};
use onemap_domain::score::standings;
use onemap_domain::standard::{Happened, ItemState, Reach, rate};
use proptest::prelude::*;

use crate::fixture::{CALENDAR, GRID, Walk, area, facts, known, profile};
use crate::kept::{Kept, command_id};
use crate::words::*;

const LIST: &str = "ten_withouts";
const OTHER: &str = "520381001001002";
const MARKET: &str = "520381001001901";
const DAY: Date = date(2026, 11, 18);
const NEXT: Date = date(2026, 11, 19);

fn attest_at(at: &str, item: u16, on: Date) -> RecordCommand {
    RecordCommand::Standard(Command::Attest {
        list: LIST.to_owned(),
        area: area(at),
        item,
        on,
        note: "入户核对, 附照片三张".to_owned(),
    })
}

fn attest(item: u16, on: Date) -> RecordCommand {
    attest_at(GRID, item, on)
}

fn strike(revision: u64, reason: &str) -> RecordCommand {
    RecordCommand::Standard(Command::Strike {
        line: command_id(revision),
        reason: reason.to_owned(),
    })
}

fn sheet(kept: &Kept) -> &Sheet {
    match &kept.record().matter {
        Matter::Standard(sheet) => sheet,
        other => panic!("{other:?}"),
    }
}

/// A sheet of a grid with evidence of these items on these days.
fn evidence(at: &str, lines: &[(u16, Date)]) -> Sheet {
    let line = |(number, (item, on)): (u64, &(u16, Date))| Line {
        id: command_id(number),
        item: *item,
        on: *on,
        by: "周永福".to_owned(),
        at: jiff::Timestamp::UNIX_EPOCH,
        note: "现场查看".to_owned(),
        struck: None,
    };
    Sheet {
        list: LIST.to_owned(),
        area: area(at),
        lines: (1..).zip(lines).map(line).collect(),
    }
}

/// The standard of the sample county: ten items, base grids, item 1 revoked by public order.
fn standard() -> (Profile, StandardRule) {
    let profile = profile("chishui");
    let rule = profile.standard.clone().unwrap();
    (profile, rule)
}

fn case_id(number: u64) -> CaseId {
    CaseId(uuid::Uuid::from_u64_pair(8, number))
}

/// A case of a category, reported in a grid on a day.
fn stood(category: &str, at: &str, on: Date) -> Standing {
    let mut walk = Walk::new("chishui", "2026-11-02 09:00");
    walk.give("wangmin", report(facts()));
    Standing {
        grid: area(at),
        category: category.to_owned(),
        reported_on: on,
        ..Standing::of(walk.case(), &CALENDAR).unwrap()
    }
}

/// How item 1 of the grid stands with evidence of [`DAY`] and these cases.
fn first_item(cases: &[Standing]) -> ItemState {
    let (_, rule) = standard();
    let cases: Vec<(CaseId, &Standing)> = (1..).map(case_id).zip(cases).collect();
    let happened = Happened::of(&rule, cases);
    let sheet = evidence(GRID, &[(1, DAY)]);
    Reach::of(&rule, 10, &area(GRID), Some(&sheet), &happened).items[0]
}

const HELD: ItemState = ItemState::Held { since: DAY };

#[test]
fn an_item_holds_by_its_newest_evidence_and_is_missing_without_any() {
    let (_, rule) = standard();
    let none = Happened::default();
    let of = |sheet: Option<&Sheet>| Reach::of(&rule, 2, &area(GRID), sheet, &none).items;
    assert_eq!(of(None), [ItemState::Missing; 2]);
    let sheet = evidence(GRID, &[(1, DAY), (1, date(2026, 3, 1))]);
    assert_eq!(of(Some(&sheet)), [HELD, ItemState::Missing]);
}

#[test]
fn evidence_that_was_struck_counts_no_more_and_what_was_before_it_counts_again() {
    let mut kept = Kept::new("chishui", "2026-11-20 18:00");
    kept.give("grid", attest(1, DAY)).unwrap();
    kept.give("wangmin", attest(1, NEXT)).unwrap();
    assert_eq!(kept.refused_field("grid", strike(2, " ")), "reason");
    kept.give("grid", strike(2, "照片是别处的")).unwrap();
    assert_eq!(kept.give("grid", strike(2, "再划一次")), Err("not_found"));
    assert_eq!(kept.give("grid", strike(9, "没有这一行")), Err("not_found"));
    let kept_lines = &sheet(&kept).lines;
    assert_eq!(kept_lines[1].struck.as_deref(), Some("照片是别处的"));
    assert_eq!(kept_lines[1].note, "入户核对, 附照片三张", "it stays");
    let (_, rule) = standard();
    let reach = Reach::of(
        &rule,
        10,
        &area(GRID),
        Some(sheet(&kept)),
        &Happened::default(),
    );
    assert_eq!(reach.items[0], HELD);
}

#[test]
fn a_case_of_a_linked_category_on_the_day_of_the_evidence_or_later_takes_it_away() {
    let before = DAY.yesterday().unwrap();
    assert_eq!(first_item(&[stood("public_order", GRID, before)]), HELD);
    for on in [DAY, NEXT] {
        let revoked = ItemState::Revoked {
            since: DAY,
            by: case_id(1),
            on,
        };
        assert_eq!(first_item(&[stood("public_order", GRID, on)]), revoked);
    }
}

#[test]
fn another_category_another_grid_and_another_item_take_nothing_away() {
    assert_eq!(first_item(&[stood("sewage", GRID, NEXT)]), HELD);
    assert_eq!(first_item(&[stood("public_order", OTHER, NEXT)]), HELD);
    assert_eq!(
        first_item(&[stood("safety", GRID, NEXT)]),
        HELD,
        "safety is linked with item 2"
    );
}

#[test]
fn the_first_case_that_takes_an_item_away_is_named() {
    let cases = [
        stood("public_order", GRID, date(2026, 11, 20)),
        stood("public_order", GRID, NEXT),
        stood("public_order", GRID, date(2026, 11, 1)),
    ];
    let revoked = ItemState::Revoked {
        since: DAY,
        by: case_id(2),
        on: NEXT,
    };
    assert_eq!(first_item(&cases), revoked);
}

#[test]
fn evidence_of_a_later_day_makes_an_item_hold_again_and_of_the_case_s_day_does_not() {
    let (_, rule) = standard();
    let case = stood("public_order", GRID, NEXT);
    let happened = Happened::of(&rule, [(case_id(1), &case)]);
    let of = |again: Date| {
        let sheet = evidence(GRID, &[(1, DAY), (1, again)]);
        Reach::of(&rule, 10, &area(GRID), Some(&sheet), &happened).items[0]
    };
    assert!(matches!(of(NEXT), ItemState::Revoked { since: NEXT, .. }));
    let later = date(2026, 11, 20);
    assert_eq!(of(later), ItemState::Held { since: later });
}

#[test]
fn a_rule_without_an_item_takes_every_item_away() {
    let (_, rule) = standard();
    let rule = StandardRule {
        revoked_by: vec![Revocation {
            item: None,
            categories: vec!["noise".to_owned()],
        }],
        ..rule
    };
    let case = stood("noise", GRID, DAY);
    let happened = Happened::of(&rule, [(case_id(1), &case)]);
    let sheet = evidence(GRID, &[(1, DAY), (3, DAY)]);
    let reach = Reach::of(&rule, 3, &area(GRID), Some(&sheet), &happened);
    let names: Vec<&str> = reach.items.iter().map(|item| item.name()).collect();
    assert_eq!(names, ["revoked", "missing", "revoked"]);
}

#[test]
fn what_was_declined_voided_merged_or_sealed_takes_nothing_away() {
    let declined = Standing {
        declined_on: Some(NEXT),
        ..stood("public_order", GRID, NEXT)
    };
    assert_eq!(first_item(&[declined]), HELD);
    let (_, rule) = standard();
    let takes_away = |walk: &Walk| {
        let cases = walk.ways.iter().filter_map(|way| way.case.clone());
        let cases: Vec<_> = cases.collect();
        let standings = standings(&cases, &CALENDAR);
        let cases = standings.iter().map(|(id, standing)| (*id, standing));
        let happened = Happened::of(&rule, cases);
        let sheet = evidence(GRID, &[(1, DAY)]);
        let items = Reach::of(&rule, 10, &area(GRID), Some(&sheet), &happened).items;
        items[0] != HELD
    };
    let mut walk = Walk::new("chishui", "2026-11-19 09:00");
    let mut brawl = facts();
    brawl.category = "public_order".to_owned();
    walk.give("wangmin", report(brawl.clone()));
    assert!(takes_away(&walk), "as long as it is an ordinary case");
    let mut merged = walk.clone();
    let mut other = brawl;
    other.category = "sewage".to_owned();
    merged.give_on(1, "wangmin", report(other));
    merged.give("wangmin", merge(1));
    assert!(!takes_away(&merged), "the one it was merged into goes on");
    walk.give("keeper", seal("mental_health"));
    assert!(!takes_away(&walk), "nobody can tell of a sealed case by it");
}

#[test]
fn an_area_reaches_the_standard_only_when_every_item_holds() {
    let (_, rule) = standard();
    let all: Vec<(u16, Date)> = (1..=10).map(|item| (item, DAY)).collect();
    let none = Happened::default();
    let of = |lines: &[(u16, Date)]| {
        let sheet = evidence(GRID, lines);
        Reach::of(&rule, 10, &area(GRID), Some(&sheet), &none)
    };
    assert!(of(&all).is_whole());
    let nine = of(&all[1..]);
    assert_eq!((nine.held(), nine.is_whole()), (9, false));
    let case = stood("public_order", GRID, NEXT);
    let happened = Happened::of(&rule, [(case_id(1), &case)]);
    let sheet = evidence(GRID, &all);
    let revoked = Reach::of(&rule, 10, &area(GRID), Some(&sheet), &happened);
    assert_eq!((revoked.held(), revoked.is_whole()), (9, false));
}

/// The grids of a county with 730 base grids and 153 dedicated ones.
fn grids() -> Vec<AreaCode> {
    let base = (0..730).map(|at| format!("5203810010{:02}{:03}", at / 10 + 1, at % 10 + 1));
    let dedicated = (0..153).map(|at| format!("5203810010{:02}{:03}", at / 9 + 1, at % 9 + 901));
    base.chain(dedicated).map(|code| area(&code)).collect()
}

#[test]
fn the_denominator_is_the_base_grids_or_all_grids() {
    let (_, base) = standard();
    let every = StandardRule {
        base_grids_only: false,
        ..base.clone()
    };
    let grids = grids();
    assert_eq!(grids.iter().collect::<BTreeSet<_>>().len(), 883);
    let reached = |rule: &StandardRule| {
        // One base grid has not reached it, nor has any dedicated one.
        let reach = |grid: &&AreaCode| {
            let lines: Vec<(u16, Date)> = (1..=10).map(|item| (item, DAY)).collect();
            let sheet = evidence(grid.as_str(), &lines);
            let behind = grid.as_str() == GRID || !base.is_for(grid);
            let sheet = (!behind).then_some(&sheet);
            Reach::of(rule, 10, grid, sheet, &Happened::default())
        };
        let reaches: Vec<Reach> = grids
            .iter()
            .filter(|grid| rule.is_for(grid))
            .map(|grid| reach(&grid))
            .collect();
        rate(&reaches)
    };
    assert_eq!(reached(&base), Rate::new(729, 730));
    assert_eq!(reached(&every), Rate::new(729, 883));
}

#[test]
fn only_who_may_only_where_it_counts_and_only_items_that_there_are() {
    let mut kept = Kept::new("chishui", "2026-11-20 00:30");
    assert_eq!(
        kept.give("overseer", attest(1, DAY)),
        Err("record_not_yours")
    );
    for elsewhere in [MARKET, "520381001001", "520382001001001"] {
        let command = attest_at(elsewhere, 1, DAY);
        assert_eq!(kept.refused_field("grid", command), "area", "{elsewhere}");
    }
    for item in [0, 11] {
        assert_eq!(kept.refused_field("grid", attest(item, DAY)), "item");
    }
    let tomorrow = attest(1, date(2026, 11, 21));
    assert_eq!(kept.refused_field("grid", tomorrow), "on");
    let wordless = RecordCommand::Standard(Command::Attest {
        list: LIST.to_owned(),
        area: area(GRID),
        item: 1,
        on: DAY,
        note: " ".to_owned(),
    });
    assert_eq!(kept.refused_field("grid", wordless), "note");
    kept.give("grid", attest(10, date(2019, 5, 1))).unwrap();
    let mut elsewhere = Kept::new("liaocheng", "2026-11-20 18:00");
    assert_eq!(
        elsewhere.give("grid", attest(1, DAY)),
        Err("record_not_in_profile")
    );
}

#[test]
fn two_who_begin_the_same_sheet_off_line_write_into_one() {
    let none = |_: &str| None;
    let one = attest(1, DAY).identity(none);
    assert_eq!(one, Some(identity(LIST, &area(GRID))));
    assert_eq!(one, attest(7, NEXT).identity(none));
    assert_ne!(one, attest_at(OTHER, 1, DAY).identity(none));
    let mut kept = Kept::new("chishui", "2026-11-20 18:00");
    kept.give("grid", attest(1, DAY)).unwrap();
    kept.give("wangmin", attest(2, DAY)).unwrap();
    let by: Vec<&str> = sheet(&kept).lines.iter().map(|line| &line.by[..]).collect();
    assert_eq!(by, ["grid", "wangmin"]);
    assert_eq!(
        kept.give("grid", attest_at(OTHER, 1, DAY)),
        Err("already_exists")
    );
}

#[test]
fn a_sheet_that_is_full_takes_no_more() {
    let mut kept = Kept::new("chishui", "2026-11-20 18:00");
    for _ in 0..LINES {
        kept.give("grid", attest(1, DAY)).unwrap();
    }
    assert_eq!(kept.refused_field("grid", attest(1, DAY)), "lines");
}

#[test]
fn the_wall_and_another_area_do_not_read_evidence() {
    let mut kept = Kept::new("chishui", "2026-11-20 18:00");
    kept.give("grid", attest(1, DAY)).unwrap();
    let reads = |scope: &Scope| scope.covers_record(kept.record());
    let own = &known("grid").scope;
    assert!(reads(own));
    let wall = Scope {
        role: Role::Wall,
        ..own.clone()
    };
    assert!(!reads(&wall));
    let elsewhere = Scope {
        area: area("520381002"),
        ..own.clone()
    };
    assert!(!reads(&elsewhere));
    assert_eq!(RecordKind::Standard.readers(), RecordKind::Duty.readers());
}

#[test]
fn an_item_has_the_name_that_the_county_gave_it_or_none() {
    let (mut profile, rule) = standard();
    assert_eq!(profile.items_of_standard(), Some((&rule, 10)));
    assert_eq!(
        profile.standard_item(1),
        None,
        "nobody makes a name up for it"
    );
    let name = profile.name.clone();
    let list = profile.lists.iter_mut().find(|list| list.code == LIST);
    list.unwrap().members.push(onemap_domain::profile::Named {
        code: "first".to_owned(),
        name: name.clone(),
    });
    assert_eq!(profile.standard_item(1), Some(&name));
    assert_eq!(
        (profile.standard_item(0), profile.standard_item(2)),
        (None, None)
    );
    profile.lists.clear();
    assert_eq!(profile.items_of_standard(), None);
}

proptest! {
    /// Counted the long way: an item holds when no linked case comes on or after its newest day.
    #[test]
    fn what_holds_is_what_a_plain_count_says(
        lines in proptest::collection::vec((1..4_u16, 0..20_i64), 0..12),
        cases in proptest::collection::vec((0..3_usize, 0..3_usize, 0..20_i64), 0..12),
    ) {
        let (_, rule) = standard();
        let grids = [GRID, OTHER, MARKET];
        let categories = ["public_order", "safety", "sewage"];
        let day = |days: i64| date(2026, 11, 1).saturating_add(days.days());
        let lines: Vec<(u16, Date)> = lines.iter().map(|(item, at)| (*item, day(*at))).collect();
        let sheet = evidence(GRID, &lines);
        let stood: Vec<Standing> = cases
            .iter()
            .map(|(at, category, on)| stood(categories[*category], grids[*at], day(*on)))
            .collect();
        let numbered: Vec<(CaseId, &Standing)> = (1..).map(case_id).zip(&stood).collect();
        let happened = Happened::of(&rule, numbered);
        let reach = Reach::of(&rule, 3, &area(GRID), Some(&sheet), &happened);
        for (item, state) in (1..).zip(&reach.items) {
            let own = lines.iter().filter(|(of, _)| *of == item);
            let newest = own.map(|(_, on)| *on).max();
            let linked = categories.get(usize::from(item) - 1).filter(|_| item < 3);
            let revoked = newest.is_some_and(|since| stood.iter().any(|case| {
                Some(&case.category.as_str()) == linked
                    && case.grid == area(GRID)
                    && case.reported_on >= since
            }));
            let expected = match newest {
                None => "missing",
                Some(_) if revoked => "revoked",
                Some(_) => "held",
            };
            prop_assert_eq!(state.name(), expected);
        }
        prop_assert_eq!(reach.area.level(), Level::Grid);
    }
}
