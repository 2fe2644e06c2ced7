//! One order: what was meant, where it stands, and for one set aside what can be done.

use leptos::prelude::*;
use onemap_domain::command::CommandKind;
use onemap_domain::department::DepartmentCode;
use onemap_domain::record::RecordKind;
use onemap_protocol::desk::{OrderRow, OrderState, SetAside, Settle, Settlement};
use onemap_protocol::problem::Problem;

use crate::case::command_name;
use crate::parts::{Ago, Button, Dialog, Look};
use crate::remote::Deed;
use crate::say;
use crate::state::Desk;
use crate::text::{sentence, t};

const fn name(state: &OrderState) -> &'static str {
    match state {
        OrderState::Waiting { .. } => "waiting",
        OrderState::Delivered { .. } => "delivered",
        OrderState::SetAside { .. } => "set_aside",
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
    let state = match &order.state {
        OrderState::Waiting {
            tries,
            last_failure,
        } => {
            let (tries, failure) = (*tries, last_failure.clone());
            view! { <p class="order-state">{move || waiting(tries, failure.as_deref())}</p> }
                .into_any()
        }
        OrderState::Delivered { at, number } => {
            let (at, number) = (*at, number.as_ref().map(|number| number.0.clone()));
            view! {
                <p class="order-state order-good">
                    {say!("order-delivered")}" "<Ago at />
                    {number.map(|number| format!(" · {number}"))}
                </p>
            }
            .into_any()
        }
        OrderState::SetAside { at, why } => {
            let (at, why) = (*at, why.clone());
            view! {
                <p class="order-state order-bad" data-testid="order-why">{move || reason(&why)}</p>
                <p class="order-when">{say!("order-set-aside")}" "<Ago at /></p>
                <Settling id command={
                    let record = record.clone();
                    move || named_command(desk, command, record.as_ref())
                } />
            }
            .into_any()
        }
    };
    view! {
        <article class="order" data-testid="order-row" data-state=name(&order.state)
            data-order=id.to_string() data-case=subject.to_string() data-command=command.name()>
            <button type="button" class="order-title" disabled=!is_case
                on:click=move |_| desk.select_case(subject.case())>
                <b>{move || named_command(desk, command, record.as_ref())}</b>" "
                {is_case.then_some(named)}
            </button>
            {meant}
            <p class="order-when">{order.author}" · "<Ago at=order.issued_at /></p>
            {state}
        </article>
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

fn reason(why: &SetAside) -> String {
    match why {
        SetAside::Refused { refusal } => sentence(&Problem::from(refusal)),
        SetAside::Conflict { .. } => t("order-conflict", &[]),
    }
}

/// Send again, or drop after saying what that means.
#[component]
fn Settling(id: uuid::Uuid, #[prop(into)] command: Signal<String>) -> impl IntoView {
    let desk = Desk::here();
    let deed = Deed::new();
    let asking = RwSignal::new(false);
    let busy = Signal::derive(move || deed.busy());
    Effect::new(move |_| {
        if let Some(problem) = deed.problem() {
            desk.report(&problem);
        }
    });
    let settle = move |settlement| {
        deed.perform(
            Settle {
                order: id,
                settlement,
            },
            move |()| {
                asking.try_set(false);
            },
        );
    };
    view! {
        <div class="order-choices">
            <Button busy on_press=move |()| settle(Settlement::SendAgain) testid="order-send-again">
                {say!("order-send-again")}
            </Button>
            <Button busy look=Look::Danger on_press=move |()| asking.set(true) testid="order-drop">
                {say!("order-drop")}
            </Button>
        </div>
        <Show when=move || asking.get()>
            <Dialog title=say!("order-drop-title") testid="order-drop-dialog"
                on_close=move |()| asking.set(false)>
                <p>{say!("order-drop-means", command = command.get())}</p>
                <div class="dialog-actions">
                    <Button on_press=move |()| asking.set(false)>{say!("cancel")}</Button>
                    <Button busy look=Look::Danger testid="order-drop-confirm"
                        on_press=move |()| settle(Settlement::Drop)>{say!("order-drop-confirm")}</Button>
                </div>
            </Dialog>
        </Show>
    }
}
