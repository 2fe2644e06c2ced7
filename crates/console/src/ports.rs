//! The two ports a console stands on.

use std::future::Future;
use std::sync::Arc;

use jiff::Timestamp;
use onemap_domain::account::AccountChange;
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::audit::Revealed;
use onemap_domain::case::{Case, CaseId, ContentHash, Flag, Stage};
use onemap_domain::clock::Term;
use onemap_domain::command::Command;
use onemap_domain::department::{DepartmentCode, Load};
use onemap_domain::people::{Scope, User, UserId};
use onemap_domain::profile::Profile;
use onemap_domain::record::{RecordCommand, RecordEntry, RecordId, RecordKind};
use onemap_domain::subject::SubjectId;
use onemap_protocol::account::{AccountChanged, AccountRow};
use onemap_protocol::audit::AuditPage;
use onemap_protocol::desk::{
    BaseMapsView, CaseFilter, ChartForm, DemonstrationAccount, Drive, EnterSession, Happening,
    Kept, OrderPage, OrderPart, ReadAudit, RecordRow, RecordSubmitted, Settlement, Sheet,
    StatusBar, Submitted, Unsent, WallOrder,
};
use onemap_protocol::problem::Problem;
use onemap_spatial::tiles::TileId;
use uuid::Uuid;

use crate::County;

/// A case as a screen should show it: confirmed state, or the pending overlay over it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The state.
    pub case: Case,
    /// It shows the effect of an order that the central has not confirmed.
    pub pending: bool,
}

/// An open case as the map needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct CasePointRow {
    /// Which.
    pub id: CaseId,
    /// Where.
    pub position: Position,
    /// The term of its nearest running clock.
    pub term: Option<Term>,
    /// Who leads it.
    pub lead: Option<DepartmentCode>,
}

/// How many cases share a stage and flags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// The flags.
    pub flags: Vec<Flag>,
    /// Whether work is owed: a merged case owes none.
    pub open: bool,
    /// How many.
    pub cases: u32,
    /// Of those, overdue.
    pub overdue: u32,
}

/// Open cases of one area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaCount {
    /// Which area.
    pub area: AreaCode,
    /// Open cases.
    pub open: u32,
    /// Of those, overdue.
    pub overdue: u32,
}

/// How often a department led cases of one category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Led {
    /// Which department.
    pub department: DepartmentCode,
    /// How many cases.
    pub cases: u32,
}

/// A paper to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paper {
    /// Typst markup, to be printed as a PDF.
    Print(String),
    /// Typst markup with a picture in it.
    Chart {
        /// What it becomes.
        form: ChartForm,
        /// The markup.
        markup: String,
        /// The picture, PNG.
        picture: Vec<u8>,
    },
    /// A file that is ready.
    File {
        /// The ending of its name, without the dot.
        ending: &'static str,
        /// Its contents.
        bytes: Vec<u8>,
    },
}

impl Paper {
    /// The ending of its file and its bytes, by what sets markup with a picture as a PDF and as a PNG.
    pub fn printed<E>(
        self,
        pdf: impl FnOnce(&str, Option<Vec<u8>>) -> Result<Vec<u8>, E>,
        png: impl FnOnce(&str, Option<Vec<u8>>) -> Result<Vec<u8>, E>,
    ) -> Result<(&'static str, Vec<u8>), E> {
        match self {
            Paper::Print(markup) => Ok(("pdf", pdf(&markup, None)?)),
            Paper::Chart {
                form,
                markup,
                picture,
            } => {
                let bytes = match form {
                    ChartForm::Pdf => pdf(&markup, Some(picture)),
                    ChartForm::Png => png(&markup, Some(picture)),
                };
                Ok((form.ending(), bytes?))
            }
            Paper::File { ending, bytes } => Ok((ending, bytes)),
        }
    }
}

/// What an order is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subjects {
    /// The case; `None` for one that is only now taken in.
    pub case: Option<CaseId>,
    /// The revision its author saw.
    pub revision: u64,
    /// For a command about two, the second case with the revision its author saw.
    pub other: Option<(CaseId, u64)>,
}

/// An order that waits or was set aside.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldOrder {
    /// The case or record it is about.
    pub subject: SubjectId,
    /// What was asked for.
    pub command: Command,
    /// Who gave it.
    pub author: User,
    /// It waits to be sent; else it was set aside.
    pub waits: bool,
}

/// An order in the place of one that was set aside.
#[derive(Clone, Debug, PartialEq)]
pub struct Instead {
    /// The old one.
    pub old: Uuid,
    /// How the old one is settled by it.
    pub how: Settlement,
    /// The case or record with the revision its author saw; `None` for a new one.
    pub subject: Option<(SubjectId, u64)>,
    /// For a command about two, the second case with the revision its author saw.
    pub other: Option<(CaseId, u64)>,
    /// What is asked for.
    pub command: Command,
}

/// What is known here. Everything about cases takes a [`Scope`].
pub trait Reads: Send + Sync {
    /// The county, once it is here.
    fn county(&self) -> Option<Arc<County>>;
    /// Who is signed in.
    fn user(&self) -> Option<User>;
    /// The central's time, as well as it is known.
    fn now(&self) -> Timestamp;
    /// The county's name before anybody has signed in, where it is known beforehand.
    fn county_name(&self) -> Option<String>;
    /// Demonstration accounts, in a sample only.
    fn demonstration(&self) -> Vec<DemonstrationAccount>;
    /// What the county's identity provider is called, where one can sign in by it from here.
    fn provider(&self) -> Option<String>;
    /// A number that grows whenever anything about cases changes.
    fn cases_version(&self) -> u64;
    /// How the wall of this machine is driven.
    fn drive(&self) -> Drive;
    /// Which base maps there are.
    fn base_maps(&self) -> impl Future<Output = BaseMapsView> + Send;
    /// A tile of one of their sheets. No scope: what it shows is nobody's.
    fn base_tile(
        &self,
        sheet: Sheet,
        tile: TileId,
    ) -> impl Future<Output = Result<Vec<u8>, Problem>> + Send;
    /// The status bar.
    fn status(&self) -> impl Future<Output = Result<StatusBar, Problem>> + Send;
    /// A page of the outbox (offset, limit). What its orders are about is the caller's to look up:
    /// it may lie outside a scope.
    fn orders(
        &self,
        part: OrderPart,
        page: (u32, u32),
    ) -> impl Future<Output = Result<OrderPage, Problem>> + Send;
    /// The attachments whose bytes the central does not have whole, of one case or of all, each with
    /// who attached it. What they are about is the caller's to look up.
    fn unsent(
        &self,
        case: Option<CaseId>,
    ) -> impl Future<Output = Result<Vec<(Unsent, UserId)>, Problem>> + Send;
    /// Every account, as the central has them now.
    fn accounts(&self) -> impl Future<Output = Result<Vec<AccountRow>, Problem>> + Send;
    /// The bytes of an attachment, fetched where they are not here. Whether they may be seen is the
    /// caller's to know.
    fn attachment(
        &self,
        sha256: &ContentHash,
    ) -> impl Future<Output = Result<Vec<u8>, Problem>> + Send;
    /// One case.
    fn case(
        &self,
        scope: &Scope,
        id: CaseId,
    ) -> impl Future<Output = Result<Option<Shown>, Problem>> + Send;
    /// Its log, oldest first, pending events last.
    fn timeline(
        &self,
        scope: &Scope,
        id: CaseId,
    ) -> impl Future<Output = Result<Vec<Happening>, Problem>> + Send;
    /// Cases by filter: how many in all, and one page (offset, limit), nearest deadline first (done
    /// ones: last ended first).
    fn cases(
        &self,
        scope: &Scope,
        profile: &Profile,
        filter: &CaseFilter,
        now: Timestamp,
        page: (u32, u32),
    ) -> impl Future<Output = Result<(u32, Vec<Shown>), Problem>> + Send;
    /// Every case with its revision, and whether it is pending: what changes when it changes.
    fn revisions(
        &self,
        scope: &Scope,
    ) -> impl Future<Output = Result<Vec<(CaseId, u64, bool)>, Problem>> + Send;
    /// These cases, as far as the scope covers them.
    fn states(
        &self,
        scope: &Scope,
        ids: &[CaseId],
    ) -> impl Future<Output = Result<Vec<Shown>, Problem>> + Send;
    /// Counts by stage and flags.
    fn counts(
        &self,
        scope: &Scope,
        area: Option<&AreaCode>,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<StageCount>, Problem>> + Send;
    /// Open cases below `within`, by area of `level`.
    fn area_counts(
        &self,
        scope: &Scope,
        within: &AreaCode,
        level: Level,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<AreaCount>, Problem>> + Send;
    /// What departments carry; capacities are left at 0.
    fn loads(
        &self,
        scope: &Scope,
        now: Timestamp,
        end_of_today: Timestamp,
    ) -> impl Future<Output = Result<Vec<(DepartmentCode, Load)>, Problem>> + Send;
    /// Who led cases of a category.
    fn led(
        &self,
        scope: &Scope,
        category: &str,
    ) -> impl Future<Output = Result<Vec<Led>, Problem>> + Send;
    /// Records of a kind, the newest begun first, at most so many.
    fn records(
        &self,
        scope: &Scope,
        kind: RecordKind,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<RecordRow>, Problem>> + Send;
    /// One record.
    fn record(
        &self,
        scope: &Scope,
        id: RecordId,
    ) -> impl Future<Output = Result<Option<RecordRow>, Problem>> + Send;
    /// Those of these records that are here and in the scope.
    fn records_of(
        &self,
        scope: &Scope,
        ids: &[RecordId],
    ) -> impl Future<Output = Result<Vec<RecordRow>, Problem>> + Send;
    /// Its log, oldest first, pending entries last.
    fn record_log(
        &self,
        scope: &Scope,
        id: RecordId,
    ) -> impl Future<Output = Result<Vec<(RecordEntry, bool)>, Problem>> + Send;
    /// Where the cases of a scope are that were reported in `[from, to)`, of one category or of all, in any order;
    /// sealed ones are left out, whoever asks.
    fn reported(
        &self,
        scope: &Scope,
        category: Option<&str>,
        from: Timestamp,
        to: Timestamp,
    ) -> impl Future<Output = Result<Vec<Position>, Problem>> + Send;
    /// All open cases as points.
    fn points(
        &self,
        scope: &Scope,
    ) -> impl Future<Output = Result<Vec<CasePointRow>, Problem>> + Send;
}

/// What is to be done.
pub trait Submit: Send + Sync {
    /// Signs in.
    fn sign_in(&self, who: &EnterSession) -> impl Future<Output = Result<User, Problem>> + Send;
    /// Has the central change an account; not kept for later.
    fn change_account(
        &self,
        login: &UserId,
        change: &AccountChange,
    ) -> impl Future<Output = Result<AccountChanged, Problem>> + Send;
    /// Signs out.
    fn sign_out(&self) -> impl Future<Output = Result<(), Problem>> + Send;
    /// Puts an order where it survives; the caller has decided that it makes sense.
    fn submit(
        &self,
        author: &User,
        subjects: Subjects,
        command: Command,
    ) -> impl Future<Output = Result<Submitted, Problem>> + Send;
    /// The same for an order that lists an attachment: it and the bytes survive, or neither.
    fn attach(
        &self,
        author: &User,
        subjects: Subjects,
        command: Command,
        bytes: Vec<u8>,
    ) -> impl Future<Output = Result<Submitted, Problem>> + Send;
    /// Takes bytes in the place of those that were damaged or set aside here; the order whose they
    /// are, or `None` where nothing lacks them.
    fn mend_attachment(
        &self,
        bytes: &[u8],
    ) -> impl Future<Output = Result<Option<Uuid>, Problem>> + Send;
    /// The same for a command on a record; `None` begins one.
    fn keep(
        &self,
        author: &User,
        record: Option<(RecordId, u64)>,
        command: RecordCommand,
    ) -> impl Future<Output = Result<RecordSubmitted, Problem>> + Send;
    /// The same for several orders of one author, each on a case of its own: all of them survive,
    /// or none was given.
    fn submit_all(
        &self,
        author: &User,
        orders: Vec<(Subjects, Command)>,
    ) -> impl Future<Output = Result<Vec<Submitted>, Problem>> + Send;
    /// An order that waits or was set aside.
    fn held(&self, order: Uuid) -> impl Future<Output = Result<Option<HeldOrder>, Problem>> + Send;
    /// Drops such an order, for the record. A [`Problem`] when it is neither any more.
    fn drop_order(
        &self,
        by: &User,
        order: Uuid,
        reason: &str,
    ) -> impl Future<Output = Result<(), Problem>> + Send;
    /// Gives an order in the place of one that was set aside: the new one survives and the old one
    /// is settled, or neither. A [`Problem`] when it is not set aside any more.
    fn give_instead(
        &self,
        author: &User,
        given: Instead,
    ) -> impl Future<Output = Result<Submitted, Problem>> + Send;
    /// The notice of a damaged outbox was read.
    fn dismiss_salvage(&self) -> impl Future<Output = Result<(), Problem>> + Send;
    /// Pulls the line or plugs it in again.
    fn set_line(&self, up: bool) -> impl Future<Output = Result<(), Problem>> + Send;
    /// Tries waiting orders now.
    fn retry_now(&self) -> impl Future<Output = Result<(), Problem>> + Send;
    /// The same for a decision and, where it has one, the order on its case that carries it out:
    /// both survive, or neither was given.
    fn resolve(
        &self,
        author: &User,
        decision: RecordCommand,
        order: Option<(Subjects, Command)>,
    ) -> impl Future<Output = Result<RecordSubmitted, Problem>> + Send;
    /// Drives the wall of this machine.
    fn drive_wall(&self, order: WallOrder) -> impl Future<Output = Result<(), Problem>> + Send;
    /// Keeps a paper under a name of its own, never over another paper.
    fn keep_paper(
        &self,
        name: &str,
        paper: Paper,
    ) -> impl Future<Output = Result<Kept, Problem>> + Send;
    /// Writes down that somebody opened a sealed case, where it survives, before they see it.
    fn opened_sealed(
        &self,
        who: &User,
        case: CaseId,
    ) -> impl Future<Output = Result<(), Problem>> + Send;
    /// What is masked in a case, from the central, which writes the reason down first.
    fn reveal(
        &self,
        case: CaseId,
        reason: &str,
    ) -> impl Future<Output = Result<Revealed, Problem>> + Send;
    /// A page of the central's audit stream, the newest entries first.
    fn audit(&self, ask: &ReadAudit) -> impl Future<Output = Result<AuditPage, Problem>> + Send;
    /// Opens a paper that was kept, with whatever this machine opens such files with.
    fn open_kept(&self, name: &str) -> impl Future<Output = Result<(), Problem>> + Send;
}
