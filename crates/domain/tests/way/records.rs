//! Samples, meetings and decisions.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use onemap_domain::area::AreaCode;
use onemap_domain::case::{CaseId, Urgency};
use onemap_domain::command::Command as CaseCommand;
use onemap_domain::pack::{Rhythm, Sources, pack};
use onemap_domain::people::{Compartment, Role, Scope};
use onemap_domain::record::RecordCommand;
use onemap_domain::record::decision::{self, Becomes, DecisionOutcome, Resolution};
use onemap_domain::record::draw::{self, Lot, sample};
use onemap_domain::record::{Decision, Drawing, Matter, RecordId, meeting};
use proptest::prelude::*;

use crate::fixture::{Walk, department, facts, known, moment, of_cases, said};
use crate::kept::Kept;
use crate::words::{establish, report, verify};

fn cases(count: u64) -> BTreeSet<CaseId> {
    (0..count)
        .map(|number| CaseId(uuid::Uuid::from_u64_pair(5, number)))
        .collect()
}

/// What the central adds to a seed.
const SHARE: [u8; 32] = [7; 32];

/// What the central has for a draw, where these cases exist.
fn drawing(cases: BTreeSet<CaseId>, share: [u8; 32]) -> Drawing {
    let mut walk = Walk::new("chishui", "2026-11-20 09:00");
    walk.give("wangmin", report(facts()));
    let of = |id: CaseId| {
        let mut case = walk.case().clone();
        case.id = id;
        (id, case)
    };
    Drawing {
        share: share.into(),
        cases: cases.into_iter().map(of).collect(),
    }
}

/// The draw that was asked for, as a central with this share draws it.
fn drawn_with(share: [u8; 32], seed: u64) -> Vec<CaseId> {
    let mut kept = Kept::new("chishui", "2026-11-21 09:00");
    kept.walk.drawing = Some(drawing(cases(40), share));
    let lot = Lot { seed, ..lot(5) };
    kept.give("overseer", RecordCommand::Draw(draw::Command::Draw(lot)))
        .unwrap();
    match &kept.record().matter {
        Matter::Draw(draw) => draw.drawn.clone(),
        other => panic!("{other:?}"),
    }
}

fn county() -> AreaCode {
    AreaCode::parse("520381").unwrap()
}

fn lot(size: u32) -> Lot {
    Lot {
        title: "四季度不满意件复查".to_owned(),
        area: county(),
        population: "十月结案的全部案件".to_owned(),
        cases: cases(40),
        size,
        seed: 20_261_121,
    }
}

#[test]
fn a_sample_is_drawn_before_any_result_and_what_was_found_stays() {
    let draw = |lot: Lot| RecordCommand::Draw(draw::Command::Draw(lot));
    let find = |case: CaseId, passed: bool, note: &str| {
        RecordCommand::Draw(draw::Command::Find {
            case,
            passed,
            note: note.to_owned(),
        })
    };
    let mut kept = Kept::new("chishui", "2026-11-21 09:00");
    assert_eq!(kept.give("wangmin", draw(lot(5))), Err("record_not_yours"));
    assert_eq!(kept.give("overseer", draw(lot(0))), Err("field_unknown"));
    assert_eq!(kept.give("overseer", draw(lot(41))), Err("field_unknown"));
    kept.walk.drawing = Some(drawing(cases(40), SHARE));
    kept.give("overseer", draw(lot(5))).unwrap();
    let Matter::Draw(state) = &kept.record().matter else {
        panic!("a draw");
    };
    let drawn = state.drawn.clone();
    assert_eq!(
        drawn,
        sample(&cases(40), 5, 20_261_121, Some(&SHARE.into())),
        "anybody can draw it again"
    );
    assert!(state.is_sound() && state.share == Some(SHARE.into()));
    let other = cases(40)
        .into_iter()
        .find(|case| !drawn.contains(case))
        .unwrap();
    assert_eq!(
        kept.give("overseer", find(other, true, "")),
        Err("not_drawn")
    );
    assert_eq!(
        kept.give("overseer", find(drawn[0], false, "")),
        Err("field_missing")
    );
    kept.give("overseer", find(drawn[0], false, "路灯仍不亮"))
        .unwrap();
    assert_eq!(
        kept.give("overseer", find(drawn[0], true, "")),
        Err("found_already")
    );
}

#[test]
fn who_asks_for_a_draw_cannot_choose_its_sample() {
    // A seed that somebody looked for: without a share it gives the sample that they want.
    let wanted = sample(&cases(40), 5, 20_261_121, None);
    assert_ne!(drawn_with(SHARE, 20_261_121), wanted);
    assert_ne!(
        drawn_with(SHARE, 20_261_121),
        drawn_with([8; 32], 20_261_121),
        "the same seed draws others under another share"
    );
    assert_ne!(
        drawn_with(SHARE, 1),
        drawn_with(SHARE, 2),
        "the seed counts too"
    );
}

#[test]
fn where_there_is_no_central_a_draw_is_asked_for_and_nothing_is_drawn() {
    let mut kept = Kept::new("chishui", "2026-11-21 09:00");
    kept.give("overseer", RecordCommand::Draw(draw::Command::Draw(lot(5))))
        .unwrap();
    let Matter::Draw(state) = &kept.record().matter else {
        panic!("a draw");
    };
    assert!(!state.is_drawn() && state.share.is_none());
    let find = RecordCommand::Draw(draw::Command::Find {
        case: *cases(40).first().unwrap(),
        passed: true,
        note: String::new(),
    });
    assert_eq!(kept.give("overseer", find), Err("not_drawn"));
}

#[test]
fn a_population_is_of_cases_that_exist_in_the_area_and_that_the_drawer_may_see() {
    let refused = |change: &dyn Fn(&mut Drawing, &mut Lot)| {
        let mut kept = Kept::new("chishui", "2026-11-21 09:00");
        let (mut drawing, mut lot) = (drawing(cases(40), SHARE), lot(5));
        change(&mut drawing, &mut lot);
        kept.walk.drawing = Some(drawing);
        kept.refused_field("overseer", RecordCommand::Draw(draw::Command::Draw(lot)))
    };
    let first = *cases(40).first().unwrap();
    assert_eq!(
        refused(&|drawing, _| drop(drawing.cases.remove(&first))),
        "cases"
    );
    assert_eq!(
        refused(&|_, lot| lot.area = AreaCode::parse("520381002").unwrap()),
        "cases",
        "they lie in another town"
    );
    let sealed = |drawing: &mut Drawing, _: &mut Lot| {
        let case = drawing.cases.get_mut(&first).unwrap();
        case.compartment = Some(Compartment("minors".to_owned()));
    };
    assert_eq!(refused(&sealed), "cases");
}

#[test]
fn a_county_that_gave_up_inspections_draws_nothing() {
    let mut kept = Kept::new("chishui", "2026-11-21 09:00");
    let mut profile = (*kept.walk.profile).clone();
    profile.without_inspections = true;
    kept.walk.profile = profile.into();
    let given = kept.give("overseer", RecordCommand::Draw(draw::Command::Draw(lot(5))));
    assert_eq!(given, Err("record_not_in_profile"));
}

proptest! {
    #[test]
    fn a_larger_sample_of_the_same_seed_begins_with_the_smaller_one(
        seed: u64, share: [u8; 32], count in 1_u64..60, size in 0_usize..60,
    ) {
        let small = sample(&cases(count), size, seed, Some(&share.into()));
        let large = sample(&cases(count), size + 3, seed, Some(&share.into()));
        prop_assert!(large.starts_with(&small));
        prop_assert_eq!(small.len(), size.min(count as usize));
        let once: BTreeSet<_> = small.iter().collect();
        prop_assert_eq!(once.len(), small.len());
    }
}

#[test]
fn every_case_is_drawn_about_equally_often() {
    let population = cases(20);
    let mut times = std::collections::BTreeMap::new();
    for seed in 0..2_000 {
        for case in sample(&population, 5, seed, Some(&SHARE.into())) {
            *times.entry(case).or_insert(0_u32) += 1;
        }
    }
    // 500 expected of each, with a standard deviation of 19.
    assert!(
        times.values().all(|times| (400..600).contains(times)),
        "{times:?}"
    );
}

#[test]
fn a_pack_is_frozen_by_the_central_and_a_meeting_is_opened_before_it_is_closed() {
    let mut kept = Kept::new("liaocheng", "2026-11-20 08:00");
    let frozen = pack(Rhythm::Daily, &county(), kept.walk.now, &of_cases(&[], &[]));
    let freeze = || {
        RecordCommand::Meeting(meeting::Command::Freeze {
            pack: Box::new(frozen.clone()),
        })
    };
    let open = || RecordCommand::Meeting(meeting::Command::Open {});
    let close = |names: &[&str]| {
        RecordCommand::Meeting(meeting::Command::Close {
            attendees: names.iter().map(|name| (*name).to_owned()).collect(),
            note: String::new(),
        })
    };
    assert_eq!(kept.give("wangmin", freeze()), Err("only_the_central"));
    kept.happens(freeze()).unwrap();
    assert_eq!(kept.happens(freeze()), Err("already_exists"));
    assert_eq!(
        kept.give("wangmin", close(&["陈宏"])),
        Err("meeting_not_open")
    );
    kept.give("wangmin", open()).unwrap();
    assert_eq!(kept.give("lijun", open()), Err("meeting_open"));
    assert_eq!(kept.give("wangmin", close(&[" "])), Err("field_missing"));
    kept.give("wangmin", close(&["陈宏", "孙强"])).unwrap();
    assert_eq!(kept.give("wangmin", close(&["陈宏"])), Err("record_ended"));
}

fn resolution(becomes: Becomes, by: Date) -> Resolution {
    Resolution {
        meeting: None,
        area: county(),
        case: None,
        text: "三日内拿出整改方案".to_owned(),
        becomes,
        department: Some(department("zhujian")),
        person: "王磊".to_owned(),
        by,
    }
}

#[test]
fn a_decision_that_becomes_an_order_takes_its_day_and_its_person_along() {
    let mut walk = Walk::new("liaocheng", "2026-11-20 08:20");
    walk.give("wangmin", report(facts()))
        .give("wangmin", verify())
        .give("wangmin", establish(Urgency::Normal));
    let day = date(2026, 11, 24);
    let command = |walk: &Walk, becomes: Becomes, department: &str| {
        let resolution = Resolution {
            department: Some(crate::fixture::department(department)),
            ..resolution(becomes, day)
        };
        let (case, profile, calendar) = (walk.case(), &walk.profile, &walk.calendar);
        resolution.command(case, profile, calendar).unwrap()
    };
    let dispatch = command(&walk, Becomes::Order, "zhujian");
    walk.give("wangmin", dispatch);
    let case = walk.case();
    assert_eq!(said(case.order_due().unwrap()), "2026-11-24 24:00");
    assert_eq!(case.requirements, "王磊: 三日内拿出整改方案");
    let elsewhere = command(&walk, Becomes::Order, "zhifa");
    // Whoever has it already is urged, and told until when.
    let with_day = "王磊, 2026-11-24: 三日内拿出整改方案".to_owned();
    let urged = command(&walk, Becomes::Order, "zhujian");
    assert_eq!(
        urged,
        CaseCommand::Urge {
            note: with_day.clone()
        }
    );
    let CaseCommand::Supervise { reason, .. } = command(&walk, Becomes::Supervision, "zhujian")
    else {
        panic!("nobody supervises it yet");
    };
    assert_eq!(reason, with_day);
    walk.give("wangmin", elsewhere);
    assert_eq!(said(walk.case().order_due().unwrap()), "2026-11-24 24:00");
    walk.give("overseer", command(&walk, Becomes::Supervision, "zhifa"));
    assert_eq!(
        command(&walk, Becomes::Supervision, "zhifa"),
        CaseCommand::Climb { reason: with_day }
    );
}

#[test]
fn a_decision_is_asked_about_until_it_is_done() {
    let decide =
        |becomes, by| RecordCommand::Decision(decision::Command::Decide(resolution(becomes, by)));
    let report = |done: bool| {
        RecordCommand::Decision(decision::Command::Report {
            text: "方案已报".to_owned(),
            done,
        })
    };
    let day = date(2026, 11, 23);
    let mut kept = Kept::new("liaocheng", "2026-11-20 08:20");
    assert_eq!(
        kept.give("zhujian", decide(Becomes::Note, day)),
        Err("record_not_yours")
    );
    assert_eq!(
        kept.give("wangmin", decide(Becomes::Order, day)),
        Err("field_missing")
    );
    let past = decide(Becomes::Note, date(2026, 11, 19));
    assert_eq!(kept.give("wangmin", past), Err("field_unknown"));
    kept.give("wangmin", decide(Becomes::Note, day)).unwrap();
    assert_eq!(
        kept.give("zhifa", report(true)),
        Err("not_found"),
        "it is another department's"
    );
    kept.give("zhujian", report(false)).unwrap();
    kept.give("zhujian", report(true)).unwrap();
    let Matter::Decision(state) = &kept.record().matter else {
        panic!("a decision");
    };
    assert_eq!(
        (state.reports.len(), state.outcome),
        (2, Some(DecisionOutcome::Done))
    );
    assert_eq!(state.decided_at, moment("2026-11-20 08:20"));
    assert_eq!(kept.give("zhujian", report(true)), Err("record_ended"));
}

#[test]
fn the_wall_is_told_the_figures_of_a_pack_and_neither_decisions_nor_cases() {
    let mut kept = Kept::new("liaocheng", "2026-11-20 08:00");
    let decision = Decision {
        resolution: resolution(Becomes::Note, date(2026, 11, 24)),
        decided_at: kept.walk.now,
        reports: Vec::new(),
        outcome: None,
    };
    kept.walk.give("wangmin", report(facts()));
    let cases = [kept.walk.case().clone()];
    let sources = Sources {
        decisions: &[(RecordId(uuid::Uuid::from_u64_pair(7, 7)), decision)],
        ..of_cases(&cases, &[])
    };
    let later = "2027-03-01T00:00:00Z".parse().unwrap();
    let frozen = pack(Rhythm::Daily, &county(), later, &sources);
    assert!(frozen.listed.iter().any(|listed| !listed.cases.is_empty()));
    assert_eq!(frozen.owed.len(), 1);
    kept.happens(RecordCommand::Meeting(meeting::Command::Freeze {
        pack: Box::new(frozen),
    }))
    .unwrap();
    let told = |role: Role| {
        let mut record = kept.record().clone();
        let scope = Scope {
            role,
            ..known("wangmin").scope.clone()
        };
        record.tell(&mut [], &scope);
        match record.matter {
            Matter::Meeting(meeting) => *meeting.pack,
            other => panic!("{other:?}"),
        }
    };
    let pack = told(Role::Wall);
    assert!(pack.owed.is_empty() && pack.listed.iter().all(|listed| listed.cases.is_empty()));
    assert!(!pack.figures.is_empty());
    assert_eq!(told(Role::Leader).owed.len(), 1);
}
