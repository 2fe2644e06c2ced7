//! 甘州 综治中心一站式: reception, referral, settlement, follow-up; mediation, and the court.

use onemap_domain::case::{Facts, Path, Stage, Urgency};

use crate::fixture::{Walk, facts};
use crate::words::*;

/// 窗口接待、分级转办、集中化解、跟踪督办, over the Labour Day holiday of 2026 (1 to 5 May; Saturday
/// 9 May is worked).
pub fn one_stop() -> Walk {
    let mut walk = Walk::new("ganzhou", "2026-04-20 09:00");
    walk.give("wangmin", report(facts()))
        .refused("stage_not_allowed", "wangmin", dispatch("renshe"))
        .give("wangmin", verify())
        .give("wangmin", establish(Urgency::Normal));
    assert_eq!(walk.due("whole"), "2026-05-20 24:00");
    walk.give("wangmin", dispatch("renshe"))
        .give("renshe", accept());
    // The fifteenth day is 5 May and rests.
    assert_eq!(walk.due("handling"), "2026-05-06 24:00");

    // 1+N 调解; thirty days to ask a court to confirm it (人民调解法 33).
    let two = ["职工", "公司"];
    walk.at("2026-04-24 15:00")
        .refused("too_few_bodies", "renshe", mediate(&[], &two, true))
        .refused("field_unknown", "renshe", mediate(&["elders"], &two, true))
        .refused(
            "field_missing",
            "renshe",
            mediate(&["court"], &two[..1], true),
        )
        .give("renshe", mediate(&["people_mediation"], &two, false));
    assert!(!walk.has_clock("confirmation"), "nothing was agreed");
    walk.give(
        "wangmin",
        mediate(&["people_mediation", "court"], &two, true),
    );
    // The thirtieth day is Sunday 24 May.
    assert_eq!(walk.due("confirmation"), "2026-05-25 24:00");

    // 法院+N: with the court our clock stands still.
    walk.refused("field_unknown", "wangmin", hand_off("arbitration"))
        .give("wangmin", hand_off("court"))
        .refused("paused", "renshe", feed_back())
        .at("2026-05-09 10:00")
        .give("wangmin", come_back());
    // Fifteen days do not count, from the nominal 5 May.
    assert_eq!(walk.due("handling"), "2026-05-20 24:00");
    assert_eq!(walk.due("whole"), "2026-06-04 24:00");

    // 跟踪督办
    walk.refused("role_not_allowed", "renshe", supervise("usual"))
        .give("zhouyuan", supervise("usual"));
    // Saturday 9 May is worked, but the first day does not count.
    assert_eq!(walk.due("supervision"), "2026-05-12 24:00");
    walk.give("renshe", answer_supervision())
        .give("renshe", feed_back())
        .refused(
            "handler_closes",
            "wangmin",
            close("mediated", "司法确认书见卷", &[]),
        )
        .give("lijun", close("mediated", "司法确认书见卷", &[]));
    assert!(
        walk.has_clock("confirmation"),
        "the parties still have their time"
    );
    assert_eq!(walk.case().nearest_clock(), None);
    walk
}

/// 繁简分流: what is plain is handled at the window, the rest goes up.
pub fn plain_and_complex() -> Walk {
    let stationed = || Facts {
        channel: "stationed".to_owned(),
        ..facts()
    };
    let mut walk = Walk::new("ganzhou", "2026-04-30 09:00");
    walk.give("renshe", report(stationed()))
        .refused("triage_first", "wangmin", verify())
        .give("renshe", triage(Path::OnTheSpot, &[]));
    assert_eq!(
        walk.due("handling"),
        "2026-05-06 24:00",
        "one day, after the holiday"
    );
    walk.refused("stage_not_allowed", "renshe", give_back("办不了"))
        .give("renshe", feed_back())
        .give("wangmin", close("explained", "当场说明", &[]));
    walk.give_on(1, "renshe", report(stationed()))
        .give_on(1, "wangmin", triage(Path::OnTheSpot, &[]))
        .give_on(1, "renshe", feed_back())
        .give_on(1, "wangmin", close("resolved", "", &[]));
    assert_eq!(
        walk.other().stage,
        Stage::Closed,
        "who sorted for a department may close"
    );
    walk
}

/// What turns out not to be plain is given to another one, with the time that an order has.
pub fn not_so_plain() -> Walk {
    let mut walk = Walk::new("ganzhou", "2026-04-20 09:00");
    let stationed = Facts {
        channel: "stationed".to_owned(),
        ..facts()
    };
    walk.give("renshe", report(stationed))
        .give("renshe", triage(Path::OnTheSpot, &[]));
    assert_eq!(walk.due("handling"), "2026-04-21 24:00");
    walk.at("2026-04-21 09:00")
        .give("wangmin", redispatch("sifa"))
        .give("sifa", accept());
    // The fifteenth day is 6 May.
    assert_eq!(walk.due("handling"), "2026-05-06 24:00");
    walk
}

#[test]
fn a_dispute_is_received_referred_mediated_and_followed_up() {
    one_stop();
}

#[test]
fn what_is_plain_is_handled_at_the_window() {
    plain_and_complex();
    not_so_plain();
}
