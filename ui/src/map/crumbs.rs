//! Where one is: from the county down to the area in view, with its counts and one click up.

use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_protocol::desk::AreaView;

use super::drill;
use crate::parts::count;
use crate::remote::Remote;
use crate::state::{Desk, Selection};
use crate::text::t;

/// The way from the county down to the area in view.
#[component]
pub fn Breadcrumbs(
    /// The top of what the user may see.
    root: Memo<Option<AreaCode>>,
    /// The area in view.
    focus: Memo<Option<AreaCode>>,
    /// Its card.
    card: Remote<AreaView>,
) -> impl IntoView {
    let desk = Desk::here();
    let chain = Memo::new(move |_| match (root.get(), focus.get()) {
        (Some(root), Some(focus)) => drill::chain(&root, &focus),
        _ => Vec::new(),
    });
    // A household unit is in its own card only.
    let name = move |code: &AreaCode| {
        let area = |card: &AreaView| {
            card.chain
                .iter()
                .find(|area| area.code == *code)
                .map(|area| area.name.clone())
        };
        card.with(area)
            .flatten()
            .unwrap_or_else(|| desk.area_name(code))
    };
    let crumb = move |code: AreaCode| {
        let level = code.level().name().replace('_', "-");
        let is_last = {
            let code = code.clone();
            move || chain.with(|chain| chain.last() == Some(&code))
        };
        let words = name(&code);
        view! {
            <li class="crumb">
                <button
                    type="button"
                    class="crumb-link clip"
                    data-testid=format!("breadcrumb-{level}")
                    data-code=code.to_string()
                    aria-current=move || is_last().then_some("location")
                    on:click=move |_| desk.show(Selection::Area(code.clone()))
                >
                    {words}
                </button>
            </li>
        }
    };
    let up = move || {
        chain.with(|chain| {
            chain
                .len()
                .checked_sub(2)
                .and_then(|above| chain.get(above).cloned())
        })
    };
    let counts = move || {
        let focus = focus.get();
        card.with(|card| {
            let is_it = card.chain.last().map(|area| &area.code) == focus.as_ref();
            is_it.then_some((card.open, card.overdue))
        })
        .flatten()
        .map(|(open, overdue)| {
            view! {
                <span class="crumbs-count figures" data-testid="breadcrumb-open" data-count=open>
                    {t("map-open", &[("count", &count(open))])}
                </span>
                <span
                    class="crumbs-count figures"
                    class:crumbs-late=(overdue > 0)
                    data-testid="breadcrumb-overdue"
                    data-count=overdue
                >
                    {t("map-overdue", &[("count", &count(overdue))])}
                </span>
            }
        })
    };
    view! {
        <nav class="map-plate crumbs" aria-label=crate::say!("map-breadcrumbs") data-testid="breadcrumbs">
            <Show when=move || up().is_some()>
                <button
                    type="button"
                    class="crumbs-up"
                    title=crate::say!("map-back")
                    aria-label=crate::say!("map-back")
                    data-testid="breadcrumb-up"
                    on:click=move |_| {
                        if let Some(above) = up() {
                            desk.show(Selection::Area(above));
                        }
                    }
                >
                    <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 13V3.5M3.5 8 8 3.5 12.5 8" /></svg>
                </button>
            </Show>
            <ol class="crumbs-way">{move || chain.get().into_iter().map(crumb).collect_view()}</ol>
            {counts}
        </nav>
    }
}
