//! One reception: what is planned, what came of it, what can be done, and its log.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_protocol::desk::{RecordCard, RecordView};

use super::calendar::{Entry, Standing};
use super::cases::HeardCase;
use super::days::{Place, State, hours};
use super::form::Form;
use super::spoken;
use crate::parts::{Ago, Button, Hue, Look, Shown, Tag};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::{t, word};

/// The card of a reception.
#[component]
pub fn Card(
    /// Which.
    entry: Entry,
    /// Today in the county.
    today: Memo<Date>,
    /// Why whoever is signed in may not keep such records.
    refusal: Signal<Option<String>>,
    /// Opens a form.
    on_form: Callback<Form>,
) -> impl IntoView {
    let desk = Desk::here();
    let id = entry.id;
    let log = remote(move || {
        desk.cases.track();
        Some(RecordCard { id })
    });
    let plan = entry.reception.plan.clone();
    let (on, mode, area) = (plan.on, plan.mode, plan.area.clone());
    let standing = Standing::of(&entry.reception, today.get_untracked());
    let deeds = standing.is_open().then(|| {
        let open = |form: fn(Entry) -> Form| {
            let entry = entry.clone();
            Callback::new(move |()| on_form.run(form(entry.clone())))
        };
        view! {
            <div class="reception-deeds">
                <Button look=Look::Primary on_press=open(Form::Hold) reason=refusal
                    testid="reception-hold">{say!("reception-hold")}</Button>
                <Button on_press=open(Form::Change) reason=refusal
                    testid="reception-change">{say!("reception-change")}</Button>
                <Button on_press=open(Form::Cancel) reason=refusal
                    testid="reception-cancel">{say!("reception-cancel")}</Button>
            </div>
            {move || refusal.get().map(|why| view! {
                <p class="field-line" data-testid="reception-refusal">{why}</p>
            })}
        }
    });
    let came = entry.reception.held.clone().map(|held| {
        let cases = held
            .cases
            .iter()
            .map(|id| view! { <HeardCase id=*id /> })
            .collect_view();
        view! {
            {(!held.note.is_empty()).then(|| view! { <p class="reception-note">{held.note.clone()}</p> })}
            <ul class="reception-heards">{cases}</ul>
        }
    });
    let reception = entry.reception.clone();
    view! {
        <section class="reception-card" data-testid="reception-card" data-record=id.to_string()
            data-state=standing.name() aria-label=plan.name.clone()>
            <h3 class="form-head">{plan.name.clone()}</h3>
            <p class="reception-facts">
                <span class="figures">{move || spoken(on, today.get())} " " {hours(&entry.reception)}</span>
                <span>{move || word("reception-mode", mode.name())}</span>
                <span>{move || desk.area_name(&area)}</span>
                <Place place=plan.place.clone() />
            </p>
            <p class="reception-state">
                <State standing reception />
                {entry.pending.then(|| view! {
                    <Tag hue=Hue::Pending title=say!("pending-hint")>{say!("pending")}</Tag>
                })}
            </p>
            {came}
            {deeds}
            <Shown remote=log what=say!("what-reception") view=move |view| view! { <Log view /> } />
        </section>
    }
}

/// What was done, oldest first.
#[component]
fn Log(view: Signal<Arc<RecordView>>) -> impl IntoView {
    let lines = move || {
        let log = view.with(|view| view.log.clone());
        log.into_iter()
            .map(|(entry, pending)| {
                let at = entry.at;
                view! {
                    <li>
                        <strong>{entry.actor.name.clone()}</strong> " "
                        {t(entry.event.name(), &[])} " "
                        <Ago at=at /> " "
                        {pending.then(|| view! {
                            <Tag hue=Hue::Pending title=say!("pending-hint")>{t("pending", &[])}</Tag>
                        })}
                    </li>
                }
            })
            .collect_view()
    };
    view! { <ol class="reception-log">{lines}</ol> }
}
