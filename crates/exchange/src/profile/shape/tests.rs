//! The shapes against the structs that they describe, and against the document for counties.

use std::fmt;

use onemap_domain::profile;
use onemap_domain::route;
use serde::de::{Deserialize, Deserializer, Error, Visitor as Visits};

use super::*;

/// The fields that a struct asks for, given back where its value should be.
#[derive(Debug)]
struct Asked(&'static [&'static str]);

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl std::error::Error for Asked {}

impl Error for Asked {
    fn custom<T: fmt::Display>(_: T) -> Asked {
        Asked(&[])
    }
}

/// Gives no value, but says what was asked for.
struct Ear;

impl<'de> Deserializer<'de> for Ear {
    type Error = Asked;

    fn deserialize_any<V: Visits<'de>>(self, _: V) -> Result<V::Value, Asked> {
        Err(Asked(&[]))
    }

    fn deserialize_struct<V: Visits<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Asked> {
        Err(Asked(fields))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier
        ignored_any
    }
}

fn asked<T: for<'de> Deserialize<'de> + fmt::Debug>() -> &'static [&'static str] {
    T::deserialize(Ear).unwrap_err().0
}

/// Every table of the file, with the fields that its struct asks for.
fn tables() -> [(&'static str, &'static Shape, &'static [&'static str]); 39] {
    [
        ("Profile", &PROFILE, asked::<profile::Profile>()),
        ("Label", &LABEL, asked::<profile::Label>()),
        ("Named", &NAMED, asked::<profile::Named>()),
        ("Step", &STEP, asked::<profile::Step>()),
        ("ClockRule", &CLOCK, asked::<profile::ClockRule>()),
        (
            "ExtensionRule",
            &EXTENSION,
            asked::<profile::ExtensionRule>(),
        ),
        ("TriageRule", &TRIAGE, asked::<profile::TriageRule>()),
        ("ReturnRule", &RETURNS, asked::<profile::ReturnRule>()),
        (
            "TaskForceRule",
            &TASK_FORCE,
            asked::<profile::TaskForceRule>(),
        ),
        ("VisitRule", &VISITS, asked::<profile::VisitRule>()),
        (
            "MediationRule",
            &MEDIATION,
            asked::<profile::MediationRule>(),
        ),
        ("ReviewRule", &REVIEW, asked::<profile::ReviewRule>()),
        ("Ladder", &LADDER, asked::<profile::Ladder>()),
        ("Rung", &RUNG, asked::<profile::Rung>()),
        ("AdoptionRule", &ADOPTION, asked::<profile::AdoptionRule>()),
        ("WhistleRule", &WHISTLE, asked::<profile::WhistleRule>()),
        ("OpenList", &OPEN_LIST, asked::<profile::OpenList>()),
        ("Policy", &POLICY, asked::<profile::Policy>()),
        ("Target", &TARGET, asked::<profile::Target>()),
        ("MeetingRule", &MEETINGS, asked::<profile::MeetingRule>()),
        (
            "ReceptionRule",
            &RECEPTION,
            asked::<profile::ReceptionRule>(),
        ),
        ("DutyRule", &DUTY, asked::<profile::DutyRule>()),
        ("RosterRule", &ROSTER, asked::<profile::RosterRule>()),
        ("ShiftRule", &SHIFT, asked::<profile::ShiftRule>()),
        ("Force", &FORCE, asked::<profile::Force>()),
        ("Quota", &QUOTA, asked::<profile::Quota>()),
        ("IndexRule", &INDEX, asked::<profile::IndexRule>()),
        (
            "ScorecardRule",
            &SCORECARD,
            asked::<profile::ScorecardRule>(),
        ),
        ("ScoreRow", &SCORE_ROW, asked::<profile::ScoreRow>()),
        ("StandardRule", &STANDARD, asked::<profile::StandardRule>()),
        ("Revocation", &REVOCATION, asked::<profile::Revocation>()),
        (
            "SurroundingsRule",
            &SURROUNDINGS,
            asked::<profile::SurroundingsRule>(),
        ),
        ("RingRule", &RING, asked::<profile::RingRule>()),
        ("StationRule", &STATION, asked::<profile::StationRule>()),
        ("RouteTable", &ROUTING, asked::<route::RouteTable>()),
        ("RouteList", &ROUTE_LIST, asked::<route::RouteList>()),
        ("Channel", &CHANNEL, asked::<profile::Channel>()),
        ("Category", &CATEGORY, asked::<profile::Category>()),
        ("Closing", &CLOSING, asked::<profile::Closing>()),
    ]
}

#[test]
fn every_table_has_the_fields_of_its_struct() {
    let rule = ("Rule", &ROUTE, asked::<route::Rule>());
    for (name, shape, fields) in tables().into_iter().chain([rule]) {
        let own: Vec<&str> = shape.fields.iter().map(|field| field.name).collect();
        assert_eq!(own, fields, "{name}");
    }
}

#[test]
fn the_units_of_a_period_are_those_that_the_reader_takes() {
    for unit in Words::Unit.all() {
        let text = format!("arrive_within = {{ {unit} = 1 }}");
        assert!(
            toml::from_str::<profile::WhistleRule>(&text).is_ok(),
            "{unit}"
        );
    }
}

#[test]
fn what_a_row_looks_at_is_what_the_reader_takes() {
    for word in Words::Measure.all() {
        let measure = match word {
            "rate" => "{ rate = \"closing\" }",
            "duty" => "{ duty = \"patrol\" }",
            "reported" => "{ reported = 4 }",
            "punctual" => "\"punctual\"",
            _ => "\"judged\"",
        };
        let row = format!(
            "code = \"a\"\nname = {{ zh = \"甲\", en = \"A\" }}\npoints = 1\nmeasure = {measure}"
        );
        let row: profile::ScoreRow = toml::from_str(&row).unwrap();
        let written = toml::Value::try_from(&row.measure).unwrap();
        let name = written.as_str().map(str::to_owned);
        let keys = || written.as_table().unwrap().keys().next().unwrap().clone();
        assert_eq!(name.unwrap_or_else(keys), word);
    }
}

#[test]
fn the_document_for_counties_describes_every_field_and_every_word() {
    let document = include_str!("../../../../../docs/profile.md");
    let rule = ("Rule", &ROUTE, asked::<route::Rule>());
    for (name, _, fields) in tables().into_iter().chain([rule]) {
        for field in fields {
            let written = format!("`{field}`");
            assert!(
                document.contains(&written),
                "{name}: {field} is not described"
            );
        }
    }
    for word in Words::ALL.into_iter().flat_map(Words::all) {
        assert!(
            document.contains(&format!("`{word}`")),
            "{word} is not described"
        );
    }
}
