//! `central`: how many commands a second a central makes durable, beside a plain INSERT of the same rows.
//!
//! Ours are consoles that each send one report after the other to a central in a process of its own, over
//! HTTP, by the API; an answer counts once the commit is on the disk. The peer puts the same bytes into the
//! same tables (see [`plain`]); on PostgreSQL it is `pgbench` on the same server, on SQLite it is sqlx with
//! `synchronous = FULL`. Both sides take turns on an otherwise idle machine, whose two cores whoever asks has
//! to share with whoever answers.

mod crowd;
mod plain;

use std::path::Path;
use std::time::Duration;

use clap::ValueEnum;
use onemap_testkit::postgres::Cluster;
use sqlx::{PgPool, SqlitePool};

use self::crowd::{Run, report};
use self::plain::{Pgbench, PlainSqlite};
use crate::failure::Failure;
use crate::measure::place_in;
use crate::served::Served;

/// On which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A PostgreSQL of the bench's own.
    Postgres,
    /// A file.
    Sqlite,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Postgres => "PostgreSQL",
            Kind::Sqlite => "SQLite",
        }
    }
}

/// How many ask at once, and how often each of them.
const CROWDS: [(usize, usize); 3] = [(1, 600), (8, 300), (32, 200)];
/// Runs of each side; the first is dropped.
const RUNS: usize = 6;

/// Measures on both databases and returns the last line, which is PostgreSQL's with the most clients.
pub async fn measure(folder: &Path, only: Option<Kind>) -> Result<String, Failure> {
    let mut last = String::new();
    if only != Some(Kind::Postgres) {
        last = on_sqlite(folder).await?;
    }
    if only != Some(Kind::Sqlite) {
        last = on_postgres().await?;
    }
    Ok(last)
}

async fn on_sqlite(folder: &Path) -> Result<String, Failure> {
    let place = place_in(folder)?;
    let file = place.path().join("central.sqlite");
    let database = format!("sqlite:{}", file.display());
    let mut served = Served::start(&database)?;
    report(&served.address, 1, 1).await?;
    let ours = SqlitePool::connect(&database).await?;
    let peer = PlainSqlite::beside(&place.path().join("peer.sqlite"), &ours).await?;
    println!("peer: sqlx on SQLite, synchronous = FULL");
    let (mut line, mut put) = (String::new(), 0);
    for (clients, each) in CROWDS {
        let mut crowd = Crowd::of(Kind::Sqlite, clients, each);
        for _ in 0..RUNS {
            crowd.ours(&mut served).await?;
            crowd.peers.push(peer.run(clients, each).await?);
            put += clients * each;
            peer.is_equal(&ours, put).await?;
        }
        line = crowd.told();
    }
    ours.close().await;
    served.end()?;
    Ok(line)
}

async fn on_postgres() -> Result<String, Failure> {
    let cluster = Cluster::durable().map_err(Failure::Peer)?;
    cluster.create("county").map_err(Failure::Peer)?;
    let database = cluster.address("county");
    let mut served = Served::start(&database)?;
    report(&served.address, 1, 1).await?;
    let ours = PgPool::connect(&database).await?;
    let mut peer = Pgbench::beside(&cluster, &ours).await?;
    println!("peer: {}", peer.greeting().await?);
    let (mut line, mut put) = (String::new(), 0);
    for (clients, each) in CROWDS {
        let mut crowd = Crowd::of(Kind::Postgres, clients, each);
        for _ in 0..RUNS {
            crowd.ours(&mut served).await?;
            let run = peer.run(clients, each)?;
            crowd.peers.push(run);
            put += clients * each;
            peer.is_equal(&ours, put).await?;
        }
        line = crowd.told();
    }
    ours.close().await;
    served.end()?;
    Ok(line)
}

/// What so many clients were served, on both sides.
struct Crowd {
    kind: Kind,
    clients: usize,
    each: usize,
    ours: Vec<Run>,
    peers: Vec<Run>,
    processor: Duration,
}

impl Crowd {
    fn of(kind: Kind, clients: usize, each: usize) -> Crowd {
        Crowd {
            kind,
            clients,
            each,
            ours: Vec::new(),
            peers: Vec::new(),
            processor: Duration::ZERO,
        }
    }

    async fn ours(&mut self, served: &mut Served) -> Result<(), Failure> {
        let before = served.processor()?;
        self.ours
            .push(report(&served.address, self.clients, self.each).await?);
        self.processor += served.processor()?.saturating_sub(before);
        Ok(())
    }

    /// Says what came out; the last line of it is returned.
    fn told(&self) -> String {
        for (name, runs) in [("ours", &self.ours), ("peer", &self.peers)] {
            let mut times: Vec<Duration> =
                runs[1..].iter().flat_map(|run| run.times.clone()).collect();
            times.sort_unstable();
            println!(
                "{}, {} clients, {name}: {:.0} a second, p50 {:.2} ms, p99 {:.2} ms over {}",
                self.kind.name(),
                self.clients,
                rate(runs),
                at(&times, 50),
                at(&times, 99),
                times.len()
            );
        }
        let all: usize = self.ours.iter().map(|run| run.times.len()).sum();
        println!(
            "{}, {} clients: the central takes {:.0} us of the processors for a command",
            self.kind.name(),
            self.clients,
            self.processor.as_secs_f64() * 1e6 / all as f64
        );
        let (ours, peer) = (rate(&self.ours), rate(&self.peers));
        let line = format!(
            "central ratio={:.2} ours={ours:.0}/s peer={peer:.0}/s n={} {}, {} clients",
            ours / peer,
            self.clients * self.each,
            self.kind.name(),
            self.clients
        );
        println!("{line}");
        line
    }
}

/// The middle one of all runs but the first.
fn rate(runs: &[Run]) -> f64 {
    let mut rates: Vec<f64> = runs.iter().skip(1).map(Run::rate).collect();
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}

/// Milliseconds.
fn at(sorted: &[Duration], percent: usize) -> f64 {
    let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(index).copied().unwrap_or_default().as_secs_f64() * 1e3
}
