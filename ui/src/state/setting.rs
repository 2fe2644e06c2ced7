//! What a person has set on this computer: language, theme. Kept by the page itself, since it
//! belongs to the screen and to no account.

use leptos::prelude::*;
use onemap_protocol::text::Language;
use wasm_bindgen::prelude::*;

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme.
    pub const ALL: [Theme; 3] = [Theme::Auto, Theme::Light, Theme::Dark];

    /// The stable name in the store and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    pub fn kept() -> Theme {
        let name = kept("theme").unwrap_or_default();
        Theme::ALL
            .into_iter()
            .find(|theme| theme.name() == name)
            .unwrap_or_default()
    }
}

pub(super) fn kept_language() -> Language {
    let tag = kept("language").unwrap_or_default();
    Language::ALL
        .into_iter()
        .find(|language| language.tag() == tag)
        .unwrap_or_default()
}

fn storage() -> Option<web_sys::Storage> {
    // A browser that forbids storage costs the memory of a setting, nothing else.
    web_sys::window()?.local_storage().ok().flatten()
}

/// A setting of this computer.
pub fn kept(name: &str) -> Option<String> {
    storage()?
        .get_item(&format!("onemap.{name}"))
        .ok()
        .flatten()
}

/// Keeps a setting on this computer; whether that succeeded.
pub fn keep(name: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(&format!("onemap.{name}"), value).is_ok())
}

/// Whether the system prefers dark; follows it.
pub(super) fn prefers_dark() -> RwSignal<bool> {
    let query = web_sys::window().and_then(|window| {
        window
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
    });
    let dark = RwSignal::new(query.as_ref().is_some_and(web_sys::MediaQueryList::matches));
    if let Some(query) = query {
        let follow = Closure::<dyn Fn(web_sys::MediaQueryListEvent)>::new(
            move |event: web_sys::MediaQueryListEvent| dark.set(event.matches()),
        );
        query.set_onchange(Some(follow.as_ref().unchecked_ref()));
        follow.forget();
        // The query must outlive this call, or its listener goes with it.
        std::mem::forget(query);
    }
    dark
}
