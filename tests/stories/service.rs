//! 勤务、值班与队伍 in the real window: a gap is found and written down by the keyboard, a shift is
//! planned, and who stands where adds up.

use std::collections::BTreeMap;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use jiff::civil::{Date, date};
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::{Person, Post};
use onemap_domain::record::duty::Line;
use onemap_domain::record::roster::{self, Officer, Turn};
use onemap_domain::record::{RecordCommand, duty};
use onemap_exchange::county::County;
use onemap_protocol::desk::{AskRoster, AskSheet, KeepRecord, SheetView};
use onemap_testkit::county::{COUNTY, DEDICATED, GRIDS, code, small_county};

use crate::driver::{Page, in_browser, screen, within_minutes};
use crate::town::{OpenDesk, Town, eventually};
use crate::walk::{Walk, matter, picture};

const ENTER: char = '\u{e007}';
const CONTROL: char = '\u{e009}';

/// A Saturday morning.
const MORNING: &str = "2026-11-21T09:00+08";
/// The day before, whose patrol of the first grid nobody wrote down.
const DAY: Date = date(2026, 11, 20);

/// Presses a key wherever the keyboard is.
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
        picture(page, &format!("service-{name}-{width}")).await;
    }
}

/// A window in a town, and somebody at it who has opened the page.
async fn opens(walk: &mut Walk, login: &str) {
    walk.sits_down(login).await;
    walk.page.click("go-service").await;
    walk.shows("service-page").await;
}

/// A duty in the list with these figures of its last period.
async fn stands(page: &Page, duty: &str, done: u32, owed: u32, gaps: u32) {
    let row = format!(
        "[data-testid='duty-{duty}'][data-done='{done}'][data-owed='{owed}'][data-gaps='{gaps}']"
    );
    page.shows(&row).await;
}

async fn patrols(desk: &OpenDesk) -> Vec<Line> {
    let ask = AskSheet {
        rule: "daily_patrol".to_owned(),
        area: code(GRIDS[0]),
        around: DAY,
    };
    let sheet: SheetView = desk.ask(ask).await.unwrap();
    let rows = sheet.rows.into_iter();
    rows.flat_map(|row| row.lines)
        .filter(|line| line.on == DAY)
        .collect()
}

/// A patrol of the day before is written down at another desk.
async fn written(desk: &OpenDesk, grid: &str) {
    let write = duty::Command::Write {
        rule: "daily_patrol".to_owned(),
        area: code(grid),
        on: DAY,
        note: String::new(),
        mark: None,
    };
    keeps(desk, RecordCommand::Duty(write)).await;
}

async fn keeps(desk: &OpenDesk, keep: RecordCommand) {
    let ask = KeepRecord {
        record: None,
        revision: 0,
        keep,
    };
    desk.act(ask).await.unwrap();
}

/// S37, S38: the page opens on what is missing; the grid worker writes it down with the keyboard
/// alone, the rate has moved and the central has it; a line that was wrong is struck with a reason,
/// and the gap is back. Who may not write reads, and is told who does.
#[tokio::test(flavor = "multi_thread")]
async fn a_missing_patrol_is_written_down_and_a_wrong_line_is_struck() {
    if screen() {
        within_minutes(Box::pin(patrol())).await;
    }
}

async fn patrol() {
    let town = Town::at("ulanqab", MORNING).await;
    let facts = matter("巡网时看到的积水", "sewage", "grid");
    let mut walk = Walk::begin_in(town, "zhouyong", facts).await;
    let other = walk.town.desk("other").await;
    other.on_line("wangmin").await;
    for grid in GRIDS[1..].iter().chain([&DEDICATED]) {
        written(&other, grid).await;
    }

    opens(&mut walk, "sunqiang").await;
    walk.page.click("duty-daily_patrol").await;
    stands(&walk.page, "daily_patrol", 6, 7, 1).await;
    walk.shows("duty-refusal").await;
    walk.page
        .shows("[data-testid='duty-write'][aria-disabled='true']")
        .await;
    pictures(&walk.page, "gaps-of-the-county").await;
    drills(&walk.page).await;

    opens(&mut walk, "zhouyong").await;
    walk.page.click("duty-daily_patrol").await;
    stands(&walk.page, "daily_patrol", 2, 3, 1).await;
    let gap = format!("[data-testid='gap'][data-area='{}']", GRIDS[0]);
    walk.page.shows(&gap).await;
    press(&walk.page, 'j').await;
    walk.page.shows(&format!("{gap}.gap-marked")).await;
    press(&walk.page, ENTER).await;
    walk.shows("duty-form").await;
    types(&walk.page, "晚上巡网一次, 补登").await;
    pictures(&walk.page, "writing").await;
    sends(&walk.page).await;
    walk.page.hides("[data-testid='duty-form']").await;
    stands(&walk.page, "daily_patrol", 3, 3, 0).await;
    walk.page.hides(&gap).await;
    walk.page
        .becomes("duty-touched", "data-pending", "false")
        .await;
    eventually("the other desk sees the line", async || {
        let lines = patrols(&other).await;
        lines.len() == 1 && lines[0].note.contains("补登") && lines[0].struck.is_none()
    })
    .await;

    struck(&walk.page).await;
    stands(&walk.page, "daily_patrol", 2, 3, 1).await;
    eventually("the other desk sees that it is struck", async || {
        let lines = patrols(&other).await;
        lines.len() == 1 && lines[0].struck.as_deref() == Some("记错了网格")
    })
    .await;
    walk.page.click("duty-side-gaps").await;
    walk.page.shows(&gap).await;

    marked(&mut walk).await;
    walk.end().await;
}

/// The county's gaps by town, one of them opened and left again; the figures are the town's.
async fn drills(page: &Page) {
    let town = "520381001";
    let row = format!("[data-testid='below'][data-area='{town}'][data-done='4'][data-owed='5']");
    page.shows(&row).await;
    page.click(&format!("below-{town}")).await;
    page.becomes("service-area", "data-code", town).await;
    stands(page, "daily_patrol", 4, 5, 1).await;
    page.shows(&format!("[data-testid='area-panel'][data-code='{town}']"))
        .await;
    page.click("service-up-county").await;
    page.becomes("service-area", "data-code", COUNTY).await;
    stands(page, "daily_patrol", 6, 7, 1).await;
}

/// The line of the day is found in the sheet and struck.
async fn struck(page: &Page) {
    page.click("duty-side-sheet").await;
    let cell = |state: &str| {
        let grid = GRIDS[0];
        format!(
            "[data-testid='sheet-cell'][data-area='{grid}'][data-period='{DAY}'][data-state='{state}']"
        )
    };
    page.click_on(&cell("done")).await;
    page.shows("[data-testid='sheet-line'][data-struck='false']")
        .await;
    pictures(page, "sheet").await;
    page.click("sheet-strike").await;
    page.click("strike-send").await;
    page.becomes("service-error-reason", "data-code", "field_missing")
        .await;
    page.fill("service-reason", "记错了网格").await;
    press(page, ENTER).await;
    page.shows("[data-testid='sheet-line'][data-struck='true']")
        .await;
    page.shows(&cell("missing")).await;
    pictures(page, "struck").await;
}

/// A mark that there is none of is refused at its field; a right one stands in its cell.
async fn marked(walk: &mut Walk) {
    opens(walk, "wangmin").await;
    let page = &walk.page;
    page.click("duty-appraisal").await;
    page.click("duty-write").await;
    page.fill("service-mark", "120").await;
    sends(page).await;
    page.shows("[data-testid='service-error-mark']").await;
    let why = page.text("service-error-mark").await;
    assert!(why.contains("100"), "it says what a mark is: {why}");
    page.fill("service-mark", "88").await;
    let set = "const day = document.querySelector(`[data-testid='service-on']`); \
               day.value = '2026-11-20'; day.dispatchEvent(new Event('input', { bubbles: true }));";
    page.client.execute(set, Vec::new()).await.unwrap();
    sends(page).await;
    page.hides("[data-testid='duty-form']").await;
    page.click("duty-side-sheet").await;
    let grid = GRIDS[0];
    let cell = format!(
        "[data-testid='sheet-cell'][data-area='{grid}'][data-period='2026-10-01'][data-state='done']"
    );
    page.shows(&cell).await;
    let words = page.select(&cell).await.text().await.unwrap();
    assert_eq!(words, "88", "a cell of what is marked says the mark");
    pictures(page, "marks").await;
}

/// S29: the page says who is on duty now; a shift is changed in place by the keyboard and the
/// other desk has it; another one is as a week before; and in the evening the night's people are
/// on duty.
#[tokio::test(flavor = "multi_thread")]
async fn a_shift_is_planned_and_the_roster_says_who_is_on_duty_now() {
    if screen() {
        within_minutes(Box::pin(roster())).await;
    }
}

async fn roster() {
    let town = Town::at("ganzhou", MORNING).await;
    let facts = matter("值班室接到的来电", "sewage", "window");
    let mut walk = Walk::begin_in(town, "lijun", facts).await;
    let other = walk.town.desk("other").await;
    other.on_line("lijun").await;
    for on in [date(2026, 11, 21), date(2026, 11, 25)] {
        planned(&other, on).await;
    }

    opens(&mut walk, "zhujian").await;
    walk.page.hides("[data-testid='service-tab-duties']").await;
    let now = "[data-testid='on-duty'][data-on='2026-11-21'][data-shift='day']";
    walk.page.shows(now).await;
    let today = "[data-testid='roster-cell'][data-on='2026-11-21'][data-shift='day']";
    walk.page.click_on(today).await;
    walk.shows("roster-refusal").await;

    opens(&mut walk, "wangmin").await;
    let page = &walk.page;
    let until = page.text("on-duty-until").await;
    assert!(
        until.contains("18:00"),
        "the day's shift ends then: {until}"
    );
    page.click_on(today).await;
    pictures(page, "roster").await;
    page.click("roster-edit").await;
    page.click("turn-add").await;
    types(page, "赵秀兰").await;
    let name = format!("{now} [data-testid='officer'][data-name='赵秀兰'][data-leads='true']");
    let line = last_line(page).await;
    page.fill(&format!("turn-phone-{line}"), "13900002222")
        .await;
    page.choose(&format!("turn-unit-{line}"), "zhujian").await;
    page.click(&format!("turn-leads-{line}")).await;
    pictures(page, "planning").await;
    sends(page).await;
    page.hides("[data-testid='turn-form']").await;
    page.shows(&name).await;
    page.hides("[data-testid='roster-pending']").await;
    eventually("the other desk has it", async || {
        let ask = AskRoster {
            area: None,
            around: None,
        };
        let view = other.ask(ask).await.unwrap();
        let people = view.on_duty.iter().flat_map(|one| &one.turn.officers);
        people.into_iter().any(|one| one.name == "赵秀兰")
    })
    .await;

    copied(page).await;

    walk.town.becomes("2026-11-21T18:05+08");
    // The central says what time it is with whatever it says.
    other.report("傍晚的一件新事").await.unwrap();
    let evening = if in_browser() {
        // Nobody used its session for nine hours; a desk opens its own again.
        "[data-testid='sign-in-user']"
    } else {
        "[data-testid='on-duty'][data-on='2026-11-21'][data-shift='night']"
    };
    walk.page.shows(evening).await;
    walk.end().await;
}

/// Both shifts of a day, planned at another desk.
async fn planned(desk: &OpenDesk, on: Date) {
    let officer = |name: &str, mode: &str, leads| Officer {
        name: name.to_owned(),
        phone: "13900003333".to_owned(),
        unit: Some(DepartmentCode("zhifa".to_owned())),
        mode: Some(mode.to_owned()),
        leads,
    };
    let turn = |shift: &str, officers| Turn {
        on,
        shift: shift.to_owned(),
        officers,
    };
    let turns = vec![
        turn(
            "day",
            vec![
                officer("钱立功", "resident", true),
                officer("孙海燕", "rotating", false),
            ],
        ),
        turn("night", vec![officer("李长河", "on_call", true)]),
    ];
    let area = code(COUNTY);
    let put = roster::Command::Put { area, turns };
    keeps(desk, RecordCommand::Roster(put)).await;
}

/// The number of the line that was added last.
async fn last_line(page: &Page) -> u64 {
    let script = "const names = [...document.querySelectorAll(`[data-testid^='turn-name-']`)]; \
                  return Number(names.pop().dataset.testid.slice('turn-name-'.length));";
    let line = page.client.execute(script, Vec::new()).await.unwrap();
    line.as_u64().unwrap()
}

/// A shift of the next month that nobody is planned for is as a week before.
async fn copied(page: &Page) {
    page.click("roster-after").await;
    page.becomes("roster-month", "data-from", "2026-12-01")
        .await;
    let cell = |count: u32| {
        format!(
            "[data-testid='roster-cell'][data-on='2026-12-02'][data-shift='day'][data-count='{count}']"
        )
    };
    page.click_on(&cell(0)).await;
    page.click("roster-edit").await;
    page.shows("[data-testid='turn-copy']:not([aria-disabled='true'])")
        .await;
    page.click("turn-copy").await;
    sends(page).await;
    page.hides("[data-testid='turn-form']").await;
    page.hides(&cell(0)).await;
    page.shows("[data-testid='roster-card'] [data-testid='officer']")
        .await;
    pictures(page, "roster-ahead").await;
    page.click("roster-this-month").await;
}

/// What the way of working of the staffed county adds: two grid workers in every village.
const QUOTA: &str = r#"
[[quotas]]
code = "village_workers"
name = { zh = "每村网格员", en = "Grid workers of a village" }
posts = ["grid_worker"]
level = "village"
least = 2
basis = "测试"
"#;

/// The small county with people at every level.
fn staffed() -> County {
    let posts = [
        (Post::GridLeader, GRIDS[0]),
        (Post::GridLeader, GRIDS[2]),
        (Post::GridLeader, GRIDS[4]),
        (Post::GridWorker, GRIDS[0]),
        (Post::GridWorker, GRIDS[1]),
        (Post::GridWorker, GRIDS[2]),
        (Post::GridWorker, GRIDS[4]),
        (Post::PartyGroupLeader, GRIDS[0]),
        (Post::PartyGroupLeader, "520381100201"),
        (Post::Mediator, "520381001"),
        (Post::Mediator, COUNTY),
        (Post::HouseholdUnitLeader, GRIDS[3]),
    ];
    let person = |(index, (post, area)): (usize, (Post, &str))| Person {
        id: format!("p{index}"),
        name: format!("人员{index}"),
        phone: format!("1390000{index:04}"),
        post,
        area: code(area),
        force: None,
        simulated: true,
    };
    County {
        people: posts.into_iter().enumerate().map(person).collect(),
        ..small_county()
    }
}

/// The counts of the table, by row and column.
async fn counts(page: &Page) -> BTreeMap<(String, String), u64> {
    let script = "return [...document.querySelectorAll(`[data-testid='staffing-cell']`)].map( \
                  cell => [cell.dataset.row, cell.dataset.column, Number(cell.dataset.count)]);";
    let cells = page.client.execute(script, Vec::new()).await.unwrap();
    let cells: Vec<(String, String, u64)> = serde_json::from_value(cells).unwrap();
    cells
        .into_iter()
        .map(|(row, column, count)| ((row, column), count))
        .collect()
}

/// Rows sum to the last one in every column, and columns to the last one in every row.
fn adds_up(counts: &BTreeMap<(String, String), u64>) {
    let of = |keep: &dyn Fn(&str, &str) -> bool| -> u64 {
        let kept = counts.iter().filter(|((row, column), _)| keep(row, column));
        kept.map(|(_, count)| count).sum()
    };
    for (row, column) in counts.keys() {
        let rows = of(&|other, of| other != "whole" && of == column.as_str());
        let whole = of(&|other, of| other == "whole" && of == column.as_str());
        assert_eq!(rows, whole, "the rows of {column} sum to the whole");
        let columns = of(&|of, other| of == row.as_str() && other != "total");
        let total = of(&|of, other| of == row.as_str() && other == "total");
        assert_eq!(columns, total, "the columns of {row} sum to its total");
    }
}

/// S20, S50: who stands where, by area and force; rows and columns sum, also one level down, where
/// the whole is the row that was opened; and where too few stand is listed.
#[tokio::test(flavor = "multi_thread")]
async fn staffing_adds_up_in_rows_and_columns_and_one_level_down() {
    if screen() {
        within_minutes(Box::pin(staffing())).await;
    }
}

async fn staffing() {
    let town = Town::of(Some("ulanqab"), staffed).await;
    let profile = include_str!("../../assets/profiles/ulanqab.toml");
    town.works_by(&format!("{profile}{QUOTA}")).await;
    let facts = matter("走访时反映的事", "sewage", "grid");
    let mut walk = Walk::begin_in(town, "zhouyong", facts).await;
    opens(&mut walk, "chenhong").await;
    let page = &walk.page;
    page.click("service-tab-staffing").await;
    page.becomes("staffing", "data-total", "12").await;
    page.becomes("staffing-sums", "data-adds-up", "true").await;
    let county = counts(page).await;
    adds_up(&county);
    let at = |row: &str, column: &str| county[&(row.to_owned(), column.to_owned())];
    assert_eq!(at("here", "others"), 1, "the county's own mediator");
    let (first, second) = (at("520381001", "total"), at("520381100", "total"));
    assert_eq!((first, second, at("whole", "total")), (8, 3, 12));
    let quota = "[data-testid='quota-village_workers'][data-all='3'][data-reached='1']";
    page.shows(quota).await;
    page.shows("[data-testid='quota-short'][data-have='1'][data-want='2']")
        .await;
    pictures(page, "staffing").await;

    page.click("staffing-520381001").await;
    page.becomes("service-area", "data-code", "520381001").await;
    page.becomes("staffing", "data-total", &first.to_string())
        .await;
    let town = counts(page).await;
    adds_up(&town);
    for (row, column) in county.keys().filter(|(row, _)| row == "520381001") {
        let whole = town[&("whole".to_owned(), column.clone())];
        assert_eq!(whole, county[&(row.clone(), column.clone())], "{column}");
    }
    page.click("staffing-520381001001").await;
    page.becomes("service-area", "data-code", "520381001001")
        .await;
    page.becomes("staffing", "data-total", "4").await;
    adds_up(&counts(page).await);
    page.click("service-up-county").await;
    page.becomes("staffing", "data-total", "12").await;
    walk.end().await;
}

/// S20: a county that knows only how many there are of each force sees its own figures, summed, beside
/// the register's, which has nobody here.
#[tokio::test(flavor = "multi_thread")]
async fn figures_that_a_county_only_counts_stand_beside_its_register() {
    if screen() {
        within_minutes(Box::pin(figures())).await;
    }
}

async fn figures() {
    let town = Town::at("changde", MORNING).await;
    let facts = matter("走访时反映的事", "sewage", "grid");
    let mut walk = Walk::begin_in(town, "zhouyong", facts).await;
    opens(&mut walk, "chenhong").await;
    let page = &walk.page;
    page.click("service-tab-staffing").await;
    page.becomes("staffing-counted", "data-sum", "47563").await;
    for (force, count) in [("f1", 16_584), ("f2", 25_133), ("f3", 2_513), ("f4", 3_333)] {
        let row = format!("[data-testid='counted'][data-force='{force}'][data-count='{count}']");
        page.shows(&row).await;
    }
    pictures(page, "counted").await;
    walk.end().await;
}
