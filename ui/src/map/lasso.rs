//! Drawing around cases to choose them: what to do while the tool is in hand. The drawing itself is
//! `js/map/lasso.js`.

use leptos::prelude::*;

use crate::parts::Button;
use crate::state::Desk;

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
