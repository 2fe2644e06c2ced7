//! The supervision desk (督办台): what is owed by whom, one department over time, what a leader has
//! in hand, and samples drawn for checks that nobody is told of.
//!
//! Deliberately absent: commands on cases. A row selects its case, and the panel at the right urges,
//! supervises, climbs the ladder and prints the slip; and any order among departments by merit,
//! which is the page of indicators'.

mod board;
mod columns;
mod course;
mod department;
mod draw_form;
mod drawn;
mod draws;
mod filters;
mod leader;
mod listed;
mod table;

use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::board::Pick;
use onemap_domain::case::CaseId;
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::Role;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use self::board::BoardTab;
use self::department::DepartmentTab;
use self::draws::DrawsTab;
use self::filters::Filters;
use self::leader::LeaderTab;
use crate::parts::{Panel, Segment};
use crate::say;
use crate::state::{Desk, Mode};
use crate::text::word;

/// Whether whoever is signed in has this page; tracked.
pub fn is_for(desk: Desk) -> bool {
    matches!(
        desk.role(),
        Some(Role::Operator | Role::Supervisor | Role::Leader)
    )
}

/// The parts of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Board,
    Department,
    Leader,
    Draws,
}

impl Tab {
    const ALL: [Tab; 4] = [Tab::Board, Tab::Department, Tab::Leader, Tab::Draws];

    const fn name(self) -> &'static str {
        match self {
            Tab::Board => "board",
            Tab::Department => "department",
            Tab::Leader => "leader",
            Tab::Draws => "draws",
        }
    }
}

/// What the page is turned to. It stays while one goes from tab to tab.
#[derive(Clone, Copy)]
struct Hand {
    tab: RwSignal<Tab>,
    /// The board counts only cases of this area.
    area: RwSignal<Option<AreaCode>>,
    /// The board counts only cases of this category.
    category: RwSignal<Option<String>>,
    /// The figure whose cases are listed.
    picked: RwSignal<Option<Pick>>,
    /// Whose page is open.
    department: RwSignal<Option<DepartmentCode>>,
    /// The cases on the screen in their order, for J and K.
    order: RwSignal<Vec<CaseId>>,
    /// The minute: what is late depends on it.
    minute: Memo<i64>,
}

impl Hand {
    fn new(desk: Desk) -> Hand {
        Hand {
            tab: RwSignal::new(match desk.role() {
                Some(Role::Leader) => Tab::Leader,
                _ => Tab::Board,
            }),
            area: RwSignal::new(None),
            category: RwSignal::new(None),
            picked: RwSignal::new(None),
            department: RwSignal::new(None),
            order: RwSignal::new(Vec::new()),
            minute: Memo::new(move |_| desk.now.get().as_second().div_euclid(60)),
        }
    }

    /// The cases that the board counts; tracked.
    fn counted(self) -> Pick {
        Pick {
            area: self.area.get(),
            category: self.category.get(),
            ..Pick::default()
        }
    }

    /// Opens the page of a department.
    fn turn_to(self, department: DepartmentCode) {
        self.department.set(Some(department));
        self.tab.set(Tab::Department);
    }
}

/// The page.
#[component]
pub fn Supervision() -> impl IntoView {
    let desk = Desk::here();
    let hand = untrack(|| Hand::new(desk));
    let page = NodeRef::<leptos::html::Div>::new();
    // The keyboard stays on the page when what had it is gone.
    Effect::new(move |_| {
        let listed = hand.picked.with(Option::is_some);
        if let Some(page) = page.get().filter(|_| !listed) {
            // Without the keyboard's place everything can still be clicked.
            let _ = page.focus();
        }
    });
    let choices = Signal::derive(move || {
        desk.language.track();
        Tab::ALL
            .map(|tab| (tab, word("supervision-tab", tab.name())))
            .to_vec()
    });
    let on_key = move |event: KeyboardEvent| {
        if let Some(page) = page.get_untracked()
            && press(&page, &event, hand, desk)
        {
            event.prevent_default();
        }
    };
    let body = move || match hand.tab.get() {
        Tab::Board => view! { <BoardTab hand /> }.into_any(),
        Tab::Department => view! { <DepartmentTab hand /> }.into_any(),
        Tab::Leader => view! { <LeaderTab hand /> }.into_any(),
        Tab::Draws => view! { <DrawsTab hand /> }.into_any(),
    };
    view! {
        <Panel title=say!("supervision-title") testid="supervision-page"
            on_close=move |()| desk.mode.set(Mode::Desk)>
            <div class="page supervision" node_ref=page tabindex="-1" on:keydown=on_key
                data-tab=move || hand.tab.get().name()>
                <div class="supervision-tabs">
                    <Segment choices chosen=hand.tab label=say!("supervision-tabs")
                        on_choose=move |tab| hand.tab.set(tab) />
                    <Show when=move || hand.tab.get() == Tab::Board><Filters hand /></Show>
                    <span class="part-note">{say!("supervision-keys")}</span>
                </div>
                {body}
            </div>
        </Panel>
    }
}

/// J and K go on and back through the listed cases, Esc closes the list. Enter is the desk's: it
/// goes into the case. What is typed into a field is the field's.
fn press(page: &HtmlElement, event: &KeyboardEvent, hand: Hand, desk: Desk) -> bool {
    let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
    let types = event.target().is_some_and(|target| {
        let element = target.dyn_into::<HtmlElement>().ok();
        element.is_some_and(|element| {
            matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        })
    });
    if with_others || types || event.is_composing() {
        return false;
    }
    match event.key().as_str() {
        "j" | "J" => step(hand, desk, 1),
        "k" | "K" => step(hand, desk, -1),
        // No case is begun behind the page.
        "n" | "N" => return true,
        "Escape"
            if hand.tab.get_untracked() == Tab::Board
                && hand.picked.with_untracked(Option::is_some) =>
        {
            hand.picked.set(None);
            return true;
        }
        _ => return false,
    }
    // So that Enter goes into the case and does not press the button that was pressed last.
    let _ = page.focus();
    true
}

/// The next or the previous case on the screen; the first when none of them is selected.
fn step(hand: Hand, desk: Desk, by: isize) {
    let now = desk.selected_case();
    let next = hand.order.with_untracked(|order| {
        let place = now.and_then(|now| order.iter().position(|id| *id == now));
        let next = match place {
            Some(place) => place.checked_add_signed(by)?,
            None => 0,
        };
        order.get(next).copied()
    });
    if let Some(next) = next {
        desk.go_to_case(next);
    }
}

/// Says which cases are on the screen, in their order, as long as the view is there.
fn keep_order(hand: Hand, order: Memo<Vec<CaseId>>) {
    Effect::new(move |_| hand.order.set(order.get()));
    on_cleanup(move || {
        hand.order.try_set(Vec::new());
    });
}
