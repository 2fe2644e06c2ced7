//! How much a department carries, at a glance and in figures.

use leptos::prelude::*;
use onemap_domain::department::Load;

use crate::parts::count;
use crate::text::t;

/// Open ÷ capacity as a bar, with the figures beside it: 37 / 60 · 逾期 2.
#[component]
pub fn LoadBar(
    /// What it carries now.
    #[prop(into)]
    load: Signal<Load>,
) -> impl IntoView {
    // Full is a fact; nearly full is a warning: a tenth of the capacity is left.
    let class = move || match load.get().share() {
        Some(share) if share >= 1.0 => "load-done load-full",
        Some(share) if share >= 0.9 => "load-done load-nearly",
        _ => "load-done",
    };
    let width = move || format!("{:.1}%", load.get().share().unwrap_or(0.0).min(1.0) * 100.0);
    let figures = move || {
        let load = load.get();
        if load.capacity == 0 {
            count(load.open)
        } else {
            t(
                "dispatch-load",
                &[
                    ("open", &count(load.open)),
                    ("capacity", &count(load.capacity)),
                ],
            )
        }
    };
    let overdue = move || {
        let overdue = load.get().overdue;
        (overdue > 0).then(|| {
            view! {
                <span class="load-late">
                    {t("dispatch-load-overdue", &[("count", &count(overdue))])}
                </span>
            }
        })
    };
    view! {
        <span class="load">
            <span class="load-track"><span class=class style:width=width></span></span>
            <span class="load-figures figures">{figures} {overdue}</span>
        </span>
    }
}
