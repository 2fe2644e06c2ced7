//! Our side of the benchmarks, one subcommand each; `cargo xtask bench` builds it, installs the
//! peer it is measured against, and runs it.
//!
//! Deliberately absent: limits that fail. A time depends on the machine and on what else runs
//! there, so that times are printed for people to judge; only unequal outputs stop a bench.

mod decide;
mod failure;
mod fanout;
mod kpi;
mod measure;
mod outbox;
mod peer;
mod sync;
mod town;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;
use sync::Setting;

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
    /// A new console's first fetch, against pouchdb
    SyncInitial {
        /// On which disk
        #[arg(long)]
        folder: PathBuf,
        /// The peer
        #[arg(long)]
        script: PathBuf,
        /// So many cases, without the peer
        #[arg(long)]
        cases: Option<usize>,
    },
    /// A page with a hundred changed cases, against pouchdb
    SyncDelta {
        /// On which disk
        #[arg(long)]
        folder: PathBuf,
        /// The peer
        #[arg(long)]
        script: PathBuf,
        /// Among so many cases
        #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
        sizes: Vec<usize>,
    },
    /// A thousand listeners told of twenty events a second, against npm ws
    Fanout {
        /// On which disk
        #[arg(long)]
        folder: PathBuf,
        /// The peer
        #[arg(long)]
        script: PathBuf,
    },
    /// Our side of `fanout`
    #[command(hide = true)]
    Central {
        /// Its files
        #[arg(long)]
        folder: PathBuf,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match measured(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("onemap-bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn measured(Arguments { seed, bench }: Arguments) -> Result<(), Failure> {
    // What our side of `fanout` says is its half of a conversation.
    if !matches!(bench, Bench::Central { .. }) {
        println!("seed {seed}; {}", measure::machine());
    }
    let line = match bench {
        Bench::Central { folder } => return running(fanout::central(&folder)),
        Bench::Decide => decide::measure(seed),
        Bench::Kpi {
            python,
            script,
            folder,
        } => kpi::measure(seed, &python, &script, &folder),
        Bench::Outbox { folder } => running(outbox::measure(&folder)),
        Bench::SyncInitial {
            folder,
            script,
            cases,
        } => running(sync::initial(
            Setting {
                seed,
                folder: &folder,
                script: &script,
            },
            cases,
        )),
        Bench::SyncDelta {
            folder,
            script,
            sizes,
        } => running(sync::delta(
            Setting {
                seed,
                folder: &folder,
                script: &script,
            },
            &sizes,
        )),
        Bench::Fanout { folder, script } => running(fanout::measure(&folder, &script)),
    }?;
    println!("at the end: {}", measure::machine());
    println!("{line}");
    Ok(())
}

fn running<T>(bench: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::Peer)?;
    runtime.block_on(bench)
}
