//! What only the page in a browser has: it says that it cannot work without the line, it hears when the
//! central is gone and comes back, and it notices when its session has ended.

use onemap_testkit::county::story_case;
use onemap_testkit::line::{Behaviour, Line};

use crate::driver::{screen, within_minutes};
use crate::town::{Town, eventually};
use crate::walk::picture;

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_says_that_it_needs_the_line_and_goes_on_when_the_line_is_back() {
    if screen() {
        within_minutes(Box::pin(over_a_line())).await;
    }
}

async fn over_a_line() {
    let town = Town::new().await;
    let line = Line::to(town.address).await.unwrap();
    let page = town.browser("browser", line.address).await;
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    page.shows("[data-testid='map'][data-ready='true']").await;
    page.shows("[data-testid='status-browser']").await;
    // Nothing is offered that a browser cannot do.
    assert!(!page.has("[data-testid='status-waiting']").await);
    page.click("user-menu").await;
    page.shows("[data-testid='menu-sign-out']").await;
    assert!(!page.has("[data-testid='menu-line']").await);
    assert!(!page.has("[data-testid='menu-wall']").await);
    page.click("user-menu").await;
    picture(&page, "browser-desk").await;

    page.click("lane-to_verify").await;
    let case = story_case(3);
    page.click_on(&format!("[data-testid='case-row'][data-case='{case}']"))
        .await;
    page.becomes("case-panel", "data-stage", "reported").await;
    line.behave(Behaviour::Cut);
    page.becomes("status-link", "data-link", "offline").await;
    page.click("action-verify").await;
    page.fill("form-note", "电话核实属实").await;
    page.click("form-submit").await;
    page.shows("[data-testid='form'] [data-code='central_unreachable']")
        .await;
    picture(&page, "browser-without-line").await;
    line.behave(Behaviour::Whole);
    page.becomes("status-link", "data-link", "online").await;
    // What was filled in is still there.
    page.click("form-submit").await;
    page.becomes("case-panel", "data-stage", "verified").await;
    let desk = town.desk("desk").await;
    desk.on_line("lijun").await;
    let view = desk.view(case).await.unwrap();
    let done = view.timeline.iter();
    let done = done.filter(|line| line.recorded.event.name() == "verified");
    assert_eq!(done.count(), 1, "however often it was sent");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_whose_account_is_locked_is_led_to_the_sign_in() {
    if screen() {
        within_minutes(Box::pin(locked())).await;
    }
}

async fn locked() {
    let town = Town::new().await;
    let page = town.browser("browser", town.address).await;
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    let change = onemap_domain::account::AccountChange::Lock;
    town.changes_account("wangmin", &change).await;
    page.shows("[data-testid='sign-in-user']").await;
    page.shows("[data-testid='toast'].toast-bad").await;
    assert!(!page.has("[data-testid='case-row']").await);
    page.close().await;
}

/// Two pages of one person, in two tabs, and a desk: what one does the others show.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_at_a_desk_is_seen_in_a_browser_within_moments() {
    if screen() {
        within_minutes(Box::pin(seen())).await;
    }
}

async fn seen() {
    let town = Town::new().await;
    let page = town.browser("browser", town.address).await;
    page.sign_in("chenhong").await;
    page.becomes("status-link", "data-link", "online").await;
    let desk = town.desk("desk").await;
    desk.on_line("wangmin").await;
    let case = desk.report("桥头护栏松动").await.unwrap();
    page.click("lane-open").await;
    page.click_on(&format!("[data-testid='case-row'][data-case='{case}']"))
        .await;
    page.becomes("case-panel", "data-stage", "reported").await;
    eventually("the central gave a number", async || {
        page.text("case-number").await.starts_with("520381-")
    })
    .await;
    page.close().await;
}

/// What a provider that answers does is told at the central (`crates/central/tests/stories/provider.rs`).
#[tokio::test(flavor = "multi_thread")]
async fn a_browser_is_offered_the_countys_identity_provider_and_told_when_it_does_not_answer() {
    if screen() {
        within_minutes(Box::pin(offered())).await;
    }
}

async fn offered() {
    let town = Town::with_a_silent_provider("市统一身份认证").await;
    let page = town.browser("browser", town.address).await;
    page.shows("[data-testid='sign-in-provider']").await;
    assert!(
        page.text("sign-in-provider")
            .await
            .contains("市统一身份认证")
    );
    picture(&page, "browser-provider").await;
    page.click("sign-in-provider").await;
    page.shows("[data-testid='sign-in-problem']").await;
    let said = page.text("sign-in-problem").await;
    assert!(said.contains("没有应答"), "{said}");
    // A password opens as before.
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    page.close().await;
}
