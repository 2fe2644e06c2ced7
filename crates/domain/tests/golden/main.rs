//! The written forms of commands, events and cases, frozen: logs, outboxes and other programs keep
//! them for years.
//!
//! `v1/commands/KIND.json`, `v1/events/NAME.json` and `v1/case.json` hold one filled example each;
//! a second form of the same one has a word behind a dot (`requested.void.json`). `v1/log.json`
//! is a log of all events with its hash chain. What the code makes of an example must be what its
//! file says, and the other way round.
//!
//! **A new command, event or case field.** Give it an example here and run
//! `ONEMAP_WRITE_CONTRACT=1 cargo test -p onemap-domain --test golden`: that writes the files that
//! are missing. A file that is there is never written over; before the first release, delete it
//! to have it written anew.
//!
//! **A new version.** Leave the old folder as it is. Make the next one (`v2`) and let the changed
//! forms be written there, and only those: the newest folder that has a form counts. From then on
//! the code writes the new form and still reads the old one, which a test here asks for: of every
//! file of every version. A form that the code can no longer read needs an upcast in `serde`'s
//! `from`, beside the type. Digests of old logs hold as long as the old events keep their JSON
//! when they are read and written, so an event's form is better added to than changed.

#![expect(clippy::unwrap_used, reason = "tests")]

mod case;
mod commands;
mod events;
mod records;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use onemap_domain::apply_record;
use onemap_domain::area::{AreaCode, Position};
use onemap_domain::calendar::Deadline;
use onemap_domain::case::{
    Case, CaseId, Facts, Mediation, Origin, Reporter, Said, TaskForce, Urgency,
};
use onemap_domain::chain::{self, Digest};
use onemap_domain::command::{Command, CommandKind};
use onemap_domain::department::DepartmentCode;
use onemap_domain::event::{Event, Recorded};
use onemap_domain::people::{Actor, Role, UserId};
use onemap_domain::record::{
    Record, RecordCommand, RecordEntry, RecordEvent, RecordKind, appraisal, decision, draw, duty,
    index, meeting, reception, roster, standard,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The folders of the versions, oldest first.
const VERSIONS: [&str; 5] = ["v1", "v2", "v3", "v4", "v5"];

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn id(number: u64) -> CaseId {
    CaseId(uuid::Uuid::from_u64_pair(0x0193_4e1f_5a00_7000, number))
}

fn department(code: &str) -> DepartmentCode {
    DepartmentCode(code.to_owned())
}

fn user(name: &str) -> UserId {
    UserId(name.to_owned())
}

fn clerk() -> Actor {
    Actor {
        user: user("wanglei"),
        name: "王磊".to_owned(),
        role: Role::Clerk,
        department: Some(department("zhujian")),
    }
}

fn facts() -> Facts {
    Facts {
        title: "桂园路12号门口路灯不亮".to_owned(),
        text: "路灯坏了三天，\n晚上看不见路。".to_owned(),
        category: "lighting".to_owned(),
        channel: "hotline".to_owned(),
        urgency: Urgency::Urgent,
        reporter: Some(Reporter {
            name: "张三".to_owned(),
            phone: "13812341234".to_owned(),
        }),
        position: Position {
            lon: 105.695_001,
            lat: 28.58,
        },
        address: "桂园路12号".to_owned(),
        grid: AreaCode::parse("520381001002003").unwrap(),
        persons: vec!["veteran".to_owned()],
        unit: Some(department("lvhua")),
        position_simulated: true,
        origin: None,
    }
}

/// The same, as another system reported it.
fn foreign() -> Facts {
    let said = |name: &str, value: &str| Said {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    let origin = Origin {
        system: user("city"),
        number: Some("638344".to_owned()),
        said: vec![
            said("requested_datetime", "2010-04-14T06:37:38-08:00"),
            said("attribute[WHISPAWN]", "123456"),
        ],
    };
    Facts {
        origin: Some(Box::new(origin)),
        ..facts()
    }
}

fn deadline() -> Deadline {
    Deadline {
        at: at("2027-01-03T16:00:00Z"),
        nominal: at("2027-01-01T16:00:00Z"),
        provisional: Some(2027),
    }
}

fn task_force() -> TaskForce {
    let role = |code: &str, name: &str| (code.to_owned(), name.to_owned());
    TaskForce {
        roles: [role("captain", "陈宏"), role("police", "赵敏")].into(),
        members: vec!["孙丽".to_owned()],
    }
}

fn mediation() -> Mediation {
    Mediation {
        bodies: vec!["people".to_owned(), "judicial".to_owned()],
        parties: vec!["张三".to_owned(), "李四".to_owned()],
        amount_fen: Some(350_000),
        agreed: true,
        text: "十日内付清。".to_owned(),
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The newest file of a form; where none is, it is written when that was asked for.
fn newest(name: &str, example: &Value) -> PathBuf {
    let mut files = VERSIONS
        .iter()
        .rev()
        .map(|version| folder().join(version).join(name));
    if let Some(file) = files.find(|file| file.exists()) {
        return file;
    }
    let file = folder().join(VERSIONS[VERSIONS.len() - 1]).join(name);
    assert!(
        std::env::var_os("ONEMAP_WRITE_CONTRACT").is_some(),
        "{name} has no golden file; the head of this test says how it is written"
    );
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let text = serde_json::to_string_pretty(example).unwrap();
    std::fs::write(&file, text + "\n").unwrap();
    file
}

fn read(file: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// File → value → the same JSON, and the value is the example.
fn holds<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, example: &T) {
    let json = serde_json::to_value(example).unwrap();
    let written = read(&newest(name, &json));
    let value: T = serde_json::from_value(written.clone())
        .unwrap_or_else(|error| panic!("{name} can no longer be read: {error}"));
    assert_eq!(&value, example, "{name} reads as something else now");
    let again = serde_json::to_value(&value).unwrap();
    assert_eq!(again, written, "{name} is written in another form now");
}

/// The forms of one kind of thing: every name has one, none is left empty, no file is a stray.
fn hold<T>(kind: &str, examples: &[(&str, T)], names: &BTreeSet<String>, name: fn(&T) -> &str)
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let mut seen = BTreeSet::new();
    for (form, example) in examples {
        let file = match *form {
            "" => format!("{}.json", name(example)),
            form => format!("{}.{form}.json", name(example)),
        };
        let json = serde_json::to_value(example).unwrap();
        let hole = (form.is_empty()).then(|| hole(&json)).flatten();
        assert_eq!(hole, None, "{file} leaves a field empty");
        holds(&format!("{kind}/{file}"), example);
        seen.insert(name(example).to_owned());
        for version in VERSIONS {
            let old = folder().join(version).join(kind).join(&file);
            if old.exists() {
                let value: Result<T, _> = serde_json::from_value(read(&old));
                assert!(value.is_ok(), "{} can no longer be read", old.display());
            }
        }
    }
    assert_eq!(&seen, names, "{kind} without an example");
    for version in VERSIONS {
        let Ok(files) = std::fs::read_dir(folder().join(version).join(kind)) else {
            continue;
        };
        for file in files {
            let file = file.unwrap().file_name().into_string().unwrap();
            let known = file
                .split('.')
                .next()
                .is_some_and(|name| names.contains(name));
            assert!(known, "{version}/{kind}/{file} is of nothing known");
        }
    }
}

/// The path of the first part of a value that is null or empty.
fn hole(value: &Value) -> Option<String> {
    let inside = |(name, value): (String, &Value)| Some(format!("{name}.{}", hole(value)?));
    match value {
        Value::Null => Some("null".to_owned()),
        Value::String(text) if text.is_empty() => Some("empty text".to_owned()),
        Value::Array(items) if items.is_empty() => Some("empty list".to_owned()),
        Value::Object(members) if members.is_empty() => Some("empty object".to_owned()),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(at, item)| inside((at.to_string(), item))),
        Value::Object(members) => members
            .iter()
            .find_map(|(name, member)| inside((name.clone(), member))),
        _ => None,
    }
}

/// Every name of a tagged enum, as its own reader lists them.
fn names<T: DeserializeOwned>() -> BTreeSet<String> {
    names_under::<T>("kind")
}

/// The same where the tag has another name.
fn names_under<T: DeserializeOwned>(tag: &str) -> BTreeSet<String> {
    let unknown = serde_json::json!({ tag: "?" });
    let complaint = serde_json::from_value::<T>(unknown)
        .err()
        .unwrap()
        .to_string();
    let listed = complaint.split_once("expected").unwrap().1;
    listed
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_keeps_its_form() {
    let others = [CommandKind::Report, CommandKind::Keep];
    let kinds = CommandKind::ON_A_CASE.iter().chain(&others);
    let kinds: BTreeSet<String> = kinds.map(|kind| kind.name().to_owned()).collect();
    assert_eq!(kinds, names::<Command>(), "CommandKind and Command differ");
    let name = |command: &Command| command.kind().name();
    hold("commands", &commands::examples(), &kinds, name);
}

#[test]
fn every_event_keeps_its_form() {
    hold(
        "events",
        &events::examples(),
        &names::<Event>(),
        Event::name,
    );
}

/// The names of a kind of record's commands or events, as the locale files have them.
fn record_names<T: DeserializeOwned>(kind: &str, tag: &str) -> BTreeSet<String> {
    let names = names_under::<T>(tag).into_iter();
    names
        .map(|name| format!("{kind}-{}", name.replace('_', "-")))
        .collect()
}

#[test]
fn every_command_on_a_record_keeps_its_form() {
    let names = [
        record_names::<reception::Command>("reception", "do"),
        record_names::<draw::Command>("draw", "do"),
        record_names::<meeting::Command>("meeting", "do"),
        record_names::<decision::Command>("decision", "do"),
        record_names::<duty::Command>("duty", "do"),
        record_names::<roster::Command>("roster", "do"),
        record_names::<index::Command>("index", "do"),
        record_names::<appraisal::Command>("appraisal", "do"),
        record_names::<standard::Command>("standard", "do"),
    ];
    let names = names.into_iter().flatten().collect();
    hold(
        "record_commands",
        &records::commands(),
        &names,
        RecordCommand::name,
    );
}

#[test]
fn every_event_of_a_record_keeps_its_form() {
    let names = [
        record_names::<reception::Event>("reception", "kind"),
        record_names::<draw::Event>("draw", "kind"),
        record_names::<meeting::Event>("meeting", "kind"),
        record_names::<decision::Event>("decision", "kind"),
        record_names::<duty::Event>("duty", "kind"),
        // Its own word: in the locale files the command has the wire's.
        ["roster-put-in-place".to_owned()].into(),
        record_names::<index::Event>("index", "kind"),
        record_names::<appraisal::Event>("appraisal", "kind"),
        record_names::<standard::Event>("standard", "kind"),
    ];
    let names = names.into_iter().flatten().collect();
    hold(
        "record_events",
        &records::events(),
        &names,
        RecordEvent::name,
    );
}

#[test]
fn records_keep_their_form_and_their_logs_give_them() {
    holds::<RecordEntry>(
        "record_entry.json",
        &records::entry(1, records::events()[0].1.clone()),
    );
    let mut states: BTreeMap<RecordKind, Option<Record>> = BTreeMap::new();
    for (revision, (_, event)) in (1..).zip(records::events()) {
        let state = states.entry(event.kind()).or_default();
        *state = apply_record(state.take(), &records::entry(revision, event));
    }
    for (kind, state) in states {
        holds(&format!("record.{}.json", kind.name()), &state.unwrap());
    }
}

#[test]
fn a_case_keeps_its_form() {
    holds::<Case>("case.json", &case::example());
}

/// A log of one of each event, as no case could have it.
fn log() -> Vec<Recorded> {
    let recorded = |(revision, (_, event)): (u64, (&str, Event))| Recorded {
        case: id(1),
        revision,
        at: at("2026-11-21T01:41:22.123456789Z"),
        actor: clerk(),
        command: uuid::Uuid::from_u64_pair(2, revision),
        event,
    };
    (1..).zip(events::examples()).map(recorded).collect()
}

#[test]
fn a_recorded_event_keeps_its_form() {
    holds("recorded.json", &log()[0]);
}

/// The canonical form is part of the promise: a digest that somebody kept must hold for ever, so
/// an old log is checked as it stands, whatever events there are by now.
#[test]
fn an_old_log_still_verifies() {
    let mut lines: Vec<(Recorded, Digest)> = Vec::new();
    for recorded in log() {
        let last = lines.last().map(|(_, digest)| digest);
        let digest = chain::link(last, &recorded);
        lines.push((recorded, digest));
    }
    newest("log.json", &serde_json::to_value(&lines).unwrap());
    for version in VERSIONS {
        let file = folder().join(version).join("log.json");
        if !file.exists() {
            continue;
        }
        let written: Vec<(Recorded, Digest)> = serde_json::from_value(read(&file)).unwrap();
        let held = chain::verify(written.iter().map(|(recorded, digest)| (recorded, digest)));
        assert_eq!(
            held,
            Ok(written.last().map(|(_, digest)| *digest)),
            "{version}"
        );
    }
}
