//! 督办台 in the real window: from overdue to answered, one department, what a leader has in hand,
//! and a draw that is recorded before it is seen.

mod draws;
mod figures;

use jiff::civil::date;
use onemap_domain::calendar::Period;
use onemap_domain::case::{CaseId, Facts, Urgency};
use onemap_domain::clock::ClockCode;
use onemap_domain::command::Command;
use onemap_domain::department::DepartmentCode;
use onemap_domain::record::{Becomes, RecordCommand, Resolution, decision};
use onemap_protocol::desk::{KeepRecord, Submit};
use onemap_testkit::county::{COUNTY, code, facts, order};

use crate::driver::{Page, screen, within_minutes};
use crate::minutes::python;
use crate::papers::at;
use crate::town::{OpenDesk, Town, eventually};
use crate::walk::Fill::{Press, Text};
use crate::walk::{Walk, matter, picture};

/// The figures of a kept table, below its head and right of its days.
const FIGURES: &str = r"
import sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).active
for row in sheet.iter_rows(min_row=5, min_col=2, values_only=True):
    print('\t'.join(str(value) for value in row))
";

/// The width and height that pictures are taken at, beside the window's own.
const SIZES: [(u32, u32); 2] = [(1366, 768), (1920, 1080)];

/// Who leads a case, its title, its category, its grid.
type Told = (&'static str, &'static str, &'static str, usize);

/// Cases that came in on a day, with who leads them; `""` where nobody does yet.
const DAYS: [(&str, &[Told]); 3] = [
    (
        "2026-11-08T09:00+08",
        &[
            ("zhujian", "步行街窨井盖松动", "road", 0),
            ("zhujian", "康佳社区路灯不亮", "power", 1),
            ("zhifa", "菜市场门口占道经营", "market", 2),
        ],
    ),
    (
        "2026-11-13T09:00+08",
        &[
            ("zhujian", "老旧小区外墙脱落", "housing", 3),
            ("zhujian", "人民路污水管堵塞", "sewage", 1),
            ("renshe", "工地拖欠工资", "wages", 4),
            ("", "星光村道路塌方", "road", 5),
        ],
    ),
    (
        "2026-11-17T10:00+08",
        &[
            ("zhifa", "深夜施工噪声扰民", "noise", 2),
            ("zhujian", "三岔路口积水", "road", 0),
            ("renshe", "劳务合同未签", "wages", 3),
        ],
    ),
];

async fn settled(desk: &OpenDesk) {
    eventually("everything is at the central", async || {
        desk.status().await.waiting == 0
    })
    .await;
}

/// Takes a case in, up to its order.
async fn taken_in(desk: &OpenDesk, told: &Told) -> CaseId {
    let (lead, title, category, grid) = *told;
    let facts = Facts {
        category: category.to_owned(),
        ..facts(title, grid)
    };
    let report = Command::Report {
        facts: Box::new(facts),
    };
    let submit = Submit {
        case: None,
        revision: 0,
        command: report,
    };
    let case = desk.act(submit).await.unwrap().case;
    if !lead.is_empty() {
        ordered(desk, case, lead).await;
    }
    case
}

/// From verifying to dispatching.
async fn ordered(desk: &OpenDesk, case: CaseId, lead: &str) {
    let note = "现场属实".to_owned();
    let urgency = Urgency::Normal;
    for command in [
        Command::Verify { note },
        Command::Establish { urgency },
        order(lead),
    ] {
        desk.give(case, command).await.unwrap();
    }
}

/// A town with cases of three days behind it; their identities day by day.
async fn filled() -> (Town, Vec<CaseId>) {
    let town = Town::at("liaocheng", DAYS[0].0).await;
    let mut cases = Vec::new();
    for (index, (at, told)) in DAYS.iter().enumerate() {
        town.becomes(at);
        let desk = town.desk(&format!("day{index}")).await;
        desk.on_line("wangmin").await;
        for told in *told {
            cases.push(taken_in(&desk, told).await);
        }
        settled(&desk).await;
        desk.desk.close().await;
    }
    (town, cases)
}

/// The selector of a figure of the board.
fn cell(whose: &str, column: &str) -> String {
    format!("[data-testid='board-cell'][data-whose='{whose}'][data-column='{column}']")
}

async fn number(page: &Page, selector: &str) -> u32 {
    let count = page.select(selector).await.attr("data-count").await;
    count.unwrap().unwrap().parse().unwrap()
}

async fn turns_to(page: &Page, tab: usize) {
    page.shows("[data-testid='supervision-page']").await;
    let option = format!(
        "[data-testid='supervision-page'] .supervision-tabs .segment-option:nth-child({tab})"
    );
    page.click_on(&option).await;
}

/// Waits until the page has been laid out and its transitions are over.
async fn drawn_anew(page: &Page) {
    let drawn = "const done = arguments[0]; setTimeout(() => requestAnimationFrame(() => \
                 requestAnimationFrame(() => done(true))), 400)";
    let drawn = page.client.execute_async(drawn, Vec::new()).await;
    drawn.unwrap();
}

/// Pictures of the window at both sizes, and in the dark.
async fn pictures(page: &Page, name: &str) {
    if std::env::var_os("ONEMAP_PICTURES").is_none() {
        return;
    }
    for (width, height) in SIZES {
        page.client.set_window_size(width, height).await.unwrap();
        drawn_anew(page).await;
        picture(page, &format!("supervision-{name}-{width}")).await;
    }
    let palette = "document.documentElement.setAttribute('data-theme', arguments[0])";
    for (theme, kept) in [("dark", true), ("light", false)] {
        let arguments = vec![theme.into()];
        page.client.execute(palette, arguments).await.unwrap();
        drawn_anew(page).await;
        if kept {
            picture(page, &format!("supervision-{name}-{theme}")).await;
        }
    }
}

/// S3, S12, S20: on the board a case turns from due soon to overdue; the figure lists exactly its
/// cases; the supervisor supervises the case from there with a numbered slip; when the department
/// has answered, nothing waits any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_followed_from_overdue_to_answered_on_the_board() {
    if screen() {
        within_minutes(Box::pin(from_overdue_to_answered())).await;
    }
}

async fn from_overdue_to_answered() {
    let (town, _) = filled().await;
    let matter = matter("三号楼后侧污水外溢", "sewage", "hotline");
    let mut walk = Walk::begin_in(town, "lijun", matter).await;
    let centre = walk.town.desk("centre").await;
    centre.on_line("wangmin").await;
    eventually("the centre has it", async || {
        centre.view(walk.case).await.is_ok()
    })
    .await;
    // To be accepted by the end of the next day.
    ordered(&centre, walk.case, "zhujian").await;
    settled(&centre).await;
    centre.desk.close().await;

    walk.town.becomes("2026-11-18T23:20+08");
    walk.sits_down("sunqiang").await;
    walk.page.click("go-supervision").await;
    let late = cell("zhujian", "late3");
    let before = number(&walk.page, &late).await;
    assert!(number(&walk.page, &cell("zhujian", "yellow")).await > 0);

    walk.town.becomes("2026-11-19T00:10+08");
    // The central says what time it is with whatever it says.
    let other = walk.town.desk("other").await;
    other.on_line("wangmin").await;
    other.report("夜里的一件新事").await.unwrap();
    settled(&other).await;
    walk.page
        .shows(&format!("{late}:not([data-count='{before}'])"))
        .await;
    let overdue = number(&walk.page, &late).await;
    assert!(overdue > before, "{overdue} are overdue, {before} were");
    walk.page
        .becomes("board-worst", "data-department", "zhujian")
        .await;
    pictures(&walk.page, "board").await;

    supervised_from_the_list(&mut walk, &late, overdue).await;
    answered(&walk).await;
    department(&walk.page).await;
    walk.end().await;
}

/// The figure is opened, its cases are walked through, one of them is supervised.
async fn supervised_from_the_list(walk: &mut Walk, late: &str, overdue: u32) {
    walk.page.click_on(late).await;
    walk.page
        .becomes("supervision-list", "data-total", &overdue.to_string())
        .await;
    let first = "[data-testid='supervision-case']:first-child[aria-current='true']";
    let second = "[data-testid='supervision-case']:nth-child(2)[aria-current='true']";
    for (key, shown) in [("j", first), ("j", second), ("k", first)] {
        let desk = walk.page.select(".supervision").await;
        desk.send_keys(key).await.unwrap();
        walk.page.shows(shown).await;
    }
    let row = format!(
        "[data-testid='supervision-case'][data-case='{}']",
        walk.case
    );
    walk.page.click_on(&format!("{row} button")).await;
    walk.page
        .shows(&format!("{row}[aria-current='true']"))
        .await;
    let panel = format!("[data-testid='case-panel'][data-case='{}']", walk.case);
    walk.page.shows(&panel).await;
    walk.does(
        "sunqiang",
        "supervise",
        &[
            Press("form-ladder-usual"),
            Text("form-reason", "逾期未受理"),
        ],
    )
    .await;
    let slip = walk.page.text("case-slip").await;
    assert!(slip.ends_with("督1"), "the slip has a number: {slip}");
    let supervised = cell("zhujian", "supervised");
    walk.page
        .shows(&format!("{supervised}[data-count='1']"))
        .await;
    let rung = "[data-testid='board-rung'][data-ladder='usual'][data-rung='0'][data-count='1']";
    walk.page.shows(rung).await;
    pictures(&walk.page, "list").await;
}

/// Another desk answers the slip, and the board has nothing waiting any more.
async fn answered(walk: &Walk) {
    let supervised = cell("zhujian", "supervised");
    let office = walk.town.desk("office").await;
    office.on_line("zhujian").await;
    eventually("the slip is at the office", async || {
        let view = office.view(walk.case).await;
        view.is_ok_and(|view| view.case.supervision.is_some())
    })
    .await;
    office.give(walk.case, Command::Accept).await.unwrap();
    let text = "已派抢修队, 今日完工".to_owned();
    let answer = Command::AnswerSupervision { text };
    office.give(walk.case, answer).await.unwrap();
    settled(&office).await;
    walk.page
        .shows(&format!("{supervised}[data-count='0']"))
        .await;
    walk.page
        .becomes("case-supervision", "data-answered", "true")
        .await;
    pictures(&walk.page, "answered").await;
}

/// The department's own page: its course as a drawing and as a table, its rates.
async fn department(page: &Page) {
    let name = "[data-testid='board-department'][data-department='zhujian']";
    page.click_on(name).await;
    page.becomes("department-page", "data-department", "zhujian")
        .await;
    page.shows("[data-testid='department-rates']").await;
    page.shows("[data-testid='department-course'] svg").await;
    pictures(page, "department").await;
    page.click("course-turn").await;
    page.shows("[data-testid='course-table']").await;
    pictures(page, "department-table").await;
    taken_along(page).await;
    page.click("course-turn").await;
    page.shows("[data-testid='department-course'] svg").await;
}

/// The table of the course is copied, and pasted where one types; then it is kept as an Excel sheet.
async fn taken_along(page: &Page) {
    page.click("copy-course").await;
    page.shows("[data-testid='toast'].toast-good").await;
    let shown = "return [...document.querySelectorAll(\"[data-testid='course-table'] tbody tr\")]\
                 .map(row => [...row.cells].slice(1).map(cell => cell.textContent).join('\\t'))";
    let shown = page.client.execute(shown, Vec::new()).await.unwrap();
    let shown: Vec<String> = serde_json::from_value(shown).unwrap();
    assert_eq!(shown.len(), 30, "a row for each day");
    assert_eq!(pasted(page).await, shown);

    page.click("paper-course-keep").await;
    let path = page.kept_file("course").await;
    let read = python(FIGURES, &at(&path));
    let read: Vec<&str> = read.lines().collect();
    assert_eq!(read, shown, "the sheet has the figures of the screen");
    pictures(page, "department-kept").await;
}

/// What the clipboard holds, row by row without the head and the days: pasted into a field that the
/// page did not have.
async fn pasted(page: &Page) -> Vec<String> {
    let field = "const field = document.createElement('textarea'); field.id = 'pasted'; \
                 field.style.cssText = 'position: fixed; inset: 0 auto auto 0; z-index: 99'; \
                 document.body.append(field); field.focus();";
    page.client.execute(field, Vec::new()).await.unwrap();
    let field = page.select("#pasted").await;
    field.send_keys("\u{e009}v\u{e000}").await.unwrap();
    let mut text = String::new();
    eventually("the clipboard is pasted", async || {
        let value = field.prop("value").await.unwrap();
        text = value.unwrap_or_default();
        !text.is_empty()
    })
    .await;
    let gone = "document.getElementById('pasted').remove()";
    page.client.execute(gone, Vec::new()).await.unwrap();
    assert!(text.starts_with("日期\t在办\t交办\t结案\n"), "{text}");
    let rows = text.lines().skip(1);
    let figures = rows.map(|row| row.split_once('\t').unwrap().1.to_owned());
    figures.collect()
}

/// S40: a leader sees first the cases of their own with what was shown and what is owed, what
/// somebody asks leave for, and what a meeting decided.
#[tokio::test(flavor = "multi_thread")]
async fn a_leader_sees_the_adopted_cases_and_what_waits_for_a_word() {
    if screen() {
        within_minutes(Box::pin(in_hand())).await;
    }
}

async fn in_hand() {
    let (town, cases) = filled().await;
    let (adopted, extended) = (cases[0], cases[3]);
    let matter = matter("化粪池满溢", "sewage", "hotline");
    let mut walk = Walk::begin_in(town, "lijun", matter).await;
    let office = walk.town.desk("office").await;
    office.on_line("zhujian").await;
    office.give(adopted, Command::Accept).await.unwrap();
    office.give(extended, Command::Accept).await.unwrap();
    let ask = Command::RequestExtension {
        clock: ClockCode::new("handling"),
        period: Period::NaturalDays(3),
        reason: "等待配件到货".to_owned(),
    };
    office.give(extended, ask).await.unwrap();
    settled(&office).await;
    let leader = walk.town.desk("leader").await;
    leader.on_line("chenhong").await;
    let unit = DepartmentCode("zhujian".to_owned());
    leader.give(adopted, Command::Adopt { unit }).await.unwrap();
    let evidence = "11月17日到现场查看, 台账第三页".to_owned();
    let item = "in_person_1".to_owned();
    let attest = Command::Attest { item, evidence };
    leader.give(adopted, attest).await.unwrap();
    let resolution = Resolution {
        meeting: None,
        area: code(COUNTY),
        case: Some(extended),
        text: "三天内完成外墙加固, 先设围挡".to_owned(),
        becomes: Becomes::Note,
        department: Some(DepartmentCode("zhujian".to_owned())),
        person: "周永福".to_owned(),
        by: date(2026, 11, 20),
    };
    let decide = KeepRecord {
        record: None,
        revision: 0,
        keep: RecordCommand::Decision(decision::Command::Decide(resolution)),
    };
    leader.act(decide).await.unwrap();
    settled(&leader).await;

    walk.sits_down("chenhong").await;
    walk.page.click("go-supervision").await;
    let own = format!(
        "[data-testid='leader-adopted-case'][data-case='{adopted}'][data-own='true'][data-owed='6']"
    );
    walk.page.shows(&own).await;
    walk.page
        .shows("[data-testid='leader-item'][data-item='in_person_1'][data-owed='false']")
        .await;
    walk.page
        .becomes("leader-requests", "data-count", "1")
        .await;
    walk.page
        .shows("[data-testid='leader-decision'][data-late='false']")
        .await;
    pictures(&walk.page, "leader").await;
    walk.page.click("leader-decision-case").await;
    walk.page
        .shows(&format!(
            "[data-testid='case-panel'][data-case='{extended}']"
        ))
        .await;
    walk.end().await;
}
