//! The main job in the real window: see, work, lose the line, restart, settle.

use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_protocol::desk::{CaseFilter, Cases};
use onemap_testkit::county::story_case;
use onemap_testkit::line::{Behaviour, Line};

use crate::driver::{Page, desktop, screen, within_minutes};
use crate::town::{OpenDesk, Town, eventually};

async fn window(town: &Town, line: &Line) -> Page {
    town.window("window", line.address).await
}

async fn titled(desk: &OpenDesk, title: &str) -> Option<CaseId> {
    let filter = CaseFilter {
        text: title.to_owned(),
        ..CaseFilter::default()
    };
    let page = desk
        .ask(Cases {
            filter,
            offset: 0,
            limit: 10,
        })
        .await
        .unwrap();
    assert!(page.total <= 1, "{title} is there {} times", page.total);
    page.rows.first().map(|row| row.id)
}

async fn open_case(page: &Page, lane: &str, case: CaseId) {
    page.click(&format!("lane-{lane}")).await;
    page.click_on(&format!("[data-testid='case-row'][data-case='{case}']"))
        .await;
    page.shows(&format!("[data-testid='case-panel'][data-case='{case}']"))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_goes_from_the_phone_to_its_department_and_back_in_the_real_window() {
    if screen() {
        within_minutes(Box::pin(from_the_phone_and_back())).await;
    }
}

async fn from_the_phone_and_back() {
    let town = Town::new().await;
    let line = Line::to(town.address).await.unwrap();
    let page = window(&town, &line).await;
    let watching = town.desk("b").await;
    watching.on_line("lijun").await;

    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    page.shows("[data-testid='map'][data-ready='true']").await;
    page.click("new-case").await;
    page.fill("new-case-text", "三栋后侧化粪池外溢, 污水流到路上.")
        .await;
    page.fill("new-case-title", "窗口里登记的案件").await;
    page.choose("new-case-category", "sewage").await;
    page.choose("new-case-town", "520381001").await;
    page.choose("new-case-village", "520381001001").await;
    page.choose("new-case-grid", "520381001001001").await;
    page.click("new-case-submit").await;
    page.becomes("case-panel", "data-stage", "reported").await;
    page.hides("[data-testid='case-panel'][data-pending='true']")
        .await;
    let number = page.text("case-number").await;
    assert!(
        number.starts_with("520381-"),
        "the central gave a number: {number}"
    );
    eventually("the other console sees it", async || {
        titled(&watching, "窗口里登记的案件").await.is_some()
    })
    .await;
    let case = titled(&watching, "窗口里登记的案件").await.unwrap();

    page.click("action-verify").await;
    page.fill("form-note", "属实").await;
    page.click("form-submit").await;
    page.becomes("case-panel", "data-stage", "verified").await;
    page.click("action-establish").await;
    page.click("form-submit").await;
    page.becomes("case-panel", "data-stage", "established")
        .await;
    page.click("action-dispatch").await;
    page.click("dispatch-option-zhujian").await;
    page.fill("dispatch-requirements", "先止溢后修复").await;
    page.click("dispatch-send").await;
    page.becomes("case-panel", "data-stage", "dispatched").await;
    page.hides("[data-testid='case-panel'][data-pending='true']")
        .await;

    page.click("user-menu").await;
    page.click("menu-sign-out").await;
    page.sign_in("zhujian").await;
    page.becomes("status-link", "data-link", "online").await;
    open_case(&page, "to_accept", case).await;
    page.click("action-accept").await;
    if page.has("[data-testid='form-submit']").await {
        page.click("form-submit").await;
    }
    page.becomes("case-panel", "data-stage", "handling").await;
    page.click("action-progress").await;
    page.fill("form-note", "已派抢修队").await;
    page.click("form-submit").await;
    page.shows("[data-testid='timeline-item'][data-event='progressed']")
        .await;
    page.click("action-feed_back").await;
    page.fill("form-result", "管道已疏通").await;
    page.click("form-submit").await;
    page.becomes("case-panel", "data-stage", "fed_back").await;
    page.hides("[data-testid='case-panel'][data-pending='true']")
        .await;
    eventually("the centre has the answer", async || {
        watching.view(case).await.unwrap().case.result == "管道已疏通"
    })
    .await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_wait_for_the_line_through_a_restart_of_the_window_and_a_refusal_is_settled() {
    if desktop() {
        Box::pin(within_minutes(through_a_restart())).await;
    }
}

async fn through_a_restart() {
    let town = Town::new().await;
    let line = Line::to(town.address).await.unwrap();
    let page = window(&town, &line).await;
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    let watching = town.desk("b").await;
    watching.on_line("lijun").await;

    line.behave(Behaviour::Cut);
    page.becomes("status-link", "data-link", "offline").await;
    for case in [story_case(3), story_case(4)] {
        open_case(&page, "to_verify", case).await;
        page.click("action-verify").await;
        page.fill("form-note", "断网时核实").await;
        page.click("form-submit").await;
        page.becomes("case-panel", "data-pending", "true").await;
        page.becomes("case-panel", "data-stage", "verified").await;
    }
    page.becomes("status-waiting", "data-count", "2").await;
    page.close().await;
    // Meanwhile somebody else decides on one of them.
    watching
        .give(
            story_case(4),
            Command::Decline {
                reason: "重复诉求".to_owned(),
            },
        )
        .await
        .unwrap();
    eventually("it is delivered", async || {
        watching.status().await.waiting == 0
    })
    .await;

    let page = window(&town, &line).await;
    page.sign_in("wangmin").await;
    page.becomes("status-waiting", "data-count", "2").await;
    line.behave(Behaviour::Whole);
    page.becomes("status-link", "data-link", "online").await;
    page.becomes("status-waiting", "data-count", "0").await;
    page.becomes("status-conflicts", "data-count", "1").await;
    let view = watching.view(story_case(3)).await.unwrap();
    let verified = view
        .timeline
        .iter()
        .filter(|line| line.recorded.event.name() == "verified")
        .count();
    assert_eq!(verified, 1, "delivered once");

    page.click("status-conflicts").await;
    page.shows("[data-testid='order-row'][data-state='set_aside']")
        .await;
    let why = page.text("order-why").await;
    assert!(
        why.contains("不予立案"),
        "the reason names the stage: {why}"
    );
    page.click("order-drop").await;
    page.fill("order-drop-reason", "已由别人办结").await;
    page.click("order-drop-confirm").await;
    page.becomes("status-conflicts", "data-count", "0").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clicks_on_the_map_go_down_to_a_grid_and_show_that_its_leader_is_missing() {
    if screen() {
        within_minutes(Box::pin(down_to_a_grid())).await;
    }
}

async fn down_to_a_grid() {
    let town = Town::new().await;
    let line = Line::to(town.address).await.unwrap();
    let page = window(&town, &line).await;
    page.sign_in("wangmin").await;
    // This county fits the map at a zoom that shows its villages, so the town is passed over.
    for level in ["village", "grid"] {
        page.shows("[data-testid='map'][data-ready='true']").await;
        page.click("map").await;
        page.shows(&format!("[data-testid='breadcrumb-{level}']"))
            .await;
        page.shows(&format!("[data-testid='area-panel'][data-level='{level}']"))
            .await;
    }
    page.shows("[data-testid='area-person'][data-post='grid_leader']")
        .await;
    page.close().await;
}

/// Tokens stay with the program, or in a cookie that the page cannot read; and whoever photographs the screen
/// photographs who looked at it.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_holds_no_token_and_says_over_everything_who_looks() {
    if screen() {
        within_minutes(Box::pin(who_looks())).await;
    }
}

async fn who_looks() {
    let town = Town::new().await;
    let page = town.window("window", town.address).await;
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    page.shows("[data-testid='case-row']").await;
    let held = "return [document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage), \
                document.documentElement.outerHTML].join('\\n')";
    let held = page.client.execute(held, Vec::new()).await.unwrap();
    let held = held.as_str().unwrap();
    let is_token = |text: &[u8]| text.len() == 64 && text.iter().all(u8::is_ascii_hexdigit);
    let mut words = held.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
    assert!(!words.any(is_token), "a token is on the page");
    let drawn =
        "return decodeURIComponent(document.querySelector('.watermark').style.backgroundImage)";
    let drawn = page.client.execute(drawn, Vec::new()).await.unwrap();
    let drawn = drawn.as_str().unwrap();
    assert!(drawn.contains("wangmin") && drawn.contains("20"), "{drawn}");
    let over = "const mark = document.querySelector('.watermark').getBoundingClientRect(); \
                return mark.width >= innerWidth && mark.height >= innerHeight";
    let over = page.client.execute(over, Vec::new()).await.unwrap();
    assert_eq!(over, true, "over everything");
    page.close().await;
}
