//! `fanout`: what it costs a central to tell a thousand consoles that there is more.
//!
//! Both servers run in a process of their own and tell the same words to the same thousand readers,
//! twenty times a second: ours because a command was carried out and is durable, the peer because it is
//! told to. Compared is the processor's time that the server takes for a message; ours is charged
//! only with what it takes beyond the same commands without any listener. The time from an event to
//! each reader is measured on both sides; ours has carrying out and syncing the command in it.
//!
//! Deliberately absent: messages a second at the limit. Our streams hold at most twenty ticks a second
//! each, so that what is asked is what a message costs.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use onemap_protocol::command::{Batch, BatchAnswer, Envelope, Subject};
use onemap_testkit::county::facts;
use uuid::Uuid;

use crate::failure::Failure;
use crate::measure::place_in;
use crate::peer::Peer;
use crate::readers::Readers;
use crate::served::Served;
use crate::town::Caller;

/// Readers.
const CLIENTS: usize = 1_000;
/// Events a second.
const RATE: u32 = 20;
/// Events of a round.
const EVENTS: u64 = 200;
/// Rounds of each side; the first is dropped.
const ROUNDS: usize = 6;

/// What one round gave.
struct Round {
    /// The processor's time of the server.
    processor: Duration,
    /// Messages that arrived.
    messages: u64,
    /// From each event to each reader, sorted.
    latencies: Vec<Duration>,
}

/// Measures both sides and returns the last line.
pub async fn measure(folder: &Path, script: &Path) -> Result<String, Failure> {
    let place = place_in(folder)?;
    let mut ours = Served::start(&format!(
        "sqlite:{}",
        place.path().join("central.sqlite").display()
    ))?;
    let address = ours.address.clone();
    let caller = Caller::sign_in(&address).await?;
    let mut theirs = Peer::start(Command::new("node").arg(script))?;
    println!("peer: {}", theirs.greeting());
    let port = said_after(theirs.greeting(), "ready ")?;
    let port: u16 = port
        .split(' ')
        .next()
        .and_then(|port| port.parse().ok())
        .unwrap_or_default();

    // Without listeners, so that what commands cost is not counted as telling.
    let alone = Readers::none();
    let mut silent = Vec::new();
    for _ in 0..3 {
        silent.push(our_round(&mut ours, &caller, &alone).await?.processor);
    }
    silent.sort_unstable();
    let silent = silent[1];
    let host = address.trim_start_matches("http://");
    let ask = [format!(
        "GET /v1/stream HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {}\r\n\r\n",
        caller.session.token.0
    )];
    let (mut our_rounds, mut their_rounds) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let readers = Readers::at(host, &ask, CLIENTS).await?;
        our_rounds.push(our_round(&mut ours, &caller, &readers).await?);
        readers.leave();
        let upgrade = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n\
                       Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
                       Sec-WebSocket-Key: b25lbWFwIGJlbmNoIQ1234==\r\n\r\n";
        let upgrade = [upgrade.to_owned()];
        let readers = Readers::at(&format!("127.0.0.1:{port}"), &upgrade, CLIENTS).await?;
        their_rounds.push(their_round(&mut theirs, &readers).await?);
        readers.leave();
    }
    ours.end()?;
    theirs.end()?;
    let (mut our_costs, mut their_costs) = (Vec::new(), Vec::new());
    for round in &our_rounds[1..] {
        our_costs.push(cost(round, silent));
    }
    for round in &their_rounds[1..] {
        their_costs.push(cost(round, Duration::ZERO));
    }
    let (our_cost, their_cost) = (middle(our_costs), middle(their_costs));
    for (name, rounds) in [("ours", &our_rounds), ("peer", &their_rounds)] {
        let mut all: Vec<Duration> = rounds[1..]
            .iter()
            .flat_map(|round| round.latencies.clone())
            .collect();
        all.sort_unstable();
        println!(
            "{name}: event to reader p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms over {} messages",
            milliseconds(at(&all, 50)),
            milliseconds(at(&all, 95)),
            milliseconds(at(&all, 99)),
            all.len()
        );
    }
    Ok(format!(
        "fanout ratio={:.2} ours={our_cost:.2}us peer={their_cost:.2}us a message, {CLIENTS} readers, {RATE} events a second",
        their_cost / our_cost
    ))
}

fn said_after(line: &str, word: &str) -> Result<String, Failure> {
    let rest = line.strip_prefix(word);
    rest.map(str::to_owned)
        .ok_or_else(|| Failure::Unexpected(line.to_owned()))
}

/// Microseconds of the processor for a message.
fn cost(round: &Round, beside: Duration) -> f64 {
    round.processor.saturating_sub(beside).as_secs_f64() * 1e6 / round.messages as f64
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn at(sorted: &[Duration], percent: usize) -> Duration {
    let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(index).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Events as they go, and what the readers make of them.
async fn our_round(
    server: &mut Served,
    caller: &Caller,
    readers: &Readers,
) -> Result<Round, Failure> {
    let before = server.processor()?;
    let mut begun = Vec::new();
    let mut clock = tokio::time::interval(Duration::from_secs(1) / RATE);
    for _ in 0..EVENTS {
        clock.tick().await;
        let now = Instant::now();
        let answer: BatchAnswer = caller
            .post("/v1/commands", &batch(caller))
            .await?
            .json()
            .await?;
        begun.push((answer.durable_cursor.0, now));
    }
    readers
        .have(begun.last().map_or(0, |(cursor, _)| *cursor))
        .await;
    round(server.processor()?.saturating_sub(before), &begun, readers)
}

async fn their_round(server: &mut Peer, readers: &Readers) -> Result<Round, Failure> {
    let before = cpu(server)?;
    let mut begun = Vec::new();
    let mut clock = tokio::time::interval(Duration::from_secs(1) / RATE);
    for cursor in 1..=EVENTS {
        clock.tick().await;
        begun.push((cursor, Instant::now()));
        // As many letters as ours.
        server.tell(&format!(
            "send event: tick data: {{\"history_id\":\"{}\",\"cursor\":{cursor},\
             \"register_version\":1,\"central_time\":\"2026-11-30T11:30:00.000000000Z\"}}",
            Uuid::nil()
        ))?;
    }
    readers.have(EVENTS).await;
    round(cpu(server)?.saturating_sub(before), &begun, readers)
}

fn cpu(server: &mut Peer) -> Result<Duration, Failure> {
    let said = server.ask("cpu")?;
    let micros = said.parse().map_err(|_| Failure::Unexpected(said))?;
    Ok(Duration::from_micros(micros))
}

fn round(
    processor: Duration,
    begun: &[(u64, Instant)],
    readers: &Readers,
) -> Result<Round, Failure> {
    let mut latencies = Vec::new();
    let mut messages = 0;
    for arrivals in readers.arrivals() {
        messages += arrivals.len() as u64;
        let mut arrived = arrivals.iter().peekable();
        for (cursor, at) in begun {
            while arrived.peek().is_some_and(|(told, _)| told < cursor) {
                arrived.next();
            }
            match arrived.peek() {
                Some((_, when)) => latencies.push(when.saturating_duration_since(*at)),
                None => return Err(Failure::Unexpected("a reader missed an event".to_owned())),
            }
        }
    }
    latencies.sort_unstable();
    Ok(Round {
        processor,
        messages,
        latencies,
    })
}

/// A batch with one report.
pub fn batch(caller: &Caller) -> Batch {
    Batch {
        history_id: None,
        commands: vec![Envelope {
            id: Uuid::now_v7(),
            device: caller.device,
            author_grant: caller.session.grant.clone(),
            issued_at: jiff::Timestamp::now(),
            subjects: vec![Subject {
                id: onemap_domain::case::CaseId(Uuid::now_v7()).into(),
                expected_revision: 0,
            }],
            seen: None,
            command: onemap_domain::command::Command::Report {
                facts: Box::new(facts("路面塌陷", 1)),
            },
        }],
    }
}
