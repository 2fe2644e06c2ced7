//! A small county for the tests of this module.

use onemap_domain::area::{AreaCode, Position};
use onemap_domain::case::{CaseId, Stage, Urgency};
use onemap_domain::clock::Lamp;
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::{Actor, Role, UserId};
use onemap_domain::profile::Profile;
use onemap_protocol::desk::CaseRow;
use serde_json::json;
use uuid::Uuid;

pub fn case(n: u128) -> CaseId {
    CaseId(Uuid::from_u128(n))
}

/// A case that 住建局 handles, changed as the test says.
pub fn row(n: u128, change: impl FnOnce(&mut CaseRow)) -> CaseRow {
    let mut row = CaseRow {
        id: case(n),
        number: None,
        title: format!("案件 {n}"),
        grid: AreaCode::parse("520381001001001").unwrap(),
        position: Position {
            lon: 105.7,
            lat: 28.6,
        },
        category: "sewage".to_owned(),
        urgency: Urgency::Normal,
        stage: Stage::Handling,
        lead: Some(DepartmentCode("ZJJ".to_owned())),
        lamp: Some(Lamp::Green),
        due_at: None,
        provisional: None,
        flags: Vec::new(),
        reported_at: "2026-11-21T09:38:00+08:00".parse().unwrap(),
        pending: false,
    };
    change(&mut row);
    row
}

pub fn actor(role: Role) -> Actor {
    Actor {
        user: UserId("w".to_owned()),
        name: "王敏".to_owned(),
        role,
        department: None,
    }
}

/// Verified, established, dispatched, handled, answered, closed; may be supervised and extended.
pub fn profile() -> Profile {
    let name = |text: &str| json!({ "zh": text, "en": text });
    let step = |stages: &[&str]| json!({ "name": name("步"), "stages": stages });
    let category = |code: &str, departments: &[&str]| json!({ "code": code, "name": name(code), "departments": departments });
    let wire = json!({
        "code": "test",
        "name": name("测试"),
        "source": "",
        "yellow_share": 25,
        "steps": [
            step(&["reported", "verified", "established"]),
            step(&["dispatched", "handling", "fed_back"]),
            step(&["closed", "declined", "voided"]),
        ],
        "clocks": [{
            "code": "handling",
            "name": name("办理"),
            "basis": "",
            "stages": ["handling"],
            "period": { "working_days": 5 },
            "extension": { "times": 1, "longest": { "working_days": 5 } },
        }],
        "ladders": [{ "code": "office", "name": name("督办"), "rungs": [] }],
        "channels": [],
        "categories": [
            category("sewage", &["ZJJ", "ZFJ"]),
            category("noise", &["ZFJ"]),
            category("other", &[]),
        ],
        "closings": [],
    });
    serde_json::from_value(wire).unwrap()
}
