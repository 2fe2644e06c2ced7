//! The forms of the commands on a case. Each opens in the panel itself: what it does, its fields,
//! and below them, where the action bar was, sending and going back.
//!
//! Which fields a command has is a table ([`describe`]); what was filled in makes the command
//! ([`values`]). Deliberately absent: any rule. What the console refuses lands on its field.

mod controls;
mod describe;
mod other;
mod policies;
mod sight;
mod taken;
mod units;
mod urgency;
mod values;

pub use taken::can_begin;
pub use urgency::UrgencyField;

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::Urgency;
use onemap_domain::command::{Command, CommandKind};
use onemap_protocol::desk::{CaseView, Compute};
use onemap_protocol::problem::Problem;
use uuid::Uuid;

use self::controls::FieldView;
use self::describe::{Control, Field, fields, initial};
use self::sight::Sight;
use self::values::{Parts, Values};
use super::dispatch::OrderDraft;
use super::names::{self, command_name};
use super::submit::Sending;
use super::when;
use crate::new_case::{FIELDS as FACTS_FIELDS, FactsDraft};
use crate::parts::{Button, Look};
use crate::remote::remote;
use crate::state::{Desk, Pick};
use crate::text::{sentence, t};

/// What is being filled in. Its signals live as long as its form is on the screen.
#[derive(Clone, Copy)]
pub struct Draft {
    /// For which command.
    pub kind: CommandKind,
    /// The revision on screen when the form was opened.
    pub opened_at: u64,
    /// How it stands with the console.
    pub sending: Sending,
    values: RwSignal<Values>,
    urgency: RwSignal<Urgency>,
    // Stored: a draft is handed about by value, and these two are large.
    order: StoredValue<Option<OrderDraft>>,
    facts: StoredValue<Option<FactsDraft>>,
    /// The order that was set aside, in whose place this one is given.
    old: StoredValue<Option<Uuid>>,
}

impl Draft {
    fn new(kind: CommandKind, reason: String, view: &CaseView, desk: Desk) -> Draft {
        let taken = taken::order(desk, kind, view.case.id);
        let meant = taken.as_ref().map(|taken| &taken.command);
        let facts = &view.case.facts;
        let has_order = matches!(
            kind,
            CommandKind::Dispatch | CommandKind::Designate | CommandKind::Redispatch
        );
        let values = with_sight(desk, view, |sight| initial(kind, sight));
        let mut values = values.unwrap_or_default();
        if !reason.is_empty() {
            values.set("reason", reason);
        }
        if let Some(meant) = meant {
            taken::fill(&mut values, meant);
        }
        let order = meant.and_then(taken::dispatch);
        let corrected = meant.and_then(taken::facts).unwrap_or(facts);
        Draft {
            kind,
            opened_at: view.case.revision,
            sending: Sending::new(),
            values: RwSignal::new(values),
            urgency: RwSignal::new(facts.urgency),
            order: StoredValue::new(
                has_order.then(|| order.map_or_else(OrderDraft::new, OrderDraft::of)),
            ),
            facts: StoredValue::new(
                (kind == CommandKind::Amend).then(|| FactsDraft::of(corrected, Pick::Amend)),
            ),
            old: StoredValue::new(taken.map(|taken| taken.order)),
        }
    }

    fn command(&self, desk: Desk, view: &CaseView) -> Result<Command, Problem> {
        let values = self.values.get_untracked();
        let longest = untrack(|| with_sight(desk, view, |sight| sight.longest(&values))).flatten();
        let parts = Parts {
            urgency: self.urgency.get_untracked(),
            order: || {
                let order = self
                    .order
                    .get_value()
                    .ok_or_else(|| Problem::bad_field("lead"))?;
                order.order(desk.central_now())
            },
            facts: || {
                let facts = self
                    .facts
                    .get_value()
                    .ok_or_else(|| Problem::bad_field("title"))?;
                facts.facts()
            },
            longest,
        };
        values::command(self.kind, &values, parts)
    }

    /// What the console found wrong with a field; tracked.
    fn fault(&self, field: &Field) -> Option<Problem> {
        self.sending.problem.get().filter(|p| is_about(p, field))
    }

    /// Gives the command; the form closes when it is in the outbox.
    pub fn send(self, desk: Desk, view: &CaseView, close: Callback<()>) {
        // A correction is meant for the text its author saw; everything else for the case as it
        // stands on the screen.
        let revision = match self.kind {
            CommandKind::Amend => self.opened_at,
            _ => view.case.revision,
        };
        let command = self.command(desk, view);
        let (old, case) = (self.old.get_value(), Some(view.case.id));
        self.sending
            .give(desk, old, case, revision, command, move |_| {
                close.try_run(());
            });
    }
}

/// Looks with the profile and the user at a case; `None` while the profile is not known.
fn with_sight<O>(desk: Desk, view: &CaseView, look: impl FnOnce(&Sight) -> O) -> Option<O> {
    names::profile(desk, |profile| {
        desk.user.with(|user| {
            look(&Sight {
                view,
                profile,
                user: user.as_ref(),
            })
        })
    })
}

fn is_about(problem: &Problem, field: &Field) -> bool {
    let named = problem.params.get("field").map(String::as_str);
    let said: Vec<&str> = problem.params.values().map(String::as_str).collect();
    match field.control {
        // What is wrong with these is shown by their own views.
        Control::Facts => named.is_some_and(|name| FACTS_FIELDS.contains(&name)),
        Control::Order => {
            matches!(named, Some("lead" | "assists" | "requirements" | "due_at"))
                || matches!(problem.code.as_str(), "lead_assists" | "due_in_past")
        }
        _ => field.is_at_fault(named, &problem.code, &said),
    }
}

/// The form of a command, in the body of the panel.
#[component]
pub fn FormView(
    /// The command.
    kind: CommandKind,
    /// The reason that it begins with; empty when whoever fills it in has to find one.
    reason: String,
    /// The case.
    view: Signal<Arc<CaseView>>,
    /// Where the foot of the panel finds the draft.
    open: RwSignal<Option<Draft>>,
) -> impl IntoView {
    let desk = Desk::here();
    let draft = untrack(|| Draft::new(kind, reason, &view.get_untracked(), desk));
    open.set(Some(draft));
    on_cleanup(move || {
        open.try_set(None);
    });
    if kind == CommandKind::Whistle {
        propose_arrival(draft, desk);
    }
    let name = kind.name();
    let moved = move || view.with(|view| view.case.revision != draft.opened_at);
    let refusal = Memo::new(move |_| {
        view.with(|view| {
            let action = view.actions.iter().find(|action| action.command == kind)?;
            action.refusal.as_ref().map(Problem::from)
        })
    });
    let described = Memo::new(move |_| {
        let look = |view: &Arc<CaseView>| {
            with_sight(desk, view, |sight| {
                draft.values.with(|values| fields(kind, sight, values))
            })
        };
        view.with(look).unwrap_or_default()
    });
    // What is wrong with the form as a whole; what is wrong with one field stands at that field.
    let whole = move || {
        let problem = draft.sending.problem.get()?;
        let at_field = described.with(|all| all.iter().any(|field| is_about(&problem, field)));
        (!at_field).then(|| {
            let code = problem.code.clone();
            view! {
                <p class="form-problem" role="alert" data-testid="form-problem" data-code=code>
                    {sentence(&problem)}
                </p>
            }
        })
    };
    view! {
        <section
            class="case-form"
            data-testid="form"
            data-command=name
            aria-label=move || command_name(desk, kind)
        >
            <h3 class="form-head">
                {move || command_name(desk, kind)}
                <span class="part-note"><Consequence kind view /></span>
            </h3>
            {draft.old.get_value().map(|_| view! {
                <p class="form-moved" role="status" data-testid="form-taken">{crate::say!("order-taken-over")}</p>
            })}
            <Show when=moved>
                <p class="form-moved" role="status" data-testid="form-moved">
                    {crate::say!("case-form-moved")}
                    {move || refusal.get().map(|refusal| format!(" {}", sentence(&refusal)))}
                </p>
            </Show>
            {whole}
            <For
                each=move || numbered(described.get())
                // A field that asks for something else is another field.
                key=|(_, field)| format!("{field:?}")
                children=move |(index, field)| {
                    // Only when the form opens: later the keyboard is where somebody put it.
                    let focused = index == 0 && draft.sending.problem.with_untracked(Option::is_none);
                    view! { <FieldView field draft view focused /> }
                }
            />
        </section>
    }
}

fn numbered(fields: Vec<Field>) -> Vec<(usize, Field)> {
    fields.into_iter().enumerate().collect()
}

/// Units usually have the profile's time to arrive; the console counts it, with its calendar.
fn propose_arrival(draft: Draft, desk: Desk) {
    let period = move || {
        names::profile(desk, |profile| {
            profile.whistle.as_ref().map(|rule| rule.arrive_within)
        })
        .flatten()
    };
    let set = move |at| {
        draft
            .values
            .update(|values| values.set("needed_by", when::to_control(at)));
    };
    let Some(usual) = untrack(period) else { return };
    let at_first = when::deadline(desk.central_now(), usual);
    set(at_first);
    let counted = remote(move || period().map(|period| Compute { from: None, period }));
    Effect::new(move |_| {
        let at = counted.with(|computation| computation.deadline.at);
        let untouched = draft
            .values
            .with_untracked(|values| values.text("needed_by") == when::to_control(at_first));
        if let Some(at) = at.filter(|_| untouched) {
            set(at);
        }
    });
}

/// What the command brings about.
#[component]
fn Consequence(kind: CommandKind, view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    move || match kind {
        CommandKind::Dispatch | CommandKind::Report => String::new(),
        CommandKind::Amend => t("new-case-amend-hint", &[]),
        CommandKind::Accept => match view.with(|view| view.case.order_due()) {
            Some(at) => {
                let until = when::moment(at, desk.now.get());
                t("case-form-accept", &[("when", &until)])
            }
            None => t("case-form-accept-unlimited", &[]),
        },
        CommandKind::Return => {
            let reviewed = names::profile(desk, |profile| profile.returns.reviewed);
            match reviewed {
                Some(true) => t("case-form-return-reviewed", &[]),
                _ => t("case-form-return", &[]),
            }
        }
        CommandKind::Withdraw => {
            let is_open = view.with(|view| view.case.stage.is_open());
            let key = if is_open {
                "case-form-withdraw"
            } else {
                "case-form-withdraw-closing"
            };
            t(key, &[])
        }
        CommandKind::Climb => {
            let next: Option<String> = view.with(|view| {
                let stands = view.case.supervision.as_ref()?;
                Some(names::rung(desk, &stands.ladder, stands.rung + 1))
            });
            next.map_or_else(String::new, |rung| t("case-form-climb", &[("rung", &rung)]))
        }
        kind => crate::text::word("case-form", kind.name()),
    }
}

/// Sending and going back, where the action bar was.
#[component]
pub fn FormFoot(
    /// For which command.
    kind: CommandKind,
    /// How it stands with the console.
    sending: Sending,
    /// Gives the command.
    on_send: Callback<()>,
    /// Closes the form.
    on_back: Callback<()>,
) -> impl IntoView {
    let desk = Desk::here();
    let send = NodeRef::<leptos::html::Div>::new();
    // A form without a text to type has only its button to confirm with.
    let is_bare = matches!(
        kind,
        CommandKind::Accept | CommandKind::Establish | CommandKind::Evaluate
    );
    Effect::new(move |_| {
        if let Some(send) = send.get().filter(|_| is_bare) {
            let button = send.query_selector("button").ok().flatten();
            let button = button.map(wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>);
            if let Some(button) = button {
                // Without the keyboard's place the form is still there to be clicked.
                let _ = button.focus();
            }
        }
    });
    let words = move || {
        if sending.busy.get() {
            t("case-form-sending", &[])
        } else {
            command_name(desk, kind)
        }
    };
    view! {
        <div class="form-foot" node_ref=send>
            <Button
                look=Look::Primary
                on_press=on_send
                busy=sending.busy
                hint="Ctrl ⏎"
                testid=if kind == CommandKind::Dispatch { "dispatch-send" } else { "form-submit" }
            >
                {words}
            </Button>
            <Button on_press=on_back hint="Esc" testid="form-cancel">
                {crate::say!("case-form-back")}
            </Button>
        </div>
    }
}
