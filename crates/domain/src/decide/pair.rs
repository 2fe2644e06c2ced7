//! Two cases at once: merging, taking apart again, linking.
//!
//! A merged case keeps its state whole; it only points to the one that goes on. So taking it out
//! again restores both, whatever the other one did meanwhile.

use super::words::{optional, required};
use super::{Context, Decision};
use crate::case::{Case, CaseId};
use crate::event::Event;
use crate::refusal::Refusal;

/// The second case, when it is the one that the command names and its author may see it.
pub(super) fn found<'a>(
    other: Option<&'a Case>,
    id: CaseId,
    context: &Context,
) -> Result<&'a Case, Refusal> {
    other
        .filter(|other| other.id == id && context.scope.covers(other))
        .ok_or(Refusal::NotFound)
}

/// 并案
pub(super) fn merge(case: &Case, into: &Case, reason: &str) -> Result<Decision, Refusal> {
    if case.id == into.id {
        return Err(Refusal::MergeSelf);
    }
    together(case, into)?;
    if into.merged_into.is_some() {
        return Err(Refusal::Merged);
    }
    if !into.is_open() {
        return Err(Refusal::TargetClosed);
    }
    Ok(Decision {
        here: vec![Event::Merged {
            into: into.id,
            reason: optional("reason", reason)?,
        }],
        there: vec![Event::Absorbed { from: case.id }],
    })
}

/// A sealed case leaves no trace on one that others may see.
fn together(case: &Case, other: &Case) -> Result<(), Refusal> {
    if case.compartment == other.compartment {
        Ok(())
    } else {
        Err(Refusal::SealedApart)
    }
}

/// 撤销并案
pub(super) fn unmerge(case: &Case, from: &Case, reason: &str) -> Result<Decision, Refusal> {
    if case.merged_into != Some(from.id) {
        return Err(Refusal::NotMergedThere);
    }
    Ok(Decision {
        here: vec![Event::Unmerged {
            from: from.id,
            reason: required("reason", reason)?,
        }],
        there: vec![Event::Released { case: case.id }],
    })
}

/// 关联
pub(super) fn link(case: &Case, with: &Case, note: &str) -> Result<Decision, Refusal> {
    if case.id == with.id {
        return Err(Refusal::MergeSelf);
    }
    together(case, with)?;
    if case.links.contains(&with.id) {
        return Err(Refusal::AlreadyLinked);
    }
    let note = optional("note", note)?;
    Ok(Decision {
        here: vec![Event::Linked {
            with: with.id,
            note: note.clone(),
        }],
        there: vec![Event::Linked {
            with: case.id,
            note,
        }],
    })
}
