//! Every way out of the central tells each user what a plain loop over all cases finds: random areas, cases,
//! users and questions.
//!
//! Played again with `ONEMAP_ORACLE_SEED=SEED ONEMAP_ORACLE_TREES=1`; longer with more trees.

mod browser;
mod figures;
mod question;
mod truth;
mod world;

use onemap_central::database;
use onemap_protocol::feed::{SnapshotLine, SnapshotPlace};
use onemap_testkit::county::{COUNTY, code};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::time::Instant;

use self::question::{Question, held, to_hold};
use self::truth::Truth;
use self::world::{World, any_scope};
use crate::stage::Person;

/// Where nothing else is asked for: 5 000 triples of tree, user and question, in less than a minute. 10⁴ are
/// ten trees.
const TREES: u64 = 5;
const PEOPLE: usize = 20;
const QUESTIONS: usize = 50;
const CASES: usize = 36;

fn asked_for(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

/// Asks, and asks once more when the central has done something by itself meanwhile.
async fn holds(question: &Question, world: &World, truth: &mut Truth, person: &Person, seed: u64) {
    loop {
        let Some(difference) = question.asked(world, truth, person).await else {
            return;
        };
        let now = Truth::of(&world.stage).await;
        assert!(
            now.head != truth.head,
            "ONEMAP_ORACLE_SEED={seed}: {question:?} of {:?}\n{difference}",
            person.session.user.scope
        );
        *truth = now;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_out_tells_what_a_plain_loop_over_the_cases_finds() {
    let first = asked_for("ONEMAP_ORACLE_SEED", 20_261_130);
    let trees = asked_for("ONEMAP_ORACLE_TREES", TREES);
    let begun = Instant::now();
    let (mut asked, mut seen, mut sealed, mut merged) = (0, 0, 0, 0);
    let mut opening = std::time::Duration::ZERO;
    for seed in first..first + trees {
        println!("seed {seed}");
        let opened = Instant::now();
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let world = Box::pin(World::open(PEOPLE, CASES, &mut chance)).await;
        let mut truth = Truth::of(&world.stage).await;
        opening += opened.elapsed();
        sealed += truth
            .cases
            .values()
            .filter(|case| case.compartment.is_some())
            .count();
        merged += truth
            .cases
            .values()
            .filter(|case| case.merged_into.is_some())
            .count();
        for user in &world.users {
            let person = world.stage.signed_in(&user.actor.user.0).await;
            seen += truth.seen_by(&user.scope).count();
            for _ in 0..QUESTIONS {
                let question = Question::any(&world, &truth, &mut chance);
                holds(&question, &world, &mut truth, &person, seed).await;
                asked += 1;
            }
        }
    }
    println!(
        "{asked} triples of {trees} trees, {sealed} sealed and {merged} merged cases, \
         {seen} sights of a case, in {:?}, {opening:?} of it to make the counties",
        begun.elapsed()
    );
    assert!(
        seen > 0 && sealed > 0 && merged > 0,
        "there was something to hide and to see"
    );
}

/// Gives an account another scope while its session goes on.
async fn is_given(world: &World, person: &mut Person, scope: onemap_domain::people::Scope) {
    let repository = database::open(&world.stage.database()).await.unwrap();
    let name = &person.session.user.actor.user;
    let mut account = repository.account(name).await.unwrap().unwrap();
    account.user.scope = scope.clone();
    account.user.actor.role = scope.role;
    let mut transaction = repository.begin().await.unwrap();
    transaction.put_accounts(&[account]).await.unwrap();
    transaction.commit().await.unwrap();
    repository.close().await;
    person.session.user.scope = scope;
}

async fn pulled(person: &Person, place: Option<SnapshotPlace>) -> Vec<SnapshotLine> {
    let place = place.map_or(String::new(), |place| place.to_string());
    let answer = person.asks(&format!("/v1/snapshot?{place}")).send().await;
    let text = answer.unwrap().text().await.unwrap();
    let lines = text
        .lines()
        .map(|line| SnapshotLine::read(line.as_bytes()).unwrap());
    lines.collect()
}

fn place_of(lines: &[SnapshotLine]) -> SnapshotPlace {
    let Some(SnapshotLine::Head { cursor, of, .. }) = lines.first() else {
        panic!("the head comes first")
    };
    SnapshotPlace {
        of: of.unwrap(),
        cursor: *cursor,
        record: None,
        case: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_that_shrinks_between_two_pulls_empties_what_is_pulled_next() {
    let seed = asked_for("ONEMAP_ORACLE_SEED", 20_261_130);
    println!("seed {seed}");
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let world = Box::pin(World::open(1, CASES, &mut chance)).await;
    let mut person = world.stage.signed_in("user0").await;
    let mut lost = 0;
    for _ in 0..40 {
        let mut wide = any_scope(&world.areas, &mut chance);
        wide.area = code(COUNTY);
        is_given(&world, &mut person, wide.clone()).await;
        let before = pulled(&person, None).await;
        let had = held(before.clone()).1;
        let narrow = onemap_domain::people::Scope {
            area: world.grids[chance.random_range(0..world.grids.len())].clone(),
            compartments: std::collections::BTreeSet::new(),
            ..wide
        };
        is_given(&world, &mut person, narrow.clone()).await;
        let truth = Truth::of(&world.stage).await;
        // Whoever asks for the rest is given all of what is theirs now, and nothing else.
        let place = place_of(&before);
        let after = pulled(&person, Some(place)).await;
        let begins_anew = matches!(
            after.first(),
            Some(SnapshotLine::Head { goes_on: false, .. })
        );
        assert!(
            begins_anew,
            "what one scope has is not gone on with for another"
        );
        assert_eq!(
            held(after).1,
            to_hold(&truth, &narrow).1,
            "seed {seed}: {narrow:?}"
        );
        // And whoever asks for what happened is told nothing of what is not theirs any more.
        let feed = Question::Feed(0, 500);
        let mut truth = truth;
        holds(&feed, &world, &mut truth, &person, seed).await;
        let gone = had.into_iter().filter(|id| !truth.shows(&narrow, *id));
        let gone: Vec<_> = gone.take(3).collect();
        lost += gone.len();
        for case in gone {
            for question in [Question::One(case), Question::Timeline(case)] {
                holds(&question, &world, &mut truth, &person, seed).await;
            }
        }
    }
    println!("{lost} cases asked for that were seen before");
    assert!(lost > 0);
}
