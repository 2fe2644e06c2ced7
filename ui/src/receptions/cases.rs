//! The cases that a reception heard: found by number or title, or the one that is selected.

use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_protocol::desk::{CaseCard, CaseRow, Hit, Search};

use super::draft::{Heard, HeldDraft};
use crate::parts::LampMark;
use crate::remote::remote;
use crate::say;
use crate::state::{Desk, Selection};
use crate::text::{sentence, t, word};

/// Most cases found that are offered.
const MOST: usize = 5;

/// Choosing them.
#[component]
pub fn Cases(
    /// What is being filled in.
    draft: HeldDraft,
    /// The selected case, as far as it is known.
    selected: Memo<Option<Heard>>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let found = remote(move || {
        let text = typed.get().trim().to_owned();
        (!text.is_empty()).then_some(Search { text })
    });
    let take = Callback::new(move |row: CaseRow| {
        let name = row.number.map_or(row.title, |number| number.0);
        draft.hear(Heard { id: row.id, name });
        typed.set(String::new());
    });
    let offered = Memo::new(move |_| {
        let selected = selected.get()?;
        let known = draft
            .cases
            .with(|cases| cases.iter().any(|case| case.id == selected.id));
        (!known).then_some(selected)
    });
    let offer = move || {
        offered.get().map(|case| {
            let name = case.name.clone();
            view! {
                <button type="button" class="button" data-testid="reception-case-selected"
                    on:click=move |_| draft.hear(case.clone())>
                    <span class="button-words">{t("receptions-add-selected", &[("case", &name)])}</span>
                    <kbd class="key">"Alt A"</kbd>
                </button>
            }
        })
    };
    let heard = move || {
        let cases = draft.cases.get();
        cases
            .into_iter()
            .map(|case| {
                let id = case.id;
                let drop_words = t("receptions-drop-case", &[("case", &case.name)]);
                view! {
                    <li class="reception-heard" data-testid="reception-case" data-case=id.to_string()>
                        <span class="clip figures">{case.name}</span>
                        <button type="button" class="link" aria-label=drop_words
                            on:click=move |_| draft.drop(id)>{t("receptions-drop", &[])}</button>
                    </li>
                }
            })
            .collect_view()
    };
    let hits = move || {
        if let Some(problem) = found.problem() {
            return view! { <p class="part-failed" role="alert">{sentence(&problem)}</p> }
                .into_any();
        }
        let rows: Vec<CaseRow> = found
            .with(|hits| {
                let cases = hits.iter().filter_map(|hit| match hit {
                    Hit::Case { row } => Some((**row).clone()),
                    Hit::Area { .. } | Hit::Department { .. } => None,
                });
                cases.take(MOST).collect()
            })
            .unwrap_or_default();
        if rows.is_empty() {
            let key = if found.is_there() {
                "case-other-not-found"
            } else {
                "case-other-searching"
            };
            return view! { <p class="part-empty">{t(key, &[])}</p> }.into_any();
        }
        let option = |row| view! { <Found row on_take=take /> };
        rows.into_iter().map(option).collect_view().into_any()
    };
    view! {
        <div class="field" data-field="cases">
            <div class="field-top">
                <label class="field-label" for="reception-cases">{say!("receptions-field-cases")}</label>
            </div>
            <ul class="reception-heards">{heard}</ul>
            {offer}
            <input class="input" id="reception-cases" type="search" autocomplete="off"
                spellcheck="false" placeholder=say!("case-other-search")
                data-testid="reception-case-search" prop:value=typed
                on:input:target=move |event| typed.set(event.target().value()) />
            <Show when=move || !typed.with(|typed| typed.trim().is_empty())>
                <div class="offers" data-testid="reception-case-found">{hits}</div>
            </Show>
        </div>
    }
}

#[component]
fn Found(row: CaseRow, on_take: Callback<CaseRow>) -> impl IntoView {
    let desk = Desk::here();
    let taken = row.clone();
    let (stage, grid, lamp) = (row.stage, row.grid.clone(), row.lamp);
    let number = row
        .number
        .map_or_else(|| t("no-number", &[]), |number| number.0);
    view! {
        <button type="button" class="offer" data-testid="reception-case-option"
            data-case=row.id.to_string() on:click=move |_| on_take.run(taken.clone())>
            <span class="offer-name offer-case">
                <LampMark lamp />
                <span class="clip">{row.title}</span>
            </span>
            <span class="figures">
                {number} " · " {move || desk.place(&grid)} " · " {move || word("stage", stage.name())}
            </span>
        </button>
    }
}

/// The selected case with its number; only for the bodies of components.
pub fn selected_case(desk: Desk) -> Memo<Option<Heard>> {
    let card = remote(move || match desk.selection.get() {
        Selection::Case(id) => Some(CaseCard { id }),
        Selection::None | Selection::Area(_) | Selection::Department(_) => None,
    });
    Memo::new(move |_| {
        card.with(|view| {
            let case = &view.case;
            let number = case.number.as_ref().map(|number| number.0.clone());
            Heard {
                id: case.id,
                name: number.unwrap_or_else(|| case.facts.title.clone()),
            }
        })
    })
}

/// A case that was heard; a press opens it beside the calendar.
#[component]
pub fn HeardCase(
    /// Which.
    id: CaseId,
) -> impl IntoView {
    let desk = Desk::here();
    let card = remote(move || Some(CaseCard { id }));
    let words = move || {
        if let Some(title) = card.with(|view| {
            let number = view.case.number.as_ref().map(|number| number.0.as_str());
            format!("{} {}", number.unwrap_or_default(), view.case.facts.title)
        }) {
            return view! {
                <button type="button" class="link clip" on:click=move |_| desk.select_case(id)>
                    {title.trim().to_owned()}
                </button>
            }
            .into_any();
        }
        match card.problem() {
            // A clerk reads the calendar and not every case in it.
            Some(problem) if problem.code == "not_found" => {
                view! { <span class="part-note">{t("case-other-unseen", &[])}</span> }.into_any()
            }
            Some(problem) => {
                view! { <span class="part-failed">{sentence(&problem)}</span> }.into_any()
            }
            None => {
                view! { <span class="part-note">{t("case-other-searching", &[])}</span> }.into_any()
            }
        }
    };
    view! { <li data-testid="reception-heard" data-case=id.to_string()>{words}</li> }
}
