//! The index (社会治理指数) and the scorecards (考评) in the real window.

use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use jiff::civil::{Date, date};
use onemap_domain::area::AreaCode;
use onemap_domain::case::{CaseId, TaskForce, VisitAnswers};
use onemap_domain::command::Command;
use onemap_domain::index::Snapshot;
use onemap_protocol::desk::{AskIndex, AskScorecards, IndexView, Scorecard};
use onemap_testkit::county::{COUNTY, GRIDS, code, story_case};
use onemap_testkit::line::{Behaviour, Line};

use crate::driver::{Page, in_browser, screen, within_minutes};
use crate::town::{OpenDesk, Town, eventually};
use crate::walk::picture;

const ENTER: char = '\u{e007}';
const TAB: char = '\u{e004}';
const ESCAPE: char = '\u{e00c}';
const CONTROL: char = '\u{e009}';
const LEFT: char = '\u{e012}';
const RIGHT: char = '\u{e014}';
const UP: char = '\u{e013}';
const DOWN: char = '\u{e015}';

/// The town whose scorecards come first, and one of its grids.
const TOWN: &str = "520381001";

/// Presses keys one after the other, wherever the keyboard is.
async fn press(page: &Page, keys: impl IntoIterator<Item = char>) {
    for key in keys {
        let pressed = KeyActions::new("keys".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        page.client.perform_actions(pressed).await.unwrap();
    }
}

/// Ctrl and Enter together.
async fn gives(page: &Page) {
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
        let script = "const done = arguments[0]; \
            requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";
        page.client.execute_async(script, Vec::new()).await.unwrap();
        picture(page, &format!("{name}-{width}")).await;
    }
}

async fn window(town: &Town, line: &Line) -> Page {
    town.window("window", line.address).await
}

/// Somebody sits down and goes to the page by its keys.
async fn goes_to_index(page: &Page, login: &str) {
    page.sign_in(login).await;
    page.becomes("status-link", "data-link", "online").await;
    page.shows("[data-testid='go-index']").await;
    press(page, ['g', 'z']).await;
    page.shows("[data-testid='index-page']").await;
}

/// An attribute of everything that a selector names, in the order of the page.
async fn all(page: &Page, selector: &str, attribute: &str) -> Vec<String> {
    let mut values = Vec::new();
    for one in page.client.find_all(Locator::Css(selector)).await.unwrap() {
        values.push(one.attr(attribute).await.unwrap().unwrap_or_default());
    }
    values
}

/// The same as numbers.
async fn figures(page: &Page, selector: &str, attribute: &str) -> Vec<u32> {
    let values = all(page, selector, attribute).await;
    values.iter().map(|value| value.parse().unwrap()).collect()
}

async fn index(desk: &OpenDesk, day: Date) -> IndexView {
    let day = Some(day);
    desk.ask(AskIndex { day, back: 30 }).await.unwrap()
}

/// The snapshot of a day, as soon as it is there.
async fn frozen(desk: &OpenDesk, day: Date) -> Snapshot {
    eventually("the index is frozen", async || {
        index(desk, day).await.snapshot.is_some()
    })
    .await;
    *index(desk, day).await.snapshot.unwrap()
}

/// The cases that a row was lost by, in all towns.
fn lost_by(snapshot: &Snapshot, row: &str) -> Vec<CaseId> {
    let rows = snapshot.towns.iter().flat_map(|town| &town.rows);
    let rows = rows.filter(|scored| scored.code == row);
    rows.flat_map(|scored| scored.cases.clone()).collect()
}

/// Of a row of the county: its button.
fn county_lost(row: &str) -> String {
    format!("[data-testid='index-lost'][data-area='{COUNTY}'][data-row='{row}']")
}

/// S21: the index of a day is frozen with its formula, the rows add up to the total, a deduction
/// opens exactly its cases; the next day's differs, and the day before stays what it was.
#[tokio::test(flavor = "multi_thread")]
async fn the_index_of_a_day_explains_every_point_and_never_changes() {
    if screen() {
        within_minutes(Box::pin(days())).await;
    }
}

async fn days() {
    let town = Town::at("chishui", "2026-11-17T09:00+08").await;
    let watching = town.desk("watching").await;
    watching.on_line("lijun").await;
    frozen(&watching, date(2026, 11, 16)).await;
    town.becomes("2026-11-18T08:00:30+08");
    watching.on_line("lijun").await;
    let first = frozen(&watching, date(2026, 11, 17)).await;
    let sent = story_case(2);
    assert!(
        lost_by(&first, "punctual").contains(&sent),
        "nobody has taken it for a day: {first:?}"
    );

    let line = Line::to(town.address).await.unwrap();
    let page = window(&town, &line).await;
    goes_to_index(&page, "wangmin").await;
    page.shows("[data-testid='index-bar'][data-day='2026-11-17'][data-there='true']")
        .await;
    adds_up(&page, &first).await;
    both_sizes(&page, "index-day").await;
    opens_its_cases(&page, &first, sent).await;
    opens_its_areas(&page, &first).await;
    turns_to_a_town(&page, &first).await;
    page.click("user-menu").await;
    page.click("menu-sign-out").await;
    page.shows("[data-testid='sign-in-user']").await;

    closed(&town, &watching, sent).await;
    town.becomes("2026-11-19T08:00:30+08");
    watching.on_line("lijun").await;
    let second = frozen(&watching, date(2026, 11, 18)).await;
    assert!(!lost_by(&second, "punctual").contains(&sent));
    assert_ne!(second.county, first.county);
    assert_eq!(frozen(&watching, date(2026, 11, 17)).await, first);

    goes_to_index(&page, "wangmin").await;
    page.shows("[data-testid='index-bar'][data-day='2026-11-18'][data-there='true']")
        .await;
    adds_up(&page, &second).await;
    page.shows("[data-testid='index-dot'][data-day='2026-11-16']")
        .await;
    page.shows("[data-testid='index-gaps'][data-count='27']")
        .await;
    press(&page, [LEFT]).await;
    page.shows("[data-testid='index-bar'][data-day='2026-11-17']")
        .await;
    adds_up(&page, &first).await;
    page.click_on(&county_lost("punctual")).await;
    page.shows(&format!("[data-testid='index-case'][data-case='{sent}']"))
        .await;
    press(&page, [ESCAPE]).await;
    page.hides("[data-testid='index-grounds']").await;
    press(&page, [RIGHT]).await;
    page.shows("[data-testid='index-bar'][data-day='2026-11-18']")
        .await;
    means(&page, &watching).await;
    without_an_index(&page).await;
    page.close().await;
}

/// What is on the page is the snapshot, and adds up.
async fn adds_up(page: &Page, snapshot: &Snapshot) {
    let (total, most) = (snapshot.county.total, snapshot.most());
    page.shows(&format!(
        "[data-testid='index-total'][data-total='{total}'][data-most='{most}']"
    ))
    .await;
    let version = &snapshot.formula.version;
    page.becomes("index-made", "data-formula", version).await;
    let row = "[data-testid='index-row']";
    let lost = figures(page, row, "data-lost").await;
    let points = figures(page, row, "data-points").await;
    assert_eq!(points.len(), snapshot.formula.rows.len());
    assert!(
        lost.is_sorted_by(|one, other| one >= other),
        "what lost most stands first: {lost:?}"
    );
    let left: u32 = points.iter().sum::<u32>() * 100 - lost.iter().sum::<u32>();
    assert_eq!(left, total, "the rows add up to the total");
    let towns = "[data-testid='index-town'][data-place]";
    let totals = figures(page, towns, "data-total").await;
    assert_eq!(totals.len(), snapshot.towns.len());
    assert!(totals.is_sorted_by(|one, other| one >= other), "{totals:?}");
}

/// A deduction opens exactly the cases that it was made for, and each of them its panel.
async fn opens_its_cases(page: &Page, snapshot: &Snapshot, sent: CaseId) {
    page.click_on(&county_lost("punctual")).await;
    let cases = lost_by(snapshot, "punctual");
    let whole = cases.len().to_string();
    page.becomes("index-grounds", "data-cases", &whole).await;
    page.shows(&format!("[data-testid='index-case'][data-case='{sent}']"))
        .await;
    let mut shown = all(page, "[data-testid='index-case']", "data-case").await;
    let mut counted: Vec<String> = cases.iter().map(ToString::to_string).collect();
    shown.sort();
    counted.sort();
    assert_eq!(shown, counted);
    page.click_on(&format!(
        "[data-testid='index-case'][data-case='{sent}'] button"
    ))
    .await;
    page.shows(&format!("[data-testid='case-panel'][data-case='{sent}']"))
        .await;
    both_sizes(page, "index-cases").await;
    page.click("index-grounds-close").await;
    page.hides("[data-testid='index-grounds']").await;
}

/// A duty opens the areas in which it is missing.
async fn opens_its_areas(page: &Page, snapshot: &Snapshot) {
    page.click_on(&county_lost("patrols")).await;
    let rows = snapshot.towns.iter().flat_map(|town| &town.rows);
    let areas: Vec<AreaCode> = rows.flat_map(|row| row.areas.clone()).collect();
    assert!(!areas.is_empty(), "nobody has patrolled");
    page.shows("[data-testid='index-ground-area']").await;
    let shown = all(page, "[data-testid='index-ground-area']", "data-area").await;
    assert_eq!(
        shown,
        areas.iter().map(ToString::to_string).collect::<Vec<_>>()
    );
    both_sizes(page, "index-areas").await;
    press(page, [ESCAPE]).await;
    page.hides("[data-testid='index-grounds']").await;
}

/// A town's name shows its rows and its own course; the county comes back.
async fn turns_to_a_town(page: &Page, snapshot: &Snapshot) {
    let town = snapshot.of(&code(TOWN)).unwrap();
    page.click_on(&format!(
        "[data-testid='index-town'][data-area='{TOWN}'] [data-testid='index-turn']"
    ))
    .await;
    page.becomes("index-rows", "data-area", TOWN).await;
    let total = town.total.to_string();
    page.becomes("index-total", "data-total", &total).await;
    page.click("index-whole").await;
    page.becomes("index-rows", "data-area", COUNTY).await;
}

/// The department and the centre bring a case to its end.
async fn closed(town: &Town, centre: &OpenDesk, case: CaseId) {
    let office = town.desk("office").await;
    office.on_line("zhujian").await;
    let named = |role: &str| (role.to_owned(), format!("{role} 同志"));
    let task_force = TaskForce {
        roles: ["leader", "official", "village"].map(named).into(),
        members: vec!["乡贤一人".to_owned()],
    };
    let answers = VisitAnswers {
        handled: true,
        resolved: true,
        satisfied: true,
    };
    let visit = || Command::Visit {
        answers,
        note: String::new(),
    };
    let own = [
        Command::FormTaskForce { task_force },
        Command::Accept,
        Command::FeedBack {
            result: "已疏通".to_owned(),
        },
        visit(),
    ];
    for command in own {
        office.give(case, command).await.unwrap();
    }
    eventually("the department's part is at the central", async || {
        office.status().await.waiting == 0
    })
    .await;
    let revision = office.view(case).await.unwrap().case.revision;
    eventually("the centre sees it", async || {
        centre.view(case).await.unwrap().case.revision == revision
    })
    .await;
    centre.give(case, visit()).await.unwrap();
    let close = Command::Close {
        reason: "resolved".to_owned(),
        note: String::new(),
        demands: std::collections::BTreeMap::new(),
    };
    centre.give(case, close).await.unwrap();
    eventually("it is closed at the central", async || {
        centre.status().await.waiting == 0
    })
    .await;
}

/// The rankings of the month and the year say on how many days they rest.
async fn means(page: &Page, desk: &OpenDesk) {
    let view = index(desk, date(2026, 11, 18)).await;
    for (nth, means, over) in [(2, view.month, "month"), (3, view.year, "year")] {
        page.click_on(&format!(
            "[data-testid='index-towns'] .segment-option:nth-child({nth})"
        ))
        .await;
        page.becomes("index-towns", "data-over", over).await;
        for mean in means {
            assert_eq!(mean.days, 3);
            page.shows(&format!(
                "[data-testid='index-mean'][data-area='{}'][data-mean='{}'][data-days='3']",
                mean.area, mean.mean
            ))
            .await;
        }
        let script = "document.querySelector(\"[data-testid='index-towns']\").scrollIntoView()";
        page.client.execute(script, Vec::new()).await.unwrap();
        both_sizes(page, &format!("index-{over}")).await;
    }
}

/// A day on which nothing was frozen says so, and the days around it are still there.
async fn without_an_index(page: &Page) {
    press(page, [LEFT, LEFT, LEFT]).await;
    page.shows("[data-testid='index-bar'][data-day='2026-11-15'][data-there='false']")
        .await;
    page.shows("[data-testid='index-page'] [data-testid='empty']")
        .await;
    both_sizes(page, "index-none").await;
    page.click("index-last").await;
    page.shows("[data-testid='index-bar'][data-day='2026-11-18'][data-there='true']")
        .await;
}

/// S37: the scorecard has fourteen rows, three of them counted; points are given by keyboard, less
/// than all of them not without a word why, over a line that was cut; another desk sees them.
#[tokio::test(flavor = "multi_thread")]
async fn the_points_of_a_scorecard_are_given_by_keyboard_and_seen_on_another_desk() {
    if screen() {
        within_minutes(Box::pin(scorecards())).await;
    }
}

/// The scorecard of the first grid as another desk sees it.
async fn card(desk: &OpenDesk) -> Scorecard {
    let ask = AskScorecards {
        area: code(TOWN),
        around: date(2026, 11, 20),
    };
    let view = desk.ask(ask).await.unwrap();
    let mut cards = view.cards.into_iter();
    cards.find(|card| card.area == code(GRIDS[0])).unwrap()
}

fn cell(column: usize) -> String {
    format!("[data-testid='score-cell'][data-cell='0-{column}']")
}

/// The keyboard is in a cell of the first line.
async fn is_in(page: &Page, column: usize) {
    eventually("the keyboard is in the cell", async || {
        let script = "return document.activeElement?.dataset.cell;";
        let now = page.client.execute(script, Vec::new()).await.unwrap();
        now.as_str() == Some(&format!("0-{column}"))
    })
    .await;
}

async fn scorecards() {
    let town = Town::at("ulanqab", "2026-11-20T09:00+08").await;
    let other = town.desk("other").await;
    other.on_line("lijun").await;
    let line = Line::to(town.address).await.unwrap();
    let page = window(&town, &line).await;
    goes_to_index(&page, "sunqiang").await;
    page.shows("[data-testid='index-tab'][data-tab='scorecards']")
        .await;
    page.shows(&format!(
        "[data-testid='scorecards-bar'][data-month='2026-11-01'][data-area='{TOWN}']"
    ))
    .await;
    page.shows(&cell(0)).await;
    let judged = all(&page, "[data-testid='score-column']", "data-judged").await;
    assert_eq!(judged.len(), 14);
    assert_eq!(judged.iter().filter(|one| *one == "false").count(), 3);
    let first = judged.iter().position(|one| one == "true").unwrap();
    both_sizes(&page, "scorecards").await;

    // A counted cell opens what it was lost by, and the keyboard comes back to it.
    page.click_on(&format!("{}[data-stand='counted']", cell(1)))
        .await;
    page.shows("[data-testid='index-grounds'] [data-testid='index-ground-area']")
        .await;
    both_sizes(&page, "scorecards-areas").await;
    press(&page, [ESCAPE]).await;
    is_in(&page, 1).await;
    press(&page, [DOWN]).await;
    press(&page, [UP]).await;
    press(&page, vec![RIGHT; first - 1]).await;
    is_in(&page, first).await;

    let before = card(&other).await;
    refused(&page).await;
    // In a browser nothing is given without the line.
    if !in_browser() {
        line.behave(Behaviour::Cut);
    }
    given(&page, first).await;
    line.behave(Behaviour::Whole);
    let grid = GRIDS[0];
    page.shows(&format!(
        "[data-testid='score-card'][data-area='{grid}'][data-pending='false']"
    ))
    .await;
    eventually("the other desk sees them", async || {
        !card(&other).await.given.is_empty()
    })
    .await;
    let after = card(&other).await;
    let row = after.rows.iter().find(|row| row.lost == 200).unwrap();
    assert_eq!(after.given[&row.code].points, row.points - 2);
    assert_eq!(after.given[&row.code].note, "两次例会缺席");
    let moved = u32::from(row.points) * 100 - 200;
    assert_eq!(after.counted, before.counted + moved);
    page.shows(&format!(
        "[data-testid='score-card'][data-area='{grid}'][data-counted='{}'][data-of='{}']",
        after.counted, after.of
    ))
    .await;

    // All of the points need no word.
    press(&page, [RIGHT, ENTER]).await;
    page.shows("[data-testid='give-form']").await;
    types(&page, &row.points.to_string()).await;
    gives(&page).await;
    page.hides("[data-testid='give-form']").await;
    page.shows(&format!(
        "{}[data-stand='given'][data-lost='0']",
        cell(first + 1)
    ))
    .await;
    both_sizes(&page, "scorecards-given").await;
    page.close().await;
}

/// Too many points, and too few without a word, are refused in words at their fields.
async fn refused(page: &Page) {
    press(page, [ENTER]).await;
    page.shows("[data-testid='give-form']").await;
    types(page, "999").await;
    gives(page).await;
    page.shows("[data-testid='give-error-points']").await;
    page.fill("give-points", "3").await;
    gives(page).await;
    page.becomes("give-error-note", "data-code", "field_missing")
        .await;
    let why = page.text("give-error-note").await;
    assert!(why.contains("理由"), "it says what is wrong: {why}");
    both_sizes(page, "scorecards-refused").await;
}

/// The word is added, and the points are given while the line is cut.
async fn given(page: &Page, first: usize) {
    press(page, [TAB]).await;
    types(page, "两次例会缺席").await;
    gives(page).await;
    page.hides("[data-testid='give-form']").await;
    page.shows(&format!(
        "{}[data-stand='given'][data-got='300'][data-lost='200']",
        cell(first)
    ))
    .await;
    if !in_browser() {
        page.shows("[data-testid='score-card'][data-pending='true']")
            .await;
    }
    both_sizes(page, "scorecards-pending").await;
    is_in(page, first).await;
}
