//! The fields of the forms of a meeting, and what the console found wrong with one, in words that
//! fit a decision: the same wire names mean other things in the forms of a case.

use leptos::prelude::*;
use onemap_protocol::problem::Problem;

use crate::parts::takes_keyboard;
use crate::text::{sentence, t};

/// The fields by their names on the wire.
pub const FIELDS: &[&str] = &[
    "text",
    "becomes",
    "case",
    "department",
    "person",
    "by",
    "reason",
    "attendees",
    "note",
];

/// Why a field is wrong: the key of a sentence that is about this field and no other.
fn own_words(code: &str, field: &str) -> Option<&'static str> {
    match (code, field) {
        ("field_unknown", "by") => Some("meetings-wrong-by"),
        ("field_missing", "case") => Some("meetings-wrong-case"),
        ("field_missing", _) | ("bad_input", "department") => Some("meetings-wrong-missing"),
        ("field_too_long", _) => Some("meetings-wrong-long"),
        ("bad_input", "becomes") => Some("meetings-wrong-becomes"),
        ("bad_input", _) => Some("meetings-wrong-input"),
        _ => None,
    }
}

/// The key of a field's label.
fn label_of(name: &str) -> String {
    format!("meetings-field-{name}")
}

/// What is wrong with this field, as a code and a sentence. `label` is the key of its label.
fn wrong(problem: Option<&Problem>, name: &str, label: &str) -> Option<(String, String)> {
    let problem = problem?;
    if problem.params.get("field").map(String::as_str) != Some(name) {
        return None;
    }
    let words = match own_words(&problem.code, name) {
        Some(key) => {
            let limit = problem.params.get("limit").cloned().unwrap_or_default();
            t(key, &[("field", &t(label, &[])), ("limit", &limit)])
        }
        None => sentence(problem),
    };
    Some((problem.code.clone(), words))
}

/// A label, the control, and one line below it that says what is wrong. Give the control the id
/// `meeting-NAME`.
#[component]
pub fn Framed(
    /// The field's name on the wire.
    name: &'static str,
    /// Why the command was not taken.
    problem: Signal<Option<Problem>>,
    /// It may not stay empty.
    #[prop(optional)]
    required: bool,
    /// The key of its label where it has another one than the field.
    #[prop(optional_no_strip)]
    label: Option<&'static str>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let label = label.map_or_else(|| label_of(name), str::to_owned);
    let told = label.clone();
    let wrong = Memo::new(move |_| problem.with(|problem| wrong(problem.as_ref(), name, &told)));
    let line = move || {
        wrong.get().map(|(code, words)| {
            view! {
                <p class="field-line field-error" id=format!("meeting-{name}-line") role="alert"
                    data-testid=format!("meeting-error-{name}") data-code=code>{words}</p>
            }
        })
    };
    view! {
        <div class=format!("field meeting-field-{name}") class:field-wrong=move || wrong.with(Option::is_some)
            data-field=name>
            <div class="field-top">
                <label class="field-label" for=format!("meeting-{name}")>
                    {move || t(&label, &[])}
                    {required.then(|| view! { <span class="field-required" aria-hidden="true">" *"</span> })}
                </label>
            </div>
            {children()}
            {line}
        </div>
    }
}

/// One line: a text or a day.
#[component]
pub fn Line(
    /// The field's name on the wire.
    name: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// Why the command was not taken.
    problem: Signal<Option<Problem>>,
    /// `text` or `date`.
    #[prop(default = "text")]
    kind: &'static str,
    /// It may not stay empty.
    #[prop(optional)]
    required: bool,
    /// What is proposed while one types.
    #[prop(into, optional)]
    proposed: Signal<Vec<String>>,
) -> impl IntoView {
    let list = format!("meeting-{name}-list");
    let options = move || {
        let proposed = proposed.get();
        proposed
            .into_iter()
            .map(|value| view! { <option value=value></option> })
            .collect_view()
    };
    view! {
        <Framed name problem required>
            <input class="input" id=format!("meeting-{name}") name=name type=kind
                list=list.clone() autocomplete="off" spellcheck="false"
                data-testid=format!("meeting-{name}")
                aria-describedby=format!("meeting-{name}-line")
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
    /// Lines in sight.
    #[prop(default = 2)]
    rows: u32,
    /// The key of its label where it has another one than the field.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let area = NodeRef::<leptos::html::Textarea>::new();
    if focused {
        takes_keyboard(area);
    }
    view! {
        <Framed name problem required label>
            <textarea node_ref=area class="input input-area" id=format!("meeting-{name}") name=name
                rows=rows.to_string() spellcheck="false" data-testid=format!("meeting-{name}")
                aria-describedby=format!("meeting-{name}-line")
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
        </Framed>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_stands_at_its_field_and_nowhere_else() {
        let problem = Problem::bad_field("department");
        let label = label_of("department");
        let (code, words) = wrong(Some(&problem), "department", &label).unwrap();
        assert_eq!(code, "bad_input");
        assert!(words.contains("单位"), "{words}");
        assert_eq!(wrong(Some(&problem), "by", &label_of("by")), None);
    }

    #[test]
    fn every_field_has_a_label() {
        for field in FIELDS {
            let label = t(&label_of(field), &[]);
            assert!(!label.contains("meetings-field"), "{field} has a label");
        }
    }
}
