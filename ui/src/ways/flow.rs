//! The flow chart, large: the county's steps, and the stages that each of them stands for.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::Stage;
use onemap_domain::profile::{Profile, Step};

use super::{label, listed, period};
use crate::text::{t, word};

/// The flow chart of a way of working.
#[component]
pub fn FlowChart(
    /// Which.
    profile: Arc<Profile>,
) -> impl IntoView {
    let steps = profile.steps.iter().enumerate();
    let steps = steps.map(|(index, step)| one(&profile, index, step));
    view! {
        <section class="page-part" data-testid="ways-flow">
            <h3 class="part-head">{t("ways-flow", &[])}</h3>
            <ol class="way-flow">{steps.collect_view()}</ol>
        </section>
    }
}

fn one(profile: &Profile, index: usize, step: &Step) -> impl IntoView + use<> {
    // Stages beside the way are ends that few cases come to.
    let (on_way, beside): (Vec<Stage>, Vec<Stage>) = step
        .stages
        .iter()
        .copied()
        .partition(|stage| Stage::WAY.contains(stage));
    let names = |stages: &[Stage]| listed(stages.iter().map(|stage| word("stage", stage.name())));
    let limits: Vec<String> = limits(profile, step)
        .into_iter()
        .map(|(name, limit)| format!("{name} {limit}"))
        .collect();
    view! {
        <li class="way-step" data-testid="ways-step" data-step=index>
            <span class="way-number figures">{index + 1}</span>
            <strong>{label(&step.name)}</strong>
            <span class="way-stages">{names(&on_way)}</span>
            {(!beside.is_empty()).then(|| view! {
                <span class="way-beside">{t("ways-or", &[("stages", &names(&beside))])}</span>
            })}
            {limits.into_iter().map(|limit| view! { <span class="way-limit">{limit}</span> }).collect_view()}
        </li>
    }
}

/// The clocks that run in a step and no other one. The limit is that of the row without
/// conditions; where there is none, it depends on the case.
fn limits(profile: &Profile, step: &Step) -> Vec<(String, String)> {
    let within = |stages: &[Stage]| stages.iter().all(|stage| step.stages.contains(stage));
    profile
        .clock_codes()
        .filter_map(|code| {
            let rows = profile.clocks.iter().filter(|rule| rule.code == *code);
            let usual = rows.min_by_key(|rule| rule_conditions(rule))?;
            let limit = if rule_conditions(usual) == 0 {
                period(usual.period)
            } else {
                t("ways-limit-varies", &[])
            };
            within(&usual.stages).then(|| (label(&usual.name), limit))
        })
        .collect()
}

/// How many conditions a row of the table of clocks has.
fn rule_conditions(rule: &onemap_domain::profile::ClockRule) -> usize {
    [
        rule.urgencies.is_empty(),
        rule.paths.is_empty(),
        rule.channels.is_empty(),
        rule.categories.is_empty(),
        rule.expedited.is_none(),
    ]
    .into_iter()
    .filter(|absent| !absent)
    .count()
}
