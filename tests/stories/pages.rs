//! The pages of a county's way of working, and many cases at once, in the real window.

use onemap_testkit::line::Line;

use crate::driver::{Page, desktop, screen, within_minutes};
use crate::town::Town;
use crate::walk::picture;
use crate::ways::busy_county;

async fn window(town: &Town, line: &Line) -> Page {
    let page = town.window("window", line.address).await;
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    page
}

/// S14, S23, S39: tiles that add up, rates with their fractions; the way of working to be read,
/// another one beside it, and the rules tried on the past.
#[tokio::test(flavor = "multi_thread")]
async fn the_matrix_the_rates_and_the_way_of_working_are_pages_of_their_own() {
    if screen() {
        within_minutes(Box::pin(pages())).await;
    }
}

async fn pages() {
    let town = Town::working("chishui").await;
    let line = Line::to(town.address).await.unwrap();
    let page = window(&town, &line).await;
    page.click("go-matrix").await;
    page.shows("[data-testid='matrix'][data-agrees='true']")
        .await;
    kept(&page, "matrix").await;
    picture(&page, "page-matrix").await;
    page.click("go-indicators").await;
    page.shows("[data-testid='indicators-page']").await;
    page.shows("[data-testid='indicator-row-closing']").await;
    let row = page.text("indicator-row-closing").await;
    assert!(
        row.contains('÷'),
        "never a rate without its fraction: {row}"
    );
    for table in ["rates", "ranking"] {
        kept(&page, table).await;
    }
    picture(&page, "page-indicators").await;
    page.click("go-ways").await;
    page.shows("[data-testid='ways-page']").await;
    page.shows("[data-testid='ways-clock-feedback']").await;
    page.shows("[data-testid='replay-share']").await;
    picture(&page, "page-ways").await;
    page.click("ways-choose-chongqing-petition").await;
    page.shows("[data-testid='ways-clock-final_review']").await;
    page.close().await;
}

/// A table of the page is kept as an Excel sheet, and the file is there.
async fn kept(page: &Page, table: &str) {
    page.shows(&format!("[data-testid='copy-{table}']")).await;
    page.click(&format!("paper-{table}-keep")).await;
    let path = page.kept_file(table).await;
    let size = std::fs::metadata(&path).unwrap().len();
    let ending = path.extension();
    assert!(
        ending.is_some_and(|ending| ending == "xlsx") && size > 0,
        "{}: {size} bytes",
        path.display()
    );
}

/// Five hundred are chosen by their list, dispatched with an outcome for each, and taken back.
#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_cases_are_dispatched_from_their_list_and_undone_in_the_window() {
    if screen() {
        within_minutes(Box::pin(bulk())).await;
    }
}

async fn bulk() {
    let town = Town::of(None, busy_county).await;
    let line = Line::to(town.address).await.unwrap();
    let page = window(&town, &line).await;
    page.click("lane-to_dispatch").await;
    page.shows("[data-testid='case-row']").await;
    let whole_list = "\u{e009}a\u{e000}";
    page.select("body")
        .await
        .send_keys(whole_list)
        .await
        .unwrap();
    page.becomes("pick-count", "data-count", "500").await;
    page.click("bulk-command-dispatch").await;
    page.choose("bulk-lead", "zhujian").await;
    page.click("bulk-review").await;
    page.becomes("bulk-preview", "data-count", "500").await;
    page.click("bulk-send").await;
    page.becomes_at_last("bulk-outcome", "data-state", "finished")
        .await;
    page.becomes("bulk-outcome-done", "data-count", "500").await;
    picture(&page, "page-bulk").await;
    page.click("bulk-undo").await;
    page.becomes_at_last("bulk-outcome", "data-state", "finished")
        .await;
    page.becomes("bulk-outcome-done", "data-count", "500").await;
    page.owes_nothing().await;
    page.close().await;
}

/// What a person sets belongs to one console's folder: two consoles on a computer, a desk and a
/// trial beside it, do not change each other.
#[tokio::test(flavor = "multi_thread")]
async fn a_language_chosen_at_one_console_stays_there_and_is_no_other_consoles() {
    if desktop() {
        within_minutes(Box::pin(languages())).await;
    }
}

async fn languages() {
    let town = Town::new().await;
    let page = town.window("one", town.address).await;
    page.shows("html[lang='zh-CN'] [data-testid='sign-in-user']")
        .await;
    page.click_on(".door-foot [role='radio']:last-child").await;
    page.shows("html[lang='en']").await;
    page.close().await;

    let page = town.window("other", town.address).await;
    page.shows("html[lang='zh-CN'] [data-testid='sign-in-user']")
        .await;
    page.close().await;

    let page = town.window("one", town.address).await;
    page.shows("html[lang='en'] [data-testid='sign-in-user']")
        .await;
    page.close().await;
}
