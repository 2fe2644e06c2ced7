//! A lamp: told by its shape first, by its colour second. Circle in time, triangle due soon,
//! diamond overdue.

use leptos::prelude::*;
use onemap_domain::clock::Lamp;

use crate::text::word;

/// A lamp. What has no deadline or is closed has an empty ring.
#[component]
pub fn LampMark(
    /// Which.
    #[prop(into)]
    lamp: Signal<Option<Lamp>>,
    /// With its name beside it; without, its name is read on hover and to screen readers.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let name = move || lamp.get().map(|lamp| word("lamp", lamp.name()));
    let shape = move || match lamp.get() {
        Some(Lamp::Green) => view! { <circle cx="8" cy="8" r="5.5" /> }.into_any(),
        Some(Lamp::Yellow) => view! { <path d="M8 1.8 15 14.2H1Z" /> }.into_any(),
        Some(Lamp::Red) => view! { <path d="M8 .6 15.4 8 8 15.4 .6 8Z" /> }.into_any(),
        None => view! { <circle cx="8" cy="8" r="4.5" class="lamp-none" /> }.into_any(),
    };
    let class = move || match lamp.get() {
        Some(Lamp::Green) => "lamp lamp-green",
        Some(Lamp::Yellow) => "lamp lamp-yellow",
        Some(Lamp::Red) => "lamp lamp-red",
        None => "lamp",
    };
    view! {
        <span class=class title=name>
            <svg viewBox="0 0 16 16" role="img" aria-label=name>
                {shape}
            </svg>
            {named.then(|| view! { <span class="lamp-name">{name}</span> })}
        </span>
    }
}
