//! 谁看过: who was shown the personal data of a case, for who may read it.
//!
//! Deliberately absent: asking by itself. Each asking is written down at the central, so only a person
//! asks.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::audit::{Act, Entry, may_read_audit};
use onemap_protocol::desk::{CaseView, ReadLooks};

use super::names;
use super::reporter::on_line;
use crate::parts::{Ago, Button};
use crate::remote::Deed;
use crate::say;
use crate::state::Desk;
use crate::text::{sentence, t, word};

/// The looks of a case; nothing for who may not read them.
#[component]
pub fn Looks(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let may = move || {
        desk.user.with(|user| {
            user.as_ref()
                .is_some_and(|user| may_read_audit(user.scope.role))
        })
    };
    let id = Memo::new(move |_| view.with(|view| view.case.id));
    let deed = Deed::new();
    let looks = RwSignal::new(None::<Vec<Entry>>);
    let read = move |()| {
        let case = id.get_untracked();
        deed.perform(ReadLooks { case }, move |entries| {
            looks.try_set(Some(entries));
        });
    };
    let busy = Signal::derive(move || deed.busy());
    let needs_line = Signal::derive(move || (!on_line(desk)).then(|| t("looks-needs-line", &[])));
    let words = move || {
        let key = if looks.with(Option::is_some) {
            "looks-again"
        } else {
            "looks-read"
        };
        t(key, &[])
    };
    let body = move || match (deed.busy(), deed.problem(), looks.get()) {
        (true, ..) => view! {
            <p class="part-note" role="status" data-testid="looks-loading">
                {move || t("loading", &[("what", &t("looks-what", &[]))])}
            </p>
        }
        .into_any(),
        (_, Some(problem), _) => view! {
            <p class="part-failed" role="alert" data-testid="looks-failed">{sentence(&problem)}</p>
        }
        .into_any(),
        (_, None, Some(entries)) if entries.is_empty() => view! {
            <p class="part-empty" data-testid="looks-none">{say!("looks-none")}</p>
        }
        .into_any(),
        (_, None, Some(entries)) => {
            let rows = entries
                .into_iter()
                .map(|entry| view! { <One desk entry /> });
            view! { <ul class="plain">{rows.collect_view()}</ul> }.into_any()
        }
        (_, None, None) => view! { <p class="part-note">{say!("looks-note")}</p> }.into_any(),
    };
    view! {
        <Show when=may>
            <section class="part" data-testid="looks">
                <h3 class="part-head">{say!("looks")}</h3>
                {body}
                {move || needs_line.get().map(|why| view! {
                    <p class="part-note" data-testid="looks-needs-line">{why}</p>
                })}
                <Button busy testid="looks-read" reason=needs_line on_press=read>{words}</Button>
            </section>
        </Show>
    }
}

/// One look: when, who, what and why.
#[component]
fn One(desk: Desk, entry: Entry) -> impl IntoView {
    let Entry {
        at,
        who,
        act,
        reason,
        fields,
        ..
    } = entry;
    let login = who.user.map(|user| user.0).unwrap_or_default();
    let user = login.clone();
    let about = move || {
        let role = who.role.map(|role| word("role", role.name()));
        let unit = who.unit.as_ref().map(|unit| desk.department_name(unit));
        names::listed(&role.into_iter().chain(unit).collect::<Vec<_>>())
    };
    let what = move || {
        if act == Act::SealedRead {
            return t("looks-sealed", &[]);
        }
        let fields = fields.iter().map(|field| word("look-field", field.name()));
        names::listed(&fields.collect::<Vec<_>>())
    };
    view! {
        <li data-testid="look" data-user=user>
            <strong>{who.name}</strong> " " {login} " · " {about} " · " <Ago at />
            <br />
            {what}
            {(!reason.is_empty()).then(|| view! {
                " · " {move || t("looks-why", &[("reason", &reason)])}
            })}
        </li>
    }
}
