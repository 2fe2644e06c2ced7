//! The page as a whole: opening, sign-in, the desk.

use std::sync::Arc;
use std::time::Duration;

use jiff::{Timestamp, Unit};
use leptos::prelude::*;
use onemap_domain::people::{Role, UserId};
use onemap_protocol::desk::{AskDrive, Directory, Link, Opening, Status};
use onemap_protocol::problem::ProblemCode;

use crate::accounts::Accounts;
use crate::backend;
use crate::bulk::BulkPanel;
use crate::header::Header;
use crate::help::{Help, Sources};
use crate::inbox::Inbox;
use crate::index::Index;
use crate::indicators::Indicators;
use crate::lock::Lock;
use crate::matrix::Matrix;
use crate::meetings::Meetings;
use crate::new_case::{DraftKept, DropDraft, NewDraft};
use crate::orders::{Orders, SalvageNotice};
use crate::palette::Palette;
use crate::parts::{Empty, Failure, Loading};
use crate::receptions::Receptions;
use crate::remote::{Remote, remote};
use crate::say;
use crate::service::Service;
use crate::sign_in::SignIn;
use crate::state::{Book, Desk, Mode, Overlay, Selection};
use crate::status_bar::StatusBar;
use crate::supervision::Supervision;
use crate::text::t;
use crate::toasts::Toasts;
use crate::wall::{Control, Enter, Wall};
use crate::watermark::Watermark;
use crate::ways::Ways;

/// The page.
#[component]
pub fn App() -> impl IntoView {
    let desk = Desk::provide();
    follow_settings(desk);
    let lost = RwSignal::new(None::<Timestamp>);
    backend::ticks(
        move |tick| desk.heed(tick),
        move |on_line| {
            if on_line {
                lost.set(None);
            } else if lost.get_untracked().is_none() {
                lost.set(Some(Timestamp::now()));
            }
        },
    );

    let opening = remote(move || {
        // The county's name and the demonstration users come with the register.
        desk.register.track();
        if backend::is_wall() {
            // Nobody signs in here by hand: the program does.
            desk.statuses.track();
        }
        Some(Opening {})
    });
    Effect::new(move |_| {
        let Some(opened) = opening.get() else { return };
        let first = desk.opened.get_untracked().is_none();
        let other = desk.user.with_untracked(|user| *user != opened.user);
        if first || (backend::is_wall() && other) {
            desk.user.set(opened.user.clone());
        }
        desk.opened.set(Some(opened));
    });
    follow_status(desk, lost);
    let directory = follow_names(desk);
    begin_on_the_own_area(desk);

    let opened = Memo::new(move |_| desk.opened.with(Option::is_some));
    let signed_in = Memo::new(move |_| desk.user.with(Option::is_some));
    let named = Memo::new(move |_| desk.names.with(Option::is_some));
    let is_wall = Memo::new(move |_| desk.role() == Some(Role::Wall));
    let administers = Memo::new(move |_| desk.role().is_some_and(Role::is_administrator));
    let retry = Callback::new(move |()| opening.retry());
    move || match (opened.get(), signed_in.get(), named.get()) {
        (true, true, _) if is_wall.get() => view! { <Wall /> }.into_any(),
        // Nobody works in the wall's window.
        (true, true, _) if backend::is_wall() => view! { <AtTheWall /> }.into_any(),
        (true, true, true) if administers.get() => view! { <Accounts /> }.into_any(),
        (true, true, true) => view! { <Working /> }.into_any(),
        (true, true, false) => view! { <FirstLoad directory /> }.into_any(),
        (true, false, _) if backend::is_wall() => view! { <AtTheWall /> }.into_any(),
        (true, false, _) => view! { <SignIn /> <Toasts /> }.into_any(),
        (false, ..) => match opening.problem() {
            Some(problem) => view! {
                <div class="alone"><Failure problem on_retry=retry /></div>
            }
            .into_any(),
            None => {
                view! { <div class="alone"><Loading what=say!("what-program") /></div> }.into_any()
            }
        },
    }
}

/// The wall's window while its device is not signed in: the form where it has no account yet.
#[component]
fn AtTheWall() -> impl IntoView {
    let desk = Desk::here();
    let drive = remote(move || {
        desk.wall.track();
        desk.statuses.track();
        Some(AskDrive {})
    });
    let has_account = Memo::new(move |_| drive.with(|drive| drive.account.is_some()));
    let retry = Callback::new(move |()| drive.retry());
    move || match (has_account.get(), drive.problem()) {
        (Some(false), _) => view! { <Enter /> }.into_any(),
        (None, Some(problem)) => view! {
            <div class="alone"><Failure problem on_retry=retry /></div>
        }
        .into_any(),
        _ => view! { <div class="alone"><Loading what=say!("what-wall") /></div> }.into_any(),
    }
}

/// Language, title and palette of the document.
fn follow_settings(desk: Desk) {
    Effect::new(move |_| {
        document().set_title(&t("app-name", &[]));
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", desk.language.get().tag());
            let _ =
                root.set_attribute("data-theme", if desk.dark.get() { "dark" } else { "light" });
        }
    });
}

/// The status bar and the central's clock. `lost` is since when a browser cannot reach its console.
fn follow_status(desk: Desk, lost: RwSignal<Option<Timestamp>>) {
    let status = remote(move || {
        desk.statuses.track();
        desk.user.track();
        lost.track();
        Some(Status {})
    });
    let ahead = RwSignal::new(0);
    if backend::in_browser() {
        follow_session(desk, status);
        follow_clock(status, ahead);
    }
    Effect::new(move |_| {
        let mut now = status.get().map(|status| (*status).clone());
        if let Some(now) = now.as_mut().filter(|_| backend::in_browser()) {
            now.central_ahead_ms = ahead.get();
            now.synchronised_at = Some(Timestamp::now());
        }
        if let (Some(now), Some(since)) = (now.as_mut(), lost.get()) {
            now.link = Link::Offline { since };
        }
        desk.status.set(now);
    });
    Effect::new(move |_| {
        // What is unreachable is shown by the status bar itself.
        let problem = status
            .problem()
            .filter(|p| !p.is(ProblemCode::CentralUnreachable));
        if let Some(problem) = problem {
            desk.report(&problem);
        }
    });
    let tell = move || {
        let now = desk.central_now();
        // The second that has begun, so that minutes change when the clock shows it.
        desk.now
            .set(Timestamp::round(now_floor(now), Unit::Second).unwrap_or(now));
    };
    if set_interval_with_handle(tell, Duration::from_secs(1)).is_err() {
        desk.now.set(desk.central_now());
    }
}

/// In a browser the central says what time it is there, and the page how far its own clock is from that.
fn follow_clock(status: Remote<onemap_protocol::desk::StatusBar>, ahead: RwSignal<i64>) {
    Effect::new(move |_| {
        let central = status.with(|status| status.synchronised_at).flatten();
        if let Some(central) = central {
            let apart = central.duration_since(Timestamp::now()).as_millis();
            ahead.set(i64::try_from(apart).unwrap_or(0));
        }
    });
}

/// In a browser the session is the central's alone: it is told for whom ticks are, and where it has ended
/// the page is not a signed-in one's any more.
fn follow_session(desk: Desk, status: Remote<onemap_protocol::desk::StatusBar>) {
    let login = Memo::new(move |_| {
        desk.user
            .with(|user| user.as_ref().map(|user| user.actor.user.clone()))
    });
    Effect::new(move |before: Option<Option<UserId>>| {
        let login = login.get();
        if before.is_some_and(|before| before != login) {
            backend::listen_anew();
        }
        login
    });
    Effect::new(move |_| {
        let ended = status.with(|status| status.user.is_none()) == Some(true);
        if ended && !status.loading() {
            desk.session_ended();
        }
    });
}

fn now_floor(now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// The names of the county, while somebody is signed in.
fn follow_names(desk: Desk) -> Remote<onemap_protocol::desk::Names> {
    let directory = remote(move || {
        desk.register.track();
        if desk.names.with(Option::is_none) {
            // The first load tells its progress through the status.
            desk.statuses.track();
        }
        desk.user.with(Option::is_some).then_some(Directory {})
    });
    Effect::new(move |_| {
        let book = directory
            .get()
            .map(|names| Arc::new(Book::new((*names).clone())));
        if desk.names.with_untracked(|old| *old != book) {
            desk.names.set(book);
        }
    });
    directory
}

/// Whoever signs in begins with their own area; nothing of the one before remains.
fn begin_on_the_own_area(desk: Desk) {
    Effect::new(move |before: Option<Option<String>>| {
        let user = desk.user.get();
        let login = user.as_ref().map(|user| user.actor.user.0.clone());
        if before.flatten() != login {
            desk.mode.set(Mode::Desk);
            desk.presenting.set(false);
            desk.overlay.set(Overlay::None);
            desk.pick.set(None);
            desk.lane.set(None);
            desk.flag.set(None);
            desk.many.forget();
            desk.marks.set(None);
            desk.area_filter.set(None);
            desk.category_filter.set(None);
            desk.list_ids.set(Vec::new());
            desk.hover.set(Selection::None);
            desk.selection
                .set(user.map_or(Selection::None, |u| Selection::Area(u.scope.area)));
        }
        login
    });
}

/// The county is on its way for the first time.
#[component]
fn FirstLoad(directory: Remote<onemap_protocol::desk::Names>) -> impl IntoView {
    let desk = Desk::here();
    // Also while the line is down: from there it goes on.
    let progress = Signal::derive(move || {
        let fetched = desk.status.with(|status| status.as_ref()?.fetched);
        fetched.map(|fetched| (fetched.done, fetched.total))
    });
    let offline = move || {
        desk.status.with(|status| {
            status
                .as_ref()
                .is_some_and(|status| status.link.down_since().is_some())
        })
    };
    // Not ready is what loading is; anything else is a failure.
    let problem = move || directory.problem().filter(|p| !p.is(ProblemCode::NotReady));
    let retry = Callback::new(move |()| directory.retry());
    view! {
        <div class="alone" data-testid="first-load">
            {move || match problem() {
                Some(problem) => view! { <Failure problem on_retry=retry /> }.into_any(),
                None => view! { <Loading what=say!("what-county") progress /> }.into_any(),
            }}
            <Show when=offline><p class="alone-more">{say!("first-load-offline")}</p></Show>
        </div>
        <StatusBar />
    }
}

/// The desk: list, map, panel.
#[component]
fn Working() -> impl IntoView {
    let desk = Desk::here();
    let draft = NewDraft::provide(desk);
    crate::keyboard::listen(desk, Callback::new(move |()| draft.leave(desk)));
    crate::lock::watch(desk);
    let orders = Memo::new(move |_| desk.mode.with(|mode| *mode == Mode::Orders));
    let page = Memo::new(move |_| Page::of(&desk.mode.get()));
    let covers_list = move || page.get().is_some_and(Page::covers_list);
    let covers_map = move || page.get().is_some() && !desk.presenting.get();
    view! {
        <div class="desk" class:desk-presenting=move || desk.presenting.get()>
            <Header />
            <div class="desk-left" inert=covers_list>
                <div class="desk-left-page" hidden=move || orders.get()><Inbox /></div>
                <Show when=move || orders.get()><Orders /></Show>
            </div>
            // What a page covers keeps its state and loses the keyboard.
            <main class="desk-map" inert=covers_map><MapHere /></main>
            {move || page.get().map(|page| view! {
                <div class="desk-page" class:desk-page-wide=page.covers_list()>
                    {match page {
                        Page::Indicators => view! { <Indicators /> }.into_any(),
                        Page::Matrix => view! { <Matrix /> }.into_any(),
                        Page::Ways => view! { <Ways /> }.into_any(),
                        Page::Receptions => view! { <Receptions /> }.into_any(),
                        Page::Supervision => view! { <Supervision /> }.into_any(),
                        Page::Service => view! { <Service /> }.into_any(),
                        Page::Index => view! { <Index /> }.into_any(),
                        Page::Meetings => view! { <Meetings /> }.into_any(),
                    }}
                </div>
            })}
            <div class="desk-right"><SalvageNotice /><DraftKept /><Side /></div>
            <StatusBar />
        </div>
        <Watermark />
        <Toasts />
        <Overlays />
    }
}

/// What lies over everything.
#[component]
pub fn Overlays() -> impl IntoView {
    let desk = Desk::here();
    move || match desk.overlay.get() {
        Overlay::None => ().into_any(),
        Overlay::Palette => view! { <Palette /> }.into_any(),
        Overlay::Help => view! { <Help /> }.into_any(),
        Overlay::Sources => view! { <Sources /> }.into_any(),
        Overlay::Wall => view! { <Control /> }.into_any(),
        Overlay::Lock => view! { <Lock /> }.into_any(),
        Overlay::DropDraft => view! { <DropDraft /> }.into_any(),
    }
}

/// What lies over the middle of the desk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    Indicators,
    Matrix,
    Ways,
    Receptions,
    Supervision,
    Service,
    Index,
    Meetings,
}

impl Page {
    const fn of(mode: &Mode) -> Option<Page> {
        match mode {
            Mode::Indicators => Some(Page::Indicators),
            Mode::Matrix => Some(Page::Matrix),
            Mode::Ways => Some(Page::Ways),
            Mode::Receptions => Some(Page::Receptions),
            Mode::Supervision => Some(Page::Supervision),
            Mode::Service => Some(Page::Service),
            Mode::Index => Some(Page::Index),
            Mode::Meetings => Some(Page::Meetings),
            Mode::Desk | Mode::NewCase { .. } | Mode::Orders => None,
        }
    }

    /// Whether it covers the list too; the matrix opens its tiles there.
    const fn covers_list(self) -> bool {
        !matches!(self, Page::Matrix)
    }
}

/// What the right column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    NewCase,
    /// Beside it the panel of many cases, which keeps what is filled in while it is covered.
    Many,
    Case,
    Area,
    Department,
    Nothing,
}

#[component]
fn Side() -> impl IntoView {
    let desk = Desk::here();
    let many = Memo::new(move |_| desk.many.is_many());
    let held = Memo::new(move |_| match (desk.mode.get(), desk.selection.get()) {
        (Mode::NewCase { .. }, _) => Held::NewCase,
        _ if many.get() && !desk.many.aside.get() => Held::Many,
        (_, Selection::Case(_)) => Held::Case,
        (_, Selection::Area(_)) => Held::Area,
        (_, Selection::Department(_)) => Held::Department,
        (_, Selection::None) => Held::Nothing,
    });
    let one = move || match held.get() {
        Held::Many => ().into_any(),
        Held::NewCase => view! { <crate::new_case::NewCase /> }.into_any(),
        Held::Case => view! { <crate::case::CasePanel /> }.into_any(),
        Held::Area => view! { <crate::area::AreaPanel /> }.into_any(),
        Held::Department => view! { <crate::department::DepartmentPanel /> }.into_any(),
        Held::Nothing => view! {
            <Empty sentence=say!("nothing-selected") next=say!("nothing-selected-next") />
        }
        .into_any(),
    };
    let covered = Signal::derive(move || held.get() != Held::Many);
    view! {
        <Show when=move || many.get()><BulkPanel covered /></Show>
        {one}
    }
}

#[component]
fn MapHere() -> impl IntoView {
    view! { <crate::map::MapView /> }
}
