//! 社会治理指数 of a day: its total, how it came there, and what it was lost by.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_protocol::desk::{AskIndex, IndexView};

use super::course::{Change, Course, DAYS, change, change_words, spots};
use super::grounds::Grounds;
use super::points::{Lost, points};
use super::rows::Rows;
use super::towns::Towns;
use super::{Hand, spoken, yesterday};
use crate::parts::{Button, Empty, Shown, exact, spoken_day};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::t;

/// The tab.
#[component]
pub fn DayTab(hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let answer = remote(move || {
        desk.cases.track();
        hand.today.track();
        Some(AskIndex {
            day: hand.day.get(),
            back: DAYS,
        })
    });
    view! {
        <Shown remote=answer what=say!("what-index") view=move |view| view! { <Day view hand /> } />
    }
}

#[component]
fn Day(view: Signal<Arc<IndexView>>, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let shown = Memo::new(move |_| view.with(|view| view.snapshot.as_ref().map(|one| one.day)));
    Effect::new(move |_| hand.shown.set(shown.get().or_else(|| hand.day.get())));
    let until = Memo::new(move |_| {
        let asked = shown.get().or_else(|| hand.day.get());
        asked.unwrap_or_else(|| yesterday(hand.today.get()))
    });
    let county = Memo::new(move |_| {
        let named = || {
            desk.names
                .with(|names| names.as_deref().map(|names| names.county.code.clone()))
        };
        let own = view.with(|view| {
            let snapshot = view.snapshot.as_ref()?;
            Some(snapshot.county.area.clone())
        });
        own.or_else(named)
    });
    let area = Memo::new(move |_| {
        let chosen = hand.area.get().filter(|area| {
            view.with(|view| {
                let snapshot = view.snapshot.as_deref();
                snapshot.is_none_or(|snapshot| snapshot.of(area).is_some())
            })
        });
        chosen.or_else(|| county.get())
    });
    let name = Signal::derive(move || {
        let area = area.get();
        area.map_or_else(String::new, |area| desk.area_name(&area))
    });
    let lost = Memo::new(move |_| {
        let pick = hand.picked.get()?;
        view.with(|view| Lost::of(view.snapshot.as_deref()?, &pick.area, &pick.row))
    });
    let there = Memo::new(move |_| shown.get().is_some());
    let listed = Memo::new(move |_| lost.with(Option::is_some));
    view! {
        <DayBar until there hand />
        <Show when=move || there.get() fallback=move || view! {
            <NoDay until hand />
            <Show when=move || view.with(|view| !view.course.is_empty())>
                <Course view area name until hand />
            </Show>
        }>
            <div class="index-frame" class:index-frame-open=listed>
                <div class="index-side">
                    <div class="index-head">
                        <Total view area name until />
                        <Course view area name until hand />
                    </div>
                    <Made view />
                    <Rows view area name county hand />
                    <Towns view county hand />
                </div>
                <Show when=move || listed.get()>
                    <Grounds lost hand on_close=move |()| hand.picked.set(None) />
                </Show>
            </div>
        </Show>
    }
}

/// Which day: one back, one on, any, the last.
#[component]
fn DayBar(until: Memo<Date>, there: Memo<bool>, hand: Hand) -> impl IntoView {
    let last = Memo::new(move |_| yesterday(hand.today.get()));
    let words = move || spoken_day("index", until.get(), hand.today.get());
    let is_last = move || until.get() >= last.get();
    view! {
        <div class="index-bar" data-testid="index-bar" data-day=move || until.get().to_string()
            data-there=move || there.get().to_string()>
            <Button on_press=move |()| hand.turn_day(-1) hint="←" testid="index-before">
                {say!("index-before")}
            </Button>
            <h3 class="index-day">{words}</h3>
            <Button on_press=move |()| hand.turn_day(1) hint="→" testid="index-after"
                disabled=Signal::derive(is_last)>{say!("index-after")}</Button>
            <input type="date" class="input index-pick" aria-label=say!("index-pick")
                data-testid="index-pick" max=move || last.get().to_string()
                prop:value=move || until.get().to_string()
                on:change:target=move |event| {
                    // What is no day leaves the one that was.
                    if let Ok(day) = event.target().value().parse::<Date>() {
                        hand.day.set(Some(day.min(last.get_untracked())));
                    }
                } />
            <Show when=move || hand.day.with(Option::is_some)>
                <button type="button" class="link" data-testid="index-last"
                    on:click=move |_| hand.day.set(None)>{say!("index-last")}</button>
            </Show>
            <span class="part-note index-keys">{say!("index-keys")}</span>
        </div>
    }
}

/// There is no index of the day: none at all yet, or none of this one.
#[component]
fn NoDay(until: Memo<Date>, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let time = move || {
        let rule = desk
            .names
            .with(|names| names.as_deref().map(|names| names.profile.meetings.clone()))
            .unwrap_or_default();
        format!("{:02}:{:02}", rule.hour, rule.minute)
    };
    let sentence = move || match hand.day.get() {
        None => t("index-none", &[]),
        Some(_) => t("index-none-of", &[("day", &spoken(until.get()))]),
    };
    let next = move || match hand.day.get() {
        None => t("index-none-next", &[("time", &time())]),
        Some(_) => t("index-none-of-next", &[]),
    };
    view! { <Empty sentence=Signal::derive(sentence) next=Signal::derive(next) /> }
}

/// The total, large, and how it stands to the day before.
#[component]
fn Total(
    view: Signal<Arc<IndexView>>,
    area: Memo<Option<AreaCode>>,
    #[prop(into)] name: Signal<String>,
    until: Memo<Date>,
) -> impl IntoView {
    let figures = Memo::new(move |_| {
        let area = area.get()?;
        view.with(|view| {
            let snapshot = view.snapshot.as_deref()?;
            Some((snapshot.of(&area)?.total, snapshot.most()))
        })
    });
    let change = Memo::new(move |_| {
        let area = area.get()?;
        view.with(|view| change(&spots(&view.course, &area, until.get())))
    });
    let class = move || match change.get() {
        Some(Change::By(by)) if by > 0 => "index-change index-change-up",
        Some(Change::By(by)) if by < 0 => "index-change index-change-down",
        _ => "index-change",
    };
    view! {
        <div class="index-total" data-testid="index-total"
            data-area=move || area.get().map(|area| area.to_string())
            data-total=move || figures.get().map(|(total, _)| total.to_string())
            data-most=move || figures.get().map(|(_, most)| most.to_string())>
            <span class="index-whose">{name}</span>
            <strong class="figures">{move || figures.get().map(|(total, _)| points(total))}</strong>
            <span class="part-note figures">
                {move || figures.get().map(|(_, most)| t("index-of-most", &[("most", &points(most))]))}
            </span>
            <span class=class data-testid="index-change">
                {move || change.with(|change| change.as_ref().map(change_words))}
            </span>
        </div>
    }
}

/// By which formula, where that is set, and when it was frozen.
#[component]
fn Made(view: Signal<Arc<IndexView>>) -> impl IntoView {
    let made = Memo::new(move |_| {
        view.with(|view| {
            let snapshot = view.snapshot.as_deref()?;
            let formula = &snapshot.formula;
            Some((formula.version.clone(), formula.basis.clone(), snapshot.at))
        })
    });
    let words = move || {
        made.get().map(|(version, basis, at)| {
            let at = exact(at);
            t(
                "index-made",
                &[("version", &version), ("basis", &basis), ("at", &at)],
            )
        })
    };
    let version = move || made.get().map(|(version, ..)| version);
    view! { <p class="part-note index-made" data-testid="index-made" data-formula=version>{words}</p> }
}
