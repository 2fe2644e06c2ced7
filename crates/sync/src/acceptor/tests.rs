use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use onemap_domain::area::AreaCode;
use onemap_domain::case::{Case, CaseId, CaseNumber, Urgency};
use onemap_domain::clock::Calendar;
use onemap_domain::command::Command;
use onemap_domain::event::Recorded;
use onemap_domain::people::{Role, User, UserId};
use onemap_domain::profile::{Profile, ReceptionRule};
use onemap_domain::record::reception::{self, Plan};
use onemap_domain::record::{ReceptionMode, Record, RecordCommand, RecordId};
use onemap_domain::{Refusal, apply};
use onemap_protocol::command::{Answer, Envelope, Subject, line_of};
use onemap_protocol::session::Secret;
use onemap_testkit::county::{
    COUNTY, SquareGround, facts, order, profile, story_case, user, users,
};
use proptest::prelude::*;
use uuid::Uuid;

use super::{Circumstances, Known, Outcome, Write, accept};

/// A central that keeps everything in memory.
struct Central {
    profile: Profile,
    now: Timestamp,
    users: Vec<User>,
    answers: BTreeMap<(Uuid, Uuid), Answer>,
    cases: BTreeMap<CaseId, Case>,
    records: BTreeMap<RecordId, Record>,
    log: Vec<Recorded>,
    numbers: u32,
}

impl Central {
    fn new() -> Central {
        Central {
            profile: profile(),
            now: "2026-11-21T09:00:00+08:00".parse().unwrap(),
            users: users(),
            answers: BTreeMap::new(),
            cases: BTreeMap::new(),
            records: BTreeMap::new(),
            log: Vec::new(),
            numbers: 0,
        }
    }

    fn deliver(&mut self, envelope: &Envelope) -> Outcome {
        self.now += SignedDuration::from_secs(1);
        let number = CaseNumber(format!("{COUNTY}-20261121-{:04}", self.numbers + 1));
        let key = (envelope.device, envelope.id);
        let grant = &envelope.author_grant.0;
        let case = envelope
            .subjects
            .first()
            .and_then(|subject| self.cases.get(&subject.id.case()));
        let outcome = accept(
            envelope,
            Known {
                first: self.answers.get(&key),
                author: self.users.iter().find(|user| user.actor.user.0 == *grant),
                case,
                other: envelope
                    .command
                    .other()
                    .and_then(|other| self.cases.get(&other)),
                record: envelope
                    .subjects
                    .first()
                    .and_then(|subject| self.records.get(&subject.id.record())),
                line: case.map(|case| self.line(case.id, case.revision)),
            },
            &Circumstances {
                now: self.now,
                profile: &self.profile,
                calendar: &Calendar::BEIJING,
                ground: &SquareGround,
                number: Some(&number),
                drawing: None,
            },
        );
        if let Some(answer) = outcome.to_remember() {
            assert!(
                self.answers.insert(key, answer.clone()).is_none(),
                "answered a second time"
            );
        }
        match &outcome.write {
            Some(Write::Case {
                events,
                case,
                other,
            }) => {
                if case.number.as_ref() == Some(&number) {
                    self.numbers += 1;
                }
                self.log.extend(events.iter().cloned());
                for case in std::iter::once(case).chain(other) {
                    self.cases.insert(case.id, case.clone());
                }
            }
            Some(Write::Record { record, .. }) => {
                self.records.insert(record.id, record.clone());
            }
            None => {}
        }
        outcome
    }

    /// The fingerprint of the commands that led to a revision.
    fn line(&self, case: CaseId, revision: u64) -> Uuid {
        let log = self.log.iter().filter(|event| event.case == case);
        line_of(
            log.take_while(|event| event.revision <= revision)
                .map(|event| event.command),
        )
    }

    fn replayed(&self) -> BTreeMap<CaseId, Case> {
        let mut states = BTreeMap::new();
        for recorded in &self.log {
            let state = apply(states.remove(&recorded.case), recorded).unwrap();
            states.insert(recorded.case, state);
        }
        states
    }
}

fn envelope(sequence: u64, by: &str, case: usize, seen: u64, command: Command) -> Envelope {
    Envelope {
        id: Uuid::from_u64_pair(7, sequence),
        device: Uuid::from_u64_pair(9, 1),
        author_grant: Secret(by.to_owned()),
        issued_at: Timestamp::UNIX_EPOCH,
        subjects: vec![Subject {
            id: story_case(case).into(),
            expected_revision: seen,
        }],
        seen: None,
        command,
    }
}

fn report(case: usize) -> Command {
    Command::Report {
        facts: Box::new(facts("化粪池外溢", case)),
    }
}

#[test]
fn a_report_gets_the_number_and_a_repetition_gets_the_first_answer_and_no_effect() {
    let mut central = Central::new();
    let given = envelope(1, "wangmin", 0, 0, report(0));
    let first = central.deliver(&given);
    let number = Some(CaseNumber("520381-20261121-0001".to_owned()));
    assert_eq!(
        first.answer,
        Answer::Applied {
            revision: 2,
            number
        },
        "reported, clock started"
    );
    let length = central.log.len();
    for _ in 0..3 {
        let again = central.deliver(&given);
        assert_eq!(
            again.answer,
            Answer::Duplicate {
                first: Box::new(first.answer.clone())
            }
        );
        assert_eq!(again.write, None);
    }
    assert_eq!(central.log.len(), length);
}

#[test]
fn a_refusal_is_remembered_too() {
    let mut central = Central::new();
    let given = envelope(
        1,
        "wangmin",
        0,
        1,
        Command::Verify {
            note: String::new(),
        },
    );
    let refused = Answer::Refused(Refusal::NotFound);
    assert_eq!(central.deliver(&given).answer, refused);
    central.deliver(&envelope(2, "wangmin", 0, 0, report(0)));
    assert_eq!(
        central.deliver(&given).answer,
        Answer::Duplicate {
            first: Box::new(refused)
        }
    );
}

#[test]
fn a_lapsed_grant_is_not_remembered_so_that_the_order_can_come_again() {
    let mut central = Central::new();
    let mut given = envelope(1, "nobody", 0, 0, report(0));
    assert_eq!(central.deliver(&given).answer, Answer::GrantLapsed);
    given.author_grant = Secret("wangmin".to_owned());
    assert!(matches!(
        central.deliver(&given).answer,
        Answer::Applied { .. }
    ));
}

#[test]
fn a_command_has_as_many_subjects_as_it_is_about() {
    let mut central = Central::new();
    let mut given = envelope(1, "wangmin", 0, 0, report(0));
    given.subjects.push(given.subjects[0]);
    let field = "subjects".to_owned();
    let refused = Answer::Refused(Refusal::FieldMissing { field });
    assert_eq!(central.deliver(&given).answer, refused);
    given.subjects.clear();
    given.id = Uuid::from_u64_pair(7, 2);
    assert_eq!(central.deliver(&given).answer, refused);
}

fn keep(change: reception::Command) -> Command {
    Command::Keep {
        keep: RecordCommand::Reception(change),
    }
}

fn plan(place: &str) -> Plan {
    Plan {
        leader: UserId("chenhong".to_owned()),
        name: "陈宏".to_owned(),
        mode: ReceptionMode::Fixed,
        area: AreaCode::try_from(COUNTY.to_owned()).unwrap(),
        on: Date::constant(2026, 11, 23),
        from: Time::constant(9, 0, 0, 0),
        to: Time::constant(11, 30, 0, 0),
        place: place.to_owned(),
    }
}

#[test]
fn a_record_is_decided_once_and_an_edit_of_an_older_state_of_it_is_a_conflict() {
    let mut central = Central::new();
    central.profile.reception = Some(ReceptionRule {
        every_days: 7,
        modes: ReceptionMode::ALL.to_vec(),
        basis: "S40".to_owned(),
    });
    let given = envelope(
        1,
        "wangmin",
        0,
        0,
        keep(reception::Command::Plan(plan("综治中心"))),
    );
    let first = central.deliver(&given);
    let applied = |revision| Answer::Applied {
        revision,
        number: None,
    };
    assert_eq!(first.answer, applied(1));
    assert!(matches!(
        central.deliver(&given).answer,
        Answer::Duplicate { .. }
    ));
    let change = || keep(reception::Command::Change(plan("网格会议室")));
    let changed = central.deliver(&envelope(2, "wangmin", 0, 1, change()));
    assert_eq!(changed.answer, applied(2));
    let older = central.deliver(&envelope(3, "lijun", 0, 1, change()));
    assert_eq!(
        older.answer,
        Answer::Conflict {
            current_revision: 2
        }
    );
    let clerk = central.deliver(&envelope(4, "zhujian", 0, 2, change()));
    assert_eq!(
        clerk.answer,
        Answer::Refused(Refusal::RecordNotYours { role: Role::Clerk })
    );
    assert!(central.cases.is_empty(), "a record is no case");
}

#[test]
fn merging_changes_both_cases_in_one_write_and_only_with_both_named() {
    let mut central = Central::new();
    central.deliver(&envelope(1, "wangmin", 0, 0, report(0)));
    central.deliver(&envelope(2, "wangmin", 1, 0, report(1)));
    let merge = Command::Merge {
        into: story_case(1),
        reason: "同一处".to_owned(),
    };
    let mut given = envelope(3, "wangmin", 0, 1, merge);
    let alone = central.deliver(&given);
    assert!(alone.write.is_none(), "the second case must be named");
    given.id = Uuid::from_u64_pair(7, 4);
    given.subjects.push(Subject {
        id: story_case(1).into(),
        expected_revision: 1,
    });
    let Some(Write::Case { case, other, .. }) = central.deliver(&given).write else {
        panic!("merging writes cases");
    };
    assert_eq!(case.merged_into, Some(story_case(1)));
    let other = other.unwrap();
    assert!(other.absorbed.contains(&story_case(0)));
    let again = central.deliver(&given);
    assert!(matches!(again.answer, Answer::Duplicate { .. }));
    assert_eq!(
        central.replayed(),
        central.cases,
        "the log gives both states"
    );
}

#[test]
fn an_edit_of_an_older_state_is_a_conflict_and_a_stage_change_is_not() {
    let mut central = Central::new();
    central.deliver(&envelope(1, "wangmin", 0, 0, report(0)));
    central.deliver(&envelope(
        2,
        "lijun",
        0,
        2,
        Command::Verify {
            note: String::new(),
        },
    ));
    let current = central.cases[&story_case(0)].revision;
    let amend = Command::Amend {
        facts: Box::new(facts("污水外溢", 0)),
    };
    let late = central.deliver(&envelope(3, "wangmin", 0, 2, amend.clone()));
    assert_eq!(
        late.answer,
        Answer::Conflict {
            current_revision: current
        }
    );
    let fresh = central.deliver(&envelope(4, "wangmin", 0, current, amend));
    assert!(matches!(fresh.answer, Answer::Applied { .. }));
    let establish = Command::Establish {
        urgency: Urgency::Normal,
    };
    let stage = central.deliver(&envelope(5, "wangmin", 0, 2, establish));
    assert!(
        matches!(stage.answer, Answer::Applied { .. }),
        "decided on the state it meets"
    );
}

#[test]
fn an_edit_made_on_an_order_that_was_refused_does_not_overwrite_what_stands_under_its_number() {
    let mut central = Central::new();
    central.deliver(&envelope(1, "wangmin", 0, 0, report(0)));
    let seen = central.cases[&story_case(0)].revision;
    let line = central.line(story_case(0), seen);
    let amend = |title: &str| Command::Amend {
        facts: Box::new(facts(title, 0)),
    };
    // Off line wangmin corrects twice, the second time on top of the first; meanwhile lijun does.
    let first = Envelope {
        seen: Some(line),
        ..envelope(2, "wangmin", 0, seen, amend("甲"))
    };
    let on_top = [
        Uuid::from_u64_pair(7, 1),
        Uuid::from_u64_pair(7, 1),
        first.id,
    ];
    let second = Envelope {
        seen: Some(line_of(on_top)),
        ..envelope(3, "wangmin", 0, seen + 1, amend("乙"))
    };
    let others = Envelope {
        seen: Some(line),
        ..envelope(4, "lijun", 0, seen, amend("丙"))
    };
    let applied = central.deliver(&others).answer;
    assert!(matches!(applied, Answer::Applied { .. }));
    let conflict = Answer::Conflict {
        current_revision: seen + 1,
    };
    assert_eq!(central.deliver(&first).answer, conflict);
    assert_eq!(
        central.deliver(&second).answer,
        conflict,
        "the number fits and what it stands for does not"
    );
    assert_eq!(central.cases[&story_case(0)].facts.title, "丙");
}

#[test]
fn a_conflict_tells_nothing_of_a_case_that_is_out_of_scope() {
    let mut central = Central::new();
    central.users.push(user("other", Role::Operator, "520382"));
    central.deliver(&envelope(1, "wangmin", 0, 0, report(0)));
    let amend = Command::Amend {
        facts: Box::new(facts("污水外溢", 0)),
    };
    let answer = central.deliver(&envelope(2, "other", 0, 1, amend)).answer;
    assert_eq!(answer, Answer::Refused(Refusal::NotFound));
}

fn any_command() -> impl Strategy<Value = (&'static str, usize, u64, Command)> {
    let note = || "已到现场".to_owned();
    let commands = vec![
        Command::Verify { note: note() },
        Command::Establish {
            urgency: Urgency::Urgent,
        },
        order("zhujian"),
        Command::Withdraw { note: note() },
        Command::Accept,
        Command::Return { reason: note() },
        Command::Progress { note: note() },
        Command::FeedBack { result: note() },
        Command::Close {
            reason: "resolved".to_owned(),
            note: note(),
            demands: BTreeMap::new(),
        },
        Command::Urge { note: note() },
        Command::Amend {
            facts: Box::new(facts("污水外溢", 1)),
        },
        Command::Reopen { reason: note() },
    ];
    let by = prop::sample::select(vec!["wangmin", "lijun", "zhujian", "zhouyong", "nobody"]);
    let command = prop_oneof![
        1 => (0_usize..2).prop_map(report),
        6 => prop::sample::select(commands),
    ];
    (by, 0_usize..2, 0_u64..12, command)
}

/// Two devices' orders, and at each step which device delivers and how many orders back it begins
/// again.
type Traffic = (
    Vec<Vec<(&'static str, usize, u64, Command)>>,
    Vec<(bool, usize)>,
);

fn traffic() -> impl Strategy<Value = Traffic> {
    let orders = prop::collection::vec(prop::collection::vec(any_command(), 1..24), 2);
    (
        orders,
        prop::collection::vec((any::<bool>(), 0_usize..3), 0..120),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_interleaving_with_repetitions_takes_each_command_up_exactly_once(
        (orders, steps) in traffic()
    ) {
        let devices: Vec<Vec<Envelope>> = orders
            .into_iter()
            .zip(1_u64..)
            .map(|(orders, device)| {
                orders
                    .into_iter()
                    .zip(0_u64..)
                    .map(|((by, case, seen, command), sequence)| Envelope {
                        device: Uuid::from_u64_pair(9, device),
                        ..envelope(sequence, by, case, seen, command)
                    })
                    .collect()
            })
            .collect();
        let mut central = Central::new();
        let mut sent = [0_usize; 2];
        let mut delivered = Vec::new();
        for (second, back) in steps {
            let device = usize::from(second);
            let place = sent[device].saturating_sub(back);
            delivered.extend(devices[device].get(place).cloned());
            sent[device] = sent[device].max(place + 1);
        }
        for (device, place) in sent.into_iter().enumerate() {
            delivered.extend(devices[device].iter().skip(place).cloned());
        }

        let mut effects: BTreeMap<(Uuid, Uuid), u32> = BTreeMap::new();
        for one in &delivered {
            let key = (one.device, one.id);
            let known = central.answers.get(&key).cloned();
            let outcome = central.deliver(one);
            prop_assert_eq!(
                outcome.write.is_some(),
                matches!(outcome.answer, Answer::Applied { .. }),
                "there is an effect exactly when the answer says so"
            );
            *effects.entry(key).or_default() += u32::from(outcome.write.is_some());
            if let Some(first) = known {
                prop_assert_eq!(outcome.answer.settled(), &first);
                let twice = matches!(outcome.answer, Answer::Duplicate { .. });
                prop_assert!(twice, "the second delivery says that it is one");
            }
        }
        for one in devices.iter().flatten() {
            let key = (one.device, one.id);
            let applied = matches!(central.answers.get(&key), Some(Answer::Applied { .. }));
            prop_assert_eq!(effects[&key], u32::from(applied));
            let lapsed = one.author_grant.0 == "nobody";
            prop_assert_eq!(central.answers.contains_key(&key), !lapsed, "every order is answered");
        }
        prop_assert_eq!(central.replayed(), central.cases, "the log makes the state");
    }
}
