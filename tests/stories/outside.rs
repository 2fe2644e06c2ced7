//! Who reports without a desk: a resident at a grid's QR code, another city's system at the door of
//! Open311. The centre takes both up in its window, and they read how it stands (S33).

use std::time::Duration;

use fantoccini::Locator;
use onemap_protocol::session::Secret;
use reqwest::Url;
use serde_json::Value;

use crate::driver::{Page, screen, within_minutes};
use crate::town::{Town, eventually};
use crate::walk::picture;

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_reports_by_a_grids_code_and_reads_that_the_centre_has_verified_it() {
    if screen() {
        within_minutes(Box::pin(by_the_code())).await;
    }
}

async fn by_the_code() {
    let town = Town::new().await;
    let desk = at_the_desk(&town).await;
    let form = format!("http://{}/report?grid=520381001001002", town.address);
    let profile = town.folder.path().join("profile");
    let phone = Page::browser(&form, &profile).await;
    phone.shows("h1").await;
    picture(&phone, "code-form").await;
    let category = phone.client.find(Locator::Css("#category")).await.unwrap();
    category.select_by_value("sewage").await.unwrap();
    let text = phone.client.find(Locator::Css("#text")).await.unwrap();
    text.send_keys("康佳社区3栋后化粪池外溢，污水流到步道。")
        .await
        .unwrap();
    phone.click_on("button[type='submit']").await;
    phone.shows("dl dd").await;
    picture(&phone, "code-taken-in").await;
    let address = phone.client.current_url().await.unwrap();
    let case = address.path().strip_prefix("/report/").unwrap().to_owned();
    let before = said(&phone).await;
    assert!(before.contains("520381-"), "it has a number: {before}");

    take_up(&desk, &case).await;
    picture(&desk, "code-at-the-desk").await;
    verify(&desk).await;
    eventually("the resident reads that it goes on", async || {
        phone.client.refresh().await.unwrap();
        phone.shows("dl dd").await;
        said(&phone).await != before
    })
    .await;
    phone.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_citys_system_sends_is_read_at_the_desk_and_comes_out_as_it_went_in() {
    if screen() {
        within_minutes(Box::pin(by_another_system())).await;
    }
}

async fn by_another_system() {
    let town = Town::new().await;
    let desk = at_the_desk(&town).await;
    let Secret(key) = town.issues_key("neighbour", "邻市热线系统").await;
    let requests = format!("http://{}/open311/v2/requests", town.address);
    let fields = [
        ("api_key", key.as_str()),
        ("service_code", "sewage"),
        ("address_id", "520381001001002"),
        ("description", "污水井盖破损。夜间无照明"),
        ("service_request_id", "B-638344"),
        ("requested_datetime", "2010-04-14T06:37:38-08:00"),
        ("email", "jane@example.cn"),
        ("attribute[WHISPAWN]", "123456"),
    ];
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(20))
        .build()
        .unwrap();
    let report = Url::parse_with_params(&format!("{requests}.json"), fields).unwrap();
    let posted = client.post(report).send().await.unwrap();
    let answer: Value = posted.json().await.unwrap();
    let id = answer[0]["service_request_id"].as_str();
    let id = id.unwrap_or_else(|| panic!("{answer}")).to_owned();

    take_up(&desk, &id).await;
    let origin = desk.text("case-origin").await;
    for word in ["B-638344", "attribute[WHISPAWN]", "123456"] {
        assert!(origin.contains(word), "{word} in {origin}");
    }
    assert!(!origin.contains("jane"), "masked: {origin}");
    picture(&desk, "open311-at-the-desk").await;
    verify(&desk).await;

    let own = format!("{requests}/{id}.json?api_key={key}");
    let told: Value = client.get(own).send().await.unwrap().json().await.unwrap();
    assert_eq!(told[0]["status"], "open");
    let attributes = told[0]["extended_attributes"].to_string();
    for (name, value) in &fields[5..] {
        assert!(
            attributes.contains(name) && attributes.contains(value),
            "{name} = {value} in {attributes}"
        );
    }
    desk.close().await;
}

async fn at_the_desk(town: &Town) -> Page {
    let page = town.window("window", town.address).await;
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    page.click("lane-to_verify").await;
    page
}

async fn take_up(desk: &Page, case: &str) {
    desk.click_on(&format!("[data-testid='case-row'][data-case='{case}']"))
        .await;
    desk.shows(&format!("[data-testid='case-panel'][data-case='{case}']"))
        .await;
}

async fn verify(desk: &Page) {
    desk.click("action-verify").await;
    desk.fill("form-note", "电话核实属实").await;
    desk.click("form-submit").await;
    desk.becomes("case-panel", "data-stage", "verified").await;
}

/// What the page tells of the case.
async fn said(page: &Page) -> String {
    let list = page.client.find(Locator::Css("dl")).await.unwrap();
    list.text().await.unwrap()
}
