//! Hot spots with the sum that they rest on: the count, what was counted in the earlier periods,
//! their mean, where the usual range ends, and the same as bars.

use leptos::prelude::*;
use onemap_domain::pack::{FLOOR, HotSpot, Pack};

use crate::parts::{count, points};
use crate::state::Desk;
use crate::text::{t, word};

/// The bars' heights and that of the usual range's end, the earliest period first and this one
/// last, in percent of the highest.
fn heights(spot: &HotSpot) -> (Vec<u32>, u32) {
    let counts = || spot.earlier.iter().rev().copied().chain([spot.count]);
    let highest = counts().map(|count| count * 100).max().unwrap_or_default();
    let highest = highest.max(spot.usual_to_hundredths).max(1);
    let of = |hundredths: u32| {
        let share = u64::from(hundredths) * 100 / u64::from(highest);
        u32::try_from(share).unwrap_or(100)
    };
    (
        counts().map(|count| of(count * 100)).collect(),
        of(spot.usual_to_hundredths),
    )
}

/// What the earlier periods of a pack are: the same weekday, weeks, ….
pub fn periods(pack: &Pack) -> &'static str {
    if pack.rhythm.is_long(pack.days) {
        "long"
    } else {
        pack.rhythm.name()
    }
}

/// The sum in words: 本期 7, 前八周同日 1 0 2 1 0 0 1 1, 平均 0.75, 常值上限 2.49.
fn sum(spot: &HotSpot, periods: &str) -> String {
    let earlier: Vec<String> = spot.earlier.iter().rev().map(u32::to_string).collect();
    t(
        "meetings-spot-sum",
        &[
            ("count", &count(spot.count)),
            ("periods", &word("meetings-spot-periods", periods)),
            ("earlier", &earlier.join(" ")),
            ("mean", &spot.usual()),
            ("limit", &points(spot.usual_to_hundredths)),
        ],
    )
}

/// One hot spot.
#[component]
pub fn Spot(
    /// Which.
    spot: HotSpot,
    /// What its earlier periods are, by [`periods`].
    periods: &'static str,
) -> impl IntoView {
    let desk = Desk::here();
    let (bars, usual) = heights(&spot);
    let last = bars.len().saturating_sub(1);
    let bar = |(index, height): (usize, u32)| {
        view! {
            <span class="spot-bar" class:spot-bar-now=index == last style:height=format!("{height}%")></span>
        }
    };
    let (category, area) = (spot.category.clone(), spot.area.clone());
    let words = spot.clone();
    view! {
        <div class="spot" data-testid="meeting-spot" data-count=spot.count.to_string()
            data-area=spot.area.to_string() data-limit=spot.usual_to_hundredths.to_string()>
            <span class="spot-name">
                <strong>{move || desk.area_name(&area)} " · " {move || desk.category(&category)}</strong>
                <span class="figures spot-sum">{move || sum(&words, periods)}</span>
            </span>
            <span class="spot-bars" aria-hidden="true">
                {bars.into_iter().enumerate().map(bar).collect_view()}
                <span class="spot-usual" style:bottom=format!("{usual}%")></span>
            </span>
            <b class="spot-count figures">{count(spot.count)}</b>
        </div>
    }
}

/// How a hot spot is told from chance, in one sentence.
#[component]
pub fn SpotRule(
    /// The pack rounded the limits up; before, it rounded down what they come from.
    #[prop(into)]
    rounds_up: Signal<bool>,
) -> impl IntoView {
    let words = move || {
        let key = if rounds_up.get() {
            "meetings-spot-rule"
        } else {
            "meetings-spot-rule-then"
        };
        t(key, &[("floor", &count(FLOOR))])
    };
    view! { <p class="part-note">{words}</p> }
}

#[cfg(test)]
mod tests {
    use onemap_domain::area::AreaCode;

    use super::*;

    fn spot() -> HotSpot {
        HotSpot {
            category: "sewage".to_owned(),
            area: AreaCode::parse("520381001").unwrap(),
            count: 7,
            earlier: vec![1, 1, 0, 0, 1, 2, 0, 1],
            usual_to_hundredths: 249,
        }
    }

    #[test]
    fn the_sum_is_told_from_the_earliest_to_the_latest() {
        let told = sum(&spot(), "daily");
        for part in ["本期 7", "1 0 2 1 0 0 1 1", "0.75", "2.49"] {
            assert!(told.contains(part), "{part} in {told}");
        }
    }

    #[test]
    fn the_highest_bar_fills_its_place() {
        let (bars, usual) = heights(&spot());
        assert_eq!(bars, [14, 0, 28, 14, 0, 0, 14, 14, 100]);
        assert_eq!(usual, 35);
    }
}
