//! The published shapes of `GeoReport` v2: which fields there must be, and what each may be.

use jiff::Timestamp;
use serde_json::Value;

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    Moment,
    Flag,
    OneOf(&'static [&'static str]),
}

use Kind::{Flag, Moment, Number, OneOf, Text};

fn fits(value: &Value, kind: Kind) -> bool {
    match kind {
        Text => value.is_string(),
        Number => value.is_number(),
        Moment => value
            .as_str()
            .is_some_and(|text| text.parse::<Timestamp>().is_ok()),
        Flag => value.is_boolean(),
        OneOf(names) => value.as_str().is_some_and(|text| names.contains(&text)),
    }
}

/// Every field is known and of its kind; those that must be there are, the others may be nothing.
fn is(value: &Value, must: &[(&str, Kind)], may: &[(&str, Kind)]) {
    let fields = value
        .as_object()
        .unwrap_or_else(|| panic!("no object: {value}"));
    for (name, kind) in must {
        assert!(fits(&value[*name], *kind), "{name} in {value}");
    }
    for (name, field) in fields {
        let mut known = must.iter().chain(may);
        let (_, kind) = known
            .find(|(known, _)| known == name)
            .unwrap_or_else(|| panic!("no field of the standard: {name}"));
        assert!(field.is_null() || fits(field, *kind), "{name} in {value}");
    }
}

pub(super) fn is_service(value: &Value) {
    let kinds = OneOf(&["realtime", "batch", "blackbox"]);
    let must = [
        ("service_code", Text),
        ("service_name", Text),
        ("metadata", Flag),
        ("type", kinds),
    ];
    is(
        value,
        &must,
        &[("description", Text), ("keywords", Text), ("group", Text)],
    );
}

/// What the reporting system is told beside is an extension, as the standard lets one have.
pub(super) fn is_request(value: &Value) {
    let mut value = value.clone();
    let extended = value.as_object_mut().unwrap().remove("extended_attributes");
    assert!(extended.is_none_or(|list| list.is_array()));
    let must = [
        ("service_request_id", Text),
        ("status", OneOf(&["open", "closed"])),
        ("service_code", Text),
        ("requested_datetime", Moment),
    ];
    let may = [
        ("status_notes", Text),
        ("service_name", Text),
        ("description", Text),
        ("agency_responsible", Text),
        ("service_notice", Text),
        ("updated_datetime", Moment),
        ("expected_datetime", Moment),
        ("address", Text),
        ("address_id", Text),
        ("zipcode", Text),
        ("lat", Number),
        ("long", Number),
        ("media_url", Text),
    ];
    is(&value, &must, &may);
    let description = value["description"].as_str().unwrap_or_default();
    assert!(description.chars().count() <= 4_000);
}

pub(super) fn is_created(value: &Value) {
    is(
        value,
        &[("service_request_id", Text)],
        &[
            ("token", Text),
            ("service_notice", Text),
            ("account_id", Text),
        ],
    );
}

/// Service Discovery: all fields are required.
pub(super) fn is_discovery(value: &Value) {
    for field in ["changeset", "contact", "key_service"] {
        assert!(!value[field].as_str().unwrap().is_empty(), "{field}");
    }
    let endpoints = value["endpoints"].as_array().unwrap();
    assert!(!endpoints.is_empty());
    for endpoint in endpoints {
        let changeset: Timestamp = endpoint["changeset"].as_str().unwrap().parse().unwrap();
        assert!(changeset.as_second() > 0);
        assert_eq!(
            endpoint["specification"],
            "http://wiki.open311.org/GeoReport_v2"
        );
        assert!(fits(&endpoint["type"], OneOf(&["production", "test"])));
        let formats = endpoint["formats"].as_array().unwrap();
        assert!(formats.contains(&"text/xml".into()), "XML is required");
    }
}
