//! `tiles`: a million cases and all grids of a city to vector tiles of zooms 6 to 14, against
//! geojson-vt with vt-pbf, and against tippecanoe.
//!
//! All three write each case as a point in one tile of every zoom, and each grid's surface with a
//! buffer of 64 of 4096 units; nobody drops, clusters, joins or simplifies anything. Before
//! anything is timed one tile in some is read by `@mapbox/vector-tile` from all three: the same
//! features with the same properties, within one unit.
//!
//! geojson-vt works on one core from GeoJSON in memory to bytes in memory, and so do we when
//! beside it. tippecanoe works on all cores from `FlatGeobuf` files to a file of tiles compressed
//! with gzip; beside it we use all cores and the same compression at the same level, but start
//! from memory and end there. Everything is timed from the list of cases on: projecting and
//! sorting are part of it on all sides.
//!
//! Deliberately absent: what the map shows (clusters to zoom 14, see `cluster`).

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use onemap_bench_map::Failure;
use onemap_bench_map::measure::{median, slope, timed};
use onemap_bench_map::peer::Peer;
use onemap_domain::area::{Area, Outline, Position};
use onemap_spatial::tiles::{BoundaryTiles, CaseIndex, Pin, TileId};

use crate::cases;
use crate::ground::{self, Grids};

/// Runs of each side; the first is dropped.
const RUNS: usize = 6;
/// The zooms.
const ZOOMS: std::ops::RangeInclusive<u8> = 6..=14;
/// From this zoom one tile in so many is compared.
const MANY: u8 = 10;
const COMPARED: usize = 9;

/// Where the peers are and where to write for them.
#[derive(Clone, Copy)]
pub struct Peers<'a> {
    pub node: &'a Path,
    pub python: &'a Path,
    pub script: &'a Path,
    pub folder: &'a Path,
}

/// Areas with their outlines, as a register has them.
type Areas = Vec<(Area, Outline)>;

/// What is done with a tile.
#[derive(Clone, Copy)]
enum Packing {
    Plain,
    Gzip(u32),
}

/// Measures, and returns the last line.
pub fn measure(grids: &Grids, pins: &[Pin], peers: Peers<'_>) -> Result<String, Failure> {
    let folder = peers.folder;
    let areas = areas(grids);
    cases::write(folder, pins)?;
    let listed: Vec<_> = areas
        .iter()
        .map(|(area, outline)| (&area.code, &area.name, outline))
        .collect();
    write_json(&folder.join("grids.json"), &listed)?;
    let tiles = tiles(grids);
    let compared: Vec<TileId> = tiles
        .iter()
        .enumerate()
        .filter(|(index, tile)| tile.z() < MANY || index % COMPARED == 0)
        .map(|(_, tile)| *tile)
        .collect();
    let names: Vec<String> = compared.iter().map(TileId::to_string).collect();
    write_json(&folder.join("tiles.json"), &names)?;
    write(&folder.join("ours"), &areas, pins, &compared)?;

    let heap = "--max-old-space-size=14336";
    let mut node = Command::new("node");
    let node = node
        .arg(heap)
        .arg("--expose-gc")
        .arg(peers.node)
        .arg(folder);
    let mut node = Peer::start(node)?;
    println!("peer: {}", node.greeting());
    let all = format!("run {}", pins.len());
    println!("{}", node.timed(&all)?.1);
    let mut python = Peer::start(Command::new(peers.python).arg(peers.script).arg(folder))?;
    println!("peer: {}", python.greeting());
    python.ask(&format!("prepare {}", pins.len()))?;
    println!("{}", python.timed("run")?.1);
    for (name, peer) in [("node", &mut node), ("tippecanoe", &mut python)] {
        peer.ask(&format!("write {}", folder.join(name).display()))?;
    }
    for name in ["node", "tippecanoe"] {
        let [ours, theirs] = ["ours", name].map(|side| folder.join(side));
        let said = node.ask(&format!("compare {} {}", ours.display(), theirs.display()))?;
        if !said.starts_with("equal") {
            return Err(Failure::Unequal(format!("{name}: {said}")));
        }
        println!("checked against {name}: {said}");
    }

    let mut times: [Vec<Duration>; 5] = Default::default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    for _ in 0..RUNS {
        times[0].push(node.timed(&all)?.0);
        node.ask(&format!("write {}", folder.join("node").display()))?;
        times[1].push(timed(|| draw(&areas, pins, &tiles, 1, Packing::Plain)).0);
        times[2].push(python.timed("run")?.0);
        times[3].push(timed(|| draw(&areas, pins, &tiles, cores, Packing::Gzip(6))).0);
        times[4].push(timed(|| draw(&areas, pins, &tiles, cores, Packing::Gzip(1))).0);
        // A round takes minutes on a busy machine.
        let last = times.iter().filter_map(|times| times.last());
        let seconds: Vec<String> = last
            .map(|time| format!("{:.2}", time.as_secs_f64()))
            .collect();
        println!("a round, seconds: {}", seconds.join(", "));
    }
    node.end()?;
    python.end()?;
    grow(&areas, pins, &tiles);
    let [node, plain, tippecanoe, packed, fast] = times.map(|times| median(&times).as_secs_f64());
    println!(
        "tippecanoe {tippecanoe:.1} s; ours with gzip at its level on {cores} cores {packed:.2} s, \
         ratio {:.1}; at level 1 {fast:.2} s, ratio {:.1}",
        tippecanoe / packed,
        tippecanoe / fast
    );
    Ok(format!(
        "tiles ratio={:.1} ours={plain:.2}s peer={node:.1}s n={}",
        node / plain,
        pins.len()
    ))
}

/// Draws all tiles, from the list of cases on; how many bytes they are.
fn draw(areas: &Areas, pins: &[Pin], tiles: &[TileId], cores: usize, packing: Packing) -> usize {
    let (index, ground) = if cores > 1 {
        std::thread::scope(|scope| {
            let index = scope.spawn(|| CaseIndex::new(pins, cases::leads()));
            let ground = BoundaryTiles::new(areas.clone());
            (index.join().ok(), ground)
        })
    } else {
        let index = CaseIndex::new(pins, cases::leads());
        (Some(index), BoundaryTiles::new(areas.clone()))
    };
    let Some(index) = index else { return 0 };
    let (next, sum) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        while let Some(tile) = tiles.get(next.fetch_add(1, Ordering::Relaxed)) {
            let bytes = packed(one(&index, &ground, *tile), packing);
            sum.fetch_add(bytes.len(), Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..cores {
            scope.spawn(work);
        }
        work();
    });
    sum.into_inner()
}

fn one(index: &CaseIndex, ground: &BoundaryTiles, tile: TileId) -> Vec<u8> {
    let mut bytes = index.points(tile);
    bytes.extend(ground.surfaces("grid", tile));
    bytes
}

fn packed(bytes: Vec<u8>, packing: Packing) -> Vec<u8> {
    let Packing::Gzip(level) = packing else {
        return bytes;
    };
    let mut packed = GzEncoder::new(Vec::new(), Compression::new(level));
    // Into memory, which does not fail.
    let written = packed.write_all(&bytes).and_then(|()| packed.finish());
    written.unwrap_or_default()
}

/// How all tiles grow with the cases, grids left out: those stay the same.
fn grow(areas: &Areas, pins: &[Pin], tiles: &[TileId]) {
    let mut points = Vec::new();
    for share in [8, 4, 2, 1] {
        let pins = &pins[..pins.len() / share];
        let runs: Vec<Duration> = (0..RUNS)
            .map(|_| timed(|| draw(&Vec::new(), pins, tiles, 1, Packing::Plain)).0)
            .collect();
        println!("n={}: {:.3} s", pins.len(), median(&runs).as_secs_f64());
        points.push((pins.len(), median(&runs)));
    }
    let grids: Vec<Duration> = (0..RUNS)
        .map(|_| timed(|| draw(areas, &[], tiles, 1, Packing::Plain)).0)
        .collect();
    println!("grids alone {:.3} s", median(&grids).as_secs_f64());
    println!("slope in the number of cases {:.2}", slope(&points));
}

/// The grids as a register has them.
fn areas(grids: &Grids) -> Areas {
    let areas = grids.iter().enumerate().map(|(index, (code, outline))| {
        let area = Area {
            code: code.clone(),
            name: format!("第{}网格", index + 1),
            centre: Position { lon: 0.0, lat: 0.0 },
            households: None,
            simulated: true,
        };
        (area, outline.clone())
    });
    areas.collect()
}

/// All tiles of the box around the ground.
fn tiles(grids: &Grids) -> Vec<TileId> {
    let [west, south, east, north] = ground::bounds(grids);
    let at = |lon, lat, z| TileId::containing(Position { lon, lat }, z);
    let mut tiles = Vec::new();
    for z in ZOOMS {
        let (first, last) = (at(west, north, z), at(east, south, z));
        // One more all around, where a buffer may reach.
        for y in first.y() - 1..=last.y() + 1 {
            let row = (first.x() - 1..=last.x() + 1).filter_map(|x| TileId::new(z, x, y).ok());
            tiles.extend(row);
        }
    }
    tiles
}

fn write(folder: &Path, areas: &Areas, pins: &[Pin], tiles: &[TileId]) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(Failure::file(folder))?;
    let index = CaseIndex::new(pins, cases::leads());
    let ground = BoundaryTiles::new(areas.clone());
    for tile in tiles {
        let path = folder.join(format!("{}.mvt", tile.to_string().replace('/', "-")));
        std::fs::write(&path, one(&index, &ground, *tile)).map_err(Failure::file(&path))?;
    }
    Ok(())
}

fn write_json<T: serde::Serialize>(path: &Path, value: &T) -> Result<(), Failure> {
    let text = serde_json::to_vec(value).map_err(Failure::contents(path))?;
    std::fs::write(path, text).map_err(Failure::file(path))
}
