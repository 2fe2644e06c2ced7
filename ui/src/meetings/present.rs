//! The presenter: one subject a page, in letters that are read across a room, driven by the
//! keyboard, with the map beside it.
//!
//! Its keys are heard before those of the desk and of the map, wherever the keyboard is; what is
//! typed into its form is the form's.

use leptos::prelude::*;
use onemap_domain::pack::Pack;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, KeyboardEvent};

use super::behind::BehindList;
use super::decisions::OwedItem;
use super::duties::{DutyLine, GapLine};
use super::figures::{Figures, RateList};
use super::form::FormHere;
use super::list::title as called;
use super::overview::{DecidedPart, EndPart};
use super::pages::{Line, Page, lines, order, step};
use super::room::{Chosen, Form, Room, Standing};
use super::spots::{Spot, SpotRule, periods};
use super::subject::CaseLine;
use crate::parts::{Button, Hue, Tag, count};
use crate::say;
use crate::state::{Overlay, Selection};
use crate::text::{t, word};

/// Where the presentation is.
#[derive(Clone, Copy)]
struct Place {
    room: Room,
    pages: Memo<Vec<Page>>,
    /// The page, from 0.
    at: RwSignal<usize>,
    /// The chosen line of the page, from 0.
    line: RwSignal<usize>,
}

impl Place {
    fn page(self) -> Page {
        let at = self.at.get();
        self.pages
            .with(|pages| pages.get(at).copied().unwrap_or(Page::Decided))
    }

    fn lines(self) -> Vec<Line> {
        let page = self.page();
        self.room.pack.with(|pack| lines(page, pack))
    }

    /// Turns the page.
    fn turn(self, by: isize) {
        // What is half typed is left by its own key first.
        if self.room.form.with_untracked(Option::is_some) {
            return;
        }
        let count = self.pages.with_untracked(Vec::len);
        let next = step(self.at.get_untracked(), by, count);
        if next != self.at.get_untracked() {
            self.line.set(0);
            self.at.set(next);
            self.show();
        }
    }

    /// Chooses a line of the page; the map goes there.
    fn choose(self, line: usize) {
        self.line.set(line);
        self.show();
    }

    fn move_by(self, by: isize) {
        let count = untrack(|| self.lines()).len();
        self.choose(step(self.line.get_untracked(), by, count));
    }

    /// The chosen line; not tracked.
    fn chosen(self) -> Option<Line> {
        let place = self.line.get_untracked();
        untrack(|| self.lines()).into_iter().nth(place)
    }

    fn show(self) {
        let desk = self.room.desk;
        match self.chosen() {
            Some(Line::Case(case)) => desk.select_case(case.id),
            Some(Line::Area(area)) => desk.show(Selection::Area(area)),
            Some(Line::Nowhere) | None => {}
        }
    }

    /// Opens the form of a decision about the chosen case.
    fn decide(self) {
        if untrack(|| self.room.no_decision()).is_some() {
            return;
        }
        let case = match self.chosen() {
            Some(Line::Case(case)) => Some(Chosen::of_pack(&case, self.room.desk)),
            _ => None,
        };
        self.room.form.set(Some(Form::Decide(case)));
    }

    /// Opens the form of a report on the chosen decision of an earlier meeting.
    fn report(self) {
        let owed = self.room.pack.with_untracked(|pack| {
            let owed = pack.owed.get(self.line.get_untracked());
            owed.map(|owed| owed.id)
        });
        let is_owed = untrack(|| self.page()) == Page::Owed;
        let held = owed.filter(|_| is_owed);
        let held = held.and_then(|id| untrack(|| self.room.now(id)));
        let held = held.filter(|held| held.decision.outcome.is_none());
        if let Some(held) = held.filter(|_| untrack(|| self.room.refusal()).is_none()) {
            self.room.form.set(Some(Form::Report(Box::new(held))));
        }
    }

    /// Opens the form of the end, on the last page.
    fn close(self) {
        let open = self
            .room
            .standing
            .with_untracked(|standing| matches!(standing, Standing::Open(_)));
        let last = untrack(|| self.page()) == Page::Decided;
        if open && last && untrack(|| self.room.refusal()).is_none() {
            self.room.form.set(Some(Form::Close));
        }
    }

    fn leave(self) {
        self.room.form.set(None);
        self.room.desk.presenting.set(false);
    }

    /// What a key does here; whether it did anything.
    fn press(self, key: &str) -> bool {
        if self.room.form.with_untracked(Option::is_some) {
            // The form has the keyboard even when a click took it away.
            if key == "Escape" {
                self.room.form.set(None);
            }
            return key == "Escape";
        }
        match key {
            "ArrowRight" | "PageDown" | " " | "j" | "J" => self.turn(1),
            "ArrowLeft" | "PageUp" | "k" | "K" => self.turn(-1),
            "ArrowDown" => self.move_by(1),
            "ArrowUp" => self.move_by(-1),
            "Home" => self.turn(isize::MIN / 2),
            "End" => self.turn(isize::MAX / 2),
            "d" | "D" => self.decide(),
            "r" | "R" => self.report(),
            "c" | "C" => self.close(),
            "Escape" => self.leave(),
            _ => return false,
        }
        true
    }
}

/// Hears the keys before anybody else does.
fn listen(place: Place) {
    let heard = move |event: KeyboardEvent| {
        let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
        let covered = place.room.desk.overlay.get_untracked() != Overlay::None;
        if with_others || covered || event.is_composing() || event.default_prevented() {
            return;
        }
        let target = event.target();
        let target = target.and_then(|target| target.dyn_into::<Element>().ok());
        let inside = |selector: &str| {
            let target = target.as_ref();
            target.is_some_and(|target| matches!(target.closest(selector), Ok(Some(_))))
        };
        let key = event.key();
        let is_press = matches!(key.as_str(), "Enter" | " ");
        if inside(".meeting-form")
            || (is_press && inside("button, a, summary, input, label, select"))
        {
            return;
        }
        let plain = key.chars().count() == 1 && key != "?";
        if place.press(&key) {
            event.stop_propagation();
            event.prevent_default();
        } else if plain {
            // The desk's own shortcuts must not work behind the presentation.
            event.prevent_default();
        }
    };
    let heard = Closure::<dyn Fn(KeyboardEvent)>::new(heard);
    let function: js_sys::Function = heard.as_ref().unchecked_ref::<js_sys::Function>().clone();
    // A window always takes a listener; without one the buttons still work.
    let _ = window().add_event_listener_with_callback_and_bool("keydown", &function, true);
    let kept = StoredValue::new_local((heard, function));
    on_cleanup(move || {
        kept.try_with_value(|(_, function)| {
            let _ =
                window().remove_event_listener_with_callback_and_bool("keydown", function, true);
        });
    });
}

/// The presentation.
#[component]
pub fn Presenter(
    /// Which meeting.
    room: Room,
) -> impl IntoView {
    let pages = Memo::new(move |_| room.pack.with(|pack| order(pack)));
    let place = Place {
        room,
        pages,
        at: RwSignal::new(0),
        line: RwSignal::new(0),
    };
    listen(place);
    place.show();
    let stage = NodeRef::<leptos::html::Div>::new();
    // The keyboard is not left on what has gone.
    Effect::new(move |_| {
        place.at.track();
        let rests = room.form.with(Option::is_none);
        if let Some(stage) = stage.get().filter(|_| rests) {
            let _ = stage.focus();
        }
    });
    let page = Memo::new(move |_| place.page());
    let progress = move || format!("{}/{}", place.at.get() + 1, pages.with(Vec::len));
    let title = move || word("meetings-page", page.get().name());
    let number = move || room.pack.with(|pack| size_of(page.get(), pack));
    let about = move || room.pack.with(|pack| called(pack, room.today.get()));
    view! {
        <div class="show" node_ref=stage tabindex="-1" data-testid="meeting-show"
            data-page=move || page.get().name()
            data-at=move || (place.at.get() + 1).to_string()
            data-of=move || pages.with(Vec::len).to_string()
            data-line=move || place.line.get().to_string()>
            <header class="show-head">
                <p class="show-about">
                    {about} " "
                    {move || room.standing.with(|standing| matches!(standing, Standing::Over(_))).then(|| {
                        view! { <Tag>{t("meetings-state-over", &[])}</Tag> }
                    })}
                </p>
                <h2 class="show-title">
                    {title} " " <span class="figures show-size">{number}</span>
                </h2>
                <p class="show-progress figures" data-testid="meeting-progress">{progress}</p>
            </header>
            <div class="show-bar" aria-hidden="true">
                <span style:width=move || format!("{}%", (place.at.get() + 1) * 100 / pages.with(Vec::len).max(1))></span>
            </div>
            <div class="show-body">{move || view! { <Body place page=page.get() /> }}</div>
            <FormHere room />
            <Foot place page />
        </div>
    }
}

/// How many a page is about.
fn size_of(page: Page, pack: &Pack) -> Option<String> {
    let size = match page {
        Page::Owed => pack.owed.len() as u64,
        Page::Subject(subject) => pack.listed(subject)?.total,
        Page::HotSpots => pack.hot_spots.len() as u64,
        // The areas of the first duties would not sum: one area can miss several.
        Page::Figures | Page::Duties | Page::Decided => return None,
    };
    Some(count(size))
}

/// What can be done with which key.
#[component]
fn Foot(place: Place, page: Memo<Page>) -> impl IntoView {
    let room = place.room;
    let no_decision = Signal::derive(move || room.no_decision());
    let refusal = Signal::derive(move || room.refusal());
    let turn = move |by: isize| Callback::new(move |()| place.turn(by));
    let closes = Memo::new(move |_| {
        page.get() == Page::Decided
            && room
                .standing
                .with(|standing| matches!(standing, Standing::Open(_)))
    });
    view! {
        <footer class="show-foot">
            <Button on_press=turn(-1) hint="←" testid="meeting-previous">{say!("meetings-previous")}</Button>
            <Button on_press=turn(1) hint="→" testid="meeting-next">{say!("meetings-next")}</Button>
            <Button on_press=Callback::new(move |()| place.decide()) reason=no_decision hint="D"
                testid="meeting-show-decide">{say!("decision-decide")}</Button>
            <Show when=move || page.get() == Page::Owed>
                <Button on_press=Callback::new(move |()| place.report()) reason=refusal hint="R"
                    testid="meeting-show-report">{say!("decision-report")}</Button>
            </Show>
            <Show when=move || closes.get()>
                <Button on_press=Callback::new(move |()| place.close()) reason=refusal hint="C"
                    testid="meeting-show-close">{say!("meeting-close")}</Button>
            </Show>
            <span class="show-hint">{say!("meetings-show-keys")}</span>
            <Button on_press=Callback::new(move |()| place.leave()) hint="Esc"
                testid="meeting-leave">{say!("meetings-leave")}</Button>
        </footer>
    }
}

/// What stands on a page.
#[component]
fn Body(place: Place, page: Page) -> impl IntoView {
    let room = place.room;
    let pack = room.pack.get_untracked();
    match page {
        Page::Owed => {
            let item = |(index, owed)| {
                view! { <LineOf place index>{view! { <OwedItem room owed /> }}</LineOf> }
            };
            let items = pack.owed.iter().cloned().enumerate().map(item);
            view! { <ul class="show-lines">{items.collect_view()}</ul> }.into_any()
        }
        Page::Figures => {
            let no_spots = pack.hot_spots.is_empty();
            let opened = RwSignal::new(None);
            view! {
                <Figures room opened />
                <RateList room opened />
                <BehindList room opened />
                {no_spots.then(|| view! { <p class="part-note">{say!("meetings-no-spots")}</p> })}
            }
            .into_any()
        }
        Page::Subject(subject) => {
            let listed = pack.listed(subject).cloned();
            let total = listed.as_ref().map_or(0, |listed| listed.total);
            let cases = listed.map(|listed| listed.cases).unwrap_or_default();
            let shown = cases.len() as u64;
            let first = (shown < total).then(|| {
                view! { <p class="part-note">{t("meetings-first", &[("count", &count(shown))])}</p> }
            });
            let item = |(index, case)| {
                view! { <LineOf place index>{view! { <CaseLine room case /> }}</LineOf> }
            };
            let items = cases.into_iter().enumerate().map(item);
            view! { {first} <ul class="show-lines">{items.collect_view()}</ul> }.into_any()
        }
        Page::HotSpots => {
            let (periods, rounds_up) = (periods(&pack), pack.rounds_limits_up());
            let item = |(index, spot)| {
                view! { <LineOf place index>{view! { <Spot spot periods /> }}</LineOf> }
            };
            let items = pack.hot_spots.iter().cloned().enumerate().map(item);
            view! {
                <SpotRule rounds_up />
                <ul class="show-lines">{items.collect_view()}</ul>
            }
            .into_any()
        }
        Page::Duties => {
            let mut index = 0;
            let mut next = || {
                index += 1;
                index - 1
            };
            let mut items = Vec::new();
            for duty in pack.duties.clone() {
                let gaps = duty.standing.gaps.clone();
                items.push(
                    view! { <LineOf place index=next()>{view! { <DutyLine duty /> }}</LineOf> }
                        .into_any(),
                );
                for gap in gaps {
                    items.push(
                        view! { <LineOf place index=next()>{view! { <GapLine gap /> }}</LineOf> }
                            .into_any(),
                    );
                }
            }
            view! { <ul class="show-lines">{items}</ul> }.into_any()
        }
        Page::Decided => view! {
            <Confirmed room />
            <DecidedPart room />
            <EndPart room />
        }
        .into_any(),
    }
}

/// Says that something waits for the central, where that is so.
#[component]
fn Confirmed(room: Room) -> impl IntoView {
    let waits = Memo::new(move |_| {
        room.pending.get() || room.decided().iter().any(|decided| decided.pending)
    });
    view! {
        <Show when=move || waits.get()>
            <p class="part-note"><Tag hue=Hue::Pending>{say!("pending")}</Tag> " " {say!("pending-hint")}</p>
        </Show>
    }
}

/// A line that can be chosen.
#[component]
fn LineOf(place: Place, index: usize, children: Children) -> impl IntoView {
    let is_chosen = Memo::new(move |_| place.line.get() == index);
    let node = NodeRef::<leptos::html::Li>::new();
    Effect::new(move |_| {
        if let (true, Some(node)) = (is_chosen.get(), node.get()) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            node.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    view! {
        <li node_ref=node class="show-line" class:show-line-chosen=is_chosen data-testid="meeting-line"
            data-chosen=move || is_chosen.get().to_string()
            on:click=move |_| place.choose(index)>{children()}</li>
    }
}
