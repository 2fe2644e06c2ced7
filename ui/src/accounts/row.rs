//! One account, and what whoever reads may do to it.

use leptos::prelude::*;
use onemap_domain::account::{AccountChange, AccountState};
use onemap_domain::people::Role;
use onemap_protocol::account::{AccountRow, FactorState};
use onemap_protocol::desk::ChangeAccount;

use super::form::Form;
use super::{Hand, role_word};
use crate::parts::{Button, Hue, Tag};
use crate::remote::Deed;
use crate::state::Desk;
use crate::text::{t, word};

/// The changes that a role makes to an account that stands so.
fn possible(role: Role, row: &AccountRow) -> Vec<AccountChange> {
    let state = row.account.state;
    let all = [
        AccountChange::Lock,
        AccountChange::Unlock,
        AccountChange::ResetPassword,
        AccountChange::Grant {
            user: row.account.user.clone(),
        },
        AccountChange::ResetFactor,
    ];
    all.into_iter()
        .filter(|change| change.whose() == role)
        .filter(|change| match change {
            AccountChange::Lock => state == AccountState::Granted,
            AccountChange::Unlock => state == AccountState::Locked,
            AccountChange::ResetFactor => row.factor == FactorState::Held,
            _ => true,
        })
        .collect()
}

const fn hue(state: AccountState) -> Hue {
    match state {
        AccountState::Asked => Hue::Warning,
        AccountState::Granted => Hue::Plain,
        AccountState::Locked => Hue::Danger,
    }
}

/// A line of the table.
#[component]
pub fn Row(row: AccountRow, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let deed = Deed::new();
    Effect::new(move |_| {
        if let Some(problem) = deed.problem() {
            desk.report(&problem);
        }
    });
    let user = row.account.user.clone();
    let (login, state) = (user.actor.user.clone(), row.account.state);
    let is_own = desk
        .user
        .with_untracked(|own| own.as_ref().is_some_and(|own| own.actor.user == login));
    let changes = match desk.role() {
        Some(role) if !is_own => possible(role, &row),
        _ => Vec::new(),
    };
    let act = |change: AccountChange| {
        let (name, login) = (change.name(), login.clone());
        let testid = format!("account-{}-{}", name.replace('_', "-"), login.0);
        let press = {
            let row = row.clone();
            move |()| match &change {
                // What is granted is looked at first.
                AccountChange::Grant { .. } => hand.form.set(Some(Form::Grant(row.clone()))),
                change => deed.perform(
                    ChangeAccount {
                        login: login.clone(),
                        change: change.clone(),
                    },
                    move |changed| hand.heard(changed),
                ),
            }
        };
        view! {
            <Button testid on_press=press busy=Signal::derive(move || deed.busy())>
                {t(&format!("account-change-{}", name.replace('_', "-")), &[])}
            </Button>
        }
    };
    let place = desk.area_name(&user.scope.area);
    let department = user.actor.department.as_ref().map(|code| {
        desk.names.with(|names| {
            let known = names.as_deref().and_then(|names| names.department(code));
            known.map_or_else(|| code.0.clone(), |known| known.short.clone())
        })
    });
    let place = [Some(place), department].into_iter().flatten();
    let place = place.collect::<Vec<_>>().join(" · ");
    let factor = match row.factor {
        FactorState::Free => "free",
        FactorState::Unset => "unset",
        FactorState::Held => "held",
    };
    view! {
        <tr data-testid=format!("account-{}", login.0) data-state=state.name()>
            <th scope="row" class="account-login">{login.0.clone()}</th>
            <td>{user.actor.name.clone()}</td>
            <td>{role_word(user.actor.role)}</td>
            <td>{place}</td>
            <td>
                <Tag hue=hue(state)>{word("account-state", state.name())}</Tag>
                {row.one_time_until.map(|_| view! { " " <Tag hue=Hue::Pending>{t("account-one-time", &[])}</Tag> })}
            </td>
            <td>{t(&format!("account-factor-{factor}"), &[])}</td>
            <td class="account-acts">{changes.into_iter().map(act).collect_view()}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::user;

    fn row(state: AccountState, factor: FactorState) -> AccountRow {
        AccountRow {
            account: onemap_domain::account::Account {
                user: user(Role::Operator),
                state,
            },
            factor,
            one_time_until: None,
        }
    }

    #[test]
    fn each_administrator_finds_what_is_theirs_and_nothing_else() {
        let names = |role, state| -> Vec<&str> {
            let changes = possible(role, &row(state, FactorState::Free));
            changes.iter().map(AccountChange::name).collect()
        };
        assert_eq!(
            names(Role::SystemAdmin, AccountState::Granted),
            ["lock", "reset_password"]
        );
        assert_eq!(
            names(Role::SystemAdmin, AccountState::Locked),
            ["unlock", "reset_password"]
        );
        assert_eq!(names(Role::SecurityAdmin, AccountState::Asked), ["grant"]);
        assert!(names(Role::AuditAdmin, AccountState::Granted).is_empty());
        let held = possible(
            Role::SecurityAdmin,
            &row(AccountState::Granted, FactorState::Held),
        );
        assert_eq!(held.len(), 2, "and a second factor that is lost");
    }
}
