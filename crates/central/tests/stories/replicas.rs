//! Several centrals on one database: whatever happens at one of them has happened at all.
//!
//! Only PostgreSQL can be shared so; on SQLite there is nothing to tell.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use onemap_central::change::{self, Choice};
use onemap_central::{Options, Running, database, serve};
use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_domain::people::Compartment;
use onemap_protocol::command::Answer;
use onemap_protocol::feed::{Entry, FeedPage, SnapshotLine};
use onemap_testkit::county::{PASSWORD, facts, small_county, story_case};
use tokio::time::timeout;
use uuid::Uuid;

use crate::feed::{stream, tick};
use crate::import::program;
use crate::place::{Place, on_postgres};
use crate::stage::{Person, small_hours, until};

/// Centrals of this process on one database.
pub struct Replicas {
    running: Vec<Running>,
    pub place: Place,
    clock: Option<Arc<Mutex<Timestamp>>>,
    profile: Option<&'static str>,
}

impl Replicas {
    /// On the small county; all of them start at the same moment.
    pub async fn small(count: usize) -> Replicas {
        Replicas::on(Place::in_postgres(), count, None, None).await
    }

    async fn on(
        place: Place,
        count: usize,
        clock: Option<Arc<Mutex<Timestamp>>>,
        profile: Option<&'static str>,
    ) -> Replicas {
        let mut replicas = Replicas {
            running: Vec::new(),
            place,
            clock,
            profile,
        };
        replicas.start(count).await;
        replicas
    }

    async fn start(&mut self, count: usize) {
        let started = join_all((0..count).map(|_| serve(self.options()))).await;
        self.running = started.into_iter().map(Result::unwrap).collect();
    }

    fn options(&self) -> Options {
        let mut options = Options::local(self.place.address());
        options.sample = Some(Box::new(|| Ok(small_county())));
        options.profile = self.profile.map(str::to_owned);
        options.now = match self.clock.clone() {
            Some(clock) => Arc::new(move || *clock.lock().unwrap()),
            None => small_hours(),
        };
        options
    }

    async fn stop(&mut self) {
        for running in std::mem::take(&mut self.running) {
            running.stop();
            running.finished().await.unwrap();
        }
    }

    pub fn address(&self, replica: usize) -> String {
        let replica = replica % self.running.len();
        format!("http://{}", self.running[replica].address)
    }

    pub async fn signed_in(&self, replica: usize, user: &str) -> Person {
        Person::signed_in(&self.address(replica), user, PASSWORD).await
    }
}

/// An order to report something.
pub fn report(person: &Person, title: &str) -> onemap_protocol::command::Envelope {
    let report = Command::Report {
        facts: Box::new(facts(title, 2)),
    };
    person.order(CaseId(Uuid::now_v7()), 0, report)
}

/// The log of an address, walked along by the program.
pub async fn is_good(database: &str) {
    let arguments = ["verify-log", "--database", database, "--language", "en"];
    let (code, said, problems) = program(&arguments).await;
    assert_eq!(code, 0, "{said}{problems}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_ordered_at_one_is_in_the_tick_and_the_feed_of_the_other_within_two_seconds() {
    if !on_postgres() {
        return;
    }
    let replicas = Replicas::small(2).await;
    let wangmin = replicas.signed_in(0, "wangmin").await;
    let lijun = replicas.signed_in(1, "lijun").await;
    let mut stream = stream(&lijun).await;
    let mut head = tick(&mut stream).await.cursor.0;
    let mut delays = Vec::new();
    for nth in 0..20 {
        let case = wangmin.reports(&format!("第{nth}件"), 2).await;
        let given = Instant::now();
        let heard = async { while tick(&mut stream).await.cursor.0 <= head {} };
        timeout(Duration::from_secs(2), heard)
            .await
            .expect("a tick within 2 s");
        delays.push(given.elapsed());
        let (entries, cursor) = lijun.feed(head, 500).await;
        let is_it = |entry: &Entry| matches!(entry, Entry::Event { case: at, .. } if at.id == case);
        assert!(entries.iter().any(is_it), "the feed has it with the tick");
        head = cursor;
    }
    delays.sort();
    println!(
        "from an answer at one to the tick at the other: median {:?}, longest {:?}",
        delays[10], delays[19]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_command_sent_to_both_at_once_has_one_effect() {
    if !on_postgres() {
        return;
    }
    let replicas = Replicas::small(2).await;
    let here = replicas.signed_in(0, "wangmin").await;
    let there = here.at(&replicas.address(1));
    for nth in 0..30 {
        let order = report(&here, &format!("第{nth}件"));
        let (one, other) = tokio::join!(here.tries(&order), there.tries(&order));
        let answers = [one.unwrap(), other.unwrap()];
        let applied = |answer: &&Answer| matches!(answer, Answer::Applied { .. });
        let twice = |answer: &&Answer| matches!(answer, Answer::Duplicate { .. });
        assert_eq!(answers.iter().filter(applied).count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(twice).count(), 1, "{answers:?}");
    }
    assert_eq!(here.all_cases().await.len(), 5 + 30);
    is_good(&replicas.place.address()).await;
}

/// Follows the feed at one replica until told to stop and at its head.
async fn followed(person: Person, stop: Arc<AtomicBool>) -> Vec<Entry> {
    let (mut entries, mut after) = (Vec::new(), 0);
    loop {
        let told = stop.load(Ordering::Relaxed);
        let page: FeedPage = person
            .reads(&format!("/v1/feed?after={after}&limit=7"))
            .await;
        let is_all = page.entries.is_empty();
        assert_eq!(
            page.cursor.0,
            after + page.entries.len() as u64,
            "no number is passed over"
        );
        entries.extend(page.entries);
        after = page.cursor.0;
        if told && is_all {
            return entries;
        }
        if is_all {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_is_followed_has_no_gap_while_eight_people_write_at_both() {
    if !on_postgres() {
        return;
    }
    let replicas = Replicas::small(2).await;
    let stop = Arc::new(AtomicBool::new(false));
    let mut readers = Vec::new();
    for replica in 0..2 {
        let reader = replicas.signed_in(replica, "lijun").await;
        readers.push(tokio::spawn(followed(reader, stop.clone())));
    }
    let wangmin = replicas.signed_in(0, "wangmin").await;
    let begun = Instant::now();
    let writers = (0..8).map(|writer| {
        let person = wangmin.at(&replicas.address(writer));
        tokio::spawn(async move {
            for nth in 0..25 {
                person
                    .reports(&format!("第{writer}人第{nth}件"), nth % 6)
                    .await;
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    for writer in writers {
        writer.await.unwrap();
    }
    println!("200 reports by 8 at 2 replicas in {:?}", begun.elapsed());
    stop.store(true, Ordering::Relaxed);
    let (whole, head) = wangmin.feed(0, 2000).await;
    assert_eq!(whole.len() as u64, head, "no gap and nothing twice");
    for reader in readers {
        let seen = reader.await.unwrap();
        assert!(
            seen == whole,
            "whoever followed has seen the same, in the same order"
        );
    }
    is_good(&replicas.place.address()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn centrals_that_start_at_once_on_an_empty_database_open_one_county() {
    if !on_postgres() {
        return;
    }
    let replicas = Replicas::small(4).await;
    let mut heads = BTreeSet::new();
    for replica in 0..4 {
        let person = replicas.signed_in(replica, "wangmin").await;
        assert_eq!(person.all_cases().await.len(), 5);
        let Some(SnapshotLine::Head {
            history_id,
            cursor,
            register_version,
            ..
        }) = person.snapshot().await.into_iter().next()
        else {
            panic!("the head comes first")
        };
        assert_eq!(register_version, 1);
        heads.insert((history_id.0, cursor.0));
    }
    assert_eq!(heads.len(), 1, "{heads:?}");
    is_good(&replicas.place.address()).await;
}

async fn packs(person: &Person) -> usize {
    let lines = person.snapshot().await.into_iter();
    lines
        .filter(|line| matches!(line, SnapshotLine::Record { .. }))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_central_does_by_itself_is_done_once_however_many_there_are() {
    if !on_postgres() {
        return;
    }
    let eight = "2026-11-19T23:59:00Z".parse::<Timestamp>().unwrap();
    let clock = Arc::new(Mutex::new(eight));
    let place = Place::in_postgres();
    let mut replicas = Replicas::on(place, 4, Some(clock.clone()), None).await;
    let operator = replicas.signed_in(0, "wangmin").await;
    assert_eq!(packs(&operator).await, 0, "a minute to eight");
    *clock.lock().unwrap() += SignedDuration::from_mins(2);
    until("day, week, month", async || {
        let packs = packs(&operator).await;
        if packs == 3 { Ok(()) } else { Err(packs) }
    })
    .await;
    // Each has kept house by the time it has stopped; started anew, each does so again.
    replicas.stop().await;
    replicas.start(4).await;
    let operator = replicas.signed_in(1, "wangmin").await;
    let (_, head) = operator.feed(0, 2000).await;
    replicas.stop().await;
    replicas.start(1).await;
    let operator = replicas.signed_in(0, "wangmin").await;
    assert_eq!(packs(&operator).await, 3);
    assert_eq!(operator.feed(0, 2000).await.1, head, "nothing to do");
    is_good(&replicas.place.address()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_was_changed_elsewhere_binds_the_very_next_command() {
    if !on_postgres() {
        return;
    }
    let replicas = Replicas::on(Place::in_postgres(), 2, None, Some("ganzhou")).await;
    let operator = replicas.signed_in(1, "wangmin").await;
    let seal = || Command::Seal {
        compartment: Compartment("mental_health".to_owned()),
        reason: "涉及个人隐私".to_owned(),
    };
    let repository = database::open(&replicas.place.address()).await.unwrap();
    for (profile, known) in [("liaocheng", false), ("chishui", true)] {
        let choice = Choice::Shipped(profile.to_owned());
        change::profile(repository.as_ref(), choice, Timestamp::now())
            .await
            .unwrap();
        // Nobody listens, so this replica has not looked at the database since.
        let answer = operator.gives(story_case(1), seal()).await;
        let applied = matches!(answer, Answer::Applied { .. });
        assert_eq!(applied, known, "{profile}: {answer:?}");
    }
    repository.close().await;
}
