//! What is refused, and that the reason is said in the form of the standard.

use reqwest::{Client, StatusCode};
use serde_json::Value;

use super::{encoded, json, report};
use crate::stage::Stage;

/// The one error of an answer.
async fn why(response: reqwest::Response, status: u16) -> String {
    let errors = json(response, StatusCode::from_u16(status).unwrap()).await;
    let [error] = errors.as_array().unwrap().as_slice() else {
        panic!("one error: {errors}")
    };
    assert_eq!(error["code"], status);
    let said = error["description"].as_str().unwrap();
    assert!(
        !said.is_empty() && !said.contains("open311-") && !said.contains('{'),
        "{said}"
    );
    said.to_owned()
}

#[tokio::test]
async fn what_names_no_place_in_the_county_is_refused_and_nothing_is_made_of_it() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let before = operator.all_cases().await;
    let key = stage.key_of("one").await;
    let whole = report(&key, "井盖破损");
    let without = |names: &[&str], with: &[(&'static str, &'static str)]| {
        let mut fields = whole.clone();
        fields.retain(|(name, _)| !names.contains(name));
        fields.extend_from_slice(with);
        fields
    };
    let place = ["lat", "long"];
    for (fields, status, said) in [
        (without(&place, &[]), 400, "位置"),
        (
            without(&place, &[("lat", "30.1"), ("long", "120.2")]),
            400,
            "本县",
        ),
        (without(&place, &[("lat", "28.582")]), 400, "long"),
        (without(&["lat"], &[("lat", "north")]), 400, "lat"),
        (without(&["lat"], &[("lat", "NaN")]), 400, "lat"),
        (without(&["lat"], &[("lat", "128.5")]), 400, "lat"),
        (
            without(&place, &[("address_id", "520381001001777")]),
            400,
            "网格",
        ),
        (without(&place, &[("address_id", "545483")]), 400, "网格"),
        (without(&["service_code"], &[]), 400, "service_code"),
        (
            without(&["service_code"], &[("service_code", "06")]),
            404,
            "06",
        ),
        (without(&["api_key"], &[]), 403, "api_key"),
        (
            without(&["api_key"], &[("api_key", "one.0000")]),
            403,
            "api_key",
        ),
        (
            without(&["api_key"], &[("api_key", "wangmin.onemap-demo")]),
            403,
            "api_key",
        ),
        (
            without(&[], &[("jurisdiction_id", "city.gov")]),
            404,
            "city.gov",
        ),
    ] {
        let response = stage.posts("/open311/v2/requests.json", &fields).await;
        let told = why(response, status).await;
        assert!(told.contains(said) || said == "本县", "{fields:?}: {told}");
    }
    assert_eq!(operator.all_cases().await, before);
}

#[tokio::test]
async fn a_grids_code_stands_for_a_place_in_it_and_the_answer_says_so() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let key = stage.key_of("one").await;
    // The middle of the first base grid is a dedicated one's.
    for grid in ["520381001001001", "520381001001901", "520381001002001"] {
        let sent = [
            ("api_key", key.as_str()),
            ("service_code", "road"),
            ("address_id", grid),
            ("description", grid),
        ];
        let created = stage.reports(&sent).await;
        let id = created["service_request_id"].as_str().unwrap();
        let case: Value = operator.reads(&format!("/v1/cases/{id}")).await;
        assert_eq!(case["facts"]["grid"], grid);
        assert_eq!(case["facts"]["position_simulated"], true);
        let notice = created["service_notice"].as_str().unwrap();
        assert!(notice.contains("没有坐标"), "{notice}");
    }
}

#[tokio::test]
async fn failures_are_said_in_the_standards_own_form_and_in_the_callers_language() {
    let stage = Stage::small().await;
    let key = stage.key_of("one").await;
    let client = Client::new();
    let get = |path: &str| {
        client
            .get(stage.url(path))
            .header("accept-language", "en")
            .send()
    };
    for (path, status, said) in [
        ("/open311/v2/services/sewage.json", 404, "no definition"),
        ("/open311/v2/services/nothing.json", 404, "No service"),
        ("/open311/v2/services.json?jurisdiction_id=x", 404, "520381"),
        ("/open311/v2/requests/nothing.json", 404, "no such report"),
        (
            "/open311/v2/requests.json?start_date=yesterday",
            400,
            "start_date",
        ),
        (
            "/open311/v2/requests.json?start_date=2026-01-01&end_date=2026-05-01",
            400,
            "90 days",
        ),
        ("/open311/v2/requests.json?status=lost", 400, "lost"),
        ("/open311/v2/requests.json?api_key=x", 403, "api_key"),
        ("/open311/v2/nothing.json", 404, ""),
    ] {
        let told = why(get(path).await.unwrap(), status).await;
        assert!(told.contains(said), "{path}: {told}");
    }
    for path in ["/open311/v2/requests/x", "/open311/v2/tokens/x.html"] {
        let response = get(path).await.unwrap();
        assert_eq!(response.status(), 400);
        let text = response.text().await.unwrap();
        assert!(
            text.contains("<errors><error>"),
            "XML is the form that is required: {text}"
        );
    }
    let method = client.put(stage.url("/open311/v2/requests.json")).send();
    why(method.await.unwrap(), 405).await;
    let post = |body: String, kind: &str| {
        let request = client.post(stage.url("/open311/v2/requests.json"));
        request.header("content-type", kind).body(body).send()
    };
    let form = "application/x-www-form-urlencoded";
    let whole = encoded(&report(&key, "井盖破损"));
    let long = "长".repeat(4_001);
    for (body, kind, status) in [
        ("{}".to_owned(), "application/json", 400),
        ("--x".to_owned(), "multipart/form-data; boundary=x", 400),
        (format!("{whole}&attribute[a]=%FF"), form, 400),
        (format!("{whole}&attribute[a]=%07"), form, 400),
        (encoded(&report(&key, &long)), form, 400),
        (format!("{whole}&a={}", "x".repeat(21_000)), form, 400),
        (format!("{whole}&{}", "a=1&".repeat(101)), form, 400),
        (format!("{whole}&a={}", "x".repeat(140_000)), form, 413),
        ("x".repeat(5 << 20), form, 413),
    ] {
        let begin: String = body.chars().take(60).collect();
        let response = post(body, kind).await.unwrap();
        assert_eq!(response.status(), status, "{kind}: {begin}");
        why(response, status).await;
    }
}
