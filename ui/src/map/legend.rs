//! What the symbols of the map mean. The shapes are those of `js/map/symbols.js`.

use leptos::prelude::*;
use onemap_domain::clock::Lamp;

use crate::parts::LampMark;
use crate::state::{Desk, keep, kept};
use crate::text::t;

/// From this height of the page on, pixels, the legend is open at first: below it covers the map.
const ROOMY: f64 = 900.0;

/// The legend.
#[component]
pub fn Legend() -> impl IntoView {
    let desk = Desk::here();
    let height = window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64());
    let roomy = height.is_none_or(|height| height >= ROOMY);
    let open = RwSignal::new(kept("legend").map_or(roomy, |state| state != "folded"));
    let fold = move |_| {
        open.update(|open| *open = !*open);
        // Where it cannot be kept, it is open the next time.
        keep(
            "legend",
            if open.get_untracked() {
                "open"
            } else {
                "folded"
            },
        );
    };
    let words = move || {
        if open.get() {
            t("map-legend-fold", &[])
        } else {
            t("map-legend-unfold", &[])
        }
    };
    let is_made_up = move || desk.is_simulated();
    let lamp = |lamp: Lamp, key: &'static str| {
        view! { <li><LampMark lamp=Some(lamp) /><span>{crate::say!(key)}</span></li> }
    };
    view! {
        <section class="map-plate legend" data-testid="map-legend" aria-label=crate::say!("map-legend")>
            <button
                type="button"
                class="plate-head"
                aria-expanded=move || open.get().to_string()
                title=words
                data-testid="map-legend-fold"
                on:click=fold
            >
                <span>{crate::say!("map-legend")}</span>
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 6.5 8 10.5 12 6.5" /></svg>
            </button>
            <Show when=move || open.get()>
                <ul class="legend-list">
                    {lamp(Lamp::Green, "map-legend-green")}
                    {lamp(Lamp::Yellow, "map-legend-yellow")}
                    {lamp(Lamp::Red, "map-legend-red")}
                    <li>
                        <svg class="legend-cluster" viewBox="0 0 22 22" aria-hidden="true">
                            <circle cx="11" cy="12" r="8" />
                            <text x="11" y="16" text-anchor="middle">"7"</text>
                            <path d="M17 2.5 20.5 6 17 9.5 13.5 6Z" />
                        </svg>
                        <span>{crate::say!("map-legend-cluster")}</span>
                    </li>
                    <li>
                        <svg class="legend-department" viewBox="0 0 22 22" aria-hidden="true">
                            <circle class="legend-track" cx="11" cy="11" r="8.5" />
                            <path class="legend-load" d="M11 2.5a8.5 8.5 0 1 1 -8.5 8.5" />
                            <path class="legend-house" d="M11 6 15.5 10H14v4.5H8V10H6.5Z" />
                        </svg>
                        <span>{crate::say!("map-legend-department")}</span>
                    </li>
                    <li>
                        <svg class="legend-dedicated" viewBox="0 0 22 16" aria-hidden="true">
                            <rect x="2" y="3" width="18" height="10" />
                        </svg>
                        <span>{crate::say!("map-legend-dedicated")}</span>
                    </li>
                </ul>
                <Show when=is_made_up>
                    <p class="legend-note">{crate::say!("map-legend-simulated")}</p>
                </Show>
            </Show>
        </section>
    }
}
