//! The inbox: how much waits in each lane, and the cases of the chosen one, nearest deadline
//! first.

mod list;
mod pages;
mod row;

use leptos::prelude::*;
use onemap_domain::lane::Lane;
use onemap_domain::people::Role;
use onemap_protocol::desk::{CaseFilter, LaneCounts, Lanes};

use crate::parts::{Failure, count};
use crate::remote::{Remote, remote};
use crate::say;
use crate::state::{Desk, Mode};
use crate::text::{t, word};
use list::List;

/// How long typing must rest before the list is asked again.
const REST: std::time::Duration = std::time::Duration::from_millis(180);

/// The lanes that matter to a role; [`Lane::Done`] stands in the line below the tiles.
const fn lanes_of(role: Option<Role>) -> &'static [Lane] {
    match role {
        // A department sees a case from its dispatch on.
        Some(Role::Clerk) => &[Lane::ToAccept, Lane::Handling, Lane::ToClose, Lane::Overdue],
        _ => &[
            Lane::ToVerify,
            Lane::ToEstablish,
            Lane::ToDispatch,
            Lane::ToAccept,
            Lane::Handling,
            Lane::ToClose,
            Lane::Overdue,
        ],
    }
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
        text: text.get().trim().to_owned(),
    });
    let retry = Callback::new(move |()| counts.retry());
    view! {
        <section class="inbox" aria-label=say!("inbox")>
            <Tiles counts />
            {move || counts.problem().filter(|_| !counts.is_there()).map(|problem| view! {
                <Failure problem on_retry=retry />
            })}
            <Narrow counts typed />
            <List filter />
        </section>
    }
}

#[component]
fn Tiles(counts: Remote<LaneCounts>) -> impl IntoView {
    let desk = Desk::here();
    let tile = move |lane: Lane| {
        let many = move || counts.with(|counts| counts.counts.get(&lane).copied().unwrap_or(0));
        let chosen = move || desk.lane.get() == Some(lane);
        view! {
            <button type="button" class="tile" class:tile-chosen=chosen
                class:tile-bad=move || { lane == Lane::Overdue && many().unwrap_or(0) > 0 }
                aria-pressed=move || chosen().to_string()
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
            {move || lanes_of(desk.role()).iter().copied().map(tile).collect_view()}
            <button type="button" class="tile" data-testid="lane-conflicts"
                class:tile-bad=move || { conflicts().unwrap_or(0) > 0 }
                data-count=move || conflicts().map(|n| n.to_string())
                on:click=move |_| desk.mode.set(Mode::Orders)>
                <span class="tile-name">{say!("conflicts")}</span>
                <span class="tile-count figures">{move || conflicts().map_or_else(|| "–".to_owned(), count)}</span>
            </button>
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
                {area}
            </div>
            <input type="search" class="input narrow-words" data-testid="list-filter" spellcheck="false"
                placeholder=say!("list-filter") aria-label=say!("list-filter")
                prop:value=typed on:input:target=move |event| typed.set(event.target().value()) />
        </div>
    }
}
