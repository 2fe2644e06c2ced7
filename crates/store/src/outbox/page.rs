//! Orders as the outbox page lists them: by where they stand, a page at a time, each with what it
//! waits for.

use jiff::Timestamp;
use onemap_domain::people::User;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use super::{FILE, Order, Outbox, column, moment, order};
use crate::StoreError;

/// Where the orders of a page stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// To be sent; the next one first.
    Waiting,
    /// For a person to settle; the newest first.
    SetAside,
    /// Carried out; the newest first.
    Delivered,
    /// Settled by a person; the newest first.
    Settled,
}

impl Part {
    const fn name(self) -> &'static str {
        match self {
            Part::Waiting => "waiting",
            Part::SetAside => "set_aside",
            Part::Delivered => "delivered",
            Part::Settled => "settled",
        }
    }
}

/// How many orders stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// To be sent.
    pub waiting: u32,
    /// For a person to settle.
    pub set_aside: u32,
    /// Carried out.
    pub delivered: u32,
    /// Settled by a person.
    pub settled: u32,
}

/// How a person settled an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// `drop`, `send_again` or `take_over`.
    pub how: String,
    /// Why it was dropped.
    pub reason: Option<String>,
    /// Who did; not known of orders of an earlier version.
    pub by: Option<User>,
    /// When, device time.
    pub at: Option<Timestamp>,
    /// The order that was given in its place.
    pub replaced_by: Option<Uuid>,
}

/// An order with what a list says beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The order.
    pub order: Order,
    /// Waiting orders of the same case or record that go before it.
    pub ahead: u32,
    /// Waiting orders of the same case or record that go after it.
    pub behind: u32,
    /// It was on the line at least once: the central may have it.
    pub was_sent: bool,
    /// How it was settled, once it was.
    pub settled: Option<Settled>,
}

impl Outbox {
    /// One page of the orders that stand there, and how many there are.
    pub async fn page(
        &self,
        part: Part,
        (offset, limit): (u32, u32),
    ) -> Result<Vec<Listed>, StoreError> {
        let sequence = match part {
            Part::Waiting => "seq",
            Part::SetAside | Part::Delivered => "seq DESC",
            Part::Settled => "coalesce(settled_at, answered_at, issued_at) DESC, seq DESC",
        };
        let sql = format!(
            "SELECT *,
                (SELECT count(*) FROM orders other WHERE other.subject_id = orders.subject_id
                    AND other.state = 'waiting' AND other.seq < orders.seq) AS ahead,
                (SELECT count(*) FROM orders other WHERE other.subject_id = orders.subject_id
                    AND other.state = 'waiting' AND other.seq > orders.seq) AS behind
             FROM orders WHERE state = ? ORDER BY {sequence} LIMIT ? OFFSET ?"
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(part.name())
            .bind(limit)
            .bind(offset)
            .fetch_all(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        rows.iter().map(listed).collect()
    }

    /// How many orders stand where.
    pub async fn count_all(&self) -> Result<Counts, StoreError> {
        let rows = sqlx::query("SELECT state, count(*) AS orders FROM orders GROUP BY state")
            .fetch_all(&self.pool)
            .await
            .map_err(StoreError::database(FILE))?;
        let of = |part: Part| {
            let row = rows
                .iter()
                .find(|row| row.get::<&str, _>("state") == part.name());
            row.map_or(0, |row| row.get("orders"))
        };
        Ok(Counts {
            waiting: of(Part::Waiting),
            set_aside: of(Part::SetAside),
            delivered: of(Part::Delivered),
            settled: of(Part::Settled),
        })
    }
}

fn listed(row: &SqliteRow) -> Result<Listed, StoreError> {
    Ok(Listed {
        order: order(row)?,
        ahead: column(row, "ahead")?,
        behind: column(row, "behind")?,
        was_sent: column::<Option<i64>>(row, "sent_at")?.is_some(),
        settled: settled(row)?,
    })
}

/// How an order was settled, once it was.
pub(super) fn settled(row: &SqliteRow) -> Result<Option<Settled>, StoreError> {
    let Some(how) = column::<Option<String>>(row, "settlement")? else {
        return Ok(None);
    };
    let by: Option<String> = column(row, "settled_by")?;
    let by = by
        .map(|by| serde_json::from_str(&by))
        .transpose()
        .map_err(StoreError::contents(FILE))?;
    let at: Option<i64> = column(row, "settled_at")?;
    let replaced_by: Option<String> = column(row, "replaced_by")?;
    Ok(Some(Settled {
        how,
        reason: column(row, "reason")?,
        by,
        at: at.map(moment),
        replaced_by: replaced_by.and_then(|id| Uuid::parse_str(&id).ok()),
    }))
}
