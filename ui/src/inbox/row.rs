//! One row: what it is, where, whose, how much time is left.

use leptos::prelude::*;
use onemap_domain::case::{CaseNumber, Urgency};
use onemap_protocol::desk::CaseRow;

use crate::parts::{Ago, Due, Hue, LampMark, Tag};
use crate::say;
use crate::state::{Desk, Selection};
use crate::text::{t, word};

/// The last part of a number, which people say; the whole number shows on hover.
pub fn short(number: &CaseNumber) -> String {
    number.0.rsplit('-').next().unwrap_or(&number.0).to_owned()
}

/// A row of the list.
#[component]
pub fn Row(row: Memo<Option<CaseRow>>, top: Signal<f64>) -> impl IntoView {
    let desk = Desk::here();
    let id = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.id)));
    let chosen = move || {
        id.get()
            .is_some_and(|id| desk.selection.with(|now| *now == Selection::Case(id)))
    };
    let hovered = move || {
        id.get()
            .is_some_and(|id| desk.hover.with(|now| *now == Selection::Case(id)))
    };
    let choose = move |_| {
        if let Some(id) = id.get_untracked() {
            desk.select_case(id);
        }
    };
    let over = move |_| {
        if let Some(id) = id.get_untracked() {
            desk.hover.set(Selection::Case(id));
        }
    };
    view! {
        <div
            class="case-row"
            class:case-row-chosen=chosen
            class:case-row-hovered=hovered
            role="option"
            aria-selected=move || chosen().to_string()
            data-testid="case-row"
            data-case=move || id.get().map(|id| id.to_string())
            data-stage=move || row.with(|row| row.as_ref().map(|row| row.stage.name()))
            data-pending=move || row.with(|row| row.as_ref().map(|row| row.pending.to_string()))
            style:transform=move || format!("translateY({}px)", top.get())
            on:click=choose
            on:pointerenter=over
            on:pointerleave=move |_| desk.hover.set(Selection::None)
        >
            {move || row.get().map(|row| view! { <Inside row /> })}
        </div>
    }
}

#[component]
fn Inside(row: CaseRow) -> impl IntoView {
    let desk = Desk::here();
    let whole = row.number.as_ref().map(|number| number.0.clone());
    let number = row.number.as_ref().map(short);
    let grid = row.grid.clone();
    let place = Memo::new(move |_| desk.place(&grid));
    let lead = row.lead.clone();
    let department = move || lead.as_ref().map(|code| desk.department_short(code));
    let (stage, urgency) = (row.stage, row.urgency);
    let time = match row.due_at.filter(|_| stage.is_open()) {
        Some(at) => view! { <Due at /> }.into_any(),
        None => view! { <Ago at=row.reported_at /> }.into_any(),
    };
    let late = row
        .lamp
        .map(|lamp| format!("case-row-time case-row-time-{}", lamp.name()));
    let title = row.title.clone();
    view! {
        <div class="case-row-lamp"><LampMark lamp=row.lamp /></div>
        <div class="case-row-title clip" title=title>{row.title}</div>
        <div class=late.unwrap_or_else(|| "case-row-time".to_owned())>{time}</div>
        <div class="case-row-more">
            <span class="case-row-number figures" title=whole>
                {move || number.clone().unwrap_or_else(|| t("no-number", &[]))}
            </span>
            <span class="clip" title=place>{place}</span>
        </div>
        <div class="case-row-marks">
            {(urgency != Urgency::Normal).then(|| view! {
                <Tag hue=if urgency == Urgency::Emergency { Hue::Danger } else { Hue::Warning }>
                    {move || word("urgency", urgency.name())}
                </Tag>
            })}
            {row.pending.then(|| view! {
                <Tag hue=Hue::Pending title=say!("pending-hint")>{say!("pending")}</Tag>
            })}
            <span class="case-row-department clip">
                {move || department().unwrap_or_else(|| word("stage", stage.name()))}
            </span>
        </div>
    }
}
