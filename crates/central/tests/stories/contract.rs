//! The contract and the program agree.

use std::collections::BTreeSet;
use std::path::Path;

use reqwest::Client;
use reqwest::redirect::Policy;
use serde_json::Value;

use crate::stage::Stage;

/// Write the contract anew with `ONEMAP_WRITE_CONTRACT=1 cargo test -p onemap-central contract`.
#[tokio::test]
async fn the_served_contract_is_the_committed_one() {
    let stage = Stage::empty().await;
    let served = Client::new()
        .get(stage.url("/openapi.json"))
        .send()
        .await
        .unwrap();
    assert_eq!(served.headers()["content-type"], "application/json");
    let served = served.text().await.unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    if std::env::var_os("ONEMAP_WRITE_CONTRACT").is_some() {
        std::fs::write(&file, &served).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        served == committed,
        "openapi.json is not what the code says; look at what changed, then write it anew"
    );
}

#[tokio::test]
async fn every_route_of_the_contract_is_served_and_every_reference_resolves() {
    let stage = Stage::empty().await;
    let contract = onemap_central::http::contract().unwrap();
    let contract: Value = serde_json::from_str(&contract).unwrap();
    let wanted: BTreeSet<&str> = [
        "/healthz",
        "/readyz",
        "/openapi.json",
        "/v1/sessions",
        "/v1/sessions/current",
        "/v1/provider",
        "/v1/provider/begin",
        "/v1/provider/back",
        "/v1/commands",
        "/v1/feed",
        "/v1/snapshot",
        "/v1/stream",
        "/v1/cases",
        "/v1/cases/{id}",
        "/v1/cases/{id}/timeline",
        "/v1/cases/{id}/reveal",
        "/v1/audit",
        "/v1/openings",
        "/v1/attachments",
        "/v1/attachments/{sha256}",
        "/v1/accounts",
        "/v1/accounts/{login}",
        "/v1/areas",
        "/v1/areas/locate",
        "/v1/departments",
        "/v1/indicators",
        "/open311/v2/discovery.json",
        "/open311/v2/discovery.xml",
        "/open311/v2/services.json",
        "/open311/v2/services.xml",
        "/open311/v2/services/{file}",
        "/open311/v2/requests.json",
        "/open311/v2/requests.xml",
        "/open311/v2/requests/{file}",
        "/open311/v2/tokens/{file}",
        "/report",
        "/report/{id}",
        "/console/api/query",
        "/console/api/act",
        "/console/api/tiles/{layer}/{z}/{x}/{file}",
        "/console/api/ticks",
    ]
    .into();
    let paths = contract["paths"].as_object().unwrap();
    assert_eq!(
        paths.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        wanted
    );
    // What leads elsewhere is served.
    let asks = Client::builder().redirect(Policy::none()).build().unwrap();
    for (path, item) in paths {
        for method in item.as_object().unwrap().keys() {
            let method = method.to_uppercase().parse::<reqwest::Method>().unwrap();
            let url = stage.url(
                &path
                    .replace("{id}", "x")
                    .replace("{file}", "x")
                    .replace("{login}", "x"),
            );
            let status = asks
                .request(method.clone(), url)
                .send()
                .await
                .unwrap()
                .status();
            assert!(
                status != 404 && status != 405,
                "{method} {path} is not served: {status}"
            );
        }
    }
    let mut waiting = vec![&contract];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(reference)) = fields.get("$ref") {
                    let found = contract.pointer(reference.trim_start_matches('#'));
                    assert!(found.is_some(), "{reference} leads nowhere");
                }
                waiting.extend(fields.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
}

/// A route that is added past the document would be served without being in it.
#[test]
fn no_route_is_added_past_the_contract() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    let mut files = vec![source.with_extension("rs"), source];
    while let Some(file) = files.pop() {
        if file.is_dir() {
            let inside = std::fs::read_dir(&file).unwrap();
            files.extend(inside.map(|entry| entry.unwrap().path()));
            continue;
        }
        if file.ends_with("page.rs") {
            // Files of a folder, the same for everybody.
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        for past in [".route(", ".nest(", ".fallback", ".merge("] {
            assert!(!text.contains(past), "{} says {past}", file.display());
        }
    }
}
