//! The form behind a grid's QR code: a resident reports without an account.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use onemap_domain::case::Case;
use onemap_testkit::county::small_county;
use reqwest::{Client, Response, redirect};

use super::{Fields, encoded};
use crate::stage::{Person, Stage};

/// Somebody with a telephone that follows no redirection by itself.
struct Resident {
    client: Client,
    house: &'static str,
    language: &'static str,
}

impl Resident {
    fn at(house: &'static str) -> Resident {
        let client = Client::builder().redirect(redirect::Policy::none());
        Resident {
            client: client.build().unwrap(),
            house,
            language: "zh-CN",
        }
    }

    async fn opens(&self, stage: &Stage, path: &str) -> (u16, String) {
        let request = self.client.get(stage.url(path));
        let request = request.header("accept-language", self.language);
        let response = request.send().await.unwrap();
        let headers = response.headers().clone();
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'; style-src 'sha256-"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(headers["content-type"], "text/html; charset=utf-8");
        assert_eq!(headers["cache-control"], "no-store");
        let status = response.status().as_u16();
        let page = response.text().await.unwrap();
        for loaded in ["<script", " src=", "<link", "@import", "url("] {
            assert!(!page.contains(loaded), "{loaded} in {page}");
        }
        (status, page)
    }

    async fn sends(&self, stage: &Stage, fields: &Fields<'_>) -> Response {
        let request = self.client.post(stage.url("/report"));
        request
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-forwarded-for", format!("203.0.113.9, {}", self.house))
            .header("accept-language", self.language)
            .body(encoded(fields))
            .send()
            .await
            .unwrap()
    }
}

/// The value of the hidden field that says which opened form it is.
fn opened(page: &str) -> String {
    let after = page.split("name=\"opened\" value=\"").nth(1).unwrap();
    after.split('"').next().unwrap().to_owned()
}

fn page_of(response: &Response) -> String {
    assert_eq!(response.status(), 303);
    response.headers()["location"].to_str().unwrap().to_owned()
}

async fn case_at(operator: &Person, page: &str) -> Case {
    let id = page.strip_prefix("/report/").unwrap();
    operator.reads(&format!("/v1/cases/{id}")).await
}

#[tokio::test]
async fn a_resident_reports_by_the_form_of_a_grid_and_reads_how_it_stands() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let resident = Resident::at("198.51.100.1");
    let (status, page) = resident.opens(&stage, "/report?grid=520381001001002").await;
    assert_eq!(status, 200);
    assert!(
        page.contains("市中街道 康佳社区 第2网格") && page.contains("污水与化粪池"),
        "{page}"
    );
    let opened = opened(&page);
    let sent = [
        ("grid", "520381001001002"),
        ("opened", opened.as_str()),
        ("category", "sewage"),
        ("text", "化粪池<外溢>。快来"),
        ("name", "张三丰"),
        ("phone", "13812341234"),
    ];
    let first = page_of(&resident.sends(&stage, &sent).await);
    assert_eq!(
        page_of(&resident.sends(&stage, &sent).await),
        first,
        "pressed twice, sent once"
    );
    let case = case_at(&operator, &first).await;
    assert_eq!(
        (case.facts.title.as_str(), case.facts.grid.as_str()),
        ("化粪池<外溢>", "520381001001002")
    );
    assert!(
        case.facts.position_simulated,
        "a grid is known, and no place in it"
    );
    assert_eq!(case.facts.reporter.unwrap().phone, "138****1234");
    let (status, page) = resident.opens(&stage, &first).await;
    assert_eq!(status, 200);
    let number = case.number.unwrap().0;
    assert!(
        page.contains(&number) && page.contains(&format!("href=\"{first}\"")),
        "{page}"
    );
    assert!(!page.contains("张三丰") && !page.contains("外溢"), "{page}");
}

#[tokio::test]
async fn a_form_that_is_not_filled_in_comes_back_with_what_was_written() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let before = operator.all_cases().await;
    let resident = Resident {
        language: "en",
        ..Resident::at("198.51.100.2")
    };
    let (_, page) = resident.opens(&stage, "/report?grid=520381001001002").await;
    assert!(
        page.contains("<html lang=\"en\">") && page.contains("Report a matter"),
        "{page}"
    );
    let opened = opened(&page);
    let sent = [
        ("grid", "520381001001002"),
        ("opened", opened.as_str()),
        ("category", ""),
        ("text", "\"><script>alert(1)</script>"),
    ];
    let response = resident.sends(&stage, &sent).await;
    assert_eq!(response.status(), 422);
    let page = response.text().await.unwrap();
    assert!(page.contains("Please fill in “Category”"), "{page}");
    assert!(
        page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>"),
        "{page}"
    );
    for (unknown, why) in [
        ("/report", 400),
        ("/report?grid=520381001001777", 404),
        ("/report?grid=1'", 404),
    ] {
        let (status, page) = resident.opens(&stage, unknown).await;
        assert_eq!(status, why);
        assert!(page.contains("This did not work"), "{page}");
    }
    let large = "x".repeat(40_000);
    let response = resident.sends(&stage, &[("text", large.as_str())]).await;
    assert_eq!(response.status(), 413);
    assert_eq!(operator.all_cases().await, before);
}

#[tokio::test]
async fn too_much_from_one_house_or_about_one_grid_is_not_taken_in() {
    let start: Timestamp = "2026-11-23T20:00:00Z".parse().unwrap();
    let clock = Arc::new(Mutex::new(start));
    let stage = Stage::by_clock(clock.clone()).await;
    let houses: Vec<Resident> = (0..10)
        .map(|at| {
            Resident::at(
                [
                    "192.0.2.1",
                    "192.0.2.2",
                    "192.0.2.3",
                    "192.0.2.4",
                    "192.0.2.5",
                    "192.0.2.6",
                    "192.0.2.7",
                    "2001:db8:1:2::1",
                    "2001:db8:1:2::99",
                    "192.0.2.8",
                ][at],
            )
        })
        .collect();
    let send = async |house: usize, grid: &str, word: usize| {
        let opened = format!("{house}-{word}");
        let sent = [
            ("grid", grid),
            ("opened", &*opened),
            ("category", "road"),
            ("text", &*opened),
        ];
        houses[house].sends(&stage, &sent).await.status().as_u16()
    };
    let (grid, other) = ("520381001001001", "520381001001002");
    for word in 0..5 {
        assert_eq!(send(0, grid, word).await, 303);
    }
    assert_eq!(send(0, other, 5).await, 429, "one house has had its share");
    *clock.lock().unwrap() = start + SignedDuration::from_secs(60);
    assert_eq!(send(0, other, 6).await, 303, "a minute later it may again");
    for word in 0..5 {
        assert_eq!(send(7, other, word).await, 303);
    }
    assert_eq!(
        send(8, other, 0).await,
        429,
        "another address of the same house"
    );
    *clock.lock().unwrap() = start;
    let mut taken = 5;
    for house in 1..7 {
        for word in 0..5 {
            taken += usize::from(send(house, grid, word).await == 303);
        }
    }
    assert_eq!(taken, 30, "about one grid no more than its share comes in");
    assert_eq!(send(9, grid, 0).await, 429);
    assert_eq!(send(9, other, 1).await, 303, "other grids have theirs");
}

#[tokio::test]
async fn where_the_county_has_a_channel_for_its_codes_a_form_comes_by_that() {
    let stage = Stage::in_way(small_county(), "ganzhou", None).await;
    let operator = stage.signed_in("wangmin").await;
    let resident = Resident::at("198.51.100.3");
    let sent = [
        ("grid", "520381001001901"),
        ("opened", "1"),
        ("category", "road"),
        ("text", "路灯不亮"),
    ];
    let page = page_of(&resident.sends(&stage, &sent).await);
    let case = case_at(&operator, &page).await;
    assert_eq!(
        (case.facts.channel.as_str(), case.facts.grid.as_str()),
        ("qr", "520381001001901")
    );
}
