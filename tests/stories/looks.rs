//! Who looked at what: a reporter is shown for a reason, for a while, and the look is told to who watches
//! over it.

use onemap_domain::audit::{Act, Entry, Field};
use onemap_domain::command::Command;
use onemap_domain::people::Compartment;
use onemap_protocol::desk::{ReadLooks, Reveal, SetLine};
use onemap_testkit::county::facts;

use crate::driver::{in_browser, screen, within_minutes};
use crate::town::{Town, eventually};
use crate::walk::{Walk, picture};

/// What the small county's reporters are called, and their number.
const NAME: &str = "张三丰";
const PHONE: &str = "13812341234";

#[tokio::test(flavor = "multi_thread")]
async fn a_reporter_is_shown_for_a_reason_on_line_only_and_nothing_of_it_stays_here() {
    let town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let case = desk.report("路灯不亮").await.unwrap();
    eventually("the report is at the central", async || {
        desk.status().await.waiting == 0
    })
    .await;
    let reason = "回电核实".to_owned();
    let shown = desk.act(Reveal { case, reason }).await.unwrap();
    let reporter = shown.reporter.unwrap();
    assert_eq!(
        (reporter.name.as_str(), reporter.phone.as_str()),
        (NAME, PHONE)
    );
    let view = desk.view(case).await.unwrap();
    let masked = view.case.facts.reporter.unwrap();
    assert_ne!(masked.phone, PHONE, "the card is masked as before");

    let silent = Reveal {
        case,
        reason: " ".to_owned(),
    };
    let refused = desk.act(silent).await.unwrap_err();
    assert_eq!(refused.params["field"], "reason");
    let refused = desk.act(ReadLooks { case }).await.unwrap_err();
    assert_eq!(refused.code, "not_permitted");

    let watcher = town.desk("b").await;
    watcher.on_line("sunqiang").await;
    eventually("the case is there, too", async || {
        watcher.view(case).await.is_ok()
    })
    .await;
    let looks = watcher.act(ReadLooks { case }).await.unwrap();
    let [look] = looks.as_slice() else {
        panic!("one look, and not the reading of it: {looks:?}");
    };
    assert_eq!(look.who.user.as_ref().unwrap().0, "wangmin");
    assert_eq!(look.fields, [Field::Name, Field::Phone]);

    desk.act(SetLine { up: false }).await.unwrap();
    let reason = "回电核实".to_owned();
    let refused = desk.act(Reveal { case, reason }).await.unwrap_err();
    assert_eq!(refused.code, "central_unreachable", "a look needs the line");
}

/// S44: who has the group opens a sealed case from their own copy, with the line and without; each opening is in
/// the stream by the time it happened, and one that goes on is one.
#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_case_that_was_opened_without_the_line_is_in_the_stream_when_the_line_is_back() {
    let town = Town::working("ganzhou").await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let case = desk.report("心理援助来访").await.unwrap();
    desk.view(case).await.unwrap();
    desk.act(SetLine { up: false }).await.unwrap();
    let seal = Command::Seal {
        compartment: Compartment("mental_health".to_owned()),
        reason: "心理健康档案".to_owned(),
    };
    desk.give(case, seal).await.unwrap();
    let begun = jiff::Timestamp::now();
    desk.view(case).await.unwrap();
    desk.view(case).await.unwrap();
    desk.act(SetLine { up: true }).await.unwrap();
    let watcher = town.desk("b").await;
    watcher.on_line("sunqiang").await;
    let openings = async || -> Vec<Entry> {
        let looks = watcher.act(ReadLooks { case }).await.unwrap_or_default();
        let opened = looks.into_iter();
        opened.filter(|look| look.act == Act::SealedRead).collect()
    };
    eventually("the opening is told", async || !openings().await.is_empty()).await;
    let told = openings().await;
    let by: Vec<_> = told
        .iter()
        .map(|one| one.who.user.clone().unwrap().0)
        .collect();
    assert_eq!(
        by,
        ["wangmin"],
        "once, and before it was sealed it was none"
    );
    let late = told[0].at.duration_since(begun).abs();
    assert!(late.as_secs() < 5, "by the time it happened: {late}");
    watcher.view(case).await.unwrap();
    eventually("the supervisor's own, too", async || {
        openings().await.len() == 2
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_window_a_reporter_is_shown_masked_again_and_the_look_is_told_to_the_supervisor() {
    if screen() {
        within_minutes(Box::pin(in_the_window())).await;
    }
}

async fn in_the_window() {
    let mut walk = Walk::begin("chishui", "lijun", facts("路灯不亮", 2)).await;
    walk.seat("wangmin").await;
    let masked = walk.page.text("case-reporter").await;
    assert!(!masked.contains(PHONE), "{masked}");
    assert!(
        !walk.page.has("[data-testid='looks']").await,
        "an operator is not told who looked"
    );

    walk.page.click("reveal").await;
    walk.page.click("reveal-confirm").await;
    walk.shows("field-error-reason").await;
    walk.page.click("reveal-reason-call_back").await;
    picture(&walk.page, "reveal-reason").await;
    walk.page.click("reveal-confirm").await;
    walk.shows("revealed").await;
    let shown = walk.page.text("revealed").await;
    assert!(shown.contains(NAME) && shown.contains(PHONE), "{shown}");
    picture(&walk.page, "revealed").await;

    let other = format!("[data-testid='case-row']:not([data-case='{}'])", walk.case);
    walk.page.click_on(&other).await;
    walk.page.hides("[data-testid='revealed']").await;
    walk.open().await;
    let masked = walk.page.text("case-reporter").await;
    assert!(!masked.contains(PHONE), "masked again: {masked}");

    if !in_browser() {
        off_line(&walk).await;
    }

    walk.seat("sunqiang").await;
    walk.page.click("looks-read").await;
    walk.page
        .shows("[data-testid='look'][data-user='wangmin']")
        .await;
    let look = walk.page.text("look").await;
    assert!(look.contains("回电核实"), "{look}");
    picture(&walk.page, "looks").await;
    walk.end().await;
}

/// Without the line nobody can be shown it, because nobody would know.
async fn off_line(walk: &Walk) {
    walk.page.click("user-menu").await;
    walk.page.click("menu-line").await;
    walk.shows("reveal-needs-line").await;
    walk.page.click("reveal").await;
    assert!(!walk.page.has("[data-testid='reveal-dialog']").await);
    picture(&walk.page, "reveal-off-line").await;
    walk.page.click("user-menu").await;
    walk.page.click("menu-line").await;
    walk.page.hides("[data-testid='reveal-needs-line']").await;
}
