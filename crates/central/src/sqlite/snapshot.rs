//! Everything in a scope, read in one transaction and so of one moment.

use std::collections::BTreeMap;

use onemap_domain::case::{Case, CaseId};
use onemap_domain::event::Recorded;
use onemap_domain::people::Scope;
use onemap_protocol::feed::Cursor;
use sqlx::Sqlite;

use super::scope::CasesIn;
use super::value::{bytes, read};
use super::{feed, records, register};
use crate::error::StoreError;
use crate::repository::{Dossier, Head, RecordDossier, Reply, Snapshot};

/// Cases fetched at once.
const FEW: u32 = 200;

pub(super) struct Reading {
    inner: sqlx::Transaction<'static, Sqlite>,
    scope: Scope,
    head: Head,
    cases: u64,
    last: Option<CaseId>,
}

impl Reading {
    pub(super) async fn begin(
        mut inner: sqlx::Transaction<'static, Sqlite>,
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
            last: None,
        })
    }

    async fn next(&mut self) -> Result<Vec<Dossier>, StoreError> {
        let mut query = CasesIn::select("c.state", &self.scope);
        if let Some(last) = self.last {
            query.and("c.id > ", bytes(last.0));
        }
        let states: Vec<String> = query
            .then(" ORDER BY c.id LIMIT ")
            .push_bind(FEW)
            .build_query_scalar()
            .fetch_all(&mut *self.inner)
            .await?;
        let cases: Vec<Case> = states
            .iter()
            .map(|state| read("a case", state))
            .collect::<Result<_, _>>()?;
        let ids: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
        let mut histories: BTreeMap<CaseId, Vec<Recorded>> = BTreeMap::new();
        for (_, recorded) in feed::logs(&mut self.inner, &ids, Cursor(i64::MAX as u64)).await? {
            histories.entry(recorded.case).or_default().push(recorded);
        }
        self.last = ids.last().copied().or(self.last);
        Ok(cases
            .into_iter()
            .map(|mut case| {
                let mut events = histories.remove(&case.id).unwrap_or_default();
                case.tell(&mut events, &self.scope);
                Dossier { case, events }
            })
            .collect())
    }
}

impl Snapshot for Reading {
    fn head(&self) -> Head {
        self.head
    }

    fn cases(&self) -> u64 {
        self.cases
    }

    fn records(&mut self) -> Reply<'_, Vec<RecordDossier>> {
        Box::pin(records::in_scope(&mut self.inner, &self.scope))
    }

    fn more(&mut self) -> Reply<'_, Vec<Dossier>> {
        Box::pin(self.next())
    }
}
