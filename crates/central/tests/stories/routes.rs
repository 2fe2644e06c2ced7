//! Every route of the central, and the story that proves whom it tells what.
//!
//! To add a route, add one line to [`ROUTES`] and write docs/routes.md anew. A route that has no line, a
//! line that has no route, and a line whose story is not told by this very program all fail.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Why a route is safe to serve.
enum Proof {
    /// These stories show that it tells and does only what its caller's scope covers.
    Stories(&'static [&'static str]),
    /// It tells nothing of any case, for this reason.
    NoCase(&'static str),
}

use Proof::{NoCase, Stories};

/// Random areas, cases, users and questions against a plain loop.
const ORACLE: &str = "oracle::every_way_out_tells_what_a_plain_loop_over_the_cases_finds";

const OUT_OF_SCOPE: &str =
    "scope::a_clerk_sees_the_cases_that_their_department_leads_or_helps_with_and_no_others";
const WALL: &str = "scope::a_wall_is_told_what_is_where_and_nothing_of_people_by_any_way_out";
const PUBLIC: &str =
    "open311::everybody_reads_how_a_case_stands_and_nobody_who_brought_it_or_what_was_written";
const SEALED: &str = "open311::a_sealed_case_is_not_there_and_not_counted";
const REVEALED: &str =
    "audit::nobody_is_shown_anything_without_a_reason_or_beyond_their_scope_and_nothing_is_written";
const AUDITED: &str =
    "audit::of_a_sealed_case_the_stream_tells_who_may_not_see_it_neither_which_nor_why";
const ATTACHED: &str = "attachments::only_who_may_see_a_case_that_lists_it_reads_an_attachment";
const SHRUNK: &str = "oracle::a_scope_that_shrinks_between_two_pulls_empties_what_is_pulled_next";

const IN_A_BROWSER: &str = "browser::what_a_clerk_may_not_see_is_not_there_in_their_browser_either";
const MAPPED: &str = "browser::the_map_in_a_browser_has_the_cases_of_its_reader_and_no_others";

/// Method and path as the contract has them.
const ROUTES: &[(&str, Proof)] = &[
    ("GET /healthz", NoCase("says that the process answers")),
    (
        "GET /readyz",
        NoCase("says whether the database answers and has a county"),
    ),
    ("GET /openapi.json", NoCase("is the same for everybody")),
    (
        "POST /v1/sessions",
        NoCase("tells who signed in of themselves"),
    ),
    (
        "DELETE /v1/sessions/current",
        NoCase("ends the caller's own session"),
    ),
    (
        "GET /v1/provider",
        NoCase("is the same for everybody: what the identity provider is called"),
    ),
    (
        "GET /v1/provider/begin",
        NoCase("sends whoever asks to the identity provider"),
    ),
    (
        "GET /v1/provider/back",
        NoCase("sends whom the identity provider vouches for to the page, to sign in"),
    ),
    ("POST /v1/commands", Stories(&[OUT_OF_SCOPE, ORACLE])),
    ("GET /v1/feed", Stories(&[ORACLE, WALL, SHRUNK])),
    ("GET /v1/snapshot", Stories(&[ORACLE, WALL, SHRUNK])),
    (
        "GET /v1/stream",
        NoCase("says how far the log has come, and nothing of what is in it"),
    ),
    ("GET /v1/cases", Stories(&[ORACLE, WALL])),
    ("GET /v1/cases/{id}", Stories(&[ORACLE, OUT_OF_SCOPE, WALL])),
    (
        "GET /v1/cases/{id}/timeline",
        Stories(&[ORACLE, OUT_OF_SCOPE, WALL]),
    ),
    ("POST /v1/cases/{id}/reveal", Stories(&[REVEALED])),
    ("GET /v1/audit", Stories(&[AUDITED])),
    (
        "POST /v1/openings",
        NoCase("takes in which sealed cases were opened, and says how many"),
    ),
    (
        "GET /v1/accounts",
        NoCase("lists accounts, and those for administrators only"),
    ),
    (
        "POST /v1/accounts/{login}",
        NoCase("changes an account, for the administrator whose change it is"),
    ),
    ("POST /v1/attachments", Stories(&[ATTACHED])),
    ("GET /v1/attachments/{sha256}", Stories(&[ORACLE, ATTACHED])),
    ("GET /v1/areas", Stories(&[ORACLE])),
    ("GET /v1/areas/locate", Stories(&[ORACLE])),
    ("GET /v1/departments", Stories(&[ORACLE])),
    ("GET /v1/indicators", Stories(&[ORACLE])),
    (
        "GET /open311/v2/discovery.json",
        NoCase("says where the service is"),
    ),
    (
        "GET /open311/v2/discovery.xml",
        NoCase("says where the service is"),
    ),
    (
        "GET /open311/v2/services.json",
        NoCase("lists the profile's categories"),
    ),
    (
        "GET /open311/v2/services.xml",
        NoCase("lists the profile's categories"),
    ),
    (
        "GET /open311/v2/services/{file}",
        NoCase("is always not found"),
    ),
    (
        "GET /open311/v2/requests.json",
        Stories(&[ORACLE, PUBLIC, SEALED]),
    ),
    (
        "GET /open311/v2/requests.xml",
        Stories(&[ORACLE, PUBLIC, SEALED]),
    ),
    (
        "GET /open311/v2/requests/{file}",
        Stories(&[ORACLE, PUBLIC, SEALED]),
    ),
    (
        "POST /open311/v2/requests.json",
        Stories(&["open311::a_key_reports_and_does_nothing_else_until_it_is_revoked_or_replaced"]),
    ),
    (
        "POST /open311/v2/requests.xml",
        Stories(&["open311::a_key_reports_and_does_nothing_else_until_it_is_revoked_or_replaced"]),
    ),
    (
        "GET /open311/v2/tokens/{file}",
        Stories(&[ORACLE, PUBLIC, SEALED]),
    ),
    ("GET /report", NoCase("is an empty form for a grid")),
    (
        "POST /report",
        NoCase("takes a report in and tells its own number"),
    ),
    ("GET /report/{id}", Stories(&[PUBLIC, SEALED])),
    ("POST /console/api/query", Stories(&[ORACLE, IN_A_BROWSER])),
    ("POST /console/api/act", Stories(&[IN_A_BROWSER])),
    (
        "GET /console/api/tiles/{layer}/{z}/{x}/{file}",
        Stories(&[MAPPED]),
    ),
    (
        "GET /console/api/ticks",
        NoCase("says how far the log has come, and that only to who is signed in"),
    ),
];

const HEAD: &str = "\
# Routes

Every route of the central and what proves that it tells nobody more than their scope covers: a story of
`crates/central/tests/stories`, or the reason why it tells nothing of any case.

This file is written by `ONEMAP_WRITE_CONTRACT=1 cargo test -p onemap-central --test central routes`; a
test fails when it is not what the code says. To add a route, add its line to `ROUTES` in
`crates/central/tests/stories/routes.rs`.

| Route | Does | Session | Proved by |
|---|---|---|---|
";

/// What the contract says of each route: what it does, and whether it wants a session.
fn served() -> BTreeMap<String, (String, bool)> {
    let contract = onemap_central::http::contract().unwrap();
    let contract: Value = serde_json::from_str(&contract).unwrap();
    let mut routes = BTreeMap::new();
    for (path, item) in contract["paths"].as_object().unwrap() {
        for (method, route) in item.as_object().unwrap() {
            let does = route["summary"].as_str().unwrap_or_default().to_owned();
            let name = format!("{} {path}", method.to_uppercase());
            routes.insert(name, (does, route.get("security").is_some()));
        }
    }
    routes
}

/// The stories that this program tells when nobody chooses among them.
fn told() -> BTreeSet<String> {
    let listed = |more: &[&str]| -> BTreeSet<String> {
        let mut list = Command::new(std::env::current_exe().unwrap());
        let output = list
            .args(["--list", "--format", "terse"])
            .args(more)
            .output();
        let text = String::from_utf8(output.unwrap().stdout).unwrap();
        let names = text.lines().filter_map(|line| line.strip_suffix(": test"));
        names.map(str::to_owned).collect()
    };
    &listed(&[]) - &listed(&["--ignored"])
}

#[test]
fn every_route_has_one_line_and_every_line_a_route() {
    let served: BTreeSet<String> = served().into_keys().collect();
    let lines: BTreeSet<String> = ROUTES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(lines.len(), ROUTES.len(), "a route has two lines");
    let bare: Vec<&String> = served.difference(&lines).collect();
    assert!(bare.is_empty(), "served without a line in ROUTES: {bare:?}");
    let idle: Vec<&String> = lines.difference(&served).collect();
    assert!(
        idle.is_empty(),
        "lines of ROUTES that nothing serves: {idle:?}"
    );
}

#[test]
fn every_line_names_stories_that_are_told_or_a_reason() {
    let told = told();
    for (route, proof) in ROUTES {
        match proof {
            Stories([]) => panic!("{route} names no story"),
            Stories(stories) => {
                for story in *stories {
                    assert!(
                        told.contains(*story),
                        "{route} names {story}, which is not told"
                    );
                }
            }
            NoCase(reason) => assert!(!reason.is_empty(), "{route} gives no reason"),
        }
    }
}

/// What stands in scopes wants a session; Open311 and the form are the two doors for everybody.
#[test]
fn whatever_needs_no_session_is_a_door_for_everybody_or_tells_of_no_case() {
    let served = served();
    for (route, proof) in ROUTES {
        let (_, needs_session) = &served[*route];
        let is_door = route.contains(" /open311/") || route.contains(" /report");
        let tells = matches!(proof, Stories(_));
        assert!(
            *needs_session || is_door || !tells,
            "{route} needs no session"
        );
    }
}

#[test]
fn the_committed_table_of_routes_is_what_the_code_says() {
    let served = served();
    let mut table = HEAD.to_owned();
    for (route, proof) in ROUTES {
        let Some((does, needs_session)) = served.get(*route) else {
            continue;
        };
        let session = if *needs_session { "yes" } else { "–" };
        let proof = match proof {
            Stories(stories) => format!("`{}`", stories.join("` `")),
            NoCase(reason) => format!("tells nothing of a case: {reason}"),
        };
        writeln!(table, "| `{route}` | {does} | {session} | {proof} |").unwrap();
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/routes.md");
    if std::env::var_os("ONEMAP_WRITE_CONTRACT").is_some() {
        std::fs::write(&file, &table).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        table == committed,
        "docs/routes.md is not what the code says; look at what changed, then write it anew"
    );
}
