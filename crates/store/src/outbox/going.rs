//! Which orders go next, and which go again.

use jiff::{SignedDuration, Timestamp};
use onemap_protocol::command::Held;
use onemap_protocol::feed::{Cursor, HistoryId};
use onemap_protocol::session::Secret;

use super::{FILE, Order, Outbox, attachments, column, history_id, order, settle};
use crate::{StoreError, pool};

/// Whether an order waits for its author.
const LAPSED: &str = "SELECT EXISTS (SELECT 1 FROM orders WHERE state = 'waiting' AND lapsed)";

/// Delivered orders are put back to waiting for a central that lost them for so long; it must
/// remember for longer what it has answered. Days.
pub const REPLAY_DAYS: i64 = 90;

/// What goes into a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Sendable {
    /// The history that the batch is to name.
    pub history: Option<HistoryId>,
    /// In the sequence they were given.
    pub orders: Vec<Order>,
}

/// Of waiting orders, in the sequence they were given, those that can go: not those whose author
/// must sign in first, nor what was given later on the same cases.
pub fn can_go(waiting: impl IntoIterator<Item = Order>) -> impl Iterator<Item = Order> {
    let mut held = Held::default();
    waiting.into_iter().filter(move |order| {
        let goes = !order.lapsed && !held.holds(&order.envelope);
        if !goes {
            held.hold(&order.envelope);
        }
        goes
    })
}

impl Outbox {
    /// The oldest orders that can go, and the history their batch is to name, read at one moment.
    pub async fn sendable(&self, limit: u32) -> Result<Sendable, StoreError> {
        let fail = StoreError::database(FILE);
        let mut transaction = self.pool.begin().await.map_err(&fail)?;
        let history: Option<String> = sqlx::query_scalar("SELECT history_id FROM device")
            .fetch_one(&mut *transaction)
            .await
            .map_err(&fail)?;
        let lapsed: bool = sqlx::query_scalar(LAPSED)
            .fetch_one(&mut *transaction)
            .await
            .map_err(&fail)?;
        // Where an order waits for its author, what can go may lie behind any number of others.
        let rows = sqlx::query("SELECT * FROM orders WHERE state = 'waiting' ORDER BY seq LIMIT ?")
            .bind(if lapsed { u32::MAX } else { limit })
            .fetch_all(&mut *transaction)
            .await
            .map_err(&fail)?;
        transaction.commit().await.map_err(&fail)?;
        let waiting: Vec<Order> = rows.iter().map(order).collect::<Result<_, _>>()?;
        Ok(Sendable {
            history: history.as_deref().and_then(history_id),
            orders: can_go(waiting).take(limit as usize).collect(),
        })
    }

    /// How many orders can go.
    pub async fn sendable_count(&self) -> Result<u32, StoreError> {
        let fail = StoreError::database(FILE);
        let lapsed: bool = sqlx::query_scalar(LAPSED)
            .fetch_one(&self.pool)
            .await
            .map_err(&fail)?;
        if lapsed {
            return Ok(self.sendable(u32::MAX).await?.orders.len() as u32);
        }
        Ok(self.counts().await?.0)
    }

    /// From now on batches name this history. The delivered orders that it may not have wait
    /// again, each at its old place in the sequence and with its author's newest grant: those that
    /// were answered under another history, and those answered from beyond `head`. An order that
    /// the central still knows is answered as a duplicate. Nothing is done where the batches name
    /// this history already and no head is given.
    pub async fn follow(
        &self,
        history: HistoryId,
        head: Option<Cursor>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let fail = StoreError::database(FILE);
        let mut transaction = pool::begin(&self.pool, FILE).await?;
        let named: Option<String> = sqlx::query_scalar("SELECT history_id FROM device")
            .fetch_one(&mut *transaction)
            .await
            .map_err(&fail)?;
        let named = named.as_deref().and_then(history_id);
        if named == Some(history) && head.is_none() {
            return Ok(());
        }
        if named.is_some() {
            let oldest = now - SignedDuration::from_hours(24 * REPLAY_DAYS);
            let lost = sqlx::query(
                "SELECT seq, id, envelope, author, (SELECT author_grant FROM sign_ins
                    WHERE login = orders.author ->> '$.actor.user') AS newest
                 FROM orders WHERE state = 'delivered' AND answered_at >= ?1
                    AND (history_id IS NOT ?2 OR durable_cursor > ?3)",
            )
            .bind(oldest.as_millisecond())
            .bind(history.0.to_string())
            .bind(head.map_or(i64::MAX, |head| head.0 as i64))
            .fetch_all(&mut *transaction)
            .await
            .map_err(&fail)?;
            for row in &lost {
                let newest: Option<String> = column(row, "newest")?;
                settle::regranted(&mut transaction, row, newest.map(Secret).as_ref()).await?;
                attachments::ask_again(&mut transaction, column(row, "id")?).await?;
            }
        }
        sqlx::query("UPDATE device SET history_id = ?")
            .bind(history.0.to_string())
            .execute(&mut *transaction)
            .await
            .map_err(&fail)?;
        transaction.commit().await.map_err(&fail)
    }
}
