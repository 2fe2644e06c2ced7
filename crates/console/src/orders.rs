//! The outbox page: what waits, what was set aside, and what a person decides about it.
//!
//! The orders of everybody on this device are listed. Of those of others only kind and state are
//! told where what they are about lies outside the caller's scope; and only whoever gave an order,
//! or may see its case, decides about it.

use std::collections::BTreeMap;

use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_domain::people::User;
use onemap_domain::record::RecordId;
use onemap_domain::subject::SubjectId;
use onemap_protocol::desk::{
    CaseNow, GiveInstead, OrderPage, OrderState, Orders, Settle, Settlement, Submitted, TakeOver,
    TakenOver,
};
use onemap_protocol::problem::{Problem, ProblemCode};
use uuid::Uuid;

use crate::{Console, HeldOrder, Instead, Reads, Submit, mask, submit};

/// Most orders of one page.
const PAGE_LIMIT: u32 = 100;

impl<P: Reads + Submit> Console<P> {
    /// A page of the outbox; one question for all its cases and one for all its records.
    pub(crate) async fn orders(&self, ask: &Orders) -> Result<OrderPage, Problem> {
        let user = self.user()?;
        let limit = ask.limit.clamp(1, PAGE_LIMIT);
        let mut page = self.ports.orders(ask.part, (ask.offset, limit)).await?;
        let of_cases = page.rows.iter().filter(|row| row.record.is_none());
        let cases: Vec<CaseId> = of_cases.map(|row| row.subject.case()).collect();
        let of_records = page.rows.iter().filter(|row| row.record.is_some());
        let records: Vec<RecordId> = of_records.map(|row| row.subject.record()).collect();
        let cases = self.ports.states(&user.scope, &cases).await?;
        let cases: BTreeMap<SubjectId, _> = cases
            .into_iter()
            .map(|shown| (shown.case.id.into(), shown))
            .collect();
        let records = self.ports.records_of(&user.scope, &records).await?;
        let records: Vec<SubjectId> = records.iter().map(|row| row.record.id.into()).collect();
        for row in &mut page.rows {
            let case = cases.get(&row.subject).filter(|_| row.record.is_none());
            if let Some(shown) = case {
                let case = &shown.case;
                row.title.clone_from(&case.facts.title);
                row.now = Some(CaseNow {
                    number: case.number.clone(),
                    stage: case.stage,
                    lead: case.lead.clone(),
                    pending: shown.pending,
                });
                if let OrderState::Delivered { number, .. } = &mut row.state {
                    number.clone_from(&case.number);
                }
            }
            let is_known = case.is_some() || records.contains(&row.subject);
            if !is_known && row.login != user.actor.user {
                row.title.clear();
                row.meant.clear();
                if let OrderState::Settled { reason, .. } = &mut row.state {
                    *reason = None;
                }
            }
        }
        Ok(page)
    }

    /// What a form begins with that gives an order anew.
    pub(crate) async fn take_over(&self, ask: &TakeOver) -> Result<TakenOver, Problem> {
        let user = self.user()?;
        let (held, is_seen) = self.held(&user, ask.order).await?;
        Ok(TakenOver {
            case: is_seen.then(|| held.subject.case()),
            command: masked(held.command),
        })
    }

    /// Drops an order, or gives one that was set aside again as a new one, by who settles it, on the
    /// state of now.
    pub(crate) async fn settle(&self, ask: &Settle) -> Result<(), Problem> {
        let user = self.user()?;
        let (held, _) = self.held(&user, ask.order).await?;
        match ask.settlement {
            Settlement::Drop => {
                let reason = ask.reason.trim();
                if reason.is_empty() {
                    return Err(Problem::bad_field("reason"));
                }
                self.ports.drop_order(&user, ask.order, reason).await
            }
            Settlement::SendAgain if held.waits => Err(Problem::new(ProblemCode::OrderGone)),
            Settlement::SendAgain => self.give_again(&user, ask.order, held).await,
            Settlement::TakeOver => Err(Problem::bad_field("settlement")),
        }
    }

    async fn give_again(&self, user: &User, old: Uuid, held: HeldOrder) -> Result<(), Problem> {
        let HeldOrder {
            subject, command, ..
        } = held;
        let (subject, other) = if let Command::Keep { keep } = &command {
            let row = self.ports.record(&user.scope, subject.record()).await?;
            let record = row.map(|row| row.record);
            self.decided_record(user, record.as_ref(), keep)?;
            (record.map(|record| (subject, record.revision)), None)
        } else {
            let shown = self.ports.case(&user.scope, subject.case()).await?;
            let case = shown.map(|shown| shown.case);
            let other = self.decided(user, case.as_ref(), &command).await?;
            (case.map(|case| (subject, case.revision)), other)
        };
        let given = Instead {
            old,
            how: Settlement::SendAgain,
            subject,
            other,
            command,
        };
        self.ports.give_instead(user, given).await.map(|_| ())
    }

    /// A command that a person wrote anew, in the place of an order that was set aside.
    pub(crate) async fn give_instead(&self, ask: &GiveInstead) -> Result<Submitted, Problem> {
        let user = self.user()?;
        let (held, _) = self.held(&user, ask.order).await?;
        if held.waits {
            return Err(Problem::new(ProblemCode::OrderGone));
        }
        submit::with_its_bytes(&ask.command)?;
        let case = match ask.case {
            Some(id) => Some(self.visible(&user, id).await?.case),
            None => None,
        };
        let command = with_reporter_of(ask.command.clone(), &held.command);
        let command = submit::unmasked(command, case.as_ref());
        let other = self.decided(&user, case.as_ref(), &command).await?;
        let given = Instead {
            old: ask.order,
            how: Settlement::TakeOver,
            subject: ask.case.map(|case| (case.into(), ask.revision)),
            other,
            command,
        };
        self.ports.give_instead(&user, given).await
    }

    /// An order that waits or was set aside, which this user may decide about; and whether its case
    /// can be seen.
    async fn held(&self, user: &User, order: Uuid) -> Result<(HeldOrder, bool), Problem> {
        let held = self.ports.held(order).await?;
        let held = held.ok_or_else(|| Problem::new(ProblemCode::OrderGone))?;
        let is_seen = if matches!(held.command, Command::Keep { .. }) {
            let record = self.ports.record(&user.scope, held.subject.record());
            record.await?.is_some()
        } else {
            let case = self.ports.case(&user.scope, held.subject.case());
            case.await?.is_some()
        };
        if !is_seen && held.author.actor.user != user.actor.user {
            return Err(Problem::new(ProblemCode::NotFound));
        }
        Ok((held, is_seen))
    }
}

/// As on every card: a page never has the plain reporter, nor a party of a mediation.
fn masked(mut command: Command) -> Command {
    match &mut command {
        Command::Report { facts } | Command::Amend { facts } => mask::facts(facts),
        Command::Mediate { mediation } => mask::mediation(mediation),
        _ => {}
    }
    command
}

/// Where a form sends the masked reporter of the old order back unchanged, the reporter stays who it
/// was.
fn with_reporter_of(mut command: Command, old: &Command) -> Command {
    let (Command::Report { facts } | Command::Amend { facts }) = &mut command else {
        return command;
    };
    if let Command::Report { facts: old } | Command::Amend { facts: old } = old {
        let mut shown = old.clone();
        mask::facts(&mut shown);
        if facts.reporter == shown.reporter {
            facts.reporter.clone_from(&old.reporter);
        }
    }
    command
}
