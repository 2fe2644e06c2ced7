//! Errors on the wire: `application/problem+json` (RFC 9457) with a stable code.

use std::collections::BTreeMap;

use jiff::Timestamp;
use onemap_domain::Refusal;
use onemap_domain::calendar::Period;
use onemap_domain::profile::Label;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// Too many wrong passwords one after the other: nobody signs in by this name until
    /// `params.until`, not even with the right one.
    LockedOut,
    /// The password was right, and the account is not in use: locked, or not granted yet.
    AccountClosed,
    /// The password is a one-time secret: another one must be chosen with it.
    NewPasswordNeeded,
    /// The one-time secret was not used in time.
    OneTimeLapsed,
    /// The identity provider's word for somebody is too old, or was used already.
    TicketLapsed,
    /// The identity provider knows somebody who has no account here, or whose account is another's.
    ProviderStranger,
    /// The identity provider does not answer, or its answer is not to be believed.
    ProviderFailed,
    /// The new password can be guessed; `params.field` names it, `params.least` says how many
    /// characters there must be.
    PasswordTooWeak,
    /// The password was right; the six digits of the second factor are missing.
    SecondFactorNeeded,
    /// The same, and the second factor must be set up first: `params.secret` (base 32) and
    /// `params.uri` (otpauth) say by what. It is set up with the first right code.
    SecondFactorUnset,
    /// The six digits are wrong, too old, or were used before.
    WrongCode,
    /// Off line, and this user has not signed in on this device in the last days.
    OfflineUnknownUser,
    /// No such thing, or none in the caller's scope.
    NotFound,
    /// The caller's role may not do this.
    NotPermitted,
    /// A field of the request is missing or wrong; `params.field` names it.
    BadInput,
    /// A text in a form of its own cannot be read; `params.line` and `params.reason` say why.
    BadText,
    /// The bytes of an attachment are not those of its address; they were thrown away.
    AttachmentAltered,
    /// The case lists the attachment, and its bytes have not all come yet.
    AttachmentOnItsWay,
    /// This account has as many attachments under way as it may; those must come to their end first.
    AttachmentsUnderWay,
    /// More requests than one session or one address may send; `Retry-After` says when to come again.
    TooManyRequests,
    /// The request is larger than allowed.
    TooLarge,
    /// A table is larger than a sheet of ours may be; `params.field` names what of it, `params.limit`
    /// says how much there may be.
    TableTooLarge,
    /// The central does not answer.
    CentralUnreachable,
    /// This console is too old for the central that it talks to.
    ConsoleOutdated,
    /// The central is too old for this console.
    CentralOutdated,
    /// Whoever answers for the central cannot show that it is the central.
    CentralUntrusted,
    /// The file of the authority that is to vouch for the central holds no certificate; `params.file` names it.
    AuthorityUnusable,
    /// The local files cannot be read or written; `params.file` names the one.
    StorageFailed,
    /// The folder of the local files may only be read; `params.file` names the one.
    StorageReadOnly,
    /// The disk is full.
    DiskFull,
    /// The order was sent or settled meanwhile; there is nothing left to decide about it.
    OrderGone,
    /// Somebody else changed it between the look and the order; nothing was done.
    ChangedMeanwhile,
    /// Only the desktop program can do this, not the page in a browser.
    DesktopOnly,
    /// No font of this machine has Chinese characters, so nothing can be printed.
    NoChineseFont,
    /// The service that a base map comes from does not answer.
    BaseMapUnreachable,
    /// It does not know the key, or the key's count for the day is used up.
    BaseMapRefused,
    /// A file of a base map, or its settings, cannot be used; `params.file` and `params.reason` say why.
    BaseMapBroken,
    /// Still loading the county for the first time.
    NotReady,
    /// A fault of the program; it is in the log under `params.reference`.
    Internal,
}

impl ProblemCode {
    /// Every code.
    pub const ALL: [ProblemCode; 41] = [
        ProblemCode::SignInNeeded,
        ProblemCode::WrongCredentials,
        ProblemCode::LockedOut,
        ProblemCode::AccountClosed,
        ProblemCode::NewPasswordNeeded,
        ProblemCode::OneTimeLapsed,
        ProblemCode::TicketLapsed,
        ProblemCode::ProviderStranger,
        ProblemCode::ProviderFailed,
        ProblemCode::PasswordTooWeak,
        ProblemCode::SecondFactorNeeded,
        ProblemCode::SecondFactorUnset,
        ProblemCode::WrongCode,
        ProblemCode::OfflineUnknownUser,
        ProblemCode::NotFound,
        ProblemCode::NotPermitted,
        ProblemCode::BadInput,
        ProblemCode::BadText,
        ProblemCode::AttachmentAltered,
        ProblemCode::AttachmentOnItsWay,
        ProblemCode::AttachmentsUnderWay,
        ProblemCode::TooManyRequests,
        ProblemCode::TooLarge,
        ProblemCode::TableTooLarge,
        ProblemCode::CentralUnreachable,
        ProblemCode::ConsoleOutdated,
        ProblemCode::CentralOutdated,
        ProblemCode::CentralUntrusted,
        ProblemCode::AuthorityUnusable,
        ProblemCode::StorageFailed,
        ProblemCode::StorageReadOnly,
        ProblemCode::OrderGone,
        ProblemCode::ChangedMeanwhile,
        ProblemCode::DesktopOnly,
        ProblemCode::DiskFull,
        ProblemCode::NoChineseFont,
        ProblemCode::BaseMapUnreachable,
        ProblemCode::BaseMapRefused,
        ProblemCode::BaseMapBroken,
        ProblemCode::NotReady,
        ProblemCode::Internal,
    ];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            ProblemCode::SignInNeeded => "sign_in_needed",
            ProblemCode::WrongCredentials => "wrong_credentials",
            ProblemCode::LockedOut => "locked_out",
            ProblemCode::AccountClosed => "account_closed",
            ProblemCode::NewPasswordNeeded => "new_password_needed",
            ProblemCode::OneTimeLapsed => "one_time_lapsed",
            ProblemCode::TicketLapsed => "ticket_lapsed",
            ProblemCode::ProviderStranger => "provider_stranger",
            ProblemCode::ProviderFailed => "provider_failed",
            ProblemCode::PasswordTooWeak => "password_too_weak",
            ProblemCode::SecondFactorNeeded => "second_factor_needed",
            ProblemCode::SecondFactorUnset => "second_factor_unset",
            ProblemCode::WrongCode => "wrong_code",
            ProblemCode::OfflineUnknownUser => "offline_unknown_user",
            ProblemCode::NotFound => "not_found",
            ProblemCode::NotPermitted => "not_permitted",
            ProblemCode::BadInput => "bad_input",
            ProblemCode::BadText => "bad_text",
            ProblemCode::AttachmentAltered => "attachment_altered",
            ProblemCode::AttachmentOnItsWay => "attachment_on_its_way",
            ProblemCode::AttachmentsUnderWay => "attachments_under_way",
            ProblemCode::TooManyRequests => "too_many_requests",
            ProblemCode::TooLarge => "too_large",
            ProblemCode::TableTooLarge => "table_too_large",
            ProblemCode::CentralUnreachable => "central_unreachable",
            ProblemCode::ConsoleOutdated => "console_outdated",
            ProblemCode::CentralOutdated => "central_outdated",
            ProblemCode::CentralUntrusted => "central_untrusted",
            ProblemCode::AuthorityUnusable => "authority_unusable",
            ProblemCode::StorageFailed => "storage_failed",
            ProblemCode::StorageReadOnly => "storage_read_only",
            ProblemCode::OrderGone => "order_gone",
            ProblemCode::ChangedMeanwhile => "changed_meanwhile",
            ProblemCode::DesktopOnly => "desktop_only",
            ProblemCode::DiskFull => "disk_full",
            ProblemCode::NoChineseFont => "no_chinese_font",
            ProblemCode::BaseMapUnreachable => "base_map_unreachable",
            ProblemCode::BaseMapRefused => "base_map_refused",
            ProblemCode::BaseMapBroken => "base_map_broken",
            ProblemCode::NotReady => "not_ready",
            ProblemCode::Internal => "internal",
        }
    }

    /// The HTTP status beside it.
    pub const fn status(self) -> u16 {
        match self {
            ProblemCode::SignInNeeded
            | ProblemCode::WrongCredentials
            | ProblemCode::AccountClosed
            | ProblemCode::NewPasswordNeeded
            | ProblemCode::OneTimeLapsed
            | ProblemCode::TicketLapsed
            | ProblemCode::ProviderStranger
            | ProblemCode::SecondFactorNeeded
            | ProblemCode::SecondFactorUnset
            | ProblemCode::WrongCode
            | ProblemCode::OfflineUnknownUser => 401,
            ProblemCode::NotPermitted => 403,
            ProblemCode::NotFound | ProblemCode::AttachmentOnItsWay => 404,
            ProblemCode::BadInput
            | ProblemCode::BadText
            | ProblemCode::PasswordTooWeak
            | ProblemCode::AttachmentAltered => 422,
            ProblemCode::AttachmentsUnderWay
            | ProblemCode::LockedOut
            | ProblemCode::TooManyRequests => 429,
            ProblemCode::TooLarge | ProblemCode::TableTooLarge => 413,
            ProblemCode::ConsoleOutdated => 426,
            ProblemCode::CentralOutdated => 505,
            ProblemCode::CentralUntrusted
            | ProblemCode::ProviderFailed
            | ProblemCode::BaseMapRefused => 502,
            ProblemCode::CentralUnreachable
            | ProblemCode::BaseMapUnreachable
            | ProblemCode::NotReady => 503,
            ProblemCode::DiskFull => 507,
            ProblemCode::OrderGone | ProblemCode::ChangedMeanwhile => 409,
            ProblemCode::DesktopOnly => 501,
            ProblemCode::StorageFailed
            | ProblemCode::StorageReadOnly
            | ProblemCode::AuthorityUnusable
            | ProblemCode::NoChineseFont
            | ProblemCode::BaseMapBroken
            | ProblemCode::Internal => 500,
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
    /// What fills the sentence. Codes stand as they are and moments in RFC 3339. A name of the
    /// profile is there in Chinese, and in English under its own name with `@en` behind; a
    /// period is a number, with its unit under `@unit`.
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

    /// The sentence in a language: codes in the parameters (a stage, a role, a command) become
    /// their names, moments and periods become words.
    pub fn sentence(&self, language: Language) -> String {
        let text = Text::of(language);
        let words: Vec<(&str, String)> = self
            .params
            .iter()
            .filter(|(name, _)| !name.contains('@'))
            .map(|(name, value)| (name.as_str(), self.words(&text, language, name, value)))
            .collect();
        let arguments: Vec<(&str, &str)> = words.iter().map(|(n, v)| (*n, v.as_str())).collect();
        text.say(&self.key.replace('_', "-"), &arguments)
    }

    /// One parameter as people read it.
    fn words(&self, text: &Text, language: Language, name: &str, value: &str) -> String {
        if let Some(unit) = self.params.get(&format!("{name}{UNIT}"))
            && let Some(period) = period(unit, value)
        {
            return text.period(period);
        }
        if language == Language::English
            && let Some(english) = self.params.get(&format!("{name}{ENGLISH}"))
        {
            return english.clone();
        }
        if let Ok(at) = value.parse::<Timestamp>() {
            return text.moment(at);
        }
        // The value of a field that is a closed set has its name under the field's.
        let of_field = self.params.get("field").filter(|_| name == "value");
        let family = of_field.map_or(name, String::as_str);
        let key = format!("{family}-{value}").replace('_', "-");
        text.find(&key, &[]).unwrap_or_else(|| value.to_owned())
    }

    /// The same with its sentence filled in.
    #[must_use]
    pub fn worded(mut self, language: Language) -> Problem {
        self.detail = self.sentence(language);
        self
    }
}

/// Behind a parameter's name: the same in English.
const ENGLISH: &str = "@en";
/// Behind a parameter's name: the unit that its number counts.
const UNIT: &str = "@unit";

/// The period that two parameters tell.
fn period(unit: &str, count: &str) -> Option<Period> {
    let count: u16 = count.parse().ok()?;
    let wire = Value::Object([(unit.to_owned(), count.into())].into_iter().collect());
    serde_json::from_value(wire).ok()
}

/// Takes one parameter of a refusal apart into texts.
fn flatten(params: &mut BTreeMap<String, String>, name: &str, value: Value) {
    if let Ok(label) = serde_json::from_value::<Label>(value.clone()) {
        params.insert(name.to_owned(), label.zh);
        params.insert(format!("{name}{ENGLISH}"), label.en);
        return;
    }
    match value {
        Value::String(text) => {
            params.insert(name.to_owned(), text);
        }
        // A period: one number under its unit.
        Value::Object(fields) => {
            for (unit, count) in fields {
                params.insert(name.to_owned(), count.to_string());
                params.insert(format!("{name}{UNIT}"), unit);
            }
        }
        other => {
            params.insert(name.to_owned(), other.to_string());
        }
    }
}

/// The HTTP status of a refusal: 404 for what is not there, 403 for who asks, 409 for how the case
/// stands, 422 for what the command says.
const fn status(refusal: &Refusal) -> u16 {
    match refusal {
        Refusal::NotFound => 404,
        Refusal::RoleNotAllowed { .. }
        | Refusal::NotLead
        | Refusal::NotDispatcher
        | Refusal::NotCloser
        | Refusal::HandlerCloses
        | Refusal::HandlerChecks
        | Refusal::OwnRequest
        | Refusal::SameVisitor
        | Refusal::NotAdopter
        | Refusal::NotAdoptedUnit
        | Refusal::NotWhistled
        | Refusal::RecordNotYours { .. }
        | Refusal::AccountNotYours { .. }
        | Refusal::OwnAccount
        | Refusal::AdministratorsExclude
        | Refusal::NotReceiver
        | Refusal::OnlyTheCentral
        | Refusal::CompartmentNotYours => 403,
        Refusal::AlreadyExists
        | Refusal::StageNotAllowed { .. }
        | Refusal::SameLead { .. }
        | Refusal::TriageFirst
        | Refusal::NoIntake
        | Refusal::InResearch
        | Refusal::AlreadyInResearch
        | Refusal::AlreadyExpedited
        | Refusal::TaskForceFirst
        | Refusal::ReturnTooLate { .. }
        | Refusal::DesignatedStays
        | Refusal::ObjectionPending
        | Refusal::NoObjection
        | Refusal::Paused { .. }
        | Refusal::NotPaused
        | Refusal::NotHandedOff
        | Refusal::ClockNotRunning
        | Refusal::ExtensionsUsed { .. }
        | Refusal::RequestPending
        | Refusal::NoRequest
        | Refusal::VisitMissing { .. }
        | Refusal::VisitDone { .. }
        | Refusal::SupervisionStands
        | Refusal::NoSupervision
        | Refusal::SupervisionAnswered
        | Refusal::SupervisionOwed
        | Refusal::LadderTop
        | Refusal::AlreadyAdopted { .. }
        | Refusal::NotAdopted
        | Refusal::AdoptionOwed { .. }
        | Refusal::AlreadyReportedIn
        | Refusal::WhistleStillOut
        | Refusal::WhistleRated
        | Refusal::ReviewTooLate { .. }
        | Refusal::ReviewsExhausted
        | Refusal::Merged
        | Refusal::HasMerged
        | Refusal::TargetClosed
        | Refusal::NotMergedThere
        | Refusal::AlreadyLinked
        | Refusal::AttachedAlready
        | Refusal::TooManyAttachments { .. }
        | Refusal::AlreadySealed
        | Refusal::SealedApart
        | Refusal::NotSealed
        | Refusal::RecordEnded
        | Refusal::FoundAlready
        | Refusal::AccountNotThere
        | Refusal::MeetingOpen
        | Refusal::MeetingNotOpen
        | Refusal::ReceptionAhead { .. } => 409,
        Refusal::NotInProfile { .. }
        | Refusal::RecordNotInProfile
        | Refusal::NotDrawn
        | Refusal::FieldMissing { .. }
        | Refusal::FieldTooLong { .. }
        | Refusal::FieldUnknown { .. }
        | Refusal::DemandMissing { .. }
        | Refusal::LeadAssists { .. }
        | Refusal::OutsideCounty
        | Refusal::DueInPast { .. }
        | Refusal::TaskForceIncomplete { .. }
        | Refusal::TaskForceMembers { .. }
        | Refusal::ExtensionNotAllowed { .. }
        | Refusal::ExtensionTooLong { .. }
        | Refusal::TooFewBodies { .. }
        | Refusal::AttachmentTooLarge { .. }
        | Refusal::AttachmentKind
        | Refusal::MergeSelf => 422,
    }
}

impl From<&Refusal> for Problem {
    fn from(refusal: &Refusal) -> Problem {
        let mut params = BTreeMap::new();
        let mut wire = serde_json::to_value(refusal).unwrap_or_default();
        if let Some(Value::Object(fields)) = wire.get_mut("params").map(Value::take) {
            for (name, value) in fields {
                flatten(&mut params, &name, value);
            }
        }
        Problem {
            status: status(refusal),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn told(refusal: Refusal, language: Language) -> String {
        Problem::from(refusal).sentence(language)
    }

    #[test]
    fn a_name_of_the_profile_is_said_in_the_readers_language() {
        let missing = Label {
            zh: "专班班长".to_owned(),
            en: "head of the force".to_owned(),
        };
        let refusal = Refusal::TaskForceIncomplete { missing };
        let problem = Problem::from(&refusal);
        assert_eq!(problem.params["missing"], "专班班长");
        assert_eq!(problem.params["missing@en"], "head of the force");
        let chinese = told(refusal.clone(), Language::Chinese);
        assert!(chinese.contains("专班班长"), "{chinese}");
        let english = told(refusal, Language::English);
        assert!(english.contains("head of the force"), "{english}");
    }

    #[test]
    fn a_period_reads_as_words() {
        let refusal = |days| Refusal::ExtensionTooLong {
            longest: Period::NaturalDays(days),
        };
        let problem = Problem::from(refusal(30));
        assert_eq!(problem.params["longest"], "30");
        assert_eq!(problem.params["longest@unit"], "natural_days");
        let chinese = problem.sentence(Language::Chinese);
        assert!(chinese.contains("30 个自然日"), "{chinese}");
        let english = told(refusal(1), Language::English);
        assert!(english.contains("1 natural day at"), "{english}");
    }

    #[test]
    fn a_moment_reads_as_people_say_it_in_beijing() {
        let until = |text: &str| Refusal::ReviewTooLate {
            until: text.parse().unwrap(),
        };
        let midnight = told(until("2026-11-28T00:00:00+08:00"), Language::Chinese);
        assert!(midnight.contains("2026年11月27日 24:00"), "{midnight}");
        let noon = told(until("2026-11-27T04:05:59Z"), Language::Chinese);
        assert!(noon.contains("2026年11月27日 12:05"), "{noon}");
        let english = told(until("2026-12-31T16:00:00Z"), Language::English);
        assert!(english.contains("2026/12/31 24:00"), "{english}");
    }

    #[test]
    fn the_value_of_a_field_has_its_name_where_it_has_one() {
        let unknown = |value: &str| {
            let refusal = Refusal::FieldUnknown {
                field: "cause".to_owned(),
                value: value.to_owned(),
            };
            told(refusal, Language::Chinese)
        };
        assert!(
            unknown("hearing").contains("听证"),
            "{}",
            unknown("hearing")
        );
        assert!(unknown("x").contains("“x”"), "{}", unknown("x"));
    }

    #[test]
    fn a_problem_survives_the_wire_with_its_sentence() {
        for refusal in Refusal::examples() {
            let problem = Problem::from(refusal).worded(Language::English);
            let wire = serde_json::to_string(&problem).unwrap();
            let again: Problem = serde_json::from_str(&wire).unwrap();
            assert_eq!(again.sentence(Language::English), problem.detail);
        }
    }
}
