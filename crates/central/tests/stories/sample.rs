//! The sample county, and how long it takes.

use std::time::Instant;

use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_exchange::county::{County, Story};
use onemap_protocol::feed::Entry;
use onemap_testkit::county::{facts, small_county};
use uuid::Uuid;

use crate::stage::Stage;

/// The small county with its first story two thousand times over.
fn large() -> County {
    let mut county = small_county();
    let steps = county.stories[0].steps.clone();
    county.stories = (0..2_000)
        .map(|index| {
            let mut steps = steps.clone();
            for step in &mut steps {
                step.minutes_before += index * 37 % 80_000;
            }
            Story { case: CaseId(Uuid::from_u64_pair(3, u64::from(index))), steps }
        })
        .collect();
    county
}

#[tokio::test]
async fn two_thousand_stories_load_in_seconds_and_in_the_order_of_time() {
    let county = large();
    let start = Instant::now();
    let stage = Stage::on(county).await;
    let loaded = start.elapsed();
    let operator = stage.signed_in("wangmin").await;
    let start = Instant::now();
    let (entries, events) = operator.feed(0, 2000).await;
    println!("sample: {events} events loaded in {loaded:?}, read back in {:?}", start.elapsed());
    let times: Vec<_> = entries
        .iter()
        .map(|entry| match entry {
            Entry::Event { recorded, .. } => recorded.at,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(times.is_sorted(), "the feed is in the order of time");
    assert!(loaded.as_secs() < 30, "{loaded:?}");
    let start = Instant::now();
    let lines = operator.snapshot().await.len();
    println!("sample: a snapshot of {lines} lines in {:?}", start.elapsed());
    assert_eq!(lines, 2_003);
}

#[tokio::test]
async fn commands_per_second() {
    let stage = Stage::small().await;
    let operator = stage.signed_in("wangmin").await;
    let report = || {
        let facts = Box::new(facts("井盖破损", 2));
        operator.order(CaseId(Uuid::now_v7()), 0, Command::Report { facts })
    };
    let start = Instant::now();
    for _ in 0..50 {
        operator.sends(vec![report()]).await;
    }
    let single = start.elapsed();
    let start = Instant::now();
    for _ in 0..5 {
        operator.sends((0..100).map(|_| report()).collect()).await;
    }
    let batched = start.elapsed();
    println!(
        "commands: {:.0} per second one by one, {:.0} per second in batches of 100",
        50.0 / single.as_secs_f64(),
        500.0 / batched.as_secs_f64()
    );
}
