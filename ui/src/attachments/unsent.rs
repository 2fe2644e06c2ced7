//! The attachments of all cases that the central does not have whole, on the page of the outbox.

use leptos::prelude::*;
use onemap_protocol::desk::{AskUnsent, Unsent};
use uuid::Uuid;

use super::list::Standing;
use super::size;
use crate::parts::count;
use crate::remote::remote;
use crate::state::Desk;
use crate::text::{sentence, t};

/// What is still to be sent; away while there is nothing.
#[component]
pub fn UnsentList(
    /// How many there are, for whoever shows that there is nothing at all.
    many: RwSignal<usize>,
) -> impl IntoView {
    let desk = Desk::here();
    let unsent = remote(move || {
        desk.statuses.track();
        Some(AskUnsent::default())
    });
    Effect::new(move |_| many.set(unsent.with(Vec::len).unwrap_or(0)));
    let ids = move || {
        let ids = |all: &Vec<Unsent>| all.iter().map(|one| one.order).collect::<Vec<Uuid>>();
        unsent.with(ids).unwrap_or_default()
    };
    let one = move |id: Uuid| {
        let unsent = Memo::new(move |_| {
            let mine = |all: &Vec<Unsent>| all.iter().find(|one| one.order == id).cloned();
            unsent.with(mine).flatten()
        });
        view! { <Row unsent /> }
    };
    let problem = move || {
        unsent.problem().map(|problem| {
            view! { <p class="form-problem" role="alert">{move || sentence(&problem)}</p> }
        })
    };
    view! {
        {problem}
        <Show when=move || { many.get() > 0 }>
            <section class="orders-part attachments" data-testid="unsent"
                data-count=move || many.get().to_string()>
                <h3 class="orders-heading">
                    {crate::say!("attachments-waiting")}" "
                    <span class="figures">{move || count(many.get() as u64)}</span>
                </h3>
                <p class="attachments-note">{crate::say!("attachments-waiting-hint")}</p>
                <ul class="plain attachments-list">
                    <For each=ids key=|id| *id children=one />
                </ul>
            </section>
        </Show>
    }
}

/// One of them.
#[component]
fn Row(unsent: Memo<Option<Unsent>>) -> impl IntoView {
    let desk = Desk::here();
    let about = move || {
        unsent.get().map(|unsent| {
            let case = unsent.case;
            let number = unsent
                .number
                .map_or_else(|| t("no-number", &[]), |number| number.0);
            let of_case = format!(
                "{} {}",
                t("attachments-of-case", &[("number", &number)]),
                unsent.title
            );
            view! {
                <strong class="attachment-name">{unsent.name}</strong>
                <span class="attachment-about">
                    <span class="figures">{size(unsent.size)}</span>" · "{unsent.author}
                </span>
                <button type="button" class="link" on:click=move |_| desk.select_case(case)>
                    {of_case}
                </button>
            }
        })
    };
    view! {
        <li class="attachment" data-testid="unsent-row">
            {about}
            <Standing unsent />
        </li>
    }
}
