//! Signing in and out, with the line and without.

use std::sync::atomic::Ordering;

use jiff::SignedDuration;
use onemap_domain::people::{Role, User, UserId};
use onemap_protocol::desk::EnterSession;
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::{Grant, Secret, Session, SignIn};
use onemap_protocol::version::Impasse;
use onemap_store::cache::Found;
use onemap_store::outbox::KnownUser;
use onemap_store::{Cache, StoreError};
use onemap_sync::machine::Input;

use crate::arriving;
use crate::password;
use crate::state::{Inner, Rebuilt, SignedIn};

/// Days after which a sign-in without the line needs one with it.
const OFFLINE_DAYS: i64 = 7;

impl Inner {
    /// Signs in: with the central where it answers, else by what this device remembers; where a
    /// role is named, nobody of another.
    pub(crate) async fn enter(
        &self,
        who: &EnterSession,
        only: Option<Role>,
    ) -> Result<User, Problem> {
        let fits = |user: &User| match only {
            Some(role) if role != user.actor.role => Err(Problem::bad_field("user")),
            _ => Ok(()),
        };
        if who.user.0.trim().is_empty() {
            return Err(Problem::bad_field("user"));
        }
        if who.password.0.is_empty() {
            return Err(Problem::bad_field("password"));
        }
        let line_up = !self.outbox.line_pulled().await?;
        let same = self
            .signed_in()
            .filter(|now| now.user.actor.user == who.user);
        let sign_in = SignIn {
            user: who.user.clone(),
            password: who.password.clone(),
            device: self.outbox.device(),
            code: who.code.clone(),
            new_password: who.new_password.clone(),
            session: same.and_then(|now| now.token),
            ticket: None,
        };
        // By which one signs in from now on, here too when the line is down.
        let password = who.new_password.as_ref().unwrap_or(&who.password);
        let session = if line_up {
            self.central.sign_in(&sign_in).await
        } else {
            Err(Problem::new(ProblemCode::CentralUnreachable))
        };
        match session {
            Ok(session) => {
                fits(&session.user)?;
                self.heard_time(session.central_time);
                // On a full disk one can still read; only a sign-in off line is not kept.
                if let Err(error) = self.remember(&session, password).await {
                    self.troubled(error);
                }
                let Session {
                    token, grant, user, ..
                } = session;
                self.begin(user, password.clone(), grant, Some(token)).await
            }
            // Where the two do not understand each other, one works as without the line.
            Err(problem)
                if problem.is(ProblemCode::CentralUnreachable)
                    || Impasse::said_by(&problem).is_some() =>
            {
                let known = self.unlock(&who.user, &who.password).await;
                let known = known.map_err(|locked| {
                    // Signing in on line once is no way out: that is what was tried.
                    let outdated = Impasse::said_by(&problem).is_some();
                    let unknown = locked.is(ProblemCode::OfflineUnknownUser);
                    if outdated && unknown { problem } else { locked }
                })?;
                fits(&known.user)?;
                self.begin(known.user, who.password.clone(), known.grant, None)
                    .await
            }
            Err(problem) => Err(problem),
        }
    }

    async fn unlock(&self, user: &UserId, password: &Secret) -> Result<KnownUser, Problem> {
        let unknown = || Problem::new(ProblemCode::OfflineUnknownUser);
        let known = self.outbox.known(user).await?.ok_or_else(unknown)?;
        let age = self.device_now().duration_since(known.signed_in_at);
        if age > SignedDuration::from_hours(24 * OFFLINE_DAYS) {
            return Err(unknown());
        }
        if !password::fits(password.clone(), known.password_hash.clone()).await {
            return Err(Problem::new(ProblemCode::WrongCredentials));
        }
        Ok(known)
    }

    /// Keeps what is needed to sign in without the line.
    pub(crate) async fn remember(
        &self,
        session: &Session,
        password: &Secret,
    ) -> Result<(), StoreError> {
        // Without randomness for a salt there is no sign-in off line, and nothing else is lost.
        let Some(password_hash) = password::hash(password.clone()).await else {
            return Ok(());
        };
        let known = KnownUser {
            user: session.user.clone(),
            password_hash,
            grant: session.grant.clone(),
            signed_in_at: self.device_now(),
        };
        self.outbox.remember(&known).await
    }

    async fn begin(
        &self,
        user: User,
        password: Secret,
        grant: Grant,
        token: Option<Secret>,
    ) -> Result<User, Problem> {
        self.leave().await;
        let file = self.options.folder.join(cache_file(&user.actor.user));
        let (cache, found) = Cache::open_for(&file, &user.scope).await?;
        if found == Found::OtherScope {
            self.forget_fetched().await;
        }
        self.set_cache_rebuilt(if found == Found::Broken {
            Rebuilt::UnderWay
        } else {
            Rebuilt::No
        });
        let turn = self.turns.fetch_add(1, Ordering::Relaxed) + 1;
        let session = token.is_some();
        self.set_signed_in(Some(SignedIn {
            user: user.clone(),
            password,
            grant,
            token,
            cache: cache.clone(),
            county: None,
            turn,
        }));
        let mut place = cache.position().await?.map(arriving::place);
        let staged = match cache.staged().await {
            Ok(staged) => staged.map(arriving::so_far),
            // Then it begins anew.
            Err(error) if error.is_damage() => None,
            Err(error) => return Err(error.into()),
        };
        match cache.register().await {
            Ok(Some(register)) => {
                if self.open_county(turn, register).await.is_err() {
                    place = None;
                }
                let _gate = self.gate.lock().await;
                self.show_pending().await;
            }
            // Unreadable or missing: the snapshot brings it again.
            _ => place = None,
        }
        let waiting = self.outbox.sendable_count().await?;
        let pieces = self.outbox.pieces_wait().await?;
        self.input(Input::SignedIn {
            place,
            staged,
            waiting,
            pieces,
            session,
        });
        Ok(user)
    }

    /// Signs out. Waiting orders keep their author.
    pub(crate) async fn leave(&self) {
        let Some(signed_in) = self.signed_in() else {
            return;
        };
        self.input(Input::SignedOut);
        let _gate = self.gate.lock().await;
        self.set_signed_in(None);
        signed_in.cache.close().await;
        self.tick(|tick| {
            tick.status += 1;
            tick.cases += 1;
        });
    }
}

/// One file a user; the name says nothing that a file system could stumble over.
fn cache_file(user: &UserId) -> String {
    let safe: String = user
        .0
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' => char::from(byte).to_string(),
            _ => format!("_{byte:02x}"),
        })
        .collect();
    format!("cache-{safe}.sqlite")
}
