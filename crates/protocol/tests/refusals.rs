//! docs/refusals.md and the program agree, and neither leaves a refusal out.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use onemap_domain::Refusal;
use onemap_protocol::problem::Problem;
use onemap_protocol::text::Language;

const HEAD: &str = "\
# Refusals

Every reason why a command is not carried out. The code and the parameters are stable and stand in
`application/problem+json` (RFC 9457); the sentence is what people read, here with one example of
each parameter. 404: it is not there. 403: not for who asks. 409: not as the case stands now.
422: not with these contents.

This file is written by `ONEMAP_WRITE_CONTRACT=1 cargo test -p onemap-protocol --test refusals`; a
test fails when it is not what the code says.

| Code | HTTP | Parameters | 中文 | English |
|---|---|---|---|---|
";

fn table() -> String {
    let mut table = HEAD.to_owned();
    for refusal in Refusal::examples() {
        let problem = Problem::from(refusal);
        let names: Vec<String> = problem
            .params
            .keys()
            .map(|name| format!("`{name}`"))
            .collect();
        writeln!(
            table,
            "| `{}` | {} | {} | {} | {} |",
            problem.code,
            problem.status,
            names.join(" "),
            problem.sentence(Language::Chinese),
            problem.sentence(Language::English),
        )
        .unwrap();
    }
    table
}

/// Write the table anew with `ONEMAP_WRITE_CONTRACT=1 cargo test -p onemap-protocol refusals`.
#[test]
fn the_committed_table_of_refusals_is_what_the_code_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/refusals.md");
    let table = table();
    if std::env::var_os("ONEMAP_WRITE_CONTRACT").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &table).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        table == committed,
        "docs/refusals.md is not what the code says; look at what changed, then write it anew"
    );
}

#[test]
fn the_examples_have_every_refusal_once() {
    // Its own reader lists every code it knows.
    let unknown = serde_json::json!({ "code": "?" });
    let complaint = serde_json::from_value::<Refusal>(unknown)
        .unwrap_err()
        .to_string();
    let known: BTreeSet<&str> = complaint.split('`').skip(3).step_by(2).collect();
    let examples = Refusal::examples();
    let shown: BTreeSet<&str> = examples.iter().map(Refusal::code).collect();
    assert_eq!(shown, known);
    assert_eq!(examples.len(), shown.len(), "a refusal has two examples");
}

/// A cell of the table must stay a cell.
#[test]
fn no_sentence_breaks_the_table() {
    for refusal in Refusal::examples() {
        for language in Language::ALL {
            let sentence = Problem::from(&refusal).sentence(language);
            assert!(!sentence.contains(['|', '\n']), "{sentence}");
        }
    }
}
