//! `cargo xtask shots DIR`: pictures of every scene at the sizes that people have.

use std::path::Path;

use crate::failure::Failure;
use crate::tool::{command, perform};
use crate::{page, setup};

/// A small desk, a usual desk, a wall.
const SIZES: [(u32, u32); 3] = [(1366, 768), (1920, 1080), (3840, 1080)];

/// Builds what is needed and takes the pictures, one virtual screen after the other.
pub fn take(root: &Path, folder: &Path) -> Result<(), Failure> {
    setup::prepare(root)?;
    page::build(root)?;
    let folder = std::path::absolute(folder).map_err(Failure::file(folder))?;
    for (width, height) in SIZES {
        let screen = format!("-screen 0 {width}x{height}x24");
        let words = [
            "-a",
            "-s",
            &screen,
            "dbus-run-session",
            "--",
            "cargo",
            "test",
        ];
        let mut shots = command(root, "xvfb-run", &words);
        shots.args(["--package", "onemap", "--test", "shots", "--"]);
        shots
            .arg(&folder)
            .args([width.to_string(), height.to_string()]);
        shots
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11");
        perform(&mut shots)?;
    }
    Ok(())
}
