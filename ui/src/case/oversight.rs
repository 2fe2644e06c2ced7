//! What presses a case: the supervision that stands on its ladder, a leader's adoption with what
//! is owed, the whistle with who came.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::{Adoption, Satisfaction, Supervision, Whistle, WhistleRatings};
use onemap_domain::department::DepartmentCode;
use onemap_protocol::desk::CaseView;

use super::names;
use super::paper::{KeepPaper, Paper};
use super::timeline::LongText;
use super::when;
use crate::parts::{Ago, Due, Hue, Tag, count, exact};
use crate::state::{Desk, Selection};
use crate::text::{t, word};

/// All three, as far as they are there.
#[component]
pub fn Oversight(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    view! {
        <Supervised view />
        <Adopted view />
        <Whistled view />
    }
}

/// A department's name that leads to its panel.
fn unit_link(desk: Desk, code: DepartmentCode) -> impl IntoView {
    let target = code.clone();
    view! {
        <button
            type="button"
            class="link"
            on:click=move |_| desk.show(Selection::Department(target.clone()))
        >
            {move || desk.department_name(&code)}
        </button>
    }
}

/// The number of a slip: the case's with the slip's behind it, 520381-20261121-0041督1.
pub fn slip_number(case_number: Option<&str>, slip: u32) -> String {
    let number = case_number.map_or_else(|| t("case-unnumbered", &[]), str::to_owned);
    t(
        "case-slip",
        &[("number", &number), ("slip", &slip.to_string())],
    )
}

/// The supervision that stands: its ladder with the rung lit, the slip, until when, the answer.
#[component]
fn Supervised(view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    let stands = Memo::new(move |_| view.with(|view| view.case.supervision.clone()));
    let number = Memo::new(move |_| view.with(|view| view.case.number.clone()));
    move || {
        stands.get().map(|supervision| {
            let Supervision {
                ladder,
                rung: now,
                slip,
                reason,
                issued_at,
                due_at,
                answer,
            } = supervision;
            let slip_words = move || {
                let number = number.get();
                slip_number(number.as_ref().map(|number| number.0.as_str()), slip)
            };
            let rungs = names::profile(desk, |profile| {
                let ladder = profile.ladder(&ladder);
                ladder.map_or_else(Vec::new, |ladder| {
                    ladder
                        .rungs
                        .iter()
                        .map(|rung| names::label(&rung.name))
                        .collect()
                })
            });
            let rung = |(index, name): (usize, String)| {
                let state = match (index as u32).cmp(&now) {
                    std::cmp::Ordering::Less => "done",
                    std::cmp::Ordering::Equal => "now",
                    std::cmp::Ordering::Greater => "ahead",
                };
                view! {
                    <li
                        class=format!("rung rung-{state}")
                        aria-current=(state == "now").then_some("step")
                        data-testid="case-rung"
                        data-state=state
                    >
                        {name}
                    </li>
                }
            };
            let rungs: Vec<String> = rungs.unwrap_or_default();
            let rungs = rungs.into_iter().enumerate().map(rung).collect_view();
            let is_owed = answer.is_none();
            let answer = match answer {
                Some(answer) => view! { <LongText text=answer /> }.into_any(),
                None => {
                    view! { <span class="owed">{crate::say!("case-slip-owed")}</span> }.into_any()
                }
            };
            view! {
                <section
                    class="part"
                    class:part-waiting=is_owed
                    data-testid="case-supervision"
                    data-rung=now.to_string()
                    data-answered=(!is_owed).to_string()
                >
                    <h3 class="part-head">
                        {crate::say!("case-supervision")}
                        <span class="part-note figures" data-testid="case-slip">{slip_words}</span>
                    </h3>
                    <ol class="rungs" aria-label=crate::say!("case-ladder")>{rungs}</ol>
                    <LongText text=reason />
                    <dl class="pairs">
                        <dt>{crate::say!("case-slip-issued")}</dt>
                        <dd><Ago at=Signal::stored(issued_at) /></dd>
                        <dt>{crate::say!("case-slip-due")}</dt>
                        <dd title=exact(due_at)>
                            {if is_owed {
                                view! { <Due at=Signal::stored(due_at) /> }.into_any()
                            } else {
                                view! { {move || when::moment(due_at, desk.now.get())} }.into_any()
                            }}
                        </dd>
                        <dt>{crate::say!("case-slip-answer")}</dt>
                        <dd>{answer}</dd>
                    </dl>
                    <KeepPaper paper=Paper::Slip view />
                </section>
            }
        })
    }
}

/// A leader's adoption: each item with its evidence, or who owes it.
#[component]
fn Adopted(view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    let adoption = Memo::new(move |_| view.with(|view| view.case.adoption.clone()));
    move || {
        adoption.get().map(|adoption| {
            let Adoption {
                name,
                unit,
                evidence,
                ..
            } = adoption;
            let items = names::profile(desk, |profile| {
                let rule = profile.adoption.as_ref();
                rule.map_or_else(Vec::new, |rule| {
                    let leader = rule.leader_items.iter().map(|item| (item.code.clone(), true));
                    let unit = rule.unit_items.iter().map(|item| (item.code.clone(), false));
                    leader.chain(unit).collect::<Vec<_>>()
                })
            });
            let items = items.unwrap_or_default();
            let shown = items.iter().filter(|(code, _)| evidence.contains_key(code)).count();
            let total = items.len();
            let owes = name.clone();
            let owing_unit = unit.clone();
            let item = move |(code, is_leaders): (String, bool)| {
                let given = evidence.get(&code).cloned();
                let is_owed = given.is_none();
                let (owes, owing_unit) = (owes.clone(), owing_unit.clone());
                let label = {
                    let code = code.clone();
                    move || names::item(desk, &code)
                };
                let body = if let Some(text) = given {
                    view! { <LongText text /> }.into_any()
                } else {
                    let who = move || {
                        let who = if is_leaders {
                            owes.clone()
                        } else {
                            desk.department_short(&owing_unit)
                        };
                        t("case-item-owed", &[("name", &who)])
                    };
                    view! { <p class="owed">{who}</p> }.into_any()
                };
                view! {
                    <li class="adopt-item" data-testid="case-item" data-item=code data-owed=is_owed.to_string()>
                        <span class="adopt-mark" aria-hidden="true">{if is_owed { "○" } else { "✓" }}</span>
                        <div>
                            <strong>{label}</strong>
                            {body}
                        </div>
                    </li>
                }
            };
            let tally = move || {
                t(
                    "case-items-shown",
                    &[("done", &count(shown as u64)), ("total", &count(total as u64))],
                )
            };
            view! {
                <section class="part" data-testid="case-adoption">
                    <h3 class="part-head">
                        {crate::say!("case-adoption")}
                        <span class="part-note figures">{tally}</span>
                    </h3>
                    <dl class="pairs">
                        <dt>{crate::say!("case-adopter")}</dt>
                        <dd>{name}</dd>
                        <dt>{crate::say!("field-unit")}</dt>
                        <dd>{unit_link(desk, unit)}</dd>
                    </dl>
                    <ul class="plain adopt-items">{items.into_iter().map(item).collect_view()}</ul>
                </section>
            }
        })
    }
}

/// The whistle: by when they are needed, who came when, who did not.
#[component]
fn Whistled(view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    let whistle = Memo::new(move |_| view.with(|view| view.case.whistle.clone()));
    move || {
        whistle.get().map(|whistle| {
            let Whistle {
                reason,
                needed_by,
                units,
                ratings,
            } = whistle;
            let came = units.values().filter(|arrived| arrived.is_some()).count();
            let called = units.len();
            let unit = move |(code, arrived): (DepartmentCode, Option<jiff::Timestamp>)| {
                let department = code.to_string();
                let said = ratings.get(&code).copied().unwrap_or_default();
                let is_late = Memo::new(move |_| arrived.unwrap_or_else(|| desk.now.get()) > needed_by);
                let state = move || match (arrived, is_late.get()) {
                    (Some(_), false) => "there",
                    (Some(_), true) => "late",
                    (None, false) => "expected",
                    (None, true) => "no_show",
                };
                let words = move || match arrived {
                    Some(at) => t("case-arrived", &[("when", &when::moment(at, desk.now.get()))]),
                    None => String::new(),
                };
                let mark = move || {
                    let hue = match state() {
                        "there" => Hue::Accent,
                        "expected" => Hue::Plain,
                        _ => Hue::Danger,
                    };
                    view! { <Tag hue>{word("case-arrival", state())}</Tag> }
                };
                view! {
                    <li class="arrival" data-testid="case-arrival" data-department=department data-state=state>
                        {unit_link(desk, code)} <span class="figures">{words}</span> {mark}
                        <Rated said />
                    </li>
                }
            };
            let tally = move || {
                t(
                    "case-whistle-came",
                    &[("done", &count(came as u64)), ("total", &count(called as u64))],
                )
            };
            view! {
                <section class="part" data-testid="case-whistle">
                    <h3 class="part-head">
                        {crate::say!("case-whistle")}
                        <span class="part-note figures">{tally}</span>
                    </h3>
                    <LongText text=reason />
                    <dl class="pairs">
                        <dt>{crate::say!("field-needed-by")}</dt>
                        <dd class="figures" title=exact(needed_by)>
                            {move || when::moment(needed_by, desk.now.get())}
                        </dd>
                    </dl>
                    <ul class="plain">{units.into_iter().map(unit).collect_view()}</ul>
                </section>
            }
        })
    }
}

/// What the two sides of a whistle said of each other.
#[component]
fn Rated(said: WhistleRatings) -> impl IntoView {
    let side = |who: &'static str, key: &'static str, said: Option<Satisfaction>| {
        let name = said.map_or("none", Satisfaction::name);
        let answer = move || match said {
            Some(said) => word("satisfaction", said.name()),
            None => t("case-not-rated", &[]),
        };
        view! {
            <span class="arrival-side" data-testid="case-rated" data-side=who data-said=name>
                <span class="part-note">{crate::say!(key)}</span>
                " "
                <span class:answer-no=said == Some(Satisfaction::Dissatisfied)>{answer}</span>
            </span>
        }
    };
    view! {
        <span class="arrival-sides">
            {side("caller", "case-rated-by-caller", said.of_unit)}
            {side("unit", "case-rated-by-unit", said.of_call)}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slips_number_is_the_cases_with_the_slips_behind_it() {
        assert_eq!(
            slip_number(Some("520381-20261121-0041"), 2),
            "520381-20261121-0041督2"
        );
    }
}
