//! The forms of the commands on a case. Each opens in the panel itself: what it does, its fields,
//! and below them, where the action bar was, sending and going back.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::{Satisfaction, Urgency};
use onemap_domain::clock::Period;
use onemap_domain::command::{Command, CommandKind};
use onemap_protocol::desk::CaseView;
use onemap_protocol::problem::Problem;

use super::dispatch::{DispatchFields, OrderDraft};
use super::submit::{FormProblem, Sending};
use super::when;
use crate::new_case::{FIELDS as FACTS_FIELDS, FactsDraft, FactsFields};
use crate::parts::{Button, Choices, Look, Segment, Select, TextArea};
use crate::state::{Desk, Pick};
use crate::text::{sentence, t, word};

/// What is being filled in. Its signals live as long as its form is on the screen.
#[derive(Clone, Copy)]
pub struct Draft {
    /// For which command.
    pub kind: CommandKind,
    /// The revision on screen when the form was opened.
    pub opened_at: u64,
    /// How it stands with the console.
    pub sending: Sending,
    words: RwSignal<String>,
    closing: RwSignal<String>,
    urgency: RwSignal<Urgency>,
    satisfaction: RwSignal<Satisfaction>,
    order: Option<OrderDraft>,
    facts: Option<FactsDraft>,
}

impl Draft {
    fn new(kind: CommandKind, view: &CaseView) -> Draft {
        let facts = &view.case.facts;
        Draft {
            kind,
            opened_at: view.case.revision,
            sending: Sending::new(),
            words: RwSignal::new(String::new()),
            closing: RwSignal::new(String::new()),
            urgency: RwSignal::new(facts.urgency),
            satisfaction: RwSignal::new(Satisfaction::Satisfied),
            order: (kind == CommandKind::Dispatch).then(OrderDraft::new),
            facts: (kind == CommandKind::Amend).then(|| FactsDraft::of(facts, Pick::Amend)),
        }
    }

    fn command(&self, desk: Desk) -> Result<Command, Problem> {
        let words = || self.words.get_untracked();
        Ok(match self.kind {
            CommandKind::Verify => Command::Verify { note: words() },
            CommandKind::Decline => Command::Decline { reason: words() },
            CommandKind::Establish => Command::Establish {
                urgency: self.urgency.get_untracked(),
            },
            CommandKind::Withdraw => Command::Withdraw { note: words() },
            CommandKind::Accept => Command::Accept,
            CommandKind::Return => Command::Return { reason: words() },
            CommandKind::Progress => Command::Progress { note: words() },
            CommandKind::FeedBack => Command::FeedBack { result: words() },
            CommandKind::Close => Command::Close {
                reason: self.closing.get_untracked(),
                note: words(),
            },
            CommandKind::Reopen => Command::Reopen { reason: words() },
            CommandKind::Evaluate => Command::Evaluate {
                satisfaction: self.satisfaction.get_untracked(),
            },
            CommandKind::Urge => Command::Urge { note: words() },
            CommandKind::Dispatch => {
                let order = self.order.ok_or_else(|| Problem::bad_field("lead"))?;
                Command::Dispatch(order.order(desk.central_now())?)
            }
            CommandKind::Report | CommandKind::Amend => {
                let facts = self.facts.ok_or_else(|| Problem::bad_field("title"))?;
                Command::Amend {
                    facts: Box::new(facts.facts()?),
                }
            }
        })
    }

    /// Gives the command; the form closes when it is in the outbox.
    pub fn send(self, desk: Desk, view: &CaseView, close: Callback<()>) {
        // A correction is meant for the text its author saw; everything else for the case as it
        // stands on the screen.
        let revision = match self.kind {
            CommandKind::Amend => self.opened_at,
            _ => view.case.revision,
        };
        let command = self.command(desk);
        self.sending
            .give(desk, Some(view.case.id), revision, command, move |_| {
                close.try_run(());
            });
    }
}

/// The form of a command, in the body of the panel.
#[component]
pub fn FormView(
    /// The command.
    kind: CommandKind,
    /// The case.
    view: Signal<Arc<CaseView>>,
    /// Where the foot of the panel finds the draft.
    open: RwSignal<Option<Draft>>,
) -> impl IntoView {
    let draft = Draft::new(kind, &view.get_untracked());
    open.set(Some(draft));
    on_cleanup(move || {
        open.try_set(None);
    });
    let name = kind.name();
    let moved = move || view.with(|view| view.case.revision != draft.opened_at);
    let refusal = Memo::new(move |_| {
        view.with(|view| {
            let action = view.actions.iter().find(|action| action.command == kind)?;
            action.refusal.as_ref().map(Problem::from)
        })
    });
    let problem = draft.sending.problem;
    view! {
        <section
            class="case-form"
            data-testid="form"
            data-command=name
            aria-label=move || word("command", name)
        >
            <h3 class="form-head">
                {move || word("command", name)}
                <span class="part-note"><Consequence kind view /></span>
            </h3>
            <Show when=moved>
                <p class="form-moved" role="status" data-testid="form-moved">
                    {crate::say!("case-form-moved")}
                    {move || refusal.get().map(|refusal| format!(" {}", sentence(&refusal)))}
                </p>
            </Show>
            <FormProblem problem fields=fields_of(kind) />
            <Fields draft view />
        </section>
    }
}

/// What the command brings about.
#[component]
fn Consequence(kind: CommandKind, view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    move || match kind {
        CommandKind::Dispatch | CommandKind::Report => String::new(),
        CommandKind::Amend => t("new-case-amend-hint", &[]),
        CommandKind::Accept => match view.with(|view| view.case.order_due_at) {
            Some(at) => {
                let until = when::moment(at, desk.now.get());
                t("case-form-accept", &[("when", &until)])
            }
            None => t("case-form-accept-unlimited", &[]),
        },
        kind => word("case-form", kind.name()),
    }
}

const fn fields_of(kind: CommandKind) -> &'static [&'static str] {
    match kind {
        CommandKind::Verify | CommandKind::Withdraw | CommandKind::Progress | CommandKind::Urge => {
            &["note"]
        }
        CommandKind::Decline | CommandKind::Return | CommandKind::Reopen => &["reason"],
        CommandKind::FeedBack => &["result"],
        CommandKind::Close => &["reason", "note"],
        CommandKind::Dispatch => &["requirements", "due_at"],
        CommandKind::Amend | CommandKind::Report => FACTS_FIELDS,
        CommandKind::Establish | CommandKind::Accept | CommandKind::Evaluate => &[],
    }
}

#[component]
fn Fields(draft: Draft, view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    let problem: Signal<Option<Problem>> = draft.sending.problem.into();
    let hint = move |key: &'static str| Signal::derive(crate::say!(key));
    let value = draft.words;
    let words = move |name: &'static str, key: &'static str, required: bool| {
        let testid = format!("form-{name}");
        view! { <TextArea name value problem hint=hint(key) required focused=true testid /> }
            .into_any()
    };
    match draft.kind {
        CommandKind::Verify => words("note", "case-note-verify", false),
        CommandKind::Withdraw => words("note", "case-note-withdraw", false),
        CommandKind::Progress => words("note", "case-note-progress", true),
        CommandKind::Urge => words("note", "case-note-urge", false),
        CommandKind::Decline => words("reason", "case-reason-decline", true),
        CommandKind::Return => words("reason", "case-reason-return", true),
        CommandKind::Reopen => words("reason", "case-reason-reopen", true),
        CommandKind::FeedBack => words("result", "case-result-hint", true),
        CommandKind::Establish => view! { <UrgencyField urgency=draft.urgency /> }.into_any(),
        CommandKind::Evaluate => {
            let choices = Signal::derive(move || {
                desk.language.track();
                Satisfaction::ALL
                    .map(|s| (s, word("satisfaction", s.name())))
                    .to_vec()
            });
            view! {
                <div class="form-choice" data-testid="form-satisfaction">
                    <Segment
                        choices
                        chosen=draft.satisfaction
                        on_choose=move |satisfaction| draft.satisfaction.set(satisfaction)
                        label=Signal::derive(crate::say!("case-satisfaction"))
                    />
                </div>
            }
            .into_any()
        }
        CommandKind::Close => view! { <ClosingFields draft /> }.into_any(),
        CommandKind::Dispatch => match draft.order {
            Some(order) => view! { <DispatchFields order view problem /> }.into_any(),
            None => ().into_any(),
        },
        CommandKind::Amend => match draft.facts {
            Some(facts) => view! { <FactsFields draft=facts problem /> }.into_any(),
            None => ().into_any(),
        },
        CommandKind::Accept | CommandKind::Report => ().into_any(),
    }
}

/// How fast the case must move, with the time limit that follows.
#[component]
pub fn UrgencyField(
    /// What is chosen.
    urgency: RwSignal<Urgency>,
) -> impl IntoView {
    let desk = Desk::here();
    let choices = Signal::derive(move || {
        desk.language.track();
        Urgency::ALL
            .map(|urgency| (urgency, word("urgency", urgency.name())))
            .to_vec()
    });
    let limit = move || {
        let period: Option<Period> = desk
            .names
            .with(|names| names.as_deref()?.profile.whole_period(urgency.get()));
        period.map(|period| t("case-whole-limit", &[("period", &when::period(period))]))
    };
    view! {
        <div class="field" data-testid="form-urgency" data-urgency=move || urgency.get().name()>
            <span class="field-label">{move || word("field", "urgency")}</span>
            <div class="form-choice">
                <Segment
                    choices
                    chosen=urgency
                    on_choose=move |chosen| urgency.set(chosen)
                    label=Signal::derive(crate::say!("field-urgency"))
                />
                <span class="part-note">{limit}</span>
            </div>
        </div>
    }
}

#[component]
fn ClosingFields(draft: Draft) -> impl IntoView {
    let desk = Desk::here();
    let problem: Signal<Option<Problem>> = draft.sending.problem.into();
    let choices = Signal::derive(move || {
        let language = desk.language.get();
        let closings = |book: &crate::state::Book| -> Choices {
            let closings = book.profile.closings.iter();
            closings
                .map(|c| (c.code.clone(), language.of(&c.name).to_owned()))
                .collect()
        };
        desk.names
            .with(|names| names.as_deref().map(closings).unwrap_or_default())
    });
    let needs_note = Memo::new(move |_| {
        desk.names.with(|names| {
            let closing = names.as_deref()?.profile.closing(&draft.closing.get())?;
            Some(closing.needs_note)
        })
    });
    let hint = Signal::derive(move || match needs_note.get() {
        Some(true) => t("case-closing-needs-note", &[]),
        _ => t("case-note-close", &[]),
    });
    view! {
        <Select name="reason" value=draft.closing choices problem required=true testid="closing-reason" />
        <TextArea name="note" value=draft.words problem hint testid="form-note" />
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
    let name = kind.name();
    let send = NodeRef::<leptos::html::Div>::new();
    // A form without a field has only its button to confirm with.
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
            word("command", name)
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
