//! The table of the board: a row for each department, nobody first, the sums last.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::board::{Band, Concern, Pick, Sums, Whose};
use onemap_protocol::desk::{self, BoardView, TableCell};

use super::Hand;
use super::board::worst;
use super::columns::Column;
use crate::parts::{LampMark, count};
use crate::say;
use crate::state::Desk;
use crate::text::{t, word};

/// The bands of what is late, the shortest first.
const LATE: [Band; 3] = [Band::Late3, Band::Late7, Band::Later];

/// The table.
#[component]
pub fn Table(board: Signal<Arc<BoardView>>, hand: Hand) -> impl IntoView {
    let columns = Memo::new(move |_| {
        board.with(|board| Column::shown(board.total.band(Band::Unlimited) > 0))
    });
    // The order alone: a row whose figures change stays where the pointer and the keyboard are.
    let rows = Memo::new(move |_| {
        board.with(|board| {
            let rows = board.rows.iter();
            rows.map(|row| row.whose.clone()).collect::<Vec<_>>()
        })
    });
    let most = Memo::new(move |_| {
        board.with(|board| {
            let all = board.rows.iter().map(|row| row.sums.overdue());
            all.max().unwrap_or(0)
        })
    });
    let worst = Memo::new(move |_| board.with(|board| worst(board)).map(|(whose, _)| whose));
    let sums = move |whose: Option<Whose>| {
        Memo::new(move |_| {
            board.with(|board| match &whose {
                None => board.total.clone(),
                Some(whose) => {
                    let row = board.rows.iter().find(|row| row.whose == *whose);
                    row.map(|row| row.sums.clone()).unwrap_or_default()
                }
            })
        })
    };
    let row = move |whose: Whose| {
        let own = whose.clone();
        let is_worst = Memo::new(move |_| worst.with(|worst| worst.as_ref() == Some(&own)));
        let sums = sums(Some(whose.clone()));
        view! { <Row whose=Some(whose) sums most columns is_worst hand /> }
    };
    let never = Memo::new(move |_| false);
    view! {
        <div class="board-box">
            <table class="board" data-testid="board">
                <Head columns />
                <tbody>
                    <For each=move || rows.get() key=Clone::clone children=row />
                </tbody>
                <tfoot><Row whose=None sums=sums(None) most columns is_worst=never hand /></tfoot>
            </table>
        </div>
    }
}

/// The figures of the table on their way out, the row of sums last as on the page.
pub fn sheet(desk: Desk, hand: Hand, board: &BoardView) -> desk::Table {
    let columns = Column::shown(board.total.band(Band::Unlimited) > 0);
    let row = |whose: Option<&Whose>, sums: &Sums| {
        let figures = columns.iter().map(|column| column.of(sums));
        let name = match whose {
            Some(Whose::Department(code)) => desk.department_name(code),
            other => whose_words(desk, other),
        };
        std::iter::once(TableCell::text(name))
            .chain(figures.map(TableCell::count))
            .collect::<Vec<_>>()
    };
    let rows = board.rows.iter();
    let rows = rows.map(|one| row(Some(&one.whose), &one.sums));
    let heads = columns.iter();
    let heads = heads.map(|column| word("board-column", column.name()));
    desk::Table {
        title: t("table-board", &[("part", &part_words(desk, hand))]),
        head: std::iter::once(t("board-department", &[]))
            .chain(heads)
            .collect(),
        rows: rows.chain([row(None, &board.total)]).collect(),
    }
}

/// Of which cases the board is.
fn part_words(desk: Desk, hand: Hand) -> String {
    let area = hand.area.get().map_or_else(
        || t("supervision-all-areas", &[]),
        |area| desk.area_name(&area),
    );
    let category = hand.category.get().map_or_else(
        || t("supervision-all-categories", &[]),
        |category| desk.category(&category),
    );
    format!("{area} · {category}")
}

#[component]
fn Head(columns: Memo<Vec<Column>>) -> impl IntoView {
    let column = move |column: Column| {
        let name = column.name();
        let late = matches!(column, Column::Band(band) if band.is_overdue());
        let class = match column {
            Column::Overdue => "board-head-overdue",
            Column::Concern(Concern::Supervised) => "board-edge",
            _ => "",
        };
        view! {
            <th scope="col" class=class title=move || word("board-hint", name)>
                {column.lamp().map(|lamp| view! { <LampMark lamp=Some(lamp) /> })}
                <span>{move || word(if late { "board-short" } else { "board-column" }, name)}</span>
            </th>
        }
    };
    view! {
        <thead>
            <tr>
                <th scope="col">{say!("board-department")}</th>
                <For each=move || columns.get() key=|column| *column children=column />
            </tr>
        </thead>
    }
}

/// How a row is called in test ids.
fn mark(whose: Option<&Whose>) -> String {
    match whose {
        None => "all".to_owned(),
        Some(Whose::Nobody) => "nobody".to_owned(),
        Some(Whose::Department(code)) => code.to_string(),
    }
}

/// Whose cases, in words; tracked.
pub fn whose_words(desk: Desk, whose: Option<&Whose>) -> String {
    match whose {
        None => t("board-everybody", &[]),
        Some(Whose::Nobody) => t("board-nobody", &[]),
        Some(Whose::Department(code)) => desk.department_short(code),
    }
}

#[component]
fn Row(
    /// `None` in the row of sums.
    whose: Option<Whose>,
    sums: Memo<Sums>,
    /// Overdue cases of the worst row.
    most: Memo<u32>,
    columns: Memo<Vec<Column>>,
    is_worst: Memo<bool>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let row = mark(whose.as_ref());
    let named = whose.clone();
    let name = Memo::new(move |_| whose_words(desk, named.as_ref()));
    let head = match whose.clone() {
        Some(Whose::Department(code)) => {
            let full = {
                let code = code.clone();
                move || {
                    let name = desk.department_name(&code);
                    t("board-turn", &[("name", &name)])
                }
            };
            view! {
                <button type="button" class="link board-name clip" title=full
                    data-testid="board-department" data-department=code.to_string()
                    on:click=move |_| hand.turn_to(code.clone())>{name}</button>
            }
            .into_any()
        }
        _ => view! { <span class="board-name">{name}</span> }.into_any(),
    };
    let of = whose.clone();
    let cell = move |column: Column| {
        view! { <Cell column whose=of.clone() sums most hand /> }
    };
    let nobody = whose == Some(Whose::Nobody);
    view! {
        <tr class:board-row-worst=is_worst class:board-row-nobody=nobody
            data-testid="board-row" data-whose=row data-worst=move || is_worst.get().to_string()>
            <th scope="row">{head}</th>
            <For each=move || columns.get() key=|column| *column children=cell />
        </tr>
    }
}

/// A figure; a press lists its cases.
#[component]
fn Cell(
    column: Column,
    whose: Option<Whose>,
    sums: Memo<Sums>,
    most: Memo<u32>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let number = Memo::new(move |_| sums.with(|sums| column.of(sums)));
    let row = mark(whose.as_ref());
    let named = whose.clone();
    let words = move || {
        t(
            "board-cell",
            &[
                ("whose", &whose_words(desk, named.as_ref())),
                ("column", &word("board-column", column.name())),
                ("count", &count(number.get())),
            ],
        )
    };
    let is_total = whose.is_none();
    let pick = move || {
        column.narrow(Pick {
            whose: whose.clone(),
            ..hand.counted()
        })
    };
    let own = pick.clone();
    let is_open = Memo::new(move |_| {
        let own = own();
        hand.picked.with(|picked| picked.as_ref() == Some(&own))
    });
    let class = match column {
        Column::Overdue => "board-td-overdue",
        Column::Concern(Concern::Supervised) => "board-edge",
        _ => "",
    };
    let bar = (column == Column::Overdue && !is_total).then(|| view! { <Bar sums most /> });
    let late = matches!(
        column,
        Column::Overdue | Column::Concern(Concern::Unanswered)
    ) || matches!(column, Column::Band(band) if band.is_overdue());
    let shown = move || match number.get() {
        0 => "·".to_owned(),
        number => count(number),
    };
    view! {
        <td class=class>
            <button type="button" class="board-cell" class:board-cell-late=late
                class:board-cell-open=is_open
                disabled=move || number.get() == 0
                data-testid="board-cell" data-whose=row data-column=column.name()
                data-count=move || number.get().to_string()
                aria-label=words aria-pressed=move || is_open.get().to_string()
                on:click=move |_| hand.picked.set(Some(untrack(&pick)))>
                {bar}
                <span class="figures">{shown}</span>
            </button>
        </td>
    }
}

/// How much is overdue beside the worst row, the longest at the left.
#[component]
fn Bar(sums: Memo<Sums>, most: Memo<u32>) -> impl IntoView {
    let part = move |band: Band| {
        let width = move || {
            let share = f64::from(sums.with(|sums| sums.band(band)));
            format!("{:.1}%", share * 100.0 / f64::from(most.get().max(1)))
        };
        view! { <i class=format!("late-bar-{}", band.name()) style:width=width></i> }
    };
    let mut late = LATE;
    late.reverse();
    view! { <span class="late-bar" aria-hidden="true">{late.map(part)}</span> }
}

#[cfg(test)]
mod tests {
    use onemap_domain::department::DepartmentCode;

    use super::*;

    #[test]
    fn each_row_has_a_mark_of_its_own() {
        let road = Whose::Department(DepartmentCode("road".to_owned()));
        let marks = [None, Some(&Whose::Nobody), Some(&road)].map(mark);
        assert_eq!(marks, ["all", "nobody", "road"]);
    }
}
