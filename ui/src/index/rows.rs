//! The rows of the formula for an area: those that lose most first, then the others in the
//! formula's order, because a county reads what to mend before what is well.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::profile::ScoreRow;
use onemap_domain::score::Scored;
use onemap_protocol::desk::IndexView;

use super::points::{got, heat, most_lost_first, points};
use super::words::{fraction, row_name};
use super::{Hand, Pick};
use crate::indicators::percent;
use crate::say;
use crate::state::Desk;
use crate::text::t;

/// The rows.
#[component]
pub fn Rows(
    view: Signal<Arc<IndexView>>,
    area: Memo<Option<AreaCode>>,
    /// The area's name.
    #[prop(into)]
    name: Signal<String>,
    county: Memo<Option<AreaCode>>,
    hand: Hand,
) -> impl IntoView {
    let rows = Memo::new(move |_| {
        let area = area.get()?;
        view.with(|view| {
            let snapshot = view.snapshot.as_deref()?;
            let index = snapshot.of(&area)?;
            let rows = most_lost_first(&index.rows)
                .into_iter()
                .filter_map(|scored| {
                    let mut formula = snapshot.formula.rows.iter();
                    let row = formula.find(|row| row.code == scored.code)?;
                    Some((row.clone(), scored.clone()))
                });
            Some((area.clone(), rows.collect::<Vec<_>>()))
        })
    });
    let of_town = move || hand.area.with(Option::is_some) && area.get() != county.get();
    let body = move || {
        let (area, rows) = rows.get()?;
        let row = |(row, scored)| view! { <Row area=area.clone() row scored hand /> };
        Some(rows.into_iter().map(row).collect_view())
    };
    view! {
        <section class="page-part" data-testid="index-rows"
            data-area=move || area.get().map(|area| area.to_string())>
            <h3 class="part-head">
                {move || t("index-rows", &[("area", &name.get())])}
                <span class="part-note">{say!("index-rows-order")}</span>
                <Show when=of_town>
                    <button type="button" class="link course-turn" data-testid="index-whole"
                        on:click=move |_| hand.area.set(None)>{say!("index-whole")}</button>
                </Show>
            </h3>
            <table class="page-table index-rows">
                <thead>
                    <tr>
                        <th scope="col">{say!("index-row")}</th>
                        <th scope="col">{say!("index-counted")}</th>
                        <th scope="col" class="number">{say!("index-share")}</th>
                        <th scope="col" class="number">{say!("index-got")}</th>
                        <th scope="col" class="number">{say!("index-lost")}</th>
                    </tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </section>
    }
}

#[component]
fn Row(area: AreaCode, row: ScoreRow, scored: Scored, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let (rate, lost) = (scored.rate, scored.lost);
    let counts = rate.denominator > 0;
    let pick = Pick {
        area,
        row: row.code.clone(),
    };
    let class = format!("number index-heat-{}", heat(&scored));
    let of = t(
        "index-got-of",
        &[
            ("got", &points(got(&scored))),
            ("points", &row.points.to_string()),
        ],
    );
    let (named, counted) = (row.clone(), row.clone());
    let words = move || {
        if counts {
            fraction(&counted, rate)
        } else {
            t("index-nothing-counted", &[])
        }
    };
    view! {
        <tr data-testid="index-row" data-row=row.code.clone() data-lost=lost.to_string()
            data-points=row.points.to_string() data-numerator=rate.numerator.to_string()
            data-denominator=rate.denominator.to_string()>
            <th scope="row">{move || row_name(desk, &named)}</th>
            <td class="index-fraction figures">{words}</td>
            <td class="number figures">{counts.then(|| percent(rate))}</td>
            <td class="number figures">{of}</td>
            <td class=class><LostButton pick lost hand testid="index-lost" /></td>
        </tr>
    }
}

/// What was lost; a press shows by what.
#[component]
pub fn LostButton(
    /// Whose, and of which row.
    pick: Pick,
    /// Hundredths of a point.
    lost: u32,
    hand: Hand,
    testid: &'static str,
) -> impl IntoView {
    let own = pick.clone();
    let is_open = Memo::new(move |_| hand.picked.with(|picked| picked.as_ref() == Some(&own)));
    let (area, row) = (pick.area.to_string(), pick.row.clone());
    let words = if lost == 0 {
        "·".to_owned()
    } else {
        format!("−{}", points(lost))
    };
    view! {
        <button type="button" class="index-cell figures" class:index-cell-open=is_open
            disabled={lost == 0} title=say!("index-lost-by") data-testid=testid
            data-area=area data-row=row data-lost=lost.to_string()
            aria-pressed=move || is_open.get().to_string()
            on:click=move |_| hand.picked.set(Some(pick.clone()))>{words}</button>
    }
}
