//! Three administrators exclude one another: by hand, and by random series of changes.

use std::collections::{BTreeMap, BTreeSet};

use onemap_domain::account::{Account, AccountChange, AccountState, changed};
use onemap_domain::area::AreaCode;
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::{Actor, Role, Scope, User, UserId};
use onemap_domain::refusal::Refusal;
use proptest::prelude::*;

fn user(login: &str, role: Role) -> User {
    let department = (role == Role::Clerk).then(|| DepartmentCode("zhujian".to_owned()));
    User {
        actor: Actor {
            user: UserId(login.to_owned()),
            name: login.to_owned(),
            role,
            department: department.clone(),
        },
        scope: Scope {
            role,
            area: AreaCode::parse("520381").unwrap(),
            department,
            compartments: BTreeSet::new(),
        },
    }
}

fn open(login: &str, role: Role) -> AccountChange {
    AccountChange::Open {
        user: user(login, role),
    }
}

fn grant(login: &str, role: Role) -> AccountChange {
    AccountChange::Grant {
        user: user(login, role),
    }
}

#[test]
fn what_one_administrator_opens_another_grants() {
    let system = user("system-1", Role::SystemAdmin).actor;
    let security = user("security-1", Role::SecurityAdmin).actor;
    let asked = changed(None, &open("li", Role::Operator), &system, true).unwrap();
    assert_eq!(asked.state, AccountState::Asked, "an operator is no first");
    let refused = changed(Some(&asked), &grant("li", Role::Operator), &system, false);
    assert_eq!(
        refused,
        Err(Refusal::AccountNotYours {
            role: Role::SystemAdmin
        })
    );
    let granted = changed(
        Some(&asked),
        &grant("li", Role::Supervisor),
        &security,
        false,
    )
    .unwrap();
    assert_eq!(
        (granted.user.actor.role, granted.state),
        (Role::Supervisor, AccountState::Granted)
    );
    let refused = changed(Some(&granted), &AccountChange::Lock, &security, false);
    assert!(matches!(refused, Err(Refusal::AccountNotYours { .. })));
    let locked = changed(Some(&granted), &AccountChange::Lock, &system, false).unwrap();
    let still = changed(
        Some(&locked),
        &grant("li", Role::Operator),
        &security,
        false,
    )
    .unwrap();
    assert_eq!(still.state, AccountState::Locked, "granting opens no lock");
}

#[test]
fn the_first_of_each_kind_needs_nobody_and_the_second_needs_the_other() {
    let system = user("system-1", Role::SystemAdmin).actor;
    let first = changed(None, &open("sec", Role::SecurityAdmin), &system, true).unwrap();
    assert_eq!(first.state, AccountState::Granted);
    let second = changed(None, &open("sec2", Role::SecurityAdmin), &system, false).unwrap();
    assert_eq!(second.state, AccountState::Asked);
}

#[test]
fn nobody_changes_their_own_account_and_no_account_becomes_an_administrators() {
    let system = user("system-1", Role::SystemAdmin);
    let security = user("security-1", Role::SecurityAdmin);
    let own = Account {
        user: system.clone(),
        state: AccountState::Granted,
    };
    let refused = changed(
        Some(&own),
        &AccountChange::ResetPassword,
        &system.actor,
        false,
    );
    assert_eq!(refused, Err(Refusal::OwnAccount));
    for (before, after) in [
        (Role::Operator, Role::SystemAdmin),
        (Role::AuditAdmin, Role::SecurityAdmin),
        (Role::AuditAdmin, Role::Operator),
    ] {
        let account = Account {
            user: user("li", before),
            state: AccountState::Granted,
        };
        let by = &security.actor;
        assert_eq!(
            changed(Some(&account), &grant("li", after), by, false),
            Err(Refusal::AdministratorsExclude)
        );
        assert_eq!(
            changed(Some(&account), &grant("li", after), &Actor::system(), false),
            Err(Refusal::AdministratorsExclude),
            "not from the command line either"
        );
    }
}

#[test]
fn a_clerk_has_a_department_and_nobody_else_one() {
    let mut clerk = user("li", Role::Clerk);
    clerk.actor.department = None;
    clerk.scope.department = None;
    let asked = changed(
        None,
        &AccountChange::Open { user: clerk },
        &Actor::system(),
        false,
    );
    assert_eq!(
        asked,
        Err(Refusal::FieldMissing {
            field: "department".to_owned()
        })
    );
    let mut operator = user("li", Role::Clerk);
    operator.actor.role = Role::Operator;
    operator.scope.role = Role::Operator;
    let asked = changed(
        None,
        &AccountChange::Open { user: operator },
        &Actor::system(),
        false,
    );
    assert!(matches!(asked, Err(Refusal::FieldUnknown { .. })));
}

fn any_role() -> impl Strategy<Value = Role> {
    proptest::sample::select(Role::ALL.to_vec())
}

fn any_change() -> impl Strategy<Value = (usize, AccountChange)> {
    (0..6_usize, 0..6_usize, any_role()).prop_map(|(on, what, role)| {
        let login = format!("user-{on}");
        let change = match what {
            0 => open(&login, role),
            1 => grant(&login, role),
            2 => AccountChange::Lock,
            3 => AccountChange::Unlock,
            4 => AccountChange::ResetPassword,
            _ => AccountChange::ResetFactor,
        };
        (on, change)
    })
}

proptest! {
    #[test]
    fn no_account_ever_has_the_powers_of_two_administrators(
        steps in proptest::collection::vec((0..6_usize, any_change()), 1..200)
    ) {
        let mut accounts: BTreeMap<usize, Account> = BTreeMap::new();
        // The first, from the command line.
        let root = open("user-0", Role::SystemAdmin);
        accounts.insert(0, changed(None, &root, &Actor::system(), true).unwrap());
        // What each account has done, and been, so far.
        let mut did: BTreeMap<usize, BTreeSet<Role>> = BTreeMap::new();
        let mut was: BTreeMap<usize, BTreeSet<Role>> = BTreeMap::new();
        for (by, (on, change)) in steps {
            let Some(acting) = accounts.get(&by).filter(|one| one.state == AccountState::Granted)
            else {
                continue;
            };
            let acting = acting.user.actor.clone();
            let is_first = match &change {
                AccountChange::Open { user } => !accounts.values().any(|one| {
                    one.user.actor.role == user.actor.role && one.state != AccountState::Asked
                }),
                _ => false,
            };
            let after = changed(accounts.get(&on), &change, &acting, is_first);
            if let Ok(after) = after {
                prop_assert_ne!(by, on);
                did.entry(by).or_default().insert(change.whose());
                if after.state != AccountState::Asked {
                    was.entry(on).or_default().insert(after.user.actor.role);
                }
                accounts.insert(on, after);
            }
        }
        for done in did.values() {
            prop_assert_eq!(done.len(), 1, "one account did the work of two");
        }
        for been in was.values() {
            let administers = been.iter().any(|role| role.is_administrator());
            prop_assert!(!administers || been.len() == 1, "{:?}", been);
        }
    }
}
