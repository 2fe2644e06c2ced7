//! Duties, rosters and the index at the central: what is written stands in the morning's pack, the
//! index is made once a day and never again, and everybody is told what is theirs.

use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use jiff::civil::{Date, date};
use onemap_domain::area::AreaCode;
use onemap_domain::command::Command;
use onemap_domain::index::Snapshot;
use onemap_domain::pack::{Days, Pack};
use onemap_domain::people::Role;
use onemap_domain::profile::Every;
use onemap_domain::record::roster::{Officer, Turn};
use onemap_domain::record::{Matter, Record, RecordCommand, RecordId, duty, index, roster};
use onemap_protocol::command::{Answer, Envelope, Subject};
use onemap_protocol::feed::SnapshotLine;
use onemap_testkit::county::{COUNTY, small_county};

use crate::stage::{Person, Stage, until};

const GRID: &str = "520381001001001";

fn area(code: &str) -> AreaCode {
    AreaCode::parse(code).unwrap()
}

fn about(person: &Person, record: RecordId, keep: RecordCommand) -> Envelope {
    let case = onemap_domain::case::CaseId(record.0);
    let mut envelope = person.order(case, 0, Command::Keep { keep });
    envelope.subjects = vec![Subject {
        id: record.into(),
        expected_revision: 0,
    }];
    envelope
}

fn patrol(on: Date) -> (RecordId, RecordCommand) {
    let book = Every::Month.period(on);
    let keep = RecordCommand::Duty(duty::Command::Write {
        rule: "daily_patrol".to_owned(),
        area: area(GRID),
        on,
        note: "巡查东街".to_owned(),
        mark: None,
    });
    (duty::identity("daily_patrol", &area(GRID), book), keep)
}

async fn held(person: &Person) -> Vec<Record> {
    let lines = person.snapshot().await.into_iter();
    let held = lines.filter_map(|line| match line {
        SnapshotLine::Record { record, .. } => Some(*record),
        _ => None,
    });
    held.collect()
}

/// Waits until a reader holds what is looked for.
async fn waits<T>(person: &Person, find: impl Fn(Vec<Record>) -> Option<T>) -> T {
    until("a reader holds it", async || {
        find(held(person).await).ok_or("it did not come")
    })
    .await
}

fn pack_of(records: Vec<Record>, day: Date) -> Option<Pack> {
    records.into_iter().find_map(|record| match record.matter {
        Matter::Meeting(meeting) if meeting.pack.days == Days::new(day, day) => Some(*meeting.pack),
        _ => None,
    })
}

fn index_of(records: Vec<Record>, day: Date) -> Option<Snapshot> {
    records.into_iter().find_map(|record| match record.matter {
        Matter::Index(snapshot) if snapshot.day == day => Some(*snapshot),
        _ => None,
    })
}

fn clock(at: &str) -> Arc<Mutex<Timestamp>> {
    Arc::new(Mutex::new(at.parse().unwrap()))
}

#[tokio::test]
async fn what_two_devices_write_into_one_book_stands_there_once_each_and_in_the_mornings_pack() {
    let clock = clock("2026-11-17T10:00:00Z");
    let stage = Stage::in_way(small_county(), "ulanqab", Some(clock.clone())).await;
    let one = stage.signed_in("wangmin").await;
    let other = stage.signed_in("lijun").await;
    let (book, write) = patrol(date(2026, 11, 17));
    let first = about(&one, book, write.clone());
    assert!(matches!(
        one.sends(vec![first.clone()]).await.answers[0],
        Answer::Applied { revision: 1, .. }
    ));
    assert!(
        matches!(
            one.sends(vec![first]).await.answers[0],
            Answer::Duplicate { .. }
        ),
        "delivered twice it is written once"
    );
    assert!(
        matches!(
            other
                .sends(vec![about(&other, book, write.clone())])
                .await
                .answers[0],
            Answer::Applied { revision: 2, .. }
        ),
        "who was off line writes into the same book"
    );
    let elsewhere = RecordId(uuid::Uuid::now_v7());
    let second = one.sends(vec![about(&one, elsewhere, write)]).await;
    assert!(
        matches!(&second.answers[0], Answer::Refused(refusal) if refusal.code() == "not_found"),
        "a second book of the same days would be a second truth: {second:?}"
    );
    let before = waits(&one, |records| pack_of(records, date(2026, 11, 16))).await;
    let missing = &before.duties[0];
    assert_eq!(
        (
            missing.standing.rule.as_str(),
            missing.standing.rate.numerator
        ),
        ("daily_patrol", 0)
    );
    *clock.lock().unwrap() = "2026-11-18T00:00:01Z".parse().unwrap();
    let one = stage.signed_in("wangmin").await;
    let pack = waits(&one, |records| pack_of(records, date(2026, 11, 17))).await;
    let patrol = &pack.duties[0].standing;
    assert_eq!(
        patrol.rate.numerator, 1,
        "twice in a day is once of one owed"
    );
    assert_eq!(
        patrol.rate.denominator,
        before.duties[0].standing.rate.denominator
    );
    assert_eq!(pack.duties[0].areas + 1, before.duties[0].areas);
    assert!(patrol.gaps.iter().all(|gap| gap.area != area(GRID)));
}

#[tokio::test]
async fn the_index_of_a_day_is_made_once_and_stays_as_it_was() {
    let clock = clock("2026-11-17T23:30:00Z");
    let mut stage = Stage::in_way(small_county(), "chishui", Some(clock.clone())).await;
    let leader = stage.signed_in("chenhong").await;
    assert!(index_of(held(&leader).await, date(2026, 11, 17)).is_none());
    *clock.lock().unwrap() = "2026-11-18T00:00:01Z".parse().unwrap();
    let day = date(2026, 11, 17);
    let made = waits(&leader, |records| index_of(records, day)).await;
    assert_eq!(made.most(), 10_000, "points sum to a hundred");
    let pack = waits(&leader, |records| pack_of(records, day)).await;
    let told = pack.index.unwrap();
    assert_eq!((told.total, told.most), (made.county.total, 10_000));
    stage.restart().await;
    *clock.lock().unwrap() = "2026-11-18T05:00:00Z".parse().unwrap();
    let leader = stage.signed_in("chenhong").await;
    let again = waits(&leader, |records| index_of(records, day)).await;
    assert_eq!(again, made);
    // Another total for the same day, under its own identity: it reaches the rule itself.
    let mut better = made.clone();
    better.county.total = 10_000;
    let id = index::identity(better.day);
    let wish = RecordCommand::Index(index::Command::Freeze {
        snapshot: Box::new(better),
    });
    let refused = leader.sends(vec![about(&leader, id, wish.clone())]).await;
    assert!(
        matches!(&refused.answers[0], Answer::Refused(refusal) if refusal.code() == "only_the_central"),
        "nobody makes one by hand: {refused:?}"
    );
    let elsewhere = index::identity(date(2026, 11, 16));
    let refused = leader.sends(vec![about(&leader, elsewhere, wish)]).await;
    assert!(
        matches!(&refused.answers[0], Answer::Refused(refusal) if refusal.code() == "not_found"),
        "nor under the identity of another day: {refused:?}"
    );
    let kept = index_of(held(&leader).await, day);
    assert_eq!(kept, Some(made), "what was made stays");
}

#[tokio::test]
async fn everybody_reads_who_is_on_duty_and_the_wall_reads_no_number() {
    let clock = clock("2026-11-17T20:00:00Z");
    let stage = Stage::in_way(small_county(), "chishui", Some(clock)).await;
    let operator = stage.signed_in("wangmin").await;
    let on = date(2026, 11, 18);
    let turn = Turn {
        on,
        shift: "day".to_owned(),
        officers: vec![Officer {
            name: "陈宏".to_owned(),
            phone: "13800001234".to_owned(),
            unit: None,
            mode: None,
            leads: true,
        }],
    };
    let put = |shift: &str| {
        let turn = Turn {
            shift: shift.to_owned(),
            ..turn.clone()
        };
        RecordCommand::Roster(roster::Command::Put {
            area: area(COUNTY),
            turns: vec![turn],
        })
    };
    let id = roster::identity(&area(COUNTY), on);
    let answers = operator
        .sends(vec![
            about(&operator, id, put("day")),
            about(&operator, id, put("midsummer")),
        ])
        .await
        .answers;
    assert!(matches!(answers[0], Answer::Applied { .. }), "{answers:?}");
    assert!(
        matches!(&answers[1], Answer::Refused(refusal) if refusal.code() == "field_unknown"),
        "{answers:?}"
    );
    for (login, role, phone) in [
        ("zhujian", Role::Clerk, "13800001234"),
        ("daping", Role::Wall, ""),
    ] {
        let person = stage.signed_in(login).await;
        let roster = held(&person)
            .await
            .into_iter()
            .find_map(|record| match record.matter {
                Matter::Roster(roster) => Some(roster),
                _ => None,
            });
        let roster = roster.unwrap_or_else(|| panic!("{} reads it", role.name()));
        assert_eq!(roster.turns[0].officers[0].phone, phone, "{}", role.name());
    }
}
