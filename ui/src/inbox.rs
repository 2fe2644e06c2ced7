//! The inbox: how much waits in each lane, and the cases of the chosen one, nearest deadline
//! first.

mod flags;
mod list;
mod pages;
mod picked;
mod row;

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::lane::Lane;
use onemap_domain::people::Role;
use onemap_domain::profile::Profile;
use onemap_protocol::desk::{CaseFilter, LaneCounts, Lanes};

use crate::backend;
use crate::parts::{Failure, count};
use crate::remote::{Remote, remote};
use crate::say;
use crate::state::{Book, Desk, Mode};
use crate::text::{t, word};
use flags::FlagChips;
use list::List;
use picked::Picked;

/// How long typing must rest before the list is asked again.
const REST: std::time::Duration = std::time::Duration::from_millis(180);

/// The lanes of a profile that matter to a role, in order; [`Lane::Done`] stands in the line below
/// the tiles.
fn lanes_of(profile: &Profile, role: Option<Role>) -> Vec<Lane> {
    // A department sees a case from its dispatch on, except what was brought straight to it.
    let from_dispatch = role == Some(Role::Clerk) && profile.triage.is_none();
    let before = [Lane::ToVerify, Lane::ToEstablish, Lane::ToDispatch];
    profile
        .lanes()
        .filter(|lane| *lane != Lane::Done && !(from_dispatch && before.contains(lane)))
        .collect()
}

/// The inbox.
#[component]
pub fn Inbox() -> impl IntoView {
    let desk = Desk::here();
    let typed = RwSignal::new(String::new());
    let text = RwSignal::new(String::new());
    Effect::new(move |earlier: Option<Option<TimeoutHandle>>| {
        let now = typed.get();
        if let Some(Some(earlier)) = earlier {
            earlier.clear();
        }
        set_timeout_with_handle(move || drop(text.try_set(now)), REST).ok()
    });
    let counts = remote(move || {
        desk.cases.track();
        desk.statuses.track();
        Some(Lanes {
            area: desk.area_filter.get(),
        })
    });
    let filter = Memo::new(move |_| CaseFilter {
        lane: desk.lane.get(),
        area: desk.area_filter.get(),
        department: None,
        category: desk.category_filter.get(),
        flag: desk.flag.get(),
        text: text.get().trim().to_owned(),
    });
    let retry = Callback::new(move |()| counts.retry());
    crate::bulk::watch(desk);
    view! {
        <section class="inbox" aria-label=say!("inbox")>
            <Tiles counts />
            {move || counts.problem().filter(|_| !counts.is_there()).map(|problem| view! {
                <Failure problem on_retry=retry />
            })}
            <FlagChips counts />
            <Narrow counts typed />
            <Picked />
            <List filter />
        </section>
    }
}

#[component]
fn Tiles(counts: Remote<LaneCounts>) -> impl IntoView {
    let desk = Desk::here();
    let lanes = Memo::new(move |_| {
        let role = desk.role();
        let of = |names: &Arc<Book>| lanes_of(&names.profile, role);
        desk.names
            .with(|names| names.as_ref().map(of).unwrap_or_default())
    });
    let tile = move |lane: Lane| {
        let many = move || counts.with(|counts| counts.counts.get(&lane).copied().unwrap_or(0));
        let chosen = move || desk.lane.get() == Some(lane);
        view! {
            <button type="button" class="tile" class:tile-chosen=chosen
                class:tile-bad=move || { lane == Lane::Overdue && many().unwrap_or(0) > 0 }
                aria-pressed=move || chosen().to_string()
                title=move || word("lane", lane.name())
                data-testid=format!("lane-{}", lane.name())
                data-count=move || many().map(|n| n.to_string())
                on:click=move |_| desk.lane.set(if chosen() { None } else { Some(lane) })>
                <span class="tile-name">{move || word("lane", lane.name())}</span>
                <span class="tile-count figures">{move || many().map_or_else(|| "–".to_owned(), count)}</span>
            </button>
        }
    };
    let conflicts = move || counts.with(|counts| counts.conflicts);
    view! {
        <div class="tiles" role="group" aria-label=say!("lanes")>
            {move || lanes.get().into_iter().map(tile).collect_view()}
            // In a browser an order is decided when it is given: none is ever set aside.
            <Show when=|| !backend::in_browser()>
                <button type="button" class="tile" data-testid="lane-conflicts"
                    class:tile-bad=move || { conflicts().unwrap_or(0) > 0 }
                    data-count=move || conflicts().map(|n| n.to_string())
                    on:click=move |_| desk.mode.set(Mode::Orders)>
                    <span class="tile-name">{say!("conflicts")}</span>
                    <span class="tile-count figures">{move || conflicts().map_or_else(|| "–".to_owned(), count)}</span>
                </button>
            </Show>
        </div>
    }
}

/// The line that narrows the list: open or done, one area, words.
#[component]
fn Narrow(counts: Remote<LaneCounts>, typed: RwSignal<String>) -> impl IntoView {
    let desk = Desk::here();
    let open = move || {
        counts
            .with(|counts| counts.open)
            .map_or_else(String::new, count)
    };
    let done = move || {
        let many = counts.with(|counts| counts.counts.get(&Lane::Done).copied());
        many.flatten().map_or_else(String::new, count)
    };
    let choice = move |lane: Option<Lane>| move || desk.lane.get() == lane;
    let area = move || {
        desk.area_filter.get().map(|code| view! {
            <button type="button" class="chip" data-testid="area-chip" title=t("area-chip-hint", &[])
                on:click=move |_| desk.area_filter.set(None)>
                {desk.area_name(&code)}" ×"
            </button>
        })
    };
    let category = move || {
        desk.category_filter.get().map(|code| {
            view! {
                <button type="button" class="chip" data-testid="category-chip"
                    title=t("category-chip-hint", &[])
                    on:click=move |_| desk.category_filter.set(None)>
                    {desk.category(&code)}" ×"
                </button>
            }
        })
    };
    view! {
        <div class="narrow">
            <div class="narrow-line">
                <button type="button" class="narrow-choice" aria-pressed=move || choice(None)().to_string()
                    data-testid="lane-open" on:click=move |_| desk.lane.set(None)>
                    {say!("all-open")}" "<span class="figures">{open}</span>
                </button>
                <button type="button" class="narrow-choice" data-testid="lane-done"
                    aria-pressed=move || choice(Some(Lane::Done))().to_string()
                    on:click=move |_| desk.lane.set(Some(Lane::Done))>
                    {move || word("lane", "done")}" "<span class="figures">{done}</span>
                </button>
                <span class="narrow-chips">{category} {area}</span>
            </div>
            <input type="search" class="input narrow-words" data-testid="list-filter" spellcheck="false"
                placeholder=say!("list-filter") aria-label=say!("list-filter")
                prop:value=typed on:input:target=move |event| typed.set(event.target().value()) />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn profile(stages: &[&str], triage: Option<serde_json::Value>) -> Profile {
        let name = json!({ "zh": "步", "en": "step" });
        let wire = json!({
            "code": "test", "name": name, "source": "", "yellow_share": 25,
            "steps": [{ "name": name, "stages": stages }],
            "triage": triage,
            "clocks": [], "channels": [], "categories": [], "closings": [],
        });
        serde_json::from_value(wire).unwrap()
    }

    #[test]
    fn the_tiles_are_the_lanes_of_the_profile() {
        let profile = profile(
            &["reported", "dispatched", "handling", "fed_back", "closed"],
            None,
        );
        assert_eq!(
            lanes_of(&profile, Some(Role::Operator)),
            [
                Lane::ToDispatch,
                Lane::ToAccept,
                Lane::Handling,
                Lane::ToClose,
                Lane::Overdue
            ]
        );
    }

    #[test]
    fn a_clerk_sees_what_comes_before_dispatch_only_where_departments_take_cases_in() {
        let stages = ["reported", "dispatched", "handling", "fed_back", "closed"];
        let first = |triage| lanes_of(&profile(&stages, triage), Some(Role::Clerk))[0];
        assert_eq!(first(None), Lane::ToAccept);
        assert_eq!(
            first(Some(json!({ "channels": ["window"] }))),
            Lane::ToDispatch
        );
    }
}
