//! One shift: its people, as a list and as a card with what can be done.

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::profile::{RosterRule, ShiftRule};
use onemap_domain::record::roster::{Officer, Turn};

use super::Hand;
use crate::parts::{Button, Hue, Look, Tag, spoken_day};
use crate::say;
use crate::state::Desk;
use crate::text::t;

/// What a shift is called; tracked.
pub fn shift_words(desk: Desk, shifts: &[ShiftRule], code: &str) -> String {
    let language = desk.language.get();
    let shift = shifts.iter().find(|shift| shift.code == code);
    shift.map_or_else(
        || code.to_owned(),
        |shift| language.of(&shift.name).to_owned(),
    )
}

/// What a way of being on duty is called; tracked.
fn mode_words(desk: Desk, code: &str) -> String {
    let language = desk.language.get();
    desk.names.with(|names| {
        let rule = names
            .as_deref()
            .and_then(|names| names.profile.roster.as_ref());
        let mode = rule.and_then(|rule| rule.modes.iter().find(|mode| mode.code == code));
        mode.map_or_else(
            || code.to_owned(),
            |mode| language.of(&mode.name).to_owned(),
        )
    })
}

/// The people of a shift, whoever leads first.
#[component]
pub fn Officers(
    /// As they were planned.
    officers: Vec<Officer>,
) -> impl IntoView {
    let desk = Desk::here();
    let mut officers = officers;
    officers.sort_by_key(|officer| !officer.leads);
    let one = |officer: Officer| {
        let Officer {
            name,
            phone,
            unit,
            mode,
            leads,
        } = officer;
        let unit = move || unit.as_ref().map(|code| desk.department_short(code));
        let mode = mode.map(|code| {
            view! { <Tag>{move || mode_words(desk, &code)}</Tag> }
        });
        view! {
            <li class="officer" data-testid="officer" data-name=name.clone() data-leads=leads.to_string()>
                <strong>{name.clone()}</strong>
                {leads.then(|| view! { <Tag hue=Hue::Accent>"★ " {say!("roster-leads")}</Tag> })}
                {mode}
                <span class="officer-unit">{unit}</span>
                <span class="officer-phone figures">{phone}</span>
            </li>
        }
    };
    view! { <ul class="officers">{officers.into_iter().map(one).collect_view()}</ul> }
}

/// The shift that is open.
#[component]
pub fn Card(
    on: Date,
    shift: String,
    /// Its people; `None` where nobody is planned.
    turn: Option<Turn>,
    rule: RosterRule,
    why_not: Signal<Option<String>>,
    plan: Callback<(Date, String)>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let own = (on, shift.clone());
    let code = shift.clone();
    let name = move || shift_words(desk, &rule.shifts, &code);
    let is_planned = turn.is_some();
    let people = match turn {
        Some(turn) => view! { <Officers officers=turn.officers /> }.into_any(),
        None => view! { <p class="part-empty">{say!("roster-empty")}</p> }.into_any(),
    };
    let words = move || {
        let key = if is_planned {
            "roster-change"
        } else {
            "roster-put"
        };
        t(key, &[])
    };
    view! {
        <section class="roster-card" data-testid="roster-card" data-on=on.to_string() data-shift=shift>
            <h3 class="form-head">{name}
                <span class="part-note figures">{move || spoken_day("service", on, hand.today.get())}</span>
            </h3>
            {people}
            <div class="form-foot">
                <Button look=Look::Primary on_press=move |()| plan.run(own.clone()) reason=why_not
                    hint="⏎" testid="roster-edit">{words}</Button>
            </div>
            {move || why_not.get().map(|why| view! {
                <p class="field-line" data-testid="roster-refusal">{why}</p>
            })}
        </section>
    }
}
