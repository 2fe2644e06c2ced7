//! The clocks of a case: those that run first, each with its basis and how its deadline was
//! counted; those that have stopped, folded.

use std::sync::Arc;

use jiff::Timestamp;
use leptos::prelude::*;
use onemap_domain::clock::{Clock, Lamp};
use onemap_protocol::desk::{CaseView, ClockView};

use super::counting;
use super::names::{self, clock_name};
use super::when;
use crate::parts::{Hue, LampMark, Tag, count, due, exact};
use crate::state::Desk;
use crate::text::t;

/// The lamp of a clock as the seconds pass; one that does not run keeps the lamp it has.
pub fn live_lamp(desk: Desk, view: &ClockView) -> Memo<Option<Lamp>> {
    let (clock, known) = (view.clock.clone(), view.lamp);
    let yellow = untrack(|| names::profile(desk, |profile| profile.yellow_share)).unwrap_or(0);
    Memo::new(move |_| {
        Some(if clock.runs() {
            clock.lamp(desk.now.get(), yellow)
        } else {
            known
        })
    })
}

/// Lamp, what is left, until when.
#[component]
pub fn Left(
    /// Which clock.
    clock: ClockView,
) -> impl IntoView {
    let desk = Desk::here();
    let lamp = live_lamp(desk, &clock);
    let clock = clock.clock;
    let due_at = clock.due.at;
    let left = {
        let clock = clock.clone();
        Memo::new(move |_| {
            desk.language.track();
            stands(&clock, desk.now.get())
        })
    };
    let until = Memo::new(move |_| {
        let now = desk.now.get();
        let moment = when::moment(due_at, now);
        if now > due_at {
            moment
        } else {
            t("case-due", &[("when", &moment)])
        }
    });
    let says_when = Memo::new(move |_| {
        let at = exact(due_at);
        let time = at.get(11..16).unwrap_or_default();
        let time = if time == "00:00" { "24:00" } else { time };
        left.with(|left| left.contains(time))
    });
    view! {
        <span class="clock-lamp" data-lamp=move || lamp.get().map(Lamp::name)>
            <LampMark lamp />
            <strong class="clock-left figures">{left}</strong>
        </span>
        // What is said as a moment already is not said twice.
        <span class="clock-until figures" title=exact(due_at)>
            {move || (!says_when.get()).then(|| until.get())}
        </span>
    }
}

/// How a clock stands: what is left or past, that it stands still, or that it was kept or not.
fn stands(clock: &Clock, now: Timestamp) -> String {
    if let Some(stopped_at) = clock.stopped_at {
        let late = stopped_at.duration_since(clock.due.at).as_secs();
        return if late > 0 {
            when::length("case-was-late", late)
        } else {
            t("case-was-kept", &[])
        };
    }
    if clock.paused_at.is_some() {
        return t("case-clock-paused", &[]);
    }
    due(clock.due.at, now)
}

/// All clocks of the case; nothing when it never had one.
#[component]
pub fn Clocks(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let owed = Memo::new(move |_| {
        let mut owed: Vec<ClockView> = view.with(|view| {
            let open = view.case.is_open();
            let on = view.clocks.iter();
            let on = on.filter(|clock| clock.clock.stopped_at.is_none() && open);
            on.cloned().collect()
        });
        // Those that run before those that stand still, the nearest first.
        owed.sort_by_key(|clock| (!clock.clock.runs(), clock.clock.due.at));
        owed
    });
    let past = Memo::new(move |_| {
        view.with(|view| {
            let open = view.case.is_open();
            let off = view.clocks.iter();
            let off = off.filter(|clock| clock.clock.stopped_at.is_some() || !open);
            off.cloned().collect::<Vec<_>>()
        })
    });
    // A clock that moved is drawn anew; one that only runs keeps its computation open.
    let key = |view: &ClockView| format!("{:?}{:?}", view.clock, view.computation.is_some());
    view! {
        <Show when=move || !owed.with(Vec::is_empty) || !past.with(Vec::is_empty)>
            <section class="part" data-testid="case-clocks">
                <h3 class="part-head">
                    {crate::say!("case-clocks")}
                    <span class="part-note figures">
                        {crate::say!("case-clocks-running", count = count(owed.with(|all| all.iter().filter(|c| c.clock.runs()).count()) as u64))}
                    </span>
                </h3>
                <For each=move || owed.get() key children=|clock| view! { <ClockRow clock /> } />
                <Show when=move || !past.with(Vec::is_empty)>
                    <details class="fold" data-testid="clocks-stopped">
                        <summary>
                            {crate::say!("case-clocks-stopped", count = count(past.with(Vec::len) as u64))}
                        </summary>
                        <For each=move || past.get() key children=|clock| view! { <ClockRow clock /> } />
                    </details>
                </Show>
            </section>
        </Show>
    }
}

/// One clock; it opens to how its deadline came about.
#[component]
fn ClockRow(clock: ClockView) -> impl IntoView {
    let desk = Desk::here();
    let lamp = live_lamp(desk, &clock);
    let own = clock.clock.clone();
    let code = own.code.0.clone();
    let testid = format!("clock-{code}");
    let name = {
        let code = own.code.clone();
        let given = clock.name.clone();
        move || {
            given
                .as_ref()
                .map_or_else(|| clock_name(desk, &code), names::label)
        }
    };
    let (started_at, due_at) = (own.started_at, own.due.at);
    let whole = due_at.duration_since(started_at).as_secs().max(1);
    let stands_since = own.stopped_at.or(own.paused_at);
    let share = Memo::new(move |_| {
        let now = stands_since.unwrap_or_else(|| desk.now.get());
        // To the percent: the bar need not be drawn every second.
        (now.duration_since(started_at).as_secs() * 100 / whole).clamp(0, 100)
    });
    let provisional = own.due.provisional.map(|year| {
        let title = Signal::derive(crate::say!("case-provisional-hint", year = year));
        view! {
            <Tag hue=Hue::Warning title>{crate::say!("case-provisional", year = year)}</Tag>
        }
    });
    let extended = (own.extended > 0).then(|| {
        view! { <Tag hue=Hue::Accent>{crate::say!("case-clock-extended", count = own.extended)}</Tag> }
    });
    view! {
        <details
            class="clock-row"
            data-testid=testid
            data-due=due_at.to_string()
            data-lamp=move || lamp.get().map(Lamp::name)
        >
            <summary class="clock-line" title=t("case-clock-how", &[])>
                <span class="clock-name">{name} " " {extended} {provisional}</span>
                <span class="clock-stand"><Left clock=clock.clone() /></span>
                <span class="clock-bar" aria-hidden="true">
                    <span class="clock-gone" style:width=move || format!("{}%", share.get())></span>
                </span>
            </summary>
            <Computed clock code />
        </details>
    }
}

/// On what a deadline is based, and how it was counted.
#[component]
fn Computed(clock: ClockView, code: String) -> impl IntoView {
    let desk = Desk::here();
    let ClockView {
        clock: own,
        basis,
        computation,
        ..
    } = clock;
    let testid = format!("clock-steps-{code}");
    let steps = if let Some(computation) = computation {
        let step =
            |step| view! { <li>{move || counting::told(&step, desk.now.get_untracked())}</li> };
        let steps = computation.steps.into_iter().map(step).collect_view();
        view! { <ol class="clock-steps" data-testid=testid>{steps}</ol> }.into_any()
    } else {
        let key = if own.period.is_none() {
            "case-clock-by-hand"
        } else {
            "case-clock-was-moved"
        };
        view! { <p data-testid=testid>{crate::say!(key)}</p> }.into_any()
    };
    let started_at = own.started_at;
    let period = own.period.map(|period| {
        view! {
            <dt>{crate::say!("case-clock-period")}</dt>
            <dd class="figures">{move || when::period(period)}</dd>
        }
    });
    view! {
        <div class="clock-how">
            <dl class="pairs">
                {(!basis.is_empty()).then(|| view! {
                    <dt>{crate::say!("case-clock-basis")}</dt>
                    <dd>{basis}</dd>
                })}
                {period}
                <dt>{crate::say!("case-clock-started")}</dt>
                <dd class="figures">{exact(started_at)}</dd>
                <dt>{crate::say!("case-clock-ends")}</dt>
                <dd class="figures">{exact(own.due.at)}</dd>
                {own.stopped_at.map(|at| view! {
                    <dt>{crate::say!("case-clock-stopped")}</dt>
                    <dd class="figures">{exact(at)}</dd>
                })}
            </dl>
            {steps}
        </div>
    }
}
