//! 领导接访日程 in the real window: planned, seen, refused, recorded.

use onemap_testkit::county::facts;

use crate::driver::{Page, screen, within_minutes};
use crate::walk::{Walk, picture};

/// S40, S52: an operator plans a leader's reception of today; a clerk sees it and may not change
/// it; the leader records who came with a case; a day that begins after it ends is refused.
#[tokio::test(flavor = "multi_thread")]
async fn a_leader_receives_people_as_planned_and_the_calendar_shows_what_came_of_it() {
    if screen() {
        within_minutes(Box::pin(calendar())).await;
    }
}

/// A field of a day, a time or a count, filled in as its control reports it whatever it looks like
/// in this program.
async fn sets(page: &Page, id: &str, value: &str) {
    page.find(id).await;
    let script = "const one = document.querySelector(`[data-testid='${arguments[0]}']`); \
        one.value = arguments[1]; \
        one.dispatchEvent(new Event('input', { bubbles: true }));";
    let arguments = vec![id.into(), value.into()];
    page.client.execute(script, arguments).await.unwrap();
}

async fn turns_to_receptions(page: &Page) {
    page.click("go-receptions").await;
    page.shows("[data-testid='receptions-page']").await;
}

async fn calendar() {
    let title = "接访时反映的积水";
    let mut walk = Walk::begin("ganzhou", "lijun", facts(title, 0)).await;
    walk.sits_down("wangmin").await;
    turns_to_receptions(&walk.page).await;
    walk.shows("empty").await;

    walk.page.click("reception-plan").await;
    walk.page.fill("reception-leader", "chenhong").await;
    walk.page.fill("reception-name", "陈宏").await;
    walk.page.choose("reception-mode", "video").await;
    let address = "https://video.invalid/jiefang/1";
    walk.page.fill("reception-place", address).await;
    sets(&walk.page, "reception-to", "08:00").await;
    walk.page.click("reception-send").await;
    walk.page
        .becomes("reception-error-to", "data-code", "field_unknown")
        .await;
    let why = walk.page.text("reception-error-to").await;
    assert!(why.contains("晚于"), "it says what is wrong: {why}");
    picture(&walk.page, "receptions-refused").await;
    sets(&walk.page, "reception-to", "11:30").await;
    walk.page.click("reception-send").await;
    walk.page.hides("[data-testid='reception-form']").await;
    let planned = "[data-testid='reception'][data-leader='chenhong'][data-state='planned']";
    walk.page
        .shows(&format!("{planned}[data-pending='false']"))
        .await;
    assert_eq!(walk.page.text("reception-link").await, address);

    walk.sits_down("zhujian").await;
    turns_to_receptions(&walk.page).await;
    walk.page.click_on(planned).await;
    walk.shows("reception-refusal").await;
    walk.page
        .shows("[data-testid='reception-change'][aria-disabled='true']")
        .await;
    walk.page
        .shows("[data-testid='reception-plan'][aria-disabled='true']")
        .await;

    walk.sits_down("chenhong").await;
    walk.page.click("go-desk").await;
    walk.open().await;
    turns_to_receptions(&walk.page).await;
    walk.page.click_on(planned).await;
    walk.page.click("reception-hold").await;
    sets(&walk.page, "reception-parties", "2").await;
    walk.page.click("reception-case-selected").await;
    let heard = format!("[data-testid='reception-case'][data-case='{}']", walk.case);
    walk.page.shows(&heard).await;
    walk.page
        .fill("reception-note", "当场答复, 三日内处理")
        .await;
    picture(&walk.page, "receptions-recording").await;
    walk.page.click("reception-send").await;
    walk.page
        .shows("[data-testid='reception'][data-state='held'][data-pending='false']")
        .await;
    walk.page
        .shows("[data-testid='reception-figures'][data-parties='2'][data-cases='1']")
        .await;
    walk.page
        .shows("[data-testid='reception-leader'][data-late='false']")
        .await;
    picture(&walk.page, "receptions-held").await;
    walk.end().await;
}
