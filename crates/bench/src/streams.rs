//! `streams`: ten thousand consoles that listen to one central and have nothing else to do.
//!
//! What each of them costs in memory is what the central's process has more with them than without, by their
//! number; what the system keeps for a connection beside that is not in it. How soon all are told is measured
//! from when a report is sent until each listener's tick, carrying it out and syncing it included. Several
//! listeners share a session, which a console has of its own.
//!
//! Deliberately absent: a peer (`fanout` has one).

use std::path::Path;
use std::time::{Duration, Instant};

use onemap_central::database;
use onemap_protocol::command::BatchAnswer;
use onemap_testkit::postgres::Cluster;

use crate::central::Kind;
use crate::failure::Failure;
use crate::fanout::batch;
use crate::measure::place_in;
use crate::readers::Readers;
use crate::served::Served;
use crate::town::Caller;

/// Sessions that the listeners share.
const SESSIONS: usize = 10;
/// Events that everybody is told of.
const EVENTS: usize = 20;
/// Between two of them: in each phase between two heartbeats, too.
const APART: Duration = Duration::from_millis(1_370);
/// How long nothing happens before memory is looked at.
const IDLE: Duration = Duration::from_secs(12);

/// Measures, and returns the last line.
pub async fn measure(on: Kind, folder: &Path, clients: usize) -> Result<String, Failure> {
    let place = place_in(folder)?;
    let cluster = match on {
        Kind::Postgres => Some(Cluster::durable().map_err(Failure::Peer)?),
        Kind::Sqlite => None,
    };
    let database = match &cluster {
        Some(cluster) => {
            cluster.create("county").map_err(Failure::Peer)?;
            cluster.address("county")
        }
        None => format!("sqlite:{}", place.path().join("central.sqlite").display()),
    };
    let mut served = Served::start(&database)?;
    let mut callers = Vec::new();
    for _ in 0..SESSIONS {
        callers.push(Caller::sign_in(&served.address).await?);
    }
    let asks: Vec<String> = callers
        .iter()
        .map(|caller| {
            format!(
                "GET /v1/stream HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\r\n",
                served.host(),
                caller.session.token.0
            )
        })
        .collect();
    let host = served.host().to_owned();
    // What a first few make it keep is not theirs.
    Readers::at(&host, &asks, 100).await?.leave();
    send(&callers[0]).await?;
    tokio::time::sleep(IDLE).await;
    let before = served.memory()?;
    let connecting = Instant::now();
    let readers = Readers::at(&host, &asks, clients).await?;
    println!(
        "{clients} listeners connected in {:.1} s",
        connecting.elapsed().as_secs_f64()
    );
    tokio::time::sleep(IDLE).await;
    let busy = served.processor()?;
    tokio::time::sleep(IDLE).await;
    let busy = served.processor()?.saturating_sub(busy);
    let memory = served.memory()?;
    let each = memory.saturating_sub(before) / clients as u64;
    println!(
        "memory {} MiB without and {} MiB with them; idle they take {:.0} % of one processor",
        before >> 20,
        memory >> 20,
        100.0 * busy.as_secs_f64() / IDLE.as_secs_f64()
    );
    let mut delays = Vec::new();
    for _ in 0..EVENTS {
        readers.forget();
        let began = Instant::now();
        let cursor = send(&callers[0]).await?;
        readers.have(cursor).await;
        for told in readers.told(cursor) {
            let told = told.ok_or_else(|| Failure::Unexpected("one was not told".to_owned()))?;
            delays.push(told.saturating_duration_since(began));
        }
        tokio::time::sleep(APART.saturating_sub(began.elapsed())).await;
    }
    readers.leave();
    served.end()?;
    database::open(&database).await?.close().await;
    delays.sort_unstable();
    let at = |percent: usize| {
        let index = (delays.len() * percent / 100).min(delays.len().saturating_sub(1));
        delays.get(index).copied().unwrap_or_default().as_secs_f64() * 1e3
    };
    Ok(format!(
        "streams ours={:.1} KiB each, p50={:.0} ms p95={:.0} ms p99={:.0} ms all={:.0} ms n={clients}",
        each as f64 / 1_024.0,
        at(50),
        at(95),
        at(99),
        at(100)
    ))
}

/// Something happens; its place in the log.
async fn send(caller: &Caller) -> Result<u64, Failure> {
    let answer: BatchAnswer = caller
        .post("/v1/commands", &batch(caller))
        .await?
        .json()
        .await?;
    Ok(answer.durable_cursor.0)
}
