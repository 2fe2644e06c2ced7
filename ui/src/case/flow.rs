//! The live flow chart: the profile's steps, the one that is lit, what stands beside the way, and
//! how much time is left.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::{Case, Stage};
use onemap_domain::clock::Lamp;
use onemap_protocol::desk::{CaseView, ClockView};

use super::clocks::{Left, live_lamp};
use super::names::{self, clock_name};
use super::way::{self, Side, StepState};
use super::when;
use crate::parts::{LampMark, ago, exact};
use crate::state::Desk;
use crate::text::{t, word};

/// Names of so many steps or more stand in two rows, each with the width of two steps.
const MANY: usize = 7;

/// A step as it is drawn.
#[derive(Clone, Debug, PartialEq)]
struct Drawn {
    name: String,
    stages: String,
    state: StepState,
    clock: Option<ClockView>,
}

/// The flow chart with the nearest clock.
#[component]
pub fn Flow(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let stage = Memo::new(move |_| view.with(|view| view.case.stage));
    let steps = Memo::new(move |_| {
        desk.language.track();
        let drawn = view.with(|view| {
            names::profile(desk, |profile| {
                let states = way::steps(profile, &view.case);
                let steps = profile.steps.iter().zip(states);
                let step = |(step, state): (&onemap_domain::profile::Step, StepState)| Drawn {
                    name: names::label(&step.name),
                    stages: stage_list(&step.stages),
                    state,
                    clock: way::own_clock(step, &view.clocks).cloned(),
                };
                steps.map(step).collect::<Vec<_>>()
            })
        });
        drawn.unwrap_or_default()
    });
    let sides = Memo::new(move |_| {
        let of_case =
            |view: &Arc<CaseView>| names::profile(desk, |profile| way::sides(profile, &view.case));
        view.with(of_case).unwrap_or_default()
    });
    let side = move |(side, state): (Side, StepState)| view! { <SideNode side state view /> };
    view! {
        <div class="flow-box" data-testid="flow" data-stage=move || stage.get().name()>
            <ol
                class="flow"
                class:flow-many=move || steps.with(|steps| steps.len() >= MANY)
                aria-label=crate::say!("case-flow")
            >
                {move || steps.get().into_iter().map(|step| view! { <StepNode step /> }).collect_view()}
            </ol>
            <Show when=move || sides.with(|sides| !sides.is_empty())>
                <ul class="flow-sides" aria-label=crate::say!("case-flow-beside")>
                    {move || sides.get().into_iter().map(side).collect_view()}
                </ul>
            </Show>
            <Nearest view />
        </div>
    }
}

fn stage_list(stages: &[Stage]) -> String {
    let names: Vec<&str> = stages.iter().map(|stage| stage.name()).collect();
    names.join(" ")
}

#[component]
fn StepNode(step: Drawn) -> impl IntoView {
    let Drawn {
        name,
        stages,
        state,
        clock,
    } = step;
    let hint = format!("{name} · {}", word("case-step", state.name()));
    view! {
        <li
            class=format!("flow-step flow-{}", state.name())
            aria-current=(state == StepState::Now).then_some("step")
            title=hint
            data-testid="flow-step"
            data-stage-list=stages
            data-state=state.name()
        >
            <span class="flow-node" aria-hidden="true"></span>
            <span class="flow-name">{name}</span>
            {clock.map(|clock| view! { <StepClock clock /> })}
        </li>
    }
}

/// A step's own clock under its name: what is left while it runs, how long it took afterwards.
#[component]
fn StepClock(clock: ClockView) -> impl IntoView {
    let desk = Desk::here();
    let lamp = live_lamp(desk, &clock);
    let name = clock_name(desk, &clock.clock.code);
    let clock = clock.clock;
    let (due_at, started_at) = (clock.due.at, clock.started_at);
    let stopped_at = clock.stopped_at;
    let is_paused = clock.paused_at.is_some() && stopped_at.is_none();
    let words = Memo::new(move |_| {
        if is_paused {
            return t("case-clock-paused-short", &[]);
        }
        if let Some(stopped_at) = stopped_at {
            let took = stopped_at.duration_since(started_at).as_secs();
            return when::length("case-took", took);
        }
        let left = due_at.duration_since(desk.now.get()).as_secs();
        if left < 0 {
            when::length("case-late-short", -left)
        } else {
            when::length("case-left-short", left)
        }
    });
    view! {
        <span
            class="flow-clock figures"
            class:flow-clock-past=stopped_at.is_some()
            data-lamp=move || lamp.get().map(Lamp::name)
            title=format!("{name} · {}", exact(due_at))
        >
            <LampMark lamp />
            {words}
        </span>
    }
}

/// What stands beside the way, with the words that belong to it.
#[component]
fn SideNode(side: Side, state: StepState, view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    let more = move || view.with(|view| told(desk, side, view));
    view! {
        <li
            class=format!("flow-side flow-side-{}", state.name())
            class:flow-side-end=matches!(side, Side::Declined | Side::Voided | Side::Merged)
            data-testid="flow-side"
            data-side=side.name()
            data-state=state.name()
        >
            <strong>{move || word("case-side", side.name())}</strong>
            <span>{more}</span>
        </li>
    }
}

fn told(desk: Desk, side: Side, view: &CaseView) -> String {
    let case = &view.case;
    let now = desk.now.get();
    match side {
        Side::Paused => {
            let Some(pause) = &case.pause else {
                return String::new();
            };
            let mut words = vec![match &pause.hand_off {
                Some(hand_off) => names::body(desk, &hand_off.body),
                None => word("cause", pause.cause.name()),
            }];
            if let Some(until) = pause.until {
                words.push(t("case-until", &[("when", &when::day(until, now))]));
            }
            words.join(" · ")
        }
        Side::Objection => case
            .objection
            .as_ref()
            .map(|objection| ago(objection.at, now))
            .unwrap_or_default(),
        Side::Merged => view
            .merged_into
            .as_ref()
            .map(names::of_row)
            .unwrap_or_default(),
        Side::Research | Side::Review | Side::FinalReview | Side::Declined | Side::Voided => {
            String::new()
        }
    }
}

/// The stage and the clock that runs out first; when the case has ended, whether it was in time.
#[component]
fn Nearest(view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    let nearest = Memo::new(move |_| {
        view.with(|view| {
            let nearest = view.case.nearest_clock()?;
            let is_it = |other: &&ClockView| {
                other.clock.code == nearest.code && other.clock.started_at == nearest.started_at
            };
            view.clocks.iter().find(is_it).cloned()
        })
    });
    let ended = Memo::new(move |_| {
        view.with(|view| {
            let case: &Case = &view.case;
            let at = case.closed_at.filter(|_| !case.stage.is_open())?;
            Some((at, way::kept_every_deadline(case)))
        })
    });
    let is_paused = Memo::new(move |_| view.with(|view| view.case.pause.is_some()));
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
                    <span class="clock-stage" data-testid="case-stage">{stage}</span>
                    <span>{move || t("case-ended", &[("when", &ago(at, desk.now.get()))])}</span>
                    <span class:clock-late=!kept>{crate::say!(key)}</span>
                </p>
            }
            .into_any();
        }
        let line = if let Some(clock) = nearest.get() {
            let name = clock_name(desk, &clock.clock.code);
            view! { <span class="clock-name">{name}</span> <Left clock /> }.into_any()
        } else {
            let key = if is_paused.get() {
                "case-no-clock-paused"
            } else {
                "case-no-clock"
            };
            view! { <span>{crate::say!(key)}</span> }.into_any()
        };
        view! {
            <p class="clock" data-testid="clock-nearest">
                <span class="clock-stage" data-testid="case-stage">{stage}</span>
                {line}
            </p>
        }
        .into_any()
    }
}
