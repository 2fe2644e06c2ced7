//! Signing in and out.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use onemap_domain::audit::{Act, Entry, Who};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::{Session, SignIn};

use super::App;
use super::caller::Caller;
use super::failure::Failure;
use super::input::Body;
use crate::accounts::LOGIN_LIMIT;
use crate::audit;
use crate::error::StoreError;
use crate::password::{self, NoHash};
use crate::repository::{Attempt, NewSession, StoredAccount};
use crate::sign_in::{self, Lack, PASSWORD_LIMIT, factor_bytes};
use crate::tokens::{TokenHash, fresh};

/// How long a session lasts.
const SESSION: SignedDuration = SignedDuration::from_hours(12);

/// How long a grant lasts: longer than a console may stay off line with orders waiting.
const GRANT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Sign in
///
/// Gives a session, and a grant that proves authorship of commands from this device. A session lapses
/// after twelve hours, or one hour after it was used last.
#[utoipa::path(post, path = "/v1/sessions", tag = "sessions", request_body = SignIn,
    responses((status = 201, body = Session), (status = 401, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
pub(super) async fn sign_in(
    State(app): State<App>,
    Body(given): Body<SignIn>,
) -> Result<(StatusCode, Json<Session>), Failure> {
    let now = (app.now)();
    if given.user.0.len() > LOGIN_LIMIT {
        return Err(Failure::bad_field("user"));
    }
    if given.password.0.len() > PASSWORD_LIMIT {
        return Err(Failure::bad_field("password"));
    }
    if let Attempt::LockedUntil(until) = app.repository.attempt(&given.user, now).await? {
        let locked = Problem::new(ProblemCode::LockedOut);
        return Err(Failure(locked.with("until", until)));
    }
    let known = app.repository.account(&given.user).await?;
    let who = known
        .as_ref()
        .map_or_else(Who::unknown, |account| (&account.user.actor).into());
    let account = known.filter(|account| !account.user.actor.is_system());
    // An unknown name takes the same way, so that the time of the answer does not tell it.
    let hash = account.map(|account| account.password_hash);
    let (checked, new) = hashed(&given, hash).await?;
    let Some(right) = checked else {
        // As often as a name can be tried: what comes while it is locked is not written down.
        let entry = Entry::new(now, who, Act::SignInRefused).on(given.device);
        audit::write_apart(app.repository.clone(), entry).await?;
        return Err(ProblemCode::WrongCredentials.into());
    };
    let is_known = is_known(&app, &given, now).await?;
    let user = given.user.clone();
    let entering = Entering {
        given,
        right,
        new,
        is_known,
        now,
    };
    let writes = app.clone();
    match apart(async move { enter(&writes, entering).await }).await? {
        Entered::In(session) => Ok((StatusCode::CREATED, Json(*session))),
        Entered::Not(lack) => {
            if !lack.counts {
                app.repository.forgive(&user).await?;
            }
            Err(Failure(lack.problem))
        }
    }
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
) -> Result<(Option<String>, Option<String>), Failure> {
    let (password, new) = (given.password.clone(), given.new_password.clone());
    let checked = tokio::task::spawn_blocking(move || {
        if !password::is_right(&password.0, hash.as_deref()) {
            return Ok((None, None));
        }
        let new = new.filter(|new| new.0.len() <= PASSWORD_LIMIT);
        let new = new.map(|new| password::hash(&new.0)).transpose()?;
        Ok((hash, new))
    });
    let checked = checked.await.map_err(|error| Failure::internal(&error))?;
    checked.map_err(|error: NoHash| Failure::internal(&error))
}

/// Whether they show a session of their own that still holds.
async fn is_known(app: &App, given: &SignIn, now: Timestamp) -> Result<bool, StoreError> {
    let Some(session) = &given.session else {
        return Ok(false);
    };
    let session = TokenHash::of(&session.0);
    let signed_in = app.repository.session(session, now).await?;
    Ok(signed_in.is_some_and(|session| session.user.actor.user == given.user))
}

/// Goes through the door, or says what is missing: in the one transaction that writes, so that a code of
/// a second factor opens once, whichever central it comes to.
async fn enter(app: &App, entering: Entering) -> Result<Entered, StoreError> {
    let Entering {
        given,
        right,
        new,
        is_known,
        now,
    } = entering;
    let mut transaction = app.repository.begin().await?;
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

/// Sign out
///
/// Ends the session. Grants stay: orders that wait on a device keep their author.
#[utoipa::path(delete, path = "/v1/sessions/current", tag = "sessions",
    security(("session" = [])),
    responses((status = 204, description = "Signed out."), (status = 401, body = Problem)))]
pub(super) async fn sign_out(
    State(app): State<App>,
    caller: Caller,
) -> Result<StatusCode, Failure> {
    let entry = Entry::new((app.now)(), &caller.user.actor, Act::SignedOut);
    apart(async move {
        let mut transaction = app.repository.begin().await?;
        transaction.append_audit(&entry).await?;
        transaction.close_session(caller.session).await?;
        transaction.commit().await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// In a task of its own, so that a caller who goes away does not break a transaction off.
async fn apart<T: Send + 'static>(
    write: impl Future<Output = Result<T, StoreError>> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::spawn(write)
        .await
        .map_err(|_| StoreError::BrokenOff)?
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}
