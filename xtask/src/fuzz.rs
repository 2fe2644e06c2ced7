//! The central's contract, asked for whatever can be made up from it: `crates/central/tests/stories/fuzz.rs`.
//!
//! schemathesis comes from `PyPI` into a virtual environment of its own beside other caches, outside the clone.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::tool::{command, perform};

/// Which schemathesis. Another one may find something else, so it is named.
const VERSION: &str = "4.32.5";

/// Installs what is missing and tells the story. `test` is `cargo test` with the choice of packages of the other
/// tests, so that nothing is compiled again.
pub fn run(test: &mut Command, root: &Path) -> Result<(), Failure> {
    let program = match installed(root) {
        Ok(program) => program,
        // Where its registry is out of reach, everything of ours can still be told.
        Err(cause) => {
            println!("skipped: schemathesis {VERSION} cannot be installed: {cause}");
            return Ok(());
        }
    };
    test.args(["--test", "central", "fuzz::", "--"]);
    test.args(["--ignored", "--nocapture"]);
    perform(test.env("ONEMAP_SCHEMATHESIS", program))
}

/// Where the program is.
fn installed(root: &Path) -> Result<PathBuf, Failure> {
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let caches = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or(home);
    let caches = caches.unwrap_or_else(std::env::temp_dir);
    let place = caches.join(format!("onemap/schemathesis-{VERSION}"));
    let program = place.join("bin/schemathesis");
    if program.exists() {
        return Ok(program);
    }
    println!(
        "fuzz: installing schemathesis {VERSION} into {}",
        place.display()
    );
    let folder = place.to_string_lossy();
    perform(&mut command(
        root,
        "python3",
        &["-m", "venv", "--clear", &folder],
    ))?;
    let pip = place.join("bin/pip").to_string_lossy().into_owned();
    let package = format!("schemathesis=={VERSION}");
    let install = [
        "install",
        "--quiet",
        "--disable-pip-version-check",
        &package,
    ];
    perform(&mut command(root, &pip, &install))?;
    Ok(program)
}
