//! `cargo xtask ui`: the front end, compiled and gathered into `ui/dist`.
//!
//! No tool is downloaded: wasm-bindgen is linked as a library, at the version the front end is
//! compiled with. Deliberately absent: a bundler. The page loads ES modules as they lie in
//! `ui/js` and in MapLibre's package.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::failure::Failure;
use crate::tool::{answer, command, perform};

/// The front end's compilation target.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Views have one type instead of one for each shape: the program is an eighth smaller.
const FLAGS: (&str, &str) = (
    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
    "--cfg erase_components",
);

/// The stem of the front end's files; its package's name with the dash replaced.
const NAME: &str = "onemap_ui";

/// What the page needs of MapLibre, and the licence that must go with it.
const MAPLIBRE: [&str; 4] = [
    "dist/maplibre-gl.mjs",
    "dist/maplibre-gl-worker.mjs",
    "dist/maplibre-gl.css",
    "LICENSE.txt",
];

/// Where cargo puts what it builds, whatever the environment and the configuration say.
pub fn target_directory(root: &Path) -> Result<PathBuf, Failure> {
    let manifest = root.join("Cargo.toml");
    let manifest = manifest.to_string_lossy();
    let words = [
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
        "--manifest-path",
        &manifest,
    ];
    answer("cargo", &words)
        .and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
        .and_then(|value| value["target_directory"].as_str().map(PathBuf::from))
        .ok_or(Failure::Metadata)
}

/// Builds `ui/dist`, or leaves it when nothing it is made of has changed.
pub fn build(root: &Path) -> Result<(), Failure> {
    let start = Instant::now();
    let ui = root.join("ui");
    let dist = ui.join("dist");
    npm_packages(&ui)?;
    let build = [
        "build",
        "--package",
        "onemap-ui",
        "--target",
        TARGET,
        "--profile",
        "wasm",
    ];
    perform(command(root, "cargo", &build).env(FLAGS.0, FLAGS.1))?;
    let target = target_directory(root)?;
    let compiled = target.join(TARGET).join("wasm").join("onemap-ui.wasm");

    let parts = parts(&ui)?;
    let fingerprint = fingerprint(&compiled, &parts)?;
    let stamp = target.join("onemap-ui.stamp");
    let bound = dist.join(format!("{NAME}_bg.wasm"));
    let unchanged = fs::read_to_string(&stamp).is_ok_and(|old| old == fingerprint);
    if unchanged && bound.exists() && dist.join("index.html").exists() {
        println!("ui: unchanged");
        return Ok(());
    }

    if dist.exists() {
        fs::remove_dir_all(&dist).map_err(Failure::file(&dist))?;
    }
    fs::create_dir_all(&dist).map_err(Failure::file(&dist))?;
    bind(&compiled, &dist)?;
    for part in &parts {
        part.place(&dist)?;
    }
    fs::write(&stamp, fingerprint).map_err(Failure::file(&stamp))?;
    println!(
        "ui: {NAME}_bg.wasm {:.0} KiB, page built in {:.1} s",
        size(&bound)? as f64 / 1024.0,
        start.elapsed().as_secs_f64(),
    );
    Ok(())
}

/// npm writes its own lock file last of all, so a newer one means that all packages are there.
fn npm_packages(ui: &Path) -> Result<(), Failure> {
    let modified = |path: PathBuf| fs::metadata(path).and_then(|data| data.modified()).ok();
    let wanted = modified(ui.join("package-lock.json"));
    let present = modified(ui.join("node_modules/.package-lock.json"));
    if present.is_some() && present >= wanted {
        return Ok(());
    }
    perform(&mut command(ui, "npm", &["ci", "--no-audit", "--no-fund"]))
}

/// One file of the page, made of one or more files as they lie.
struct Part {
    name: PathBuf,
    sources: Vec<PathBuf>,
}

impl Part {
    fn place(&self, dist: &Path) -> Result<(), Failure> {
        let mut content = Vec::new();
        for source in &self.sources {
            content.extend(fs::read(source).map_err(Failure::file(source))?);
        }
        let path = dist.join(&self.name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Failure::file(folder))?;
        }
        fs::write(&path, content).map_err(Failure::file(&path))
    }
}

/// Everything but the compiled program: the document, the styles in one file with the tokens
/// first, our modules, MapLibre.
fn parts(ui: &Path) -> Result<Vec<Part>, Failure> {
    let single = |name: PathBuf, source| Part {
        name,
        sources: vec![source],
    };
    let tokens = ui.join("css/tokens.css");
    let mut styles = Vec::new();
    for folder in ["css", "src"] {
        styles.extend(files(&ui.join(folder), "css")?);
    }
    // Stable: the rest stays in the order of the paths.
    styles.sort_by_key(|path| *path != tokens);

    let mut parts = vec![
        single("index.html".into(), ui.join("index.html")),
        Part {
            name: "app.css".into(),
            sources: styles,
        },
    ];
    for module in files(&ui.join("js"), "js")? {
        if let Ok(name) = module.strip_prefix(ui) {
            parts.push(single(name.to_owned(), module.clone()));
        }
    }
    for file in MAPLIBRE {
        let source = ui.join("node_modules/maplibre-gl").join(file);
        let name = file.strip_prefix("dist/").unwrap_or(file);
        parts.push(single(Path::new("vendor/maplibre-gl").join(name), source));
    }
    Ok(parts)
}

/// All files with an extension below a folder, sorted; none when the folder is not there.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    if !folder.exists() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder).map_err(Failure::file(folder))? {
        let path = entry.map_err(Failure::file(folder))?.path();
        if path.is_dir() {
            found.extend(files(&path, extension)?);
        } else if path.extension().is_some_and(|own| own == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Changes when anything the page is made of changes, this program included.
fn fingerprint(compiled: &Path, parts: &[Part]) -> Result<String, Failure> {
    let mut hasher = DefaultHasher::new();
    let own = std::env::current_exe().map_err(Failure::file(Path::new("xtask")))?;
    let files = parts
        .iter()
        .flat_map(|part| part.sources.iter().map(PathBuf::as_path));
    for path in files.chain([compiled, own.as_path()]) {
        path.hash(&mut hasher);
        fs::read(path)
            .map_err(Failure::file(path))?
            .hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn bind(compiled: &Path, dist: &Path) -> Result<(), Failure> {
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(compiled)
        .out_name(NAME)
        .web(true)
        .map_err(told)?
        .typescript(false)
        // Half of the file would be names that nobody reads. wasm-opt is deliberately not used:
        // the one Debian 12 ships (108) writes `externref` tables as `anyref`, and the page dies.
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(dist)
        .map_err(told)
}

/// With its chain of causes: the first line alone only says that something went wrong.
fn told(cause: impl std::fmt::Display) -> Failure {
    Failure::Bindgen(format!("{cause:#}"))
}

fn size(path: &Path) -> Result<u64, Failure> {
    Ok(fs::metadata(path).map_err(Failure::file(path))?.len())
}
