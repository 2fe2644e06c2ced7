//! What no story tells: a way of working may have lanes that the sample's stories, told in another
//! one, leave empty (a review, a check, a deadline of months). Some cases go on into them.
//!
//! Deliberately absent: the sample's own way of working; there the stories tell everything.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use onemap_domain::case::{Case, CaseId, Stage as At};
use onemap_domain::command::Command;
use onemap_domain::lane::Lane;
use onemap_domain::people::Role;
use onemap_domain::profile::Profile;
use onemap_exchange::county::Story;
use onemap_protocol::text::{Language, Text};

use super::{Loaded, Stage};

/// Cases that go on into an empty lane, at most.
const FEW: usize = 12;

/// How much earlier an old story happened: longer than any period that ships (信访工作条例 34: 60
/// days).
const OLD: SignedDuration = SignedDuration::from_hours(75 * 24);

/// The lanes of the profile that have no case at the anchor.
pub(super) fn empty(loaded: &Loaded, profile: &Profile, anchor: Timestamp) -> Vec<Lane> {
    let is_in = |case: &Case, lane: Lane| match lane {
        Lane::Overdue => case.is_overdue(anchor),
        lane => profile.lane(case.stage) == lane,
    };
    let is_empty = |lane: &Lane| !loaded.cases.values().any(|case| is_in(case, *lane));
    profile.lanes().filter(is_empty).collect()
}

/// Lets some cases go on into an empty lane.
pub(super) fn fill(loaded: &mut Loaded, stage: &Stage, lane: Lane, anchor: Timestamp) {
    let Some((from, command)) = way_into(lane, &stage.land.profile) else {
        return;
    };
    let there: Vec<CaseId> = loaded
        .cases
        .values()
        .filter(|case| case.stage == from && !loaded.ended.contains(&case.id))
        .map(|case| case.id)
        .collect();
    for case in spread(&there) {
        let Some(author) = stage.somebody(Role::Operator, loaded.cases.get(&case)) else {
            return;
        };
        let last = loaded.events.iter().rev().find(|event| event.case == case);
        let before = last.map_or(anchor, |event| event.at);
        let half = anchor.duration_since(before) / 2;
        let at = before.checked_add(half).unwrap_or(anchor);
        // Where the rules do not let a case go on, it stays.
        let _refused = loaded.give(stage, (at, case, usize::MAX), author, &command);
    }
}

/// From which stage, and by what, a case comes into a lane.
fn way_into(lane: Lane, profile: &Profile) -> Option<(At, Command)> {
    let text = Text::of(Language::default());
    match lane {
        Lane::ToClose if profile.has_stage(At::Checked) => Some((
            At::FedBack,
            Command::Check {
                passed: true,
                note: String::new(),
            },
        )),
        Lane::InReview => Some((
            At::Closed,
            Command::AskReview {
                reason: text.say("central-sample-review", &[]),
            },
        )),
        _ => None,
    }
}

/// Some stories that are open at their end, to be told as old ones: by how much each is older.
pub(super) fn old(stories: &[Story]) -> BTreeSet<CaseId> {
    let open: Vec<CaseId> = stories
        .iter()
        .filter(|story| {
            story
                .steps
                .last()
                .is_some_and(|step| is_handling(&step.command))
        })
        .map(|story| story.case)
        .collect();
    spread(&open).collect()
}

/// When an old story's step happened.
pub(super) fn earlier(at: Timestamp) -> Timestamp {
    at.checked_sub(OLD).unwrap_or(at)
}

const fn is_handling(command: &Command) -> bool {
    matches!(
        command,
        Command::Accept | Command::Progress { .. } | Command::Urge { .. }
    )
}

/// A few of many, from all over them.
fn spread(cases: &[CaseId]) -> impl Iterator<Item = CaseId> {
    let step = cases.len().div_ceil(FEW).max(1);
    cases.iter().copied().step_by(step)
}
