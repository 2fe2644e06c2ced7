//! Narrowing the board to an area and a category.

use leptos::prelude::*;
use onemap_domain::area::{AreaCode, Level};

use super::Hand;
use crate::say;
use crate::state::Desk;

/// Towns within the own area, with the own area itself first; code and name. Tracked.
pub fn areas(desk: Desk) -> Vec<(String, String)> {
    let own = desk
        .user
        .with(|user| user.as_ref().map(|user| user.scope.area.clone()));
    let Some(own) = own else { return Vec::new() };
    desk.names.with(|names| {
        let areas = names.as_deref().map(|names| &names.areas);
        let within = areas.into_iter().flatten().filter(|area| {
            let wide = area.code.level() == Level::Town || area.code == own;
            wide && own.covers(&area.code)
        });
        within
            .map(|area| (area.code.to_string(), area.name.clone()))
            .collect()
    })
}

/// The profile's categories; code and name. Tracked.
pub fn categories(desk: Desk) -> Vec<(String, String)> {
    let language = desk.language.get();
    desk.names.with(|names| {
        let all = names.as_deref().map(|names| &names.profile.categories);
        all.into_iter()
            .flatten()
            .map(|category| {
                (
                    category.code.clone(),
                    language.of(&category.name).to_owned(),
                )
            })
            .collect()
    })
}

/// The two choices above the board.
#[component]
pub fn Filters(hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let area = Signal::derive(move || {
        hand.area
            .with(|code| code.as_ref().map_or_else(String::new, AreaCode::to_string))
    });
    let category = Signal::derive(move || hand.category.get().unwrap_or_default());
    let own = move || {
        desk.user
            .with(|user| user.as_ref().map(|user| user.scope.area.to_string()))
    };
    let towns = Signal::derive(move || {
        let own = own();
        let all = areas(desk).into_iter();
        all.filter(|(code, _)| Some(code) != own.as_ref()).collect()
    });
    let kinds = Signal::derive(move || categories(desk));
    // A figure of another area must not stay open beside the new ones.
    let choose_area = move |code: String| {
        hand.picked.set(None);
        hand.area.set(AreaCode::parse(&code).ok());
    };
    let choose_category = move |code: String| {
        hand.picked.set(None);
        hand.category
            .set(Some(code).filter(|code| !code.is_empty()));
    };
    view! {
        <Choice label="supervision-area" all="supervision-all-areas" testid="board-area"
            value=area choices=towns on_choose=choose_area />
        <Choice label="supervision-category" all="supervision-all-categories"
            testid="board-category" value=category choices=kinds on_choose=choose_category />
    }
}

/// One of a few, or all.
#[component]
pub fn Choice(
    /// The key of what it is about.
    label: &'static str,
    /// The key of what is chosen while nothing is.
    all: &'static str,
    /// Its name for tests.
    testid: &'static str,
    /// What is chosen; empty for all.
    #[prop(into)]
    value: Signal<String>,
    /// Code and words of each choice.
    #[prop(into)]
    choices: Signal<Vec<(String, String)>>,
    /// Chooses.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let option = move |(code, words): (String, String)| {
        let own = code.clone();
        let is_chosen = move || value.with(|value| *value == own);
        view! { <option value=code prop:selected=is_chosen>{words}</option> }
    };
    view! {
        <select class="input input-select supervision-choice" aria-label=say!(label)
            title=say!(label) data-testid=testid
            on:change:target=move |event| on_choose.run(event.target().value())>
            <option value="" prop:selected=move || value.with(String::is_empty)>{say!(all)}</option>
            {move || choices.get().into_iter().map(option).collect_view()}
        </select>
    }
}
