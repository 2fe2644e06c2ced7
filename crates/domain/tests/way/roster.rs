//! The duty roster: shifts put in place one by one, and who is on duty at a moment.

use jiff::civil::{Date, date};
use onemap_domain::people::{Role, Scope};
use onemap_domain::record::roster::{Command, Officer, Roster, Turn, on_duty};
use onemap_domain::record::{Matter, RecordCommand};

use crate::fixture::{CALENDAR, area, department, known, moment, profile};
use crate::kept::Kept;

fn officer(name: &str) -> Officer {
    Officer {
        name: name.to_owned(),
        phone: "13900001111".to_owned(),
        unit: None,
        mode: None,
        leads: false,
    }
}

fn turn(on: Date, shift: &str, names: &[&str]) -> Turn {
    Turn {
        on,
        shift: shift.to_owned(),
        officers: names.iter().map(|name| officer(name)).collect(),
    }
}

fn put(turns: Vec<Turn>) -> RecordCommand {
    RecordCommand::Roster(Command::Put {
        area: area("520381"),
        turns,
    })
}

fn roster(kept: &Kept) -> &Roster {
    match &kept.record().matter {
        Matter::Roster(roster) => roster,
        other => panic!("{other:?}"),
    }
}

fn on_duty_at(rosters: &[&Roster], at: &str) -> Vec<String> {
    let rule = profile("chishui").roster.unwrap();
    let rosters = rosters.iter().copied();
    let found = on_duty(rosters, &rule, moment(at), &CALENDAR);
    let names = found.iter().map(|(shift, turn)| {
        let names = turn.officers.iter().map(|one| one.name.as_str());
        format!("{} {}", shift.code, names.collect::<Vec<_>>().join(" "))
    });
    names.collect()
}

const LAST: Date = date(2026, 11, 30);

#[test]
fn a_night_s_shift_is_on_duty_after_midnight() {
    let mut kept = Kept::new("chishui", "2026-11-20 09:00");
    kept.give(
        "wangmin",
        put(vec![
            turn(LAST, "night", &["王磊"]),
            turn(LAST, "day", &["张敏", "陈宏"]),
        ]),
    )
    .unwrap();
    let november = roster(&kept);
    let at = |text: &str| on_duty_at(&[november], text);
    assert_eq!(at("2026-11-30 07:59"), Vec::<String>::new());
    assert_eq!(at("2026-11-30 08:00"), ["day 张敏 陈宏"]);
    assert_eq!(at("2026-11-30 19:59"), ["day 张敏 陈宏"]);
    assert_eq!(at("2026-11-30 20:00"), ["night 王磊"]);
    assert_eq!(
        at("2026-12-01 07:59"),
        ["night 王磊"],
        "by the roster of the month before"
    );
    assert_eq!(at("2026-12-01 08:00"), Vec::<String>::new());
}

#[test]
fn two_who_plan_different_shifts_never_meet_and_of_one_shift_the_later_holds() {
    let mut kept = Kept::new("chishui", "2026-11-20 09:00");
    let first = put(vec![turn(LAST, "night", &["王磊"])]);
    let second = put(vec![
        turn(LAST, "day", &["张敏"]),
        turn(date(2026, 11, 3), "day", &["李军"]),
    ]);
    assert_eq!(
        first.identity(|_| None),
        second.identity(|_| None),
        "one roster of the area and its month"
    );
    kept.give("wangmin", first).unwrap();
    kept.give("lijun", second).unwrap();
    kept.give("lijun", put(vec![turn(LAST, "night", &["陈宏"])]))
        .unwrap();
    let turns: Vec<_> = roster(&kept).turns.iter().collect();
    let said: Vec<_> = turns
        .iter()
        .map(|turn| {
            (
                turn.on.day(),
                turn.shift.as_str(),
                &turn.officers[0].name[..],
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            (3, "day", "李军"),
            (30, "day", "张敏"),
            (30, "night", "陈宏")
        ]
    );
    assert_eq!(kept.log.len(), 3, "the log has both words on the night");
    kept.give("lijun", put(vec![turn(LAST, "night", &[])]))
        .unwrap();
    assert_eq!(roster(&kept).turns.len(), 2, "without people, nobody is");
}

#[test]
fn what_the_roster_does_not_know_is_refused_with_its_field() {
    let mut kept = Kept::new("ganzhou", "2026-11-20 09:00");
    let with = |officer: Officer| {
        let mut turn = turn(LAST, "day", &[]);
        turn.officers.push(officer);
        put(vec![turn])
    };
    let december = vec![
        turn(LAST, "day", &["王磊"]),
        turn(date(2026, 12, 1), "day", &["王磊"]),
    ];
    let mode = |mode: &str| Officer {
        mode: Some(mode.to_owned()),
        ..officer("王磊")
    };
    let unit = |code: &str| Officer {
        unit: Some(department(code)),
        ..officer("王磊")
    };
    for (command, field) in [
        (put(Vec::new()), "turns"),
        (put(december), "on"),
        (put(vec![turn(LAST, "noon", &["王磊"])]), "shift"),
        (with(officer("  ")), "name"),
        (with(mode("sometimes")), "mode"),
        (with(unit("nowhere")), "unit"),
        (put(vec![turn(LAST, "day", &["王磊"; 21])]), "officers"),
    ] {
        assert_eq!(kept.refused_field("wangmin", command), field);
    }
    for code in ["resident", "rotating", "on_call"] {
        kept.give("wangmin", with(mode(code))).unwrap();
    }
    kept.give("wangmin", with(unit("zhifa"))).unwrap();
    assert_eq!(
        kept.give("zhifa", with(officer("王磊"))),
        Err("record_not_yours")
    );
}

#[test]
fn a_county_without_a_roster_plans_none() {
    let mut kept = Kept::new("xicheng", "2026-11-20 09:00");
    let given = kept.give("wangmin", put(vec![turn(LAST, "day", &["王磊"])]));
    assert_eq!(given, Err("record_not_in_profile"));
}

#[test]
fn the_wall_is_told_who_is_on_duty_and_no_number() {
    let mut kept = Kept::new("chishui", "2026-11-20 09:00");
    kept.give("wangmin", put(vec![turn(LAST, "day", &["王磊"])]))
        .unwrap();
    let told = |role: Role| {
        let mut record = kept.record().clone();
        let mut log = kept.log.clone();
        let scope = Scope {
            role,
            ..known("wangmin").scope.clone()
        };
        record.tell(&mut log, &scope);
        let said = format!("{record:?} {log:?}");
        (said.contains("王磊"), said.contains("13900001111"))
    };
    assert_eq!(told(Role::Wall), (true, false));
    assert_eq!(told(Role::GridWorker), (true, true));
}
