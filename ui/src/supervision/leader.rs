//! 领导: what waits for a leader's word today, and the cases that leaders took on, each with what
//! was shown for it and what is still owed.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::case::{CaseId, Wish};
use onemap_domain::clock::Calendar;
use onemap_domain::profile::Named;
use onemap_domain::record::{Decision, Matter, RecordId, RecordKind};
use onemap_protocol::desk::{AdoptedRow, InHand, InHandView, RecordRow, Records, RequestRow};

use super::listed::{Marked, Rows};
use super::{Hand, keep_order};
use crate::case::Brief;
use crate::parts::{Ago, Empty, Hue, LampMark, Shown, Tag, count};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::{t, word};

/// What a leader has in hand.
#[component]
pub fn LeaderTab(hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let in_hand = remote(move || {
        desk.cases.track();
        hand.minute.track();
        Some(InHand {})
    });
    view! {
        <Shown remote=in_hand what=say!("what-in-hand") view=move |view| view! { <Both view hand /> } />
    }
}

#[component]
fn Both(view: Signal<Arc<InHandView>>, hand: Hand) -> impl IntoView {
    let requests = Memo::new(move |_| view.with(|view| view.requests.clone()));
    let unanswered = Memo::new(move |_| view.with(|view| view.unanswered.clone()));
    let decisions = Memo::new(move |_| view.with(|view| view.decisions.clone()));
    let adopted = Memo::new(move |_| view.with(|view| view.adopted.clone()));
    keep_order(
        hand,
        Memo::new(move |_| {
            view.with(|view| {
                let requests = view.requests.iter().map(|one| one.row.id);
                let slips = view.unanswered.iter().map(|row| row.id);
                let adopted = view.adopted.iter().map(|one| one.row.id);
                let mut seen: Vec<CaseId> = Vec::new();
                for id in requests.chain(slips).chain(adopted) {
                    if !seen.contains(&id) {
                        seen.push(id);
                    }
                }
                seen
            })
        }),
    );
    let request = |row: RequestRow| view! { <Request row /> };
    view! {
        <div class="leader">
            <div class="leader-today">
                <Part title="leader-requests" testid="leader-requests" none="leader-requests-none"
                    number=Signal::derive(move || requests.with(Vec::len))>
                    <ul class="briefs listed-rows">
                        <For each=move || requests.get() key=|row| format!("{row:?}") children=request />
                    </ul>
                </Part>
                <Part title="leader-slips" testid="leader-slips" none="leader-slips-none"
                    number=Signal::derive(move || unanswered.with(Vec::len))>
                    <Rows rows=unanswered mixed=true />
                </Part>
                <Part title="leader-decisions" testid="leader-decisions" none="leader-decisions-none"
                    number=Signal::derive(move || decisions.with(Vec::len))>
                    <Decisions ids=decisions />
                </Part>
            </div>
            <div class="leader-adopted"><Adopted adopted /></div>
        </div>
    }
}

/// A heading with how many, and what is said when there is none.
#[component]
fn Part(
    title: &'static str,
    testid: &'static str,
    none: &'static str,
    number: Signal<usize>,
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <section class="page-part" data-testid=testid data-count=move || number.get().to_string()>
            <h3 class="part-head">
                {say!(title)}
                <span class="leader-count figures" class:leader-count-some=move || { number.get() > 0 }>
                    {move || count(number.get() as u64)}
                </span>
            </h3>
            <Show when=move || { number.get() > 0 }
                fallback=move || view! { <p class="part-empty">{say!(none)}</p> }>
                {children()}
            </Show>
        </section>
    }
}

/// Somebody asks leave for something.
#[component]
fn Request(row: RequestRow) -> impl IntoView {
    let RequestRow { row, request } = row;
    let wish = match request.wish {
        Wish::Extension { .. } => "extension",
        Wish::Void => "void",
    };
    let id = row.id;
    let asks = move || {
        t(
            "leader-request",
            &[("wish", &word("wish", wish)), ("reason", &request.reason)],
        )
    };
    view! {
        <Marked id>
            <Brief row />
            <p class="leader-since"><strong>{asks}</strong> " " <Ago at=request.at /></p>
        </Marked>
    }
}

/// What meetings decided and nobody has reported done.
#[component]
fn Decisions(ids: Memo<Vec<RecordId>>) -> impl IntoView {
    let desk = Desk::here();
    let records = remote(move || {
        desk.cases.track();
        Some(Records {
            kind: RecordKind::Decision,
        })
    });
    let today = Memo::new(move |_| Calendar::BEIJING.date(desk.now.get()));
    let list = move |rows: Signal<Arc<Vec<RecordRow>>>| {
        let owed = Memo::new(move |_| {
            let ids = ids.get();
            rows.with(|rows| {
                let decision = |id: &RecordId| {
                    let row = rows.iter().find(|row| row.record.id == *id)?;
                    match &row.record.matter {
                        Matter::Decision(decision) => Some((*id, decision.clone())),
                        _ => None,
                    }
                };
                ids.iter().filter_map(decision).collect::<Vec<_>>()
            })
        });
        view! {
            <ul class="leader-decided">
                <For each=move || owed.get() key=|one| format!("{one:?}")
                    children=move |(id, decision)| view! { <Owed id decision today /> } />
            </ul>
        }
    };
    view! { <Shown remote=records what=say!("what-owed-decisions") view=list /> }
}

#[component]
fn Owed(id: RecordId, decision: Decision, today: Memo<Date>) -> impl IntoView {
    let desk = Desk::here();
    let resolution = decision.resolution.clone();
    let (case, becomes) = (resolution.case, resolution.becomes);
    let (by, person, unit) = (resolution.by, resolution.person, resolution.department);
    let late = Memo::new(move |_| decision.is_overdue(today.get()));
    let who = move || {
        let unit = unit.as_ref().map(|code| desk.department_short(code));
        let all = [unit.unwrap_or_default(), person.clone()];
        all.into_iter()
            .filter(|one| !one.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let day = move || {
        let (month, day) = (by.month().to_string(), by.day().to_string());
        t("leader-by", &[("month", &month), ("day", &day)])
    };
    let words = match case {
        Some(case) => view! {
            <button type="button" class="link leader-words" data-testid="leader-decision-case"
                on:click=move |_| desk.select_case(case)>{resolution.text}</button>
        }
        .into_any(),
        None => view! { <span class="leader-words">{resolution.text}</span> }.into_any(),
    };
    view! {
        <li class:leader-late=late data-testid="leader-decision" data-record=id.to_string()
            data-late=move || late.get().to_string()>
            {words}
            <p class="leader-owed">
                <Tag>{move || word("decision-becomes", becomes.name())}</Tag>
                <span>{who}</span>
                <span class="figures">{day}</span>
                <Show when=move || late.get()>
                    <span class="leader-late-words">
                        <LampMark lamp=Some(onemap_domain::clock::Lamp::Red) />
                        {say!("leader-late")}
                    </span>
                </Show>
            </p>
        </li>
    }
}

/// What a leader and the responsible unit owe in each adopted case.
#[derive(Clone, Debug, Default, PartialEq)]
struct Rule {
    leader: Vec<Named>,
    unit: Vec<Named>,
}

#[component]
fn Adopted(adopted: Memo<Vec<AdoptedRow>>) -> impl IntoView {
    let desk = Desk::here();
    let rule = Memo::new(move |_| {
        desk.names.with(|names| {
            let rule = names.as_deref()?.profile.adoption.as_ref()?;
            Some(Rule {
                leader: rule.leader_items.clone(),
                unit: rule.unit_items.clone(),
            })
        })
    });
    let without = move || rule.with(Option::is_none) && adopted.with(Vec::is_empty);
    let none = move || {
        t(
            if without() {
                "leader-adopted-unknown"
            } else {
                "leader-adopted-none"
            },
            &[],
        )
    };
    let one = move |row: AdoptedRow| {
        let rule = rule.get().unwrap_or_default();
        view! { <OneAdopted row rule /> }
    };
    view! {
        <section class="page-part" data-testid="leader-adopted"
            data-count=move || adopted.with(Vec::len).to_string()>
            <h3 class="part-head">
                {say!("leader-adopted")}
                <span class="leader-count figures">{move || count(adopted.with(Vec::len) as u64)}</span>
            </h3>
            <Show when=move || adopted.with(|rows| !rows.is_empty())
                fallback=move || view! { <Empty sentence=none /> }>
                <ul class="adopted-list">
                    <For each=move || adopted.get() key=|row| format!("{row:?}") children=one />
                </ul>
            </Show>
        </section>
    }
}

#[component]
fn OneAdopted(row: AdoptedRow, rule: Rule) -> impl IntoView {
    let desk = Desk::here();
    let AdoptedRow { row, adoption, own } = row;
    let id = row.id;
    let items = rule.leader.len() + rule.unit.len();
    let all = rule.leader.iter().chain(&rule.unit);
    let shown = all.filter(|item| adoption.evidence.contains_key(&item.code));
    let shown = shown.count();
    let unit = adoption.unit.clone();
    let who = move || {
        t(
            "leader-adopted-by",
            &[
                ("name", &adoption.name),
                ("unit", &desk.department_short(&unit)),
            ],
        )
    };
    let tally = move || {
        let (shown, items) = (shown.to_string(), items.to_string());
        t("leader-shown", &[("shown", &shown), ("items", &items)])
    };
    let item = |item: &Named| {
        let name = item.name.clone();
        let given = adoption.evidence.get(&item.code).cloned();
        let owed = given.is_none();
        let words = move || desk.language.get().of(&name).to_owned();
        let body = match given {
            Some(text) => view! { <span class="adopted-evidence">{text}</span> }.into_any(),
            None => {
                view! { <span class="adopted-owed">{say!("leader-item-owed")}</span> }.into_any()
            }
        };
        view! {
            <li class:adopted-item-owed=owed data-testid="leader-item" data-item=item.code.clone()
                data-owed=owed.to_string()>
                <span class="adopted-mark" aria-hidden="true">{if owed { "○" } else { "✓" }}</span>
                <span class="adopted-name">{words}</span>
                {body}
            </li>
        }
    };
    let leaders = rule.leader.iter().map(item).collect_view();
    let units = rule.unit.iter().map(item).collect_view();
    view! {
        <Marked id>
            <div class="adopted" class:adopted-own=own data-testid="leader-adopted-case"
                data-case=id.to_string() data-own=own.to_string()
                data-owed={(items - shown).to_string()}>
                <Brief row />
                <p class="adopted-who">
                    {own.then(|| view! { <Tag hue=Hue::Accent>{say!("leader-own")}</Tag> })}
                    <span>{who}</span>
                    <strong class="figures">{tally}</strong>
                </p>
                <div class="adopted-items">
                    <ul>{leaders}</ul>
                    <ul>{units}</ul>
                </div>
            </div>
        </Marked>
    }
}
