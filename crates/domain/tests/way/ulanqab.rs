//! 乌兰察布 排查、发现、上报、处置、反馈: the grid worker finds, reports up and whistles.

use jiff::civil::Date;
use onemap_domain::area::Level;
use onemap_domain::case::{Flag, Satisfaction, Stage, Urgency};
use onemap_domain::indicator::{Indicator, Slice, Standing, Tally};

use crate::fixture::{CALENDAR, Walk, department, facts, moment};
use crate::words::*;

/// A patrol before 端午 of 2026 (19 to 21 June).
#[expect(
    clippy::too_many_lines,
    reason = "one walk, from the first report to the end"
)]
pub fn patrol() -> Walk {
    let mut walk = Walk::new("ulanqab", "2026-06-16 08:00");
    walk.give("grid", report(facts()));
    assert_eq!(walk.due("verify"), "2026-06-17 08:00");
    walk.give("grid", verify())
        .give("grid", establish(Urgency::Urgent));
    assert_eq!(walk.due("dispatch"), "2026-06-16 10:00");
    // The fifth day is Sunday 21 June.
    assert_eq!(walk.due("whole"), "2026-06-22 24:00");
    walk.refused("role_not_allowed", "grid", dispatch("shuiwu"))
        .give("wangmin", dispatch("shuiwu"))
        .give("shuiwu", accept());
    assert_eq!(
        walk.due("handling"),
        "2026-06-22 24:00",
        "the third day is 端午"
    );

    // 网格吹哨、部门报到: who does not come stays on the record.
    walk.at("2026-06-16 09:00")
        .refused(
            "role_not_allowed",
            "wangmin",
            whistle(&["zhujian"], "2026-06-16 11:00"),
        )
        .refused("field_missing", "grid", whistle(&[], "2026-06-16 11:00"))
        .refused("not_found", "zhujian", report_in())
        .refused(
            "not_whistled",
            "grid",
            rate_whistle("zhujian", Satisfaction::Satisfied),
        )
        .give("grid", whistle(&["zhujian", "zhifa"], "2026-06-16 11:00"))
        .at("2026-06-16 10:30")
        .give("zhujian", report_in())
        .refused(
            "whistle_still_out",
            "grid",
            rate_whistle("zhifa", Satisfaction::Dissatisfied),
        )
        .at("2026-06-16 11:20")
        .give("zhifa", report_in())
        .refused("not_whistled", "shuiwu", report_in());
    assert!(!walk.has_clock("whistle"), "all are there");
    let whistle = walk.case().whistle.as_ref().unwrap();
    let late: Vec<_> = whistle.no_shows(moment("2026-06-16 12:00")).collect();
    assert_eq!(late, [&department("zhifa")]);
    assert!(walk.case().flags().any(|flag| flag == Flag::Whistled));

    // 双向评价: the callers rate each unit, each unit rates the call; each once.
    walk.give("grid", rate_whistle("zhujian", Satisfaction::Satisfied))
        .give("zhujian", rate_whistle("zhujian", Satisfaction::Satisfied))
        .give("grid", rate_whistle("zhifa", Satisfaction::Dissatisfied))
        .refused(
            "whistle_rated",
            "grid",
            rate_whistle("zhifa", Satisfaction::Satisfied),
        )
        .refused(
            "not_whistled",
            "grid",
            rate_whistle("shuiwu", Satisfaction::Satisfied),
        )
        .refused(
            "role_not_allowed",
            "zhifa",
            rate_whistle("zhujian", Satisfaction::Satisfied),
        );
    let standing = Standing::of(walk.case(), &CALENDAR).unwrap();
    let tally = Tally::of(Level::Town, [&standing]);
    let day = Date::constant(2026, 6, 16);
    let rate = |indicator, by: &Slice| {
        let rate = tally.rate(indicator, day, day, by);
        (rate.numerator, rate.denominator)
    };
    let of = |code: &str| Slice::Department(department(code));
    assert_eq!(rate(Indicator::Arrival, &of("zhujian")), (1, 1));
    assert_eq!(
        rate(Indicator::Arrival, &of("zhifa")),
        (0, 1),
        "20 minutes late"
    );
    assert_eq!(rate(Indicator::ArrivalWorth, &of("zhifa")), (0, 1));
    assert_eq!(rate(Indicator::CallWorth, &of("zhujian")), (1, 1));
    assert_eq!(
        rate(Indicator::CallWorth, &of("zhifa")),
        (0, 0),
        "it has not said"
    );
    assert_eq!(
        rate(Indicator::Arrival, &Slice::All),
        (0, 1),
        "not all in time"
    );
    assert_eq!(
        rate(Indicator::Closing, &of("zhifa")),
        (0, 0),
        "it does not lead"
    );

    walk.refused("not_in_profile", "wangmin", visit(true))
        .at("2026-06-18 09:00")
        .give("shuiwu", feed_back());
    // The second day is Saturday 20 June.
    assert_eq!(walk.due("closing"), "2026-06-22 24:00");
    walk.refused("field_missing", "wangmin", close("explained", "", &[]))
        .give("wangmin", close("resolved", "", &[]))
        .give("wangmin", reopen());
    assert_eq!(walk.case().stage, Stage::Handling);
    walk.give("shuiwu", feed_back())
        .give("wangmin", close("resolved", "", &[]))
        .give("wangmin", evaluate(Satisfaction::Satisfied));
    walk
}

#[test]
fn a_grid_worker_finds_reports_up_and_whistles() {
    patrol();
}
