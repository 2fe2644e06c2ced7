//! What the central asks of a database, whichever it is.
//!
//! Every reading of cases takes the [`Scope`] of whoever reads; only a [`Transaction`] sees cases
//! without one, because the decision itself hides what its author may not see.
//!
//! Deliberately absent: rules. What a command does is decided by `onemap_sync::acceptor`; here it
//! is only kept.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use onemap_domain::area::AreaCode;
use onemap_domain::audit;
use onemap_domain::case::{Case, CaseId, ContentHash, MediaType, Stage};
use onemap_domain::chain::Digest;
use onemap_domain::department::{DepartmentCode, Load};
use onemap_domain::event::Recorded;
use onemap_domain::people::{Compartment, Scope, User, UserId};
use onemap_domain::record::{Record, RecordEntry, RecordId, RecordKind};
use onemap_domain::subject::SubjectId;
use onemap_protocol::command::Answer;
use onemap_protocol::feed::{Cursor, Entry, HistoryId, SnapshotPlace};
use onemap_protocol::register::Register;
use uuid::Uuid;

use crate::error::StoreError;
use crate::metrics::Pressure;
use crate::pad::{Asked, Found, Written};
use crate::sign_in::Door;
use crate::tokens::TokenHash;

/// How long a session holds that nobody uses. A console with an open stream uses it.
pub const SESSION_IDLE: SignedDuration = SignedDuration::from_hours(1);

/// Sign-ins by one name that may fail in a row.
pub const ATTEMPTS: i64 = 5;

/// How long a name is locked after that, and after how long without another one failures are
/// forgotten.
pub const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(15);

/// How long a sign-in whose end nobody wrote down counts as if it had failed: as long as a request may
/// take. The central that looked at its password is gone by then, which is nobody's wrong password.
pub const IN_HAND: SignedDuration = SignedDuration::from_secs(30);

/// What a repository's methods return.
pub type Reply<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

/// How far the log has come, and under which register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Which history.
    pub history_id: HistoryId,
    /// Its last event.
    pub cursor: Cursor,
    /// Which register; 0 while there is none.
    pub register_version: u64,
}

/// An account as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAccount {
    /// Who it is and what they may see.
    pub user: User,
    /// The password's hash, a PHC string.
    pub password_hash: String,
    /// May not sign in: locked, or not granted yet.
    pub locked: bool,
    /// What one signs in by beside the password.
    pub door: Door,
}

/// A session as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// Until when.
    pub expires_at: Timestamp,
    /// When it was last used, to the minute or so.
    pub used_at: Timestamp,
}

/// Whether somebody may try to sign in by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// This time, and it is counted.
    Allowed,
    /// Not before then.
    LockedUntil(Timestamp),
}

/// What a sign-in leaves behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// Of the session.
    pub token: TokenHash,
    /// Of the grant.
    pub grant: TokenHash,
    /// Who.
    pub account: UserId,
    /// Where.
    pub device: Uuid,
    /// When; whatever lapsed before is cleared away.
    pub now: Timestamp,
    /// The session's end.
    pub session_ends: Timestamp,
    /// The grant's end.
    pub grant_ends: Timestamp,
}

/// The first answer to a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Remembered {
    /// The device.
    pub device: Uuid,
    /// The command.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// What.
    pub answer: Answer,
}

/// Which cases a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseQuery {
    /// At this stage.
    pub stage: Option<Stage>,
    /// Open ones only, or ended ones only.
    pub open: Option<bool>,
    /// In this area.
    pub area: Option<AreaCode>,
    /// Led by this department.
    pub lead: Option<DepartmentCode>,
    /// Of this category.
    pub category: Option<String>,
    /// Past their nearest deadline at this moment.
    pub overdue_at: Option<Timestamp>,
    /// With these words in number, title, text or address.
    pub words: Option<String>,
    /// After this one, in the order of the list.
    pub after: Option<CaseKey>,
}

/// A case's place in a list, newest report first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseKey {
    /// When it was reported, microseconds since 1970 UTC.
    pub reported_at: i64,
    /// Which case.
    pub id: CaseId,
}

impl CaseKey {
    /// The key of a case.
    pub fn of(case: &Case) -> CaseKey {
        CaseKey {
            reported_at: case.reported_at.as_microsecond(),
            id: case.id,
        }
    }
}

/// A part of the feed.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedSlice {
    /// Where the log stands as a whole.
    pub head: Head,
    /// Where the next part starts.
    pub cursor: Cursor,
    /// What changed, in commit order.
    pub entries: Vec<Entry>,
}

/// A case with its log.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    /// Its state.
    pub case: Case,
    /// Its log, oldest first.
    pub events: Vec<Recorded>,
}

/// A record with its log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDossier {
    /// Its state.
    pub record: Record,
    /// Its log, oldest first.
    pub entries: Vec<RecordEntry>,
}

/// What happened to what a reader has, from one place in the log to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    /// How far.
    pub cursor: Cursor,
    /// What changed, in commit order.
    pub entries: Vec<Entry>,
}

/// All records and cases of a scope at one moment, a few at a time, by their identities.
pub trait Snapshot: Send {
    /// The moment.
    fn head(&self) -> Head;
    /// How many cases there are in all.
    fn cases(&self) -> u64;
    /// Goes on from where its reader is, instead of beginning.
    fn go_on_from(&mut self, place: SnapshotPlace);
    /// The next part of what happened to what the reader has, up to the moment; `None` when that
    /// is all. To be asked before the rest.
    fn changes(&mut self) -> Reply<'_, Option<Changes>>;
    /// The next few records, at most so many; none at the end.
    fn records(&mut self, limit: u32) -> Reply<'_, Vec<RecordDossier>>;
    /// The next few cases, at most so many; none at the end.
    fn more(&mut self, limit: u32) -> Reply<'_, Vec<Dossier>>;
}

/// One event as it is kept: nothing of it is believed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptEvent {
    /// Its place in the feed.
    pub cursor: u64,
    /// The revision it is filed under.
    pub revision: u64,
    /// The event, JSON.
    pub recorded: String,
    /// Its digest.
    pub digest: Option<Vec<u8>>,
}

/// One case or record as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptLog {
    /// Under whose identity its rows are filed.
    pub subject: SubjectId,
    /// It is a record.
    pub is_record: bool,
    /// Its log by revision.
    pub events: Vec<KeptEvent>,
    /// Its state, JSON; `None` when there is a log only.
    pub state: Option<String>,
}

/// One entry of the audit stream as it is kept: nothing of it is believed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAudit {
    /// The number it is filed under.
    pub sequence: u64,
    /// The moment it is found by, microseconds since 1970 UTC.
    pub at: i64,
    /// The user it is found by.
    pub user: Option<String>,
    /// The case it is found by.
    pub case: Option<Uuid>,
    /// The kind it is found by.
    pub kind: String,
    /// The entry, JSON.
    pub recorded: String,
    /// Its digest.
    pub digest: Vec<u8>,
}

/// Which entries of the audit stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// What this user did.
    pub user: Option<UserId>,
    /// About this case.
    pub case: Option<CaseId>,
    /// From then on.
    pub from: Option<Timestamp>,
    /// Before then.
    pub to: Option<Timestamp>,
    /// Older than this number.
    pub before: Option<u64>,
}

/// Where the audit stream stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// The last number given; 0 while there is none.
    pub last: u64,
    /// The digest of the last entry that is there.
    pub digest: Option<Digest>,
}

/// The digest of one event, by its place in the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDigest {
    /// Its place.
    pub cursor: u64,
    /// Its digest.
    pub digest: Option<Vec<u8>>,
}

/// All logs at one moment, a few at a time.
pub trait Logs: Send {
    /// Where the log stands.
    fn head(&mut self) -> Reply<'_, Head>;
    /// The next few digests of events after a place of the feed, in its order; none at the end.
    fn digests(&mut self, after: u64) -> Reply<'_, Vec<KeptDigest>>;
    /// Where the audit stream stands.
    fn audit_head(&mut self) -> Reply<'_, AuditHead>;
    /// The next few entries of the audit stream after a number, in its order; none at the end.
    fn audit(&mut self, after: u64) -> Reply<'_, Vec<KeptAudit>>;
    /// The first and the last number of the audit stream in a period; `None` when it has none.
    fn audit_span(
        &mut self,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> Reply<'_, Option<(u64, u64)>>;
    /// The first place of the feed that is missing between its first event and its last one ever.
    fn gap(&mut self) -> Reply<'_, Option<u64>>;
    /// The next few, by the identity of their cases; none at the end.
    fn more(&mut self) -> Reply<'_, Vec<KeptLog>>;
}

/// The bytes of an attachment, as far as a reader may have them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttachmentBytes {
    /// No case that the reader may see lists it.
    Unknown,
    /// One does, and the bytes have not all come yet.
    OnTheirWay,
    /// Here they are.
    There {
        /// What they say they are.
        media_type: MediaType,
        /// All of them.
        bytes: Vec<u8>,
    },
}

/// How far an account has sent an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upload {
    /// How long the whole is.
    pub size: u64,
    /// So much of it is there.
    pub held: u64,
    /// It came whole and is what its digest says.
    pub is_whole: bool,
}

/// A database.
pub trait Repository: Send + Sync + 'static {
    /// Whether other centrals may be writing to it, all the time.
    fn is_shared(&self) -> bool;
    /// How much of it is in use.
    fn pressure(&self) -> Pressure;
    /// Closes it; what was committed is in it.
    fn close(&self) -> BoxFuture<'_, ()>;
    /// Begins the one transaction that may write now; waits for the one before. Whoever writes
    /// does so in a task of its own, so that a caller who goes away does not break it off.
    fn begin(&self) -> Reply<'_, Box<dyn Transaction>>;
    /// Where the log stands.
    fn head(&self) -> Reply<'_, Head>;
    /// The register with its version; `None` while there is none.
    fn register(&self) -> Reply<'_, Option<(u64, Register)>>;
    /// An account.
    fn account<'a>(&'a self, name: &'a UserId) -> Reply<'a, Option<StoredAccount>>;
    /// Every account of a person or a wall, by its name; not those of keys.
    fn accounts(&self) -> Reply<'_, Vec<StoredAccount>>;
    /// Whose session it is at `now`; nobody's when it has lapsed, or was not used for
    /// [`SESSION_IDLE`], or its account is locked.
    fn session(&self, token: TokenHash, now: Timestamp) -> Reply<'_, Option<SignedIn>>;
    /// Writes down that a session is in use.
    fn touch_session(&self, token: TokenHash, now: Timestamp) -> Reply<'_, ()>;
    /// Takes a sign-in by this name in hand before its password is looked at, so that many at once, at
    /// one central or at several, have no more tries than one after the other: those in hand, for
    /// [`IN_HAND`], count as those that failed. After [`ATTEMPTS`] failures in a row the name is
    /// locked for [`LOCKED_FOR`].
    fn attempt<'a>(&'a self, name: &'a UserId, now: Timestamp) -> Reply<'a, Attempt>;
    /// One that was in hand was a failure.
    fn fail<'a>(&'a self, name: &'a UserId, now: Timestamp) -> Reply<'a, ()>;
    /// One that was in hand was no failure, nor did anybody sign in: it does not count.
    fn forgive<'a>(&'a self, name: &'a UserId) -> Reply<'a, ()>;
    /// One case.
    fn case<'a>(&'a self, scope: &'a Scope, id: CaseId) -> Reply<'a, Option<Case>>;
    /// One case's log, oldest first.
    fn timeline<'a>(&'a self, scope: &'a Scope, id: CaseId) -> Reply<'a, Option<Vec<Recorded>>>;
    /// A page of cases, newest report first.
    fn cases<'a>(
        &'a self,
        scope: &'a Scope,
        query: &'a CaseQuery,
        limit: u32,
    ) -> Reply<'a, Vec<Case>>;
    /// Those of these cases that are in the scope, in no order.
    fn states<'a>(&'a self, scope: &'a Scope, ids: &'a [CaseId]) -> Reply<'a, Vec<Case>>;
    /// The cases in which all of these words stand, as [`CaseQuery::words`].
    fn with_words<'a>(&'a self, scope: &'a Scope, words: &'a str) -> Reply<'a, BTreeSet<CaseId>>;
    /// What departments carry: past their deadline at `now`, due from then to `day_end`.
    /// The capacities are the register's and stay 0.
    fn loads<'a>(
        &'a self,
        scope: &'a Scope,
        now: Timestamp,
        day_end: Timestamp,
    ) -> Reply<'a, BTreeMap<DepartmentCode, Load>>;
    /// The records of a kind, the newest begun first.
    fn records<'a>(&'a self, scope: &'a Scope, kind: RecordKind) -> Reply<'a, Vec<Record>>;
    /// Those of these records that exist, whoever may see them: for what the central does by itself.
    fn records_by_id<'a>(&'a self, ids: &'a [RecordId]) -> Reply<'a, Vec<Record>>;
    /// A record with its log, as its reader is told them.
    fn record<'a>(&'a self, scope: &'a Scope, id: RecordId) -> Reply<'a, Option<RecordDossier>>;
    /// What happened after a cursor, from at most `limit` events of the log. `whole` says that the
    /// scope covers every case of the county, so that events can go out as they are.
    fn feed<'a>(
        &'a self,
        scope: &'a Scope,
        whole: bool,
        after: Cursor,
        limit: u32,
    ) -> Reply<'a, FeedSlice>;
    /// The open cases in which a unit was not there when a whistle needed it, at `now`, and no
    /// supervision stands. Whoever may see them: for what the central does by itself.
    fn whistled(&self, now: Timestamp) -> Reply<'_, Vec<CaseId>>;
    /// The open cases with a running deadline that waits for a year's calendar; in the same way.
    fn provisional(&self) -> Reply<'_, Vec<CaseId>>;
    /// The groups in which cases are sealed.
    fn compartments(&self) -> Reply<'_, BTreeSet<Compartment>>;
    /// The bytes of an attachment.
    fn attachment<'a>(
        &'a self,
        scope: &'a Scope,
        sha256: &'a ContentHash,
    ) -> Reply<'a, AttachmentBytes>;
    /// Whether [`Transaction::clear_uploads`] would find something.
    fn has_forgotten_uploads(&self, before: Timestamp) -> Reply<'_, bool>;
    /// A page of the audit stream, the newest first.
    fn audit<'a>(&'a self, query: &'a AuditQuery, limit: u32) -> Reply<'a, Vec<audit::Recorded>>;
    /// The whole log as it is kept, to be checked.
    fn logs(&self) -> Reply<'_, Box<dyn Logs>>;
    /// Everything in a scope, as it is now.
    fn snapshot<'a>(&'a self, scope: &'a Scope) -> Reply<'a, Box<dyn Snapshot>>;
}

/// Cases that [`each_case`] reads at once.
const FEW: u32 = 1_000;

/// Hands over every case of a scope as it stands, the newest report first.
pub async fn each_case(
    repository: &dyn Repository,
    scope: &Scope,
    mut take: impl FnMut(Case) + Send,
) -> Result<(), StoreError> {
    let mut query = CaseQuery::default();
    loop {
        let cases = repository.cases(scope, &query, FEW).await?;
        query.after = cases.last().map(CaseKey::of);
        let last = cases.len() < FEW as usize;
        cases.into_iter().for_each(&mut take);
        if last {
            return Ok(());
        }
    }
}

/// One transaction that writes. Dropped without [`Transaction::commit`], it leaves nothing.
pub trait Transaction: Send {
    /// What commands are decided on, in as few questions as the database can.
    fn look<'a>(&'a mut self, asked: &'a Asked) -> Reply<'a, Found>;
    /// Writes what they have come to, in as few statements.
    fn write<'a>(&'a mut self, written: &'a Written) -> Reply<'a, ()>;
    /// Where the log stands, with what this transaction has added.
    fn head(&mut self) -> Reply<'_, Head>;
    /// What a command was answered the first time.
    fn first_answer(&mut self, device: Uuid, id: Uuid) -> Reply<'_, Option<Answer>>;
    /// Whom a grant stands for on a device at `now`.
    fn author(&mut self, grant: TokenHash, device: Uuid, now: Timestamp)
    -> Reply<'_, Option<User>>;
    /// A case, whoever may see it: for deciding, not for showing.
    fn case(&mut self, id: CaseId) -> Reply<'_, Option<Case>>;
    /// A record; in the same way.
    fn record(&mut self, id: RecordId) -> Reply<'_, Option<Record>>;
    /// The commands that made the revisions of a case or record, from the first on.
    fn commands_on(&mut self, subject: SubjectId) -> Reply<'_, Vec<Uuid>>;
    /// Which of these cases exist.
    fn existing<'a>(&'a mut self, ids: &'a [CaseId]) -> Reply<'a, BTreeSet<CaseId>>;
    /// The last number given on a civil day (`20261121`); 0 when none was.
    fn last_number<'a>(&'a mut self, day: &'a str) -> Reply<'a, u32>;
    /// Sets the last number given on a civil day.
    fn set_last_number<'a>(&'a mut self, day: &'a str, last: u32) -> Reply<'a, ()>;
    /// Appends to the log, in this order.
    fn append<'a>(&'a mut self, events: &'a [Recorded]) -> Reply<'a, ()>;
    /// Appends what happened to a record to the same log, and puts its state after it in the place
    /// of the older one.
    fn keep<'a>(&'a mut self, entries: &'a [RecordEntry], record: &'a Record) -> Reply<'a, ()>;
    /// Puts the states of cases in the place of older ones.
    fn put_cases<'a>(&'a mut self, cases: &'a [Case]) -> Reply<'a, ()>;
    /// Remembers first answers.
    fn remember<'a>(&'a mut self, answers: &'a [Remembered]) -> Reply<'a, ()>;
    /// Puts a register in the place of an older one, under the next version.
    fn put_register<'a>(&'a mut self, register: &'a Register) -> Reply<'a, ()>;
    /// An account, as it is now.
    fn account<'a>(&'a mut self, name: &'a UserId) -> Reply<'a, Option<StoredAccount>>;
    /// Every account of a person or a wall, as they are now; not those of keys.
    fn accounts(&mut self) -> Reply<'_, Vec<StoredAccount>>;
    /// Forgets the sign-ins by a name that failed.
    fn forget_attempts<'a>(&'a mut self, name: &'a UserId) -> Reply<'a, ()>;
    /// Ends every session of an account. Its grants stay.
    fn close_sessions<'a>(&'a mut self, name: &'a UserId) -> Reply<'a, ()>;
    /// Adds accounts, or changes them.
    fn put_accounts<'a>(&'a mut self, accounts: &'a [StoredAccount]) -> Reply<'a, ()>;
    /// Writes an entry of the audit stream, behind the last one.
    fn append_audit<'a>(&'a mut self, entry: &'a audit::Entry) -> Reply<'a, ()>;
    /// Opens a session and its grant, and clears away what has lapsed.
    fn open_session<'a>(&'a mut self, session: &'a NewSession) -> Reply<'a, ()>;
    /// Ends a session; its grant stays, for the orders that still wait on the device.
    fn close_session(&mut self, token: TokenHash) -> Reply<'_, ()>;
    /// How far an account has sent an attachment; `None` when it has not begun.
    fn upload<'a>(
        &'a mut self,
        account: &'a UserId,
        sha256: &'a ContentHash,
    ) -> Reply<'a, Option<Upload>>;
    /// How many attachments an account has begun and not finished.
    fn uploads_under_way<'a>(&'a mut self, account: &'a UserId) -> Reply<'a, u32>;
    /// Keeps a piece; `upload` is the state after it.
    fn put_piece<'a>(
        &'a mut self,
        account: &'a UserId,
        sha256: &'a ContentHash,
        upload: Upload,
        piece: &'a [u8],
        now: Timestamp,
    ) -> Reply<'a, ()>;
    /// The pieces of an upload, put together.
    fn pieces<'a>(&'a mut self, account: &'a UserId, sha256: &'a ContentHash)
    -> Reply<'a, Vec<u8>>;
    /// Throws an upload away.
    fn drop_upload<'a>(&'a mut self, account: &'a UserId, sha256: &'a ContentHash)
    -> Reply<'a, ()>;
    /// Keeps bytes that came whole in the place of their pieces.
    fn keep_attachment<'a>(
        &'a mut self,
        account: &'a UserId,
        sha256: &'a ContentHash,
        media_type: MediaType,
        bytes: &'a [u8],
        now: Timestamp,
    ) -> Reply<'a, ()>;
    /// Clears away what nothing was heard of since then: uploads that are not whole, and bytes that
    /// no case lists.
    fn clear_uploads(&mut self, before: Timestamp) -> Reply<'_, ()>;
    /// Makes all of it durable.
    fn commit(self: Box<Self>) -> Reply<'static, ()>;
}
