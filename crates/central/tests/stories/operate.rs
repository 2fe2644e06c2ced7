//! What those who run a central see of it, and how it keeps itself from being overrun.

use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use onemap_central::{Options, Running, serve};
use onemap_testkit::county::{PASSWORD, small_county};
use reqwest::{Client, Method, Response};
use serde_json::Value;
use uuid::Uuid;

use crate::place::Place;
use crate::stage::{Person, Stage, small_hours, until};

async fn watched(place: &Place) -> Running {
    let mut options = Options::local(place.address());
    options.sample = Some(Box::new(|| Ok(small_county())));
    options.now = small_hours();
    options.metrics = Some(([127, 0, 0, 1], 0).into());
    serve(options).await.unwrap()
}

/// The value of a line, by its name and labels; all that is asked for here are whole numbers.
fn value(text: &str, name: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let value = line.unwrap_or_else(|| panic!("{name} in {text}"));
    value
        .trim()
        .parse()
        .unwrap_or_else(|_| panic!("{name} {value}"))
}

#[tokio::test]
async fn metrics_count_what_is_done_by_route_and_name_nobody() {
    let place = Place::new();
    let running = watched(&place).await;
    let address = format!("http://{}", running.address);
    let operator = Person::signed_in(&address, "wangmin", PASSWORD).await;
    let case = operator.reports("井盖破损", 1).await;
    let order = operator.order(case, 1, onemap_domain::command::Command::Accept);
    operator.sends(vec![order]).await;
    for _ in 0..3 {
        let _: Value = operator.reads(&format!("/v1/cases/{case}?")).await;
    }
    operator.is_refused("/v1/cases?limit=0").await;
    let listening = operator.asks("/v1/stream").send().await.unwrap();
    let metrics = format!("http://{}/metrics", running.metrics.unwrap());
    let told = reqwest::get(&metrics).await.unwrap();
    assert!(
        told.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/plain")
    );
    let text = told.text().await.unwrap();
    let one = r#"method="GET",route="/v1/cases/{id}""#;
    let count = format!(r#"onemap_requests_total{{{one},status="200"}}"#);
    assert_eq!(value(&text, &count), 3);
    assert_eq!(
        value(&text, &format!("onemap_request_seconds_count{{{one}}}")),
        3
    );
    let last = format!(r#"onemap_request_seconds_bucket{{{one},le="+Inf"}}"#);
    assert_eq!(value(&text, &last), 3);
    let wrong = r#"onemap_requests_total{method="GET",route="/v1/cases",status="422"}"#;
    assert_eq!(value(&text, wrong), 1);
    assert_eq!(
        value(&text, r#"onemap_commands_total{outcome="applied"}"#),
        1
    );
    assert_eq!(
        value(&text, r#"onemap_commands_total{outcome="refused"}"#),
        1
    );
    assert_eq!(value(&text, "onemap_streams_open"), 1);
    let (_, head) = operator.feed(0, 2000).await;
    assert_eq!(value(&text, "onemap_feed_head"), head);
    assert!(value(&text, "onemap_writers_total") >= 2);
    assert!(value(&text, "onemap_database_connections") >= 1);
    if cfg!(target_os = "linux") {
        assert!(value(&text, "process_resident_memory_bytes") > 1_000_000);
    }
    let token = &operator.session.token.0;
    for hidden in [
        "wangmin",
        token.as_str(),
        &case.to_string(),
        "井盖",
        "127.0.0.1",
    ] {
        assert!(!text.contains(hidden), "{hidden} in {text}");
    }
    drop(listening);
    until("a stream that ended is counted no more", async || {
        let text = reqwest::get(&metrics).await.unwrap().text().await.unwrap();
        let open = value(&text, "onemap_streams_open");
        if open == 0 { Ok(()) } else { Err(open) }
    })
    .await;
    let outside = reqwest::get(format!("{address}/metrics")).await.unwrap();
    assert_eq!(outside.status(), 404, "everybody's address does not tell");
}

/// What a resident's program asks, from an address behind the reverse proxy.
async fn asked_from(stage: &Stage, house: &str, path: &str) -> Response {
    let request = Client::new()
        .get(stage.url(path))
        .header("x-forwarded-for", house);
    request.send().await.unwrap()
}

#[tokio::test]
async fn too_many_requests_of_one_house_are_put_off_and_nobody_else_is() {
    let start: Timestamp = "2026-11-23T20:00:00Z".parse().unwrap();
    let clock = Arc::new(Mutex::new(start));
    let stage = Stage::by_clock(clock.clone()).await;
    let operator = stage.signed_in("wangmin").await;
    let path = "/open311/v2/discovery.json";
    let client = Client::new();
    let house = "198.51.100.7";
    let mut let_through = 0;
    let refused = loop {
        let asked = client.get(stage.url(path)).header("x-forwarded-for", house);
        let answer = asked.send().await.unwrap();
        if answer.status() != 200 {
            break answer;
        }
        let_through += 1;
        assert!(let_through < 5_000, "it ends");
    };
    assert!(
        let_through >= 1_000,
        "a busy program is not held up: {let_through}"
    );
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["retry-after"], "1");
    assert_eq!(refused.headers()["access-control-allow-origin"], "*");
    let faults: Value = refused.json().await.unwrap();
    assert_eq!(
        faults[0]["code"], 429,
        "in the standard's own form: {faults}"
    );
    let problem = asked_from(&stage, house, "/v1/cases").await;
    let problem: Value = problem.json().await.unwrap();
    assert_eq!(problem["code"], "too_many_requests");
    assert_eq!(asked_from(&stage, "198.51.100.8", path).await.status(), 200);
    assert_eq!(asked_from(&stage, house, "/healthz").await.status(), 204);
    let mine = operator.asks("/v1/areas").header("x-forwarded-for", house);
    assert_eq!(
        mine.send().await.unwrap().status(),
        200,
        "a session has its own"
    );
    *clock.lock().unwrap() += SignedDuration::from_secs(1);
    assert_eq!(
        asked_from(&stage, house, path).await.status(),
        200,
        "after the second"
    );
}

/// The clock stands, so that nothing is given back meanwhile.
#[tokio::test]
async fn a_console_that_gives_everything_again_at_once_is_never_put_off() {
    let start: Timestamp = "2026-11-23T20:00:00Z".parse().unwrap();
    let stage = Stage::by_clock(Arc::new(Mutex::new(start))).await;
    let operator = stage.signed_in("wangmin").await;
    // As many requests as it takes to send 50 attachments of 10 MiB, piece by piece.
    for _ in 0..50 * 40 {
        let answer = operator.asks("/v1/cases/x").send().await.unwrap();
        assert_eq!(answer.status(), 422);
    }
}

#[tokio::test]
async fn the_page_of_any_site_may_ask_open311_and_nothing_else() {
    let stage = Stage::small().await;
    let asks_first = async |path: &str| {
        let request = Client::new().request(Method::OPTIONS, stage.url(path));
        let request = request.header("origin", "https://app.example");
        let request = request.header("access-control-request-method", "POST");
        request.send().await.unwrap()
    };
    let allowed = asks_first("/open311/v2/requests.json").await;
    assert_eq!(allowed.status(), 204);
    assert_eq!(allowed.headers()["access-control-allow-origin"], "*");
    assert_eq!(
        allowed.headers()["access-control-allow-methods"],
        "GET, POST"
    );
    let services = Client::new().get(stage.url("/open311/v2/services.json"));
    let services = services
        .header("origin", "https://app.example")
        .send()
        .await
        .unwrap();
    assert_eq!(services.headers()["access-control-allow-origin"], "*");
    for path in ["/v1/cases", "/v1/sessions", "/report"] {
        let answer = asks_first(path).await;
        assert!(!answer.status().is_success(), "{path}");
        assert!(
            !answer.headers().contains_key("access-control-allow-origin"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn every_answer_names_its_request_and_no_two_the_same() {
    let stage = Stage::small().await;
    let mut names = std::collections::BTreeSet::new();
    for path in [
        "/healthz",
        "/v1/cases",
        "/nowhere",
        "/open311/v2/requests/x.json",
    ] {
        let answer = reqwest::get(stage.url(path)).await.unwrap();
        let name = answer.headers()["x-request-id"].to_str().unwrap();
        names.insert(Uuid::parse_str(name).unwrap());
    }
    assert_eq!(names.len(), 4);
}

#[test]
fn a_log_in_json_is_one_object_a_line_and_names_the_request() {
    let place = Place::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_onemap-central"))
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--language",
            "en",
            "--log",
            "json",
        ])
        .args(["--database", &place.address()])
        .env("RUST_LOG", "onemap_central=debug")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let address = crate::crashes::where_it_listens(&mut child);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answer = runtime
        .block_on(reqwest::get(format!("{address}/healthz")))
        .unwrap();
    let name = answer.headers()["x-request-id"]
        .to_str()
        .unwrap()
        .to_owned();
    child.kill().unwrap();
    let log = child.wait_with_output().unwrap().stderr;
    let log = String::from_utf8(log).unwrap();
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let answered = lines.iter().find(|line| line["message"] == "answered");
    let answered = answered.unwrap_or_else(|| panic!("{log}"));
    assert_eq!(answered["status"], 204);
    assert_eq!(answered["span"]["id"], name.as_str());
    assert_eq!(answered["span"]["route"], "/healthz");
}
