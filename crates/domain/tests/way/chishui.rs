//! 赤水 四题治理: three paths, a task force, two visits, three demands, adoption.

use onemap_domain::case::{Facts, Flag, Path, Stage, Urgency};

use crate::fixture::{Walk, facts};
use crate::words::*;

fn brought_to_a_department() -> Facts {
    Facts {
        channel: "department".to_owned(),
        ..facts()
    }
}

/// 群众出题、部门领题、党员干部答题、组织结题, with a demand that is not supported (S4, S8 to S11).
pub fn four_questions() -> Walk {
    let mut walk = Walk::new("chishui", "2026-02-09 09:00");
    walk.give("wangmin", report(facts()))
        .give("wangmin", verify())
        .give("wangmin", establish(Urgency::Normal))
        .give("wangmin", dispatch("zhujian"));
    assert_eq!(walk.due("accept"), "2026-02-10 24:00");
    // 1+1+1+N: the three are named and N is one at least.
    let three = ["leader", "official", "village"];
    walk.refused("task_force_first", "zhujian", accept())
        .refused(
            "task_force_incomplete",
            "zhujian",
            form(&three[..2], &["某"]),
        )
        .refused("task_force_members", "zhujian", form(&three, &[" "]))
        .refused("not_found", "zhifa", form(&three, &["某"]))
        .give("zhujian", form(&three, &["某党员", "某乡贤"]))
        .give("zhujian", accept());
    // No limit is set for it: feedback is due every seven days. 16 and 17 February rest, and so
    // does every day up to the 23rd.
    assert_eq!(walk.due("feedback"), "2026-02-24 24:00");
    walk.at("2026-02-12 09:00").give("zhujian", progress());
    assert_eq!(walk.due("feedback"), "2026-02-24 24:00", "the 19th rests");
    walk.at("2026-02-24 09:00").give("zhujian", progress());
    assert_eq!(walk.due("feedback"), "2026-03-03 24:00");

    // 领导包案: 三亲自 by the leader, 四包 by the unit.
    walk.refused("role_not_allowed", "wangmin", adopt("zhujian"))
        .refused("not_adopted", "zhouyuan", attest("in_person_1"))
        .give("zhouyuan", adopt("shuiwu"))
        .refused("already_adopted", "chenhong", adopt("zhujian"))
        .refused("not_adopter", "chenhong", attest("in_person_1"))
        .refused("not_adopted_unit", "zhujian", attest("guarantee_1"))
        .refused("field_unknown", "zhouyuan", attest("invented"))
        .give("zhouyuan", attest("in_person_1"))
        .give("zhouyuan", attest("in_person_2"));

    walk.at("2026-02-26 09:00").give("zhujian", feed_back());
    // 28 February is worked; 3 March is the fifth day.
    assert_eq!(walk.due("closing"), "2026-03-03 24:00");
    // 双回访: the handler first, then the centre; one no is rework.
    walk.refused("visit_missing", "wangmin", visit(true))
        .refused("not_found", "zhifa", visit(true))
        .give("zhujian", visit(true))
        .refused("visit_done", "zhujian", visit(true))
        .refused("same_visitor", "moved", visit(true))
        .give("wangmin", visit(false));
    assert_eq!(
        (walk.case().stage, walk.case().reopened),
        (Stage::Handling, 1)
    );
    assert!(walk.case().flags().any(|flag| flag == Flag::Dissatisfied));
    walk.give("zhujian", feed_back())
        .refused("visit_missing", "wangmin", close("resolved", "", &[]))
        .give("zhujian", visit(true))
        .give("wangmin", visit(true));

    let three = ["explanation", "counselling", "written_reply"];
    walk.refused(
        "adoption_owed",
        "wangmin",
        close("not_supported", "不合政策", &three),
    )
    .give("zhouyuan", attest("in_person_3"));
    for item in 1..=4 {
        walk.give("shuiwu", attest(&format!("guarantee_{item}")));
    }
    walk.refused(
        "demand_missing",
        "wangmin",
        close("not_supported", "不合政策", &three[..2]),
    )
    .refused(
        "role_not_allowed",
        "zhujian",
        close("not_supported", "不合政策", &three),
    )
    .give("wangmin", close("not_supported", "不合政策", &three));
    assert_eq!(walk.case().outcome.as_ref().unwrap().demands.len(), 3);
    walk
}

/// 现场即办、实时协办、上报交办 (S6).
pub fn three_paths() -> Walk {
    let mut walk = Walk::new("chishui", "2026-02-12 09:00");
    walk.give("zhujian", report(brought_to_a_department()))
        .refused("triage_first", "wangmin", verify())
        .refused("not_found", "zhifa", triage(Path::OnTheSpot, &[]))
        .refused("field_missing", "zhujian", triage(Path::Joint, &[]))
        .refused("lead_assists", "zhujian", triage(Path::Joint, &["zhujian"]))
        .give("zhujian", triage(Path::Joint, &["shuiwu"]));
    assert_eq!(walk.case().stage, Stage::Handling);
    // The third day is 15 February, the first of the holiday.
    assert_eq!(walk.due("handling"), "2026-02-24 24:00");
    walk.refused("not_lead", "shuiwu", feed_back())
        .refused("stage_not_allowed", "zhujian", triage(Path::ReportUp, &[]))
        .give("zhujian", feed_back())
        .give("zhujian", visit(true))
        .give("wangmin", visit(true))
        .give("wangmin", close("resolved", "", &[]));

    walk.give_on(1, "zhujian", report(brought_to_a_department()))
        .give_on(1, "zhujian", triage(Path::ReportUp, &[]))
        .give_on(1, "wangmin", verify())
        .give_on(1, "wangmin", establish(Urgency::Urgent))
        .give_on(1, "wangmin", dispatch("zhifa"))
        .refused_on(1, "not_lead", "zhujian", give_back("已转办"));
    walk
}

/// What the centre took in itself has no department to handle it on the spot.
pub fn no_intake() -> Walk {
    let mut walk = Walk::new("chishui", "2026-02-12 09:00");
    walk.give("wangmin", report(brought_to_a_department()))
        .refused("no_intake", "wangmin", triage(Path::OnTheSpot, &[]))
        .give("wangmin", triage(Path::ReportUp, &[]))
        .give("wangmin", verify());
    walk
}

/// 封存 (S44).
pub fn sealed() -> Walk {
    let mut walk = Walk::new("chishui", "2026-02-12 09:00");
    walk.give("wangmin", report(facts()))
        .refused("compartment_not_yours", "wangmin", seal("mental_health"))
        .refused("field_unknown", "keeper", seal("accusation"))
        .refused("not_sealed", "keeper", unseal())
        .give("keeper", seal("mental_health"))
        .refused("already_sealed", "keeper", seal("mental_health"))
        .refused("not_found", "wangmin", verify())
        .refused("not_found", "zhouyuan", comment())
        .give("keeper", verify())
        .give("keeper", unseal())
        .give("wangmin", establish(Urgency::Normal));
    walk
}

#[test]
fn a_question_is_asked_taken_up_answered_and_concluded() {
    four_questions();
}

#[test]
fn what_is_brought_to_a_department_is_sorted_first() {
    three_paths();
    no_intake();
}

#[test]
fn a_sealed_case_is_not_found_by_others() {
    sealed();
}
