//! Finding anything: the search box of the header, and the command palette (Ctrl+K), which is the
//! same with commands.
//!
//! Deliberately absent: matching of names and pinyin. The console does that, over everything.

mod commands;
mod finder;

use leptos::prelude::*;

use crate::keyboard::SEARCH_BOX;
use crate::parts::{Dialog, takes_keyboard};
use crate::say;
use crate::state::{Desk, Overlay};
use finder::{Finder, Results};

/// The search box of the header; hits open below it.
#[component]
pub fn SearchBox() -> impl IntoView {
    let desk = Desk::here();
    let finder = Finder::new(desk, false);
    let input = NodeRef::<leptos::html::Input>::new();
    let open = RwSignal::new(false);
    let leave = move || {
        open.set(false);
        finder.clear();
        if let Some(input) = input.get_untracked() {
            let _ = input.blur();
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            leave();
        } else {
            finder.on_key(desk, &event, leave);
        }
    };
    let shown = move || open.get() && finder.asks();
    view! {
        <div class="search" role="search">
            <svg class="search-glass" viewBox="0 0 16 16" aria-hidden="true">
                <circle cx="7" cy="7" r="4.5" /><path d="m10.5 10.5 4 4" />
            </svg>
            <input
                node_ref=input
                id=SEARCH_BOX
                class="search-input"
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                data-testid="search-box"
                placeholder=say!("search-hint")
                aria-label=say!("search-hint")
                aria-expanded=move || shown().to_string()
                aria-controls="search-results"
                prop:value=finder.typed
                on:input:target=move |event| finder.typed.set(event.target().value())
                on:focus=move |_| open.set(true)
                on:blur=move |_| open.set(false)
                on:keydown=on_key
            />
            <kbd class="key search-key">"/"</kbd>
            <Show when=shown>
                <div class="search-below" id="search-results"><Results finder on_done=Callback::new(move |()| leave()) /></div>
            </Show>
        </div>
    }
}

/// The command palette.
#[component]
pub fn Palette() -> impl IntoView {
    let desk = Desk::here();
    let finder = Finder::new(desk, true);
    let input = NodeRef::<leptos::html::Input>::new();
    takes_keyboard(input);
    // Some commands open another overlay; only the palette itself is closed here.
    let leave = move || {
        desk.overlay.update(|overlay| {
            if *overlay == Overlay::Palette {
                *overlay = Overlay::None;
            }
        });
    };
    view! {
        <Dialog title=say!("palette-title") bare=true testid="palette" on_close=move |()| leave()>
            <input
                node_ref=input
                class="palette-input"
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                data-testid="palette-input"
                placeholder=say!("palette-hint")
                aria-label=say!("palette-hint")
                aria-expanded="true"
                aria-controls="search-results"
                prop:value=finder.typed
                on:input:target=move |event| finder.typed.set(event.target().value())
                on:keydown=move |event| finder.on_key(desk, &event, leave)
            />
            <div class="palette-results" id="search-results"><Results finder on_done=Callback::new(move |()| leave()) /></div>
        </Dialog>
    }
}
