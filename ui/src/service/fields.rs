//! The fields of the forms of this page: a label, the control, and one line below it that says
//! what is wrong with it, in words that fit a duty, a shift or a standard.

use leptos::prelude::*;
use onemap_protocol::problem::Problem;

use crate::parts::takes_keyboard;
use crate::text::{sentence, t};

/// Why a field is wrong: the key of a sentence that is about this field and no other.
fn own_words(words: &str, code: &str, field: &str) -> Option<String> {
    let key = match (code, field) {
        ("field_unknown", "on" | "area") => format!("{words}-wrong-{field}"),
        ("field_unknown" | "field_missing" | "bad_input", "mark") => "service-wrong-mark".into(),
        ("field_missing", _) => "service-wrong-missing".into(),
        ("bad_input", _) => "service-wrong-input".into(),
        _ => return None,
    };
    Some(key)
}

fn label_of(words: &str, name: &str) -> String {
    format!("{words}-field-{name}")
}

/// What is wrong with this field, as a code and a sentence.
fn wrong(problem: Option<&Problem>, words: &str, name: &str) -> Option<(String, String)> {
    let problem = problem?;
    if problem.params.get("field").map(String::as_str) != Some(name) {
        return None;
    }
    let told = match own_words(words, &problem.code, name) {
        Some(key) => t(&key, &[("field", &t(&label_of(words, name), &[]))]),
        None => sentence(problem),
    };
    Some((problem.code.clone(), told))
}

/// A label, the control, and one line below it. Give the control the id `service-NAME`.
#[component]
fn Framed(
    /// The field's name on the wire.
    name: &'static str,
    /// Whose words it has: what the keys of its label and its sentences begin with.
    words: &'static str,
    /// Why the command was not taken.
    problem: Signal<Option<Problem>>,
    /// It may not stay empty.
    #[prop(optional)]
    required: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let wrong = Memo::new(move |_| problem.with(|problem| wrong(problem.as_ref(), words, name)));
    let line = move || {
        wrong.get().map(|(code, told)| {
            view! {
                <p class="field-line field-error" id=format!("service-{name}-line") role="alert"
                    data-testid=format!("service-error-{name}") data-code=code>{told}</p>
            }
        })
    };
    view! {
        <div class="field" class:field-wrong=move || wrong.with(Option::is_some) data-field=name>
            <div class="field-top">
                <label class="field-label" for=format!("service-{name}")>
                    {move || t(&label_of(words, name), &[])}
                    {required.then(|| view! { <span class="field-required" aria-hidden="true">" *"</span> })}
                </label>
            </div>
            {children()}
            {line}
        </div>
    }
}

/// One line: a text, a day or a number.
#[component]
pub fn Line(
    /// The field's name on the wire.
    name: &'static str,
    /// Whose words it has, where they are not those of a duty.
    #[prop(default = "service")]
    words: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// Why the command was not taken.
    problem: Signal<Option<Problem>>,
    /// `text`, `date` or `number`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The least and the most that the control offers.
    #[prop(optional)]
    between: Option<(String, String)>,
    /// It may not stay empty.
    #[prop(optional)]
    required: bool,
    /// Takes the keyboard when it appears.
    #[prop(optional)]
    focused: bool,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    if focused {
        takes_keyboard(input);
    }
    let (least, most) = between.unzip();
    view! {
        <Framed name words problem required>
            <input node_ref=input class="input" id=format!("service-{name}") name=name type=kind
                min=least max=most autocomplete="off" spellcheck="false"
                data-testid=format!("service-{name}")
                aria-describedby=format!("service-{name}-line")
                prop:value=value
                on:input:target=move |event| value.set(event.target().value()) />
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
        <Framed name words="service" problem required=true>
            <select class="input input-select" id=format!("service-{name}") name=name
                data-testid=format!("service-{name}")
                aria-describedby=format!("service-{name}-line")
                on:change:target=move |event| value.set(event.target().value())>
                {move || choices.get().into_iter().map(option).collect_view()}
            </select>
        </Framed>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_stands_at_its_field_and_nowhere_else() {
        let problem = Problem::bad_field("mark");
        let (code, told) = wrong(Some(&problem), "service", "mark").unwrap();
        assert_eq!(code, "bad_input");
        assert!(told.contains("100"), "{told}");
        assert_eq!(wrong(Some(&problem), "service", "on"), None);
        assert_eq!(wrong(None, "service", "on"), None);
    }

    #[test]
    fn every_field_has_a_label() {
        let of_duties = ["area", "on", "note", "mark", "reason"].map(|field| ("service", field));
        let of_standards = ["on", "note"].map(|field| ("standard", field));
        for (words, field) in of_duties.into_iter().chain(of_standards) {
            let label = t(&label_of(words, field), &[]);
            assert!(!label.contains("-field-"), "{field} has a label");
        }
    }
}
