//! What one signs in by: a password, a one-time secret in its place, a second factor.
//!
//! The second factor is a time-based one-time password (RFC 6238: SHA-1, six digits, thirty seconds, one
//! step of tolerance), which every authenticator knows; each code opens once. Leaders and the three
//! administrators need it. It is set up at the first sign-in that wants it, by the first right code.
//!
//! Deliberately absent: counting failures, which the database does before the password is looked at
//! ([`crate::repository::Repository::attempt`]).

use jiff::{SignedDuration, Timestamp};
use onemap_domain::people::{Role, UserId};
use onemap_protocol::account::FactorState;
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::{Secret, SignIn};
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Totp};

use crate::repository::StoredAccount;
use crate::tokens::{NoRandomness, TokenHash, fresh, random};

/// Fewest characters of a password that somebody chooses (NIST SP 800-63B-4 asks for length, not for
/// kinds of characters; ours stands beside a lock-out and, where it matters, a second factor).
pub const PASSWORD_LEAST: usize = 10;

/// Longest password that is looked at, bytes: hashing takes as long as it is.
pub const PASSWORD_LIMIT: usize = 256;

/// How long a one-time secret can be used.
pub const ONE_TIME: SignedDuration = SignedDuration::from_hours(72);

/// How long after the provider vouched for somebody they may take over the second factor.
pub const TICKET: SignedDuration = SignedDuration::from_mins(5);

/// Who is asked for, on the screen of an authenticator.
const ISSUER: &str = "onemap";

/// What of an account's sign-in is not its password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// Opened, and not granted yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_asked: bool,
    /// The password is a one-time secret, good until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_time_until: Option<Timestamp>,
    /// The second factor.
    #[serde(default)]
    pub factor: Factor,
    /// What the county's identity provider calls them, once they came in by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The provider has vouched for them, and they have not come in yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Ticket>,
}

/// What is kept of an identity provider's word for somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The SHA-256 of what they were given, in hexadecimal.
    pub digest: String,
    /// They come in with it until then, once.
    pub until: Timestamp,
    /// The provider has asked for a second factor.
    pub with_factor: bool,
}

impl Ticket {
    /// A ticket of somebody, and its text, which names them.
    pub fn of(
        login: &UserId,
        with_factor: bool,
        now: Timestamp,
    ) -> Result<(Ticket, Secret), NoRandomness> {
        let text = Secret(format!("{}.{}", login.0, fresh()?.0));
        let ticket = Ticket {
            digest: Ticket::digest(&text),
            until: now.checked_add(TICKET).unwrap_or(Timestamp::MAX),
            with_factor,
        };
        Ok((ticket, text))
    }

    /// Whose a ticket says that it is.
    pub fn names(text: &Secret) -> UserId {
        UserId(text.0.split('.').next().unwrap_or_default().to_owned())
    }

    fn digest(text: &Secret) -> String {
        TokenHash::of(&text.0).to_string()
    }
}

/// The second factor of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Factor {
    /// None is asked for.
    #[default]
    Free,
    /// To be set up.
    Unset,
    /// Its secret was shown, and no code has come yet.
    Begun {
        /// Base 32.
        secret: Secret,
    },
    /// Asked for every time.
    Held {
        /// Base 32.
        secret: Secret,
        /// The step of the last code that opened: neither it nor an older one opens again.
        last_step: u64,
    },
}

impl Door {
    /// The ticket that this one shows, where it is the account's and still good.
    pub fn shown(&self, text: &Secret, now: Timestamp) -> Option<&Ticket> {
        let ticket = self.ticket.as_ref()?;
        (ticket.digest == Ticket::digest(text) && now < ticket.until).then_some(ticket)
    }
}

impl Factor {
    /// Of a new account, or of one whose factor is lost.
    pub fn of_role(role: Role) -> Factor {
        if role == Role::Leader || role.is_administrator() {
            Factor::Unset
        } else {
            Factor::Free
        }
    }

    /// As lists say it.
    pub fn state(&self) -> FactorState {
        match self {
            Factor::Free => FactorState::Free,
            Factor::Unset | Factor::Begun { .. } => FactorState::Unset,
            Factor::Held { .. } => FactorState::Held,
        }
    }
}

/// Why somebody whose password was right does not enter.
#[derive(Debug)]
pub struct Lack {
    /// What they are told.
    pub problem: Problem,
    /// What is kept of it, where that is something.
    pub door: Option<Door>,
    /// It was a wrong code, which counts as a wrong password does.
    pub counts: bool,
}

impl Lack {
    fn of(problem: Problem) -> Box<Lack> {
        Box::new(Lack {
            problem,
            door: None,
            counts: false,
        })
    }
}

/// The door as it is once somebody with the right password has gone through it, or what is missing.
/// `is_known` says that they have a session already. `secret` is what a second factor would be set
/// up with.
pub fn entered(
    account: &StoredAccount,
    given: &SignIn,
    is_known: bool,
    now: Timestamp,
    secret: [u8; 20],
) -> Result<Door, Box<Lack>> {
    let lack = |code| Lack::of(Problem::new(code));
    if account.locked {
        return Err(lack(ProblemCode::AccountClosed));
    }
    let mut door = account.door.clone();
    if let Some(text) = &given.ticket {
        let Some(ticket) = account.door.shown(text, now) else {
            return Err(Lack::of(Problem::new(ProblemCode::TicketLapsed)));
        };
        // What is said of passwords is not about them.
        if !ticket.with_factor {
            door.factor = second(&door, account, given, is_known, now, secret)?;
        }
        door.ticket = None;
        return Ok(door);
    }
    if door.one_time_until.is_some_and(|until| until <= now) {
        return Err(lack(ProblemCode::OneTimeLapsed));
    }
    match &given.new_password {
        None if door.one_time_until.is_some() => {
            return Err(lack(ProblemCode::NewPasswordNeeded));
        }
        None => {}
        Some(new) if is_weak(&new.0, given) => {
            return Err(Lack::of(
                Problem::new(ProblemCode::PasswordTooWeak)
                    .with("field", "new_password")
                    .with("least", PASSWORD_LEAST),
            ));
        }
        Some(_) => door.one_time_until = None,
    }
    door.factor = second(&door, account, given, is_known, now, secret)?;
    Ok(door)
}

/// The second factor after it was asked for.
fn second(
    door: &Door,
    account: &StoredAccount,
    given: &SignIn,
    is_known: bool,
    now: Timestamp,
    fresh: [u8; 20],
) -> Result<Factor, Box<Lack>> {
    let login = &account.user.actor.user.0;
    let (secret, last_step, is_set) = match &door.factor {
        Factor::Free => return Ok(Factor::Free),
        Factor::Held { .. } if is_known => return Ok(door.factor.clone()),
        Factor::Held { secret, last_step } => (secret.clone(), *last_step, true),
        Factor::Begun { secret } => (secret.clone(), 0, false),
        Factor::Unset => (base32(fresh), 0, false),
    };
    let counts = |counts, problem| {
        let begun = Factor::Begun {
            secret: secret.clone(),
        };
        Box::new(Lack {
            problem,
            // Only what was shown is kept: the rest of what was given has not happened.
            door: (!is_set).then(|| Door {
                factor: begun,
                ..account.door.clone()
            }),
            counts,
        })
    };
    let Some(totp) = totp(&secret, login) else {
        return Err(counts(false, Problem::new(ProblemCode::SecondFactorUnset)));
    };
    let Some(code) = &given.code else {
        if is_set {
            return Err(counts(false, Problem::new(ProblemCode::SecondFactorNeeded)));
        }
        let shown = Problem::new(ProblemCode::SecondFactorUnset)
            .with("secret", &secret.0)
            .with("uri", totp.to_url().unwrap_or_default());
        return Err(counts(false, shown));
    };
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    match totp.check(code.0.trim(), seconds) {
        Some(step) if step > last_step => Ok(Factor::Held {
            secret,
            last_step: step,
        }),
        _ => Err(counts(true, Problem::new(ProblemCode::WrongCode))),
    }
}

/// The digits that the secret, base 32, has at a moment; for whoever plays the authenticator.
pub fn code_at(secret: &str, now: Timestamp) -> Option<String> {
    let seconds = u64::try_from(now.as_second()).ok()?;
    Some(
        totp(&Secret(secret.to_owned()), "test")?
            .generate(seconds)
            .to_string(),
    )
}

fn totp(secret: &Secret, login: &str) -> Option<Totp> {
    let secret = totp_rs::Secret::try_from_base32(&secret.0).ok()?;
    Builder::new()
        .with_secret(secret)
        .with_account_name(login)
        .with_issuer(Some(ISSUER))
        .build()
        .ok()
}

fn base32(bytes: [u8; 20]) -> Secret {
    Secret(totp_rs::Secret::new_stack(bytes).to_base32())
}

/// Twenty bytes that nobody knows: what RFC 4226 recommends for a secret.
pub fn factor_bytes() -> Result<[u8; 20], NoRandomness> {
    let mut bytes = [0; 20];
    bytes.copy_from_slice(&random()?[..20]);
    Ok(bytes)
}

/// A secret to sign in with once: 80 random bits, in letters and digits that are not taken for one
/// another on paper.
pub fn one_time_secret() -> Result<Secret, NoRandomness> {
    const SYMBOLS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789+";
    let bytes = random()?;
    let mut text = String::with_capacity(19);
    for (at, byte) in bytes.iter().take(16).enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(SYMBOLS[usize::from(byte % 32)]));
    }
    Ok(Secret(text))
}

fn is_weak(new: &str, given: &SignIn) -> bool {
    let login = given.user.0.to_lowercase();
    new.chars().count() < PASSWORD_LEAST
        || new.len() > PASSWORD_LIMIT
        || new == given.password.0
        || new.to_lowercase().contains(&login)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use onemap_domain::area::AreaCode;
    use onemap_domain::people::{Actor, Scope, User};

    use super::*;

    const SECRET: [u8; 20] = *b"12345678901234567890";

    fn leader(factor: Factor) -> StoredAccount {
        let area = AreaCode::parse("520381").unwrap();
        StoredAccount {
            user: User {
                actor: Actor {
                    user: UserId("li".to_owned()),
                    name: "李".to_owned(),
                    role: Role::Leader,
                    department: None,
                },
                scope: Scope {
                    role: Role::Leader,
                    area,
                    department: None,
                    compartments: BTreeSet::new(),
                },
            },
            password_hash: String::new(),
            locked: false,
            door: Door {
                factor,
                ..Door::default()
            },
        }
    }

    fn shows(code: Option<&str>, new: Option<&str>) -> SignIn {
        let password = Secret("right".to_owned());
        SignIn {
            code: code.map(|code| Secret(code.to_owned())),
            new_password: new.map(|new| Secret(new.to_owned())),
            ..SignIn::with_password(UserId("li".to_owned()), password, uuid::Uuid::nil())
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        // Appendix B, SHA-1: the last six of eight digits.
        let secret = base32(SECRET).0;
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(code_at(&secret, at(second)).unwrap(), code, "{second}");
        }
    }

    #[test]
    fn a_factor_is_shown_then_set_up_by_its_first_code_and_a_code_opens_once() {
        let now = at(1_234_567_890);
        let lack = entered(
            &leader(Factor::Unset),
            &shows(None, None),
            false,
            now,
            SECRET,
        );
        let lack = lack.unwrap_err();
        assert!(lack.problem.is(ProblemCode::SecondFactorUnset));
        assert_eq!(lack.problem.params["secret"], base32(SECRET).0);
        assert!(lack.problem.params["uri"].starts_with("otpauth://totp/"));
        let begun = lack.door.unwrap().factor;
        let shown = shows(Some("005924"), None);
        let door = entered(&leader(begun), &shown, false, now, [0; 20]).unwrap();
        assert!(matches!(door.factor, Factor::Held { .. }));
        let again = entered(&leader(door.factor.clone()), &shown, false, now, [0; 20]);
        let again = again.unwrap_err();
        assert!(again.problem.is(ProblemCode::WrongCode) && again.counts);
        let next = code_at(&base32(SECRET).0, at(1_234_567_920)).unwrap();
        let next = shows(Some(&next), None);
        let held = leader(door.factor);
        assert!(entered(&held, &next, false, now, [0; 20]).is_ok());
        let nothing = entered(&held, &shows(None, None), true, now, [0; 20]);
        assert!(nothing.is_ok(), "who has a session needs none");
    }

    #[test]
    fn a_one_time_secret_asks_for_another_password_and_lapses() {
        let now = at(1_234_567_890);
        let mut account = leader(Factor::Free);
        account.door.one_time_until = Some(at(1_234_567_900));
        let asks = |new| entered(&account, &shows(None, new), false, now, SECRET);
        assert!(
            asks(None)
                .unwrap_err()
                .problem
                .is(ProblemCode::NewPasswordNeeded)
        );
        let long = "x".repeat(300);
        for weak in ["short", "right", "my name is Li", &long] {
            let lack = asks(Some(weak)).unwrap_err();
            assert!(lack.problem.is(ProblemCode::PasswordTooWeak), "{weak}");
        }
        let door = asks(Some("correct horse battery")).unwrap();
        assert_eq!(door.one_time_until, None);
        let shown = shows(None, Some("correct horse battery"));
        let late = entered(&account, &shown, false, at(1_234_567_900), SECRET);
        assert!(late.unwrap_err().problem.is(ProblemCode::OneTimeLapsed));
    }

    #[test]
    fn one_time_secrets_differ_and_can_be_read_from_paper() {
        let (one, other) = (one_time_secret().unwrap(), one_time_secret().unwrap());
        assert_ne!(one, other);
        assert_eq!((one.0.len(), one.0.matches('-').count()), (19, 3));
        assert!(!one.0.contains(['0', 'o', '1', 'l', 'i']));
    }
}
