//! Orders that are given at the same time share one sync of the disk.
//!
//! One task writes. While the disk syncs, what is given meanwhile gathers, and all of it goes in the
//! next write: one statement, which is a transaction of its own, so that an order costs one trip to
//! SQLite and n orders at once cost one sync. Whoever gave them is answered after the sync, each with
//! their own answer: an order that cannot be written takes no other with it.

use onemap_domain::chain::Digest;
use sqlx::sqlite::SqlitePool;
use sqlx::{Executor, Sqlite};
use tokio::sync::{mpsc, oneshot};

use super::{Envelope, FILE, SubjectId, digest};
use crate::StoreError;

/// So many givers at most share a write.
const GIVERS: usize = 256;

/// An order as its columns.
#[derive(serde::Serialize)]
pub(super) struct Columns {
    id: String,
    subject: String,
    envelope: String,
    author: String,
    issued_at: i64,
    /// Hexadecimal as JSON.
    digest: Digest,
}

impl Columns {
    /// `author` is its JSON.
    pub(super) fn of(
        envelope: &Envelope,
        subject: SubjectId,
        author: &str,
    ) -> Result<Columns, StoreError> {
        let text = serde_json::to_string(envelope).map_err(StoreError::contents(FILE))?;
        Ok(Columns {
            id: envelope.id.to_string(),
            subject: subject.to_string(),
            digest: digest::of(&text, author),
            envelope: text,
            author: author.to_owned(),
            issued_at: envelope.issued_at.as_millisecond(),
        })
    }
}

/// What one giver gave: all of it is written, or none.
struct Given {
    orders: Vec<Columns>,
    answer: oneshot::Sender<Result<(), StoreError>>,
}

/// Where orders are handed in.
#[derive(Clone)]
pub(super) struct Together(mpsc::Sender<Given>);

impl Together {
    /// Starts the task that writes; it ends with the last of those who could give it something.
    pub(super) fn begin(pool: SqlitePool) -> Together {
        let (sender, mut given) = mpsc::channel(GIVERS);
        tokio::spawn(async move {
            let mut batch = Vec::with_capacity(GIVERS);
            while given.recv_many(&mut batch, GIVERS).await > 0 {
                write(&pool, &mut batch).await;
            }
        });
        Together(sender)
    }

    /// Writes orders; when this returns, they survive a power cut. An order whose giver does not wait
    /// for the answer is written all the same.
    pub(super) async fn write(&self, orders: Vec<Columns>) -> Result<(), StoreError> {
        if orders.is_empty() {
            return Ok(());
        }
        let closed = || StoreError::database(FILE)(sqlx::Error::PoolClosed);
        let (answer, answered) = oneshot::channel();
        let given = Given { orders, answer };
        self.0.send(given).await.map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }
}

async fn write(pool: &SqlitePool, batch: &mut Vec<Given>) {
    let all: Vec<&Columns> = batch.iter().flat_map(|given| &given.orders).collect();
    let is_shared = batch.len() > 1 && insert(pool, &all).await.is_ok();
    for Given { orders, answer } in batch.drain(..) {
        // Given alone, or one among them cannot be written: then each stands for itself.
        let written = if is_shared {
            Ok(())
        } else {
            insert(pool, &orders.iter().collect::<Vec<_>>()).await
        };
        // Whoever gave it need not wait for the answer.
        let _gone = answer.send(written);
    }
}

/// Writes orders in one statement: all of them, or none.
pub(super) async fn insert<'c>(
    connection: impl Executor<'c, Database = Sqlite>,
    orders: &[&Columns],
) -> Result<(), StoreError> {
    let query = match orders {
        [order] => sqlx::query(
            "INSERT INTO orders (id, subject_id, envelope, author, issued_at, digest)
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(&order.id)
        .bind(&order.subject)
        .bind(&order.envelope)
        .bind(&order.author)
        .bind(order.issued_at)
        .bind(order.digest.as_bytes().as_slice()),
        orders => sqlx::query(
            "INSERT INTO orders (id, subject_id, envelope, author, issued_at, digest)
             SELECT value ->> 'id', value ->> 'subject', value ->> 'envelope', value ->> 'author',
                value ->> 'issued_at', unhex(value ->> 'digest')
             FROM json_each(?) ORDER BY key",
        )
        .bind(serde_json::to_string(orders).map_err(StoreError::contents(FILE))?),
    };
    let done = query.execute(connection).await;
    done.map_err(StoreError::database(FILE))?;
    Ok(())
}
