//! Duties, rosters, staffing and the standard (勤务): what the ground owes and did, who is on duty,
//! who stands where, which areas reach what the county asks of them.
//!
//! Deliberately absent: what a duty, a shift, a force or a standard is; the profile says.

mod areas;
mod cells;
mod duties;
mod fields;
mod gaps;
mod lines;
mod quotas;
mod roster;
mod sheet;
mod staffing;
mod standard;
mod turn;
mod turn_form;
mod write;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::people::Role;
use onemap_domain::profile::Profile;
use onemap_domain::record::RecordId;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use self::areas::Crumbs;
use self::duties::{DutiesTab, Side};
use self::roster::RosterTab;
use self::staffing::StaffingTab;
use self::standard::StandardTab;
use self::write::Begin;
use crate::parts::{Empty, Panel, Segment, day_of};
use crate::say;
use crate::state::{Desk, Mode, Selection};
use crate::text::word;

pub use self::standard::name_of as standard_name;

/// Whether whoever is signed in has this page; tracked.
pub fn is_for(desk: Desk) -> bool {
    let reads = matches!(
        desk.role(),
        Some(Role::Operator | Role::Supervisor | Role::Leader | Role::Clerk | Role::GridWorker)
    );
    reads && !tabs(desk).is_empty()
}

/// The parts of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Duties,
    Roster,
    Staffing,
    Standard,
}

impl Tab {
    const ALL: [Tab; 4] = [Tab::Duties, Tab::Roster, Tab::Staffing, Tab::Standard];

    const fn name(self) -> &'static str {
        match self {
            Tab::Duties => "duties",
            Tab::Roster => "roster",
            Tab::Staffing => "staffing",
            Tab::Standard => "standard",
        }
    }

    /// Whether a way of working has anything for it.
    fn is_in(self, profile: &Profile) -> bool {
        match self {
            Tab::Duties => !profile.duties.is_empty(),
            Tab::Roster => profile.roster.is_some(),
            Tab::Staffing => !profile.forces.is_empty() || !profile.quotas.is_empty(),
            Tab::Standard => profile.items_of_standard().is_some(),
        }
    }
}

/// The tabs that there is something for; tracked.
fn tabs(desk: Desk) -> Vec<Tab> {
    desk.names.with(|names| {
        let profile = names.as_deref().map(|names| &names.profile);
        let there = |tab: &Tab| profile.is_some_and(|profile| tab.is_in(profile));
        Tab::ALL.into_iter().filter(there).collect()
    })
}

/// What the keyboard asks of the tab that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// J
    Next,
    /// K
    Previous,
    /// Enter, where no button has it.
    Into,
    /// N
    New,
    /// Esc
    Back,
}

/// What the page is turned to. It stays while one goes from tab to tab.
#[derive(Clone, Copy)]
struct Hand {
    tab: RwSignal<Tab>,
    /// The area that duties, staffing and the standard are shown of; the reader's whole when `None`.
    area: RwSignal<Option<AreaCode>>,
    /// The duty that is open, as far as somebody chose one.
    rule: RwSignal<Option<String>>,
    /// Which side of it.
    side: RwSignal<Side>,
    /// A day of the month or year of the sheet; today when `None`.
    around: RwSignal<Option<Date>>,
    /// The area whose gap is marked.
    gap: RwSignal<Option<AreaCode>>,
    /// The cell of the sheet that is open: its area and the first day of its period.
    cell: RwSignal<Option<(AreaCode, Date)>>,
    /// The form that writes a line down.
    writing: RwSignal<Option<Begin>>,
    /// The book that was written in last.
    touched: RwSignal<Option<RecordId>>,
    /// A day of the month of the roster; today when `None`.
    month: RwSignal<Option<Date>>,
    /// The shift that is open: its day and its code.
    turn: RwSignal<Option<(Date, String)>>,
    /// The shift whose people are being planned.
    planning: RwSignal<Option<(Date, String)>>,
    /// The cell of the standard that is open: its area and its item.
    item: RwSignal<Option<(AreaCode, u16)>>,
    /// The item whose evidence is being written.
    attesting: RwSignal<Option<(AreaCode, u16)>>,
    /// Of the standard, only the areas that do not reach it.
    behind: RwSignal<bool>,
    /// What the open tab does with the keyboard; whether it was something.
    keys: StoredValue<Option<Callback<Key, bool>>>,
    today: Memo<Date>,
}

impl Hand {
    fn new(desk: Desk) -> Hand {
        let first = tabs(desk).into_iter().next().unwrap_or(Tab::Duties);
        Hand {
            tab: RwSignal::new(first),
            area: RwSignal::new(None),
            rule: RwSignal::new(None),
            side: RwSignal::new(Side::Gaps),
            around: RwSignal::new(None),
            gap: RwSignal::new(None),
            cell: RwSignal::new(None),
            writing: RwSignal::new(None),
            touched: RwSignal::new(None),
            month: RwSignal::new(None),
            turn: RwSignal::new(None),
            planning: RwSignal::new(None),
            item: RwSignal::new(None),
            attesting: RwSignal::new(None),
            behind: RwSignal::new(false),
            keys: StoredValue::new(None),
            today: Memo::new(move |_| day_of(desk.now.get())),
        }
    }

    /// Turns the page, the map and the right panel to an area.
    fn turn_to(self, desk: Desk, area: AreaCode) {
        self.gap.set(None);
        self.cell.set(None);
        self.writing.set(None);
        self.item.set(None);
        self.attesting.set(None);
        self.area.set(Some(area.clone()));
        desk.show(Selection::Area(area));
    }

    /// Turns the page one level up; whether there is one.
    fn goes_up(self, desk: Desk) -> bool {
        let Some(area) = self.area.get_untracked() else {
            return false;
        };
        let whole = untrack(|| areas::whole(desk));
        let parent = area
            .parent()
            .filter(|parent| Some(parent) != whole.as_ref());
        self.area.set(parent);
        true
    }

    /// Gives the keyboard to a tab for as long as it is there.
    fn listen(self, keys: impl Fn(Key) -> bool + Send + Sync + 'static) {
        self.keys.set_value(Some(Callback::new(keys)));
        on_cleanup(move || {
            self.keys.try_set_value(None);
        });
    }
}

/// The page.
#[component]
pub fn Service() -> impl IntoView {
    let desk = Desk::here();
    let hand = untrack(|| Hand::new(desk));
    let page = NodeRef::<leptos::html::Div>::new();
    // The keyboard stays on the page when what had it is gone.
    Effect::new(move |_| {
        hand.tab.track();
        hand.touched.track();
        let writes = hand.writing.with(Option::is_some)
            || hand.planning.with(Option::is_some)
            || hand.attesting.with(Option::is_some);
        if let Some(page) = page.get().filter(|_| !writes) {
            // Without the keyboard's place everything can still be clicked.
            let _ = page.focus();
        }
    });
    // Somebody wants to see what an area has reached.
    Effect::new(move |_| {
        if let Some(area) = desk.standard_of.get() {
            desk.standard_of.set(None);
            hand.tab.set(Tab::Standard);
            hand.turn_to(desk, area);
        }
    });
    // The way of working may change while the page is open.
    let there = Memo::new(move |_| tabs(desk));
    let open = Memo::new(move |_| {
        let wanted = hand.tab.get();
        there.with(|there| {
            let is_there = there.contains(&wanted);
            is_there.then_some(wanted).or(there.first().copied())
        })
    });
    let choices = Signal::derive(move || {
        desk.language.track();
        let tabs = there.get().into_iter();
        tabs.map(|tab| (tab, word("service-tab", tab.name())))
            .collect::<Vec<_>>()
    });
    let on_key = move |event: KeyboardEvent| {
        if let Some(page) = page.get_untracked()
            && press(&page, &event, hand, desk)
        {
            event.prevent_default();
        }
    };
    let body = move || match open.get() {
        Some(Tab::Duties) => view! { <DutiesTab hand /> }.into_any(),
        Some(Tab::Roster) => view! { <RosterTab hand /> }.into_any(),
        Some(Tab::Staffing) => view! { <StaffingTab hand /> }.into_any(),
        Some(Tab::Standard) => view! { <StandardTab hand /> }.into_any(),
        None => {
            view! { <Empty sentence=say!("service-not-kept") next=say!("service-not-kept-next") /> }
                .into_any()
        }
    };
    let has_area = move || open.get() != Some(Tab::Roster);
    view! {
        <Panel title=say!("service-title") testid="service-page"
            on_close=move |()| desk.mode.set(Mode::Desk)>
            <div class="page service" node_ref=page tabindex="-1" on:keydown=on_key
                data-tab=move || open.get().map(Tab::name)>
                <div class="service-tabs">
                    <Segment choices chosen=Signal::derive(move || open.get().unwrap_or(Tab::Duties))
                        label=say!("service-tabs") on_choose=move |tab| hand.tab.set(tab)
                        named=|tab: &Tab| format!("service-tab-{}", tab.name()) />
                    <Show when=has_area><Crumbs hand /></Show>
                    <span class="part-note">{move || {
                        open.get().map(|tab| word("service-keys", tab.name()))
                    }}</span>
                </div>
                {body}
            </div>
        </Panel>
    }
}

/// The open tab's keys. What is typed into a field, and the Enter of a button, is theirs.
fn press(page: &HtmlElement, event: &KeyboardEvent, hand: Hand, desk: Desk) -> bool {
    let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
    if with_others || event.is_composing() || desk.going.get_untracked() {
        return false;
    }
    let on = event.target().and_then(|target| {
        let element: HtmlElement = target.dyn_into().ok()?;
        Some(element.tag_name())
    });
    if matches!(on.as_deref(), Some("INPUT" | "TEXTAREA" | "SELECT")) {
        return false;
    }
    let is_button = matches!(on.as_deref(), Some("BUTTON" | "A"));
    let key = match event.key().as_str() {
        "j" | "J" => Key::Next,
        "k" | "K" => Key::Previous,
        "n" | "N" => Key::New,
        "Escape" => Key::Back,
        "Enter" if !is_button => Key::Into,
        _ => return false,
    };
    let keys = hand.keys.get_value();
    let done = keys.is_some_and(|keys| keys.run(key));
    if done && matches!(key, Key::Next | Key::Previous) {
        // So that Enter goes where the mark is, and does not press the button pressed last.
        let _ = page.focus();
    }
    // No case is begun behind the page.
    done || key == Key::New
}

#[cfg(test)]
mod tests {
    use onemap_domain::profile::RosterRule;

    use super::*;

    #[test]
    fn a_tab_without_anything_to_show_is_not_there() {
        let plain = crate::fixture::way("plain", &[]);
        assert!(Tab::ALL.iter().all(|tab| !tab.is_in(&plain)));
        let rostered = Profile {
            roster: Some(RosterRule {
                shifts: Vec::new(),
                modes: Vec::new(),
                basis: String::new(),
            }),
            ..plain
        };
        let there = Tab::ALL.map(|tab| tab.is_in(&rostered));
        assert_eq!(there, [false, true, false, false]);
    }
}
