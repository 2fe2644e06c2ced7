//! 督办看板: who owes what, with every figure opening the cases behind it.
//!
//! Deliberately absent: counting. Each figure and its list are answered by one definition
//! ([`onemap_domain::board`]).

use std::sync::Arc;

use jiff::tz::Offset;
use leptos::prelude::*;
use onemap_domain::board::{Band, Concern, Pick, Whose};
use onemap_domain::profile::Ladder;
use onemap_protocol::desk::{AskBoard, BoardView};

use super::Hand;
use super::columns::Column;
use super::listed::Listed;
use super::table::{Table, sheet};
use crate::parts::{CopyOrKeep, Empty, LampMark, Shown, count};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::{t, word};

/// The board with the list that a figure opens.
#[component]
pub fn BoardTab(hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let board = remote(move || {
        desk.cases.track();
        hand.minute.track();
        Some(AskBoard {
            pick: hand.counted(),
        })
    });
    let listed = Memo::new(move |_| hand.picked.with(Option::is_some));
    view! {
        <div class="board-frame" class:board-frame-listed=listed>
            <div class="board-side">
                <Shown remote=board what=say!("what-board") view=move |board| view! { <Board board hand /> } />
            </div>
            <Show when=move || listed.get()>
                <Listed hand />
            </Show>
        </div>
    }
}

#[component]
fn Board(board: Signal<Arc<BoardView>>, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let is_empty = Memo::new(move |_| board.with(|board| board.total.open == 0));
    let table = Signal::derive(move || board.with(|board| sheet(desk, hand, board)));
    view! {
        <Show when=move || !is_empty.get()
            fallback=|| view! { <Empty sentence=say!("board-empty") next=say!("board-empty-next") /> }>
            <Heads board hand />
            <Ladders board hand />
            <Table board hand />
            <CopyOrKeep name="board" table />
        </Show>
    }
}

/// What a leader reads from across the room: the sums, and who is worst.
#[component]
fn Heads(board: Signal<Arc<BoardView>>, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let columns = [
        Column::Open,
        Column::Band(Band::Yellow),
        Column::Overdue,
        Column::Concern(Concern::Supervised),
        Column::Concern(Concern::Unanswered),
    ];
    let one = move |column: Column| {
        let number = Memo::new(move |_| board.with(|board| column.of(&board.total)));
        let is_late = matches!(
            column,
            Column::Overdue | Column::Concern(Concern::Unanswered)
        );
        view! {
            <button type="button" class="board-sum" class:board-sum-late=move || { is_late && number.get() > 0 }
                disabled=move || number.get() == 0
                data-testid=format!("board-sum-{}", column.name())
                data-count=move || number.get().to_string()
                on:click=move |_| hand.picked.set(Some(column.narrow(untrack(|| hand.counted()))))>
                <span class="board-sum-name">
                    {column.lamp().map(|lamp| view! { <LampMark lamp=Some(lamp) /> })}
                    {move || word("board-column", column.name())}
                </span>
                <strong class="figures">{move || count(number.get())}</strong>
            </button>
        }
    };
    let at = move || {
        let at = board.with(|board| Offset::constant(8).to_datetime(board.at));
        let clock = at.strftime("%H:%M").to_string();
        t("supervision-at", &[("time", &clock)])
    };
    let worst = Memo::new(move |_| board.with(|board| worst(board)));
    let card = move || match worst.get() {
        Some((whose, overdue)) => {
            let Whose::Department(code) = whose.clone() else {
                return ().into_any();
            };
            let of = code.to_string();
            let open = move |_| {
                let pick = Pick {
                    whose: Some(whose.clone()),
                    ..untrack(|| hand.counted())
                };
                hand.picked.set(Some(Column::Overdue.narrow(pick)));
            };
            view! {
                <button type="button" class="board-worst" data-testid="board-worst"
                    data-department=of data-count=overdue.to_string() on:click=open>
                    <span class="board-sum-name">{say!("board-worst")}</span>
                    <span class="board-worst-name">
                        <strong class="clip">{move || desk.department_short(&code)}</strong>
                        <strong class="figures">
                            {move || t("board-worst-count", &[("count", &count(overdue))])}
                        </strong>
                    </span>
                </button>
            }
            .into_any()
        }
        None => view! {
            <div class="board-worst board-worst-none" data-testid="board-worst" data-count="0">
                <span class="board-sum-name">{say!("board-worst")}</span>
                <strong>{say!("board-worst-none")}</strong>
            </div>
        }
        .into_any(),
    };
    view! {
        <div class="board-sums">
            {card}
            {columns.map(one)}
            <span class="board-at part-note figures" data-testid="board-at">{at}</span>
        </div>
    }
}

/// The department with the most overdue cases.
pub fn worst(board: &BoardView) -> Option<(Whose, u32)> {
    let led = board.rows.iter().filter(|row| row.whose != Whose::Nobody);
    let counted = led.map(|row| (row.whose.clone(), row.sums.overdue()));
    // Of several the first: the rows are in the console's order.
    let most = counted.reduce(|best, next| if next.1 > best.1 { next } else { best });
    most.filter(|(_, overdue)| *overdue > 0)
}

/// How many slips stand on each rung of each ladder.
#[component]
fn Ladders(board: Signal<Arc<BoardView>>, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let ladders = Memo::new(move |_| {
        desk.names.with(|names| {
            let ladders = names.as_deref().map(|names| names.profile.ladders.clone());
            ladders.unwrap_or_default()
        })
    });
    let rung = move |ladder: &str, index: usize, name: String| {
        let own = (ladder.to_owned(), index as u32);
        let known = own.clone();
        let number = Memo::new(move |_| {
            board.with(|board| {
                let mut rungs = board.rungs.iter();
                let found = rungs.find(|(ladder, rung, _)| *ladder == known.0 && *rung == known.1);
                found.map_or(0, |(_, _, number)| *number)
            })
        });
        let pick = own.clone();
        let open = move |_| {
            hand.picked.set(Some(Pick {
                rung: Some(pick.clone()),
                ..untrack(|| hand.counted())
            }));
        };
        view! {
            <li>
                <button type="button" class="rung-count" disabled=move || number.get() == 0
                    data-testid="board-rung" data-ladder=own.0 data-rung=own.1.to_string()
                    data-count=move || number.get().to_string() on:click=open>
                    {name} <strong class="figures">{move || count(number.get())}</strong>
                </button>
            </li>
        }
    };
    let ladder = move |ladder: Ladder| {
        let language = desk.language.get();
        let name = language.of(&ladder.name).to_owned();
        let rungs = ladder.rungs.iter().enumerate();
        let rungs = rungs
            .map(|(index, step)| rung(&ladder.code, index, language.of(&step.name).to_owned()))
            .collect_view();
        view! {
            <div class="board-ladder">
                <span class="board-ladder-name">{name.clone()}</span>
                <ol aria-label=name>{rungs}</ol>
            </div>
        }
    };
    view! {
        <Show when=move || ladders.with(|ladders| !ladders.is_empty())>
            <div class="board-ladders" data-testid="board-ladders">
                {move || ladders.get().into_iter().map(ladder).collect_view()}
            </div>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use onemap_domain::board::Sums;
    use onemap_domain::department::DepartmentCode;
    use onemap_protocol::desk::BoardRow;

    use super::*;

    fn board(rows: &[(Option<&str>, u32)]) -> BoardView {
        let row = |(code, overdue): &(Option<&str>, u32)| BoardRow {
            whose: code.map_or(Whose::Nobody, |code| {
                Whose::Department(DepartmentCode(code.to_owned()))
            }),
            sums: Sums {
                open: overdue + 1,
                bands: [(Band::Late3, *overdue), (Band::Green, 1)].into(),
                ..Sums::default()
            },
        };
        BoardView {
            at: Timestamp::UNIX_EPOCH,
            rows: rows.iter().map(row).collect(),
            total: Sums::default(),
            rungs: Vec::new(),
        }
    }

    #[test]
    fn the_worst_is_the_department_with_the_most_overdue_cases_and_never_nobody() {
        let found = worst(&board(&[(None, 9), (Some("road"), 2), (Some("water"), 5)]));
        let water = Whose::Department(DepartmentCode("water".to_owned()));
        assert_eq!(found, Some((water, 5)));
        assert_eq!(worst(&board(&[(None, 9), (Some("road"), 0)])), None);
        assert_eq!(worst(&board(&[])), None);
    }
}
