//! `sync-initial` and `sync-delta`: a console's first fetch of a county, and a page of what changed,
//! over real HTTP on this machine, into the real cache file.
//!
//! The peer replicates the very lines that our snapshot sends, as documents, and is asked for the sum
//! of what it has before anything is timed. Neither side syncs the disk for every batch: a cache is
//! fetched again. Ours is timed from the moment somebody signs in until the desk is on line, register
//! and password check included.
//!
//! Deliberately absent: a real network, whose time would hide both.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use onemap_console::Reads as _;
use onemap_desk::{Desk, Options, Papers, Wall};
use onemap_domain::case::{Case, CaseId};
use onemap_domain::chain::Digest;
use onemap_domain::event::Recorded;
use onemap_domain::people::UserId;
use onemap_protocol::desk::{EnterSession, Link};
use onemap_protocol::feed::{FeedPage, SnapshotLine};
use onemap_protocol::session::Secret;
use onemap_store::Cache;
use onemap_testkit::county::PASSWORD;
use sha2::{Digest as _, Sha256};

use crate::failure::Failure;
use crate::measure::{median, place_in, slope};
use crate::peer::Peer;
use crate::town::{self, Caller, LOGIN, Town, documents};

/// Cases of a first fetch.
const FETCHED: usize = 100_000;
/// Runs of each side; the first is dropped.
const FETCHES: usize = 6;
/// Cases that changed.
const CHANGED: u64 = 100;
/// Runs of a page of changes.
const PAGES: usize = 41;
/// The peer's number of documents for a page of changes; it is not asked to grow further.
const PEERS: usize = 20_000;

/// Where a bench may write, and its peer.
pub struct Setting<'a> {
    /// What cases are drawn from.
    pub seed: u64,
    /// For its files.
    pub folder: &'a Path,
    /// The peer's program.
    pub script: &'a Path,
}

impl Setting<'_> {
    fn peer(&self, documents: &Path, expected: u64) -> Result<Peer, Failure> {
        let mut peer = Peer::start(Command::new("node").arg(self.script))?;
        println!("peer: {}", peer.greeting());
        let said = peer.ask(&format!("load {}", documents.display()))?;
        if said != format!("loaded {expected}") {
            return Err(Failure::Unexpected(said));
        }
        Ok(peer)
    }
}

/// A first fetch of `cases` cases; without a number of one's own, beside the peer.
pub async fn initial(setting: Setting<'_>, cases: Option<usize>) -> Result<String, Failure> {
    let place = place_in(setting.folder)?;
    let count = cases.unwrap_or(FETCHED);
    let filling = Instant::now();
    let town = Town::with(place.path(), count, setting.seed).await?;
    println!(
        "{count} cases written in {:.1} s",
        filling.elapsed().as_secs_f64()
    );
    if cases.is_some() {
        let (time, size) = fetch(&place.path().join("desk"), &town.address).await?;
        town.end().await?;
        return Ok(format!(
            "sync-initial ours={:.1}s {:.0} cases/s, cache {} MiB, n={count}",
            time.as_secs_f64(),
            count as f64 / time.as_secs_f64(),
            size >> 20
        ));
    }
    let caller = Caller::sign_in(&town.address).await?;
    let lines = place.path().join("documents.ndjson");
    let (whole, events) = documents(&caller, &lines).await?;
    let bytes = std::fs::metadata(&lines)
        .map_err(Failure::file(&lines))?
        .len();
    println!(
        "{whole} cases, {} bytes each as JSON, {events} events",
        bytes / whole
    );
    let mut peer = setting.peer(&lines, whole)?;
    let target = place.path().join("peer");
    let replicate = format!("initial {}", target.display());
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for run in 0..FETCHES {
        let folder = place.path().join(format!("desk-{run}"));
        let (time, _) = fetch(&folder, &town.address).await?;
        ours.push(time);
        let (time, count) = peer.timed(&replicate)?;
        if count != whole.to_string() {
            return Err(Failure::Unexpected(count));
        }
        theirs.push(time);
        if run == 0 {
            equal(&folder, &lines, &peer.ask("sum")?).await?;
        }
        std::fs::remove_dir_all(&folder).map_err(Failure::file(&folder))?;
    }
    peer.end()?;
    town.end().await?;
    let (ours, theirs) = (median(&ours), median(&theirs));
    let rate = |time: Duration| whole as f64 / time.as_secs_f64();
    Ok(format!(
        "sync-initial ratio={:.1} ours={:.0} cases/s ({:.0} rows/s) peer={:.0} documents/s n={whole}",
        rate(ours) / rate(theirs),
        rate(ours),
        // A case stands in the cache as itself, and each event of its log as itself.
        rate(ours) * (1.0 + events as f64 / whole as f64),
        rate(theirs),
    ))
}

/// What a new console does, and how many bytes its files have then.
async fn fetch(folder: &Path, central: &str) -> Result<(Duration, u64), Failure> {
    let desk = Desk::open(Options {
        folder: folder.to_owned(),
        central: central.to_owned(),
        authority: None,
        county: None,
        demonstration: Vec::new(),
        papers: Papers::in_folder(folder.join("papers")),
        wall: Wall::none(),
        now: Arc::new(jiff::Timestamp::now),
    })
    .await?;
    let enter = EnterSession::with_password(UserId(LOGIN.to_owned()), Secret(PASSWORD.to_owned()));
    let began = Instant::now();
    desk.console().perform(enter.into()).await?;
    while desk.status().await?.link != Link::Online {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let time = began.elapsed();
    desk.close().await;
    Ok((time, size_of(folder)))
}

fn size_of(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .filter_map(|file| file.metadata().ok())
        .map(|about| about.len())
        .sum()
}

/// The peer has what the central sent, and so has the cache.
async fn equal(folder: &Path, lines: &Path, peer: &str) -> Result<(), Failure> {
    let text = std::fs::read_to_string(lines).map_err(Failure::file(lines))?;
    let mut documents: Vec<(&str, &str)> = text.lines().filter_map(parts).collect();
    documents.sort_unstable();
    let sent = format!("sum {} {}", documents.len(), sum(&documents));
    if sent != peer {
        return Err(Failure::Unequal {
            line: 1,
            ours: Some(sent),
            peer: Some(peer.to_owned()),
        });
    }
    let (cache, _) = Cache::open(&folder.join(format!("cache-{LOGIN}.sqlite"))).await?;
    let scope = town::whole();
    for some in documents.chunks(2_000) {
        let sent: BTreeMap<CaseId, (Case, Vec<Recorded>)> = some
            .iter()
            .map(|(_, rest)| dossier(rest))
            .collect::<Result<_, _>>()?;
        let ids: Vec<CaseId> = sent.keys().copied().collect();
        let kept = cache.states(&scope, &ids).await?;
        let are_equal = |case: &Case| sent.get(&case.id).is_some_and(|(sent, _)| sent == case);
        let mut whole = kept.len() == sent.len() && kept.iter().all(|shown| are_equal(&shown.case));
        // Of their logs one in fifty: each is a question of its own.
        for (id, (_, events)) in sent.iter().step_by(50) {
            let log = cache.timeline(&scope, *id).await?;
            let log: Vec<Recorded> = log.into_iter().map(|one| one.recorded).collect();
            whole &= log == *events;
        }
        if !whole {
            return Err(Failure::Unexpected(
                "the cache holds something else".to_owned(),
            ));
        }
    }
    cache.close().await;
    Ok(())
}

/// A document's id, and the rest of it without the opening bracket.
fn parts(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("{\"_id\":\"")?.split_once("\",")
}

fn dossier(rest: &str) -> Result<(CaseId, (Case, Vec<Recorded>)), Failure> {
    match serde_json::from_str(&format!("{{{rest}"))? {
        SnapshotLine::Case { case, events } => Ok((case.id, (*case, events))),
        other => Err(Failure::Unexpected(format!("{other:?}"))),
    }
}

/// SHA-256 over all documents, as the peer makes it.
fn sum(documents: &[(&str, &str)]) -> String {
    let mut hasher = Sha256::new();
    for (id, rest) in documents {
        for part in [id.as_bytes(), b"\n{", rest.as_bytes(), b"\n"] {
            hasher.update(part);
        }
    }
    Digest::from(<[u8; 32]>::from(hasher.finalize())).to_string()
}

/// A page with a hundred changed cases: asked for, sent, read, written into a cache of n cases.
pub async fn delta(setting: Setting<'_>, sizes: &[usize]) -> Result<String, Failure> {
    let mut points = Vec::new();
    for size in sizes {
        let place = place_in(setting.folder)?;
        let time = Box::pin(pages(&setting, place.path(), *size)).await?;
        println!(
            "{size} cases: {:.3} ms until it is written",
            time.as_secs_f64() * 1e3
        );
        points.push((*size, time));
    }
    let place = place_in(setting.folder)?;
    let theirs = peers_pages(&setting, place.path()).await?;
    let (largest, ours) = points.last().copied().unwrap_or_default();
    Ok(format!(
        "sync-delta ratio={:.1} ours={:.3}ms slope={:.2} n={largest} peer={:.1}ms n={PEERS}",
        theirs.as_secs_f64() / ours.as_secs_f64(),
        ours.as_secs_f64() * 1e3,
        slope(&points),
        theirs.as_secs_f64() * 1e3,
    ))
}

/// The same page again and again: it is written over what it wrote before.
async fn pages(setting: &Setting<'_>, folder: &Path, size: usize) -> Result<Duration, Failure> {
    let town = Town::with(folder, size, setting.seed).await?;
    let desk = folder.join("desk");
    fetch(&desk, &town.address).await?;
    let (cache, _) = Cache::open(&desk.join(format!("cache-{LOGIN}.sqlite"))).await?;
    let caller = Caller::sign_in(&town.address).await?;
    let head: FeedPage = caller
        .get("/v1/feed?after=999999999999&limit=1")
        .await?
        .json()
        .await?;
    let path = format!("/v1/feed?after={}&limit={CHANGED}", head.cursor.0 - CHANGED);
    let (mut times, mut asked) = (Vec::new(), Vec::new());
    for _ in 0..PAGES {
        let began = Instant::now();
        let page: FeedPage = caller.get(&path).await?.json().await?;
        asked.push(began.elapsed());
        cache.apply(&page).await?;
        times.push(began.elapsed());
        if page.entries.len() as u64 != CHANGED {
            return Err(Failure::Unexpected(format!(
                "{} entries",
                page.entries.len()
            )));
        }
    }
    cache.close().await;
    town.end().await?;
    println!(
        "{size} cases: {:.3} ms until a page is here and read",
        median(&asked).as_secs_f64() * 1e3
    );
    Ok(median(&times))
}

async fn peers_pages(setting: &Setting<'_>, folder: &Path) -> Result<Duration, Failure> {
    let town = Town::with(folder, PEERS, setting.seed).await?;
    let caller = Caller::sign_in(&town.address).await?;
    let lines = folder.join("documents.ndjson");
    let (whole, _) = documents(&caller, &lines).await?;
    town.end().await?;
    let mut peer = setting.peer(&lines, whole)?;
    peer.timed(&format!("initial {}", folder.join("peer").display()))?;
    let mut times = Vec::new();
    for _ in 0..PAGES {
        let said = peer.ask(&format!("change {CHANGED}"))?;
        if said != format!("changed {CHANGED}") {
            return Err(Failure::Unexpected(said));
        }
        let (time, written) = peer.timed("delta")?;
        if written != CHANGED.to_string() {
            return Err(Failure::Unexpected(written));
        }
        times.push(time);
    }
    peer.end()?;
    Ok(median(&times))
}
