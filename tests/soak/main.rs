//! `cargo xtask soak MINUTES`: the wall on the sample county under simulated traffic, in the real
//! window. Says what the program and its renderer hold of memory, minute by minute, and how long a
//! report takes from the central's answer to changed pixels on the wall.

#![allow(
    clippy::unwrap_used,
    reason = "a measurement that cannot be taken ends the program"
)]
#![allow(
    dead_code,
    reason = "the driver is shared with the stories, which use more of it"
)]

#[path = "../stories/driver.rs"]
mod driver;

use std::sync::Arc;
use std::time::{Duration, Instant};

use driver::Page;
use onemap_central::{sample, simulate};
use onemap_console::Reads;
use onemap_desk::{Desk, Options, Papers, Wall};
use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_domain::people::UserId;
use onemap_protocol::desk::{EnterSession, Submit, Submitted};
use onemap_protocol::session::Secret;
use onemap_testkit::county::facts;

/// Where the wall's embedded central listens.
const CENTRAL: &str = "http://127.0.0.1:8460";
/// Commands per minute.
const PACE: f64 = 20.0;
/// Reports whose way to the screen is timed.
const TIMED: usize = 40;
/// The first minutes, in which caches fill: growth is counted after them.
const WARM_UP: usize = 10;

#[tokio::main]
async fn main() {
    let minutes: usize = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .expect("usage: soak MINUTES");
    let seed: u64 = 20_261_121;
    println!("soak: {minutes} minutes, {PACE} commands a minute, seed {seed}");
    let data = tempfile::TempDir::new().unwrap();
    let arguments = [
        "--wall".to_owned(),
        "--data".to_owned(),
        data.path().display().to_string(),
    ];
    let page = Page::window(&arguments).await;
    page.becomes("wall", "data-ready", "true").await;
    page.becomes("wall-map", "data-ready", "true").await;
    let processes = Processes::of_the_wall();
    let desk = reporter().await;
    let calm = timed(&page, &desk).await;
    let plan = simulate::Plan {
        central: CENTRAL.to_owned(),
        county: sample::chishui().unwrap(),
        per_minute: PACE,
        seed,
        steps: None,
    };
    let traffic = tokio::spawn(simulate::run(plan, |_| {}));
    let mut held = vec![processes.held()];
    println!("minute 0: {}", held[0]);
    for minute in 1..=minutes {
        tokio::time::sleep(Duration::from_mins(1)).await;
        assert!(!traffic.is_finished(), "the traffic goes on");
        let now = processes.held();
        println!("minute {minute}: {now}");
        held.push(now);
    }
    // The wall has run for so long, and the traffic goes on.
    let busy = timed(&page, &desk).await;
    traffic.abort();
    report(
        &held,
        &[("before the traffic", calm), ("at the end, in it", busy)],
    );
    page.close().await;
}

/// Memory of the program and of the process that draws, MiB.
#[derive(Clone, Copy)]
struct Held {
    program: f64,
    renderer: f64,
}

impl std::fmt::Display for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "program {:.1} MiB, renderer {:.1} MiB",
            self.program, self.renderer
        )
    }
}

struct Processes {
    program: u32,
    renderer: u32,
}

impl Processes {
    /// Those of the only wall that runs.
    fn of_the_wall() -> Processes {
        let named = |part: &str| {
            let all = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
            all.filter_map(|entry| {
                let id: u32 = entry.file_name().to_str()?.parse().ok()?;
                let line = std::fs::read(entry.path().join("cmdline")).ok()?;
                let line = String::from_utf8_lossy(&line).into_owned();
                let program = line.split('\0').next()?;
                (program.ends_with(part)).then_some(id)
            })
            .max()
            .unwrap_or_else(|| panic!("{part} does not run"))
        };
        Processes {
            program: named("/onemap"),
            renderer: named("WebKitWebProcess"),
        }
    }

    fn held(&self) -> Held {
        // `proc(5)`: what the process alone holds, shared libraries counted by their share.
        let of = |id: u32| {
            let text = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap();
            let line = text.lines().find(|line| line.starts_with("Pss:")).unwrap();
            let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
            kib / 1024.0
        };
        Held {
            program: of(self.program),
            renderer: of(self.renderer),
        }
    }
}

/// A second desk that reports, as an operator elsewhere would.
async fn reporter() -> Desk {
    let folder = tempfile::TempDir::new().unwrap().keep();
    let desk = Desk::open(Options {
        folder: folder.clone(),
        central: CENTRAL.to_owned(),
        authority: None,
        county: None,
        demonstration: Vec::new(),
        papers: Papers::in_folder(folder.join("papers")),
        wall: Wall::none(),
        now: Arc::new(jiff::Timestamp::now),
    })
    .await
    .unwrap();
    let enter = EnterSession::with_password(
        UserId("wangmin".to_owned()),
        Secret("onemap-demo".to_owned()),
    );
    desk.console().perform(enter.into()).await.unwrap();
    while Reads::county(&desk).is_none() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    desk
}

/// Has the page note when it has painted another figure.
const WATCH: &str = "const figure = () => document.querySelector('[data-testid=\"wall-reported\"]')?.dataset.count; \
    const before = figure(); \
    window.painted = null; \
    const watch = new MutationObserver(() => { \
        if (figure() === before || figure() === undefined) return; \
        watch.disconnect(); \
        requestAnimationFrame(() => requestAnimationFrame(() => window.painted = Date.now())); \
    }); \
    watch.observe(document.body, {subtree: true, childList: true, attributes: true, \
        characterData: true}); \
    return before;";

/// From a report's moment in the central's log until the wall has painted the new figure,
/// milliseconds; all are of one machine's clock. The page says when it painted: two frames after its
/// figure changed. In traffic somebody else's report may be what it paints first: the next one is
/// waited for, which can only make the figure larger.
async fn timed(page: &Page, desk: &Desk) -> Vec<f64> {
    let console = desk.console();
    let mut delays = Vec::new();
    for number in 0..TIMED {
        let before = page.client.execute(WATCH, Vec::new()).await.unwrap();
        let mut facts = facts(&format!("计时上报 {number}"), 0);
        facts.position = console_position(desk);
        let command = Command::Report {
            facts: Box::new(facts),
        };
        let submit = Submit {
            case: None,
            revision: 0,
            command,
        };
        let given = console.perform(submit.into()).await.unwrap();
        let given: Submitted = serde_json::from_str(&given).unwrap();
        let logged = logged(desk, given.case).await;
        let painted = painted(page, &format!("report {number}, {before} before"), logged).await;
        delays.push(painted - logged);
    }
    delays.sort_by(f64::total_cmp);
    delays
}

/// When the central's log has a report, milliseconds since 1970.
async fn logged(desk: &Desk, case: CaseId) -> f64 {
    let scope = Reads::user(desk).unwrap().scope;
    let begun = Instant::now();
    loop {
        let shown = Reads::case(desk, &scope, case).await.unwrap();
        if let Some(confirmed) = shown.filter(|shown| !shown.pending) {
            return confirmed.case.reported_at.as_millisecond() as f64;
        }
        assert!(begun.elapsed() < driver::PATIENCE, "a report is confirmed");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// When the page has painted something that is no older than `since`, by its own clock.
async fn painted(page: &Page, what: &str, since: f64) -> f64 {
    let begun = Instant::now();
    loop {
        let painted = page.client.execute("return window.painted;", Vec::new());
        match painted.await.unwrap().as_f64() {
            Some(at) if at >= since => return at,
            // Another report was painted before this one was given.
            Some(_) => {
                page.client.execute(WATCH, Vec::new()).await.unwrap();
            }
            None => {}
        }
        if begun.elapsed() > driver::PATIENCE {
            let now = page.find("wall-reported").await.attr("data-count").await;
            panic!("{what}: not painted, {now:?} on the wall");
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Somewhere in the county: the middle of its first grid.
fn console_position(desk: &Desk) -> onemap_domain::area::Position {
    let county = Reads::county(desk).unwrap();
    let grid = county
        .register
        .areas
        .iter()
        .find(|area| area.code.level() == onemap_domain::area::Level::Grid)
        .unwrap();
    grid.centre
}

fn report(held: &[Held], delays: &[(&str, Vec<f64>)]) {
    let (first, last) = (held[0], held[held.len() - 1]);
    let peak = |read: fn(&Held) -> f64| held.iter().map(read).fold(0.0, f64::max);
    println!("start: {first}");
    println!(
        "peak:  {}",
        Held {
            program: peak(|held| held.program),
            renderer: peak(|held| held.renderer),
        }
    );
    println!("end:   {last}");
    if held.len() > WARM_UP + 2 {
        let after = &held[WARM_UP..];
        for (name, read) in [
            ("program", (|held| held.program) as fn(&Held) -> f64),
            ("renderer", |held| held.renderer),
        ] {
            let slope = slope(&after.iter().map(read).collect::<Vec<_>>());
            println!(
                "{name}: {:+.3} MiB a minute after the first {WARM_UP}; a month would be {:+.0} MiB",
                slope,
                slope * 60.0 * 24.0 * 30.0
            );
        }
    }
    for (when, delays) in delays {
        let at = |share: f64| delays[((delays.len() - 1) as f64 * share).round() as usize];
        println!(
            "event to pixels, {when}: p50={:.0} ms p95={:.0} ms n={}",
            at(0.5),
            at(0.95),
            delays.len()
        );
    }
}

/// Least squares: how much a minute adds.
fn slope(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean_x = (n - 1.0) / 2.0;
    let mean_y = values.iter().sum::<f64>() / n;
    let both: f64 = values
        .iter()
        .enumerate()
        .map(|(x, y)| (x as f64 - mean_x) * (y - mean_y))
        .sum();
    let square: f64 = (0..values.len()).map(|x| (x as f64 - mean_x).powi(2)).sum();
    both / square
}
