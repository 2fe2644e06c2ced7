//! The stories in the real window, in a virtual display with a message bus of their own; then those of a
//! console once more in a browser, on the page that the central serves.
//!
//! A window, its driver and its display are three programs that take turns on the machine. A story
//! that fails once in hundreds of runs because a click fell between two of their frames is told a
//! second time, by itself and for all to see; one that fails twice has failed, and many that fail
//! are no accident.

use std::path::Path;
use std::process::Command;

use super::HOST;
use crate::failure::Failure;
use crate::tool::{command, overheard, perform};

/// No more than this many stories of a run are told a second time.
const SECOND_TELLINGS: usize = 2;

/// By this a run is told to open a browser in the place of the window (`tests/stories/driver.rs`).
const IN: &str = "ONEMAP_STORIES_IN";

/// What is not told a second time in a browser: stories without a page, of walls and of base maps, and those that open a browser
/// in any run.
const WITHOUT_PAGE: [&str; 20] = [
    "arrows::",
    "base_map::",
    "browser::",
    "configuration::",
    "desks::",
    "fetch::",
    "files::",
    "line::",
    "matrix::",
    "minutes::",
    "mornings::",
    "outbox::",
    "reconciled::",
    "records::",
    "seat::",
    "tables::",
    "trust::",
    "versions::",
    "wall::",
    "ways::",
];

/// Tells every story of the window.
pub fn told(root: &Path) -> Result<(), Failure> {
    tell(|| window_stories(root))
}

/// Tells in a browser what the window has told.
pub fn told_in_a_browser(root: &Path) -> Result<(), Failure> {
    tell(|| {
        let mut stories = window_stories(root);
        stories.env(IN, "browser");
        for left_out in WITHOUT_PAGE {
            stories.args(["--skip", left_out]);
        }
        stories
    })
}

fn tell(stories: impl Fn() -> Command) -> Result<(), Failure> {
    let (ended, heard) = overheard(&mut stories())?;
    let failed = failures(&heard);
    if ended.is_ok() || failed.is_empty() || failed.len() > SECOND_TELLINGS {
        return ended;
    }
    println!("\n── failed, and told a second time: {}", failed.join(", "));
    perform(stories().arg("--exact").args(failed.iter()))?;
    println!(
        "── UNSTEADY, failed once and passed once: {}",
        failed.join(", ")
    );
    Ok(())
}

/// The same choice of packages as the other tests, so that nothing is compiled again.
fn window_stories(root: &Path) -> Command {
    let virtual_display = [
        "-a",
        "-s",
        "-screen 0 1920x1080x24",
        "dbus-run-session",
        "--",
    ];
    let mut stories = command(root, "xvfb-run", &virtual_display);
    stories
        .args(["cargo", "test"])
        .args(HOST)
        .args(["--test", "stories", "--"]);
    // A promise that the harness holds us to: nothing is left out for want of a screen.
    stories.env("ONEMAP_NEEDS_SCREEN", "1");
    // On a Wayland desktop the window would otherwise open there.
    stories
        .env_remove("WAYLAND_DISPLAY")
        .env("GDK_BACKEND", "x11");
    stories
}

/// The names under the last heading `failures:` of the test harness.
fn failures(heard: &str) -> Vec<&str> {
    let Some((_, listed)) = heard.rsplit_once("\nfailures:\n") else {
        return Vec::new();
    };
    let names = listed.lines().take_while(|line| line.starts_with("    "));
    names.map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_failed_stories_are_read_from_the_harness_and_nothing_else() {
        let heard = "test a::one ... ok\ntest b::two ... FAILED\n\nfailures:\n\n\
                     ---- b::two stdout ----\nthread panicked\n    at somewhere\n\n\
                     failures:\n    b::two\n    c::three\n\ntest result: FAILED. 1 passed\n";
        assert_eq!(failures(heard), ["b::two", "c::three"]);
        assert!(failures("test a::one ... ok\n\ntest result: ok.\n").is_empty());
    }
}
