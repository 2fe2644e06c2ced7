//! `cargo xtask run`: from a fresh clone to an open window.

use std::path::Path;

use crate::failure::Failure;
use crate::tool::{command, perform};
use crate::{page, setup};

/// Prepares, builds and opens the console; returns when its window is closed.
pub fn open(root: &Path, release: bool, arguments: &[String]) -> Result<(), Failure> {
    let display = ["WAYLAND_DISPLAY", "DISPLAY"];
    if cfg!(target_os = "linux") && display.iter().all(|name| std::env::var_os(name).is_none()) {
        return Err(Failure::NoDisplay);
    }
    setup::prepare(root)?;
    page::build(root)?;
    let mut build = command(root, "cargo", &["build", "--package", "onemap"]);
    if release {
        build.arg("--release");
    }
    perform(&mut build)?;
    let profile = if release { "release" } else { "debug" };
    let program = page::target_directory(root)?.join(profile).join("onemap");
    perform(command(root, &program.to_string_lossy(), &[]).args(arguments))
}
