//! Between the front end and its console: what a screen asks ([`Query`]), what a person does
//! ([`Act`]), and the ticks that say that something changed.
//!
//! The same over Tauri's IPC and over HTTP. Every answer is already masked and within the
//! caller's scope. Asking and doing are apart, so that a read-only window can be given one
//! without the other.

mod accounts;
mod acts;
mod around;
mod attachments;
mod base_map;
mod board;
mod cards;
mod chart;
mod lists;
mod looks;
mod meeting;
mod orders;
mod records;
mod service;
mod standard;
mod table;
mod wall;
mod ways;

pub use accounts::*;
pub use acts::*;
pub use around::*;
pub use attachments::*;
pub use base_map::*;
pub use board::*;
pub use cards::*;
pub use chart::*;
pub use lists::*;
pub use looks::*;
pub use meeting::*;
pub use orders::*;
pub use records::*;
pub use service::*;
pub use standard::*;
pub use table::*;
pub use wall::*;
pub use ways::*;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// By this header a browser says what an act is called, a UUID: one that is sent again, because its
/// answer was lost, has no second effect.
pub const ACT_HEADER: &str = "x-onemap-act";

/// A question or an act with a typed answer.
pub trait Ask: Serialize + DeserializeOwned {
    /// What comes back.
    type Answer: Serialize + DeserializeOwned;
    /// The enum that crosses the wire: [`Query`] or [`Act`].
    type Wire: From<Self> + Serialize + DeserializeOwned;
    /// Whether something is done ([`Act`]) or only asked ([`Query`]).
    const ACTS: bool;
}

macro_rules! wire {
    ($(#[$doc:meta])* $wire:ident acts $acts:literal {
        $($(#[$one:meta])* $name:ident => $answer:ty,)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "ask", rename_all = "snake_case")]
        pub enum $wire { $($(#[$one])* $name($name),)* }
        $(
            impl From<$name> for $wire {
                fn from(ask: $name) -> $wire { $wire::$name(ask) }
            }
            impl Ask for $name {
                type Answer = $answer;
                type Wire = $wire;
                const ACTS: bool = $acts;
            }
        )*
    };
}

wire! {
    /// What a screen asks. Nothing changes by asking.
    Query acts false {
        /// What the program opens with.
        Opening => Opened,
        /// The status bar.
        Status => StatusBar,
        /// The names that screens need all the time.
        Directory => Names,
        /// Counts of the inbox.
        Lanes => LaneCounts,
        /// Rows of the inbox.
        Cases => CasePage,
        /// One case.
        CaseCard => CaseView,
        /// One area.
        AreaCard => AreaView,
        /// One department.
        DepartmentCard => DepartmentView,
        /// All departments with their load.
        Loads => Vec<DepartmentLoad>,
        /// What lies at a place.
        Locate => Located,
        /// Layers of the map with their counts.
        Layers => LayerCounts,
        /// Stations and cameras.
        Resources => Vec<onemap_domain::people::Resource>,
        /// What stands around a place.
        AskAround => AroundView,
        /// Which maps can lie under the layers.
        AskBaseMaps => BaseMapsView,
        /// Who works where.
        AskForces => Vec<ForceRow>,
        /// Where cases were reported, over a period.
        AskHeat => HeatView,
        /// How areas compare in one thing.
        AskShade => ShadeView,
        /// Who should get a case.
        Suggest => Advice,
        /// Which cases are like what is being typed.
        AlikeTo => Vec<Alike>,
        /// When a period ends.
        Compute => onemap_domain::calendar::Computation,
        /// All cases of a filter.
        CaseIds => Found,
        /// All cases inside a ring.
        Lasso => Found,
        /// Rates of a period.
        Rates => Vec<RateRow>,
        /// Who is best in one rate.
        RankBy => Ranked,
        /// The cases behind one rate.
        Behind => CasePage,
        /// Open cases by area and category.
        Matrix => MatrixView,
        /// The way of working.
        Ways => WaysView,
        /// Routing rules tried on past cases.
        ReplayRoutes => ReplayView,
        /// Records of one kind.
        Records => Vec<RecordRow>,
        /// One record with its log.
        RecordCard => RecordView,
        /// Meetings of one rhythm.
        Meetings => Vec<MeetingRow>,
        /// The cases behind a figure of a pack.
        CountedIn => CasePage,
        /// The supervision board.
        AskBoard => BoardView,
        /// The cases behind a figure of the board.
        Picked => CasePage,
        /// A department day by day.
        Course => Vec<CourseDay>,
        /// What a leader has in hand.
        InHand => InHandView,
        /// The cases that a sample can be drawn from.
        Population => Found,
        /// What the wall shows.
        AskWall => WallView,
        /// How far duties are done, and where they are missing.
        AskGaps => GapsView,
        /// The books of one duty.
        AskSheet => SheetView,
        /// Who is on duty.
        AskRoster => RosterView,
        /// Who stands on the ground.
        AskStaffing => StaffingView,
        /// Who reaches the standard, and how its items stand.
        AskStandard => StandardView,
        /// The scorecards of a month.
        AskScorecards => ScorecardsView,
        /// The index of a day, and its course.
        AskIndex => IndexView,
        /// Cases that are named one by one.
        CasesOf => CasePage,
        /// How the wall is driven.
        AskDrive => Drive,
        /// Search in everything.
        Search => Vec<Hit>,
        /// The outbox: waiting, delivered lately, set aside.
        Orders => OrderPage,
        /// The attachments that the central does not have whole.
        AskUnsent => Vec<Unsent>,
        /// The bytes of an attachment.
        ReadAttachment => AttachmentContent,
        /// Every account, for administrators.
        AskAccounts => Vec<crate::account::AccountRow>,
        /// What of an order that was set aside a form begins with.
        TakeOver => TakenOver,
    }
}

wire! {
    /// What a person does.
    Act acts true {
        /// Sign in.
        EnterSession => onemap_domain::people::User,
        /// Sign out.
        LeaveSession => (),
        /// Give a command.
        Submit => Submitted,
        /// Attach a file to a case.
        AttachFile => Submitted,
        /// Keep an attachment as a file.
        KeepAttachment => Kept,
        /// Give the same command on many cases.
        SubmitMany => Vec<OneOfMany>,
        /// Give a command on a record.
        KeepRecord => RecordSubmitted,
        /// Pull the line, or plug it in again.
        SetLine => (),
        /// Try waiting orders now.
        RetryNow => (),
        /// Settle an order that was set aside, or drop one that waits.
        Settle => (),
        /// Give a command in the place of an order that was set aside.
        GiveInstead => Submitted,
        /// Say that the notice of a damaged outbox was read.
        DismissSalvage => (),
        /// Print a case and keep it.
        KeepCaseFile => Kept,
        /// Print a supervision slip and keep it.
        KeepSlip => Kept,
        /// Open a paper that was kept.
        OpenKept => (),
        /// Decide something, and have it carried out.
        Resolve => Resolved,
        /// Write the minutes of a meeting and keep them.
        KeepMinutes => Kept,
        /// Write the ledger of decisions and keep it.
        KeepLedger => Kept,
        /// Write a table that the page shows and keep it.
        KeepTable => Kept,
        /// Keep the map as it is seen now.
        KeepMap => Kept,
        /// Drive the wall.
        DriveWall => (),
        /// Change an account, or open one.
        ChangeAccount => crate::account::AccountChanged,
        /// Show what is masked in a case.
        Reveal => onemap_domain::audit::Revealed,
        /// Tell who was shown what is masked in a case.
        ReadLooks => Vec<onemap_domain::audit::Entry>,
        /// Read the audit stream.
        ReadAudit => crate::audit::AuditPage,
    }
}

/// Tells the front end that what it shows may be old. Small, coalesced; the numbers only grow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// Cases, records, counts, loads, tiles of cases.
    pub cases: u64,
    /// Areas, departments, people; tiles of boundaries.
    pub register: u64,
    /// The status bar and the outbox.
    pub status: u64,
    /// How the wall is driven.
    pub wall: u64,
}
