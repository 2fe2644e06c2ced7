//! Desks on line: a case's whole way between two of them, and what each may see.

use std::time::Instant;

use onemap_domain::case::{Stage, Urgency};
use onemap_domain::command::Command;
use onemap_domain::lane::Lane;
use onemap_protocol::desk::{
    AreaCard, CaseFilter, Cases, DepartmentCard, Lanes, Loads, Locate, Search,
};
use onemap_testkit::county::{COUNTY, DEDICATED, code, dedicated_place, order, story_case};

use crate::town::{Town, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn what_one_desk_does_the_other_sees_within_two_seconds() {
    let town = Town::new().await;
    let (one, other) = (town.desk("a").await, town.desk("b").await);
    one.on_line("wangmin").await;
    other.on_line("lijun").await;
    let start = Instant::now();
    let case = one.report("两台控制台").await.unwrap();
    eventually("the other desk sees it", async || {
        other.view(case).await.is_ok()
    })
    .await;
    let taken = start.elapsed();
    println!("seen on the other desk after {} ms", taken.as_millis());
    assert!(taken.as_secs() < 2, "{taken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_and_a_clerk_walk_a_case_to_its_end() {
    let town = Town::new().await;
    let (centre, office) = (town.desk("a").await, town.desk("b").await);
    centre.on_line("wangmin").await;
    office.on_line("zhujian").await;
    let case = centre.report("康佳社区污水外溢").await.unwrap();
    centre
        .give(
            case,
            Command::Verify {
                note: "属实".to_owned(),
            },
        )
        .await
        .unwrap();
    centre
        .give(
            case,
            Command::Establish {
                urgency: Urgency::Urgent,
            },
        )
        .await
        .unwrap();
    assert!(
        office.view(case).await.is_err(),
        "not before it is dispatched to them"
    );
    centre.give(case, order("zhujian")).await.unwrap();
    eventually("the clerk finds it", async || {
        office.view(case).await.is_ok()
    })
    .await;
    let before = office.view(case).await.unwrap();
    assert!(before.timeline.len() > 3, "with its whole history");
    office.give(case, Command::Accept).await.unwrap();
    office
        .give(
            case,
            Command::Progress {
                note: "已派人".to_owned(),
            },
        )
        .await
        .unwrap();
    office
        .give(
            case,
            Command::FeedBack {
                result: "已疏通".to_owned(),
            },
        )
        .await
        .unwrap();
    eventually("the centre sees the answer", async || {
        centre.view(case).await.unwrap().case.stage == Stage::FedBack
    })
    .await;
    let close = Command::Close {
        reason: "resolved".to_owned(),
        note: String::new(),
        demands: std::collections::BTreeMap::new(),
    };
    centre.give(case, close).await.unwrap();
    eventually("it is closed for both", async || {
        let there = office.view(case).await.unwrap();
        there.case.stage == Stage::Closed && !there.pending
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_returned_case_disappears_from_the_department_that_returned_it() {
    let town = Town::new().await;
    let (centre, office) = (town.desk("a").await, town.desk("b").await);
    centre.on_line("wangmin").await;
    office.on_line("zhifa").await;
    let case = story_case(3);
    centre
        .give(
            case,
            Command::Verify {
                note: String::new(),
            },
        )
        .await
        .unwrap();
    centre
        .give(
            case,
            Command::Establish {
                urgency: Urgency::Normal,
            },
        )
        .await
        .unwrap();
    centre.give(case, order("zhifa")).await.unwrap();
    eventually("the clerk finds it", async || {
        office.view(case).await.is_ok()
    })
    .await;
    office
        .give(
            case,
            Command::Return {
                reason: "不属本单位".to_owned(),
            },
        )
        .await
        .unwrap();
    eventually("it is gone there", async || {
        office.view(case).await.is_err()
    })
    .await;
    eventually("and waits for dispatch here", async || {
        let view = centre.view(case).await.unwrap();
        view.case.stage == Stage::Established && view.case.returned == 1
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_by_lane_and_by_area_add_up() {
    let town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let lanes = desk.ask(Lanes::default()).await.unwrap();
    assert_eq!(
        (lanes.counts[&Lane::ToVerify], lanes.counts[&Lane::Done]),
        (2, 1)
    );
    let waiting: u32 = lanes
        .counts
        .iter()
        .filter(|(lane, _)| !matches!(lane, Lane::Done | Lane::Overdue))
        .map(|(_, count)| count)
        .sum();
    assert_eq!(waiting, lanes.open);
    let mut areas = vec![code(COUNTY)];
    while let Some(area) = areas.pop() {
        let card = desk.ask(AreaCard { code: area.clone() }).await.unwrap();
        let children: u32 = card.children.iter().map(|child| child.open).sum();
        if !card.children.is_empty() {
            assert_eq!(children, card.open, "the children of {area} add up");
            areas.extend(card.children.into_iter().map(|child| child.area.code));
        }
    }
    let loads = desk.ask(Loads {}).await.unwrap();
    for load in loads {
        let card = desk
            .ask(DepartmentCard {
                code: load.department,
            })
            .await
            .unwrap();
        assert_eq!(card.cases.len() as u32, load.load.open);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_found_and_a_name_is_found_by_its_initials() {
    let town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let located = desk
        .ask(Locate {
            position: dedicated_place(),
        })
        .await
        .unwrap();
    assert_eq!(
        located.chain.last(),
        Some(&code(DEDICATED)),
        "the dedicated grid wins"
    );
    let hits = desk
        .ask(Search {
            text: "kjsq".to_owned(),
        })
        .await
        .unwrap();
    assert!(
        serde_json::to_string(&hits).unwrap().contains("康佳社区"),
        "{hits:?}"
    );
    let filter = CaseFilter {
        text: "100%".to_owned(),
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
    assert_eq!(page.total, 0, "a percent sign is only a percent sign");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reporters_name_and_phone_are_masked_on_every_card() {
    let town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let view = desk.view(story_case(0)).await.unwrap();
    let shown = serde_json::to_string(&view).unwrap();
    assert!(shown.contains("张**") && shown.contains("138****1234"));
    assert!(!shown.contains("张三丰") && !shown.contains("13812341234"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_with_a_mistake_is_refused_by_field_before_anything_is_kept() {
    let town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let refused = desk.report("  ").await.unwrap_err();
    assert_eq!(
        (refused.code.as_str(), refused.params["field"].as_str()),
        ("field_missing", "title")
    );
    assert!(desk.orders().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn correcting_a_title_keeps_the_reporter_that_the_page_never_saw_plain() {
    let town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let case = story_case(3);
    let mut facts = desk.view(case).await.unwrap().case.facts;
    facts.title = "夜间施工噪声扰民".to_owned();
    desk.give(
        case,
        Command::Amend {
            facts: Box::new(facts),
        },
    )
    .await
    .unwrap();
    eventually("the correction is confirmed", async || {
        let view = desk.view(case).await.unwrap();
        !view.pending && view.case.facts.title == "夜间施工噪声扰民"
    })
    .await;
    let user = onemap_console::Reads::user(&desk.desk).unwrap();
    let stored = onemap_console::Reads::case(&desk.desk, &user.scope, case)
        .await
        .unwrap();
    assert_eq!(stored.unwrap().case.facts.reporter.unwrap().name, "张三丰");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_of_facts_that_somebody_changed_meanwhile_is_a_conflict() {
    let town = Town::new().await;
    let (one, line) = town.desk_on_a_line("a").await;
    let other = town.desk("b").await;
    one.on_line("wangmin").await;
    other.on_line("lijun").await;
    let case = story_case(3);
    let mut facts = one.view(case).await.unwrap().case.facts;
    line.behave(onemap_testkit::line::Behaviour::Cut);
    facts.title = "甲的更正".to_owned();
    one.give(
        case,
        Command::Amend {
            facts: Box::new(facts.clone()),
        },
    )
    .await
    .unwrap();
    facts.title = "乙的更正".to_owned();
    other
        .give(
            case,
            Command::Amend {
                facts: Box::new(facts),
            },
        )
        .await
        .unwrap();
    eventually("the other's is delivered", async || {
        other.status().await.waiting == 0
    })
    .await;
    line.behave(onemap_testkit::line::Behaviour::Whole);
    eventually("the conflict is listed", async || {
        one.status().await.set_aside == 1
    })
    .await;
    eventually("nothing was overwritten", async || {
        one.view(case).await.unwrap().case.facts.title == "乙的更正"
    })
    .await;
}
