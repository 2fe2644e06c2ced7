//! The user's menu: language, theme, the line, sources, shortcuts, signing out.

use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;
use onemap_protocol::desk::{LeaveSession, Link, SetLine};
use wasm_bindgen::JsCast;

use crate::backend;
use crate::parts::Segment;
use crate::remote::Deed;
use crate::say;
use crate::sign_in::{choose_language, languages};
use crate::state::{Desk, Overlay, Theme, keep};
use crate::text::{t, word};

/// Whether somebody has pulled the line.
pub fn pulled(desk: Desk) -> bool {
    desk.status.with(|status| {
        status
            .as_ref()
            .is_some_and(|s| matches!(s.link, Link::Pulled { .. }))
    })
}

/// The user's name, and the menu below it.
#[component]
pub fn UserMenu() -> impl IntoView {
    let desk = Desk::here();
    let open = RwSignal::new(false);
    let root = NodeRef::<leptos::html::Div>::new();
    let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let inside = root
            .get_untracked()
            .is_some_and(|root| root.contains(target.as_ref()));
        if !inside && open.get_untracked() {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    let name = move || {
        desk.user
            .with(|user| user.as_ref().map(|user| user.actor.name.clone()))
    };
    let role = move || desk.role().map(|role| word("role", role.name()));
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.prevent_default();
            open.set(false);
        }
    };
    view! {
        <div class="user" node_ref=root on:keydown=on_key>
            <button type="button" class="user-button" data-testid="user-menu" aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)>
                <span class="user-name" data-testid="user-name">{name}</span>
                <span class="user-role">{role}</span>
                <svg viewBox="0 0 12 12" aria-hidden="true"><path d="M2.5 4.5 6 8l3.5-3.5" /></svg>
            </button>
            <Show when=move || open.get()><Menu open /></Show>
        </div>
    }
}

#[component]
fn Menu(open: RwSignal<bool>) -> impl IntoView {
    let desk = Desk::here();
    let deed = Deed::new();
    Effect::new(move |_| {
        if let Some(problem) = deed.problem() {
            desk.report(&problem);
        }
    });
    let themes = || {
        Theme::ALL
            .map(|theme| (theme, word("theme", theme.name())))
            .to_vec()
    };
    let line = move |_| {
        let up = pulled(desk);
        deed.perform(SetLine { up }, move |()| {
            open.try_set(false);
        });
    };
    let leave = move |_| deed.perform(LeaveSession {}, move |()| desk.user.set(None));
    let overlay = move |which: Overlay| {
        open.set(false);
        desk.overlay.set(which);
    };
    let line_words = move || {
        t(
            if pulled(desk) {
                "line-plug-in"
            } else {
                "line-pull"
            },
            &[],
        )
    };
    let line_hint = move || {
        t(
            if pulled(desk) {
                "line-plug-in-hint"
            } else {
                "line-pull-hint"
            },
            &[],
        )
    };
    let waiting = move || {
        desk.status
            .with(|status| status.as_ref().map_or(0, |s| s.waiting))
    };
    view! {
        <div class="menu" role="menu" data-testid="user-menu-open">
            <div class="menu-set">
                <span>{say!("language")}</span>
                <Segment choices=languages chosen=desk.language label=say!("language")
                    on_choose=move |language| choose_language(desk, language) />
            </div>
            <div class="menu-set">
                <span>{say!("theme")}</span>
                <Segment choices=themes chosen=desk.theme label=say!("theme")
                    on_choose=move |theme: Theme| {
                        desk.theme.set(theme);
                        keep("theme", theme.name());
                    } />
            </div>
            <hr />
            <Show when=|| !backend::in_browser()>
                <button type="button" role="menuitem" class="menu-item" data-testid="menu-line" on:click=line>
                    <span>{line_words}</span><small>{line_hint}</small>
                </button>
                <hr />
            </Show>
            <Show when=move || desk.drives_the_wall()>
                <button type="button" role="menuitem" class="menu-item" data-testid="menu-wall"
                    on:click=move |_| overlay(Overlay::Wall)>{say!("wall-control")}</button>
            </Show>
            <button type="button" role="menuitem" class="menu-item" data-testid="menu-sources"
                on:click=move |_| overlay(Overlay::Sources)>{say!("sources-title")}</button>
            <button type="button" role="menuitem" class="menu-item" data-testid="menu-help"
                on:click=move |_| overlay(Overlay::Help)>
                <span>{say!("help-title")}</span><kbd class="key">"?"</kbd>
            </button>
            <hr />
            <button type="button" role="menuitem" class="menu-item" data-testid="menu-sign-out" on:click=leave>
                <span>{say!("sign-out")}</span>
                <Show when=move || { waiting() > 0 }>
                    <small>{say!("sign-out-waiting", count = waiting())}</small>
                </Show>
            </button>
        </div>
    }
}
