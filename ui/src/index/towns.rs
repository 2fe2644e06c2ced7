//! The towns by the index: of the day with what each row took, of the month so far (一月一讲评) and of
//! the year so far (一年一考核) with how many days that rests on.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::profile::ScoreRow;
use onemap_domain::score::Scored;
use onemap_protocol::desk::{IndexMean, IndexView};

use super::points::{heat, places, points, ranked};
use super::rows::LostButton;
use super::words::row_name;
use super::{Hand, Pick};
use crate::parts::{Empty, Segment};
use crate::say;
use crate::state::Desk;
use crate::text::{t, word};

/// Over which days towns are ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    Day,
    Month,
    Year,
}

impl Over {
    const ALL: [Over; 3] = [Over::Day, Over::Month, Over::Year];

    const fn name(self) -> &'static str {
        match self {
            Over::Day => "day",
            Over::Month => "month",
            Over::Year => "year",
        }
    }
}

/// A line of the day's table.
#[derive(Clone, PartialEq)]
struct Line {
    /// `None` in the county's own line.
    place: Option<usize>,
    area: AreaCode,
    total: u32,
    rows: Vec<Scored>,
}

/// The towns.
#[component]
pub fn Towns(
    view: Signal<Arc<IndexView>>,
    county: Memo<Option<AreaCode>>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let over = RwSignal::new(Over::Day);
    let choices = Signal::derive(move || {
        desk.language.track();
        Over::ALL
            .map(|over| (over, word("index-over", over.name())))
            .to_vec()
    });
    let means = Memo::new(move |_| {
        view.with(|view| match over.get() {
            Over::Day => Vec::new(),
            Over::Month => view.month.clone(),
            Over::Year => view.year.clone(),
        })
    });
    let body = move || match over.get() {
        Over::Day => view! { <OfDay view county hand /> }.into_any(),
        Over::Month | Over::Year => view! { <Means means hand /> }.into_any(),
    };
    view! {
        <section class="page-part" data-testid="index-towns" data-over=move || over.get().name()>
            <h3 class="part-head">
                {say!("index-towns")}
                <Segment choices chosen=over label=say!("index-over")
                    on_choose=move |chosen| over.set(chosen) />
                <span class="part-note">{move || word("index-over-about", over.get().name())}</span>
            </h3>
            {body}
        </section>
    }
}

#[component]
fn OfDay(
    view: Signal<Arc<IndexView>>,
    county: Memo<Option<AreaCode>>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let formula = Memo::new(move |_| {
        view.with(|view| {
            let snapshot = view.snapshot.as_deref();
            snapshot.map_or_else(Vec::new, |snapshot| snapshot.formula.rows.clone())
        })
    });
    let lines = Memo::new(move |_| {
        view.with(|view| {
            let Some(snapshot) = view.snapshot.as_deref() else {
                return Vec::new();
            };
            let whole = Line {
                place: None,
                area: snapshot.county.area.clone(),
                total: snapshot.county.total,
                rows: snapshot.county.rows.clone(),
            };
            let towns = ranked(snapshot).into_iter().map(|(place, town)| Line {
                place: Some(place),
                area: town.area.clone(),
                total: town.total,
                rows: town.rows.clone(),
            });
            std::iter::once(whole).chain(towns).collect::<Vec<_>>()
        })
    });
    let column = move |row: ScoreRow| {
        let most = t("index-points", &[("points", &row.points.to_string())]);
        view! {
            <th scope="col">
                <span>{row_name(desk, &row)}</span>
                <span class="index-points figures">{most}</span>
            </th>
        }
    };
    let line = move |line: Line| view! { <TownLine line hand county /> };
    view! {
        <div class="index-box">
            <table class="index-table" data-testid="index-towns-table">
                <thead>
                    <tr>
                        <th scope="col">{say!("index-town")}</th>
                        <th scope="col" class="number">{say!("index-total")}</th>
                        {move || formula.get().into_iter().map(column).collect_view()}
                    </tr>
                </thead>
                <tbody>{move || lines.get().into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn TownLine(line: Line, hand: Hand, county: Memo<Option<AreaCode>>) -> impl IntoView {
    let Line {
        place,
        area,
        total,
        rows,
    } = line;
    let is_chosen = {
        let area = area.clone();
        Memo::new(move |_| {
            let chosen = hand.area.get().or_else(|| county.get());
            chosen.as_ref() == Some(&area)
        })
    };
    let of = area.clone();
    let cell = |scored: Scored| {
        let class = format!("index-heat-{}", heat(&scored));
        let pick = Pick {
            area: of.clone(),
            row: scored.code.clone(),
        };
        view! { <td class=class><LostButton pick lost=scored.lost hand testid="index-town-lost" /></td> }
    };
    let cells = rows.into_iter().map(cell).collect_view();
    let code = area.to_string();
    view! {
        <tr class:index-chosen=is_chosen class:index-whole={place.is_none()}
            data-testid="index-town" data-area=code data-total=total.to_string()
            data-place=place.map(|place| place.to_string())>
            <th scope="row"><Name place area hand /></th>
            <td class="number figures index-strong">{points(total)}</td>
            {cells}
        </tr>
    }
}

/// A town's place and name; a press shows its rows.
#[component]
fn Name(place: Option<usize>, area: AreaCode, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let named = area.clone();
    let turn = move |_| {
        let town = place.is_some().then(|| area.clone());
        hand.area.set(town);
    };
    view! {
        <span class="index-name">
            <span class="index-place figures">{place.map(|place| place.to_string())}</span>
            <button type="button" class="link clip" title=say!("index-turn") data-testid="index-turn"
                on:click=turn>{move || desk.area_name(&named)}</button>
        </span>
    }
}

#[component]
fn Means(means: Memo<Vec<IndexMean>>, hand: Hand) -> impl IntoView {
    let rows = move || {
        let means = means.get();
        let figures: Vec<u32> = means.iter().map(|one| one.mean).collect();
        let row = |(place, one): (usize, IndexMean)| {
            view! {
                <tr data-testid="index-mean" data-area=one.area.to_string()
                    data-mean=one.mean.to_string() data-days=one.days.to_string()
                    data-place=place.to_string()>
                    <th scope="row"><Name place=Some(place) area=one.area.clone() hand /></th>
                    <td class="number figures index-strong">{points(one.mean)}</td>
                    <td class="number figures">
                        {t("index-over-days", &[("days", &one.days.to_string())])}
                    </td>
                </tr>
            }
        };
        let placed = places(&figures).into_iter().zip(means);
        placed.map(row).collect_view()
    };
    view! {
        <Show when=move || means.with(|means| !means.is_empty())
            fallback=|| view! { <Empty sentence=say!("index-means-none") /> }>
            <table class="page-table index-means" data-testid="index-means">
                <thead>
                    <tr>
                        <th scope="col">{say!("index-town")}</th>
                        <th scope="col" class="number">{say!("index-mean")}</th>
                        <th scope="col" class="number">{say!("index-rests-on")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </Show>
    }
}
