//! A client that somebody else wrote speaks with the central.
//!
//! Left out by `cargo test`, for it needs another program; `cargo xtask test` installs that and tells it:
//! `ONEMAP_THREE=PYTHON cargo test -p onemap-central --test central open311::client -- --ignored`.

use std::path::Path;
use std::process::Command;

use onemap_domain::case::{Case, CaseId};
use uuid::Uuid;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs an Open311 client, which cargo xtask test installs"]
async fn a_client_that_somebody_else_wrote_finds_the_service_reports_and_reads() {
    let python = std::env::var("ONEMAP_THREE").expect("a Python that has the client");
    let stage = Stage::small().await;
    let key = stage.key_of("city-app").await;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories/open311/client.py");
    let endpoint = stage.url("/open311/v2/");
    let ended = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(python);
        command.arg(script).args([endpoint, key]).output().unwrap()
    });
    let ended = ended.await.unwrap();
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    assert!(
        ended.status.success(),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
    let id = said.trim().strip_prefix("reported ").unwrap();
    let id = CaseId(Uuid::parse_str(id).unwrap());
    let operator = stage.signed_in("wangmin").await;
    let case: Case = operator.reads(&format!("/v1/cases/{id}")).await;
    assert_eq!(case.facts.text, "污水外溢, 流到路上");
    assert_eq!(case.facts.address, "人民路1号");
}
