//! The matter itself and how it is handled: text, place, reporter, order, result; then what lies
//! nearby and who works in the grid.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::Said;
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::{GRID_POSTS, Person, Post};
use onemap_protocol::desk::{AreaCard, CaseView};

use super::brief::Brief;
use super::names;
use super::reporter::ReporterLine;
use super::timeline::LongText;
use super::when;
use crate::parts::{Hue, Simulated, Tag, count, exact};
use crate::remote::remote;
use crate::state::{Desk, Selection};
use crate::text::{sentence, t, word};

/// Text, address, reporter.
#[component]
pub fn Matter(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let facts = Memo::new(move |_| view.with(|view| view.case.facts.clone()));
    let text = move || {
        let text = facts.with(|facts| facts.text.clone());
        if text.is_empty() {
            view! { <p class="part-empty">{crate::say!("case-no-text")}</p> }.into_any()
        } else {
            view! { <LongText text /> }.into_any()
        }
    };
    let address = move || facts.with(|facts| facts.address.clone());
    view! {
        <section class="part" data-testid="case-matter">
            <h3 class="part-head">{crate::say!("case-matter")}</h3>
            {text}
            <dl class="pairs">
                <Show when=move || !address().is_empty()>
                    <dt>{crate::say!("case-address")}</dt>
                    <dd>{address}</dd>
                </Show>
                <ReporterLine view />
            </dl>
        </section>
    }
}

/// What another system said of the matter beside what a case has a place for; nothing when none did.
#[component]
pub fn OriginPart(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let origin = Memo::new(move |_| view.with(|view| view.case.facts.origin.clone()));
    let number = move || {
        let number = origin.with(|origin| origin.as_ref()?.number.clone());
        number.map(|number| t("case-origin-number", &[("number", &number)]))
    };
    let rows = move || {
        let said = origin.get().map(|origin| origin.said).unwrap_or_default();
        let row = |said: Said| view! { <dt>{said.name}</dt> <dd>{said.value}</dd> };
        said.into_iter().map(row).collect_view()
    };
    view! {
        <Show when=move || origin.with(Option::is_some)>
            <section class="part part-origin" data-testid="case-origin">
                <h3 class="part-head">
                    {crate::say!("case-origin")}
                    <span class="part-note figures">{number}</span>
                </h3>
                <dl class="pairs">{rows}</dl>
            </section>
        </Show>
    }
}

/// Lead, assists, requirements, due time, result, outcome; nothing before the first order.
#[component]
#[allow(
    clippy::too_many_lines,
    reason = "one card, from top to bottom as it is read"
)]
pub fn Order(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let case = Memo::new(move |_| view.with(|view| view.case.clone()));
    let has_any = Memo::new(move |_| {
        case.with(|case| {
            case.lead.is_some()
                || case.intake.is_some()
                || !case.result.is_empty()
                || case.outcome.is_some()
                || case.returned + case.urged + case.reopened + case.extended > 0
        })
    });
    let unit = move |code: DepartmentCode| {
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
    };
    let units = move |codes: BTreeSet<DepartmentCode>| {
        let parted = codes.into_iter().enumerate();
        parted
            .map(|(i, code)| view! { {(i > 0).then(|| t("list-separator", &[]))} {unit(code)} })
            .collect_view()
    };
    let rows = move || {
        let case = case.get();
        let due_at = case.order_due();
        let due = move || due_at.map(|at| when::moment(at, desk.now.get()));
        let declined = case.stage == onemap_domain::case::Stage::Declined;
        let outcome = case.outcome.clone().map(|outcome| {
            let outcome_reason = outcome.reason.clone();
            let head = if declined {
                String::new()
            } else {
                desk.closing(&outcome.reason)
            };
            let words = if declined {
                outcome.reason
            } else {
                outcome.note
            };
            let key = if declined {
                "case-declined"
            } else {
                "case-outcome"
            };
            let demands: Vec<(String, String)> = outcome
                .demands
                .into_iter()
                .map(|(code, text)| (names::demand(desk, &outcome_reason, &code), text))
                .collect();
            (key, head, words, demands)
        });
        view! {
            {case.intake.filter(|intake| case.lead.as_ref() != Some(intake)).map(|intake| view! {
                <dt>{crate::say!("case-intake")}</dt>
                <dd data-testid="case-intake">{unit(intake)}</dd>
            })}
            {case.lead.map(|lead| {
                let code = lead.to_string();
                let designated = case.designated;
                view! {
                    <dt>{crate::say!("case-lead")}</dt>
                    <dd data-testid="case-lead" data-department=code>
                        {unit(lead)}
                        {designated.then(|| view! {
                            " " <Tag hue=Hue::Accent>{crate::say!("case-event-designated")}</Tag>
                        })}
                    </dd>
                }
            })}
            {(!case.assists.is_empty()).then(|| view! {
                <dt>{crate::say!("case-assists")}</dt>
                <dd data-testid="case-assists">{units(case.assists)}</dd>
            })}
            {(!case.requirements.is_empty()).then(|| view! {
                <dt>{crate::say!("case-requirements")}</dt>
                <dd><LongText text=case.requirements /></dd>
            })}
            {due_at.map(|at| view! {
                <dt>{crate::say!("case-order-due")}</dt>
                <dd class="figures" title=exact(at)>{due}</dd>
            })}
            {(!case.result.is_empty()).then(|| view! {
                <dt>{crate::say!("case-result")}</dt>
                <dd data-testid="case-result"><LongText text=case.result /></dd>
            })}
            {outcome.map(|(key, head, words, demands)| view! {
                <dt>{crate::say!(key)}</dt>
                <dd data-testid="case-outcome">
                    {head}
                    {(!words.is_empty()).then(|| view! { <LongText text=words /> })}
                    {demands.into_iter().map(|(label, text)| view! {
                        <p class="event-label">{label}</p>
                        <LongText text />
                    }).collect_view()}
                </dd>
            })}
            {case.satisfaction.map(|satisfaction| view! {
                <dt>{crate::say!("case-satisfaction")}</dt>
                <dd>{move || word("satisfaction", satisfaction.name())}</dd>
            })}
        }
    };
    let marks = move || {
        let of = case.with(|case| {
            [
                ("case-returned", case.returned),
                ("case-urged", case.urged),
                ("case-reopened", case.reopened),
                ("case-extended", case.extended),
            ]
        });
        let tag = |(key, times): (&'static str, u32)| {
            view! { <Tag hue=Hue::Warning>{crate::say!(key, count = times)}</Tag> }
        };
        of.into_iter()
            .filter(|(_, times)| *times > 0)
            .map(tag)
            .collect_view()
    };
    view! {
        <Show when=move || has_any.get()>
            <section class="part" data-testid="case-order">
                <h3 class="part-head">
                    {crate::say!("case-order")}
                    <span class="part-tags">{marks}</span>
                </h3>
                <dl class="pairs">{rows}</dl>
            </section>
        </Show>
    }
}

/// Other open cases of the category within 500 m; nothing when there is none.
#[component]
pub fn NearbyCases(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let nearby = Memo::new(move |_| view.with(|view| view.nearby.clone()));
    let rows = move || {
        let row = |nearby: onemap_protocol::desk::Nearby| {
            let far = t("case-metres", &[("count", &count(nearby.metres))]);
            view! { <li><Brief row=nearby.row note=far /></li> }
        };
        nearby.get().into_iter().map(row).collect_view()
    };
    view! {
        <Show when=move || nearby.with(|nearby| !nearby.is_empty())>
            <section class="part" data-testid="case-nearby">
                <h3 class="part-head">
                    {crate::say!("case-nearby")}
                    <span class="part-note">{crate::say!("case-nearby-scope")}</span>
                </h3>
                <ul class="briefs">{rows}</ul>
            </section>
        </Show>
    }
}

/// The people of the case's grid; a post that nobody holds is shown as vacant.
#[component]
pub fn People(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let grid = Memo::new(move |_| view.with(|view| view.case.facts.grid.clone()));
    let card = remote(move || {
        desk.register.track();
        Some(AreaCard { code: grid.get() })
    });
    let people = move || {
        let grid = grid.get();
        card.with(|card| {
            // The old answer stays until the new one is there: not for another grid.
            let is_it = card.chain.last().is_some_and(|area| area.code == grid);
            is_it.then(|| card.people.clone())
        })
        .flatten()
    };
    let body = move || match (people(), card.problem()) {
        (Some(people), _) => view! { <PeopleList people expected=&GRID_POSTS /> }.into_any(),
        (None, Some(problem)) => {
            view! { <p class="part-failed" role="alert">{sentence(&problem)}</p> }.into_any()
        }
        (None, None) => ().into_any(),
    };
    view! {
        <section class="part" data-testid="case-people">
            <h3 class="part-head">
                {crate::say!("case-people")}
                <span class="part-note">{move || desk.area_name(&grid.get())}</span>
            </h3>
            {body}
        </section>
    }
}

/// People with their posts, and the posts that are expected here and vacant.
#[component]
pub fn PeopleList(
    /// Who is there.
    people: Vec<Person>,
    /// Which posts somebody should hold.
    expected: &'static [Post],
) -> impl IntoView {
    let vacant = expected
        .iter()
        .filter(|post| !people.iter().any(|p| p.post == **post))
        .copied();
    let vacant = vacant.map(|post| {
        view! {
            <li class="person person-vacant" data-testid="area-person" data-post=post.name() data-vacant="true">
                <span class="person-post">{move || word("post", post.name())}</span>
                <span title=crate::say!("area-vacant-hint")>{crate::say!("area-vacant")}</span>
            </li>
        }
    });
    let vacant = vacant.collect_view();
    let mut people = people;
    people.sort_by_key(|person| person.post);
    let held = people.into_iter().map(|person| {
        let post = person.post;
        view! {
            <li class="person" data-testid="area-person" data-post=post.name() data-vacant="false">
                <span class="person-post">{move || word("post", post.name())}</span>
                <span class="person-name">{person.name}</span>
                <span class="person-phone figures">{person.phone}</span>
                {person.simulated.then(|| view! { <Simulated /> })}
            </li>
        }
    });
    view! { <ul class="people">{vacant} {held.collect_view()}</ul> }
}
