//! One item of one area: how it stands, the case that took it away, its evidence, and striking
//! what was wrong.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::record::RecordCommand;
use onemap_domain::record::standard::{Command, Line, identity};
use onemap_domain::standard::ItemState;
use onemap_protocol::desk::{RevokingCase, StandardRow, StandardView};
use uuid::Uuid;

use super::super::Hand;
use super::super::areas::name_within;
use super::super::lines::StrikeForm;
use super::sheet::state_words;
use super::{item_name, rule_of, sign};
use crate::parts::{Ago, Button, Look, spoken_day};
use crate::say;
use crate::state::Desk;
use crate::text::t;

/// The cell that is open.
#[component]
pub fn OneCell(
    row: StandardRow,
    item: u16,
    state: ItemState,
    case: Option<RevokingCase>,
    view: Signal<Arc<StandardView>>,
    hand: Hand,
    why_not: Signal<Option<String>>,
) -> impl IntoView {
    let desk = Desk::here();
    let (area, named) = (row.area.clone(), row.area.clone());
    let write = move |()| hand.attesting.set(Some((area.clone(), item)));
    let lines: Vec<Line> = row
        .lines
        .into_iter()
        .filter(|line| line.item == item)
        .collect();
    let nothing = lines.is_empty();
    let code = row.area.to_string();
    view! {
        <aside class="sheet-one" data-testid="standard-open" data-area=code
            data-item=item.to_string() data-state=state.name()>
            <header class="sheet-one-head">
                <h4>{move || name_within(desk, &named, &view.with(|view| view.area.clone()))}</h4>
                <span>{move || item_name(desk, item)}</span>
                <span class=format!("sheet-key standard-{}", state.name())>
                    <b aria-hidden="true">{sign(&state)}</b>
                    {move || state_words(&state, hand)}
                </span>
                <Button look=Look::Primary on_press=write reason=why_not hint="N" testid="standard-write">
                    {say!("standard-write")}
                </Button>
                <button type="button" class="panel-close" aria-label=say!("close") title=say!("close-esc")
                    data-testid="standard-close" on:click=move |_| hand.item.set(None)>
                    <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5l9 9m0-9-9 9" /></svg>
                </button>
            </header>
            {case.map(|case| view! { <Case case state hand /> })}
            {if nothing {
                view! { <p class="part-empty">{say!("standard-no-evidence")}</p> }.into_any()
            } else {
                view! { <Evidence area=row.area lines hand why_not /> }.into_any()
            }}
        </aside>
    }
}

/// The case that took the item away; its name opens it.
#[component]
fn Case(case: RevokingCase, state: ItemState, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let RevokingCase { id, number, title } = case;
    let number = number.map(|number| number.0);
    let day = move || match state {
        ItemState::Revoked { on, .. } => spoken_day("service", on, hand.today.get()),
        ItemState::Missing | ItemState::Held { .. } => String::new(),
    };
    view! {
        <p class="standard-case">
            <span aria-hidden="true">"◆"</span>
            <button type="button" class="link" data-testid="standard-case" data-case=id.to_string()
                on:click=move |_| desk.select_case(id)>
                {move || number.clone().unwrap_or_else(|| t("case-unnumbered", &[]))} " " {title}
            </button>
            <span>{move || t("standard-taken-away", &[("day", &day())])}</span>
        </p>
    }
}

/// The evidence, as it was written.
#[component]
fn Evidence(
    area: AreaCode,
    lines: Vec<Line>,
    hand: Hand,
    why_not: Signal<Option<String>>,
) -> impl IntoView {
    let striking = RwSignal::new(None::<Uuid>);
    let area = StoredValue::new(area);
    let line = move |line: Line| view! { <OneLine line area striking hand why_not /> };
    // The newest is what counts.
    let lines = lines.into_iter().rev();
    view! {
        <ul class="sheet-lines">{lines.map(line).collect_view()}</ul>
    }
}

#[component]
fn OneLine(
    line: Line,
    area: StoredValue<AreaCode>,
    striking: RwSignal<Option<Uuid>>,
    hand: Hand,
    why_not: Signal<Option<String>>,
) -> impl IntoView {
    let desk = Desk::here();
    let (id, on, at) = (line.id, line.on, line.at);
    let is_struck = line.struck.is_some();
    let day = move || spoken_day("service", on, hand.today.get());
    let struck = line.struck.clone().map(|reason| {
        view! {
            <p class="sheet-struck" data-testid="standard-struck">
                {move || t("sheet-struck", &[("reason", &reason)])}
            </p>
        }
    });
    let strike = (!is_struck).then(|| {
        view! {
            <Button on_press=move |()| striking.set(Some(id)) reason=why_not
                testid="standard-strike">{say!("sheet-strike")}</Button>
        }
    });
    let form = move || {
        let is_it = striking.get() == Some(id) && !is_struck;
        is_it.then(|| {
            let strike = Callback::new(move |reason| {
                let list =
                    untrack(|| rule_of(desk)).map_or_else(String::new, |(rule, _)| rule.list);
                let record = area.with_value(|area| identity(&list, area));
                let command = Command::Strike { line: id, reason };
                (record, RecordCommand::Standard(command))
            });
            view! { <StrikeForm strike told="standard-strike" striking hand /> }
        })
    };
    view! {
        <li class="sheet-line" class:sheet-line-struck=is_struck data-testid="standard-line"
            data-line=id.to_string() data-struck=is_struck.to_string()>
            <span class="sheet-line-what">
                <span class="figures">{day}</span>
                <span class="sheet-note">{line.note.clone()}</span>
            </span>
            <span class="part-note">{line.by.clone()} " " <Ago at=at /></span>
            {strike}
            {struck}
            {form}
        </li>
    }
}
