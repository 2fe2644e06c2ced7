//! The sample county, and how long it takes.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use jiff::Timestamp;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::command::Command;
use onemap_domain::lane::Lane;
use onemap_domain::pack::{FigureKind, Pack, Rhythm};
use onemap_domain::people::Role;
use onemap_domain::record::Matter;
use onemap_exchange::county::{Account, County, Story};
use onemap_exchange::profile;
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
            Story {
                case: CaseId(Uuid::from_u64_pair(3, u64::from(index))),
                steps,
            }
        })
        .collect();
    county
}

#[tokio::test]
async fn two_thousand_stories_load_in_the_order_of_time() {
    let county = large();
    let start = Instant::now();
    let stage = Stage::on(county).await;
    let loaded = start.elapsed();
    let operator = stage.signed_in("wangmin").await;
    let start = Instant::now();
    let (entries, events) = operator.feed(0, 2000).await;
    println!(
        "sample: {events} events loaded in {loaded:?}, read back in {:?}",
        start.elapsed()
    );
    let times: Vec<_> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Event { recorded, .. } => Some(recorded.at),
            Entry::WholeRecord { .. } => None,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(times.is_sorted(), "the feed is in the order of time");
    let daily = packs(&entries, Rhythm::Daily);
    assert!(
        (8..=9).contains(&daily.len()),
        "the meetings of the last mornings"
    );
    let before = daily.windows(2).all(|pair| {
        let open = |pack: &Pack| pack.figure(FigureKind::Open).unwrap().count;
        pair[1].figure(FigureKind::Open).unwrap().before == Some(open(&pair[0]))
    });
    assert!(before, "each says what the one before said");
    assert!(!packs(&entries, Rhythm::Weekly).is_empty());
    let records = entries.len() - times.len();
    let start = Instant::now();
    let lines = operator.snapshot().await.len();
    println!(
        "sample: a snapshot of {lines} lines in {:?}",
        start.elapsed()
    );
    assert_eq!(lines, 2_003 + records);
}

/// The packs of a rhythm in a feed, the oldest first.
fn packs(entries: &[Entry], rhythm: Rhythm) -> Vec<Pack> {
    let packs = entries.iter().filter_map(|entry| match entry {
        Entry::WholeRecord { record, .. } => match &record.matter {
            Matter::Meeting(meeting) => Some((*meeting.pack).clone()),
            _ => None,
        },
        _ => None,
    });
    let mut packs: Vec<Pack> = packs.filter(|pack| pack.rhythm == rhythm).collect();
    packs.sort_by_key(|pack| pack.at);
    packs
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

#[tokio::test]
async fn the_county_that_ships_opens_and_lists_feeds_and_snapshots_agree_for_every_kind_of_user() {
    let start = Instant::now();
    let county = onemap_central::sample::chishui().unwrap();
    let unpacked = start.elapsed();
    let accounts = county.accounts.clone();
    let stories = county.stories.len();
    let start = Instant::now();
    let stage = Stage::on(county).await;
    println!(
        "sample: 赤水 unpacked in {unpacked:?}, {stories} cases loaded in {:?}",
        start.elapsed()
    );

    let mut kinds = BTreeMap::new();
    for account in &accounts {
        let scope = &account.user.scope;
        kinds
            .entry((scope.role, scope.area.level()))
            .or_insert(account);
    }
    let operator = kinds
        .values()
        .find(|account| account.user.scope.role == Role::Operator);
    let operator = operator.unwrap();
    let password = |account: &Account| account.password.clone();
    let everything = stage
        .signed_in_with(&operator.user.actor.user.0, &password(operator))
        .await
        .snapshot_cases()
        .await;
    assert_eq!(everything.len(), stories);
    for account in kinds.values() {
        let name = &account.user.actor.user.0;
        let person = stage.signed_in_with(name, &password(account)).await;
        let covers = |case: &&Case| account.user.scope.covers(case);
        let wanted: BTreeMap<CaseId, Case> = everything
            .values()
            .filter(covers)
            .cloned()
            .map(|mut case| {
                case.tell(&mut Vec::new(), &account.user.scope);
                (case.id, case)
            })
            .collect();
        println!("sample: {name} sees {} of {stories} cases", wanted.len());
        assert!(person.snapshot_cases().await == wanted, "{name}'s snapshot");
        assert_eq!(
            person.all_cases().await,
            wanted.keys().copied().collect(),
            "{name}'s list"
        );
        let mut fed = BTreeMap::new();
        for entry in person.feed(0, 2000).await.0 {
            match entry {
                Entry::Event { case, .. } | Entry::Whole { case, .. } => {
                    fed.insert(case.id, *case);
                }
                Entry::Tombstone { case } => {
                    fed.remove(&case);
                }
                Entry::WholeRecord { .. } | Entry::RecordGone { .. } => {}
            }
        }
        assert!(fed == wanted, "{name}'s feed");
    }
}

#[tokio::test]
async fn the_county_that_ships_opens_in_every_way_of_working_with_cases_in_every_lane() {
    let mut wrong = Vec::new();
    for code in profile::codes() {
        let county = onemap_central::sample::chishui().unwrap();
        let stories = county.stories.len();
        let start = Instant::now();
        let stage = Stage::in_way(county, code, None).await;
        let loaded = start.elapsed();
        let operator = stage.signed_in("wangmin").await;
        let cases = operator.snapshot_cases().await;
        assert_eq!(cases.len(), stories, "{code}: no case is lost");
        let way = profile::shipped(code).unwrap();
        let now = Timestamp::now();
        let mut lanes: BTreeMap<Lane, usize> = BTreeMap::new();
        for case in cases.values() {
            *lanes.entry(way.lane(case.stage)).or_default() += 1;
            if case.is_overdue(now) {
                *lanes.entry(Lane::Overdue).or_default() += 1;
            }
        }
        let counts: Vec<String> = way
            .lanes()
            .map(|lane| format!("{} {}", lane.name(), lanes.get(&lane).unwrap_or(&0)))
            .collect();
        println!("sample: {code} in {loaded:?}: {}", counts.join(", "));
        let known: BTreeSet<Lane> = way.lanes().collect();
        let there: BTreeSet<Lane> = lanes.into_keys().collect();
        if there != known {
            wrong.push(format!("{code} has {known:?}, and cases in {there:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
