//! 民情格子铺: the open cases as a matrix, areas by categories, down to the grid.
//!
//! Each tile says how many are open, how many of those are overdue and how many nobody has
//! claimed. The sums stand in the last column and the last row, and agree. Deliberately absent:
//! the list of a tile; that is the inbox beside it.

mod sheet;
mod sums;

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::area::{Area, AreaCode, Level};
use onemap_domain::clock::Lamp;
use onemap_protocol::desk::{Matrix as Question, MatrixView, Tile};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::parts::{CopyOrKeep, Empty, Hue, LampMark, Panel, Shown, Tag, count};
use crate::remote::remote;
use crate::say;
use crate::state::{Desk, Mode, Selection};
use crate::text::{t, word};

/// The page.
#[component]
pub fn Matrix() -> impl IntoView {
    let desk = Desk::here();
    let within = RwSignal::new(begin(desk));
    let matrix = remote(move || {
        desk.cases.track();
        desk.register.track();
        within.get().map(|within| Question { within })
    });
    // Esc goes one level up before it leaves the page.
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape"
            && !event.is_composing()
            && let Some(above) = above(desk, within.get_untracked().as_ref())
        {
            event.prevent_default();
            within.set(Some(above));
        }
    };
    let page = NodeRef::<leptos::html::Div>::new();
    // The keyboard stays on the page when the tile or the area that was pressed is gone.
    Effect::new(move |_| {
        within.track();
        if let Some(page) = page.get() {
            // Without the keyboard's place everything can still be clicked.
            let _ = page.focus();
        }
    });
    view! {
        <Panel title=say!("matrix-title") testid="matrix-page" on_close=move |()| desk.mode.set(Mode::Desk)>
            <div class="page" node_ref=page tabindex="-1" on:keydown=on_key>
                <p class="page-about">{say!("matrix-about")}</p>
                <Shown remote=matrix what=say!("what-matrix")
                    view=move |matrix| view! { <Board matrix within /> } />
            </div>
        </Panel>
    }
}

/// Where it begins: the user's own area, as far as that has areas with cases below it.
fn begin(desk: Desk) -> Option<AreaCode> {
    let own = desk
        .user
        .with_untracked(|user| user.as_ref().map(|user| user.scope.area.clone()));
    let county = desk
        .names
        .with_untracked(|names| names.as_deref().map(|names| names.county.code.clone()));
    let own = own.or(county)?;
    match own.level() {
        Level::Grid | Level::HouseholdUnit => own.at(Level::Village),
        _ => Some(own),
    }
}

/// One level up, not above where one begins.
fn above(desk: Desk, within: Option<&AreaCode>) -> Option<AreaCode> {
    let (top, within) = (begin(desk)?, within?);
    let parent = within.parent()?;
    (top.covers(&parent) && parent.level() >= Level::County).then_some(parent)
}

/// What is shown, in parts that change by themselves: a tick must not take the keyboard's place.
#[derive(Clone, Copy)]
struct Shape {
    matrix: Signal<Arc<MatrixView>>,
    areas: Memo<Vec<Area>>,
    categories: Memo<Vec<String>>,
}

impl Shape {
    fn new(matrix: Signal<Arc<MatrixView>>) -> Shape {
        Shape {
            matrix,
            areas: Memo::new(move |_| {
                matrix.with(|matrix| matrix.rows.iter().map(|row| row.area.clone()).collect())
            }),
            categories: Memo::new(move |_| matrix.with(|matrix| matrix.categories.clone())),
        }
    }

    /// The place of an area, from 0; below the last one for any other: the line of sums.
    fn row(self, area: &AreaCode) -> usize {
        self.areas.with(|areas| {
            let place = areas.iter().position(|other| other.code == *area);
            place.unwrap_or(areas.len())
        })
    }

    /// The place of a category, from 0; behind the last one for `None`: the column of sums.
    fn column(self, category: Option<&str>) -> usize {
        self.categories.with(|categories| {
            let place = categories
                .iter()
                .position(|other| Some(other.as_str()) == category);
            place.unwrap_or(categories.len())
        })
    }

    /// The tile of an area and a category, or a sum.
    fn tile(self, area: &AreaCode, category: Option<&str>) -> Tile {
        self.matrix.with(|matrix| {
            let mut names = matrix.categories.iter();
            let column = category.map(|category| names.position(|name| name == category));
            let row = matrix.rows.iter().find(|row| row.area.code == *area);
            match (row, column) {
                (Some(row), None) => row.total,
                (Some(row), Some(column)) => at(&row.tiles, column),
                (None, None) => sums::all(&matrix.rows),
                (None, Some(column)) => at(&matrix.totals, column),
            }
        })
    }
}

fn at(tiles: &[Tile], column: Option<usize>) -> Tile {
    let tile = column.and_then(|column| tiles.get(column));
    tile.copied().unwrap_or_default()
}

#[component]
fn Board(matrix: Signal<Arc<MatrixView>>, within: RwSignal<Option<AreaCode>>) -> impl IntoView {
    let desk = Desk::here();
    let shape = Shape::new(matrix);
    let is_empty = Memo::new(move |_| matrix.with(|matrix| sums::all(&matrix.rows).open == 0));
    let without_lead = Memo::new(move |_| matrix.with(|matrix| matrix.without_lead));
    let agrees = Memo::new(move |_| matrix.with(|matrix| sums::agree(matrix)));
    let sheet = Signal::derive(move || matrix.with(|matrix| sheet::of(desk, matrix)));
    let table = NodeRef::<leptos::html::Table>::new();
    let on_key = move |event: KeyboardEvent| {
        if let Some(table) = table.get_untracked() {
            walk(&table, &event);
        }
    };
    view! {
        <Chain matrix within />
        <Show when=move || { without_lead.get() > 0 }>
            <p class="form-problem" role="alert" data-testid="matrix-without-lead">
                {say!("matrix-without-lead", count = without_lead.get())}
            </p>
        </Show>
        <Show when=move || !is_empty.get()
            fallback=|| view! { <Empty sentence=say!("matrix-empty") next=say!("matrix-empty-next") /> }>
            <div class="matrix-box">
                <table class="matrix" node_ref=table on:keydown=on_key
                    data-testid="matrix" data-agrees=move || agrees.get().to_string()>
                    <Head shape />
                    <tbody>
                        <For each=move || shape.areas.get() key=|area| area.code.clone()
                            children=move |area| view! { <Row area shape within /> } />
                    </tbody>
                    <Totals shape />
                </table>
            </div>
            <Legend />
            <CopyOrKeep name="matrix" table=sheet />
        </Show>
        <Show when=move || desk.category_filter.with(Option::is_some)>
            <p class="part-note" role="status" data-testid="matrix-shown">
                {move || shown_words(desk)} " "
                <button type="button" class="link" on:click=move |_| {
                    desk.category_filter.set(None);
                    desk.area_filter.set(None);
                }>{say!("matrix-show-all")}</button>
            </p>
        </Show>
    }
}

/// What the inbox shows because of a tile.
fn shown_words(desk: Desk) -> String {
    let category = desk.category_filter.get();
    let area = desk.area_filter.get();
    let category = category.map_or_else(|| t("matrix-any", &[]), |code| desk.category(&code));
    let area = area.map_or_else(|| t("matrix-any", &[]), |code| desk.place(&code));
    t("matrix-shown", &[("area", &area), ("category", &category)])
}

/// From the county down to here.
#[component]
fn Chain(matrix: Signal<Arc<MatrixView>>, within: RwSignal<Option<AreaCode>>) -> impl IntoView {
    let chain = Memo::new(move |_| matrix.with(|matrix| matrix.chain.clone()));
    let link = move |index: usize, area: Area, is_last: bool| {
        let code = area.code.clone();
        let go = move |_| within.set(Some(code.clone()));
        let own = area.code.to_string();
        view! {
            {(index > 0).then_some(" › ")}
            {if is_last {
                view! { <strong data-testid="matrix-here" data-code=own>{area.name}</strong> }.into_any()
            } else {
                let testid = format!("matrix-above-{}", area.code.level().name());
                view! {
                    <button type="button" class="link" data-testid=testid on:click=go>{area.name}</button>
                }.into_any()
            }}
        }
    };
    let links = move || {
        let chain = chain.get();
        let last = chain.len().saturating_sub(1);
        let links = chain.into_iter().enumerate();
        links
            .map(|(index, area)| link(index, area, index == last))
            .collect_view()
    };
    view! { <nav class="matrix-chain" aria-label=say!("map-breadcrumbs")>{links}</nav> }
}

#[component]
fn Head(shape: Shape) -> impl IntoView {
    let desk = Desk::here();
    let level = move || {
        let first = shape
            .areas
            .with(|areas| areas.first().map(|area| area.code.level()));
        first.map(|level| word("level", level.name()))
    };
    let column = move |code: String| {
        let name = Memo::new(move |_| desk.category(&code));
        view! { <th scope="col" title=move || name.get()>{name}</th> }
    };
    view! {
        <thead>
            <tr>
                <th scope="col">{level}</th>
                <For each=move || shape.categories.get() key=Clone::clone children=column />
                <th scope="col">{say!("matrix-sum")}</th>
            </tr>
        </thead>
    }
}

#[component]
fn Row(area: Area, shape: Shape, within: RwSignal<Option<AreaCode>>) -> impl IntoView {
    let desk = Desk::here();
    let code = area.code.clone();
    let is_grid = code.level() >= Level::Grid;
    let enter = {
        let code = code.clone();
        move |_| {
            if is_grid {
                desk.show(Selection::Area(code.clone()));
            } else {
                within.set(Some(code.clone()));
            }
        }
    };
    let hint = if is_grid {
        "matrix-show-grid"
    } else {
        "matrix-enter"
    };
    let own = code.clone();
    let place = move || cell(shape.row(&own), 0);
    let of = code.clone();
    let tile = move |category: String| {
        view! { <Cell shape area=of.clone() category=Some(category) testid="matrix-tile" /> }
    };
    view! {
        <tr data-testid="matrix-row" data-area=code.to_string()>
            <th scope="row">
                <button type="button" class="link clip" title=say!(hint) data-testid="matrix-area"
                    data-cell=place on:click=enter>{area.name}</button>
            </th>
            <For each=move || shape.categories.get() key=Clone::clone children=tile />
            <Cell shape area=code.clone() category=None testid="matrix-total" />
        </tr>
    }
}

/// The line of sums: its tiles show the cases of the whole area.
#[component]
fn Totals(shape: Shape) -> impl IntoView {
    let here = Memo::new(move |_| {
        shape
            .matrix
            .with(|matrix| matrix.chain.last().map(|area| area.code.clone()))
    });
    let line = move || {
        let here = here.get()?;
        let of = here.clone();
        let tile = move |category: String| {
            view! { <Cell shape area=of.clone() category=Some(category) testid="matrix-total" /> }
        };
        Some(view! {
            <For each=move || shape.categories.get() key=Clone::clone children=tile />
            <Cell shape area=here category=None testid="matrix-total" />
        })
    };
    view! { <tfoot><tr><th scope="row">{say!("matrix-sum")}</th>{line}</tr></tfoot> }
}

/// One tile; a click shows its cases in the inbox.
#[component]
fn Cell(
    shape: Shape,
    area: AreaCode,
    /// `None` in the column of sums.
    category: Option<String>,
    testid: &'static str,
) -> impl IntoView {
    let desk = Desk::here();
    let (own, of) = (area.clone(), category.clone());
    let tile = Memo::new(move |_| shape.tile(&own, of.as_deref()));
    let (own, of) = (area.clone(), category.clone());
    // The first column is the areas' own.
    let place = move || cell(shape.row(&own), shape.column(of.as_deref()) + 1);
    let (own, of) = (area.clone(), category.clone());
    let is_shown = Memo::new(move |_| {
        desk.area_filter.with(|shown| shown.as_ref() == Some(&own))
            && desk.category_filter.with(|shown| *shown == of)
    });
    let (code, name) = (area.to_string(), category.clone());
    let show = move |_| {
        desk.lane.set(None);
        desk.area_filter.set(Some(area.clone()));
        desk.category_filter.set(category.clone());
    };
    let words = move || {
        let Tile {
            open,
            overdue,
            unclaimed,
        } = tile.get();
        t(
            "matrix-tile",
            &[
                ("open", &count(open)),
                ("overdue", &count(overdue)),
                ("unclaimed", &count(unclaimed)),
            ],
        )
    };
    let body = move || {
        let Tile {
            open,
            overdue,
            unclaimed,
        } = tile.get();
        if open == 0 {
            return view! { <span aria-hidden="true">"·"</span> }.into_any();
        }
        view! {
            <strong class="figures">{count(open)}</strong>
            {(overdue > 0).then(|| view! {
                <span class="matrix-late figures"><LampMark lamp=Some(Lamp::Red) />{count(overdue)}</span>
            })}
            {(unclaimed > 0).then(|| view! {
                <span class="matrix-waits figures"><i aria-hidden="true"></i>{count(unclaimed)}</span>
            })}
        }
        .into_any()
    };
    view! {
        <td>
            <button type="button" class="matrix-tile" class:matrix-shown=move || is_shown.get()
                disabled=move || tile.get().open == 0
                data-testid=testid data-cell=place data-area=code data-category=name
                data-open=move || tile.get().open.to_string()
                data-overdue=move || tile.get().overdue.to_string()
                data-unclaimed=move || tile.get().unclaimed.to_string()
                title=words aria-label=words aria-pressed=move || is_shown.get().to_string()
                on:click=show>
                {body}
            </button>
        </td>
    }
}

#[component]
fn Legend() -> impl IntoView {
    view! {
        <p class="matrix-legend part-note">
            <span>{say!("matrix-legend-open")}</span>
            <span class="matrix-late"><LampMark lamp=Some(Lamp::Red) />{say!("matrix-legend-overdue")}</span>
            <span class="matrix-waits"><i aria-hidden="true"></i>{say!("matrix-legend-unclaimed")}</span>
            <Tag hue=Hue::Plain>{say!("matrix-legend-keys")}</Tag>
        </p>
    }
}

/// The place of a tile, for the keyboard.
fn cell(row: usize, column: usize) -> String {
    format!("{row}-{column}")
}

/// The arrow keys go from tile to tile, over those that are empty.
fn walk(table: &HtmlElement, event: &KeyboardEvent) {
    let (down, right) = match event.key().as_str() {
        "ArrowDown" => (1, 0),
        "ArrowUp" => (-1, 0),
        "ArrowRight" => (0, 1),
        "ArrowLeft" => (0, -1),
        _ => return,
    };
    let from = event.target().and_then(|target| {
        let element: HtmlElement = target.dyn_into().ok()?;
        sums::place(&element.get_attribute("data-cell")?)
    });
    let Some((mut row, mut column)) = from else {
        return;
    };
    event.prevent_default();
    loop {
        let next = (
            row.checked_add_signed(down),
            column.checked_add_signed(right),
        );
        let (Some(next_row), Some(next_column)) = next else {
            return;
        };
        (row, column) = (next_row, next_column);
        let wanted = format!("[data-cell='{}']", cell(row, column));
        let Some(found) = table.query_selector(&wanted).ok().flatten() else {
            return;
        };
        if let Ok(found) = found.dyn_into::<HtmlElement>()
            && !found.has_attribute("disabled")
        {
            // Without the keyboard's place the tile is still there to be clicked.
            let _ = found.focus();
            return;
        }
    }
}
