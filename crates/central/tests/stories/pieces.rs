//! A snapshot in pieces: who was cut off asks for the rest, while people go on writing.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use onemap_domain::case::{Case, CaseId, Stage as At, Urgency};
use onemap_domain::command::Command;
use onemap_domain::event::Recorded;
use onemap_domain::people::UserId;
use onemap_domain::record::reception::{self, Plan};
use onemap_domain::record::{ReceptionMode, Record, RecordCommand, RecordEntry, RecordId};
use onemap_protocol::command::Subject;
use onemap_protocol::feed::{Cursor, Entry, SnapshotLine, SnapshotPlace};
use onemap_testkit::county::{COUNTY, code, facts, order, small_county};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use crate::stage::{Person, Stage};

/// What somebody has of a snapshot.
#[derive(Clone, Debug, Default, PartialEq)]
struct Held {
    place: Option<SnapshotPlace>,
    cases: BTreeMap<CaseId, (Case, Vec<Recorded>)>,
    records: BTreeMap<RecordId, (Record, Vec<RecordEntry>)>,
    /// Cases in all, by the last head.
    total: u64,
    /// How often it began.
    begun: u32,
    whole: bool,
}

impl Held {
    fn takes(&mut self, line: SnapshotLine) {
        match line {
            SnapshotLine::Head {
                cursor,
                cases,
                of,
                goes_on,
                ..
            } => {
                let of = of.expect("this central gives rests");
                self.total = cases;
                if goes_on {
                    assert_eq!(self.place.map(|place| place.of), Some(of));
                    return;
                }
                *self = Held {
                    place: Some(SnapshotPlace {
                        of,
                        cursor,
                        record: None,
                        case: None,
                    }),
                    total: cases,
                    begun: self.begun + 1,
                    ..Held::default()
                };
            }
            SnapshotLine::Register { .. } | SnapshotLine::More => {}
            SnapshotLine::Changes { cursor, entries } => {
                let place = self.place.as_mut().unwrap();
                assert!(cursor > place.cursor, "each part brings the reader on");
                place.cursor = cursor;
                self.follows(entries);
            }
            SnapshotLine::Record { record, entries } => {
                let place = self.place.as_mut().unwrap();
                assert_eq!(place.case, None, "the records come before the cases");
                place.record = Some(record.id);
                let before = self.records.insert(record.id, (*record, entries));
                assert!(before.is_none(), "no record comes twice");
            }
            SnapshotLine::Case { case, events } => {
                self.place.as_mut().unwrap().case = Some(case.id);
                let before = self.cases.insert(case.id, (*case, events));
                assert!(before.is_none(), "no case comes twice");
            }
            SnapshotLine::End => self.whole = true,
        }
    }

    /// Entries of the feed.
    fn follows(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            match entry {
                Entry::Event { recorded, case } => {
                    let before = self.cases.remove(&case.id);
                    let mut events = before.map_or_else(Vec::new, |(_, events)| events);
                    events.push(recorded);
                    self.cases.insert(case.id, (*case, events));
                }
                Entry::Whole { case, events } => {
                    self.cases.insert(case.id, (*case, events));
                }
                Entry::Tombstone { case } => {
                    self.cases.remove(&case);
                }
                Entry::WholeRecord { record, entries } => {
                    self.records.insert(record.id, (*record, entries));
                }
                Entry::RecordGone { record } => {
                    self.records.remove(&record);
                }
            }
        }
    }

    /// Asks for the rest, at most `limit` of it, and is cut off after some lines.
    async fn asks(&mut self, person: &Person, limit: u32, lines: usize) {
        for line in part(person, self.place, limit)
            .await
            .into_iter()
            .take(lines)
        {
            self.takes(line);
        }
    }

    /// The same cases and records, with their logs.
    fn is(&self, other: &Held, who: &str) {
        assert!(self.cases == other.cases, "the cases of {who}");
        assert!(self.records == other.records, "the records of {who}");
    }
}

async fn part(person: &Person, place: Option<SnapshotPlace>, limit: u32) -> Vec<SnapshotLine> {
    let path = match place {
        Some(place) => format!("/v1/snapshot?limit={limit}&{place}"),
        None => format!("/v1/snapshot?limit={limit}"),
    };
    let text = person.asks(&path).send().await.unwrap();
    let text = text.text().await.unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

async fn fresh(person: &Person) -> Held {
    let mut held = Held::default();
    for line in person.snapshot().await {
        held.takes(line);
    }
    assert!(held.whole);
    held
}

fn plan() -> Command {
    Command::Keep {
        keep: RecordCommand::Reception(reception::Command::Plan(Plan {
            leader: UserId("chenhong".to_owned()),
            name: "陈宏".to_owned(),
            mode: ReceptionMode::Fixed,
            area: code(COUNTY),
            on: Date::constant(2030, 11, 25),
            from: Time::constant(9, 0, 0, 0),
            to: Time::constant(11, 0, 0, 0),
            place: "综治中心".to_owned(),
        })),
    }
}

/// An identity made at any time in some years, on line or off.
fn any_time(chance: &mut ChaCha8Rng) -> Uuid {
    let at = chance.random_range(1_600_000_000_000_u64..1_900_000_000_000);
    uuid::Builder::from_unix_timestamp_millis(at, &chance.random()).into_uuid()
}

/// Somebody reports, brings a case a step on or back, or plans a reception where one may.
async fn somebody_works(operator: &Person, receptions: bool, chance: &mut ChaCha8Rng) {
    if receptions && chance.random_range(0..4) == 0 {
        let record = RecordId(any_time(chance));
        let mut planned = operator.order(CaseId(record.0), 0, plan());
        planned.subjects = vec![Subject {
            id: record.into(),
            expected_revision: 0,
        }];
        operator.sends(vec![planned]).await;
        return;
    }
    let cases: Vec<CaseId> = operator.all_cases().await.into_iter().collect();
    let Some(case) = cases.get(chance.random_range(0..cases.len() + 6)).copied() else {
        let facts = Box::new(facts("井盖破损", chance.random_range(0..6)));
        let command = Command::Report { facts };
        operator.gives(CaseId(any_time(chance)), command).await;
        return;
    };
    let known: Case = operator.reads(&format!("/v1/cases/{case}")).await;
    let note = String::new();
    let command = match known.stage {
        At::Reported => Command::Verify { note },
        At::Verified => Command::Establish {
            urgency: Urgency::Normal,
        },
        At::Established => order(["zhifa", "zhujian"][chance.random_range(0..2)]),
        // It leaves its department's scope again.
        _ => Command::Withdraw { note },
    };
    // In some ways of working a step is refused; then nothing has changed.
    operator.gives(case, command).await;
}

#[tokio::test]
async fn a_snapshot_in_pieces_while_people_write_with_the_feed_after_it_is_a_fresh_one() {
    let readers = ["lijun", "zhifa", "zhouyong", "daping"];
    for seed in 0..4 {
        println!("seed {seed}");
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let receptions = seed % 2 == 1;
        let stage = if receptions {
            Stage::in_way(small_county(), "ganzhou", None).await
        } else {
            Stage::small().await
        };
        let operator = stage.signed_in("wangmin").await;
        for _ in 0..30 {
            somebody_works(&operator, receptions, &mut chance).await;
        }
        let mut people = Vec::new();
        for name in readers {
            people.push((name, stage.signed_in(name).await, Held::default()));
        }
        let (mut pieces, mut left) = (0, readers.len());
        while left > 0 {
            for (name, person, held) in people.iter_mut().filter(|(.., held)| !held.whole) {
                let limit = chance.random_range(1..12);
                let lines = chance.random_range(1..20);
                held.asks(person, limit, lines).await;
                pieces += 1;
                if held.whole {
                    left -= 1;
                    assert_eq!(held.begun, 1, "it never began anew");
                    assert_eq!(held.cases.len() as u64, held.total);
                    let fresh = fresh(person).await;
                    // Unless the central has done something by itself meanwhile.
                    let cursor = |held: &Held| held.place.map(|place| place.cursor);
                    if cursor(&fresh) == cursor(held) {
                        held.is(&fresh, name);
                    }
                }
                for _ in 0..chance.random_range(0..3) {
                    somebody_works(&operator, receptions, &mut chance).await;
                }
            }
            assert!(pieces < 2_000, "it comes to its end");
        }
        println!("{pieces} pieces");
        for (name, person, mut held) in people {
            loop {
                let place = held.place.as_mut().unwrap();
                let (entries, end) = person.feed(place.cursor.0, 3).await;
                place.cursor = Cursor(end);
                held.follows(entries);
                let fresh = fresh(&person).await;
                if fresh.place.map(|place| place.cursor.0) == Some(end) {
                    held.is(&fresh, name);
                    break;
                }
            }
        }
    }
}

/// Whether a rest from this place goes on, or all begins anew.
async fn goes_on(person: &Person, place: SnapshotPlace) -> bool {
    match part(person, Some(place), 1).await.first() {
        Some(SnapshotLine::Head { goes_on, .. }) => *goes_on,
        other => panic!("the head comes first: {other:?}"),
    }
}

#[tokio::test]
async fn a_rest_is_given_of_the_same_only_and_also_after_the_central_was_started_anew() {
    let mut stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let mut held = Held::default();
    held.asks(&operator, 3, usize::MAX).await;
    let place = held.place.unwrap();
    assert!(!held.whole && place.case.is_some());
    assert!(goes_on(&operator, place).await);
    for name in ["lijun", "zhifa"] {
        let other = stage.signed_in(name).await;
        assert!(!goes_on(&other, place).await, "not to {name}");
    }
    let beyond = SnapshotPlace {
        cursor: Cursor(1_000_000),
        ..place
    };
    assert!(
        !goes_on(&operator, beyond).await,
        "of a log that is not here"
    );
    stage.restart().await;
    let operator = stage.signed_in("wangmin").await;
    assert!(
        goes_on(&operator, place).await,
        "a new session of the same person"
    );
    held.asks(&operator, u32::MAX, usize::MAX).await;
    assert!(held.whole && held.begun == 1);
    held.is(&fresh(&operator).await, "wangmin");
}

#[tokio::test]
async fn a_place_that_is_not_whole_is_refused_by_the_field_that_is_missing() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let id = Uuid::nil();
    for (query, field) in [
        (format!("case={id}"), "of"),
        ("cursor=3".to_owned(), "of"),
        (format!("of={id}"), "cursor"),
        ("limit=0".to_owned(), "limit"),
        ("from=3".to_owned(), "from"),
    ] {
        let problem = operator.is_refused(&format!("/v1/snapshot?{query}")).await;
        assert_eq!((problem.status, problem.code.as_str()), (422, "bad_input"));
        assert_eq!(problem.params["field"].as_str(), field, "{query}");
    }
}
