//! `cargo xtask bench`: our side of each benchmark beside its peer, on this machine.
//!
//! Peers come from their registries at pinned versions, checked by hash, into the target
//! directory; nothing is installed into the system.
//!
//! Deliberately absent: what is measured and how (`crates/bench`, `crates/bench-map`), and limits that fail.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::page;
use crate::tool::{command, perform};

/// The benches' programs: everything's, and the map's alone, which builds in a fraction of the time.
const ALL: Package = Package {
    name: "onemap-bench",
    folder: "crates/bench",
};
const MAP: Package = Package {
    name: "onemap-bench-map",
    folder: "crates/bench-map",
};

/// A package with benches.
#[derive(PartialEq)]
struct Package {
    name: &'static str,
    folder: &'static str,
}

/// A bench: a subcommand of the program.
struct Bench {
    name: &'static str,
    package: Package,
    /// Whether it writes files, and gets a folder for them.
    has_folder: bool,
    peer: Peer,
}

/// What it is measured against.
enum Peer {
    /// Something of this machine's.
    None,
    /// `peers/NAME.py` of its package, with the packages of `NAME.txt` beside it.
    Python,
    /// `peers/NAME/NAME.mjs` of its package, with the packages of the lock file beside it.
    Node(&'static str),
    /// Both, by the bench's name.
    PythonAndNode,
}

const BENCHES: [Bench; 13] = [
    Bench {
        name: "central",
        package: ALL,
        has_folder: true,
        peer: Peer::None,
    },
    Bench {
        name: "decide",
        package: ALL,
        has_folder: false,
        peer: Peer::None,
    },
    Bench {
        name: "kpi",
        package: ALL,
        has_folder: true,
        peer: Peer::Python,
    },
    Bench {
        name: "outbox",
        package: ALL,
        has_folder: true,
        peer: Peer::None,
    },
    Bench {
        name: "sync-initial",
        package: ALL,
        has_folder: true,
        peer: Peer::Node("sync"),
    },
    Bench {
        name: "sync-delta",
        package: ALL,
        has_folder: true,
        peer: Peer::Node("sync"),
    },
    Bench {
        name: "fanout",
        package: ALL,
        has_folder: true,
        peer: Peer::Node("fanout"),
    },
    Bench {
        name: "streams",
        package: ALL,
        has_folder: true,
        peer: Peer::None,
    },
    Bench {
        name: "growth",
        package: ALL,
        has_folder: true,
        peer: Peer::None,
    },
    Bench {
        name: "counties",
        package: ALL,
        has_folder: false,
        peer: Peer::None,
    },
    Bench {
        name: "locate",
        package: MAP,
        has_folder: true,
        peer: Peer::Python,
    },
    Bench {
        name: "tiles",
        package: MAP,
        has_folder: true,
        peer: Peer::PythonAndNode,
    },
    Bench {
        name: "cluster",
        package: MAP,
        has_folder: true,
        peer: Peer::Node("cluster"),
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
    for package in [ALL, MAP] {
        if chosen.iter().any(|bench| bench.package == package) {
            let build = ["build", "--release", "--package", package.name];
            perform(&mut command(root, "cargo", &build))?;
        }
    }
    let target = page::target_directory(root)?;
    for bench in chosen {
        println!("\n── {}", bench.name);
        measure(root, &target, bench)?;
    }
    Ok(())
}

/// Installs the peers of a bench and runs it.
fn measure(root: &Path, target: &Path, bench: &Bench) -> Result<(), Failure> {
    let program = target.join("release").join(bench.package.name);
    let mut measure = command(root, &program.to_string_lossy(), &[bench.name]);
    let folder = target.join("bench").join(bench.name);
    if bench.has_folder {
        measure.arg("--folder").arg(&folder);
    }
    if bench.package == MAP {
        measure.arg("--data").arg(crate::shared_data(root));
    }
    let peers = root.join(bench.package.folder).join("peers");
    let (of_python, of_node) = match bench.peer {
        Peer::None => (false, None),
        Peer::Python => (true, None),
        Peer::Node(name) => (false, Some((name, "--script"))),
        Peer::PythonAndNode => (true, Some((bench.name, "--node"))),
    };
    if of_python {
        let packages = peers.join(format!("{}.txt", bench.name));
        measure
            .arg("--python")
            .arg(python(root, &packages, &folder)?)
            .arg("--script")
            .arg(peers.join(format!("{}.py", bench.name)));
    }
    if let Some((name, option)) = of_node {
        let home = target.join("bench/node").join(name);
        node(root, &peers.join(name), &home)?;
        measure.arg(option).arg(home.join(format!("{name}.mjs")));
    }
    perform(&mut measure)
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

/// A copy of a peer with exactly the packages of its lock file beside it; they are fetched anew when
/// that has changed.
fn node(root: &Path, peer: &Path, home: &Path) -> Result<(), Failure> {
    const LOCK: &str = "package-lock.json";
    let wanted = peer.join(LOCK);
    let wanted = fs::read_to_string(&wanted).map_err(Failure::file(&wanted))?;
    let stamp = home.join("installed.json");
    fs::create_dir_all(home).map_err(Failure::file(home))?;
    for file in fs::read_dir(peer).map_err(Failure::file(peer))? {
        let file = file.map_err(Failure::file(peer))?;
        let copy = home.join(file.file_name());
        fs::copy(file.path(), &copy).map_err(Failure::file(&copy))?;
    }
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let install = [
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefix",
    ];
    perform(command(root, "npm", &install).arg(home))?;
    fs::write(&stamp, wanted).map_err(Failure::file(&stamp))
}
