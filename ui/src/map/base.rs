//! The base map (底图) under everything that is drawn: which there are, which is chosen, whose it is.
//!
//! Deliberately absent: its tiles, which come from the console's own scheme; the page knows no address of any
//! service.

use leptos::prelude::*;
use onemap_protocol::desk::{AskBaseMaps, BaseMap, BaseMapName, BaseMapsView, BaseTiles};

use super::bridge::{BaseSheet, ToMap};
use crate::backend;
use crate::parts::{Button, Look};
use crate::remote::{Remote, remote};
use crate::state::{Desk, keep, kept};
use crate::text::{sentence, t};

/// The setting that it is kept under.
const SETTING: &str = "map.base";

/// The base map as it is chosen, and those that there are.
#[derive(Clone, Copy)]
pub struct Base {
    /// By its key; nothing for none.
    chosen: RwSignal<String>,
    /// How often somebody asked for its tiles anew.
    tries: RwSignal<u32>,
    answer: Remote<BaseMapsView>,
    /// The one that is chosen, where it is there.
    shown: Memo<Option<BaseMap>>,
}

impl Base {
    /// None, or what was left on this computer.
    pub fn new() -> Base {
        let desk = Desk::here();
        let chosen = RwSignal::new(kept(SETTING).unwrap_or_default());
        let tries = RwSignal::new(0);
        let answer = remote(move || {
            tries.track();
            let is_somebody_here = desk.user.with(Option::is_some);
            is_somebody_here.then_some(AskBaseMaps::default())
        });
        let shown = Memo::new(move |_| {
            let chosen = chosen.get();
            let found =
                |view: &BaseMapsView| view.maps.iter().find(|map| key(map) == chosen).cloned();
            answer.with(found).flatten()
        });
        Base {
            chosen,
            tries,
            answer,
            shown,
        }
    }

    /// A tile did not come: the console knows why.
    pub fn look_again(self) {
        self.answer.retry();
    }

    /// Everything is drawn: what was the matter may be over.
    pub fn settled(self) {
        let shown = self.shown.get_untracked();
        if shown.is_some_and(|map| map.trouble.is_some()) {
            self.look_again();
        }
    }

    fn choose(self, key: String) {
        keep(SETTING, &key);
        self.chosen.set(key);
    }

    /// Whose it is; empty without one.
    pub fn credit(self) -> String {
        let shown = |map: &Option<BaseMap>| map.as_ref().map(credit);
        self.shown.with(shown).unwrap_or_default()
    }
}

/// Its name for the page's settings.
fn key(map: &BaseMap) -> String {
    match &map.name {
        BaseMapName::File(name) => format!("file-{name}"),
        BaseMapName::TiandituLines => "tianditu-lines".to_owned(),
        BaseMapName::TiandituPictures => "tianditu-pictures".to_owned(),
    }
}

/// Its name for people.
fn words(name: &BaseMapName) -> String {
    match name {
        BaseMapName::File(name) => name.clone(),
        BaseMapName::TiandituLines => t("map-base-tianditu-lines", &[]),
        BaseMapName::TiandituPictures => t("map-base-tianditu-pictures", &[]),
    }
}

/// Whose it is, and its number.
fn credit(map: &BaseMap) -> String {
    let own = match map.name {
        BaseMapName::File(_) => String::new(),
        _ => t("map-base-tianditu-credit", &[]),
    };
    [own, map.attribution.clone()].join(" ").trim().to_owned()
}

/// The sheets of a base map as the map draws them; another try asks for every tile anew.
fn sheets(map: &BaseMap, tries: u32) -> Vec<BaseSheet> {
    let root = backend::tiles_base();
    let sheet = |sheet: u8| BaseSheet {
        tiles: format!(
            "{root}/base/{}/{sheet}/{{z}}/{{x}}/{{y}}.tile?v={tries}",
            map.id
        ),
        vectors: map.tiles == BaseTiles::Vectors,
        minzoom: map.min_zoom,
        maxzoom: map.max_zoom,
        bounds: map.bounds,
    };
    (0..map.sheets).map(sheet).collect()
}

/// Supplies the map with the sheets.
pub(super) fn feed(alive: RwSignal<u32>, base: Base, go: impl Fn(ToMap) + Copy + 'static) {
    let shown = Memo::new(move |_| {
        let tries = base.tries.get();
        base.shown
            .with(|map| map.as_ref().map(|map| sheets(map, tries)))
    });
    Effect::new(move |_| {
        alive.track();
        let sheets = shown.get().unwrap_or_default();
        go(ToMap::Base { sheets });
    });
}

/// Chooses the base map, and says what is the matter with it. Nothing where there can be none.
#[component]
pub fn BasePicker(
    /// What is chosen.
    base: Base,
) -> impl IntoView {
    let desk = Desk::here();
    let folder = move || base.answer.with(|view| view.folder.clone()).flatten();
    let options = move || {
        desk.language.track();
        let maps = base.answer.with(|view| view.maps.clone());
        let option = |map: BaseMap| {
            let key = key(&map);
            let value = key.clone();
            let chosen = move || base.chosen.with(|chosen| *chosen == key);
            view! { <option value=value prop:selected=chosen>{words(&map.name)}</option> }
        };
        maps.unwrap_or_default()
            .into_iter()
            .map(option)
            .collect_view()
    };
    let trouble = move || base.shown.get().and_then(|map| map.trouble);
    let again = Callback::new(move |()| base.tries.update(|tries| *tries += 1));
    let failed = move || {
        let words = |problem| t("map-base-failed", &[("why", &sentence(&problem))]);
        let problem = base.answer.problem()?;
        Some(view! { <p class="base-trouble" role="status">{words(problem)}</p> })
    };
    view! {
        <Show when=move || folder().is_some()>
            <div class="base" data-testid="base">
                <label class="topic-field"
                    title=move || t("map-base-where", &[("folder", &folder().unwrap_or_default())])>
                    <span>{crate::say!("map-base")}</span>
                    <select class="input input-select" data-testid="base-choice"
                        on:focus=move |_| base.look_again()
                        on:change=move |event| base.choose(event_target_value(&event))>
                        <option value="" prop:selected=move || base.shown.with(Option::is_none)>
                            {crate::say!("map-base-none")}
                        </option>
                        {options}
                    </select>
                </label>
                <Show when=move || trouble().is_some()>
                    <p class="base-trouble" role="status" data-testid="base-trouble">
                        {move || trouble().as_ref().map(sentence)}
                        " "
                        <Button look=Look::Plain on_press=again testid="base-retry">
                            {crate::say!("retry")}
                        </Button>
                    </p>
                </Show>
                {failed}
            </div>
        </Show>
    }
}

/// Whose the base map is, over its corner.
#[component]
pub fn BaseCredit(
    /// What is chosen.
    base: Base,
) -> impl IntoView {
    let desk = Desk::here();
    let said = move || {
        desk.language.track();
        Some(base.credit()).filter(|said| !said.is_empty())
    };
    view! {
        <Show when=move || said().is_some()>
            <p class="base-credit" data-testid="base-credit">{said}</p>
        </Show>
    }
}
