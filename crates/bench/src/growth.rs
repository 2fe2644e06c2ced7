//! `growth`: what a central takes of time, memory and disk as its county grows.
//!
//! One database is filled further and further, with the cases of the small county in turns under names of
//! their own (as many events each as theirs have on average), and at each size a central is started on it in a process of its own
//! and asked over HTTP. Filling goes through the repository in large transactions, so every row is the one that
//! commands would have left. Identities are drawn at random, which is worse for the indexes than what consoles
//! make, which grow with time.
//!
//! Deliberately absent: a peer. What is printed last is the slope of the command's time.

use std::path::Path;
use std::time::{Duration, Instant};

use onemap_central::database;
use onemap_domain::case::CaseId;
use onemap_protocol::feed::FeedPage;
use onemap_testkit::postgres::Cluster;
use serde_json::Value;
use sqlx::PgPool;

use crate::central::Kind;
use crate::failure::Failure;
use crate::fanout::batch;
use crate::measure::{median, place_in, slope};
use crate::served::Served;
use crate::town::{Caller, fill, templates, whole};

/// How often each thing is asked; the first answer is dropped.
const TIMES: usize = 21;

/// A thing that is measured, at each size.
struct Line {
    name: &'static str,
    points: Vec<(usize, Duration)>,
}

/// Measures at each size, prints a table and returns the last line.
pub async fn measure(
    seed: u64,
    on: Kind,
    folder: &Path,
    sizes: &[usize],
) -> Result<String, Failure> {
    let place = place_in(folder)?;
    let cluster = match on {
        Kind::Postgres => Some(Cluster::durable().map_err(Failure::Peer)?),
        Kind::Sqlite => None,
    };
    let file = place.path().join("central.sqlite");
    let address = match &cluster {
        Some(cluster) => {
            cluster.create("county").map_err(Failure::Peer)?;
            cluster.address("county")
        }
        None => format!("sqlite:{}", file.display()),
    };
    // The county itself, and what its cases look like.
    Served::start(&address)?.end()?;
    let repository = database::open(&address).await?;
    let templates = templates(repository.as_ref(), &whole()).await?;
    repository.close().await;
    let mut lines: Vec<Line> = Vec::new();
    let mut there = 0;
    for size in sizes {
        let filling = Instant::now();
        let repository = database::open(&address).await?;
        let more = size - there;
        fill(
            repository.as_ref(),
            &templates,
            (there, more),
            seed + *size as u64,
        )
        .await?;
        repository.close().await;
        there = *size;
        let filled = filling.elapsed();
        let bytes = if cluster.is_some() {
            settled(&address).await?
        } else {
            std::fs::metadata(&file)
                .map_err(Failure::file(&file))?
                .len()
        };
        println!(
            "{size} cases: {more} more written in {:.0} s; {} MiB on the disk, {} bytes a case",
            filled.as_secs_f64(),
            bytes >> 20,
            bytes / *size as u64
        );
        for (name, time) in asked(&address, *size).await? {
            match lines.iter_mut().find(|line| line.name == name) {
                Some(line) => line.points.push((*size, time)),
                None => lines.push(Line {
                    name,
                    points: vec![(*size, time)],
                }),
            }
        }
    }
    for line in &lines {
        let times: Vec<String> = line
            .points
            .iter()
            .map(|(_, time)| format!("{:>10.2}", time.as_secs_f64() * 1e3))
            .collect();
        println!(
            "{:<34}{} ms, slope {:.2}",
            line.name,
            times.join(" "),
            slope(&line.points)
        );
    }
    let command = lines.iter().find(|line| line.name == COMMAND);
    let points = command.map(|line| line.points.clone()).unwrap_or_default();
    let (largest, ours) = points.last().copied().unwrap_or_default();
    Ok(format!(
        "growth ours={:.2}ms slope={:.2} n={largest}",
        ours.as_secs_f64() * 1e3,
        slope(&points)
    ))
}

const COMMAND: &str = "a command";

/// Brings the statistics up to date, as the server does by itself in a while; how large it is then.
async fn settled(address: &str) -> Result<u64, Failure> {
    let pool = PgPool::connect(address).await?;
    sqlx::query("VACUUM ANALYZE").execute(&pool).await?;
    sqlx::query("CHECKPOINT").execute(&pool).await?;
    let size: i64 = sqlx::query_scalar("SELECT pg_database_size(current_database())")
        .fetch_one(&pool)
        .await?;
    pool.close().await;
    Ok(size as u64)
}

/// Starts a central and asks it everything.
async fn asked(address: &str, size: usize) -> Result<Vec<(&'static str, Duration)>, Failure> {
    let mut found = Vec::new();
    let starting = Instant::now();
    let mut served = Served::start(address)?;
    found.push(("until it listens", starting.elapsed()));
    let empty = served.memory()?;
    let caller = Caller::sign_in(&served.address).await?;
    let indicators = "/v1/indicators?from=2026-11-01&to=2026-11-30";
    // Whoever asks while they are counted waits, and is told after a while to come again.
    while let Err(waits) = caller.get(indicators).await {
        if !waits.is_not_ready() {
            return Err(waits);
        }
    }
    found.push(("until the counters are counted", starting.elapsed()));
    let memory = served.memory()?;
    println!(
        "{size} cases: memory {} MiB when it listens, {} MiB with its counters, {} bytes a case",
        empty >> 20,
        memory >> 20,
        memory.saturating_sub(empty) / size as u64
    );
    let mut commands = Vec::new();
    for _ in 0..TIMES * 10 {
        let batch = batch(&caller);
        let began = Instant::now();
        caller.post("/v1/commands", &batch).await?.bytes().await?;
        commands.push(began.elapsed());
    }
    found.push((COMMAND, median(&commands)));
    let page = caller.get("/v1/feed?after=999999999999&limit=1").await?;
    let head: FeedPage = page.json().await?;
    let cases: Value = caller.get("/v1/cases?limit=200").await?.json().await?;
    let some: Option<CaseId> = cases["cases"]
        .get(100)
        .and_then(|case| serde_json::from_value(case["id"].clone()).ok());
    let some = some.ok_or_else(|| Failure::Unexpected(cases.to_string()))?;
    let feed = format!("/v1/feed?after={}&limit=100", head.cursor.0 - 100);
    let (case, timeline) = (
        format!("/v1/cases/{some}"),
        format!("/v1/cases/{some}/timeline"),
    );
    for (name, path) in [
        ("a feed page of 100", feed.as_str()),
        ("the feed's first page of 100", "/v1/feed?after=0&limit=100"),
        ("a list page of 50", "/v1/cases?limit=50"),
        (
            "a list page of 50 overdue",
            "/v1/cases?overdue=true&limit=50",
        ),
        (
            "a search that finds nothing",
            "/v1/cases?text=qwxz&limit=50",
        ),
        ("a case", &case),
        ("a case's log", &timeline),
        ("the departments' loads", "/v1/departments"),
        ("indicators of the county", indicators),
        ("a snapshot's first page of 200", "/v1/snapshot?limit=200"),
    ] {
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let began = Instant::now();
            caller.get(path).await?.bytes().await?;
            times.push(began.elapsed());
            // What takes long is not asked so often.
            if times.iter().sum::<Duration>() > Duration::from_secs(20) && times.len() > 3 {
                break;
            }
        }
        found.push((name, median(&times)));
    }
    served.end()?;
    Ok(found)
}
