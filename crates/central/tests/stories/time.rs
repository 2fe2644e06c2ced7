//! What ends by itself, by the central's clock.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use onemap_domain::case::Case;
use onemap_domain::command::Command;
use onemap_protocol::command::Answer;
use onemap_testkit::county::story_case;
use serde_json::Value;

use crate::stage::Stage;

fn note() -> String {
    "已到现场".to_owned()
}

fn clock() -> Arc<Mutex<Timestamp>> {
    Arc::new(Mutex::new("2026-11-21T09:00:00+08:00".parse().unwrap()))
}

fn advance(clock: &Mutex<Timestamp>, hours: i64) {
    *clock.lock().unwrap() += SignedDuration::from_hours(hours);
}

#[tokio::test]
async fn a_session_ends_with_the_day_and_a_grant_only_after_ninety() {
    let clock = clock();
    let stage = Stage::by_clock(clock.clone()).await;
    let away = stage.signed_in("wangmin").await;
    let early = away.order(story_case(3), 0, Command::Verify { note: note() });
    let late = away.order(story_case(4), 0, Command::Verify { note: note() });
    advance(&clock, 13);
    assert_eq!(away.is_refused("/v1/cases").await.code, "sign_in_needed");

    advance(&clock, 88 * 24);
    let other = stage.signed_in("lijun").await;
    let answers = other.sends(vec![early]).await.answers;
    assert!(matches!(answers[0], Answer::Applied { .. }), "{answers:?}");
    advance(&clock, 2 * 24);
    let other = stage.signed_in("lijun").await;
    assert_eq!(
        other.sends(vec![late.clone()]).await.answers,
        [Answer::GrantLapsed]
    );
    let returned = stage.signed_in("wangmin").await;
    let mut renewed = late;
    renewed.device = returned.device;
    renewed.author_grant = returned.session.grant.clone();
    let answers = returned.sends(vec![renewed]).await.answers;
    assert!(matches!(answers[0], Answer::Applied { .. }), "{answers:?}");
}

#[tokio::test]
async fn a_case_becomes_late_by_the_centrals_clock_without_an_event() {
    let clock = clock();
    let stage = Stage::by_clock(clock.clone()).await;
    let overdue = async || -> Vec<Case> {
        let person = stage.signed_in("wangmin").await;
        let list: Value = person.reads("/v1/cases?overdue=true").await;
        serde_json::from_value(list["cases"].clone()).unwrap()
    };
    assert_eq!(overdue().await, []);
    advance(&clock, 24);
    let late: Vec<_> = overdue().await.iter().map(|case| case.id).collect();
    assert!(
        late.contains(&story_case(3)),
        "24 hours to verify, and nobody did"
    );
    assert!(
        !late.contains(&story_case(0)),
        "what has ended is never late"
    );
}
