//! The central's contracts, held against programs of others: schemathesis asks whatever can be made up from the
//! `OpenAPI` document (`crates/central/tests/stories/fuzz.rs`), a client of Open311 that somebody else wrote reports
//! and reads (`open311/client.rs`), and people sign in by an identity provider (`provider.rs`).
//!
//! They come from `PyPI` and npm, each into a folder of its own beside other caches, outside the clone.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::tool::{command, perform};

/// Programs of others, each in its version: another one may find something else.
const SCHEMATHESIS: (&str, &str) = ("schemathesis", "4.32.5");
const THREE: (&str, &str) = ("three", "0.8.0");
const PROVIDER: (&str, &str) = ("oidc-provider", "8.8.1");

/// Installs what is missing and tells both stories. `test` is `cargo test` with the choice of packages of the other
/// tests, so that nothing is compiled again.
pub fn run(test: &mut Command, root: &Path) -> Result<(), Failure> {
    let found = [
        of_pypi(root, SCHEMATHESIS, "schemathesis"),
        of_pypi(root, THREE, "python"),
        of_npm(root, PROVIDER),
    ];
    let names = ["ONEMAP_SCHEMATHESIS", "ONEMAP_THREE", "ONEMAP_PROVIDER"];
    let stories = ["fuzz::", "open311::client::", "provider::"];
    test.args(["--test", "central", "--"]);
    let mut is_left_out = true;
    for ((found, name), story) in found.into_iter().zip(names).zip(stories) {
        match found {
            Ok(program) => {
                is_left_out = false;
                test.env(name, program).arg(story);
            }
            // Where its registry is out of reach, everything of ours can still be told.
            Err(cause) => println!("skipped: {story} for want of its program: {cause}"),
        }
    }
    if is_left_out {
        return Ok(());
    }
    perform(test.args(["--ignored", "--nocapture"]))
}

/// Where a program of `PyPI` is, by its name in its environment.
fn of_pypi(root: &Path, package: (&str, &str), name: &str) -> Result<PathBuf, Failure> {
    let place = kept(package, |place| {
        let folder = place.to_string_lossy();
        let make = ["-m", "venv", "--clear", &folder];
        perform(&mut command(root, "python3", &make))?;
        let pip = place.join("bin/pip").to_string_lossy().into_owned();
        let package = format!("{}=={}", package.0, package.1);
        let install = [
            "install",
            "--quiet",
            "--disable-pip-version-check",
            &package,
        ];
        perform(&mut command(root, &pip, &install))
    })?;
    Ok(place.join("bin").join(name))
}

/// The folder with a package's `node_modules`.
fn of_npm(root: &Path, package: (&str, &str)) -> Result<PathBuf, Failure> {
    kept(package, |place| {
        std::fs::create_dir_all(place).map_err(Failure::file(place))?;
        let described = place.join("package.json");
        std::fs::write(&described, "{ \"private\": true }\n").map_err(Failure::file(&described))?;
        let folder = place.to_string_lossy();
        let package = format!("{}@{}", package.0, package.1);
        let install = [
            "install",
            "--no-audit",
            "--no-fund",
            "--prefix",
            &folder,
            &package,
        ];
        perform(&mut command(root, "npm", &install))
    })
}

/// The folder of a package, filled once.
fn kept(
    (package, version): (&str, &str),
    install: impl FnOnce(&Path) -> Result<(), Failure>,
) -> Result<PathBuf, Failure> {
    let place = place(package, version);
    let whole = place.join("installed");
    if !whole.exists() {
        println!(
            "contract: installing {package} {version} into {}",
            place.display()
        );
        install(&place)?;
        // Written last, so that half of it is made anew.
        std::fs::write(&whole, version).map_err(Failure::file(&whole))?;
    }
    Ok(place)
}

/// Where a package is kept.
fn place(package: &str, version: &str) -> PathBuf {
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let caches = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or(home);
    let caches = caches.unwrap_or_else(std::env::temp_dir);
    caches.join(format!("onemap/{package}-{version}"))
}
