//! Before anything is given: how many get it, how many cannot and why, in what they differ, and
//! whether it can be taken back.

use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_domain::command::CommandKind;
use web_sys::KeyboardEvent;

use super::draft::Draft;
use super::many::Face;
use super::plan::{Hindrance, Ready, can_be_undone};
use super::reach::Reach;
use super::run::{Run, begin};
use super::sum::usual_leads;
use super::with_profile;
use crate::case::command_name;
use crate::parts::{Button, Look, count};
use crate::state::Desk;
use crate::text::{t, word};

/// What the command will do.
#[component]
pub fn Review(
    /// The command.
    kind: CommandKind,
    /// What is filled in.
    draft: Draft,
) -> impl IntoView {
    let desk = Desk::here();
    let many = desk.many;
    let reach = Reach::new(desk, kind, draft);
    let send = move || match reach.batches() {
        Some(Ok(batches)) => {
            many.face.set(Face::Outcome);
            begin(desk, Run::new(kind, batches));
        }
        Some(Err(problem)) => {
            // What was right when it was filled in may not be any more: a due time passes.
            draft.problem.set(Some(problem));
            many.face.set(Face::Form(kind));
        }
        None => {}
    };
    let on_key = move |event: KeyboardEvent| {
        let controlled = event.ctrl_key() || event.meta_key();
        if controlled && event.key() == "Enter" && !event.repeat() {
            event.prevent_default();
            event.stop_propagation();
            send();
        }
    };
    let figures = move |key: &'static str| {
        t(
            key,
            &[
                ("command", &command_name(desk, kind)),
                ("count", &reach.figure()),
            ],
        )
    };
    let undone = move || {
        if can_be_undone(kind) {
            "bulk-can-undo"
        } else {
            "bulk-cannot-undo"
        }
    };
    let none = Signal::derive(move || reach.none());
    view! {
        <div class="panel-body" on:keydown=on_key>
            <section class="part" data-testid="bulk-preview" data-count=move || reach.able()>
                <h3 class="part-head">{move || figures("bulk-preview")}</h3>
                <p class="long-text">{move || said(desk, kind, draft)}</p>
                <p
                    class=if can_be_undone(kind) { "part-note" } else { "actions-why" }
                    data-testid="bulk-undo-note"
                >
                    {move || t(undone(), &[("withdraw", &command_name(desk, CommandKind::Withdraw))])}
                </p>
                <p class="part-note">{crate::say!("bulk-decided")}</p>
            </section>
            <Differences reach />
        </div>
        <footer class="panel-foot form-foot" on:keydown=on_key>
            <Button
                look=if can_be_undone(kind) { Look::Primary } else { Look::Danger }
                on_press=move |()| send()
                reason=none
                hint="Ctrl+Enter"
                testid="bulk-send"
            >
                {move || figures("bulk-send")}
            </Button>
            <Button on_press=move |()| { many.step_back(); } hint="Esc" testid="bulk-back">
                {crate::say!("bulk-back")}
            </Button>
        </footer>
    }
}

/// What was filled in, in words.
fn said(desk: Desk, kind: CommandKind, draft: Draft) -> String {
    let words = draft.words.get();
    let first = match kind {
        CommandKind::Dispatch => {
            let lead = onemap_domain::department::DepartmentCode(draft.lead.get());
            let lead = desk.department_name(&lead);
            let order = if draft.sets_due.get() {
                let due = draft.due.get().replace('T', " ");
                t("bulk-said-dispatch-due", &[("lead", &lead), ("due", &due)])
            } else {
                t("bulk-said-dispatch", &[("lead", &lead)])
            };
            let assists = draft.assists.get();
            let assists: Vec<String> = assists.iter().map(|c| desk.department_short(c)).collect();
            if assists.is_empty() {
                order
            } else {
                let assists = assists.join(&t("list-separator", &[]));
                format!(
                    "{order}\n{}",
                    t("bulk-said-assists", &[("assists", &assists)])
                )
            }
        }
        CommandKind::Close => desk.closing(&draft.closing.get()),
        CommandKind::Supervise => {
            let (language, code) = (desk.language.get(), draft.ladder.get());
            with_profile(desk, |profile| {
                profile
                    .ladder(&code)
                    .map(|ladder| language.of(&ladder.name).to_owned())
            })
            .unwrap_or_default()
        }
        CommandKind::Establish => match draft.urgency.get() {
            Some(urgency) => word("urgency", urgency.name()),
            None => t("bulk-urgency-own", &[]),
        },
        _ => String::new(),
    };
    [first, words]
        .into_iter()
        .filter(|part| !part.trim().is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// In what the cases differ: those that cannot and why, and those for which this is unusual.
#[component]
pub fn Differences(
    /// What the command reaches.
    reach: Reach,
) -> impl IntoView {
    let Reach {
        kind,
        draft,
        ready,
        cases,
        ..
    } = reach;
    let left_out = Memo::new(move |_| ready.with(Ready::left_out));
    let reasons = move || {
        let unable = ready.with(|ready| ready.unable.clone());
        let line = |(why, of): (Hindrance, u32)| {
            view! {
                <li class="bulk-line">
                    <span>{because(why)}</span>
                    <span class="figures">{count(of)}</span>
                </li>
            }
        };
        unable.into_iter().map(line).collect_view()
    };
    view! {
        <Show when=move || { left_out.get() > 0 }>
            <section class="part" data-testid="bulk-unable" data-count=left_out>
                <h3 class="part-head figures">
                    {move || t("bulk-unable", &[("count", &count(left_out.get()))])}
                </h3>
                <ul class="bulk-lines">{reasons}</ul>
            </section>
        </Show>
        {(kind == CommandKind::Dispatch).then(|| view! { <OtherLeads draft cases /> })}
        {(kind == CommandKind::Establish).then(|| view! { <OtherUrgency draft cases /> })}
    }
}

fn because(why: Hindrance) -> String {
    match why {
        Hindrance::Stage(stage) => t(
            "bulk-because-stage",
            &[("stage", &word("stage", stage.name()))],
        ),
        Hindrance::Flag(flag) => t("bulk-because-flag", &[("flag", &word("flag", flag.name()))]),
        Hindrance::Elsewhere => t("bulk-because-elsewhere", &[]),
        Hindrance::Ended => t("bulk-ended", &[]),
    }
}

/// The cases whose category is usually led by somebody else.
#[component]
fn OtherLeads(draft: Draft, cases: Memo<Vec<CaseId>>) -> impl IntoView {
    let desk = Desk::here();
    let many = desk.many;
    let leads = Memo::new(move |_| {
        let chosen = draft.lead.get();
        let leads = with_profile(desk, |profile| {
            many.known.with(|known| {
                cases.with(|cases| {
                    usual_leads(profile, cases.iter().filter_map(|id| known.rows.get(id)))
                })
            })
        });
        let is_other = |(lead, _): &(Option<onemap_domain::department::DepartmentCode>, u32)| {
            lead.as_ref().is_none_or(|lead| lead.as_str() != chosen)
        };
        leads.into_iter().filter(is_other).collect::<Vec<_>>()
    });
    let of = move || leads.with(|leads| leads.iter().map(|(_, count)| count).sum::<u32>());
    let lines = move || {
        let line = |(lead, of): (Option<onemap_domain::department::DepartmentCode>, u32)| {
            let name = match &lead {
                Some(lead) => desk.department_name(lead),
                None => t("bulk-lead-unknown", &[]),
            };
            view! {
                <li class="bulk-line" data-department=lead.map(|lead| lead.to_string()) data-count=of>
                    <span class="clip">{name}</span>
                    <span class="figures">{count(of)}</span>
                </li>
            }
        };
        leads.get().into_iter().map(line).collect_view()
    };
    let heading = move || {
        let key = if draft.lead.with(String::is_empty) {
            "bulk-leads"
        } else {
            "bulk-other-leads"
        };
        t(key, &[("count", &count(of()))])
    };
    view! {
        <Show when=move || { of() > 0 }>
            <section class="part" data-testid="bulk-other-leads" data-count=of>
                <h3 class="part-head">{heading}</h3>
                <ul class="bulk-lines">{lines}</ul>
            </section>
        </Show>
    }
}

/// The cases whose urgency changes.
#[component]
fn OtherUrgency(draft: Draft, cases: Memo<Vec<CaseId>>) -> impl IntoView {
    let desk = Desk::here();
    let many = desk.many;
    let changes = move || {
        let urgency = draft.urgency.get()?;
        let differs = |known: &super::known::Known| {
            let rows = |ids: &Vec<CaseId>| {
                let rows = ids.iter().filter_map(|id| known.rows.get(id));
                rows.filter(|row| row.urgency != urgency).count() as u32
            };
            cases.with(rows)
        };
        let of = many.known.with(differs);
        (of > 0).then(|| {
            let words = word("urgency", urgency.name());
            t(
                "bulk-other-urgency",
                &[("count", &count(of)), ("urgency", &words)],
            )
        })
    };
    move || {
        changes().map(|words| {
            view! { <p class="part" data-testid="bulk-other-urgency">{words}</p> }
        })
    }
}
