//! 部门: one department over the last thirty days, its rates of this month with both their numbers,
//! and its cases that have waited longest.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::board::{Concern, Pick, Whose};
use onemap_domain::clock::Calendar;
use onemap_domain::department::DepartmentCode;
use onemap_domain::indicator::{Indicator, Slice};
use onemap_protocol::desk::{
    AskBoard, BoardView, CasePage, DepartmentCard, Picked, RateRow, Rates,
};

use super::columns::Column;
use super::course::CourseOf;
use super::filters::Choice;
use super::listed::Rows;
use super::{Hand, Tab, keep_order};
use crate::department::LoadBar;
use crate::indicators::{BehindRate, fraction_of, percent};
use crate::parts::{Empty, LampMark, Shown, count};
use crate::remote::remote;
use crate::say;
use crate::state::{Desk, Selection};
use crate::text::{t, word};

/// The least denominator that is compared, as in the ranking of the indicators.
const LEAST: u64 = 5;
/// Most of its worst cases.
const WORST: u32 = 20;

/// The department that was chosen, or the choice of one.
#[component]
pub fn DepartmentTab(hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let value = Signal::derive(move || {
        let code = hand.department.get();
        code.map_or_else(String::new, |code| code.to_string())
    });
    let choices = Signal::derive(move || {
        desk.names.with(|names| {
            let all = names.as_deref().map(|names| &names.departments);
            let all = all.into_iter().flatten();
            all.map(|one| (one.code.to_string(), one.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let choose = move |code: String| {
        let code = Some(code).filter(|code| !code.is_empty());
        hand.department.set(code.map(DepartmentCode));
    };
    let body = move || {
        match hand.department.get() {
        Some(code) => view! { <OneDepartment code hand /> }.into_any(),
        None => view! {
            <Empty sentence=say!("supervision-no-department") next=say!("supervision-no-department-next") />
        }
        .into_any(),
    }
    };
    view! {
        <div class="supervision-filters">
            <Choice label="board-department" all="supervision-choose-department"
                testid="supervision-department" value choices on_choose=choose />
            <button type="button" class="link" on:click=move |_| hand.tab.set(Tab::Board)>
                {say!("supervision-to-board")}
            </button>
        </div>
        {body}
    }
}

#[component]
fn OneDepartment(code: DepartmentCode, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let whose = Pick {
        whose: Some(Whose::Department(code.clone())),
        ..Pick::default()
    };
    let (of_board, of_cases) = (whose.clone(), whose.clone());
    let board = remote(move || {
        desk.cases.track();
        hand.minute.track();
        Some(AskBoard {
            pick: of_board.clone(),
        })
    });
    let cases = remote(move || {
        desk.cases.track();
        hand.minute.track();
        Some(Picked {
            pick: of_cases.clone(),
            offset: 0,
            limit: WORST,
        })
    });
    let by = Slice::Department(code.clone());
    let today = Memo::new(move |_| Calendar::BEIJING.date(desk.now.get()));
    let rates = remote(move || {
        desk.cases.track();
        let to = today.get();
        Some(Rates {
            from: to.first_of_month(),
            to,
            by: by.clone(),
        })
    });
    let title = code.clone();
    // The rate whose cases are listed.
    let opened = RwSignal::new(None::<Indicator>);
    let of = Slice::Department(code.clone());
    let asked = Signal::derive(move || {
        let to = today.get();
        Some((opened.get()?, to.first_of_month(), to, of.clone()))
    });
    let rate = Signal::derive(move || {
        let opened = opened.get();
        opened.map_or_else(String::new, |opened| word("indicator", opened.name()))
    });
    view! {
        <div class="department-page" data-testid="department-page" data-department=code.to_string()>
            <Name code=title />
            <Shown remote=board what=say!("what-board")
                view=move |board| view! { <Figures board whose=whose.clone() hand /> } />
            <div class="department-columns">
                <div class="department-main">
                    <CourseOf department=code.clone() minute=hand.minute />
                    <section class="page-part" data-testid="department-rates">
                        <h3 class="part-head">
                            {say!("supervision-rates", month = today.get().month())}
                            <span class="part-note">{say!("supervision-rates-least", least = LEAST)}</span>
                        </h3>
                        <Shown remote=rates what=say!("what-rates")
                            view=move |rates| view! { <RateTable rates today opened /> } />
                        {move || opened.get().map(|_| view! { <BehindRate asked title=rate /> })}
                    </section>
                </div>
                <section class="page-part" data-testid="department-worst">
                    <h3 class="part-head">{say!("supervision-worst")}</h3>
                    <Shown remote=cases what=say!("what-cases")
                        view=move |page| view! { <Worst page hand /> } />
                </section>
            </div>
        </div>
    }
}

/// Its name, and what it carries of what it can.
#[component]
fn Name(code: DepartmentCode) -> impl IntoView {
    let desk = Desk::here();
    let asked = code.clone();
    let card = remote(move || {
        desk.cases.track();
        Some(DepartmentCard {
            code: asked.clone(),
        })
    });
    let load = Signal::derive(move || card.with(|view| view.load).unwrap_or_default());
    let named = code.clone();
    view! {
        <div class="department-head">
            <h3 class="department-title">{move || desk.department_name(&named)}</h3>
            <Show when=move || card.is_there()><LoadBar load /></Show>
            <button type="button" class="link" data-testid="department-duties"
                on:click=move |_| desk.show(Selection::Department(code.clone()))>
                {say!("supervision-duties")}
            </button>
        </div>
    }
}

/// The figures of its row, each opening its cases on the board.
#[component]
fn Figures(board: Signal<Arc<BoardView>>, whose: Pick, hand: Hand) -> impl IntoView {
    let mut columns = vec![Column::Open, Column::Overdue];
    columns.extend(Concern::ALL.map(Column::Concern));
    let figure = |column: Column| {
        let number = Memo::new(move |_| board.with(|board| column.of(&board.total)));
        let pick = column.narrow(whose.clone());
        let is_late = matches!(
            column,
            Column::Overdue | Column::Concern(Concern::Unanswered)
        );
        let open = move |_| {
            // The figure is of all its cases; so is the list.
            hand.area.set(None);
            hand.category.set(None);
            hand.picked.set(Some(pick.clone()));
            hand.tab.set(Tab::Board);
        };
        view! {
            <button type="button" class="board-sum" class:board-sum-late=move || { is_late && number.get() > 0 }
                disabled=move || number.get() == 0
                data-testid=format!("department-sum-{}", column.name())
                data-count=move || number.get().to_string() on:click=open>
                <span class="board-sum-name">
                    {column.lamp().map(|lamp| view! { <LampMark lamp=Some(lamp) /> })}
                    {move || word("board-column", column.name())}
                </span>
                <strong class="figures">{move || count(number.get())}</strong>
            </button>
        }
    };
    let figures = columns.into_iter().map(figure).collect_view();
    view! { <div class="board-sums">{figures}</div> }
}

#[component]
fn RateTable(
    rates: Signal<Arc<Vec<RateRow>>>,
    today: Memo<Date>,
    opened: RwSignal<Option<Indicator>>,
) -> impl IntoView {
    // A rate in which nothing counts says nothing of a department.
    let counted = Memo::new(move |_| {
        rates.with(|rates| {
            let all = rates.iter().filter(|row| row.rate.denominator > 0);
            all.cloned().collect::<Vec<_>>()
        })
    });
    let row = move |row: RateRow| {
        let own = row.indicator;
        let is_open = Memo::new(move |_| opened.get() == Some(own));
        let open = move |_| opened.set((!is_open.get_untracked()).then_some(own));
        let few = row.rate.denominator < LEAST;
        let name = row.indicator.name();
        let apart =
            few.then(|| view! { <span class="rate-few">{t("supervision-rate-few", &[])}</span> });
        view! {
            <tr data-testid=format!("department-rate-{name}") data-few=few.to_string()>
                <th scope="row">{word("indicator", name)}</th>
                <td>
                    <button type="button" class="link" data-testid=format!("department-rate-{name}-open")
                        aria-expanded=move || is_open.get().to_string() on:click=open>
                        {fraction_of(row.indicator, row.rate)}
                    </button>
                    " " {apart}
                </td>
                <td class="number figures">{percent(row.rate)}</td>
            </tr>
        }
    };
    let none = move || {
        t(
            "supervision-rates-none",
            &[("month", &today.get().month().to_string())],
        )
    };
    view! {
        <Show when=move || counted.with(|rows| !rows.is_empty())
            fallback=move || view! { <p class="part-empty">{none}</p> }>
            <table class="page-table">
                <tbody>{move || counted.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </Show>
    }
}

#[component]
fn Worst(page: Signal<Arc<CasePage>>, hand: Hand) -> impl IntoView {
    let rows = Memo::new(move |_| page.with(|page| page.rows.clone()));
    keep_order(
        hand,
        Memo::new(move |_| rows.with(|rows| rows.iter().map(|row| row.id).collect())),
    );
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty())
            fallback=|| view! { <Empty sentence=say!("supervision-worst-none") /> }>
            <Rows rows mixed=false />
        </Show>
    }
}
