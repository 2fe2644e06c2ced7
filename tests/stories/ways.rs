//! What a county's way of working gives to a desk: many cases at once, merging, routing, rates,
//! sealing. On real files, with a real central.

use jiff::ToSpan;
use jiff::civil::date;
use onemap_domain::area::Position;
use onemap_domain::case::{CaseId, Stage, Urgency};
use onemap_domain::command::Command;
use onemap_domain::indicator::{Indicator, Slice};
use onemap_domain::lane::Lane;
use onemap_domain::people::{Compartment, UserId};
use onemap_domain::route::Verdict;
use onemap_exchange::county::{County, Step, Story};
use onemap_protocol::desk::{
    AlikeTo, AskHeat, CaseFilter, CaseIds, Cases, DepartmentCard, Lanes, Lasso, MANY_AT_ONCE,
    Matrix, OneOfMany, Rates, ReplayRoutes, Search, SubmitMany, Suggest,
};
use onemap_testkit::county::{COUNTY, code, facts, order, place, small_county, story_case};
use uuid::Uuid;

use crate::town::{OpenDesk, Town, eventually, today};

/// How many cases wait for dispatch in [`busy_county`].
const MANY: usize = 500;

/// The small county with 500 more cases that wait for dispatch.
pub fn busy_county() -> County {
    let mut county = small_county();
    let by = || UserId("wangmin".to_owned());
    for index in 0..MANY {
        let step = |minutes_before: u32, command: Command| Step {
            minutes_before,
            by: by(),
            command,
        };
        let report = Command::Report {
            facts: Box::new(facts(&format!("成批第{index}件"), index % 6)),
        };
        county.stories.push(Story {
            case: busy_case(index),
            steps: vec![
                step(30, report),
                step(
                    29,
                    Command::Verify {
                        note: String::new(),
                    },
                ),
                step(
                    28,
                    Command::Establish {
                        urgency: Urgency::Normal,
                    },
                ),
            ],
        });
    }
    county
}

fn busy_case(index: usize) -> CaseId {
    CaseId(Uuid::from_u128(
        (0x0190_0000_0000_7000_8000 << 48) | index as u128,
    ))
}

async fn lane(desk: &OpenDesk, lane: Lane) -> u32 {
    let counts = desk.ask(Lanes { area: None }).await.unwrap();
    counts.counts.get(&lane).copied().unwrap_or_default()
}

/// Gives a command to many in the pieces that a page sends; returns what became of each.
async fn give_many(desk: &OpenDesk, cases: &[CaseId], command: Command) -> Vec<OneOfMany> {
    let mut outcomes = Vec::new();
    for cases in cases.chunks(MANY_AT_ONCE) {
        let piece = SubmitMany {
            cases: cases.to_vec(),
            command: command.clone(),
        };
        outcomes.extend(desk.act(piece).await.unwrap());
    }
    outcomes
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_cases_are_dispatched_at_once_each_with_its_outcome_and_taken_back() {
    let town = Town::of(None, busy_county).await;
    let (centre, other) = (town.desk("a").await, town.desk("b").await);
    centre.on_line("wangmin").await;
    other.on_line("lijun").await;
    let waiting = CaseFilter {
        lane: Some(Lane::ToDispatch),
        text: "成批".to_owned(),
        ..CaseFilter::default()
    };
    let found = centre.ask(CaseIds { filter: waiting }).await.unwrap();
    assert_eq!((found.total as usize, found.cases.len()), (MANY, MANY));
    // One of them is somebody else's by then.
    other.give(busy_case(7), order("zhifa")).await.unwrap();
    eventually("the centre sees it", async || {
        centre.view(busy_case(7)).await.unwrap().case.stage == Stage::Dispatched
    })
    .await;

    let outcomes = give_many(&centre, &found.cases, order("zhujian")).await;
    let refused: Vec<&OneOfMany> = outcomes.iter().filter(|one| one.result.is_err()).collect();
    assert_eq!(outcomes.len(), MANY);
    assert_eq!(refused.len(), 1, "the one that was dispatched meanwhile");
    assert_eq!(refused[0].case, busy_case(7));
    eventually("all of them are delivered", async || {
        other
            .ask(DepartmentCard {
                code: onemap_domain::department::DepartmentCode("zhujian".to_owned()),
            })
            .await
            .unwrap()
            .load
            .open as usize
            >= MANY - 1
    })
    .await;

    let given: Vec<CaseId> = outcomes
        .iter()
        .filter(|one| one.result.is_ok())
        .map(|one| one.case)
        .collect();
    let withdraw = Command::Withdraw {
        note: "批量撤回".to_owned(),
    };
    let undone = give_many(&centre, &given, withdraw).await;
    assert!(undone.iter().all(|one| one.result.is_ok()));
    eventually("the other desk sees them waiting again", async || {
        lane(&other, Lane::ToDispatch).await as usize >= MANY - 1
    })
    .await;
    assert_eq!(centre.status().await.set_aside, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn duplicates_are_suggested_merged_without_the_line_and_taken_apart_again() {
    let town = Town::new().await;
    let (desk, line) = town.desk_on_a_line("a").await;
    desk.on_line("wangmin").await;
    let one = desk
        .report("康佳社区三栋化粪池外溢污水流到路面")
        .await
        .unwrap();
    let two = desk
        .report("三栋化粪池外溢, 污水流到路面没人管")
        .await
        .unwrap();
    let view = desk.view(two).await.unwrap();
    let alike = view.alike.iter().find(|alike| alike.row.id == one);
    let alike = alike.expect("the earlier report is offered");
    assert!(
        !alike.likeness.shared.is_empty(),
        "with the words they share"
    );
    let typing = AlikeTo {
        title: "化粪池外溢".to_owned(),
        text: "三栋化粪池外溢污水流到路面".to_owned(),
        category: "sewage".to_owned(),
        position: Some(place(0)),
        phone: String::new(),
    };
    let offered = desk.ask(typing).await.unwrap();
    assert!(
        offered.iter().any(|alike| alike.row.id == one),
        "while typing"
    );

    eventually("both reports are confirmed", async || {
        desk.status().await.waiting == 0 && !desk.view(two).await.unwrap().pending
    })
    .await;
    let before = (
        desk.view(one).await.unwrap().case,
        desk.view(two).await.unwrap().case,
    );
    line.behave(onemap_testkit::line::Behaviour::Cut);
    let merge = Command::Merge {
        into: one,
        reason: "同一处".to_owned(),
    };
    desk.give(two, merge).await.unwrap();
    let merged = desk.view(two).await.unwrap();
    assert_eq!(merged.merged_into.map(|row| row.id), Some(one));
    let going_on = desk.view(one).await.unwrap();
    assert_eq!(going_on.absorbed.len(), 1);
    assert!(
        going_on.pending && merged.pending,
        "shown before the central knows"
    );
    line.behave(onemap_testkit::line::Behaviour::Whole);
    eventually("the merge is confirmed", async || {
        !desk.view(two).await.unwrap().pending && !desk.view(one).await.unwrap().pending
    })
    .await;

    let unmerge = Command::Unmerge {
        from: one,
        reason: "不是同一处".to_owned(),
    };
    desk.give(two, unmerge).await.unwrap();
    eventually("the unmerge is confirmed", async || {
        !desk.view(two).await.unwrap().pending && !desk.view(one).await.unwrap().pending
    })
    .await;
    for (mut before, id) in [(before.0, one), (before.1, two)] {
        let mut after = desk.view(id).await.unwrap().case;
        after.revision = 0;
        before.revision = 0;
        before.number.clone_from(&after.number);
        assert_eq!(after, before, "both are what they were");
    }
    let names: Vec<&str> = desk
        .view(two)
        .await
        .unwrap()
        .timeline
        .iter()
        .map(|line| line.recorded.event.name())
        .collect();
    assert!(
        names.contains(&"merged") && names.contains(&"unmerged"),
        "the log keeps both"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_say_who_should_get_a_case_and_how_they_would_have_routed_the_past() {
    let town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let case = desk.report("污水").await.unwrap();
    let advice = desk.ask(Suggest { case }).await.unwrap();
    assert_eq!(advice.verdict, Verdict::Clear);
    let first = advice.suggestions.first().unwrap();
    assert_eq!(first.matched.lead.as_str(), "zhujian");
    assert!(
        !first.matched.facts.is_empty(),
        "it says which facts made the rule fit"
    );
    let own = desk.ask(ReplayRoutes { rules: None }).await.unwrap();
    assert!(own.total > 0);
    let elsewhere = "[routing]\nversion = \"try\"\n[[routing.lists]]\ncode = \"duty\"\n\
        [[routing.routes]]\ncode = \"all\"\nlist = \"duty\"\nprinciple = \"subject\"\n\
        basis = \"\"\nlead = \"renshe\"\n";
    let rules = Some(elsewhere.to_owned());
    let tried = desk.ask(ReplayRoutes { rules }).await.unwrap();
    let moved: u32 = tried.changes.iter().map(|change| change.cases).sum();
    assert_eq!(
        tried.same + moved,
        tried.total,
        "everything would go to one department"
    );
    let wrong = Some("[routing]\nversion = 1".to_owned());
    let refused = desk.ask(ReplayRoutes { rules: wrong }).await.unwrap_err();
    assert_eq!(refused.params.get("line").map(String::as_str), Some("2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn rates_kept_while_cases_change_are_those_of_a_desk_that_counts_afresh() {
    let town = Town::new().await;
    let kept = town.desk("a").await;
    kept.on_line("wangmin").await;
    let period = || Rates {
        from: date(2020, 1, 1),
        to: date(2030, 1, 1).checked_sub(jiff::ToSpan::days(1)).unwrap(),
        by: Slice::All,
    };
    let first = kept.ask(period()).await.unwrap();
    for index in 0..6 {
        let case = kept.report(&format!("新件{index}")).await.unwrap();
        let verify = Command::Verify {
            note: String::new(),
        };
        kept.give(case, verify).await.unwrap();
        let establish = Command::Establish {
            urgency: Urgency::Urgent,
        };
        kept.give(case, establish).await.unwrap();
        kept.give(case, order("zhujian")).await.unwrap();
        kept.ask(period()).await.unwrap();
    }
    eventually("everything is confirmed", async || {
        kept.status().await.waiting == 0 && kept.view(story_case(0)).await.is_ok()
    })
    .await;
    let fresh = town.desk("b").await;
    fresh.on_line("lijun").await;
    eventually("both have the same", async || {
        kept.ask(period()).await.unwrap() == fresh.ask(period()).await.unwrap()
    })
    .await;
    let now = kept.ask(period()).await.unwrap();
    assert_ne!(first, now, "the new cases count");
    let due = now
        .iter()
        .find(|row| row.indicator == Indicator::Closing)
        .unwrap();
    assert!(
        due.rate.denominator >= 6,
        "established cases are due one day"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_matrix_adds_up_and_a_ring_on_the_map_finds_what_lies_in_it() {
    let town = Town::new().await;
    let desk = town.desk("a").await;
    desk.on_line("wangmin").await;
    let matrix = desk
        .ask(Matrix {
            within: code(COUNTY),
        })
        .await
        .unwrap();
    let open = desk.ask(Lanes { area: None }).await.unwrap().open;
    let by_rows: u32 = matrix.rows.iter().map(|row| row.total.open).sum();
    let by_columns: u32 = matrix.totals.iter().map(|tile| tile.open).sum();
    assert_eq!((by_rows, by_columns), (open, open));
    assert_eq!(
        matrix.without_lead, 0,
        "what is dispatched has exactly one lead"
    );
    let around = |at: Position, reach: f64| Lasso {
        ring: [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
            .map(|(x, y)| Position {
                lon: at.lon + x * reach,
                lat: at.lat + y * reach,
            })
            .to_vec(),
    };
    let all = desk.ask(around(place(0), 5.0)).await.unwrap();
    assert_eq!(all.total, open);
    let none = desk
        .ask(around(Position { lon: 0.0, lat: 0.0 }, 0.001))
        .await
        .unwrap();
    assert_eq!(none.total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_case_leaves_no_trace_for_who_may_not_open_it() {
    let town = Town::working("ganzhou").await;
    let (centre, leader) = (town.desk("a").await, town.desk("b").await);
    centre.on_line("wangmin").await;
    leader.on_line("chenhong").await;
    let case = centre.report("心理援助来访").await.unwrap();
    eventually("the leader sees it", async || {
        leader.view(case).await.is_ok()
    })
    .await;
    let before = leader.ask(Lanes { area: None }).await.unwrap().open;
    let heat = || AskHeat {
        category: None,
        from: today().saturating_sub(300.days()),
        to: today(),
    };
    let warm = [
        leader.ask(heat()).await.unwrap().total,
        centre.ask(heat()).await.unwrap().total,
    ];
    let seal = Command::Seal {
        compartment: Compartment("mental_health".to_owned()),
        reason: "心理健康档案".to_owned(),
    };
    centre.give(case, seal).await.unwrap();
    eventually("it is gone for the leader", async || {
        leader.view(case).await.is_err()
    })
    .await;
    let counts = leader.ask(Lanes { area: None }).await.unwrap();
    assert_eq!(counts.open, before - 1, "not even in a count");
    let text = "心理援助".to_owned();
    assert!(
        leader
            .ask(Search { text: text.clone() })
            .await
            .unwrap()
            .is_empty()
    );
    let filter = CaseFilter {
        text,
        ..CaseFilter::default()
    };
    let page = Cases {
        filter,
        offset: 0,
        limit: 10,
    };
    assert_eq!(leader.ask(page).await.unwrap().total, 0);
    assert!(
        centre.view(case).await.is_ok(),
        "who has the compartment keeps it"
    );
    let cooler = [
        leader.ask(heat()).await.unwrap().total,
        centre.ask(heat()).await.unwrap().total,
    ];
    assert_eq!(
        cooler,
        warm.map(|total| total - 1),
        "in no heat, whoever asks"
    );
}
