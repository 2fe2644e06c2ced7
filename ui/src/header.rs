//! The head of the window: what this is, search, a new case, who one is.

mod menu;

use leptos::prelude::*;

use crate::palette::SearchBox;
use crate::parts::Simulated;
use crate::say;
use crate::state::{Desk, Mode};
pub use menu::UserMenu;

/// The program's mark: a county outline with one lit grid.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
            <path
                fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"
                d="M16 2.5 28 9v14L16 29.5 4 23V9Z M4 9l12 7 12-7 M16 16v13.5"
            />
            <path fill="currentColor" d="M16 16 28 9v14l-12 6.5Z" opacity=".32" />
            <circle cx="16" cy="16" r="3.4" fill="currentColor" />
        </svg>
    }
}

/// The head of the window.
#[component]
pub fn Header() -> impl IntoView {
    let desk = Desk::here();
    let county = move || {
        let named = desk
            .names
            .with(|names| names.as_ref().map(|names| names.county.name.clone()));
        named.or_else(|| {
            desk.opened
                .with(|opened| opened.as_ref().and_then(|o| o.county.clone()))
        })
    };
    let simulated = move || desk.is_simulated();
    view! {
        <header class="head">
            <div class="head-brand">
                <Mark />
                <span class="head-title">{say!("app-name")}</span>
                <span class="head-county clip" data-testid="county">{county}</span>
                <Show when=simulated><Simulated /></Show>
            </div>
            <Scenes />
            <SearchBox />
            <div class="head-end">
                <Show when=move || desk.takes_in_cases()>
                    <button type="button" class="head-new" data-testid="new-case"
                        on:click=move |_| desk.begin_case(None)>
                        {say!("new-case")}<kbd class="key">"N"</kbd>
                    </button>
                </Show>
                <UserMenu />
            </div>
        </header>
    }
}

/// Where one can go: the desk and the pages over it.
#[component]
fn Scenes() -> impl IntoView {
    let desk = Desk::here();
    let scene = move |mode: Mode, key: &'static str, keys: &'static str, testid: &'static str| {
        let wanted = mode.clone();
        let here = Memo::new(move |_| {
            desk.mode.with(|now| {
                let now_page = matches!(
                    now,
                    Mode::Indicators
                        | Mode::Matrix
                        | Mode::Ways
                        | Mode::Receptions
                        | Mode::Supervision
                        | Mode::Service
                        | Mode::Index
                        | Mode::Meetings
                );
                *now == wanted || (wanted == Mode::Desk && !now_page)
            })
        });
        let go = move |_| {
            // The orders stand where the list stands: one click brings the list back.
            let beside = desk.mode.with_untracked(|now| *now == Mode::Orders);
            if beside || !here.get_untracked() {
                desk.mode.set(mode.clone());
            }
        };
        view! {
            <button type="button" class="scene" data-testid=testid title=keys
                aria-current=move || here.get().then_some("page") on:click=go>
                {say!(key)}
            </button>
        }
    };
    view! {
        <nav class="scenes" aria-label=say!("scenes")>
            {scene(Mode::Desk, "scene-desk", "G D", "go-desk")}
            <Show when=move || crate::supervision::is_for(desk)>
                {scene(Mode::Supervision, "scene-supervision", "G S", "go-supervision")}
            </Show>
            <Show when=move || crate::meetings::is_for(desk)>
                {scene(Mode::Meetings, "scene-meetings", "G M", "go-meetings")}
            </Show>
            {scene(Mode::Matrix, "scene-matrix", "G T", "go-matrix")}
            {scene(Mode::Indicators, "scene-indicators", "G I", "go-indicators")}
            <Show when=move || crate::index::is_for(desk)>
                {scene(Mode::Index, "scene-index", "G Z", "go-index")}
            </Show>
            <Show when=move || crate::service::is_for(desk)>
                {scene(Mode::Service, "scene-service", "G Q", "go-service")}
            </Show>
            {scene(Mode::Ways, "scene-ways", "G P", "go-ways")}
            <Show when=move || crate::receptions::is_kept(desk)>
                {scene(Mode::Receptions, "scene-receptions", "G R", "go-receptions")}
            </Show>
        </nav>
    }
}
