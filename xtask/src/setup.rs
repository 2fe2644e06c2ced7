//! What a fresh machine lacks: system packages, the wasm target, two components of Rust.
//!
//! Deliberately absent: Rust itself (this runs on it) and npm packages (the page's build asks
//! for those).

use std::path::Path;

use crate::failure::Failure;
use crate::tool::{answer, command, perform};

/// Debian's names of what building, running and testing the window needs.
const PACKAGES: [&str; 18] = [
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "webkit2gtk-driver",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libasound2-dev",
    "libgl1-mesa-dri",
    "fonts-noto-cjk",
    "dbus",
    "xvfb",
    "chromium",
    "chromium-driver",
    "imagemagick",
    "poppler-utils",
    "python3-docx",
    "python3-openpyxl",
    "python3-venv",
];

/// Commands that may come from elsewhere than Debian, with Debian's name for them. Debian's
/// `postgresql` puts its own out of the path.
const COMMANDS: [(&str, &str); 3] = [
    ("node", "nodejs"),
    ("npm", "npm"),
    ("postgres", "postgresql"),
];

/// Where Debian has the programs of its PostgreSQL, by version.
const POSTGRES: &str = "/usr/lib/postgresql";

const WASM: &str = "wasm32-unknown-unknown";

/// Checks everything and installs what is missing; quick and silent when nothing is.
pub fn prepare(root: &Path) -> Result<(), Failure> {
    system_packages(root)?;
    rust_parts(root)
}

fn system_packages(root: &Path) -> Result<(), Failure> {
    let absent_commands = COMMANDS.into_iter().filter(|(name, _)| !is_there(name));
    if answer("dpkg-query", &["--version"]).is_none() {
        if let Some((name, _)) = absent_commands.into_iter().next() {
            return Err(Failure::Command(name));
        }
        println!(
            "setup: not a Debian system, its packages are not checked: {}",
            PACKAGES.join(" ")
        );
        return Ok(());
    }
    let missing: Vec<&str> = PACKAGES
        .into_iter()
        .filter(|package| !installed(package))
        .chain(absent_commands.map(|(_, package)| package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let root_user = answer("id", &["-u"]).is_some_and(|id| id.trim() == "0");
    if !root_user {
        return Err(Failure::Packages(format!(
            "sudo apt-get install {}",
            missing.join(" ")
        )));
    }
    println!("setup: installing {}", missing.join(" "));
    perform(&mut command(root, "apt-get", &["update", "-q"]))?;
    let install = ["install", "-q", "-y", "--no-install-recommends"];
    perform(
        command(root, "apt-get", &install)
            .args(&missing)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

fn is_there(program: &str) -> bool {
    // A folder of a version may hold the client alone.
    let versions = std::fs::read_dir(POSTGRES).into_iter().flatten().flatten();
    let mut servers = versions.map(|version| version.path().join("bin/postgres"));
    let is_debians = program == "postgres" && servers.any(|server| server.exists());
    is_debians || answer(program, &["--version"]).is_some()
}

fn installed(package: &str) -> bool {
    answer("dpkg-query", &["-W", "-f", "${db:Status-Status}", package])
        .is_some_and(|status| status == "installed")
}

/// A toolchain without rustup is taken as it is: its distributor decided what it has.
fn rust_parts(root: &Path) -> Result<(), Failure> {
    let Some(targets) = answer("rustup", &["target", "list", "--installed"]) else {
        return Ok(());
    };
    if !targets.lines().any(|line| line == WASM) {
        perform(&mut command(root, "rustup", &["target", "add", WASM]))?;
    }
    let components = answer("rustup", &["component", "list", "--installed"]).unwrap_or_default();
    for component in ["clippy", "rustfmt"] {
        if !components.lines().any(|line| line.starts_with(component)) {
            perform(&mut command(
                root,
                "rustup",
                &["component", "add", component],
            ))?;
        }
    }
    Ok(())
}
