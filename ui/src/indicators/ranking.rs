//! Who is best in one rate: places with their fractions, and apart from them those with too few
//! cases to be compared.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::indicator::{Dimension, Rate, Slice};
use onemap_protocol::desk::{RankBy, Ranked};

use super::{Subject, fraction_of, percent, slice_name, tables};
use crate::parts::{CopyOrKeep, Empty, Segment, Shown};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::{t, word};

/// The least denominator that is ranked, until somebody changes it.
const LEAST: u64 = 5;

/// The ways of parting that are ranked; a county alone has nobody to be compared with, and a
/// single grid has few cases.
const DIMENSIONS: [Dimension; 5] = [
    Dimension::Department,
    Dimension::Town,
    Dimension::Village,
    Dimension::Category,
    Dimension::Channel,
];

/// The ranking by the chosen rate.
#[component]
pub fn RankingBy(
    /// What the page is about.
    subject: Subject,
) -> impl IntoView {
    let desk = Desk::here();
    let dimension = RwSignal::new(Dimension::Department);
    let least = RwSignal::new(LEAST);
    let ranked = remote(move || {
        desk.cases.track();
        let (from, to) = subject.days.get()?;
        Some(RankBy {
            indicator: subject.indicator.get(),
            from,
            to,
            dimension: dimension.get(),
            least: least.get(),
        })
    });
    let choices = Signal::derive(move || {
        desk.language.track();
        DIMENSIONS
            .map(|dimension| (dimension, word("indicators-part", dimension.name())))
            .to_vec()
    });
    let title = move || {
        let name = word("indicator", subject.indicator.get().name());
        t("ranking-title", &[("rate", &name)])
    };
    let direction = move || {
        let better = subject.indicator.get().higher_is_better();
        t(
            if better {
                "ranking-higher"
            } else {
                "ranking-lower"
            },
            &[],
        )
    };
    view! {
        <section class="page-part" data-testid="ranking">
            <h3 class="part-head">{title}<span class="part-note">{direction}</span></h3>
            <div class="page-set">
                <Segment choices chosen=dimension label=say!("ranking-by")
                    on_choose=move |chosen| dimension.set(chosen) />
                <label class="page-number">
                    <span>{say!("ranking-least")}</span>
                    <input type="number" min="1" max="1000" class="input" data-testid="ranking-least"
                        prop:value=move || least.get().to_string()
                        on:change:target=move |event| {
                            // What is no number leaves the one that was.
                            least.set(event.target().value().parse().unwrap_or(least.get_untracked()).max(1));
                        } />
                </label>
            </div>
            <Shown remote=ranked what=say!("what-ranking")
                view=move |ranked| view! { <Places ranked dimension subject /> } />
        </section>
    }
}

#[component]
fn Places(
    ranked: Signal<Arc<Ranked>>,
    dimension: RwSignal<Dimension>,
    subject: Subject,
) -> impl IntoView {
    let desk = Desk::here();
    let table = Signal::derive(move || {
        let by = dimension.get();
        ranked.with(|ranked| tables::of_places(desk, subject, by, ranked))
    });
    // The order alone: a row whose figures change stays where the pointer and the keyboard are.
    let places = Memo::new(move |_| {
        ranked.with(|ranked| {
            let keys = ranked.places.iter().map(|place| place.key.clone());
            keys.collect::<Vec<_>>()
        })
    });
    let too_few = Memo::new(move |_| {
        ranked.with(|ranked| {
            let keys = ranked.too_few.iter().map(|(key, _)| key.clone());
            keys.collect::<Vec<_>>()
        })
    });
    let row = move |key: Slice| {
        let own = key.clone();
        let stands = Memo::new(move |_| ranked.with(|ranked| stands(ranked, &own)));
        view! { <RankRow key stands subject /> }
    };
    let nobody = move || places.with(Vec::is_empty);
    let nobody_apart = move || too_few.with(Vec::is_empty);
    view! {
        <Show when=move || nobody() && nobody_apart()>
            <Empty sentence=say!("ranking-empty") next=say!("indicators-empty-next") />
        </Show>
        <Show when=move || nobody() && !nobody_apart()>
            <p class="part-empty">{say!("ranking-none-able")}</p>
        </Show>
        <ol class="ranks" data-testid="ranking-places">
            <For each=move || places.get() key=Clone::clone children=row />
        </ol>
        <Show when=move || !nobody_apart()>
            <h4 class="ranks-head">{say!("ranking-too-few")}</h4>
            <ul class="ranks" data-testid="ranking-too-few">
                <For each=move || too_few.get() key=Clone::clone children=row />
            </ul>
        </Show>
        <Show when=move || !(nobody() && nobody_apart())>
            <CopyOrKeep name="ranking" table />
        </Show>
    }
}

/// The place of a part, `None` for those that are not ranked, and its rate.
fn stands(ranked: &Ranked, key: &Slice) -> (Option<u32>, Rate) {
    let place = ranked.places.iter().find(|place| place.key == *key);
    if let Some(place) = place {
        return (Some(place.place), place.rate);
    }
    let apart = ranked.too_few.iter().find(|(other, _)| other == key);
    (None, apart.map(|(_, rate)| *rate).unwrap_or_default())
}

#[component]
fn RankRow(key: Slice, stands: Memo<(Option<u32>, Rate)>, subject: Subject) -> impl IntoView {
    let desk = Desk::here();
    let named = key.clone();
    let name = move || slice_name(desk, &named);
    let place = move || stands.get().0.map(|place| place.to_string());
    let rate = move || stands.get().1;
    let width = move || {
        let share = rate().percent().map_or(0, |percent| percent.0.min(10_000));
        format!("{}.{:02}%", share / 100, share % 100)
    };
    view! {
        <li class="rank" data-testid="ranking-row" data-place=place>
            <button type="button" class="rank-row" title=say!("ranking-turn")
                on:click=move |_| subject.turn_to(&key)>
                <span class="rank-place figures">{place}</span>
                <span class="rank-name clip">{name}</span>
                <span class="rank-percent figures">{move || percent(rate())}</span>
                <span class="rank-fraction figures">
                    {move || fraction_of(subject.indicator.get(), rate())}
                </span>
                <span class="rank-bar" aria-hidden="true"><span style:width=width></span></span>
            </button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use onemap_domain::indicator::Place;

    use super::*;

    #[test]
    fn who_has_too_few_cases_has_a_rate_and_no_place() {
        let of = |code: &str| Slice::Category(code.to_owned());
        let ranked = Ranked {
            places: vec![Place {
                place: 1,
                key: of("road"),
                rate: Rate::new(9, 10),
            }],
            too_few: vec![(of("noise"), Rate::new(1, 1))],
        };
        assert_eq!(stands(&ranked, &of("road")), (Some(1), Rate::new(9, 10)));
        assert_eq!(stands(&ranked, &of("noise")), (None, Rate::new(1, 1)));
    }
}
