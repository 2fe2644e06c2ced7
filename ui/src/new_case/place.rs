//! Where a case lies: a click on the map, or town, village and grid; the grid that the ground says
//! is shown at once.

use leptos::prelude::*;
use onemap_domain::area::{Area, AreaCode, Level};
use onemap_protocol::problem::Problem;

use super::draft::FactsDraft;
use super::words::place_of;
use crate::parts::{Button, Look};
use crate::state::Desk;
use crate::text::{sentence, t};

/// The place of a case.
#[component]
pub fn PlaceField(
    /// What is being written.
    draft: FactsDraft,
    /// What the console found.
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let desk = Desk::here();
    let chosen = [
        RwSignal::new(None),
        RwSignal::new(None),
        RwSignal::new(None),
    ];
    // What the ground says is what the boxes show.
    Effect::new(move |_| {
        if let Some(grid) = draft.grid() {
            for (signal, code) in chosen.into_iter().zip(place_of(&grid)) {
                if signal.get_untracked() != code {
                    signal.set(code);
                }
            }
        }
    });
    let [town, village, grid] = chosen;
    let choose_town = move |code: Option<AreaCode>| {
        town.set(code);
        village.set(None);
        grid.set(None);
    };
    let choose_village = move |code: Option<AreaCode>| {
        village.set(code);
        grid.set(None);
    };
    let choose_grid = move |code: Option<AreaCode>| {
        let find = |code: &AreaCode| {
            desk.names
                .with_untracked(|n| n.as_deref()?.area(code).map(|area| area.centre))
        };
        if let Some(centre) = code.as_ref().and_then(find) {
            draft.position.set(Some(centre));
        }
        grid.set(code);
    };
    let root = Memo::new(move |_| {
        desk.names
            .with(|n| n.as_deref().map(|n| n.county.code.clone()))
    });
    let is_picking = move || desk.pick.get() == Some(draft.pick);
    let pick = Callback::new(move |()| {
        desk.pick.set(if desk.pick.get_untracked().is_some() {
            None
        } else {
            Some(draft.pick)
        });
    });
    on_cleanup(move || {
        if desk.pick.try_get_untracked().flatten() == Some(draft.pick) {
            desk.pick.set(None);
        }
    });
    let wrong =
        move || {
            let problem = problem.get()?;
            let field = problem.params.get("field").map(String::as_str);
            let is_ours = field == Some("position") || problem.code == "outside_county";
            is_ours.then(|| view! {
            <p class="field-line field-error" role="alert" data-testid="field-error-position">
                {sentence(&problem)}
            </p>
        })
        };
    view! {
        <div class="field" data-field="position">
            <div class="field-top">
                <span class="field-label">
                    {crate::say!("field-position")}<span class="field-required" aria-hidden="true">" *"</span>
                </span>
                <span class="part-note">{crate::say!("new-case-located")} " " <Located draft /></span>
            </div>
            <div class="place">
                <Button look=Look::Plain on_press=pick testid="new-case-pick">
                    {move || t(if is_picking() { "new-case-picking" } else { "new-case-pick" }, &[])}
                </Button>
                <AreaSelect
                    level=Level::Town
                    parent=Signal::from(root)
                    chosen=town
                    on_choose=choose_town
                    testid="new-case-town"
                />
                <AreaSelect
                    level=Level::Village
                    parent=Signal::from(town)
                    chosen=village
                    on_choose=choose_village
                    testid="new-case-village"
                />
                <AreaSelect
                    level=Level::Grid
                    parent=Signal::from(village)
                    chosen=grid
                    on_choose=choose_grid
                    testid="new-case-grid"
                />
            </div>
            {wrong}
        </div>
    }
}

/// The grid that the ground says.
#[component]
fn Located(draft: FactsDraft) -> impl IntoView {
    let desk = Desk::here();
    move || {
        if draft.position.get().is_none() {
            return view! { <span class="part-empty">{t("new-case-not-located", &[])}</span> }
                .into_any();
        }
        match (draft.grid(), draft.located.loading(), draft.located.problem()) {
            (_, true, _) => {
                view! { <span class="part-empty">{t("new-case-locating", &[])}</span> }.into_any()
            }
            (_, _, Some(problem)) => {
                view! { <span class="field-error">{sentence(&problem)}</span> }.into_any()
            }
            (Some(grid), ..) => view! {
                <strong data-testid="new-case-located" data-grid=grid.to_string()>{desk.place(&grid)}</strong>
            }
            .into_any(),
            (None, ..) => view! {
                <span class="field-error" data-testid="new-case-outside">{t("new-case-outside", &[])}</span>
            }
            .into_any(),
        }
    }
}

/// One area out of those of a level below a parent.
#[component]
fn AreaSelect(
    level: Level,
    parent: Signal<Option<AreaCode>>,
    chosen: RwSignal<Option<AreaCode>>,
    #[prop(into)] on_choose: Callback<Option<AreaCode>>,
    testid: &'static str,
) -> impl IntoView {
    let desk = Desk::here();
    let label = match level {
        Level::Town => "new-case-town",
        Level::Village => "new-case-village",
        _ => "new-case-grid",
    };
    let choices = Memo::new(move |_| {
        let Some(parent) = parent.get() else {
            return Vec::new();
        };
        let scope = desk
            .user
            .with(|user| user.as_ref().map(|user| user.scope.area.clone()));
        let is_within = |code: &AreaCode| {
            scope
                .as_ref()
                .is_none_or(|scope| scope.covers(code) || code.covers(scope))
        };
        desk.names.with(|names| {
            let all: &[Area] = names
                .as_deref()
                .map(|n| n.areas.as_slice())
                .unwrap_or_default();
            let below = all.iter().filter(|area| {
                area.code.level() == level && parent.covers(&area.code) && is_within(&area.code)
            });
            below
                .map(|area| (area.code.clone(), area.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let option = move |(code, name): (AreaCode, String)| {
        let value = code.to_string();
        let is_chosen = move || chosen.with(|chosen| chosen.as_ref() == Some(&code));
        view! { <option value=value prop:selected=is_chosen>{name}</option> }
    };
    view! {
        <select
            class="input input-select"
            aria-label=crate::say!(label)
            data-testid=testid
            disabled=move || choices.with(Vec::is_empty)
            on:change:target=move |event| on_choose.run(AreaCode::parse(&event.target().value()).ok())
        >
            <option value="" prop:selected=move || chosen.with(Option::is_none)>{crate::say!(label)}</option>
            {move || choices.get().into_iter().map(option).collect_view()}
        </select>
    }
}
