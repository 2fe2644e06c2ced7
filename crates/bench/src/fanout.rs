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

use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use onemap_protocol::command::{Batch, BatchAnswer, Envelope, Subject};
use onemap_testkit::county::facts;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::failure::Failure;
use crate::measure::place_in;
use crate::peer::Peer;
use crate::town::{Caller, Town};

/// Readers.
const CLIENTS: usize = 1_000;
/// Events a second.
const RATE: u32 = 20;
/// Events of a round.
const EVENTS: u64 = 200;
/// Rounds of each side; the first is dropped.
const ROUNDS: usize = 6;

/// Our side, as a program of its own: a central that says where it listens, and its processor's time
/// when asked.
pub async fn central(folder: &Path) -> Result<(), Failure> {
    let town = Town::with(folder, 0, 0).await?;
    let said = |line: String| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{line}")
            .and_then(|()| out.flush())
            .map_err(Failure::Peer)
    };
    said(format!("ready {}", town.address))?;
    // Reading waits, and would keep a thread of the central busy.
    let (sender, mut lines) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    while let Some(line) = lines.recv().await {
        if line == "cpu" {
            said(processor_time()?.as_micros().to_string())?;
        }
    }
    town.end().await
}

/// What this process has taken of the processors (`proc(5)`, hundredths of a second).
fn processor_time() -> Result<Duration, Failure> {
    let path = Path::new("/proc/self/stat");
    let stat = std::fs::read_to_string(path).map_err(Failure::file(path))?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<u64> = after_name
        .split_whitespace()
        .map(|field| field.parse().unwrap_or_default())
        .collect();
    let ticks = fields.get(11..13).unwrap_or_default().iter().sum::<u64>();
    Ok(Duration::from_millis(ticks * 10))
}

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
    let this = std::env::current_exe().map_err(Failure::Peer)?;
    let mut ours = Peer::start(
        Command::new(this)
            .arg("central")
            .arg("--folder")
            .arg(place.path()),
    )?;
    let address = said_after(ours.greeting(), "ready ")?;
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
    let ask = format!(
        "GET /v1/stream HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {}\r\n\r\n",
        caller.session.token.0
    );
    let (mut our_rounds, mut their_rounds) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let readers = Readers::at(host, &ask).await?;
        our_rounds.push(our_round(&mut ours, &caller, &readers).await?);
        readers.leave();
        let upgrade = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n\
                       Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
                       Sec-WebSocket-Key: b25lbWFwIGJlbmNoIQ1234==\r\n\r\n";
        let readers = Readers::at(&format!("127.0.0.1:{port}"), upgrade).await?;
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
    server: &mut Peer,
    caller: &Caller,
    readers: &Readers,
) -> Result<Round, Failure> {
    let before = cpu(server)?;
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
    round(cpu(server)?.saturating_sub(before), &begun, readers)
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

fn batch(caller: &Caller) -> Batch {
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

/// What has arrived at a reader: which place in the log it was told of, and when.
type Arrivals = Arc<std::sync::Mutex<Vec<(u64, Instant)>>>;

/// Everybody who listens.
struct Readers {
    heard: Vec<(Arrivals, Arc<AtomicU64>)>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Readers {
    fn none() -> Readers {
        Readers {
            heard: Vec::new(),
            tasks: Vec::new(),
        }
    }

    /// Connects a thousand, each saying this first.
    async fn at(address: &str, ask: &str) -> Result<Readers, Failure> {
        let mut readers = Readers::none();
        for _ in 0..CLIENTS {
            let mut stream = TcpStream::connect(address).await.map_err(Failure::Peer)?;
            stream.set_nodelay(true).map_err(Failure::Peer)?;
            stream
                .write_all(ask.as_bytes())
                .await
                .map_err(Failure::Peer)?;
            // Its answer's head, and with ours the first tick.
            let mut head = vec![0; 2_048];
            let length = stream.read(&mut head).await.map_err(Failure::Peer)?;
            let answer = String::from_utf8_lossy(&head[..length]).into_owned();
            if !answer.starts_with("HTTP/1.1 200") && !answer.starts_with("HTTP/1.1 101") {
                return Err(Failure::Unexpected(answer));
            }
            let (arrivals, last) = (Arrivals::default(), Arc::new(AtomicU64::new(0)));
            readers.heard.push((arrivals.clone(), last.clone()));
            readers
                .tasks
                .push(tokio::spawn(read(stream, arrivals, last)));
        }
        // What is still on its way of the beginning is not of the round.
        tokio::time::sleep(Duration::from_millis(300)).await;
        for (arrivals, _) in &readers.heard {
            lock(arrivals).clear();
        }
        Ok(readers)
    }

    /// Waits until every reader was told of this place in the log.
    async fn have(&self, cursor: u64) {
        for (_, last) in &self.heard {
            while last.load(Ordering::Relaxed) < cursor {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
    }

    fn arrivals(&self) -> impl Iterator<Item = Vec<(u64, Instant)>> {
        self.heard
            .iter()
            .map(|(arrivals, _)| lock(arrivals).clone())
    }

    fn leave(self) {
        for task in self.tasks {
            task.abort();
        }
    }
}

fn lock(arrivals: &Arrivals) -> std::sync::MutexGuard<'_, Vec<(u64, Instant)>> {
    arrivals
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Both sides are read in the same way: by the place in the log that each message names.
async fn read(mut stream: TcpStream, arrivals: Arrivals, last: Arc<AtomicU64>) {
    const NAME: &[u8] = b"\"cursor\":";
    let mut rest: Vec<u8> = Vec::new();
    let mut piece = [0; 4_096];
    while let Ok(length @ 1..) = stream.read(&mut piece).await {
        let now = Instant::now();
        rest.extend_from_slice(&piece[..length]);
        let mut from = 0;
        while let Some(found) = rest[from..]
            .windows(NAME.len())
            .position(|some| some == NAME)
        {
            let start = from + found + NAME.len();
            let digits = rest[start..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            if start + digits == rest.len() {
                break;
            }
            let cursor = rest[start..start + digits]
                .iter()
                .fold(0, |number: u64, digit| {
                    number * 10 + u64::from(digit - b'0')
                });
            lock(&arrivals).push((cursor, now));
            last.store(cursor, Ordering::Relaxed);
            from = start + digits;
        }
        rest.drain(..from);
    }
}
