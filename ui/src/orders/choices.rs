//! What a person can decide about an order: give it again, give it anew in a form, drop it with a
//! reason.

use leptos::prelude::*;
use onemap_domain::command::{Command, CommandKind};
use onemap_protocol::desk::{Settle, Settlement, TakeOver};
use uuid::Uuid;

use crate::case::can_begin;
use crate::new_case::NewDraft;
use crate::parts::{Button, Dialog, Look, TextArea, count};
use crate::remote::Deed;
use crate::say;
use crate::state::{Desk, Intent, Taking};
use crate::text::t;
use crate::toasts::{Toast, Tone};

/// Which order, and what must be known to decide about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub id: Uuid,
    /// What it asks for.
    pub kind: CommandKind,
    /// It waits to be sent; else it was set aside.
    pub waits: bool,
    /// The central may have it.
    pub was_sent: bool,
    /// So many orders of the case wait behind it.
    pub behind: u32,
}

fn told(deed: Deed) {
    let desk = Desk::here();
    Effect::new(move |_| {
        if let Some(problem) = deed.problem() {
            desk.report(&problem);
        }
    });
}

/// The choices.
#[component]
pub fn Choices(
    /// About which order.
    held: Held,
    /// What it is called.
    #[prop(into)]
    command: Signal<String>,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let (again, over) = (Deed::new(), Deed::new());
    told(again);
    told(over);
    let busy = Signal::derive(move || again.busy() || over.busy());
    let send_again = move |()| {
        let settle = Settle {
            order: held.id,
            settlement: Settlement::SendAgain,
            reason: String::new(),
        };
        again.perform(settle, |()| {});
    };
    let take = take_over(held, over);
    let drop_look = if held.waits {
        Look::Plain
    } else {
        Look::Danger
    };
    let drop_testid = if held.waits {
        "order-drop-waiting"
    } else {
        "order-drop"
    };
    view! {
        <div class="order-choices">
            {(!held.waits).then(|| view! {
                <Button busy on_press=send_again testid="order-send-again">{say!("order-send-again")}</Button>
            })}
            {(!held.waits && can_begin(held.kind)).then(|| view! {
                <Button busy on_press=take testid="order-take-over">{say!("order-take-over")}</Button>
            })}
            <Button busy look=drop_look on_press=move |()| asking.set(true) testid=drop_testid>
                {say!("order-drop")}
            </Button>
        </div>
        <Show when=move || asking.get()>
            <Dropping held command asking />
        </Show>
    }
}

/// Opens the form of its command with what it says.
fn take_over(held: Held, deed: Deed) -> impl Fn(()) + Copy {
    let desk = Desk::here();
    let draft = NewDraft::here();
    move |()| {
        let order = held.id;
        deed.perform(TakeOver { order }, move |taken| {
            match (taken.case, taken.command) {
                (_, Command::Report { facts }) => {
                    if !draft.take_over(desk, order, &facts) {
                        desk.toast(Toast::new(Tone::Bad, "order-take-over-draft", &[]));
                    }
                }
                (Some(case), command) => {
                    let kind = command.kind();
                    let case_of = Some(case);
                    desk.taking.set(Some(Taking {
                        order,
                        case: case_of,
                        command,
                    }));
                    desk.select_case(case);
                    desk.intent.set(Some(Intent::Command(kind)));
                }
                (None, _) => desk.toast(Toast::new(Tone::Bad, "order-take-over-gone", &[])),
            }
        });
    }
}

/// Asks for the reason, and says what dropping means.
#[component]
fn Dropping(held: Held, command: Signal<String>, asking: RwSignal<bool>) -> impl IntoView {
    let deed = Deed::new();
    let reason = RwSignal::new(String::new());
    let busy = Signal::derive(move || deed.busy());
    let problem = Signal::derive(move || deed.problem());
    let other = move || {
        let problem = deed.problem()?;
        let at_field = problem
            .params
            .get("field")
            .is_some_and(|field| field == "reason");
        (!at_field).then(|| {
            view! { <p class="form-problem" role="alert">{crate::text::sentence(&problem)}</p> }
        })
    };
    let drop_it = move |()| {
        let settle = Settle {
            order: held.id,
            settlement: Settlement::Drop,
            reason: reason.get_untracked(),
        };
        deed.perform(settle, move |()| {
            asking.try_set(false);
        });
    };
    view! {
        <Dialog title=say!("order-drop-title") testid="order-drop-dialog"
            on_close=move |()| asking.set(false)>
            <p>{move || t("order-drop-means", &[("command", &command.get())])}</p>
            {held.was_sent.then(|| view! {
                <p class="order-bad" data-testid="order-drop-was-sent">{say!("order-drop-was-sent")}</p>
            })}
            {(held.behind > 0).then(|| view! {
                <p class="order-bad">{say!("order-drop-behind", n = count(held.behind))}</p>
            })}
            {other}
            <TextArea name="reason" value=reason problem required=true rows=2 focused=true
                testid="order-drop-reason" />
            <div class="dialog-actions">
                <Button on_press=move |()| asking.set(false)>{say!("cancel")}</Button>
                <Button busy look=Look::Danger testid="order-drop-confirm" on_press=drop_it>
                    {say!("order-drop-confirm")}
                </Button>
            </div>
        </Dialog>
    }
}
