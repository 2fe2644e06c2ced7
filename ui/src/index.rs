//! The index (社会治理指数) and the scorecards (考评): what areas come to, and what they lost by what.
//!
//! Deliberately absent: the formula, which is the profile's, and any figure of this page's own.

mod course;
mod day;
mod give;
mod grounds;
mod points;
mod rows;
mod scorecards;
mod sheet;
mod towns;
mod words;

use jiff::ToSpan;
use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::case::CaseId;
use onemap_domain::people::Role;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use self::day::DayTab;
use self::scorecards::ScorecardsTab;
use crate::parts::{Panel, Segment, day_of};
use crate::say;
use crate::state::{Desk, Mode};
use crate::text::{t, word};

/// Whether whoever is signed in has this page; tracked.
pub fn is_for(desk: Desk) -> bool {
    let reads = matches!(
        desk.role(),
        Some(Role::Operator | Role::Supervisor | Role::Leader)
    );
    reads && Tab::ALL.into_iter().any(|tab| tab.is_kept(desk))
}

/// The parts of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Index,
    Scorecards,
}

impl Tab {
    const ALL: [Tab; 2] = [Tab::Index, Tab::Scorecards];

    const fn name(self) -> &'static str {
        match self {
            Tab::Index => "index",
            Tab::Scorecards => "scorecards",
        }
    }

    /// Whether the county's way of working has anything for it; tracked.
    fn is_kept(self, desk: Desk) -> bool {
        desk.names.with(|names| {
            names.as_deref().is_some_and(|names| match self {
                Tab::Index => names.profile.index.is_some(),
                Tab::Scorecards => names.profile.scorecard.is_some(),
            })
        })
    }
}

/// A row of an area.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pick {
    area: AreaCode,
    row: String,
}

/// What the page is turned to. It stays while one goes from tab to tab.
#[derive(Clone, Copy)]
struct Hand {
    tab: RwSignal<Tab>,
    /// Which day's index; the last one when `None`.
    day: RwSignal<Option<Date>>,
    /// Which day is shown, where one is.
    shown: RwSignal<Option<Date>>,
    /// Whose rows are shown; the county's when `None`.
    area: RwSignal<Option<AreaCode>>,
    /// The deduction of the index that is open.
    picked: RwSignal<Option<Pick>>,
    /// The first day of the scorecards' month.
    month: RwSignal<Date>,
    /// Whose scorecards; the first town's when `None`.
    town: RwSignal<Option<AreaCode>>,
    /// The cell of the scorecards that is open.
    cell: RwSignal<Option<Pick>>,
    /// The cases on the screen in their order, for J and K.
    order: RwSignal<Vec<CaseId>>,
    /// Today in the county.
    today: Memo<Date>,
}

impl Hand {
    fn new(desk: Desk) -> Hand {
        let today = Memo::new(move |_| day_of(desk.now.get()));
        let kept = Tab::ALL.into_iter().find(|tab| tab.is_kept(desk));
        Hand {
            tab: RwSignal::new(kept.unwrap_or(Tab::Index)),
            day: RwSignal::new(None),
            shown: RwSignal::new(None),
            area: RwSignal::new(None),
            picked: RwSignal::new(None),
            month: RwSignal::new(yesterday(today.get()).first_of_month()),
            town: RwSignal::new(None),
            cell: RwSignal::new(None),
            order: RwSignal::new(Vec::new()),
            today,
        }
    }

    /// The day's index so many days later; there is none of today.
    fn turn_day(self, by: i64) {
        let last = yesterday(self.today.get_untracked());
        // What was asked for last, whether it is on the screen yet or not.
        let asked = self.day.get_untracked();
        let now = asked.or_else(|| self.shown.get_untracked()).unwrap_or(last);
        let next = now.saturating_add(by.days());
        if next <= last {
            self.day.set(Some(next));
        }
    }

    /// What is open beside the table of this tab.
    fn open(self) -> RwSignal<Option<Pick>> {
        match self.tab.get_untracked() {
            Tab::Index => self.picked,
            Tab::Scorecards => self.cell,
        }
    }
}

/// The day before.
fn yesterday(today: Date) -> Date {
    today.saturating_sub(1.day())
}

/// A day of the year: 11月20日.
fn spoken(on: Date) -> String {
    t(
        "index-on",
        &[
            ("month", &on.month().to_string()),
            ("day", &on.day().to_string()),
        ],
    )
}

/// The page.
#[component]
pub fn Index() -> impl IntoView {
    let desk = Desk::here();
    let hand = untrack(|| Hand::new(desk));
    let page = NodeRef::<leptos::html::Div>::new();
    // The keyboard stays on the page when what had it is gone.
    Effect::new(move |_| {
        let rests = hand.picked.with(Option::is_none) && hand.cell.with(Option::is_none);
        if let Some(page) = page.get().filter(|page| rests && !has_keyboard(page)) {
            // Without the keyboard's place everything can still be clicked.
            let _ = page.focus();
        }
    });
    let choices = Memo::new(move |_| {
        desk.language.track();
        let kept = Tab::ALL.into_iter().filter(|tab| tab.is_kept(desk));
        kept.map(|tab| (tab, word("index-tab", tab.name())))
            .collect::<Vec<_>>()
    });
    let on_key = move |event: KeyboardEvent| {
        if let Some(page) = page.get_untracked()
            && press(&page, &event, hand, desk)
        {
            event.prevent_default();
        }
    };
    let body = move || match hand.tab.get() {
        Tab::Index => view! { <DayTab hand /> }.into_any(),
        Tab::Scorecards => view! { <ScorecardsTab hand /> }.into_any(),
    };
    view! {
        <Panel title=say!("index-title") testid="index-page"
            on_close=move |()| desk.mode.set(Mode::Desk)>
            <div class="page index" node_ref=page tabindex="-1" on:keydown=on_key
                data-testid="index-tab" data-tab=move || hand.tab.get().name()>
                <Show when=move || choices.with(|choices| choices.len() > 1)>
                    <div class="index-tabs">
                        <Segment choices chosen=hand.tab label=say!("index-tabs")
                            on_choose=move |tab| hand.tab.set(tab) />
                    </div>
                </Show>
                {body}
            </div>
        </Panel>
    }
}

/// Whether the keyboard is somewhere on the page.
fn has_keyboard(page: &HtmlElement) -> bool {
    let active = document().active_element();
    active.is_some_and(|active| page.contains(Some(&active)) && active != **page)
}

/// J and K go on and back through the listed cases, ← and → through the days of the index, Esc
/// closes what is open. What is typed into a field is the field's.
fn press(page: &HtmlElement, event: &KeyboardEvent, hand: Hand, desk: Desk) -> bool {
    let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
    let goes = desk.going.get_untracked();
    let types = event.target().is_some_and(|target| {
        let element = target.dyn_into::<HtmlElement>().ok();
        element.is_some_and(|element| {
            matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        })
    });
    if with_others || goes || types || event.is_composing() || event.default_prevented() {
        return false;
    }
    let on_index = hand.tab.get_untracked() == Tab::Index;
    match event.key().as_str() {
        "j" | "J" => step(hand, desk, 1),
        "k" | "K" => step(hand, desk, -1),
        // No case is begun behind the page.
        "n" | "N" => return true,
        "ArrowLeft" if on_index => hand.turn_day(-1),
        "ArrowRight" if on_index => hand.turn_day(1),
        "Escape" if hand.open().with_untracked(Option::is_some) => {
            hand.open().set(None);
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
