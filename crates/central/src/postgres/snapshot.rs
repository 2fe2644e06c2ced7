//! Everything in a scope, read in one transaction and so of one moment; for a reader who has a
//! part of it already, what happened to that part meanwhile, and the rest.

use onemap_domain::case::{Case, CaseId};
use onemap_domain::people::Scope;
use onemap_domain::record::RecordId;
use onemap_domain::subject::SubjectId;
use onemap_protocol::feed::SnapshotPlace;
use sqlx::Postgres;

use super::reading::{Sees, let_through};
use super::scope::CasesIn;
use super::{feed, records, register};
use crate::error::StoreError;
use crate::repository::{Changes, Dossier, Head, RecordDossier, Reply, Snapshot};
use crate::rows::{CASE, END, FEW, dossiers, keep_passed, read};

pub(super) struct Reading {
    inner: sqlx::Transaction<'static, Postgres>,
    scope: Scope,
    head: Head,
    cases: u64,
    /// What the reader has, and as of when.
    reader: Option<SnapshotPlace>,
    last_record: Option<RecordId>,
    last_case: Option<CaseId>,
}

impl Reading {
    /// In a transaction that sees the scope.
    pub(super) async fn begin(
        mut inner: sqlx::Transaction<'static, Postgres>,
        scope: Scope,
    ) -> Result<Reading, StoreError> {
        let head = register::head(&mut inner).await?;
        let cases: i64 = CasesIn::select("count(*)", &scope)
            .then("")
            .build_query_scalar()
            .fetch_one(&mut *inner)
            .await?;
        Ok(Reading {
            inner,
            scope,
            head,
            cases: cases as u64,
            reader: None,
            last_record: None,
            last_case: None,
        })
    }

    /// A part of the feed from where the reader is to the moment of this transaction. Each case and
    /// record comes as it is at that moment, or as a tombstone when it is in the scope no more; what
    /// the reader has not come to yet is left out, for it comes with the rest.
    async fn next_changes(&mut self) -> Result<Option<Changes>, StoreError> {
        let Some(reader) = &mut self.reader else {
            return Ok(None);
        };
        if reader.cursor >= self.head.cursor {
            return Ok(None);
        }
        let_through(&mut self.inner, Sees::All).await?;
        let slice = feed::slice(&mut self.inner, &self.scope, false, reader.cursor, FEW).await?;
        reader.cursor = slice.cursor;
        let mut entries = slice.entries;
        keep_passed(&mut entries, reader);
        Ok(Some(Changes {
            cursor: slice.cursor,
            entries,
        }))
    }

    async fn next_records(&mut self, limit: u32) -> Result<Vec<RecordDossier>, StoreError> {
        // With a case the reader has every record.
        if self.last_case.is_some() {
            return Ok(Vec::new());
        }
        let limit = limit.min(FEW);
        let_through(&mut self.inner, Sees::All).await?;
        while let Some((last, dossiers)) =
            records::next_in_scope(&mut self.inner, &self.scope, self.last_record, limit).await?
        {
            self.last_record = Some(last);
            if !dossiers.is_empty() {
                return Ok(dossiers);
            }
        }
        Ok(Vec::new())
    }

    async fn next_cases(&mut self, limit: u32) -> Result<Vec<Dossier>, StoreError> {
        let_through(&mut self.inner, Sees::Scope(&self.scope)).await?;
        let mut query = CasesIn::select("c.state", &self.scope);
        if let Some(last) = self.last_case {
            query.and("c.id > ", last.0);
        }
        let states: Vec<String> = query
            .then(" ORDER BY c.id LIMIT ")
            .push_bind(i64::from(limit.min(FEW)))
            .build_query_scalar()
            .fetch_all(&mut *self.inner)
            .await?;
        let cases: Vec<Case> = states
            .iter()
            .map(|state| read(CASE, state))
            .collect::<Result<_, _>>()?;
        let ids: Vec<SubjectId> = cases.iter().map(|case| case.id.into()).collect();
        let logs = feed::logs_of(&mut self.inner, &ids, END).await?;
        self.last_case = cases.last().map(|case| case.id).or(self.last_case);
        Ok(dossiers(cases, logs, &self.scope))
    }
}

impl Snapshot for Reading {
    fn head(&self) -> Head {
        self.head
    }

    fn cases(&self) -> u64 {
        self.cases
    }

    fn go_on_from(&mut self, place: SnapshotPlace) {
        self.last_record = place.record;
        self.last_case = place.case;
        self.reader = Some(place);
    }

    fn changes(&mut self) -> Reply<'_, Option<Changes>> {
        Box::pin(self.next_changes())
    }

    fn records(&mut self, limit: u32) -> Reply<'_, Vec<RecordDossier>> {
        Box::pin(self.next_records(limit))
    }

    fn more(&mut self, limit: u32) -> Reply<'_, Vec<Dossier>> {
        Box::pin(self.next_cases(limit))
    }
}
