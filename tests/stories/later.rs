//! What a county brings later, taken up by the running central and the open window: a year's
//! calendar, and a way of working of its own.

use crate::driver::{screen, within_minutes};
use crate::town::Town;
use crate::walk::Fill::{Press, Text};
use crate::walk::{Walk, looks_at, matter};

/// Until zhujian works on it.
async fn handling(walk: &mut Walk) {
    walk.does("wangmin", "verify", &[]).await;
    walk.does("wangmin", "establish", &[]).await;
    let order = [Press("dispatch-option-zhujian")];
    walk.does("wangmin", "dispatch", &order).await;
    walk.does("zhujian", "accept", &[]).await;
    walk.stands("handling").await;
}

/// 1 January 2027 is a Friday; that it rests is all that is known of the year (全国年节及纪念日放假
/// 办法第二条). Number and place of the notice are made up.
const NOTICE: &str = "year = 2027\n\
    notice = \"国办发明电〔2026〕0号\"\n\
    source = \"\"\n\
    [[holidays]]\n\
    name = \"元旦\"\n\
    rest = [\"2027-01-01\"]\n";

/// Seven days end in a year whose notice is not there: 暂定, with the year. A notice with a mistake
/// changes nothing; the right one moves the deadline while one looks at it, and the timeline says
/// why.
#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_in_a_year_without_a_calendar_is_counted_anew_when_the_calendar_comes() {
    if screen() {
        within_minutes(Box::pin(calendar())).await;
    }
}

async fn calendar() {
    // Seven days after a Friday.
    let town = Town::at("liaocheng", "2026-12-25T09:00+08").await;
    let facts = matter("跨年办理走一遍", "sewage", "hotline");
    let mut walk = Walk::begin_in(town, "lijun", facts).await;
    handling(&mut walk).await;
    walk.page
        .becomes("clock-handling", "data-due", "2027-01-01T16:00:00Z")
        .await;
    walk.page.click("clock-handling").await;
    let stands = walk.page.text("clock-handling").await;
    assert!(stands.contains("暂定 (2027 年)"), "{stands}");
    let steps = walk.page.text("clock-steps-handling").await;
    assert!(steps.contains("2027 年"), "the last step says so: {steps}");
    looks_at(&walk, "[data-testid='clock-steps-handling']").await;
    walk.picture("calendar-missing").await;

    let weekday = format!("{NOTICE}work = [\"2027-01-08\"]\n");
    let mistake = onemap_exchange::calendar::read(&weekday).unwrap_err();
    assert!(
        mistake.to_string().contains("2027-01-08"),
        "a Friday cannot be made up for: {mistake}"
    );

    let taken = walk.town.takes_calendar(NOTICE).await;
    assert!(taken.recomputed >= 1, "{taken:?}");
    // Nobody has touched the window.
    walk.page
        .becomes("clock-handling", "data-due", "2027-01-04T16:00:00Z")
        .await;
    let stands = walk.page.text("clock-handling").await;
    assert!(!stands.contains("暂定"), "{stands}");
    let moved = "[data-testid='timeline-item'][data-event='clock_moved']";
    walk.page.shows(moved).await;
    let line = walk.page.select(moved).await.text().await.unwrap();
    assert!(line.contains("放假安排公布后重算"), "{line}");
    looks_at(&walk, moved).await;
    walk.picture("calendar-came").await;
    let again = walk.town.takes_calendar(NOTICE).await;
    assert_eq!(again.recomputed, 0, "what is settled stays");
    walk.end().await;
}

/// 永宁's joint mediation (S43), made from 甘州's file: the source names none of the five bodies, so
/// they are numbered, for the county to name.
fn joint_mediation(least: u8) -> String {
    let shipped = include_str!("../../assets/profiles/ganzhou.toml");
    let (before, rest) = shipped.split_once("least_bodies = 1\n").unwrap();
    let (confirmation, rest) = rest.split_once("bodies = [\n").unwrap();
    let (_, after) = rest.split_once("]\n").unwrap();
    let bodies: Vec<String> = ["一", "二", "三", "四", "五"]
        .into_iter()
        .zip(1..)
        .map(|(zh, en)| {
            format!(
                "  {{ code = \"body_{en}\", name = {{ zh = \"调解主体({zh})\", \
                 en = \"Mediating body ({en})\" }} }},\n"
            )
        })
        .collect();
    let bodies = bodies.concat();
    format!("{before}least_bodies = {least}\n{confirmation}bodies = [\n{bodies}]\n{after}")
        .replace("code = \"ganzhou\"", "code = \"joint-mediation\"")
        .replace(
            "name = { zh = \"综治中心一站式\", en = \"One-stop centre\" }",
            "name = { zh = \"联合调解\", en = \"Joint mediation\" }",
        )
}

/// S43: five bodies of which at least two take part; one alone is refused, two record the sum and
/// the parties, whose names are masked.
#[tokio::test(flavor = "multi_thread")]
async fn five_bodies_mediate_together_at_least_two_at_a_time() {
    if screen() {
        within_minutes(Box::pin(mediated())).await;
    }
}

async fn mediated() {
    let mistakes = onemap_exchange::profile::check(&joint_mediation(6)).unwrap_err();
    assert_eq!(mistakes.len(), 1, "six of five never come: {mistakes:?}");
    let town = Town::working("ganzhou").await;
    town.works_by(&joint_mediation(2)).await;
    let facts = matter("联合调解走一遍", "sewage", "window");
    let mut walk = Walk::begin_in(town, "lijun", facts).await;
    walk.does("wangmin", "verify", &[]).await;
    walk.may_not("wangmin", "mediate", "stage_not_allowed")
        .await;
    walk.does("wangmin", "establish", &[]).await;
    let order = [Press("dispatch-option-zhujian")];
    walk.does("wangmin", "dispatch", &order).await;
    walk.does("zhujian", "accept", &[]).await;
    walk.may_not("chenhong", "mediate", "role_not_allowed")
        .await;
    let mediation = [
        Press("form-bodies-body_1"),
        Text("form-parties-0", "赵某某"),
        Text("form-parties-1", "钱某"),
        Press("form-agreed-yes"),
        Text("form-amount", "12000"),
        Text("form-text", "一次付清"),
    ];
    walk.is_refused("zhujian", "mediate", &mediation, "too_few_bodies")
        .await;
    let together: Vec<_> = [Press("form-bodies-body_4")]
        .into_iter()
        .chain(mediation)
        .collect();
    let [alone, ..] = mediation[1..].as_ref() else {
        unreachable!()
    };
    let one_party = [together[0], together[1], *alone];
    walk.is_refused("zhujian", "mediate", &one_party, "field_missing")
        .await;
    walk.does("zhujian", "mediate", &together).await;
    walk.page
        .becomes("case-mediation", "data-agreed", "true")
        .await;
    let said = walk.page.text("case-mediation").await;
    for part in ["调解主体(一)", "调解主体(四)", "12,000.00", "赵**", "钱*"] {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    assert!(!said.contains('某'), "names are masked: {said}");
    let told = walk.page.text("timeline").await;
    assert!(!told.contains("赵某"), "in the timeline, too: {told}");
    walk.clock("confirmation").await;
    looks_at(&walk, "[data-testid='case-mediation']").await;
    walk.picture("joint-mediation").await;
    walk.end().await;
}
