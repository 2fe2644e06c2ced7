//! What only some cases have: an objection, a request, a pause, a task force, visits, mediations.
//! Each part is there only while there is something to say.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::{Mediation, Pause, Request, TaskForce, Visit, Wish};
use onemap_domain::command::CommandKind;
use onemap_domain::event::Event;
use onemap_protocol::desk::CaseView;
use onemap_protocol::told;

use super::names::{self, command_name};
use super::timeline::LongText;
use super::voice::Screen;
use super::when;
use crate::parts::{Ago, Button, Hue, Look, Tag};
use crate::state::Desk;
use crate::text::{t, word};

/// All of them, what waits for somebody first.
#[component]
pub fn Beside(
    /// The case.
    view: Signal<Arc<CaseView>>,
    /// Opens the form of a command.
    on_open: Callback<CommandKind>,
) -> impl IntoView {
    view! {
        <Waiting view on_open />
        <Paused view />
        <Force view />
        <Visits view />
        <Mediations view />
    }
}

/// A decision that a part offers, when the role may take it.
fn decision(
    view: Signal<Arc<CaseView>>,
    command: CommandKind,
    look: Look,
    on_open: Callback<CommandKind>,
) -> impl IntoView {
    let desk = Desk::here();
    let may = Memo::new(move |_| {
        view.with(|view| {
            view.actions
                .iter()
                .any(|action| action.command == command && action.refusal.is_none())
        })
    });
    view! {
        <Show when=move || may.get()>
            <Button
                look
                on_press=move |()| on_open.run(command)
                testid=format!("decide-{}", command.name())
            >
                {move || command_name(desk, command)}
            </Button>
        </Show>
    }
}

/// An objection and a request, with the decisions about them.
#[component]
fn Waiting(view: Signal<Arc<CaseView>>, on_open: Callback<CommandKind>) -> impl IntoView {
    let objection = Memo::new(move |_| view.with(|view| view.case.objection.clone()));
    let request = Memo::new(move |_| view.with(|view| view.case.request.clone()));
    // The case keeps a login name; the event that asked has the name colleagues know.
    let asker = Memo::new(move |_| {
        view.with(|view| {
            let asked = view
                .timeline
                .iter()
                .rev()
                .map(|happening| &happening.recorded);
            let mut asked =
                asked.filter(|recorded| matches!(recorded.event, Event::Requested { .. }));
            asked.next().map(|recorded| recorded.actor.name.clone())
        })
    });
    let objected = move || {
        objection.get().map(|objection| {
            let uphold = decision(view, CommandKind::UpholdReturn, Look::Primary, on_open);
            let reject = decision(view, CommandKind::RejectReturn, Look::Plain, on_open);
            view! {
                <section class="part part-waiting" data-testid="case-objection">
                    <h3 class="part-head">
                        {crate::say!("case-objection")}
                        <span class="part-note"><Ago at=Signal::stored(objection.at) /></span>
                    </h3>
                    <LongText text=objection.reason />
                    <p class="part-note">{crate::say!("case-objection-hint")}</p>
                    <div class="part-decide">{uphold} {reject}</div>
                </section>
            }
        })
    };
    let requested = move || {
        request.get().map(|request| {
            let approve = decision(view, CommandKind::Approve, Look::Primary, on_open);
            let refuse = decision(view, CommandKind::Refuse, Look::Plain, on_open);
            view! {
                <section
                    class="part part-waiting"
                    data-testid="case-request"
                    data-wish=match request.wish { Wish::Extension { .. } => "extension", Wish::Void => "void" }
                >
                    <h3 class="part-head">
                        {crate::say!("case-request")}
                        <span class="part-note">{asker.get()} " · " <Ago at=Signal::stored(request.at) /></span>
                    </h3>
                    <Wished request=request.clone() />
                    <LongText text=request.reason />
                    <div class="part-decide">{approve} {refuse}</div>
                </section>
            }
        })
    };
    view! { {objected} {requested} }
}

#[component]
fn Wished(request: Request) -> impl IntoView {
    let desk = Desk::here();
    let words = move || {
        let screen = Screen::at(desk, desk.now.get_untracked());
        told::wish(&screen, &request.wish)
    };
    view! { <p><strong>{words}</strong></p> }
}

/// Why nothing moves.
#[component]
fn Paused(view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    let pause = Memo::new(move |_| view.with(|view| view.case.pause.clone()));
    move || {
        pause.get().map(|pause| {
            let Pause {
                cause,
                reason,
                since,
                until,
                hand_off,
            } = pause;
            let body = hand_off.map(|hand_off| {
                view! {
                    <dt>{crate::say!("field-body")}</dt>
                    <dd>{move || names::body(desk, &hand_off.body)}</dd>
                }
            });
            let until = until.map(|until| {
                view! {
                    <dt>{crate::say!("field-until")}</dt>
                    <dd class="figures">{move || when::day(until, desk.now.get())}</dd>
                }
            });
            view! {
                <section class="part part-waiting" data-testid="case-pause" data-cause=cause.name()>
                    <h3 class="part-head">
                        {move || t("case-paused", &[("cause", &word("cause", cause.name()))])}
                        <span class="part-note"><Ago at=Signal::stored(since) /></span>
                    </h3>
                    <LongText text=reason />
                    <dl class="pairs">{body} {until}</dl>
                </section>
            }
        })
    }
}

/// Who works on it (一事一专班).
#[component]
fn Force(view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    let force = Memo::new(move |_| view.with(|view| view.case.task_force.clone()));
    move || {
        force.get().map(|TaskForce { roles, members }| {
            // In the profile's order, which is that of rank; what it does not know comes last.
            let known = names::profile(desk, |profile| {
                let rule = profile.task_force.as_ref();
                rule.map_or_else(Vec::new, |rule| {
                    rule.roles.iter().map(|role| role.code.clone()).collect()
                })
            });
            let known = known.unwrap_or_default();
            let mut roles: Vec<(String, String)> = roles.into_iter().collect();
            roles.sort_by_key(|(code, _)| known.iter().position(|one| one == code));
            let role = |(code, name): (String, String)| {
                view! {
                    <dt>{move || names::force_role(desk, &code)}</dt>
                    <dd>{name}</dd>
                }
            };
            let others = (!members.is_empty()).then(|| {
                let label = move || {
                    names::profile(desk, |profile| {
                        let rule = profile.task_force.as_ref();
                        rule.map(|rule| names::label(&rule.members))
                    })
                    .flatten()
                    .unwrap_or_else(|| t("field-members", &[]))
                };
                view! { <dt>{label}</dt> <dd>{names::listed(&members)}</dd> }
            });
            view! {
                <section class="part" data-testid="case-task-force">
                    <h3 class="part-head">{crate::say!("case-task-force")}</h3>
                    <dl class="pairs">{roles.into_iter().map(role).collect_view()} {others}</dl>
                </section>
            }
        })
    }
}

/// The visits since the last answer, with the three answers; who still owes one.
#[component]
fn Visits(view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    let visits = Memo::new(move |_| {
        view.with(|view| {
            let case = &view.case;
            // A visit that said no stays in sight until there is a newer one.
            let earlier = case.last_visit.iter().filter(|_| case.visits.is_empty());
            earlier.chain(&case.visits).cloned().collect::<Vec<Visit>>()
        })
    });
    let visit = move |visit: Visit| {
        let answers = visit.answers;
        let answer = |name: &'static str, yes: bool| {
            view! {
                <li class="answer" class:answer-no=!yes data-answer=name data-yes=yes.to_string()>
                    <span aria-hidden="true">{if yes { "✓" } else { "✗" }}</span>
                    " "
                    {move || word("field", name)}
                    <span class="unseen">{crate::say!(if yes { "case-yes" } else { "case-no" })}</span>
                </li>
            }
        };
        let unit = visit.unit.clone();
        let by = move || match &unit {
            Some(unit) => desk.department_short(unit),
            None => word("visitor", visit.visitor.name()),
        };
        view! {
            <li class="visit" data-testid="case-visit" data-visitor=visit.visitor.name() data-satisfied=answers.all().to_string()>
                <p class="event-head">
                    <strong>{by}</strong>
                    <span class="event-when"><Ago at=Signal::stored(visit.at) /></span>
                </p>
                <ul class="answers">
                    {answer("handled", answers.handled)}
                    {answer("resolved", answers.resolved)}
                    {answer("satisfied", answers.satisfied)}
                </ul>
            </li>
        }
    };
    view! {
        <Show when=move || !visits.with(Vec::is_empty)>
            <section class="part" data-testid="case-visits">
                <h3 class="part-head">{crate::say!("case-visits")}</h3>
                <ul class="plain">{move || visits.get().into_iter().map(visit).collect_view()}</ul>
            </section>
        </Show>
    }
}

/// Mediations, the newest last.
#[component]
fn Mediations(view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    let all = Memo::new(move |_| view.with(|view| view.case.mediations.clone()));
    let one = move |mediation: Mediation| {
        let Mediation {
            bodies,
            parties,
            amount_fen,
            agreed,
            text,
        } = mediation;
        let bodies = move || {
            let said: Vec<String> = bodies
                .iter()
                .map(|code| names::mediator(desk, code))
                .collect();
            names::listed(&said)
        };
        let amount = amount_fen.map(|fen| {
            view! {
                <dt>{crate::say!("field-amount")}</dt>
                <dd class="figures">{move || t("case-yuan", &[("amount", &told::yuan(fen))])}</dd>
            }
        });
        let (hue, key) = if agreed {
            (Hue::Accent, "case-mediation-agreed")
        } else {
            (Hue::Warning, "case-mediation-not-agreed")
        };
        view! {
            <li data-testid="case-mediation" data-agreed=agreed.to_string()>
                <p><Tag hue>{crate::say!(key)}</Tag> " " {bodies}</p>
                <LongText text />
                <dl class="pairs">
                    <dt>{crate::say!("case-parties")}</dt>
                    <dd>{names::listed(&parties)}</dd>
                    {amount}
                </dl>
            </li>
        }
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <section class="part" data-testid="case-mediations">
                <h3 class="part-head">{crate::say!("case-mediations")}</h3>
                <ul class="plain">{move || all.get().into_iter().map(one).collect_view()}</ul>
            </section>
        </Show>
    }
}
