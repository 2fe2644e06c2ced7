//! `cargo xtask bench`: our side of each benchmark beside its peer, on this machine.
//!
//! Peers come from their registries at pinned versions, checked by hash, into the target
//! directory; nothing is installed into the system.
//!
//! Deliberately absent: what is measured and how (`crates/bench`), and limits that fail.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::page;
use crate::tool::{command, perform};

const PACKAGE: &str = "onemap-bench";

/// A bench: a subcommand of the program.
struct Bench {
    name: &'static str,
    /// Whether it writes files, and gets a folder for them.
    has_folder: bool,
    /// Whether it is measured against `crates/bench/peers/NAME.py`, with the packages of `NAME.txt`.
    has_python_peer: bool,
}

const BENCHES: [Bench; 3] = [
    Bench {
        name: "decide",
        has_folder: false,
        has_python_peer: false,
    },
    Bench {
        name: "kpi",
        has_folder: true,
        has_python_peer: true,
    },
    Bench {
        name: "outbox",
        has_folder: true,
        has_python_peer: false,
    },
];

/// Builds with optimisation and runs the bench with this name, or all of them.
pub fn run(root: &Path, name: Option<&str>) -> Result<(), Failure> {
    let chosen: Vec<&Bench> = BENCHES
        .iter()
        .filter(|bench| name.is_none_or(|name| name == bench.name))
        .collect();
    if chosen.is_empty() {
        return Err(Failure::UnknownBench {
            name: name.unwrap_or_default().to_owned(),
            known: BENCHES.map(|bench| bench.name).join(", "),
        });
    }
    let build = ["build", "--release", "--package", PACKAGE];
    perform(&mut command(root, "cargo", &build))?;
    let target = page::target_directory(root)?;
    let program = target.join("release").join(PACKAGE);
    for bench in chosen {
        println!("\n── {}", bench.name);
        let mut measure = command(root, &program.to_string_lossy(), &[bench.name]);
        let folder = target.join("bench").join(bench.name);
        if bench.has_folder {
            measure.arg("--folder").arg(&folder);
        }
        if bench.has_python_peer {
            let peers = root.join("crates/bench/peers");
            let packages = peers.join(format!("{}.txt", bench.name));
            let python = python(root, &packages, &folder)?;
            measure
                .arg("--python")
                .arg(python)
                .arg("--script")
                .arg(peers.join(format!("{}.py", bench.name)));
        }
        perform(&mut measure)?;
    }
    Ok(())
}

/// A Python of its own with exactly these packages; made anew when their list has changed.
fn python(root: &Path, packages: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    let home = folder.join("python");
    let python = if cfg!(windows) {
        home.join("Scripts/python.exe")
    } else {
        home.join("bin/python")
    };
    let wanted = fs::read_to_string(packages).map_err(Failure::file(packages))?;
    let stamp = home.join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    fs::create_dir_all(folder).map_err(Failure::file(folder))?;
    let make = ["-m", "venv", "--clear"];
    perform(command(root, "python3", &make).arg(&home))?;
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--only-binary=:all:",
        "--require-hashes",
        "--requirement",
    ];
    perform(command(root, &python.to_string_lossy(), &install).arg(packages))?;
    fs::write(&stamp, wanted).map_err(Failure::file(&stamp))?;
    Ok(python)
}
