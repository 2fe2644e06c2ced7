//! The contract holds for whatever is asked: schemathesis makes up requests from the document of a running
//! central, some that fit it and some that do not, and looks at every answer. No fault of ours, no status and no
//! media type that is not in the document, no answer that breaks its schema, no request taken that breaks its own.
//!
//! Left out by `cargo test`, for it needs another program; `cargo xtask test` installs that and tells it:
//! `ONEMAP_SCHEMATHESIS=PROGRAM cargo test -p onemap-central --test central fuzz -- --ignored`.

use std::process::Command;
use std::time::Instant;

use onemap_central::{Options, sample, serve};
use onemap_testkit::county::PASSWORD;

use crate::place::Place;
use crate::stage::{Person, small_hours};

/// The same requests every time; another number with `ONEMAP_FUZZ_SEED`, more with `ONEMAP_FUZZ_EXAMPLES`.
const SEED: &str = "20261130";
const EXAMPLES: &str = "20";

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_schema_conformance,negative_data_rejection,unsupported_method,allow_header_conformance,\
    missing_required_header,ignored_auth";

/// A whole county takes seconds, so it is asked for less often.
const LONG: &str = "/v1/snapshot";
/// Their answers have no end.
const ENDLESS: [&str; 2] = ["/v1/stream", "/console/api/ticks"];
/// It would end the session that all others need.
const LAST: &str = "/v1/sessions/current";

fn asked_for(name: &str, usual: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| usual.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs schemathesis, which cargo xtask test installs"]
async fn no_request_that_anybody_makes_up_is_answered_past_the_contract() {
    let program = std::env::var("ONEMAP_SCHEMATHESIS").expect("where schemathesis is");
    let place = Place::new();
    let mut options = Options::local(place.address());
    options.sample = Some(Box::new(sample::chishui));
    options.now = small_hours();
    let running = serve(options).await.unwrap();
    let address = format!("http://{}", running.address);
    let operator = Person::signed_in(&address, "wangmin", PASSWORD).await;
    let told = |examples: &str, chosen: &[&str]| {
        let mut command = Command::new(&program);
        command
            .args(["run", &format!("{address}/openapi.json")])
            .arg("-H")
            .arg(format!(
                "Authorization: Bearer {}",
                operator.session.token.0
            ))
            .args(["--phases", "coverage,fuzzing", "--checks", CHECKS])
            .args(["--seed", &asked_for("ONEMAP_FUZZ_SEED", SEED)])
            .args(["--max-examples", examples, "--workers", "2"])
            .args(["--request-timeout", "60", "--suppress-health-check", "all"])
            .args(["--warnings", "off", "--no-color"])
            .args(chosen)
            .current_dir(std::env::temp_dir());
        command
    };
    let examples = asked_for("ONEMAP_FUZZ_EXAMPLES", EXAMPLES);
    let most = [
        "--exclude-path",
        LONG,
        "--exclude-path",
        ENDLESS[0],
        "--exclude-path",
        ENDLESS[1],
        "--exclude-path",
        LAST,
    ];
    let long = ["--include-path", LONG, "--phases", "fuzzing"];
    for mut command in [told(&examples, &most), told("4", &long)] {
        let begun = Instant::now();
        let output = tokio::task::spawn_blocking(move || command.output().unwrap());
        let output = output.await.unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success(),
            "{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let summary = said.lines().find(|line| line.contains("generated"));
        println!(
            "{} in {:?}",
            summary.unwrap_or_default().trim(),
            begun.elapsed()
        );
    }
    running.stop();
    running.finished().await.unwrap();
}
