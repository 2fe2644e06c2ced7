//! The cases behind a figure: exactly those that were counted, the longest overdue first.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::board::Pick;
use onemap_domain::case::CaseId;
use onemap_protocol::desk::{CasePage, CaseRow, Picked};

use super::columns::Column;
use super::table::whose_words;
use super::{Hand, keep_order};
use crate::case::Brief;
use crate::parts::{Empty, Shown, count};
use crate::remote::remote;
use crate::say;
use crate::state::{Desk, Selection};
use crate::text::{t, word};

/// Rows of a page: the console's most.
const PAGE: u32 = 200;

/// The list of the figure that is open.
#[component]
pub fn Listed(hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let offset = RwSignal::new(0_u32);
    let picked = Memo::new(move |_| hand.picked.get());
    Effect::new(move |_| {
        picked.track();
        offset.set(0);
    });
    let cases = remote(move || {
        desk.cases.track();
        hand.minute.track();
        Some(Picked {
            pick: picked.get()?,
            offset: offset.get(),
            limit: PAGE,
        })
    });
    // Cases were closed meanwhile and there is no such page any more.
    Effect::new(move |_| {
        let beyond = cases.with(|page| page.rows.is_empty() && page.total > 0);
        if beyond == Some(true) {
            offset.set(0);
        }
    });
    let title = move || picked.with(|pick| pick.as_ref().map(|pick| pick_words(desk, pick)));
    let total = move || cases.with(|page| page.total);
    view! {
        <section class="listed" data-testid="supervision-list"
            data-total=move || total().map(|total| total.to_string())>
            <header class="listed-head">
                <h3>{title}</h3>
                <span class="part-note figures">
                    {move || total().map(|total| t("listed-total", &[("count", &count(total))]))}
                </span>
                <button type="button" class="panel-close" data-testid="supervision-list-close"
                    aria-label=say!("listed-close") title=say!("close-esc")
                    on:click=move |_| hand.picked.set(None)>
                    <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5l9 9m0-9-9 9" /></svg>
                </button>
            </header>
            <div class="listed-body">
                <Shown remote=cases what=say!("what-cases")
                    view=move |page| view! { <Page page offset hand /> } />
            </div>
        </section>
    }
}

#[component]
fn Page(page: Signal<Arc<CasePage>>, offset: RwSignal<u32>, hand: Hand) -> impl IntoView {
    let rows = Memo::new(move |_| page.with(|page| page.rows.clone()));
    let total = Memo::new(move |_| page.with(|page| page.total));
    keep_order(
        hand,
        Memo::new(move |_| rows.with(|rows| rows.iter().map(|row| row.id).collect())),
    );
    let mixed = Memo::new(move |_| {
        hand.picked
            .with(|pick| pick.as_ref().is_none_or(|pick| pick.whose.is_none()))
    });
    let is_any = move || rows.with(|rows| !rows.is_empty());
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
        <Show when=is_any fallback=|| view! { <Empty sentence=say!("listed-none") next=say!("listed-none-next") /> }>
            <Rows rows mixed />
            {pager}
        </Show>
    }
}

/// Cases one below the other; the selected one is marked and in sight.
#[component]
pub fn Rows(
    /// Which.
    rows: Memo<Vec<CaseRow>>,
    /// They are not all of one department, so each says whose it is.
    #[prop(into)]
    mixed: Signal<bool>,
) -> impl IntoView {
    view! {
        <ul class="briefs listed-rows">
            // A row that changed is drawn anew; the others keep the pointer and the keyboard.
            <For each=move || rows.get() key=|row| format!("{row:?}")
                children=move |row| view! { <OneRow row mixed /> } />
        </ul>
    }
}

#[component]
fn OneRow(row: CaseRow, mixed: Signal<bool>) -> impl IntoView {
    let desk = Desk::here();
    let (id, stage) = (row.id, row.stage);
    let lead = row.lead.clone();
    let note = untrack(|| {
        let stage = word("stage", stage.name());
        match &lead {
            Some(code) if mixed.get() => format!("{} · {stage}", desk.department_short(code)),
            _ => stage,
        }
    });
    view! {
        <Marked id>
            <Brief row note=note />
        </Marked>
    }
}

/// A line of a list that is marked, and brought into sight, while its case is selected.
#[component]
pub fn Marked(
    /// The case.
    id: CaseId,
    /// The line.
    children: Children,
) -> impl IntoView {
    let desk = Desk::here();
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
            data-testid="supervision-case" data-case=id.to_string()
            aria-current=move || is_chosen.get().then_some("true")>{children()}</li>
    }
}

/// What a pick chooses, in words: 住建局 · 逾期 3 天以内 · 市中街道. Tracked.
fn pick_words(desk: Desk, pick: &Pick) -> String {
    let figure = match &pick.rung {
        Some((ladder, rung)) => rung_words(desk, ladder, *rung),
        None => word("board-column", Column::behind(pick).name()),
    };
    let mut words = vec![whose_words(desk, pick.whose.as_ref()), figure];
    words.extend(pick.area.as_ref().map(|area| desk.area_name(area)));
    words.extend(pick.category.as_ref().map(|code| desk.category(code)));
    words.join(" · ")
}

fn rung_words(desk: Desk, ladder: &str, rung: u32) -> String {
    let language = desk.language.get();
    let name = desk.names.with(|names| {
        let rungs = &names.as_deref()?.profile.ladder(ladder)?.rungs;
        let rung = rungs.get(rung as usize)?;
        Some(language.of(&rung.name).to_owned())
    });
    name.unwrap_or_else(|| ladder.to_owned())
}
