//! What a console reads, from the central's own database.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use onemap_console::{AreaCount, CasePointRow, County, Led, Reads, Shown, StageCount};
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::case::{Case, CaseId, ContentHash};
use onemap_domain::department::{DepartmentCode, Load};
use onemap_domain::people::{Role, Scope, User, UserId};
use onemap_domain::profile::Profile;
use onemap_domain::record::{Record, RecordEntry, RecordId, RecordKind};
use onemap_protocol::account::AccountRow;
use onemap_protocol::desk::{
    BaseMapsView, CaseFilter, DemonstrationAccount, Drive, Happening, Link, OrderPage, OrderPart,
    RecordRow, Sheet, StatusBar, Unsent,
};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_spatial::tiles::TileId;

use super::{Seat, version};
use crate::accounts;
use crate::repository::AttachmentBytes;
use crate::rows::words;

impl Reads for Seat {
    fn county(&self) -> Option<Arc<County>> {
        self.county.clone()
    }

    fn user(&self) -> Option<User> {
        Some(self.visit.sitter.as_ref()?.user.clone())
    }

    fn now(&self) -> Timestamp {
        (self.central.now)()
    }

    fn county_name(&self) -> Option<String> {
        Some(self.central.land()?.register.name.clone())
    }

    fn provider(&self) -> Option<String> {
        let provider = self.central.provider.as_ref()?;
        Some(provider.name().to_owned())
    }

    fn demonstration(&self) -> Vec<DemonstrationAccount> {
        self.central.seats.demonstration.clone()
    }

    fn cases_version(&self) -> u64 {
        version(*self.central.heads.borrow())
    }

    /// A browser is served none: the files lie on a desk.
    async fn base_maps(&self) -> BaseMapsView {
        BaseMapsView::default()
    }

    async fn base_tile(&self, _: Sheet, _: TileId) -> Result<Vec<u8>, Problem> {
        Err(Problem::new(ProblemCode::NotFound))
    }

    fn drive(&self) -> Drive {
        // A browser has no second window to show a wall in.
        Drive::default()
    }

    async fn status(&self) -> Result<StatusBar, Problem> {
        let user = self.user();
        Ok(StatusBar {
            link: user.as_ref().map_or(Link::Idle, |_| Link::Online),
            synchronised_at: Some(self.now()),
            user,
            ..StatusBar::default()
        })
    }

    /// An order is decided when it is given: none waits, and none was set aside.
    async fn orders(&self, _: OrderPart, _: (u32, u32)) -> Result<OrderPage, Problem> {
        Ok(OrderPage::default())
    }

    /// Bytes come before the order that lists them, so none are owed.
    async fn unsent(&self, _: Option<CaseId>) -> Result<Vec<(Unsent, UserId)>, Problem> {
        Ok(Vec::new())
    }

    async fn accounts(&self) -> Result<Vec<AccountRow>, Problem> {
        let stored = self.central.repository.accounts().await?;
        Ok(stored.iter().map(accounts::row).collect())
    }

    async fn attachment(&self, sha256: &ContentHash) -> Result<Vec<u8>, Problem> {
        let scope = &self.signed_in()?.user.scope;
        match self.central.repository.attachment(scope, sha256).await? {
            AttachmentBytes::Unknown => Err(Problem::new(ProblemCode::NotFound)),
            AttachmentBytes::OnTheirWay => Err(Problem::new(ProblemCode::AttachmentOnItsWay)),
            AttachmentBytes::There { bytes, .. } => Ok(bytes),
        }
    }

    async fn case(&self, scope: &Scope, id: CaseId) -> Result<Option<Shown>, Problem> {
        Ok(self.central.repository.case(scope, id).await?.map(shown))
    }

    async fn timeline(&self, scope: &Scope, id: CaseId) -> Result<Vec<Happening>, Problem> {
        let log = self.central.repository.timeline(scope, id).await?;
        let log = log.unwrap_or_default().into_iter();
        let happened = log.map(|recorded| Happening {
            recorded,
            pending: false,
        });
        Ok(happened.collect())
    }

    async fn cases(
        &self,
        scope: &Scope,
        profile: &Profile,
        filter: &CaseFilter,
        now: Timestamp,
        (offset, limit): (u32, u32),
    ) -> Result<(u32, Vec<Shown>), Problem> {
        let repository = &self.central.repository;
        let mut found = self
            .shelved(|shelf| shelf.found(scope, profile, filter, now))
            .await?;
        let text = filter.text.trim();
        if !text.is_empty() {
            let spoken_of: BTreeSet<CaseId> = if scope.role == Role::Wall {
                // Nor may it find a case by words of it that it is not told.
                let told = repository.states(scope, &found).await?.into_iter();
                told.filter(|case| says(case, text))
                    .map(|case| case.id)
                    .collect()
            } else {
                repository.with_words(scope, text).await?
            };
            found.retain(|id| spoken_of.contains(id));
        }
        let total = found.len() as u32;
        let page = found.into_iter().skip(offset as usize);
        let page: Vec<CaseId> = page.take(limit as usize).collect();
        let states = self.states(scope, &page).await?.into_iter();
        let mut states: BTreeMap<CaseId, Shown> =
            states.map(|shown| (shown.case.id, shown)).collect();
        // In the shelf's order; one that changed hands in between is not there any more.
        let shown = page.iter().filter_map(|id| states.remove(id)).collect();
        Ok((total, shown))
    }

    async fn revisions(&self, scope: &Scope) -> Result<Vec<(CaseId, u64, bool)>, Problem> {
        self.shelved(|shelf| shelf.revisions(scope)).await
    }

    async fn states(&self, scope: &Scope, ids: &[CaseId]) -> Result<Vec<Shown>, Problem> {
        let states = self.central.repository.states(scope, ids).await?;
        Ok(states.into_iter().map(shown).collect())
    }

    async fn counts(
        &self,
        scope: &Scope,
        area: Option<&AreaCode>,
        now: Timestamp,
    ) -> Result<Vec<StageCount>, Problem> {
        self.shelved(|shelf| shelf.counts(scope, area, now)).await
    }

    async fn area_counts(
        &self,
        scope: &Scope,
        within: &AreaCode,
        level: Level,
        now: Timestamp,
    ) -> Result<Vec<AreaCount>, Problem> {
        self.shelved(|shelf| shelf.area_counts(scope, within, level, now))
            .await
    }

    async fn loads(
        &self,
        scope: &Scope,
        now: Timestamp,
        end_of_today: Timestamp,
    ) -> Result<Vec<(DepartmentCode, Load)>, Problem> {
        self.shelved(|shelf| shelf.loads(scope, now, end_of_today))
            .await
    }

    async fn led(&self, scope: &Scope, category: &str) -> Result<Vec<Led>, Problem> {
        self.shelved(|shelf| shelf.led(scope, category)).await
    }

    async fn records(
        &self,
        scope: &Scope,
        kind: RecordKind,
        limit: u32,
    ) -> Result<Vec<RecordRow>, Problem> {
        let records = self.central.repository.records(scope, kind).await?;
        let newest = records.into_iter().take(limit as usize);
        Ok(newest.map(|record| row(record, scope)).collect())
    }

    async fn record(&self, scope: &Scope, id: RecordId) -> Result<Option<RecordRow>, Problem> {
        let found = self.central.repository.record(scope, id).await?;
        Ok(found.map(|dossier| row(dossier.record, scope)))
    }

    async fn records_of(&self, scope: &Scope, ids: &[RecordId]) -> Result<Vec<RecordRow>, Problem> {
        let records = self.central.repository.records_by_id(ids).await?;
        let seen = records.into_iter();
        let seen = seen.filter(|record| scope.covers_record(record));
        Ok(seen.map(|record| row(record, scope)).collect())
    }

    async fn record_log(
        &self,
        scope: &Scope,
        id: RecordId,
    ) -> Result<Vec<(RecordEntry, bool)>, Problem> {
        let found = self.central.repository.record(scope, id).await?;
        let entries = found.map(|dossier| dossier.entries).unwrap_or_default();
        Ok(entries.into_iter().map(|entry| (entry, false)).collect())
    }

    async fn reported(
        &self,
        scope: &Scope,
        category: Option<&str>,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Position>, Problem> {
        self.shelved(|shelf| shelf.reported(scope, category, from, to))
            .await
    }

    async fn points(&self, scope: &Scope) -> Result<Vec<CasePointRow>, Problem> {
        self.shelved(|shelf| shelf.points(scope)).await
    }
}

/// Whether all of these words stand in what is told of a case.
fn says(case: &Case, text: &str) -> bool {
    let told = words(case);
    let mut wanted = text.split_whitespace();
    wanted.all(|word| told.contains(&word.to_lowercase()))
}

fn shown(case: Case) -> Shown {
    Shown {
        case,
        pending: false,
    }
}

/// A record as its reader is told it.
fn row(mut record: Record, scope: &Scope) -> RecordRow {
    record.tell(&mut Vec::new(), scope);
    RecordRow {
        record,
        pending: false,
    }
}
