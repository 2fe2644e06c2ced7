//! `cluster`: a million cases to the clusters of zooms 0 to 16, against supercluster's `load`.
//!
//! The clustering is another algorithm. The peer takes a point and joins to it what lies within 64
//! pixels; we take the cells of a grid of 64 pixels, so that a cluster belongs to one tile and
//! neither moves when the map does nor counts twice. What must agree is what is counted: on both
//! sides every case once at each zoom, and on ours, tile by tile, what a plain loop counts.
//!
//! Timed is everything from a list of positions to the clusters of all zooms. Ours also sums lamps
//! and the longest overdue; the peer only counts. Deliberately absent: drawing (see `tiles`).

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use onemap_bench_map::Failure;
use onemap_bench_map::measure::{median, slope, timed};
use onemap_bench_map::peer::Peer;
use onemap_domain::clock::Lamp;
use onemap_spatial::tiles::{CaseIndex, Cluster, Pin, TileId};

use crate::cases;

/// How many cases, the smallest first; the last is the bench's.
const SIZES: [usize; 4] = [125_000, 250_000, 500_000, 1_000_000];
/// Runs of each side; the first is dropped.
const RUNS: usize = 8;
/// The deepest zoom with clusters.
const DEEPEST: u8 = 16;
/// How many changes one measured run makes, and then takes back.
const CHANGES: usize = 1_000;

/// Measures, and returns the last line.
pub fn measure(pins: &[Pin], script: &Path, folder: &Path) -> Result<String, Failure> {
    let most = pins.len();
    cases::write(folder, pins)?;
    let node = ["--max-old-space-size=12288", "--expose-gc"];
    let mut peer = Peer::start(Command::new("node").args(node).arg(script).arg(folder))?;
    println!("peer: {}", peer.greeting());
    peer.ask("run")?;
    let theirs = peer.answer("totals")?;
    check(pins, &theirs)?;

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        theirs.push(peer.timed("run")?.0);
        ours.push(timed(|| all(pins)).0);
    }
    peer.end()?;
    grow(pins)?;
    let (ours, theirs) = (median(&ours), median(&theirs));
    Ok(format!(
        "cluster ratio={:.1} ours={:.1}ms peer={:.0}ms n={most}",
        theirs.as_secs_f64() / ours.as_secs_f64(),
        ours.as_secs_f64() * 1e3,
        theirs.as_secs_f64() * 1e3
    ))
}

fn all(pins: &[Pin]) -> (CaseIndex, Vec<Vec<Cluster>>) {
    let index = CaseIndex::new(pins, cases::leads());
    let clusters = index.clusters_at(0..=DEEPEST);
    (index, clusters)
}

/// Whether both sides count every case once at each zoom, and ours as a plain loop does by tile.
fn check(pins: &[Pin], theirs: &[String]) -> Result<(), Failure> {
    let (index, clusters) = all(pins);
    for (zoom, of_zoom) in clusters.iter().enumerate() {
        let counted: u32 = of_zoom.iter().map(|cluster| cluster.lamps.total()).sum();
        let said = theirs.get(zoom).cloned().unwrap_or_default();
        let (total, peers) = said.split_once(' ').unwrap_or_default();
        if counted as usize != pins.len() || total != counted.to_string() {
            let said = format!("zoom {zoom}: ours {counted}, the peer's {said:?}");
            return Err(Failure::Unequal(said));
        }
        if zoom % 4 == 0 {
            println!("zoom {zoom}: {} clusters, the peer {peers}", of_zoom.len());
        }
    }
    let mut tiles = 0;
    for zoom in [6, 9, 12, 14, DEEPEST] {
        let mut expected: HashMap<TileId, u32> = HashMap::new();
        for pin in pins {
            *expected
                .entry(TileId::containing(pin.position, zoom))
                .or_default() += 1;
        }
        for (tile, count) in expected {
            let clusters = index.clusters(tile);
            let counted: u32 = clusters.iter().map(|cluster| cluster.lamps.total()).sum();
            if counted != count || index.count(tile).total() != count {
                return Err(Failure::Unequal(format!("{tile}: {counted}, not {count}")));
            }
            tiles += 1;
        }
    }
    println!("checked: every case once at each zoom on both sides, {tiles} tiles by a plain loop");
    Ok(())
}

/// How the whole, one change, one tile and a merge grow with the number of cases.
fn grow(pins: &[Pin]) -> Result<(), Failure> {
    let names = ["all", "change", "tile", "view", "merge"];
    let mut points: [Vec<(usize, Duration)>; 5] = Default::default();
    for size in SIZES {
        let pins = &pins[..size.min(pins.len())];
        let mut times: [Vec<Duration>; 5] = Default::default();
        for _ in 0..RUNS {
            let (time, (mut index, _)) = timed(|| all(pins));
            times[0].push(time);
            let (time, changed) = timed(|| change(&mut index, pins));
            changed?;
            times[1].push(time / (2 * CHANGES as u32));
            // A tile of the same ground, by its zoom, with as many clusters as fit.
            let tile = TileId::containing(pins[0].position, 9);
            times[2].push(timed(|| index.encode(tile)).0);
            let [west, south, east, north] = tile.bounds();
            let view = [west + 0.01, south + 0.01, east - 0.01, north - 0.01];
            times[3].push(timed(|| index.count_within(view)).0);
            index.replace(Some(&pins[0]), None).map_err(wrong)?;
            times[4].push(timed(|| index.merge()).0);
        }
        let medians = times.map(|times| median(&times));
        let told: Vec<String> = names
            .iter()
            .zip(medians)
            .map(|(name, time)| format!("{name} {:.1} µs", time.as_secs_f64() * 1e6))
            .collect();
        println!("n={size}: {}", told.join(", "));
        for (points, time) in points.iter_mut().zip(medians) {
            points.push((size, time));
        }
    }
    let slopes: Vec<String> = names
        .iter()
        .zip(&points)
        .map(|(name, points)| format!("{name} {:.2}", slope(points)))
        .collect();
    println!("slopes: {}", slopes.join(", "));
    Ok(())
}

/// Changes the lamps of many cases, and changes them back.
fn change(index: &mut CaseIndex, pins: &[Pin]) -> Result<(), Failure> {
    let step = pins.len() / CHANGES;
    let chosen = || pins.iter().step_by(step).take(CHANGES);
    let changed = |pin: &Pin| Pin {
        lamp: if pin.lamp == Lamp::Red {
            Lamp::Yellow
        } else {
            Lamp::Red
        },
        ..*pin
    };
    for pin in chosen() {
        index
            .replace(Some(pin), Some(&changed(pin)))
            .map_err(wrong)?;
    }
    for pin in chosen() {
        index
            .replace(Some(&changed(pin)), Some(pin))
            .map_err(wrong)?;
    }
    Ok(())
}

fn wrong(error: onemap_spatial::tiles::NotIndexed) -> Failure {
    Failure::Unequal(error.to_string())
}
