//! The desktop's [`Reads`] and [`Submit`]: the cache with its overlay, and the outbox.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use onemap_console::{
    AreaCount, CasePointRow, County, HeldOrder, Instead, Led, Paper, Reads, Shown, StageCount,
    Subjects, Submit,
};
use onemap_domain::account::AccountChange;
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::audit::Revealed;
use onemap_domain::case::{CaseId, ContentHash};
use onemap_domain::command::Command;
use onemap_domain::department::{DepartmentCode, Load};
use onemap_domain::people::{Scope, User, UserId};
use onemap_domain::profile::Profile;
use onemap_domain::record::{RecordCommand, RecordEntry, RecordId, RecordKind};
use onemap_protocol::account::{AccountChanged, AccountRow};
use onemap_protocol::audit::{AuditPage, Opening};
use onemap_protocol::command::{Envelope, Subject};
use onemap_protocol::desk::{
    BaseMapsView, CaseFilter, DemonstrationAccount, Drive, EnterSession, Fetched, Happening, Kept,
    OrderPage, OrderPart, ReadAudit, RecordRow, RecordSubmitted, Sheet, StatusBar, Submitted,
    Unsent, WallOrder,
};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::{Grant, Secret};
use onemap_spatial::tiles::TileId;
use onemap_store::Cache;
use onemap_store::cache::{ShownCase, ShownRecord};
use onemap_sync::acceptor::needs_revision;
use onemap_sync::machine::Input;
use uuid::Uuid;

use crate::state::Rebuilt;
use crate::{Desk, orders};

impl Desk {
    pub(crate) fn envelope(&self, subjects: Subjects, command: Command, grant: &Grant) -> Envelope {
        let first = Subject {
            id: subjects
                .case
                .unwrap_or_else(|| CaseId(Uuid::now_v7()))
                .into(),
            expected_revision: subjects.revision,
        };
        let second = subjects.other.map(|(id, expected_revision)| Subject {
            id: id.into(),
            expected_revision,
        });
        self.envelope_of(
            std::iter::once(first).chain(second).collect(),
            command,
            grant,
        )
    }

    pub(crate) fn envelope_of(
        &self,
        subjects: Vec<Subject>,
        command: Command,
        grant: &Grant,
    ) -> Envelope {
        Envelope {
            id: Uuid::now_v7(),
            device: self.inner.outbox.device(),
            author_grant: grant.clone(),
            issued_at: self.inner.central_now(),
            subjects,
            seen: None,
            command,
        }
    }

    /// Says what its author saw, where the command is for that only.
    pub(crate) async fn seen(&self, envelope: &mut Envelope) -> Result<(), Problem> {
        if needs_revision(&envelope.command)
            && let Some(subject) = envelope.subjects.first()
        {
            let cache = self.cache()?;
            let line = cache.line(subject.id, subject.expected_revision).await?;
            envelope.seen = Some(line);
        }
        Ok(())
    }

    pub(crate) fn grant(&self) -> Result<Grant, Problem> {
        let signed_in = self.inner.signed_in();
        signed_in
            .map(|signed_in| signed_in.grant)
            .ok_or_else(|| Problem::new(ProblemCode::SignInNeeded))
    }

    /// Makes orders durable, and shows their effect.
    async fn queue(&self, envelopes: &[Envelope], author: &User) -> Result<(), Problem> {
        // Before the gate: who gives an order does not wait for what arrives, and orders that are
        // given at once share the disk's sync.
        self.inner.outbox.add_all(envelopes, author).await?;
        self.inner.input(Input::Queued);
        let _gate = self.inner.gate.lock().await;
        self.inner.show_pending().await;
        Ok(())
    }

    /// The session at the central, for what can only be asked there: never while the line is pulled.
    pub(crate) async fn token_on_line(&self) -> Result<Secret, Problem> {
        let unreachable = || Problem::new(ProblemCode::CentralUnreachable);
        if self.inner.outbox.line_pulled().await? {
            return Err(unreachable());
        }
        let token = self.inner.signed_in().and_then(|signed_in| signed_in.token);
        token.ok_or_else(unreachable)
    }

    fn cache(&self) -> Result<Cache, Problem> {
        let signed_in = self.inner.signed_in();
        signed_in
            .map(|signed_in| signed_in.cache)
            .ok_or_else(|| Problem::new(ProblemCode::SignInNeeded))
    }
}

impl Reads for Desk {
    fn county(&self) -> Option<Arc<County>> {
        self.inner.signed_in()?.county
    }

    fn user(&self) -> Option<User> {
        Some(self.inner.signed_in()?.user)
    }

    fn now(&self) -> Timestamp {
        self.inner.central_now()
    }

    fn county_name(&self) -> Option<String> {
        self.inner.options.county.clone()
    }

    /// A desk signs in by itself where a session lapses, which nobody but the person can do there.
    fn provider(&self) -> Option<String> {
        None
    }

    fn demonstration(&self) -> Vec<DemonstrationAccount> {
        self.inner.options.demonstration.clone()
    }

    fn cases_version(&self) -> u64 {
        self.inner.ticks.borrow().cases
    }

    fn drive(&self) -> Drive {
        self.inner.options.wall.now()
    }

    async fn base_maps(&self) -> BaseMapsView {
        self.inner.base_maps.view().await
    }

    async fn base_tile(&self, sheet: Sheet, tile: TileId) -> Result<Vec<u8>, Problem> {
        // The device's clock: it is the one that the files were written under.
        let now = self.inner.device_now().into();
        self.inner.base_maps.tile(sheet, tile, now).await
    }

    async fn status(&self) -> Result<StatusBar, Problem> {
        let (waiting, set_aside) = self.inner.outbox.counts().await?;
        let set_aside = set_aside + self.inner.outbox.stuck_attachments().await?;
        let standing = self.inner.standing();
        let salvages = self.inner.outbox.salvages().await?;
        Ok(StatusBar {
            link: standing.link,
            synchronised_at: standing.synchronised_at,
            waiting,
            set_aside,
            delivered: self.inner.delivered.load(Ordering::Relaxed),
            user: self.user(),
            central_ahead_ms: self.inner.ahead_ms(),
            cache_rebuilt: self.inner.cache_rebuilt() != Rebuilt::No,
            cache_rebuilding: self.inner.cache_rebuilt() == Rebuilt::UnderWay,
            draining: self.inner.draining(waiting),
            fetched: standing.staged.map(|staged| Fetched {
                done: staged.done,
                total: staged.total,
            }),
            salvaged: salvages.into_iter().next().map(orders::salvaged),
            trouble: self.inner.trouble(),
        })
    }

    async fn orders(&self, part: OrderPart, page: (u32, u32)) -> Result<OrderPage, Problem> {
        self.orders_page(part, page).await
    }

    async fn unsent(&self, case: Option<CaseId>) -> Result<Vec<(Unsent, UserId)>, Problem> {
        self.unsent_rows(case).await
    }

    async fn accounts(&self) -> Result<Vec<AccountRow>, Problem> {
        self.accounts_there().await
    }

    async fn attachment(&self, sha256: &ContentHash) -> Result<Vec<u8>, Problem> {
        self.bytes_of(sha256).await
    }

    async fn case(&self, scope: &Scope, id: CaseId) -> Result<Option<Shown>, Problem> {
        Ok(self.cache()?.case(scope, id).await?.map(shown))
    }

    async fn timeline(&self, scope: &Scope, id: CaseId) -> Result<Vec<Happening>, Problem> {
        Ok(self.cache()?.timeline(scope, id).await?)
    }

    async fn cases(
        &self,
        scope: &Scope,
        profile: &Profile,
        filter: &CaseFilter,
        now: Timestamp,
        (offset, limit): (u32, u32),
    ) -> Result<(u32, Vec<Shown>), Problem> {
        let (total, cases) = self
            .cache()?
            .cases(scope, profile, filter, now, offset, limit)
            .await?;
        Ok((total, cases.into_iter().map(shown).collect()))
    }

    async fn revisions(&self, scope: &Scope) -> Result<Vec<(CaseId, u64, bool)>, Problem> {
        Ok(self.cache()?.revisions(scope).await?)
    }

    async fn states(&self, scope: &Scope, ids: &[CaseId]) -> Result<Vec<Shown>, Problem> {
        let states = self.cache()?.states(scope, ids).await?;
        Ok(states.into_iter().map(shown).collect())
    }

    async fn counts(
        &self,
        scope: &Scope,
        area: Option<&AreaCode>,
        now: Timestamp,
    ) -> Result<Vec<StageCount>, Problem> {
        let counts = self.cache()?.counts(scope, area, now).await?;
        let count = |count: onemap_store::cache::StageCount| StageCount {
            stage: count.stage,
            flags: count.flags,
            open: count.open,
            cases: count.cases,
            overdue: count.overdue,
        };
        Ok(counts.into_iter().map(count).collect())
    }

    async fn area_counts(
        &self,
        scope: &Scope,
        within: &AreaCode,
        level: Level,
        now: Timestamp,
    ) -> Result<Vec<AreaCount>, Problem> {
        let counts = self.cache()?.area_counts(scope, within, level, now).await?;
        let count = |(area, open, overdue)| AreaCount {
            area,
            open,
            overdue,
        };
        Ok(counts.into_iter().map(count).collect())
    }

    async fn loads(
        &self,
        scope: &Scope,
        now: Timestamp,
        end_of_today: Timestamp,
    ) -> Result<Vec<(DepartmentCode, Load)>, Problem> {
        Ok(self.cache()?.loads(scope, now, end_of_today).await?)
    }

    async fn led(&self, scope: &Scope, category: &str) -> Result<Vec<Led>, Problem> {
        let led = self.cache()?.led(scope, category).await?;
        Ok(led
            .into_iter()
            .map(|(department, cases)| Led { department, cases })
            .collect())
    }

    async fn records(
        &self,
        scope: &Scope,
        kind: RecordKind,
        limit: u32,
    ) -> Result<Vec<RecordRow>, Problem> {
        let records = self.cache()?.records(scope, kind, limit).await?;
        Ok(records.into_iter().map(record_row).collect())
    }

    async fn record(&self, scope: &Scope, id: RecordId) -> Result<Option<RecordRow>, Problem> {
        Ok(self.cache()?.record(scope, id).await?.map(record_row))
    }

    async fn records_of(&self, scope: &Scope, ids: &[RecordId]) -> Result<Vec<RecordRow>, Problem> {
        let records = self.cache()?.records_of(scope, ids).await?;
        Ok(records.into_iter().map(record_row).collect())
    }

    async fn record_log(
        &self,
        scope: &Scope,
        id: RecordId,
    ) -> Result<Vec<(RecordEntry, bool)>, Problem> {
        Ok(self.cache()?.record_log(scope, id).await?)
    }

    async fn reported(
        &self,
        scope: &Scope,
        category: Option<&str>,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Position>, Problem> {
        let cache = self.cache()?;
        Ok(cache.reported(scope, category, from, to).await?)
    }

    async fn points(&self, scope: &Scope) -> Result<Vec<CasePointRow>, Problem> {
        let points = self.cache()?.points(scope).await?;
        let row = |point: onemap_store::cache::Point| CasePointRow {
            id: point.id,
            position: point.position,
            term: point.term,
            lead: point.lead,
        };
        Ok(points.into_iter().map(row).collect())
    }
}

impl Submit for Desk {
    async fn change_account(
        &self,
        login: &UserId,
        change: &AccountChange,
    ) -> Result<AccountChanged, Problem> {
        self.account_changed(login, change).await
    }

    async fn sign_in(&self, who: &EnterSession) -> Result<User, Problem> {
        self.inner.enter(who, None).await
    }

    async fn sign_out(&self) -> Result<(), Problem> {
        self.inner.leave().await;
        Ok(())
    }

    async fn submit(
        &self,
        author: &User,
        subjects: Subjects,
        command: Command,
    ) -> Result<Submitted, Problem> {
        let given = self.submit_all(author, vec![(subjects, command)]).await?;
        let first = given.into_iter().next();
        first.ok_or_else(|| Problem::new(ProblemCode::NotReady))
    }

    async fn attach(
        &self,
        author: &User,
        subjects: Subjects,
        command: Command,
        bytes: Vec<u8>,
    ) -> Result<Submitted, Problem> {
        self.attach_with(author, subjects, command, bytes).await
    }

    async fn mend_attachment(&self, bytes: &[u8]) -> Result<Option<Uuid>, Problem> {
        self.mend(bytes).await
    }

    async fn submit_all(
        &self,
        author: &User,
        orders: Vec<(Subjects, Command)>,
    ) -> Result<Vec<Submitted>, Problem> {
        let grant = self.grant()?;
        let mut envelopes: Vec<Envelope> = orders
            .into_iter()
            .map(|(subjects, command)| self.envelope(subjects, command, &grant))
            .collect();
        for envelope in &mut envelopes {
            self.seen(envelope).await?;
        }
        let given = envelopes.iter().filter_map(|envelope| {
            Some(Submitted {
                case: envelope.subjects.first()?.id.case(),
                order: envelope.id,
            })
        });
        let given: Vec<Submitted> = given.collect();
        self.queue(&envelopes, author).await?;
        Ok(given)
    }

    async fn keep(
        &self,
        author: &User,
        record: Option<(RecordId, u64)>,
        command: RecordCommand,
    ) -> Result<RecordSubmitted, Problem> {
        let grant = self.grant()?;
        let (record, expected_revision) = record.unwrap_or_else(|| (RecordId(Uuid::now_v7()), 0));
        let subject = Subject {
            id: record.into(),
            expected_revision,
        };
        let command = Command::Keep { keep: command };
        let mut envelope = self.envelope_of(vec![subject], command, &grant);
        self.seen(&mut envelope).await?;
        let order = envelope.id;
        self.queue(&[envelope], author).await?;
        Ok(RecordSubmitted { record, order })
    }

    async fn held(&self, order: Uuid) -> Result<Option<HeldOrder>, Problem> {
        self.held_order(order).await
    }

    async fn drop_order(&self, by: &User, order: Uuid, reason: &str) -> Result<(), Problem> {
        self.drop_held(by, order, reason).await
    }

    async fn give_instead(&self, author: &User, given: Instead) -> Result<Submitted, Problem> {
        self.replace_held(author, given).await
    }

    async fn dismiss_salvage(&self) -> Result<(), Problem> {
        self.inner.outbox.dismiss_salvages().await?;
        self.inner.tick(|tick| tick.status += 1);
        Ok(())
    }

    async fn set_line(&self, up: bool) -> Result<(), Problem> {
        self.inner.outbox.set_line_pulled(!up).await?;
        self.inner.input(Input::Line { up });
        Ok(())
    }

    async fn retry_now(&self) -> Result<(), Problem> {
        self.inner.outbox.retry_pieces().await?;
        self.inner.input(Input::RetryNow);
        Ok(())
    }

    async fn resolve(
        &self,
        author: &User,
        decision: RecordCommand,
        order: Option<(Subjects, Command)>,
    ) -> Result<RecordSubmitted, Problem> {
        let grant = self.grant()?;
        let record = RecordId(Uuid::now_v7());
        let subject = Subject {
            id: record.into(),
            expected_revision: 0,
        };
        let command = Command::Keep { keep: decision };
        let decision = self.envelope_of(vec![subject], command, &grant);
        let given = decision.id;
        let order = order.map(|(subjects, command)| self.envelope(subjects, command, &grant));
        let envelopes: Vec<Envelope> = std::iter::once(decision).chain(order).collect();
        self.queue(&envelopes, author).await?;
        Ok(RecordSubmitted {
            record,
            order: given,
        })
    }

    async fn drive_wall(&self, order: WallOrder) -> Result<(), Problem> {
        self.inner.options.wall.drive(order)
    }

    async fn keep_paper(&self, name: &str, paper: Paper) -> Result<Kept, Problem> {
        let (inner, name) = (self.inner.clone(), name.to_owned());
        let printing = tokio::task::spawn_blocking(move || inner.printer.keep(&name, paper));
        Ok(printing.await.map_err(broken)??)
    }

    async fn opened_sealed(&self, _: &User, case: CaseId) -> Result<(), Problem> {
        let opening = Opening {
            id: Uuid::now_v7(),
            author_grant: self.grant()?,
            case,
            at: self.inner.central_now(),
        };
        self.inner.outbox.add_opening(&opening).await?;
        self.inner.opened.notify_one();
        Ok(())
    }

    async fn reveal(&self, case: CaseId, reason: &str) -> Result<Revealed, Problem> {
        let token = self.token_on_line().await?;
        self.inner.central.reveal(&token, case, reason).await
    }

    async fn audit(&self, ask: &ReadAudit) -> Result<AuditPage, Problem> {
        let token = self.token_on_line().await?;
        self.inner.central.audit(&token, ask).await
    }

    async fn open_kept(&self, name: &str) -> Result<(), Problem> {
        let (inner, name) = (self.inner.clone(), name.to_owned());
        let opening = tokio::task::spawn_blocking(move || inner.printer.open(&name));
        Ok(opening.await.map_err(broken)??)
    }
}

/// A task that ended in a panic: a fault of the program, which is in the log.
fn broken(error: tokio::task::JoinError) -> Problem {
    Problem::new(ProblemCode::Internal).with("reference", error)
}

fn shown(shown: ShownCase) -> Shown {
    Shown {
        case: shown.case,
        pending: shown.pending,
    }
}

fn record_row(shown: ShownRecord) -> RecordRow {
    RecordRow {
        record: shown.record,
        pending: shown.pending,
    }
}
