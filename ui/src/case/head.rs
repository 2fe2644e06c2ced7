//! The head of a case: number, channel, when; its title; what it is and where it lies. Below it
//! what must not be overlooked: sealed, green channel, not confirmed yet.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::area::Level;
use onemap_domain::case::Urgency;
use onemap_protocol::desk::CaseView;

use super::names;
use super::timeline::LongText;
use crate::parts::{Ago, Hue, Simulated, Tag, ago};
use crate::state::{Desk, Selection};
use crate::text::{t, word};

/// The head of a case.
#[component]
pub fn Head(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let facts = Memo::new(move |_| view.with(|view| view.case.facts.clone()));
    let number = Memo::new(move |_| view.with(|view| view.case.number.clone()));
    let reported_at = Signal::derive(move || view.with(|view| view.case.reported_at));
    let imported = Memo::new(move |_| view.with(|view| view.case.imported.clone()));
    let numbered = move || {
        match number.get() {
        Some(number) => {
            view! { <span class="figures" data-testid="case-number">{number.0}</span> }.into_any()
        }
        None => view! {
            <span class="case-unnumbered" data-testid="case-number" title=t("case-unnumbered-hint", &[])>
                {t("case-unnumbered", &[])}
            </span>
        }
        .into_any(),
    }
    };
    let urgency = move || {
        let urgency = facts.with(|facts| facts.urgency);
        let (mark, hue) = match urgency {
            Urgency::Normal => ("", Hue::Plain),
            Urgency::Urgent => ("! ", Hue::Warning),
            Urgency::Emergency => ("!! ", Hue::Danger),
        };
        view! { <Tag hue>{mark} {word("urgency", urgency.name())}</Tag> }
    };
    let place = move || {
        let grid = facts.with(|facts| facts.grid.clone());
        let codes = [Level::Town, Level::Village, Level::Grid]
            .into_iter()
            .filter_map(|l| grid.at(l));
        codes
            .enumerate()
            .map(|(index, code)| {
                let level = code.level().name();
                let name = desk.area_name(&code);
                view! {
                    {(index > 0).then_some(" › ")}
                    <button
                        type="button"
                        class="place-link"
                        data-testid=format!("case-place-{level}")
                        on:click=move |_| desk.show(Selection::Area(code.clone()))
                    >
                        {name}
                    </button>
                }
            })
            .collect_view()
    };
    let is_placed = move || !facts.with(|facts| facts.position_simulated);
    let close = move |_| desk.selection.set(Selection::None);
    view! {
        <header class="case-head">
            <p class="case-line">
                {numbered}
                <span>{move || desk.channel(&facts.with(|facts| facts.channel.clone()))}</span>
                <Ago at=reported_at />
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
            <h2 class="case-title" data-testid="case-title">
                {move || facts.with(|facts| facts.title.clone())}
            </h2>
            <p class="case-tags">
                <Tag>{move || desk.category(&facts.with(|facts| facts.category.clone()))}</Tag>
                {urgency}
                <Standing view />
                <span class="tag tag-place">{place}</span>
                {move || imported.get().map(|number| view! {
                    <Tag title=t("case-imported-hint", &[("number", &number)])>
                        {t("case-imported", &[])}
                    </Tag>
                })}
                <Show when=move || !is_placed()>
                    <span title=crate::say!("case-position-simulated")><Simulated /></span>
                </Show>
            </p>
        </header>
    }
}

/// The path, and what holds for the case as a whole.
#[component]
fn Standing(view: Signal<Arc<CaseView>>) -> impl IntoView {
    let path = Memo::new(move |_| view.with(|view| view.case.path));
    let research = Memo::new(move |_| view.with(|view| view.case.research.clone()));
    let is_expedited = Memo::new(move |_| view.with(|view| view.case.expedited.is_some()));
    let is_sealed = Memo::new(move |_| view.with(|view| view.case.compartment.is_some()));
    let provisional = Memo::new(move |_| {
        let nearest = |view: &Arc<CaseView>| view.case.nearest_clock()?.due.provisional;
        view.with(nearest)
    });
    view! {
        {move || path.get().map(|path| view! {
            <span data-testid="case-path" data-path=path.name()>
                <Tag hue=Hue::Accent>{word("path", path.name())}</Tag>
            </span>
        })}
        {move || is_expedited.get().then(|| view! {
            <Tag hue=Hue::Accent>{crate::say!("flag-expedited")}</Tag>
        })}
        {move || is_sealed.get().then(|| view! {
            <Tag hue=Hue::Danger>{crate::say!("case-sealed-tag")}</Tag>
        })}
        {move || research.get().map(|reason| view! {
            <Tag hue=Hue::Warning title=Signal::stored(reason)>{crate::say!("flag-research")}</Tag>
        })}
        {move || provisional.get().map(|year| view! { <Provisional year /> })}
    }
}

/// The deadline is provisional (暂定): the calendar of a year is not there yet.
#[component]
pub fn Provisional(
    /// Which year's.
    year: i16,
) -> impl IntoView {
    let title = Signal::derive(crate::say!("case-provisional-hint", year = year));
    view! {
        <span data-testid="case-provisional" data-year=year>
            <Tag hue=Hue::Warning title>{crate::say!("case-provisional-tag")}</Tag>
        </span>
    }
}

/// What is shown is not confirmed yet, and why that is safe.
#[component]
pub fn PendingBanner(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let pending = Memo::new(move |_| view.with(|view| view.pending));
    let cut_since = move || {
        desk.status
            .with(|status| status.as_ref()?.link.down_since())
    };
    let words = move || match cut_since() {
        Some(since) => t(
            "case-pending-offline",
            &[("since", &ago(since, desk.now.get()))],
        ),
        None => t("case-pending", &[]),
    };
    view! {
        <Show when=move || pending.get()>
            <div class="pending" role="status" data-testid="case-pending">
                <strong>{words}</strong>
                <span>{crate::say!("case-pending-hint")}</span>
            </div>
        </Show>
    }
}

/// What must not be overlooked while one works on the case.
#[component]
pub fn Banners(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let sealed = Memo::new(move |_| view.with(|view| view.case.compartment.clone()));
    let expedited = Memo::new(move |_| view.with(|view| view.case.expedited.clone()));
    let sealed = move || {
        sealed.get().map(|compartment| {
            let group = move || {
                let group = names::compartment(desk, &compartment.0);
                t("case-sealed", &[("group", &group)])
            };
            view! {
                <div class="banner banner-sealed" role="status" data-testid="case-sealed">
                    <strong>{group}</strong>
                    <span>{crate::say!("case-sealed-hint")}</span>
                </div>
            }
        })
    };
    let expedited = move || {
        expedited.get().map(|reason| {
            view! {
                <div class="banner banner-green" role="status" data-testid="case-expedited">
                    <strong>{crate::say!("case-expedited")}</strong>
                    <LongText text=reason />
                </div>
            }
        })
    };
    view! { {sealed} {expedited} }
}
