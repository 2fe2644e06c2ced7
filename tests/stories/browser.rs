//! The seam: the same page in a browser, over HTTP.

use onemap_domain::case::Stage;
use onemap_testkit::county::story_case;

use crate::driver::{Page, screen, within_minutes};
use crate::town::{Town, eventually};
use crate::web;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_page_works_in_a_browser_over_http() {
    if screen() {
        within_minutes(Box::pin(over_http())).await;
    }
}

async fn over_http() {
    let town = Town::new().await;
    let desk = town.desk("browser").await;
    let address = web::serve(&desk).await;
    let profile = town.folder.path().join("profile");
    let page = Page::browser(&format!("http://{address}/console/"), &profile).await;
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    page.shows("[data-testid='map'][data-ready='true']").await;
    page.click("lane-to_verify").await;
    let id = story_case(3).to_string();
    page.click_on(&format!("[data-testid='case-row'][data-case='{id}']"))
        .await;
    page.becomes("case-panel", "data-stage", "reported").await;
    page.click("action-verify").await;
    page.fill("form-note", "电话核实属实").await;
    page.click("form-submit").await;
    page.becomes("case-panel", "data-stage", "verified").await;
    eventually("the central has it", async || {
        let view = desk.view(story_case(3)).await.unwrap();
        view.case.stage == Stage::Verified && !view.pending
    })
    .await;
    page.close().await;
}
