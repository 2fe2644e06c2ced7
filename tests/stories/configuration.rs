//! What the pages may do, as it is configured: nothing from elsewhere, and each window only its own.

use std::path::Path;

use onemap_central::http::PAGE_POLICY;
use serde_json::{Value, json};

fn read(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The desktop's policy, one directive a line.
fn desktop_policy() -> Vec<(String, String)> {
    let conf = read("tauri.conf.json");
    let policy = conf["app"]["security"]["csp"].as_object().unwrap();
    let directive =
        |(name, value): (&String, &Value)| (name.clone(), value.as_str().unwrap().to_owned());
    policy.iter().map(directive).collect()
}

#[test]
fn the_desktops_page_loads_nothing_from_elsewhere_and_runs_nothing_written_into_it() {
    let policy = desktop_policy();
    let is = |name: &str| {
        policy
            .iter()
            .find(|(one, _)| one == name)
            .unwrap()
            .1
            .clone()
    };
    assert_eq!(is("default-src"), "'none'");
    assert_eq!(is("script-src"), "'self' 'wasm-unsafe-eval'");
    assert_eq!(is("style-src"), "'self'");
    assert_eq!(is("frame-ancestors"), "'none'");
    for (name, value) in &policy {
        for source in value.split(' ') {
            let is_own =
                source.starts_with('\'') || ["data:", "blob:", "ipc:", "onemap:"].contains(&source);
            // The program's own two schemes, as Windows spells them.
            let is_local = ["http://ipc.localhost", "http://onemap.localhost"].contains(&source);
            assert!(is_own || is_local, "{name} lets {source} in");
            assert!(
                !source.contains("unsafe-inline") && source != "'unsafe-eval'",
                "{name}: {source}"
            );
        }
    }
    let security = &read("tauri.conf.json")["app"]["security"];
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(read("tauri.conf.json")["app"]["withGlobalTauri"], false);
}

#[test]
fn a_browsers_page_may_do_what_the_desktops_may_and_speak_only_with_its_central() {
    let browsers = PAGE_POLICY.split(';').map(|directive| {
        let (name, value) = directive.trim().split_once(' ').unwrap();
        (name.to_owned(), value.to_owned())
    });
    let mut browsers: Vec<(String, String)> = browsers.collect();
    let mut desktops = desktop_policy();
    for (name, value) in &mut desktops {
        if name == "connect-src" {
            "'self'".clone_into(value);
        }
    }
    browsers.sort();
    desktops.sort();
    assert_eq!(browsers, desktops);
}

#[test]
fn each_window_has_its_own_rights_and_the_walls_cannot_write() {
    let listed = &read("tauri.conf.json")["app"]["security"]["capabilities"];
    assert_eq!(
        *listed,
        json!(["console", "wall"]),
        "no others are in force"
    );
    let listens = ["core:event:allow-listen", "core:event:allow-unlisten"];
    let console = read("src-tauri/capabilities/console.json");
    assert_eq!(console["windows"], json!(["main"]));
    let own = json!(["allow-query", "allow-act", listens[0], listens[1]]);
    assert_eq!(console["permissions"], own);
    let wall = read("src-tauri/capabilities/wall.json");
    assert_eq!(wall["windows"], json!(["wall"]));
    let own = json!(["allow-query", "allow-enter-wall", listens[0], listens[1]]);
    assert_eq!(wall["permissions"], own);
}
