//! Errors on the wire: `application/problem+json` (RFC 9457) with a stable code.

use std::collections::BTreeMap;

use onemap_domain::Refusal;
use serde::{Deserialize, Serialize};

use crate::text::{Language, Text};

/// The codes of failures that are not refusals of the domain. Each has its sentence in the locale
/// files under `problem-CODE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// Nobody is signed in, or the session lapsed.
    SignInNeeded,
    /// Wrong name or password.
    WrongCredentials,
    /// Off line, and this user has not signed in on this device in the last days.
    OfflineUnknownUser,
    /// No such thing, or none in the caller's scope.
    NotFound,
    /// A field of the request is missing or wrong; `params.field` names it.
    BadInput,
    /// The request is larger than allowed.
    TooLarge,
    /// The central does not answer.
    CentralUnreachable,
    /// The local files cannot be read or written; `params.file` names the one.
    StorageFailed,
    /// The disk is full.
    DiskFull,
    /// Still loading the county for the first time.
    NotReady,
    /// A fault of the program; it is in the log under `params.reference`.
    Internal,
}

impl ProblemCode {
    /// Every code.
    pub const ALL: [ProblemCode; 11] = [
        ProblemCode::SignInNeeded,
        ProblemCode::WrongCredentials,
        ProblemCode::OfflineUnknownUser,
        ProblemCode::NotFound,
        ProblemCode::BadInput,
        ProblemCode::TooLarge,
        ProblemCode::CentralUnreachable,
        ProblemCode::StorageFailed,
        ProblemCode::DiskFull,
        ProblemCode::NotReady,
        ProblemCode::Internal,
    ];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            ProblemCode::SignInNeeded => "sign_in_needed",
            ProblemCode::WrongCredentials => "wrong_credentials",
            ProblemCode::OfflineUnknownUser => "offline_unknown_user",
            ProblemCode::NotFound => "not_found",
            ProblemCode::BadInput => "bad_input",
            ProblemCode::TooLarge => "too_large",
            ProblemCode::CentralUnreachable => "central_unreachable",
            ProblemCode::StorageFailed => "storage_failed",
            ProblemCode::DiskFull => "disk_full",
            ProblemCode::NotReady => "not_ready",
            ProblemCode::Internal => "internal",
        }
    }

    /// The HTTP status beside it.
    pub const fn status(self) -> u16 {
        match self {
            ProblemCode::SignInNeeded
            | ProblemCode::WrongCredentials
            | ProblemCode::OfflineUnknownUser => 401,
            ProblemCode::NotFound => 404,
            ProblemCode::BadInput => 422,
            ProblemCode::TooLarge => 413,
            ProblemCode::CentralUnreachable | ProblemCode::NotReady => 503,
            ProblemCode::DiskFull => 507,
            ProblemCode::StorageFailed | ProblemCode::Internal => 500,
        }
    }
}

/// A problem: what happened, in a form that programs can test and people can read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[error("{code} {params:?}")]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// Stable code: a [`ProblemCode`] or a [`Refusal`]'s.
    pub code: String,
    /// What fills the sentence.
    #[serde(default)]
    pub params: BTreeMap<String, String>,
    /// The key of the sentence in the locale files.
    #[serde(default)]
    pub key: String,
    /// The sentence in the caller's language, where the caller has no catalogue of its own.
    #[serde(default)]
    pub detail: String,
}

impl Problem {
    /// A problem without parameters.
    pub fn new(code: ProblemCode) -> Problem {
        Problem {
            status: code.status(),
            code: code.name().to_owned(),
            params: BTreeMap::new(),
            key: format!("problem-{}", code.name()),
            detail: String::new(),
        }
    }

    /// Adds a parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Problem {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    #[cfg(test)]
    pub(crate) fn recoded(self, code: ProblemCode) -> Problem {
        Problem {
            params: self.params,
            ..Problem::new(code)
        }
    }

    /// A field that is missing or wrong.
    pub fn bad_field(field: &str) -> Problem {
        Problem::new(ProblemCode::BadInput).with("field", field)
    }

    /// Whether it has this code.
    pub fn is(&self, code: ProblemCode) -> bool {
        self.code == code.name()
    }

    /// The sentence in a language. Codes in the parameters (a stage, a role, a command) are
    /// replaced by their names first.
    pub fn sentence(&self, language: Language) -> String {
        let text = Text::of(language);
        let named: Vec<(&str, String)> = self
            .params
            .iter()
            .map(|(name, value)| {
                let key = format!("{name}-{value}").replace('_', "-");
                (
                    name.as_str(),
                    text.find(&key, &[]).unwrap_or_else(|| value.clone()),
                )
            })
            .collect();
        let arguments: Vec<(&str, &str)> = named.iter().map(|(n, v)| (*n, v.as_str())).collect();
        text.say(&self.key.replace('_', "-"), &arguments)
    }

    /// The same with its sentence filled in.
    #[must_use]
    pub fn worded(mut self, language: Language) -> Problem {
        self.detail = self.sentence(language);
        self
    }
}

impl From<&Refusal> for Problem {
    fn from(refusal: &Refusal) -> Problem {
        let status = match refusal {
            Refusal::NotFound => 404,
            Refusal::RoleNotAllowed { .. } | Refusal::NotLead | Refusal::NotDispatcher => 403,
            Refusal::StageNotAllowed { .. } | Refusal::AlreadyExists | Refusal::HandlerCloses => {
                409
            }
            _ => 422,
        };
        let wire = serde_json::to_value(refusal).unwrap_or_default();
        let params = wire
            .get("params")
            .and_then(|params| params.as_object())
            .map(|params| {
                let text = |value: &serde_json::Value| {
                    value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned)
                };
                params
                    .iter()
                    .map(|(name, value)| (name.clone(), text(value)))
                    .collect()
            })
            .unwrap_or_default();
        Problem {
            status,
            code: refusal.code().to_owned(),
            params,
            key: format!("refusal-{}", refusal.code()),
            detail: String::new(),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        Problem::from(&refusal)
    }
}
