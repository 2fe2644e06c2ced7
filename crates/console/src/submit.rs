//! Giving a command: decided here first, so that what makes no sense is refused at once and by
//! field; then put where it survives. The central has the last word.

use onemap_domain::case::{Case, CaseId};
use onemap_domain::command::Command;
use onemap_domain::decide;
use onemap_domain::people::User;
use onemap_protocol::desk::{Settle, Settlement, Submitted};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::{Console, Reads, Subjects, Submit, mask};

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn submit(
        &self,
        ask: &onemap_protocol::desk::Submit,
    ) -> Result<Submitted, Problem> {
        let user = self.user()?;
        let case = match ask.case {
            Some(id) => Some(self.visible(&user, id).await?.case),
            None => None,
        };
        let command = unmasked(ask.command.clone(), case.as_ref());
        let other = self.decided(&user, case.as_ref(), &command).await?;
        let subjects = Subjects {
            case: ask.case,
            revision: ask.revision,
            other,
        };
        self.ports.submit(&user, subjects, command).await
    }

    /// An order set aside is given again as a new one, by who settles it, on the state of now.
    pub(crate) async fn settle(&self, ask: &Settle) -> Result<(), Problem> {
        let user = self.user()?;
        let (subject, command) = self
            .ports
            .set_aside(ask.order)
            .await?
            .ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        if ask.settlement == Settlement::SendAgain
            && let Command::Keep { keep } = &command
        {
            let id = subject.record();
            let row = self.ports.record(&user.scope, id).await?;
            let record = row.map(|row| row.record);
            self.decided_record(&user, record.as_ref(), keep)?;
            let subject = record.map(|record| (id, record.revision));
            self.ports.keep(&user, subject, keep.clone()).await?;
        } else if ask.settlement == Settlement::SendAgain {
            let shown = self.ports.case(&user.scope, subject.case()).await?;
            let case = shown.map(|shown| shown.case);
            let other = self.decided(&user, case.as_ref(), &command).await?;
            let subjects = Subjects {
                case: case.as_ref().map(|case| case.id),
                revision: case.as_ref().map_or(0, |case| case.revision),
                other,
            };
            self.ports.submit(&user, subjects, command).await?;
        }
        self.ports.settle(ask.order, ask.settlement).await
    }

    /// Decides here what the central will decide again. Returns the second case, for a command
    /// that is about two.
    pub(crate) async fn decided(
        &self,
        user: &User,
        case: Option<&Case>,
        command: &Command,
    ) -> Result<Option<(CaseId, u64)>, Problem> {
        let county = self.county()?;
        let other = match command.other() {
            Some(id) => self.ports.case(&user.scope, id).await?,
            None => None,
        };
        let other = other.map(|shown| shown.case);
        let context = Self::context(user, &county, self.ports.now());
        decide(case, other.as_ref(), command, &context)?;
        Ok(other.map(|other| (other.id, other.revision)))
    }
}

/// A page only ever had the masked reporter. Where it sends that back unchanged with corrected
/// facts, the reporter stays who it was.
fn unmasked(mut command: Command, case: Option<&Case>) -> Command {
    if let (Command::Amend { facts }, Some(case)) = (&mut command, case) {
        let shown = mask::case(case.clone()).facts.reporter;
        if facts.reporter == shown {
            facts.reporter.clone_from(&case.facts.reporter);
        }
    }
    command
}
