//! What happened to a case, newest first: who, of which unit, when, and in which words.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::event::Event;
use onemap_protocol::desk::{CaseView, Happening};

use super::moments::{Moment, moments};
use super::said::{self, Said, said};
use crate::parts::{Ago, Hue, Tag, count, exact};
use crate::state::Desk;
use crate::text::{t, word};

/// The timeline.
#[component]
pub fn Timeline(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let all = Memo::new(move |_| view.with(|view| moments(&view.timeline)));
    let total = move || {
        t(
            "case-timeline-count",
            &[("count", &count(all.with(Vec::len) as u64))],
        )
    };
    view! {
        <section class="part" data-testid="timeline">
            <h3 class="part-head">
                {crate::say!("case-timeline")}
                <span class="part-note figures">{total}</span>
            </h3>
            <ol class="timeline">
                <For
                    each=move || all.get()
                    // What is pending becomes what is confirmed, with another time and clocks.
                    key=|moment| {
                        let recorded = &moment.what.recorded;
                        let clocks = moment.clocks.len();
                        (recorded.command, recorded.revision, moment.what.pending, recorded.at, clocks)
                    }
                    children=move |moment| view! { <Item moment view /> }
                />
            </ol>
        </section>
    }
}

#[component]
fn Item(moment: Moment, view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    let Moment {
        what,
        clocks,
        changed,
    } = moment;
    let Happening { recorded, pending } = what;
    let name = recorded.event.name();
    let actor = recorded.actor.clone();
    let by = move || {
        if actor.is_system() {
            return t("case-event-by-system", &[]);
        }
        let unit = actor
            .department
            .as_ref()
            .map(|code| desk.department_short(code));
        let unit = unit.unwrap_or_else(|| word("role", actor.role.name()));
        t(
            "case-event-author",
            &[("name", &actor.name), ("unit", &unit)],
        )
    };
    let event = recorded.event;
    // Worded anew only when it says something else: a text that was unfolded stays so.
    let told = Memo::new(move |_| {
        desk.language.track();
        view.with(|view| said(desk, view, &event, &changed))
    });
    let lines = move || {
        let Said { facts, words } = told.get();
        let words = words.into_iter().map(|(label, text)| {
            view! {
                {label.map(|label| view! { <p class="event-label">{label}</p> })}
                <LongText text />
            }
        });
        view! {
            {(!facts.is_empty()).then(|| view! { <p class="event-facts">{facts.join(" · ")}</p> })}
            {words.collect_view()}
        }
    };
    view! {
        <li
            class="event"
            class:event-pending=pending
            data-testid="timeline-item"
            data-event=name
            data-pending=pending.to_string()
        >
            <p class="event-head">
                <strong>{move || word("event", name)}</strong>
                <span class="event-by clip">{by}</span>
                {pending.then(|| view! { <Tag hue=Hue::Pending>{crate::say!("case-pending-tag")}</Tag> })}
                <span class="event-when"><Ago at=recorded.at /></span>
            </p>
            {lines}
            {clocks.into_iter().map(|clock| view! { <ClockLine clock /> }).collect_view()}
        </li>
    }
}

/// A clock began or was moved: a small line under what did it.
#[component]
fn ClockLine(clock: Happening) -> impl IntoView {
    let desk = Desk::here();
    let event = clock.recorded.event;
    let (Event::ClockStarted {
        clock: code, due, ..
    }
    | Event::ClockMoved {
        clock: code, due, ..
    }) = event.clone()
    else {
        return ().into_any();
    };
    let words = Memo::new(move |_| said::clock(desk, &event));
    view! {
        <p
            class="event-clock figures"
            data-testid="timeline-clock"
            data-clock=code.0
            title=exact(due.at)
        >
            {words}
            {due.provisional.map(|year| view! {
                " " <Tag hue=Hue::Warning>{crate::say!("case-provisional", year = year)}</Tag>
            })}
        </p>
    }
    .into_any()
}

/// Characters that are shown at once; real replies reach 7,000.
const SHORT: usize = 180;

/// A text that may be long: its beginning, and the rest when asked for.
#[component]
pub fn LongText(text: String) -> impl IntoView {
    let whole = RwSignal::new(false);
    let is_long = text.chars().nth(SHORT + SHORT / 3).is_some();
    let head: String = if is_long {
        text.chars().take(SHORT).chain(['…']).collect()
    } else {
        text.clone()
    };
    let shown = move || {
        if whole.get() {
            text.clone()
        } else {
            head.clone()
        }
    };
    let words = move || {
        if whole.get() {
            t("case-less", &[])
        } else {
            t("case-more", &[])
        }
    };
    view! {
        <p class="long-text">
            {shown}
            {is_long.then(|| view! {
                " "
                <button type="button" class="link" on:click=move |_| whole.update(|w| *w = !*w)>
                    {words}
                </button>
            })}
        </p>
    }
}
