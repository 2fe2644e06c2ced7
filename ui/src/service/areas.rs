//! The area that the page is turned to: the way up from it, and what areas are called within it.

use leptos::prelude::*;
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::profile::DutyRule;

use super::Hand;
use crate::say;
use crate::state::{Desk, Selection};

/// The whole of what whoever is signed in may see; tracked. Somebody whose scope is wider than
/// the county sees the county.
pub fn whole(desk: Desk) -> Option<AreaCode> {
    let own = desk
        .user
        .with(|user| user.as_ref().map(|user| user.scope.area.clone()))?;
    desk.names.with(|names| {
        let county = &names.as_deref()?.county.code;
        Some(if own.covers(county) {
            county.clone()
        } else {
            own
        })
    })
}

/// The areas from the whole down to one, both included.
fn chain(whole: &AreaCode, area: &AreaCode) -> Vec<AreaCode> {
    let levels = Level::ALL.into_iter();
    levels
        .filter(|level| *level >= whole.level() && *level <= area.level())
        .filter_map(|level| area.at(level))
        .collect()
}

/// What an area is called within another: its own name, with those between before it.
pub fn name_within(desk: Desk, area: &AreaCode, within: &AreaCode) -> String {
    let between = chain(within, area).into_iter().skip(1);
    let names: Vec<String> = between.map(|code| desk.area_name(&code)).collect();
    if names.is_empty() {
        desk.area_name(area)
    } else {
        names.join("·")
    }
}

/// The areas within one that owe a duty, code and name; tracked.
pub fn owing(desk: Desk, rule: &DutyRule, within: &AreaCode) -> Vec<(String, String)> {
    let codes: Vec<AreaCode> = desk.names.with(|names| {
        let areas = names.as_deref().map(|names| &names.areas);
        let mut codes: Vec<AreaCode> = areas
            .into_iter()
            .flatten()
            .filter(|area| within.covers(&area.code) && rule.is_owed_by(&area.code))
            .map(|area| area.code.clone())
            .collect();
        codes.sort_unstable();
        codes
    });
    codes
        .into_iter()
        .map(|code| (code.to_string(), name_within(desk, &code, within)))
        .collect()
}

/// The way up from the area that is shown: 赤水市 › 市中街道.
#[component]
pub fn Crumbs(hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let crumbs = move || {
        let Some(whole) = whole(desk) else {
            return Vec::new();
        };
        let shown = hand.area.get().unwrap_or_else(|| whole.clone());
        let all = chain(&whole, &shown);
        let last = all.len().saturating_sub(1);
        all.into_iter()
            .enumerate()
            .map(|(at, code)| {
                let name = desk.area_name(&code);
                let go = code.clone();
                let is_whole = code == whole;
                let part = if at == last {
                    view! { <strong data-testid="service-area" data-code=code.to_string()>{name}</strong> }
                        .into_any()
                } else {
                    view! {
                        <button type="button" class="link" data-testid=format!("service-up-{}", code.level().name())
                            on:click=move |_| {
                                hand.area.set((!is_whole).then(|| go.clone()));
                                desk.show(Selection::Area(go.clone()));
                            }>{name}</button>
                        <span aria-hidden="true">"›"</span>
                    }
                    .into_any()
                };
                view! { {part} }
            })
            .collect()
    };
    view! { <nav class="service-crumbs" aria-label=say!("service-crumbs")>{crumbs}</nav> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_up_ends_at_the_readers_whole() {
        let code = |text: &str| AreaCode::parse(text).unwrap();
        let up = chain(&code("520381"), &code("520381001002"));
        assert_eq!(
            up,
            [code("520381"), code("520381001"), code("520381001002")]
        );
        let village = code("520381001002");
        assert_eq!(chain(&village, &village), [village]);
    }
}
