//! An area at the right of the desk: what it is, what lies below it with counts that sum, who
//! holds its posts, and its open cases.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::area::{AreaCode, GridKind, Level};
use onemap_domain::people::{GRID_POSTS, Post};
use onemap_protocol::desk::{AreaCard, AreaRow, AreaView, StandardFigure};

use crate::case::PeopleList;
use crate::open_cases::OpenCases;
use crate::parts::{Failure, Hue, Loading, Simulated, Tag, count};
use crate::remote::{Remote, remote};
use crate::state::{Desk, Mode, Selection};
use crate::text::{t, word};

/// The console sends no more cases than this.
const CASES: u32 = 50;

/// The panel of the selected area.
#[component]
pub fn AreaPanel() -> impl IntoView {
    let desk = Desk::here();
    let selected = Memo::new(move |_| match desk.selection.get() {
        Selection::Area(code) => Some(code),
        _ => None,
    });
    let card = remote(move || {
        desk.cases.track();
        desk.register.track();
        selected.get().map(|code| AreaCard { code })
    });
    let shown = Memo::new(move |_| {
        card.with(|view| view.chain.last().map(|area| area.code.clone()))
            .flatten()
    });
    let failed = Memo::new(move |_| {
        let is_it = shown.get().is_some() && shown.get() == selected.get();
        card.problem().filter(|_| !is_it)
    });
    let retry = Callback::new(move |()| card.retry());
    move || {
        if let Some(problem) = failed.get() {
            return view! { <Failure problem on_retry=retry /> }.into_any();
        }
        match (shown.get(), card.get_untracked()) {
            (Some(code), Some(first)) => view! { <OneArea code first card selected /> }.into_any(),
            _ => view! { <Loading what=Signal::derive(crate::say!("area-what")) /> }.into_any(),
        }
    }
}

/// One area, as long as it is the one shown.
#[component]
fn OneArea(
    code: AreaCode,
    first: Arc<AreaView>,
    card: Remote<AreaView>,
    selected: Memo<Option<AreaCode>>,
) -> impl IntoView {
    let desk = Desk::here();
    let level = code.level();
    let own = code.clone();
    let view = Memo::new(move |before: Option<&Arc<AreaView>>| {
        let is_it = |view: &Arc<AreaView>| view.chain.last().is_some_and(|area| area.code == own);
        let now = card.get().filter(is_it);
        now.or_else(|| before.cloned())
            .unwrap_or_else(|| first.clone())
    });
    let is_old = {
        let code = code.clone();
        move || selected.with(|selected| selected.as_ref() != Some(&code))
    };
    let above = move || {
        let chain = view.with(|view| view.chain.clone());
        let above = chain.len().saturating_sub(1);
        chain
            .into_iter()
            .take(above)
            .enumerate()
            .map(|(index, area)| {
                let code = area.code.clone();
                view! {
                    {(index > 0).then_some(" › ")}
                    <button
                        type="button"
                        class="link"
                        data-testid=format!("area-above-{}", area.code.level().name())
                        on:click=move |_| desk.show(Selection::Area(code.clone()))
                    >
                        {area.name}
                    </button>
                }
            })
            .collect_view()
    };
    let area = Memo::new(move |_| view.with(|view| view.chain.last().cloned()));
    let name = move || area.with(|area| area.as_ref().map(|area| area.name.clone()));
    let kind = code
        .grid_kind()
        .filter(|_| level == Level::Grid)
        .map(|kind| match kind {
            GridKind::Base => ("kind-base", Hue::Plain),
            GridKind::Dedicated => ("kind-dedicated", Hue::Accent),
        });
    let is_simulated = move || area.with(|area| area.as_ref().is_some_and(|area| area.simulated));
    let cases = Memo::new(move |_| view.with(|view| view.cases.clone()));
    let open = move || view.with(|view| view.open);
    let close = move |_| desk.selection.set(Selection::None);
    view! {
        <section
            class="panel area"
            class:case-old=is_old
            aria-label=name
            data-testid="area-panel"
            data-code=code.to_string()
            data-level=level.name()
        >
            <header class="case-head">
                <p class="case-line">
                    <span>{move || word("level", level.name())}</span>
                    <span class="figures">{code.to_string()}</span>
                    <button
                        type="button"
                        class="panel-close"
                        data-testid="panel-close"
                        aria-label=crate::say!("close")
                        title=crate::say!("close-esc")
                        on:click=close
                    >
                        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5l9 9m0-9-9 9" /></svg>
                    </button>
                </p>
                <h2 class="case-title" data-testid="area-name">{name}</h2>
                <p class="case-tags">
                    <span class="area-above">{above}</span>
                    {kind.map(|(key, hue)| view! { <Tag hue>{crate::say!(key)}</Tag> })}
                    <Show when=is_simulated><Simulated /></Show>
                </p>
            </header>
            <Figures view=view.into() />
            <div class="panel-body">
                <People view=view.into() level />
                <Children view=view.into() level />
                <OpenCases whose="area" cases open=Signal::derive(open) most=CASES />
            </div>
        </section>
    }
}

/// Open, overdue, households, size.
#[component]
fn Figures(view: Signal<Arc<AreaView>>) -> impl IntoView {
    let figure = |key: &'static str, testid: &'static str, value: String, late: bool| {
        view! {
            <div class="figure" class:figure-late=late data-testid=testid>
                <dt>{crate::say!(key)}</dt>
                <dd class="figures">{value}</dd>
            </div>
        }
    };
    move || {
        let view = view.get();
        let households = view.chain.last().and_then(|area| area.households);
        view! {
            <dl class="figures-row">
                {figure("area-open", "area-open", count(view.open), false)}
                {figure("area-overdue", "area-overdue", count(view.overdue), view.overdue > 0)}
                {households.map(|n| figure("area-households", "area-households", count(n), false))}
                {view.square_kilometres.map(|km| figure("area-size", "area-size", size(km), false))}
                {view.standard.zip(view.chain.last()).map(|(figure, area)| {
                    view! { <Standard figure code=area.code.clone() /> }
                })}
            </dl>
        }
    }
}

/// How far the area reaches the standard; it leads to the page that says by what.
#[component]
fn Standard(figure: StandardFigure, code: AreaCode) -> impl IntoView {
    let desk = Desk::here();
    let StandardFigure { held, of } = figure;
    let go = move |_| {
        desk.standard_of.set(Some(code.clone()));
        desk.mode.set(Mode::Service);
    };
    view! {
        <div class="figure" data-testid="area-standard" data-held=held.to_string() data-of=of.to_string()>
            <dt>{move || crate::service::standard_name(desk)}</dt>
            <dd class="figures">
                <button type="button" class="link" data-testid="area-standard-go" on:click=go
                    title=crate::say!("area-standard-go")>
                    {format!("{}/{}", count(held), count(of))}
                </button>
            </dd>
        </div>
    }
}

/// A size in the unit in which it reads well.
fn size(square_kilometres: f64) -> String {
    if square_kilometres < 0.1 {
        let metres = (square_kilometres * 1e6).round() as u64;
        return t("area-square-metres", &[("count", &count(metres))]);
    }
    let text = if square_kilometres < 100.0 {
        format!("{square_kilometres:.2}")
    } else {
        // Figures of this size are parted in thousands, and one decimal says enough.
        let tenths = (square_kilometres * 10.0).round() as u64;
        format!("{}.{}", count(tenths / 10), tenths % 10)
    };
    t("area-square-kilometres", &[("count", &text)])
}

/// The children, and a line that shows that their counts are the area's.
#[component]
fn Children(view: Signal<Arc<AreaView>>, level: Level) -> impl IntoView {
    let desk = Desk::here();
    let Some(below) = level.below() else {
        return ().into_any();
    };
    // Cases belong to a grid; its household units have none of their own.
    let has_counts = below != Level::HouseholdUnit;
    let row = move |row: AreaRow| {
        let code = row.area.code.clone();
        let dedicated = code.grid_kind() == Some(GridKind::Dedicated) && has_counts;
        let households = row.area.households.map(count);
        view! {
            <tr
                data-testid="area-child"
                data-code=code.to_string()
                data-open=row.open
                data-overdue=row.overdue
                on:click=move |_| desk.show(Selection::Area(code.clone()))
            >
                <th scope="row">
                    <button type="button" class="link clip">{row.area.name}</button>
                    {dedicated.then(|| view! { " " <Tag hue=Hue::Accent>{crate::say!("kind-dedicated")}</Tag> })}
                </th>
                <td>{households}</td>
                {has_counts.then(|| view! {
                    <td>{count(row.open)}</td>
                    <td class:late=(row.overdue > 0)>{count(row.overdue)}</td>
                })}
            </tr>
        }
    };
    let sum = move || {
        let view = view.get();
        let open: u32 = view.children.iter().map(|row| row.open).sum();
        let overdue: u32 = view.children.iter().map(|row| row.overdue).sum();
        let agrees = open == view.open && overdue == view.overdue;
        view! {
            <tfoot data-testid="area-sum" data-open=open data-overdue=overdue data-agrees=agrees.to_string()>
                <tr>
                    <th scope="row">
                        {crate::say!("area-children-sum")}
                        {agrees.then(|| view! { <span class="part-note">" " {crate::say!("area-children-agree")}</span> })}
                    </th>
                    <td></td>
                    <td>{count(open)}</td>
                    <td class:late=(overdue > 0)>{count(overdue)}</td>
                </tr>
            </tfoot>
        }
    };
    let number = move || view.with(|view| view.children.len());
    view! {
        <section class="part" data-testid="area-children">
            <h3 class="part-head">
                {move || word("level", below.name())}
                <span class="part-note figures">
                    {move || t("area-children-count", &[("count", &count(number() as u64))])}
                </span>
            </h3>
            <Show
                when=move || { number() > 0 }
                fallback=|| view! { <p class="part-empty">{crate::say!("area-children-none")}</p> }
            >
                <table class="table figures">
                    <thead>
                        <tr>
                            <th scope="col">{crate::say!("area-name-column")}</th>
                            <th scope="col">{crate::say!("area-households")}</th>
                            {has_counts.then(|| view! {
                                <th scope="col">{crate::say!("area-open")}</th>
                                <th scope="col">{crate::say!("area-overdue")}</th>
                            })}
                        </tr>
                    </thead>
                    <tbody>
                        {move || view.with(|view| view.children.clone()).into_iter().map(row).collect_view()}
                    </tbody>
                    {has_counts.then_some(sum)}
                </table>
                <Show when=move || !has_counts>
                    <p class="part-note">{crate::say!("area-units-note")}</p>
                </Show>
            </Show>
        </section>
    }
    .into_any()
}

/// Who holds a post here; a post that the level should have and nobody holds is vacant.
#[component]
fn People(view: Signal<Arc<AreaView>>, level: Level) -> impl IntoView {
    let expected: &'static [Post] = match level {
        Level::Grid => &GRID_POSTS,
        Level::HouseholdUnit => &[Post::HouseholdUnitLeader],
        _ => &[],
    };
    let people = Memo::new(move |_| view.with(|view| view.people.clone()));
    let body = move || {
        let people = people.get();
        if people.is_empty() && expected.is_empty() {
            return view! { <p class="part-empty">{crate::say!("area-people-none")}</p> }
                .into_any();
        }
        view! { <PeopleList people expected /> }.into_any()
    };
    view! {
        <section class="part" data-testid="area-people">
            <h3 class="part-head">{crate::say!("area-people")}</h3>
            {body}
        </section>
    }
}
