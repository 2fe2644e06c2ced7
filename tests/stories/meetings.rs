//! Meetings in the real window: a whole morning, by keyboard.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use onemap_domain::case::{CaseId, Stage, Urgency};
use onemap_domain::command::Command;
use onemap_domain::pack::Rhythm;
use onemap_domain::record::{Decision, Matter, RecordKind};
use onemap_protocol::desk::{Meetings, Records, Submit};
use onemap_testkit::county::{facts, story_case};
use onemap_testkit::line::{Behaviour, Line};

use crate::driver::{Page, in_browser, screen, within_minutes};
use crate::town::{OpenDesk, Town, eventually};
use crate::walk::picture;

const ENTER: char = '\u{e007}';
const TAB: char = '\u{e004}';
const ESCAPE: char = '\u{e00c}';
const CONTROL: char = '\u{e009}';
const RIGHT: char = '\u{e014}';
const DOWN: char = '\u{e015}';
const END: char = '\u{e010}';

/// Presses keys one after the other, wherever the keyboard is.
async fn press(page: &Page, keys: impl IntoIterator<Item = char>) {
    for key in keys {
        let pressed = KeyActions::new("keys".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        page.client.perform_actions(pressed).await.unwrap();
    }
}

/// Types a text where the keyboard is.
async fn types(page: &Page, text: &str) {
    let here = page.client.active_element().await.unwrap();
    here.send_keys(text).await.unwrap();
}

/// Types a decision and its person into the form that is open, and sends it.
async fn decides(page: &Page, text: &str, person: &str) {
    types(page, text).await;
    // Over the three forms and the department to the person.
    press(page, [TAB, TAB, TAB]).await;
    types(page, person).await;
    press(page, [ENTER]).await;
    page.hides("[data-testid='meeting-form']").await;
}

/// Two frames have been drawn since.
async fn drawn(page: &Page) {
    let script = "const done = arguments[0]; \
        requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";
    page.client.execute_async(script, Vec::new()).await.unwrap();
}

async fn both_sizes(page: &Page, name: &str) {
    for (width, height) in [(1366, 768), (1920, 1080)] {
        let resized = page.client.set_window_rect(0, 0, width, height).await;
        resized.unwrap();
        eventually("the window has its size", async || {
            let script = "return window.innerWidth;";
            let now = page.client.execute(script, Vec::new()).await.unwrap();
            now.as_u64() == Some(u64::from(width))
        })
        .await;
        page.shows("[data-testid='map'][data-ready='true']").await;
        drawn(page).await;
        picture(page, &format!("{name}-{width}")).await;
    }
}

async fn goes_to_meetings(page: &Page) {
    page.becomes("status-link", "data-link", "online").await;
    page.shows("[data-testid='go-meetings']").await;
    press(page, ['g', 'm']).await;
    page.shows("[data-testid='meetings-page']").await;
}

async fn signs_out(page: &Page) {
    page.click("user-menu").await;
    page.click("menu-sign-out").await;
    page.shows("[data-testid='sign-in-user']").await;
}

async fn packs(desk: &OpenDesk) -> usize {
    let rhythm = Rhythm::Daily;
    desk.ask(Meetings { rhythm }).await.unwrap().len()
}

async fn decisions(desk: &OpenDesk) -> Vec<Decision> {
    let kind = RecordKind::Decision;
    let rows = desk.ask(Records { kind }).await.unwrap();
    rows.into_iter()
        .map(|row| match row.record.matter {
            Matter::Decision(decision) => decision,
            other => panic!("{other:?}"),
        })
        .collect()
}

fn line_of(case: CaseId) -> String {
    format!("[data-testid='meeting-line'][data-chosen='true'] [data-case='{case}']")
}

async fn shows_page(page: &Page, name: &str) {
    page.becomes("meeting-show", "data-page", name).await;
}

/// The central freezes the pack at 08:00; the meeting is presented by keyboard alone; an order, a
/// supervision and a note reach the central, the last of them over a line that was cut; the
/// department reports; the next morning opens with the three and what came of them.
#[tokio::test(flavor = "multi_thread")]
async fn a_whole_morning() {
    if screen() {
        within_minutes(Box::pin(morning())).await;
    }
}

async fn morning() {
    // 下水道堵塞 was sent out the evening before and nobody has taken it: overdue the next morning.
    let town = Town::at("liaocheng", "2026-11-17T09:00+08").await;
    let (sent, unsent) = (story_case(2), story_case(3));
    let watching = town.desk("watching").await;
    watching.on_line("lijun").await;
    let note = "属实".to_owned();
    watching
        .give(unsent, Command::Verify { note })
        .await
        .unwrap();
    let urgency = Urgency::Normal;
    let establish = Command::Establish { urgency };
    watching.give(unsent, establish).await.unwrap();
    // With the two that were there, more than usual in this town.
    let facts = Box::new(facts("化工厂排水有异味", 4));
    let report = Submit {
        case: None,
        revision: 0,
        command: Command::Report { facts },
    };
    watching.act(report).await.unwrap();
    eventually("the day before is at the central", async || {
        watching.status().await.waiting == 0
    })
    .await;
    let before = packs(&watching).await;

    town.becomes("2026-11-18T08:00:30+08");
    watching.on_line("lijun").await;
    eventually("the pack is frozen", async || {
        packs(&watching).await > before
    })
    .await;
    let line = Line::to(town.address).await.unwrap();
    let page = town.window("window", line.address).await;
    page.sign_in("wangmin").await;
    goes_to_meetings(&page).await;
    page.shows("[data-testid='meeting-pack'][data-state='ahead']")
        .await;
    page.shows("[data-testid='meeting-figure'][data-kind='overdue'][data-before]")
        .await;
    both_sizes(&page, "meeting-ahead").await;
    behind_the_numbers(&page).await;

    presented(&page, &line, sent, unsent).await;
    closed(&page).await;

    eventually("the orders have reached the others", async || {
        let sent = watching.view(sent).await.unwrap().case;
        let unsent = watching.view(unsent).await.unwrap().case;
        unsent.stage == Stage::Dispatched
            && sent.supervision.is_some()
            && decisions(&watching).await.len() == 3
    })
    .await;

    let ordered = watching.view(unsent).await.unwrap().case;
    let end_of_third_day = "2026-11-22T00:00:00+08:00".parse().unwrap();
    assert_eq!(ordered.order_due(), Some(end_of_third_day));
    assert_eq!(ordered.requirements, "王队长: 交住建局, 夜间停工并安装围挡");

    reported(&page, &town, sent).await;

    town.becomes("2026-11-19T08:00:30+08");
    watching.on_line("lijun").await;
    eventually("the next pack is frozen", async || {
        packs(&watching).await > before + 1
    })
    .await;
    page.sign_in("wangmin").await;
    goes_to_meetings(&page).await;
    page.shows("[data-testid='meeting-pack'][data-state='ahead']")
        .await;
    let owed = "[data-testid='meeting-owed']";
    for (becomes, stage) in [("supervision", "handling"), ("order", "dispatched")] {
        page.shows(&format!(
            "{owed}[data-becomes='{becomes}'][data-stage='{stage}'][data-state='owed']"
        ))
        .await;
    }
    page.shows(&format!("{owed}[data-becomes='note']")).await;
    page.shows(&format!(
        "{owed}[data-becomes='supervision'][data-reports='1']"
    ))
    .await;
    both_sizes(&page, "meeting-next-day").await;
    press(&page, ['p']).await;
    shows_page(&page, "owed").await;
    both_sizes(&page, "meeting-show-owed").await;
    press(&page, ['r']).await;
    page.shows("[data-testid='meeting-form'][data-command='decision-report']")
        .await;
    press(&page, [ESCAPE]).await;
    page.hides("[data-testid='meeting-form']").await;
    shows_page(&page, "owed").await;
    page.close().await;
}

/// Every number of the pack opens its cases.
async fn behind_the_numbers(page: &Page) {
    for kind in ["reported", "open", "overdue"] {
        let tile = format!("[data-testid='meeting-figure'][data-kind='{kind}']");
        page.click_on(&format!("{tile} [data-testid='meeting-figure-open']"))
            .await;
        let count = page.client.find(fantoccini::Locator::Css(&tile)).await;
        let count = count.unwrap().attr("data-count").await.unwrap().unwrap();
        page.shows(&format!(
            "[data-testid='meeting-behind-figure'][data-kind='{kind}'] \
             [data-testid='meeting-behind-cases'][data-count='{count}']"
        ))
        .await;
    }
    both_sizes(page, "meeting-behind").await;
    page.click("meeting-rate-open").await;
    page.shows("[data-testid='meeting-behind'] [data-testid='behind']")
        .await;
    page.click("meeting-behind-close").await;
    page.hides("[data-testid='meeting-behind']").await;
}

/// The presentation, by keyboard alone.
async fn presented(page: &Page, line: &Line, sent: CaseId, unsent: CaseId) {
    press(page, ['p']).await;
    shows_page(page, "figures").await;
    both_sizes(page, "meeting-show-figures").await;

    press(page, [RIGHT]).await;
    shows_page(page, "overdue").await;
    page.shows(&line_of(sent)).await;
    press(page, ['d']).await;
    page.becomes("meeting-becomes", "data-chosen", "supervision")
        .await;
    page.becomes("meeting-means", "data-command", "supervise")
        .await;
    page.becomes("meeting-department", "data-chosen", "zhujian")
        .await;
    press(page, [ENTER]).await;
    page.becomes("meeting-error-text", "data-code", "field_missing")
        .await;
    both_sizes(page, "meeting-show-decide").await;
    decides(page, "住建局今天派人到现场, 三日内疏通", "刘局长").await;

    press(page, ['j']).await;
    shows_page(page, "due_today").await;
    press(page, [DOWN]).await;
    page.shows(&line_of(unsent)).await;
    press(page, ['d']).await;
    page.becomes("meeting-becomes", "data-chosen", "order")
        .await;
    // Nobody leads it; the rules name who should.
    page.becomes("meeting-department", "data-chosen", "zhujian")
        .await;
    page.becomes("meeting-means", "data-command", "dispatch")
        .await;
    decides(page, "交住建局, 夜间停工并安装围挡", "王队长").await;
    both_sizes(page, "meeting-show-cases").await;

    press(page, ['j', 'j']).await;
    shows_page(page, "hot_spots").await;
    page.shows("[data-testid='meeting-spot'][data-count='3'][data-limit='0']")
        .await;
    both_sizes(page, "meeting-show-spots").await;

    press(page, [END]).await;
    shows_page(page, "decided").await;
    // In a browser there is no meeting without the line.
    let cuts = !in_browser();
    if cuts {
        line.behave(Behaviour::Cut);
    }
    press(page, ['d']).await;
    page.becomes("meeting-becomes", "data-chosen", "note").await;
    decides(page, "下周一前各单位报送隐患清单", "王敏").await;
    page.becomes("meeting-decided", "data-count", "3").await;
    if cuts {
        page.shows("[data-testid='meeting-decision'][data-becomes='note'][data-pending='true']")
            .await;
        both_sizes(page, "meeting-show-pending").await;
    }
    line.behave(Behaviour::Whole);
    page.hides("[data-testid='meeting-decision'][data-pending='true']")
        .await;
}

/// The end of the meeting, and its papers.
async fn closed(page: &Page) {
    press(page, ['c']).await;
    page.shows("[data-testid='meeting-form'][data-command='meeting-close']")
        .await;
    types(page, "陈宏、王敏、孙强").await;
    press(page, [TAB]).await;
    types(page, "明早先看三件事的落实").await;
    let sent = KeyActions::new("keys".to_owned())
        .then(KeyAction::Down { value: CONTROL })
        .then(KeyAction::Down { value: ENTER })
        .then(KeyAction::Up { value: ENTER })
        .then(KeyAction::Up { value: CONTROL });
    page.client.perform_actions(sent).await.unwrap();
    page.becomes("meeting-end", "data-attendees", "3").await;
    both_sizes(page, "meeting-show-end").await;
    press(page, [ESCAPE]).await;
    page.hides("[data-testid='meeting-show']").await;
    page.shows("[data-testid='meeting-pack'][data-state='over'][data-pending='false']")
        .await;
    for paper in ["minutes-pdf", "minutes-word", "ledger"] {
        page.click(&format!("paper-{paper}-keep")).await;
        let path = page.kept_file(paper).await;
        assert!(path.is_file(), "{paper} is at {}", path.display());
    }
    both_sizes(page, "meeting-over").await;
}

/// The department takes the case and says in the window how far it is.
async fn reported(page: &Page, town: &Town, sent: CaseId) {
    signs_out(page).await;
    let office = town.desk("office").await;
    office.on_line("zhujian").await;
    office.give(sent, Command::Accept).await.unwrap();
    eventually("it is accepted", async || {
        office.status().await.waiting == 0
    })
    .await;
    page.sign_in("zhujian").await;
    goes_to_meetings(page).await;
    let own = "[data-testid='meeting-decision'][data-becomes='supervision']";
    page.click_on(&format!("{own} [data-testid='decision-report']"))
        .await;
    page.fill("meeting-text", "已到现场, 明日疏通").await;
    drawn(page).await;
    picture(page, "meeting-own").await;
    page.click("meeting-send").await;
    page.shows(&format!("{own}[data-reports='1'][data-pending='false']"))
        .await;
    signs_out(page).await;
}
