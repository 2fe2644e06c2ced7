//! The daily work: signing in, and the whole way of a case.

use onemap_domain::Refusal;
use onemap_domain::case::{Case, CaseId, Satisfaction, Stage as At, Urgency};
use onemap_domain::command::Command;
use onemap_domain::event::Recorded;
use onemap_protocol::command::Answer;
use onemap_protocol::problem::Problem;
use onemap_testkit::county::{PASSWORD, facts, order, story_case};
use reqwest::StatusCode;
use serde_json::Value;
use uuid::Uuid;

use crate::stage::{Person, Stage};

fn note() -> String {
    "已到现场".to_owned()
}

async fn dispatched(operator: &Person, lead: &str) -> CaseId {
    let case = operator.reports("井盖破损", 3).await;
    operator.does(case, Command::Verify { note: note() }).await;
    operator
        .does(
            case,
            Command::Establish {
                urgency: Urgency::Normal,
            },
        )
        .await;
    operator.does(case, order(lead)).await;
    case
}

#[tokio::test]
async fn who_knows_the_password_gets_a_session_and_nobody_else_does() {
    let stage = Stage::small().await;
    let wrong = stage.sign_in("wangmin", "guess", Uuid::now_v7()).await;
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    let wrong: Problem = wrong.json().await.unwrap();
    let unknown: Problem = stage
        .sign_in("nobody", PASSWORD, Uuid::now_v7())
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(wrong.code, "wrong_credentials");
    assert_eq!(wrong, unknown, "a wrong name reads as a wrong password");

    let person = stage.signed_in("wangmin").await;
    assert_eq!(person.session.user.actor.user.0, "wangmin");
    let _: Value = person.reads("/v1/cases").await;
}

#[tokio::test]
async fn after_signing_out_the_session_is_over_and_the_grant_still_proves_who_ordered() {
    let stage = Stage::small().await;
    let gone = stage.signed_in("wangmin").await;
    let waiting = gone.order(story_case(3), 0, Command::Verify { note: note() });
    let url = stage.url("/v1/sessions/current");
    let out = gone
        .client
        .delete(url)
        .bearer_auth(&gone.session.token.0)
        .send()
        .await
        .unwrap();
    assert_eq!(out.status(), StatusCode::NO_CONTENT);
    assert_eq!(gone.is_refused("/v1/cases").await.code, "sign_in_needed");

    let other = stage.signed_in("lijun").await;
    let answer = other.sends(vec![waiting]).await;
    assert!(matches!(answer.answers[0], Answer::Applied { .. }));
    let path = format!("/v1/cases/{}/timeline", story_case(3));
    let log: Vec<Recorded> = other.reads(&path).await;
    assert_eq!(log.last().unwrap().actor.user.0, "wangmin");
}

#[tokio::test]
async fn a_grant_is_worth_nothing_on_another_device() {
    let stage = Stage::small().await;
    let person = stage.signed_in("wangmin").await;
    let mut stolen = person.order(story_case(3), 0, Command::Verify { note: note() });
    stolen.device = Uuid::now_v7();
    assert_eq!(
        person.sends(vec![stolen]).await.answers,
        [Answer::GrantLapsed]
    );
}

#[tokio::test]
async fn a_case_goes_its_whole_way_through_the_hands_of_two_offices() {
    let stage = Stage::small().await;
    let (wangmin, clerk) = (
        stage.signed_in("wangmin").await,
        stage.signed_in("zhujian").await,
    );
    let case = dispatched(&wangmin, "zhujian").await;
    clerk.does(case, Command::Accept).await;
    clerk.does(case, Command::Progress { note: note() }).await;
    clerk
        .does(
            case,
            Command::FeedBack {
                result: "已更换".to_owned(),
            },
        )
        .await;
    let close = Command::Close {
        reason: "resolved".to_owned(),
        note: String::new(),
        demands: [].into(),
    };
    wangmin.does(case, close).await;
    wangmin
        .does(
            case,
            Command::Evaluate {
                satisfaction: Satisfaction::Fair,
            },
        )
        .await;

    let state: Case = wangmin.reads(&format!("/v1/cases/{case}")).await;
    assert_eq!(state.stage, At::Evaluated);
    assert_eq!(state.facts.reporter.unwrap().name, "张**", "masked");
    let number = state.number.unwrap().0;
    let parts: Vec<&str> = number.split('-').collect();
    assert_eq!(
        (parts[0], parts[1].len(), parts[2].len()),
        ("520381", 8, 4),
        "{number}"
    );
    let log: Vec<Recorded> = wangmin.reads(&format!("/v1/cases/{case}/timeline")).await;
    assert_eq!(log.len() as u64, state.revision);
    assert!(
        log.iter()
            .zip(1..)
            .all(|(event, revision)| event.revision == revision)
    );
}

#[tokio::test]
async fn a_refused_command_has_its_code_and_blocks_none_of_the_others() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let case = CaseId(Uuid::now_v7());
    let batch = vec![
        operator.order(
            case,
            0,
            Command::Report {
                facts: Box::new(facts("井盖破损", 2)),
            },
        ),
        operator.order(case, 0, order("zhujian")),
        operator.order(case, 0, Command::Verify { note: note() }),
    ];
    let answers = operator.sends(batch).await.answers;
    assert!(matches!(answers[0], Answer::Applied { .. }));
    let Answer::Refused(refusal) = &answers[1] else {
        panic!("{answers:?}")
    };
    assert_eq!(refusal.code(), "stage_not_allowed");
    assert!(matches!(answers[2], Answer::Applied { .. }));
}

#[tokio::test]
async fn a_command_that_is_delivered_twice_has_one_effect() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let given = operator.order(story_case(3), 0, Command::Verify { note: note() });
    let first = operator.sends(vec![given.clone()]).await;
    let again = operator.sends(vec![given.clone(), given]).await;
    let duplicate = Answer::Duplicate {
        first: Box::new(first.answers[0].clone()),
    };
    assert_eq!(again.answers, [duplicate.clone(), duplicate]);
    assert_eq!(
        again.durable_cursor, first.durable_cursor,
        "nothing was added to the log"
    );
}

#[tokio::test]
async fn an_edit_of_what_somebody_else_has_changed_meanwhile_is_a_conflict() {
    let stage = Stage::small().await;
    let (wangmin, lijun) = (
        stage.signed_in("wangmin").await,
        stage.signed_in("lijun").await,
    );
    let case = story_case(3);
    let seen: Case = wangmin.reads(&format!("/v1/cases/{case}")).await;
    lijun.does(case, Command::Verify { note: note() }).await;
    let amend = Command::Amend {
        facts: Box::new(facts("夜间施工", 4)),
    };
    let late = wangmin.order(case, seen.revision, amend.clone());
    let answer = wangmin.sends(vec![late]).await.answers.remove(0);
    let Answer::Conflict { current_revision } = answer else {
        panic!("{answer:?}")
    };
    assert!(current_revision > seen.revision);
    let fresh = wangmin.order(case, current_revision, amend);
    let answer = wangmin.sends(vec![fresh]).await.answers.remove(0);
    assert!(matches!(answer, Answer::Applied { .. }));
}

#[tokio::test]
async fn numbers_of_a_day_follow_each_other_without_a_gap() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let mut numbers = Vec::new();
    for index in 0..3 {
        let case = operator.reports("井盖破损", index).await;
        // A refused report uses up no number.
        let twice = operator
            .gives(
                case,
                Command::Report {
                    facts: Box::new(facts("又", 0)),
                },
            )
            .await;
        assert_eq!(twice, Answer::Refused(Refusal::AlreadyExists));
        let state: Case = operator.reads(&format!("/v1/cases/{case}")).await;
        let number = state.number.unwrap().0;
        numbers.push(number.rsplit('-').next().unwrap().parse::<u32>().unwrap());
    }
    assert_eq!([numbers[1], numbers[2]], [numbers[0] + 1, numbers[0] + 2]);
}

#[tokio::test]
async fn what_was_answered_is_still_there_after_a_restart() {
    let mut stage = Stage::small().await;
    let before = stage.signed_in("wangmin").await;
    let given = before.order(story_case(3), 0, Command::Verify { note: note() });
    let first = before.sends(vec![given.clone()]).await;
    let feed = before.feed(0, 500).await;
    stage.restart().await;
    let mut after = stage.signed_in("wangmin").await;
    assert_eq!(after.feed(0, 500).await, feed);
    let again = after.sends(vec![given]).await;
    assert_eq!(again.history_id, first.history_id);
    assert!(matches!(again.answers[0], Answer::Duplicate { .. }));
    after.session.token = before.session.token.clone();
    let _: Value = after.reads("/v1/cases").await;
}

#[tokio::test]
async fn a_department_shows_what_it_carries() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let load = async |code: &str| -> u64 {
        let list: Value = operator.reads("/v1/departments").await;
        let departments = list["departments"].as_array().unwrap();
        let found = departments
            .iter()
            .find(|d| d["department"]["code"] == code)
            .unwrap();
        assert!(found["load"]["capacity"].as_u64().unwrap() > 0);
        found["load"]["open"].as_u64().unwrap()
    };
    assert_eq!(
        [
            load("zhujian").await,
            load("zhifa").await,
            load("renshe").await
        ],
        [1, 1, 0]
    );
    dispatched(&operator, "renshe").await;
    assert_eq!(load("renshe").await, 1);
}

#[tokio::test]
async fn a_list_is_cut_by_its_filters_and_its_pages_leave_nothing_out() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let count = async |query: &str| -> usize {
        let list: Value = operator.reads(&format!("/v1/cases?{query}")).await;
        list["cases"].as_array().unwrap().len()
    };
    assert_eq!(count("").await, 5);
    assert_eq!(count("stage=reported").await, 2);
    assert_eq!(count("open=false").await, 1);
    assert_eq!(count("area=520381001").await, 3);
    assert_eq!(count("department=zhifa").await, 1);
    assert_eq!(count("category=sewage").await, 5);
    assert_eq!(count("category=noise").await, 0);
    assert_eq!(count("text=%E5%8C%96%E7%B2%AA%E6%B1%A0").await, 1, "化粪池");
    assert_eq!(count("text=520381-").await, 5, "a part of the number");
    assert_eq!(
        count("open=true&overdue=true").await,
        0,
        "nothing is late yet"
    );

    let mut seen = Vec::new();
    let mut path = "/v1/cases?limit=2".to_owned();
    loop {
        let page: Value = operator.reads(&path).await;
        let cases = page["cases"].as_array().unwrap().clone();
        seen.extend(
            cases
                .iter()
                .map(|case| case["reported_at"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else {
            break;
        };
        path = format!("/v1/cases?limit=2&after={next}");
    }
    assert_eq!(seen.len(), 5);
    assert!(
        seen.is_sorted_by(|a, b| a >= b),
        "newest report first: {seen:?}"
    );
}
