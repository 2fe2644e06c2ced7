//! Reconciliation: whatever happened in a county, and at whatever moment one reads its log up to,
//! board, pack, rates and a plain count over the cases agree, and every level adds up to the one
//! above it.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use onemap_domain::apply;
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::board::{Band, Board, Brief, Concern, Pick, Reading, Sums};
use onemap_domain::case::{Case, CaseId, Stage};
use onemap_domain::event::{Event, Recorded};
use onemap_domain::indicator::{Flow, Indicator, Slice, Standing, Tally};
use onemap_domain::pack::{FigureKind, Rhythm, pack};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::fixture::{CALENDAR, Walk, of_cases, profile};
use crate::throw::{Throw, throws};

const GRIDS: [&str; 5] = [
    "520381001001001",
    "520381001001002",
    "520381001002001",
    "520381100201001",
    "520381100202001",
];
const TOWNS: [&str; 2] = ["520381001", "520381100"];
const VILLAGES: [&str; 4] = [
    "520381001001",
    "520381001002",
    "520381100201",
    "520381100202",
];
const BEGUN: &str = "2026-09-21 09:00";

fn area(code: &str) -> AreaCode {
    AreaCode::parse(code).unwrap()
}

/// The logs of a county in which each of some pairs of cases went its random way, in grids all over
/// it.
fn logs(code: &str, ways: &[Vec<Throw>]) -> Vec<(AreaCode, Vec<Recorded>)> {
    let mut logs = Vec::new();
    for throws in ways {
        let mut walk = Walk::new(code, BEGUN);
        for throw in throws {
            walk.now += SignedDuration::from_mins(throw.minutes);
            let (user, kind) = throw.chosen(&walk);
            let command = throw.command(kind, &walk);
            let _refused = walk.try_as(throw.at, user, &command);
        }
        for way in walk.ways {
            let grid = area(GRIDS[logs.len() % GRIDS.len()]);
            logs.push((grid, way.log));
        }
    }
    logs
}

/// The cases as they stood at a moment.
fn cases(logs: &[(AreaCode, Vec<Recorded>)], at: Timestamp) -> Vec<Case> {
    let one = |(number, (grid, log)): (usize, &(AreaCode, Vec<Recorded>))| {
        let read = log.iter().take_while(|recorded| recorded.at <= at);
        let mut case = read.fold(None, apply)?;
        case.id = CaseId(uuid::Uuid::from_u64_pair(9, number as u64));
        case.facts.grid = grid.clone();
        Some(case)
    };
    logs.iter().enumerate().filter_map(one).collect()
}

fn plain(cases: &[Case], is: impl Fn(&Case) -> bool) -> u64 {
    cases.iter().filter(|case| is(case)).count() as u64
}

fn of_area(briefs: &[Brief], code: &str, reading: Reading) -> Sums {
    let pick = Pick {
        area: Some(area(code)),
        ..Pick::default()
    };
    Board::of(briefs.iter(), &pick, reading).total
}

/// Every figure of a level's areas adds up to the county's.
fn adds_up(level: &[&str], briefs: &[Brief], reading: Reading) -> Result<(), TestCaseError> {
    let whole = of_area(briefs, "520381", reading);
    let parts: Vec<Sums> = level
        .iter()
        .map(|code| of_area(briefs, code, reading))
        .collect();
    let sum = |figure: &dyn Fn(&Sums) -> u32| parts.iter().map(figure).sum::<u32>();
    prop_assert_eq!(sum(&|sums| sums.open), whole.open);
    for band in Band::ALL {
        prop_assert_eq!(sum(&|sums| sums.band(band)), whole.band(band), "{:?}", band);
    }
    for concern in Concern::ALL {
        let column = sum(&|sums| sums.concern(concern));
        prop_assert_eq!(column, whole.concern(concern), "{:?}", concern);
    }
    Ok(())
}

fn agree(
    logs: &[(AreaCode, Vec<Recorded>)],
    code: &str,
    at: Timestamp,
) -> Result<(), TestCaseError> {
    let cases = cases(logs, at);
    let reading = Reading {
        now: at,
        yellow_share: profile(code).yellow_share,
    };
    // Sealed cases stand on the board of who may see them, and in no pack.
    let told: Vec<Case> = cases
        .iter()
        .filter(|case| case.compartment.is_none())
        .cloned()
        .collect();
    let briefs: Vec<Brief> = told.iter().filter_map(Brief::of).collect();
    let board = of_area(&briefs, "520381", reading);
    for level in [&TOWNS[..], &VILLAGES[..], &GRIDS[..]] {
        adds_up(level, &briefs, reading)?;
    }
    let made = pack(Rhythm::Daily, &area("520381"), at, &of_cases(&cases, &[]));
    let figure = |kind| made.figure(kind).unwrap().count;
    let open = plain(&told, Case::is_open);
    let overdue = plain(&told, |case| case.is_open() && case.is_overdue(at));
    prop_assert_eq!(figure(FigureKind::Open), open);
    prop_assert_eq!(u64::from(board.open), open);
    prop_assert_eq!(figure(FigureKind::Overdue), overdue);
    prop_assert_eq!(u64::from(board.overdue()), overdue);
    let standings: Vec<Standing> = told
        .iter()
        .filter_map(|case| Standing::of(case, &CALENDAR))
        .collect();
    let tally = Tally::of(Level::Grid, &standings);
    let days = made.days;
    let on = |flow, by: &Slice| tally.count(flow, days.from, days.to, by);
    prop_assert_eq!(
        figure(FigureKind::Reported),
        on(Flow::Reported, &Slice::All)
    );
    prop_assert_eq!(figure(FigureKind::Closed), on(Flow::Closed, &Slice::All));
    for (indicator, rate) in &made.rates {
        let again = tally.rate(*indicator, days.from, days.to, &Slice::All);
        prop_assert_eq!(*rate, again, "{:?}", indicator);
    }
    day_by_day(&tally, &standings, at)?;
    reported_as_logged(logs, &told, &tally)
}

/// The rates and flows of every day are a plain count's, and those of the towns add up to them.
fn day_by_day(tally: &Tally, standings: &[Standing], at: Timestamp) -> Result<(), TestCaseError> {
    let today = CALENDAR.date(at);
    let mut day: Date = CALENDAR.date(crate::fixture::moment(BEGUN));
    while day <= today {
        for indicator in Indicator::ALL {
            let rate = tally.rate(indicator, day, day, &Slice::All);
            let marks = || {
                let marks = standings.iter().filter_map(|one| one.mark(indicator));
                marks.filter(|mark| mark.on == day)
            };
            prop_assert_eq!(rate.denominator, marks().count() as u64, "{:?}", indicator);
            let met = marks().filter(|mark| mark.met).count() as u64;
            prop_assert_eq!(rate.numerator, met, "{:?}", indicator);
            let towns = TOWNS.map(|code| tally.rate(indicator, day, day, &Slice::Area(area(code))));
            let sum =
                |of: fn(&onemap_domain::indicator::Rate) -> u64| towns.iter().map(of).sum::<u64>();
            prop_assert_eq!(rate.numerator, sum(|rate| rate.numerator));
            prop_assert_eq!(rate.denominator, sum(|rate| rate.denominator));
        }
        for flow in Flow::ALL {
            let whole = tally.count(flow, day, day, &Slice::All);
            let towns = TOWNS.map(|code| tally.count(flow, day, day, &Slice::Area(area(code))));
            prop_assert_eq!(whole, towns.iter().sum::<u64>(), "{:?}", flow);
        }
        day = day.saturating_add(1.day());
    }
    Ok(())
}

/// What was reported on a day is what the log says of that day.
fn reported_as_logged(
    logs: &[(AreaCode, Vec<Recorded>)],
    told: &[Case],
    tally: &Tally,
) -> Result<(), TestCaseError> {
    let days = logs.iter().filter_map(|(_, log)| match log.first() {
        Some(first) if matches!(first.event, Event::Reported { .. }) => {
            Some(CALENDAR.date(first.at))
        }
        _ => None,
    });
    for day in days {
        let counts = |case: &Case| {
            let stands = case.stage != Stage::Voided && case.merged_into.is_none();
            stands && CALENDAR.date(case.reported_at) == day
        };
        let flow = tally.count(Flow::Reported, day, day, &Slice::All);
        prop_assert_eq!(flow, plain(told, counts), "reported on {}", day);
    }
    Ok(())
}

/// The agreement in one county's way of working.
macro_rules! county {
    ($name:ident, $code:literal) => {
        proptest! {
            #![proptest_config(ProptestConfig {
                cases: 40,
                failure_persistence: None,
                ..ProptestConfig::default()
            })]

            #[test]
            fn $name(
                ways in prop::collection::vec(throws(), 1..5),
                minutes in prop::collection::vec(0_i64..60 * 24 * 40, 1..4),
            ) {
                let logs = logs($code, &ways);
                let begun = crate::fixture::moment(BEGUN);
                for after in minutes {
                    agree(&logs, $code, begun + SignedDuration::from_mins(after))?;
                }
            }
        }
    };
}

county!(at_any_moment_the_figures_of_liaocheng_agree, "liaocheng");
county!(at_any_moment_the_figures_of_chishui_agree, "chishui");
county!(
    at_any_moment_the_figures_of_a_petition_office_agree,
    "chongqing-petition"
);
county!(at_any_moment_the_figures_of_xicheng_agree, "xicheng");
