//! Accounts' part of the ports: asked of the central, never kept.

use onemap_domain::account::AccountChange;
use onemap_domain::people::UserId;
use onemap_protocol::account::{AccountChanged, AccountRow};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::Secret;

use crate::Desk;

impl Desk {
    pub(crate) async fn accounts_there(&self) -> Result<Vec<AccountRow>, Problem> {
        let token = self.on_line().await?;
        self.inner.central.accounts(&token).await
    }

    pub(crate) async fn account_changed(
        &self,
        login: &UserId,
        change: &AccountChange,
    ) -> Result<AccountChanged, Problem> {
        let token = self.on_line().await?;
        self.inner
            .central
            .change_account(&token, login, change)
            .await
    }

    /// The session, for what only the central can answer.
    pub(crate) async fn on_line(&self) -> Result<Secret, Problem> {
        let unreachable = || Problem::new(ProblemCode::CentralUnreachable);
        if self.inner.outbox.line_pulled().await? {
            return Err(unreachable());
        }
        let signed_in = self.inner.signed_in();
        signed_in.and_then(|one| one.token).ok_or_else(unreachable)
    }
}
