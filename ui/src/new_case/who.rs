//! Whom a case is about and how it came in: tags of the person (属人), the unit concerned, the
//! channel.

use leptos::prelude::*;
use onemap_domain::department::DepartmentCode;
use onemap_protocol::problem::Problem;

use super::FactsDraft;
use crate::case::DepartmentChooser;
use crate::state::Desk;
use crate::text::{sentence, t};

/// The sentence of a problem that is about one of these fields.
fn wrong(problem: Signal<Option<Problem>>, name: &'static str) -> impl IntoView {
    move || {
        let problem = problem.get()?;
        let is_ours = problem.params.get("field").map(String::as_str) == Some(name);
        is_ours.then(|| view! {
            <p class="field-line field-error" role="alert" data-testid=format!("field-error-{name}")>
                {sentence(&problem)}
            </p>
        })
    }
}

/// Tags of the person or of their trade; not there where the profile has none.
#[component]
pub fn PersonsField(
    /// What is being written.
    draft: FactsDraft,
    /// What the console found.
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let desk = Desk::here();
    let tags = Memo::new(move |_| {
        let language = desk.language.get();
        desk.names.with(|names| {
            let persons = names
                .as_deref()
                .map(|names| names.profile.persons.as_slice());
            let named = |person: &onemap_domain::profile::Named| {
                (person.code.clone(), language.of(&person.name).to_owned())
            };
            persons
                .unwrap_or_default()
                .iter()
                .map(named)
                .collect::<Vec<_>>()
        })
    });
    let tag = move |(code, name): (String, String)| {
        let own = code.clone();
        let is_on = Memo::new(move |_| draft.persons.with(|persons| persons.contains(&own)));
        let turned = code.clone();
        let turn = move |_| {
            draft.persons.update(|persons| {
                if persons.contains(&turned) {
                    persons.retain(|other| *other != turned);
                } else {
                    persons.push(turned.clone());
                }
            });
        };
        view! {
            <button type="button" class="quick" role="checkbox"
                aria-checked=move || is_on.get().to_string()
                data-testid=format!("new-case-person-{code}") on:click=turn>
                {name}
            </button>
        }
    };
    view! {
        <Show when=move || tags.with(|tags| !tags.is_empty())>
            <div class="field" data-field="persons" data-testid="new-case-persons">
                <div class="field-top">
                    <span class="field-label">{crate::say!("field-persons")}</span>
                    <span class="part-note">{crate::say!("new-case-persons-hint")}</span>
                </div>
                <div class="quicks" role="group" aria-label=crate::say!("field-persons")>
                    {move || tags.get().into_iter().map(tag).collect_view()}
                </div>
                {wrong(problem, "persons")}
            </div>
        </Show>
    }
}

/// The unit that the matter is about, when it is about one.
#[component]
pub fn UnitField(
    /// What is being written.
    draft: FactsDraft,
    /// What the console found.
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let desk = Desk::here();
    let choosing = RwSignal::new(false);
    let chosen = move |code: DepartmentCode| {
        let name = desk.department_name(&code);
        let removes = t("dispatch-assist-remove", &[("name", &name)]);
        view! {
            <button type="button" class="tag tag-remove" title=removes.clone() aria-label=removes
                data-testid="new-case-unit-tag" data-department=code.to_string()
                on:click=move |_| draft.unit.set(None)>
                {name} <span aria-hidden="true">"×"</span>
            </button>
        }
    };
    let shown = move || match draft.unit.get() {
        Some(code) => chosen(code).into_any(),
        None if choosing.get() => view! {
            <DepartmentChooser
                hidden=Signal::derive(Vec::new)
                hint=Signal::derive(crate::say!("dispatch-lead-search"))
                on_choose=move |code| {
                    draft.unit.set(Some(code));
                    choosing.set(false);
                }
                testid="new-case-unit-search"
                focused=true
            />
        }
        .into_any(),
        None => view! {
            <button type="button" class="link" data-testid="new-case-unit"
                on:click=move |_| choosing.set(true)>
                "+ " {crate::say!("new-case-unit-add")}
            </button>
        }
        .into_any(),
    };
    view! {
        <div class="field" data-field="unit" data-unit=move || draft.unit.get().map(|unit| unit.to_string())>
            <div class="field-top">
                <span class="field-label">{crate::say!("new-case-unit")}</span>
                <span class="part-note">{crate::say!("new-case-unit-hint")}</span>
            </div>
            <div class="assists">{shown}</div>
            {wrong(problem, "unit")}
        </div>
    }
}

/// How it came in: on line, or face to face.
#[component]
pub fn ChannelField(
    /// What is being written.
    draft: FactsDraft,
    /// What the console found.
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let desk = Desk::here();
    let channels = Memo::new(move |_| {
        let language = desk.language.get();
        desk.names.with(|names| {
            let channels = names
                .as_deref()
                .map(|names| names.profile.channels.as_slice());
            let all = channels.unwrap_or_default().iter();
            all.map(|channel| {
                let name = language.of(&channel.name).to_owned();
                (channel.online, channel.code.clone(), name)
            })
            .collect::<Vec<_>>()
        })
    });
    let group = move |online: bool, key: &'static str| {
        let option = move |(_, code, name): (bool, String, String)| {
            let own = code.clone();
            let is_chosen = move || draft.channel.with(|channel| *channel == own);
            view! { <option value=code prop:selected=is_chosen>{name}</option> }
        };
        let of_group = move || {
            let all = channels.get().into_iter();
            all.filter(|(is_online, ..)| *is_online == online)
                .map(option)
                .collect_view()
        };
        view! { <optgroup label=crate::say!(key)>{of_group}</optgroup> }
    };
    view! {
        <div class="field" data-field="channel">
            <div class="field-top">
                <label class="field-label" for="field-channel">
                    {crate::say!("field-channel")}<span class="field-required" aria-hidden="true">" *"</span>
                </label>
            </div>
            <select
                class="input input-select"
                id="field-channel"
                name="channel"
                data-testid="new-case-channel"
                on:change:target=move |event| draft.channel.set(event.target().value())
            >
                <option value="" prop:selected=move || draft.channel.with(String::is_empty)>
                    {crate::say!("choose")}
                </option>
                {group(true, "channels-online")}
                {group(false, "channels-offline")}
            </select>
            {wrong(problem, "channel")}
        </div>
    }
}
