//! The form that puts the people of a shift in place.
//!
//! What it sends is the whole shift: without people, nobody is on duty in it.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::department::DepartmentCode;
use onemap_domain::profile::RosterRule;
use onemap_domain::record::RecordCommand;
use onemap_domain::record::roster::{Command, OFFICERS, Officer, Turn};
use onemap_protocol::desk::{AskRoster, KeepRecord, RosterView};
use onemap_protocol::problem::Problem;
use web_sys::KeyboardEvent;

use super::Hand;
use super::turn::shift_words;
use crate::parts::{Button, Look, Whole, spoken_day};
use crate::remote::{Deed, remote};
use crate::say;
use crate::state::Desk;
use crate::text::t;
use crate::toasts::{Toast, Tone};

/// Somebody as they are typed.
#[derive(Clone, Copy)]
struct Draft {
    /// Which line of the form; not their place, so that taking one out moves no other's words.
    line: u32,
    name: RwSignal<String>,
    phone: RwSignal<String>,
    unit: RwSignal<String>,
    mode: RwSignal<String>,
    leads: RwSignal<bool>,
}

impl Draft {
    fn of(line: u32, officer: &Officer) -> Draft {
        let unit = officer.unit.as_ref().map(|code| code.0.clone());
        Draft {
            line,
            name: RwSignal::new(officer.name.clone()),
            phone: RwSignal::new(officer.phone.clone()),
            unit: RwSignal::new(unit.unwrap_or_default()),
            mode: RwSignal::new(officer.mode.clone().unwrap_or_default()),
            leads: RwSignal::new(officer.leads),
        }
    }

    /// Nothing typed yet. The way of being on duty begins with the first that the county has.
    fn new(line: u32, mode: String) -> Draft {
        Draft {
            line,
            name: RwSignal::new(String::new()),
            phone: RwSignal::new(String::new()),
            unit: RwSignal::new(String::new()),
            mode: RwSignal::new(mode),
            leads: RwSignal::new(false),
        }
    }

    fn is_empty(self) -> bool {
        let empty = |text: RwSignal<String>| text.with_untracked(|text| text.trim().is_empty());
        empty(self.name) && empty(self.phone)
    }

    fn officer(self) -> Officer {
        let some =
            |text: RwSignal<String>| Some(text.get_untracked()).filter(|text| !text.is_empty());
        Officer {
            name: self.name.get_untracked(),
            phone: self.phone.get_untracked(),
            unit: some(self.unit).map(DepartmentCode),
            mode: some(self.mode),
            leads: self.leads.get_untracked(),
        }
    }
}

/// The people of the form, and the number of the next line.
#[derive(Clone, Copy)]
struct Drafts {
    all: RwSignal<Vec<Draft>>,
    next: StoredValue<u32>,
    /// The line that takes the keyboard when it appears.
    fresh: StoredValue<Option<u32>>,
}

impl Drafts {
    fn new() -> Drafts {
        Drafts {
            all: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            fresh: StoredValue::new(None),
        }
    }

    fn line(self) -> u32 {
        let line = self.next.get_value();
        self.next.set_value(line + 1);
        line
    }

    /// These people in the place of those that stand there.
    fn fill(self, officers: &[Officer]) {
        let all = officers.iter().map(|one| Draft::of(self.line(), one));
        self.all.set(all.collect());
    }

    fn is_full(self) -> bool {
        self.all.with(|all| all.len() >= OFFICERS)
    }

    fn add(self, mode: String) {
        if untrack(|| self.is_full()) {
            return;
        }
        let line = self.line();
        self.fresh.set_value(Some(line));
        self.all.update(|all| all.push(Draft::new(line, mode)));
    }

    fn drop(self, line: u32) {
        self.all.update(|all| all.retain(|one| one.line != line));
    }

    /// Who is put in place; lines that nothing was typed in are left out.
    fn officers(self) -> Vec<Officer> {
        let all = self.all.get_untracked().into_iter();
        all.filter(|one| !one.is_empty())
            .map(Draft::officer)
            .collect()
    }
}

/// The form.
#[component]
pub fn TurnForm(
    on: Date,
    shift: String,
    /// The month on the screen.
    view: Signal<Arc<RosterView>>,
    rule: RosterRule,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let deed = Deed::new();
    let problem: Signal<Option<Problem>> = Signal::derive(move || deed.problem());
    let area = view.with_untracked(|view| view.roster.area.clone());
    let drafts = Drafts::new();
    let usual = StoredValue::new(
        rule.modes
            .first()
            .map_or_else(String::new, |mode| mode.code.clone()),
    );
    let planned = view.with_untracked(|view| {
        let turns = &view.roster.turns;
        let turn = turns
            .iter()
            .find(|turn| turn.on == on && turn.shift == shift);
        turn.map(|turn| turn.officers.clone())
    });
    match planned {
        Some(planned) => drafts.fill(&planned),
        None => drafts.add(usual.get_value()),
    }
    let before = Before::ask(area.clone(), on, shift.clone());
    let name = {
        let (code, shifts) = (shift.clone(), rule.shifts.clone());
        move || shift_words(desk, &shifts, &code)
    };
    let close = move || hand.planning.set(None);
    let code = shift.clone();
    let send = Callback::new(move |()| {
        let turn = Turn {
            on,
            shift: code.clone(),
            officers: drafts.officers(),
        };
        put(area.clone(), turn, deed, desk, hand);
    });
    let add = move || drafts.add(usual.get_value());
    let on_key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Escape" => close(),
            "Enter" if event.ctrl_key() || event.meta_key() => send.run(()),
            _ if event.alt_key() && event.code() == "KeyA" => add(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let too_many = Signal::derive(move || {
        drafts
            .is_full()
            .then(|| t("roster-full", &[("limit", &OFFICERS.to_string())]))
    });
    let words = move || {
        let key = if deed.busy() {
            "case-form-sending"
        } else {
            "roster-send"
        };
        t(key, &[])
    };
    let modes = StoredValue::new(rule.modes);
    let nobody = move || drafts.all.with(Vec::is_empty);
    view! {
        <section class="turn-form" data-testid="turn-form" data-on=on.to_string() data-shift=shift
            aria-label=say!("roster-put") on:keydown=on_key>
            <h3 class="form-head">{name}
                <span class="part-note figures">{move || spoken_day("service", on, hand.today.get())}</span>
            </h3>
            <Whole problem fields=&[] testid="turn-problem" />
            <ul class="turn-lines">
                <For each=move || drafts.all.get() key=|one| one.line
                    children=move |draft| view! { <Line draft drafts modes view /> } />
            </ul>
            <Show when=nobody><p class="part-empty">{say!("roster-will-be-empty")}</p></Show>
            <div class="turn-more">
                <Button on_press=move |()| add() reason=too_many hint="Alt A" testid="turn-add">
                    {say!("roster-add")}
                </Button>
                <Button on_press=move |()| before.copy(drafts) reason=before.why_not()
                    testid="turn-copy">{say!("roster-copy")}</Button>
            </div>
            <div class="form-foot">
                <Button look=Look::Primary on_press=send busy=Signal::derive(move || deed.busy())
                    hint="Ctrl ⏎" testid="turn-send">{words}</Button>
                <Button on_press=move |()| close() hint="Esc" testid="turn-back">{say!("case-form-back")}</Button>
            </div>
        </section>
    }
}

/// Puts a shift in place; the form closes when that is in the outbox.
fn put(area: AreaCode, turn: Turn, deed: Deed, desk: Desk, hand: Hand) {
    let turns = vec![turn];
    let keep = KeepRecord {
        record: None,
        revision: 0,
        keep: RecordCommand::Roster(Command::Put { area, turns }),
    };
    deed.perform(keep, move |_| {
        let command = untrack(|| t("roster-put", &[]));
        let words = [("command", command.as_str())];
        desk.toast(Toast::new(Tone::Good, "case-submitted", &words));
        hand.planning.try_set(None);
    });
}

/// Who was on duty in the same shift on the same weekday of the week before; `None` until it is
/// known, nobody where nobody was.
#[derive(Clone, Copy)]
struct Before(Signal<Option<Vec<Officer>>>);

impl Before {
    /// Only for the bodies of components.
    fn ask(area: AreaCode, on: Date, shift: String) -> Before {
        let before = on.saturating_sub(7.days());
        let week_before = remote(move || {
            Some(AskRoster {
                area: Some(area.clone()),
                around: Some(before),
            })
        });
        Before(Signal::derive(move || {
            week_before.with(|view| {
                let turns = &view.roster.turns;
                let turn = turns
                    .iter()
                    .find(|turn| turn.on == before && turn.shift == shift);
                turn.map(|turn| turn.officers.clone()).unwrap_or_default()
            })
        }))
    }

    fn copy(self, drafts: Drafts) {
        if let Some(officers) = self.0.get_untracked() {
            drafts.fill(&officers);
        }
    }

    fn why_not(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            let nobody = self
                .0
                .with(|known| known.as_ref().is_none_or(Vec::is_empty));
            nobody.then(|| t("roster-copy-nobody", &[]))
        })
    }
}

/// Somebody's line.
#[component]
fn Line(
    draft: Draft,
    drafts: Drafts,
    modes: StoredValue<Vec<onemap_domain::profile::Named>>,
    view: Signal<Arc<RosterView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let line = draft.line;
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get()
            && drafts.fresh.get_value() == Some(line)
        {
            // Without the keyboard's place it is still there to be clicked.
            let _ = input.focus();
        }
    });
    // Whoever is on this month's roster already has the number that stands there.
    let known = move |name: &str| {
        view.with_untracked(|view| {
            let mut all = view.roster.turns.iter().flat_map(|turn| &turn.officers);
            all.rfind(|one| one.name == name).cloned()
        })
    };
    let type_name = move |name: String| {
        if let Some(known) =
            known(name.trim()).filter(|_| draft.phone.with_untracked(String::is_empty))
        {
            draft.phone.set(known.phone);
            draft
                .unit
                .set(known.unit.map(|code| code.0).unwrap_or_default());
        }
        draft.name.set(name);
    };
    let names = move || {
        let mut names: Vec<String> = view.with(|view| {
            let all = view.roster.turns.iter().flat_map(|turn| &turn.officers);
            all.map(|one| one.name.clone()).collect()
        });
        names.sort_unstable();
        names.dedup();
        names
            .into_iter()
            .map(|name| view! { <option value=name></option> })
            .collect_view()
    };
    let units = move || {
        desk.names.with(|names| {
            let all = names.as_deref().map(|names| names.departments.clone());
            all.unwrap_or_default()
                .into_iter()
                .map(|one| option(draft.unit, one.code.0, one.short))
                .collect_view()
        })
    };
    let mode = modes.with_value(|modes| !modes.is_empty()).then(|| {
        let offered = move || {
            let language = desk.language.get();
            let modes = modes.get_value().into_iter();
            modes
                .map(|mode| option(draft.mode, mode.code, language.of(&mode.name).to_owned()))
                .collect_view()
        };
        view! {
            <select class="input input-select" aria-label=say!("roster-mode") title=say!("roster-mode")
                data-testid="turn-mode"
                on:change:target=move |event| draft.mode.set(event.target().value())>
                {offered}
            </select>
        }
    });
    let list = format!("turn-names-{line}");
    view! {
        <li class="turn-line" data-testid="turn-line">
            <input node_ref=input class="input" type="text" list=list.clone() autocomplete="off"
                spellcheck="false" aria-label=say!("field-name") placeholder=say!("field-name")
                data-testid=format!("turn-name-{line}")
                prop:value=draft.name on:input:target=move |event| type_name(event.target().value()) />
            <datalist id=list>{names}</datalist>
            <input class="input" type="tel" autocomplete="off" aria-label=say!("field-phone")
                placeholder=say!("field-phone") data-testid=format!("turn-phone-{line}")
                prop:value=draft.phone
                on:input:target=move |event| draft.phone.set(event.target().value()) />
            <select class="input input-select" aria-label=say!("roster-unit") title=say!("roster-unit")
                data-testid=format!("turn-unit-{line}")
                on:change:target=move |event| draft.unit.set(event.target().value())>
                <option value="" prop:selected=move || draft.unit.with(String::is_empty)>
                    {say!("roster-no-unit")}
                </option>
                {units}
            </select>
            {mode}
            <label class="turn-leads">
                <input type="checkbox" prop:checked=draft.leads data-testid=format!("turn-leads-{line}")
                    on:change:target=move |event| draft.leads.set(event.target().checked()) />
                {say!("roster-leads")}
            </label>
            <button type="button" class="link" data-testid="turn-drop" aria-label=say!("roster-drop")
                on:click=move |_| drafts.drop(line)>{say!("roster-drop")}</button>
        </li>
    }
}

fn option(chosen: RwSignal<String>, code: String, words: String) -> impl IntoView + use<> {
    let own = code.clone();
    let is_chosen = move || chosen.with(|chosen| *chosen == own);
    view! { <option value=code prop:selected=is_chosen>{words}</option> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_nothing_was_typed_in_is_nobody() {
        Owner::new().with(|| {
            let drafts = Drafts::new();
            drafts.add("resident".to_owned());
            drafts.add("resident".to_owned());
            assert!(drafts.officers().is_empty());
            let second = drafts.all.get_untracked()[1];
            second.name.set("陈宏".to_owned());
            second.leads.set(true);
            let officers = drafts.officers();
            assert_eq!(officers.len(), 1);
            assert_eq!(officers[0].mode.as_deref(), Some("resident"));
            assert!(officers[0].leads && officers[0].unit.is_none());
        });
    }

    #[test]
    fn taking_somebody_out_leaves_the_others_as_they_were_typed() {
        Owner::new().with(|| {
            let drafts = Drafts::new();
            for name in ["甲", "乙", "丙"] {
                drafts.add(String::new());
                let last = drafts.all.get_untracked();
                last[last.len() - 1].name.set(name.to_owned());
            }
            drafts.drop(1);
            let names: Vec<String> = drafts.officers().into_iter().map(|one| one.name).collect();
            assert_eq!(names, ["甲", "丙"]);
        });
    }
}
