//! 数字城管: 受理、立案、派遣、处置、反馈、核查、结案, in working hours (08:00–12:00, 14:00–18:00).

use onemap_domain::calendar::Period;
use onemap_domain::case::{PauseCause, Satisfaction, Stage, Urgency};

use crate::fixture::{Walk, facts};
use crate::words::*;

/// From the last hour before the National Day holiday of 2026.
pub fn seven_stages() -> Walk {
    let mut walk = Walk::new("digital-city", "2026-09-30 17:00");
    walk.give("grid", report(facts()));
    assert_eq!(
        walk.due("verify"),
        "2026-10-08 09:00",
        "one hour before the holiday, one after"
    );
    walk.refused("stage_not_allowed", "wangmin", establish(Urgency::Normal))
        .at("2026-10-08 08:30")
        .give("grid", verify());
    assert_eq!(walk.due("establish"), "2026-10-08 09:30");
    walk.refused("role_not_allowed", "grid", establish(Urgency::Normal))
        .give("wangmin", establish(Urgency::Normal));
    assert_eq!(walk.due("dispatch"), "2026-10-08 09:30");
    // Forty hours are five days of eight: Saturday 10 October is worked.
    assert_eq!(walk.due("whole"), "2026-10-14 08:30");
    walk.at("2026-10-08 11:00")
        .give("wangmin", dispatch("zhujian"));
    assert_eq!(
        walk.due("accept"),
        "2026-10-08 15:00",
        "over the noon break"
    );
    walk.at("2026-10-08 14:30").give("zhujian", accept());
    assert_eq!(
        walk.due("handling"),
        "2026-10-12 11:00",
        "three days from the dispatch"
    );

    // 缓办: six working hours do not count.
    walk.at("2026-10-09 10:00")
        .refused("role_not_allowed", "grid", suspend(PauseCause::Postponed))
        .give("zhujian", suspend(PauseCause::Postponed))
        .at("2026-10-09 18:30")
        .give("zhujian", resume());
    assert_eq!(walk.due("handling"), "2026-10-13 09:00");
    let day = Period::WorkingHours(8);
    walk.give("zhujian", extend("handling", day))
        .give("overseer", approve(""));
    assert_eq!(walk.due("handling"), "2026-10-14 09:00");

    walk.at("2026-10-13 09:00").give("zhujian", feed_back());
    assert_eq!(walk.due("check"), "2026-10-13 15:00");
    walk.refused("stage_not_allowed", "wangmin", close("resolved", "", &[]))
        .refused("handler_checks", "moved", check(true))
        .give("grid", check(false));
    assert_eq!(
        (walk.case().stage, walk.case().reopened),
        (Stage::Handling, 1)
    );
    // The order has been answered once: what is done again has 24 hours of its own.
    assert_eq!(walk.due("handling"), "2026-10-16 09:00");
    walk.at("2026-10-14 10:00")
        .give("zhujian", feed_back())
        .give("grid", check(true));
    assert_eq!(walk.due("closing"), "2026-10-14 12:00");
    walk.refused("handler_closes", "moved", close("resolved", "", &[]))
        .refused("role_not_allowed", "grid", close("resolved", "", &[]))
        .give("wangmin", close("resolved", "", &[]))
        .give("wangmin", evaluate(Satisfaction::Satisfied))
        .refused("stage_not_allowed", "wangmin", evaluate(Satisfaction::Fair));
    walk
}

/// What is urgent has half a day, and that is not extended.
pub fn urgent() -> Walk {
    let mut walk = Walk::new("digital-city", "2026-10-10 16:00");
    walk.give("wangmin", report(facts()))
        .give("wangmin", verify())
        .give("wangmin", establish(Urgency::Emergency))
        .give("wangmin", dispatch("zhujian"))
        .give("zhujian", accept());
    // Two hours of the Saturday that is worked, two of Monday.
    assert_eq!(walk.due("handling"), "2026-10-12 10:00");
    walk.refused(
        "extension_not_allowed",
        "zhujian",
        extend("handling", Period::WorkingHours(1)),
    );
    walk
}

#[test]
fn a_case_walks_the_stages_of_the_standard_in_working_hours() {
    seven_stages();
}

#[test]
fn what_is_urgent_has_half_a_day() {
    urgent();
}
