//! A case in one or two lines, as other panels name it.

use leptos::prelude::*;
use onemap_protocol::desk::CaseRow;

use crate::parts::{Due, Hue, LampMark, Tag};
use crate::state::{Desk, Selection};
use crate::text::{t, word};

/// A case in two lines; a click selects it.
#[component]
pub fn Brief(
    /// Which.
    row: CaseRow,
    /// What stands at the end of the second line; the stage when nothing is given.
    #[prop(into, optional)]
    note: Option<String>,
) -> impl IntoView {
    let desk = Desk::here();
    let id = row.id;
    let number = row.number.as_ref().map(|number| tail(&number.0).to_owned());
    let stage = row.stage;
    let grid = row.grid;
    let due_at = row.due_at;
    let hint = move |over: bool| {
        desk.hover.set(if over {
            Selection::Case(id)
        } else {
            Selection::None
        });
    };
    view! {
        <button
            type="button"
            class="brief"
            data-testid="brief"
            data-case=id.to_string()
            on:click=move |_| desk.select_case(id)
            on:mouseenter=move |_| hint(true)
            on:mouseleave=move |_| hint(false)
        >
            <LampMark lamp=row.lamp />
            <span class="brief-title clip">{row.title}</span>
            <span class="brief-due">{due_at.map(|at| view! { <Due at /> })}</span>
            <span class="brief-more clip">
                <span class="figures">{move || number.clone().unwrap_or_else(|| t("case-unnumbered", &[]))}</span>
                " · "
                {move || desk.place(&grid)}
                " · "
                {move || note.clone().unwrap_or_else(|| word("stage", stage.name()))}
                {row.pending.then(|| view! {
                    " " <Tag hue=Hue::Pending>{crate::say!("case-pending-tag")}</Tag>
                })}
            </span>
        </button>
    }
}

/// The running part of a number, `0041` of `520381-20261121-0041`.
fn tail(number: &str) -> &str {
    number.rsplit('-').next().unwrap_or(number)
}
