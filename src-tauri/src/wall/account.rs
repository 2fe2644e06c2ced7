//! The wall's device account: kept on the machine that it was named on, readable by the console's
//! user alone, so that a wall comes back by itself. It can read and give no command, whatever a
//! profile says, so that is all that somebody gains who takes it.

use std::io::Write;
use std::path::{Path, PathBuf};

use onemap_domain::people::{Role, UserId};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::Secret;
use serde::{Deserialize, Serialize};

use crate::start::Opened;

/// A device account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Login name.
    pub user: UserId,
    /// Password.
    pub password: Secret,
}

fn file(folder: &Path) -> PathBuf {
    folder.join("account.json")
}

impl Account {
    /// The one that was kept.
    pub fn kept(folder: &Path) -> Option<Account> {
        let text = std::fs::read(file(folder)).ok()?;
        match serde_json::from_slice(&text) {
            Ok(account) => Some(account),
            Err(error) => {
                tracing::warn!(%error, "the wall's account cannot be read");
                None
            }
        }
    }

    /// The sample's, whose password is public.
    pub fn of_sample(opened: &Opened) -> Option<Account> {
        let accounts = opened.accounts();
        let wall = accounts
            .iter()
            .find(|account| account.user.actor.role == Role::Wall)?;
        Some(Account {
            user: wall.user.actor.user.clone(),
            password: Secret(wall.password.clone()),
        })
    }

    /// Keeps it for the next start.
    pub fn keep(&self, folder: &Path) -> Result<(), Problem> {
        let written = serde_json::to_vec(self)
            .map_err(std::io::Error::from)
            .and_then(|text| {
                std::fs::create_dir_all(folder)?;
                let part = folder.join("account.json.part");
                // What a start that broke off left behind has somebody else's mode, perhaps.
                let _none = std::fs::remove_file(&part);
                let mut options = std::fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let mut whole = options.open(&part)?;
                whole.write_all(&text)?;
                whole.sync_all()?;
                std::fs::rename(&part, file(folder))
            });
        written.map_err(|error| {
            tracing::error!(%error, "the wall's account could not be kept");
            Problem::new(ProblemCode::StorageFailed).with("file", "wall")
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a file that cannot be read has failed")]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_kept_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let account = Account {
            user: UserId("daping".to_owned()),
            password: Secret("a-secret".to_owned()),
        };
        account.keep(folder.path()).unwrap();
        assert!(Account::kept(folder.path()) == Some(account));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(file(folder.path()))
                .unwrap()
                .permissions();
            assert_eq!(mode.mode() & 0o777, 0o600);
        }
    }
}
