//! A central that is killed, and a database that crashes, while people work: what was acknowledged
//! is there, nothing is there twice, and the feed has no gap.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use onemap_central::{Options, Running, serve};
use onemap_protocol::command::{Answer, Envelope};
use onemap_testkit::county::{PASSWORD, small_county};
use onemap_testkit::postgres::Cluster;
use tokio::task::JoinHandle;

use crate::place::on_postgres;
use crate::replicas::{Replicas, is_good, report};
use crate::stage::{Person, small_hours};

/// How long an order may be resent before the central counts as gone for good.
const PATIENCE: Duration = Duration::from_mins(1);

/// People who report one matter after the other, and send again what was not answered, to the other
/// central.
pub struct AtWork {
    stop: Arc<AtomicBool>,
    done: Arc<AtomicUsize>,
    people: Vec<JoinHandle<Vec<Envelope>>>,
}

pub type Addresses = Arc<Mutex<[String; 2]>>;

impl AtWork {
    pub fn begin(person: &Person, addresses: &Addresses, people: usize) -> AtWork {
        let (stop, done) = (Arc::default(), Arc::default());
        let work = |nth| {
            let given = report_on(nth, person.clone(), addresses.clone());
            tokio::spawn(given.until(Arc::clone(&stop), Arc::clone(&done)))
        };
        let people = (0..people).map(work).collect();
        AtWork { stop, done, people }
    }

    /// Waits until so many more orders are answered.
    pub async fn has_done(&self, more: usize) {
        let goal = self.done.load(Ordering::Relaxed) + more;
        let begun = Instant::now();
        while self.done.load(Ordering::Relaxed) < goal {
            assert!(begun.elapsed() < PATIENCE, "work goes on");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Every order that was answered.
    pub async fn ended(self) -> Vec<Envelope> {
        self.stop.store(true, Ordering::Relaxed);
        let mut given = Vec::new();
        for person in self.people {
            given.extend(person.await.unwrap());
        }
        given
    }
}

struct Work {
    nth: usize,
    person: Person,
    addresses: Addresses,
}

fn report_on(nth: usize, person: Person, addresses: Addresses) -> Work {
    Work {
        nth,
        person,
        addresses,
    }
}

impl Work {
    async fn until(self, stop: Arc<AtomicBool>, done: Arc<AtomicUsize>) -> Vec<Envelope> {
        let mut given = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let order = report(
                &self.person,
                &format!("第{}人第{}件", self.nth, given.len()),
            );
            self.gives(&order, given.len()).await;
            done.fetch_add(1, Ordering::Relaxed);
            given.push(order);
        }
        given
    }

    async fn gives(&self, order: &Envelope, turn: usize) {
        let begun = Instant::now();
        for attempt in self.nth + turn.. {
            let address = self.addresses.lock().unwrap()[attempt % 2].clone();
            if let Some(answer) = self.person.at(&address).tries(order).await {
                assert!(
                    matches!(answer.settled(), Answer::Applied { .. }),
                    "{answer:?}"
                );
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "it is answered in the end");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Nothing lost, nothing doubled, no gap.
pub async fn all_is_there(person: &Person, given: &[Envelope], database: &str) {
    for order in given {
        let again = person.tries(order).await;
        assert!(
            matches!(again, Some(Answer::Duplicate { .. })),
            "it was acknowledged: {again:?}"
        );
    }
    assert_eq!(person.all_cases().await.len(), 5 + given.len());
    let (entries, head) = person.feed(0, 2000).await;
    assert_eq!(entries.len() as u64, head, "no gap and nothing twice");
    is_good(database).await;
}

/// The address that a central says when it is ready.
pub fn where_it_listens(child: &mut Child) -> String {
    let mut said = String::new();
    let stdout = child.stdout.take().unwrap();
    BufReader::new(stdout).read_line(&mut said).unwrap();
    let address = said
        .split_whitespace()
        .find(|word| word.starts_with("http://"))
        .unwrap_or_else(|| panic!("it says where it listens: {said:?}"));
    address.trim_end_matches('.').to_owned()
}

/// A central in a process of its own.
struct Process {
    child: Child,
    address: String,
}

impl Process {
    fn start(database: &str) -> Process {
        let mut child = Command::new(env!("CARGO_BIN_EXE_onemap-central"))
            .args(["serve", "--listen", "127.0.0.1:0", "--language", "en"])
            .args(["--database", database])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Process {
            address: where_it_listens(&mut child),
            child,
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // SIGKILL: no chance to say goodbye.
        let _gone = self.child.kill();
        let _ended = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replica_that_is_killed_under_load_loses_nothing_and_holds_nobody_up() {
    if !on_postgres() {
        return;
    }
    let replicas = Replicas::small(1).await;
    let database = replicas.place.address();
    let mut killed = Process::start(&database);
    let addresses = [replicas.address(0), killed.address.clone()];
    let addresses = Arc::new(Mutex::new(addresses));
    let person = replicas.signed_in(0, "wangmin").await;
    let work = AtWork::begin(&person, &addresses, 4);
    for _ in 0..5 {
        work.has_done(15).await;
        let begun = Instant::now();
        drop(killed);
        work.has_done(5).await;
        println!("5 orders after the kill within {:?}", begun.elapsed());
        killed = Process::start(&database);
        addresses.lock().unwrap()[1].clone_from(&killed.address);
    }
    work.has_done(15).await;
    let given = work.ended().await;
    println!("{} orders over 5 kills", given.len());
    all_is_there(&person, &given, &database).await;
}

pub async fn served(database: &str) -> Running {
    let mut options = Options::local(database);
    options.sample = Some(Box::new(|| Ok(small_county())));
    options.now = small_hours();
    serve(options).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_crashes_under_load_has_all_that_was_acknowledged() {
    if !on_postgres() {
        return;
    }
    let cluster = Arc::new(Cluster::start().unwrap());
    cluster.create("county").unwrap();
    let database = cluster.address("county");
    let replicas = [served(&database).await, served(&database).await];
    let addresses = [0, 1].map(|nth: usize| format!("http://{}", replicas[nth].address));
    let person = Person::signed_in(&addresses[0], "wangmin", PASSWORD).await;
    let work = AtWork::begin(&person, &Arc::new(Mutex::new(addresses)), 4);
    for _ in 0..3 {
        work.has_done(40).await;
        let server = cluster.clone();
        let begun = Instant::now();
        tokio::task::spawn_blocking(move || server.crash_and_restart().unwrap())
            .await
            .unwrap();
        work.has_done(10).await;
        println!("10 orders after the crash within {:?}", begun.elapsed());
    }
    let given = work.ended().await;
    println!("{} orders over 3 crashes", given.len());
    all_is_there(&person, &given, &database).await;
}

#[test]
fn a_server_that_nobody_needs_any_more_is_gone_with_its_files() {
    if !on_postgres() {
        return;
    }
    let cluster = Cluster::start().unwrap();
    let folder = cluster.folder().to_owned();
    assert!(folder.join("data/postmaster.pid").exists());
    drop(cluster);
    assert!(!folder.exists());
}
