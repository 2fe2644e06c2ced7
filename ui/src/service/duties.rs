//! 勤务: the duties of the way of working, how far each was done, and the one that is open.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::profile::{DutyRule, Label};
use onemap_protocol::desk::{AskGaps, DutyGaps, GapsView, RecordCard};

use super::areas::owing;
use super::cells::{day_in, is_too_late, period_words};
use super::gaps::Gaps;
use super::sheet::Sheet;
use super::write::{Begin, WriteForm};
use super::{Hand, Key};
use crate::indicators::percent;
use crate::parts::{Button, Empty, Hue, Look, Segment, Shown, Tag, count};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::{t, word};

/// The two sides of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Where it is missing.
    Gaps,
    /// Its books, period by period.
    Sheet,
}

impl Side {
    const ALL: [Side; 2] = [Side::Gaps, Side::Sheet];

    const fn name(self) -> &'static str {
        match self {
            Side::Gaps => "gaps",
            Side::Sheet => "sheet",
        }
    }
}

/// The duties of an area.
#[component]
pub fn DutiesTab(hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let gaps = remote(move || {
        desk.cases.track();
        desk.register.track();
        hand.today.track();
        Some(AskGaps {
            area: hand.area.get(),
        })
    });
    view! {
        <Shown remote=gaps what=say!("what-duties") view=move |view| view! { <Duties view hand /> } />
    }
}

/// A duty of the profile; tracked.
fn rule_of(desk: Desk, code: &str) -> Option<DutyRule> {
    desk.names
        .with(|names| names.as_deref()?.profile.duty(code).cloned())
}

/// Duties by what the county files them under, in the profile's order.
fn grouped(rules: Vec<DutyRule>) -> Vec<(Option<Label>, Vec<DutyRule>)> {
    let mut groups: Vec<(Option<Label>, Vec<DutyRule>)> = Vec::new();
    for rule in rules {
        match groups.iter_mut().find(|(head, _)| *head == rule.heading) {
            Some((_, own)) => own.push(rule),
            None => groups.push((rule.heading.clone(), vec![rule])),
        }
    }
    groups
}

#[component]
fn Duties(view: Signal<Arc<GapsView>>, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let codes = Memo::new(move |_| {
        view.with(|view| {
            let codes = view.duties.iter().map(|duty| duty.rule.clone());
            codes.collect::<Vec<_>>()
        })
    });
    // Nobody chose one: the first with something missing.
    let chosen = Memo::new(move |_| {
        let wanted = hand.rule.get();
        view.with(|view| {
            let all = || view.duties.iter();
            let by_hand = all().find(|duty| Some(&duty.rule) == wanted.as_ref());
            let duty = by_hand
                .or_else(|| all().find(|duty| !duty.gaps.is_empty()))
                .or_else(|| all().next());
            duty.map(|duty| duty.rule.clone())
        })
    });
    // Writing its last gap down must not turn the page to another duty.
    Effect::new(move |_| {
        if hand.rule.with(Option::is_none) {
            let first = chosen.get();
            hand.rule.set(first);
        }
    });
    let groups = move || {
        let rules = codes.get();
        let rules = rules.iter().filter_map(|code| rule_of(desk, code));
        let language = desk.language.get();
        grouped(rules.collect())
            .into_iter()
            .map(|(head, rules)| {
                let head = head.map(|head| {
                    view! { <h3 class="duties-heading">{language.of(&head).to_owned()}</h3> }
                });
                let rows = rules
                    .into_iter()
                    .map(|rule| view! { <Row rule view hand chosen /> })
                    .collect_view();
                view! { <section>{head}<ul class="duties-list">{rows}</ul></section> }
            })
            .collect_view()
    };
    let rule = Memo::new(move |_| {
        chosen.with(|code| code.as_deref().and_then(|code| rule_of(desk, code)))
    });
    let open = move || rule.get().map(|rule| view! { <OneDuty rule view hand /> });
    view! {
        <Show when=move || !codes.with(Vec::is_empty)
            fallback=|| view! { <Empty sentence=say!("duties-empty") next=say!("duties-empty-next") /> }>
            <div class="duties-frame">
                <nav class="duties-side" aria-label=say!("service-tab-duties")>{groups}</nav>
                <div class="duties-one">{open}</div>
            </div>
        </Show>
    }
}

/// What the newest answer says of a duty; `None` when it says nothing any more.
fn said(view: Signal<Arc<GapsView>>, code: String) -> Memo<Option<DutyGaps>> {
    Memo::new(move |_| {
        view.with(|view| {
            let duty = view.duties.iter().find(|duty| duty.rule == code);
            duty.cloned()
        })
    })
}

/// A duty in the list: how far it was done, how many times it is missing.
#[component]
fn Row(
    rule: DutyRule,
    view: Signal<Arc<GapsView>>,
    hand: Hand,
    chosen: Memo<Option<String>>,
) -> impl IntoView {
    let desk = Desk::here();
    let duty = said(view, rule.code.clone());
    let of = move |read: fn(&DutyGaps) -> u64| move || duty.with(|duty| duty.as_ref().map(read));
    let done = of(|duty| duty.last.rate.numerator);
    let owed = of(|duty| duty.last.rate.denominator);
    let gaps = of(|duty| duty.gaps.len() as u64);
    let missing = move || duty.with(|duty| duty.as_ref().map_or(0, missing));
    let code = rule.code.clone();
    let own = code.clone();
    let is_chosen = move || chosen.with(|chosen| chosen.as_deref() == Some(own.as_str()));
    let testid = format!("duty-{code}");
    let choose = move |_| {
        hand.gap.set(None);
        hand.cell.set(None);
        hand.writing.set(None);
        hand.rule.set(Some(code.clone()));
    };
    let (every, times) = (rule.every, rule.times);
    let name = rule.name;
    let last = move || {
        let last = duty.with(|duty| duty.as_ref().map(|duty| duty.last));
        last.map(|last| {
            let none = last.rate.denominator == 0;
            if none {
                t("duty-nothing-owed", &[])
            } else {
                fraction(last.rate.numerator, last.rate.denominator)
            }
        })
    };
    let share = move || {
        let rate = duty.with(|duty| duty.as_ref().map(|duty| duty.last.rate));
        rate.filter(|rate| rate.denominator > 0).map(percent)
    };
    let standing = move || match (missing(), owed()) {
        (0, None | Some(0)) => ().into_any(),
        (0, _) => view! { <span class="gaps-whole">"✓"</span> }.into_any(),
        (missing, _) => view! {
            <span class="duty-missing">
                <span aria-hidden="true">"◆"</span>
                {t("duty-missing", &[("count", &count(missing))])}
            </span>
        }
        .into_any(),
    };
    view! {
        <li>
            <button type="button" class="duty-row" class:duty-row-open=is_chosen.clone()
                aria-pressed=move || is_chosen().to_string() data-testid=testid
                data-done=move || done().map(|n| n.to_string())
                data-owed=move || owed().map(|n| n.to_string())
                data-gaps=move || gaps().map(|n| n.to_string()) on:click=choose>
                <span class="duty-row-name">{move || desk.language.get().of(&name).to_owned()}</span>
                <span class="duty-row-every">{move || every_words(every.name(), times)}</span>
                <span class="duty-row-last figures">{last} <strong>{share}</strong></span>
                <span class="figures">{standing}</span>
            </button>
        </li>
    }
}

/// How many times a duty was missing.
fn missing(duty: &DutyGaps) -> u64 {
    duty.gaps.iter().map(|gap| u64::from(gap.missing)).sum()
}

/// Done of owed: 1,203/1,260.
pub fn fraction(done: u64, owed: u64) -> String {
    format!("{}/{}", count(done), count(owed))
}

/// How often: 每日, 每周 2 次.
fn every_words(every: &str, times: u16) -> String {
    let every = word("every", every);
    if times > 1 {
        t(
            "duty-times",
            &[("every", &every), ("times", &times.to_string())],
        )
    } else {
        every
    }
}

/// Why whoever is signed in may not write in the books of a duty, as a sentence; tracked.
pub fn refusal(desk: Desk, rule: &DutyRule) -> Option<String> {
    let role = desk.role()?;
    (!rule.by.contains(&role)).then(|| {
        let who: Vec<String> = rule
            .by
            .iter()
            .map(|role| word("role", role.name()))
            .collect();
        t(
            "duty-not-yours",
            &[("who", &who.join(&t("list-separator", &[])))],
        )
    })
}

/// The duty that is open.
#[component]
fn OneDuty(rule: DutyRule, view: Signal<Arc<GapsView>>, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let duty = said(view, rule.code.clone());
    let within = Memo::new(move |_| view.with(|view| view.area.clone()));
    let kept = StoredValue::new(rule.clone());
    let every = rule.every;
    let why_not = Signal::derive(move || kept.with_value(|rule| refusal(desk, rule)));
    let choices = Signal::derive(move || {
        desk.language.track();
        Side::ALL
            .map(|side| (side, word("duty-side", side.name())))
            .to_vec()
    });
    let begin = move || {
        let today = hand.today.get_untracked();
        let cell = hand.cell.get_untracked();
        if let Some((area, from)) = cell.filter(|_| hand.side.get_untracked() == Side::Sheet) {
            let on = day_in(every.period(from), today);
            let area = Some(area);
            return hand.writing.set(Some(Begin { area, on }));
        }
        let period = duty.with_untracked(|duty| duty.as_ref().map(|duty| duty.last.days));
        // What can no longer be written down is not proposed.
        let period = period.filter(|period| !is_too_late(*period, today));
        let area = hand.gap.get_untracked().or_else(|| {
            duty.with_untracked(|duty| Some(duty.as_ref()?.gaps.first()?.area.clone()))
        });
        // Without a gap what is written down is of today.
        let on = match (&area, period) {
            (Some(_), Some(period)) => day_in(period, today),
            _ => today,
        };
        hand.writing.set(Some(Begin { area, on }));
    };
    hand.listen(move |key| {
        untrack(|| {
            match key {
                Key::New | Key::Into if why_not.with_untracked(Option::is_none) => begin(),
                Key::Next => step(hand, duty, 1),
                Key::Previous => step(hand, duty, -1),
                Key::Back if hand.cell.with_untracked(Option::is_some) => hand.cell.set(None),
                Key::Back if hand.gap.with_untracked(Option::is_some) => hand.gap.set(None),
                Key::Back => return hand.goes_up(desk),
                _ => return false,
            }
            true
        })
    });
    let form = move || {
        hand.writing.get().map(|begin| {
            let rule = kept.get_value();
            let choices = untrack(|| owing(desk, &rule, &within.get()));
            view! { <WriteForm rule begin choices hand /> }
        })
    };
    let side = move || match hand.side.get() {
        Side::Gaps => view! { <Gaps rule=kept.get_value() duty within hand why_not /> }.into_any(),
        Side::Sheet => view! { <Sheet rule=kept.get_value() within hand why_not /> }.into_any(),
    };
    let name = rule.name.clone();
    let span = move |key: &'static str,
                     testid: &'static str,
                     of: fn(&DutyGaps) -> onemap_protocol::desk::Span| {
        move || {
            let span = duty.with(|duty| duty.as_ref().map(of))?;
            let days = period_words(every, span.days, hand.today.get());
            let rate = span.rate;
            let told = if rate.denominator == 0 {
                t("duty-nothing-owed", &[])
            } else {
                fraction(rate.numerator, rate.denominator)
            };
            Some(view! {
                <div class="duty-span" data-testid=testid data-done=rate.numerator.to_string()
                    data-owed=rate.denominator.to_string()>
                    <dt>{t(key, &[("period", &days)])}</dt>
                    <dd class="figures">
                        <strong>{told}</strong>
                        {(rate.denominator > 0).then(|| percent(rate))}
                    </dd>
                </div>
            })
        }
    };
    let basis = rule.basis;
    view! {
        <section class="duty-one" data-testid="duty-open" data-rule=rule.code>
            <header class="duty-head">
                <div class="duty-title">
                    <h3>{move || desk.language.get().of(&name).to_owned()}</h3>
                    <Tag>{move || every_words(every.name(), rule.times)}</Tag>
                    <span class="part-note clip" title=basis.clone()>{basis.clone()}</span>
                </div>
                <dl class="duty-spans">
                    {span("duty-last", "duty-last", |duty| duty.last)}
                    {span("duty-running", "duty-running", |duty| duty.running)}
                </dl>
                <div class="duty-deeds">
                    <Segment choices chosen=hand.side label=say!("duty-sides")
                        on_choose=move |side| hand.side.set(side)
                        named=|side: &Side| format!("duty-side-{}", side.name()) />
                    <Button look=Look::Primary on_press=move |()| untrack(begin) reason=why_not hint="N"
                        testid="duty-write">{say!("service-write")}</Button>
                </div>
                {move || why_not.get().map(|why| view! {
                    <p class="field-line duty-why" data-testid="duty-refusal">{why}</p>
                })}
                <Touched hand />
            </header>
            {form}
            {side}
        </section>
    }
}

/// The next or the previous gap on the screen; the first when none of them is marked.
fn step(hand: Hand, duty: Memo<Option<DutyGaps>>, by: isize) {
    let now = hand.gap.get_untracked();
    let next = duty.with_untracked(|duty| {
        let gaps = &duty.as_ref()?.gaps;
        let place = gaps.iter().position(|gap| Some(&gap.area) == now.as_ref());
        let next = place.map_or(Some(0), |place| place.checked_add_signed(by))?;
        gaps.get(next).map(|gap| gap.area.clone())
    });
    if let Some(next) = next {
        hand.gap.set(Some(next));
    }
}

/// The book or sheet that was written in last: whether the central has it.
#[component]
pub fn Touched(
    hand: Hand,
    /// The key of the sentence that names its area.
    #[prop(default = "duty-touched")]
    words: &'static str,
) -> impl IntoView {
    let desk = Desk::here();
    let book = remote(move || {
        desk.cases.track();
        hand.touched.get().map(|id| RecordCard { id })
    });
    let row = Memo::new(move |_| {
        book.with(|view| {
            let area: AreaCode = view.row.record.matter.area().clone();
            (area, view.row.pending)
        })
    });
    move || {
        row.get().map(|(area, pending)| {
            let place = desk.place(&area);
            let mark = if pending {
                view! { <Tag hue=Hue::Pending title=say!("pending-hint")>{t("pending", &[])}</Tag> }
                    .into_any()
            } else {
                view! { <span class="duty-confirmed">"✓ " {t("duty-confirmed", &[])}</span> }
                    .into_any()
            };
            view! {
                <p class="duty-touched" role="status" data-testid="duty-touched"
                    data-area=area.to_string() data-pending=pending.to_string()>
                    {t(words, &[("place", &place)])} {mark}
                </p>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duties_stand_under_what_the_county_files_them_under_in_its_order() {
        let rule = |code: &str, heading: Option<&str>| -> DutyRule {
            let mut rule: DutyRule = serde_json::from_value(serde_json::json!({
                "code": code, "name": { "zh": code, "en": code }, "basis": "",
                "every": "day", "level": "grid",
            }))
            .unwrap();
            rule.heading = heading.map(|head| Label {
                zh: head.to_owned(),
                en: head.to_owned(),
            });
            rule
        };
        let groups = grouped(vec![
            rule("a", Some("巡网走访")),
            rule("b", None),
            rule("c", Some("巡网走访")),
        ]);
        let told: Vec<Vec<&str>> = groups
            .iter()
            .map(|(_, own)| own.iter().map(|rule| rule.code.as_str()).collect())
            .collect();
        assert_eq!(told, [vec!["a", "c"], vec!["b"]]);
    }
}
