//! Which of the chosen cases a command reaches, as it is filled in: the form and the review look
//! at the same ones.

use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_domain::command::CommandKind;
use onemap_protocol::problem::Problem;

use super::draft::Draft;
use super::plan::{Batch, Ready};
use super::{ready_for, with_profile};
use crate::parts::count;
use crate::state::Desk;
use crate::text::t;

/// What a command reaches.
#[derive(Clone, Copy)]
pub struct Reach {
    /// The command.
    pub kind: CommandKind,
    /// What is filled in.
    pub draft: Draft,
    /// The chosen cases, sorted by whether it can be given to them.
    pub ready: Memo<Ready>,
    /// Those that get it.
    pub cases: Memo<Vec<CaseId>>,
    desk: Desk,
}

impl Reach {
    /// What this command reaches now.
    pub fn new(desk: Desk, kind: CommandKind, draft: Draft) -> Reach {
        let ready = Memo::new(move |_| ready_for(desk, kind));
        let cases = Memo::new(move |_| {
            with_profile(desk, |profile| {
                let reached = |ready: &Ready| {
                    desk.many
                        .known
                        .with(|known| draft.cases(kind, profile, ready, known))
                };
                ready.with(reached)
            })
        });
        Reach {
            kind,
            draft,
            ready,
            cases,
            desk,
        }
    }

    /// How many get it; tracked.
    pub fn able(self) -> u32 {
        self.cases.with(|cases| cases.len() as u32)
    }

    /// Why nothing can be given, when nothing can; tracked.
    pub fn none(self) -> Option<String> {
        (self.able() == 0).then(|| t("bulk-none-can", &[]))
    }

    /// How many get it, as it is said; tracked.
    pub fn figure(self) -> String {
        count(self.able())
    }

    /// What will be given, or what is missing; `None` when there is nothing to give.
    pub fn batches(self) -> Option<Result<Vec<Batch>, Problem>> {
        let desk = self.desk;
        let now = desk.central_now();
        untrack(|| {
            let cases = self.cases.get();
            desk.names.with(|names| {
                let profile = names.as_deref().map(|names| &names.profile)?;
                let made = |known: &_| self.draft.batches(self.kind, profile, &cases, known, now);
                let made = desk.many.known.with(made);
                (made.is_err() || !cases.is_empty()).then_some(made)
            })
        })
    }
}
