//! The form that writes the evidence of an item down.
//!
//! What the console refuses lands on its field, as a sentence; the form stays open with it.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::record::RecordCommand;
use onemap_domain::record::standard::Command;
use onemap_domain::standard::ItemState;
use onemap_protocol::desk::{KeepRecord, StandardView};
use onemap_protocol::problem::Problem;
use web_sys::KeyboardEvent;

use super::super::Hand;
use super::super::areas::name_within;
use super::super::fields::Line;
use super::item_name;
use crate::parts::{Button, Look, Whole, spoken_day};
use crate::remote::Deed;
use crate::say;
use crate::state::Desk;
use crate::text::t;
use crate::toasts::{Toast, Tone};

/// The fields of the form, by their names on the wire.
const FIELDS: &[&str] = &["on", "note"];

/// The form.
#[component]
pub fn AttestForm(
    /// Of which standard: the code of its list.
    list: String,
    area: AreaCode,
    item: u16,
    view: Signal<Arc<StandardView>>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let deed = Deed::new();
    let problem = Signal::derive(move || deed.problem());
    let today = hand.today.get_untracked();
    let on = RwSignal::new(today.to_string());
    let note = RwSignal::new(String::new());
    // What was wrong is said until somebody changes something.
    Effect::new(move |_| {
        on.track();
        note.track();
        deed.forget();
    });
    let close = move || hand.attesting.set(None);
    let written = area.clone();
    let send = Callback::new(move |()| {
        let day = on.with_untracked(|on| on.trim().parse::<Date>());
        let Ok(on) = day else {
            return deed.fail(Problem::bad_field("on"));
        };
        let command = Command::Attest {
            list: list.clone(),
            area: written.clone(),
            item,
            on,
            note: note.get_untracked(),
        };
        let keep = KeepRecord {
            record: None,
            revision: 0,
            keep: RecordCommand::Standard(command),
        };
        deed.perform(keep, move |submitted| {
            let command = untrack(|| t("standard-attest", &[]));
            let words = [("command", command.as_str())];
            desk.toast(Toast::new(Tone::Good, "case-submitted", &words));
            hand.touched.try_set(Some(submitted.record));
            hand.attesting.try_set(None);
        });
    });
    let on_key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Escape" => close(),
            "Enter" if event.ctrl_key() || event.meta_key() => send.run(()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let words = move || {
        let key = if deed.busy() {
            "case-form-sending"
        } else {
            "standard-write"
        };
        t(key, &[])
    };
    let named = area.clone();
    let title = move || {
        let within = view.with(|view| view.area.clone());
        let place = name_within(desk, &named, &within);
        format!("{place} · {}", item_name(desk, item))
    };
    // Evidence of the case's day or an earlier one would change nothing.
    let later = move || {
        let on = view.with(|view| {
            let row = view.rows.iter().find(|row| row.area == area)?;
            match row.items.get(usize::from(item.checked_sub(1)?))? {
                ItemState::Revoked { on, .. } => Some(*on),
                ItemState::Missing | ItemState::Held { .. } => None,
            }
        })?;
        let day = spoken_day("service", on, hand.today.get());
        Some(view! {
            <p class="part-note" data-testid="standard-later">{t("standard-later", &[("day", &day)])}</p>
        })
    };
    let latest = (String::new(), today.to_string());
    view! {
        <section class="duty-form" data-testid="attest-form" aria-label=say!("standard-attest")
            data-item=item.to_string() on:keydown=on_key>
            <h4 class="part-head">{title}</h4>
            <Whole problem fields=FIELDS testid="attest-problem" />
            <div class="standard-fields">
                <Line name="on" words="standard" value=on problem kind="date" between=latest required=true />
                <Line name="note" words="standard" value=note problem required=true focused=true />
            </div>
            {later}
            <div class="form-foot">
                <Button look=Look::Primary on_press=send busy=Signal::derive(move || deed.busy())
                    hint="Ctrl ⏎" testid="attest-send">{words}</Button>
                <Button on_press=move |()| close() hint="Esc" testid="attest-back">{say!("case-form-back")}</Button>
            </div>
        </section>
    }
}
