//! `locate`: a million points and the grid of each, against sedonadb's spatial join.
//!
//! Of the points 95 in a hundred fall anywhere in the box around the ground, four on a side of a
//! grid and one on a corner. Before anything is timed the peer's side says, by GEOS, which pairs
//! there are: off the boundaries they must be ours, and a point on one must have one owner among
//! those that touch it. Then both sides by turns: ours hands out a code for each point, on one
//! core; the peer joins two tables in its memory, on all of them.
//!
//! Deliberately absent: the making of our index, which a county needs once; it is printed.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use onemap_bench_map::Failure;
use onemap_bench_map::measure::{median, slope, timed};
use onemap_bench_map::peer::Peer;
use onemap_domain::area::{AreaCode, Position};
use onemap_spatial::locate::Locator;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::cases;
use crate::ground::{self, Grids};

/// How many points, the smallest first; the last is the bench's.
const SIZES: [usize; 4] = [125_000, 250_000, 500_000, 1_000_000];
/// Runs of each side; the first is dropped.
const RUNS: usize = 8;
/// What stands for no grid in a list of answers.
const NONE: u32 = u32::MAX;

/// Where to find the peer and where to write for it.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    pub python: &'a Path,
    pub script: &'a Path,
    pub folder: &'a Path,
    pub seed: u64,
}

/// Measures, and returns the last line.
pub fn measure(name: &str, grids: &Grids, setting: Setting<'_>) -> Result<String, Failure> {
    let mut chance = ChaCha8Rng::seed_from_u64(setting.seed);
    let most = SIZES[SIZES.len() - 1];
    let points = points(grids, most, &mut chance);
    let (making, locator) = timed(|| Locator::new(grids.clone()));
    println!(
        "{} grids, {} corners, index made in {:.0} ms",
        grids.len(),
        ground::corners(grids).len(),
        making.as_secs_f64() * 1e3
    );
    let mut peer = start(name, grids, &points, setting)?;
    println!("peer: {}", peer.greeting());
    write_answers(
        &setting.folder.join(format!("{name}.answers")),
        grids,
        &locator,
        &points,
    )?;
    let said = peer.ask("check")?;
    if !said.starts_with("equal") {
        return Err(Failure::Unequal(said));
    }
    println!("checked: {said}");

    let (mut ours, mut single, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        theirs.push(peer.timed("run")?.0);
        ours.push(timed(|| locator.locate_all(&points)).0);
        single.push(timed(|| one_by_one(&locator, &points)).0);
    }
    peer.end()?;
    grow(&locator, &points);
    let (ours, single, theirs) = (median(&ours), median(&single), median(&theirs));
    println!(
        "a single look-up {:.3} µs",
        single.as_secs_f64() * 1e6 / most as f64
    );
    let rate = |time: Duration| most as f64 / time.as_secs_f64() / 1e6;
    Ok(format!(
        "locate ratio={:.1} ours={:.1}M/s peer={:.2}M/s n={most}",
        theirs.as_secs_f64() / ours.as_secs_f64(),
        rate(ours),
        rate(theirs)
    ))
}

/// How many points have a grid, asked one after the other.
fn one_by_one(locator: &Locator, points: &[Position]) -> usize {
    let found = points
        .iter()
        .filter(|place| locator.locate_ref(**place).is_some());
    found.count()
}

fn grow(locator: &Locator, points: &[Position]) {
    let mut times = Vec::new();
    for size in SIZES {
        // Other points each time, so that few find their cells as the run before left them.
        let runs: Vec<Duration> = (0..RUNS)
            .map(|run| {
                let start = run * size % (points.len() - size + 1);
                timed(|| locator.locate_all(&points[start..start + size])).0
            })
            .collect();
        times.push((size, median(&runs)));
    }
    println!("slope in the number of points {:.2}", slope(&times));
}

/// Points anywhere in the box, on sides and on corners.
fn points(grids: &Grids, count: usize, chance: &mut ChaCha8Rng) -> Vec<Position> {
    let [west, south, east, north] = ground::bounds(grids);
    (0..count)
        .map(|_| {
            let kind = chance.random_range(0..100);
            if kind < 95 {
                return Position {
                    lon: chance.random_range(west..east),
                    lat: chance.random_range(south..north),
                };
            }
            let (_, outline) = &grids[chance.random_range(0..grids.len())];
            let ring = &outline.0[0][0];
            let side = chance.random_range(1..ring.len());
            let along = if kind < 99 { chance.random() } else { 0.0 };
            let [a, b] = [ring[side - 1], ring[side]];
            let [lon, lat] = [0, 1].map(|axis: usize| a[axis] + (b[axis] - a[axis]) * along);
            Position { lon, lat }
        })
        .collect()
}

/// Writes grids and points where the peer reads them, and starts it.
fn start(
    name: &str,
    grids: &Grids,
    points: &[Position],
    setting: Setting<'_>,
) -> Result<Peer, Failure> {
    let folder = setting.folder;
    std::fs::create_dir_all(folder).map_err(Failure::file(folder))?;
    let path = folder.join(format!("{name}.json"));
    let text = serde_json::to_vec(grids).map_err(Failure::contents(&path))?;
    std::fs::write(&path, text).map_err(Failure::file(&path))?;
    let path = folder.join(format!("{name}.points"));
    let bytes = points.iter().flat_map(|place| [place.lon, place.lat]);
    cases::write_all(&path, bytes.map(f64::to_le_bytes))?;
    Peer::start(
        Command::new(setting.python)
            .arg(setting.script)
            .arg(folder)
            .arg(name),
    )
}

/// Writes, for each point, the place of its grid in the list; and the same by single look-ups.
fn write_answers(
    path: &Path,
    grids: &Grids,
    locator: &Locator,
    points: &[Position],
) -> Result<(), Failure> {
    let index = |code: &AreaCode| {
        let place = grids.binary_search_by(|(other, _)| other.cmp(code));
        place.map_or(NONE, |place| place as u32)
    };
    let all = locator.locate_all(points);
    for (place, code) in points.iter().zip(&all) {
        if locator.locate_ref(*place) != *code {
            return Err(Failure::Unequal(format!("{place:?} alone and among all")));
        }
    }
    let answers = all.into_iter().map(|code| code.map_or(NONE, index));
    cases::write_all(path, answers.map(u32::to_le_bytes))
}
