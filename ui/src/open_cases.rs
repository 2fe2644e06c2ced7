//! The open cases of an area or of a department, as the last part of its panel.
//!
//! Deliberately absent: lanes, filters and choosing many. Those are the inbox's.

use leptos::prelude::*;
use onemap_protocol::desk::CaseRow;

use crate::case::Brief;
use crate::parts::Empty;
use crate::text::t;

/// Open cases, nearest deadline first. The words are those of `whose`: `area-cases`,
/// `area-cases-none`, …
#[component]
pub fn OpenCases(
    /// `area` or `department`.
    whose: &'static str,
    /// Those that the console sent.
    cases: Memo<Vec<CaseRow>>,
    /// How many there are in all.
    #[prop(into)]
    open: Signal<u32>,
    /// The console sends no more than this.
    most: u32,
) -> impl IntoView {
    let say = move |suffix: &str| t(&format!("{whose}-cases{suffix}"), &[]);
    let first = move || {
        t(
            &format!("{whose}-cases-first"),
            &[("count", &most.to_string())],
        )
    };
    let rows = move || {
        let rows = cases
            .get()
            .into_iter()
            .map(|row| view! { <li><Brief row /></li> });
        rows.collect_view()
    };
    view! {
        <section class="part" data-testid=format!("{whose}-cases")>
            <h3 class="part-head">
                {move || say("")}
                <Show when=move || { open.get() > most }><span class="part-note">{first}</span></Show>
            </h3>
            <Show
                when=move || cases.with(|cases| !cases.is_empty())
                fallback=move || view! {
                    <Empty
                        sentence=Signal::derive(move || say("-none"))
                        next=Signal::derive(move || say("-none-next"))
                    />
                }
            >
                <ul class="briefs">{rows}</ul>
            </Show>
        </section>
    }
}
