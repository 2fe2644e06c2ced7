//! The lines of one cell of a sheet: who wrote what when, and striking one that was wrong.

use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::profile::DutyRule;
use onemap_domain::record::duty::{self, Command, Line as BookLine};
use onemap_domain::record::{RecordCommand, RecordId};
use onemap_protocol::desk::KeepRecord;
use uuid::Uuid;
use web_sys::KeyboardEvent;

use super::Hand;
use super::fields::Line;
use crate::parts::{Ago, Button, Look, Whole, spoken_day};
use crate::remote::Deed;
use crate::say;
use crate::state::Desk;
use crate::text::t;
use crate::toasts::{Toast, Tone};

/// The lines, as they were written.
#[component]
pub fn Lines(
    rule: DutyRule,
    area: AreaCode,
    lines: Vec<BookLine>,
    hand: Hand,
    why_not: Signal<Option<String>>,
) -> impl IntoView {
    let striking = RwSignal::new(None::<Uuid>);
    let rule = StoredValue::new(rule);
    let area = StoredValue::new(area);
    let line = move |line: BookLine| view! { <OneLine line rule area striking hand why_not /> };
    view! {
        <ul class="sheet-lines">{lines.into_iter().map(line).collect_view()}</ul>
    }
}

#[component]
fn OneLine(
    line: BookLine,
    rule: StoredValue<DutyRule>,
    area: StoredValue<AreaCode>,
    striking: RwSignal<Option<Uuid>>,
    hand: Hand,
    why_not: Signal<Option<String>>,
) -> impl IntoView {
    let (id, on, at) = (line.id, line.on, line.at);
    let is_struck = line.struck.is_some();
    let day = move || spoken_day("service", on, hand.today.get());
    let mark = line.mark.map(|mark| {
        view! { <strong class="figures">{t("sheet-mark", &[("mark", &mark.to_string())])}</strong> }
    });
    let struck = line.struck.clone().map(|reason| {
        view! {
            <p class="sheet-struck" data-testid="sheet-struck">
                {t("sheet-struck", &[("reason", &reason)])}
            </p>
        }
    });
    let strike = (!is_struck).then(|| {
        view! {
            <Button on_press=move |()| striking.set(Some(id)) reason=why_not
                testid="sheet-strike">{say!("sheet-strike")}</Button>
        }
    });
    let form = move || {
        let is_it = striking.get() == Some(id) && !is_struck;
        is_it.then(|| {
            let strike = Callback::new(move |reason| {
                let record = rule.with_value(|rule| {
                    area.with_value(|area| duty::identity(&rule.code, area, rule.book_of(on)))
                });
                let command = Command::Strike { line: id, reason };
                (record, RecordCommand::Duty(command))
            });
            view! { <StrikeForm strike told="duty-strike" striking hand /> }
        })
    };
    view! {
        <li class="sheet-line" class:sheet-line-struck=is_struck data-testid="sheet-line"
            data-line=id.to_string() data-struck=is_struck.to_string()>
            <span class="sheet-line-what">
                <span class="figures">{day}</span>
                {mark}
                <span class="sheet-note">{line.note.clone()}</span>
            </span>
            <span class="part-note">{line.by.clone()} " " <Ago at=at /></span>
            {strike}
            {struck}
            {form}
        </li>
    }
}

/// Why a line is wrong; it stays, struck.
#[component]
pub fn StrikeForm(
    /// The record and the command that a reason makes.
    strike: Callback<String, (RecordId, RecordCommand)>,
    /// What the command is called: its key in the locale files.
    told: &'static str,
    /// The line that is being struck.
    striking: RwSignal<Option<Uuid>>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let deed = Deed::new();
    let problem = Signal::derive(move || deed.problem());
    let reason = RwSignal::new(String::new());
    let send = Callback::new(move |()| {
        let (record, keep) = strike.run(reason.get_untracked());
        let keep = KeepRecord {
            record: Some(record),
            revision: 0,
            keep,
        };
        deed.perform(keep, move |submitted| {
            let command = untrack(|| t(told, &[]));
            let words = [("command", command.as_str())];
            desk.toast(Toast::new(Tone::Good, "case-submitted", &words));
            hand.touched.try_set(Some(submitted.record));
            striking.try_set(None);
        });
    });
    let on_key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Escape" => striking.set(None),
            "Enter" => send.run(()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <section class="sheet-strike" data-testid="strike-form" aria-label=say!("sheet-strike")>
            <Whole problem fields=&["reason"] testid="strike-problem" />
            <div on:keydown=on_key>
                <Line name="reason" value=reason problem required=true focused=true />
            </div>
            <div class="form-foot">
                <Button look=Look::Danger on_press=send busy=Signal::derive(move || deed.busy())
                    hint="⏎" testid="strike-send">{say!("sheet-strike")}</Button>
                <Button on_press=move |()| striking.set(None) hint="Esc"
                    testid="strike-back">{say!("case-form-back")}</Button>
            </div>
        </section>
    }
}
