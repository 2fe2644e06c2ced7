//! What the county calls things: commands, clocks, rungs, bodies, items. The profile's own word
//! comes first, the locale files' after it.
//!
//! Deliberately absent: the names of areas, departments and categories; [`Desk`] has those.

use onemap_domain::case::CaseId;
use onemap_domain::clock::ClockCode;
use onemap_domain::command::CommandKind;
use onemap_domain::profile::{Named, Profile};
use onemap_protocol::desk::{CaseRow, CaseView};

use crate::state::Desk;
use crate::text::{t, word};

/// Looks into the profile; `None` while it is not known. Tracked.
pub fn profile<O>(desk: Desk, look: impl FnOnce(&Profile) -> O) -> Option<O> {
    use leptos::prelude::With;
    desk.names
        .with(|names| names.as_deref().map(|names| look(&names.profile)))
}

pub use crate::text::label;

/// A code of the profile as people say it; the code itself when the profile does not know it.
pub fn coded<'p>(
    desk: Desk,
    code: &str,
    find: impl FnOnce(&Profile) -> Option<String> + 'p,
) -> String {
    profile(desk, find)
        .flatten()
        .unwrap_or_else(|| code.to_owned())
}

/// What the county calls a command: 领题 rather than 受理.
pub fn command_name(desk: Desk, kind: CommandKind) -> String {
    profile(desk, |profile| profile.words.get(&kind).map(label))
        .flatten()
        .unwrap_or_else(|| word("command", kind.name()))
}

/// What the county calls a clock; the three that every profile has are in the locale files.
pub fn clock_name(desk: Desk, code: &ClockCode) -> String {
    if ClockCode::RESERVED.contains(&code.as_str()) {
        return word("clock", code.as_str());
    }
    coded(desk, code.as_str(), |profile| {
        profile.clock_name(code).map(label)
    })
}

fn among(list: &[Named], code: &str) -> Option<String> {
    list.iter()
        .find(|named| named.code == code)
        .map(|named| label(&named.name))
}

/// An outside body that a case is handed to.
pub fn body(desk: Desk, code: &str) -> String {
    coded(desk, code, |profile| among(&profile.bodies, code))
}

/// A sealed group.
pub fn compartment(desk: Desk, code: &str) -> String {
    coded(desk, code, |profile| among(&profile.compartments, code))
}

/// A mediating body.
pub fn mediator(desk: Desk, code: &str) -> String {
    coded(desk, code, |profile| {
        among(&profile.mediation.as_ref()?.bodies, code)
    })
}

/// A role of the task force.
pub fn force_role(desk: Desk, code: &str) -> String {
    coded(desk, code, |profile| {
        among(&profile.task_force.as_ref()?.roles, code)
    })
}

/// An item of an adoption.
pub fn item(desk: Desk, code: &str) -> String {
    coded(desk, code, |profile| {
        let rule = profile.adoption.as_ref()?;
        among(&rule.leader_items, code).or_else(|| among(&rule.unit_items, code))
    })
}

/// What a closing reason demands.
pub fn demand(desk: Desk, reason: &str, code: &str) -> String {
    coded(desk, code, |profile| {
        among(&profile.closing(reason)?.demands, code)
    })
}

/// A policy that was handed out.
pub fn policy(desk: Desk, code: &str) -> String {
    coded(desk, code, |profile| {
        profile.policy(code).map(|policy| label(&policy.name))
    })
}

/// A rung of a ladder, from 0.
pub fn rung(desk: Desk, ladder: &str, rung: u32) -> String {
    coded(desk, ladder, |profile| {
        let rungs = &profile.ladder(ladder)?.rungs;
        rungs.get(rung as usize).map(|rung| label(&rung.name))
    })
}

/// A case as a row names it: its number, or its title while it has none.
pub fn of_row(row: &CaseRow) -> String {
    row.number
        .as_ref()
        .map_or_else(|| row.title.clone(), |number| number.0.clone())
}

/// Another case that this one's events name, as far as the reader may see it.
pub fn other_case(view: &CaseView, id: CaseId) -> String {
    let tied = view.merged_into.iter().chain(&view.absorbed);
    let alike = view.alike.iter().map(|alike| &alike.row);
    let near = view.nearby.iter().map(|near| &near.row);
    let mut rows = tied.chain(&view.linked).chain(alike).chain(near);
    if let Some(row) = rows.find(|row| row.id == id) {
        return of_row(row);
    }
    let case = &view.case;
    let is_tied =
        case.merged_into == Some(id) || case.absorbed.contains(&id) || case.links.contains(&id);
    // A tie whose other end is not shown lies beyond what the reader may see; of one that was
    // taken apart again nothing is known here.
    let key = if is_tied {
        "case-other-unseen"
    } else {
        "case-other-earlier"
    };
    t(key, &[])
}

/// Words one after another: 甲、乙、丙.
pub fn listed(words: &[String]) -> String {
    words.join(&t("list-separator", &[]))
}
