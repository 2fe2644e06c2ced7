//! Accounts, for the three administrators. The central knows and decides; a desk passes it on.

use onemap_domain::Refusal;
use onemap_protocol::account::{AccountChanged, AccountRow};
use onemap_protocol::desk::ChangeAccount;
use onemap_protocol::problem::Problem;

use crate::{Console, Reads, Submit};

impl<P: Reads + Submit> Console<P> {
    /// Every account.
    pub(crate) async fn accounts(&self) -> Result<Vec<AccountRow>, Problem> {
        self.administrator()?;
        self.ports.accounts().await
    }

    /// Changes an account.
    pub(crate) async fn change_account(
        &self,
        ask: &ChangeAccount,
    ) -> Result<AccountChanged, Problem> {
        self.administrator()?;
        self.ports.change_account(&ask.login, &ask.change).await
    }

    fn administrator(&self) -> Result<(), Problem> {
        let role = self.user()?.actor.role;
        if role.is_administrator() {
            Ok(())
        } else {
            Err(Refusal::AccountNotYours { role }.into())
        }
    }
}
