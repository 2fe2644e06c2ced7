//! What comes in wrong goes out as a problem: a code for programs, a sentence for people.

use std::time::Duration;

use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_protocol::command::{Answer, Batch};
use onemap_protocol::problem::Problem;
use onemap_testkit::county::facts;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reqwest::{Client, RequestBuilder, StatusCode};
use uuid::Uuid;

use crate::stage::Stage;

async fn problem(request: RequestBuilder) -> Problem {
    let response = request.send().await.unwrap();
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    let status = response.status();
    let problem: Problem = response.json().await.unwrap();
    assert_eq!(problem.status, status.as_u16());
    assert!(!problem.detail.is_empty());
    problem
}

#[tokio::test]
async fn a_refusal_has_a_sentence_in_the_callers_language() {
    let stage = Stage::small().await;
    let ask = |language: &str| {
        Client::new()
            .get(stage.url("/v1/cases"))
            .header("Accept-Language", language.to_owned())
    };
    let chinese = problem(ask("zh-CN,zh;q=0.9")).await;
    let english = problem(ask("en-GB")).await;
    assert_eq!(
        (chinese.code.as_str(), chinese.status),
        ("sign_in_needed", 401)
    );
    assert_eq!(english.code, chinese.code);
    assert_eq!(english.detail, "Please sign in first.");
    assert!(!chinese.detail.is_ascii(), "{}", chinese.detail);
}

#[tokio::test]
async fn the_router_and_the_limits_speak_in_problems_too() {
    let stage = Stage::small().await;
    let client = Client::new();
    assert_eq!(
        problem(client.get(stage.url("/v2/cases"))).await.code,
        "not_found"
    );
    let method = problem(client.put(stage.url("/v1/cases"))).await;
    assert_eq!((method.status, method.code.as_str()), (405, "bad_input"));
    let huge = vec![b' '; (4 << 20) + 1];
    let large = problem(client.post(stage.url("/v1/sessions")).body(huge)).await;
    assert_eq!((large.status, large.code.as_str()), (413, "too_large"));
}

#[tokio::test]
async fn bad_input_names_its_field() {
    let stage = Stage::small().await;
    let person = stage.signed_in("wangmin").await;
    for (query, field) in [
        ("/v1/cases?limit=0", "limit"),
        ("/v1/cases?stage=nowhere", "stage"),
        ("/v1/cases?colour=red", "colour"),
        ("/v1/cases?after=x", "after"),
        ("/v1/cases/abc", "id"),
        ("/v1/feed?limit=2001", "limit"),
        ("/v1/feed?after=-1", "after"),
        ("/v1/areas/locate?lon=105.7", "lat"),
        ("/v1/areas/locate?lon=505.7&lat=1", "lon"),
    ] {
        let problem = person.is_refused(query).await;
        assert_eq!(problem.status, 422, "{query}");
        assert_eq!(problem.params["field"], field, "{query}");
    }
    let post = |path: &str, body: &'static str| {
        let request = person
            .client
            .post(stage.url(path))
            .bearer_auth(&person.session.token.0);
        request.body(body)
    };
    for (path, body, field) in [
        ("/v1/sessions", "{}", "user"),
        ("/v1/sessions", "{", "body"),
        (
            "/v1/sessions",
            r#"{"user":"a","password":"b","device":"c"}"#,
            "device",
        ),
        ("/v1/commands", r#"{"commands":[{}]}"#, "commands[0].id"),
    ] {
        let problem = problem(post(path, body)).await;
        assert_eq!(problem.params["field"], field, "{body}");
    }
}

#[tokio::test]
async fn a_character_that_a_database_may_have_no_place_for_is_only_a_character() {
    let stage = Stage::small().await;
    let person = stage.signed_in("wangmin").await;
    let case = person.reports("井盖\0破损", 2).await;
    let log: serde_json::Value = person.reads(&format!("/v1/cases/{case}/timeline")).await;
    assert!(log.to_string().contains("井盖\\u0000破损"), "{log}");
    let state: serde_json::Value = person.reads(&format!("/v1/cases/{case}")).await;
    assert!(state.to_string().contains("井盖\\u0000破损"), "{state}");
    for nobody in ["category=%00", "text=%00%00x"] {
        let found: serde_json::Value = person.reads(&format!("/v1/cases?{nobody}")).await;
        assert_eq!(found["cases"].as_array().unwrap().len(), 0, "{nobody}");
    }
    let refused = stage.sign_in("wang\0min", "x", Uuid::now_v7()).await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_central_without_a_county_is_there_but_not_ready() {
    let stage = Stage::empty().await;
    let client = Client::new();
    let alive = client.get(stage.url("/healthz")).send().await.unwrap();
    assert_eq!(alive.status(), StatusCode::NO_CONTENT);
    let ready = problem(client.get(stage.url("/readyz"))).await;
    assert_eq!((ready.status, ready.code.as_str()), (503, "not_ready"));
    let stage = Stage::small().await;
    let ready = client.get(stage.url("/readyz")).send().await.unwrap();
    assert_eq!(ready.status(), StatusCode::NO_CONTENT);
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_who_go_away_in_the_middle_break_nothing_off() {
    let stage = Stage::small().await;
    let person = stage.signed_in("wangmin").await;
    let seed = 7;
    println!("seed {seed}");
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut given = Vec::new();
    for _ in 0..150 {
        let report = Command::Report {
            facts: Box::new(facts("井盖破损", 2)),
        };
        let order = person.order(CaseId(Uuid::now_v7()), 0, report);
        let send = person
            .client
            .post(stage.url("/v1/commands"))
            .bearer_auth(&person.session.token.0)
            .json(&Batch {
                history_id: None,
                commands: vec![order.clone()],
            })
            .send();
        let patience = Duration::from_micros(chance.random_range(0..6_000));
        let _ = tokio::time::timeout(patience, send).await;
        given.push(order);
        // Readers go away too: their transactions begin on other connections.
        let read = person.asks("/v1/feed?limit=50").send();
        let _ = tokio::time::timeout(patience / 2, read).await;
    }
    // Delivered again, each is taken up once, whether its first delivery came through or not.
    let mut duplicates = 0;
    for order in &given {
        let answer = person.sends(vec![order.clone()]).await.answers.remove(0);
        duplicates += u32::from(matches!(answer, Answer::Duplicate { .. }));
        assert!(
            matches!(answer.settled(), Answer::Applied { .. }),
            "{answer:?}"
        );
    }
    println!("{duplicates} of {} had come through", given.len());
    assert_eq!(person.all_cases().await.len(), 5 + given.len());
    let (entries, head) = person.feed(0, 2000).await;
    assert_eq!(entries.len() as u64, head, "no gap and nothing twice");
}
