//! Which days a pack looks back on where meetings are held on working days only.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use onemap_domain::case::{Case, Facts};
use onemap_domain::pack::{Days, FigureKind, Pack, Rhythm, Sources, pack};
use proptest::prelude::*;

use crate::fixture::{CALENDAR, EVERY_DAY, WORKING_DAYS, Walk, area, facts, moment, of_cases};
use crate::words::report;

fn looks_back(rhythm: Rhythm, day: Date) -> Days {
    rhythm.looks_back(day, &WORKING_DAYS, &CALENDAR)
}

fn days(from: (i8, i8), to: (i8, i8)) -> Days {
    Days::new(date(2026, from.0, from.1), date(2026, to.0, to.1))
}

#[test]
fn a_pack_looks_back_on_every_day_since_the_one_before() {
    for (on, looked_back_on) in [
        // Tuesday, and the Monday before it.
        ((11, 24), days((11, 23), (11, 23))),
        ((11, 23), days((11, 20), (11, 22))),
        // 国庆 from the 1st to the 7th; the Saturday behind it is worked.
        ((10, 8), days((9, 30), (10, 7))),
        ((10, 10), days((10, 9), (10, 9))),
        // The Monday after that Saturday.
        ((10, 12), days((10, 10), (10, 11))),
    ] {
        let on = date(2026, on.0, on.1);
        assert_eq!(looks_back(Rhythm::Daily, on), looked_back_on, "{on}");
    }
    let week = |on| looks_back(Rhythm::Weekly, on);
    assert_eq!(week(date(2026, 11, 23)), days((11, 16), (11, 22)));
    // No pack was frozen in the week of 春节, so the next one has two weeks.
    assert_eq!(week(date(2026, 2, 24)), days((2, 9), (2, 22)));
    assert_eq!(
        looks_back(Rhythm::Monthly, date(2026, 10, 8)),
        days((9, 1), (9, 30))
    );
    assert_eq!(
        Rhythm::Daily.looks_back(date(2026, 11, 23), &EVERY_DAY, &CALENDAR),
        days((11, 22), (11, 22)),
        "where there is a meeting every day, yesterday"
    );
}

#[test]
fn days_are_compared_with_as_many_before_and_with_the_same_weekdays() {
    let weekend = days((11, 20), (11, 22));
    assert_eq!(Rhythm::Daily.before(weekend), days((11, 17), (11, 19)));
    assert_eq!(
        Rhythm::Daily.week_before(weekend),
        Some(days((11, 13), (11, 15)))
    );
    // Eight days: those of a week before would be partly the same.
    let golden = days((9, 30), (10, 7));
    assert_eq!(Rhythm::Daily.before(golden), days((9, 22), (9, 29)));
    assert_eq!(
        Rhythm::Daily.week_before(golden),
        Some(days((9, 16), (9, 23)))
    );
    assert_eq!(
        Rhythm::Weekly.before(days((2, 9), (2, 22))),
        Days::new(date(2026, 1, 26), date(2026, 2, 8))
    );
    assert_eq!(
        Rhythm::Monthly.before(days((3, 1), (3, 31))),
        days((2, 1), (2, 28)),
        "a month with the month before, however long"
    );
    assert!(Rhythm::Daily.is_long(weekend) && !Rhythm::Monthly.is_long(days((2, 1), (2, 28))));
}

fn made(at: Timestamp, cases: &[Case], earlier: &[&Pack]) -> Pack {
    let sources = Sources {
        meetings: &WORKING_DAYS,
        ..of_cases(cases, earlier)
    };
    pack(Rhythm::Daily, &area("520381"), at, &sources)
}

fn reported(number: u64, on: Date) -> Case {
    let mut walk = Walk::new("liaocheng", &format!("{on} 10:00"));
    walk.give("wangmin", report(Facts { ..facts() }));
    let mut case = walk.case().clone();
    case.id.0 = uuid::Uuid::from_u64_pair(6, number);
    case
}

#[test]
fn what_comes_in_on_a_friday_and_a_saturday_is_in_mondays_pack() {
    let on = |day: i8, times: u64| (date(2026, 11, day), times);
    let mut cases = Vec::new();
    let reports = [
        on(20, 2),
        on(21, 3),
        on(22, 4),
        // Tuesday to Thursday before, and the Friday to Sunday of the week before.
        on(19, 1),
        on(17, 1),
        on(13, 1),
        on(15, 4),
    ];
    for (day, times) in reports {
        for _ in 0..times {
            cases.push(reported(cases.len() as u64, day));
        }
    }
    let friday = made(moment("2026-11-20 08:00"), &cases[..], &[]);
    let monday = made(moment("2026-11-23 08:00"), &cases, &[&friday]);
    assert_eq!(monday.days, days((11, 20), (11, 22)));
    let figure = |pack: &Pack, kind| *pack.figure(kind).unwrap();
    let came = figure(&monday, FigureKind::Reported);
    assert_eq!(
        (came.count, came.before, came.week_before),
        (9, Some(2), Some(5))
    );
    // What stands at the moment is compared with what the pack before said.
    let open = figure(&monday, FigureKind::Open);
    assert_eq!(open.before, Some(figure(&friday, FigureKind::Open).count));
    // Above what came in on the eight Fridays to Sundays before: 9 > 0.625 + 2·√0.625 = 2.2061.
    let hot = &monday.hot_spots[0];
    assert_eq!((hot.count, hot.usual_to_hundredths), (9, 221));
    assert_eq!(hot.earlier, [5, 0, 0, 0, 0, 0, 0, 0]);
}

fn any_day() -> impl Strategy<Value = Date> {
    (0..7_000_i64).prop_map(|day| date(2008, 2, 1).saturating_add(day.days()))
}

proptest! {
    /// However the calendar falls, every day is in exactly one pack, and each has an identity of its
    /// own.
    #[test]
    fn no_day_is_in_no_pack_and_none_is_in_two(from in any_day()) {
        for rhythm in Rhythm::ALL {
            let mut packs: BTreeMap<Date, Days> = BTreeMap::new();
            let on = from.series(1.day()).take(120);
            for day in on.filter(|day| CALENDAR.is_working(*day)) {
                let days = looks_back(rhythm, day);
                // The first meeting of a week or month freezes its pack, the others find it.
                let known = packs.insert(rhythm.period(days.to).from, days);
                prop_assert!(known.is_none_or(|known| known == days));
            }
            let packs: Vec<Days> = packs.into_values().collect();
            for pair in packs.windows(2) {
                prop_assert_eq!(pair[0].to.tomorrow().unwrap(), pair[1].from, "{:?}", rhythm);
            }
        }
    }
}
