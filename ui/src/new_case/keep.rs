//! A half-written case outlives its form: one may look at another case and come back. It is
//! dropped only when somebody says so.
//!
//! Deliberately absent: keeping it beyond the session. It holds a reporter's name and phone.

use leptos::prelude::*;
use onemap_domain::case::Facts;
use uuid::Uuid;

use super::{FactsDraft, first_channel};
use crate::parts::{Button, Dialog, Look};
use crate::state::{Desk, Mode, Overlay, Pick};
use crate::text::t;

/// The new case that is being written, in the context of whoever is signed in.
#[derive(Clone, Copy)]
pub struct NewDraft {
    /// Its facts.
    pub facts: FactsDraft,
    /// The order that was set aside, in whose place this one is given.
    pub old: RwSignal<Option<Uuid>>,
}

impl NewDraft {
    /// An empty one, put into the context; it is emptied when somebody else signs in.
    pub fn provide(desk: Desk) -> NewDraft {
        let draft = NewDraft {
            facts: FactsDraft::new(None, first_channel(desk), Pick::NewCase),
            old: RwSignal::new(None),
        };
        provide_context(draft);
        Effect::new(move |before: Option<Option<String>>| {
            let login = desk
                .user
                .with(|user| user.as_ref().map(|user| user.actor.user.0.clone()));
            if before.is_some_and(|before| before != login) {
                draft.clear(desk);
            }
            login
        });
        draft
    }

    /// The one in the context. Only for the bodies of components.
    pub fn here() -> NewDraft {
        expect_context()
    }

    /// Leaves the form; asks first when something is written.
    pub fn leave(self, desk: Desk) {
        if untrack(|| self.facts.is_written()) {
            desk.overlay.set(Overlay::DropDraft);
        } else {
            self.drop_it(desk);
        }
    }

    /// Forgets what was written.
    pub fn clear(self, desk: Desk) {
        self.facts.clear(first_channel(desk));
        self.old.set(None);
    }

    /// Begins with the matter of an order that was set aside. `false`: another is half written, and
    /// stays.
    pub fn take_over(self, desk: Desk, order: Uuid, facts: &Facts) -> bool {
        if untrack(|| self.facts.is_written()) {
            return false;
        }
        self.facts.fill(facts);
        self.old.set(Some(order));
        desk.begin_case(None);
        true
    }

    fn drop_it(self, desk: Desk) {
        self.clear(desk);
        put_aside(desk);
    }
}

/// Closes the form; what is written stays.
fn put_aside(desk: Desk) {
    desk.pick.set(None);
    if matches!(desk.mode.get_untracked(), Mode::NewCase { .. }) {
        desk.mode.set(Mode::Desk);
    }
}

/// Asks whether a half-written case may be dropped.
#[component]
pub fn DropDraft() -> impl IntoView {
    let desk = Desk::here();
    let draft = NewDraft::here();
    let close = move || desk.overlay.set(Overlay::None);
    let title = move || draft.facts.title.get();
    view! {
        <Dialog title=crate::say!("draft-drop-title") testid="draft-ask" on_close=move |()| close()>
            <p>{move || t("draft-drop-means", &[("title", &title())])}</p>
            <div class="dialog-actions">
                <Button look=Look::Primary testid="draft-continue" on_press=move |()| close()>
                    {crate::say!("draft-continue")}
                </Button>
                <Button testid="draft-keep" on_press=move |()| {
                    close();
                    put_aside(desk);
                }>
                    {crate::say!("draft-keep")}
                </Button>
                <Button look=Look::Danger testid="draft-drop" on_press=move |()| {
                    close();
                    draft.drop_it(desk);
                }>
                    {crate::say!("draft-drop")}
                </Button>
            </div>
        </Dialog>
    }
}

/// Above the right column: a case is half written, and the way back to it.
#[component]
pub fn DraftKept() -> impl IntoView {
    let desk = Desk::here();
    let draft = NewDraft::here();
    let kept = Memo::new(move |_| {
        let in_form = desk.mode.with(|mode| matches!(mode, Mode::NewCase { .. }));
        !in_form && draft.facts.is_written()
    });
    view! {
        <Show when=move || kept.get()>
            <div class="draft-kept" role="status" data-testid="draft-kept">
                <span class="clip">
                    {move || t("draft-kept", &[("title", &draft.facts.title.get())])}
                </span>
                <button type="button" class="link" data-testid="draft-return"
                    on:click=move |_| desk.begin_case(None)>
                    {crate::say!("draft-return")}
                </button>
            </div>
        </Show>
    }
}
