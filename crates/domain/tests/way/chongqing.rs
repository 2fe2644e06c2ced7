//! 重庆 网上信访: the clocks of 信访工作条例 on the days of 2026. The Spring Festival rests from
//! 15 to 23 February; 14 and 28 February, both Saturdays, are worked.

use onemap_domain::calendar::Period;
use onemap_domain::case::{PauseCause, Satisfaction, Stage, Urgency};

use crate::fixture::{Walk, facts};
use crate::words::*;

/// 登记、转送、受理: transferred within 15 days (22), noticed within 15 (23).
fn taken_on() -> Walk {
    let mut walk = Walk::new("chongqing-petition", "2026-01-30 10:00");
    walk.give("wangmin", report(facts()));
    // The fifteenth day is Saturday 14 February, which is worked.
    assert_eq!(walk.due("transfer"), "2026-02-14 24:00");
    walk.refused("not_in_profile", "wangmin", verify())
        .at("2026-02-12 10:00")
        .give("wangmin", establish(Urgency::Normal));
    assert_eq!(
        walk.due("transfer"),
        "2026-02-14 24:00",
        "sorting takes no time of its own"
    );
    walk.give("wangmin", dispatch("zhujian"));
    assert_eq!(walk.due("notice"), "2026-02-27 24:00");
    walk
}

/// Five working days to object (23): 13, 14 (made up), 24, 25 and 26 February.
pub fn objection() -> Walk {
    let mut walk = taken_on();
    let mut late = walk.clone();
    late.at("2026-02-27 00:01")
        .refused("return_too_late", "zhujian", give_back("不属本单位职权"));
    walk.at("2026-02-26 23:59")
        .refused("no_objection", "wangmin", uphold())
        .give("zhujian", give_back("不属本单位职权"))
        .refused("objection_pending", "zhujian", give_back("再说一遍"));
    assert!(
        walk.case().lead.is_some(),
        "it stays the lead until that is upheld"
    );
    walk.give("wangmin", reject())
        .give("zhujian", give_back("附三定方案"))
        .give("overseer", uphold());
    assert_eq!(
        (walk.case().stage, walk.case().returned),
        (Stage::Established, 1)
    );
    walk
}

/// 办理、复查、复核, to the end: afterwards the same facts are not taken again (36).
pub fn two_reviews() -> Walk {
    let mut walk = taken_on();
    walk.at("2026-02-26 10:00").give("zhujian", accept());
    // Sixty days from acceptance (34).
    assert_eq!(walk.due("answer"), "2026-04-27 24:00");

    // A hearing while it is handled stops nothing: only in 复核 does it (36).
    walk.at("2026-03-10 09:00")
        .give("zhujian", suspend(PauseCause::Hearing))
        .at("2026-03-20 09:00")
        .give("zhujian", resume());
    assert_eq!(walk.due("answer"), "2026-04-27 24:00");

    // Once, by thirty days, with the head's approval and the person told why (34).
    let month = Period::NaturalDays(30);
    walk.at("2026-04-20 09:00")
        .refused(
            "extension_too_long",
            "zhujian",
            extend("answer", Period::NaturalDays(31)),
        )
        .refused(
            "extension_too_long",
            "zhujian",
            extend("answer", Period::WorkingDays(20)),
        )
        .give("zhujian", extend("answer", month))
        .refused("role_not_allowed", "overseer", approve("已电话告知"))
        .refused("field_missing", "zhouyuan", approve(""))
        .give("zhouyuan", approve("已电话告知延期理由"))
        .refused("extensions_used", "zhujian", extend("answer", month));
    assert_eq!(walk.due("answer"), "2026-05-27 24:00");

    walk.at("2026-05-20 09:00")
        .give("zhujian", feed_back())
        .refused(
            "role_not_allowed",
            "zhujian",
            close("explained", "见意见书", &[]),
        )
        .give("wangmin", close("explained", "见意见书", &[]))
        .give("wangmin", evaluate(Satisfaction::Dissatisfied));

    // Thirty days to ask (35): 19 June is 端午, and rests with the weekend after it.
    let mut late = walk.clone();
    late.at("2026-06-23 00:01")
        .refused("review_too_late", "wangmin", ask_review());
    walk.at("2026-06-22 23:59").give("wangmin", ask_review());
    assert_eq!(walk.case().stage, Stage::UnderReview);
    assert_eq!(walk.due("review"), "2026-07-22 24:00");
    walk.refused("role_not_allowed", "zhujian", decide_review(true))
        .at("2026-07-20 09:00")
        .give("wangmin", decide_review(true))
        .refused("not_closer", "wangmin", withdraw());

    walk.at("2026-08-10 09:00").give("lijun", ask_review());
    assert_eq!(walk.case().stage, Stage::UnderFinalReview);
    assert_eq!(walk.due("final_review"), "2026-09-09 24:00");
    walk.at("2026-08-20 09:00")
        .give("wangmin", suspend(PauseCause::Hearing))
        .refused("paused", "wangmin", decide_review(true))
        .at("2026-08-31 17:00")
        .give("wangmin", resume());
    // Eleven days of hearing do not count; Sunday 20 September is worked.
    assert_eq!(walk.due("final_review"), "2026-09-20 24:00");
    walk.at("2026-09-18 09:00")
        .give("wangmin", decide_review(true))
        .refused("reviews_exhausted", "wangmin", ask_review())
        .refused("reviews_exhausted", "wangmin", reopen())
        .refused("not_closer", "wangmin", withdraw());
    walk
}

/// When the last review does not maintain the answer, it is done again, and can be sent back while
/// it is not closed.
pub fn done_again() -> Walk {
    let mut walk = taken_on();
    walk.give("zhujian", accept())
        .give("zhujian", feed_back())
        .give("wangmin", close("resolved", "", &[]))
        .at("2026-03-02 09:00")
        .give("wangmin", ask_review())
        .give("wangmin", decide_review(false));
    assert_eq!(
        (walk.case().stage, walk.case().reopened),
        (Stage::Handling, 1)
    );
    // Sixty days anew: 1 May rests to the 5th.
    assert_eq!(walk.due("answer"), "2026-05-06 24:00");
    walk.give("zhujian", feed_back())
        .give("wangmin", close("resolved", "", &[]))
        .give("wangmin", ask_review())
        .give("wangmin", decide_review(false))
        .give("zhujian", feed_back())
        .give("wangmin", reopen())
        .give("zhujian", feed_back())
        .give("wangmin", close("resolved", "", &[]))
        .refused("reviews_exhausted", "wangmin", reopen());
    walk
}

/// An accusation never reaches the accused (30).
pub fn accusation() -> Walk {
    let mut walk = Walk::new("chongqing-petition", "2026-01-30 10:00");
    walk.give("keeper", report(facts()))
        .give("keeper", seal("accusation"))
        .give("keeper", establish(Urgency::Normal))
        .give("keeper", dispatch("zhujian"))
        .refused("not_found", "zhujian", accept())
        .refused("not_found", "wangmin", withdraw());
    walk
}

#[test]
fn a_department_may_object_within_five_working_days() {
    objection();
}

#[test]
fn a_petition_is_answered_reviewed_twice_and_not_taken_again() {
    two_reviews();
}

#[test]
fn an_answer_that_a_review_does_not_maintain_is_done_again() {
    done_again();
}

#[test]
fn an_accusation_is_not_found_by_the_accused() {
    accusation();
}
