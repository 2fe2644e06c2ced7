//! The fields of a form as they are filled in: one view for each kind of [`Control`].

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::calendar::Period;
use onemap_protocol::desk::CaseView;
use onemap_protocol::problem::Problem;

use super::Draft;
use super::describe::{Choice, Control, Field, Words};
use super::other::OtherCase;
use super::policies::Policies;
use super::units::Departments;
use super::values::{NO, YES};
use crate::case::dispatch::DispatchFields;
use crate::case::{UrgencyField, names, when};
use crate::new_case::FactsFields;
use crate::parts::takes_keyboard_in_place;
use crate::state::Desk;
use crate::text::{sentence, t};

/// Words of a description, said.
pub fn said(desk: Desk, words: &Words) -> String {
    match words {
        Words::Department(code) => desk.department_short(code),
        Words::Key(key) => t(key, &[]),
        Words::Label(label) => names::label(label),
        Words::Within(key, period) => t(key, &[("period", &when::period(*period))]),
        Words::UpTo(label, longest) => t(
            "case-up-to",
            &[
                ("name", &names::label(label)),
                ("period", &when::period(*longest)),
            ],
        ),
    }
}

/// One field, whatever its kind.
#[component]
pub fn FieldView(
    /// Which.
    field: Field,
    /// What is being filled in.
    draft: Draft,
    /// The case.
    view: Signal<Arc<CaseView>>,
    /// Takes the keyboard when it appears.
    focused: bool,
) -> impl IntoView {
    let problem: Signal<Option<Problem>> = draft.sending.problem.into();
    match field.control.clone() {
        Control::Order => match draft.order.get_value() {
            Some(order) => view! { <DispatchFields order view problem /> }.into_any(),
            None => ().into_any(),
        },
        Control::Facts => match draft.facts.get_value() {
            Some(facts) => view! { <FactsFields draft=facts problem /> }.into_any(),
            None => ().into_any(),
        },
        Control::Urgency => view! { <UrgencyField urgency=draft.urgency /> }.into_any(),
        _ => view! { <Framed field draft view focused /> }.into_any(),
    }
}

/// The id of a field's control.
fn id_of(name: &str) -> String {
    format!("field-{}", name.replace('.', "-"))
}

/// A label, the control, and one line below it: a hint or what is wrong.
#[component]
fn Framed(field: Field, draft: Draft, view: Signal<Arc<CaseView>>, focused: bool) -> impl IntoView {
    let desk = Desk::here();
    let id = id_of(&field.name);
    let line = format!("{id}-line");
    let testid = format!("form-{}", field.name.replace('.', "-"));
    let error_id = format!("field-error-{}", field.name.replace('.', "-"));
    let is_group = matches!(
        field.control,
        Control::One(_)
            | Control::Several(_)
            | Control::YesNo
            | Control::People
            | Control::Units
            | Control::Unit
            | Control::Policies(_)
            | Control::Case
    );
    let wrong = {
        let field = field.clone();
        Memo::new(move |_| draft.fault(&field))
    };
    let label = field.label.clone();
    let label = move || said(desk, &label);
    let required = field.required.then(|| {
        view! { <span class="field-required" aria-hidden="true">" *"</span> }
    });
    let head = if is_group {
        view! { <span class="field-label" id=format!("{id}-label")>{label} {required}</span> }
            .into_any()
    } else {
        view! { <label class="field-label" for=id.clone()>{label} {required}</label> }.into_any()
    };
    let hint = field.hint.clone();
    let below = {
        let line = line.clone();
        move || match (wrong.get(), &hint) {
            (Some(problem), _) => view! {
                <p
                    class="field-line field-error"
                    id=line.clone()
                    role="alert"
                    data-testid=error_id.clone()
                    data-code=problem.code.clone()
                >
                    {sentence(&problem)}
                </p>
            }
            .into_any(),
            (None, Some(hint)) => {
                view! { <p class="field-line" id=line.clone()>{said(desk, hint)}</p> }.into_any()
            }
            (None, None) => ().into_any(),
        }
    };
    let at = Place {
        id,
        name: field.name.clone(),
        testid,
        wrong: Signal::derive(move || wrong.with(Option::is_some)),
        focused,
        draft,
    };
    view! {
        <div
            class="field"
            class:field-wrong=move || wrong.with(Option::is_some)
            data-field=field.name
        >
            <div class="field-top">{head}</div>
            {control(field.control, at, view)}
            {below}
        </div>
    }
}

/// Where a control stands.
#[derive(Clone)]
struct Place {
    id: String,
    name: String,
    testid: String,
    wrong: Signal<bool>,
    focused: bool,
    draft: Draft,
}

impl Place {
    fn text(&self) -> Memo<String> {
        let (draft, name) = (self.draft, self.name.clone());
        Memo::new(move |_| draft.values.with(|values| values.text(&name).to_owned()))
    }

    fn writer(&self) -> impl Fn(String) + Clone + use<> {
        let (draft, name) = (self.draft, self.name.clone());
        move |text| draft.values.update(|values| values.set(&name, text))
    }
}

fn control(control: Control, at: Place, view: Signal<Arc<CaseView>>) -> AnyView {
    match control {
        Control::Text => area(&at),
        Control::Line => line(&at, "text", None),
        Control::Money => line(&at, "text", Some("decimal")),
        Control::Day => {
            let quick = [7, 15, 30].map(|days| Quick::Days(days).view(&at));
            view! { {line(&at, "date", None)} <div class="quicks">{quick}</div> }.into_any()
        }
        Control::Moment => {
            let quicks = [Quick::Hours(1), Quick::Hours(2), Quick::Today, Quick::Tomorrow];
            let quicks = quicks.map(|quick| quick.view(&at));
            view! { {line(&at, "datetime-local", None)} <div class="quicks">{quicks}</div> }.into_any()
        }
        Control::Period(longest) => {
            view! { <div class="form-choice">{line(&at, "number", Some("numeric"))} {unit_of(longest)}</div> }
                .into_any()
        }
        Control::One(choices) => one(&at, choices),
        Control::YesNo => one(
            &at,
            [YES, NO]
                .map(|code| Choice {
                    code: code.to_owned(),
                    words: Words::Key(format!("case-{code}")),
                })
                .to_vec(),
        ),
        Control::Several(choices) => several(&at, choices),
        Control::Policies(policies) => {
            view! { <Policies name=at.name draft=at.draft policies view testid=at.testid /> }
                .into_any()
        }
        Control::People => view! { <People at /> }.into_any(),
        Control::Unit | Control::Units => {
            let several = control == Control::Units;
            view! { <Departments name=at.name draft=at.draft several testid=at.testid focused=at.focused /> }
                .into_any()
        }
        Control::Case => {
            view! { <OtherCase name=at.name draft=at.draft view testid=at.testid /> }.into_any()
        }
        // Each has a view of its own.
        Control::Urgency | Control::Order | Control::Facts => ().into_any(),
    }
}

/// Lines that a text takes in the panel, about so many characters each: what a form begins with is
/// read before it is sent.
fn rows_of(text: &str) -> usize {
    const LINE: usize = 22;
    let lines = text.lines().map(|line| line.chars().count() / LINE + 1);
    lines.sum::<usize>().clamp(3, 9)
}

fn area(at: &Place) -> AnyView {
    let node = NodeRef::<leptos::html::Textarea>::new();
    if at.focused {
        takes_keyboard_in_place(node);
    }
    let (value, write, wrong) = (at.text(), at.writer(), at.wrong);
    let rows = value.with_untracked(|text| rows_of(text)).to_string();
    view! {
        <textarea
            node_ref=node
            class="input input-area"
            id=at.id.clone()
            name=at.name.clone()
            rows=rows
            spellcheck="false"
            data-testid=at.testid.clone()
            aria-invalid=move || wrong.get().then_some("true")
            aria-describedby=format!("{}-line", at.id)
            prop:value=value
            on:input:target=move |event| write(event.target().value())
        ></textarea>
    }
    .into_any()
}

fn line(at: &Place, kind: &'static str, mode: Option<&'static str>) -> AnyView {
    let node = NodeRef::<leptos::html::Input>::new();
    if at.focused {
        takes_keyboard_in_place(node);
    }
    let (value, write, wrong) = (at.text(), at.writer(), at.wrong);
    view! {
        <input
            node_ref=node
            class="input"
            class:input-count=kind == "number"
            id=at.id.clone()
            name=at.name.clone()
            type=kind
            inputmode=mode
            min=(kind == "number").then_some("1")
            autocomplete="off"
            spellcheck="false"
            data-testid=at.testid.clone()
            aria-invalid=move || wrong.get().then_some("true")
            aria-describedby=format!("{}-line", at.id)
            prop:value=value
            on:input:target=move |event| write(event.target().value())
        />
    }
    .into_any()
}

/// What a period counts, behind its number.
fn unit_of(longest: Period) -> impl IntoView {
    let key = match longest {
        Period::NaturalDays(_) => "case-unit-natural-days",
        Period::WorkingDays(_) => "case-unit-working-days",
        Period::Months(_) => "case-unit-months",
        Period::Years(_) => "case-unit-years",
        Period::RunningHours(_) => "case-unit-running-hours",
        Period::WorkingHours(_) => "case-unit-working-hours",
    };
    view! { <span class="part-note">{crate::say!(key)}</span> }
}

/// A time that one click fills in.
#[derive(Clone, Copy)]
enum Quick {
    Hours(i64),
    Today,
    Tomorrow,
    Days(i64),
}

/// The hour at which a working day usually ends.
const CLOSE_OF_BUSINESS: i8 = 18;

impl Quick {
    fn words(self) -> String {
        let after = |key: &str, count: i64| t(key, &[("count", &count.to_string())]);
        match self {
            Quick::Hours(hours) => after("case-quick-hours", hours),
            Quick::Days(days) => after("case-quick-days", days),
            Quick::Today => t("case-quick-today", &[]),
            Quick::Tomorrow => t("case-quick-tomorrow", &[]),
        }
    }

    fn value(self, desk: Desk) -> String {
        let now = desk.central_now();
        match self {
            Quick::Hours(hours) => {
                let length = jiff::SignedDuration::from_hours(hours);
                when::to_control(now.checked_add(length).unwrap_or(now))
            }
            Quick::Today => when::to_control(when::today_at(now, CLOSE_OF_BUSINESS)),
            Quick::Tomorrow => when::to_control(when::proposed(now)),
            Quick::Days(days) => when::days_on(now, days),
        }
    }

    fn view(self, at: &Place) -> AnyView {
        let desk = Desk::here();
        let write = at.writer();
        let is_past = move || {
            matches!(self, Quick::Today)
                && when::today_at(desk.now.get(), CLOSE_OF_BUSINESS) <= desk.now.get()
        };
        view! {
            <button type="button" class="quick" disabled=is_past on:click=move |_| write(self.value(desk))>
                {move || self.words()}
            </button>
        }
        .into_any()
    }
}

/// Up to this many choices, and no more letters than this, stand side by side.
const SIDE_BY_SIDE: usize = 4;

/// One out of a few as buttons, out of many as a list.
fn one(at: &Place, choices: Vec<Choice>) -> AnyView {
    if choices.is_empty() {
        return view! { <p class="part-empty">{crate::say!("case-nothing-to-choose")}</p> }
            .into_any();
    }
    let desk = Desk::here();
    let value = at.text();
    let write = at.writer();
    if choices.len() > SIDE_BY_SIDE {
        let option = move |choice: Choice| {
            let code = choice.code.clone();
            let chosen = move || value.with(|value| *value == code);
            view! {
                <option value=choice.code prop:selected=chosen>{move || said(desk, &choice.words)}</option>
            }
        };
        return view! {
            <select
                class="input input-select"
                id=at.id.clone()
                data-testid=at.testid.clone()
                aria-labelledby=format!("{}-label", at.id)
                on:change:target=move |event| write(event.target().value())
            >
                <option value="" prop:selected=move || value.with(String::is_empty)>
                    {crate::say!("choose")}
                </option>
                {choices.into_iter().map(option).collect_view()}
            </select>
        }
        .into_any();
    }
    let testid = at.testid.clone();
    let button = move |choice: Choice| {
        let code = choice.code.clone();
        let is_chosen = {
            let code = code.clone();
            move || value.with(|value| *value == code)
        };
        let write = write.clone();
        view! {
            <button
                type="button"
                class="quick quick-choice"
                role="radio"
                aria-checked=move || is_chosen().to_string()
                data-testid=format!("{testid}-{code}")
                on:click=move |_| write(code.clone())
            >
                {move || said(desk, &choice.words)}
            </button>
        }
    };
    view! {
        <div
            class="quicks"
            role="radiogroup"
            aria-labelledby=format!("{}-label", at.id)
            data-testid=at.testid.clone()
            data-value=value
        >
            {choices.into_iter().map(button).collect_view()}
        </div>
    }
    .into_any()
}

fn several(at: &Place, choices: Vec<Choice>) -> AnyView {
    let desk = Desk::here();
    let (draft, name, testid) = (at.draft, at.name.clone(), at.testid.clone());
    let button = move |choice: Choice| {
        let code = choice.code.clone();
        let is_chosen = {
            let (name, code) = (name.clone(), code.clone());
            Memo::new(move |_| draft.values.with(|v| v.list(&name).contains(&code)))
        };
        let name = name.clone();
        view! {
            <button
                type="button"
                class="quick quick-choice"
                role="checkbox"
                aria-checked=move || is_chosen.get().to_string()
                data-testid=format!("{testid}-{code}")
                on:click=move |_| draft.values.update(|values| values.toggle(&name, &code))
            >
                {move || said(desk, &choice.words)}
            </button>
        }
    };
    view! {
        <div class="quicks" role="group" aria-labelledby=format!("{}-label", at.id) data-testid=at.testid.clone()>
            {choices.into_iter().map(button).collect_view()}
        </div>
    }
    .into_any()
}

/// Names, one for each line; there is always an empty line to type the next one into.
#[component]
fn People(at: Place) -> impl IntoView {
    let Place {
        name,
        testid,
        draft,
        focused,
        ..
    } = at;
    let count = {
        let name = name.clone();
        Memo::new(move |_| draft.values.with(|values| values.list(&name).len()) + 1)
    };
    let row = move |index: usize| {
        let (read, write) = (name.clone(), name.clone());
        let value = move || {
            draft
                .values
                .with(|values| values.list(&read).get(index).cloned().unwrap_or_default())
        };
        let set = move |text: String| {
            draft.values.update(|values| {
                let mut list = values.list(&write).to_vec();
                match list.get_mut(index) {
                    Some(one) => *one = text,
                    None => list.push(text),
                }
                // Empty lines at the end are no people.
                while list.last().is_some_and(|last| last.trim().is_empty()) {
                    list.pop();
                }
                values.set_list(&write, list);
            });
        };
        let nth = (index + 1).to_string();
        view! {
            <input
                class="input"
                type="text"
                autocomplete="off"
                spellcheck="false"
                autofocus=focused && index == 0
                placeholder=crate::say!("case-person-add")
                aria-label=move || t("case-person-nth", &[("count", &nth)])
                data-testid=format!("{testid}-{index}")
                prop:value=value
                on:input:target=move |event| set(event.target().value())
            />
        }
    };
    view! {
        <div class="form-people">
            <For each=move || 0..count.get() key=|index| *index children=row />
        </div>
    }
}
