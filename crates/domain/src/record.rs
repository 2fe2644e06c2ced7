//! Records: the second aggregate. What has a history and an owner and is not a case: a day on
//! which a leader receives people, a sample drawn for a check, a meeting with its frozen pack, a
//! decision of one, the book of a duty, a roster, the index of a day, points given by hand, the
//! evidence of a standard.
//!
//! A record goes the way a case goes: a [`RecordCommand`] is decided into [`RecordEvent`]s, those
//! are folded into a [`Record`], and outbox, log, hash chain, feed and overlay carry both alike.
//! Each kind stands in a file of its own with its state, its commands, its events and its rules;
//! here is only what they have in common.
//!
//! Deliberately absent: clocks and stages. A record that is late is late by its own days, and
//! whoever shows it says so.

pub mod appraisal;
pub mod decision;
pub mod draw;
pub mod duty;
pub mod index;
mod kind;
pub mod meeting;
pub mod reception;
pub mod roster;
pub mod standard;
mod tell;

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::area::AreaCode;
use crate::decide::Context;
use crate::department::DepartmentCode;
use crate::index::Snapshot;
use crate::people::{Actor, Role, Scope};
use crate::profile::DutyRule;
use crate::refusal::Refusal;

pub use appraisal::Appraisal;
pub use decision::{Becomes, Decision, DecisionOutcome, Resolution};
pub use draw::{Draw, Drawing, Finding, Lot};
pub use kind::RecordKind;
pub use meeting::Meeting;
pub use reception::{Reception, ReceptionMode};
pub use roster::Roster;

/// A record's identity: UUID version 7, made where the record is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct RecordId(pub Uuid);

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An identity that follows from what it is of: the same parts give the same one (a UUID of
/// version 8, RFC 9562, 5.8, from SHA-256).
pub fn derived(parts: &[&[u8]]) -> Uuid {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    let digest: [u8; 32] = digest.finalize().into();
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// What a record holds, by its kind. On the wire: `{"kind": "reception", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Matter {
    /// 领导接访
    Reception(Reception),
    /// 四不两直抽样
    Draw(Draw),
    /// 会议
    Meeting(Meeting),
    /// 会议议定事项
    Decision(Decision),
    /// 勤务台账
    Duty(duty::Book),
    /// 值班表
    Roster(Roster),
    /// 社会治理指数
    Index(Box<Snapshot>),
    /// 考评评分
    Appraisal(Appraisal),
    /// 达标凭证
    Standard(standard::Sheet),
}

impl Matter {
    /// The area it is about.
    pub const fn area(&self) -> &AreaCode {
        match self {
            Matter::Reception(reception) => &reception.plan.area,
            Matter::Draw(draw) => &draw.lot.area,
            Matter::Meeting(meeting) => &meeting.pack.area,
            Matter::Decision(decision) => &decision.resolution.area,
            Matter::Duty(book) => &book.area,
            Matter::Roster(roster) => &roster.area,
            Matter::Index(snapshot) => &snapshot.county.area,
            Matter::Appraisal(appraisal) => &appraisal.area,
            Matter::Standard(sheet) => &sheet.area,
        }
    }

    /// The department it is about, where it is about one.
    pub const fn department(&self) -> Option<&DepartmentCode> {
        match self {
            Matter::Decision(decision) => decision.resolution.department.as_ref(),
            Matter::Reception(_)
            | Matter::Draw(_)
            | Matter::Meeting(_)
            | Matter::Duty(_)
            | Matter::Roster(_)
            | Matter::Index(_)
            | Matter::Appraisal(_)
            | Matter::Standard(_) => None,
        }
    }

    /// Which kind.
    pub const fn kind(&self) -> RecordKind {
        match self {
            Matter::Reception(_) => RecordKind::Reception,
            Matter::Draw(_) => RecordKind::Draw,
            Matter::Meeting(_) => RecordKind::Meeting,
            Matter::Decision(_) => RecordKind::Decision,
            Matter::Duty(_) => RecordKind::Duty,
            Matter::Roster(_) => RecordKind::Roster,
            Matter::Index(_) => RecordKind::Index,
            Matter::Appraisal(_) => RecordKind::Appraisal,
            Matter::Standard(_) => RecordKind::Standard,
        }
    }
}

/// The state of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Record {
    /// Identity.
    pub id: RecordId,
    /// How many events have made this state.
    pub revision: u64,
    /// The area it is about.
    pub area: AreaCode,
    /// The department it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentCode>,
    /// When it was begun, central time.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub begun_at: Timestamp,
    /// What it holds.
    pub matter: Matter,
}

/// A command on a record. On the wire: `{"record": "reception", "change": {"do": "plan", …}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "record", content = "change", rename_all = "snake_case")]
pub enum RecordCommand {
    /// On a 领导接访.
    Reception(reception::Command),
    /// On a 抽样.
    Draw(draw::Command),
    /// On a 会议.
    Meeting(meeting::Command),
    /// On a 议定事项.
    Decision(decision::Command),
    /// On a 勤务台账.
    Duty(duty::Command),
    /// On a 值班表.
    Roster(roster::Command),
    /// On a 社会治理指数.
    Index(index::Command),
    /// On a 考评评分.
    Appraisal(appraisal::Command),
    /// On 达标凭证.
    Standard(standard::Command),
}

impl RecordCommand {
    /// On which kind of record.
    pub const fn kind(&self) -> RecordKind {
        match self {
            RecordCommand::Reception(_) => RecordKind::Reception,
            RecordCommand::Draw(_) => RecordKind::Draw,
            RecordCommand::Meeting(_) => RecordKind::Meeting,
            RecordCommand::Decision(_) => RecordKind::Decision,
            RecordCommand::Duty(_) => RecordKind::Duty,
            RecordCommand::Roster(_) => RecordKind::Roster,
            RecordCommand::Index(_) => RecordKind::Index,
            RecordCommand::Appraisal(_) => RecordKind::Appraisal,
            RecordCommand::Standard(_) => RecordKind::Standard,
        }
    }

    /// The stable name in the locale files, with the kind's before it: `reception-plan`.
    pub const fn name(&self) -> &'static str {
        match self {
            RecordCommand::Reception(change) => change.name(),
            RecordCommand::Draw(change) => change.name(),
            RecordCommand::Meeting(change) => change.name(),
            RecordCommand::Decision(change) => change.name(),
            RecordCommand::Duty(change) => change.name(),
            RecordCommand::Roster(change) => change.name(),
            RecordCommand::Index(change) => change.name(),
            RecordCommand::Appraisal(change) => change.name(),
            RecordCommand::Standard(change) => change.name(),
        }
    }

    /// What was meant, in its author's own words, for the outbox.
    pub fn meant(&self) -> String {
        match self {
            RecordCommand::Reception(change) => change.meant(),
            RecordCommand::Draw(change) => change.meant(),
            RecordCommand::Meeting(change) => change.meant(),
            RecordCommand::Decision(change) => change.meant(),
            RecordCommand::Duty(change) => change.meant(),
            RecordCommand::Roster(change) => change.meant(),
            RecordCommand::Index(_) => String::new(),
            RecordCommand::Appraisal(change) => change.meant(),
            RecordCommand::Standard(change) => change.meant(),
        }
    }

    /// Whether it needs the revision that its author saw; the others are decided on what they meet.
    pub const fn needs_revision(&self) -> bool {
        match self {
            RecordCommand::Reception(change) => change.needs_revision(),
            RecordCommand::Draw(_)
            | RecordCommand::Meeting(_)
            | RecordCommand::Decision(_)
            | RecordCommand::Duty(_)
            | RecordCommand::Roster(_)
            | RecordCommand::Index(_)
            | RecordCommand::Appraisal(_)
            | RecordCommand::Standard(_) => false,
        }
    }

    /// The record that it can only be about: those whose identity follows from what they are of.
    /// `rule` finds the rule of a duty.
    pub fn identity<'a>(&self, rule: impl Fn(&str) -> Option<&'a DutyRule>) -> Option<RecordId> {
        match self {
            RecordCommand::Duty(duty::Command::Write {
                rule: code,
                area,
                on,
                ..
            }) => Some(duty::identity(code, area, rule(code)?.book_of(*on))),
            RecordCommand::Roster(roster::Command::Put { area, turns }) => {
                Some(roster::identity(area, turns.first()?.on))
            }
            RecordCommand::Appraisal(appraisal::Command::Give { area, month, .. }) => {
                Some(appraisal::identity(area, *month))
            }
            RecordCommand::Index(index::Command::Freeze { snapshot }) => {
                Some(index::identity(snapshot.day))
            }
            RecordCommand::Standard(standard::Command::Attest { list, area, .. }) => {
                Some(standard::identity(list, area))
            }
            _ => None,
        }
    }
}

/// What happened to a record. On the wire: `{"record": "reception", "change": {"kind": …}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "record", content = "change", rename_all = "snake_case")]
pub enum RecordEvent {
    /// To a 领导接访.
    Reception(reception::Event),
    /// To a 抽样.
    Draw(draw::Event),
    /// To a 会议.
    Meeting(meeting::Event),
    /// To a 议定事项.
    Decision(decision::Event),
    /// To a 勤务台账.
    Duty(duty::Event),
    /// To a 值班表.
    Roster(roster::Event),
    /// To a 社会治理指数.
    Index(index::Event),
    /// To a 考评评分.
    Appraisal(appraisal::Event),
    /// To 达标凭证.
    Standard(standard::Event),
}

impl RecordEvent {
    /// To which kind of record.
    pub const fn kind(&self) -> RecordKind {
        match self {
            RecordEvent::Reception(_) => RecordKind::Reception,
            RecordEvent::Draw(_) => RecordKind::Draw,
            RecordEvent::Meeting(_) => RecordKind::Meeting,
            RecordEvent::Decision(_) => RecordKind::Decision,
            RecordEvent::Duty(_) => RecordKind::Duty,
            RecordEvent::Roster(_) => RecordKind::Roster,
            RecordEvent::Index(_) => RecordKind::Index,
            RecordEvent::Appraisal(_) => RecordKind::Appraisal,
            RecordEvent::Standard(_) => RecordKind::Standard,
        }
    }

    /// The stable name in the locale files: `reception-planned`.
    pub const fn name(&self) -> &'static str {
        match self {
            RecordEvent::Reception(event) => event.name(),
            RecordEvent::Draw(event) => event.name(),
            RecordEvent::Meeting(event) => event.name(),
            RecordEvent::Decision(event) => event.name(),
            RecordEvent::Duty(event) => event.name(),
            RecordEvent::Roster(event) => event.name(),
            RecordEvent::Index(event) => event.name(),
            RecordEvent::Appraisal(event) => event.name(),
            RecordEvent::Standard(event) => event.name(),
        }
    }
}

/// An event of a record in its place in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordEntry {
    /// Of which record.
    pub record: RecordId,
    /// The record's revision after it: 1 for the first.
    pub revision: u64,
    /// When, by the central's time.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// By whom.
    pub actor: Actor,
    /// The command that brought it about.
    pub command: Uuid,
    /// What happened.
    pub event: RecordEvent,
}

impl Scope {
    /// Whether a record may be shown: its kind is for the role, and its area lies in the caller's
    /// or holds it. A clerk sees what is about no department, or about theirs.
    pub fn covers_record(&self, record: &Record) -> bool {
        let place = self.area.covers(&record.area) || record.area.covers(&self.area);
        let own = match (self.role, &record.department) {
            (Role::Clerk, Some(department)) => self.department.as_ref() == Some(department),
            _ => true,
        };
        place && own && record.matter.kind().readers().contains(&self.role)
    }
}

/// Turns a command on a record into events, or says why not. `record` is `None` for one that is
/// only now begun.
pub fn decide_record(
    record: Option<&Record>,
    command: &RecordCommand,
    context: &Context,
) -> Result<Vec<RecordEvent>, Refusal> {
    let kind = command.kind();
    let role = context.actor.role;
    if role == Role::Wall || !kind.keepers().contains(&role) {
        return Err(Refusal::RecordNotYours { role });
    }
    if record.is_some_and(|record| !context.scope.covers_record(record)) {
        return Err(Refusal::NotFound);
    }
    let matter = record.map(|record| &record.matter);
    let event = match (command, matter) {
        (RecordCommand::Reception(change), None) => {
            RecordEvent::Reception(reception::decide(None, change, context)?)
        }
        (RecordCommand::Reception(change), Some(Matter::Reception(state))) => {
            RecordEvent::Reception(reception::decide(Some(state), change, context)?)
        }
        (RecordCommand::Draw(change), None) => {
            RecordEvent::Draw(draw::decide(None, change, context)?)
        }
        (RecordCommand::Draw(change), Some(Matter::Draw(state))) => {
            RecordEvent::Draw(draw::decide(Some(state), change, context)?)
        }
        (RecordCommand::Meeting(change), None) => {
            RecordEvent::Meeting(meeting::decide(None, change, context)?)
        }
        (RecordCommand::Meeting(change), Some(Matter::Meeting(state))) => {
            RecordEvent::Meeting(meeting::decide(Some(state), change, context)?)
        }
        (RecordCommand::Decision(change), None) => {
            RecordEvent::Decision(decision::decide(None, change, context)?)
        }
        (RecordCommand::Decision(change), Some(Matter::Decision(state))) => {
            RecordEvent::Decision(decision::decide(Some(state), change, context)?)
        }
        (RecordCommand::Duty(change), None) => {
            RecordEvent::Duty(duty::decide(None, change, context)?)
        }
        (RecordCommand::Duty(change), Some(Matter::Duty(state))) => {
            RecordEvent::Duty(duty::decide(Some(state), change, context)?)
        }
        (RecordCommand::Roster(change), None) => {
            RecordEvent::Roster(roster::decide(None, change, context)?)
        }
        (RecordCommand::Roster(change), Some(Matter::Roster(state))) => {
            RecordEvent::Roster(roster::decide(Some(state), change, context)?)
        }
        (RecordCommand::Index(change), None) => {
            RecordEvent::Index(index::decide(None, change, context)?)
        }
        (RecordCommand::Index(change), Some(Matter::Index(state))) => {
            RecordEvent::Index(index::decide(Some(state), change, context)?)
        }
        (RecordCommand::Appraisal(change), None) => {
            RecordEvent::Appraisal(appraisal::decide(None, change, context)?)
        }
        (RecordCommand::Appraisal(change), Some(Matter::Appraisal(state))) => {
            RecordEvent::Appraisal(appraisal::decide(Some(state), change, context)?)
        }
        (RecordCommand::Standard(change), None) => {
            RecordEvent::Standard(standard::decide(None, change, context)?)
        }
        (RecordCommand::Standard(change), Some(Matter::Standard(state))) => {
            RecordEvent::Standard(standard::decide(Some(state), change, context)?)
        }
        _ => return Err(Refusal::NotFound),
    };
    Ok(vec![event])
}

/// Folds an event into a record. `None` when the first event is not one that begins it.
pub fn apply_record(record: Option<Record>, entry: &RecordEntry) -> Option<Record> {
    let (begun_at, before) = match record {
        Some(record) => (record.begun_at, Some(record.matter)),
        None => (entry.at, None),
    };
    let matter = match (before, &entry.event) {
        (None, RecordEvent::Reception(event)) => Matter::Reception(reception::begun(event)?),
        (Some(Matter::Reception(state)), RecordEvent::Reception(event)) => {
            Matter::Reception(reception::applied(state, event))
        }
        (None, RecordEvent::Draw(event)) => Matter::Draw(draw::begun(event)?),
        (Some(Matter::Draw(state)), RecordEvent::Draw(event)) => {
            Matter::Draw(draw::applied(state, event, entry))
        }
        (None, RecordEvent::Meeting(event)) => Matter::Meeting(meeting::begun(event)?),
        (Some(Matter::Meeting(state)), RecordEvent::Meeting(event)) => {
            Matter::Meeting(meeting::applied(state, event, entry))
        }
        (None, RecordEvent::Decision(event)) => Matter::Decision(decision::begun(event, entry)?),
        (Some(Matter::Decision(state)), RecordEvent::Decision(event)) => {
            Matter::Decision(decision::applied(state, event, entry))
        }
        (None, RecordEvent::Duty(event)) => Matter::Duty(duty::begun(event, entry)?),
        (Some(Matter::Duty(state)), RecordEvent::Duty(event)) => {
            Matter::Duty(duty::applied(state, event, entry))
        }
        (None, RecordEvent::Roster(event)) => Matter::Roster(roster::begun(event)),
        (Some(Matter::Roster(state)), RecordEvent::Roster(event)) => {
            Matter::Roster(roster::applied(state, event))
        }
        (None, RecordEvent::Index(event)) => Matter::Index(Box::new(index::begun(event))),
        (None, RecordEvent::Appraisal(event)) => Matter::Appraisal(appraisal::begun(event, entry)),
        (Some(Matter::Appraisal(state)), RecordEvent::Appraisal(event)) => {
            Matter::Appraisal(appraisal::applied(state, event, entry))
        }
        (None, RecordEvent::Standard(event)) => Matter::Standard(standard::begun(event, entry)?),
        (Some(Matter::Standard(state)), RecordEvent::Standard(event)) => {
            Matter::Standard(standard::applied(state, event, entry))
        }
        // No log has an event of one kind behind those of another.
        (Some(matter), _) => matter,
    };
    Some(Record {
        id: entry.record,
        revision: entry.revision,
        area: matter.area().clone(),
        department: matter.department().cloned(),
        begun_at,
        matter,
    })
}
