use std::collections::BTreeSet;

use onemap_domain::Refusal;
use onemap_domain::area::Level;
use onemap_domain::case::{Flag, Path, PauseCause, Satisfaction, Stage, Urgency, Visitor};
use onemap_domain::clock::{ClockCode, Lamp};
use onemap_domain::command::CommandKind;
use onemap_domain::event::{ClockCause, Event};
use onemap_domain::lane::Lane;
use onemap_domain::pack::{FigureKind, Rhythm, Subject};
use onemap_domain::people::Role;
use onemap_domain::record::{
    Becomes, ReceptionMode, RecordKind, decision, draw, meeting, reception, standard,
};
use serde::de::DeserializeOwned;

use super::*;
use crate::problem::{Problem, ProblemCode};

fn keys_in(source: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for line in source.lines() {
        let starts_an_entry = line.starts_with(|c: char| c.is_ascii_lowercase());
        if let Some((key, _)) = line.split_once(" =").filter(|_| starts_an_entry) {
            assert!(keys.insert(key.to_owned()), "{key} stands twice");
        }
    }
    keys
}

fn keys(language: Language) -> BTreeSet<String> {
    keys_in(&language.sources().join("\n"))
}

/// Every name that a tagged enum knows, as its own reader lists them.
fn names<T: DeserializeOwned>(tag: &str) -> BTreeSet<String> {
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
fn both_languages_have_the_same_keys_and_every_file_parses() {
    for source in Language::ALL.into_iter().flat_map(Language::sources) {
        let problems = FluentResource::try_new(source.to_owned())
            .err()
            .map(|(_, p)| p);
        assert!(
            problems.is_none(),
            "a locale file does not parse: {problems:?}"
        );
    }
    let (chinese, english) = (keys(Language::Chinese), keys(Language::English));
    let missing: Vec<_> = chinese.symmetric_difference(&english).collect();
    assert!(missing.is_empty(), "keys in one language only: {missing:?}");
}

#[test]
fn every_refusal_and_every_problem_has_a_whole_sentence_in_both_languages() {
    for language in Language::ALL {
        let refusals = Refusal::examples().into_iter().map(Problem::from);
        let problems = ProblemCode::ALL.map(|code| {
            Problem::bad_field("title")
                .with("line", "3")
                .with("reason", "w")
                .with("file", "x")
                .with("limit", "64")
                .with("least", "10")
                .with("until", "2026-11-17T01:15:00Z")
                .with("reference", "y")
                .recoded(code)
        });
        for problem in refusals.chain(problems) {
            let sentence = problem.sentence(language);
            assert!(
                !sentence.contains("refusal-") && !sentence.contains("problem-"),
                "{problem:?}"
            );
            // Neither an unfilled place, nor raw JSON, nor a moment as machines write it.
            let raw = sentence.contains(['$', '{', '@', '_']) || sentence.contains("T00:");
            assert!(!raw, "{sentence}");
        }
    }
}

/// The families of names that the domain closes: each name has its word, and no word is left over.
#[test]
fn the_words_of_the_field_are_those_of_the_domain_and_no_others() {
    let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let commands = CommandKind::ON_A_CASE.iter().chain(&[CommandKind::Report]);
    let lamps = [Lamp::Green, Lamp::Yellow, Lamp::Red];
    let visitors = [Visitor::Handler, Visitor::Centre];
    let causes = [
        ClockCause::Extension,
        ClockCause::Pause,
        ClockCause::Calendar,
        ClockCause::GreenChannel,
        ClockCause::Regraded,
    ];
    let families: [(&str, BTreeSet<String>); 17] = [
        ("stage", own(&Stage::ALL.map(Stage::name))),
        ("lane", own(&Lane::ALL.map(Lane::name))),
        ("flag", own(&Flag::ALL.map(Flag::name))),
        ("lamp", own(&lamps.map(Lamp::name))),
        ("urgency", own(&Urgency::ALL.map(Urgency::name))),
        (
            "satisfaction",
            own(&Satisfaction::ALL.map(Satisfaction::name)),
        ),
        ("path", own(&Path::ALL.map(Path::name))),
        ("cause", own(&PauseCause::ALL.map(PauseCause::name))),
        ("visitor", own(&visitors.map(Visitor::name))),
        ("wish", own(&["extension", "void"])),
        (
            "command",
            commands.map(|kind| kind.name().to_owned()).collect(),
        ),
        ("event", names::<Event>("kind")),
        ("role", own(&Role::ALL.map(Role::name))),
        ("level", own(&Level::ALL.map(Level::name))),
        ("clock-cause", own(&causes.map(ClockCause::name))),
        ("clock", own(&ClockCode::RESERVED)),
        ("refusal", names::<Refusal>("code")),
    ];
    let written = keys_in(Language::Chinese.sources()[0]);
    for (family, names) in &families {
        let wanted: BTreeSet<String> = names
            .iter()
            .map(|name| format!("{family}-{}", name.replace('_', "-")))
            .collect();
        let of_family = |key: &&String| {
            let inner = *family == "clock" && key.starts_with("clock-cause-");
            key.starts_with(&format!("{family}-")) && !inner
        };
        let found: BTreeSet<String> = written.iter().filter(of_family).cloned().collect();
        let missing: Vec<_> = wanted.difference(&found).collect();
        assert!(missing.is_empty(), "names without a word: {missing:?}");
        let left: Vec<_> = found.difference(&wanted).collect();
        assert!(left.is_empty(), "words that nothing has: {left:?}");
    }
}

#[test]
fn everything_that_can_be_done_to_a_record_and_everything_a_pack_counts_has_a_word() {
    let own = |family: &str, names: &[&str]| -> Vec<String> {
        names
            .iter()
            .map(|name| format!("{family}-{name}"))
            .collect()
    };
    let tagged = |family: &str, names: BTreeSet<String>| -> Vec<String> {
        names
            .iter()
            .map(|name| format!("{family}-{name}"))
            .collect()
    };
    let wanted = [
        own("record", &RecordKind::ALL.map(RecordKind::name)),
        own(
            "reception-mode",
            &ReceptionMode::ALL.map(ReceptionMode::name),
        ),
        own("decision-becomes", &Becomes::ALL.map(Becomes::name)),
        own("rhythm", &Rhythm::ALL.map(Rhythm::name)),
        own("figure", &FigureKind::ALL.map(FigureKind::name)),
        own("subject", &Subject::ALL.map(Subject::name)),
        tagged("reception", names::<reception::Command>("do")),
        tagged("reception", names::<reception::Event>("kind")),
        tagged("draw", names::<draw::Command>("do")),
        tagged("draw", names::<draw::Event>("kind")),
        tagged("meeting", names::<meeting::Command>("do")),
        tagged("meeting", names::<meeting::Event>("kind")),
        tagged("decision", names::<decision::Command>("do")),
        tagged("decision", names::<decision::Event>("kind")),
        tagged("standard", names::<standard::Command>("do")),
        tagged("standard", names::<standard::Event>("kind")),
    ];
    let known = keys(Language::Chinese);
    let wanted = wanted.into_iter().flatten();
    let missing: Vec<String> = wanted
        .map(|name| name.replace('_', "-"))
        .filter(|name| !known.contains(name))
        .collect();
    assert!(missing.is_empty(), "names without a word: {missing:?}");
}

#[test]
fn a_period_is_one_or_many() {
    let english = Text::of(Language::English);
    assert_eq!(english.period(Period::WorkingDays(1)), "1 working day");
    assert_eq!(english.period(Period::WorkingDays(5)), "5 working days");
    let chinese = Text::of(Language::Chinese);
    assert_eq!(chinese.period(Period::Years(2)), "2 年");
    assert_eq!(chinese.period(Period::RunningHours(24)), "24 小时");
}

#[test]
fn midnight_is_the_end_of_the_day_before() {
    let chinese = Text::of(Language::Chinese);
    let said = |text: &str| chinese.moment(text.parse().unwrap());
    assert_eq!(said("2026-01-01T00:00:00+08:00"), "2025年12月31日 24:00");
    assert_eq!(said("2026-01-01T00:00:59+08:00"), "2026年1月1日 00:00");
    assert_eq!(said("2026-11-27T10:00:00Z"), "2026年11月27日 18:00");
}
