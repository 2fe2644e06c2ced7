//! 考评: the scorecards of a month, area by area: what was counted, what people gave, and what they
//! have yet to give.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::profile::ScorecardRule;
use onemap_protocol::desk::{AskScorecards, ScorecardsView};

use super::give::Give;
use super::grounds::Grounds;
use super::points::{Lost, Stand};
use super::sheet::Sheet;
use super::{Hand, Pick, words};
use crate::parts::{Button, Empty, Shown, count};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::t;

/// The tab.
#[component]
pub fn ScorecardsTab(hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let rule = Memo::new(move |_| {
        desk.names
            .with(|names| names.as_deref()?.profile.scorecard.clone())
    });
    let areas = Memo::new(move |_| areas(desk));
    let area = Memo::new(move |_| {
        let chosen = hand.town.get();
        areas.with(|areas| {
            let chosen = chosen.filter(|chosen| areas.contains(chosen));
            chosen.or_else(|| areas.first().cloned())
        })
    });
    let answer = remote(move || {
        desk.cases.track();
        desk.register.track();
        hand.today.track();
        Some(AskScorecards {
            area: area.get()?,
            around: hand.month.get(),
        })
    });
    view! {
        <Bar rule areas area hand />
        <Shown remote=answer what=say!("what-scorecards")
            view=move |view| view! { <Cards view rule hand /> } />
    }
}

/// The areas that one can choose: the towns in the reader's scope, or that itself where it is no
/// wider than a town or where towns themselves are scored. Tracked.
fn areas(desk: Desk) -> Vec<AreaCode> {
    let scope = desk
        .user
        .with(|user| user.as_ref().map(|user| user.scope.area.clone()));
    desk.names.with(|names| {
        let (Some(names), Some(scope)) = (names.as_deref(), scope) else {
            return Vec::new();
        };
        let level = names.profile.scorecard.as_ref().map(|rule| rule.level);
        let own = if scope.covers(&names.county.code) {
            names.county.code.clone()
        } else {
            scope
        };
        if level.is_none_or(|level| level <= Level::Town) {
            return vec![own];
        }
        let codes = names.areas.iter().map(|area| &area.code);
        let towns = codes.filter(|code| code.level() == Level::Town && own.covers(code));
        let towns: Vec<AreaCode> = towns.cloned().collect();
        if towns.is_empty() { vec![own] } else { towns }
    })
}

/// Which month, and whose.
#[component]
fn Bar(
    rule: Memo<Option<ScorecardRule>>,
    areas: Memo<Vec<AreaCode>>,
    area: Memo<Option<AreaCode>>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let is_last = move || hand.month.get() >= hand.today.get().first_of_month();
    let turn = move |by: i64| {
        let next = hand.month.get_untracked().saturating_add(by.months());
        if next <= hand.today.get_untracked() {
            hand.month.set(next);
        }
    };
    let month = move || {
        let month: Date = hand.month.get();
        t(
            "scorecards-month",
            &[
                ("year", &month.year().to_string()),
                ("month", &month.month().to_string()),
            ],
        )
    };
    let option = move |code: AreaCode| {
        let (own, named) = (code.clone(), code.clone());
        let is_chosen = move || area.with(|area| area.as_ref() == Some(&own));
        view! {
            <option value=code.to_string() prop:selected=is_chosen>
                {move || desk.area_name(&named)}
            </option>
        }
    };
    let about = move || {
        rule.get().map(|rule| {
            let name = desk.language.get().of(&rule.name).to_owned();
            t(
                "scorecards-about",
                &[
                    ("name", &name),
                    ("rows", &rule.rows.len().to_string()),
                    ("basis", &rule.basis),
                ],
            )
        })
    };
    view! {
        <div class="index-bar" data-testid="scorecards-bar"
            data-month=move || hand.month.get().to_string()
            data-area=move || area.get().map(|area| area.to_string())>
            <Button on_press=move |()| turn(-1) testid="scorecards-before">{say!("scorecards-before")}</Button>
            <h3 class="index-day">{month}</h3>
            <Button on_press=move |()| turn(1) disabled=Signal::derive(is_last)
                testid="scorecards-after">{say!("scorecards-after")}</Button>
            <select class="input input-select index-pick" aria-label=say!("scorecards-area")
                data-testid="scorecards-area"
                on:change:target=move |event| {
                    hand.cell.set(None);
                    hand.town.set(AreaCode::parse(&event.target().value()).ok());
                }>
                {move || areas.get().into_iter().map(option).collect_view()}
            </select>
            <span class="part-note index-keys">{say!("scorecards-keys")}</span>
        </div>
        <p class="part-note index-made" data-testid="scorecards-about">{about}</p>
    }
}

#[component]
fn Cards(
    view: Signal<Arc<ScorecardsView>>,
    rule: Memo<Option<ScorecardRule>>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let is_any = Memo::new(move |_| view.with(|view| !view.cards.is_empty()));
    let open = Memo::new(move |_| {
        let pick = hand.cell.get()?;
        let rule = rule.get()?;
        view.with(|view| opened(view, &rule, &pick))
    });
    // A form is not drawn anew because something else changed meanwhile.
    let kind = Memo::new(move |_| {
        open.with(|open| {
            let open = open.as_ref()?;
            let stand = Stand::of(&open.row.measure, &open.scored);
            let gives = matches!(stand, Stand::Given | Stand::Ungiven);
            let cell = Pick {
                area: open.area.clone(),
                row: open.row.code.clone(),
            };
            Some((gives, cell))
        })
    });
    let is_open = Memo::new(move |_| kind.with(Option::is_some));
    let on_close = Callback::new(move |()| hand.cell.set(None));
    let beside = move || {
        kind.get().map(|(gives, _)| {
            if gives {
                let first = open.get_untracked();
                first
                    .map(|lost| view! { <Give lost month=hand.month.get_untracked() on_close /> })
                    .into_any()
            } else {
                view! { <Grounds lost=open hand on_close /> }.into_any()
            }
        })
    };
    let level = move || {
        let level = rule.get().map(|rule| rule.level);
        level.map(|level| crate::text::word("level", level.name()))
    };
    let none = move || {
        t(
            "scorecards-none",
            &[("level", &level().unwrap_or_default())],
        )
    };
    let days = move || {
        let days = view.with(|view| view.days);
        if days.to < days.from {
            t("scorecards-not-begun", &[])
        } else {
            t("scorecards-days", &[("days", &words::days(days))])
        }
    };
    let left = move || {
        view.with(|view| {
            let shown = view.cards.len() as u32;
            (shown < view.total).then(|| {
                t(
                    "scorecards-first",
                    &[("shown", &count(shown)), ("total", &count(view.total))],
                )
            })
        })
    };
    let ungiven = Memo::new(move |_| {
        rule.with(|rule| {
            let rule = rule.as_ref()?;
            Some(view.with(|view| still_to_give(view, rule)))
        })
    });
    let waits = move || {
        let waits = ungiven.get()?;
        let key = if waits == 0 {
            "scorecards-all-given"
        } else {
            "scorecards-to-give"
        };
        Some(t(key, &[("count", &count(waits))]))
    };
    view! {
        <Show when=move || is_any.get()
            fallback=move || view! { <Empty sentence=Signal::derive(none) next=say!("scorecards-none-next") /> }>
            <p class="scorecards-sums">
                <span class="part-note" data-testid="scorecards-days">{days}</span>
                <strong data-testid="scorecards-to-give"
                    data-count=move || ungiven.get().map(|count| count.to_string())>{waits}</strong>
                <span class="part-note">{left}</span>
            </p>
            <div class="index-frame" class:index-frame-open=is_open>
                <div class="index-side"><Sheet view rule hand desk /></div>
                <Show when=move || is_open.get()>{beside}</Show>
            </div>
        </Show>
    }
}

/// The cell that is open, as it is now.
fn opened(view: &ScorecardsView, rule: &ScorecardRule, pick: &Pick) -> Option<Lost> {
    let card = view.cards.iter().find(|card| card.area == pick.area)?;
    let scored = card.rows.iter().find(|row| row.code == pick.row)?;
    Some(Lost {
        area: pick.area.clone(),
        row: rule.row(&pick.row)?.clone(),
        scored: scored.clone(),
        given: card.given.get(&pick.row).cloned(),
    })
}

/// How many rows wait for somebody to give their points.
fn still_to_give(view: &ScorecardsView, rule: &ScorecardRule) -> u32 {
    let cards = view.cards.iter().flat_map(|card| &card.rows);
    let waits = cards.filter(|scored| {
        let row = rule.row(&scored.code);
        row.is_some_and(|row| Stand::of(&row.measure, scored) == Stand::Ungiven)
    });
    waits.count() as u32
}
