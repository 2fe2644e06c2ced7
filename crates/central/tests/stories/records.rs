//! Records at the central: in the same log and feed as cases, and to each reader what is theirs.

use std::sync::{Arc, Mutex};

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use onemap_domain::area::AreaCode;
use onemap_domain::command::Command;
use onemap_domain::people::UserId;
use onemap_domain::record::reception::{self, Plan};
use onemap_domain::record::{Matter, ReceptionMode, Record, RecordCommand, RecordId};
use onemap_protocol::command::{Answer, Envelope, Subject};
use onemap_protocol::feed::{Entry, SnapshotLine};
use onemap_testkit::county::{COUNTY, small_county};
use uuid::Uuid;

use crate::log::verified;
use crate::stage::{Person, Stage, until};

fn plan() -> Command {
    Command::Keep {
        keep: RecordCommand::Reception(reception::Command::Plan(Plan {
            leader: UserId("chenhong".to_owned()),
            name: "陈宏".to_owned(),
            mode: ReceptionMode::Fixed,
            area: AreaCode::try_from(COUNTY.to_owned()).unwrap(),
            on: Date::constant(2030, 11, 25),
            from: Time::constant(9, 0, 0, 0),
            to: Time::constant(11, 0, 0, 0),
            place: "综治中心".to_owned(),
        })),
    }
}

fn about(person: &Person, record: RecordId, command: Command) -> Envelope {
    let case = onemap_domain::case::CaseId(record.0);
    let mut envelope = person.order(case, 0, command);
    envelope.subjects = vec![Subject {
        id: record.into(),
        expected_revision: 0,
    }];
    envelope
}

/// The records that a snapshot holds, and those that the whole feed gives: the same.
async fn records(person: &Person) -> Vec<Record> {
    let mut held = Vec::new();
    for line in person.snapshot().await {
        if let SnapshotLine::Record { record, entries } = line {
            assert_eq!(entries.len() as u64, record.revision, "with its whole log");
            held.push(*record);
        }
    }
    let mut fed = std::collections::BTreeMap::new();
    for entry in person.feed(0, 2000).await.0 {
        if let Entry::WholeRecord { record, .. } = entry {
            fed.insert(record.id, *record);
        }
    }
    held.sort_by_key(|record| record.id);
    assert_eq!(held, fed.into_values().collect::<Vec<_>>());
    held
}

/// The packs that a snapshot holds now; while one is frozen the feed may be a step further.
async fn packs(person: &Person) -> Vec<Record> {
    let lines = person.snapshot().await.into_iter();
    let held = lines.filter_map(|line| match line {
        SnapshotLine::Record { record, .. } => Some(*record),
        _ => None,
    });
    let mut packs: Vec<Record> = held.collect();
    packs.retain(|record| matches!(record.matter, Matter::Meeting(_)));
    packs
}

#[tokio::test]
async fn a_record_goes_through_the_same_log_and_comes_to_those_who_may_read_it() {
    // At midnight no pack is due, so that the reception is the only record.
    let clock = Arc::new(Mutex::new(
        "2026-11-20T16:30:00Z".parse::<Timestamp>().unwrap(),
    ));
    let mut stage = Stage::in_way(small_county(), "ganzhou", Some(clock)).await;
    let operator = stage.signed_in("wangmin").await;
    let clerk = stage.signed_in("zhujian").await;
    let record = RecordId(Uuid::now_v7());
    let given = about(&operator, record, plan());
    let answer = operator.sends(vec![given.clone()]).await.answers;
    let applied = Answer::Applied {
        revision: 1,
        number: None,
    };
    assert_eq!(answer, std::slice::from_ref(&applied));
    let again = operator.sends(vec![given]).await.answers;
    let first = Box::new(applied);
    assert_eq!(again, [Answer::Duplicate { first }]);
    for person in [&operator, &clerk] {
        let seen = records(person).await;
        assert_eq!(
            seen.len(),
            1,
            "a county publishes when its leaders receive people"
        );
        assert_eq!(seen[0].id, record);
    }
    let refused = clerk
        .sends(vec![about(&clerk, RecordId(Uuid::now_v7()), plan())])
        .await;
    let Answer::Refused(refusal) = &refused.answers[0] else {
        panic!("{refused:?}");
    };
    assert_eq!(refusal.code(), "record_not_yours");
    assert_eq!(
        verified(&stage).await.0,
        0,
        "the log of a record is chained, too"
    );
    stage.restart().await;
    let operator = stage.signed_in("wangmin").await;
    assert_eq!(records(&operator).await.len(), 1);
}

#[tokio::test]
async fn a_changed_event_of_a_record_is_found() {
    let clock = Arc::new(Mutex::new(
        "2026-11-20T16:30:00Z".parse::<Timestamp>().unwrap(),
    ));
    let mut stage = Stage::in_way(small_county(), "ganzhou", Some(clock)).await;
    let operator = stage.signed_in("wangmin").await;
    let record = RecordId(Uuid::now_v7());
    operator.sends(vec![about(&operator, record, plan())]).await;
    stage.stop().await;
    let changed = "UPDATE events SET recorded = replace(recorded, '综治中心', '别处') \
                   WHERE about = 'record'";
    assert_eq!(stage.altered(changed, record.0).await, 1);
    let (code, said) = verified(&stage).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains(&record.to_string()), "{said}");
}

#[tokio::test]
async fn the_pack_is_frozen_at_eight_once_for_those_who_meet() {
    let clock = Arc::new(Mutex::new(
        "2026-11-19T23:59:00Z".parse::<Timestamp>().unwrap(),
    ));
    let mut stage = Stage::by_clock(clock.clone()).await;
    let operator = stage.signed_in("wangmin").await;
    assert!(packs(&operator).await.is_empty(), "a minute to eight");
    *clock.lock().unwrap() += SignedDuration::from_mins(2);
    let frozen = until("day, week and month", async || {
        let frozen = packs(&operator).await;
        if frozen.len() == 3 {
            Ok(frozen)
        } else {
            Err(frozen)
        }
    })
    .await;
    let clerk = stage.signed_in("zhujian").await;
    assert!(
        packs(&clerk).await.is_empty(),
        "a department does not read the centre's pack"
    );
    stage.restart().await;
    *clock.lock().unwrap() += SignedDuration::from_hours(2);
    let operator = stage.signed_in("wangmin").await;
    operator.reports("八点以后的事", 1).await;
    assert_eq!(
        packs(&operator).await,
        frozen,
        "what is frozen stays, also over a restart"
    );
    *clock.lock().unwrap() += SignedDuration::from_hours(24);
    until("the next day's", async || {
        let frozen = packs(&stage.signed_in("wangmin").await).await;
        if frozen.len() == 4 {
            Ok(())
        } else {
            Err(frozen)
        }
    })
    .await;
}
