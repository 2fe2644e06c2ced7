//! Where the keyboard goes when something appears.

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

/// Gives the keyboard to an element as soon as it is there. Nothing scrolls for it: what has just
/// opened is seen from its head, and whoever types is brought to where they type.
pub fn takes_keyboard<E>(node: NodeRef<E>)
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    Effect::new(move |_| {
        if let Some(element) = node.get() {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            // Without the keyboard's place it is still there to be clicked.
            let _ = element
                .unchecked_into::<HtmlElement>()
                .focus_with_options(&options);
        }
    });
}
