//! The sheet of a standard: an area a row and an item a column.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_protocol::desk::{SHEET_ROWS, StandardRow, StandardView};
use web_sys::KeyboardEvent;

use super::super::Hand;
use super::super::areas::name_within;
use super::super::sheet::moves;
use super::cell::OneCell;
use super::{item_name, sign};
use crate::parts::{Empty, Hue, Tag, count, spoken_day};
use crate::say;
use crate::state::{Desk, Selection};
use crate::text::{t, word};
use onemap_domain::standard::ItemState;

/// Rows that are drawn at first.
const DRAWN: usize = 60;

/// The sheet, and the cell that is open.
#[component]
pub fn Sheet(
    view: Signal<Arc<StandardView>>,
    hand: Hand,
    why_not: Signal<Option<String>>,
) -> impl IntoView {
    let whole = RwSignal::new(false);
    let items = Memo::new(move |_| view.with(|view| view.items));
    let total = move || view.with(|view| view.total as usize);
    let there = move || view.with(|view| view.rows.len());
    let rows = move || {
        let most = if whole.get() { usize::MAX } else { DRAWN };
        view.with(|view| {
            let rows = view.rows.iter().take(most).cloned();
            rows.enumerate().collect::<Vec<_>>()
        })
    };
    let table = NodeRef::<leptos::html::Table>::new();
    let on_key = move |event: KeyboardEvent| {
        if let Some(table) = table.get_untracked()
            && moves(&table, &event)
        {
            event.prevent_default();
        }
    };
    // What is being typed there stays while other rows change.
    let cell = Memo::new(move |_| {
        let (area, item) = hand.item.get()?;
        let row = view.with(|view| view.rows.iter().find(|row| row.area == area).cloned())?;
        let state = *row.items.get(usize::from(item.checked_sub(1)?))?;
        let case = match state {
            ItemState::Revoked { by, .. } => {
                view.with(|view| view.cases.iter().find(|case| case.id == by).cloned())
            }
            ItemState::Missing | ItemState::Held { .. } => None,
        };
        Some((row, item, state, case))
    });
    let open = move || {
        let (row, item, state, case) = cell.get()?;
        Some(view! { <OneCell row item state case view hand why_not /> })
    };
    view! {
        <Show when=move || { total() > 0 } fallback=move || view! { <Nothing hand /> }>
            <div class="sheet-body">
                <Legend />
                <div class="sheet-box">
                    <table class="sheet-table standard-table figures" node_ref=table on:keydown=on_key
                        aria-label=say!("service-tab-standard")>
                        <Head items />
                        <tbody>
                            <For each=rows key=|row| format!("{row:?}")
                                children=move |(at, row)| view! { <Row at row view hand /> } />
                        </tbody>
                    </table>
                    <Show when=move || { there() > DRAWN && !whole.get() }>
                        <button type="button" class="link sheet-more" data-testid="standard-whole"
                            on:click=move |_| whole.set(true)>
                            {move || t("sheet-more", &[("count", &count((there() - DRAWN) as u64))])}
                        </button>
                    </Show>
                    <Show when=move || { total() > there() }>
                        <p class="part-note sheet-more">{move || t("sheet-limit", &[
                            ("total", &count(total() as u64)),
                            ("shown", &count(SHEET_ROWS as u64)),
                        ])}</p>
                    </Show>
                </div>
                {open}
            </div>
        </Show>
    }
}

/// No row: nothing can reach the standard here, or nothing is behind.
#[component]
fn Nothing(hand: Hand) -> impl IntoView {
    move || {
        if hand.behind.get() {
            view! { <p class="gaps-none gaps-whole" data-testid="standard-none-behind">{say!("standard-none-behind")}</p> }
                .into_any()
        } else {
            view! { <Empty sentence=say!("standard-empty") next=say!("standard-empty-next") /> }
                .into_any()
        }
    }
}

/// What the signs mean.
#[component]
fn Legend() -> impl IntoView {
    let key = |(name, sign): (&'static str, &'static str)| {
        view! {
            <span class=format!("sheet-key standard-{name}")>
                <b aria-hidden="true">{sign}</b>{move || word("standard-state", name)}
            </span>
        }
    };
    view! {
        <p class="sheet-keys standard-keys">
            {[("held", "●"), ("missing", "○"), ("revoked", "◆")].map(key)}
        </p>
    }
}

/// The numbers of the items, each with its name.
#[component]
fn Head(items: Memo<u16>) -> impl IntoView {
    let desk = Desk::here();
    let head = move || {
        let column = |item: u16| {
            view! { <th scope="col" title=move || item_name(desk, item)>{item.to_string()}</th> }
        };
        (1..=items.get()).map(column).collect_view()
    };
    view! {
        <thead>
            <tr>
                <th scope="col">{say!("sheet-area")}</th>
                {head}
                <th scope="col" class="sheet-sum">{say!("standard-held")}</th>
            </tr>
        </thead>
    }
}

/// An area's row.
#[component]
fn Row(at: usize, row: StandardRow, view: Signal<Arc<StandardView>>, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let own = row.area.clone();
    let open = Memo::new(move |_| {
        let cell = hand.item.get();
        cell.filter(|(area, _)| *area == own).map(|(_, item)| item)
    });
    let all = row.items.len();
    let held = row.items.iter();
    let held = held.filter(|state| matches!(state, ItemState::Held { .. }));
    let held = held.count();
    let cell = |(item, state): (u16, ItemState)| {
        let area = row.area.clone();
        let label = move || {
            let name = item_name(desk, item);
            format!("{name}: {}", state_words(&state, hand))
        };
        view! {
            <td>
                <button type="button" class=format!("sheet-cell standard-{}", state.name())
                    class:sheet-open-cell=move || open.get() == Some(item)
                    aria-label=label title=label
                    tabindex=if at == 0 && item == 1 { "0" } else { "-1" }
                    data-testid="standard-cell" data-at=format!("{at}-{}", item - 1)
                    data-area=area.to_string() data-item=item.to_string() data-state=state.name()
                    on:click=move |_| hand.item.set(Some((area.clone(), item)))>
                    {sign(&state)}
                </button>
            </td>
        }
    };
    let cells = (1..)
        .zip(row.items.iter().copied())
        .map(cell)
        .collect_view();
    let (named, shown) = (row.area.clone(), row.area.clone());
    view! {
        <tr data-testid="standard-row" data-area=row.area.to_string() data-held=held.to_string()
            data-pending=row.pending.to_string()>
            <th scope="row">
                <button type="button" class="link clip sheet-name"
                    on:click=move |_| desk.show(Selection::Area(shown.clone()))>
                    {move || name_within(desk, &named, &view.with(|view| view.area.clone()))}
                </button>
                {row.pending.then(|| view! {
                    <Tag hue=Hue::Pending title=say!("pending-hint")>{say!("pending")}</Tag>
                })}
            </th>
            {cells}
            <td class="sheet-sum" class:below-whole={held == all} class:sheet-sum-some={held != all}>
                {if held == all { "✓".to_owned() } else { format!("{held}/{all}") }}
            </td>
        </tr>
    }
}

/// How an item stands, in words; tracked.
pub fn state_words(state: &ItemState, hand: Hand) -> String {
    let day = |on| spoken_day("service", on, hand.today.get());
    match state {
        ItemState::Missing => word("standard-state", "missing"),
        ItemState::Held { since } => t("standard-since", &[("day", &day(*since))]),
        ItemState::Revoked { on, .. } => t("standard-revoked-on", &[("day", &day(*on))]),
    }
}
