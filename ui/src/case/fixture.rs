//! A profile and a case for the tests of this folder.

use jiff::Timestamp;
use onemap_domain::area::{AreaCode, Position};
use onemap_domain::case::{Case, Facts, Marks, Stage, Urgency};
use onemap_domain::profile::Profile;
use onemap_protocol::desk::CaseView;

use crate::fixture::way;

/// Three steps, and nothing that only some counties have.
pub fn profile() -> Profile {
    let steps: [&[Stage]; 3] = [
        &[Stage::Reported],
        &[Stage::Verified, Stage::Established, Stage::Declined],
        &[
            Stage::Dispatched,
            Stage::Handling,
            Stage::FedBack,
            Stage::Closed,
            Stage::Evaluated,
        ],
    ];
    way("test", &steps)
}

/// A case at a stage, as the console answers it.
pub fn view(stage: Stage) -> CaseView {
    let at: Timestamp = "2026-11-21T09:38:00+08:00".parse().unwrap();
    CaseView {
        case: case(stage, at),
        lamp: None,
        pending: false,
        timeline: Vec::new(),
        actions: Vec::new(),
        clocks: Vec::new(),
        alike: Vec::new(),
        nearby: Vec::new(),
        merged_into: None,
        absorbed: Vec::new(),
        linked: Vec::new(),
    }
}

fn case(stage: Stage, at: Timestamp) -> Case {
    let wire = serde_json::json!({
        "id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "number": null,
        "revision": 1,
        "facts": Facts {
            title: "化粪池外溢".to_owned(),
            text: String::new(),
            category: "sewage".to_owned(),
            channel: "hotline".to_owned(),
            urgency: Urgency::Normal,
            reporter: None,
            position: Position { lon: 105.7, lat: 28.6 },
            address: String::new(),
            grid: AreaCode::parse("520381001001001").unwrap(),
            persons: Vec::new(),
            unit: None,
            position_simulated: false,
            origin: None,
        },
        "stage": stage,
        "lead": null,
        "assists": [],
        "requirements": "",
        "order_due_at": null,
        "dispatched_by": null,
        "handlers": [],
        "clocks": [],
        "reported_at": at,
        "marks": Marks::default(),
        "closed_at": null,
        "result": "",
        "outcome": null,
        "satisfaction": null,
        "returned": 0,
        "urged": 0,
        "reopened": 0,
        "imported": null,
    });
    serde_json::from_value(wire).unwrap()
}
