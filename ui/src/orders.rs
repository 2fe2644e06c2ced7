//! The outbox: what must be settled, what waits and for what, what was delivered, what was settled.
//!
//! Each part is asked for a page at a time. Deliberately absent: deciding what an order waits for,
//! and looking a case up: the console says both.

mod choices;
mod notice;
mod part;
mod row;

pub use notice::SalvageNotice;

use leptos::prelude::*;
use onemap_protocol::desk::{Draining, Link, OrderCounts, OrderPart, RetryNow};

use crate::attachments::UnsentList;
use crate::parts::{Button, Empty, Panel, count};
use crate::remote::Deed;
use crate::say;
use crate::state::{Desk, Mode};
use crate::text::t;
use notice::SalvageLine;
use part::Part;

/// The outbox.
#[component]
pub fn Orders() -> impl IntoView {
    let desk = Desk::here();
    let counts = RwSignal::new(None::<OrderCounts>);
    let unsent = RwSignal::new(0);
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
    let nothing = move || {
        unsent.get() == 0
            && counts
                .get()
                .is_some_and(|counts| OrderPart::ALL.iter().all(|part| counts.of(*part) == 0))
    };
    view! {
        <Panel title=say!("orders-title") testid="orders-panel"
            on_close=move |()| desk.mode.set(Mode::Desk)
            aside=move || view! {
                <Button on_press=now reason busy=Signal::derive(move || deed.busy()) testid="retry-now">
                    {say!("retry-now")}
                </Button>
            }>
            <p class="orders-about">{say!("orders-about")}</p>
            <SalvageLine />
            <Drained />
            <UnsentList many=unsent />
            {OrderPart::ALL.map(|part| view! { <Part part counts /> })}
            <Show when=nothing>
                <Empty sentence=say!("orders-empty") next=say!("orders-empty-next") />
            </Show>
        </Panel>
    }
}

/// How far waiting orders have gone out, while they do.
pub fn draining(desk: Desk) -> Option<Draining> {
    desk.status
        .with(|status| status.as_ref().and_then(|status| status.draining))
}

#[component]
fn Drained() -> impl IntoView {
    let desk = Desk::here();
    let far = Memo::new(move |_| draining(desk));
    let width =
        move |far: Draining| format!("{:.1}%", f64::from(far.done) / f64::from(far.total) * 100.0);
    move || {
        far.get().map(|far| {
            let words = t(
                "orders-draining",
                &[("done", &count(far.done)), ("total", &count(far.total))],
            );
            view! {
                <div class="orders-draining" role="status" data-testid="orders-draining"
                    data-done=far.done.to_string() data-total=far.total.to_string()>
                    <p class="figures">{words}</p>
                    <div class="bar"><div class="bar-done" style:width=width(far) /></div>
                </div>
            }
        })
    }
}
