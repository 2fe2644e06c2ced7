//! The audit stream: who looked at what, who came in, and what was changed beside cases.
//!
//! A case's own log says what was done to it; this stream says who saw what is masked, who signed
//! in, and who changed accounts, keys and the register. It is one stream, numbered from 1 without a
//! gap, and each entry is chained to the one before it as the events of a case are ([`crate::chain`]).
//!
//! Deliberately absent: what was seen. An entry names the fields that somebody was shown, never
//! their values; a reason is kept with numbers of people masked.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::case::{Case, CaseId, Reporter, Said};
use crate::chain::{self, Digest};
use crate::department::DepartmentCode;
use crate::mask;
use crate::people::{Actor, Role, UserId};

/// Longest reason for a look, characters.
pub const REASON_LIMIT: usize = 200;

/// Whether a role may be shown what is masked, when it says why.
pub const fn may_reveal(role: Role) -> bool {
    !matches!(role, Role::Wall) && !role.is_administrator()
}

/// Whether a role may read the audit stream.
pub const fn may_read_audit(role: Role) -> bool {
    matches!(role, Role::Supervisor | Role::AuditAdmin)
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AuditWho))]
pub struct Who {
    /// Login name; `None` when what was given is nobody's. It is not kept then: it may have been a
    /// password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    /// Name as colleagues know it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// In which role; `None` for the program itself and whoever types at its command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Of which department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<DepartmentCode>,
}

impl Who {
    /// Somebody whom nobody knows.
    pub const fn unknown() -> Who {
        Who {
            user: None,
            name: String::new(),
            role: None,
            unit: None,
        }
    }

    /// Whoever works at the host of the central, by its command line.
    pub fn command_line() -> Who {
        Who {
            user: Some(UserId(Actor::SYSTEM.to_owned())),
            ..Who::unknown()
        }
    }
}

impl From<&Actor> for Who {
    fn from(actor: &Actor) -> Who {
        Who {
            user: Some(actor.user.clone()),
            name: actor.name.clone(),
            role: Some(actor.role),
            unit: actor.department.clone(),
        }
    }
}

/// A kind of personal data that is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AuditField))]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The reporter's name.
    Name,
    /// The reporter's phone number.
    Phone,
    /// What the system that reported it said of the person.
    Origin,
    /// The parties of its mediations.
    Parties,
}

impl Field {
    /// Every kind.
    pub const ALL: [Field; 4] = [Field::Name, Field::Phone, Field::Origin, Field::Parties];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Phone => "phone",
            Field::Origin => "origin",
            Field::Parties => "parties",
        }
    }
}

/// What of a county's register was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RegisterPart {
    /// The profile that the county works by.
    Profile,
    /// A year's calendar.
    Calendar,
    /// Areas, departments or people.
    Register,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AuditAct))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Act {
    /// Somebody signed in.
    SignedIn,
    /// A sign-in was refused.
    SignInRefused,
    /// Somebody signed out.
    SignedOut,
    /// Personal data of a case was shown unmasked.
    Looked,
    /// A sealed case was opened.
    SealedRead,
    /// Something left the program as a file.
    Exported {
        /// The code of what.
        what: String,
    },
    /// An account was changed.
    AccountChanged {
        /// The code of the change: `open`, `grant`, `lock`, `password`, and so on.
        what: String,
        /// Whose account.
        whom: UserId,
    },
    /// A system was given a key.
    KeyIssued {
        /// Its account.
        system: UserId,
    },
    /// A system's key was taken back.
    KeyRevoked {
        /// Its account.
        system: UserId,
    },
    /// The county's register was changed.
    RegisterChanged {
        /// Which part of it.
        part: RegisterPart,
    },
    /// Somebody read this stream.
    AuditRead {
        /// Only what this user did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<UserId>,
        /// From then on.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Timestamp>,
        /// Before then.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Timestamp>,
    },
}

impl Act {
    /// The stable name on the wire, in the database and in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Act::SignedIn => "signed_in",
            Act::SignInRefused => "sign_in_refused",
            Act::SignedOut => "signed_out",
            Act::Looked => "looked",
            Act::SealedRead => "sealed_read",
            Act::Exported { .. } => "exported",
            Act::AccountChanged { .. } => "account_changed",
            Act::KeyIssued { .. } => "key_issued",
            Act::KeyRevoked { .. } => "key_revoked",
            Act::RegisterChanged { .. } => "register_changed",
            Act::AuditRead { .. } => "audit_read",
        }
    }
}

/// What is to be written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AuditEntry))]
pub struct Entry {
    /// When, by the central's clock.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Who.
    pub who: Who,
    /// On which device, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Uuid>,
    /// What.
    pub act: Act,
    /// About which case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// Why, in their words; numbers of people in it are masked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What was shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

impl Entry {
    /// Something that is about no case.
    pub fn new(at: Timestamp, who: impl Into<Who>, act: Act) -> Entry {
        Entry {
            at,
            who: who.into(),
            device: None,
            act,
            case: None,
            reason: String::new(),
            fields: Vec::new(),
        }
    }

    /// The same, done on this device.
    #[must_use]
    pub fn on(self, device: Uuid) -> Entry {
        Entry {
            device: Some(device),
            ..self
        }
    }

    /// The same, about this case.
    #[must_use]
    pub fn about(self, case: CaseId) -> Entry {
        Entry {
            case: Some(case),
            ..self
        }
    }

    /// A look at what is masked in a case.
    pub fn look(at: Timestamp, who: &Actor, case: CaseId, shown: &Revealed, reason: &str) -> Entry {
        Entry {
            case: Some(case),
            reason: mask::written(reason),
            fields: shown.fields(),
            ..Entry::new(at, who, Act::Looked)
        }
    }

    /// Takes out what only somebody who may see the case is told: which it is, and why it was
    /// looked at.
    pub fn hide_case(&mut self) {
        self.case = None;
        self.reason.clear();
    }
}

/// An entry as the stream keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AuditRecorded))]
pub struct Recorded {
    /// Its number in the stream, from 1 without a gap.
    pub sequence: u64,
    /// What was written down.
    pub entry: Entry,
}

impl Recorded {
    /// The digest of this entry, which follows on the one with the digest `previous`.
    pub fn digest(&self, previous: Option<&Digest>) -> Digest {
        chain::link_value(previous, self)
    }
}

/// What is masked in a case, as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Revealed {
    /// Who brought the matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter: Option<Reporter>,
    /// What the system that reported it said, as it came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<Said>,
    /// The parties of each mediation, in the order of the case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<Vec<String>>,
}

impl Revealed {
    /// Of a case.
    pub fn of(case: &Case) -> Revealed {
        let origin = case.facts.origin.as_ref();
        let parties = case.mediations.iter().map(|one| one.parties.clone());
        Revealed {
            reporter: case.facts.reporter.clone(),
            said: origin.map(|origin| origin.said.clone()).unwrap_or_default(),
            parties: parties.collect(),
        }
    }

    /// Which kinds of personal data are in it.
    pub fn fields(&self) -> Vec<Field> {
        let of_reporter = |part: fn(&Reporter) -> &String| {
            self.reporter
                .as_ref()
                .is_some_and(|one| !part(one).is_empty())
        };
        let there = |field: &Field| match field {
            Field::Name => of_reporter(|reporter| &reporter.name),
            Field::Phone => of_reporter(|reporter| &reporter.phone),
            Field::Origin => !self.said.is_empty(),
            Field::Parties => self.parties.iter().any(|parties| !parties.is_empty()),
        };
        Field::ALL.into_iter().filter(there).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(act: Act) -> Entry {
        Entry::new(Timestamp::UNIX_EPOCH, Who::unknown(), act)
    }

    #[test]
    fn the_wire_form_of_an_entry_stays_as_it_was_hashed() {
        let recorded = Recorded {
            sequence: 7,
            entry: Entry {
                who: Who {
                    user: Some(UserId("wangmin".to_owned())),
                    name: "王敏".to_owned(),
                    role: Some(Role::Operator),
                    unit: None,
                },
                reason: "回访".to_owned(),
                fields: vec![Field::Phone],
                ..entry(Act::Looked).about(CaseId(Uuid::nil()))
            },
        };
        let text = concat!(
            r#"{"sequence":7,"entry":{"at":"1970-01-01T00:00:00Z","who":{"user":"wangmin","#,
            r#""name":"王敏","role":"operator"},"act":{"kind":"looked"},"#,
            r#""case":"00000000-0000-0000-0000-000000000000","reason":"回访","fields":["phone"]}}"#
        );
        assert_eq!(serde_json::to_string(&recorded).unwrap(), text);
        assert_eq!(serde_json::from_str::<Recorded>(text).unwrap(), recorded);
    }

    #[test]
    fn a_digest_holds_the_entry_its_number_and_all_before_it() {
        let one = Recorded {
            sequence: 1,
            entry: entry(Act::SignedIn),
        };
        let other = Recorded {
            sequence: 2,
            ..one.clone()
        };
        assert_ne!(one.digest(None), other.digest(None));
        assert_ne!(one.digest(None), one.digest(Some(&other.digest(None))));
    }

    #[test]
    fn a_look_names_what_was_shown_and_keeps_no_number_of_anybody() {
        let shown = Revealed {
            reporter: Some(Reporter {
                name: String::new(),
                phone: "13812341234".to_owned(),
            }),
            said: Vec::new(),
            parties: vec![Vec::new()],
        };
        let look = Entry::look(
            Timestamp::UNIX_EPOCH,
            &Actor::system(),
            CaseId(Uuid::nil()),
            &shown,
            "回电13812341234",
        );
        assert_eq!(look.fields, [Field::Phone]);
        assert!(
            !serde_json::to_string(&look)
                .unwrap()
                .contains("13812341234")
        );
    }

    #[test]
    fn a_wall_is_shown_nothing_and_reads_no_audit() {
        assert!(!may_reveal(Role::Wall) && !may_read_audit(Role::Wall));
    }
}
