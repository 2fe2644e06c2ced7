//! Until when an order must be fed back: by the profile's clock, with its computation, or as
//! somebody sets it.

use std::sync::Arc;

use jiff::Timestamp;
use leptos::prelude::*;
use onemap_domain::calendar::{Computation, Period};
use onemap_domain::profile::{ClockMatter, Label};
use onemap_protocol::desk::{CaseView, Compute};
use onemap_protocol::problem::Problem;

use super::OrderDraft;
use crate::case::{counting, when};
use crate::parts::TextField;
use crate::remote::{Remote, remote};
use crate::state::Desk;
use crate::text::{sentence, t};

/// The hour of the quick choice "today".
const CLOSE_OF_BUSINESS: i8 = 18;

/// Until when a department has to feed back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueChoice {
    /// As the profile says.
    Profile,
    /// Close of business today.
    Today,
    /// The end of the day so many days on.
    Days(u16),
    /// As typed.
    Custom,
}

impl DueChoice {
    const ALL: [DueChoice; 6] = [
        DueChoice::Profile,
        DueChoice::Today,
        DueChoice::Days(1),
        DueChoice::Days(3),
        DueChoice::Days(7),
        DueChoice::Custom,
    ];

    fn words(self) -> String {
        match self {
            DueChoice::Profile => t("dispatch-due-profile", &[]),
            DueChoice::Today => t("dispatch-due-today", &[]),
            DueChoice::Days(days) => t("dispatch-due-days", &[("count", &days.to_string())]),
            DueChoice::Custom => t("dispatch-due-custom", &[]),
        }
    }

    fn name(self) -> String {
        match self {
            DueChoice::Profile => "profile".to_owned(),
            DueChoice::Today => "today".to_owned(),
            DueChoice::Days(days) => format!("days-{days}"),
            DueChoice::Custom => "custom".to_owned(),
        }
    }

    /// The moment of a quick choice; `None` leaves it to the profile, or to what is typed.
    pub fn set_time(self, now: Timestamp) -> Option<Timestamp> {
        match self {
            DueChoice::Today => Some(when::today_at(now, CLOSE_OF_BUSINESS)),
            DueChoice::Days(days) => Some(when::after_days(now, days)),
            DueChoice::Profile | DueChoice::Custom => None,
        }
    }
}

/// The profile's clock for an order.
#[derive(Clone, Debug, PartialEq)]
struct OrderClock {
    name: Label,
    basis: String,
    period: Period,
}

/// When the order will be due, and how that was computed.
#[derive(Clone, Copy)]
pub struct DueTime {
    /// The moment; `None` when nothing limits it, or while it is not known.
    pub at: Memo<Option<Timestamp>>,
    clock: Memo<Option<OrderClock>>,
    computed: Remote<Computation>,
}

impl DueTime {
    /// Of an order on a case. Only for the bodies of components.
    pub fn new(desk: Desk, order: OrderDraft, view: Signal<Arc<CaseView>>) -> DueTime {
        let clock = Memo::new(move |_| {
            view.with(|view| {
                desk.names.with(|names| {
                    let profile = &names.as_deref()?.profile;
                    let rule = profile.order_rule(&ClockMatter::of(&view.case))?;
                    Some(OrderClock {
                        name: rule.name.clone(),
                        basis: rule.basis.clone(),
                        period: rule.period,
                    })
                })
            })
        });
        // From now: asked again with every minute, which is what the answer is told in.
        let minute = Memo::new(move |_| desk.now.get().as_second() / 60);
        let computed = remote(move || {
            let from = Timestamp::from_second(minute.get() * 60).ok();
            let period = clock.with(|clock| clock.as_ref().map(|clock| clock.period))?;
            Some(Compute { from, period })
        });
        let at = Memo::new(move |_| match order.due.get() {
            DueChoice::Profile => computed.with(|computed| computed.deadline.at),
            DueChoice::Custom => when::from_control(&order.custom.get()),
            choice => choice.set_time(desk.now.get()),
        });
        DueTime {
            at,
            clock,
            computed,
        }
    }
}

/// Until when, and how that was computed.
#[component]
pub fn DueField(
    /// What is being written.
    order: OrderDraft,
    /// When it will be due.
    due: DueTime,
    /// What the console found.
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let desk = Desk::here();
    let choice = move |choice: DueChoice| {
        let is_past = move || {
            choice == DueChoice::Today
                && when::today_at(desk.now.get(), CLOSE_OF_BUSINESS) <= desk.now.get()
        };
        let choose = move |_| {
            if choice == DueChoice::Custom && order.custom.with_untracked(String::is_empty) {
                order
                    .custom
                    .set(when::to_control(when::proposed(desk.central_now())));
            }
            order.due.set(choice);
        };
        view! {
            <button
                type="button"
                class="quick"
                role="radio"
                aria-checked=move || (order.due.get() == choice).to_string()
                disabled=is_past
                data-testid=format!("dispatch-due-{}", choice.name())
                on:click=choose
            >
                {move || choice.words()}
            </button>
        }
    };
    let by_profile = Memo::new(move |_| order.due.get() == DueChoice::Profile);
    view! {
        <div class="field" data-testid="dispatch-due" data-due=move || due.at.get().map(|at| at.to_string())>
            <div class="field-top">
                <span class="field-label">{crate::say!("dispatch-due")}</span>
                <Show when=move || !by_profile.get()>
                    <span class="part-note">{crate::say!("dispatch-due-how-set")}</span>
                </Show>
            </div>
            <div class="quicks" role="radiogroup" aria-label=crate::say!("dispatch-due")>
                {DueChoice::ALL.map(choice)}
            </div>
            <Show when=move || by_profile.get()><ByProfile due /></Show>
            <Show
                when=move || order.due.get() == DueChoice::Custom
                fallback=move || view! { <DueProblem problem /> }
            >
                <TextField name="due_at" value=order.custom problem kind="datetime-local" testid="dispatch-due-at" />
            </Show>
        </div>
    }
}

/// The profile's clock: its name, how long, by what law, and how the end was counted.
#[component]
fn ByProfile(due: DueTime) -> impl IntoView {
    let desk = Desk::here();
    let rule = move || {
        let Some(clock) = due.clock.get() else {
            return t("dispatch-due-unlimited", &[]);
        };
        t(
            "dispatch-due-rule",
            &[
                ("clock", desk.language.get().of(&clock.name)),
                ("period", &when::period(clock.period)),
                ("basis", &clock.basis),
            ],
        )
    };
    let counted = move || {
        due.clock.with(Option::is_some).then(|| {
            if let Some(problem) = due.computed.problem() {
                return view! { <p class="field-line field-error" role="alert">{sentence(&problem)}</p> }
                    .into_any();
            }
            match due.computed.get() {
                None => view! { <p class="part-empty">{t("dispatch-due-counting", &[])}</p> }
                    .into_any(),
                Some(computation) => view! { <Counted computation /> }.into_any(),
            }
        })
    };
    view! {
        <p class="due-rule" data-testid="dispatch-due-rule">{rule}</p>
        {counted}
    }
}

/// The end of a computation, whether it is provisional, and the steps that lead there.
#[component]
fn Counted(computation: Arc<Computation>) -> impl IntoView {
    let desk = Desk::here();
    let at = computation.deadline.at;
    let provisional = computation.deadline.provisional;
    let step = move |step: onemap_domain::calendar::Step| {
        view! { <li>{move || counting::told(&step, desk.now.get_untracked())}</li> }
    };
    let steps = computation.steps.iter().cloned().map(step).collect_view();
    view! {
        <p class="due-end figures">
            {move || t("dispatch-due-ends", &[("when", &when::moment(at, desk.now.get()))])}
        </p>
        {provisional.map(|year| view! {
            <p class="field-line" data-testid="dispatch-due-provisional">
                {crate::say!("dispatch-due-provisional", year = year)}
            </p>
        })}
        <details class="due-steps" data-testid="dispatch-due-steps">
            <summary>{crate::say!("dispatch-due-steps")}</summary>
            <ol class="clock-steps">{steps}</ol>
        </details>
    }
}

/// A quick choice may have run out too, while the form stood open.
#[component]
fn DueProblem(problem: Signal<Option<Problem>>) -> impl IntoView {
    move || {
        let problem = problem
            .get()
            .filter(|problem| problem.code == "due_in_past")?;
        Some(view! {
            <p class="field-line field-error" role="alert">{sentence(&problem)}</p>
        })
    }
}
