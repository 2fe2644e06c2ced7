//! `cargo xtask faults`: real processes on real files, killed and cut off; see `tests/faults/main.rs`.

use std::path::Path;

use crate::failure::Failure;
use crate::tool::{command, perform};

/// Lets everything go wrong for so many minutes, then checks every order. A seed gives the same faults
/// again; how the processes interleave with them, the machine decides.
pub fn run(root: &Path, minutes: f64, seed: u64) -> Result<(), Failure> {
    let mut faults = command(root, "cargo", &["test"]);
    // The same choice of packages as in `cargo xtask test`, whose builds are then of use.
    faults.args(["--workspace", "--exclude", "onemap-ui"]);
    faults.args(["--test", "faults", "--", "--minutes"]);
    faults.args([&minutes.to_string(), "--seed", &seed.to_string()]);
    perform(&mut faults)
}
