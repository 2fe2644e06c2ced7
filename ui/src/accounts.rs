//! 账号: what the three administrators see in the place of the desk. Each finds what is theirs to do; what
//! another does is there to be read.

mod form;
mod log;
mod row;
mod secret;

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::people::{Role, UserId};
use onemap_protocol::account::{AccountChanged, AccountRow};
use onemap_protocol::desk::AskAccounts;

use self::form::{Form, FormDialog};
use self::log::Log;
use self::row::Row;
use self::secret::OneTime;
use crate::app::Overlays;
use crate::header::{Mark, UserMenu};
use crate::parts::{Button, Empty, Look, Shown};
use crate::remote::{Remote, remote};
use crate::say;
use crate::state::Desk;
use crate::status_bar::StatusBar;
use crate::text::{t, word};
use crate::toasts::Toasts;
use crate::watermark::Watermark;

/// What the page has open, and how it asks again.
#[derive(Clone, Copy)]
struct Hand {
    form: RwSignal<Option<Form>>,
    /// The secret that was made just now, and whose it is.
    secret: RwSignal<Option<(UserId, String)>>,
    accounts: Remote<Vec<AccountRow>>,
}

impl Hand {
    /// An account was changed: the list is old, and a secret is to be shown.
    fn heard(self, changed: AccountChanged) {
        self.form.try_set(None);
        let login = changed.row.account.user.actor.user;
        let secret = changed.one_time.map(|secret| (login, secret.0));
        if secret.is_some() {
            self.secret.try_set(secret);
        }
        self.accounts.retry();
    }
}

/// The page.
#[component]
pub fn Accounts() -> impl IntoView {
    let desk = Desk::here();
    crate::lock::watch(desk);
    let accounts = remote(move || {
        desk.register.track();
        Some(AskAccounts {})
    });
    let hand = Hand {
        form: RwSignal::new(None),
        secret: RwSignal::new(None),
        accounts,
    };
    let opens = move || desk.role() == Some(Role::SystemAdmin);
    let about = move || {
        let role = desk.role().map_or("", Role::name);
        t(&format!("accounts-about-{role}").replace('_', "-"), &[])
    };
    view! {
        <div class="accounts" data-testid="accounts-page">
            <header class="head">
                <div class="head-brand">
                    <Mark />
                    <span class="head-title">{say!("app-name")}</span>
                    <span class="head-county">{say!("accounts-title")}</span>
                </div>
                <div class="head-end"><UserMenu /></div>
            </header>
            <main class="accounts-main">
                <div class="accounts-head">
                    <p class="page-about">{about}</p>
                    <Show when=opens>
                        <Button look=Look::Primary testid="account-open"
                            on_press=move |()| hand.form.set(Some(Form::Open))>
                            {say!("account-change-open")}
                        </Button>
                    </Show>
                </div>
                <OneTime secret=hand.secret />
                <Show when=move || desk.role() == Some(Role::AuditAdmin)><Log /></Show>
                <Shown remote=accounts what=say!("what-accounts")
                    view=move |rows| view! { <List rows hand /> } />
            </main>
            <StatusBar />
        </div>
        <Watermark />
        <Toasts />
        {move || hand.form.get().map(|form| view! { <FormDialog form hand /> })}
        <Overlays />
    }
}

#[component]
fn List(rows: Signal<Arc<Vec<AccountRow>>>, hand: Hand) -> impl IntoView {
    let heads = || {
        ["user", "name", "role", "area", "state", "factor"]
            .map(|head| view! { <th scope="col">{t(&format!("account-{head}"), &[])}</th> })
    };
    let body = move || {
        let rows = rows.get();
        let mut sorted: Vec<AccountRow> = rows.to_vec();
        sorted.sort_by_key(|row| {
            // What waits for somebody comes first, then the administrators, then by name.
            let asked = row.account.state != onemap_domain::account::AccountState::Asked;
            let actor = &row.account.user.actor;
            (asked, !actor.role.is_administrator(), actor.user.0.clone())
        });
        sorted
            .into_iter()
            .map(|row| view! { <Row row hand /> })
            .collect_view()
    };
    let is_empty = move || rows.with(|rows| rows.is_empty());
    view! {
        <Show when=move || !is_empty()
            fallback=|| view! { <Empty sentence=say!("accounts-none") next=say!("accounts-none-next") /> }>
            <table class="page-table accounts-table" data-testid="accounts">
                <thead><tr>{heads()}<th></th></tr></thead>
                <tbody>{body}</tbody>
            </table>
        </Show>
    }
}

/// A role in the reader's language.
fn role_word(role: Role) -> String {
    word("role", role.name())
}
