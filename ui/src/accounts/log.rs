//! 审计: the stream of who came in, who looked at what and who changed which account, by person. Each
//! reading is written down, so it is asked for and not followed.

use leptos::prelude::*;
use onemap_domain::audit::{Act, Entry, Recorded};
use onemap_domain::people::UserId;
use onemap_protocol::desk::ReadAudit;

use super::role_word;
use crate::parts::{Ago, Button, Empty, Loading, TextField};
use crate::remote::Deed;
use crate::say;
use crate::text::{sentence, t, word};

/// The stream, for the audit administrator.
#[component]
pub fn Log() -> impl IntoView {
    let deed = Deed::new();
    let user = RwSignal::new(String::new());
    let entries = RwSignal::new(None::<Vec<Recorded>>);
    let next = RwSignal::new(None::<u64>);
    let read = move |after: Option<u64>| {
        let login = user.get_untracked().trim().to_owned();
        let ask = ReadAudit {
            user: (!login.is_empty()).then_some(UserId(login)),
            case: None,
            after,
        };
        deed.perform(ask, move |page| {
            next.try_set(page.next);
            entries.try_update(|entries| match entries {
                Some(there) if after.is_some() => there.extend(page.entries),
                _ => *entries = Some(page.entries),
            });
        });
    };
    let ask = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        read(None);
    };
    let busy = Signal::derive(move || deed.busy());
    let table = move || {
        let rows = entries.get()?;
        if rows.is_empty() {
            return Some(
                view! { <Empty sentence=say!("audit-none") next=say!("audit-none-next") /> }
                    .into_any(),
            );
        }
        let heads = ["at", "who", "act", "about", "reason"]
            .map(|head| view! { <th scope="col">{t(&format!("audit-{head}"), &[])}</th> });
        let rows = rows
            .into_iter()
            .map(|row| view! { <Line entry=row.entry /> })
            .collect_view();
        Some(
            view! {
                <table class="page-table accounts-table" data-testid="audit">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            }
            .into_any(),
        )
    };
    view! {
        <section class="audit" data-testid="audit-log">
            <form class="audit-ask" on:submit=ask novalidate>
                <h2>{say!("audit-title")}</h2>
                <TextField name="user" value=user hint=Signal::derive(|| t("audit-user-hint", &[]))
                    testid="audit-user" />
                <Button submit=true busy testid="audit-read">{say!("audit-read")}</Button>
            </form>
            {move || deed.problem().map(|problem| view! {
                <p class="door-problem" role="alert" data-testid="audit-problem">{sentence(&problem)}</p>
            })}
            <Show when=move || busy.get() && entries.with(Option::is_none)>
                <Loading what=say!("audit-what") />
            </Show>
            {table}
            <Show when=move || next.with(Option::is_some)>
                <Button busy testid="audit-more" on_press=move |()| read(next.get_untracked())>
                    {say!("audit-more")}
                </Button>
            </Show>
        </section>
    }
}

/// What an entry is about beside who did it: an account, a system, a case.
fn about(entry: &Entry) -> String {
    let case = entry.case.map(|case| case.to_string());
    match &entry.act {
        Act::AccountChanged { what, whom } => {
            let what = word("account-change", what);
            t("audit-account", &[("whom", &whom.0), ("what", &what)])
        }
        Act::KeyIssued { system } | Act::KeyRevoked { system } => system.0.clone(),
        Act::AuditRead {
            user: Some(user), ..
        } => user.0.clone(),
        _ => case.unwrap_or_default(),
    }
}

/// A line of the table.
#[component]
fn Line(entry: Entry) -> impl IntoView {
    let login = entry.who.user.clone().map(|user| user.0);
    let who = login.clone().unwrap_or_else(|| t("audit-nobody", &[]));
    let role = entry.who.role.map(role_word);
    let fields = entry
        .fields
        .iter()
        .map(|field| word("look-field", field.name()));
    let fields = fields.collect::<Vec<_>>().join(&t("list-separator", &[]));
    view! {
        <tr data-testid="audit-entry" data-kind=entry.act.name() data-user=login>
            <td><Ago at=entry.at /></td>
            <th scope="row">{who} " " <span class="part-note">{role}</span></th>
            <td>{word("audit-act", entry.act.name())}</td>
            <td>{about(&entry)}</td>
            <td>{entry.reason.clone()} " " <span class="part-note">{fields}</span></td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use onemap_domain::audit::Who;

    use super::*;

    #[test]
    fn an_entry_says_whose_account_was_changed_and_how() {
        let act = |what: &str| Act::AccountChanged {
            what: what.to_owned(),
            whom: UserId("li".to_owned()),
        };
        let said = |what| {
            about(&Entry::new(
                Timestamp::UNIX_EPOCH,
                Who::unknown(),
                act(what),
            ))
        };
        assert_eq!(said("lock"), "li: 停用");
        for what in [
            "open",
            "grant",
            "unlock",
            "reset_password",
            "reset_factor",
            "password",
        ] {
            assert!(!said(what).contains("account-change"), "{what}");
        }
    }
}
