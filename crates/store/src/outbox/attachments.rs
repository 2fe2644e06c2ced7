//! The bytes of attachments: kept in pieces beside the order that lists them, and how far the
//! central has them.
//!
//! What the central has whole is kept as long as its order may be given again to a central that was
//! restored from a backup ([`REPLAY_DAYS`]), but no more than [`KEPT_BYTES`] of it: the oldest go
//! first. What it does not have whole is dropped with its order only, as long after a person dropped that.

use jiff::{SignedDuration, Timestamp};
use onemap_domain::case::{Attachment, ContentHash};
use onemap_domain::command::Command;
use onemap_domain::people::User;
use onemap_domain::subject::SubjectId;
use onemap_protocol::attachment::PIECE;
use onemap_protocol::command::Envelope;
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use super::{FILE, Order, OrderState, Outbox, REPLAY_DAYS, column, order, put, undo};
use crate::{StoreError, pool};

/// Bytes that are kept though the central has them whole.
pub const KEPT_BYTES: i64 = 256 << 20;

/// Where the bytes of an attachment stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BytesState {
    /// To be sent, once their order is carried out.
    Waiting,
    /// The central has all of them.
    Whole,
    /// The central will never take them.
    SetAside,
    /// They are not what was attached.
    Damaged,
}

/// An attachment whose bytes this device keeps, or kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptBytes {
    /// The order that lists it.
    pub order: Uuid,
    /// The case it is about.
    pub subject: SubjectId,
    /// What it is.
    pub attachment: Attachment,
    /// Who attached it.
    pub author: User,
    /// Where that order stands.
    pub order_state: OrderState,
    /// How far the central has the bytes.
    pub held: u64,
    /// Where they stand.
    pub state: BytesState,
    /// The code of the last failure.
    pub last_failure: Option<String>,
}

/// The next piece to send; an empty one asks how far the central is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextPiece {
    /// The order that lists the attachment.
    pub order: Uuid,
    /// Whose bytes they are.
    pub sha256: ContentHash,
    /// How many in all.
    pub size: u64,
    /// Where the piece begins.
    pub offset: u64,
    /// The piece.
    pub bytes: Vec<u8>,
}

/// What can be sent now: the order that lists it was carried out.
const GOES: &str = "FROM attachments a JOIN orders o ON o.id = a.order_id
    WHERE a.state = 'waiting' AND o.state = 'delivered'";

impl Outbox {
    /// Makes an order that lists an attachment durable with the attachment's bytes: both survive,
    /// or neither.
    pub async fn add_attachment(
        &self,
        envelope: &Envelope,
        subject: SubjectId,
        author: &User,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let fail = StoreError::database(FILE);
        let author = serde_json::to_string(author).map_err(StoreError::contents(FILE))?;
        let mut transaction = pool::begin(&self.pool, FILE).await?;
        let written = async {
            put(&mut transaction, envelope, subject, &author).await?;
            put_attachment(&mut transaction, envelope.id, bytes).await
        }
        .await;
        if let Err(error) = written {
            undo(transaction).await;
            return Err(error);
        }
        transaction.commit().await.map_err(&fail)
    }

    /// Takes bytes in the place of those that are damaged or were set aside here; the first order
    /// whose they are. `None`: nothing of this device lacks them.
    pub async fn mend_attachment(&self, bytes: &[u8]) -> Result<Option<Uuid>, StoreError> {
        let fail = StoreError::database(FILE);
        let mut transaction = pool::begin(&self.pool, FILE).await?;
        let lacking: Vec<String> = sqlx::query_scalar(
            "SELECT order_id FROM attachments
             WHERE sha256 = ? AND state IN ('damaged', 'set_aside')",
        )
        .bind(ContentHash::of(bytes).as_str())
        .fetch_all(&mut *transaction)
        .await
        .map_err(&fail)?;
        let mut mended = None;
        for order in &lacking {
            for sql in [
                "DELETE FROM pieces WHERE order_id = ?",
                "DELETE FROM attachments WHERE order_id = ?",
            ] {
                sqlx::query(sql)
                    .bind(order)
                    .execute(&mut *transaction)
                    .await
                    .map_err(&fail)?;
            }
            let order = Uuid::parse_str(order).map_err(|_| StoreError::Damaged { file: FILE })?;
            if let Err(error) = put_attachment(&mut transaction, order, bytes).await {
                undo(transaction).await;
                return Err(error);
            }
            mended.get_or_insert(order);
        }
        transaction.commit().await.map_err(&fail)?;
        Ok(mended)
    }

    /// Whether bytes can be sent.
    pub async fn pieces_wait(&self) -> Result<bool, StoreError> {
        sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
            "SELECT EXISTS (SELECT 1 {GOES})"
        )))
        .fetch_one(&self.pool)
        .await
        .map_err(StoreError::database(FILE))
    }

    /// How many attachments a person must see to: the central will not take them, or they are damaged.
    pub async fn stuck_attachments(&self) -> Result<u32, StoreError> {
        sqlx::query_scalar(
            "SELECT count(*) FROM attachments a JOIN orders o ON o.id = a.order_id
             WHERE a.state IN ('set_aside', 'damaged') AND o.state != 'settled'",
        )
        .fetch_one(&self.pool)
        .await
        .map_err(StoreError::database(FILE))
    }

    /// The next piece of the oldest attachment that can be sent. One whose piece is not what was
    /// written is marked and passed over.
    pub async fn next_piece(&self) -> Result<Option<NextPiece>, StoreError> {
        let fail = StoreError::database(FILE);
        loop {
            let sql = format!(
                "SELECT a.order_id, a.sha256, a.size, a.held {GOES} ORDER BY o.seq LIMIT 1"
            );
            let row = sqlx::query(sqlx::AssertSqlSafe(sql))
                .fetch_optional(&self.pool)
                .await
                .map_err(&fail)?;
            let Some(row) = row else { return Ok(None) };
            let order: String = column(&row, "order_id")?;
            let size = column::<i64>(&row, "size")? as u64;
            let offset = (column::<i64>(&row, "held")? as u64).min(size);
            let bytes = if offset == size {
                Some(Vec::new())
            } else {
                self.piece_at(&order, offset).await?
            };
            let id = Uuid::parse_str(&order).map_err(|_| StoreError::Damaged { file: FILE })?;
            match bytes {
                Some(bytes) => {
                    return Ok(Some(NextPiece {
                        order: id,
                        sha256: ContentHash(column(&row, "sha256")?),
                        size,
                        offset,
                        bytes,
                    }));
                }
                None => self.stands(id, "damaged", "attachment_altered").await?,
            }
        }
    }

    /// The bytes from an offset to the end of its piece, where they are what was written.
    async fn piece_at(&self, order: &str, offset: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let start = offset - offset % PIECE;
        let row = sqlx::query("SELECT bytes, digest FROM pieces WHERE order_id = ? AND start = ?")
            .bind(order)
            .bind(start as i64)
            .fetch_optional(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        let Some(row) = row else { return Ok(None) };
        let mut bytes: Vec<u8> = column(&row, "bytes")?;
        let skipped = (offset - start) as usize;
        if !is_as_written(&bytes, column(&row, "digest")?) || skipped >= bytes.len() {
            return Ok(None);
        }
        Ok(Some(bytes.split_off(skipped)))
    }

    /// The central said how far it has them.
    pub async fn pieces_held(&self, order: Uuid, held: u64) -> Result<(), StoreError> {
        sqlx::query("UPDATE attachments SET held = ?, last_failure = NULL WHERE order_id = ?")
            .bind(held as i64)
            .bind(order.to_string())
            .execute(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        Ok(())
    }

    /// The central has all of them. What need not be kept any more is dropped.
    pub async fn pieces_whole(&self, order: Uuid, now: Timestamp) -> Result<(), StoreError> {
        let fail = StoreError::database(FILE);
        let mut transaction = pool::begin(&self.pool, FILE).await?;
        sqlx::query(
            "UPDATE attachments SET held = size, state = 'whole', last_failure = NULL,
                whole_at = ? WHERE order_id = ?",
        )
        .bind(now.as_millisecond())
        .bind(order.to_string())
        .execute(&mut *transaction)
        .await
        .map_err(&fail)?;
        let oldest = now - SignedDuration::from_hours(24 * REPLAY_DAYS);
        sqlx::query(
            "DELETE FROM pieces WHERE order_id IN (
                SELECT order_id FROM (
                    SELECT a.order_id, o.answered_at, sum(a.size) OVER
                        (ORDER BY a.whole_at DESC, a.order_id) AS kept
                    FROM attachments a JOIN orders o ON o.id = a.order_id
                    WHERE a.state = 'whole'
                        AND EXISTS (SELECT 1 FROM pieces p WHERE p.order_id = a.order_id))
                WHERE answered_at < ?1 OR kept > ?2)",
        )
        .bind(oldest.as_millisecond())
        .bind(KEPT_BYTES)
        .execute(&mut *transaction)
        .await
        .map_err(&fail)?;
        // What a person dropped that long ago nobody asks for any more.
        sqlx::query(
            "DELETE FROM pieces WHERE order_id IN (SELECT id FROM orders
                WHERE state = 'settled' AND settled_at < ?)",
        )
        .bind(oldest.as_millisecond())
        .execute(&mut *transaction)
        .await
        .map_err(&fail)?;
        transaction.commit().await.map_err(&fail)
    }

    /// A piece was tried in vain.
    pub async fn piece_failed(&self, order: Uuid, code: &str) -> Result<(), StoreError> {
        self.stands(order, "waiting", code).await
    }

    /// The central will never take them: a person must see that.
    pub async fn set_pieces_aside(&self, order: Uuid, code: &str) -> Result<(), StoreError> {
        self.stands(order, "set_aside", code).await
    }

    async fn stands(&self, order: Uuid, state: &str, code: &str) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE attachments SET state = ?, last_failure = ?
             WHERE order_id = ? AND state = 'waiting'",
        )
        .bind(state)
        .bind(code)
        .bind(order.to_string())
        .execute(&self.pool)
        .await
        .map_err(StoreError::database(FILE))?;
        Ok(())
    }

    /// A person wants what was set aside tried again.
    pub async fn retry_pieces(&self) -> Result<(), StoreError> {
        sqlx::query("UPDATE attachments SET state = 'waiting' WHERE state = 'set_aside'")
            .execute(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        Ok(())
    }

    /// All bytes of an attachment, where this device has them and they are what was attached.
    pub async fn bytes_of(&self, sha256: &ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
        let fail = StoreError::database(FILE);
        let orders: Vec<String> =
            sqlx::query_scalar("SELECT order_id FROM attachments WHERE sha256 = ?")
                .bind(sha256.as_str())
                .fetch_all(&self.pool)
                .await
                .map_err(&fail)?;
        for order in orders {
            let pieces: Vec<Vec<u8>> =
                sqlx::query_scalar("SELECT bytes FROM pieces WHERE order_id = ? ORDER BY start")
                    .bind(order)
                    .fetch_all(&self.pool)
                    .await
                    .map_err(&fail)?;
            let bytes = pieces.concat();
            if ContentHash::of(&bytes) == *sha256 {
                return Ok(Some(bytes));
            }
        }
        Ok(None)
    }

    /// The attachments whose bytes the central does not have whole, the oldest first; those of one
    /// case, where one is named. Not those whose order a person has dropped.
    pub async fn attachments_waiting(
        &self,
        subject: Option<SubjectId>,
    ) -> Result<Vec<KeptBytes>, StoreError> {
        let rows = sqlx::query(
            "SELECT o.*, a.held, a.state AS bytes_state, a.last_failure AS bytes_failure
             FROM attachments a JOIN orders o ON o.id = a.order_id
             WHERE a.state != 'whole' AND o.state != 'settled'
                AND (?1 IS NULL OR o.subject_id = ?1)
             ORDER BY o.seq",
        )
        .bind(subject.map(|subject| subject.to_string()))
        .fetch_all(&self.pool)
        .await
        .map_err(StoreError::database(FILE))?;
        let kept = rows.iter().filter_map(|row| kept(row).transpose());
        kept.collect()
    }
}

fn kept(row: &SqliteRow) -> Result<Option<KeptBytes>, StoreError> {
    let Order {
        envelope,
        subject,
        author,
        state,
        ..
    } = order(row)?;
    let Command::Attach { attachment } = envelope.command else {
        return Ok(None);
    };
    Ok(Some(KeptBytes {
        order: envelope.id,
        subject,
        attachment,
        author,
        order_state: state,
        held: column::<i64>(row, "held")? as u64,
        state: match column(row, "bytes_state")? {
            "waiting" => BytesState::Waiting,
            "whole" => BytesState::Whole,
            "set_aside" => BytesState::SetAside,
            _ => BytesState::Damaged,
        },
        last_failure: column(row, "bytes_failure")?,
    }))
}

async fn put_attachment(
    connection: &mut SqliteConnection,
    order: Uuid,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let fail = StoreError::database(FILE);
    sqlx::query("INSERT INTO attachments (order_id, sha256, size) VALUES (?, ?, ?)")
        .bind(order.to_string())
        .bind(ContentHash::of(bytes).as_str())
        .bind(bytes.len() as i64)
        .execute(&mut *connection)
        .await
        .map_err(&fail)?;
    for (number, piece) in bytes.chunks(PIECE as usize).enumerate() {
        sqlx::query("INSERT INTO pieces (order_id, start, bytes, digest) VALUES (?, ?, ?, ?)")
            .bind(order.to_string())
            .bind((number as u64 * PIECE) as i64)
            .bind(piece)
            .bind(digest_of(piece))
            .execute(&mut *connection)
            .await
            .map_err(&fail)?;
    }
    Ok(())
}

/// An order was given in the place of another: the bytes are its now.
pub(super) async fn pass_on(
    connection: &mut SqliteConnection,
    old: Uuid,
    new: Uuid,
) -> Result<(), StoreError> {
    for sql in [
        "UPDATE attachments SET order_id = ? WHERE order_id = ?",
        "UPDATE pieces SET order_id = ? WHERE order_id = ?",
    ] {
        sqlx::query(sql)
            .bind(new.to_string())
            .bind(old.to_string())
            .execute(&mut *connection)
            .await
            .map_err(StoreError::database(FILE))?;
    }
    Ok(())
}

/// The central may have lost them with the order: it is asked how far it has them. What this device
/// has dropped stays as it is.
pub(super) async fn ask_again(
    connection: &mut SqliteConnection,
    order: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE attachments SET state = 'waiting', whole_at = NULL
         WHERE order_id = ?1 AND state = 'whole'
            AND EXISTS (SELECT 1 FROM pieces WHERE order_id = ?1)",
    )
    .bind(order)
    .execute(connection)
    .await
    .map_err(StoreError::database(FILE))?;
    Ok(())
}

fn digest_of(piece: &[u8]) -> Vec<u8> {
    Sha256::digest(piece).to_vec()
}

/// Whether a piece is what was written.
pub(super) fn is_as_written(piece: &[u8], digest: &[u8]) -> bool {
    digest_of(piece) == digest
}
