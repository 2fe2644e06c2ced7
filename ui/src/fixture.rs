//! The plainest way of working, for the tests of every folder: steps, and nothing that only some
//! counties have.

use std::collections::BTreeSet;

use onemap_domain::area::AreaCode;
use onemap_domain::case::Stage;
use onemap_domain::people::{Actor, Role, Scope, User, UserId};
use onemap_domain::profile::Profile;
use serde_json::json;

/// A way of working with these steps and nothing else in it.
pub fn way(code: &str, steps: &[&[Stage]]) -> Profile {
    let name = |text: &str| json!({ "zh": text, "en": text });
    let steps: Vec<_> = steps
        .iter()
        .map(|stages| json!({ "name": name("步"), "stages": stages }))
        .collect();
    let wire = json!({
        "code": code,
        "name": name(code),
        "source": "",
        "yellow_share": 25,
        "steps": steps,
        "clocks": [],
        "channels": [],
        "categories": [],
        "closings": [],
    });
    serde_json::from_value(wire).unwrap()
}

/// Somebody of the county with this role.
pub fn user(role: Role) -> User {
    let area = AreaCode::parse("520381").unwrap();
    User {
        actor: Actor {
            user: UserId("li".to_owned()),
            name: "李".to_owned(),
            role,
            department: None,
        },
        scope: Scope {
            role,
            area,
            department: None,
            compartments: BTreeSet::new(),
        },
    }
}
