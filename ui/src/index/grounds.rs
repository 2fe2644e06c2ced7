//! What a row was lost by: the cases, or the areas that owe what they did not do.
//!
//! A case that the reader may not see, or that is gone, stands in the figure all the same; so the
//! list says how many of its cases it does not show.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::case::CaseId;
use onemap_domain::profile::Measure;
use onemap_protocol::desk::{CasePage, CaseRow, CasesOf};

use super::Hand;
use super::points::{Lost, points};
use super::words::{fraction, row_name};
use crate::case::Brief;
use crate::parts::{Shown, count};
use crate::remote::remote;
use crate::say;
use crate::state::{Desk, Selection};
use crate::text::t;

/// Cases of a page: the console's most.
const PAGE: u32 = 200;

/// The list.
#[component]
pub fn Grounds(
    /// Of which row; while there is none, the last list stays.
    lost: Memo<Option<Lost>>,
    hand: Hand,
    /// Closes it.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let desk = Desk::here();
    let cases = Memo::new(move |_| {
        lost.with(|lost| {
            let lost = lost.as_ref();
            lost.map_or_else(Vec::new, |lost| lost.scored.cases.clone())
        })
    });
    let title = move || {
        let lost = lost.get()?;
        Some(t(
            "index-grounds",
            &[
                ("area", &named(desk, &lost.area)),
                ("row", &row_name(desk, &lost.row)),
                ("points", &points(lost.scored.lost)),
            ],
        ))
    };
    let counted = move || {
        let lost = lost.get()?;
        let counts = lost.scored.rate.denominator > 0;
        Some(if counts {
            fraction(&lost.row, lost.scored.rate)
        } else {
            t("index-nothing-counted", &[])
        })
    };
    let row = move || lost.get().map(|lost| lost.row.code);
    let area = move || lost.get().map(|lost| lost.area.to_string());
    let body = move || {
        let lost = lost.get()?;
        Some(if !lost.scored.cases.is_empty() {
            view! { <Cases cases hand /> }.into_any()
        } else if !lost.scored.areas.is_empty() {
            view! { <Areas areas=lost.scored.areas /> }.into_any()
        } else {
            view! { <p class="part-empty" data-testid="index-grounds-none">{without(&lost)}</p> }
                .into_any()
        })
    };
    view! {
        <section class="listed index-grounds" data-testid="index-grounds" data-row=row data-area=area
            data-cases=move || cases.with(Vec::len).to_string()>
            <header class="listed-head">
                <h3>{title}</h3>
                <button type="button" class="panel-close" data-testid="index-grounds-close"
                    aria-label=say!("listed-close") title=say!("close-esc")
                    on:click=move |_| on_close.run(())>
                    <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5l9 9m0-9-9 9" /></svg>
                </button>
            </header>
            <div class="listed-body">
                <p class="part-note figures">{counted}</p>
                {body}
            </div>
        </section>
    }
}

/// An area's name; below a town with where it lies, since grids are called alike everywhere.
fn named(desk: Desk, area: &AreaCode) -> String {
    if area.level() > Level::Town {
        desk.place(area)
    } else {
        desk.area_name(area)
    }
}

/// Why there is neither a case nor an area to be shown.
fn without(lost: &Lost) -> String {
    let key = match (&lost.row.measure, lost.scored.lost) {
        (_, 0) => "index-grounds-full",
        (Measure::Reported(_), _) => "index-grounds-reported",
        (Measure::Judged, _) => "index-grounds-judged",
        (Measure::Duty(_), _) => "index-grounds-own",
        (Measure::Rate(_) | Measure::Punctual, _) => "index-grounds-unseen",
    };
    t(key, &[])
}

#[component]
fn Cases(cases: Memo<Vec<CaseId>>, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let offset = RwSignal::new(0_u32);
    Effect::new(move |_| {
        cases.track();
        offset.set(0);
    });
    let page = remote(move || {
        desk.cases.track();
        Some(CasesOf {
            cases: cases.get(),
            offset: offset.get(),
            limit: PAGE,
        })
    });
    on_cleanup(move || {
        hand.order.try_set(Vec::new());
    });
    view! {
        <Shown remote=page what=say!("what-cases")
            view=move |page| view! { <Page page offset hand /> } />
    }
}

/// How many of a page's cases are not among its rows.
fn unseen(page: &CasePage, offset: u32) -> u32 {
    let named = page.total.saturating_sub(offset).min(PAGE);
    named.saturating_sub(page.rows.len() as u32)
}

#[component]
fn Page(page: Signal<Arc<CasePage>>, offset: RwSignal<u32>, hand: Hand) -> impl IntoView {
    let rows = Memo::new(move |_| page.with(|page| page.rows.clone()));
    let total = Memo::new(move |_| page.with(|page| page.total));
    let unseen = Memo::new(move |_| page.with(|page| unseen(page, offset.get())));
    Effect::new(move |_| {
        let order = rows.with(|rows| rows.iter().map(|row| row.id).collect());
        hand.order.set(order);
    });
    let missing = move || {
        let unseen = unseen.get();
        (unseen > 0).then(|| {
            view! {
                <p class="part-note" role="status" data-testid="index-unseen" data-count=unseen.to_string()>
                    {t("index-unseen", &[("count", &count(unseen))])}
                </p>
            }
        })
    };
    let pager = move || {
        let (total, from) = (total.get(), offset.get());
        let until = (from + PAGE).min(total);
        (total > PAGE).then(|| {
            let span = t(
                "listed-span",
                &[
                    ("from", &count(from + 1)),
                    ("to", &count(until)),
                    ("total", &count(total)),
                ],
            );
            view! {
                <p class="listed-pager figures">
                    <button type="button" class="link" disabled={from == 0}
                        on:click=move |_| offset.set(from.saturating_sub(PAGE))>
                        {t("listed-before", &[])}
                    </button>
                    <span>{span}</span>
                    <button type="button" class="link" disabled={until >= total}
                        on:click=move |_| offset.set(until)>{t("listed-next", &[])}</button>
                </p>
            }
        })
    };
    view! {
        <p class="part-note figures">
            {move || t("listed-total", &[("count", &count(total.get()))])}
        </p>
        {missing}
        <ul class="briefs listed-rows">
            // A row that changed is drawn anew; the others keep the pointer and the keyboard.
            <For each=move || rows.get() key=|row| format!("{row:?}")
                children=|row| view! { <Line row /> } />
        </ul>
        {pager}
    }
}

/// A case, marked and in sight while it is selected.
#[component]
fn Line(row: CaseRow) -> impl IntoView {
    let desk = Desk::here();
    let id = row.id;
    let is_chosen = Memo::new(move |_| {
        desk.selection
            .with(|selection| *selection == Selection::Case(id))
    });
    let node = NodeRef::<leptos::html::Li>::new();
    Effect::new(move |_| {
        if let (true, Some(node)) = (is_chosen.get(), node.get()) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            node.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    view! {
        <li node_ref=node class="listed-row" class:listed-chosen=is_chosen
            data-testid="index-case" data-case=id.to_string()
            aria-current=move || is_chosen.get().then_some("true")><Brief row /></li>
    }
}

/// Areas; a press shows one at the right.
#[component]
fn Areas(areas: Vec<AreaCode>) -> impl IntoView {
    let desk = Desk::here();
    let number = count(areas.len() as u64);
    let line = |area: AreaCode| {
        let (named, code) = (area.clone(), area.to_string());
        view! {
            <li>
                <button type="button" class="link" data-testid="index-ground-area" data-area=code
                    on:click=move |_| desk.show(Selection::Area(area.clone()))>
                    {move || desk.place(&named)}
                </button>
            </li>
        }
    };
    let lines = areas.into_iter().map(line).collect_view();
    view! {
        <p class="part-note">{move || t("index-areas", &[("count", &number)])}</p>
        <ul class="index-areas">{lines}</ul>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_that_are_not_shown_are_counted_page_by_page() {
        let of = |total| CasePage {
            total,
            rows: Vec::new(),
        };
        assert_eq!(unseen(&of(3), 0), 3);
        assert_eq!(unseen(&of(450), 0), 200);
        assert_eq!(unseen(&of(450), 400), 50);
        assert_eq!(unseen(&of(0), 0), 0);
    }
}
