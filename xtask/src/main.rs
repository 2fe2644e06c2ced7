//! `cargo xtask`: what people type, and what CI types too.
//!
//! Deliberately absent: a task framework. Each task is a function that runs the ordinary tools.

mod bench;
mod failure;
mod faults;
mod fuzz;
mod page;
mod run;
mod sample;
mod setup;
mod shots;
mod soak;
mod tool;
mod trial;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use failure::Failure;

/// The chores of the repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Checks what this machine needs and installs what is missing
    Setup,
    /// Builds the front end into ui/dist
    Ui,
    /// Installs what is missing, builds, and opens the console
    Run {
        /// Build with optimisation
        #[arg(long)]
        release: bool,
        /// Handed to the console as they are, such as `-- --profile xicheng`
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Draws the sample county anew from the register and the outline; the same seed, the same bytes
    Sample,
    /// Opens the real window in virtual screens and saves a picture of every scene
    Shots {
        /// Where the pictures go
        folder: PathBuf,
    },
    /// Runs the wall at 3840×1080 under simulated traffic and tells its memory and its delay
    Soak {
        /// How long
        #[arg(default_value_t = 60)]
        minutes: u32,
    },
    /// Kills and cuts off real consoles and a real central, then checks that no order is lost
    Faults {
        /// How long
        #[arg(long, default_value_t = 60.0)]
        minutes: f64,
        /// What goes wrong, and when
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Measures us beside the best other program, with optimisation; all benches when none is named
    Bench {
        /// Which one
        name: Option<String>,
    },
    /// Everything CI runs: format, lints, tests, licences, the real window
    Test,
}

fn main() -> ExitCode {
    match perform(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<(), Failure> {
    let root = repository()?;
    match task {
        Task::Setup => setup::prepare(&root),
        Task::Ui => {
            setup::prepare(&root)?;
            page::build(&root)
        }
        Task::Run { release, arguments } => run::open(&root, release, &arguments),
        Task::Sample => {
            let out = root.join("assets/sample/chishui.county.zst");
            let summary = sample::generate(&shared_data(&root), &out)?;
            println!("{}: {summary}", out.display());
            Ok(())
        }
        Task::Shots { folder } => shots::take(&root, &folder),
        Task::Soak { minutes } => soak::run(&root, minutes),
        Task::Faults { minutes, seed } => faults::run(&root, minutes, seed),
        Task::Bench { name } => bench::run(&root, name.as_deref()),
        Task::Test => trial::all(&root),
    }
}

/// Where the real registers and outlines lie: beside the repository, unless told otherwise.
fn shared_data(root: &std::path::Path) -> PathBuf {
    std::env::var_os("ONEMAP_SHARED_DATA")
        .map_or_else(|| root.join("../shared/data"), PathBuf::from)
}

/// The repository's root: the folder above this crate. Asked when it runs, not when it was built:
/// clones that share a target directory share this program, too.
fn repository() -> Result<PathBuf, Failure> {
    let own = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    own.parent().map(PathBuf::from).ok_or(Failure::NoRoot(own))
}
