//! Single rules, each in its own words.

use std::rc::Rc;

use onemap_domain::case::{ATTACHMENT_BYTES, ATTACHMENT_COUNT, Attachment, Case, Stage, Urgency};
use onemap_domain::clock::ClockCode;
use onemap_domain::command::{Command, CommandKind, ConflictClass, Dispatch};
use onemap_domain::profile::ClockMatter;

use crate::fixture::{GRID, Walk, assets, facts, id, moment, year};
use crate::words::*;

fn handling() -> Walk {
    let mut walk = Walk::new("liaocheng", "2026-11-16 09:00");
    walk.give("wangmin", report(facts()))
        .give("wangmin", verify())
        .give("wangmin", establish(Urgency::Normal))
        .give("wangmin", dispatch("zhujian"))
        .give("zhujian", accept());
    walk
}

/// A case apart from how many events have made it.
fn apart_from_revision(case: &Case) -> Case {
    Case {
        revision: 0,
        ..case.clone()
    }
}

#[test]
fn the_ground_decides_the_grid_and_not_the_author() {
    let mut walk = Walk::new("liaocheng", "2026-11-16 09:00");
    let mut outside = facts();
    outside.position.lon = 100.0;
    walk.refused("not_found", "wangmin", verify())
        .refused("outside_county", "wangmin", report(outside))
        .give("wangmin", report(facts()));
    assert_eq!(walk.case().facts.grid.as_str(), GRID);
}

#[test]
fn a_report_is_trimmed_present_not_too_long_and_known() {
    let mut walk = Walk::new("liaocheng", "2026-11-16 09:00");
    let with = |change: fn(&mut onemap_domain::case::Facts)| {
        let mut facts = facts();
        change(&mut facts);
        report(facts)
    };
    walk.refused(
        "field_missing",
        "wangmin",
        with(|facts| facts.title = " ".to_owned()),
    )
    .refused(
        "field_too_long",
        "wangmin",
        with(|facts| facts.title = "长".repeat(121)),
    )
    .refused(
        "field_too_long",
        "wangmin",
        with(|facts| facts.reporter.as_mut().unwrap().phone = "1".repeat(121)),
    )
    .refused(
        "field_unknown",
        "wangmin",
        with(|facts| facts.category = "x".to_owned()),
    )
    .refused(
        "field_unknown",
        "wangmin",
        with(|facts| facts.channel = "x".to_owned()),
    )
    .give(
        "wangmin",
        with(|facts| facts.title = " 化粪池外溢 ".to_owned()),
    );
    assert_eq!(walk.case().facts.title, "化粪池外溢");
}

#[test]
fn an_order_is_due_when_it_says() {
    let due = |text| {
        Command::Dispatch(Dispatch {
            due_at: Some(moment(text)),
            ..order("zhujian", &["zhifa"])
        })
    };
    let mut walk = Walk::new("liaocheng", "2026-11-16 09:00");
    walk.give("wangmin", report(facts()))
        .give("wangmin", verify())
        .give("wangmin", establish(Urgency::Normal))
        .refused("due_in_past", "wangmin", due("2026-11-16 09:00"))
        .refused("field_unknown", "wangmin", dispatch("nobody"))
        .refused(
            "lead_assists",
            "wangmin",
            Command::Dispatch(order("zhujian", &["zhujian"])),
        )
        .give("wangmin", due("2026-11-18 12:00"))
        .refused("not_lead", "zhifa", accept())
        .give("zhujian", accept());
    assert_eq!(walk.due("handling"), "2026-11-18 12:00");
    assert_eq!(walk.clock("handling").period, None, "somebody said so");
}

#[test]
fn another_lead_has_the_whole_time() {
    let mut walk = handling();
    walk.at("2026-11-19 09:00")
        .give("wangmin", redispatch("zhifa"));
    assert_eq!(walk.due("accept"), "2026-11-20 24:00");
    assert_eq!(
        walk.due("whole"),
        "2026-12-01 24:00",
        "the case as a whole has not"
    );
    walk.refused("not_found", "zhujian", progress())
        .give("zhifa", accept());
    assert_eq!(walk.due("handling"), "2026-11-26 24:00");
}

/// Merging, un-merging, linking.
pub fn two_cases() -> Walk {
    let mut walk = handling();
    walk.give_on(1, "lijun", report(facts()));
    let (first, second) = (walk.case().clone(), walk.other().clone());
    walk.refused("merge_self", "wangmin", merge(0))
        .refused("not_merged_there", "wangmin", unmerge(1))
        .give_on(1, "wangmin", merge(0));
    assert_eq!(
        walk.other().nearest_clock(),
        None,
        "the first goes on for both"
    );
    walk.refused_on(1, "merged", "wangmin", verify())
        .refused("has_merged", "wangmin", merge(1))
        .refused_on(1, "field_missing", "wangmin", {
            Command::Unmerge {
                from: id(0),
                reason: String::new(),
            }
        })
        .give_on(1, "wangmin", unmerge(0));
    assert_eq!(
        apart_from_revision(walk.case()),
        apart_from_revision(&first)
    );
    assert_eq!(
        apart_from_revision(walk.other()),
        apart_from_revision(&second)
    );

    walk.give("wangmin", link(1))
        .refused_on(1, "already_linked", "wangmin", link(0))
        .give_on(1, "wangmin", merge(0))
        .give("zhujian", feed_back())
        .give("wangmin", close("resolved", "", &[]))
        .give_on(1, "wangmin", unmerge(0))
        .refused_on(1, "target_closed", "wangmin", merge(0));
    assert_eq!(
        walk.other().stage,
        Stage::Reported,
        "whatever the other one did meanwhile"
    );
    walk
}

#[test]
fn unmerging_restores_both_cases() {
    two_cases();
}

#[test]
fn a_closing_that_is_taken_back_was_never_there() {
    let mut walk = handling();
    walk.give("zhujian", feed_back());
    let before = walk.case().clone();
    walk.at("2026-11-16 11:00")
        .give("wangmin", close("resolved", "", &[]))
        .at("2026-11-16 11:30")
        .give("wangmin", withdraw());
    assert_eq!(
        apart_from_revision(walk.case()),
        apart_from_revision(&before)
    );
}

#[test]
fn a_historic_case_that_came_closed_is_not_sent_back_to_nobody() {
    let mut walk = Walk::new("chongqing-petition", "2026-11-16 09:00");
    walk.import(0);
    walk.refused("stage_not_allowed", "wangmin", reopen())
        .refused("stage_not_allowed", "wangmin", ask_review())
        .refused("not_closer", "wangmin", withdraw())
        .give_on(1, "wangmin", report(facts()))
        .give_on(1, "wangmin", link(0));
}

#[test]
fn an_order_without_a_named_time_counts_by_a_calendar_that_came_after_the_dispatch() {
    let mut walk = Walk::new("liaocheng", "2027-12-25 09:00");
    let before = (*walk.calendar).clone();
    // The holidays of 2026, as if they were those of 2028.
    let notice = std::fs::read_to_string(assets("calendars").join("2026.toml")).unwrap();
    let holidays = year(&notice.replace("2026", "2028"));
    walk.give("wangmin", report(facts()))
        .give("wangmin", verify())
        .give("wangmin", establish(Urgency::Normal))
        .give("wangmin", dispatch("zhujian"));
    let promised = walk.case().order_due().unwrap();
    walk.calendar = Rc::new(before.with_years([holidays]));
    walk.give("zhujian", accept());
    let clock = walk.case().clock(&ClockCode::new("handling")).unwrap();
    let rule = walk
        .profile
        .order_rule(&ClockMatter::of(walk.case()))
        .unwrap();
    let counted = walk
        .calendar
        .deadline(walk.case().marks.dispatched_at.unwrap(), rule.period);
    assert_eq!(clock.due, counted, "the calendar that is there now counts");
    assert_eq!(clock.period, Some(rule.period), "nobody set it by hand");
    assert_eq!(
        walk.case().order_due(),
        Some(clock.due.at),
        "and the order says the same"
    );
    assert!(
        promised < clock.due.at,
        "3 January rests by the notice: {promised} {}",
        clock.due.at
    );
}

#[test]
fn an_attachment_has_an_address_a_plain_name_and_a_size_that_is_not_too_large() {
    let mut walk = Walk::new("liaocheng", "2026-11-16 09:00");
    let with = |change: fn(&mut Attachment)| {
        let mut attachment = attachment("photo");
        change(&mut attachment);
        Command::Attach { attachment }
    };
    walk.give("wangmin", report(facts()))
        .refused(
            "field_unknown",
            "wangmin",
            with(|one| one.sha256.0.truncate(63)),
        )
        .refused(
            "field_missing",
            "wangmin",
            with(|one| one.name = "../".to_owned()),
        )
        .refused(
            "field_too_long",
            "wangmin",
            with(|one| one.name = "长".repeat(121)),
        )
        .refused("field_missing", "wangmin", with(|one| one.size = 0))
        .refused(
            "attachment_too_large",
            "wangmin",
            with(|one| one.size = ATTACHMENT_BYTES + 1),
        )
        .refused("not_found", "zhujian", attach("photo"))
        .give(
            "wangmin",
            with(|one| one.name = "C:\\Users\\me\\..\\路灯\n.jpg".to_owned()),
        )
        .refused("attached_already", "wangmin", attach("photo"));
    let attached = &walk.case().attachments[0];
    assert_eq!(attached.attachment.name, "路灯.jpg");
    assert_eq!(attached.by.0, "wangmin");
    for number in 1..ATTACHMENT_COUNT {
        walk.give("wangmin", attach(&number.to_string()));
    }
    walk.refused("too_many_attachments", "wangmin", attach("one more"));
    // Attaching takes nothing from others, and goes on when the matter is over.
    walk.give("wangmin", decline("误报"));
    walk.refused("too_many_attachments", "wangmin", attach("one more"));
    assert_eq!(
        CommandKind::Attach.conflict_class(),
        ConflictClass::Commutes
    );
}

#[test]
fn a_case_from_before_attachments_reads_as_one_without_any() {
    let mut walk = Walk::new("liaocheng", "2026-11-16 09:00");
    walk.give("wangmin", report(facts()));
    let written = serde_json::to_value(walk.case()).unwrap();
    assert_eq!(written.get("attachments"), None, "and is written as it was");
    let read: Case = serde_json::from_value(written).unwrap();
    assert_eq!(read, *walk.case());
}
