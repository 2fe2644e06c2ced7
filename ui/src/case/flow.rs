//! The live flow chart: the profile's steps, the one that is lit, and how much time is left.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::clock::{Clock, ClockKind};
use onemap_protocol::desk::CaseView;

use super::way::{self, StepState};
use super::when;
use crate::parts::{LampMark, ago, due, exact};
use crate::state::Desk;
use crate::text::{t, word};

/// The flow chart with its clocks.
#[component]
pub fn Flow(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let stage = Memo::new(move |_| view.with(|view| view.case.stage));
    let steps = Memo::new(move |_| {
        let language = desk.language.get();
        desk.names.with(|names| {
            let Some(names) = names.as_deref() else {
                return Vec::new();
            };
            let states = way::steps(&names.profile, stage.get());
            let names = names
                .profile
                .steps
                .iter()
                .map(|step| language.of(&step.name).to_owned());
            names.zip(states).collect::<Vec<_>>()
        })
    });
    let step = |(name, state): (String, StepState)| {
        let hint = format!("{name} · {}", word("case-step", state.name()));
        view! {
            <li
                class=format!("flow-step flow-{}", state.name())
                aria-current=(state == StepState::Now).then_some("step")
                title=hint
                data-testid="flow-step"
                data-state=state.name()
            >
                <span class="flow-node" aria-hidden="true"></span>
                <span class="flow-name">{name}</span>
            </li>
        }
    };
    view! {
        <div class="flow-box" data-testid="flow" data-stage=move || stage.get().name()>
            <ol class="flow" aria-label=crate::say!("case-flow")>
                {move || steps.get().into_iter().map(step).collect_view()}
            </ol>
            <Clocks view />
        </div>
    }
}

#[component]
fn Clocks(view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    let running = Memo::new(move |_| {
        view.with(|view| {
            [ClockKind::Stage, ClockKind::Whole].map(|kind| view.case.running(kind).copied())
        })
    });
    let ended = Memo::new(move |_| {
        view.with(|view| {
            view.case
                .closed_at
                .map(|at| (at, way::kept_every_deadline(&view.case)))
        })
    });
    let stage = move || word("stage", view.with(|view| view.case.stage.name()));
    move || {
        if let Some((at, kept)) = ended.get() {
            let key = if kept {
                "case-ended-in-time"
            } else {
                "case-ended-late"
            };
            return view! {
                <p class="clock" data-testid="clock-ended" title=exact(at)>
                    <span class="clock-stage">{stage}</span>
                    <span>{move || t("case-ended", &[("when", &ago(at, desk.now.get()))])}</span>
                    <span class:clock-late=!kept>{crate::say!(key)}</span>
                </p>
            }
            .into_any();
        }
        let [step, whole] = running.get();
        view! {
            <p class="clock">
                <span class="clock-stage" data-testid="case-stage">{stage}</span>
                {step.is_none().then(|| view! { <span>{crate::say!("case-no-clock")}</span> })}
            </p>
            {step.map(|clock| view! { <ClockLine clock /> })}
            {whole.map(|clock| view! { <ClockLine clock /> })}
        }
        .into_any()
    }
}

/// One clock: its lamp, what is left, until when; since when, on hover.
#[component]
fn ClockLine(clock: Clock) -> impl IntoView {
    let desk = Desk::here();
    let kind = match clock.kind {
        ClockKind::Stage => "stage",
        ClockKind::Whole => "whole",
    };
    let yellow = desk
        .names
        .with_untracked(|n| n.as_deref().map_or(0, |n| n.profile.yellow_share));
    let lamp = Memo::new(move |_| Some(clock.lamp(desk.now.get(), yellow)));
    let left = Memo::new(move |_| {
        desk.language.track();
        due(clock.due_at, desk.now.get())
    });
    let until = Memo::new(move |_| {
        let now = desk.now.get();
        let moment = when::moment(clock.due_at, now);
        if now > clock.due_at {
            moment
        } else {
            t("case-due", &[("when", &moment)])
        }
    });
    let since = move || {
        let since = exact(clock.started_at);
        format!(
            "{} · {}",
            t("case-since", &[("when", &since)]),
            exact(clock.due_at)
        )
    };
    let whole = clock
        .due_at
        .duration_since(clock.started_at)
        .as_secs()
        .max(1);
    let share = Memo::new(move |_| {
        let gone = desk.now.get().duration_since(clock.started_at).as_secs();
        // To the percent: the bar need not be drawn every second.
        (gone * 100 / whole).clamp(0, 100)
    });
    view! {
        <div
            class="clock-line"
            data-testid=format!("clock-{kind}")
            data-due=clock.due_at.to_string()
            data-lamp=move || lamp.get().map(onemap_domain::clock::Lamp::name)
            title=since
        >
            <LampMark lamp=lamp />
            <span class="clock-name">{move || word("clock", kind)}</span>
            <strong class="clock-left figures">{left}</strong>
            // What is said as a moment already is not said twice.
            <span class="clock-until figures">
                {move || (until.get() != left.get()).then(|| until.get())}
            </span>
            <span class="clock-bar" aria-hidden="true">
                <span class="clock-gone" style:width=move || format!("{}%", share.get())></span>
            </span>
        </div>
    }
}
