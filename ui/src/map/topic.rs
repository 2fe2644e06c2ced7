//! What areas are shaded by (专题底色): one figure at one level, with its scale.
//!
//! Deliberately absent: counting, which is the console's, and the colours, which are the theme's.

use std::collections::BTreeMap;

use leptos::prelude::*;
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::indicator::{Indicator, Percent, Rate};
use onemap_protocol::desk::{AskShade, ShadeView, Shading};

use super::bridge::ToMap;
use crate::parts::count;
use crate::remote::{Remote, remote};
use crate::state::{Desk, keep, kept};
use crate::text::{sentence, t, word};

/// Over how many days a rate is counted.
const DAYS: u16 = 30;

/// The levels that can be shaded, from the largest.
const LEVELS: [Level; 3] = [Level::Town, Level::Village, Level::Grid];

/// By what areas are shaded, as it is chosen; and the answer.
#[derive(Clone, Copy)]
pub struct Topic {
    what: RwSignal<Option<Shading>>,
    level: RwSignal<Level>,
    answer: Remote<ShadeView>,
}

impl Topic {
    /// Nothing, or what was left on this computer.
    pub fn new() -> Topic {
        let desk = Desk::here();
        let what = RwSignal::new(kept("map.topic").and_then(|name| named(&name)));
        let level = kept("map.topic.level");
        let level = LEVELS
            .into_iter()
            .find(|one| Some(one.name()) == level.as_deref());
        let level = RwSignal::new(level.unwrap_or(Level::Town));
        let answer = remote(move || {
            desk.cases.track();
            desk.register.track();
            let what = what.get()?;
            Some(AskShade {
                what,
                level: level.get(),
                days: DAYS,
            })
        });
        Topic {
            what,
            level,
            answer,
        }
    }

    fn choose(self, what: Option<Shading>) {
        keep("map.topic", &what.map(name).unwrap_or_default());
        // A rate is not counted for grids.
        if matches!(what, Some(Shading::Rate(_))) && self.level.get_untracked() == Level::Grid {
            self.choose_level(Level::Village);
        }
        self.what.set(what);
    }

    fn choose_level(self, level: Level) {
        keep("map.topic.level", level.name());
        self.level.set(level);
    }
}

/// Every thing that areas can be shaded by.
fn all() -> impl Iterator<Item = Shading> {
    let counts = [Shading::Open, Shading::Overdue, Shading::Vacant];
    counts
        .into_iter()
        .chain(Indicator::ALL.into_iter().map(Shading::Rate))
}

/// Its name for the page.
fn name(what: Shading) -> String {
    match what {
        Shading::Open => "open".to_owned(),
        Shading::Overdue => "overdue".to_owned(),
        Shading::Vacant => "vacant".to_owned(),
        Shading::Rate(indicator) => format!("rate-{}", indicator.name()),
    }
}

fn named(text: &str) -> Option<Shading> {
    all().find(|what| name(*what) == text)
}

/// Its name for people.
fn words(what: Shading) -> String {
    match what {
        Shading::Rate(indicator) => word("indicator", indicator.name()),
        _ => t(&format!("map-topic-{}", name(what)), &[]),
    }
}

/// Supplies the map with the steps.
pub(super) fn feed(
    desk: Desk,
    alive: RwSignal<u32>,
    topic: Topic,
    post: impl Fn(&ToMap) + Copy + 'static,
) {
    Effect::new(move |_| {
        alive.track();
        // New tiles of boundaries begin without a shade.
        desk.register.track();
        let level = topic.what.get().map(|_| topic.level.get());
        let values = topic.answer.with(|view| {
            let step = |row: &onemap_protocol::desk::ShadeRow| Some((row.area.clone(), row.step?));
            let of_level = view.rows.first().map(|row| row.area.level());
            (
                of_level,
                view.rows
                    .iter()
                    .filter_map(step)
                    .collect::<BTreeMap<AreaCode, u8>>(),
            )
        });
        let shown = values.filter(|(of, _)| *of == level && level.is_some());
        post(&match shown {
            Some((_, values)) => ToMap::Shade {
                level: level.map(Level::name),
                values,
            },
            None => ToMap::Shade {
                level: None,
                values: BTreeMap::new(),
            },
        });
    });
}

/// Chooses what areas are shaded by, and says what the steps mean.
#[component]
pub fn TopicPicker(
    /// What is chosen.
    topic: Topic,
) -> impl IntoView {
    let option = move |what: Shading| {
        view! {
            <option value=name(what) prop:selected=move || topic.what.get() == Some(what)>
                {move || words(what)}
            </option>
        }
    };
    let level = move |level: Level| {
        let is_off =
            move || level == Level::Grid && matches!(topic.what.get(), Some(Shading::Rate(_)));
        view! {
            <option value=level.name() disabled=is_off
                prop:selected=move || topic.level.get() == level>
                {move || word("level", level.name())}
            </option>
        }
    };
    let chosen_level = move |event: web_sys::Event| {
        let name = event_target_value(&event);
        if let Some(level) = LEVELS.into_iter().find(|level| level.name() == name) {
            topic.choose_level(level);
        }
    };
    view! {
        <div class="topic" data-testid="map-topic">
            <label class="topic-field">
                <span>{crate::say!("map-topic")}</span>
                <select class="input input-select" data-testid="map-topic-what"
                    on:change=move |event| topic.choose(named(&event_target_value(&event)))>
                    <option value="" prop:selected=move || topic.what.get().is_none()>
                        {crate::say!("map-topic-none")}
                    </option>
                    {all().map(option).collect_view()}
                </select>
            </label>
            <Show when=move || topic.what.get().is_some()>
                <label class="topic-field">
                    <span>{crate::say!("map-topic-level")}</span>
                    <select class="input input-select" data-testid="map-topic-level" on:change=chosen_level>
                        {LEVELS.map(level)}
                    </select>
                </label>
                <TopicScale topic />
            </Show>
        </div>
    }
}

/// The steps and the whole.
#[component]
fn TopicScale(topic: Topic) -> impl IntoView {
    let is_rate = move || matches!(topic.what.get(), Some(Shading::Rate(_)));
    let steps = move || {
        let steps = topic
            .answer
            .with(|view| view.steps.clone())
            .unwrap_or_default();
        let ends: Vec<Option<u64>> = steps
            .iter()
            .skip(1)
            .copied()
            .map(Some)
            .chain([None])
            .collect();
        let step = |(at, (from, to)): (usize, (u64, Option<u64>))| {
            view! {
                <li class="topic-step">
                    <span class=format!("topic-tint topic-tint-{at}") aria-hidden="true"></span>
                    <span class="figures">{span(from, to, is_rate())}</span>
                </li>
            }
        };
        steps
            .into_iter()
            .zip(ends)
            .enumerate()
            .map(step)
            .collect_view()
    };
    let whole = move || {
        topic.answer.with(|view| {
            let (numerator, denominator) = view.whole;
            if !is_rate() {
                return t("map-topic-whole", &[("count", &count(numerator))]);
            }
            let percent = Rate::new(numerator, denominator).percent();
            let percent = percent.map_or_else(|| "–".to_owned(), |percent| percent.to_string());
            crate::say!(
                "map-topic-rate",
                percent = percent,
                numerator = count(numerator),
                denominator = count(denominator),
                days = DAYS,
            )()
        })
    };
    let failed = move || {
        let problem = topic.answer.problem()?;
        Some(view! { <p class="layer-failed" role="status">{sentence(&problem)}</p> })
    };
    view! {
        <ul class="topic-scale">{steps}</ul>
        <p class="topic-whole figures" data-testid="map-topic-whole">{whole}</p>
        {failed}
    }
}

/// A step in words: from its least to the next one's.
fn span(from: u64, to: Option<u64>, is_rate: bool) -> String {
    let said = |value: u64| {
        if is_rate {
            Percent(value as u32).to_string()
        } else {
            count(value)
        }
    };
    let unit = if is_rate { " %" } else { "" };
    match to {
        // Whole numbers: the last one of the step.
        Some(to) if !is_rate && to - from == 1 => said(from),
        Some(to) if !is_rate => format!("{}–{}", said(from), said(to - 1)),
        Some(to) => format!("{}–{}{unit}", said(from), said(to)),
        None => format!("≥ {}{unit}", said(from)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_says_which_numbers_lie_in_it() {
        assert_eq!(span(0, Some(1), false), "0");
        assert_eq!(span(1, Some(4), false), "1–3");
        assert_eq!(span(4, None, false), "≥ 4");
        assert_eq!(span(5_000, Some(9_372), true), "50.00–93.72 %");
        assert_eq!(span(10_000, None, true), "≥ 100.00 %");
    }

    #[test]
    fn everything_has_a_name_of_its_own_and_is_found_by_it() {
        for what in all() {
            assert_eq!(named(&name(what)), Some(what));
        }
    }
}
