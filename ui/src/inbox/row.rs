//! One row: what it is, where, whose, how much time is left.

use leptos::prelude::*;
use onemap_domain::case::{CaseNumber, Flag, Urgency};
use onemap_protocol::desk::CaseRow;

use crate::case::Provisional;
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
    let many = desk.many;
    let picked = Memo::new(move |_| {
        id.get()
            .is_some_and(|id| many.chosen.with(|all| all.has(id)))
    });
    let any = Memo::new(move |_| many.chosen.with(|all| !all.is_empty()));
    // Ctrl adds one, Shift all up to here; the box does the same without a key.
    let pick = move |event: &web_sys::MouseEvent| {
        let Some(row) = row.get_untracked() else {
            return;
        };
        if event.shift_key() {
            many.extend_to(desk, row.id);
        } else {
            many.toggle_row(desk, row);
        }
    };
    let choose = move |event: web_sys::MouseEvent| {
        if event.shift_key() || event.ctrl_key() || event.meta_key() {
            pick(&event);
        } else if let Some(id) = id.get_untracked() {
            desk.select_case(id);
        }
    };
    let pick_words = move || {
        t(
            if picked.get() {
                "bulk-unpick"
            } else {
                "bulk-pick"
            },
            &[],
        )
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
            class:case-row-picked=picked
            role="option"
            aria-selected=move || chosen().to_string()
            data-testid="case-row"
            data-case=move || id.get().map(|id| id.to_string())
            data-stage=move || row.with(|row| row.as_ref().map(|row| row.stage.name()))
            data-picked=move || picked.get().to_string()
            data-pending=move || row.with(|row| row.as_ref().map(|row| row.pending.to_string()))
            style:transform=move || format!("translateY({}px)", top.get())
            on:click=choose
            on:pointerenter=over
            on:pointerleave=move |_| desk.hover.set(Selection::None)
        >
            {move || row.get().map(|row| view! { <Inside row /> })}
            // No stop for the keyboard on every row: it has X.
            <button
                type="button"
                class="case-row-box"
                class:case-row-box-shown=any
                role="checkbox"
                tabindex="-1"
                aria-checked=move || picked.get().to_string()
                aria-label=pick_words
                title=pick_words
                data-testid="case-pick"
                // The keyboard stays where it is.
                on:mousedown=|event| event.prevent_default()
                on:click=move |event| {
                    event.stop_propagation();
                    pick(&event);
                }
            >
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 8.5 6.8 11.7 12.5 4.8" /></svg>
            </button>
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
    let provisional = row
        .provisional
        .filter(|_| row.due_at.is_some() && stage.is_open());
    let late = row
        .lamp
        .map(|lamp| format!("case-row-time case-row-time-{}", lamp.name()));
    let title = row.title.clone();
    view! {
        <div class="case-row-lamp"><LampMark lamp=row.lamp /></div>
        <div class="case-row-title clip" title=title>{row.title}</div>
        <div class=late.unwrap_or_else(|| "case-row-time".to_owned())>
            {provisional.map(|year| view! { <Provisional year /> " " })} {time}
        </div>
        <div class="case-row-second">
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
            <Marks flags=row.flags />
            {row.pending.then(|| view! {
                <Tag hue=Hue::Pending title=say!("pending-hint")>{say!("pending")}</Tag>
            })}
            <span class="case-row-department clip">
                {move || department().unwrap_or_else(|| word("stage", stage.name()))}
            </span>
        </div>
        </div>
    }
}

/// Most flags that a row spells out.
const SPELT: usize = 2;

/// What sets the case apart, in short words; what finds no room is counted, and said on hover.
#[component]
fn Marks(flags: Vec<Flag>) -> impl IntoView {
    let all = flags.clone();
    let whole = Signal::derive(move || {
        let words: Vec<String> = all.iter().map(|flag| word("flag", flag.name())).collect();
        words.join(", ")
    });
    let beyond = flags.len().saturating_sub(SPELT);
    let spelt = flags.into_iter().take(SPELT).map(|flag| {
        view! {
            <span class="row-mark" data-flag=flag.name() title=move || word("flag", flag.name())>
                {move || word("mark", flag.name())}
            </span>
        }
    });
    view! {
        {spelt.collect_view()}
        {(beyond > 0).then(|| view! { <span class="row-mark figures" title=whole>{format!("+{beyond}")}</span> })}
    }
}
