//! The table of the scorecards: a row for each area, a column for each row of the scorecard. The
//! arrow keys go from cell to cell, Enter opens one.
//!
//! A figure that was counted has two decimals, points that somebody gave are whole.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::profile::{Measure, ScoreRow, ScorecardRule};
use onemap_domain::record::appraisal::Given;
use onemap_domain::score::Scored;
use onemap_protocol::desk::{Scorecard, ScorecardsView};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::points::{Stand, got, heat, points};
use super::words::{fraction, row_name};
use super::{Hand, Pick};
use crate::parts::{Hue, Tag};
use crate::say;
use crate::state::Desk;
use crate::text::{t, word};

/// The place of a cell: row and column, from 0.
type Place = (usize, usize);

/// The table.
#[component]
pub fn Sheet(
    view: Signal<Arc<ScorecardsView>>,
    rule: Memo<Option<ScorecardRule>>,
    hand: Hand,
    desk: Desk,
) -> impl IntoView {
    let table = NodeRef::<leptos::html::Table>::new();
    // The one cell that the tab key comes to.
    let at = RwSignal::new((0_usize, 0_usize));
    let areas = Memo::new(move |_| {
        view.with(|view| {
            let cards = view.cards.iter();
            cards.map(|card| card.area.clone()).collect::<Vec<_>>()
        })
    });
    let columns = Memo::new(move |_| rule.get().map(|rule| rule.rows).unwrap_or_default());
    let on_key = move |event: KeyboardEvent| {
        if let Some(table) = table.get_untracked() {
            walk(&table, &event);
        }
    };
    // When the form or the list has gone, the keyboard is back in its cell.
    Effect::new(move |before: Option<bool>| {
        let is_open = hand.cell.with(Option::is_some);
        if before == Some(true)
            && !is_open
            && let Some(table) = table.get_untracked()
        {
            focus(&table, at.get_untracked());
        }
        is_open
    });
    let column = move |row: ScoreRow| {
        let judged = row.measure == Measure::Judged;
        let most = t("index-points", &[("points", &row.points.to_string())]);
        let name = row_name(desk, &row);
        let short = without_remark(&name).to_owned();
        view! {
            <th scope="col" class:score-judged=judged title=name data-testid="score-column"
                data-row=row.code.clone() data-judged=judged.to_string()>
                <span>{short}</span>
                <span class="index-points figures">{most}</span>
            </th>
        }
    };
    let line = move |area: AreaCode| {
        let own = area.clone();
        let card = Memo::new(move |_| {
            view.with(|view| view.cards.iter().find(|card| card.area == own).cloned())
        });
        view! { <Line area areas card columns at hand /> }
    };
    view! {
        <div class="index-box score-box">
            <table class="index-table score-sheet" node_ref=table on:keydown=on_key data-testid="scorecards">
                <thead>
                    <tr>
                        <th scope="col">{move || rule.get().map(|rule| word("level", rule.level.name()))}</th>
                        <th scope="col" class="number">{say!("scorecards-total")}</th>
                        {move || columns.get().into_iter().map(column).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    <For each=move || areas.get() key=Clone::clone children=line />
                </tbody>
            </table>
        </div>
        <p class="part-note score-legend">{say!("scorecards-legend")}</p>
    }
}

#[component]
fn Line(
    area: AreaCode,
    areas: Memo<Vec<AreaCode>>,
    card: Memo<Option<Scorecard>>,
    columns: Memo<Vec<ScoreRow>>,
    at: RwSignal<Place>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let own = area.clone();
    let line = Memo::new(move |_| {
        areas.with(|areas| areas.iter().position(|other| *other == own).unwrap_or(0))
    });
    let sums = Memo::new(move |_| {
        card.with(|card| {
            card.as_ref()
                .map(|card| (card.counted, card.of, card.pending))
        })
    });
    let total = move || {
        sums.get().map(|(counted, of, _)| {
            let words = t(
                "scorecards-of",
                &[("counted", &points(counted)), ("of", &(of / 100).to_string())],
            );
            view! { <span class="index-strong">{points(counted)}</span>" "<span class="score-of">{words}</span> }
        })
    };
    let pending = move || {
        sums.get().is_some_and(|(.., pending)| pending).then(|| {
            view! { <Tag hue=Hue::Pending title=say!("pending-hint")>{say!("pending")}</Tag> }
        })
    };
    let of = area.clone();
    let cell = move |(column, row): (usize, ScoreRow)| {
        view! { <Cell area=of.clone() row column line card at hand /> }
    };
    let cells = move || {
        columns
            .get()
            .into_iter()
            .enumerate()
            .map(&cell)
            .collect_view()
    };
    let named = area.clone();
    let figure = move |read: fn((u32, u32, bool)) -> u32| {
        move || sums.get().map(|sums| read(sums).to_string())
    };
    view! {
        <tr data-testid="score-card" data-area=area.to_string()
            data-counted=figure(|(counted, ..)| counted) data-of=figure(|(_, of, _)| of)
            data-pending=move || sums.get().is_some_and(|(.., pending)| pending).to_string()>
            <th scope="row">
                <span class="index-name">
                    <span class="clip">{move || short_place(desk, &named)}</span>
                    {pending}
                </span>
            </th>
            <td class="number figures">{total}</td>
            {cells}
        </tr>
    }
}

/// A name without the remark in brackets behind it, for the narrow head of a column.
fn without_remark(name: &str) -> &str {
    let short = name.split(['(', '（']).next().unwrap_or(name).trim();
    if short.is_empty() { name } else { short }
}

/// An area below its town: 康佳社区·第1网格.
fn short_place(desk: Desk, area: &AreaCode) -> String {
    let whole = desk.place(area);
    match whole.split_once('·') {
        Some((_, below)) => below.to_owned(),
        None => whole,
    }
}

/// A cell: what a row gave, or that somebody has yet to give it.
#[component]
fn Cell(
    area: AreaCode,
    row: ScoreRow,
    column: usize,
    line: Memo<usize>,
    card: Memo<Option<Scorecard>>,
    at: RwSignal<Place>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let row = StoredValue::new(row);
    let own = Memo::new(move |_| {
        row.with_value(|row| {
            card.with(|card| {
                let card = card.as_ref()?;
                let scored = card.rows.iter().find(|scored| scored.code == row.code)?;
                let stand = Stand::of(&row.measure, scored);
                let given = card.given.get(&row.code).cloned();
                Some((stand, scored.clone(), given))
            })
        })
    });
    let stand = move || own.with(|own| own.as_ref().map(|(stand, ..)| *stand));
    let class = move || {
        let heat = own.with(|own| own.as_ref().map_or(0, |(_, scored, _)| heat(scored)));
        format!("index-heat-{heat}")
    };
    let shown = move || {
        own.with(|own| {
            own.as_ref()
                .map(|(stand, scored, _)| figure(*stand, scored))
        })
    };
    let words = move || {
        own.with(|own| {
            let (stand, scored, given) = own.as_ref()?;
            row.with_value(|row| Some(told(desk, row, *stand, scored, given.as_ref())))
        })
    };
    let pick = Pick {
        area: area.clone(),
        row: row.with_value(|row| row.code.clone()),
    };
    let this = pick.clone();
    let is_open = Memo::new(move |_| hand.cell.with(|cell| cell.as_ref() == Some(&this)));
    let place = move || (line.get(), column);
    let read = move |read: fn(&Scored) -> u32| {
        move || own.with(|own| own.as_ref().map(|(_, scored, _)| read(scored).to_string()))
    };
    let code = pick.row.clone();
    view! {
        <td class=class>
            <button type="button" class="index-cell figures" class:index-cell-open=is_open
                class:score-uncounted=move || stand() == Some(Stand::Uncounted)
                class:score-ungiven=move || stand() == Some(Stand::Ungiven)
                tabindex=move || if at.get() == place() { "0" } else { "-1" }
                data-testid="score-cell" data-area=area.to_string() data-row=code
                data-cell=move || mark(place())
                data-stand=move || stand().map(Stand::name)
                data-got=read(got) data-lost=read(|scored| scored.lost)
                title=words aria-label=words aria-pressed=move || is_open.get().to_string()
                on:focus=move |_| at.set(untrack(place))
                on:click=move |_| hand.cell.set(Some(pick.clone()))>{shown}</button>
        </td>
    }
}

/// What stands in a cell.
fn figure(stand: Stand, scored: &Scored) -> String {
    match stand {
        Stand::Counted => points(got(scored)),
        Stand::Given => (got(scored) / 100).to_string(),
        Stand::Uncounted => t("scorecards-uncounted", &[]),
        Stand::Ungiven => t("scorecards-give", &[]),
    }
}

/// A cell in words, for the pointer and for screen readers.
fn told(
    desk: Desk,
    row: &ScoreRow,
    stand: Stand,
    scored: &Scored,
    given: Option<&Given>,
) -> String {
    let name = row_name(desk, row);
    let (most, own) = (row.points.to_string(), figure(stand, scored));
    let told = match stand {
        Stand::Counted => fraction(row, scored.rate),
        Stand::Uncounted => t("index-nothing-counted", &[]),
        Stand::Ungiven => t("scorecards-ungiven-hint", &[]),
        Stand::Given => given.map_or_else(String::new, |given| {
            t(
                "scorecards-given-hint",
                &[("by", &given.by), ("note", &given.note)],
            )
        }),
    };
    t(
        "scorecards-cell",
        &[
            ("row", &name),
            ("got", &own),
            ("most", &most),
            ("told", &told),
        ],
    )
}

/// The mark of a cell, `3-1`.
fn mark((line, column): Place) -> String {
    format!("{line}-{column}")
}

/// Row and column of a cell's mark.
fn place(mark: &str) -> Option<Place> {
    let (line, column) = mark.split_once('-')?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

/// Where a key leads from a cell.
fn next((line, column): Place, key: &str) -> Option<Place> {
    Some(match key {
        "ArrowDown" => (line + 1, column),
        "ArrowUp" => (line.checked_sub(1)?, column),
        "ArrowRight" => (line, column + 1),
        "ArrowLeft" => (line, column.checked_sub(1)?),
        "Home" => (line, 0),
        _ => return None,
    })
}

/// The arrow keys go from cell to cell.
fn walk(table: &HtmlElement, event: &KeyboardEvent) {
    let key = event.key();
    let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
    if with_others || !(key.starts_with("Arrow") || key == "Home") {
        return;
    }
    let from = event.target().and_then(|target| {
        let element: HtmlElement = target.dyn_into().ok()?;
        place(&element.get_attribute("data-cell")?)
    });
    if let Some(from) = from {
        // At the edge the key does nothing; it does not scroll the page instead.
        event.prevent_default();
        if let Some(next) = next(from, &key) {
            focus(table, next);
        }
    }
}

/// Puts the keyboard into a cell, where there is one.
fn focus(table: &HtmlElement, at: Place) {
    let wanted = format!("[data-cell='{}']", mark(at));
    let found = table.query_selector(&wanted).ok().flatten();
    if let Some(cell) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        // Without the keyboard's place the cell is still there to be clicked.
        let _ = cell.focus();
    }
}

#[cfg(test)]
mod tests {
    use onemap_domain::indicator::Rate;

    use super::*;

    fn scored(numerator: u64, denominator: u64, lost: u32) -> Scored {
        Scored {
            code: "visits".to_owned(),
            rate: Rate::new(numerator, denominator),
            points: 10,
            lost,
            cases: Vec::new(),
            areas: Vec::new(),
        }
    }

    #[test]
    fn what_was_counted_has_decimals_and_what_was_given_is_whole() {
        assert_eq!(figure(Stand::Counted, &scored(2, 3, 333)), "6.67");
        assert_eq!(figure(Stand::Given, &scored(8, 10, 200)), "8");
        assert_eq!(figure(Stand::Uncounted, &scored(0, 0, 0)), "未计");
        assert_eq!(figure(Stand::Ungiven, &scored(0, 0, 0)), "评分");
    }

    #[test]
    fn the_head_of_a_column_leaves_a_remark_to_the_pointer() {
        assert_eq!(without_remark("第4项指标(名称待县里填写)"), "第4项指标");
        assert_eq!(without_remark("入户走访"), "入户走访");
        assert_eq!(without_remark("(待定)"), "(待定)");
    }

    #[test]
    fn the_arrow_keys_go_from_cell_to_cell_and_not_over_the_first() {
        assert_eq!(next((0, 3), "ArrowDown"), Some((1, 3)));
        assert_eq!(next((0, 3), "ArrowUp"), None);
        assert_eq!(next((0, 0), "ArrowLeft"), None);
        assert_eq!(next((2, 3), "Home"), Some((2, 0)));
        assert_eq!(next((0, 0), "Enter"), None);
        assert_eq!(place(&mark((12, 3))), Some((12, 3)));
        assert_eq!(place("12"), None);
    }
}
