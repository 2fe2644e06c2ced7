//! The outbox: what waits, what was set aside and must be settled, what was delivered lately.

mod row;

use std::sync::Arc;

use leptos::prelude::*;
use onemap_protocol::desk::{Link, OrderRow, OrderState, Orders as Question, RetryNow};
use uuid::Uuid;

use crate::parts::{Button, Empty, Panel, Shown, count};
use crate::remote::{Deed, remote};
use crate::say;
use crate::state::{Desk, Mode};
use crate::text::t;
use row::Row;

/// The parts of the outbox, in the order in which they want attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    SetAside,
    Waiting,
    Delivered,
}

impl Part {
    const ALL: [Part; 3] = [Part::SetAside, Part::Waiting, Part::Delivered];

    const fn of(state: &OrderState) -> Part {
        match state {
            OrderState::Waiting { .. } => Part::Waiting,
            OrderState::Delivered { .. } => Part::Delivered,
            OrderState::SetAside { .. } => Part::SetAside,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Part::SetAside => "set_aside",
            Part::Waiting => "waiting",
            Part::Delivered => "delivered",
        }
    }

    const fn heading(self) -> &'static str {
        match self {
            Part::SetAside => "orders-set-aside",
            Part::Waiting => "orders-waiting",
            Part::Delivered => "orders-delivered",
        }
    }
}

/// The outbox.
#[component]
pub fn Orders() -> impl IntoView {
    let desk = Desk::here();
    let orders = remote(move || {
        desk.statuses.track();
        Some(Question {})
    });
    let deed = Deed::new();
    Effect::new(move |_| {
        if let Some(problem) = deed.problem() {
            desk.report(&problem);
        }
    });
    let waits = move || {
        desk.status
            .with(|status| status.as_ref().is_some_and(|s| s.waiting > 0))
    };
    let pulled = move || {
        desk.status.with(|s| {
            s.as_ref()
                .is_some_and(|s| matches!(s.link, Link::Pulled { .. }))
        })
    };
    let reason = move || match (waits(), pulled()) {
        (false, _) => Some(t("retry-now-nothing", &[])),
        (true, true) => Some(t("retry-now-pulled", &[])),
        (true, false) => None,
    };
    let now = move |()| deed.perform(RetryNow {}, |()| {});
    view! {
        <Panel title=say!("orders-title") testid="orders-panel"
            on_close=move |()| desk.mode.set(Mode::Desk)
            aside=move || view! {
                <Button on_press=now reason busy=Signal::derive(move || deed.busy()) testid="retry-now">
                    {say!("retry-now")}
                </Button>
            }>
            <p class="orders-about">{say!("orders-about")}</p>
            <Shown remote=orders what=say!("what-orders") view=|orders| view! { <Parts orders /> } />
        </Panel>
    }
}

#[component]
fn Parts(orders: Signal<Arc<Vec<OrderRow>>>) -> impl IntoView {
    let part = move |part: Part| {
        let ids = Memo::new(move |_| {
            orders.with(|orders| {
                let of_part = orders.iter().filter(|order| Part::of(&order.state) == part);
                of_part.map(|order| order.id).collect::<Vec<Uuid>>()
            })
        });
        let one = move |id: Uuid| {
            let order = Memo::new(move |_| {
                orders.with(|orders| orders.iter().find(|order| order.id == id).cloned())
            });
            view! { <Row order /> }
        };
        view! {
            <Show when=move || ids.with(|ids| !ids.is_empty())>
                <section class="orders-part" data-testid=format!("orders-{}", part.name())>
                    <h3 class="orders-heading">
                        {say!(part.heading())}" "
                        <span class="figures">{move || count(ids.with(Vec::len) as u64)}</span>
                    </h3>
                    <For each=move || ids.get() key=|id| *id children=one />
                </section>
            </Show>
        }
    };
    view! {
        {Part::ALL.map(part)}
        <Show when=move || orders.with(|orders| orders.is_empty())>
            <Empty sentence=say!("orders-empty") next=say!("orders-empty-next") />
        </Show>
    }
}
