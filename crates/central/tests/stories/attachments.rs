//! Attachments: taken in pieces, kept when they are whole, and read by whoever may see their case.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use onemap_central::attachments::{KEPT_DAYS, UNDER_WAY};
use onemap_domain::case::{ATTACHMENT_BYTES, Attachment, Case, CaseId, ContentHash, MediaType};
use onemap_domain::command::Command;
use onemap_protocol::attachment::{Holding, PIECE};
use onemap_protocol::problem::Problem;
use onemap_testkit::county::story_case;
use reqwest::{Response, StatusCode};

use crate::stage::{Person, Stage, until};

/// A photo of a length, with other bytes for every word.
fn photo(word: &str, length: u64) -> Vec<u8> {
    let head = b"\xFF\xD8\xFF\xE0\0\x10JFIF\0".iter().copied();
    let body = word.bytes().cycle().enumerate();
    let body = body.map(|(at, byte)| byte.wrapping_add((at / 251) as u8));
    head.chain(body).take(length as usize).collect()
}

fn listing(bytes: &[u8]) -> Command {
    Command::Attach {
        attachment: Attachment {
            sha256: ContentHash::of(bytes),
            name: "路灯.jpg".to_owned(),
            media_type: MediaType::Jpeg,
            size: bytes.len() as u64,
        },
    }
}

impl Person {
    /// Sends what lies between two places of some bytes.
    async fn sends_piece(&self, whole: &[u8], from: u64, to: u64) -> Response {
        let piece = whole[from as usize..to as usize].to_vec();
        let (sha256, size) = (ContentHash::of(whole), whole.len());
        self.posts(&format!("sha256={sha256}&size={size}&offset={from}"), piece)
            .await
    }

    async fn posts(&self, query: &str, piece: Vec<u8>) -> Response {
        let url = format!("{}/v1/attachments?{query}", self.address);
        let request = self.client.post(url).bearer_auth(&self.session.token.0);
        request.body(piece).send().await.unwrap()
    }

    pub async fn sends_whole(&self, whole: &[u8]) -> Holding {
        let mut from = 0;
        loop {
            let to = (from + PIECE).min(whole.len() as u64);
            let held = holding(self.sends_piece(whole, from, to).await).await;
            if held.whole {
                return held;
            }
            assert_eq!(held.held, to);
            from = held.held;
        }
    }

    async fn reads_attachment(&self, bytes: &[u8]) -> Response {
        let path = format!("/v1/attachments/{}", ContentHash::of(bytes));
        self.asks(&path).send().await.unwrap()
    }

    async fn has_none(&self, bytes: &[u8], code: &str) {
        let response = self.reads_attachment(bytes).await;
        assert_eq!(refused(response).await, (404, code.to_owned()));
    }
}

async fn holding(response: Response) -> Holding {
    let status = response.status();
    let text = response.text().await.unwrap();
    assert_eq!(status, StatusCode::OK, "{text}");
    serde_json::from_str(&text).unwrap()
}

async fn refused(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let problem: Problem = response.json().await.unwrap();
    assert!(!problem.detail.is_empty(), "{}", problem.code);
    (status, problem.code)
}

const fn at(held: u64, whole: bool) -> Holding {
    Holding { held, whole }
}

#[tokio::test]
async fn pieces_go_on_from_where_the_central_stands_and_may_come_twice() {
    let mut stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let case = operator.reports("路灯不亮", 1).await;
    let whole = photo("路灯", 2 * PIECE + 100);
    operator.does(case, listing(&whole)).await;
    operator.has_none(&whole, "attachment_on_its_way").await;

    let asked = operator.sends_piece(&whole, 0, 0).await;
    assert_eq!(holding(asked).await, at(0, false), "an empty piece asks");
    for _ in 0..2 {
        let answer = operator.sends_piece(&whole, 0, PIECE).await;
        assert_eq!(holding(answer).await, at(PIECE, false), "once or twice");
    }
    let ahead = operator
        .sends_piece(&whole, 2 * PIECE, 2 * PIECE + 100)
        .await;
    assert_eq!(
        holding(ahead).await,
        at(PIECE, false),
        "nothing is left out"
    );
    operator.has_none(&whole, "attachment_on_its_way").await;

    stage.restart().await;
    let operator = stage.signed_in("wangmin").await;
    let asked = operator.sends_piece(&whole, 0, 0).await;
    assert_eq!(holding(asked).await, at(PIECE, false), "it is durable");
    operator.sends_piece(&whole, PIECE, 2 * PIECE).await;
    let last = operator
        .sends_piece(&whole, 2 * PIECE, 2 * PIECE + 100)
        .await;
    assert_eq!(holding(last).await, at(2 * PIECE + 100, true));
    let again = operator
        .sends_piece(&whole, 2 * PIECE, 2 * PIECE + 100)
        .await;
    assert_eq!(holding(again).await, at(2 * PIECE + 100, true));

    let read = operator.reads_attachment(&whole).await;
    assert_eq!(read.status(), StatusCode::OK);
    let headers = read.headers();
    assert_eq!(headers["content-type"], "image/jpeg");
    assert_eq!(headers["content-disposition"], "attachment");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert!(read.bytes().await.unwrap() == whole, "the very bytes");
    let shown: Case = operator.reads(&format!("/v1/cases/{case}")).await;
    assert_eq!(shown.attachments.len(), 1);
    assert_eq!(shown.attachments[0].by.0, "wangmin");
}

#[tokio::test]
async fn bytes_that_are_not_those_of_their_address_are_thrown_away() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let whole = photo("路灯", PIECE + 100);
    let mut other = whole.clone();
    other[1_000] ^= 1;
    let address = format!("sha256={}&size={}", ContentHash::of(&whole), whole.len());
    let (first, second) = other.split_at(PIECE as usize);
    let query = format!("{address}&offset=0");
    let answer = operator.posts(&query, first.to_vec()).await;
    assert_eq!(holding(answer).await, at(PIECE, false));
    let query = format!("{address}&offset={PIECE}");
    let last = operator.posts(&query, second.to_vec()).await;
    let altered = (422, "attachment_altered".to_owned());
    assert_eq!(refused(last).await, altered);
    let asked = operator.sends_piece(&whole, 0, 0).await;
    assert_eq!(holding(asked).await, at(0, false), "from the beginning");
    assert_eq!(operator.sends_whole(&whole).await, at(PIECE + 100, true));
}

#[tokio::test]
async fn what_is_too_large_of_another_kind_or_not_an_address_is_refused_at_once() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let sha256 = ContentHash::of(b"x");
    let long = (413, "too_large");
    let cases: [(String, Vec<u8>, (u16, &str)); 7] = [
        (
            format!("sha256={sha256}&size={}&offset=0", ATTACHMENT_BYTES + 1),
            photo("大", 100),
            (422, "attachment_too_large"),
        ),
        (
            format!("sha256={sha256}&size={ATTACHMENT_BYTES}&offset=0"),
            photo("大", PIECE + 1),
            long,
        ),
        (
            format!("sha256={sha256}&size=100&offset=0"),
            b"MZ\x90\0 a program".to_vec(),
            (422, "attachment_kind"),
        ),
        (
            format!("sha256={sha256}&size=100&offset=0"),
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(),
            (422, "attachment_kind"),
        ),
        (
            "sha256=../../etc/passwd&size=100&offset=0".to_owned(),
            photo("路", 100),
            (422, "bad_input"),
        ),
        (
            format!("sha256={sha256}&size=100&offset=90"),
            photo("路", 11),
            (422, "bad_input"),
        ),
        (
            format!("sha256={sha256}&size=100&offset=-1"),
            photo("路", 11),
            (422, "bad_input"),
        ),
    ];
    for (query, piece, (status, code)) in cases {
        let answer = refused(operator.posts(&query, piece).await).await;
        assert_eq!(answer, (status, code.to_owned()), "{query}");
    }
}

#[tokio::test]
async fn only_who_may_see_a_case_that_lists_it_reads_an_attachment() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    // 执法 leads the second case of the story; 住建 has no part in it.
    let (inside, outside) = (
        stage.signed_in("zhifa").await,
        stage.signed_in("zhujian").await,
    );
    let whole = photo("现场", 5_000);
    inside.does(story_case(1), listing(&whole)).await;
    outside.has_none(&whole, "not_found").await;
    inside.has_none(&whole, "attachment_on_its_way").await;
    inside.sends_whole(&whole).await;
    for person in [&inside, &operator] {
        let read = person.reads_attachment(&whole).await;
        assert!(read.bytes().await.unwrap() == whole);
    }
    outside.has_none(&whole, "not_found").await;
    // Nobody learns from sending that another one has sent it.
    let asked = outside.sends_piece(&whole, 0, 0).await;
    assert_eq!(holding(asked).await, at(0, false));
    outside.sends_whole(&whole).await;
    outside.has_none(&whole, "not_found").await;

    let nobody = reqwest::get(stage.url(&format!("/v1/attachments/{}", ContentHash::of(&whole))));
    assert_eq!(nobody.await.unwrap().status(), StatusCode::UNAUTHORIZED);
    let path = "/v1/attachments?sha256=x&size=1&offset=0";
    let nobody = operator.client.post(stage.url(path)).send().await.unwrap();
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_account_may_not_begin_any_number_of_attachments() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let begin = async |number: u32| {
        let whole = photo(&format!("第{number}张"), 1_000);
        operator.sends_piece(&whole, 0, 500).await
    };
    for number in 0..UNDER_WAY {
        assert_eq!(holding(begin(number).await).await, at(500, false));
    }
    let full = (429, "attachments_under_way".to_owned());
    assert_eq!(refused(begin(UNDER_WAY).await).await, full);
    let first = photo("第0张", 1_000);
    let last = operator.sends_piece(&first, 500, 1_000).await;
    assert_eq!(
        holding(last).await,
        at(1_000, true),
        "those can be finished"
    );
    assert_eq!(holding(begin(UNDER_WAY).await).await, at(500, false));
}

#[tokio::test]
async fn what_was_not_finished_and_what_no_case_lists_is_cleared_after_some_days() {
    let start: Timestamp = "2026-11-23T20:00:00Z".parse().unwrap();
    let clock = Arc::new(Mutex::new(start));
    let stage = Stage::by_clock(clock.clone()).await;
    let operator = stage.signed_in("wangmin").await;
    let case: CaseId = operator.reports("路灯不亮", 1).await;
    let (listed, stray, begun) = (photo("列入", 900), photo("无主", 900), photo("半张", 900));
    operator.does(case, listing(&listed)).await;
    operator.sends_whole(&listed).await;
    operator.sends_whole(&stray).await;
    operator.sends_piece(&begun, 0, 500).await;
    *clock.lock().unwrap() = start + SignedDuration::from_hours(24 * KEPT_DAYS + 1);
    let operator = stage.signed_in("wangmin").await;
    // The central keeps house by itself, every minute of its own clock.
    until("what was begun is cleared away", async || {
        let asked = holding(operator.sends_piece(&begun, 0, 0).await).await;
        if asked == at(0, false) {
            Ok(())
        } else {
            Err(asked)
        }
    })
    .await;
    let asked = operator.sends_piece(&stray, 0, 0).await;
    assert_eq!(holding(asked).await, at(0, false));
    let read = operator.reads_attachment(&listed).await;
    assert!(read.bytes().await.unwrap() == listed);
}
