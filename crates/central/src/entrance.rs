//! Signing in and out: through the API and from a browser alike.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use onemap_domain::audit::{Act, Entry, Who};
use onemap_domain::people::{Role, User, UserId};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::{Secret, Session, SignIn};

use crate::accounts::LOGIN_LIMIT;
use crate::apart::apart;
use crate::audit;
use crate::error::{StoreError, fault};
use crate::keys;
use crate::password::{self, NoHash};
use crate::provider::Vouched;
use crate::repository::{Attempt, NewSession, Repository, StoredAccount};
use crate::server::Central;
use crate::sign_in::{self, Lack, PASSWORD_LIMIT, Ticket, factor_bytes};
use crate::tokens::{TokenHash, fresh};

/// How long a session lasts.
const SESSION: SignedDuration = SignedDuration::from_hours(12);

/// How long a grant lasts: longer than a console may stay off line with orders waiting.
const GRANT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Opens a session for somebody who shows what they sign in by. `shown` is a session that they have.
/// It goes on without its caller: a line that breaks before the answer is no failure of theirs.
pub(crate) async fn enter(
    central: &Arc<Central>,
    mut given: SignIn,
    shown: Option<TokenHash>,
) -> Result<Session, Problem> {
    if let Some(ticket) = &given.ticket {
        given.user = Ticket::names(ticket);
    }
    if given.user.0.len() > LOGIN_LIMIT {
        return Err(Problem::bad_field("user"));
    }
    if given.password.0.len() > PASSWORD_LIMIT {
        return Err(Problem::bad_field("password"));
    }
    let (repository, now) = (central.repository.clone(), (central.now)());
    apart(async move { tried(repository, given, shown, now).await }).await
}

async fn tried(
    repository: Arc<dyn Repository>,
    given: SignIn,
    shown: Option<TokenHash>,
    now: Timestamp,
) -> Result<Session, Problem> {
    if let Attempt::LockedUntil(until) = repository.attempt(&given.user, now).await? {
        let locked = Problem::new(ProblemCode::LockedOut);
        return Err(locked.with("until", until));
    }
    let known = repository.account(&given.user).await?;
    let who = known
        .as_ref()
        .map_or_else(Who::unknown, |account| (&account.user.actor).into());
    let account = known.filter(|account| !account.user.actor.is_system());
    let (checked, new) = match &given.ticket {
        Some(ticket) => {
            let shown = account.filter(|account| account.door.shown(ticket, now).is_some());
            (shown.map(|account| account.password_hash), None)
        }
        // An unknown name takes the same way, so that the time of the answer does not tell it.
        None => hashed(&given, account.map(|account| account.password_hash)).await?,
    };
    let Some(right) = checked else {
        repository.fail(&given.user, now).await?;
        // As often as a name can be tried: what comes while it is locked is not written down.
        let entry = Entry::new(now, who, Act::SignInRefused).on(given.device);
        audit::write_apart(repository, entry).await?;
        return Err(Problem::new(match given.ticket {
            Some(_) => ProblemCode::TicketLapsed,
            None => ProblemCode::WrongCredentials,
        }));
    };
    let is_known = is_known(repository.as_ref(), &given.user, shown, now).await?;
    let user = given.user.clone();
    let entering = Entering {
        given,
        right,
        new,
        is_known,
        now,
    };
    match entered(repository.as_ref(), entering).await? {
        Entered::In(session) => Ok(*session),
        Entered::Not(lack) => {
            if lack.counts {
                repository.fail(&user, now).await?;
            } else {
                repository.forgive(&user).await?;
            }
            Err(lack.problem)
        }
    }
}

/// The identity provider vouches for somebody: what they come in with, for a few minutes and once. The first
/// time binds the account to the provider's own name for them.
pub(crate) async fn vouched(
    central: &Arc<Central>,
    whom: Vouched,
    with_factor: bool,
) -> Result<Secret, Problem> {
    let (repository, now) = (central.repository.clone(), (central.now)());
    let ticket = apart(async move { ticket(repository.as_ref(), whom, with_factor, now).await });
    ticket
        .await?
        .ok_or_else(|| Problem::new(ProblemCode::ProviderStranger))
}

async fn ticket(
    repository: &dyn Repository,
    whom: Vouched,
    with_factor: bool,
    now: Timestamp,
) -> Result<Option<Secret>, StoreError> {
    let mut transaction = repository.begin().await?;
    let account = transaction.account(&UserId(whom.login)).await?;
    let is_theirs = |account: &StoredAccount| {
        let actor = &account.user.actor;
        let is_person =
            !actor.is_system() && !keys::is_a_systems(account) && actor.role != Role::Wall;
        let known = account.door.subject.as_ref();
        is_person && known.is_none_or(|subject| *subject == whom.subject)
    };
    let Some(mut account) = account.filter(is_theirs) else {
        let entry = Entry::new(now, Who::unknown(), Act::SignInRefused);
        transaction.append_audit(&entry).await?;
        transaction.commit().await?;
        return Ok(None);
    };
    let (ticket, text) = Ticket::of(&account.user.actor.user, with_factor, now)?;
    account.door.subject = Some(whom.subject);
    account.door.ticket = Some(ticket);
    transaction.put_accounts(&[account]).await?;
    transaction.commit().await?;
    Ok(Some(text))
}

/// Ends a session. Grants stay: orders that wait on a device keep their author.
pub(crate) async fn leave(
    central: &Arc<Central>,
    user: &User,
    session: TokenHash,
) -> Result<(), StoreError> {
    let entry = Entry::new((central.now)(), &user.actor, Act::SignedOut);
    let repository = central.repository.clone();
    apart(async move {
        let mut transaction = repository.begin().await?;
        transaction.append_audit(&entry).await?;
        transaction.close_session(session).await?;
        transaction.commit().await
    })
    .await
}

/// Somebody whose password is right.
struct Entering {
    given: SignIn,
    /// The hash that it was right by.
    right: String,
    /// The hash of the new password, where there is one.
    new: Option<String>,
    /// They have a session already.
    is_known: bool,
    now: Timestamp,
}

enum Entered {
    In(Box<Session>),
    Not(Box<Lack>),
}

/// The account's hash where the password is right, and the hash of the new password, if one is given.
async fn hashed(
    given: &SignIn,
    hash: Option<String>,
) -> Result<(Option<String>, Option<String>), Problem> {
    let (password, new) = (given.password.clone(), given.new_password.clone());
    let checked = tokio::task::spawn_blocking(move || {
        if !password::is_right(&password.0, hash.as_deref()) {
            return Ok((None, None));
        }
        let new = new.filter(|new| new.0.len() <= PASSWORD_LIMIT);
        let new = new.map(|new| password::hash(&new.0)).transpose()?;
        Ok((hash, new))
    });
    let checked = checked.await.map_err(|error| fault(&error))?;
    checked.map_err(|error: NoHash| fault(&error))
}

/// Whether they show a session of their own that still holds.
async fn is_known(
    repository: &dyn Repository,
    user: &UserId,
    shown: Option<TokenHash>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(shown) = shown else {
        return Ok(false);
    };
    let signed_in = repository.session(shown, now).await?;
    Ok(signed_in.is_some_and(|session| session.user.actor.user == *user))
}

/// Goes through the door, or says what is missing: in the one transaction that writes, so that a code of
/// a second factor opens once, whichever central it comes to.
async fn entered(repository: &dyn Repository, entering: Entering) -> Result<Entered, StoreError> {
    let Entering {
        given,
        right,
        new,
        is_known,
        now,
    } = entering;
    let mut transaction = repository.begin().await?;
    let account = transaction.account(&given.user).await?;
    // Changed since it was looked at: then the password was not right.
    let Some(account) = account.filter(|account| account.password_hash == right) else {
        let problem = Problem::new(ProblemCode::WrongCredentials);
        return Ok(Entered::Not(Box::new(Lack {
            problem,
            door: None,
            counts: true,
        })));
    };
    let written = |act| Entry::new(now, &account.user.actor, act).on(given.device);
    let door = match sign_in::entered(&account, &given, is_known, now, factor_bytes()?) {
        Ok(door) => door,
        Err(lack) => {
            if lack.counts || lack.problem.is(ProblemCode::AccountClosed) {
                let entry = written(Act::SignInRefused);
                transaction.append_audit(&entry).await?;
            }
            if let Some(door) = lack.door.clone() {
                let account = StoredAccount { door, ..account };
                transaction.put_accounts(&[account]).await?;
            }
            transaction.commit().await?;
            return Ok(Entered::Not(lack));
        }
    };
    let has_new = new.is_some();
    let after = StoredAccount {
        door,
        password_hash: new.unwrap_or(right),
        ..account.clone()
    };
    if after != account {
        transaction.put_accounts(&[after]).await?;
    }
    if has_new {
        transaction.close_sessions(&given.user).await?;
        let changed = Act::AccountChanged {
            what: "password".to_owned(),
            whom: given.user.clone(),
        };
        transaction.append_audit(&written(changed)).await?;
    }
    transaction.append_audit(&written(Act::SignedIn)).await?;
    let session = Session {
        token: fresh()?,
        grant: fresh()?,
        user: account.user,
        expires_at: later(now, SESSION),
        central_time: now,
    };
    let kept = NewSession {
        token: TokenHash::of(&session.token.0),
        grant: TokenHash::of(&session.grant.0),
        account: session.user.actor.user.clone(),
        device: given.device,
        now,
        session_ends: session.expires_at,
        grant_ends: later(now, GRANT),
    };
    transaction.open_session(&kept).await?;
    transaction.forget_attempts(&given.user).await?;
    transaction.commit().await?;
    Ok(Entered::In(Box::new(session)))
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}
