//! Our side of the benchmarks, one subcommand each; `cargo xtask bench` builds it, installs the
//! peer it is measured against, and runs it.
//!
//! Deliberately absent: limits that fail. A time depends on the machine and on what else runs
//! there, so that times are printed for people to judge; only unequal outputs stop a bench.

mod decide;
mod failure;
mod kpi;
mod measure;
mod outbox;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The benches of the repository.
#[derive(Parser)]
#[command(name = "onemap-bench", version)]
struct Arguments {
    /// What all random work is drawn from
    #[arg(long, global = true, default_value_t = 20_260_615)]
    seed: u64,
    #[command(subcommand)]
    bench: Bench,
}

#[derive(Subcommand)]
enum Bench {
    /// Commands decided and applied, one core
    Decide,
    /// All rates and loads, against duckdb
    Kpi {
        /// A Python that has the peer's packages
        #[arg(long)]
        python: PathBuf,
        /// The peer
        #[arg(long)]
        script: PathBuf,
        /// Where the rows are written for the peer to read
        #[arg(long)]
        folder: PathBuf,
    },
    /// One order made durable, against the disk's own sync
    Outbox {
        /// On which disk
        #[arg(long)]
        folder: PathBuf,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    println!("seed {}; {}", arguments.seed, measure::machine());
    let measured = match arguments.bench {
        Bench::Decide => decide::measure(arguments.seed),
        Bench::Kpi {
            python,
            script,
            folder,
        } => kpi::measure(arguments.seed, &python, &script, &folder),
        Bench::Outbox { folder } => outbox::measure(&folder),
    };
    match measured {
        Ok(line) => {
            println!("at the end: {}", measure::machine());
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("onemap-bench: {failure}");
            ExitCode::FAILURE
        }
    }
}
