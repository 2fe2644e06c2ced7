//! What a person decides about an order: dropped with a reason, given again, given anew. Everything
//! stays in the file, for the record.

use jiff::Timestamp;
use onemap_domain::people::User;
use onemap_domain::subject::SubjectId;
use onemap_protocol::command::Envelope;
use onemap_protocol::session::Grant;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use super::{FILE, KnownUser, Outbox, attachments, column, digest, put, undo};
use crate::{StoreError, pool};

impl Outbox {
    /// Drops an order that waits or was set aside. `false`: it is neither, and nothing changed.
    pub async fn drop_order(
        &self,
        id: Uuid,
        reason: &str,
        by: &User,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE orders SET state = 'settled', settlement = 'drop', reason = ?,
                settled_by = ?, settled_at = ?
             WHERE id = ? AND state IN ('waiting', 'set_aside')",
        )
        .bind(reason)
        .bind(serde_json::to_string(by).map_err(StoreError::contents(FILE))?)
        .bind(at.as_millisecond())
        .bind(id.to_string())
        .execute(&self.pool)
        .await
        .map_err(StoreError::database(FILE))?;
        Ok(done.rows_affected() == 1)
    }

    /// Makes an order durable in the place of one that was set aside, which is settled by it: both
    /// survive, or neither. `false`: the old one is not set aside any more, and nothing changed.
    pub async fn replace(
        &self,
        old: Uuid,
        how: &str,
        (envelope, subject): (&Envelope, SubjectId),
        author: &User,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let fail = StoreError::database(FILE);
        let by = serde_json::to_string(author).map_err(StoreError::contents(FILE))?;
        let mut transaction = pool::begin(&self.pool, FILE).await?;
        let done = sqlx::query(
            "UPDATE orders SET state = 'settled', settlement = ?, settled_by = ?, settled_at = ?,
                replaced_by = ?
             WHERE id = ? AND state = 'set_aside'",
        )
        .bind(how)
        .bind(by.as_str())
        .bind(at.as_millisecond())
        .bind(envelope.id.to_string())
        .bind(old.to_string())
        .execute(&mut *transaction)
        .await
        .map_err(&fail);
        let written = match done {
            Ok(done) if done.rows_affected() != 1 => Ok(false),
            Ok(_) => {
                let put = put(&mut transaction, envelope, subject, &by).await;
                match put {
                    Ok(()) => attachments::pass_on(&mut transaction, old, envelope.id)
                        .await
                        .map(|()| true),
                    Err(error) => Err(error),
                }
            }
            Err(error) => Err(error),
        };
        if !matches!(written, Ok(true)) {
            undo(transaction).await;
            return written;
        }
        transaction.commit().await.map_err(&fail)?;
        Ok(true)
    }

    /// These orders are about to go on the line: from now on the central may have them.
    pub async fn sending(&self, ids: &[Uuid], at: Timestamp) -> Result<(), StoreError> {
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        sqlx::query(
            "UPDATE orders SET sent_at = ?
             WHERE sent_at IS NULL AND id IN (SELECT value FROM json_each(?))",
        )
        .bind(at.as_millisecond())
        .bind(serde_json::to_string(&ids).map_err(StoreError::contents(FILE))?)
        .execute(&self.pool)
        .await
        .map_err(StoreError::database(FILE))?;
        Ok(())
    }
}

/// The waiting orders of somebody who has just signed in go with the new grant, and do not wait for
/// them any more.
pub(super) async fn renew_grants(
    connection: &mut SqliteConnection,
    known: &KnownUser,
) -> Result<(), StoreError> {
    let fail = StoreError::database(FILE);
    let rows = sqlx::query(
        "SELECT seq, envelope, author FROM orders
         WHERE state = 'waiting' AND author ->> '$.actor.user' = ?",
    )
    .bind(&known.user.actor.user.0)
    .fetch_all(&mut *connection)
    .await
    .map_err(&fail)?;
    for row in rows {
        regranted(connection, &row, Some(&known.grant)).await?;
    }
    Ok(())
}

/// A waiting order goes with this grant, and does not wait for its author any more. `row` has its
/// `seq`, `envelope` and `author`.
pub(super) async fn regranted(
    connection: &mut SqliteConnection,
    row: &SqliteRow,
    grant: Option<&Grant>,
) -> Result<(), StoreError> {
    let contents = StoreError::contents(FILE);
    let mut envelope: Envelope =
        serde_json::from_str(column(row, "envelope")?).map_err(&contents)?;
    if let Some(grant) = grant {
        envelope.author_grant = grant.clone();
    }
    let text = serde_json::to_string(&envelope).map_err(&contents)?;
    sqlx::query(
        "UPDATE orders SET envelope = ?, digest = ?, state = 'waiting', confirmed = 0, lapsed = 0,
            last_failure = CASE WHEN last_failure IN ('grant_lapsed', 'sign_in_needed')
                THEN NULL ELSE last_failure END
         WHERE seq = ?",
    )
    .bind(text.as_str())
    .bind(
        digest::of(&text, column(row, "author")?)
            .as_bytes()
            .to_vec(),
    )
    .bind(column::<i64>(row, "seq")?)
    .execute(connection)
    .await
    .map_err(StoreError::database(FILE))?;
    Ok(())
}
