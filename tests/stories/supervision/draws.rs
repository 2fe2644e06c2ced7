//! 四不两直: a sample in the real window.

use onemap_domain::record::draw::sample;
use onemap_domain::record::{Draw, Matter, RecordKind};
use onemap_protocol::desk::Records;
use onemap_testkit::line::{Behaviour, Line};

use super::{filled, pictures, turns_to};
use crate::driver::{Page, in_browser, screen, within_minutes};
use crate::town::{OpenDesk, Town, eventually};

/// S12: a draw is recorded before its sample is seen; anybody with the log draws it again; a check
/// that fails needs a word; an operator is told that samples are not theirs.
#[tokio::test(flavor = "multi_thread")]
async fn a_sample_is_recorded_before_it_is_seen_and_its_results_stay() {
    if screen() {
        within_minutes(Box::pin(drawn())).await;
    }
}

async fn drawn() {
    let (town, _) = filled().await;
    let line = Line::to(town.address).await.unwrap();
    let page = town.window("window", line.address).await;
    page.sign_in("sunqiang").await;
    page.becomes("status-link", "data-link", "online").await;
    page.click("go-supervision").await;
    turns_to(&page, 4).await;
    page.click("draw-new").await;
    page.fill("draw-title", "11月第三周在办件现场核查").await;
    let open = "[data-testid='draw-form'] .draw-from .segment-option:nth-child(2)";
    page.click_on(open).await;
    page.shows("[data-testid='draw-population']:not([data-count='0'])")
        .await;
    page.fill("draw-size", "999").await;
    page.click("draw-send").await;
    page.shows("[data-testid='field-error-size']").await;
    page.fill("draw-size", "4").await;
    page.fill("draw-seed", "20261117").await;
    pictures(&page, "draw-form").await;

    if in_browser() {
        page.click("draw-send").await;
    } else {
        sent_without_the_line(&page, &line).await;
    }
    page.shows("[data-testid='drawn-list']").await;
    page.becomes("draw-proof", "data-same", "true").await;

    let reader = town.desk("reader").await;
    reader.on_line("chenhong").await;
    let draw = recorded(&reader).await;
    let lot = &draw.lot;
    assert_eq!((lot.seed, lot.size), (20_261_117, 4));
    assert_eq!(
        draw.drawn,
        sample(&lot.cases, 4, lot.seed, draw.share.as_ref()),
        "the log draws it again"
    );
    assert!(draw.share.is_some(), "the central had its share in it");
    for case in &draw.drawn {
        let shown = format!("[data-testid='drawn-case'][data-case='{case}'][data-state='left']");
        page.shows(&shown).await;
    }

    checked(&page, &draw).await;
    eventually("the results are at the central", async || {
        recorded(&reader).await.findings.len() == 3
    })
    .await;
    for_others(&town, &page).await;
    page.close().await;
}

/// What is not recorded is not seen.
async fn sent_without_the_line(page: &Page, line: &Line) {
    line.behave(Behaviour::Cut);
    page.becomes("status-link", "data-link", "offline").await;
    page.click("draw-send").await;
    page.shows("[data-testid='draw-waits']").await;
    assert!(!page.has("[data-testid='drawn-list']").await);
    pictures(page, "draw-waits").await;
    line.behave(Behaviour::Whole);
}

/// Three of the sample are checked; the fourth is left.
async fn checked(page: &Page, draw: &Draw) {
    let of = |index: usize| {
        format!(
            "[data-testid='drawn-case'][data-case='{}']",
            draw.drawn[index]
        )
    };
    page.click_on(&format!("{} [data-testid='drawn-check']", of(0)))
        .await;
    page.click("drawn-fail").await;
    page.shows("[data-testid='field-error-note']").await;
    page.fill("drawn-note", "井盖仍然松动, 只放了路锥").await;
    page.click("drawn-fail").await;
    page.shows(&format!("{}[data-state='failed']", of(0))).await;
    for index in [1, 2] {
        page.click_on(&format!("{} [data-testid='drawn-check']", of(index)))
            .await;
        page.click("drawn-pass").await;
        page.shows(&format!("{}[data-state='passed']", of(index)))
            .await;
    }
    for (name, count) in [("passed", "2"), ("failed", "1"), ("left", "1")] {
        page.becomes(&format!("drawn-{name}"), "data-count", count)
            .await;
    }
    page.becomes("drawn", "data-pending", "false").await;
    page.click_on(&format!("{} [data-testid='drawn-case-open']", of(0)))
        .await;
    page.shows(&format!(
        "[data-testid='case-panel'][data-case='{}']",
        draw.drawn[0]
    ))
    .await;
    pictures(page, "drawn").await;
    page.click("drawn-map-all").await;
    page.hides("[data-testid='supervision-page']").await;
    page.shows("[data-testid='map-marks'][data-passed='2'][data-failed='1'][data-left='1']")
        .await;
    page.shows("[data-testid='map'][data-ready='true']").await;
    pictures(page, "drawn-map").await;
    page.click("map-marks-off").await;
    page.hides("[data-testid='map-marks']").await;
    page.click("go-supervision").await;
    turns_to(page, 4).await;
    page.click_on(&format!("{} [data-testid='drawn-map']", of(0)))
        .await;
    page.hides("[data-testid='supervision-page']").await;
    page.shows("[data-testid='map'][data-ready='true']").await;
}

/// Who may not see samples is told so, and so is everybody where nothing is drawn.
async fn for_others(town: &Town, page: &Page) {
    page.click("user-menu").await;
    page.click("menu-sign-out").await;
    page.sign_in("wangmin").await;
    page.click("go-supervision").await;
    turns_to(page, 4).await;
    page.shows("[data-testid='draws-refused']").await;

    // 四个取消: nothing is drawn any more, and the page says why.
    let shipped = include_str!("../../../assets/profiles/liaocheng.toml");
    let without = shipped.replace(
        "code = \"liaocheng\"",
        "code = \"liaocheng-without\"\nwithout_inspections = true",
    );
    town.works_by(&without).await;
    page.shows("[data-testid='draws-without']").await;
}

/// The one draw that there is, as another desk reads it.
async fn recorded(desk: &OpenDesk) -> Draw {
    let kind = RecordKind::Draw;
    let mut rows = Vec::new();
    eventually("the draw is at the central", async || {
        rows = desk.ask(Records { kind }).await.unwrap();
        rows.len() == 1
    })
    .await;
    match &rows[0].record.matter {
        Matter::Draw(draw) => draw.clone(),
        other => panic!("{other:?}"),
    }
}
