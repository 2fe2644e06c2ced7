//! That the outbox file was damaged, and what became of it: over the desk until somebody has read
//! it, and on the outbox page for good.

use leptos::prelude::*;
use onemap_protocol::desk::{DismissSalvage, Salvaged};

use crate::parts::{Ago, count};
use crate::remote::Deed;
use crate::say;
use crate::state::Desk;
use crate::text::t;

fn salvaged(desk: Desk) -> Option<Salvaged> {
    desk.status
        .with(|status| status.as_ref().and_then(|status| status.salvaged.clone()))
}

fn words(salvaged: &Salvaged) -> String {
    let saved = count(salvaged.saved);
    let mut said = match salvaged.unreadable {
        Some(0) => t("salvage-all", &[("saved", &saved)]),
        Some(lost) => t("salvage-some", &[("saved", &saved), ("lost", &count(lost))]),
        None => t("salvage-unknown", &[("saved", &saved)]),
    };
    if salvaged.new_device {
        said.push_str(&t("salvage-new-device", &[]));
    }
    said
}

/// Until somebody has read it.
#[component]
pub fn SalvageNotice() -> impl IntoView {
    let desk = Desk::here();
    let deed = Deed::new();
    Effect::new(move |_| {
        if let Some(problem) = deed.problem() {
            desk.report(&problem);
        }
    });
    let news = Memo::new(move |_| salvaged(desk).filter(|salvaged| !salvaged.dismissed));
    move || {
        news.get().map(|salvaged| {
            view! {
                <div class="salvage" role="alert" data-testid="salvage-notice"
                    data-saved=salvaged.saved.to_string()>
                    <p>{words(&salvaged)}</p>
                    <button type="button" class="link" data-testid="salvage-dismiss"
                        on:click=move |_| deed.perform(DismissSalvage {}, |()| {})>
                        {say!("salvage-dismiss")}
                    </button>
                </div>
            }
        })
    }
}

/// For good.
#[component]
pub fn SalvageLine() -> impl IntoView {
    let desk = Desk::here();
    let known = Memo::new(move |_| salvaged(desk));
    move || {
        known.get().map(|salvaged| {
            let file = t("salvage-file", &[("file", &salvaged.file)]);
            view! {
                <p class="orders-salvage" data-testid="orders-salvage">
                    {words(&salvaged)}" "{file}" "<Ago at=salvaged.at />
                </p>
            }
        })
    }
}
