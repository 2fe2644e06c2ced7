//! Giving a command: decided here first, so that what makes no sense is refused at once and by
//! field; then put where it survives. The central has the last word.

use onemap_domain::case::{Case, CaseId};
use onemap_domain::command::Command;
use onemap_domain::decide;
use onemap_domain::people::User;
use onemap_protocol::desk::Submitted;
use onemap_protocol::problem::Problem;

use crate::{Console, Reads, Subjects, Submit, mask};

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn submit(
        &self,
        ask: &onemap_protocol::desk::Submit,
    ) -> Result<Submitted, Problem> {
        let user = self.user()?;
        with_its_bytes(&ask.command)?;
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

/// An attachment is given with its bytes ([`onemap_protocol::desk::AttachFile`]), or nobody could ever
/// read it.
pub(crate) fn with_its_bytes(command: &Command) -> Result<(), Problem> {
    match command {
        Command::Attach { .. } => Err(Problem::bad_field("file")),
        _ => Ok(()),
    }
}

/// A page only ever had the masked reporter. Where it sends that back unchanged with corrected
/// facts, the reporter stays who it was.
pub(crate) fn unmasked(mut command: Command, case: Option<&Case>) -> Command {
    if let (Command::Amend { facts }, Some(case)) = (&mut command, case) {
        let shown = mask::case(case.clone()).facts.reporter;
        if facts.reporter == shown {
            facts.reporter.clone_from(&case.facts.reporter);
        }
    }
    command
}
