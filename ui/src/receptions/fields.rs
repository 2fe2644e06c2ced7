//! The fields of the forms on a reception, and what the console found wrong with one, in words
//! that fit a plan: the same wire names mean other things in the forms of a case.

use leptos::prelude::*;
use onemap_protocol::problem::Problem;

use crate::parts::takes_keyboard;
use crate::say;
use crate::text::{sentence, t};

/// The fields of a plan and of what came of it, by their names on the wire.
pub const FIELDS: &[&str] = &[
    "leader", "name", "mode", "area", "on", "from", "to", "place", "reason", "parties", "note",
];

/// Why a field is wrong: the key of a sentence that is about this field and no other.
fn own_words(code: &str, field: &str) -> Option<&'static str> {
    match (code, field) {
        ("field_unknown", "to") => Some("receptions-wrong-to"),
        ("field_unknown", "on") => Some("receptions-wrong-on"),
        ("field_unknown", "area") => Some("receptions-wrong-area"),
        ("field_missing", _) => Some("receptions-wrong-missing"),
        ("bad_input", _) => Some("receptions-wrong-input"),
        _ => None,
    }
}

/// The key of a field's label.
fn label_of(name: &str) -> String {
    format!("receptions-field-{name}")
}

/// What is wrong with this field, as a code and a sentence.
fn wrong(problem: Option<&Problem>, name: &str) -> Option<(String, String)> {
    let problem = problem?;
    if problem.params.get("field").map(String::as_str) != Some(name) {
        return None;
    }
    let words = match own_words(&problem.code, name) {
        Some(key) => t(key, &[("field", &t(&label_of(name), &[]))]),
        None => sentence(problem),
    };
    Some((problem.code.clone(), words))
}

/// A label, the control, and one line below it that says what is wrong. Give the control the id
/// `reception-NAME`.
#[component]
pub fn Framed(
    /// The field's name on the wire.
    name: &'static str,
    /// Why the command was not taken.
    problem: Signal<Option<Problem>>,
    /// It may not stay empty.
    #[prop(optional)]
    required: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let wrong = Memo::new(move |_| problem.with(|problem| wrong(problem.as_ref(), name)));
    let line = move || {
        wrong.get().map(|(code, words)| {
            view! {
                <p class="field-line field-error" id=format!("reception-{name}-line") role="alert"
                    data-testid=format!("reception-error-{name}") data-code=code>{words}</p>
            }
        })
    };
    view! {
        <div class="field" class:field-wrong=move || wrong.with(Option::is_some) data-field=name>
            <div class="field-top">
                <label class="field-label" for=format!("reception-{name}")>
                    {move || t(&label_of(name), &[])}
                    {required.then(|| view! { <span class="field-required" aria-hidden="true">" *"</span> })}
                </label>
            </div>
            {children()}
            {line}
        </div>
    }
}

/// One line: a text, a day, a time or a count.
#[component]
pub fn Line(
    /// The field's name on the wire.
    name: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// Why the command was not taken.
    problem: Signal<Option<Problem>>,
    /// `text`, `date`, `time` or `number`.
    #[prop(default = "text")]
    kind: &'static str,
    /// It may not stay empty.
    #[prop(optional)]
    required: bool,
    /// Takes the keyboard when it appears.
    #[prop(optional)]
    focused: bool,
    /// What is proposed while one types.
    #[prop(into, optional)]
    proposed: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    if focused {
        takes_keyboard(input);
    }
    let list = format!("reception-{name}-list");
    let options = move || {
        let proposed = proposed.get();
        proposed
            .into_iter()
            .map(|(value, words)| view! { <option value=value>{words}</option> })
            .collect_view()
    };
    view! {
        <Framed name problem required>
            <input node_ref=input class="input" id=format!("reception-{name}") name=name type=kind
                min=(kind == "number").then_some("0")
                list=list.clone() autocomplete="off" spellcheck="false"
                data-testid=format!("reception-{name}")
                aria-describedby=format!("reception-{name}-line")
                prop:value=value
                on:input:target=move |event| value.set(event.target().value()) />
            <datalist id=list>{options}</datalist>
        </Framed>
    }
}

/// Several lines.
#[component]
pub fn Area(
    /// The field's name on the wire.
    name: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// Why the command was not taken.
    problem: Signal<Option<Problem>>,
    /// It may not stay empty.
    #[prop(optional)]
    required: bool,
    /// Takes the keyboard when it appears.
    #[prop(optional)]
    focused: bool,
) -> impl IntoView {
    let area = NodeRef::<leptos::html::Textarea>::new();
    if focused {
        takes_keyboard(area);
    }
    view! {
        <Framed name problem required>
            <textarea node_ref=area class="input input-area" id=format!("reception-{name}") name=name
                rows="3" spellcheck="false" data-testid=format!("reception-{name}")
                aria-describedby=format!("reception-{name}-line")
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
        </Framed>
    }
}

/// One out of a list.
#[component]
pub fn Choose(
    /// The field's name on the wire.
    name: &'static str,
    /// The code of what is chosen.
    value: RwSignal<String>,
    /// Code and words of each choice.
    choices: Signal<Vec<(String, String)>>,
    /// Why the command was not taken.
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let option = move |(code, words): (String, String)| {
        let own = code.clone();
        let is_chosen = move || value.with(|value| *value == own);
        view! { <option value=code prop:selected=is_chosen>{words}</option> }
    };
    view! {
        <Framed name problem required=true>
            <select class="input input-select" id=format!("reception-{name}") name=name
                data-testid=format!("reception-{name}")
                aria-describedby=format!("reception-{name}-line")
                on:change:target=move |event| value.set(event.target().value())>
                {move || choices.get().into_iter().map(option).collect_view()}
            </select>
        </Framed>
    }
}

/// The keys that a form answers to, for those who have not read the help.
#[component]
pub fn Keys() -> impl IntoView {
    view! { <p class="field-line">{say!("receptions-form-keys")}</p> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_stands_at_its_field_and_nowhere_else() {
        let problem = Problem::bad_field("parties");
        let (code, words) = wrong(Some(&problem), "parties").unwrap();
        assert_eq!(code, "bad_input");
        assert!(words.contains("批"), "{words}");
        assert_eq!(wrong(Some(&problem), "to"), None);
        assert_eq!(wrong(None, "to"), None);
    }

    #[test]
    fn an_end_before_its_beginning_is_told_as_that_and_not_as_an_unknown_word() {
        assert_eq!(
            own_words("field_unknown", "to"),
            Some("receptions-wrong-to")
        );
        assert_eq!(own_words("field_too_long", "place"), None);
        for field in FIELDS {
            let label = t(&label_of(field), &[]);
            assert!(!label.contains("receptions-field"), "{field} has a label");
        }
    }
}
