//! 聊城 六步闭环, over the National Day holiday of 2026 (1 to 7 October; 10 October is worked).

use onemap_domain::calendar::Period;
use onemap_domain::case::{Facts, PauseCause, Satisfaction, Stage, Urgency};

use crate::fixture::{Walk, facts};
use crate::words::*;

/// 信息上报、核实立案、分流交办、跟踪处理、事件反馈、考核评价.
pub fn six_steps() -> Walk {
    let mut walk = Walk::new("liaocheng", "2026-09-28 09:00");
    walk.give("grid", report(facts()));
    assert_eq!(walk.due("verify"), "2026-09-29 09:00");
    walk.refused("stage_not_allowed", "wangmin", dispatch("zhujian"))
        .refused("role_not_allowed", "grid", verify())
        .give("wangmin", verify());
    assert_eq!(walk.due("establish"), "2026-09-29 09:00");
    walk.give("wangmin", establish(Urgency::Normal));
    assert_eq!(walk.due("dispatch"), "2026-09-29 09:00");
    // The fifteenth day is 13 October.
    assert_eq!(walk.due("whole"), "2026-10-13 24:00");
    walk.give("wangmin", dispatch("zhujian"));
    assert_eq!(walk.due("accept"), "2026-09-29 24:00");

    walk.at("2026-09-28 15:00")
        .refused("not_dispatcher", "lijun", withdraw())
        .refused("not_found", "zhifa", accept())
        .give("zhujian", accept());
    // The seventh day is 5 October and rests; the next working day is the 8th.
    assert_eq!(walk.due("handling"), "2026-10-08 24:00");
    walk.refused("stage_not_allowed", "wangmin", withdraw())
        .refused("stage_not_allowed", "zhujian", give_back("不归我管"));

    // 缓办: nine days do not count, from the nominal 5 October.
    walk.at("2026-09-30 10:00")
        .refused("field_unknown", "zhujian", suspend(PauseCause::Hearing))
        .give("zhujian", suspend(PauseCause::Postponed))
        .refused("paused", "zhujian", feed_back())
        .refused("not_handed_off", "wangmin", come_back())
        .at("2026-10-09 10:00")
        .give("zhujian", resume())
        .refused("not_paused", "zhujian", resume());
    assert_eq!(walk.due("handling"), "2026-10-14 24:00");
    assert_eq!(walk.due("whole"), "2026-10-22 24:00");

    // 延期: once, with leave.
    let week = Period::NaturalDays(7);
    walk.refused("clock_not_running", "zhujian", extend("accept", week))
        .refused(
            "extension_too_long",
            "zhujian",
            extend("handling", Period::NaturalDays(8)),
        )
        .give("zhujian", extend("handling", week))
        .refused("request_pending", "zhujian", extend("whole", week))
        .give("zhouyuan", approve(""))
        .refused("extensions_used", "zhujian", extend("handling", week));
    assert_eq!(walk.due("handling"), "2026-10-21 24:00");

    walk.at("2026-10-12 09:00")
        .give("zhujian", progress())
        .give("wangmin", urge())
        .give("zhujian", feed_back());
    assert_eq!(walk.due("closing"), "2026-10-14 24:00");
    walk.refused("handler_closes", "moved", close("resolved", "", &[]))
        .refused("field_missing", "wangmin", close("explained", " ", &[]))
        .refused("field_unknown", "wangmin", close("invented", "", &[]))
        .give("wangmin", close("resolved", "", &[]));
    assert_eq!(
        walk.case().nearest_clock(),
        None,
        "no clock runs after closing"
    );
    walk.give("lijun", evaluate(Satisfaction::Fair));
    assert_eq!(walk.case().stage, Stage::Evaluated);
    walk
}

/// 督办阶梯, 移送法院, 吹哨: what goes beside the way.
pub fn beside_the_way() -> Walk {
    let mut walk = Walk::new("liaocheng", "2026-09-28 09:00");
    walk.give("wangmin", report(facts()))
        .give("wangmin", verify())
        .give("wangmin", establish(Urgency::Urgent))
        .give("wangmin", dispatch("zhujian"))
        .give("zhujian", accept());
    // Three days from the 28th are 1 October, which rests.
    assert_eq!(walk.due("handling"), "2026-10-08 24:00");

    walk.refused("no_supervision", "overseer", climb())
        .give("overseer", supervise("usual"));
    // Two working days.
    assert_eq!(walk.due("supervision"), "2026-09-30 24:00");
    walk.refused("supervision_stands", "overseer", supervise("usual"))
        .at("2026-09-30 17:00")
        .give("overseer", climb());
    assert_eq!(walk.due("supervision"), "2026-10-09 24:00");
    walk.give("overseer", climb()).give("overseer", climb());
    // Five working days: 8, 9, 10 (made up), 12 and 13 October.
    assert_eq!(walk.due("supervision"), "2026-10-13 24:00");
    walk.refused("ladder_top", "overseer", climb())
        .refused("role_not_allowed", "wangmin", climb());

    walk.refused(
        "due_in_past",
        "wangmin",
        whistle(&["zhifa"], "2026-09-30 17:00"),
    )
    .give("wangmin", whistle(&["zhifa", "shuiwu"], "2026-09-30 19:00"));
    assert_eq!(walk.due("whistle"), "2026-09-30 19:00");
    walk.at("2026-09-30 18:30")
        .give("zhifa", report_in())
        .refused("already_reported_in", "zhifa", report_in())
        .refused("not_whistled", "zhujian", report_in());
    assert!(walk.has_clock("whistle"), "one unit is still awaited");

    walk.give("wangmin", hand_off("court"))
        .refused("paused", "wangmin", hand_off("petition"))
        .refused("not_paused", "wangmin", resume())
        .give("zhouyuan", comment())
        .at("2026-10-20 09:00")
        .give("wangmin", come_back());
    // Twenty days do not count, from the nominal 1 October.
    assert_eq!(walk.due("handling"), "2026-10-21 24:00");

    walk.give("zhujian", feed_back())
        .refused(
            "supervision_owed",
            "wangmin",
            close("legal", "法院已判", &[]),
        )
        .give("zhujian", answer_supervision())
        .refused("supervision_answered", "zhujian", answer_supervision())
        .give("wangmin", close("legal", "法院已判", &[]))
        .refused("not_closer", "lijun", withdraw())
        .give("wangmin", withdraw());
    assert_eq!(walk.case().stage, Stage::FedBack, "a closing is taken back");
    walk.give("wangmin", reopen());
    assert_eq!(walk.case().reopened, 1);
    // The order has been answered; what is done again has three days of its own.
    assert_eq!(walk.due("handling"), "2026-10-23 24:00");
    walk
}

/// 退单, 研判, 指定牵头, 改派, 作废, 不予立案.
pub fn back_and_forth() -> Walk {
    let mut walk = Walk::new("liaocheng", "2026-09-28 09:00");
    let amended = Facts {
        title: "化粪池外溢, 路面积水".to_owned(),
        ..facts()
    };
    walk.give("wangmin", report(facts()))
        .refused("already_exists", "wangmin", report(facts()))
        .give("wangmin", amend(amended))
        .give("wangmin", verify())
        .give("wangmin", establish(Urgency::Normal))
        .give("wangmin", dispatch("zhujian"))
        .refused("field_missing", "zhujian", give_back(" "))
        .give("zhujian", give_back("不属本单位职责"));
    assert_eq!((&walk.case().lead, walk.case().returned), (&None, 1));
    walk.give("wangmin", dispatch("zhifa"))
        .give("wangmin", withdraw())
        .give("lijun", refer())
        .refused("already_in_research", "lijun", refer())
        .refused("in_research", "lijun", dispatch("zhifa"))
        .give("lijun", designate("zhifa"))
        .refused("designated_stays", "zhifa", give_back("不属本单位职责"))
        .refused("same_lead", "lijun", redispatch("zhifa"))
        .give("lijun", redispatch("shuiwu"))
        .give("shuiwu", accept())
        .give("lijun", ask_void())
        .refused("role_not_allowed", "lijun", approve(""))
        .give("overseer", refuse())
        .refused("no_request", "overseer", approve(""))
        .give("lijun", ask_void())
        .give("overseer", approve(""));
    assert_eq!(walk.case().stage, Stage::Voided);
    walk.give_on(1, "wangmin", report(facts()))
        .refused_on(1, "field_missing", "wangmin", decline(""))
        .give_on(1, "wangmin", decline("已有同样的件"));
    assert_eq!(walk.other().stage, Stage::Declined);
    walk
}

#[test]
fn a_case_walks_the_six_steps_over_the_holiday() {
    six_steps();
}

#[test]
fn supervision_whistle_and_court_go_beside_the_way() {
    beside_the_way();
}

#[test]
fn an_order_goes_back_and_is_given_anew() {
    back_and_forth();
}
