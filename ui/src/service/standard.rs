//! 达标: how many areas reach the standard, by the areas one level down, and the sheet of its items.

mod attest;
mod cell;
mod sheet;

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::indicator::Rate;
use onemap_domain::profile::StandardRule;
use onemap_domain::standard::ItemState;
use onemap_protocol::desk::{AskStandard, StandardView};

use self::attest::AttestForm;
use self::sheet::Sheet;
use super::duties::{Touched, fraction};
use super::{Hand, Key};
use crate::indicators::percent;
use crate::parts::{Segment, Shown, count};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::{t, word};

/// The standard of the way of working, with the number of its items; tracked.
fn rule_of(desk: Desk) -> Option<(StandardRule, u16)> {
    desk.names.with(|names| {
        let (rule, items) = names.as_deref()?.profile.items_of_standard()?;
        Some((rule.clone(), items))
    })
}

/// What the county calls its standard; tracked.
pub fn name_of(desk: Desk) -> String {
    let language = desk.language.get();
    desk.names.with(|names| {
        let name = names.as_deref().and_then(|n| n.profile.standard_name());
        name.map_or_else(String::new, |name| language.of(name).to_owned())
    })
}

/// What an item is called; where the county has not said it, its number. Tracked.
fn item_name(desk: Desk, item: u16) -> String {
    let language = desk.language.get();
    let named = desk.names.with(|names| {
        let name = names.as_deref()?.profile.standard_item(item)?;
        Some(language.of(name).to_owned())
    });
    named.unwrap_or_else(|| t("standard-item-unnamed", &[("number", &item.to_string())]))
}

/// The sign of how an item stands, so that colour is never alone.
const fn sign(state: &ItemState) -> &'static str {
    match state {
        ItemState::Missing => "○",
        ItemState::Held { .. } => "●",
        ItemState::Revoked { .. } => "◆",
    }
}

/// Why whoever is signed in may not write evidence, as a sentence; tracked.
fn refusal(desk: Desk) -> Option<String> {
    let role = desk.role()?;
    let (rule, _) = rule_of(desk)?;
    (!rule.by.contains(&role)).then(|| {
        let who = rule.by.iter().map(|role| word("role", role.name()));
        let who: Vec<String> = who.collect();
        let who = who.join(&t("list-separator", &[]));
        t("standard-not-yours", &[("who", &who)])
    })
}

/// The standard in an area.
#[component]
pub fn StandardTab(hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let standard = remote(move || {
        desk.cases.track();
        desk.register.track();
        hand.today.track();
        Some(AskStandard {
            area: hand.area.get(),
            behind: hand.behind.get(),
        })
    });
    view! {
        <Shown remote=standard what=say!("what-standard")
            view=move |view| view! { <Standard view hand /> } />
    }
}

#[component]
fn Standard(view: Signal<Arc<StandardView>>, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let why_not = Signal::derive(move || refusal(desk));
    let write = move || {
        let open = hand.item.get_untracked();
        let first = || view.with_untracked(|view| step(view, None, 1));
        if let Some(cell) = open.or_else(first) {
            hand.item.set(Some(cell.clone()));
            hand.attesting.set(Some(cell));
        }
    };
    hand.listen(move |key| {
        untrack(|| {
            match key {
                Key::New | Key::Into if why_not.with_untracked(Option::is_none) => write(),
                Key::Next => go(hand, view, 1),
                Key::Previous => go(hand, view, -1),
                Key::Back if hand.item.with_untracked(Option::is_some) => hand.item.set(None),
                Key::Back => return hand.goes_up(desk),
                _ => return false,
            }
            true
        })
    });
    let form = move || {
        let (area, item) = hand.attesting.get()?;
        let (rule, _) = untrack(|| rule_of(desk))?;
        Some(view! { <AttestForm list=rule.list area item view hand /> })
    };
    view! {
        <div class="standard" data-testid="standard">
            <Side view hand why_not />
            <div class="standard-main">
                {form}
                <Sheet view hand why_not />
            </div>
        </div>
    }
}

/// The next or the previous cell whose item does not hold, from one on; the first when there is
/// none.
fn step(view: &StandardView, from: Option<&(AreaCode, u16)>, by: isize) -> Option<(AreaCode, u16)> {
    let cells = view.rows.iter().flat_map(|row| {
        let states = (1..).zip(&row.items);
        states.map(move |(item, state)| (&row.area, item, state))
    });
    let cells: Vec<_> = cells.collect();
    let lacks = |state: &ItemState| !matches!(state, ItemState::Held { .. });
    let is_from = |(area, item): &(AreaCode, u16)| {
        let place =
            |(one, number, _): &(&AreaCode, u16, &ItemState)| *one == area && number == item;
        cells.iter().position(place)
    };
    let mut at = match from.and_then(is_from) {
        Some(place) => place.checked_add_signed(by)?,
        None => 0,
    };
    loop {
        let (area, item, state) = cells.get(at)?;
        if lacks(state) {
            return Some(((*area).clone(), *item));
        }
        at = at.checked_add_signed(by)?;
    }
}

fn go(hand: Hand, view: Signal<Arc<StandardView>>, by: isize) {
    let from = hand.item.get_untracked();
    if let Some(next) = view.with_untracked(|view| step(view, from.as_ref(), by)) {
        hand.item.set(Some(next));
    }
}

/// The rate, where it is set, and the same by the areas one level down.
#[component]
fn Side(
    view: Signal<Arc<StandardView>>,
    hand: Hand,
    why_not: Signal<Option<String>>,
) -> impl IntoView {
    let desk = Desk::here();
    let rate = Memo::new(move |_| view.with(|view| view.rate));
    let below = Memo::new(move |_| view.with(|view| view.below.clone()));
    let partial = Memo::new(move |_| view.with(|view| view.partial));
    let rule = Memo::new(move |_| rule_of(desk).map(|(rule, _)| rule));
    let basis = move || rule.with(|rule| rule.as_ref().map(|rule| rule.basis.clone()));
    let counted = move || {
        let key = rule.with(|rule| {
            let rule = rule.as_ref()?;
            Some(if rule.base_grids_only {
                "standard-of-base-grids".to_owned()
            } else {
                format!("standard-of-{}", rule.level.name())
            })
        });
        key.map(|key| t(&key, &[]))
    };
    let choices = Signal::derive(move || {
        desk.language.track();
        [(false, "all"), (true, "behind")]
            .map(|(behind, name)| (behind, word("standard-show", name)))
            .to_vec()
    });
    view! {
        <aside class="standard-side">
            <header class="standard-head">
                <h3>{move || name_of(desk)}</h3>
                <p class="standard-rate figures" data-testid="standard-rate"
                    data-reached=move || rate.get().numerator.to_string()
                    data-of=move || rate.get().denominator.to_string()>
                    <strong>{move || {
                        let rate = rate.get();
                        fraction(rate.numerator, rate.denominator)
                    }}</strong>
                    <span>{move || percent(rate.get())}</span>
                </p>
                <p class="part-note">{counted}</p>
                <p class="part-note">{basis}</p>
                <Segment choices chosen=hand.behind label=say!("standard-show")
                    on_choose=move |behind| hand.behind.set(behind)
                    named=|behind: &bool| format!("standard-behind-{behind}") />
                {move || why_not.get().map(|why| view! {
                    <p class="field-line duty-why" data-testid="standard-refusal">{why}</p>
                })}
                <Show when=move || partial.get()>
                    <p class="part-note" data-testid="standard-partial">{say!("standard-partial")}</p>
                </Show>
                <Touched hand words="standard-touched" />
            </header>
            <Show when=move || !below.with(Vec::is_empty)>
                <table class="page-table below-table" aria-label=say!("gaps-below")
                    data-testid="standard-below">
                    <tbody>
                        <For each=move || below.get()
                            key=|(area, rate)| (area.clone(), rate.numerator, rate.denominator)
                            children=move |(area, rate)| view! { <Below area rate hand /> } />
                    </tbody>
                </table>
            </Show>
        </aside>
    }
}

/// An area one level down; its name turns the page to it.
#[component]
fn Below(area: AreaCode, rate: Rate, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let (named, go) = (area.clone(), area.clone());
    let share = rate.percent().map_or(0, |percent| percent.0);
    let lacks = rate.denominator.saturating_sub(rate.numerator);
    view! {
        <tr data-testid="standard-child" data-area=area.to_string()
            data-reached=rate.numerator.to_string() data-of=rate.denominator.to_string()>
            <th scope="row">
                <button type="button" class="link" data-testid=format!("standard-{area}")
                    on:click=move |_| hand.turn_to(desk, go.clone())>
                    {move || desk.area_name(&named)}
                </button>
            </th>
            <td class="below-bar"><span style:width=format!("{}%", f64::from(share) / 100.0)></span></td>
            <td class="number figures">{fraction(rate.numerator, rate.denominator)}</td>
            <td class="number figures below-missing" class:below-whole=lacks == 0>
                {move || if lacks > 0 {
                    t("standard-lacks", &[("count", &count(lacks))])
                } else {
                    "✓".to_owned()
                }}
            </td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use onemap_domain::case::CaseId;
    use onemap_protocol::desk::StandardRow;
    use uuid::Uuid;

    use super::*;

    const HELD: ItemState = ItemState::Held {
        since: date(2026, 11, 20),
    };

    fn code(text: &str) -> AreaCode {
        AreaCode::parse(text).unwrap()
    }

    #[test]
    fn signs_differ_without_colour() {
        let revoked = ItemState::Revoked {
            since: date(2026, 11, 20),
            by: CaseId(Uuid::nil()),
            on: date(2026, 11, 21),
        };
        let mut signs = [ItemState::Missing, HELD, revoked].map(|state| sign(&state));
        signs.sort_unstable();
        assert!(signs.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn the_keyboard_goes_from_one_lacking_cell_to_the_next() {
        let row = |area: &str, items: [ItemState; 2]| StandardRow {
            area: code(area),
            items: items.to_vec(),
            lines: Vec::new(),
            pending: false,
        };
        let view = StandardView {
            area: code("520381"),
            items: 2,
            rate: Rate::new(1, 3),
            below: Vec::new(),
            rows: vec![
                row("520381001001001", [HELD, ItemState::Missing]),
                row("520381001001002", [HELD, HELD]),
                row("520381001001003", [ItemState::Missing, HELD]),
            ],
            total: 3,
            cases: Vec::new(),
            partial: false,
        };
        let first = (code("520381001001001"), 2);
        let second = (code("520381001001003"), 1);
        assert_eq!(step(&view, None, 1), Some(first.clone()));
        assert_eq!(step(&view, Some(&first), 1), Some(second.clone()));
        assert_eq!(step(&view, Some(&second), -1), Some(first.clone()));
        assert_eq!(step(&view, Some(&second), 1), None, "there is no other");
        assert_eq!(step(&view, Some(&first), -1), None);
    }
}
