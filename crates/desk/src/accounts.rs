//! Accounts' part of the ports: asked of the central, never kept.

use onemap_domain::account::AccountChange;
use onemap_domain::people::UserId;
use onemap_protocol::account::{AccountChanged, AccountRow};
use onemap_protocol::problem::Problem;

use crate::Desk;

impl Desk {
    pub(crate) async fn accounts_there(&self) -> Result<Vec<AccountRow>, Problem> {
        let token = self.token_on_line().await?;
        self.inner.central.accounts(&token).await
    }

    pub(crate) async fn account_changed(
        &self,
        login: &UserId,
        change: &AccountChange,
    ) -> Result<AccountChanged, Problem> {
        let token = self.token_on_line().await?;
        self.inner
            .central
            .change_account(&token, login, change)
            .await
    }
}
