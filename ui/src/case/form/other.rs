//! The other case of a merge or a link: out of those alike, those nearby, or by its number.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_protocol::desk::{CaseRow, CaseView, Hit, Search};

use super::Draft;
use crate::case::{names, ties};
use crate::parts::{LampMark, count};
use crate::remote::remote;
use crate::state::{Desk, Selection};
use crate::text::{sentence, t, word};

/// A case that may be the other one, and why it is offered.
#[derive(Clone, Debug, PartialEq)]
struct Offer {
    row: CaseRow,
    why: Option<Why>,
}

#[derive(Clone, Debug, PartialEq)]
enum Why {
    Alike(onemap_domain::likeness::Likeness),
    Near(u32),
}

/// Those alike first, then those nearby; each once.
fn offers(view: &CaseView) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    let alike = view.alike.iter().map(|alike| Offer {
        row: alike.row.clone(),
        why: Some(Why::Alike(alike.likeness.clone())),
    });
    let nearby = view.nearby.iter().map(|near| Offer {
        row: near.row.clone(),
        why: Some(Why::Near(near.metres)),
    });
    for offer in alike.chain(nearby) {
        let is_own = offer.row.id == view.case.id || view.case.absorbed.contains(&offer.row.id);
        if !is_own && !offers.iter().any(|known| known.row.id == offer.row.id) {
            offers.push(offer);
        }
    }
    offers
}

/// Choosing the other case.
#[component]
pub fn OtherCase(
    /// The field's name.
    name: String,
    /// What is being filled in.
    draft: Draft,
    /// The case.
    view: Signal<Arc<CaseView>>,
    /// Its name for tests.
    testid: String,
) -> impl IntoView {
    let name = StoredValue::new(name);
    let chosen = Memo::new(move |_| {
        let id = draft
            .values
            .with(|values| values.text(&name.get_value()).parse().ok());
        id.map(CaseId)
    });
    // What was found by number and chosen stays in sight when something else is typed.
    let taken = RwSignal::new(None::<CaseRow>);
    let typed = RwSignal::new(String::new());
    let found = remote(move || {
        let text = typed.get().trim().to_owned();
        (!text.is_empty()).then_some(Search { text })
    });
    let choose = Callback::new(move |row: CaseRow| {
        let id = row.id.to_string();
        draft
            .values
            .update(|values| values.set(&name.get_value(), id));
        taken.set(Some(row));
        typed.set(String::new());
    });
    let offered = Memo::new(move |_| {
        let mut offered = view.with(|view| offers(view));
        if let Some(row) = taken.get()
            && !offered.iter().any(|offer| offer.row.id == row.id)
        {
            offered.insert(0, Offer { row, why: None });
        }
        offered
    });
    let options = move || {
        let offered = offered.get();
        if offered.is_empty() {
            return view! { <p class="part-empty">{t("case-other-none", &[])}</p> }.into_any();
        }
        let option = |offer| view! { <Option offer chosen on_choose=choose /> };
        offered.into_iter().map(option).collect_view().into_any()
    };
    let hits = move || {
        if let Some(problem) = found.problem() {
            return view! { <p class="part-failed" role="alert">{sentence(&problem)}</p> }
                .into_any();
        }
        let own = view.with(|view| view.case.id);
        let rows: Vec<CaseRow> = found
            .with(|hits| {
                let cases = hits.iter().filter_map(|hit| match hit {
                    Hit::Case { row } if row.id != own => Some((**row).clone()),
                    _ => None,
                });
                cases.take(5).collect()
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
        let option =
            |row| view! { <Option offer=Offer { row, why: None } chosen on_choose=choose /> };
        rows.into_iter().map(option).collect_view().into_any()
    };
    view! {
        <div
            class="offers"
            role="radiogroup"
            data-testid=testid
            data-value=move || chosen.get().map(|id| id.to_string())
        >
            {options}
        </div>
        <input
            class="input"
            type="search"
            autocomplete="off"
            spellcheck="false"
            placeholder=crate::say!("case-other-search")
            aria-label=crate::say!("case-other-search")
            data-testid="form-case-search"
            prop:value=typed
            on:input:target=move |event| typed.set(event.target().value())
        />
        <Show when=move || !typed.with(|typed| typed.trim().is_empty())>
            <div class="offers" data-testid="form-case-found">{hits}</div>
        </Show>
    }
}

#[component]
fn Option(
    offer: Offer,
    chosen: Memo<std::option::Option<CaseId>>,
    on_choose: Callback<CaseRow>,
) -> impl IntoView {
    let desk = Desk::here();
    let Offer { row, why } = offer;
    let id = row.id;
    let is_chosen = Memo::new(move |_| chosen.get() == Some(id));
    let picked = row.clone();
    let (stage, grid, lamp) = (row.stage, row.grid.clone(), row.lamp);
    let number = names::of_row(&row);
    let hint = move |over: bool| {
        desk.hover.set(if over {
            Selection::Case(id)
        } else {
            Selection::None
        });
    };
    let why = why.map(|why| {
        let words = move || match &why {
            Why::Alike(likeness) => ties::explained(likeness),
            Why::Near(metres) => t("case-metres", &[("count", &count(*metres))]),
        };
        view! { <span class="offer-why">{words}</span> }
    });
    view! {
        <button
            type="button"
            class="offer"
            class:offer-chosen=is_chosen
            role="radio"
            aria-checked=move || is_chosen.get().to_string()
            data-testid="form-case-option"
            data-case=id.to_string()
            on:click=move |_| on_choose.run(picked.clone())
            on:mouseenter=move |_| hint(true)
            on:mouseleave=move |_| hint(false)
        >
            <span class="offer-name offer-case">
                <LampMark lamp />
                <span class="clip">{row.title}</span>
            </span>
            <span class="figures">
                {number} " · " {move || desk.place(&grid)} " · " {move || word("stage", stage.name())}
            </span>
            {why}
        </button>
    }
}
