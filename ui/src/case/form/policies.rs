//! The policies of a form: each with its title, where it is published, and what it says.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::profile::Policy;
use onemap_protocol::desk::CaseView;

use super::Draft;
use crate::case::names;
use crate::parts::{Hue, Tag};

/// The policies of one field. None is ticked to begin with: who hands them out has read them.
#[component]
pub fn Policies(
    /// The field's name.
    name: String,
    /// What is being filled in.
    draft: Draft,
    /// Which there are, those that bear on the matter first.
    policies: Vec<Policy>,
    /// The case.
    view: Signal<Arc<CaseView>>,
    /// Its name for tests.
    testid: String,
) -> impl IntoView {
    let label = format!("field-{name}-label");
    let field = StoredValue::new(name);
    let prefix = testid.clone();
    let one = move |policy: Policy| {
        let own = StoredValue::new(policy.code.clone());
        let is_chosen = Memo::new(move |_| {
            let (field, own) = (field.get_value(), own.get_value());
            draft
                .values
                .with(|values| values.list(&field).contains(&own))
        });
        let is_given =
            Memo::new(move |_| view.with(|view| view.case.handed_out.contains(&own.get_value())));
        let bears = view.with_untracked(|view| policy.bears_on(&view.case.facts.category));
        // One for every category is not about this one in particular.
        let is_about_it = bears && !policy.categories.is_empty();
        let toggle = move |_| {
            let (field, own) = (field.get_value(), own.get_value());
            draft.values.update(|values| values.toggle(&field, &own));
        };
        let Policy {
            code,
            name,
            basis,
            text,
            ..
        } = policy;
        view! {
            <li>
                <button
                    type="button"
                    class="policy-choice"
                    role="checkbox"
                    aria-checked=move || is_chosen.get().to_string()
                    data-testid=format!("{prefix}-{code}")
                    data-policy=code
                    data-bears=bears.to_string()
                    on:click=toggle
                >
                    <span class="policy-box" aria-hidden="true">
                        {move || if is_chosen.get() { "☑" } else { "☐" }}
                    </span>
                    <span class="policy-words">
                        <span class="policy-title">
                            <strong>{move || names::label(&name)}</strong>
                            {is_about_it.then(|| view! {
                                <Tag hue=Hue::Accent>{crate::say!("case-policy-bears")}</Tag>
                            })}
                            <Show when=move || is_given.get()>
                                <Tag>{crate::say!("case-policy-given")}</Tag>
                            </Show>
                        </span>
                        <span class="policy-basis">{basis}</span>
                        <span>{move || names::label(&text)}</span>
                    </span>
                </button>
            </li>
        }
    };
    view! {
        <ul class="plain policy-choices" role="group" aria-labelledby=label data-testid=testid>
            {policies.into_iter().map(one).collect_view()}
        </ul>
    }
}
