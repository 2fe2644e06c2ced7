//! Meetings: their list, the cases behind a figure of a pack, a decision typed once, and the papers
//! that a meeting leaves.

use jiff::Timestamp;
use onemap_domain::area::AreaCode;
use onemap_domain::command::CommandKind;
use onemap_domain::pack::{Days, Figure, FigureKind, Rhythm};
use onemap_domain::record::{RecordId, Resolution};
use serde::{Deserialize, Serialize};

use crate::text::Language;

/// The meetings of a rhythm, the newest first, at most a hundred; a meeting's pack is in its
/// [`super::RecordCard`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meetings {
    /// Which rhythm.
    pub rhythm: Rhythm,
}

/// A meeting in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingRow {
    /// Which.
    pub id: RecordId,
    /// Which days it looks back on.
    pub days: Days,
    /// When its pack was frozen.
    pub at: Timestamp,
    /// The figures of the pack.
    pub figures: Vec<Figure>,
    /// It has been opened.
    pub opened: bool,
    /// It has ended.
    pub closed: bool,
    /// It shows the effect of an order that the central has not confirmed.
    pub pending: bool,
}

/// The cases behind a figure of a pack as they are known now, the newest report first: those that
/// something happened to in its days, or that were open at its moment. What was overdue or due that
/// day the pack names itself; of those nothing is known afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedIn {
    /// Which figure.
    pub figure: FigureKind,
    /// The pack's area.
    pub area: AreaCode,
    /// The pack's days.
    pub days: Days,
    /// The pack's moment.
    pub at: Timestamp,
    /// Skip so many.
    pub offset: u32,
    /// At most so many; the console caps it at 200.
    pub limit: u32,
}

/// Decide something: the decision and, for an order or a supervision, the command on its case that
/// carries it out. Both are durable in the outbox when this answers, or neither is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolve {
    /// What is decided.
    pub resolution: Resolution,
}

/// What a decision became at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// The decision.
    pub record: RecordId,
    /// The command that was given on its case.
    pub command: Option<CommandKind>,
}

/// How a paper is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperForm {
    /// PDF
    Pdf,
    /// Word
    Word,
}

/// Write the minutes of a meeting and keep them (会议纪要).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepMinutes {
    /// Which.
    pub meeting: RecordId,
    /// As what.
    pub form: PaperForm,
    /// In which language.
    pub language: Language,
}

/// Write the ledger of all decisions as an Excel workbook and keep it (议定事项台账).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepLedger {
    /// In which language.
    pub language: Language,
}
