//! The rules that only some counties have: sorting, returns, task force, visits, review,
//! mediation, pauses, whistles, adoption, ladders.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::profile::{Ladder, Named, Profile, ReturnRule};

use super::{channel, label, listed, period};
use crate::text::{t, word};

/// The rules as pairs of a name and a sentence, and the ladders drawn.
#[component]
pub fn Rules(
    /// Of which way.
    profile: Arc<Profile>,
) -> impl IntoView {
    let pair = |(key, sentence): (&'static str, String)| {
        view! {
            <dt>{t(key, &[])}</dt>
            <dd data-testid=key>{sentence}</dd>
        }
    };
    let pairs = sentences(&profile).into_iter().map(pair).collect_view();
    let ladders = profile.ladders.iter().map(ladder).collect_view();
    let has_ladders = !profile.ladders.is_empty();
    view! {
        <section class="page-part" data-testid="ways-rules">
            <h3 class="part-head">{t("ways-rules", &[])}</h3>
            <dl class="pairs way-pairs">{pairs}</dl>
        </section>
        {has_ladders.then(|| view! {
            <section class="page-part" data-testid="ways-ladders">
                <h3 class="part-head">{t("ways-ladders", &[])}</h3>
                {ladders}
            </section>
        })}
    }
}

fn names(named: &[Named]) -> String {
    listed(named.iter().map(|named| label(&named.name)))
}

/// Each rule that the way has, in words. Returns are always there: no rule is a rule too.
fn sentences(profile: &Profile) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    if let Some(triage) = &profile.triage {
        let channels = listed(triage.channels.iter().map(|code| channel(profile, code)));
        all.push((
            "ways-triage",
            t("ways-triage-is", &[("channels", &channels)]),
        ));
    }
    all.push(("ways-returns", returns(&profile.returns)));
    if let Some(force) = &profile.task_force {
        let key = if force.required {
            "ways-task-force-required"
        } else {
            "ways-task-force-may"
        };
        let words = t(
            key,
            &[
                ("roles", &names(&force.roles)),
                ("members", &label(&force.members)),
                ("least", &force.least_members.to_string()),
            ],
        );
        all.push(("ways-task-force", words));
    }
    if let Some(visits) = &profile.visits {
        let by: Vec<String> = visits
            .by
            .iter()
            .map(|visitor| word("visitor", visitor.name()))
            .collect();
        let words = t("ways-visits-are", &[("visitors", &by.join(" → "))]);
        all.push(("ways-visits", words));
    }
    if let Some(review) = &profile.review {
        let words = t(
            "ways-review-is",
            &[
                ("period", &period(review.ask_within)),
                ("rounds", &review.rounds.to_string()),
            ],
        );
        all.push(("ways-review", words));
    }
    if let Some(mediation) = &profile.mediation {
        let (bodies, least) = (names(&mediation.bodies), mediation.least_bodies.to_string());
        let mut words = t(
            "ways-mediation-is",
            &[("bodies", &bodies), ("least", &least)],
        );
        if let Some(confirmation) = mediation.confirmation {
            let within = period(confirmation);
            words = format!(
                "{words} {}",
                t("ways-mediation-confirmed", &[("period", &within)])
            );
        }
        all.push(("ways-mediation", words));
    }
    if !profile.pauses.is_empty() {
        let causes = profile.pauses.iter();
        let causes = listed(causes.map(|cause| word("cause", cause.name())));
        all.push(("ways-pauses", causes));
    }
    if !profile.bodies.is_empty() {
        all.push(("ways-bodies", names(&profile.bodies)));
    }
    if let Some(whistle) = &profile.whistle {
        let within = period(whistle.arrive_within);
        all.push(("ways-whistle", t("ways-whistle-is", &[("period", &within)])));
    }
    if profile.green_channel {
        all.push(("ways-green", t("ways-green-is", &[])));
    }
    if let Some(adoption) = &profile.adoption {
        let words = t(
            "ways-adoption-is",
            &[
                ("leader", &names(&adoption.leader_items)),
                ("unit", &names(&adoption.unit_items)),
            ],
        );
        all.push(("ways-adoption", words));
    }
    if !profile.compartments.is_empty() {
        all.push(("ways-compartments", names(&profile.compartments)));
    }
    all
}

fn returns(rule: &ReturnRule) -> String {
    let until = match rule.window {
        Some(window) => t("ways-returns-window", &[("period", &period(window))]),
        None => t("ways-returns-open", &[]),
    };
    let reviewed = if rule.reviewed {
        "ways-returns-reviewed"
    } else {
        "ways-returns-at-once"
    };
    let designated = if rule.after_designation {
        "ways-returns-designated"
    } else {
        "ways-returns-not-designated"
    };
    [until, t(reviewed, &[]), t(designated, &[])].join(" ")
}

/// A ladder from its lowest rung up.
fn ladder(ladder: &Ladder) -> impl IntoView + use<> {
    let rungs = ladder.rungs.iter().enumerate().map(|(index, rung)| {
        view! {
            <li class="way-rung" data-testid="ways-rung" style=format!("--rung: {index}")>
                <strong>{label(&rung.name)}</strong>
                <span class="figures">{t("ways-rung-answer", &[("period", &period(rung.period))])}</span>
            </li>
        }
    });
    let rungs = rungs.collect_view();
    view! {
        <div class="way-ladder" data-testid=format!("ways-ladder-{}", ladder.code)>
            <p>{label(&ladder.name)}</p>
            <ol>{rungs}</ol>
        </div>
    }
}
