//! What takes more than one look at a case, in the real window: rules that clash and the research
//! meeting that settles it, two cases of one matter, and many cases drawn around on the map.

use std::collections::BTreeSet;
use std::time::Duration;

use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use onemap_domain::case::{Case, CaseId, Urgency};
use onemap_domain::command::Command;
use onemap_domain::department::{Department, DepartmentCode};
use onemap_domain::people::UserId;
use onemap_exchange::county::{County, Step, Story};
use onemap_testkit::county::{COUNTY, code, facts, order, place, small_county, story_case};
use onemap_testkit::line::Line;
use uuid::Uuid;

use crate::driver::{Page, screen, within_minutes};
use crate::town::{OpenDesk, Town, eventually};
use crate::walk::Fill::{Press, Text};
use crate::walk::{Walk, matter, picture};

const NOTE: &str = "form-note";
const REASON: &str = "form-reason";

/// Saves a picture with this part of the page in sight, once it is painted: the page is told before
/// it is drawn.
async fn seen(page: &Page, part: &str, name: &str) {
    let script = format!(
        "const [done] = arguments;
        document.querySelector(\"[data-testid='{part}']\").scrollIntoView();
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)));"
    );
    page.client
        .execute_async(&script, Vec::new())
        .await
        .unwrap();
    picture(page, name).await;
}

/// The small county with one more department, which the duty lists give noise, too.
fn county_with_two_for_noise() -> County {
    let mut county = small_county();
    county.departments.push(Department {
        code: DepartmentCode("shengtai".to_owned()),
        name: "生态环境局".to_owned(),
        short: "生态局".to_owned(),
        duties: Vec::new(),
        seat: place(3),
        capacity: 10,
        area: code(COUNTY),
        simulated: true,
    });
    county
}

/// S7: two duties name two departments; the form of the research meeting knows which, the meeting
/// names one, and that one cannot give it back.
#[tokio::test(flavor = "multi_thread")]
async fn rules_that_clash_go_to_a_research_meeting_and_whom_it_names_cannot_return_it() {
    if screen() {
        within_minutes(Box::pin(research())).await;
    }
}

async fn research() {
    let town = Town::of(Some("chishui"), county_with_two_for_noise).await;
    let facts = matter("夜市音响噪声扰民", "noise", "hotline");
    let mut walk = Walk::begin_in(town, "lijun", facts).await;
    walk.does("wangmin", "verify", &[Text(NOTE, "属实")]).await;
    walk.does("wangmin", "establish", &[]).await;
    walk.page.click("action-dispatch").await;
    walk.page
        .becomes("dispatch-verdict", "data-verdict", "clash")
        .await;
    seen(&walk.page, "form", "research-clash").await;
    walk.page.click("dispatch-refer").await;
    walk.page.becomes("form", "data-command", "refer").await;
    let told = walk.page.find(REASON).await.prop("value").await.unwrap();
    let told = told.unwrap_or_default();
    for known in [
        "duty.zhifa",
        "duty.shengtai",
        "综合行政执法局",
        "生态环境局",
        "噪声扰民",
    ] {
        assert!(told.contains(known), "{known} stands in the reason: {told}");
    }
    seen(&walk.page, "form", "research-refer").await;
    let more = "\n两家都到过现场.";
    walk.page.find(REASON).await.send_keys(more).await.unwrap();
    walk.page.click("form-submit").await;
    walk.page.hides("[data-testid='form']").await;
    walk.page
        .hides("[data-testid='case-panel'][data-pending='true']")
        .await;
    walk.may_not("wangmin", "dispatch", "in_research").await;
    let designate = [
        Press("dispatch-option-zhifa"),
        Text(REASON, "研判会议纪要第七号"),
    ];
    walk.does("wangmin", "designate", &designate).await;
    walk.stands("dispatched").await;
    walk.may_not("zhifa", "return", "designated_stays").await;
    if !walk.page.has("[data-testid='action-return']").await {
        walk.page.click("action-more").await;
    }
    walk.page.click("action-return").await;
    walk.shows("action-reason").await;
    seen(&walk.page, "action-reason", "research-designated").await;
    walk.end().await;
}

/// S7: where no rule says who leads, the meeting is told the facts that none of them fits.
#[tokio::test(flavor = "multi_thread")]
async fn a_matter_that_no_rule_names_goes_to_a_research_meeting_with_its_facts() {
    if screen() {
        within_minutes(Box::pin(no_rule())).await;
    }
}

async fn no_rule() {
    let town = Town::of(Some("chishui"), small_county).await;
    let facts = matter("山林里有人放火烧荒", "forest", "hotline");
    let mut walk = Walk::begin_in(town, "lijun", facts).await;
    walk.does("wangmin", "verify", &[Text(NOTE, "属实")]).await;
    walk.does("wangmin", "establish", &[]).await;
    walk.page.click("action-dispatch").await;
    walk.page
        .becomes("dispatch-verdict", "data-verdict", "no_rule")
        .await;
    walk.page.click("dispatch-refer").await;
    walk.page.becomes("form", "data-command", "refer").await;
    let told = walk.page.find(REASON).await.prop("value").await.unwrap();
    let told = told.unwrap_or_default();
    assert!(told.contains("12345"), "the channel is among them: {told}");
    seen(&walk.page, "form", "research-no-rule").await;
    walk.page.click("form-submit").await;
    walk.page.hides("[data-testid='form']").await;
    walk.may_not("wangmin", "dispatch", "in_research").await;
    walk.end().await;
}

/// What the panel shows of a case: everything but its history, and what changes by itself as the
/// seconds pass.
const SHOWN: &str = "
    const panel = document.querySelector(\"[data-testid='case-panel']\").cloneNode(true);
    for (const at of panel.querySelectorAll('time')) at.textContent = at.dateTime;
    for (const row of panel.querySelectorAll('[data-due]')) row.append(row.dataset.due);
    const passing = '[data-testid=timeline], .clock-stand, .flow-clock, .clock, .case-row-time';
    for (const part of panel.querySelectorAll(passing)) part.remove();
    return panel.dataset.stage + ' ' + panel.textContent.replace(/\\s+/g, ' ').trim();
";

/// Opens a case and tells what the window shows of it.
async fn shown(walk: &mut Walk, case: CaseId) -> String {
    walk.case = case;
    walk.open().await;
    walk.page
        .hides("[data-testid='case-panel'][data-pending='true']")
        .await;
    // Who works in the grid is asked for by itself.
    let people = "[data-testid='case-people'] [data-testid='area-person']";
    walk.page.shows(people).await;
    let told = walk.page.client.execute(SHOWN, Vec::new()).await.unwrap();
    told.as_str().unwrap_or_default().to_owned()
}

/// A case as another desk has it, without how often it was changed.
async fn held(desk: &OpenDesk, case: CaseId) -> Case {
    eventually("nothing is under way", async || {
        desk.view(case).await.is_ok_and(|view| !view.pending)
    })
    .await;
    let mut case = desk.view(case).await.unwrap().case;
    case.revision = 0;
    case
}

/// S16: a second report of the same is found by place, time and words, merged, and taken apart
/// again; each is then what it was, and its history keeps both.
#[tokio::test(flavor = "multi_thread")]
async fn two_reports_of_one_matter_are_merged_in_the_window_and_taken_apart_as_they_were() {
    if screen() {
        within_minutes(Box::pin(merged())).await;
    }
}

async fn merged() {
    let first = matter("康佳社区三栋化粪池外溢污水流到路面", "sewage", "hotline");
    let mut walk = Walk::begin("liaocheng", "lijun", first).await;
    let one = walk.case;
    let other_desk = walk.town.desk("second").await;
    other_desk.on_line("lijun").await;
    let two = other_desk
        .report("三栋化粪池外溢, 污水流到路面没人管")
        .await
        .unwrap();
    eventually("the second report is at the central", async || {
        other_desk.status().await.waiting == 0
    })
    .await;
    walk.sits_down("wangmin").await;
    let before = [shown(&mut walk, one).await, shown(&mut walk, two).await];
    let before_held = [held(&other_desk, one).await, held(&other_desk, two).await];
    let alike = format!("[data-testid='case-alike-row'][data-case='{one}']");
    let why = walk.page.select(&alike).await.text().await.unwrap();
    assert!(why.contains("共同用词"), "the likeness is explained: {why}");
    seen(&walk.page, "case-alike", "merge-alike").await;

    walk.page.click("case-alike-merge").await;
    let into = format!("[data-testid='form-case-option'][data-case='{one}']");
    walk.page.click_on(&into).await;
    walk.page.fill(REASON, "同一处化粪池").await;
    walk.page.click("form-submit").await;
    walk.shows("case-merged-into").await;
    shown(&mut walk, one).await;
    walk.shows("case-absorbed-row").await;
    seen(&walk.page, "case-absorbed", "merge-merged").await;

    walk.page.click("case-unmerge").await;
    walk.page.becomes("form", "data-command", "unmerge").await;
    walk.page.fill(REASON, "不是同一处").await;
    walk.page.click("form-submit").await;
    walk.page.hides("[data-testid='form']").await;
    walk.page.hides("[data-testid='case-merged-into']").await;
    let after = [shown(&mut walk, one).await, shown(&mut walk, two).await];
    assert_eq!(after, before, "each shows what it showed");
    let held_now = [held(&other_desk, one).await, held(&other_desk, two).await];
    assert_eq!(held_now, before_held, "each is what it was");
    let number = other_desk.view(one).await.unwrap().case.number.unwrap().0;
    for event in ["merged", "unmerged"] {
        let line = format!("[data-testid='timeline-item'][data-event='{event}']");
        let line = walk.page.select(&line).await.text().await.unwrap();
        assert!(line.contains(&number), "it names the other case: {line}");
    }
    seen(&walk.page, "timeline", "merge-taken-apart").await;
    walk.end().await;
}

/// More cases in the west of the small county: two with an order, one that was only reported.
fn county_with_a_busy_west() -> County {
    let mut county = small_county();
    let orders = [
        ("污水井盖缺失", 0, Some("zhujian")),
        ("流动摊贩占道", 2, Some("zhifa")),
        ("楼道堆物", 2, None),
    ];
    for (index, (title, grid, lead)) in orders.into_iter().enumerate() {
        let note = String::new();
        let report = Command::Report {
            facts: Box::new(facts(title, grid)),
        };
        let mut given = vec![report];
        if let Some(lead) = lead {
            let urgency = Urgency::Normal;
            given.extend([
                Command::Verify { note },
                Command::Establish { urgency },
                order(lead),
            ]);
        }
        let step = |(command, minute): (Command, u32)| Step {
            minutes_before: 30 - minute,
            by: UserId("wangmin".to_owned()),
            command,
        };
        county.stories.push(Story {
            case: western(index),
            steps: given.into_iter().zip(0..).map(step).collect(),
        });
    }
    county
}

fn western(index: usize) -> CaseId {
    CaseId(Uuid::from_u128(
        (0x0191_0000_0000_7000_8000 << 48) | index as u128,
    ))
}

/// Draws a ring with the pointer held around the western half of the map.
async fn draw_around_the_west(page: &Page) {
    let script =
        "const at = document.querySelector(\"[data-testid='map']\").getBoundingClientRect();
        return [at.left, at.top, at.right, at.bottom];";
    let told = page.client.execute(script, Vec::new()).await.unwrap();
    let edges: Vec<f64> = serde_json::from_value(told).unwrap();
    let [left, top, right, bottom] = edges[..] else {
        panic!("a box has four edges")
    };
    let middle = f64::midpoint(left, right);
    // Along the county's one row of grids, from the middle round its western end and back.
    let (north, south) = (
        f64::midpoint(top, bottom) - 0.3 * (bottom - top),
        f64::midpoint(top, bottom) + 0.3 * (bottom - top),
    );
    let corners = [
        (middle, south),
        (middle, north),
        (left + 12.0, north),
        (left + 12.0, south),
        (middle - 6.0, south),
    ];
    let to = |(x, y): (f64, f64)| PointerAction::MoveTo {
        duration: Some(Duration::from_millis(80)),
        x: x.round(),
        y: y.round(),
    };
    let mut drawing = MouseActions::new("pointer".to_owned())
        .then(to(corners[0]))
        .then(PointerAction::Down { button: 0 });
    for corner in &corners[1..] {
        drawing = drawing.then(to(*corner));
    }
    let drawing = drawing.then(PointerAction::Up { button: 0 });
    page.client.perform_actions(drawing).await.unwrap();
}

/// The cases that the rows of a list name.
async fn listed(page: &Page, rows: &str) -> BTreeSet<String> {
    let script = format!(
        "return [...document.querySelectorAll(\"{rows}\")].map((row) => row.dataset.case);"
    );
    let told = page.client.execute(&script, Vec::new()).await.unwrap();
    serde_json::from_value(told).unwrap()
}

/// S23: a ring on the map chooses what lies in it and nothing else; those that can are urged
/// together, each with its outcome, and who cannot is said beforehand.
#[tokio::test(flavor = "multi_thread")]
async fn a_ring_on_the_map_chooses_the_cases_inside_it_and_they_are_urged_together() {
    if screen() {
        within_minutes(Box::pin(ring())).await;
    }
}

async fn ring() {
    let town = Town::of(None, county_with_a_busy_west).await;
    let line = Line::to(town.address).await.unwrap();
    let page = town.window("window", line.address).await;
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    page.shows("[data-testid='map'][data-ready='true']").await;
    page.click("map-lasso").await;
    page.shows("[data-testid='map-lasso-bar']").await;
    draw_around_the_west(&page).await;
    page.becomes("pick-count", "data-count", "4").await;
    let can = BTreeSet::from([story_case(1), western(0), western(1)].map(|case| case.to_string()));
    let cannot = western(2).to_string();
    let inside = can.iter().cloned().chain([cannot]).collect();
    let picked = "[data-testid='case-row'][data-picked='true']";
    assert_eq!(listed(&page, picked).await, inside);
    page.shows("[data-testid='map'][data-ready='true']").await;
    seen(&page, "bulk-panel", "lasso-chosen").await;

    page.click("bulk-command-urge").await;
    page.fill("bulk-words", "雨季前办结").await;
    page.becomes("bulk-unable", "data-count", "1").await;
    page.click("bulk-review").await;
    page.becomes("bulk-preview", "data-count", "3").await;
    page.click("bulk-send").await;
    page.becomes("bulk-outcome", "data-state", "finished").await;
    page.becomes("bulk-outcome-done", "data-count", "3").await;
    let outcomes = "[data-testid='bulk-outcome-row']";
    assert_eq!(listed(&page, outcomes).await, can);
    page.owes_nothing().await;
    seen(&page, "bulk-panel", "lasso-urged").await;

    let other = town.desk("b").await;
    other.on_line("lijun").await;
    eventually("another desk sees all three urged", async || {
        for case in [story_case(1), western(0), western(1)] {
            if !other
                .view(case)
                .await
                .is_ok_and(|view| view.case.urged == 1)
            {
                return false;
            }
        }
        true
    })
    .await;
    page.close().await;
}
