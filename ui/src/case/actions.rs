//! What may be done now: the next step first, then what else is possible, then, greyed, what is
//! not, each with its reason.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::command::CommandKind;
use onemap_protocol::desk::{Allowed, CaseView};
use onemap_protocol::problem::Problem;

use super::way;
use crate::parts::{Button, Look};
use crate::text::{sentence, t, word};

/// The keys of commands that have one.
const fn key_of(command: CommandKind) -> &'static str {
    match command {
        CommandKind::Dispatch => "D",
        CommandKind::Urge => "U",
        _ => "",
    }
}

/// What cannot be undone by another command.
const fn look_of(command: CommandKind) -> Look {
    match command {
        CommandKind::Decline => Look::Danger,
        _ => Look::Plain,
    }
}

/// The action bar at the foot of the panel.
#[component]
pub fn ActionBar(
    /// The case.
    view: Signal<Arc<CaseView>>,
    /// The refused command whose reason is shown in full.
    why: RwSignal<Option<CommandKind>>,
    /// Opens the form of a command.
    on_open: Callback<CommandKind>,
) -> impl IntoView {
    let bar = Memo::new(move |_| view.with(|view| way::bar(&view.actions)));
    let possible = move || {
        let way::Bar {
            primary, others, ..
        } = bar.get();
        if primary.is_none() && others.is_empty() {
            return view! { <p class="part-empty">{t("case-action-none", &[])}</p> }.into_any();
        }
        let first = primary.map(|action| button(action.command, Look::Primary, on_open));
        let rest = others
            .into_iter()
            .map(|action| button(action.command, look_of(action.command), on_open));
        view! { {first} {rest.collect_view()} }.into_any()
    };
    let refused = move || {
        let refused = bar.get().refused;
        refused
            .into_iter()
            .map(|action| view! { <Refused action why /> })
            .collect_view()
    };
    let reason = move || {
        let wanted = why.get()?;
        let sentence = bar.with(|bar| {
            let action = bar.refused.iter().find(|action| action.command == wanted)?;
            action
                .refusal
                .as_ref()
                .map(|refusal| sentence(&Problem::from(refusal)))
        })?;
        Some(view! {
            <p class="actions-why" data-testid="action-reason">
                <strong>{word("command", wanted.name())}</strong> " " {sentence}
            </p>
        })
    };
    view! {
        <div class="actions" role="toolbar" aria-label=crate::say!("case-actions")>
            <div aria-live="polite">{reason}</div>
            <div class="actions-now">{possible}</div>
            <div class="actions-not">{refused}</div>
        </div>
    }
}

fn button(command: CommandKind, look: Look, on_open: Callback<CommandKind>) -> impl IntoView {
    view! {
        <Button
            look
            on_press=move |()| on_open.run(command)
            hint=key_of(command)
            testid=format!("action-{}", command.name())
        >
            {move || word("command", command.name())}
        </Button>
    }
}

/// A command that is not allowed now. It can be reached by the keyboard, and then says why.
#[component]
fn Refused(action: Allowed, why: RwSignal<Option<CommandKind>>) -> impl IntoView {
    let command = action.command;
    let name = command.name();
    let code = action.refusal.as_ref().map(onemap_domain::Refusal::code);
    let problem = action.refusal.as_ref().map(Problem::from);
    let reason = move || problem.as_ref().map(sentence);
    let leave = move || {
        if why.get_untracked() == Some(command) {
            why.set(None);
        }
    };
    view! {
        <button
            type="button"
            class="action-not"
            aria-disabled="true"
            title=reason
            data-testid=format!("action-{name}")
            data-refusal=code
            on:click=move |_| why.set(Some(command))
            on:focus=move |_| why.set(Some(command))
            on:blur=move |_| leave()
        >
            {move || word("command", name)}
        </button>
    }
}
