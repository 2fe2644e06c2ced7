//! The map's engine beside the best other programs: `cargo xtask bench locate`, `tiles`, `cluster`.
//!
//! Deliberately absent: limits that fail. A time depends on the machine and on what else runs
//! there; only unequal outputs stop a bench.

mod ground;
mod locate;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use onemap_bench_map::{Failure, measure};

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

#[derive(Subcommand)]
enum Bench {
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
    };
    println!("at the end: {}", measure::machine());
    println!("{line}");
    Ok(())
}
