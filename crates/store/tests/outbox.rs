//! The outbox file: what can go, and what is given again to a central that was restored.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use onemap_domain::area::AreaCode;
use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_domain::people::{Actor, Role, Scope, User, UserId};
use onemap_protocol::command::{Answer, Envelope, Subject};
use onemap_protocol::feed::{Cursor, HistoryId};
use onemap_protocol::session::Secret;
use onemap_store::Outbox;
use onemap_store::outbox::{Durable, KnownUser, OrderState};
use uuid::Uuid;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn user(login: &str) -> User {
    let actor = Actor {
        user: UserId(login.to_owned()),
        name: login.to_owned(),
        role: Role::Operator,
        department: None,
    };
    let scope = Scope {
        role: Role::Operator,
        area: AreaCode::parse("520381").unwrap(),
        department: None,
        compartments: BTreeSet::new(),
    };
    User { actor, scope }
}

fn history(of: u128) -> HistoryId {
    HistoryId(Uuid::from_u128(of))
}

struct File {
    outbox: Outbox,
    given: u128,
    _folder: tempfile::TempDir,
}

impl File {
    async fn new() -> File {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("outbox.sqlite");
        let outbox = Outbox::open(&path, Uuid::from_u128(9)).await.unwrap();
        File {
            outbox,
            given: 0,
            _folder: folder,
        }
    }

    /// An order of somebody on a case.
    async fn give(&mut self, login: &str, case: u128) -> Uuid {
        self.given += 1;
        let id = Uuid::from_u128(self.given);
        let subject = Subject {
            id: CaseId(Uuid::from_u128(case)).into(),
            expected_revision: 1,
        };
        let envelope = Envelope {
            id,
            device: self.outbox.device(),
            author_grant: Secret(format!("old grant of {login}")),
            issued_at: NOW,
            subjects: vec![subject],
            seen: None,
            command: Command::Accept,
        };
        let author = user(login);
        let given = self.outbox.add(&envelope, subject.id, &author).await;
        given.unwrap();
        id
    }

    async fn answer(&self, id: Uuid, answer: Answer, (of, cursor): (u128, u64)) {
        let durable = Durable {
            history: history(of),
            cursor: Cursor(cursor),
        };
        let kept = self.outbox.answered(id, &answer, Some(durable), NOW).await;
        kept.unwrap();
    }

    async fn goes(&self, limit: u32) -> Vec<Uuid> {
        let sendable = self.outbox.sendable(limit).await.unwrap();
        let orders = sendable.orders.into_iter();
        orders.map(|order| order.envelope.id).collect()
    }

    async fn follow(&self, of: u128, head: Option<u64>) {
        let head = head.map(Cursor);
        self.outbox.follow(history(of), head, NOW).await.unwrap();
    }

    async fn sign_in(&self, login: &str) {
        let known = KnownUser {
            user: user(login),
            password_hash: String::new(),
            grant: Secret(format!("new grant of {login}")),
            signed_in_at: NOW,
        };
        self.outbox.remember(&known).await.unwrap();
    }
}

fn applied() -> Answer {
    Answer::Applied {
        revision: 2,
        number: None,
    }
}

#[tokio::test]
async fn an_order_that_waits_for_its_author_holds_up_its_own_case_only() {
    let mut file = File::new().await;
    let lapsed = file.give("wangmin", 1).await;
    let behind = file.give("lijun", 1).await;
    let beside = file.give("lijun", 2).await;
    file.answer(lapsed, Answer::GrantLapsed, (1, 1)).await;
    assert_eq!(file.goes(1).await, [beside], "it is not at the front");
    assert_eq!(file.outbox.sendable_count().await.unwrap(), 1);
    file.sign_in("lijun").await;
    assert_eq!(file.goes(9).await, [beside]);
    file.sign_in("wangmin").await;
    assert_eq!(file.goes(9).await, [lapsed, behind, beside]);
}

#[tokio::test]
async fn a_new_history_gets_again_what_the_old_one_answered_in_the_old_sequence() {
    let mut file = File::new().await;
    file.follow(1, None).await;
    let first = file.give("wangmin", 1).await;
    let refused = file.give("wangmin", 1).await;
    let second = file.give("wangmin", 2).await;
    let conflict = Answer::Conflict {
        current_revision: 3,
    };
    file.answer(first, applied(), (1, 5)).await;
    file.answer(refused, conflict, (1, 5)).await;
    file.answer(second, applied(), (1, 6)).await;
    let young = file.give("wangmin", 1).await;
    file.follow(1, None).await;
    assert_eq!(file.goes(9).await, [young], "the same history");
    file.sign_in("wangmin").await;
    for _ in 0..2 {
        file.follow(2, None).await;
        assert_eq!(file.goes(9).await, [first, second, young]);
    }
    let again = file.outbox.sendable(1).await.unwrap();
    assert_eq!(again.history, Some(history(2)));
    let grant = &again.orders[0].envelope.author_grant;
    assert!(*grant == Secret("new grant of wangmin".to_owned()));
    let aside = file.outbox.find(refused).await.unwrap().unwrap();
    assert_eq!(aside.state, OrderState::SetAside, "that was the last word");
}

#[tokio::test]
async fn a_head_behind_an_answer_has_it_given_again() {
    let mut file = File::new().await;
    file.follow(1, None).await;
    let there = file.give("wangmin", 1).await;
    let lost = file.give("wangmin", 2).await;
    file.answer(there, applied(), (1, 5)).await;
    file.answer(lost, applied(), (1, 6)).await;
    file.follow(1, Some(5)).await;
    assert_eq!(file.goes(9).await, [lost]);
}

#[tokio::test]
async fn what_was_answered_too_long_ago_is_not_given_again() {
    let mut file = File::new().await;
    file.follow(1, None).await;
    let old = file.give("wangmin", 1).await;
    file.answer(old, applied(), (1, 5)).await;
    let later = NOW + SignedDuration::from_hours(24 * 91);
    file.outbox.follow(history(2), None, later).await.unwrap();
    assert_eq!(file.goes(9).await, Vec::<Uuid>::new());
}
