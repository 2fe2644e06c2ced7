//! Meetings: 每日晨会、周研判、月会商. Their frozen packs, the presenter for the room, what was
//! decided and what came of it, and the papers that a meeting leaves.
//!
//! A department's clerk has the decisions that are theirs to answer for, and no packs.
//!
//! Deliberately absent: counting. A pack is the central's, frozen at its moment; what may be done
//! the console decides.

mod behind;
mod close;
mod decide;
mod decisions;
mod draft;
mod duties;
mod fields;
mod figures;
mod form;
mod list;
mod overview;
mod pages;
mod papers;
mod present;
mod report;
mod room;
mod spots;
mod subject;
mod tables;

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::pack::Rhythm;
use onemap_domain::people::Role;
use onemap_domain::record::{RecordId, RecordKind};
use onemap_protocol::desk::{MeetingRow, Meetings as AskMeetings, RecordCard, Records};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use self::decisions::OwnDecisions;
use self::list::List;
use self::overview::Overview;
use self::present::Presenter;
use self::room::{Form, Room};
use crate::parts::{Empty, Panel, Segment, Shown, spoken_day};
use crate::remote::remote;
use crate::say;
use crate::state::{Desk, Mode};
use crate::text::{t, word};

/// Whether whoever is signed in comes to meetings, or answers for what they decide; tracked.
pub fn is_for(desk: Desk) -> bool {
    desk.role()
        .is_some_and(|role| RecordKind::Decision.keepers().contains(&role))
}

/// A day as it is said beside others: 今天 11月21日 周六.
fn spoken(on: Date, today: Date) -> String {
    spoken_day("meetings", on, today)
}

/// The page.
#[component]
pub fn Meetings() -> impl IntoView {
    let desk = Desk::here();
    // Nobody is left in a presentation that is not on the screen any more.
    on_cleanup(move || {
        desk.presenting.try_set(false);
    });
    let is_clerk = Memo::new(move |_| desk.role() == Some(Role::Clerk));
    let title = Signal::derive(move || {
        t(
            if is_clerk.get() {
                "meetings-own-title"
            } else {
                "meetings-title"
            },
            &[],
        )
    });
    let body = move || {
        if is_clerk.get() {
            view! { <OwnDecisions /> }.into_any()
        } else {
            view! { <Board /> }.into_any()
        }
    };
    view! {
        <Panel title testid="meetings-page" on_close=move |()| desk.mode.set(Mode::Desk)>
            {body}
        </Panel>
    }
}

/// The meetings of a rhythm, and the chosen one.
#[component]
fn Board() -> impl IntoView {
    let desk = Desk::here();
    let rhythm = RwSignal::new(Rhythm::Daily);
    let rows = remote(move || {
        desk.cases.track();
        Some(AskMeetings {
            rhythm: rhythm.get(),
        })
    });
    let choices = Signal::derive(move || {
        desk.language.track();
        Rhythm::ALL
            .map(|rhythm| (rhythm, word("rhythm", rhythm.name())))
            .to_vec()
    });
    view! {
        <div class="meetings-board">
            <div class="meetings-rhythm">
                <Segment choices chosen=rhythm on_choose=move |one| rhythm.set(one)
                    label=say!("meetings-rhythm") />
                <p class="part-note">{say!("meetings-about")}</p>
            </div>
            <Shown remote=rows what=say!("what-meetings")
                view=move |rows| view! { <Meeting rows rhythm /> } />
        </div>
    }
}

/// When the packs of a rhythm are frozen, in words.
fn frozen_when(desk: Desk, rhythm: Rhythm) -> String {
    let rule = desk
        .names
        .with(|names| names.as_deref().map(|names| names.profile.meetings.clone()))
        .unwrap_or_default();
    let time = format!("{:02}:{:02}", rule.hour, rule.minute);
    let name = rhythm.name();
    let key = if rule.working_days_only {
        format!("meetings-frozen-{name}-working")
    } else {
        format!("meetings-frozen-{name}")
    };
    t(&key, &[("time", &time)])
}

/// The list, and the chosen meeting or the newest one.
#[component]
fn Meeting(rows: Signal<Arc<Vec<MeetingRow>>>, rhythm: RwSignal<Rhythm>) -> impl IntoView {
    let desk = Desk::here();
    let wanted = RwSignal::new(None::<RecordId>);
    let chosen = Memo::new(move |_| {
        let wanted = wanted.get();
        rows.with(|rows| {
            let known = wanted.filter(|wanted| rows.iter().any(|row| row.id == *wanted));
            known.or_else(|| rows.first().map(|row| row.id))
        })
    });
    // A pack that is frozen meanwhile takes nobody's page away.
    Effect::new(move |_| {
        if desk.presenting.get() {
            wanted.set(chosen.get_untracked());
        }
    });
    let nothing = Memo::new(move |_| rows.with(|rows| rows.is_empty()));
    let card = remote(move || {
        desk.cases.track();
        Some(RecordCard { id: chosen.get()? })
    });
    let decisions = remote(move || {
        desk.cases.track();
        Some(Records {
            kind: RecordKind::Decision,
        })
    });
    let step = Callback::new(move |by: isize| {
        let next = rows.with_untracked(|rows| {
            let now = chosen.get_untracked()?;
            let place = rows.iter().position(|row| row.id == now)?;
            Some(rows.get(place.checked_add_signed(by)?)?.id)
        });
        if next.is_some() {
            wanted.set(next);
        }
    });
    view! {
        <Show when=move || !nothing.get()
            fallback=move || view! {
                <Empty sentence=Signal::derive(move || word("meetings-none", rhythm.get().name()))
                    next=Signal::derive(move || frozen_when(desk, rhythm.get())) />
            }>
            <div class="meetings">
                <List rows chosen on_choose=Callback::new(move |id| wanted.set(Some(id))) />
                <div class="meetings-chosen">
                    <Shown remote=card what=say!("what-meeting")
                        view=move |view| Room::enter(desk, view, decisions)
                            .map(|room| view! { <Inside room step /> }) />
                </div>
            </div>
        </Show>
    }
}

/// The meeting itself: as it is read, or as it is presented.
#[component]
fn Inside(room: Room, step: Callback<isize>) -> impl IntoView {
    let desk = room.desk;
    let page = NodeRef::<leptos::html::Div>::new();
    let presenting = Memo::new(move |_| desk.presenting.get());
    // The keyboard stays on the page when the form that had it is gone.
    Effect::new(move |_| {
        let rests = room.form.with(Option::is_none) && !presenting.get();
        if let Some(page) = page.get().filter(|_| rests) {
            // Without the keyboard's place everything can still be clicked.
            let _ = page.focus();
        }
    });
    let on_key = move |event: KeyboardEvent| {
        if !presenting.get_untracked() && press(&event, room, step) {
            event.prevent_default();
        }
    };
    view! {
        <div class="meeting" node_ref=page tabindex="-1" on:keydown=on_key>
            <Show when=move || presenting.get() fallback=move || view! { <Overview room /> }>
                <Presenter room />
            </Show>
        </div>
    }
}

/// P and Enter present, D decides, J and K go to an older and a newer meeting. What is typed into
/// a field, and the Enter of a button, is theirs.
fn press(event: &KeyboardEvent, room: Room, step: Callback<isize>) -> bool {
    let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
    if with_others || event.is_composing() || room.desk.going.get_untracked() {
        return false;
    }
    if room.form.with_untracked(Option::is_some) {
        // A form that a click took the keyboard from is left before the page is.
        let leaves = event.key() == "Escape";
        if leaves {
            room.form.set(None);
        }
        return leaves;
    }
    let on = event.target().and_then(|target| {
        let element: HtmlElement = target.dyn_into().ok()?;
        Some(element.tag_name())
    });
    let is_button = matches!(on.as_deref(), Some("BUTTON" | "A" | "SUMMARY"));
    match event.key().as_str() {
        "p" | "P" => room.present(),
        "Enter" if !is_button => room.present(),
        "d" | "D" if untrack(|| room.no_decision()).is_none() => {
            room.form.set(Some(Form::Decide(None)));
        }
        // Where nothing may be decided, the key must not begin an order behind the page.
        "d" | "D" => {}
        "j" | "J" => step.run(1),
        "k" | "K" => step.run(-1),
        _ => return false,
    }
    true
}
