//! How fast a case must move, with the time limit that follows.

use leptos::prelude::*;
use onemap_domain::case::Urgency;
use onemap_domain::clock::Period;
use onemap_domain::profile::{ClockMatter, ClockRule};

use crate::case::{names, when};
use crate::parts::Segment;
use crate::state::Desk;
use crate::text::{t, word};

/// How fast the case must move, with the time limit that follows.
#[component]
pub fn UrgencyField(
    /// What is chosen.
    urgency: RwSignal<Urgency>,
) -> impl IntoView {
    let desk = Desk::here();
    let choices = Signal::derive(move || {
        desk.language.track();
        Urgency::ALL
            .map(|urgency| (urgency, word("urgency", urgency.name())))
            .to_vec()
    });
    let limit = move || {
        let matter = ClockMatter {
            urgency: urgency.get(),
            path: None,
            channel: "",
            category: "",
            expedited: false,
        };
        // The clock that runs longest along the way is the one of the whole case.
        let whole: Option<Option<(String, Period)>> = names::profile(desk, |profile| {
            let fitting = profile
                .clock_codes()
                .filter_map(|code| profile.clock_rule(code, &matter));
            let longest = fitting.max_by_key(|rule| rule.stages.len());
            longest
                .filter(|rule| rule.stages.len() > 2)
                .map(|rule: &ClockRule| (names::label(&rule.name), rule.period))
        });
        whole.flatten().map(|(name, period)| {
            t(
                "case-clock-limit",
                &[("clock", &name), ("period", &when::period(period))],
            )
        })
    };
    view! {
        <div class="field" data-testid="form-urgency" data-urgency=move || urgency.get().name()>
            <span class="field-label">{move || word("field", "urgency")}</span>
            <div class="form-choice">
                <Segment
                    choices
                    chosen=urgency
                    on_choose=move |chosen| urgency.set(chosen)
                    label=Signal::derive(crate::say!("field-urgency"))
                />
                <span class="part-note">{limit}</span>
            </div>
        </div>
    }
}
