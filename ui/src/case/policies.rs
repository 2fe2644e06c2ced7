//! 已发放政策: what was handed out from a case, with where it is published and what it says, as text
//! that can be marked, copied and printed.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_protocol::desk::CaseView;

use super::names;
use crate::parts::count;
use crate::state::Desk;

/// The policies that were handed out; nothing before the first.
#[component]
pub fn HandedOut(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let given = Memo::new(move |_| view.with(|view| view.case.handed_out.clone()));
    let policy = move |code: String| {
        // A profile may have dropped it since; the code is then all there is.
        let known = names::profile(desk, |profile| {
            let policy = profile.policy(&code)?;
            Some((policy.basis.clone(), names::label(&policy.text)))
        });
        let said = known.flatten().map(|(basis, text)| {
            view! {
                <p class="policy-basis">{basis}</p>
                <p>{text}</p>
            }
        });
        let title = names::policy(desk, &code);
        view! {
            <li class="policy" data-testid="case-policy" data-policy=code>
                <strong>{title}</strong>
                {said}
            </li>
        }
    };
    let list = move || given.get().into_iter().map(policy).collect_view();
    view! {
        <Show when=move || !given.with(std::collections::BTreeSet::is_empty)>
            <section class="part" data-testid="case-policies">
                <h3 class="part-head">
                    {crate::say!("case-policies")}
                    <span class="part-note figures">
                        {move || count(given.with(|given| given.len() as u64))}
                    </span>
                </h3>
                <ul class="plain policies">{list}</ul>
            </section>
        </Show>
    }
}
