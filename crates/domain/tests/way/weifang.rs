//! 潍坊 12345: five working days to object, no return after designation.

use onemap_domain::calendar::Period;
use onemap_domain::case::{PauseCause, Stage, Urgency};

use crate::fixture::{Walk, facts};
use crate::words::*;

fn passed_on() -> Walk {
    let mut walk = Walk::new("weifang-hotline", "2026-09-24 15:00");
    walk.give("wangmin", report(facts()));
    // Three hours of the 24th, then 中秋 to the 27th, then one of the 28th.
    assert_eq!(walk.due("dispatch"), "2026-09-28 09:00");
    walk.give("wangmin", establish(Urgency::Normal))
        .give("wangmin", dispatch("zhujian"));
    assert_eq!(walk.due("accept"), "2026-09-28 24:00");
    walk
}

/// Two festivals lie in the five working days: 28, 29 and 30 September, 8 and 9 October.
pub fn objection() -> Walk {
    let mut walk = passed_on();
    let mut late = walk.clone();
    late.at("2026-10-10 00:01")
        .refused("return_too_late", "zhujian", give_back("不属职责"));
    walk.at("2026-09-28 09:00").give("zhujian", accept());
    assert_eq!(walk.due("handling"), "2026-10-09 24:00");
    // Accepting does not close the window.
    walk.at("2026-10-09 23:00")
        .refused("role_not_allowed", "wangmin", give_back("不属职责"))
        .refused("no_objection", "wangmin", reject())
        .give("zhujian", give_back("不属职责"))
        .refused("role_not_allowed", "zhujian", uphold())
        .give("wangmin", uphold());
    assert_eq!(walk.case().stage, Stage::Established);

    // 指定承办: from here it is not returned.
    walk.give("overseer", designate("zhifa"))
        .refused("designated_stays", "zhifa", give_back("不属职责"))
        .give("zhifa", accept())
        .refused("designated_stays", "zhifa", give_back("不属职责"));
    // Five working days from Friday 9 October: 10 (made up), 12, 13, 14 and 15.
    assert_eq!(walk.due("handling"), "2026-10-15 24:00");
    walk.at("2026-10-12 09:00")
        .give("zhifa", suspend(PauseCause::Postponed))
        .at("2026-10-14 09:00")
        .give("zhifa", resume());
    assert_eq!(
        walk.due("handling"),
        "2026-10-19 24:00",
        "two working days more"
    );
    walk.give("zhifa", extend("handling", Period::WorkingDays(5)))
        .refused("role_not_allowed", "zhifa", approve(""))
        .give("overseer", approve(""))
        .refused(
            "extensions_used",
            "zhifa",
            extend("handling", Period::WorkingDays(1)),
        );
    assert_eq!(walk.due("handling"), "2026-10-26 24:00");
    walk.at("2026-10-15 09:00").give("zhifa", feed_back());
    assert_eq!(walk.due("closing"), "2026-10-19 24:00");
    walk.refused("visit_missing", "wangmin", close("resolved", "", &[]))
        .give("wangmin", visit(true))
        .give("wangmin", close("resolved", "", &[]));
    walk
}

#[test]
fn an_objection_has_five_working_days_and_a_designation_none() {
    objection();
}
