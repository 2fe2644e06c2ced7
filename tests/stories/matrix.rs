//! The table of faults names tests and kinds of faults; each of them is there.

use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found
}

fn text(files: &[PathBuf]) -> String {
    let read = |file| std::fs::read_to_string(file).unwrap();
    files.iter().map(read).collect()
}

/// What stands between backticks.
fn named(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// The rows of a table of tests below its head.
fn rows(document: &str) -> Vec<String> {
    let table = std::fs::read_to_string(root().join(document)).unwrap();
    let rows = table.lines().filter(|line| line.starts_with('|'));
    rows.skip(2).map(str::to_owned).collect()
}

/// Finds every test that a table names; how many.
fn all_are_there(rows: &[String]) -> usize {
    let stories = ["tests/stories", "crates/central/tests/stories"];
    let stories = text(&stories.map(sources).concat());
    let mut tests = 0;
    for row in rows {
        let beside: Vec<_> = named(row)
            .map(Path::new)
            .filter(|name| name.extension().is_some_and(|extension| extension == "rs"))
            .map(|name| root().join(name))
            .collect();
        let there = stories.clone() + &text(&beside);
        let is_test = |name: &&str| name.contains('_') && !name.contains(['/', ' ', '.']);
        for name in named(row).filter(is_test) {
            tests += 1;
            assert!(there.contains(&format!("fn {name}(")), "{name}");
        }
    }
    tests
}

#[test]
fn every_test_and_every_fault_that_the_table_of_faults_names_is_there() {
    let faults = text(&[root().join("crates/testkit/src/simulation/faults.rs")]);
    let rows = rows("docs/faults.md");
    assert!(rows.len() > 13, "the table is read");
    for row in &rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        for fault in named(cells[2]).filter(|name| name.starts_with(char::is_uppercase)) {
            assert!(faults.contains(&format!("    {fault},")), "{fault}");
        }
    }
    let tests = all_are_there(&rows);
    assert!(tests > 20, "{tests} tests are named");
}

#[test]
fn every_test_that_the_table_of_controls_names_is_there() {
    let rows = rows("docs/security.md");
    assert!(rows.len() > 15, "the table is read");
    let tests = all_are_there(&rows);
    assert!(tests > 25, "{tests} tests are named");
}
