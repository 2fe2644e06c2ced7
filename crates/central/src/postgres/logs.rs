//! All logs as they are kept, read in one transaction and so of one moment.

use jiff::Timestamp;
use onemap_domain::subject::SubjectId;
use sqlx::{Postgres, Row};
use uuid::Uuid;

use super::value::uuids;
use super::{audit, feed, register};
use crate::error::StoreError;
use crate::repository::{AuditHead, Head, KeptAudit, KeptDigest, KeptEvent, KeptLog, Logs, Reply};
use crate::rows::{FEW, KeptLogs};

pub(super) struct Reading {
    inner: sqlx::Transaction<'static, Postgres>,
    last: Option<SubjectId>,
}

impl Reading {
    pub(super) fn of(inner: sqlx::Transaction<'static, Postgres>) -> Reading {
        Reading { inner, last: None }
    }

    async fn missing(&mut self) -> Result<Option<u64>, StoreError> {
        // Numbers are counted on from the last one ever given, and a transaction that is rolled
        // back gives its numbers back: so there is no gap that nobody made.
        let gap: Option<i64> = sqlx::query_scalar(
            "SELECT cursor + 1 FROM events e \
             WHERE NOT EXISTS (SELECT 1 FROM events n WHERE n.cursor = e.cursor + 1) \
             AND cursor < (SELECT cursor FROM head) ORDER BY cursor LIMIT 1",
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(gap.map(|cursor| cursor as u64))
    }

    async fn next(&mut self) -> Result<Vec<KeptLog>, StoreError> {
        let subjects = self.next_subjects().await?;
        let mut kept = KeptLogs::of(&subjects);
        self.add_events(&mut kept, &subjects).await?;
        for (states, of_records) in [
            ("SELECT id, state FROM cases WHERE id = ANY ($1)", false),
            ("SELECT id, state FROM records WHERE id = ANY ($1)", true),
        ] {
            let rows: Vec<(Uuid, String)> = sqlx::query_as(states)
                .bind(uuids(&subjects))
                .fetch_all(&mut *self.inner)
                .await?;
            for (id, state) in rows {
                kept.add_state(SubjectId(id), of_records, state);
            }
        }
        self.last = kept.last().or(self.last);
        Ok(kept.all())
    }

    async fn next_subjects(&mut self) -> Result<Vec<SubjectId>, StoreError> {
        // A case without a log is as suspect as a log without a case; a record's likewise.
        let ids: Vec<Uuid> = sqlx::query_scalar(
            "SELECT id FROM (SELECT id FROM cases UNION SELECT id FROM records \
             UNION SELECT subject_id FROM events) AS known (id) \
             WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2",
        )
        .bind(self.last.map(|last| last.0))
        .bind(i64::from(FEW))
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(ids.into_iter().map(SubjectId).collect())
    }

    async fn add_events(
        &mut self,
        kept: &mut KeptLogs,
        subjects: &[SubjectId],
    ) -> Result<(), StoreError> {
        let rows = sqlx::query(
            "SELECT subject_id, about, cursor, revision, recorded, digest FROM events \
             WHERE subject_id = ANY ($1) ORDER BY subject_id, revision",
        )
        .bind(uuids(subjects))
        .fetch_all(&mut *self.inner)
        .await?;
        for row in rows {
            let event = KeptEvent {
                cursor: row.try_get::<i64, _>("cursor")? as u64,
                revision: row.try_get::<i64, _>("revision")? as u64,
                recorded: row.try_get("recorded")?,
                digest: row.try_get("digest")?,
            };
            let subject = SubjectId(row.try_get("subject_id")?);
            kept.add_event(subject, row.try_get("about")?, event);
        }
        Ok(())
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
