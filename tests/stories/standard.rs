//! 达标 (十无网格) in the real window: the last item of a grid is attested by the keyboard, a case takes
//! one away and is opened from where it did, and later evidence makes the grid reach it again.

use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use jiff::civil::{Date, date};
use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_domain::indicator::Rate;
use onemap_domain::people::Compartment;
use onemap_domain::record::{RecordCommand, standard};
use onemap_domain::standard::ItemState;
use onemap_protocol::desk::{
    AreaCard, AskStandard, KeepRecord, StandardFigure, StandardView, Submit,
};
use onemap_protocol::problem::ProblemCode;
use onemap_testkit::county::{COUNTY, DEDICATED, GRIDS, code, facts};

use crate::driver::{Page, in_browser, screen, within_minutes};
use crate::town::{OpenDesk, Town, eventually};
use crate::walk::{Walk, matter, picture};

const ENTER: char = '\u{e007}';
const CONTROL: char = '\u{e009}';

/// A Saturday night: the next day is near.
const EVENING: &str = "2026-11-21T22:30+08";
const TODAY: Date = date(2026, 11, 21);
const TOWN: &str = "520381001";

async fn press(page: &Page, key: char) {
    let pressed = KeyActions::new("keys".to_owned())
        .then(KeyAction::Down { value: key })
        .then(KeyAction::Up { value: key });
    page.client.perform_actions(pressed).await.unwrap();
}

/// Ctrl+Enter.
async fn sends(page: &Page) {
    let pressed = KeyActions::new("keys".to_owned())
        .then(KeyAction::Down { value: CONTROL })
        .then(KeyAction::Down { value: ENTER })
        .then(KeyAction::Up { value: ENTER })
        .then(KeyAction::Up { value: CONTROL });
    page.client.perform_actions(pressed).await.unwrap();
}

/// Types a text where the keyboard is.
async fn types(page: &Page, text: &str) {
    let here = page.client.active_element().await.unwrap();
    here.send_keys(text).await.unwrap();
}

/// Pictures of the window at both sizes.
async fn pictures(page: &Page, name: &str) {
    if std::env::var_os("ONEMAP_PICTURES").is_none() {
        return;
    }
    for (width, height) in [(1366, 768), (1920, 1080)] {
        page.client
            .set_window_rect(0, 0, width, height)
            .await
            .unwrap();
        eventually("the window has its size", async || {
            let script = "return window.innerWidth;";
            let now = page.client.execute(script, Vec::new()).await.unwrap();
            now.as_u64() == Some(u64::from(width))
        })
        .await;
        let drawn = "const done = arguments[0]; setTimeout(() => requestAnimationFrame(() => \
                     requestAnimationFrame(() => done(true))), 400)";
        page.client.execute_async(drawn, Vec::new()).await.unwrap();
        picture(page, &format!("standard-{name}-{width}")).await;
    }
}

async fn attests(desk: &OpenDesk, grid: &str, items: impl IntoIterator<Item = u16>) {
    for item in items {
        let attest = standard::Command::Attest {
            list: "ten_withouts".to_owned(),
            area: code(grid),
            item,
            on: TODAY,
            note: "网格员入户核对, 有照片".to_owned(),
        };
        let keep = KeepRecord {
            record: None,
            revision: 0,
            keep: RecordCommand::Standard(attest),
        };
        desk.act(keep).await.unwrap();
    }
}

/// A case of a category is taken in at a desk, in the first grid.
async fn happens(desk: &OpenDesk, title: &str, category: &str) -> CaseId {
    let mut facts = facts(title, 0);
    facts.category = category.to_owned();
    let facts = Box::new(facts);
    let report = Submit {
        case: None,
        revision: 0,
        command: Command::Report { facts },
    };
    desk.act(report).await.unwrap().case
}

async fn stands(desk: &OpenDesk, area: Option<&str>) -> StandardView {
    let ask = AskStandard {
        area: area.map(code),
        behind: false,
    };
    desk.ask(ask).await.unwrap()
}

/// How an item of the first grid stands.
async fn item(desk: &OpenDesk, item: usize) -> ItemState {
    let view = stands(desk, None).await;
    let row = view.rows.iter().find(|row| row.area == code(GRIDS[0]));
    row.unwrap().items[item - 1]
}

/// What the card of an area says of it.
async fn figure(desk: &OpenDesk, area: &str) -> Option<StandardFigure> {
    let card = AreaCard { code: code(area) };
    desk.ask(card).await.unwrap().standard
}

fn cell(item: u16, state: &str) -> String {
    let grid = GRIDS[0];
    format!(
        "[data-testid='standard-cell'][data-area='{grid}'][data-item='{item}'][data-state='{state}']"
    )
}

/// The rate at the head of the page.
async fn reads(page: &Page, reached: u32, of: u32) {
    let rate = format!("[data-testid='standard-rate'][data-reached='{reached}'][data-of='{of}']");
    page.shows(&rate).await;
}

/// S3: dated evidence item by item, a case of a linked category takes an item away, and evidence of
/// a later day makes it hold again; the rate is of base grids.
#[tokio::test(flavor = "multi_thread")]
async fn the_last_item_is_attested_by_keyboard_and_a_case_takes_another_away() {
    if screen() {
        within_minutes(Box::pin(ten_withouts())).await;
    }
}

async fn ten_withouts() {
    let town = Town::at("chishui", EVENING).await;
    let mut walk = Walk::begin_in(town, "zhouyong", matter("路面积水", "sewage", "grid")).await;
    let other = walk.town.desk("other").await;
    other.on_line("wangmin").await;
    attests(&other, GRIDS[0], 1..=9).await;
    attests(&other, GRIDS[1], 1..=10).await;
    attests(&other, GRIDS[2], 1..=4).await;
    attests(&other, GRIDS[4], 1..=10).await;
    eventually("the evidence is at the central", async || {
        other.status().await.waiting == 0
    })
    .await;

    may_only_read(&mut walk).await;

    opens(&mut walk, "wangmin").await;
    let page = &walk.page;
    reads(page, 2, 6).await;
    let below =
        "[data-testid='standard-child'][data-area='520381001'][data-reached='1'][data-of='4']";
    page.shows(below).await;
    let last = "[data-testid='standard-open'][data-item='10'][data-state='missing']";
    press(page, 'j').await;
    page.shows(&format!("{last}[data-area='{}']", GRIDS[0]))
        .await;
    press(page, ENTER).await;
    page.shows("[data-testid='attest-form'][data-item='10']")
        .await;
    sends(page).await;
    page.becomes("service-error-note", "data-code", "field_missing")
        .await;
    types(page, "村民会议记录第十二号").await;
    pictures(page, "attest").await;
    sends(page).await;
    page.hides("[data-testid='attest-form']").await;
    page.shows(&cell(10, "held")).await;
    reads(page, 3, 6).await;
    page.becomes("duty-touched", "data-pending", "false").await;
    eventually("the other desk sees it", async || {
        stands(&other, None).await.rate == Rate::new(3, 6)
    })
    .await;

    let case = happens(&other, "两人在网格内打架", "public_order").await;
    page.shows(&cell(1, "revoked")).await;
    reads(page, 2, 6).await;
    page.click_on(&cell(1, "revoked")).await;
    page.shows("[data-testid='standard-open'][data-item='1'][data-state='revoked']")
        .await;
    let named = format!("[data-testid='standard-case'][data-case='{case}']");
    page.click_on(&named).await;
    page.shows(&format!("[data-testid='case-panel'][data-case='{case}']"))
        .await;
    pictures(page, "revoked").await;

    strikes(page).await;
    drills(page).await;

    // By then the session of a browser has lapsed, and the page has led to the sign-in.
    if !in_browser() {
        holds_again(&mut walk, &other).await;
    }
    walk.end().await;
}

async fn opens(walk: &mut Walk, login: &str) {
    walk.sits_down(login).await;
    walk.page.click("go-service").await;
    walk.shows("service-page").await;
    walk.page.click("service-tab-standard").await;
    walk.shows("standard").await;
}

/// A supervisor reads, and is told who writes.
async fn may_only_read(walk: &mut Walk) {
    opens(walk, "sunqiang").await;
    let page = &walk.page;
    reads(page, 2, 6).await;
    page.shows("[data-testid='standard-refusal']").await;
    page.click_on(&cell(10, "missing")).await;
    page.shows("[data-testid='standard-write'][aria-disabled='true']")
        .await;
    page.hides("[data-testid='standard-partial']").await;
}

/// Evidence that was wrong is struck with a reason; what it showed is missing again.
async fn strikes(page: &Page) {
    page.click_on(&cell(9, "held")).await;
    page.shows("[data-testid='standard-open'][data-item='9']")
        .await;
    page.click("standard-strike").await;
    page.fill("service-reason", "照片不是这个网格的").await;
    press(page, ENTER).await;
    page.shows("[data-testid='standard-line'][data-struck='true']")
        .await;
    page.shows(&cell(9, "missing")).await;
}

/// The town, and from there what is behind.
async fn drills(page: &Page) {
    page.click(&format!("standard-{TOWN}")).await;
    page.becomes("service-area", "data-code", TOWN).await;
    reads(page, 1, 4).await;
    page.click("standard-behind-true").await;
    let whole = format!("[data-testid='standard-row'][data-area='{}']", GRIDS[1]);
    page.hides(&whole).await;
    page.shows(&cell(9, "missing")).await;
    page.click("standard-behind-false").await;
    page.shows(&whole).await;
    page.click("service-up-county").await;
    page.becomes("service-area", "data-code", COUNTY).await;
}

/// Chooses an item until it is open: the table may be drawn anew under the finger.
async fn chooses(page: &Page, item: u16, state: &str) {
    let open = format!("[data-testid='standard-open'][data-item='{item}']");
    eventually("the item is open", async || {
        page.click_on(&cell(item, state)).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        page.has(&open).await
    })
    .await;
}

/// On the next day both items are shown to hold again, and the grid's card says so and leads here.
async fn holds_again(walk: &mut Walk, other: &OpenDesk) {
    walk.town.becomes("2026-11-22T00:20:00+08");
    // The central says what time it is with whatever it says.
    other.report("零点后的一件事").await.unwrap();
    let page = &walk.page;
    let yesterday = format!("{}:not([aria-label*='今天'])", cell(1, "revoked"));
    page.shows(&yesterday).await;
    for item in [1, 9] {
        let state = if item == 1 { "revoked" } else { "missing" };
        chooses(page, item, state).await;
        page.click("standard-write").await;
        page.shows(&format!("[data-testid='attest-form'][data-item='{item}']"))
            .await;
        let day = "return document.querySelector(`[data-testid='service-on']`).value;";
        let day = page.client.execute(day, Vec::new()).await.unwrap();
        assert_eq!(day, "2026-11-22", "today is proposed");
        types(page, "复查无此情况, 村委会盖章").await;
        sends(page).await;
        page.hides("[data-testid='attest-form']").await;
        page.shows(&cell(item, "held")).await;
    }
    reads(page, 3, 6).await;
    let name = format!(
        "[data-testid='standard-row'][data-area='{}'] .sheet-name",
        GRIDS[0]
    );
    page.click_on(&name).await;
    page.shows("[data-testid='area-standard'][data-held='10'][data-of='10']")
        .await;
    page.click("area-standard-go").await;
    page.becomes("service-area", "data-code", GRIDS[0]).await;
    reads(page, 1, 1).await;
    pictures(page, "again").await;
}

/// What follows from cases follows them everywhere: a sealed case takes nothing away, off line one
/// sees the effect of one's own order, and whoever may not know of a case is told that more may be
/// revoked.
#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_case_takes_nothing_away_and_the_wall_is_told_nothing() {
    let mut town = Town::at("chishui", EVENING).await;
    let desk = town.desk("centre").await;
    desk.on_line("wangmin").await;
    attests(&desk, GRIDS[0], 1..=10).await;
    let case = happens(&desk, "两人在网格内打架", "public_order").await;
    let revoked = ItemState::Revoked {
        since: TODAY,
        by: case,
        on: TODAY,
    };
    assert_eq!(item(&desk, 1).await, revoked, "at once, before the central");
    assert_eq!(stands(&desk, None).await.rate, Rate::new(0, 6));
    eventually("all is at the central", async || {
        desk.status().await.waiting == 0
    })
    .await;
    let seal = Command::Seal {
        compartment: Compartment("mental_health".to_owned()),
        reason: "涉及精神障碍患者".to_owned(),
    };
    desk.give(case, seal).await.unwrap();
    let held = ItemState::Held { since: TODAY };
    assert_eq!(item(&desk, 1).await, held, "not even for who may open it");
    assert_eq!(stands(&desk, None).await.rate, Rate::new(1, 6));
    eventually("the sealing is at the central", async || {
        desk.status().await.waiting == 0
    })
    .await;

    let clerk = town.desk("clerk").await;
    clerk.on_line("zhujian").await;
    eventually("the clerk has it", async || {
        stands(&clerk, None).await.rate == Rate::new(1, 6)
    })
    .await;
    assert!(stands(&clerk, None).await.partial);
    assert!(!stands(&desk, None).await.partial);
    let first = figure(&desk, GRIDS[0]).await.unwrap();
    assert_eq!((first.held, first.of), (10, 10));
    let dedicated = figure(&desk, DEDICATED).await;
    assert_eq!(dedicated, None, "it is not in the denominator");

    let wall = town.desk("wall").await;
    wall.on_line("daping").await;
    let ask = AskStandard {
        area: None,
        behind: false,
    };
    let refused = wall.ask(ask).await.unwrap_err();
    assert!(refused.is(ProblemCode::NotFound), "{refused:?}");
    assert_eq!(figure(&wall, GRIDS[0]).await, None);
    town.stop_central().await;
}
