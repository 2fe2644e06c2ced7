//! `cargo xtask test`: every check, in the order that fails soonest.
//!
//! The window's stories (`tests/`, target `stories`) run in a virtual display with their own
//! message bus; the harness leaves the window out where neither is.

mod stories;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::failure::Failure;
use crate::tool::{answer, command, perform};
use crate::{faults, fuzz, page, setup};

/// The workspace but for the page, which is no program of this machine.
const HOST: [&str; 3] = ["--workspace", "--exclude", "onemap-ui"];

/// What people run by hand, and `cargo test` therefore leaves out.
const BY_HAND: [&str; 6] = ["--test", "faults", "--test", "shots", "--test", "soak"];

/// The short run with real processes: minutes, seed.
const FAULTS: (f64, u64) = (0.75, 20_261_130);

/// Runs every step and stops at the first that fails.
pub fn all(root: &Path) -> Result<(), Failure> {
    let cargo = |words: &[&str]| command(root, "cargo", words);
    step("format", || {
        perform(&mut cargo(&["fmt", "--all", "--check"]))
    })?;
    step("machine", || setup::prepare(root))?;
    // The shell embeds the page when it is compiled, so the page comes first.
    step("page", || page::build(root))?;
    step("lints", || {
        // Cargo passes over the targets by hand where it is asked for all the others.
        for targets in [&["--all-targets"][..], &BY_HAND] {
            perform(
                cargo(&["clippy"])
                    .args(HOST)
                    .args(targets)
                    .args(["--", "-D", "warnings"]),
            )?;
        }
        Ok(())
    })?;
    step("lints of the page", || {
        let page = ["clippy", "--package", "onemap-ui", "--target", page::TARGET];
        perform(cargo(&page).args(["--", "-D", "warnings"]))
    })?;
    step("tests", || tests(root))?;
    step("the central's stories on PostgreSQL", || on_postgres(root))?;
    step("the central's contract", || {
        fuzz::run(command(root, "cargo", &["test"]).args(HOST), root)
    })?;
    step("faults", || faults::run(root, FAULTS.0, FAULTS.1))?;
    step("tests of the page", || {
        perform(without_display(&mut cargo(&[
            "test",
            "--package",
            "onemap-ui",
        ])))
    })?;
    step("licences and advisories", || {
        if answer("cargo", &["deny", "--version"]).is_none() {
            println!("skipped: cargo-deny is not installed (cargo install --locked cargo-deny)");
            return Ok(());
        }
        perform(&mut cargo(&["deny", "check"]))
    })?;
    step("stories in the real window", || stories::told(root))?;
    step("stories in a browser", || stories::told_in_a_browser(root))
}

/// By `cargo test`, not nextest: the tests of the sample county share the one they have drawn, and
/// a process for each would draw it anew.
fn tests(root: &Path) -> Result<(), Failure> {
    perform(without_display(
        command(root, "cargo", &["test"]).args(HOST),
    ))
}

/// The central's stories once more, on the other database that it works with. The same choice of packages
/// as in the other tests, so that nothing is compiled again.
fn on_postgres(root: &Path) -> Result<(), Failure> {
    let mut stories = command(root, "cargo", &["test"]);
    stories.args(HOST).args(["--test", "central"]);
    stories.env("ONEMAP_TEST_DATABASE", "postgres");
    perform(without_display(&mut stories))
}

/// So that no test opens a window on the screen of whoever runs this.
fn without_display(command: &mut Command) -> &mut Command {
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY")
}

fn step(name: &'static str, work: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    println!("\n── {name}");
    let start = Instant::now();
    work().map_err(|cause| Failure::Step {
        step: name,
        cause: Box::new(cause),
    })?;
    println!("── {name}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}
