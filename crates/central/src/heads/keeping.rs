//! A running central that keeps signed heads.

use std::path::PathBuf;
use std::time::Duration;

use ed25519_dalek::SigningKey;
use jiff::Timestamp;

use super::files::{keep, newest};
use super::{Folded, Head, HeadsError, SignedHead, now, signing_key};
use crate::repository::Repository;

/// Where heads are kept, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// The folder.
    pub folder: PathBuf,
    /// The file with the key; made on first use.
    pub key: PathBuf,
    /// How often.
    pub every: Duration,
}

/// What goes on between two heads.
#[derive(Debug)]
pub(crate) struct Keeper {
    folder: PathBuf,
    key: SigningKey,
    last: Option<Head>,
}

impl Keeper {
    /// Looks for the key, or makes it, and for the newest head, to go on from it.
    pub(crate) fn begin(keeping: &Keeping) -> Result<Keeper, HeadsError> {
        let key = signing_key(&keeping.key)?;
        std::fs::create_dir_all(&keeping.folder).map_err(|source| HeadsError::File {
            file: keeping.folder.display().to_string(),
            source,
        })?;
        let last = newest(&keeping.folder, &key.verifying_key())?;
        Ok(Keeper {
            folder: keeping.folder.clone(),
            key,
            last,
        })
    }

    /// Signs where the log stands now, and keeps it; nothing where it stands as before.
    pub(crate) async fn keep(
        &mut self,
        repository: &dyn Repository,
        at: Timestamp,
    ) -> Result<(), HeadsError> {
        let history = repository.head().await?.history_id;
        let before = self.last.filter(|head| head.history_id == history);
        let mut folded = before.map_or_else(Folded::default, |head| head.feed);
        let head = now(repository, &mut folded, at).await?;
        let moved = |before: Head| (before.feed, before.audit) != (head.feed, head.audit);
        if before.is_none_or(moved) {
            keep(&self.folder, &SignedHead::new(head, &self.key))?;
            self.last = Some(head);
        }
        Ok(())
    }
}
