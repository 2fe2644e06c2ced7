//! The outbox file: the device, who signed in on it, the orders they gave, and the bytes of what they
//! attached.
//!
//! How orders get into it is in [`together`], what a person decides about one in [`settle`], a
//! damaged file in [`salvage`], bytes in [`attachments`].

mod attachments;
mod digest;
mod going;
mod openings;
mod page;
mod salvage;
mod settle;
mod together;
mod wal;

pub use attachments::{BytesState, KEPT_BYTES, KeptBytes, NextPiece};
pub use going::{REPLAY_DAYS, Sendable, can_go};
pub use page::{Counts, Listed, Part, Settled};
pub use salvage::Salvage;

use std::path::Path;

use jiff::Timestamp;
use onemap_domain::people::{User, UserId};
use onemap_domain::subject::SubjectId;
use onemap_protocol::command::{Answer, Envelope};
use onemap_protocol::feed::{Cursor, HistoryId};
use onemap_protocol::session::{Grant, Secret};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteRow, SqliteSynchronous,
};
use sqlx::{Row, Sqlite, SqliteConnection, Transaction};
use uuid::Uuid;

use self::together::{Columns, Together};
use crate::{StoreError, pool};

const FILE: &str = "outbox";

/// Where an order stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub enum OrderState {
    /// To be sent.
    Waiting,
    /// Carried out by the central.
    Delivered,
    /// Refused or in conflict; waits for a person.
    SetAside,
    /// Was set aside, and a person dealt with it.
    Settled,
}

/// An order as the file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// What is sent, exactly.
    pub envelope: Envelope,
    /// The case or record it is about.
    pub subject: SubjectId,
    /// Who gave it.
    pub author: User,
    /// Where it stands.
    pub state: OrderState,
    /// How often it was tried.
    pub tries: u32,
    /// The code of the last failure.
    pub last_failure: Option<String>,
    /// The central's answer.
    pub answer: Option<Answer>,
    /// When that came, device time.
    pub answered_at: Option<Timestamp>,
    /// Where the central stood with it.
    pub durable: Option<Durable>,
    /// The central did not know its grant: it waits until its author has signed in.
    pub lapsed: bool,
}

/// Where a central stood when it answered: the effect lies there or before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Durable {
    /// Of which history it is.
    pub history: HistoryId,
    /// How far that was durable.
    pub cursor: Cursor,
}

/// Somebody who has signed in on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownUser {
    /// Who.
    pub user: User,
    /// The password, argon2id, PHC string.
    pub password_hash: String,
    /// The author grant that the central gave.
    pub grant: Grant,
    /// When, device time.
    pub signed_in_at: Timestamp,
}

/// The outbox file.
#[derive(Clone)]
pub struct Outbox {
    pool: SqlitePool,
    together: Together,
    device: Uuid,
}

/// The steps to this version.
static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("migrations/outbox");

impl Outbox {
    /// Opens the file, or makes it. `new_device` is the id that a new file's device gets. A damaged
    /// file is put aside, and a new one made of all that can be read of it ([`Outbox::salvages`]).
    pub async fn open(path: &Path, new_device: Uuid) -> Result<Outbox, StoreError> {
        salvage::finish(path)?;
        match Outbox::open_whole(path, new_device).await {
            Err(error) if error.is_damage() => {
                tracing::warn!(%error, "the outbox is damaged; what can be read is saved");
                salvage::save(path, new_device).await?;
                Outbox::open_whole(path, new_device).await
            }
            opened => opened,
        }
    }

    /// Opens a file that is whole, or makes one.
    async fn open_whole(path: &Path, new_device: Uuid) -> Result<Outbox, StoreError> {
        salvage::is_unbroken(path)?;
        let outbox = Outbox::connected(path, new_device).await?;
        match outbox.is_whole().await {
            Ok(()) => Ok(outbox),
            Err(error) => {
                outbox.close().await;
                Err(error)
            }
        }
    }

    async fn connected(path: &Path, new_device: Uuid) -> Result<Outbox, StoreError> {
        let fail = StoreError::database(FILE);
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        // One connection: one writer, and nobody waits for a lock.
        let pool = pool::options(1)
            .connect_with(options)
            .await
            .map_err(&fail)?;
        match prepared(&pool, new_device).await {
            Ok(device) => Ok(Outbox {
                together: Together::begin(pool.clone()),
                pool,
                device,
            }),
            Err(error) => {
                pool.close().await;
                Err(error)
            }
        }
    }

    /// This device.
    pub fn device(&self) -> Uuid {
        self.device
    }

    /// Makes an order durable. When this returns, it survives a power cut; orders that are given
    /// at the same time share the sync.
    pub async fn add(
        &self,
        envelope: &Envelope,
        subject: SubjectId,
        author: &User,
    ) -> Result<(), StoreError> {
        self.insert(&[(envelope, subject)], author).await
    }

    /// Several at once: all of them survive, or none. Each is about its first subject.
    pub async fn add_all(&self, envelopes: &[Envelope], author: &User) -> Result<(), StoreError> {
        let orders: Vec<(&Envelope, SubjectId)> = envelopes
            .iter()
            .filter_map(|envelope| Some((envelope, envelope.subjects.first()?.id)))
            .collect();
        self.insert(&orders, author).await
    }

    async fn insert(
        &self,
        orders: &[(&Envelope, SubjectId)],
        author: &User,
    ) -> Result<(), StoreError> {
        let author = serde_json::to_string(author).map_err(StoreError::contents(FILE))?;
        let columns = orders
            .iter()
            .map(|(envelope, subject)| Columns::of(envelope, *subject, &author));
        self.together
            .write(columns.collect::<Result<_, _>>()?)
            .await
    }

    /// What the overlay is made of: waiting orders, and delivered ones whose effect the cache has
    /// not been seen to have.
    pub async fn unconfirmed(&self) -> Result<Vec<Order>, StoreError> {
        let tail = "WHERE state = 'waiting' OR (state = 'delivered' AND NOT confirmed)
            ORDER BY seq LIMIT ?";
        self.select(tail, u32::MAX).await
    }

    /// The cache was seen to have the effect of these orders.
    pub async fn confirm(&self, ids: &[Uuid]) -> Result<(), StoreError> {
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        sqlx::query("UPDATE orders SET confirmed = 1 WHERE id IN (SELECT value FROM json_each(?))")
            .bind(serde_json::to_string(&ids).map_err(StoreError::contents(FILE))?)
            .execute(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        Ok(())
    }

    /// Whether somebody pulled the line.
    pub async fn line_pulled(&self) -> Result<bool, StoreError> {
        sqlx::query_scalar("SELECT line_pulled FROM device")
            .fetch_one(&self.pool)
            .await
            .map_err(StoreError::database(FILE))
    }

    /// Keeps that somebody pulled the line, or plugged it in.
    pub async fn set_line_pulled(&self, pulled: bool) -> Result<(), StoreError> {
        sqlx::query("UPDATE device SET line_pulled = ?")
            .bind(pulled)
            .execute(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        Ok(())
    }

    /// One order.
    pub async fn find(&self, id: Uuid) -> Result<Option<Order>, StoreError> {
        let row = sqlx::query("SELECT * FROM orders WHERE id = ?")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        row.map(|row| order(&row)).transpose()
    }

    async fn select(&self, tail: &'static str, limit: u32) -> Result<Vec<Order>, StoreError> {
        let sql = format!("SELECT * FROM orders {tail}");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(limit)
            .fetch_all(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        rows.iter().map(order).collect()
    }

    /// How many orders wait, and how many are set aside.
    pub async fn counts(&self) -> Result<(u32, u32), StoreError> {
        let row = sqlx::query(
            "SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting,
                    count(*) FILTER (WHERE state = 'set_aside') AS set_aside FROM orders",
        )
        .fetch_one(&self.pool)
        .await
        .map_err(StoreError::database(FILE))?;
        Ok((row.get("waiting"), row.get("set_aside")))
    }

    /// Keeps the central's answer to an order.
    pub async fn answered(
        &self,
        id: Uuid,
        answer: &Answer,
        durable: Option<Durable>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let state = match answer.settled() {
            Answer::Applied { .. } => "delivered",
            // Its author must sign in; until then it waits, and says why.
            Answer::GrantLapsed => return self.lapsed(id).await,
            _ => "set_aside",
        };
        // An order that was dropped while it was on its way may have been carried out all the same:
        // what the central says is what happened.
        sqlx::query(
            "UPDATE orders SET state = CASE WHEN state = 'waiting' OR ?1 = 'delivered'
                    THEN ?1 ELSE state END,
                answer = ?2, answered_at = ?3, history_id = ?4, durable_cursor = ?5,
                tries = tries + 1, last_failure = NULL
             WHERE id = ?6 AND (state = 'waiting' OR (state = 'settled' AND settlement = 'drop'
                AND (answer IS NULL OR ?1 = 'delivered')))",
        )
        .bind(state)
        .bind(serde_json::to_string(answer).map_err(StoreError::contents(FILE))?)
        .bind(at.as_millisecond())
        .bind(durable.map(|durable| durable.history.0.to_string()))
        .bind(durable.map(|durable| durable.cursor.0 as i64))
        .bind(id.to_string())
        .execute(&self.pool)
        .await
        .map_err(StoreError::database(FILE))?;
        Ok(())
    }

    async fn lapsed(&self, id: Uuid) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE orders SET tries = tries + 1, lapsed = 1, last_failure = 'grant_lapsed'
             WHERE id = ? AND state = 'waiting'",
        )
        .bind(id.to_string())
        .execute(&self.pool)
        .await
        .map_err(StoreError::database(FILE))?;
        Ok(())
    }

    /// Notes that orders were tried in vain.
    pub async fn failed(&self, ids: &[Uuid], code: &str) -> Result<(), StoreError> {
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        sqlx::query(
            "UPDATE orders SET tries = tries + 1, last_failure = ?
             WHERE id IN (SELECT value FROM json_each(?)) AND state = 'waiting'",
        )
        .bind(code)
        .bind(serde_json::to_string(&ids).map_err(StoreError::contents(FILE))?)
        .execute(&self.pool)
        .await
        .map_err(StoreError::database(FILE))?;
        Ok(())
    }

    /// Keeps what is needed to sign in without the line, and renews the grant of the user's
    /// waiting orders.
    pub async fn remember(&self, known: &KnownUser) -> Result<(), StoreError> {
        let fail = StoreError::database(FILE);
        let contents = StoreError::contents(FILE);
        let login = &known.user.actor.user.0;
        let mut transaction = self.pool.begin().await.map_err(&fail)?;
        sqlx::query(
            "INSERT INTO sign_ins (login, user, password_hash, author_grant, signed_in_at)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (login) DO UPDATE SET user = ?2, password_hash = ?3,
                author_grant = ?4, signed_in_at = ?5",
        )
        .bind(login)
        .bind(serde_json::to_string(&known.user).map_err(&contents)?)
        .bind(&known.password_hash)
        .bind(&known.grant.0)
        .bind(known.signed_in_at.as_millisecond())
        .execute(&mut *transaction)
        .await
        .map_err(&fail)?;
        settle::renew_grants(&mut transaction, known).await?;
        transaction.commit().await.map_err(&fail)
    }

    /// Somebody who has signed in on this device.
    pub async fn known(&self, user: &UserId) -> Result<Option<KnownUser>, StoreError> {
        let row = sqlx::query("SELECT * FROM sign_ins WHERE login = ?")
            .bind(&user.0)
            .fetch_optional(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        row.map(|row| {
            Ok(KnownUser {
                user: serde_json::from_str(column(&row, "user")?)
                    .map_err(StoreError::contents(FILE))?,
                password_hash: column(&row, "password_hash")?,
                grant: Secret(column(&row, "author_grant")?),
                signed_in_at: moment(column(&row, "signed_in_at")?),
            })
        })
        .transpose()
    }

    /// Closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Writes an order; `author` is its JSON.
async fn put(
    connection: &mut SqliteConnection,
    envelope: &Envelope,
    subject: SubjectId,
    author: &str,
) -> Result<(), StoreError> {
    let order = Columns::of(envelope, subject, author)?;
    together::insert(connection, &[&order]).await
}

/// Gives up a transaction that failed. On a full disk SQLite has rolled it back already and sqlx does
/// not know; it is begun again, so that there is one to roll back. Where it is still open, that is
/// refused, which is just as good.
async fn undo(mut transaction: Transaction<'_, Sqlite>) {
    let _ = sqlx::query("BEGIN").execute(&mut *transaction).await;
    if let Err(error) = transaction.rollback().await {
        tracing::warn!(%error, "the outbox could not be rolled back; its connection is given up");
    }
}

/// Brings the file to this version; gives back the device.
async fn prepared(pool: &SqlitePool, new_device: Uuid) -> Result<Uuid, StoreError> {
    let fail = StoreError::database(FILE);
    let checked: String = sqlx::query_scalar("PRAGMA quick_check(1)")
        .fetch_one(pool)
        .await
        .map_err(&fail)?;
    if checked != "ok" {
        return Err(StoreError::Damaged { file: FILE });
    }
    MIGRATOR
        .run(pool)
        .await
        .map_err(|source| StoreError::Migration { file: FILE, source })?;
    // The log begins anew, so that nothing of a commit that a power cut tore is left behind what is
    // written next, where it would look like damage.
    let emptied = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(pool)
        .await;
    if let Err(error) = emptied {
        tracing::info!(%error, "no room to empty the outbox's log; it is read all the same");
    }
    sqlx::query("INSERT INTO device (id) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM device)")
        .bind(new_device.to_string())
        .execute(pool)
        .await
        .map_err(&fail)?;
    let id: String = sqlx::query_scalar("SELECT id FROM device")
        .fetch_one(pool)
        .await
        .map_err(&fail)?;
    Uuid::parse_str(&id).map_err(|_| StoreError::Damaged { file: FILE })
}

fn order(row: &SqliteRow) -> Result<Order, StoreError> {
    let contents = StoreError::contents(FILE);
    let answer: Option<String> = column(row, "answer")?;
    let answered_at: Option<i64> = column(row, "answered_at")?;
    let subject = Uuid::parse_str(column(row, "subject_id")?);
    let history: Option<&str> = column(row, "history_id")?;
    let cursor: Option<i64> = column(row, "durable_cursor")?;
    Ok(Order {
        subject: SubjectId(subject.map_err(|_| StoreError::Damaged { file: FILE })?),
        envelope: serde_json::from_str(column(row, "envelope")?).map_err(&contents)?,
        author: serde_json::from_str(column(row, "author")?).map_err(&contents)?,
        state: match column(row, "state")? {
            "waiting" => OrderState::Waiting,
            "delivered" => OrderState::Delivered,
            "set_aside" => OrderState::SetAside,
            _ => OrderState::Settled,
        },
        tries: column(row, "tries")?,
        last_failure: column(row, "last_failure")?,
        answer: answer
            .map(|json| serde_json::from_str(&json))
            .transpose()
            .map_err(&contents)?,
        answered_at: answered_at.map(moment),
        durable: history
            .and_then(history_id)
            .zip(cursor)
            .map(|(history, cursor)| Durable {
                history,
                cursor: Cursor(cursor as u64),
            }),
        lapsed: column(row, "lapsed")?,
    })
}

/// A column of a row; a text that is none any more is damage, and no reason to stop the program.
fn column<'r, T>(row: &'r SqliteRow, name: &str) -> Result<T, StoreError>
where
    T: sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>,
{
    row.try_get(name).map_err(StoreError::database(FILE))
}

fn history_id(text: &str) -> Option<HistoryId> {
    Uuid::parse_str(text).ok().map(HistoryId)
}

fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or_default()
}

#[cfg(test)]
mod tests;
