//! What happened to a case, newest first: who, of which unit, when, and in which words.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::event::Event;
use onemap_protocol::desk::{CaseView, Happening};

use super::way::{self, Moment};
use super::when;
use crate::parts::{Ago, Hue, Tag, count, exact};
use crate::state::Desk;
use crate::text::{t, word};

/// The timeline.
#[component]
pub fn Timeline(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let moments = Memo::new(move |_| view.with(|view| way::moments(&view.timeline)));
    let total = move || {
        t(
            "case-timeline-count",
            &[("count", &count(moments.with(Vec::len) as u64))],
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
                    each=move || moments.get()
                    // What is pending becomes what is confirmed, with another time and clocks.
                    key=|moment| {
                        let recorded = &moment.what.recorded;
                        let clocks = moment.clocks.len();
                        (recorded.command, recorded.revision, moment.what.pending, recorded.at, clocks)
                    }
                    children=|moment| view! { <Item moment /> }
                />
            </ol>
        </section>
    }
}

#[component]
fn Item(moment: Moment) -> impl IntoView {
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
    let lines = move || {
        let (heads, words) = said(desk, &event, &changed);
        view! {
            {(!heads.is_empty()).then(|| view! { <p class="event-facts">{heads.join(" · ")}</p> })}
            {(!words.is_empty()).then(|| view! { <LongText text=words /> })}
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
            {clocks.into_iter().map(|clock| view! { <ClockStarted clock /> }).collect_view()}
        </li>
    }
}

/// A clock began: a small line under what started it.
#[component]
fn ClockStarted(clock: Happening) -> impl IntoView {
    let desk = Desk::here();
    let Event::ClockStarted {
        clock: kind,
        due_at,
    } = clock.recorded.event
    else {
        return ().into_any();
    };
    let kind = match kind {
        onemap_domain::clock::ClockKind::Stage => "stage",
        onemap_domain::clock::ClockKind::Whole => "whole",
    };
    let words = Memo::new(move |_| {
        let until = when::moment(due_at, desk.now.get());
        t(
            "case-event-clock",
            &[("clock", &word("clock", kind)), ("when", &until)],
        )
    });
    view! {
        <p class="event-clock figures" data-testid="timeline-clock" data-clock=kind title=exact(due_at)>
            {words}
        </p>
    }
    .into_any()
}

/// What an event says: its facts, and what was written.
fn said(desk: Desk, event: &Event, changed: &[&str]) -> (Vec<String>, String) {
    let fact = |key: &str, name: &str, value: &str| t(key, &[(name, value)]);
    let moment = |at| when::moment(at, desk.now.get_untracked());
    match event {
        Event::Reported { facts, .. } => (vec![desk.channel(&facts.channel)], String::new()),
        Event::Imported {
            external, reply, ..
        } => {
            let number = fact("case-event-imported", "number", external);
            let reply = reply
                .as_ref()
                .map(|reply| fact("case-event-replied", "text", &reply.text));
            (vec![number], reply.unwrap_or_default())
        }
        Event::Amended { .. } => {
            let fields: Vec<String> = changed.iter().map(|key| t(key, &[])).collect();
            let words = fact(
                "case-event-amended",
                "fields",
                &fields.join(&t("list-separator", &[])),
            );
            (
                if fields.is_empty() {
                    Vec::new()
                } else {
                    vec![words]
                },
                String::new(),
            )
        }
        Event::Established { urgency } => (vec![word("urgency", urgency.name())], String::new()),
        Event::Dispatched {
            lead,
            assists,
            requirements,
            due_at,
        } => {
            let mut facts = vec![fact(
                "case-event-lead",
                "lead",
                &desk.department_short(lead),
            )];
            if !assists.is_empty() {
                let names: Vec<String> = assists.iter().map(|a| desk.department_short(a)).collect();
                facts.push(fact(
                    "case-event-assists",
                    "assists",
                    &names.join(&t("list-separator", &[])),
                ));
            }
            if let Some(due_at) = due_at {
                facts.push(fact("case-event-due", "when", &moment(*due_at)));
            }
            (facts, requirements.clone())
        }
        Event::Closed { reason, note } => (vec![desk.closing(reason)], note.clone()),
        Event::Evaluated { satisfaction } => (
            vec![word("satisfaction", satisfaction.name())],
            String::new(),
        ),
        Event::Verified { note }
        | Event::Withdrawn { note }
        | Event::Progressed { note }
        | Event::Urged { note } => (Vec::new(), note.clone()),
        Event::Declined { reason } | Event::Returned { reason } | Event::Reopened { reason } => {
            (Vec::new(), reason.clone())
        }
        Event::FedBack { result } => (Vec::new(), result.clone()),
        Event::Accepted | Event::ClockStarted { .. } => (Vec::new(), String::new()),
    }
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
