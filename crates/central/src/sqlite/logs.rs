//! All logs as they are kept, read in one transaction and so of one moment.

use jiff::Timestamp;
use onemap_domain::subject::SubjectId;
use sqlx::{QueryBuilder, Row, Sqlite};

use super::value::{bytes, subject_id};
use super::{audit, feed, register};
use crate::error::StoreError;
use crate::repository::{AuditHead, Head, KeptAudit, KeptDigest, KeptEvent, KeptLog, Logs, Reply};
use crate::rows::{FEW, KeptLogs};

pub(super) struct Reading {
    inner: sqlx::Transaction<'static, Sqlite>,
    last: Option<SubjectId>,
}

impl Reading {
    pub(super) fn of(inner: sqlx::Transaction<'static, Sqlite>) -> Reading {
        Reading { inner, last: None }
    }

    async fn missing(&mut self) -> Result<Option<u64>, StoreError> {
        // AUTOINCREMENT counts on from the last number ever given, and a transaction that is rolled
        // back gives its numbers back: so there is no gap that nobody made.
        let gap: Option<i64> = sqlx::query_scalar(
            "SELECT cursor + 1 FROM events e \
             WHERE NOT EXISTS (SELECT 1 FROM events n WHERE n.cursor = e.cursor + 1) \
             AND cursor < (SELECT seq FROM sqlite_sequence WHERE name = 'events') \
             ORDER BY cursor LIMIT 1",
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(gap.map(|cursor| cursor as u64))
    }

    async fn next(&mut self) -> Result<Vec<KeptLog>, StoreError> {
        let after = self.last.map_or_else(Vec::new, |last| bytes(last.0));
        // A case without a log is as suspect as a log without a case; a record's likewise.
        let ids: Vec<Vec<u8>> = sqlx::query_scalar(
            "SELECT id FROM (SELECT id FROM cases UNION SELECT id FROM records \
             UNION SELECT subject_id FROM events) WHERE id > ? ORDER BY id LIMIT ?",
        )
        .bind(after)
        .bind(FEW)
        .fetch_all(&mut *self.inner)
        .await?;
        let subjects: Vec<SubjectId> = ids
            .iter()
            .map(|id| subject_id(id))
            .collect::<Result<_, _>>()?;
        let mut kept = KeptLogs::of(&subjects);
        for row in self
            .among(
                "SELECT subject_id, about, cursor, revision, recorded, digest FROM events \
                 WHERE subject_id IN (",
                &ids,
                ") ORDER BY subject_id, revision",
            )
            .await?
        {
            let event = KeptEvent {
                cursor: row.try_get::<i64, _>("cursor")? as u64,
                revision: row.try_get::<i64, _>("revision")? as u64,
                recorded: row.try_get("recorded")?,
                digest: row.try_get("digest")?,
            };
            let subject = subject_id(row.try_get("subject_id")?)?;
            kept.add_event(subject, row.try_get("about")?, event);
        }
        for (states, of_records) in [
            ("SELECT id, state FROM cases WHERE id IN (", false),
            ("SELECT id, state FROM records WHERE id IN (", true),
        ] {
            for row in self.among(states, &ids, ")").await? {
                let subject = subject_id(row.try_get("id")?)?;
                kept.add_state(subject, of_records, row.try_get("state")?);
            }
        }
        self.last = kept.last().or(self.last);
        Ok(kept.all())
    }

    async fn among(
        &mut self,
        select: &'static str,
        ids: &[Vec<u8>],
        rest: &'static str,
    ) -> Result<Vec<sqlx::sqlite::SqliteRow>, StoreError> {
        let mut query = QueryBuilder::<Sqlite>::new(select);
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(id.clone());
        }
        query.push(rest);
        Ok(query
            .build()
            .persistent(false)
            .fetch_all(&mut *self.inner)
            .await?)
    }
}

impl Logs for Reading {
    fn head(&mut self) -> Reply<'_, Head> {
        Box::pin(register::head(&mut self.inner))
    }

    fn digests(&mut self, after: u64) -> Reply<'_, Vec<KeptDigest>> {
        Box::pin(feed::digests(&mut self.inner, after))
    }

    fn audit_head(&mut self) -> Reply<'_, AuditHead> {
        Box::pin(audit::head(&mut self.inner))
    }

    fn audit(&mut self, after: u64) -> Reply<'_, Vec<KeptAudit>> {
        Box::pin(audit::kept(&mut self.inner, after))
    }

    fn audit_span(
        &mut self,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> Reply<'_, Option<(u64, u64)>> {
        Box::pin(audit::span(&mut self.inner, from, to))
    }

    fn gap(&mut self) -> Reply<'_, Option<u64>> {
        Box::pin(self.missing())
    }

    fn more(&mut self) -> Reply<'_, Vec<KeptLog>> {
        Box::pin(self.next())
    }
}
