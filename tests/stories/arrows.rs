//! Which crate may use which: house.md's table, as ARCHITECTURE.md has it now.

use std::collections::BTreeSet;
use std::path::Path;

/// Crate, and what of ours it may use. `*` is everything.
const ALLOWED: [(&str, &str); 16] = [
    ("crates/domain", ""),
    ("crates/protocol", "domain"),
    ("crates/spatial", "domain"),
    ("crates/sync", "domain protocol"),
    ("crates/store", "domain protocol spatial"),
    ("crates/exchange", "domain protocol spatial"),
    ("crates/press", ""),
    ("crates/console", "domain protocol spatial exchange"),
    (
        "crates/desk",
        "domain protocol spatial sync store console press",
    ),
    (
        "crates/central",
        "domain protocol spatial sync exchange console press",
    ),
    ("ui", "domain protocol spatial"),
    ("crates/bench", "*"),
    ("crates/bench-map", "domain spatial"),
    ("crates/testkit", "*"),
    ("xtask", "*"),
    (".", "*"),
];

fn manifest(folder: &str) -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(folder)
        .join("Cargo.toml");
    std::fs::read_to_string(&path).unwrap().parse().unwrap()
}

#[test]
fn every_crate_uses_only_what_its_arrows_allow() {
    for (folder, allowed) in ALLOWED {
        let manifest = manifest(folder);
        // What tests alone use is free: they may need anything of testkit.
        for section in ["dependencies", "build-dependencies"] {
            let Some(used) = manifest.get(section).and_then(toml::Value::as_table) else {
                continue;
            };
            for name in used.keys().filter_map(|name| name.strip_prefix("onemap-")) {
                let may = allowed == "*" || allowed.split(' ').any(|other| other == name);
                assert!(may, "{folder} must not use {name}; see ARCHITECTURE.md");
            }
        }
    }
}

#[test]
fn no_crate_is_missing_from_the_arrows() {
    let workspace = manifest(".");
    let members = workspace["workspace"]["members"].as_array().unwrap();
    let members: BTreeSet<&str> = members.iter().filter_map(toml::Value::as_str).collect();
    let known: BTreeSet<&str> = ALLOWED
        .into_iter()
        .map(|(folder, _)| folder)
        .filter(|folder| *folder != ".")
        .collect();
    assert_eq!(members, known);
}

#[test]
fn the_page_leaves_through_one_file_only() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src");
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path.strip_prefix(&source).unwrap();
                let text = std::fs::read_to_string(&path).unwrap();
                let leaves = ["__TAURI_INTERNALS__", "EventSource", "fetch_with"];
                let found = leaves.into_iter().find(|word| text.contains(word));
                assert!(
                    inside.starts_with("backend")
                        || inside == Path::new("backend.rs")
                        || found.is_none(),
                    "{} leaves the page by {found:?}; only ui::backend may",
                    inside.display()
                );
            }
        }
    }
}
