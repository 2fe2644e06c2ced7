//! The head of the window: what this is, search, a new case, who one is.

mod menu;

use leptos::prelude::*;

use crate::palette::SearchBox;
use crate::parts::Simulated;
use crate::say;
use crate::state::Desk;
use menu::UserMenu;

/// The program's mark: a county outline with one lit grid.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
            <path
                fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"
                d="M16 2.5 28 9v14L16 29.5 4 23V9Z M4 9l12 7 12-7 M16 16v13.5"
            />
            <path fill="currentColor" d="M16 16 28 9v14l-12 6.5Z" opacity=".32" />
            <circle cx="16" cy="16" r="3.4" fill="currentColor" />
        </svg>
    }
}

/// The head of the window.
#[component]
pub fn Header() -> impl IntoView {
    let desk = Desk::here();
    let county = move || {
        let named = desk
            .names
            .with(|names| names.as_ref().map(|names| names.county.name.clone()));
        named.or_else(|| {
            desk.opened
                .with(|opened| opened.as_ref().and_then(|o| o.county.clone()))
        })
    };
    let simulated = move || desk.is_simulated();
    view! {
        <header class="head">
            <div class="head-brand">
                <Mark />
                <span class="head-title">{say!("app-name")}</span>
                <span class="head-county clip" data-testid="county">{county}</span>
                <Show when=simulated><Simulated /></Show>
            </div>
            <SearchBox />
            <div class="head-end">
                <Show when=move || desk.takes_in_cases()>
                    <button type="button" class="head-new" data-testid="new-case"
                        on:click=move |_| desk.begin_case(None)>
                        {say!("new-case")}<kbd class="key">"N"</kbd>
                    </button>
                </Show>
                <UserMenu />
            </div>
        </header>
    }
}
