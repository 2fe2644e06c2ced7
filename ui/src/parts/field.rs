//! Fields of a form: a label, the control, and one line below it that is a hint or what is wrong.

use leptos::prelude::*;
use onemap_protocol::problem::Problem;

use super::keyboard::takes_keyboard;
use crate::text::{sentence, word};

/// The sentence of a problem that is about this field.
fn wrong(
    problem: Signal<Option<Problem>>,
    name: &'static str,
) -> impl Fn() -> Option<String> + Copy {
    move || {
        problem.with(|problem| {
            let problem = problem.as_ref()?;
            (problem.params.get("field").map(String::as_str) == Some(name))
                .then(|| sentence(problem))
        })
    }
}

/// The frame of a field around any control. Give the control the id `field-NAME`.
#[component]
fn Field(
    /// The field's name on the wire; its label is `field-NAME` in the locale files.
    name: &'static str,
    /// What the console found; shown here when it names this field.
    #[prop(into, optional)]
    problem: Signal<Option<Problem>>,
    /// What helps to fill it in.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// It may not stay empty.
    #[prop(optional)]
    required: bool,
    /// Stands at the right of the label.
    #[prop(into, optional)]
    aside: Option<ViewFn>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let wrong = wrong(problem, name);
    view! {
        <div class="field" class:field-wrong=move || wrong().is_some() data-field=name>
            <div class="field-top">
                <label class="field-label" for=format!("field-{name}")>
                    {move || word("field", name)}
                    {required.then(|| view! { <span class="field-required" aria-hidden="true">" *"</span> })}
                </label>
                {aside.map(|aside| aside.run())}
            </div>
            {children()}
            <Line name wrong=Signal::derive(wrong) hint />
        </div>
    }
}

#[component]
fn Line(name: &'static str, wrong: Signal<Option<String>>, hint: Signal<String>) -> impl IntoView {
    move || {
        let id = format!("field-{name}-line");
        if let Some(wrong) = wrong.get() {
            view! { <p class="field-line field-error" id=id role="alert" data-testid=format!("field-error-{name}")>{wrong}</p> }.into_any()
        } else if hint.with(|hint| !hint.is_empty()) {
            view! { <p class="field-line" id=id>{hint}</p> }.into_any()
        } else {
            ().into_any()
        }
    }
}

/// A line of text.
#[component]
pub fn TextField(
    /// The field's name on the wire.
    name: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// What the console found.
    #[prop(into, optional)]
    problem: Signal<Option<Problem>>,
    /// What helps to fill it in.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// It may not stay empty.
    #[prop(optional)]
    required: bool,
    /// `text`, `password`, `tel`, `datetime-local`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Most characters.
    #[prop(optional)]
    limit: Option<usize>,
    /// The browser's own memory: `username`, `current-password`, `off`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Takes the keyboard when it appears.
    #[prop(optional)]
    focused: bool,
    /// Its name for tests.
    #[prop(into, optional)]
    testid: String,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    if focused {
        takes_keyboard(input);
    }
    let testid = (!testid.is_empty()).then_some(testid);
    let invalid = wrong(problem, name);
    view! {
        <Field name problem hint required>
            <input
                node_ref=input
                class="input"
                id=format!("field-{name}")
                name=name
                type=kind
                maxlength=limit.map(|limit| limit.to_string())
                autocomplete=autocomplete
                spellcheck="false"
                data-testid=testid
                aria-invalid=move || invalid().map(|_| "true")
                aria-describedby=format!("field-{name}-line")
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
        </Field>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// The field's name on the wire.
    name: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// What the console found.
    #[prop(into, optional)]
    problem: Signal<Option<Problem>>,
    /// What helps to fill it in.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// It may not stay empty.
    #[prop(optional)]
    required: bool,
    /// Lines in sight.
    #[prop(default = 3)]
    rows: u32,
    /// Takes the keyboard when it appears.
    #[prop(optional)]
    focused: bool,
    /// Its name for tests.
    #[prop(into, optional)]
    testid: String,
) -> impl IntoView {
    let area = NodeRef::<leptos::html::Textarea>::new();
    if focused {
        takes_keyboard(area);
    }
    let testid = (!testid.is_empty()).then_some(testid);
    let invalid = wrong(problem, name);
    view! {
        <Field name problem hint required>
            <textarea
                node_ref=area
                class="input input-area"
                id=format!("field-{name}")
                name=name
                rows=rows.to_string()
                spellcheck="false"
                data-testid=testid
                aria-invalid=move || invalid().map(|_| "true")
                aria-describedby=format!("field-{name}-line")
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
        </Field>
    }
}

/// What a [`Select`] offers: value and words.
pub type Choices = Vec<(String, String)>;

/// One out of many.
#[component]
pub fn Select(
    /// The field's name on the wire.
    name: &'static str,
    /// What is chosen; empty while nothing is.
    value: RwSignal<String>,
    /// What it offers.
    #[prop(into)]
    choices: Signal<Choices>,
    /// What the console found.
    #[prop(into, optional)]
    problem: Signal<Option<Problem>>,
    /// What helps to choose.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// Something must be chosen.
    #[prop(optional)]
    required: bool,
    /// Its name for tests.
    #[prop(into, optional)]
    testid: String,
) -> impl IntoView {
    let testid = (!testid.is_empty()).then_some(testid);
    let invalid = wrong(problem, name);
    let option = move |(code, words): (String, String)| {
        let chosen = {
            let code = code.clone();
            move || value.with(|value| *value == code)
        };
        view! { <option value=code prop:selected=chosen>{words}</option> }
    };
    view! {
        <Field name problem hint required>
            <select
                class="input input-select"
                id=format!("field-{name}")
                name=name
                data-testid=testid
                aria-invalid=move || invalid().map(|_| "true")
                aria-describedby=format!("field-{name}-line")
                on:change:target=move |event| value.set(event.target().value())
            >
                <option value="" prop:selected=move || value.with(String::is_empty)>
                    {crate::say!("choose")}
                </option>
                {move || choices.get().into_iter().map(option).collect_view()}
            </select>
        </Field>
    }
}
