//! Why a command is not carried out. Each refusal has a stable code and a sentence in the locale
//! files; its parameters fill the sentence.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::Period;
use crate::case::{PauseCause, Stage, Visitor};
use crate::command::CommandKind;
use crate::department::DepartmentCode;
use crate::people::Role;
use crate::profile::Label;

/// A refusal. On the wire: `{"code": "stage_not_allowed", "params": {…}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "code", content = "params", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "the parameters fill the sentence in the locale files"
)]
pub enum Refusal {
    /// No such case, or none in the caller's scope: the two read the same.
    #[error("no such case")]
    NotFound,
    /// A case with this id exists already.
    #[error("the case exists already")]
    AlreadyExists,
    /// The county does not work this way.
    #[error("{} is not part of this way of working", command.name())]
    NotInProfile { command: CommandKind },
    /// The case does not stand where this can be done.
    #[error("{} is not allowed at stage {}", command.name(), stage.name())]
    StageNotAllowed { command: CommandKind, stage: Stage },
    /// The role may not do this.
    #[error("{} is not for role {}", command.name(), role.name())]
    RoleNotAllowed { command: CommandKind, role: Role },
    /// Only the leading department may do this.
    #[error("only the leading department may do this")]
    NotLead,
    /// Only who dispatched may take it back.
    #[error("only who dispatched may take it back")]
    NotDispatcher,
    /// Only who closed may take the closing back.
    #[error("only who closed may take it back")]
    NotCloser,
    /// Who handled a case may not close it.
    #[error("who handled a case may not close it")]
    HandlerCloses,
    /// Who handled a case may not check it.
    #[error("who handled a case may not check it")]
    HandlerChecks,
    /// A field must not be empty.
    #[error("{field} is missing")]
    FieldMissing { field: String },
    /// A field is too long.
    #[error("{field} is longer than {limit} characters")]
    FieldTooLong { field: String, limit: u32 },
    /// The profile or the register does not know this value.
    #[error("{field} {value:?} is not known")]
    FieldUnknown { field: String, value: String },
    /// A closing reason demands this.
    #[error("closing for this reason demands {}", demand.zh)]
    DemandMissing { demand: Label },
    /// The lead cannot also assist.
    #[error("{department} cannot lead and assist")]
    LeadAssists { department: DepartmentCode },
    /// The order is with this department already.
    #[error("{department} leads already")]
    SameLead { department: DepartmentCode },
    /// The place lies in no grid.
    #[error("the place lies in no grid of this county")]
    OutsideCounty,
    /// The due time has passed already.
    #[error("the due time {due_at} has passed")]
    DueInPast {
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        due_at: Timestamp,
    },
    /// What was brought straight to a department must be sorted first.
    #[error("it must be sorted onto a path first")]
    TriageFirst,
    /// Only a department that took a case in itself can handle it on the spot.
    #[error("no department took it in")]
    NoIntake,
    /// A research meeting has it; the lead is designated, not dispatched.
    #[error("a research meeting names the lead")]
    InResearch,
    /// A research meeting has it already.
    #[error("a research meeting has it already")]
    AlreadyInResearch,
    /// It is on the green channel already.
    #[error("it is on the green channel already")]
    AlreadyExpedited,
    /// Handling starts only with a task force.
    #[error("the task force must be formed first")]
    TaskForceFirst,
    /// A role of the task force is not filled.
    #[error("the task force lacks {}", missing.zh)]
    TaskForceIncomplete { missing: Label },
    /// The task force has too few members.
    #[error("the task force needs {least} members")]
    TaskForceMembers { least: u8 },
    /// The window for returning has passed.
    #[error("it could be returned until {until}")]
    ReturnTooLate {
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        until: Timestamp,
    },
    /// An order whose lead was designated cannot be returned.
    #[error("the lead was designated")]
    DesignatedStays,
    /// An objection waits for its decision.
    #[error("an objection waits for its decision")]
    ObjectionPending,
    /// There is no objection to decide.
    #[error("there is no objection")]
    NoObjection,
    /// Nothing moves while the case is paused.
    #[error("the case is paused: {}", cause.name())]
    Paused { cause: PauseCause },
    /// The case is not paused.
    #[error("the case is not paused")]
    NotPaused,
    /// No outside body has the case.
    #[error("no outside body has it")]
    NotHandedOff,
    /// This clock does not run.
    #[error("the clock does not run")]
    ClockNotRunning,
    /// This clock cannot be extended.
    #[error("{} cannot be extended", clock_name.zh)]
    ExtensionNotAllowed { clock_name: Label },
    /// This clock has been extended as often as it may.
    #[error("{} has been extended {times} times", clock_name.zh)]
    ExtensionsUsed { clock_name: Label, times: u8 },
    /// An extension may not be so long.
    #[error("an extension may be {longest:?} at most")]
    ExtensionTooLong { longest: Period },
    /// Something is asked for already.
    #[error("a request waits for its decision")]
    RequestPending,
    /// Nothing is asked for.
    #[error("there is no request")]
    NoRequest,
    /// Who asks may not decide.
    #[error("who asks may not decide")]
    OwnRequest,
    /// A visit is owed before closing.
    #[error("the visit of the {} is owed", visitor.name())]
    VisitMissing { visitor: Visitor },
    /// This visit has been made.
    #[error("the visit of the {} has been made", visitor.name())]
    VisitDone { visitor: Visitor },
    /// The visits are made by different people of different units.
    #[error("the visits are made by different people of different units")]
    SameVisitor,
    /// A supervision stands; it is climbed, not begun again.
    #[error("a supervision stands already")]
    SupervisionStands,
    /// No supervision stands.
    #[error("no supervision stands")]
    NoSupervision,
    /// The slip has been answered.
    #[error("the slip has been answered")]
    SupervisionAnswered,
    /// A slip must be answered before closing.
    #[error("a supervision slip has not been answered")]
    SupervisionOwed,
    /// There is no higher rung.
    #[error("there is no higher rung")]
    LadderTop,
    /// A leader has adopted it already.
    #[error("{name} has adopted it already")]
    AlreadyAdopted { name: String },
    /// No leader has adopted it.
    #[error("no leader has adopted it")]
    NotAdopted,
    /// Only the leader who adopted it can show this.
    #[error("only the leader who adopted it can show this")]
    NotAdopter,
    /// Only the responsible unit can show this.
    #[error("only the responsible unit can show this")]
    NotAdoptedUnit,
    /// The adoption's items need evidence before closing.
    #[error("{missing} items of the adoption have no evidence")]
    AdoptionOwed { missing: u32 },
    /// This unit was not called.
    #[error("this unit was not called")]
    NotWhistled,
    /// This unit has reported in.
    #[error("this unit has reported in")]
    AlreadyReportedIn,
    /// The unit has neither come nor is it too late.
    #[error("the unit is still on its way")]
    WhistleStillOut,
    /// This side has said how it was.
    #[error("this side has rated it already")]
    WhistleRated,
    /// Too few bodies took part in the mediation.
    #[error("{least} bodies must take part")]
    TooFewBodies { least: u8 },
    /// The time for asking a review has passed.
    #[error("a review could be asked until {until}")]
    ReviewTooLate {
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        until: Timestamp,
    },
    /// The final review has been; the same facts are not taken again.
    #[error("the same facts are not taken again")]
    ReviewsExhausted,
    /// A file is larger than an attachment may be.
    #[error("an attachment may have {mebibytes} MiB at most")]
    AttachmentTooLarge { mebibytes: u64 },
    /// A file is of no kind that may be attached, or is not of the kind that it says.
    #[error("only jpeg, png, webp and pdf files can be attached")]
    AttachmentKind,
    /// The case has this file already.
    #[error("the case has this attachment already")]
    AttachedAlready,
    /// The case has as many attachments as it may.
    #[error("a case has {most} attachments at most")]
    TooManyAttachments { most: u32 },
    /// A case cannot be merged or linked with itself.
    #[error("a case cannot go with itself")]
    MergeSelf,
    /// It was merged into another case, which goes on for both.
    #[error("it was merged into another case")]
    Merged,
    /// Others were merged into it; they must be taken out first.
    #[error("other cases were merged into it")]
    HasMerged,
    /// The other case has ended.
    #[error("the other case has ended")]
    TargetClosed,
    /// It was not merged into that case.
    #[error("it was not merged into that case")]
    NotMergedThere,
    /// The two are linked already.
    #[error("the two are linked already")]
    AlreadyLinked,
    /// Only cases of the same compartment, or of none, go together.
    #[error("a sealed case goes only with cases of its compartment")]
    SealedApart,
    /// It is sealed already.
    #[error("it is sealed already")]
    AlreadySealed,
    /// It is not sealed.
    #[error("it is not sealed")]
    NotSealed,
    /// This role does not keep such records.
    #[error("such records are not kept by role {}", role.name())]
    RecordNotYours { role: Role },
    /// The role may not do this to accounts.
    #[error("role {} does not do this to accounts", role.name())]
    AccountNotYours { role: Role },
    /// Nobody changes the account that they use themselves.
    #[error("nobody changes their own account")]
    OwnAccount,
    /// An account is an administrator's of one kind, or no administrator's, for good.
    #[error("administrators exclude one another")]
    AdministratorsExclude,
    /// It waits for the security administrator to say what it may do, or has long been told.
    #[error("the account does not stand where this can be done")]
    AccountNotThere,
    /// The county does not keep such records.
    #[error("such records are not part of this way of working")]
    RecordNotInProfile,
    /// The record has ended.
    #[error("the record has ended")]
    RecordEnded,
    /// Only the leader who receives can say so, or who writes for them.
    #[error("another leader receives there")]
    NotReceiver,
    /// The day of the reception has not come.
    #[error("the reception is on {on}")]
    ReceptionAhead {
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        on: Date,
    },
    /// The case was not drawn.
    #[error("the case was not drawn")]
    NotDrawn,
    /// What was found stays.
    #[error("its result is recorded already")]
    FoundAlready,
    /// Only the central freezes a pack.
    #[error("only the central does this")]
    OnlyTheCentral,
    /// The meeting is open already.
    #[error("the meeting is open already")]
    MeetingOpen,
    /// The meeting has not been opened.
    #[error("the meeting has not been opened")]
    MeetingNotOpen,
    /// The compartment is not one of the caller's.
    #[error("the compartment is not yours")]
    CompartmentNotYours,
}

impl Refusal {
    /// The stable code, as on the wire and in the locale files.
    pub const fn code(&self) -> &'static str {
        match self {
            Refusal::NotFound => "not_found",
            Refusal::AlreadyExists => "already_exists",
            Refusal::NotInProfile { .. } => "not_in_profile",
            Refusal::StageNotAllowed { .. } => "stage_not_allowed",
            Refusal::RoleNotAllowed { .. } => "role_not_allowed",
            Refusal::NotLead => "not_lead",
            Refusal::NotDispatcher => "not_dispatcher",
            Refusal::NotCloser => "not_closer",
            Refusal::HandlerCloses => "handler_closes",
            Refusal::HandlerChecks => "handler_checks",
            Refusal::FieldMissing { .. } => "field_missing",
            Refusal::FieldTooLong { .. } => "field_too_long",
            Refusal::FieldUnknown { .. } => "field_unknown",
            Refusal::DemandMissing { .. } => "demand_missing",
            Refusal::LeadAssists { .. } => "lead_assists",
            Refusal::SameLead { .. } => "same_lead",
            Refusal::OutsideCounty => "outside_county",
            Refusal::DueInPast { .. } => "due_in_past",
            Refusal::TriageFirst => "triage_first",
            Refusal::NoIntake => "no_intake",
            Refusal::InResearch => "in_research",
            Refusal::AlreadyInResearch => "already_in_research",
            Refusal::AlreadyExpedited => "already_expedited",
            Refusal::TaskForceFirst => "task_force_first",
            Refusal::TaskForceIncomplete { .. } => "task_force_incomplete",
            Refusal::TaskForceMembers { .. } => "task_force_members",
            Refusal::ReturnTooLate { .. } => "return_too_late",
            Refusal::DesignatedStays => "designated_stays",
            Refusal::ObjectionPending => "objection_pending",
            Refusal::NoObjection => "no_objection",
            Refusal::Paused { .. } => "paused",
            Refusal::NotPaused => "not_paused",
            Refusal::NotHandedOff => "not_handed_off",
            Refusal::ClockNotRunning => "clock_not_running",
            Refusal::ExtensionNotAllowed { .. } => "extension_not_allowed",
            Refusal::ExtensionsUsed { .. } => "extensions_used",
            Refusal::ExtensionTooLong { .. } => "extension_too_long",
            Refusal::RequestPending => "request_pending",
            Refusal::NoRequest => "no_request",
            Refusal::OwnRequest => "own_request",
            Refusal::VisitMissing { .. } => "visit_missing",
            Refusal::VisitDone { .. } => "visit_done",
            Refusal::SameVisitor => "same_visitor",
            Refusal::SupervisionStands => "supervision_stands",
            Refusal::NoSupervision => "no_supervision",
            Refusal::SupervisionAnswered => "supervision_answered",
            Refusal::SupervisionOwed => "supervision_owed",
            Refusal::LadderTop => "ladder_top",
            Refusal::AlreadyAdopted { .. } => "already_adopted",
            Refusal::NotAdopted => "not_adopted",
            Refusal::NotAdopter => "not_adopter",
            Refusal::NotAdoptedUnit => "not_adopted_unit",
            Refusal::AdoptionOwed { .. } => "adoption_owed",
            Refusal::NotWhistled => "not_whistled",
            Refusal::AlreadyReportedIn => "already_reported_in",
            Refusal::WhistleStillOut => "whistle_still_out",
            Refusal::WhistleRated => "whistle_rated",
            Refusal::TooFewBodies { .. } => "too_few_bodies",
            Refusal::ReviewTooLate { .. } => "review_too_late",
            Refusal::ReviewsExhausted => "reviews_exhausted",
            Refusal::AttachmentTooLarge { .. } => "attachment_too_large",
            Refusal::AttachmentKind => "attachment_kind",
            Refusal::AttachedAlready => "attached_already",
            Refusal::TooManyAttachments { .. } => "too_many_attachments",
            Refusal::MergeSelf => "merge_self",
            Refusal::Merged => "merged",
            Refusal::HasMerged => "has_merged",
            Refusal::TargetClosed => "target_closed",
            Refusal::NotMergedThere => "not_merged_there",
            Refusal::AlreadyLinked => "already_linked",
            Refusal::SealedApart => "sealed_apart",
            Refusal::AlreadySealed => "already_sealed",
            Refusal::NotSealed => "not_sealed",
            Refusal::RecordNotYours { .. } => "record_not_yours",
            Refusal::AccountNotYours { .. } => "account_not_yours",
            Refusal::OwnAccount => "own_account",
            Refusal::AdministratorsExclude => "administrators_exclude",
            Refusal::AccountNotThere => "account_not_there",
            Refusal::RecordNotInProfile => "record_not_in_profile",
            Refusal::RecordEnded => "record_ended",
            Refusal::NotReceiver => "not_receiver",
            Refusal::ReceptionAhead { .. } => "reception_ahead",
            Refusal::NotDrawn => "not_drawn",
            Refusal::FoundAlready => "found_already",
            Refusal::OnlyTheCentral => "only_the_central",
            Refusal::MeetingOpen => "meeting_open",
            Refusal::MeetingNotOpen => "meeting_not_open",
            Refusal::CompartmentNotYours => "compartment_not_yours",
        }
    }

    /// One of each, so that tests and the table in the documentation can walk all codes.
    #[expect(clippy::too_many_lines, reason = "one table, an arm for each kind")]
    pub fn examples() -> Vec<Refusal> {
        // 24:00 of a day, by Beijing time.
        let example_moment = || Timestamp::constant(1_795_708_800, 0);
        let field = || "title".to_owned();
        let label = || Label {
            zh: "答复时限".to_owned(),
            en: "the answer".to_owned(),
        };
        vec![
            Refusal::NotFound,
            Refusal::AlreadyExists,
            Refusal::NotInProfile {
                command: CommandKind::Triage,
            },
            Refusal::StageNotAllowed {
                command: CommandKind::Verify,
                stage: Stage::Closed,
            },
            Refusal::RoleNotAllowed {
                command: CommandKind::Close,
                role: Role::Clerk,
            },
            Refusal::NotLead,
            Refusal::NotDispatcher,
            Refusal::NotCloser,
            Refusal::HandlerCloses,
            Refusal::HandlerChecks,
            Refusal::FieldMissing { field: field() },
            Refusal::FieldTooLong {
                field: field(),
                limit: 80,
            },
            Refusal::FieldUnknown {
                field: field(),
                value: "x".to_owned(),
            },
            Refusal::DemandMissing { demand: label() },
            Refusal::LeadAssists {
                department: DepartmentCode("zhujian".to_owned()),
            },
            Refusal::SameLead {
                department: DepartmentCode("zhujian".to_owned()),
            },
            Refusal::OutsideCounty,
            Refusal::DueInPast {
                due_at: example_moment(),
            },
            Refusal::TriageFirst,
            Refusal::NoIntake,
            Refusal::InResearch,
            Refusal::AlreadyInResearch,
            Refusal::AlreadyExpedited,
            Refusal::TaskForceFirst,
            Refusal::TaskForceIncomplete { missing: label() },
            Refusal::TaskForceMembers { least: 1 },
            Refusal::ReturnTooLate {
                until: example_moment(),
            },
            Refusal::DesignatedStays,
            Refusal::ObjectionPending,
            Refusal::NoObjection,
            Refusal::Paused {
                cause: PauseCause::Hearing,
            },
            Refusal::NotPaused,
            Refusal::NotHandedOff,
            Refusal::ClockNotRunning,
            Refusal::ExtensionNotAllowed {
                clock_name: label(),
            },
            Refusal::ExtensionsUsed {
                clock_name: label(),
                times: 1,
            },
            Refusal::ExtensionTooLong {
                longest: Period::NaturalDays(30),
            },
            Refusal::RequestPending,
            Refusal::NoRequest,
            Refusal::OwnRequest,
            Refusal::VisitMissing {
                visitor: Visitor::Centre,
            },
            Refusal::VisitDone {
                visitor: Visitor::Centre,
            },
            Refusal::SameVisitor,
            Refusal::SupervisionStands,
            Refusal::NoSupervision,
            Refusal::SupervisionAnswered,
            Refusal::SupervisionOwed,
            Refusal::LadderTop,
            Refusal::AlreadyAdopted {
                name: "陈宏".to_owned(),
            },
            Refusal::NotAdopted,
            Refusal::NotAdopter,
            Refusal::NotAdoptedUnit,
            Refusal::AdoptionOwed { missing: 3 },
            Refusal::NotWhistled,
            Refusal::AlreadyReportedIn,
            Refusal::WhistleStillOut,
            Refusal::WhistleRated,
            Refusal::TooFewBodies { least: 2 },
            Refusal::ReviewTooLate {
                until: example_moment(),
            },
            Refusal::ReviewsExhausted,
            Refusal::AttachmentTooLarge { mebibytes: 10 },
            Refusal::AttachmentKind,
            Refusal::AttachedAlready,
            Refusal::TooManyAttachments { most: 30 },
            Refusal::MergeSelf,
            Refusal::Merged,
            Refusal::HasMerged,
            Refusal::TargetClosed,
            Refusal::NotMergedThere,
            Refusal::AlreadyLinked,
            Refusal::SealedApart,
            Refusal::AlreadySealed,
            Refusal::NotSealed,
            Refusal::RecordNotYours { role: Role::Clerk },
            Refusal::AccountNotYours {
                role: Role::SystemAdmin,
            },
            Refusal::OwnAccount,
            Refusal::AdministratorsExclude,
            Refusal::AccountNotThere,
            Refusal::RecordNotInProfile,
            Refusal::RecordEnded,
            Refusal::NotReceiver,
            Refusal::ReceptionAhead {
                on: Date::constant(2026, 11, 23),
            },
            Refusal::NotDrawn,
            Refusal::FoundAlready,
            Refusal::OnlyTheCentral,
            Refusal::MeetingOpen,
            Refusal::MeetingNotOpen,
            Refusal::CompartmentNotYours,
        ]
    }
}
