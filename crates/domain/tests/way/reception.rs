//! 领导接访: planned, moved, held or not; and who has not received anybody for too long.

use jiff::civil::{Date, Time, date};
use onemap_domain::area::AreaCode;
use onemap_domain::people::UserId;
use onemap_domain::record::RecordCommand::Reception;
use onemap_domain::record::reception::{self, Command, Held, Plan};
use onemap_domain::record::{Matter, ReceptionMode};

use crate::kept::Kept;

fn plan(on: Date) -> Plan {
    Plan {
        leader: UserId("zhouyuan".to_owned()),
        name: "周远".to_owned(),
        mode: ReceptionMode::Fixed,
        area: AreaCode::parse("520381").unwrap(),
        on,
        from: Time::constant(9, 0, 0, 0),
        to: Time::constant(11, 0, 0, 0),
        place: "综治中心".to_owned(),
    }
}

fn state(calendar: &Kept) -> &reception::Reception {
    let Matter::Reception(state) = &calendar.record().matter else {
        panic!("a reception");
    };
    state
}

#[test]
fn a_reception_is_planned_moved_and_held_by_the_leader_who_receives() {
    let held = || {
        Command::Hold(Held {
            parties: 2,
            cases: [].into(),
            note: String::new(),
        })
    };
    let day = date(2026, 11, 23);
    let mut calendar = Kept::new("ganzhou", "2026-11-20 09:00");
    assert_eq!(
        calendar.give("zhujian", Reception(Command::Plan(plan(day)))),
        Err("record_not_yours")
    );
    assert_eq!(
        calendar.give("wangmin", Reception(held())),
        Err("not_found")
    );
    let past = plan(date(2026, 11, 19));
    assert_eq!(
        calendar.give("wangmin", Reception(Command::Plan(past))),
        Err("field_unknown")
    );
    let nowhere = Plan {
        place: "  ".to_owned(),
        ..plan(day)
    };
    assert_eq!(
        calendar.give("wangmin", Reception(Command::Plan(nowhere))),
        Err("field_missing")
    );
    calendar
        .give("wangmin", Reception(Command::Plan(plan(day))))
        .unwrap();
    assert_eq!(
        calendar.give("wangmin", Reception(Command::Plan(plan(day)))),
        Err("already_exists")
    );
    assert_eq!(
        calendar.give("zhouyuan", Reception(held())),
        Err("reception_ahead")
    );
    calendar
        .give(
            "wangmin",
            Reception(Command::Change(plan(date(2026, 11, 24)))),
        )
        .unwrap();
    calendar.walk.at("2026-11-24 11:00");
    calendar.give("zhouyuan", Reception(held())).unwrap();
    assert_eq!(state(&calendar).held.as_ref().unwrap().parties, 2);
    let cancel = Command::Cancel {
        reason: "会议".to_owned(),
    };
    assert_eq!(
        calendar.give("wangmin", Reception(cancel)),
        Err("record_ended")
    );
    assert_eq!(calendar.record().revision, 3);
}

#[test]
fn a_county_without_a_calendar_of_receptions_keeps_none() {
    let mut calendar = Kept::new("liaocheng", "2026-11-20 09:00");
    let planned = calendar.give(
        "wangmin",
        Reception(Command::Plan(plan(date(2026, 11, 23)))),
    );
    assert_eq!(planned, Err("record_not_in_profile"));
}

#[test]
fn who_has_received_nobody_for_more_than_the_rules_days_is_overdue() {
    let leader = |name: &str| UserId(name.to_owned());
    let held = |who: &str, on: Date| reception::Reception {
        plan: Plan {
            leader: leader(who),
            ..plan(on)
        },
        held: Some(Held {
            parties: 1,
            cases: [].into(),
            note: String::new(),
        }),
        cancelled: None,
    };
    let leaders = [leader("a"), leader("b"), leader("c")];
    let receptions = [
        held("a", date(2026, 11, 13)),
        held("a", date(2026, 11, 2)),
        held("b", date(2026, 11, 12)),
    ];
    let since = date(2026, 11, 1);
    let found = reception::overdue(&leaders, &receptions, 7, since, date(2026, 11, 20));
    let late: Vec<bool> = found.values().map(|(_, late)| *late).collect();
    assert_eq!(
        late,
        [false, true, true],
        "seven days ago is in time, eight is not, never is late"
    );
    assert_eq!(found[&leader("a")].0, Some(date(2026, 11, 13)));
}
