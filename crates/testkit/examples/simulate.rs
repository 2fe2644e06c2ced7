//! Runs the simulation for long: `--steps 1000000 --seed 1`, or every seed of `--seeds 20`.

use std::process::ExitCode;

use clap::Parser;
use onemap_testkit::simulation::run::{Plan, run};

/// Simulates consoles and a central under every fault
#[derive(Parser)]
struct Arguments {
    /// Things that are to happen, for each seed
    #[arg(long, default_value_t = 1_000_000)]
    steps: u64,
    /// The first seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many seeds
    #[arg(long, default_value_t = 1)]
    seeds: u64,
    /// The trial of the seed to begin with
    #[arg(long, default_value_t = 0)]
    trial: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    for seed in arguments.seed..arguments.seed + arguments.seeds {
        let plan = Plan {
            seed,
            first_trial: arguments.trial,
            steps: arguments.steps,
            mutation: None,
        };
        match run(plan) {
            Ok(report) => println!("seed {seed} · {report}"),
            Err(failed) => {
                eprintln!("{failed}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
