//! What a console does, straight at the central.

use onemap_console::{HeldOrder, Instead, Paper, Subjects, Submit};
use onemap_domain::account::AccountChange;
use onemap_domain::audit::{Act, Entry, Revealed};
use onemap_domain::case::{CaseId, ContentHash};
use onemap_domain::command::Command;
use onemap_domain::people::{User, UserId};
use onemap_domain::record::{RecordCommand, RecordId};
use onemap_protocol::account::AccountChanged;
use onemap_protocol::attachment::PIECE;
use onemap_protocol::audit::AuditPage;
use onemap_protocol::command::Subject;
use onemap_protocol::desk::{EnterSession, Kept, ReadAudit, RecordSubmitted, Submitted, WallOrder};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::SignIn;
use uuid::Uuid;

use super::giving::{Order, give};
use super::{Seat, lock};
use crate::accounts;
use crate::attachments::{Piece, take_apart};
use crate::audit::{self, Look};
use crate::entrance;
use crate::error::fault;
use crate::repository::AuditQuery;

/// Entries of the audit stream in one page.
const ENTRIES: u32 = 50;

impl Seat {
    /// The `nth` order of this request on a case.
    fn order(&self, nth: usize, subjects: Subjects, command: Command) -> (CaseId, Order) {
        let begun = || CaseId(self.identity("case", nth));
        let case = subjects.case.unwrap_or_else(begun);
        let first = Subject {
            id: case.into(),
            expected_revision: subjects.revision,
        };
        let second = subjects.other.map(|(id, expected_revision)| Subject {
            id: id.into(),
            expected_revision,
        });
        let order = Order {
            id: self.identity("order", nth),
            subjects: std::iter::once(first).chain(second).collect(),
            command,
        };
        (case, order)
    }

    /// The `nth` order of this request on a record.
    fn record_order(
        &self,
        nth: usize,
        record: Option<(RecordId, u64)>,
        command: RecordCommand,
    ) -> (RecordId, Order) {
        let begun = || (RecordId(self.identity("record", nth)), 0);
        let (record, expected_revision) = record.unwrap_or_else(begun);
        let order = Order {
            id: self.identity("order", nth),
            subjects: vec![Subject {
                id: record.into(),
                expected_revision,
            }],
            command: Command::Keep { keep: command },
        };
        (record, order)
    }
}

impl Submit for Seat {
    async fn sign_in(&self, who: &EnterSession) -> Result<User, Problem> {
        let given = SignIn {
            user: who.user.clone(),
            password: who.password.clone(),
            device: self.visit.device,
            code: who.code.clone(),
            new_password: who.new_password.clone(),
            session: None,
            ticket: self.visit.ticket.clone().filter(|_| who.by_provider),
        };
        if who.by_provider && given.ticket.is_none() {
            return Err(Problem::new(ProblemCode::TicketLapsed));
        }
        let shown = self.visit.sitter.as_ref().map(|sitter| sitter.session);
        let session = entrance::enter(&self.central, given, shown).await?;
        let user = session.user.clone();
        *lock(&self.entered) = Some(session);
        Ok(user)
    }

    async fn sign_out(&self) -> Result<(), Problem> {
        if let Some(sitter) = &self.visit.sitter {
            entrance::leave(&self.central, &sitter.user, sitter.session).await?;
        }
        *lock(&self.left) = true;
        Ok(())
    }

    async fn change_account(
        &self,
        login: &UserId,
        change: &AccountChange,
    ) -> Result<AccountChanged, Problem> {
        let by = self.signed_in()?.user.actor.clone();
        accounts::change_apart(&self.central, by, login.clone(), change.clone()).await
    }

    async fn submit(
        &self,
        author: &User,
        subjects: Subjects,
        command: Command,
    ) -> Result<Submitted, Problem> {
        let (case, order) = self.order(0, subjects, command);
        let id = order.id;
        give(&self.central, author, vec![order]).await?;
        Ok(Submitted { case, order: id })
    }

    /// The bytes first: without them nobody could ever read what the case lists.
    async fn attach(
        &self,
        author: &User,
        subjects: Subjects,
        command: Command,
        bytes: Vec<u8>,
    ) -> Result<Submitted, Problem> {
        let (sha256, size) = (ContentHash::of(&bytes), bytes.len() as u64);
        let mut held = 0;
        loop {
            let end = size.min(held + PIECE);
            let piece = Piece {
                account: author.actor.user.clone(),
                sha256: sha256.clone(),
                size,
                offset: held,
                bytes: bytes[held as usize..end as usize].to_vec(),
            };
            let now = (self.central.now)();
            let holding = take_apart(self.central.repository.clone(), piece, now).await??;
            if holding.whole {
                break;
            }
            // What was begun before goes on where it stands; where it does not move, it never will.
            if holding.held == held && end == size {
                return Err(Problem::new(ProblemCode::AttachmentAltered));
            }
            held = holding.held.min(size);
        }
        self.submit(author, subjects, command).await
    }

    async fn mend_attachment(&self, _: &[u8]) -> Result<Option<Uuid>, Problem> {
        // The central has what a case lists whole, or takes it in by `attach`.
        Ok(None)
    }

    async fn keep(
        &self,
        author: &User,
        record: Option<(RecordId, u64)>,
        command: RecordCommand,
    ) -> Result<RecordSubmitted, Problem> {
        let (record, order) = self.record_order(0, record, command);
        let id = order.id;
        give(&self.central, author, vec![order]).await?;
        Ok(RecordSubmitted { record, order: id })
    }

    async fn submit_all(
        &self,
        author: &User,
        orders: Vec<(Subjects, Command)>,
    ) -> Result<Vec<Submitted>, Problem> {
        let orders = orders.into_iter().enumerate();
        let orders = orders.map(|(nth, (subjects, command))| self.order(nth, subjects, command));
        let (cases, orders): (Vec<CaseId>, Vec<Order>) = orders.unzip();
        let given = cases.into_iter().zip(&orders);
        let given = given.map(|(case, order)| Submitted {
            case,
            order: order.id,
        });
        let given = given.collect();
        give(&self.central, author, orders).await?;
        Ok(given)
    }

    async fn held(&self, _: Uuid) -> Result<Option<HeldOrder>, Problem> {
        Ok(None)
    }

    async fn drop_order(&self, _: &User, _: Uuid, _: &str) -> Result<(), Problem> {
        Err(Problem::new(ProblemCode::OrderGone))
    }

    async fn give_instead(&self, _: &User, _: Instead) -> Result<Submitted, Problem> {
        Err(Problem::new(ProblemCode::OrderGone))
    }

    async fn dismiss_salvage(&self) -> Result<(), Problem> {
        Ok(())
    }

    async fn set_line(&self, _: bool) -> Result<(), Problem> {
        Err(Problem::new(ProblemCode::DesktopOnly))
    }

    async fn retry_now(&self) -> Result<(), Problem> {
        Ok(())
    }

    async fn resolve(
        &self,
        author: &User,
        decision: RecordCommand,
        order: Option<(Subjects, Command)>,
    ) -> Result<RecordSubmitted, Problem> {
        let (record, decision) = self.record_order(0, None, decision);
        let id = decision.id;
        let order = order.map(|(subjects, command)| self.order(1, subjects, command).1);
        let orders = std::iter::once(decision).chain(order).collect();
        give(&self.central, author, orders).await?;
        Ok(RecordSubmitted { record, order: id })
    }

    async fn drive_wall(&self, _: WallOrder) -> Result<(), Problem> {
        Err(Problem::new(ProblemCode::DesktopOnly))
    }

    async fn keep_paper(&self, name: &str, paper: Paper) -> Result<Kept, Problem> {
        let (printer, name) = (self.central.seats.printer.clone(), name.to_owned());
        let printing = tokio::task::spawn_blocking(move || printer.print(&name, paper));
        printing.await.map_err(|error| fault(&error))?
    }

    async fn opened_sealed(&self, who: &User, case: CaseId) -> Result<(), Problem> {
        let entry = Entry::new((self.central.now)(), &who.actor, Act::SealedRead);
        let entry = entry.about(case).on(self.visit.device);
        Ok(audit::write_apart(self.central.repository.clone(), entry).await?)
    }

    async fn reveal(&self, case: CaseId, reason: &str) -> Result<Revealed, Problem> {
        let look = Look {
            user: self.signed_in()?.user.clone(),
            case,
            reason: reason.to_owned(),
            at: (self.central.now)(),
        };
        audit::reveal_apart(self.central.repository.clone(), look).await?
    }

    async fn audit(&self, ask: &ReadAudit) -> Result<AuditPage, Problem> {
        let query = AuditQuery {
            user: ask.user.clone(),
            case: ask.case,
            before: ask.after,
            ..AuditQuery::default()
        };
        let user = self.signed_in()?.user.clone();
        audit::page_for(&self.central, user, query, ENTRIES).await
    }

    async fn open_kept(&self, _: &str) -> Result<(), Problem> {
        Err(Problem::new(ProblemCode::DesktopOnly))
    }
}
