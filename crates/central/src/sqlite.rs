//! The repository on SQLite: one file, one writer at a time, many readers beside it (WAL).
//!
//! Every commit is on the disk before it is answered (`synchronous = FULL`). Transactions are
//! begun in tasks of their own: sqlx 0.9.0 leaves a begun transaction on the connection when the
//! caller goes away while it begins.
//!
//! Deliberately absent: JSON inside SQL. States and events are texts to the database; what lists
//! are cut by has its own column.

mod accounts;
mod attachments;
mod audit;
mod cases;
mod commands;
mod feed;
mod group;
pub(crate) mod lock;
mod logs;
mod records;
mod register;
mod scope;
mod snapshot;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use onemap_domain::audit as domain_audit;
use onemap_domain::case::{Case, CaseId, ContentHash, MediaType};
use onemap_domain::department::{DepartmentCode, Load};
use onemap_domain::event::Recorded;
use onemap_domain::people::{Compartment, Scope, User, UserId};
use onemap_domain::record::{Record, RecordEntry, RecordId, RecordKind};
use onemap_domain::subject::SubjectId;
use onemap_protocol::command::Answer;
use onemap_protocol::feed::Cursor;
use onemap_protocol::register::Register;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, Sqlite};
use uuid::Uuid;

use crate::error::{CentralError, StoreError};
use crate::metrics::{Pressure, WriterWaits};
use crate::pad::{Asked, Found, Written};
use crate::repository::{
    AttachmentBytes, Attempt, AuditQuery, CaseQuery, FeedSlice, Head, Logs, NewSession,
    RecordDossier, Remembered, Reply, Repository, SignedIn, Snapshot, StoredAccount, Transaction,
    Upload,
};
use crate::tokens::TokenHash;

/// How long a writer waits for the one before it, another process's too.
const BUSY: Duration = Duration::from_secs(30);

/// Readers at once; each is a connection and a thread.
const READERS: u32 = 12;

/// An open database file.
#[derive(Debug)]
pub struct SqliteRepository {
    writer: sqlx::SqlitePool,
    readers: sqlx::SqlitePool,
    waits: WriterWaits,
    /// Says, as long as it is there, that somebody works with the file.
    _lock: File,
}

/// The steps to this version.
pub(crate) static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");

/// The file of an address `sqlite:FILE`.
pub(crate) fn file_of(address: &str) -> Result<&str, CentralError> {
    let file = address
        .strip_prefix("sqlite:")
        .filter(|file| !file.is_empty());
    file.ok_or_else(|| CentralError::DatabaseAddress {
        address: address.to_owned(),
    })
}

impl SqliteRepository {
    /// Opens `sqlite:FILE`, makes it when it is not there, and brings it to this version.
    pub async fn open(address: &str) -> Result<SqliteRepository, CentralError> {
        let unknown = || CentralError::DatabaseAddress {
            address: address.to_owned(),
        };
        let file = file_of(address)?;
        let lock = lock::share(Path::new(file))?;
        keep_private(file);
        let options = SqliteConnectOptions::from_str("sqlite:")
            .map_err(|_| unknown())?
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY);
        let writer = pool_of(1)
            .acquire_timeout(BUSY)
            .connect_with(options.clone())
            .await
            .map_err(StoreError::from)?;
        MIGRATOR.run(&writer).await.map_err(StoreError::Migrate)?;
        register::begin_history(&writer).await?;
        let readers = pool_of(READERS)
            .acquire_timeout(BUSY)
            .connect_with(options.read_only(true))
            .await
            .map_err(StoreError::from)?;
        Ok(SqliteRepository {
            writer,
            readers,
            waits: WriterWaits::default(),
            _lock: lock,
        })
    }

    /// Closes the file; what was committed is in it.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Makes a new file readable by its owner only; SQLite gives the files beside it the same rights.
/// Where this fails, opening the database says why.
fn keep_private(file: &str) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let _ = std::fs::OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .open(file);
    }
    #[cfg(not(unix))]
    let _ = file;
}

/// Connections, none of them in a transaction that somebody left behind. On a full disk SQLite rolls
/// back by itself, which sqlx 0.9.0 does not know: such a connection would refuse every later writer.
fn pool_of(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .before_acquire(|connection, _| {
            let is_free = !connection.is_in_transaction();
            Box::pin(async move { Ok(is_free) })
        })
}

/// Begins a transaction in a task of its own (see the module's doc).
async fn begun(
    pool: &sqlx::SqlitePool,
    statement: &'static str,
) -> Result<sqlx::Transaction<'static, Sqlite>, StoreError> {
    let pool = pool.clone();
    let task = tokio::spawn(async move { pool.begin_with(statement).await });
    Ok(task.await.map_err(|_| StoreError::BrokenOff)??)
}

impl Repository for SqliteRepository {
    fn is_shared(&self) -> bool {
        false
    }

    fn pressure(&self) -> Pressure {
        let pools = [&self.writer, &self.readers];
        let idle = pools.iter().map(|pool| pool.num_idle()).sum();
        self.waits
            .beside(pools.iter().map(|pool| pool.size()).sum(), idle)
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(SqliteRepository::close(self))
    }

    fn begin(&self) -> Reply<'_, Box<dyn Transaction>> {
        Box::pin(async move {
            let asked = Instant::now();
            let inner = begun(&self.writer, "BEGIN IMMEDIATE").await?;
            self.waits.add(asked.elapsed());
            Ok(Box::new(Writing { inner }) as Box<dyn Transaction>)
        })
    }

    fn head(&self) -> Reply<'_, Head> {
        Box::pin(async move {
            let mut connection = self.readers.acquire().await?;
            register::head(&mut connection).await
        })
    }

    fn register(&self) -> Reply<'_, Option<(u64, Register)>> {
        Box::pin(register::read(&self.readers))
    }

    fn account<'a>(&'a self, name: &'a UserId) -> Reply<'a, Option<StoredAccount>> {
        Box::pin(accounts::account(&self.readers, name))
    }

    fn accounts(&self) -> Reply<'_, Vec<StoredAccount>> {
        Box::pin(accounts::all(&self.readers))
    }

    fn session(&self, token: TokenHash, now: Timestamp) -> Reply<'_, Option<SignedIn>> {
        Box::pin(accounts::session(&self.readers, token, now))
    }

    fn touch_session(&self, token: TokenHash, now: Timestamp) -> Reply<'_, ()> {
        Box::pin(accounts::touch_session(&self.writer, token, now))
    }

    fn attempt<'a>(&'a self, name: &'a UserId, now: Timestamp) -> Reply<'a, Attempt> {
        Box::pin(accounts::attempt(&self.writer, name, now))
    }

    fn fail<'a>(&'a self, name: &'a UserId, now: Timestamp) -> Reply<'a, ()> {
        Box::pin(accounts::fail(&self.writer, name, now))
    }

    fn forgive<'a>(&'a self, name: &'a UserId) -> Reply<'a, ()> {
        Box::pin(accounts::forgive(&self.writer, name))
    }

    fn case<'a>(&'a self, scope: &'a Scope, id: CaseId) -> Reply<'a, Option<Case>> {
        Box::pin(cases::one(&self.readers, scope, id))
    }

    fn timeline<'a>(&'a self, scope: &'a Scope, id: CaseId) -> Reply<'a, Option<Vec<Recorded>>> {
        Box::pin(cases::timeline(&self.readers, scope, id))
    }

    fn cases<'a>(
        &'a self,
        scope: &'a Scope,
        query: &'a CaseQuery,
        limit: u32,
    ) -> Reply<'a, Vec<Case>> {
        Box::pin(cases::page(&self.readers, scope, query, limit))
    }

    fn records<'a>(&'a self, scope: &'a Scope, kind: RecordKind) -> Reply<'a, Vec<Record>> {
        Box::pin(records::of_kind(&self.readers, scope, kind))
    }

    fn records_by_id<'a>(&'a self, ids: &'a [RecordId]) -> Reply<'a, Vec<Record>> {
        Box::pin(records::by_id(&self.readers, ids))
    }

    fn states<'a>(&'a self, scope: &'a Scope, ids: &'a [CaseId]) -> Reply<'a, Vec<Case>> {
        Box::pin(cases::states(&self.readers, scope, ids))
    }

    fn with_words<'a>(&'a self, scope: &'a Scope, words: &'a str) -> Reply<'a, BTreeSet<CaseId>> {
        Box::pin(cases::with_words(&self.readers, scope, words))
    }

    fn record<'a>(&'a self, scope: &'a Scope, id: RecordId) -> Reply<'a, Option<RecordDossier>> {
        Box::pin(async move {
            let mut reading = begun(&self.readers, "BEGIN").await?;
            let record = records::one(&mut reading, scope, id).await?;
            reading.rollback().await?;
            Ok(record)
        })
    }

    fn loads<'a>(
        &'a self,
        scope: &'a Scope,
        now: Timestamp,
        day_end: Timestamp,
    ) -> Reply<'a, BTreeMap<DepartmentCode, Load>> {
        Box::pin(cases::loads(&self.readers, scope, now, day_end))
    }

    fn feed<'a>(
        &'a self,
        scope: &'a Scope,
        whole: bool,
        after: Cursor,
        limit: u32,
    ) -> Reply<'a, FeedSlice> {
        Box::pin(async move {
            let mut reading = begun(&self.readers, "BEGIN").await?;
            let slice = feed::slice(&mut reading, scope, whole, after, limit).await?;
            reading.rollback().await?;
            Ok(slice)
        })
    }

    fn whistled(&self, now: Timestamp) -> Reply<'_, Vec<CaseId>> {
        Box::pin(cases::whistled(&self.readers, now))
    }

    fn provisional(&self) -> Reply<'_, Vec<CaseId>> {
        Box::pin(cases::provisional(&self.readers))
    }

    fn compartments(&self) -> Reply<'_, BTreeSet<Compartment>> {
        Box::pin(cases::compartments(&self.readers))
    }

    fn attachment<'a>(
        &'a self,
        scope: &'a Scope,
        sha256: &'a ContentHash,
    ) -> Reply<'a, AttachmentBytes> {
        Box::pin(attachments::one(&self.readers, scope, sha256))
    }

    fn has_forgotten_uploads(&self, before: Timestamp) -> Reply<'_, bool> {
        Box::pin(attachments::is_forgotten(&self.readers, before))
    }

    fn audit<'a>(
        &'a self,
        query: &'a AuditQuery,
        limit: u32,
    ) -> Reply<'a, Vec<domain_audit::Recorded>> {
        Box::pin(audit::page(&self.readers, query, limit))
    }

    fn logs(&self) -> Reply<'_, Box<dyn Logs>> {
        Box::pin(async move {
            let reading = begun(&self.readers, "BEGIN").await?;
            Ok(Box::new(logs::Reading::of(reading)) as Box<dyn Logs>)
        })
    }

    fn snapshot<'a>(&'a self, scope: &'a Scope) -> Reply<'a, Box<dyn Snapshot>> {
        Box::pin(async move {
            let reading = begun(&self.readers, "BEGIN").await?;
            let snapshot = snapshot::Reading::begin(reading, scope.clone()).await?;
            Ok(Box::new(snapshot) as Box<dyn Snapshot>)
        })
    }
}

/// The transaction that writes.
struct Writing {
    inner: sqlx::Transaction<'static, Sqlite>,
}

impl Transaction for Writing {
    fn look<'a>(&'a mut self, asked: &'a Asked) -> Reply<'a, Found> {
        Box::pin(group::look(&mut self.inner, asked))
    }

    fn write<'a>(&'a mut self, written: &'a Written) -> Reply<'a, ()> {
        Box::pin(group::write(&mut self.inner, written))
    }

    fn head(&mut self) -> Reply<'_, Head> {
        Box::pin(register::head(&mut self.inner))
    }

    fn first_answer(&mut self, device: Uuid, id: Uuid) -> Reply<'_, Option<Answer>> {
        Box::pin(commands::first_answer(&mut self.inner, device, id))
    }

    fn author(
        &mut self,
        grant: TokenHash,
        device: Uuid,
        now: Timestamp,
    ) -> Reply<'_, Option<User>> {
        Box::pin(accounts::author(&mut self.inner, grant, device, now))
    }

    fn case(&mut self, id: CaseId) -> Reply<'_, Option<Case>> {
        Box::pin(cases::for_deciding(&mut self.inner, id))
    }

    fn record(&mut self, id: RecordId) -> Reply<'_, Option<Record>> {
        Box::pin(records::for_deciding(&mut self.inner, id))
    }

    fn keep<'a>(&'a mut self, entries: &'a [RecordEntry], record: &'a Record) -> Reply<'a, ()> {
        Box::pin(async move {
            feed::append(&mut self.inner, entries).await?;
            records::put(&mut self.inner, record).await
        })
    }

    fn commands_on(&mut self, subject: SubjectId) -> Reply<'_, Vec<Uuid>> {
        Box::pin(feed::commands_on(&mut self.inner, subject))
    }

    fn existing<'a>(&'a mut self, ids: &'a [CaseId]) -> Reply<'a, BTreeSet<CaseId>> {
        Box::pin(cases::existing(&mut self.inner, ids))
    }

    fn last_number<'a>(&'a mut self, day: &'a str) -> Reply<'a, u32> {
        Box::pin(commands::last_number(&mut self.inner, day))
    }

    fn set_last_number<'a>(&'a mut self, day: &'a str, last: u32) -> Reply<'a, ()> {
        Box::pin(commands::set_last_number(&mut self.inner, day, last))
    }

    fn append<'a>(&'a mut self, events: &'a [Recorded]) -> Reply<'a, ()> {
        Box::pin(feed::append(&mut self.inner, events))
    }

    fn put_cases<'a>(&'a mut self, cases: &'a [Case]) -> Reply<'a, ()> {
        Box::pin(cases::put(&mut self.inner, cases))
    }

    fn remember<'a>(&'a mut self, answers: &'a [Remembered]) -> Reply<'a, ()> {
        Box::pin(commands::remember(&mut self.inner, answers))
    }

    fn put_register<'a>(&'a mut self, register: &'a Register) -> Reply<'a, ()> {
        Box::pin(register::put(&mut self.inner, register))
    }

    fn account<'a>(&'a mut self, name: &'a UserId) -> Reply<'a, Option<StoredAccount>> {
        Box::pin(accounts::account(&mut *self.inner, name))
    }

    fn accounts(&mut self) -> Reply<'_, Vec<StoredAccount>> {
        Box::pin(accounts::all(&mut *self.inner))
    }

    fn forget_attempts<'a>(&'a mut self, name: &'a UserId) -> Reply<'a, ()> {
        Box::pin(accounts::forget_attempts(&mut self.inner, name))
    }

    fn close_sessions<'a>(&'a mut self, name: &'a UserId) -> Reply<'a, ()> {
        Box::pin(accounts::close_sessions(&mut self.inner, name))
    }

    fn put_accounts<'a>(&'a mut self, accounts: &'a [StoredAccount]) -> Reply<'a, ()> {
        Box::pin(accounts::put(&mut self.inner, accounts))
    }

    fn append_audit<'a>(&'a mut self, entry: &'a domain_audit::Entry) -> Reply<'a, ()> {
        Box::pin(audit::append(&mut self.inner, entry))
    }

    fn open_session<'a>(&'a mut self, session: &'a NewSession) -> Reply<'a, ()> {
        Box::pin(accounts::open_session(&mut self.inner, session))
    }

    fn close_session(&mut self, token: TokenHash) -> Reply<'_, ()> {
        Box::pin(accounts::close_session(&mut self.inner, token))
    }

    fn upload<'a>(
        &'a mut self,
        account: &'a UserId,
        sha256: &'a ContentHash,
    ) -> Reply<'a, Option<Upload>> {
        Box::pin(attachments::upload(&mut self.inner, account, sha256))
    }

    fn uploads_under_way<'a>(&'a mut self, account: &'a UserId) -> Reply<'a, u32> {
        Box::pin(attachments::under_way(&mut self.inner, account))
    }

    fn put_piece<'a>(
        &'a mut self,
        account: &'a UserId,
        sha256: &'a ContentHash,
        upload: Upload,
        piece: &'a [u8],
        now: Timestamp,
    ) -> Reply<'a, ()> {
        let kept = (upload, piece);
        Box::pin(attachments::put_piece(
            &mut self.inner,
            account,
            sha256,
            kept,
            now,
        ))
    }

    fn pieces<'a>(
        &'a mut self,
        account: &'a UserId,
        sha256: &'a ContentHash,
    ) -> Reply<'a, Vec<u8>> {
        Box::pin(attachments::pieces(&mut self.inner, account, sha256))
    }

    fn drop_upload<'a>(
        &'a mut self,
        account: &'a UserId,
        sha256: &'a ContentHash,
    ) -> Reply<'a, ()> {
        Box::pin(attachments::drop_upload(&mut self.inner, account, sha256))
    }

    fn keep_attachment<'a>(
        &'a mut self,
        account: &'a UserId,
        sha256: &'a ContentHash,
        media_type: MediaType,
        bytes: &'a [u8],
        now: Timestamp,
    ) -> Reply<'a, ()> {
        let whole = (media_type, bytes);
        Box::pin(attachments::keep(
            &mut self.inner,
            account,
            sha256,
            whole,
            now,
        ))
    }

    fn clear_uploads(&mut self, before: Timestamp) -> Reply<'_, ()> {
        Box::pin(attachments::clear(&mut self.inner, before))
    }

    fn commit(self: Box<Self>) -> Reply<'static, ()> {
        Box::pin(async move { Ok(self.inner.commit().await?) })
    }
}
