//! Cases that are like what is being typed, while it is typed: how alike, and in what.
//!
//! Deliberately absent: the measure, which is the domain's, and merging: nothing is registered
//! yet, so the way out is to open the other case.

use std::time::Duration;

use leptos::prelude::*;
use onemap_domain::likeness::Likeness;
use onemap_protocol::desk::{Alike, AlikeTo};

use super::FactsDraft;
use crate::case::Brief;
use crate::parts::{Hue, Tag, count};
use crate::remote::remote;
use crate::text::{sentence, t};

/// How long typing must rest before the console is asked.
const REST: Duration = Duration::from_millis(400);
/// With fewer characters than this nothing can be told.
const LEAST_CHARACTERS: usize = 4;

/// Cases like the one that is being written. Opening one keeps what was written.
#[component]
pub fn AlikeCases(
    /// What is being written.
    draft: FactsDraft,
) -> impl IntoView {
    let asked = RwSignal::new(None::<AlikeTo>);
    let question = Memo::new(move |_| question(draft));
    Effect::new(move |earlier: Option<Option<TimeoutHandle>>| {
        let now = question.get();
        if let Some(Some(earlier)) = earlier {
            earlier.clear();
        }
        set_timeout_with_handle(move || drop(asked.try_set(now)), REST).ok()
    });
    let alike = remote(move || asked.get());
    let body = move || {
        if asked.with(Option::is_none) {
            return view! { <p class="part-empty">{t("alike-wait", &[])}</p> }.into_any();
        }
        if let Some(problem) = alike.problem() {
            let retry = move |_| alike.retry();
            return view! {
                <p class="part-failed" role="alert">
                    {sentence(&problem)} " "
                    <button type="button" class="link" on:click=retry>{t("retry", &[])}</button>
                </p>
            }
            .into_any();
        }
        match alike.get() {
            None => view! { <p class="part-empty">{t("alike-looking", &[])}</p> }.into_any(),
            Some(found) if found.is_empty() => {
                view! { <p class="part-empty" data-testid="alike-none">{t("alike-none", &[])}</p> }
                    .into_any()
            }
            Some(found) => {
                let rows = found.iter().cloned().map(|alike| view! { <One alike /> });
                view! {
                    <p class="part-empty">{t("alike-hint", &[])}</p>
                    <ul class="briefs">{rows.collect_view()}</ul>
                }
                .into_any()
            }
        }
    };
    view! {
        <section class="part" data-testid="new-case-alike" aria-live="polite">
            <h3 class="part-head">{crate::say!("alike-title")}</h3>
            {body}
        </section>
    }
}

/// What is asked of what was written; `None` while it is too little.
fn question(draft: FactsDraft) -> Option<AlikeTo> {
    let (title, text) = (draft.title.get(), draft.text.get());
    let characters = title
        .trim()
        .chars()
        .count()
        .max(text.trim().chars().count());
    (characters >= LEAST_CHARACTERS).then(|| AlikeTo {
        title,
        text,
        category: draft.category.get(),
        position: draft.position.get(),
        phone: draft.phone.get(),
    })
}

#[component]
fn One(alike: Alike) -> impl IntoView {
    let Alike { row, likeness } = alike;
    let (id, score) = (row.id, likeness.score);
    let shared = likeness.shared.clone();
    view! {
        <li class="alike" data-testid="alike" data-case=id.to_string() data-score=score>
            <Brief row />
            <p class="alike-why">
                <strong class="figures">{crate::say!("alike-score", score = score)}</strong>
                {move || parts_of(&likeness)}
            </p>
            {(!shared.is_empty()).then(|| view! {
                <p class="alike-shared">
                    {crate::say!("alike-shared")}
                    {shared.into_iter().map(|run| view! { " " <Tag hue=Hue::Plain>{run}</Tag> }).collect_view()}
                </p>
            })}
        </li>
    }
}

/// In what they are alike: words, distance, days, category, phone.
fn parts_of(likeness: &Likeness) -> String {
    let mut parts = vec![t("alike-words", &[("share", &likeness.words.to_string())])];
    if let Some(metres) = likeness.metres {
        parts.push(distance(metres));
    }
    parts.push(apart(likeness.hours));
    if likeness.same_category {
        parts.push(t("alike-category", &[]));
    }
    if likeness.same_phone {
        parts.push(t("alike-phone", &[]));
    }
    format!(" {}", parts.join(" · "))
}

/// A distance: metres below a kilometre, else kilometres with one decimal.
fn distance(metres: f64) -> String {
    let whole = metres.max(0.0).round() as u64;
    if whole < 1_000 {
        return t("alike-metres", &[("count", &count(whole))]);
    }
    let tenths = whole.div_ceil(100);
    let text = format!("{}.{}", count(tenths / 10), tenths % 10);
    t("alike-kilometres", &[("count", &text)])
}

/// How long apart: whole days, or hours below one.
fn apart(hours: f64) -> String {
    let whole = hours.max(0.0) as u64;
    if whole < 24 {
        t("alike-hours", &[("count", &whole.max(1).to_string())])
    } else {
        t("alike-days", &[("count", &count(whole / 24))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_and_a_time_apart_are_told_in_the_unit_that_reads_well() {
        assert_eq!(distance(28.4), "28 米");
        assert_eq!(distance(1_240.0), "1.3 公里");
        assert_eq!(
            [0.2, 23.9, 24.0, 80.0].map(apart),
            ["1 小时", "23 小时", "1 天", "3 天"]
        );
    }
}
