//! One order: what was meant, what its case is now, where it stands, and what can be done.

use leptos::prelude::*;
use onemap_domain::command::CommandKind;
use onemap_domain::department::DepartmentCode;
use onemap_domain::record::RecordKind;
use onemap_protocol::desk::{CaseNow, OrderRow, OrderState, SetAside, Settlement, Wait};
use onemap_protocol::problem::Problem;

use super::choices::{Choices, Held};
use crate::case::command_name;
use crate::parts::Ago;
use crate::say;
use crate::state::Desk;
use crate::text::{sentence, t, word};

const fn name(state: &OrderState) -> &'static str {
    match state {
        OrderState::Waiting { .. } => "waiting",
        OrderState::Delivered { .. } => "delivered",
        OrderState::SetAside { .. } => "set_aside",
        OrderState::Settled { .. } => "settled",
    }
}

/// An order.
#[component]
pub fn Row(order: Memo<Option<OrderRow>>) -> impl IntoView {
    move || order.get().map(|order| view! { <Inside order /> })
}

#[component]
fn Inside(order: OrderRow) -> impl IntoView {
    let desk = Desk::here();
    let subject = order.subject;
    let record = order.record.clone();
    let is_case = record.is_none();
    let (command, id) = (order.command, order.id);
    let title = order.title.clone();
    let named = if title.is_empty() {
        subject.to_string()
    } else {
        title
    };
    let meant = (!order.meant.is_empty()).then(|| {
        let meant = DepartmentCode(order.meant.clone());
        // The code of a lead reads as its name; any other words come back as they are.
        let words = say!("order-meant", words = desk.department_name(&meant));
        view! { <p class="order-meant">{words}</p> }
    });
    let now = order.now.clone().map(|now| {
        view! { <p class="order-now" data-testid="order-now">{move || case_now(desk, &now)}</p> }
    });
    let state_name = name(&order.state);
    let command_words = {
        let record = record.clone();
        Signal::derive(move || named_command(desk, command, record.as_ref()))
    };
    view! {
        <article class="order" data-testid="order-row" data-state=state_name
            data-order=id.to_string() data-case=subject.to_string() data-command=command.name()>
            <button type="button" class="order-title" disabled=!is_case
                on:click=move |_| desk.select_case(subject.case())>
                <b>{move || named_command(desk, command, record.as_ref())}</b>" "
                {is_case.then_some(named)}
            </button>
            {meant}
            <p class="order-when">
                {order.author.clone()}" · "{say!("order-given")}" "<Ago at=order.issued_at />
            </p>
            <State order command=command_words />
            {now}
        </article>
    }
}

/// Where it stands, and what can be done.
#[component]
fn State(order: OrderRow, command: Signal<String>) -> impl IntoView {
    let held = |waits, was_sent, behind| Held {
        id: order.id,
        kind: order.command,
        waits,
        was_sent,
        behind,
    };
    match order.state {
        OrderState::Waiting {
            tries,
            last_failure,
            waits,
            behind,
            was_sent,
        } => {
            let held = held(true, was_sent, behind);
            let author = order.author.clone();
            let for_what: Vec<&'static str> = waits.iter().map(|wait| wait_name(*wait)).collect();
            view! {
                <p class="order-state" data-testid="order-tries" data-tries=tries.to_string()>
                    {move || waiting(tries, last_failure.as_deref())}
                </p>
                <p class="order-state" data-testid="order-waits" data-waits=for_what.join(" ")>
                    {move || waits_for(&waits, &author)}
                </p>
                <Choices held command />
            }
            .into_any()
        }
        OrderState::Delivered { at, number } => {
            let number = number.map(|number| format!(" · {}", number.0));
            view! {
                <p class="order-state order-good">{say!("order-delivered")}" "<Ago at />{number}</p>
            }
            .into_any()
        }
        OrderState::SetAside { at, why } => {
            let held = held(false, true, 0);
            view! {
                <p class="order-state order-bad" data-testid="order-why">{move || reason(&why)}</p>
                <p class="order-when">{say!("order-set-aside")}" "<Ago at /></p>
                <Choices held command />
            }
            .into_any()
        }
        OrderState::Settled {
            at,
            how,
            reason: dropped_for,
            by,
            why,
            was_sent,
        } => {
            let sent_before = was_sent && why.is_none() && how == Settlement::Drop;
            let by = by.unwrap_or_default();
            let dropped_for = dropped_for.unwrap_or_default();
            view! {
                {why.map(|why| view! { <p class="order-when">{move || reason(&why)}</p> })}
                <p class="order-state" data-testid="order-settled">
                    {move || settled(how, &by, &dropped_for)}" "{at.map(|at| view! { <Ago at /> })}
                </p>
                {sent_before.then(|| view! {
                    <p class="order-state order-bad">{say!("order-dropped-was-sent")}</p>
                })}
            }
            .into_any()
        }
    }
}

/// What a command is called; on a record, by the record's own command.
fn named_command(
    desk: Desk,
    command: CommandKind,
    record: Option<&(RecordKind, String)>,
) -> String {
    match record {
        Some((_, name)) => t(name, &[]),
        None => command_name(desk, command),
    }
}

/// What the case is now.
fn case_now(desk: Desk, now: &CaseNow) -> String {
    let number = now.number.as_ref();
    let number = number.map_or_else(|| t("no-number", &[]), |number| number.0.clone());
    let stage = word("stage", now.stage.name());
    match &now.lead {
        Some(lead) => t(
            "order-now-led",
            &[
                ("number", &number),
                ("stage", &stage),
                ("lead", &desk.department_short(lead)),
            ],
        ),
        None => t("order-now", &[("number", &number), ("stage", &stage)]),
    }
}

fn waiting(tries: u32, failure: Option<&str>) -> String {
    if tries == 0 {
        return t("order-waiting", &[]);
    }
    let tries = tries.to_string();
    match failure {
        Some(code) => {
            let why = t(&format!("order-failure-{}", code.replace('_', "-")), &[]);
            t("order-waiting-failed", &[("tries", &tries), ("why", &why)])
        }
        None => t("order-waiting-tried", &[("tries", &tries)]),
    }
}

const fn wait_name(wait: Wait) -> &'static str {
    match wait {
        Wait::Author => "author",
        Wait::Earlier => "earlier",
        Wait::Line => "line",
        Wait::Session => "session",
        Wait::Version => "version",
    }
}

/// For what it waits, in a sentence.
fn waits_for(waits: &[Wait], author: &str) -> String {
    if waits.is_empty() {
        return t("order-wait-turn", &[]);
    }
    let said = waits.iter().map(|wait| {
        let key = format!("order-wait-{}", wait_name(*wait));
        t(&key, &[("author", author)])
    });
    said.collect::<Vec<_>>().join(&t("order-wait-and", &[]))
}

fn reason(why: &SetAside) -> String {
    match why {
        SetAside::Refused { refusal } => sentence(&Problem::from(refusal)),
        SetAside::Conflict { .. } => t("order-conflict", &[]),
        SetAside::Unverified => t("order-unverified", &[]),
    }
}

fn settled(how: Settlement, by: &str, reason: &str) -> String {
    let key = match how {
        Settlement::Drop if reason.is_empty() => "order-settled-dropped",
        Settlement::Drop => "order-settled-drop",
        Settlement::SendAgain => "order-settled-send-again",
        Settlement::TakeOver => "order-settled-take-over",
    };
    t(key, &[("by", by), ("reason", reason)])
}
