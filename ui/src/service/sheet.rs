//! 台账: the books of a duty, an area a row and a period a column, and the lines of the cell that
//! is open.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::pack::Days;
use onemap_domain::profile::{DutyRule, Every};
use onemap_protocol::desk::{AskSheet, SHEET_ROWS, SheetRow, SheetView};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::Hand;
use super::areas::name_within;
use super::cells::{
    CellState, cell_words, column_words, day_in, is_too_late, lines_of, page_of, period_words,
    turned,
};
use super::lines::Lines;
use super::write::Begin;
use crate::parts::{Button, Empty, Hue, Look, Shown, Tag, count};
use crate::remote::remote;
use crate::say;
use crate::state::{Desk, Selection};
use crate::text::{t, word};

/// Rows that are drawn at first: a county has thousands of cells.
const DRAWN: usize = 60;

/// The sheet of a duty.
#[component]
pub fn Sheet(
    rule: DutyRule,
    within: Memo<AreaCode>,
    hand: Hand,
    why_not: Signal<Option<String>>,
) -> impl IntoView {
    let desk = Desk::here();
    let page = page_of(rule.every);
    let around = Memo::new(move |_| hand.around.get().unwrap_or_else(|| hand.today.get()));
    let code = rule.code.clone();
    let sheet = remote(move || {
        desk.cases.track();
        desk.register.track();
        hand.today.track();
        Some(AskSheet {
            rule: code.clone(),
            area: within.get(),
            around: page.period(around.get()).from,
        })
    });
    let kept = StoredValue::new(rule);
    view! {
        <section class="sheet" data-testid="sheet">
            <Pager hand page around />
            <Shown remote=sheet what=say!("what-sheet")
                view=move |view| view! { <Table view rule=kept.get_value() within hand why_not /> } />
        </section>
    }
}

/// The month or year of the sheet, those before and after it, and what its signs mean.
#[component]
fn Pager(hand: Hand, page: Every, around: Memo<Date>) -> impl IntoView {
    let turn = move |by: i64| {
        hand.cell.set(None);
        hand.around
            .set(Some(turned(page, around.get_untracked(), by)));
    };
    let is_now = move || page.period(around.get()).hold(hand.today.get());
    let name = move || period_words(page, page.period(around.get()), hand.today.get());
    let key = move |state: CellState| {
        view! {
            <span class=format!("sheet-key sheet-{}", state.name())>
                <b aria-hidden="true">{state.sign()}</b>{move || word("sheet", state.name())}
            </span>
        }
    };
    view! {
        <div class="service-pager">
            <button type="button" class="button" data-testid="sheet-before" aria-label=say!("service-before")
                on:click=move |_| turn(-1)>"‹"</button>
            <strong class="figures" data-testid="sheet-page"
                data-from=move || page.period(around.get()).from.to_string()>{name}</strong>
            <button type="button" class="button" data-testid="sheet-after" aria-label=say!("service-after")
                disabled=is_now on:click=move |_| turn(1)>"›"</button>
            <Show when=move || !is_now()>
                <button type="button" class="link" data-testid="sheet-now"
                    on:click=move |_| hand.around.set(None)>{say!("service-now")}</button>
            </Show>
            <span class="sheet-keys">{CellState::ALL.map(key)}</span>
        </div>
    }
}

#[component]
fn Table(
    view: Signal<Arc<SheetView>>,
    rule: DutyRule,
    within: Memo<AreaCode>,
    hand: Hand,
    why_not: Signal<Option<String>>,
) -> impl IntoView {
    let whole = RwSignal::new(false);
    let columns = Memo::new(move |_| view.with(|view| view.columns.clone()));
    let every = rule.every;
    let total = move || view.with(|view| view.total as usize);
    let there = move || view.with(|view| view.rows.len());
    let rows = move || {
        let most = if whole.get() { usize::MAX } else { DRAWN };
        // How a cell stands depends on its column and on the day.
        let columns = Arc::new(columns.get());
        let today = hand.today.get();
        view.with(|view| {
            let rows = view.rows.iter().take(most).cloned().enumerate();
            rows.map(|(at, row)| Drawn {
                at,
                row,
                columns: columns.clone(),
                today,
            })
            .collect::<Vec<_>>()
        })
    };
    let table = NodeRef::<leptos::html::Table>::new();
    let on_key = move |event: KeyboardEvent| {
        if let Some(table) = table.get_untracked()
            && moves(&table, &event)
        {
            event.prevent_default();
        }
    };
    let head = move || {
        let today = hand.today.get();
        let columns = columns.get().into_iter();
        columns
            .map(|(days, owed)| {
                view! {
                    <th scope="col" class:sheet-today=days.hold(today) class:sheet-free=owed == 0
                        title=period_words(every, days, today)>
                        {column_words(every, days)}
                    </th>
                }
            })
            .collect_view()
    };
    let kept = StoredValue::new(rule);
    // What is being typed there stays while other rows change.
    let cell = Memo::new(move |_| {
        let (area, from) = hand.cell.get()?;
        let days = columns.with(|all| all.iter().find(|(days, _)| days.from == from).copied())?;
        let row = view.with(|view| view.rows.iter().find(|row| row.area == area).cloned())?;
        Some((row, days))
    });
    let open = move || {
        cell.get().map(|(row, days)| {
            let rule = kept.get_value();
            view! { <OneCell rule row days within hand why_not /> }
        })
    };
    let nothing = move || total() == 0 || columns.with(Vec::is_empty);
    view! {
        <Show when=move || !nothing()
            fallback=|| view! { <Empty sentence=say!("sheet-empty") next=say!("sheet-empty-next") /> }>
            <div class="sheet-body">
                <div class="sheet-box">
                    <table class="sheet-table figures" node_ref=table on:keydown=on_key
                        aria-label=say!("duty-side-sheet")>
                        <thead>
                            <tr>
                                <th scope="col">{say!("sheet-area")}</th>
                                {head}
                                <th scope="col" class="sheet-sum">{say!("sheet-missing")}</th>
                            </tr>
                        </thead>
                        <tbody>
                            <For each=rows key=|drawn| format!("{drawn:?}")
                                children=move |drawn| view! { <Row drawn every within hand /> } />
                        </tbody>
                    </table>
                    <Show when=move || { there() > DRAWN && !whole.get() }>
                        <button type="button" class="link sheet-more" data-testid="sheet-whole"
                            on:click=move |_| whole.set(true)>
                            {move || t("sheet-more", &[("count", &count((there() - DRAWN) as u64))])}
                        </button>
                    </Show>
                    <Show when=move || { total() > there() }>
                        <p class="part-note sheet-more">{move || t("sheet-limit", &[
                            ("total", &count(total() as u64)),
                            ("shown", &count(SHEET_ROWS as u64)),
                        ])}</p>
                    </Show>
                </div>
                {open}
            </div>
        </Show>
    }
}

/// All that a row is drawn from: another one of these is another row.
#[derive(Clone, Debug)]
struct Drawn {
    at: usize,
    row: SheetRow,
    columns: Arc<Vec<(Days, u32)>>,
    today: Date,
}

/// An area's row.
#[component]
fn Row(drawn: Drawn, every: Every, within: Memo<AreaCode>, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let Drawn {
        at,
        row,
        columns,
        today,
    } = drawn;
    let own = row.area.clone();
    let open = Memo::new(move |_| {
        let cell = hand.cell.get();
        cell.filter(|(area, _)| *area == own).map(|(_, from)| from)
    });
    let mut missing = 0;
    let cells: Vec<_> = columns
        .iter()
        .copied()
        .zip(row.done)
        .enumerate()
        .map(|(column, ((days, owed), done))| {
            let state = CellState::of(done, owed, days, today);
            if state == CellState::Missing {
                missing += owed - done;
            }
            let words = cell_words(state, done, owed, &row.lines, days);
            let area = row.area.clone();
            let is_open = move || open.get() == Some(days.from);
            let label = move || {
                let period = period_words(every, days, today);
                format!("{period} {}", word("sheet", state.name()))
            };
            view! {
                <td>
                    <button type="button" class=format!("sheet-cell sheet-{}", state.name())
                        class:sheet-open-cell=is_open aria-label=label
                        tabindex=if at == 0 && column == 0 { "0" } else { "-1" }
                        data-testid="sheet-cell" data-at=format!("{at}-{column}")
                        data-area=area.to_string() data-period=days.from.to_string()
                        data-state=state.name() data-done=done.to_string()
                        on:click=move |_| hand.cell.set(Some((area.clone(), days.from)))>
                        {words}
                    </button>
                </td>
            }
        })
        .collect();
    let (named, shown) = (row.area.clone(), row.area.clone());
    view! {
        <tr data-testid="sheet-row" data-area=row.area.to_string()
            data-pending=row.pending.to_string() data-missing=missing.to_string()>
            <th scope="row">
                <button type="button" class="link clip sheet-name"
                    on:click=move |_| desk.show(Selection::Area(shown.clone()))>
                    {move || name_within(desk, &named, &within.get())}
                </button>
                {row.pending.then(|| view! {
                    <Tag hue=Hue::Pending title=say!("pending-hint")>{say!("pending")}</Tag>
                })}
            </th>
            {cells}
            <td class="sheet-sum" class:sheet-sum-some={missing > 0}>
                {if missing > 0 { count(missing) } else { String::new() }}
            </td>
        </tr>
    }
}

/// The cell that is open: how it stands, its lines, and the button that adds one.
#[component]
fn OneCell(
    rule: DutyRule,
    row: SheetRow,
    days: (Days, u32),
    within: Memo<AreaCode>,
    hand: Hand,
    why_not: Signal<Option<String>>,
) -> impl IntoView {
    let desk = Desk::here();
    let (period, owed) = days;
    let every = rule.every;
    let lines: Vec<_> = lines_of(&row.lines, period).cloned().collect();
    let done = lines.iter().filter(|line| line.struck.is_none()).count();
    let state = move || CellState::of(done as u32, owed, period, hand.today.get());
    let reason = Signal::derive(move || {
        let late = || is_too_late(period, hand.today.get()).then(|| t("service-too-late", &[]));
        why_not.get().or_else(late)
    });
    let (area, named) = (row.area.clone(), row.area.clone());
    let write = move |()| {
        let on = day_in(period, hand.today.get_untracked());
        hand.writing.set(Some(Begin {
            area: Some(area.clone()),
            on,
        }));
    };
    let nothing = lines.is_empty();
    let code = row.area.to_string();
    view! {
        <aside class="sheet-one" data-testid="sheet-open" data-area=code
            data-period=period.from.to_string() data-state=move || state().name()>
            <header class="sheet-one-head">
                <h4>{move || name_within(desk, &named, &within.get())}</h4>
                <span class="figures">{move || period_words(every, period, hand.today.get())}</span>
                <span class=move || format!("sheet-key sheet-{}", state().name())>
                    <b aria-hidden="true">{move || state().sign()}</b>
                    {move || word("sheet", state().name())}
                </span>
                <Button look=Look::Primary on_press=write reason testid="sheet-write">
                    {say!("service-write")}
                </Button>
                <button type="button" class="panel-close" aria-label=say!("close") title=say!("close-esc")
                    data-testid="sheet-close" on:click=move |_| hand.cell.set(None)>
                    <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5l9 9m0-9-9 9" /></svg>
                </button>
            </header>
            {if nothing {
                view! { <p class="part-empty">{say!("sheet-no-lines")}</p> }.into_any()
            } else {
                view! { <Lines rule area=row.area lines hand why_not /> }.into_any()
            }}
        </aside>
    }
}

/// The arrows go from cell to cell.
pub fn moves(table: &HtmlElement, event: &KeyboardEvent) -> bool {
    let (down, right): (isize, isize) = match event.key().as_str() {
        "ArrowUp" => (-1, 0),
        "ArrowDown" => (1, 0),
        "ArrowLeft" => (0, -1),
        "ArrowRight" => (0, 1),
        _ => return false,
    };
    let next = || {
        let on: HtmlElement = event.target()?.dyn_into().ok()?;
        let place = on.get_attribute("data-at")?;
        let (row, column) = place.split_once('-')?;
        let row = row.parse::<usize>().ok()?.checked_add_signed(down)?;
        let column = column.parse::<usize>().ok()?.checked_add_signed(right)?;
        let cell = format!("[data-at='{row}-{column}']");
        let cell = table.query_selector(&cell).ok().flatten()?;
        cell.dyn_into::<HtmlElement>().ok()
    };
    let Some(cell) = next() else {
        return false;
    };
    // Without the keyboard's place the cell can still be clicked.
    let _ = cell.focus();
    true
}
