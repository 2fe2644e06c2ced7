//! Where the keyboard goes when something appears.

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

/// Gives the keyboard to an element as soon as it is there, and brings it into sight.
pub fn takes_keyboard<E>(node: NodeRef<E>)
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    focus_when_there(node, false);
}

/// Gives the keyboard to an element of a form that has opened in its panel from the top. Nothing
/// scrolls for it, so that the form is seen from its head; whoever types is brought to where they
/// type.
pub fn takes_keyboard_in_place<E>(node: NodeRef<E>)
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    focus_when_there(node, true);
}

fn focus_when_there<E>(node: NodeRef<E>, in_place: bool)
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    Effect::new(move |_| {
        if let Some(element) = node.get() {
            let options = FocusOptions::new();
            options.set_prevent_scroll(in_place);
            // Without the keyboard's place it is still there to be clicked.
            let _ = element
                .unchecked_into::<HtmlElement>()
                .focus_with_options(&options);
        }
    });
}
