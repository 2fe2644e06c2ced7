//! Bars of the wall: a name, a bar, its figures. Drawn by CSS; the figures say what they say.

use leptos::prelude::*;

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is.
    pub name: String,
    /// Its length.
    pub value: u32,
    /// The part of it that is marked: overdue, or above the usual.
    pub marked: u32,
    /// What is written at its end.
    pub figures: String,
    /// What is written in the marked colour after that, where there is something.
    pub marked_figures: String,
}

/// Bars against the longest of them.
pub fn bars(all: Vec<Bar>) -> impl IntoView {
    let most = all
        .iter()
        .map(|bar| bar.value)
        .max()
        .unwrap_or_default()
        .max(1);
    let share = move |value: u32| format!("{:.2}%", f64::from(value) / f64::from(most) * 100.0);
    let one = move |bar: Bar| {
        let rest = bar.value.saturating_sub(bar.marked);
        view! {
            <li class="wall-bar">
                <span class="wall-bar-name">{bar.name}</span>
                <span class="wall-bar-track">
                    <i class="wall-bar-fill" style:width=share(rest)></i>
                    <i class="wall-bar-mark" style:width=share(bar.marked)></i>
                </span>
                <span class="wall-bar-figures figures">{bar.figures}
                    {(!bar.marked_figures.is_empty()).then(|| view! { <b>{bar.marked_figures}</b> })}
                </span>
            </li>
        }
    };
    view! { <ul class="wall-bars">{all.into_iter().map(one).collect_view()}</ul> }
}
