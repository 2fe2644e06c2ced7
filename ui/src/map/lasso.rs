//! Drawing around cases to choose them: the tool, and what to do while it is in hand. The drawing
//! itself is `js/map/lasso.js`.

use leptos::prelude::*;

use crate::parts::Button;
use crate::state::Desk;

/// The tools of the map.
#[component]
pub fn Tools() -> impl IntoView {
    let desk = Desk::here();
    let drawing = desk.many.drawing;
    view! {
        <div class="map-plate map-tools">
            <button
                type="button"
                class="map-tool"
                aria-pressed=move || drawing.get().to_string()
                aria-label=crate::say!("bulk-lasso")
                title=crate::say!("bulk-lasso-key")
                data-testid="map-lasso"
                on:click=move |_| drawing.update(|drawing| *drawing = !*drawing)
            >
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M6 12.2C3.2 11.7 1.8 9.6 2.3 7.2 2.9 4.3 6 2.6 9.3 3c3.1.4 5 2.6 4.4 5.1-.6 2.4-3.2 4-6.1 4.1M6 12.2a1.5 1.5 0 1 0 1.600 0c.1 1.300-.5 2.200-1.900 2.600" />
                </svg>
            </button>
        </div>
    }
}

/// What to do while a ring is being drawn.
#[component]
pub fn LassoBar() -> impl IntoView {
    let desk = Desk::here();
    let drawing = desk.many.drawing;
    view! {
        <Show when=move || drawing.get()>
            <div class="map-pick" role="status" data-testid="map-lasso-bar">
                <span>{crate::say!("bulk-lasso-how")}</span>
                <Button on_press=move |()| drawing.set(false) hint="Esc" testid="map-lasso-cancel">
                    {crate::say!("bulk-lasso-cancel")}
                </Button>
            </div>
        </Show>
    }
}
