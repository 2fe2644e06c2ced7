//! Giving a command: decided here first, so that what makes no sense is refused at once and by
//! field; then put where it survives. The central has the last word.

use onemap_domain::case::Case;
use onemap_domain::decide;
use onemap_domain::people::User;
use onemap_protocol::desk::{Settle, Settlement, Submitted};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::{Console, Reads, Submit};

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
        self.decided(&user, case.as_ref(), &ask.command)?;
        self.ports.submit(&user, ask.case, ask.revision, ask.command.clone()).await
    }

    /// An order set aside is given again as a new one, by who settles it, on the state of now.
    pub(crate) async fn settle(&self, ask: &Settle) -> Result<(), Problem> {
        let user = self.user()?;
        let (id, command) = self
            .ports
            .set_aside(ask.order)
            .await?
            .ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        if ask.settlement == Settlement::SendAgain {
            let shown = self.ports.case(&user.scope, id).await?;
            let case = shown.map(|shown| shown.case);
            self.decided(&user, case.as_ref(), &command)?;
            let revision = case.as_ref().map_or(0, |case| case.revision);
            let subject = case.as_ref().map(|case| case.id);
            self.ports.submit(&user, subject, revision, command).await?;
        }
        self.ports.settle(ask.order, ask.settlement).await
    }

    fn decided(
        &self,
        user: &User,
        case: Option<&Case>,
        command: &onemap_domain::command::Command,
    ) -> Result<(), Problem> {
        let county = self.county()?;
        let context = self.context(user, &county, self.ports.now());
        decide(case, command, &context)?;
        Ok(())
    }
}
