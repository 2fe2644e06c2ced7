//! Consoles of other versions.

use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::version::{self, OLDEST_CONSOLE, SPOKEN};
use reqwest::{Response, StatusCode};

use crate::stage::{Person, Stage};

async fn says(person: &Person, path: &str, version: u32) -> Response {
    let request = person.asks(path).header(version::HEADER, version);
    request.send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_console_that_is_too_old_is_told_so_whatever_it_asks() {
    let stage = Stage::small().await;
    let person = stage.signed_in("wangmin").await;
    for path in ["/v1/cases", "/v1/feed?after=0", "/v1/snapshot", "/nowhere"] {
        let answer = says(&person, path, OLDEST_CONSOLE - 1).await;
        assert_eq!(answer.status(), StatusCode::UPGRADE_REQUIRED, "{path}");
        let spoken = answer.headers()[version::HEADER].to_str().unwrap();
        assert_eq!(spoken, SPOKEN.to_string(), "{path}");
        let problem: Problem = answer.json().await.unwrap();
        assert!(problem.is(ProblemCode::ConsoleOutdated), "{path}");
        assert!(problem.detail.contains("更新"), "{path}: {problem:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_console_and_a_program_that_says_nothing_are_served() {
    let stage = Stage::small().await;
    let person = stage.signed_in("wangmin").await;
    let newer = says(&person, "/v1/cases", SPOKEN + 1).await;
    assert_eq!(newer.status(), StatusCode::OK);
    let other = person.asks("/v1/cases").send().await.unwrap();
    assert_eq!(other.status(), StatusCode::OK);
    assert!(other.headers().contains_key(version::HEADER));
}
