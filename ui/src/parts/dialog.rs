//! A dialog: over everything, holds the keyboard, Esc closes it and nothing else.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, MouseEvent};

const FOCUSABLE: &str = "button:not(:disabled), [href], input:not(:disabled), \
    select:not(:disabled), textarea:not(:disabled), [tabindex='0']";

/// A dialog. The keyboard goes into it when it opens and back to where it was when it closes.
#[component]
pub fn Dialog(
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// Closes it.
    #[prop(into)]
    on_close: Callback<()>,
    /// Without its heading in sight: the palette has none.
    #[prop(optional)]
    bare: bool,
    /// Its name for tests.
    #[prop(into, optional)]
    testid: String,
    /// Its body.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Div>::new();
    let before = StoredValue::new_local(focused());
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        // A field of the body that asked for the keyboard keeps it.
        if !dialog.contains(focused().as_deref().map(|element| &**element)) {
            let _ = controls(&dialog).first().unwrap_or(&dialog).focus();
        }
    });
    on_cleanup(move || {
        if let Some(before) = before.try_get_value().flatten() {
            let _ = before.focus();
        }
    });
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            event.stop_propagation();
            event.prevent_default();
            on_close.run(());
        }
        "Tab" => {
            if let Some(dialog) = dialog.get_untracked() {
                keep_within(&dialog, &event);
            }
        }
        _ => {}
    };
    let testid = (!testid.is_empty()).then_some(testid);
    view! {
        <div class="dialog-veil" on:mousedown=move |event: MouseEvent| {
            if event.target() == event.current_target() {
                on_close.run(());
            }
        }>
            <div
                node_ref=dialog
                class="dialog"
                class:dialog-bare=bare
                role="dialog"
                aria-modal="true"
                aria-label=title
                tabindex="-1"
                data-testid=testid
                on:keydown=on_key
            >
                {(!bare).then(|| view! { <h2 class="dialog-title">{title}</h2> })}
                {children()}
            </div>
        </div>
    }
}

fn focused() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

fn controls(within: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(found) = within.query_selector_all(FOCUSABLE) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect()
}

/// From the last control on to the first, and back.
fn keep_within(dialog: &HtmlElement, event: &KeyboardEvent) {
    let controls = controls(dialog);
    let (Some(first), Some(last)) = (controls.first(), controls.last()) else {
        return;
    };
    let now = focused();
    let (edge, other) = if event.shift_key() {
        (first, last)
    } else {
        (last, first)
    };
    if now.as_ref() == Some(edge) || now.as_ref() == Some(dialog) {
        event.prevent_default();
        let _ = other.focus();
    }
}
