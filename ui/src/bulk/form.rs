//! The form of a command for many cases: filled in once, with what it means for each said below.

use leptos::prelude::*;
use onemap_domain::case::Urgency;
use onemap_domain::command::CommandKind;
use onemap_domain::profile::Named;
use onemap_protocol::desk::{DepartmentLoad, Loads};
use onemap_protocol::text::Text;
use web_sys::KeyboardEvent;

use super::draft::{Draft, extendable};
use super::many::Face;
use super::reach::Reach;
use super::review::Differences;
use super::sum::usual_leads;
use super::{ready_for, with_profile};
use crate::case::{Assists, FormProblem, command_name};
use crate::parts::{Button, Choices, Look, Segment, Select, TextArea, TextField, count};
use crate::remote::remote;
use crate::state::Desk;
use crate::text::{language, t, word};

/// The fields of each command, whose problems are shown there.
const fn fields_of(kind: CommandKind) -> &'static [&'static str] {
    match kind {
        CommandKind::Dispatch => &["lead", "requirements", "due_at"],
        CommandKind::Supervise => &["ladder", "reason"],
        CommandKind::RequestExtension => &["clock", "period", "reason"],
        CommandKind::Close => &["reason", "note"],
        _ => &["note"],
    }
}

/// The form of a command.
#[component]
pub fn Form(
    /// The command.
    kind: CommandKind,
    /// What is filled in.
    draft: Draft,
) -> impl IntoView {
    let desk = Desk::here();
    let many = desk.many;
    let reach = Reach::new(desk, kind, draft);
    let forward = move || match reach.batches() {
        Some(Ok(_)) => {
            draft.problem.set(None);
            many.face.set(Face::Review(kind));
        }
        Some(Err(problem)) => draft.problem.set(Some(problem)),
        None => {}
    };
    let on_key = move |event: KeyboardEvent| {
        let controlled = event.ctrl_key() || event.meta_key();
        if controlled && event.key() == "Enter" && !event.repeat() && !event.is_composing() {
            event.prevent_default();
            event.stop_propagation();
            forward();
        }
    };
    let fields = match kind {
        CommandKind::Dispatch => view! { <DispatchFields draft /> }.into_any(),
        CommandKind::Establish => view! { <UrgencyChoice draft /> }.into_any(),
        CommandKind::Supervise => view! { <SuperviseFields draft /> }.into_any(),
        CommandKind::RequestExtension => view! { <ExtensionFields draft /> }.into_any(),
        CommandKind::Close => view! { <CloseFields draft /> }.into_any(),
        _ => view! { <Words draft name="note" /> }.into_any(),
    };
    let next = move || t("bulk-next", &[("count", &reach.figure())]);
    let none = Signal::derive(move || reach.none());
    view! {
        <div class="panel-body" on:keydown=on_key>
            <section class="case-form" data-testid="bulk-form" data-command=kind.name()>
                <h3 class="form-head">
                    {move || command_name(desk, kind)}
                    <span class="part-note figures">{move || t("bulk-for", &[("count", &reach.figure())])}</span>
                </h3>
                <FormProblem problem=draft.problem fields=fields_of(kind) />
                {fields}
            </section>
            <Differences reach />
        </div>
        <footer class="panel-foot form-foot" on:keydown=on_key>
            <Button look=Look::Primary on_press=move |()| forward() reason=none hint="Ctrl+Enter" testid="bulk-review">
                {next}
            </Button>
            <Button on_press=move |()| { many.step_back(); } hint="Esc" testid="bulk-back">
                {crate::say!("bulk-back")}
            </Button>
        </footer>
    }
}

#[component]
fn Words(
    draft: Draft,
    /// The field's name on the wire.
    name: &'static str,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    view! {
        <TextArea name value=draft.words problem=draft.problem required rows=2 testid="bulk-words" />
    }
}

/// One lead for all, what is asked for, until when.
#[component]
fn DispatchFields(draft: Draft) -> impl IntoView {
    let desk = Desk::here();
    let many = desk.many;
    let loads = remote(move || {
        desk.cases.track();
        Some(Loads {})
    });
    // Who usually leads these cases comes first.
    let choices = Signal::derive(move || -> Choices {
        let ready = ready_for(desk, CommandKind::Dispatch);
        let usual = with_profile(desk, |profile| {
            many.known.with(|known| {
                usual_leads(
                    profile,
                    ready.able.iter().filter_map(|case| known.rows.get(case)),
                )
            })
        });
        let rank = |code: &str| {
            let is_it = |lead: &(Option<onemap_domain::department::DepartmentCode>, u32)| {
                lead.0.as_ref().is_some_and(|lead| lead.as_str() == code)
            };
            usual.iter().position(is_it).unwrap_or(usize::MAX)
        };
        let mut choices: Choices = desk.names.with(|names| {
            let departments = names.as_deref().map(|names| names.departments.clone());
            let choice = |department: onemap_domain::department::Department| {
                let words = loads
                    .with(|loads| load_words(loads, department.code.as_str()))
                    .flatten()
                    .map_or(department.name.clone(), |load| {
                        format!("{} · {load}", department.name)
                    });
                (department.code.to_string(), words)
            };
            departments
                .unwrap_or_default()
                .into_iter()
                .map(choice)
                .collect()
        });
        choices.sort_by_key(|(code, _)| rank(code));
        choices
    });
    let due = Signal::derive(move || {
        vec![
            (false, t("bulk-due-profile", &[])),
            (true, t("bulk-due-set", &[])),
        ]
    });
    let only = move |event: web_sys::Event| draft.only_usual.set(event_target_checked(&event));
    view! {
        <Select name="lead" value=draft.lead choices problem=draft.problem required=true testid="bulk-lead" />
        <label class="bulk-check">
            <input
                type="checkbox"
                data-testid="bulk-only-usual"
                prop:checked=draft.only_usual
                on:change=only
            />
            <span>{move || t("bulk-only-usual", &[("command", &command_name(desk, CommandKind::Dispatch))])}</span>
        </label>
        <Assists
            assists=draft.assists
            lead=Signal::derive(move || draft.leading())
            loads=Signal::derive(move || loads.with(Clone::clone).unwrap_or_default())
        />
        <Words draft name="requirements" />
        <div class="form-choice">
            <Segment
                choices=due
                chosen=draft.sets_due
                on_choose=move |sets| draft.sets_due.set(sets)
                label=Signal::derive(move || word("field", "due_at"))
            />
        </div>
        <Show when=move || draft.sets_due.get()>
            <TextField
                name="due_at"
                value=draft.due
                problem=draft.problem
                kind="datetime-local"
                required=true
                testid="bulk-due"
            />
        </Show>
    }
}

fn load_words(loads: &[DepartmentLoad], code: &str) -> Option<String> {
    let load = loads
        .iter()
        .find(|load| load.department.as_str() == code)?
        .load;
    let (open, capacity) = (count(load.open), count(load.capacity));
    Some(if load.capacity == 0 {
        open
    } else {
        t("dispatch-load", &[("open", &open), ("capacity", &capacity)])
    })
}

/// One urgency for all, or each its own.
#[component]
fn UrgencyChoice(draft: Draft) -> impl IntoView {
    let choices = Signal::derive(move || {
        let all = Urgency::ALL.map(|urgency| (Some(urgency), word("urgency", urgency.name())));
        let own = std::iter::once((None, t("bulk-urgency-own", &[])));
        own.chain(all).collect::<Vec<_>>()
    });
    view! {
        <div class="form-choice" data-testid="bulk-urgency">
            <Segment
                choices
                chosen=draft.urgency
                on_choose=move |urgency| draft.urgency.set(urgency)
                label=Signal::derive(move || word("field", "urgency"))
            />
        </div>
    }
}

#[component]
fn SuperviseFields(draft: Draft) -> impl IntoView {
    let desk = Desk::here();
    let choices = Signal::derive(move || -> Choices {
        let language = desk.language.get();
        with_profile(desk, |profile| {
            let ladders = profile.ladders.iter();
            ladders
                .map(|l| (l.code.clone(), language.of(&l.name).to_owned()))
                .collect()
        })
    });
    view! {
        <Select name="ladder" value=draft.ladder choices problem=draft.problem required=true testid="bulk-ladder" />
        <Words draft name="reason" required=true />
    }
}

#[component]
fn ExtensionFields(draft: Draft) -> impl IntoView {
    let desk = Desk::here();
    let choices = Signal::derive(move || -> Choices {
        let language = desk.language.get();
        with_profile(desk, |profile| {
            let name = |rule: &onemap_domain::profile::ClockRule| {
                (rule.code.0.clone(), language.of(&rule.name).to_owned())
            };
            extendable(profile).map(name).collect()
        })
    });
    let longest = Signal::derive(move || {
        let clock = draft.clock.get();
        let longest = with_profile(desk, |profile| {
            let rule = extendable(profile).find(|rule| rule.code.as_str() == clock)?;
            Some(rule.extension.as_ref()?.longest)
        });
        longest.map_or_else(String::new, |longest| {
            t(
                "bulk-longest",
                &[("period", &Text::of(language()).period(longest))],
            )
        })
    });
    view! {
        <Select name="clock" value=draft.clock choices problem=draft.problem required=true testid="bulk-clock" />
        <TextField
            name="period"
            value=draft.period
            problem=draft.problem
            hint=longest
            kind="number"
            required=true
            testid="bulk-period"
        />
        <Words draft name="reason" required=true />
    }
}

#[component]
fn CloseFields(draft: Draft) -> impl IntoView {
    let desk = Desk::here();
    let choices = Signal::derive(move || -> Choices {
        let language = desk.language.get();
        with_profile(desk, |profile| {
            let closings = profile.closings.iter();
            closings
                .map(|c| (c.code.clone(), language.of(&c.name).to_owned()))
                .collect()
        })
    });
    let demanded = Memo::new(move |_| -> Vec<Named> {
        let chosen = draft.closing.get();
        with_profile(desk, |profile| {
            profile
                .closing(&chosen)
                .map(|closing| closing.demands.clone())
                .unwrap_or_default()
        })
    });
    let demand = move |demand: Named| {
        let (code, read) = (demand.code.clone(), demand.code.clone());
        let id = format!("field-demand-{}", demand.code);
        let value = move || {
            draft
                .demands
                .with(|given| given.get(&read).cloned().unwrap_or_default())
        };
        view! {
            <div class="field">
                <label class="field-label" for=id.clone()>
                    {desk.language.get().of(&demand.name).to_owned()}
                    <span class="field-required" aria-hidden="true">" *"</span>
                </label>
                <textarea
                    class="input input-area"
                    id=id
                    rows="2"
                    data-testid=format!("bulk-demand-{}", demand.code)
                    prop:value=value
                    on:input:target=move |event| {
                        draft.demands.update(|given| {
                            given.insert(code.clone(), event.target().value());
                        });
                    }
                ></textarea>
            </div>
        }
    };
    let needs_note = move || {
        let chosen = draft.closing.get();
        with_profile(desk, |profile| {
            profile.closing(&chosen).is_some_and(|c| c.needs_note)
        })
    };
    let hint = Signal::derive(move || {
        if needs_note() {
            t("case-closing-needs-note", &[])
        } else {
            String::new()
        }
    });
    view! {
        <Select name="reason" value=draft.closing choices problem=draft.problem required=true testid="bulk-closing" />
        {move || demanded.get().into_iter().map(demand).collect_view()}
        <TextArea name="note" value=draft.words problem=draft.problem hint rows=2 testid="bulk-words" />
    }
}
