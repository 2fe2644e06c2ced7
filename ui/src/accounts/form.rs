//! The form that opens an account, and the one that grants it a role and a scope.

use std::collections::BTreeSet;

use leptos::prelude::*;
use onemap_domain::account::{AccountChange, AccountState};
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::{Actor, Compartment, Role, Scope, User, UserId};
use onemap_protocol::account::AccountRow;
use onemap_protocol::desk::ChangeAccount;
use onemap_protocol::problem::Problem;

use super::{Hand, role_word};
use crate::parts::{Button, Choices, Dialog, Look, Select, TextField};
use crate::remote::Deed;
use crate::say;
use crate::state::{Book, Desk};
use crate::text::{label, sentence, t};

/// Which form.
#[derive(Clone, PartialEq)]
pub enum Form {
    /// Of a new account.
    Open,
    /// Of one that is to be granted.
    Grant(AccountRow),
}

/// What was typed.
#[derive(Clone, Copy)]
struct Draft {
    login: RwSignal<String>,
    name: RwSignal<String>,
    role: RwSignal<String>,
    area: RwSignal<String>,
    department: RwSignal<String>,
    sealed: RwSignal<BTreeSet<String>>,
}

impl Draft {
    fn of(user: Option<&User>, county: &str) -> Draft {
        let text = |of: fn(&User) -> String| RwSignal::new(user.map(of).unwrap_or_default());
        let area = user.map_or_else(
            || county.to_owned(),
            |user| user.scope.area.as_str().to_owned(),
        );
        let sealed = user.map(|user| &user.scope.compartments);
        let sealed = sealed.map(|all| all.iter().map(|one| one.0.clone()).collect());
        Draft {
            login: text(|user| user.actor.user.0.clone()),
            name: text(|user| user.actor.name.clone()),
            role: text(|user| user.actor.role.name().to_owned()),
            area: RwSignal::new(area),
            department: text(|user| {
                let department = user.actor.department.as_ref();
                department.map(|code| code.0.clone()).unwrap_or_default()
            }),
            sealed: RwSignal::new(sealed.unwrap_or_default()),
        }
    }

    fn role(self) -> Option<Role> {
        let name = self.role.get();
        Role::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Who is meant, or the first field that is missing.
    fn user(self) -> Result<User, Problem> {
        let missing = |field: &str| {
            Problem::from(onemap_domain::Refusal::FieldMissing {
                field: field.to_owned(),
            })
        };
        let text = |value: RwSignal<String>| value.get_untracked().trim().to_owned();
        let login = text(self.login);
        if login.is_empty() {
            return Err(missing("user"));
        }
        let role = untrack(|| self.role()).ok_or_else(|| missing("role"))?;
        let area = AreaCode::parse(&text(self.area)).map_err(|_| missing("area"))?;
        let department = text(self.department);
        let department = (role == Role::Clerk && !department.is_empty()).then_some(department);
        let department = department.map(DepartmentCode);
        let sealed = self.sealed.get_untracked();
        let sealed = sealed.into_iter().filter(|_| !role.is_administrator());
        Ok(User {
            actor: Actor {
                user: UserId(login),
                name: text(self.name),
                role,
                department: department.clone(),
            },
            scope: Scope {
                role,
                area,
                department,
                compartments: sealed.map(Compartment).collect(),
            },
        })
    }
}

/// The roles that can be chosen: an administrator's account is one for good, another's never.
fn roles(form: &Form) -> Vec<Role> {
    match form {
        Form::Open => Role::ALL.to_vec(),
        Form::Grant(row) => {
            let role = row.account.user.actor.role;
            if role.is_administrator() {
                vec![role]
            } else {
                Role::AT_WORK.to_vec()
            }
        }
    }
}

/// The county, its towns and their villages, each below its parent.
fn areas(book: &Book) -> Choices {
    let indent = |level: Level| match level {
        Level::County => Some(""),
        Level::Town => Some("　"),
        Level::Village => Some("　　"),
        _ => None,
    };
    let mut areas: Vec<_> = book
        .areas
        .iter()
        .filter_map(|area| Some((&area.code, indent(area.code.level())?, &area.name)))
        .collect();
    areas.sort_by(|one, other| one.0.cmp(other.0));
    areas
        .into_iter()
        .map(|(code, indent, name)| (code.as_str().to_owned(), format!("{indent}{name}")))
        .collect()
}

fn departments(book: &Book) -> Choices {
    let all = book.departments.iter();
    all.map(|one| (one.code.0.clone(), one.name.clone()))
        .collect()
}

fn groups(book: &Book) -> Choices {
    let all = book.profile.compartments.iter();
    all.map(|one| (one.code.clone(), label(&one.name)))
        .collect()
}

/// What the county has to choose from.
fn offered(desk: Desk, read: fn(&Book) -> Choices) -> Signal<Choices> {
    Signal::derive(move || {
        desk.names
            .with(|names| names.as_deref().map(read).unwrap_or_default())
    })
}

/// The form.
#[component]
pub fn FormDialog(form: Form, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let deed = Deed::new();
    let problem = Signal::derive(move || deed.problem());
    let county = desk.names.with_untracked(|names| {
        let names = names.as_deref();
        names.map(|names| names.county.code.as_str().to_owned())
    });
    let (user, opens) = match &form {
        Form::Open => (None, true),
        Form::Grant(row) => (Some(row.account.user.clone()), false),
    };
    let draft = Draft::of(user.as_ref(), &county.unwrap_or_default());
    let role_choices: Choices = roles(&form)
        .into_iter()
        .map(|role| (role.name().to_owned(), role_word(role)))
        .collect();
    let departments = offered(desk, departments);
    let groups = offered(desk, groups);
    let is_clerk = Memo::new(move |_| draft.role() == Some(Role::Clerk));
    let may_open_groups = Memo::new(move |_| {
        draft.role().is_some_and(|role| !role.is_administrator())
            && groups.with(|groups| !groups.is_empty())
    });
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match draft.user() {
            Err(missing) => deed.fail(missing),
            Ok(user) => {
                let login = user.actor.user.clone();
                let change = if opens {
                    AccountChange::Open { user }
                } else {
                    AccountChange::Grant { user }
                };
                deed.perform(ChangeAccount { login, change }, move |changed| {
                    hand.heard(changed);
                });
            }
        }
    };
    let waits = matches!(&form, Form::Grant(row) if row.account.state == AccountState::Asked);
    let title = t(
        if opens {
            "account-form-open"
        } else {
            "account-form-grant"
        },
        &[],
    );
    let about = match (opens, waits) {
        (true, _) => "account-form-open-about",
        (false, true) => "account-form-asked-about",
        (false, false) => "account-form-grant-about",
    };
    // What a field shows is not said twice.
    let whole = move || {
        let problem = problem.get().filter(|p| !p.params.contains_key("field"))?;
        Some(
            view! { <p class="door-problem" role="alert" data-testid="account-problem">{sentence(&problem)}</p> },
        )
    };
    let close = Callback::new(move |()| hand.form.set(None));
    view! {
        <Dialog title=Signal::stored(title) on_close=close testid="account-form">
            <form class="account-form" on:submit=send novalidate>
                <p class="page-about">{t(about, &[])}</p>
                <Show when=move || opens
                    fallback=move || view! { <p class="account-login">{draft.login.get_untracked()}</p> }>
                    <TextField name="user" value=draft.login problem required=true focused=true
                        hint=Signal::derive(|| t("account-login-hint", &[])) testid="account-login" />
                </Show>
                <TextField name="name" value=draft.name problem required=true testid="account-name" />
                <Select name="role" value=draft.role choices=Signal::stored(role_choices) problem
                    required=true testid="account-role" />
                <Show when=move || is_clerk.get()>
                    <Select name="department" value=draft.department choices=departments problem
                        required=true testid="account-department" />
                </Show>
                <Select name="area" value=draft.area choices=offered(desk, areas) problem required=true
                    testid="account-area" />
                <Show when=move || may_open_groups.get()><Groups groups sealed=draft.sealed /></Show>
                {whole}
                <div class="account-form-end">
                    <Button on_press=close>{say!("cancel")}</Button>
                    <Button look=Look::Primary submit=true testid="account-send"
                        busy=Signal::derive(move || deed.busy())>
                        {t(if opens { "account-change-open" } else { "account-change-grant" }, &[])}
                    </Button>
                </div>
            </form>
        </Dialog>
    }
}

/// The sealed groups that the account opens.
#[component]
fn Groups(groups: Signal<Choices>, sealed: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let one = move |(code, words): (String, String)| {
        let own = code.clone();
        let is_in = move || sealed.with(|sealed| sealed.contains(&own));
        let turn = move |_| {
            sealed.update(|sealed| {
                if !sealed.remove(&code) {
                    sealed.insert(code.clone());
                }
            });
        };
        view! {
            <label class="account-group">
                <input type="checkbox" prop:checked=is_in on:change=turn />
                {words}
            </label>
        }
    };
    view! {
        <fieldset class="account-groups">
            <legend>{say!("account-sealed")}</legend>
            {move || groups.get().into_iter().map(one).collect_view()}
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use onemap_domain::account::Account;
    use onemap_protocol::account::FactorState;

    use super::*;
    use crate::fixture::user;

    #[test]
    fn an_administrator_is_offered_no_other_role_and_nobody_else_one_of_theirs() {
        let grant = |role| {
            Form::Grant(AccountRow {
                account: Account {
                    user: user(role),
                    state: AccountState::Asked,
                },
                factor: FactorState::Free,
                one_time_until: None,
            })
        };
        assert_eq!(roles(&grant(Role::AuditAdmin)), [Role::AuditAdmin]);
        assert!(
            !roles(&grant(Role::Clerk))
                .iter()
                .any(|role| role.is_administrator())
        );
        assert_eq!(roles(&Form::Open).len(), Role::ALL.len());
    }
}
