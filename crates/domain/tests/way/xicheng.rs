//! 西城 接诉即办: three clocks round the clock, the green channel, 首接负责.

use onemap_domain::case::{Facts, PauseCause, Satisfaction, Stage, Urgency};

use crate::fixture::{Walk, facts};
use crate::words::*;

fn about(category: &str, urgency: Urgency) -> Facts {
    Facts {
        category: category.to_owned(),
        urgency,
        ..facts()
    }
}

/// No water on the night of 1 October 2026: hours run on holidays too.
pub fn green_channel() -> Walk {
    let mut walk = Walk::new("xicheng", "2026-10-01 23:30");
    walk.give("wangmin", report(about("water", Urgency::Normal)));
    assert_eq!(walk.due("dispatch"), "2026-10-02 01:30", "water: two hours");
    walk.give("wangmin", establish(Urgency::Normal))
        .at("2026-10-01 23:50")
        .refused("field_missing", "wangmin", expedite(" "))
        .refused("role_not_allowed", "grid", expedite("全楼停水"))
        .give("wangmin", expedite("全楼停水"))
        .refused("already_expedited", "wangmin", expedite("全楼停水"));
    assert_eq!(
        walk.due("dispatch"),
        "2026-10-02 00:50",
        "green: one hour from here"
    );

    // 政策服务包: what is handed out from the case stays on it.
    walk.refused("field_missing", "wangmin", hand_out(&[]))
        .refused("field_unknown", "wangmin", hand_out(&["invented"]))
        .give("wangmin", hand_out(&["legal_aid"]))
        .give("wangmin", hand_out(&["legal_aid", "wages_regulation"]));
    assert_eq!(walk.case().handed_out.len(), 2);

    // 附件: whoever reports or answers may list what proves it, once.
    walk.give("wangmin", attach("停水"))
        .refused("attached_already", "grid", attach("停水"))
        .give("grid", attach("楼道"));
    assert_eq!(walk.case().attachments.len(), 2);

    walk.at("2026-10-02 00:10")
        .give("wangmin", dispatch("shuiwu"));
    assert_eq!(walk.due("accept"), "2026-10-02 01:10");
    walk.at("2026-10-02 00:20").give("shuiwu", accept());
    assert_eq!(
        walk.due("handling"),
        "2026-10-03 00:10",
        "24 hours from the dispatch"
    );
    walk.refused("not_in_profile", "shuiwu", form(&[], &[]))
        .at("2026-10-02 08:00")
        .give("shuiwu", feed_back());
    assert_eq!(walk.due("answer"), "2026-10-02 10:00");

    // 响应、解决、满意, asked by the centre.
    walk.refused("role_not_allowed", "shuiwu", visit(true))
        .refused("visit_missing", "lijun", close("resolved", "", &[]))
        .give("lijun", visit(true))
        .refused("visit_done", "wangmin", visit(true))
        .give("lijun", close("resolved", "", &[]))
        .give("lijun", evaluate(Satisfaction::Satisfied));
    walk
}

/// Each grade has its limits: 1, 2 and 24 hours to dispatch; 2 and 24 hours, 7 and 15 days to answer.
pub fn grades() -> Walk {
    let started = |category: &str, urgency| {
        let mut walk = Walk::new("xicheng", "2026-09-28 09:00");
        walk.give("wangmin", report(about(category, urgency)));
        walk
    };
    let sudden = started("water", Urgency::Emergency);
    assert_eq!(sudden.due("dispatch"), "2026-09-28 10:00");
    assert_eq!(
        started("heat", Urgency::Urgent).due("dispatch"),
        "2026-09-28 11:00"
    );
    assert_eq!(
        started("noise", Urgency::Urgent).due("dispatch"),
        "2026-09-29 09:00"
    );

    let answered = |urgency, green: bool| {
        let mut walk = started("noise", urgency);
        walk.give("wangmin", establish(urgency))
            .give("wangmin", dispatch("zhifa"))
            .at("2026-09-28 09:30");
        if green {
            // The order is out already; from here the shorter limits hold all the same.
            walk.give("wangmin", expedite("老人在内"));
        }
        walk.give("zhifa", accept());
        walk.due("handling")
    };
    assert_eq!(answered(Urgency::Emergency, true), "2026-09-28 11:30");
    assert_eq!(answered(Urgency::Urgent, true), "2026-09-29 09:30");
    assert_eq!(answered(Urgency::Emergency, false), "2026-09-29 09:00");
    // The seventh day is 5 October and rests; the fifteenth is the 13th.
    assert_eq!(answered(Urgency::Urgent, false), "2026-10-08 24:00");
    assert_eq!(answered(Urgency::Normal, false), "2026-10-13 24:00");
    sudden
}

/// The first receiver stays the lead until its objection is upheld.
pub fn first_receiver() -> Walk {
    let mut walk = Walk::new("xicheng", "2026-09-30 09:00");
    walk.give("wangmin", report(facts()))
        .give("wangmin", establish(Urgency::Normal))
        .give("wangmin", dispatch("zhujian"));
    let mut late = walk.clone();
    late.at("2026-10-09 00:01")
        .refused("return_too_late", "zhujian", give_back("非本辖区"));
    // The one working day after 30 September is 8 October.
    walk.at("2026-10-08 17:00")
        .give("zhujian", give_back("非本辖区"))
        .refused("same_lead", "wangmin", redispatch("zhujian"))
        .give("zhujian", accept())
        .give("zhujian", feed_back());
    assert_eq!(walk.case().lead.as_ref().unwrap().as_str(), "zhujian");
    walk.refused("stage_not_allowed", "wangmin", uphold())
        .give("lijun", visit(true))
        .refused("objection_pending", "lijun", close("resolved", "", &[]))
        .give("wangmin", reject())
        .give("lijun", close("resolved", "", &[]));

    walk.give_on(1, "wangmin", report(facts()))
        .give_on(1, "wangmin", establish(Urgency::Normal))
        .give_on(1, "wangmin", dispatch("zhujian"))
        .give_on(1, "zhujian", accept())
        .give_on(1, "zhujian", suspend(PauseCause::Postponed))
        .refused_on(1, "paused", "zhujian", give_back("非本辖区"))
        .give_on(1, "zhujian", resume())
        .give_on(1, "zhujian", give_back("非本辖区"))
        .give_on(1, "wangmin", uphold())
        .give_on(1, "wangmin", dispatch("zhifa"));
    assert_eq!(walk.other().stage, Stage::Dispatched);
    walk
}

#[test]
fn the_green_channel_runs_through_the_holiday() {
    green_channel();
}

#[test]
fn each_grade_has_its_limits() {
    grades();
}

#[test]
fn the_first_receiver_stays_the_lead_until_its_objection_is_upheld() {
    first_receiver();
}
