//! Where the time of a request goes, as a collector of traces is told it.

use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use axum::Json;
use axum::routing::post;
use onemap_domain::case::CaseId;
use onemap_domain::command::Command as Order;
use onemap_protocol::command::Batch;
use onemap_protocol::trace;
use onemap_testkit::county::{PASSWORD, facts};
use serde_json::Value;
use uuid::Uuid;

use crate::crashes::{served, where_it_listens};
use crate::place::Place;
use crate::stage::{Person, until};

type Told = Arc<Mutex<Vec<Value>>>;

/// Somebody else's collector: whatever is told it by OTLP over HTTP.
async fn collector() -> (String, Told) {
    let told = Told::default();
    let hears = told.clone();
    let takes = post(async move |Json(body): Json<Value>| {
        let mut told = hears.lock().unwrap();
        for of_resource in body["resourceSpans"].as_array().unwrap() {
            for of_scope in of_resource["scopeSpans"].as_array().unwrap() {
                told.extend_from_slice(of_scope["spans"].as_array().unwrap());
            }
        }
        Json(serde_json::json!({}))
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = axum::Router::new().route("/v1/traces", takes);
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, told)
}

fn attribute<'a>(span: &'a Value, key: &str) -> &'a Value {
    let attributes = span["attributes"].as_array().unwrap();
    let found = attributes.iter().find(|one| one["key"] == key);
    &found.unwrap_or_else(|| panic!("{key} of {span}"))["value"]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_orders_number_leads_to_what_the_central_did_about_it_and_to_nothing_of_people() {
    let place = Place::new();
    let filled = served(&place.address()).await;
    filled.stop();
    filled.finished().await.unwrap();
    let (collector, told) = collector().await;
    let mut child = Command::new(env!("CARGO_BIN_EXE_onemap-central"))
        .args(["serve", "--listen", "127.0.0.1:0", "--language", "en"])
        .args(["--database", &place.address(), "--traces", &collector])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let person = Person::signed_in(&where_it_listens(&mut child), "wangmin", PASSWORD).await;
    let facts = Box::new(facts("楼上漏水", 0));
    let order = person.order(CaseId(Uuid::now_v7()), 0, Order::Report { facts });
    let named = trace::of_order(order.id);
    let trace_id = order.id.simple().to_string();
    let url = format!("{}/v1/commands", person.address);
    let batch = Batch {
        history_id: None,
        commands: vec![order],
    };
    let request = person
        .client
        .post(url)
        .bearer_auth(&person.session.token.0)
        .header(trace::HEADER, named)
        .json(&batch);
    assert!(request.send().await.unwrap().status().is_success());
    let spans = until("the order's trace is told whole", async || {
        let told = told.lock().unwrap();
        let of_order = told.iter().filter(|span| span["traceId"] == *trace_id);
        let spans: Vec<Value> = of_order.cloned().collect();
        if spans.len() >= 3 {
            Ok(spans)
        } else {
            Err(spans)
        }
    })
    .await;
    child.kill().unwrap();
    child.wait().unwrap();
    let span = |name: &str| {
        let mut named = spans.iter().filter(|span| span["name"] == name);
        named.next().unwrap_or_else(|| panic!("{name}: {spans:?}"))
    };
    let request = span("POST /v1/commands");
    assert_eq!(request["parentSpanId"], trace_id[16..]);
    assert_eq!(
        attribute(request, "http.route")["stringValue"],
        "/v1/commands"
    );
    let status = &attribute(request, "http.response.status_code")["intValue"];
    assert_eq!(status.to_string().trim_matches('"'), "200");
    for name in ["decide", "commit"] {
        assert_eq!(span(name)["parentSpanId"], request["spanId"], "{name}");
    }
    let all = Value::from(told.lock().unwrap().clone()).to_string();
    for secret in ["漏水", "wangmin", PASSWORD, &person.session.token.0] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}
