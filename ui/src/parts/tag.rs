//! A tag: a word that belongs to something.

use leptos::prelude::*;

use crate::text::t;

/// What a tag's colour means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hue {
    /// Just a word.
    #[default]
    Plain,
    /// Where something stands.
    Accent,
    /// Not confirmed by the central yet.
    Pending,
    /// Wants attention.
    Warning,
    /// Wrong, or too late.
    Danger,
}

impl Hue {
    const fn class(self) -> &'static str {
        match self {
            Hue::Plain => "tag",
            Hue::Accent => "tag tag-accent",
            Hue::Pending => "tag tag-pending",
            Hue::Warning => "tag tag-warning",
            Hue::Danger => "tag tag-danger",
        }
    }
}

/// A tag.
#[component]
pub fn Tag(
    /// What its colour means.
    #[prop(optional)]
    hue: Hue,
    /// What it says on hover.
    #[prop(into, optional)]
    title: Signal<String>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let title = move || Some(title.get()).filter(|title| !title.is_empty());
    view! { <span class=hue.class() title=title>{children()}</span> }
}

/// The mark of what is made up for demonstration.
#[component]
pub fn Simulated() -> impl IntoView {
    view! {
        <span class="tag tag-simulated" title=move || t("simulated-hint", &[])>
            {move || t("simulated", &[])}
        </span>
    }
}
