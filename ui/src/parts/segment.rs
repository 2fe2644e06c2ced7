//! One choice out of a few that are all in sight.

use leptos::prelude::*;

/// One choice out of a few that are all in sight.
#[component]
pub fn Segment<T>(
    /// The choices, each with its words.
    #[prop(into)]
    choices: Signal<Vec<(T, String)>>,
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<T>,
    /// Chooses.
    #[prop(into)]
    on_choose: Callback<T>,
    /// What the choice is about, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The name of each choice for tests.
    #[prop(optional)]
    named: Option<fn(&T) -> String>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let option = move |(value, words): (T, String)| {
        let testid = named.map(|named| named(&value));
        let is_chosen = {
            let value = value.clone();
            move || chosen.with(|chosen| *chosen == value)
        };
        view! {
            <button
                type="button"
                class="segment-option"
                role="radio"
                data-testid=testid
                aria-checked=move || is_chosen().to_string()
                on:click=move |_| on_choose.run(value.clone())
            >
                {words}
            </button>
        }
    };
    view! {
        <div class="segment" role="radiogroup" aria-label=label>
            {move || choices.get().into_iter().map(option).collect_view()}
        </div>
    }
}
