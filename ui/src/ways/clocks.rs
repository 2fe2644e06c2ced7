//! Every clock: how long, in which stages, for which cases, by what law, and what moves it.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::clock::ClockCode;
use onemap_domain::profile::{ClockRule, Profile};

use super::{category, channel, label, listed, period};
use crate::text::{t, word};

/// The table of clocks.
#[component]
pub fn Clocks(
    /// Of which way.
    profile: Arc<Profile>,
) -> impl IntoView {
    let codes: Vec<ClockCode> = profile.clock_codes().cloned().collect();
    let none = codes.is_empty();
    let share = profile.yellow_share.to_string();
    let groups = codes.into_iter().map(|code| group(&profile, &code));
    let groups = groups.collect_view();
    view! {
        <section class="page-part" data-testid="ways-clocks">
            <h3 class="part-head">
                {t("ways-clocks", &[])}
                <span class="part-note">{t("ways-yellow", &[("share", &share)])}</span>
            </h3>
            {if none {
                view! { <p class="part-empty">{t("ways-clocks-none", &[])}</p> }.into_any()
            } else {
                view! {
                    <table class="page-table way-clocks">
                        <thead><tr>
                            <th scope="col">{t("ways-clock", &[])}</th>
                            <th scope="col">{t("ways-period", &[])}</th>
                            <th scope="col">{t("ways-when", &[])}</th>
                            <th scope="col">{t("ways-stages", &[])}</th>
                            <th scope="col">{t("ways-basis", &[])}</th>
                        </tr></thead>
                        {groups}
                    </table>
                }
                .into_any()
            }}
        </section>
    }
}

/// The rows of one code.
fn group(profile: &Profile, code: &ClockCode) -> impl IntoView + use<> {
    let rules: Vec<&ClockRule> = profile.clocks.iter().filter(|r| r.code == *code).collect();
    let rows = rules.iter().enumerate().map(|(index, rule)| {
        let name = (index == 0).then(|| label(&rule.name));
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="figures">{period(rule.period)}</td>
                <td>{conditions(profile, rule)}</td>
                <td>
                    {stages(rule)}
                    {ways(rule).into_iter().map(|way| view! { <span class="way-more">{way}</span> }).collect_view()}
                </td>
                <td>{rule.basis.clone()}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! { <tbody data-testid=format!("ways-clock-{}", code.as_str())>{rows}</tbody> }
}

fn stages(rule: &ClockRule) -> String {
    listed(rule.stages.iter().map(|stage| word("stage", stage.name())))
}

/// For which cases the row holds.
fn conditions(profile: &Profile, rule: &ClockRule) -> String {
    let urgencies = listed(rule.urgencies.iter().map(|u| word("urgency", u.name())));
    let paths = listed(rule.paths.iter().map(|path| word("path", path.name())));
    let channels = listed(rule.channels.iter().map(|code| channel(profile, code)));
    let categories = listed(rule.categories.iter().map(|code| category(profile, code)));
    let green = match rule.expedited {
        Some(true) => t("flag-expedited", &[]),
        Some(false) => t("ways-not-expedited", &[]),
        None => String::new(),
    };
    let all: Vec<String> = [urgencies, paths, channels, categories, green]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    if all.is_empty() {
        t("ways-any-case", &[])
    } else {
        all.join(" · ")
    }
}

/// What moves it, stops it, starts it anew.
fn ways(rule: &ClockRule) -> Vec<String> {
    let mut ways = Vec::new();
    if let Some(extension) = &rule.extension {
        let (times, longest) = (extension.times.to_string(), period(extension.longest));
        let key = if extension.told {
            "ways-extension-told"
        } else {
            "ways-extension"
        };
        ways.push(t(key, &[("times", &times), ("longest", &longest)]));
    }
    if !rule.stops.is_empty() {
        let causes = listed(rule.stops.iter().map(|cause| word("cause", cause.name())));
        ways.push(t("ways-stops", &[("causes", &causes)]));
    }
    let flags = [
        (rule.follows_order, "ways-follows-order"),
        (rule.repeats, "ways-repeats"),
        (rule.without_deadline, "ways-without-deadline"),
    ];
    ways.extend(
        flags
            .into_iter()
            .filter(|(is_so, _)| *is_so)
            .map(|(_, key)| t(key, &[])),
    );
    ways
}
