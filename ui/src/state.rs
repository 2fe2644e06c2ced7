//! What the parts of the screen share: one [`Desk`] in the context, all signals.
//!
//! Deliberately absent: cases and counts. Every view asks for what it shows ([`crate::remote`])
//! and asks again when a tick says that it may be old.

mod book;
mod setting;

pub use book::Book;
pub use setting::{Theme, keep, kept};

use std::ops::Deref;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::case::{CaseId, Flag};
use onemap_domain::command::{Command, CommandKind};
use onemap_domain::department::DepartmentCode;
use onemap_domain::lane::Lane;
use onemap_domain::people::{Role, User};
use onemap_domain::record::RecordId;
use onemap_protocol::desk::{Opened, StatusBar, Tick};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::text::Language;
use uuid::Uuid;

use crate::backend;
use crate::bulk::Many;
use crate::toasts::{Toast, Tone};

/// What is selected, in the list, on the map and in the right panel at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// Nothing.
    #[default]
    None,
    /// A case.
    Case(CaseId),
    /// An area.
    Area(AreaCode),
    /// A department.
    Department(DepartmentCode),
}

/// What the side panels hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Mode {
    /// Left the inbox, right what is selected.
    #[default]
    Desk,
    /// Right the form of a new case.
    NewCase {
        /// Where, when it was begun on the map.
        position: Option<Position>,
    },
    /// Left the outbox, right what is selected.
    Orders,
    /// The rates, over the list and the map; right what is selected.
    Indicators,
    /// Open cases by area and category, over the map; left the list of a tile, right what is
    /// selected.
    Matrix,
    /// How the county works, over the list and the map; right what is selected.
    Ways,
    /// The calendar of receptions, over the list and the map; right what is selected.
    Receptions,
    /// The supervision desk, over the list and the map; right what is selected.
    Supervision,
    /// Duties, rosters and staffing, over the list and the map; right what is selected.
    Service,
    /// The index and the scorecards, over the list and the map; right what is selected.
    Index,
    /// Meetings, over the list and the map; right what is selected. While one is presented, the
    /// map stands beside it and all else is away.
    Meetings,
}

/// A tool of the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Tool {
    /// None.
    #[default]
    None,
    /// A line from click to click, and the ground that it encloses.
    Measure(Vec<Position>),
    /// The cases around a click are chosen.
    Circle {
        /// How far around it, metres.
        metres: u32,
    },
    /// The map is kept as it is seen.
    Picture,
}

impl Tool {
    /// What is being measured; nothing with another tool in hand.
    pub fn measured(&self) -> Vec<Position> {
        match self {
            Tool::Measure(points) => points.clone(),
            _ => Vec::new(),
        }
    }
}

/// Which form asks the map for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The new case.
    NewCase,
    /// The correction of a case.
    Amend,
}

/// What the keyboard asks of the panel that shows the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Move the keyboard into the panel.
    Enter,
    /// Open the form of a command, or give it at once if it has none.
    Command(CommandKind),
    /// Open the form of a research meeting (研判) with why one is needed.
    Research(String),
}

/// An order that was set aside, on its way into a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Taking {
    /// Which.
    pub order: Uuid,
    /// The case it is about; `None` for a new one.
    pub case: Option<CaseId>,
    /// What it asked for.
    pub command: Command,
}

/// What lies over the desk; at most one at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overlay {
    /// Nothing.
    #[default]
    None,
    /// The command palette.
    Palette,
    /// All shortcuts.
    Help,
    /// Where the data come from.
    Sources,
    /// Driving the wall.
    Wall,
    /// The lock: signed in, but nobody is there, or the session has lapsed.
    Lock,
    /// Asks whether a half-written case may be dropped.
    DropDraft,
}

/// What the parts of the screen share: handed on by value, one for the page's whole life.
#[derive(Clone, Copy)]
pub struct Desk(&'static Signals);

impl Deref for Desk {
    type Target = Signals;
    fn deref(&self) -> &Signals {
        self.0
    }
}

/// What is drawn around a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Around {
    /// The place.
    pub centre: Position,
    /// Rings of response: where each runs, and what is written on it.
    pub rings: Vec<(Vec<Position>, String)>,
    /// What was found: a line leads to each.
    pub found: Vec<Position>,
}

/// The signals of a [`Desk`].
pub struct Signals {
    /// What the program opened with; `None` until it has answered.
    pub opened: RwSignal<Option<Arc<Opened>>>,
    /// Names of areas, departments and the profile; `None` while nobody is signed in.
    pub names: RwSignal<Option<Arc<Book>>>,
    /// Who is signed in.
    pub user: RwSignal<Option<User>>,
    /// The status bar.
    pub status: RwSignal<Option<StatusBar>>,
    /// Changes when cases, counts, loads or tiles of cases may be old.
    // Signals and not memos of one tick: a memo that is tracked but never read tells nothing.
    pub cases: RwSignal<u64>,
    /// Changes when areas, departments, people or tiles of boundaries may be old.
    pub register: RwSignal<u64>,
    /// Changes when the status bar or the outbox may be old.
    pub statuses: RwSignal<u64>,
    /// Changes when the wall is driven otherwise.
    pub wall: RwSignal<u64>,
    /// G was pressed: the next key says where to go, whatever page it is pressed on.
    pub going: RwSignal<bool>,
    /// A meeting is presented: its page and the map have the screen.
    pub presenting: RwSignal<bool>,
    /// The central's time, to the second; it ticks.
    pub now: RwSignal<Timestamp>,
    /// What is selected.
    pub selection: RwSignal<Selection>,
    /// What the pointer or the keyboard is over: the others may hint at it.
    pub hover: RwSignal<Selection>,
    /// The list and the counts show only this area.
    pub area_filter: RwSignal<Option<AreaCode>>,
    /// The list shows only this category: a code of the profile.
    pub category_filter: RwSignal<Option<String>>,
    /// The lane of the list; every open case when `None`.
    pub lane: RwSignal<Option<Lane>>,
    /// The list shows only cases with this flag.
    pub flag: RwSignal<Option<Flag>>,
    /// The selection of many cases, beside the one that is selected.
    pub many: Many,
    /// The cases of the list in its order, as far as they are loaded.
    pub list_ids: RwSignal<Vec<CaseId>>,
    /// What the side panels hold.
    pub mode: RwSignal<Mode>,
    /// What is drawn around a place on the map.
    pub around: RwSignal<Option<Around>>,
    /// The draw whose results stand on the map.
    pub marks: RwSignal<Option<RecordId>>,
    /// The tool of the map that is in hand; drawing around cases is in [`Many`].
    pub tool: RwSignal<Tool>,
    /// A form asks the map for a place.
    pub pick: RwSignal<Option<Pick>>,
    /// The place that was clicked; the form takes it and sets `None`.
    pub picked: RwSignal<Option<Position>>,
    /// A shortcut for the case panel, which acts on it and sets `None`.
    pub intent: RwSignal<Option<Intent>>,
    /// An order that was set aside is given anew: the form that opens begins with it and sets
    /// `None`.
    pub taking: RwSignal<Option<Taking>>,
    /// The service page opens on what this area has reached of the standard; it sets `None`.
    pub standard_of: RwSignal<Option<AreaCode>>,
    /// What lies over the desk.
    pub overlay: RwSignal<Overlay>,
    /// The chosen language.
    pub language: RwSignal<Language>,
    /// The chosen theme.
    pub theme: RwSignal<Theme>,
    /// Whether the dark palette is in force.
    pub dark: Memo<bool>,
}

impl Desk {
    /// A desk with nothing on it, put into the context.
    pub fn provide() -> Desk {
        let theme = RwSignal::new(Theme::kept());
        let prefers_dark = setting::prefers_dark();
        let desk = Desk(Box::leak(Box::new(Signals {
            opened: RwSignal::new(None),
            names: RwSignal::new(None),
            user: RwSignal::new(None),
            status: RwSignal::new(None),
            cases: RwSignal::new(0),
            register: RwSignal::new(0),
            statuses: RwSignal::new(0),
            wall: RwSignal::new(0),
            going: RwSignal::new(false),
            presenting: RwSignal::new(false),
            now: RwSignal::new(Timestamp::now()),
            selection: RwSignal::default(),
            hover: RwSignal::default(),
            area_filter: RwSignal::new(None),
            category_filter: RwSignal::new(None),
            lane: RwSignal::new(None),
            flag: RwSignal::new(None),
            many: Many::default(),
            list_ids: RwSignal::new(Vec::new()),
            mode: RwSignal::default(),
            around: RwSignal::new(None),
            marks: RwSignal::new(None),
            tool: RwSignal::default(),
            pick: RwSignal::new(None),
            picked: RwSignal::new(None),
            intent: RwSignal::new(None),
            taking: RwSignal::new(None),
            standard_of: RwSignal::new(None),
            overlay: RwSignal::default(),
            language: crate::text::language_signal(),
            theme,
            dark: Memo::new(move |_| match theme.get() {
                Theme::Light => false,
                Theme::Dark => true,
                Theme::Auto => prefers_dark.get(),
            }),
        })));
        desk.language.set(setting::kept_language());
        provide_context(desk);
        desk
    }

    /// The desk of this page. Only for the bodies of components, where there is a context; event
    /// handlers and futures keep the copy they were given.
    pub fn here() -> Desk {
        expect_context()
    }

    /// Tells the views what may be old, and no others.
    pub fn heed(self, tick: Tick) {
        let parts = [
            (self.cases, tick.cases),
            (self.register, tick.register),
            (self.statuses, tick.status),
            (self.wall, tick.wall),
        ];
        for (part, now) in parts {
            if part.get_untracked() != now {
                part.set(now);
            }
        }
    }

    /// The central's time now, to the millisecond.
    pub fn central_now(self) -> Timestamp {
        let ahead = self
            .status
            .with_untracked(|s| s.as_ref().map_or(0, |s| s.central_ahead_ms));
        let device = Timestamp::now();
        device
            .checked_add(SignedDuration::from_millis(ahead))
            .unwrap_or(device)
    }

    /// The role of whoever is signed in.
    pub fn role(self) -> Option<Role> {
        self.user
            .with(|user| user.as_ref().map(|user| user.actor.role))
    }

    /// Whether somebody is signed in who works in the room that the wall hangs in.
    pub fn drives_the_wall(self) -> bool {
        let role = self.role();
        matches!(role, Some(Role::Operator | Role::Supervisor | Role::Leader))
            && !backend::in_browser()
    }

    /// Whether an operator or a grid worker is signed in, who may take in new cases.
    pub fn takes_in_cases(self) -> bool {
        matches!(self.role(), Some(Role::Operator | Role::GridWorker))
    }

    /// Whether anything here is made up: the whole sample, or areas of the register.
    pub fn is_simulated(self) -> bool {
        let sample = self
            .opened
            .with(|o| o.as_ref().is_some_and(|o| o.simulated));
        let areas = |names: &Option<Arc<Book>>| {
            names
                .as_ref()
                .is_some_and(|names| names.areas.iter().any(|area| area.simulated))
        };
        sample || self.names.with(areas)
    }

    /// Opens the form of a new case.
    pub fn begin_case(self, position: Option<Position>) {
        self.mode.set(Mode::NewCase { position });
    }

    /// Selects a case; what covers its panel goes away.
    pub fn select_case(self, case: CaseId) {
        self.show(Selection::Case(case));
    }

    /// The selected case; not tracked.
    pub fn selected_case(self) -> Option<CaseId> {
        match self.selection.get_untracked() {
            Selection::Case(case) => Some(case),
            _ => None,
        }
    }

    /// Goes to a case in the list; the panel of many, if it is there, stays in sight.
    pub fn go_to_case(self, case: CaseId) {
        let aside = self.many.aside.get_untracked();
        self.select_case(case);
        self.many.aside.set(aside);
    }

    /// Selects something; what covers its panel goes away.
    pub fn show(self, selection: Selection) {
        self.many.aside.set(true);
        if matches!(self.mode.get_untracked(), Mode::NewCase { .. }) {
            self.mode.set(Mode::Desk);
            self.pick.set(None);
        }
        if self.selection.get_untracked() != selection {
            self.selection.set(selection);
        }
    }

    /// An area's name; its code while the names are not known or leave it out.
    pub fn area_name(self, code: &AreaCode) -> String {
        self.look_up(code.as_str(), |book| {
            book.area(code).map(|area| area.name.clone())
        })
    }

    /// Where a grid lies, from the town down: 文华街道·康佳社区·第4网格.
    pub fn place(self, code: &AreaCode) -> String {
        let names: Vec<String> = [
            Level::Town,
            Level::Village,
            Level::Grid,
            Level::HouseholdUnit,
        ]
        .into_iter()
        .filter_map(|level| code.at(level))
        .map(|ancestor| self.area_name(&ancestor))
        .collect();
        if names.is_empty() {
            self.area_name(code)
        } else {
            names.join("·")
        }
    }

    /// A department's full name.
    pub fn department_name(self, code: &DepartmentCode) -> String {
        self.look_up(code.as_str(), |book| {
            book.department(code).map(|d| d.name.clone())
        })
    }

    /// A department's short name, for lists and the map.
    pub fn department_short(self, code: &DepartmentCode) -> String {
        self.look_up(code.as_str(), |book| {
            book.department(code).map(|d| d.short.clone())
        })
    }

    /// What the profile calls a category.
    pub fn category(self, code: &str) -> String {
        let language = self.language.get();
        self.look_up(code, |b| {
            b.profile
                .category(code)
                .map(|c| language.of(&c.name).to_owned())
        })
    }

    /// What the profile calls a channel.
    pub fn channel(self, code: &str) -> String {
        let language = self.language.get();
        self.look_up(code, |b| {
            b.profile
                .channel(code)
                .map(|c| language.of(&c.name).to_owned())
        })
    }

    /// What the profile calls a duty.
    pub fn duty(self, code: &str) -> String {
        let language = self.language.get();
        self.look_up(code, |b| {
            b.profile
                .duty(code)
                .map(|duty| language.of(&duty.name).to_owned())
        })
    }

    /// What the profile calls a shift of the roster.
    pub fn shift(self, code: &str) -> String {
        let language = self.language.get();
        self.look_up(code, |b| {
            let mut shifts = b.profile.roster.iter().flat_map(|roster| &roster.shifts);
            let shift = shifts.find(|shift| shift.code == code)?;
            Some(language.of(&shift.name).to_owned())
        })
    }

    /// What the profile calls a closing reason.
    pub fn closing(self, code: &str) -> String {
        let language = self.language.get();
        self.look_up(code, |b| {
            b.profile
                .closing(code)
                .map(|c| language.of(&c.name).to_owned())
        })
    }

    fn look_up(self, code: &str, find: impl FnOnce(&Book) -> Option<String>) -> String {
        self.names
            .with(|names| names.as_deref().and_then(find))
            .unwrap_or_else(|| code.to_owned())
    }

    /// Says that something went wrong, until a person has read it. A lapsed session leads back to
    /// the sign-in.
    pub fn report(self, problem: &Problem) {
        if problem.is(ProblemCode::SignInNeeded) {
            self.session_ended();
        } else {
            self.toast(Toast::problem(problem.clone()));
        }
    }

    /// Nobody is signed in any more, and whoever was did not leave by themselves.
    pub fn session_ended(self) {
        if self.user.with_untracked(Option::is_some) {
            self.user.set(None);
            self.toast(Toast::new(Tone::Bad, "toast-session-ended", &[]));
        }
    }

    /// Shows a message.
    #[expect(
        clippy::unused_self,
        reason = "it is on the desk that the message is shown"
    )]
    pub fn toast(self, toast: Toast) {
        crate::toasts::add(toast);
    }
}
