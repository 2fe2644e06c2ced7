//! One part of the outbox, a page at a time.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_protocol::desk::{OrderCounts, OrderPage, OrderPart, Orders as Question};
use uuid::Uuid;

use super::row::Row;
use crate::parts::{Button, Shown, count};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::t;

/// Orders on the screen at once.
const PAGE: u32 = 30;

const fn heading(part: OrderPart) -> &'static str {
    match part {
        OrderPart::SetAside => "orders-set-aside",
        OrderPart::Waiting => "orders-waiting",
        OrderPart::Delivered => "orders-delivered",
        OrderPart::Settled => "orders-settled",
    }
}

/// One part; away while nothing stands in it.
#[component]
pub fn Part(
    /// Which.
    part: OrderPart,
    /// How many stand where; whichever part asked last has said so.
    counts: RwSignal<Option<OrderCounts>>,
) -> impl IntoView {
    let desk = Desk::here();
    let offset = RwSignal::new(0_u32);
    // The record is for those who look for it.
    let is_open = RwSignal::new(part != OrderPart::Settled);
    let page = remote(move || {
        desk.statuses.track();
        let (offset, limit) = (offset.get(), PAGE);
        is_open.get().then_some(Question {
            part,
            offset,
            limit,
        })
    });
    Effect::new(move |_| {
        let Some(now) = page.with(|page| page.counts) else {
            return;
        };
        if counts.get_untracked() != Some(now) {
            counts.set(Some(now));
        }
        // What was on the last page may have gone.
        let last = now.of(part).saturating_sub(1) / PAGE * PAGE;
        if offset.get_untracked() > last {
            offset.set(last);
        }
    });
    let many = Memo::new(move |_| counts.get().map_or(0, |counts| counts.of(part)));
    let shows = move || many.get() > 0 || (counts.with(Option::is_none) && is_open.get());
    let toggle = move |_| is_open.update(|open| *open = !*open);
    view! {
        <Show when=shows>
            <section class="orders-part" data-testid=format!("orders-{}", part.name())
                data-count=move || many.get().to_string()>
                <h3 class="orders-heading">
                    <button type="button" class="orders-fold" on:click=toggle
                        data-testid=format!("orders-fold-{}", part.name())
                        aria-expanded=move || is_open.get().to_string()>
                        {say!(heading(part))}" "
                        <span class="figures">{move || count(many.get())}</span>
                    </button>
                </h3>
                <Show when=move || is_open.get()>
                    <Shown remote=page what=say!("what-orders") view=|page| view! { <Rows page /> } />
                    <Pager offset many />
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Rows(page: Signal<Arc<OrderPage>>) -> impl IntoView {
    let ids = Memo::new(move |_| {
        page.with(|page| {
            page.rows
                .iter()
                .map(|order| order.id)
                .collect::<Vec<Uuid>>()
        })
    });
    let one = move |id: Uuid| {
        let order = Memo::new(move |_| {
            page.with(|page| page.rows.iter().find(|order| order.id == id).cloned())
        });
        view! { <Row order /> }
    };
    view! { <For each=move || ids.get() key=|id| *id children=one /> }
}

/// Which orders of how many are in sight, and the way to the others.
#[component]
fn Pager(offset: RwSignal<u32>, many: Memo<u32>) -> impl IntoView {
    let words = move || {
        let first = offset.get() + 1;
        let last = (offset.get() + PAGE).min(many.get());
        t(
            "orders-page",
            &[
                ("first", &count(first)),
                ("last", &count(last)),
                ("total", &count(many.get())),
            ],
        )
    };
    let back = move |()| offset.update(|offset| *offset = offset.saturating_sub(PAGE));
    let on = move |()| offset.update(|offset| *offset += PAGE);
    let at_start = Signal::derive(move || offset.get() == 0);
    let at_end = Signal::derive(move || offset.get() + PAGE >= many.get());
    view! {
        <Show when=move || { many.get() > PAGE }>
            <nav class="orders-pager" aria-label=say!("orders-title")>
                <Button on_press=back disabled=at_start testid="orders-back">{say!("orders-back")}</Button>
                <span class="figures" data-testid="orders-page">{words}</span>
                <Button on_press=on disabled=at_end testid="orders-on">{say!("orders-on")}</Button>
            </nav>
        </Show>
    }
}
