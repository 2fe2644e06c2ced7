//! `cargo xtask shots DIR`: pictures of every scene at the sizes that people have.

use std::path::Path;

use crate::failure::Failure;
use crate::tool::{command, perform};
use crate::{page, setup};

/// A small desk, a usual one, a wide one; walls of one screen, of two and three beside each other.
const SIZES: [(u32, u32, &str); 5] = [
    (1366, 768, "desk"),
    (1920, 1080, "both"),
    (3840, 1080, "both"),
    (3840, 2160, "wall"),
    (5760, 1080, "wall"),
];

/// Builds what is needed and takes the pictures, one virtual screen after the other.
pub fn take(root: &Path, folder: &Path) -> Result<(), Failure> {
    setup::prepare(root)?;
    page::build(root)?;
    let folder = std::path::absolute(folder).map_err(Failure::file(folder))?;
    for (width, height, what) in SIZES {
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
        // The same choice of packages as in `cargo xtask test`, whose builds are then of use.
        shots.args(["--workspace", "--exclude", "onemap-ui"]);
        shots.args(["--test", "shots", "--"]);
        shots
            .arg(&folder)
            .args([width.to_string(), height.to_string()])
            .arg(what);
        shots
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11");
        perform(&mut shots)?;
    }
    Ok(())
}
