//! Nobody sees or changes what their role and area do not cover.

use onemap_domain::Refusal;
use onemap_domain::case::{Case, CaseId, Facts, Reporter, Urgency};
use onemap_domain::command::{Command, Dispatch};
use onemap_domain::department::DepartmentCode;
use onemap_protocol::command::Answer;
use onemap_protocol::feed::Entry;
use onemap_testkit::county::{facts, order, place, story_case};
use serde_json::Value;
use uuid::Uuid;

use crate::stage::{Person, Stage};

async fn listed(person: &Person) -> Vec<CaseId> {
    person.all_cases().await.into_iter().collect()
}

async fn in_snapshot(person: &Person) -> Vec<CaseId> {
    person.snapshot_cases().await.into_keys().collect()
}

#[tokio::test]
async fn a_clerk_sees_the_cases_that_their_department_leads_or_helps_with_and_no_others() {
    let stage = Stage::small().await;
    let (operator, clerk) = (
        stage.signed_in("wangmin").await,
        stage.signed_in("zhifa").await,
    );
    assert_eq!(listed(&clerk).await, [story_case(1)]);
    assert_eq!(in_snapshot(&clerk).await, [story_case(1)]);
    for path in ["", "/timeline"] {
        let problem = clerk
            .is_refused(&format!("/v1/cases/{}{path}", story_case(0)))
            .await;
        assert_eq!((problem.status, problem.code.as_str()), (404, "not_found"));
    }
    let refused = clerk.gives(story_case(2), Command::Accept).await;
    assert_eq!(refused, Answer::Refused(Refusal::NotFound));

    let case = story_case(3);
    operator
        .does(
            case,
            Command::Verify {
                note: String::new(),
            },
        )
        .await;
    operator
        .does(
            case,
            Command::Establish {
                urgency: Urgency::Normal,
            },
        )
        .await;
    let Command::Dispatch(with) = order("zhujian") else {
        unreachable!()
    };
    let helped = Dispatch {
        assists: vec![DepartmentCode("zhifa".to_owned())],
        ..with
    };
    operator.does(case, Command::Dispatch(helped)).await;
    assert_eq!(listed(&clerk).await, [story_case(1), case]);
    let _: Case = clerk.reads(&format!("/v1/cases/{case}")).await;
}

#[tokio::test]
async fn a_clerks_feed_brings_what_comes_whole_and_takes_what_leaves() {
    let stage = Stage::small().await;
    let (operator, clerk) = (
        stage.signed_in("wangmin").await,
        stage.signed_in("zhifa").await,
    );
    let (entries, cursor) = clerk.feed(0, 2000).await;
    let [Entry::Whole { case, events }] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!(
        (case.id, events.len() as u64),
        (story_case(1), case.revision)
    );

    let mine = operator.reports("井盖破损", 3).await;
    operator
        .does(
            mine,
            Command::Verify {
                note: String::new(),
            },
        )
        .await;
    operator
        .does(
            mine,
            Command::Establish {
                urgency: Urgency::Normal,
            },
        )
        .await;
    let (entries, cursor) = clerk.feed(cursor, 2000).await;
    assert_eq!(entries, [], "what was never theirs leaves no trace");
    operator.does(mine, order("zhifa")).await;
    let (entries, cursor) = clerk.feed(cursor, 2000).await;
    let [Entry::Whole { case, events }] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!(
        (case.id, events[0].revision),
        (mine, 1),
        "from its beginning"
    );
    operator
        .does(
            mine,
            Command::Withdraw {
                note: String::new(),
            },
        )
        .await;
    let (entries, _) = clerk.feed(cursor, 2000).await;
    assert_eq!(entries, [Entry::Tombstone { case: mine }]);
}

#[tokio::test]
async fn a_grid_worker_sees_and_reports_in_their_own_village_only() {
    let stage = Stage::small().await;
    let worker = stage.signed_in("zhouyong").await;
    assert_eq!(listed(&worker).await, [story_case(0), story_case(1)]);
    assert_eq!(in_snapshot(&worker).await, [story_case(0), story_case(1)]);
    let elsewhere = Command::Report {
        facts: Box::new(facts("井盖破损", 4)),
    };
    let answer = worker.gives(CaseId(Uuid::now_v7()), elsewhere).await;
    assert_eq!(answer, Answer::Refused(Refusal::OutsideCounty));
    let here = place(0);
    let path = format!("/v1/areas/locate?lon={}&lat={}", here.lon, here.lat);
    let located: Value = worker.reads(&path).await;
    assert_eq!(
        located["chain"].as_array().unwrap().len(),
        4,
        "county, town, village, grid"
    );
    let there = place(4);
    let path = format!("/v1/areas/locate?lon={}&lat={}", there.lon, there.lat);
    let located: Value = worker.reads(&path).await;
    assert_eq!(located["chain"].as_array().unwrap().len(), 0);
    let areas: Value = worker.reads("/v1/areas?level=grid").await;
    assert_eq!(
        areas["areas"].as_array().unwrap().len(),
        3,
        "two base, one dedicated"
    );
}

#[tokio::test]
async fn a_wall_is_told_what_is_where_and_nothing_of_people_by_any_way_out() {
    let stage = Stage::small().await;
    let (operator, wall) = (
        stage.signed_in("wangmin").await,
        stage.signed_in("daping").await,
    );
    let written = "住3组的赵六说要找李七算账";
    let reported = Facts {
        title: "井盖破损, 联系13955556666".to_owned(),
        text: written.to_owned(),
        address: "康佳社区3栋2单元101".to_owned(),
        reporter: Some(Reporter {
            name: "赵六".to_owned(),
            phone: "13955556666".to_owned(),
        }),
        ..facts("", 3)
    };
    let case = CaseId(Uuid::now_v7());
    let command = Command::Report {
        facts: Box::new(reported),
    };
    operator.does(case, command).await;
    let note = "李七不在家, 电话13877778888".to_owned();
    operator.does(case, Command::Verify { note }).await;
    let mut said = String::new();
    for path in [
        "/v1/feed?after=0&limit=2000".to_owned(),
        "/v1/snapshot".to_owned(),
        "/v1/cases?limit=200".to_owned(),
        format!("/v1/cases/{case}"),
        format!("/v1/cases/{case}/timeline"),
    ] {
        let response = wall.asks(&path).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        let text = response.text().await.unwrap();
        for hidden in [
            "赵六",
            "李七",
            "13955556666",
            "13877778888",
            "3栋2单元",
            "张",
            "周勇",
        ] {
            assert!(!text.contains(hidden), "{path} says {hidden}: {text}");
        }
        said.push_str(&text);
    }
    assert!(
        said.contains("井盖破损, 联系139****6666"),
        "it is told what and where"
    );
    assert_eq!(listed(&wall).await, listed(&operator).await);
    // By asking for its words a text could be read all the same.
    let refused = wall.is_refused("/v1/cases?text=赵六").await;
    assert_eq!(refused.status, 422);
    let fed = wall.feed(0, 2_000).await.0;
    let whole = |entry: &Entry| matches!(entry, Entry::Whole { events, .. } if events.is_empty());
    assert!(
        fed.iter().any(whole) && !fed.iter().any(|entry| matches!(entry, Entry::Event { .. })),
        "states and no events: {fed:?}"
    );
}
