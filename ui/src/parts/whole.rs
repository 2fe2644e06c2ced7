//! What is wrong with a form as a whole.

use leptos::prelude::*;
use onemap_protocol::problem::Problem;

use crate::text::sentence;

/// What is wrong with a form as a whole; what names one of its fields is shown there.
#[component]
pub fn Whole(
    /// Why the command was not taken.
    problem: Signal<Option<Problem>>,
    /// The form's fields, by their names on the wire.
    fields: &'static [&'static str],
    /// Its name for tests.
    testid: &'static str,
) -> impl IntoView {
    move || {
        let problem = problem.get()?;
        let field = problem.params.get("field").map(String::as_str);
        if field.is_some_and(|field| fields.contains(&field)) {
            return None;
        }
        let code = problem.code.clone();
        Some(view! {
            <p class="form-problem" role="alert" data-testid=testid data-code=code>
                {sentence(&problem)}
            </p>
        })
    }
}
