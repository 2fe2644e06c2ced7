//! `cargo xtask soak MINUTES`: the wall at 3840×1080 under simulated traffic, in the release build.

use std::path::Path;

use crate::failure::Failure;
use crate::tool::{command, perform};
use crate::{page, setup};

/// Builds what is needed and runs the wall for so many minutes on a virtual screen.
pub fn run(root: &Path, minutes: u32) -> Result<(), Failure> {
    setup::prepare(root)?;
    page::build(root)?;
    let words = [
        "-a",
        "-s",
        "-screen 0 3840x1080x24",
        "dbus-run-session",
        "--",
        "cargo",
        "test",
        "--release",
        "--package",
        "onemap",
        "--test",
        "soak",
        "--",
    ];
    let mut soak = command(root, "xvfb-run", &words);
    soak.arg(minutes.to_string())
        .env_remove("WAYLAND_DISPLAY")
        .env("GDK_BACKEND", "x11");
    perform(&mut soak)
}
