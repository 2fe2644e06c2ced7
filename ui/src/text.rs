//! The words on the screen, in the language that was chosen.
//!
//! Deliberately absent: the words themselves. They stand in `assets/locales/*/*.ftl`.

use leptos::prelude::*;
use onemap_domain::profile::Label;
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::text::{Language, Text};

use crate::backend;

thread_local! {
    // Not in a context: event handlers and futures have no owner to look one up from.
    static LANGUAGE: ArcRwSignal<Language> = ArcRwSignal::new(Language::default());
}

/// The signal of the chosen language.
pub fn language_signal() -> RwSignal<Language> {
    LANGUAGE.with(|language| RwSignal::from(language.clone()))
}

/// The chosen language; whoever reads it is told when another one is chosen.
pub fn language() -> Language {
    LANGUAGE.with(Get::get)
}

/// The text under a key in the chosen language; reactive where it is read reactively.
pub fn t(key: &str, arguments: &[(&str, &str)]) -> String {
    Text::of(language()).say(key, arguments)
}

/// The text under `prefix-name`, with the underscores of wire names as dashes:
/// `word("stage", stage.name())`.
pub fn word(prefix: &str, name: &str) -> String {
    t(&format!("{prefix}-{}", name.replace('_', "-")), &[])
}

/// A label of the profile in the chosen language.
pub fn label(label: &Label) -> String {
    language().of(label).to_owned()
}

/// What a problem says in the chosen language.
pub fn sentence(problem: &Problem) -> String {
    // A browser has no outbox in which what was ordered would wait.
    if problem.is(ProblemCode::CentralUnreachable) && backend::in_browser() {
        return t("browser-no-answer", &[]);
    }
    problem.sentence(language())
}

/// A closure that gives a text: `say!("list-empty")`, `say!("status-waiting", count = n.get())`.
/// The values are read each time.
#[macro_export]
macro_rules! say {
    ($key:expr) => { move || $crate::text::t($key, &[]) };
    ($key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        move || $crate::text::t($key, &[$((stringify!($name), &($value).to_string())),+])
    };
}
