//! The map's engine beside the best other programs: `cargo xtask bench locate`, `tiles`, `cluster`.
//!
//! Deliberately absent: limits that fail. A time depends on the machine and on what else runs
//! there; only unequal outputs stop a bench.

mod cases;
mod cluster;
mod ground;
mod locate;
mod tiles;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use onemap_bench_map::{Failure, measure};

/// What the program uses, too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The benches of the map.
#[derive(Parser)]
#[command(name = "onemap-bench-map", version)]
struct Arguments {
    /// What all random work is drawn from
    #[arg(long, global = true, default_value_t = 20_260_615)]
    seed: u64,
    /// Registers and outlines of real counties
    #[arg(long, global = true, default_value = "../shared/data")]
    data: PathBuf,
    #[command(subcommand)]
    bench: Bench,
}

/// Cases of the city.
const CASES: usize = 1_000_000;

#[derive(Subcommand)]
enum Bench {
    /// All clusters of a million cases, against supercluster
    Cluster {
        /// The peer
        #[arg(long)]
        script: PathBuf,
        /// Where the peer finds what it reads
        #[arg(long)]
        folder: PathBuf,
    },
    /// Points to grids, against sedonadb
    Locate {
        /// The sample county's package
        #[arg(long, default_value = "assets/sample/chishui.county.zst")]
        sample: PathBuf,
        #[command(flatten)]
        python: Python,
        /// Where the peer finds what it reads
        #[arg(long)]
        folder: PathBuf,
    },
    /// A million cases and all grids to vector tiles, against geojson-vt and tippecanoe
    Tiles {
        /// The peer in JavaScript, which also compares
        #[arg(long)]
        node: PathBuf,
        #[command(flatten)]
        python: Python,
        /// Where the peers find what they read, and write
        #[arg(long)]
        folder: PathBuf,
        /// So many cases
        #[arg(long, default_value_t = CASES)]
        cases: usize,
    },
}

/// A peer in Python.
#[derive(Args)]
struct Python {
    /// A Python that has the peer's packages
    #[arg(long)]
    python: PathBuf,
    /// The peer
    #[arg(long)]
    script: PathBuf,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match measured(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("onemap-bench-map: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn measured(Arguments { seed, data, bench }: Arguments) -> Result<(), Failure> {
    println!("seed {seed}; {}", measure::machine());
    let line = match bench {
        Bench::Cluster { script, folder } => {
            let pins = cases::draw(&ground::city(&data, seed)?, CASES, seed);
            cluster::measure(&pins, &script, &folder)?
        }
        Bench::Locate {
            sample,
            python,
            folder,
        } => {
            let grids = ground::sample(&sample)?;
            let setting = locate::Setting {
                python: &python.python,
                script: &python.script,
                folder: &folder,
                seed,
            };
            println!("── the sample county");
            println!("{}", locate::measure("sample", &grids, setting)?);
            println!("── the city");
            let city = ground::city(&data, seed)?;
            locate::measure("city", &city, setting)?
        }
        Bench::Tiles {
            node,
            python,
            folder,
            cases,
        } => {
            let grids = ground::city(&data, seed)?;
            let pins = cases::draw(&grids, cases, seed);
            let peers = tiles::Peers {
                node: &node,
                python: &python.python,
                script: &python.script,
                folder: &folder,
            };
            tiles::measure(&grids, &pins, peers)?
        }
    };
    println!("at the end: {}", measure::machine());
    println!("{line}");
    Ok(())
}
