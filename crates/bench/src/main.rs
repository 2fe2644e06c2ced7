//! Our side of the benchmarks, one subcommand each; `cargo xtask bench` builds it, installs the
//! peer it is measured against, and runs it.
//!
//! Deliberately absent: limits that fail. A time depends on the machine and on what else runs
//! there, so that times are printed for people to judge; only unequal outputs stop a bench.

mod central;
mod counties;
mod decide;
mod failure;
mod fanout;
mod growth;
mod kpi;
mod outbox;
mod readers;
mod served;
mod streams;
mod sync;
mod town;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use onemap_bench_map::{measure, peer};

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
    /// Durable commands a second, against plain INSERTs of the same rows
    Central {
        /// On which disk
        #[arg(long)]
        folder: PathBuf,
        /// Only on this database
        #[arg(long)]
        only: Option<central::Kind>,
    },
    /// Ten thousand consoles that listen: memory of each, and how soon all are told
    Streams {
        /// On which database
        #[arg(long, default_value = "postgres")]
        on: central::Kind,
        /// On which disk
        #[arg(long)]
        folder: PathBuf,
        /// How many
        #[arg(long, default_value_t = 10_000)]
        clients: usize,
    },
    /// What a central takes as its county grows
    Growth {
        /// On which database
        #[arg(long, default_value = "postgres")]
        on: central::Kind,
        /// On which disk
        #[arg(long)]
        folder: PathBuf,
        /// Among so many cases
        #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
        sizes: Vec<usize>,
    },
    /// One lock for all counties beside a lock and a partition for each, on one PostgreSQL
    Counties,
    /// A central in a process of its own
    #[command(hide = true)]
    Served {
        /// Its database
        #[arg(long)]
        database: String,
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
    // What a served central says is its half of a conversation.
    if !matches!(bench, Bench::Served { .. }) {
        println!("seed {seed}; {}", measure::machine());
    }
    let line = match bench {
        Bench::Served { database } => return running(served::run(&database)),
        Bench::Central { folder, only } => running(central::measure(&folder, only)),
        Bench::Streams {
            on,
            folder,
            clients,
        } => running(streams::measure(on, &folder, clients)),
        Bench::Growth { on, folder, sizes } => running(growth::measure(seed, on, &folder, &sizes)),
        Bench::Counties => running(counties::measure()),
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
