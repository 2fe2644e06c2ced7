//! The supervision board: whatever the cases are, its figures agree with each other and with the
//! cases that its picks choose.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use onemap_domain::area::AreaCode;
use onemap_domain::board::{Band, Board, Brief, Concern, Pick, Reading, Slip, Sums, Whose};
use onemap_domain::case::{Stage, Urgency};
use onemap_domain::clock::Term;
use onemap_domain::department::DepartmentCode;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::fixture::{Walk, moment};
use crate::words::*;

const GRIDS: [&str; 4] = [
    "520381001001001",
    "520381001001002",
    "520381001002001",
    "520381100201001",
];
const AREAS: [&str; 4] = ["520381", "520381001", "520381001001", "520381100"];
const CATEGORIES: [&str; 3] = ["sewage", "noise", "wages"];
const LEADS: [&str; 3] = ["zhujian", "zhifa", "renshe"];
const LADDERS: [&str; 2] = ["usual", "procuratorate"];

fn reading() -> Reading {
    Reading {
        now: moment("2026-11-21 09:00"),
        yellow_share: 25,
    }
}

fn one_of(all: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(all).prop_map(str::to_owned)
}

fn department(code: String) -> DepartmentCode {
    DepartmentCode(code)
}

fn area(code: &str) -> AreaCode {
    AreaCode::parse(code).unwrap()
}

/// Hours from the moment of reading, on both sides of every border between two bands.
fn hours() -> impl Strategy<Value = i64> {
    prop_oneof![
        -400_i64..400,
        prop::sample::select(vec![-169, -168, -167, -73, -72, -71, -1, 0, 1])
    ]
}

fn later(hours: i64) -> Timestamp {
    reading().now + SignedDuration::from_hours(hours)
}

fn term() -> impl Strategy<Value = Option<Term>> {
    let whole = (hours(), 1_i64..400).prop_map(|(due, long)| Term {
        from: later(due - long),
        due_at: later(due),
    });
    prop::option::weighted(0.85, whole)
}

fn slip() -> impl Strategy<Value = Option<Slip>> {
    let slip = (one_of(&LADDERS), 0_u32..4, hours(), any::<bool>());
    let slip = slip.prop_map(|(ladder, rung, due, answered)| Slip {
        ladder,
        rung,
        due_at: later(due),
        answered,
    });
    prop::option::of(slip)
}

fn brief() -> impl Strategy<Value = Brief> {
    (
        one_of(&GRIDS),
        one_of(&CATEGORIES),
        prop::option::weighted(0.8, one_of(&LEADS)),
        term(),
        slip(),
        any::<[bool; 4]>(),
    )
        .prop_map(|(grid, category, lead, term, slip, marks)| {
            let [returned_twice, dissatisfied, adopted, request] = marks;
            Brief {
                stage: Stage::Handling,
                grid: area(&grid),
                category,
                lead: lead.map(department),
                term,
                slip,
                returned_twice,
                dissatisfied,
                adopted,
                request,
            }
        })
}

fn pick() -> impl Strategy<Value = Pick> {
    let whose = prop_oneof![
        Just(Whose::Nobody),
        one_of(&LEADS).prop_map(|code| Whose::Department(department(code)))
    ];
    (
        prop::option::of(one_of(&AREAS)),
        prop::option::of(one_of(&CATEGORIES)),
        prop::option::weighted(0.3, whose),
        prop::option::weighted(0.3, prop::sample::select(Band::ALL.to_vec())),
        prop::bool::weighted(0.2),
        prop::option::weighted(0.3, prop::sample::select(Concern::ALL.to_vec())),
        prop::option::weighted(0.2, (one_of(&LADDERS), 0_u32..4)),
    )
        .prop_map(|(of, category, whose, band, overdue, concern, rung)| Pick {
            area: of.map(|code| area(&code)),
            category,
            whose,
            band,
            overdue,
            concern,
            rung,
        })
}

/// How many cases a pick chooses out of those of another.
fn chosen(briefs: &[Brief], within: &Pick, pick: &Pick) -> u32 {
    let both = briefs
        .iter()
        .filter(|brief| within.chooses(brief, reading()) && pick.chooses(brief, reading()));
    both.count() as u32
}

/// Every figure of a row is the number of cases that its pick chooses.
fn row_holds(
    briefs: &[Brief],
    within: &Pick,
    whose: Option<&Whose>,
    sums: &Sums,
) -> Result<(), TestCaseError> {
    let whose = Pick {
        whose: whose.cloned(),
        ..Pick::default()
    };
    prop_assert_eq!(sums.open, chosen(briefs, within, &whose), "open");
    let late = Pick {
        overdue: true,
        ..whose.clone()
    };
    prop_assert_eq!(sums.overdue(), chosen(briefs, within, &late), "overdue");
    for band in Band::ALL {
        let pick = Pick {
            band: Some(band),
            ..whose.clone()
        };
        prop_assert_eq!(sums.band(band), chosen(briefs, within, &pick), "{:?}", band);
    }
    for concern in Concern::ALL {
        let pick = Pick {
            concern: Some(concern),
            ..whose.clone()
        };
        let counted = chosen(briefs, within, &pick);
        prop_assert_eq!(sums.concern(concern), counted, "{:?}", concern);
    }
    let bands: u32 = Band::ALL.into_iter().map(|band| sums.band(band)).sum();
    prop_assert_eq!(bands, sums.open, "every open case is in one band");
    prop_assert!(
        sums.concern(Concern::Unanswered) <= sums.concern(Concern::Supervised),
        "what is unanswered is supervised"
    );
    Ok(())
}

fn board_holds(briefs: &[Brief], pick: &Pick) -> Result<(), TestCaseError> {
    let board = Board::of(briefs.iter(), pick, reading());
    row_holds(briefs, pick, None, &board.total)?;
    for (whose, sums) in &board.rows {
        prop_assert!(sums.open > 0, "who has no case has no row");
        row_holds(briefs, pick, Some(whose), sums)?;
    }
    let column = |figure: &dyn Fn(&Sums) -> u32| -> u32 { board.rows.values().map(figure).sum() };
    prop_assert_eq!(column(&|sums| sums.open), board.total.open);
    prop_assert_eq!(column(&Sums::overdue), board.total.overdue());
    for band in Band::ALL {
        prop_assert_eq!(column(&|sums| sums.band(band)), board.total.band(band));
    }
    for concern in Concern::ALL {
        let sum = column(&|sums| sums.concern(concern));
        prop_assert_eq!(sum, board.total.concern(concern));
    }
    let leads: BTreeSet<&Whose> = board.rows.keys().collect();
    prop_assert_eq!(leads.len(), board.rows.len());
    for (ladder, rung) in LADDERS
        .iter()
        .flat_map(|ladder| (0..4).map(move |rung| (ladder, rung)))
    {
        let key = ((*ladder).to_owned(), rung);
        let on_it = Pick {
            rung: Some(key.clone()),
            ..Pick::default()
        };
        let counted = board.rungs.get(&key).copied().unwrap_or_default();
        prop_assert_eq!(counted, chosen(briefs, pick, &on_it), "{:?}", key);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_column_adds_up_and_every_figure_is_what_its_pick_chooses(
        briefs in prop::collection::vec(brief(), 0..60),
        pick in pick(),
    ) {
        board_holds(&briefs, &pick)?;
    }

    #[test]
    fn one_more_case_moves_the_figures_of_its_own_row_and_no_other(
        briefs in prop::collection::vec(brief(), 0..30),
        more in brief(),
    ) {
        let all = Pick::default();
        let before = Board::of(briefs.iter(), &all, reading());
        let after = Board::of(briefs.iter().chain([&more]), &all, reading());
        let own = more.lead.clone().map_or(Whose::Nobody, Whose::Department);
        for (whose, sums) in &after.rows {
            let was = before.rows.get(whose).cloned().unwrap_or_default();
            let grown = sums.open - was.open;
            prop_assert_eq!(grown, u32::from(*whose == own));
            if *whose != own {
                prop_assert_eq!(sums, &was);
            }
        }
        prop_assert_eq!(after.total.open, before.total.open + 1);
    }
}

#[test]
fn a_deadline_passed_by_exactly_three_or_seven_days_is_in_the_nearer_band() {
    let due = moment("2026-11-21 09:00");
    let term = Term {
        from: due - SignedDuration::from_hours(100),
        due_at: due,
    };
    let after = |hours: i64, seconds: i64| {
        let now = due + SignedDuration::from_hours(hours) + SignedDuration::from_secs(seconds);
        Band::of(Some(term), now, 25)
    };
    assert_eq!(after(0, 0), Band::Yellow, "at the deadline it is not late");
    assert_eq!(after(0, 1), Band::Late3);
    assert_eq!([after(72, 0), after(72, 1)], [Band::Late3, Band::Late7]);
    assert_eq!([after(168, 0), after(168, 1)], [Band::Late7, Band::Later]);
    assert_eq!(Band::of(None, due, 25), Band::Unlimited);
}

#[test]
fn a_case_is_supervised_until_its_slip_is_answered_and_not_on_the_board_when_it_is_closed() {
    let mut walk = Walk::new("liaocheng", "2026-11-16 09:00");
    walk.give("wangmin", report(crate::fixture::facts()));
    walk.give("wangmin", verify());
    walk.give("wangmin", establish(Urgency::Normal));
    walk.give("wangmin", dispatch("zhujian"));
    let has = |walk: &Walk| {
        let brief = Brief::of(walk.case()).unwrap();
        let all = Concern::ALL.into_iter();
        all.filter(|concern| brief.has(*concern, walk.now))
            .collect::<Vec<_>>()
    };
    assert_eq!(has(&walk), []);
    walk.give("overseer", supervise("usual"));
    assert_eq!(has(&walk), [Concern::Supervised]);
    walk.now += SignedDuration::from_hours(24 * 9);
    assert_eq!(has(&walk), [Concern::Supervised, Concern::Unanswered]);
    walk.give("zhujian", answer_supervision());
    assert_eq!(has(&walk), []);
    let slip = Brief::of(walk.case()).unwrap().slip.unwrap();
    assert_eq!((slip.rung, slip.answered), (0, true), "it stands answered");
    let mut closed = walk.case().clone();
    closed.stage = Stage::Closed;
    assert_eq!(Brief::of(&closed), None);
}
