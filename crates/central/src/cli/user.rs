//! `onemap-central user`: accounts, by whoever has the database. The rules are those of the
//! administrators (`onemap_domain::account`), but that nobody's grant is waited for.

use clap::ArgMatches;
use jiff::Timestamp;
use onemap_central::accounts::{self, AccountError};
use onemap_central::repository::{Repository, StoredAccount};
use onemap_domain::Refusal;
use onemap_domain::account::AccountChange;
use onemap_domain::area::AreaCode;
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::{Actor, Compartment, Role, Scope, User, UserId};
use onemap_protocol::account::AccountChanged;
use onemap_protocol::problem::Problem;
use onemap_protocol::text::{Language, Text};

use super::change::open;
use super::given;
use super::words::Said;

/// Opens an account. Its one-time secret is told once, alone on standard output.
pub(super) async fn add(matches: &ArgMatches, words: (Language, &Text)) -> Result<(), Said> {
    let repository = open(matches, words.1).await?;
    let login = login(matches);
    let opened = async {
        let known = repository.account(&login).await?;
        if known.is_some() {
            return Err(Refusal::AlreadyExists.into());
        }
        let user = described(matches, repository.as_ref(), &login, None).await?;
        done(repository.as_ref(), &login, &AccountChange::Open { user }).await
    };
    let opened = opened.await;
    repository.close().await;
    told(opened, words, "central-user-opened")
}

/// Gives an account another role or scope.
pub(super) async fn role(matches: &ArgMatches, words: (Language, &Text)) -> Result<(), Said> {
    let repository = open(matches, words.1).await?;
    let login = login(matches);
    let granted = async {
        let known = repository.account(&login).await?;
        let known = known.ok_or(Refusal::NotFound)?;
        let user = described(matches, repository.as_ref(), &login, Some(&known)).await?;
        done(repository.as_ref(), &login, &AccountChange::Grant { user }).await
    };
    let granted = granted.await;
    repository.close().await;
    told(granted, words, "central-user-granted")
}

/// Locks, unlocks, or resets what one signs in by.
pub(super) async fn plain(
    matches: &ArgMatches,
    words: (Language, &Text),
    change: AccountChange,
) -> Result<(), Said> {
    let repository = open(matches, words.1).await?;
    let changed = done(repository.as_ref(), &login(matches), &change).await;
    repository.close().await;
    let key = format!("central-user-{}", change.name()).replace('_', "-");
    told(changed, words, &key)
}

/// Lists the accounts.
pub(super) async fn list(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    let repository = open(matches, text).await?;
    let accounts = repository.accounts().await;
    repository.close().await;
    let accounts = accounts.map_err(|error| Said::store(text, &error))?;
    for row in accounts.iter().map(accounts::row) {
        let user = row.account.user;
        let department = user.actor.department.map(|code| code.0);
        println!(
            "{}",
            text.say(
                "central-user-row",
                &[
                    ("user", user.actor.user.0.as_str()),
                    ("name", user.actor.name.as_str()),
                    ("role", &word(text, "role", user.actor.role.name())),
                    ("area", user.scope.area.as_str()),
                    ("department", department.as_deref().unwrap_or("-")),
                    (
                        "state",
                        &word(text, "account-state", row.account.state.name())
                    ),
                ],
            )
        );
    }
    Ok(())
}

fn word(text: &Text, family: &str, code: &str) -> String {
    text.say(&format!("{family}-{code}").replace('_', "-"), &[])
}

fn login(matches: &ArgMatches) -> UserId {
    UserId(given(matches, "user").to_owned())
}

async fn done(
    repository: &dyn Repository,
    login: &UserId,
    change: &AccountChange,
) -> Result<AccountChanged, AccountError> {
    accounts::change(
        repository,
        &Actor::system(),
        login,
        change,
        Timestamp::now(),
    )
    .await
}

/// Who the account is for, by what the command line says; the rest as it was, or the county's.
async fn described(
    matches: &ArgMatches,
    repository: &dyn Repository,
    login: &UserId,
    known: Option<&StoredAccount>,
) -> Result<User, AccountError> {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let known = known.map(|account| &account.user);
    let unknown = |field: &str, value: String| Refusal::FieldUnknown {
        field: field.to_owned(),
        value,
    };
    let code = given(matches, "role");
    let role = Role::ALL.into_iter().find(|role| role.name() == code);
    let role = role.ok_or_else(|| unknown("role", code.to_owned()))?;
    let area = match (text("area"), known) {
        (Some(code), _) => AreaCode::parse(&code).map_err(|_| unknown("area", code))?,
        (None, Some(known)) => known.scope.area.clone(),
        (None, None) => {
            let register = repository.register().await?;
            register.ok_or(AccountError::NoCounty)?.1.county
        }
    };
    let department = text("department").map(DepartmentCode);
    let own = known.and_then(|known| known.actor.department.clone());
    let department = department.or(own).filter(|_| role == Role::Clerk);
    let sealed = matches.get_many::<String>("sealed");
    let compartments = match (sealed, known) {
        (Some(sealed), _) => sealed.cloned().map(Compartment).collect(),
        (None, Some(known)) => known.scope.compartments.clone(),
        (None, None) => std::collections::BTreeSet::new(),
    };
    let name = text("name").or_else(|| known.map(|known| known.actor.name.clone()));
    Ok(User {
        actor: Actor {
            user: login.clone(),
            name: name.unwrap_or_else(|| login.0.clone()),
            role,
            department: department.clone(),
        },
        scope: Scope {
            role,
            area,
            department,
            compartments,
        },
    })
}

fn told(
    changed: Result<AccountChanged, AccountError>,
    (language, text): (Language, &Text),
    key: &str,
) -> Result<(), Said> {
    let changed = changed.map_err(|error| match error {
        AccountError::Refused(refusal) => {
            Said::bad_input(Problem::from(refusal).sentence(language))
        }
        AccountError::NoCounty => Said {
            lines: vec![text.say("central-no-county", &[])],
            code: 1,
        },
        AccountError::Store(error) => Said::store(text, &error),
        other => Said::failed(text, &other),
    })?;
    let user = changed.row.account.user.actor.user;
    eprintln!("{}", text.say(key, &[("user", user.0.as_str())]));
    if let Some(secret) = changed.one_time {
        eprintln!("{}", text.say("central-user-secret", &[]));
        println!("{}", secret.0);
    }
    Ok(())
}
