//! The repository on PostgreSQL: several centrals may work on one database at once.
//!
//! One transaction writes at a time, as on SQLite: it takes a lock of the database first, so events
//! are numbered in the order of their commits, and whoever reads up to a number has read everything
//! before it. Every commit is on the disk before it is answered (`synchronous_commit`). Who reads
//! cases does so in a transaction that says for whom (see [`reading`]); row-level security lets
//! nothing else through.
//!
//! Transactions are begun in tasks of their own: sqlx 0.9.0 leaves a begun transaction on the
//! connection when the caller goes away while it begins.
//!
//! Deliberately absent: TLS (the database is on this host or on a line of its own), NOTIFY (its
//! queue has a lock that all commits share; the head is one row, and asking for it is cheap),
//! copies (`pg_dump` and `pg_basebackup` make those).

mod accounts;
mod attachments;
mod audit;
mod cases;
mod commands;
mod feed;
mod group;
mod hosts;
mod logs;
mod reading;
mod records;
mod register;
mod scope;
mod setup;
mod snapshot;
mod value;

use std::collections::{BTreeMap, BTreeSet};
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
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection as _, Executor as _, PgPool, Postgres};
use uuid::Uuid;

use self::hosts::{Following, Hosts};
use self::reading::{Sees, begun};
use crate::error::{CentralError, StoreError};
use crate::metrics::{Pressure, WriterWaits};
use crate::pad::{Asked, Found, Written};
use crate::repository::{
    AttachmentBytes, Attempt, AuditQuery, CaseQuery, FeedSlice, Head, Logs, NewSession,
    RecordDossier, Remembered, Reply, Repository, SignedIn, Snapshot, StoredAccount, Transaction,
    Upload,
};
use crate::tokens::TokenHash;

/// How long somebody waits for a connection.
const BUSY: Duration = Duration::from_secs(30);

/// Readers at once.
const READERS: u32 = 12;

/// One writes, the next has its connection already and waits for the lock.
const WRITERS: u32 = 2;

/// What a connection that writes is told beside that: it looks rows up by their keys. Before the server has
/// counted its rows, a table looks small enough to be read whole, and a statement that is kept prepared would go
/// on doing so. What is read whole all the same, the head, then looks so dear that it would be compiled. And a
/// statement is planned once, not for each number of commands: planning takes longer than looking up.
const BY_KEYS: &str =
    "SET enable_seqscan = off; SET jit = off; SET plan_cache_mode = force_generic_plan";

/// What every connection is opened with. A central that is gone without a word (its host lost its
/// power) must not hold the lock of all writers: its connection is given up soon, and so is a
/// transaction in which nothing is asked any more.
const SETTINGS: [(&str, &str); 5] = [
    ("tcp_keepalives_idle", "10"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
    ("idle_in_transaction_session_timeout", "120s"),
    ("lock_timeout", "60s"),
];

/// What a transaction that writes begins with, in one message. It is not of one moment, and the lock is the
/// last: what is read after it was committed by the writer before. Its number means this program and nothing
/// else.
const WRITES: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL synchronous_commit = on; SET LOCAL onemap.sees = 'all'; \
     SELECT pg_advisory_xact_lock(7310869715)";

/// The steps to this version.
static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// Whether an address is PostgreSQL's.
pub(crate) fn is_address(address: &str) -> bool {
    ["postgres://", "postgresql://"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}

/// An open database.
#[derive(Debug)]
pub struct PostgresRepository {
    writers: PgPool,
    readers: PgPool,
    waits: WriterWaits,
    /// Looks where the primary is, as long as this is there.
    _following: Option<Following>,
}

impl PostgresRepository {
    /// Opens `postgres://…` and brings it to this version.
    pub async fn open(address: &str) -> Result<PostgresRepository, CentralError> {
        let hosts = Hosts::of(address).ok_or_else(|| CentralError::DatabaseAddress {
            address: without_secrets(address),
        })?;
        let (at, options) = hosts.primary(BUSY).await?;
        // Of its own, for it works as the login role.
        let login = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(BUSY)
            .connect_with(options.clone())
            .await
            .map_err(StoreError::from)?;
        let role = setup::made_ready(&login).await;
        login.close().await;
        let role = role?;
        let pool =
            |connections, told| pool_of(connections, told).connect_lazy_with(options.clone());
        let as_role = role.map(|role| format!("SET ROLE {role}"));
        let writes: Vec<String> = as_role
            .iter()
            .cloned()
            .chain([BY_KEYS.to_owned()])
            .collect();
        let (writers, readers) = (
            pool(WRITERS, Some(writes.join("; "))),
            pool(READERS, as_role),
        );
        let following = hosts.follow(at, vec![writers.clone(), readers.clone()]);
        Ok(PostgresRepository {
            writers,
            readers,
            waits: WriterWaits::default(),
            _following: following,
        })
    }
}

/// An address that can be shown: it may hold a password.
fn without_secrets(address: &str) -> String {
    match (address.split_once("://"), address.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, place))) => format!("{scheme}://…@{place}"),
        _ => address.to_owned(),
    }
}

/// Connections that are told something first, none of them in a transaction that somebody left behind.
fn pool_of(connections: u32, told: Option<String>) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(BUSY)
        .after_connect(move |connection, _| {
            let told = told.clone();
            Box::pin(async move {
                if let Some(told) = told {
                    let told = sqlx::AssertSqlSafe(told);
                    connection.execute(sqlx::raw_sql(told)).await?;
                }
                Ok(())
            })
        })
        .before_acquire(|connection, _| {
            let is_free = !connection.is_in_transaction();
            Box::pin(async move { Ok(is_free) })
        })
}

/// Begins the transaction that writes. In a task of its own (see the module's doc).
async fn writing(pool: &PgPool) -> Result<sqlx::Transaction<'static, Postgres>, StoreError> {
    let pool = pool.clone();
    let task = tokio::spawn(async move { pool.begin_with(WRITES).await });
    Ok(task.await.map_err(|_| StoreError::BrokenOff)??)
}

/// Reads in a transaction of its own that sees `$sees`.
macro_rules! read {
    ($repository:expr, $sees:expr, |$connection:ident| $read:expr) => {
        Box::pin(async move {
            let mut reading = begun(&$repository.readers, $sees).await?;
            let $connection = &mut *reading;
            let found = $read.await?;
            reading.rollback().await?;
            Ok(found)
        })
    };
}

impl Repository for PostgresRepository {
    fn is_shared(&self) -> bool {
        true
    }

    fn pressure(&self) -> Pressure {
        let pools = [&self.writers, &self.readers];
        let idle = pools.iter().map(|pool| pool.num_idle()).sum();
        self.waits
            .beside(pools.iter().map(|pool| pool.size()).sum(), idle)
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.readers.close().await;
            self.writers.close().await;
        })
    }

    fn begin(&self) -> Reply<'_, Box<dyn Transaction>> {
        Box::pin(async move {
            let asked = Instant::now();
            let inner = writing(&self.writers).await?;
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
        Box::pin(accounts::touch_session(&self.readers, token, now))
    }

    fn attempt<'a>(&'a self, name: &'a UserId, now: Timestamp) -> Reply<'a, Attempt> {
        Box::pin(accounts::attempt(&self.readers, name, now))
    }

    fn fail<'a>(&'a self, name: &'a UserId, now: Timestamp) -> Reply<'a, ()> {
        Box::pin(accounts::fail(&self.readers, name, now))
    }

    fn forgive<'a>(&'a self, name: &'a UserId) -> Reply<'a, ()> {
        Box::pin(accounts::forgive(&self.readers, name))
    }

    fn case<'a>(&'a self, scope: &'a Scope, id: CaseId) -> Reply<'a, Option<Case>> {
        read!(self, Sees::Scope(scope), |connection| cases::one(
            connection, scope, id
        ))
    }

    fn timeline<'a>(&'a self, scope: &'a Scope, id: CaseId) -> Reply<'a, Option<Vec<Recorded>>> {
        read!(self, Sees::Scope(scope), |connection| cases::timeline(
            connection, scope, id
        ))
    }

    fn cases<'a>(
        &'a self,
        scope: &'a Scope,
        query: &'a CaseQuery,
        limit: u32,
    ) -> Reply<'a, Vec<Case>> {
        read!(self, Sees::Scope(scope), |connection| cases::page(
            connection, scope, query, limit
        ))
    }

    fn records<'a>(&'a self, scope: &'a Scope, kind: RecordKind) -> Reply<'a, Vec<Record>> {
        read!(self, Sees::All, |connection| records::of_kind(
            connection, scope, kind
        ))
    }

    fn records_by_id<'a>(&'a self, ids: &'a [RecordId]) -> Reply<'a, Vec<Record>> {
        read!(self, Sees::All, |connection| records::by_id(
            connection, ids
        ))
    }

    fn states<'a>(&'a self, scope: &'a Scope, ids: &'a [CaseId]) -> Reply<'a, Vec<Case>> {
        read!(self, Sees::Scope(scope), |connection| cases::states(
            connection, scope, ids
        ))
    }

    fn with_words<'a>(&'a self, scope: &'a Scope, words: &'a str) -> Reply<'a, BTreeSet<CaseId>> {
        read!(self, Sees::Scope(scope), |connection| cases::with_words(
            connection, scope, words
        ))
    }

    fn record<'a>(&'a self, scope: &'a Scope, id: RecordId) -> Reply<'a, Option<RecordDossier>> {
        read!(self, Sees::All, |connection| records::one(
            connection, scope, id
        ))
    }

    fn loads<'a>(
        &'a self,
        scope: &'a Scope,
        now: Timestamp,
        day_end: Timestamp,
    ) -> Reply<'a, BTreeMap<DepartmentCode, Load>> {
        read!(self, Sees::Scope(scope), |connection| cases::loads(
            connection, scope, now, day_end
        ))
    }

    fn feed<'a>(
        &'a self,
        scope: &'a Scope,
        whole: bool,
        after: Cursor,
        limit: u32,
    ) -> Reply<'a, FeedSlice> {
        read!(self, Sees::All, |connection| {
            feed::slice(connection, scope, whole, after, limit)
        })
    }

    fn whistled(&self, now: Timestamp) -> Reply<'_, Vec<CaseId>> {
        read!(self, Sees::All, |connection| cases::whistled(
            connection, now
        ))
    }

    fn provisional(&self) -> Reply<'_, Vec<CaseId>> {
        read!(self, Sees::All, |connection| cases::provisional(connection))
    }

    fn compartments(&self) -> Reply<'_, BTreeSet<Compartment>> {
        read!(self, Sees::All, |connection| cases::compartments(
            connection
        ))
    }

    fn attachment<'a>(
        &'a self,
        scope: &'a Scope,
        sha256: &'a ContentHash,
    ) -> Reply<'a, AttachmentBytes> {
        read!(self, Sees::Scope(scope), |connection| attachments::one(
            connection, scope, sha256
        ))
    }

    fn has_forgotten_uploads(&self, before: Timestamp) -> Reply<'_, bool> {
        read!(self, Sees::All, |connection| attachments::is_forgotten(
            connection, before
        ))
    }

    fn audit<'a>(
        &'a self,
        query: &'a AuditQuery,
        limit: u32,
    ) -> Reply<'a, Vec<domain_audit::Recorded>> {
        read!(self, Sees::All, |connection| audit::page(
            connection, query, limit
        ))
    }

    fn logs(&self) -> Reply<'_, Box<dyn Logs>> {
        Box::pin(async move {
            let reading = begun(&self.readers, Sees::All).await?;
            Ok(Box::new(logs::Reading::of(reading)) as Box<dyn Logs>)
        })
    }

    fn snapshot<'a>(&'a self, scope: &'a Scope) -> Reply<'a, Box<dyn Snapshot>> {
        Box::pin(async move {
            let reading = begun(&self.readers, Sees::Scope(scope)).await?;
            let snapshot = snapshot::Reading::begin(reading, scope.clone()).await?;
            Ok(Box::new(snapshot) as Box<dyn Snapshot>)
        })
    }
}

/// The transaction that writes.
struct Writing {
    inner: sqlx::Transaction<'static, Postgres>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_shown_has_no_password() {
        let shown = without_secrets("postgres://onemap:geheim@db:5432/county?x=y");
        assert_eq!(shown, "postgres://…@db:5432/county?x=y");
    }
}
