//! The line that says how many cases are chosen, as long as any is.

use leptos::prelude::*;

use crate::bulk::Chosen;
use crate::parts::count;
use crate::say;
use crate::state::Desk;
use crate::text::t;

/// How many cases are chosen; choosing the whole list, dropping the selection, acting on it.
#[component]
pub fn Picked() -> impl IntoView {
    let desk = Desk::here();
    let many = desk.many;
    let chosen = Memo::new(move |_| many.chosen.with(Chosen::len) as u32);
    let listed = Memo::new(move |_| many.list.with(|(_, total)| *total));
    let whole = move || {
        listed
            .get()
            .map(|total| t("bulk-choose-list", &[("count", &count(total))]))
    };
    let sending = Memo::new(move |_| many.is_sending());
    let is_away = move || many.is_many() && many.aside.get();
    view! {
        <Show when=move || { chosen.get() > 0 }>
            <div class="picked" role="status" data-testid="pick-bar">
                <strong class="figures" data-testid="pick-count" data-count=chosen>
                    {move || t("bulk-count", &[("count", &count(chosen.get()))])}
                </strong>
                <button type="button" class="link figures" data-testid="pick-all" title="Ctrl+A"
                    disabled=sending on:click=move |_| many.choose_list(desk)>
                    {whole}
                </button>
                <Show when=is_away>
                    <button type="button" class="link" data-testid="pick-panel" title="Esc"
                        on:click=move |_| many.aside.set(false)>
                        {say!("bulk-to-panel")}
                    </button>
                </Show>
                <button type="button" class="link picked-drop" data-testid="pick-clear"
                    disabled=sending on:click=move |_| many.clear()>
                    {say!("bulk-drop")}
                </button>
            </div>
        </Show>
    }
}
