//! The outbox over real files: damaged, full, read-only, and what people decide.

mod attachments;
mod damage;
mod full;
mod settle;
mod together;

use onemap_domain::case::{CaseId, CaseNumber};
use onemap_domain::command::Command;
use onemap_testkit::county::{facts, users};

use super::*;

fn user(nth: usize) -> User {
    users()[nth].clone()
}

fn report(device: Uuid, title: &str) -> Envelope {
    let id = Uuid::now_v7();
    Envelope {
        id,
        device,
        author_grant: Secret("grant".to_owned()),
        issued_at: Timestamp::from_millisecond(Timestamp::now().as_millisecond()).unwrap(),
        subjects: vec![onemap_protocol::command::Subject {
            id: CaseId(Uuid::now_v7()).into(),
            expected_revision: 0,
        }],
        seen: None,
        command: Command::Report {
            facts: Box::new(facts(title, 1)),
        },
    }
}

async fn give(outbox: &Outbox, title: &str) -> Envelope {
    let envelope = report(outbox.device(), title);
    let subject = envelope.subjects[0].id;
    outbox.add(&envelope, subject, &user(0)).await.unwrap();
    envelope
}

fn applied() -> Answer {
    Answer::Applied {
        revision: 1,
        number: Some(CaseNumber("20261130-0001".to_owned())),
    }
}

fn refused() -> Answer {
    Answer::Refused(onemap_domain::Refusal::OutsideCounty)
}

#[tokio::test]
async fn which_sealed_cases_were_opened_survives_until_the_central_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("outbox.sqlite");
    let outbox = Outbox::open(&file, Uuid::now_v7()).await.unwrap();
    let opening = |at: i64| onemap_protocol::audit::Opening {
        id: Uuid::now_v7(),
        author_grant: Secret("grant".to_owned()),
        case: CaseId(Uuid::now_v7()),
        at: Timestamp::from_second(at).unwrap(),
    };
    let (first, second) = (opening(1), opening(2));
    outbox.add_opening(&first).await.unwrap();
    outbox.add_opening(&second).await.unwrap();
    outbox.close().await;
    let outbox = Outbox::open(&file, Uuid::now_v7()).await.unwrap();
    assert_eq!(
        outbox.openings(10).await.unwrap(),
        [first.clone(), second.clone()]
    );
    outbox.openings_told(&[first.id]).await.unwrap();
    assert_eq!(outbox.openings(10).await.unwrap(), [second]);
}
