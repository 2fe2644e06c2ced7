//! Heat: where cases were reported, of one category, in the days up to one of the last thirty; played day by day.
//!
//! Deliberately absent: sealed cases, which the console never tells as heat.

use std::time::Duration;

use jiff::ToSpan;
use jiff::civil::Date;
use leptos::prelude::*;
use onemap_protocol::desk::{AskHeat, HeatView};

use super::bridge::ToMap;
use crate::parts::{Button, Look, count, day_of};
use crate::remote::{Remote, remote};
use crate::state::Desk;
use crate::text::{label, sentence, t};

/// How far back one can go, days.
const BACK: i32 = 29;

/// How many days are looked at together: choices.
const SPANS: [i32; 3] = [1, 7, 30];

/// Between two days that are played.
const STEP: Duration = Duration::from_millis(900);

/// The heat as it is chosen, and the answer.
#[derive(Clone, Copy)]
pub struct Heat {
    on: RwSignal<bool>,
    category: RwSignal<Option<String>>,
    span: RwSignal<i32>,
    /// How many days before today the period ends.
    back: RwSignal<i32>,
    plays: RwSignal<bool>,
    today: Memo<Date>,
    answer: Remote<HeatView>,
}

impl Heat {
    /// Off; of every category, over the last thirty days.
    pub fn new() -> Heat {
        let desk = Desk::here();
        let (on, category) = (RwSignal::new(false), RwSignal::new(None::<String>));
        let (span, back) = (RwSignal::new(30), RwSignal::new(0));
        let today = Memo::new(move |_| day_of(desk.now.get()));
        let answer = remote(move || {
            desk.cases.track();
            if !on.get() {
                return None;
            }
            let (from, to) = period(today.get(), back.get(), span.get());
            Some(AskHeat {
                category: category.get(),
                from,
                to,
            })
        });
        Heat {
            on,
            category,
            span,
            back,
            plays: RwSignal::new(false),
            today,
            answer,
        }
    }

    fn stop(self) {
        if self.plays.get_untracked() {
            self.plays.set(false);
        }
    }
}

/// So many days, the last of them so long before today.
fn period(today: Date, back: i32, span: i32) -> (Date, Date) {
    let to = today.saturating_sub(back.days());
    (to.saturating_sub((span - 1).days()), to)
}

/// Supplies the map with the cells.
pub(super) fn feed(alive: RwSignal<u32>, heat: Heat, post: impl Fn(&ToMap) + Copy + 'static) {
    Effect::new(move |_| {
        alive.track();
        let cells = heat.answer.with(|view| {
            let cells = view.cells.iter();
            cells
                .map(|cell| (cell.position.lon, cell.position.lat, cell.count))
                .collect()
        });
        let cells = cells.filter(|_| heat.on.get()).unwrap_or_default();
        post(&ToMap::Heat { cells });
    });
    // Playing goes a day on at a time, to today, and stops there.
    Effect::new(move |before: Option<Option<IntervalHandle>>| {
        if let Some(running) = before.flatten() {
            running.clear();
        }
        if !heat.plays.get() {
            return None;
        }
        let step = move || {
            let back = heat.back.try_get_untracked().unwrap_or_default();
            if back <= 0 {
                heat.plays.try_set(false);
            } else {
                heat.back.try_set(back - 1);
            }
        };
        set_interval_with_handle(step, STEP).ok()
    });
    on_cleanup(move || {
        heat.plays.try_set(false);
    });
}

/// The switch among the layers.
#[component]
pub fn HeatSwitch(
    /// The heat.
    heat: Heat,
) -> impl IntoView {
    let total = move || {
        heat.answer
            .with(|view| count(view.total))
            .filter(|_| heat.on.get())
    };
    view! {
        <label class="layer" data-testid="layer-row-heat">
            <input type="checkbox" data-testid="layer-heat" prop:checked=move || heat.on.get()
                on:change=move |event| {
                    heat.stop();
                    heat.on.set(event_target_checked(&event));
                } />
            <span class="layer-name">{crate::say!("map-heat")}</span>
            <span class="layer-count figures" data-testid="layer-count-heat">{total}</span>
        </label>
    }
}

/// What of it is shown, and when; over the foot of the map while the heat is on.
#[component]
pub fn HeatBar(
    /// The heat.
    heat: Heat,
) -> impl IntoView {
    let desk = Desk::here();
    let categories = move || {
        desk.language.track();
        let names = desk.names.get();
        let categories = names.map(|names| names.profile.categories.clone());
        let option = |category: onemap_domain::profile::Category| {
            let code = category.code.clone();
            let chosen = move || heat.category.with(|now| now.as_ref() == Some(&code));
            view! { <option value=category.code prop:selected=chosen>{label(&category.name)}</option> }
        };
        categories
            .unwrap_or_default()
            .into_iter()
            .map(option)
            .collect_view()
    };
    let one_span = move |span: i32| {
        let words = move || match span {
            1 => t("map-heat-day", &[]),
            days => t("map-heat-span", &[("days", &days.to_string())]),
        };
        view! { <option value=span.to_string() prop:selected=move || heat.span.get() == span>{words}</option> }
    };
    let said = move || {
        let (from, to) = period(heat.today.get(), heat.back.get(), heat.span.get());
        let total = heat
            .answer
            .with(|view| count(view.total))
            .unwrap_or_default();
        crate::say!("map-heat-said", from = from, to = to, count = total)()
    };
    let failed = move || {
        let problem = heat.answer.problem()?;
        Some(view! { <span class="layer-failed" role="status">{sentence(&problem)}</span> })
    };
    let play = Callback::new(move |()| {
        if heat.plays.get_untracked() {
            heat.stop();
            return;
        }
        if heat.back.get_untracked() == 0 {
            heat.back.set(BACK);
        }
        heat.plays.set(true);
    });
    let words = move || {
        if heat.plays.get() {
            t("map-heat-stop", &[])
        } else {
            t("map-heat-play", &[])
        }
    };
    // To the left is earlier.
    let slide = move |event: web_sys::Event| {
        heat.stop();
        if let Ok(at) = event_target_value(&event).parse::<i32>() {
            heat.back.set((BACK - at).clamp(0, BACK));
        }
    };
    view! {
        <Show when=move || heat.on.get()>
            <div class="map-plate heat" data-testid="heat-bar"
                data-back=move || heat.back.get().to_string()>
                <select class="input input-select" data-testid="heat-category" aria-label=crate::say!("map-heat-category")
                    on:change=move |event| {
                        let code = event_target_value(&event);
                        heat.category.set((!code.is_empty()).then_some(code));
                    }>
                    <option value="">{crate::say!("map-heat-all")}</option>
                    {categories}
                </select>
                <select class="input input-select" data-testid="heat-span" aria-label=crate::say!("map-heat-period")
                    on:change=move |event| {
                        if let Ok(span) = event_target_value(&event).parse() {
                            heat.span.set(span);
                        }
                    }>
                    {SPANS.map(one_span)}
                </select>
                <Button look=Look::Plain on_press=play testid="heat-play">{words}</Button>
                <input type="range" class="heat-slide" data-testid="heat-slide" min="0" max=BACK.to_string() step="1"
                    aria-label=crate::say!("map-heat-slide") aria-valuetext=said
                    prop:value=move || (BACK - heat.back.get()).to_string() on:input=slide />
                <span class="heat-said figures" data-testid="heat-said" role="status">{said}</span>
                <span class="heat-scale" aria-hidden="true"></span>
                {failed}
            </div>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_period_is_so_many_days_and_ends_so_long_before_today() {
        let today = date(2026, 12, 1);
        assert_eq!(period(today, 0, 1), (today, today));
        assert_eq!(period(today, 0, 30), (date(2026, 11, 2), today));
        assert_eq!(
            period(today, 29, 7),
            (date(2026, 10, 27), date(2026, 11, 2))
        );
    }
}
