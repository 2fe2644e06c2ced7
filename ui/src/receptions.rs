//! 领导接访日程: which leader receives whom when and where, what came of it, and who has not
//! received anybody for too long.
//!
//! A page of the counties whose way of working has `[reception]`. Deliberately absent: a grid of
//! a month. A county has a few receptions a week; their list by day says more.

mod calendar;
mod card;
mod cases;
mod days;
mod draft;
mod fields;
mod form;
mod leaders;

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::Refusal;
use onemap_domain::record::{RecordId, RecordKind};
use onemap_protocol::desk::{RecordRow, Records};
use onemap_protocol::problem::Problem;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use self::calendar::{Entry, Weeks, entries};
use self::card::Card;
use self::days::Days;
use self::form::{Form, FormView};
use self::leaders::Leaders;
use crate::parts::{Button, Empty, Look, Panel, Shown, day_of, spoken_day};
use crate::remote::remote;
use crate::say;
use crate::state::{Desk, Mode};
use crate::text::{sentence, t};

/// Whether the county's way of working has a reception calendar; tracked.
pub fn is_kept(desk: Desk) -> bool {
    desk.names.with(|names| {
        let book = names.as_deref();
        book.is_some_and(|book| book.profile.reception.is_some())
    })
}

/// A day as it is said beside others: 今天 11月21日 周六.
fn spoken(on: Date, today: Date) -> String {
    spoken_day("receptions", on, today)
}

/// The page.
#[component]
pub fn Receptions() -> impl IntoView {
    let desk = Desk::here();
    let kept = Memo::new(move |_| is_kept(desk));
    let rows = remote(move || {
        desk.cases.track();
        desk.register.track();
        kept.get().then_some(Records {
            kind: RecordKind::Reception,
        })
    });
    let body = move || {
        if kept.get() {
            view! {
                <Shown remote=rows what=say!("what-receptions") view=|rows| view! { <Board rows /> } />
            }
            .into_any()
        } else {
            view! { <Empty sentence=say!("receptions-not-kept") next=say!("receptions-not-kept-next") /> }
                .into_any()
        }
    };
    view! {
        <Panel title=say!("receptions-title") testid="receptions-page"
            on_close=move |()| desk.mode.set(Mode::Desk)>
            {body}
        </Panel>
    }
}

/// What the keyboard and the pointer have opened.
#[derive(Clone, Copy)]
struct Hand {
    /// The reception whose card is open.
    chosen: RwSignal<Option<RecordId>>,
    /// The form that is open, in the place of the card.
    form: RwSignal<Option<Form>>,
}

#[component]
fn Board(rows: Signal<Arc<Vec<RecordRow>>>) -> impl IntoView {
    let desk = Desk::here();
    let today = Memo::new(move |_| day_of(desk.now.get()));
    let whole = RwSignal::new(false);
    let every = Memo::new(move |_| {
        desk.names.with(|names| {
            let rule = names.as_deref().map(|names| &names.profile.reception);
            rule.and_then(Option::as_ref)
                .map_or(0, |rule| rule.every_days)
        })
    });
    let basis = Memo::new(move |_| {
        desk.names.with(|names| {
            let rule = names.as_deref().map(|names| &names.profile.reception);
            rule.and_then(Option::as_ref)
                .map_or_else(String::new, |rule| rule.basis.clone())
        })
    });
    let all = Memo::new(move |_| rows.with(|rows| entries(rows)));
    let leaders =
        Memo::new(move |_| all.with(|all| calendar::leaders(all, every.get(), today.get())));
    let weeks = Memo::new(move |_| all.with(|all| Weeks::of(all, today.get(), whole.get())));
    let hand = Hand {
        chosen: RwSignal::new(None),
        form: RwSignal::new(None),
    };
    let refusal = Signal::derive(move || refusal(desk));
    let page = NodeRef::<leptos::html::Div>::new();
    // The keyboard stays on the page when the line or the form that had it is gone.
    Effect::new(move |_| {
        hand.chosen.track();
        let rests = hand.form.with(Option::is_none);
        if let Some(page) = page.get().filter(|_| rests) {
            // Without the keyboard's place everything can still be clicked.
            let _ = page.focus();
        }
    });
    let plan = Callback::new(move |()| hand.form.set(Some(Form::Plan)));
    let on_key = move |event: KeyboardEvent| {
        if let Some(page) = page.get_untracked()
            && press(desk, &page, &event, hand, weeks, refusal)
        {
            event.prevent_default();
        }
    };
    view! {
        <div class="page receptions" node_ref=page tabindex="-1" on:keydown=on_key>
            <div class="receptions-head">
                <p class="page-about">
                    {move || t("receptions-about", &[("days", &every.get().to_string())])}
                    <span class="page-note part-note">{move || t("receptions-basis", &[("basis", &basis.get())])}</span>
                </p>
                <Button look=Look::Primary on_press=plan reason=refusal hint="N"
                    testid="reception-plan">{say!("reception-plan")}</Button>
            </div>
            <Leaders leaders every today />
            <div class="receptions-columns">
                <div class="receptions-days"><Days weeks today chosen=hand.chosen whole /></div>
                <div class="receptions-side"><Beside hand weeks leaders today refusal /></div>
            </div>
        </div>
    }
}

/// Why whoever is signed in may not keep the calendar, as a sentence; tracked.
fn refusal(desk: Desk) -> Option<String> {
    let role = desk.role()?;
    let keeps = RecordKind::Reception.keepers().contains(&role);
    (!keeps).then(|| sentence(&Problem::from(&Refusal::RecordNotYours { role })))
}

/// The form that is open, else the card.
#[component]
fn Beside(
    hand: Hand,
    weeks: Memo<Weeks>,
    leaders: Memo<Vec<calendar::Leader>>,
    today: Memo<Date>,
    refusal: Signal<Option<String>>,
) -> impl IntoView {
    let entry: Memo<Option<Entry>> = Memo::new(move |_| {
        let chosen = hand.chosen.get()?;
        weeks.with(|weeks| weeks.find(chosen).cloned())
    });
    let on_close = Callback::new(move |record: Option<RecordId>| {
        hand.form.set(None);
        if record.is_some() {
            hand.chosen.set(record);
        }
    });
    let on_form = Callback::new(move |form| hand.form.set(Some(form)));
    move || match hand.form.get() {
        Some(form) => view! { <FormView form leaders on_close /> }.into_any(),
        None => (move || match entry.get() {
            // The day is read here, so that a card is drawn anew when its day has passed.
            Some(entry) => {
                today.track();
                view! { <Card entry today refusal on_form /> }.into_any()
            }
            None => view! {
                <Empty sentence=say!("receptions-nothing-chosen") next=say!("receptions-keys") />
            }
            .into_any(),
        })
        .into_any(),
    }
}

/// N plans, J and K go on and back, Enter goes into the card. What is typed into a field, and the
/// Enter of a button, is theirs.
fn press(
    desk: Desk,
    page: &HtmlElement,
    event: &KeyboardEvent,
    hand: Hand,
    weeks: Memo<Weeks>,
    refusal: Signal<Option<String>>,
) -> bool {
    let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
    let goes = desk.going.get_untracked();
    if with_others || goes || event.is_composing() || hand.form.with_untracked(Option::is_some) {
        return false;
    }
    let on = event.target().and_then(|target| {
        let element: HtmlElement = target.dyn_into().ok()?;
        Some(element.tag_name())
    });
    let is_button = matches!(on.as_deref(), Some("BUTTON" | "A"));
    match event.key().as_str() {
        "n" | "N" if refusal.with_untracked(Option::is_none) => hand.form.set(Some(Form::Plan)),
        // Where nothing may be planned, the key must not begin a case behind the page.
        "n" | "N" => {}
        "j" | "J" => step(hand, weeks, 1),
        "k" | "K" => step(hand, weeks, -1),
        "Enter" if !is_button => {
            let inside = "[data-testid='reception-card'] button";
            let found = page.query_selector(inside).ok().flatten();
            if let Some(button) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
                // Without the keyboard's place the card is still there to be clicked.
                let _ = button.focus();
            }
        }
        _ => return false,
    }
    true
}

/// The next or the previous reception on the screen; the first when none of them is chosen.
fn step(hand: Hand, weeks: Memo<Weeks>, by: isize) {
    let order = weeks.with_untracked(Weeks::order);
    let now = hand.chosen.get_untracked();
    let place = now.and_then(|now| order.iter().position(|id| *id == now));
    let next = match place {
        Some(place) => place.checked_add_signed(by),
        None => Some(0),
    };
    if let Some(next) = next.and_then(|next| order.get(next)) {
        hand.chosen.set(Some(*next));
    }
}
