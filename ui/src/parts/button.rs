//! A button.

use leptos::prelude::*;

/// How much a button weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// One of several.
    #[default]
    Plain,
    /// What one usually does here.
    Primary,
    /// What cannot be undone.
    Danger,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Look::Plain => "button",
            Look::Primary => "button button-primary",
            Look::Danger => "button button-danger",
        }
    }
}

/// A button. With a `reason` it is greyed, still reached by the keyboard, and says why on hover
/// and to screen readers.
#[component]
pub fn Button(
    /// How much it weighs.
    #[prop(optional)]
    look: Look,
    /// What it does; a submit button does what its form does.
    #[prop(into, optional)]
    on_press: Option<Callback<()>>,
    /// It submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// It cannot be pressed, for a reason that is plain to see.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// What it does is under way.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// Why it cannot be pressed.
    #[prop(into, optional)]
    reason: Signal<Option<String>>,
    /// Its key on the keyboard.
    #[prop(into, optional)]
    hint: &'static str,
    /// Its name for tests.
    #[prop(into, optional)]
    testid: String,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let refused = move || reason.with(Option::is_some);
    let press = move |event: web_sys::MouseEvent| {
        if refused() || busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    let testid = (!testid.is_empty()).then_some(testid);
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=look.class()
            class:button-busy=busy
            data-testid=testid
            disabled=disabled
            aria-disabled=move || refused().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            title=move || reason.get()
            on:click=press
        >
            <span class="button-words">{children()}</span>
            {(!hint.is_empty()).then(|| view! { <kbd class="key">{hint}</kbd> })}
        </button>
    }
}
