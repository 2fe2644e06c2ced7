//! What may be done now: the next step first, then what is at hand, then a menu of everything else
//! by group. What is not allowed is greyed and says why.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use onemap_domain::command::CommandKind;
use onemap_protocol::desk::{Allowed, CaseView};
use onemap_protocol::problem::Problem;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, KeyboardEvent, Node};

use super::names::command_name;
use super::way::{self, Bar, Group};
use crate::parts::{Button, Look, count};
use crate::state::Desk;
use crate::text::{sentence, t};

/// The keys of commands that have one.
const fn key_of(command: CommandKind) -> &'static str {
    match command {
        CommandKind::Dispatch => "D",
        CommandKind::Urge => "U",
        CommandKind::Supervise => "S",
        CommandKind::Visit => "V",
        CommandKind::Merge => "M",
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
    let desk = Desk::here();
    // Files are attached where they are listed.
    let bar = Memo::new(move |_| {
        view.with(|view| {
            let mut actions = view.actions.clone();
            actions.retain(|action| action.command != CommandKind::Attach);
            way::bar(&actions)
        })
    });
    let is_open = RwSignal::new(false);
    let possible = move || {
        let Bar {
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
        let sentence = view.with(|view| {
            let action = view
                .actions
                .iter()
                .find(|action| action.command == wanted)?;
            action
                .refusal
                .as_ref()
                .map(|refusal| sentence(&Problem::from(refusal)))
        })?;
        Some(view! {
            <p class="actions-why" data-testid="action-reason">
                <strong>{command_name(desk, wanted)}</strong> " " {sentence}
            </p>
        })
    };
    let actions = NodeRef::<html::Div>::new();
    // Who goes elsewhere has done with the menu.
    let leave = move |event: FocusEvent| {
        let into = event
            .related_target()
            .and_then(|target| target.dyn_into::<Node>().ok());
        let stays = actions
            .get_untracked()
            .is_some_and(|actions| actions.contains(into.as_ref()));
        if !stays {
            is_open.set(false);
        }
    };
    let has_menu = Memo::new(move |_| bar.with(|bar| !bar.menu.is_empty()));
    let more = move || match bar.with(Bar::in_menu) {
        0 => t("case-actions-all", &[]),
        some => t("case-actions-more", &[("count", &count(some as u64))]),
    };
    let choose = Callback::new(move |command| {
        is_open.set(false);
        on_open.run(command);
    });
    view! {
        <div
            node_ref=actions
            class="actions"
            role="toolbar"
            aria-label=crate::say!("case-actions")
            on:focusout=leave
        >
            <div aria-live="polite">{reason}</div>
            <div class="actions-now">{possible}</div>
            <div class="actions-not">
                {refused}
                <Show when=move || has_menu.get()>
                    <button
                        type="button"
                        class="link actions-more"
                        aria-haspopup="true"
                        aria-expanded=move || is_open.get().to_string()
                        data-testid="action-more"
                        on:click=move |_| is_open.update(|open| *open = !*open)
                    >
                        {more} " " <span aria-hidden="true">"▴"</span>
                    </button>
                </Show>
            </div>
            <Show when=move || is_open.get()>
                <Menu bar why on_open=choose on_close=move |()| is_open.set(false) />
            </Show>
        </div>
    }
}

fn button(command: CommandKind, look: Look, on_open: Callback<CommandKind>) -> impl IntoView {
    let desk = Desk::here();
    view! {
        <Button
            look
            on_press=move |()| on_open.run(command)
            hint=key_of(command)
            testid=format!("action-{}", command.name())
        >
            {move || command_name(desk, command)}
        </Button>
    }
}

/// Everything that is not in sight, by group; it opens upward, over the body of the panel.
#[component]
fn Menu(
    bar: Memo<Bar>,
    why: RwSignal<Option<CommandKind>>,
    on_open: Callback<CommandKind>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let menu = NodeRef::<html::Div>::new();
    let buttons = move || -> Vec<web_sys::HtmlElement> {
        let Some(menu) = menu.get_untracked() else {
            return Vec::new();
        };
        let Ok(found) = menu.query_selector_all("button") else {
            return Vec::new();
        };
        let all = (0..found.length()).filter_map(|index| found.item(index));
        all.map(JsCast::unchecked_into).collect()
    };
    Effect::new(move |_| {
        if menu.get().is_some()
            && let Some(first) = buttons().first()
        {
            // Without the keyboard's place the menu is still there to be clicked.
            let _ = first.focus();
        }
    });
    let step = move |by: isize| {
        let buttons = buttons();
        let active = document().active_element();
        let at = buttons.iter().position(|button| {
            active
                .as_ref()
                .is_some_and(|active| active == button.unchecked_ref::<web_sys::Element>())
        });
        let last = buttons.len().saturating_sub(1);
        let next = at.map_or(0, |at| at.saturating_add_signed(by).min(last));
        if let Some(button) = buttons.get(next) {
            let _ = button.focus();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "Escape" => on_close.run(()),
            "ArrowDown" | "ArrowRight" => step(1),
            "ArrowUp" | "ArrowLeft" => step(-1),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let group = move |(group, actions): (Group, Vec<Allowed>)| {
        let key = format!("case-group-{}", group.name());
        let id = format!("action-group-{}", group.name());
        let (labelled, testid) = (id.clone(), id.clone());
        let entries = actions.into_iter().map(|action| {
            if action.refusal.is_some() {
                view! { <Refused action why /> }.into_any()
            } else {
                entry(action.command, on_open).into_any()
            }
        });
        view! {
            <div class="menu-group" role="group" aria-labelledby=labelled data-testid=testid>
                <p class="menu-head" id=id>{move || t(&key, &[])}</p>
                <div class="menu-entries">{entries.collect_view()}</div>
            </div>
        }
    };
    view! {
        <div
            node_ref=menu
            class="actions-menu"
            role="group"
            aria-label=crate::say!("case-actions")
            data-testid="action-menu"
            on:keydown=on_key
        >
            {move || bar.get().menu.into_iter().map(group).collect_view()}
        </div>
    }
}

fn entry(command: CommandKind, on_open: Callback<CommandKind>) -> impl IntoView {
    let desk = Desk::here();
    let key = key_of(command);
    view! {
        <button
            type="button"
            class="menu-entry"
            class:menu-danger=look_of(command) == Look::Danger
            data-testid=format!("action-{}", command.name())
            on:click=move |_| on_open.run(command)
        >
            {move || command_name(desk, command)}
            {(!key.is_empty()).then(|| view! { " " <kbd class="key">{key}</kbd> })}
        </button>
    }
}

/// A command that is not allowed now. It can be reached by the keyboard, and then says why.
#[component]
fn Refused(action: Allowed, why: RwSignal<Option<CommandKind>>) -> impl IntoView {
    let desk = Desk::here();
    let command = action.command;
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
            data-testid=format!("action-{}", command.name())
            data-refusal=code
            on:click=move |_| why.set(Some(command))
            on:focus=move |_| why.set(Some(command))
            on:blur=move |_| leave()
        >
            {move || command_name(desk, command)}
        </button>
    }
}
