//! Giving a command: it is durable when the console answers, and whoever gave it sees that, or why
//! not.

use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_protocol::desk::{GiveInstead, Submit, Submitted};
use onemap_protocol::problem::Problem;
use uuid::Uuid;

use super::names::command_name;
use crate::backend;
use crate::state::Desk;
use crate::toasts::{Toast, Tone};

/// How a form stands with the console.
#[derive(Clone, Copy)]
pub struct Sending {
    /// The command is on its way to the console.
    pub busy: RwSignal<bool>,
    /// Why it was not taken.
    pub problem: RwSignal<Option<Problem>>,
}

impl Sending {
    /// Nothing was sent yet.
    pub fn new() -> Sending {
        Sending {
            busy: RwSignal::new(false),
            problem: RwSignal::new(None),
        }
    }

    /// Gives a command once; `done` runs when it is in the outbox. What the form has got wrong
    /// stands in `problem`. With `old` it stands in the place of an order that was set aside, which
    /// is settled by it.
    pub fn give(
        self,
        desk: Desk,
        old: Option<Uuid>,
        case: Option<CaseId>,
        revision: u64,
        command: Result<Command, Problem>,
        done: impl FnOnce(Submitted) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        let command = match command {
            Ok(command) => command,
            Err(problem) => return self.problem.set(Some(problem)),
        };
        let name = untrack(|| command_name(desk, command.kind()));
        self.problem.set(None);
        self.busy.set(true);
        wasm_bindgen_futures::spawn_local(async move {
            let answer = if let Some(order) = old {
                let instead = GiveInstead {
                    order,
                    case,
                    revision,
                    command,
                };
                backend::ask(instead).await
            } else {
                let submit = Submit {
                    case,
                    revision,
                    command,
                };
                backend::ask(submit).await
            };
            // `None`: the form is gone, but what became of its command is said all the same.
            let form_is_gone = self.busy.try_set(false).is_some();
            match answer {
                Ok(submitted) => {
                    desk.toast(Toast::new(
                        Tone::Good,
                        "case-submitted",
                        &[("command", &name)],
                    ));
                    done(submitted);
                }
                Err(problem) if form_is_gone => desk.report(&problem),
                Err(problem) => {
                    if problem.is(onemap_protocol::problem::ProblemCode::SignInNeeded) {
                        desk.report(&problem);
                    }
                    self.problem.set(Some(problem));
                }
            }
        });
    }
}

/// What is wrong with a form as a whole; what is wrong with one field stands at that field.
#[component]
pub fn FormProblem(
    /// Why the command was not taken.
    problem: RwSignal<Option<Problem>>,
    /// The fields of the form; their problems are shown there.
    #[prop(optional)]
    fields: &'static [&'static str],
) -> impl IntoView {
    move || {
        let problem = problem.get()?;
        let field = problem.params.get("field").map(String::as_str);
        if field.is_some_and(|field| fields.contains(&field)) {
            return None;
        }
        let code = problem.code.clone();
        Some(view! {
            <p class="form-problem" role="alert" data-testid="form-problem" data-code=code>
                {crate::text::sentence(&problem)}
            </p>
        })
    }
}
