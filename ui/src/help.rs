//! All shortcuts (`?`), and where the data come from.

use leptos::prelude::*;

use crate::keyboard::SHORTCUTS;
use crate::parts::{Dialog, Simulated};
use crate::say;
use crate::state::{Desk, Overlay};
use crate::text::t;

/// All shortcuts.
#[component]
pub fn Help() -> impl IntoView {
    let desk = Desk::here();
    let rows = SHORTCUTS.iter().map(|shortcut| {
        let keys = shortcut
            .keys
            .iter()
            .map(|key| view! { <kbd class="key">{*key}</kbd> });
        view! {
            <div class="help-row">
                <dt class="help-keys">{keys.collect_view()}</dt>
                <dd>{say!(shortcut.does)}</dd>
            </div>
        }
    });
    view! {
        <Dialog title=say!("help-title") testid="help" on_close=move |()| desk.overlay.set(Overlay::None)>
            <dl class="help">{rows.collect_view()}</dl>
            <p class="help-more">{say!("help-more")}</p>
        </Dialog>
    }
}

/// Where the data come from, and what is made up.
#[component]
pub fn Sources() -> impl IntoView {
    let desk = Desk::here();
    let sources = move || {
        desk.names
            .with(|names| names.as_ref().map(|names| names.sources.clone()))
            .unwrap_or_default()
    };
    let profile = move || {
        let language = desk.language.get();
        desk.names.with(|names| {
            names.as_ref().map(|names| {
                t(
                    "sources-profile",
                    &[
                        ("name", language.of(&names.profile.name)),
                        ("source", &names.profile.source),
                    ],
                )
            })
        })
    };
    let simulated = move || desk.is_simulated();
    view! {
        <Dialog title=say!("sources-title") testid="sources" on_close=move |()| desk.overlay.set(Overlay::None)>
            <Show when=simulated>
                <p class="sources-simulated"><Simulated />" "{say!("simulated-hint")}</p>
            </Show>
            <ul class="sources">
                {move || sources().into_iter().map(|source| view! { <li>{source}</li> }).collect_view()}
            </ul>
            <p class="help-more">{profile}</p>
        </Dialog>
    }
}
