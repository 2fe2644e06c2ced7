//! Single rules, each in its own words.

use onemap_domain::case::{Satisfaction, Stage, Urgency};
use onemap_domain::clock::ClockKind;
use onemap_domain::command::{Command, Dispatch};
use onemap_domain::lane::Lane;
use onemap_domain::people::Role;
use onemap_domain::refusal::Refusal;

use crate::fixture::{GRID, Walk, department, dispatch, facts, user};

fn text(text: &str) -> String {
    text.to_owned()
}

fn handling() -> Walk {
    let mut walk = Walk::reported();
    walk.give(
        "wangmin",
        &Command::Verify {
            note: text("属实")
        },
    )
    .unwrap();
    walk.give(
        "wangmin",
        &Command::Establish {
            urgency: Urgency::Urgent,
        },
    )
    .unwrap();
    walk.give("wangmin", &dispatch("zhujian")).unwrap();
    walk.give("zhujian", &Command::Accept).unwrap();
    walk
}

#[test]
fn a_case_walks_the_six_steps_from_report_to_evaluation() {
    let mut walk = handling();
    walk.give(
        "zhujian",
        &Command::Progress {
            note: text("已派人"),
        },
    )
    .unwrap();
    walk.give(
        "zhujian",
        &Command::FeedBack {
            result: text("已修好"),
        },
    )
    .unwrap();
    assert_eq!(walk.case().stage, Stage::FedBack);
    walk.give(
        "wangmin",
        &Command::Close {
            reason: text("resolved"),
            note: text(""),
        },
    )
    .unwrap();
    assert!(
        walk.case().nearest_clock().is_none(),
        "no clock runs after closing"
    );
    let satisfaction = Satisfaction::Satisfied;
    walk.give("wangmin", &Command::Evaluate { satisfaction })
        .unwrap();
    assert_eq!(walk.case().stage, Stage::Evaluated);
    let steps: Vec<_> = walk
        .log
        .iter()
        .map(|r| r.event.name())
        .filter(|name| *name != "clock_started")
        .collect();
    let way = [
        "reported",
        "verified",
        "established",
        "dispatched",
        "accepted",
        "progressed",
        "fed_back",
        "closed",
        "evaluated",
    ];
    assert_eq!(steps, way);
}

#[test]
fn the_ground_decides_the_grid_and_not_the_author() {
    assert_eq!(Walk::reported().case().facts.grid.as_str(), GRID);
    let mut outside = facts();
    outside.position.lon = 100.0;
    let refused = Walk::new().give(
        "wangmin",
        &Command::Report {
            facts: Box::new(outside),
        },
    );
    assert_eq!(refused, Err(Refusal::OutsideCounty));
}

#[test]
fn an_order_is_due_when_it_says_or_else_by_the_profile() {
    let walk = handling();
    let due = walk.case().running(ClockKind::Stage).unwrap().due_at;
    assert_eq!(
        due,
        "2026-11-25T00:00:00+08:00".parse().unwrap(),
        "three days, urgent"
    );
    let mut walk = Walk::reported();
    walk.give("wangmin", &Command::Verify { note: text("") })
        .unwrap();
    walk.give(
        "wangmin",
        &Command::Establish {
            urgency: Urgency::Normal,
        },
    )
    .unwrap();
    let passed = walk.now;
    let past = Command::Dispatch(Dispatch {
        lead: department("zhujian"),
        assists: vec![department("zhifa")],
        requirements: text(""),
        due_at: Some(passed),
    });
    assert_eq!(
        walk.give("wangmin", &past),
        Err(Refusal::DueInPast { due_at: passed })
    );
}

#[test]
fn only_the_leading_department_works_on_an_order() {
    let mut walk = Walk::reported();
    walk.give("wangmin", &Command::Verify { note: text("") })
        .unwrap();
    walk.give(
        "wangmin",
        &Command::Establish {
            urgency: Urgency::Normal,
        },
    )
    .unwrap();
    let order = Command::Dispatch(Dispatch {
        lead: department("zhujian"),
        assists: vec![department("zhifa")],
        requirements: text(""),
        due_at: None,
    });
    walk.give("wangmin", &order).unwrap();
    assert_eq!(
        walk.give("zhifa", &Command::Accept),
        Err(Refusal::NotLead),
        "it only assists"
    );
    let refused = walk.give(
        "zhujian",
        &Command::Close {
            reason: text("resolved"),
            note: text(""),
        },
    );
    assert!(
        matches!(refused, Err(Refusal::RoleNotAllowed { .. })),
        "{refused:?}"
    );
}

#[test]
fn a_department_that_has_no_part_in_a_case_does_not_find_it() {
    let mut walk = handling();
    assert_eq!(walk.give("zhifa", &Command::Accept), Err(Refusal::NotFound));
}

#[test]
fn a_returned_order_leaves_its_department_and_waits_for_another_one() {
    let mut walk = Walk::reported();
    walk.give("wangmin", &Command::Verify { note: text("") })
        .unwrap();
    walk.give(
        "wangmin",
        &Command::Establish {
            urgency: Urgency::Normal,
        },
    )
    .unwrap();
    walk.give("wangmin", &dispatch("zhujian")).unwrap();
    let silent = walk.give("zhujian", &Command::Return { reason: text("  ") });
    assert_eq!(
        silent,
        Err(Refusal::FieldMissing {
            field: text("reason")
        })
    );
    walk.give(
        "zhujian",
        &Command::Return {
            reason: text("不属本单位职责"),
        },
    )
    .unwrap();
    assert_eq!((walk.case().lead.as_ref(), walk.case().returned), (None, 1));
    assert_eq!(Lane::of(walk.case().stage), Lane::ToDispatch);
    walk.give("lijun", &dispatch("zhifa")).unwrap();
}

#[test]
fn only_who_dispatched_can_withdraw_and_only_before_it_is_accepted() {
    let mut walk = Walk::reported();
    walk.give("wangmin", &Command::Verify { note: text("") })
        .unwrap();
    walk.give(
        "wangmin",
        &Command::Establish {
            urgency: Urgency::Normal,
        },
    )
    .unwrap();
    walk.give("wangmin", &dispatch("zhujian")).unwrap();
    let withdraw = Command::Withdraw { note: text("") };
    assert_eq!(walk.give("lijun", &withdraw), Err(Refusal::NotDispatcher));
    walk.give("wangmin", &withdraw).unwrap();
    walk.give("wangmin", &dispatch("zhujian")).unwrap();
    walk.give("zhujian", &Command::Accept).unwrap();
    let late = walk.give("wangmin", &withdraw);
    assert!(
        matches!(late, Err(Refusal::StageNotAllowed { .. })),
        "{late:?}"
    );
}

#[test]
fn who_handled_a_case_cannot_close_it_even_in_another_role() {
    let mut walk = handling();
    walk.give(
        "zhujian",
        &Command::FeedBack {
            result: text("已修好"),
        },
    )
    .unwrap();
    let moved = user("zhujian", Role::Operator, None);
    let refused = walk.give_as(
        &moved,
        &Command::Close {
            reason: text("resolved"),
            note: text(""),
        },
    );
    assert_eq!(refused, Err(Refusal::HandlerCloses));
}

#[test]
fn some_closing_reasons_demand_words() {
    let mut walk = handling();
    walk.give(
        "zhujian",
        &Command::FeedBack {
            result: text("已答复"),
        },
    )
    .unwrap();
    let close = |note: &str| Command::Close {
        reason: text("not_supported"),
        note: text(note),
    };
    let refused = walk.give("wangmin", &close(""));
    assert_eq!(
        refused,
        Err(Refusal::FieldMissing {
            field: text("note")
        })
    );
    walk.give("wangmin", &close("已当面说明政策")).unwrap();
}
