//! Where a duty is missing: the gaps first, each with the button that writes it down, and beside
//! them the same by the areas one level down.

use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::duty::Gap;
use onemap_domain::indicator::Rate;
use onemap_domain::profile::DutyRule;
use onemap_protocol::desk::DutyGaps;

use super::Hand;
use super::areas::name_within;
use super::cells::{day_in, is_too_late, period_words};
use super::duties::fraction;
use super::write::Begin;
use crate::indicators::percent;
use crate::parts::{Button, count};
use crate::say;
use crate::state::{Desk, Selection};
use crate::text::t;

/// Gaps that are listed at first.
const LISTED: usize = 50;

/// The gaps of the last period, and where they lie.
#[component]
pub fn Gaps(
    rule: DutyRule,
    duty: Memo<Option<DutyGaps>>,
    within: Memo<AreaCode>,
    hand: Hand,
    why_not: Signal<Option<String>>,
) -> impl IntoView {
    let desk = Desk::here();
    let every = rule.every;
    let whole = RwSignal::new(false);
    let gaps = Memo::new(move |_| {
        duty.with(|duty| duty.as_ref().map(|duty| duty.gaps.clone()))
            .unwrap_or_default()
    });
    let below = Memo::new(move |_| {
        duty.with(|duty| duty.as_ref().map(|duty| duty.below.clone()))
            .unwrap_or_default()
    });
    let last = Memo::new(move |_| duty.with(|duty| duty.as_ref().map(|duty| duty.last)));
    let too_late = Signal::derive(move || {
        let last = last.get()?;
        is_too_late(last.days, hand.today.get()).then(|| t("service-too-late", &[]))
    });
    let reason = Signal::derive(move || why_not.get().or_else(|| too_late.get()));
    let write = Callback::new(move |area: AreaCode| {
        let Some(last) = last.get_untracked() else {
            return;
        };
        let on = day_in(last.days, hand.today.get_untracked());
        hand.gap.set(Some(area.clone()));
        hand.writing.set(Some(Begin {
            area: Some(area),
            on,
        }));
    });
    let title = move || {
        let days = last.get().map(|last| last.days)?;
        let period = period_words(every, days, hand.today.get());
        Some(t("gaps-title", &[("period", &period)]))
    };
    let listed = move || {
        let most = if whole.get() { usize::MAX } else { LISTED };
        gaps.with(|gaps| gaps.iter().take(most).cloned().collect::<Vec<_>>())
    };
    let rest = move || gaps.with(Vec::len).saturating_sub(LISTED);
    let nothing = move || {
        let owed = last.get().is_some_and(|last| last.rate.denominator > 0);
        let key = if owed { "gaps-none" } else { "gaps-not-owed" };
        view! { <p class="gaps-none" class:gaps-whole=owed data-testid="gaps-none">{t(key, &[])}</p> }
    };
    view! {
        <div class="gaps-columns">
            <section class="gaps" data-testid="gaps"
                data-count=move || gaps.with(Vec::len).to_string()>
                <h4 class="part-head">{title}</h4>
                <Show when=move || !gaps.with(Vec::is_empty) fallback=nothing>
                    <ul class="gaps-list">
                        <For each=listed key=|gap| (gap.area.clone(), gap.missing)
                            children=move |gap| view! { <OneGap gap within hand reason write /> } />
                    </ul>
                    <Show when=move || { rest() > 0 && !whole.get() }>
                        <button type="button" class="link" data-testid="gaps-whole"
                            on:click=move |_| whole.set(true)>
                            {move || t("gaps-more", &[("count", &count(rest() as u64))])}
                        </button>
                    </Show>
                </Show>
            </section>
            <Show when=move || !below.with(Vec::is_empty)>
                <section class="gaps-below" data-testid="gaps-below">
                    <h4 class="part-head">{say!("gaps-below")}</h4>
                    <table class="page-table below-table">
                        <tbody>
                            <For each=move || below.get() key=|(area, rate)| (area.clone(), rate.numerator, rate.denominator)
                                children=move |(area, rate)| view! { <Below area rate hand /> } />
                        </tbody>
                        <tfoot>{move || last.get().map(|last| view! {
                            <tr data-testid="below-whole" data-done=last.rate.numerator.to_string()
                                data-owed=last.rate.denominator.to_string()>
                                <th scope="row">{move || desk.area_name(&within.get())}</th>
                                {figures(last.rate)}
                            </tr>
                        })}</tfoot>
                    </table>
                </section>
            </Show>
        </div>
    }
}

/// An area where it is missing. Its name shows it on the map and at the right.
#[component]
fn OneGap(
    gap: Gap,
    within: Memo<AreaCode>,
    hand: Hand,
    reason: Signal<Option<String>>,
    write: Callback<AreaCode>,
) -> impl IntoView {
    let desk = Desk::here();
    let Gap { area, missing } = gap;
    let node = NodeRef::<leptos::html::Li>::new();
    let own = area.clone();
    let is_marked = Memo::new(move |_| hand.gap.with(|gap| gap.as_ref() == Some(&own)));
    Effect::new(move |_| {
        if let (true, Some(node)) = (is_marked.get(), node.get()) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            node.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let (named, shown, written) = (area.clone(), area.clone(), area.clone());
    let choose = move |_| {
        hand.gap.set(Some(shown.clone()));
        desk.show(Selection::Area(shown.clone()));
    };
    view! {
        <li node_ref=node class="gap" class:gap-marked=is_marked data-testid="gap"
            data-area=area.to_string() data-missing=missing.to_string()>
            <span class="gap-mark" aria-hidden="true">"◆"</span>
            <button type="button" class="link gap-name" on:click=choose>
                {move || name_within(desk, &named, &within.get())}
            </button>
            <span class="gap-missing figures">
                {move || t("gaps-missing", &[("count", &count(missing))])}
            </span>
            <Button on_press=move |()| write.run(written.clone()) reason
                testid="gap-write">{say!("service-write")}</Button>
        </li>
    }
}

/// An area one level down; its name turns the page to it.
#[component]
fn Below(area: AreaCode, rate: Rate, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let (named, go) = (area.clone(), area.clone());
    view! {
        <tr data-testid="below" data-area=area.to_string() data-done=rate.numerator.to_string()
            data-owed=rate.denominator.to_string()>
            <th scope="row">
                <button type="button" class="link" data-testid=format!("below-{area}")
                    on:click=move |_| hand.turn_to(desk, go.clone())>
                    {move || desk.area_name(&named)}
                </button>
            </th>
            {figures(rate)}
        </tr>
    }
}

/// The cells of a rate: a bar, done of owed, per cent, how many are missing.
fn figures(rate: Rate) -> impl IntoView + use<> {
    let share = rate.percent().map_or(0, |percent| percent.0.min(10_000));
    let missing = rate.denominator.saturating_sub(rate.numerator);
    view! {
        <td class="below-bar"><span style:width=format!("{}%", f64::from(share) / 100.0)></span></td>
        <td class="number figures">{fraction(rate.numerator, rate.denominator)}</td>
        <td class="number figures">{percent(rate)}</td>
        <td class="number figures below-missing" class:below-whole=missing == 0>
            {if missing > 0 { t("gaps-missing", &[("count", &count(missing))]) } else { "✓".to_owned() }}
        </td>
    }
}
