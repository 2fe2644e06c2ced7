//! Following the log: what is kept in memory beside the cases is made of all of them once, and from then
//! on brought up to date by what the feed says changed.

use onemap_domain::case::Case;
use onemap_domain::people::Scope;
use onemap_protocol::feed::{Cursor, Entry, HistoryId};

use crate::error::StoreError;
use crate::repository::{Head, Repository, each_case};

/// Events of the log read at once.
const FEW: u32 = 1_000;

/// How far the log has been followed.
#[derive(Clone, Copy, Debug)]
pub struct Followed {
    history: HistoryId,
    cursor: Cursor,
}

impl Followed {
    /// Takes every case of a scope as it stands.
    pub async fn begun(
        repository: &dyn Repository,
        scope: &Scope,
        take: impl FnMut(Case) + Send,
    ) -> Result<Followed, StoreError> {
        // The head first: what is committed meanwhile is taken twice at most, to the same end.
        let head = repository.head().await?;
        each_case(repository, scope, take).await?;
        Ok(Followed {
            history: head.history_id,
            cursor: head.cursor,
        })
    }

    /// Whether it stands here.
    pub fn is_at(&self, head: Head) -> bool {
        self.history == head.history_id && self.cursor == head.cursor
    }

    /// Takes every case that changed since, up to the head; `false` when it is another history and
    /// everything must be made anew. `whole` is a scope that covers every case.
    pub async fn follow(
        &mut self,
        repository: &dyn Repository,
        whole: &Scope,
        mut take: impl FnMut(&Case) + Send,
    ) -> Result<bool, StoreError> {
        loop {
            let head = repository.head().await?;
            if head.history_id != self.history || head.cursor < self.cursor {
                return Ok(false);
            }
            if head.cursor == self.cursor {
                return Ok(true);
            }
            let slice = repository.feed(whole, true, self.cursor, FEW).await?;
            for entry in &slice.entries {
                if let Entry::Event { case, .. } | Entry::Whole { case, .. } = entry {
                    take(case);
                }
            }
            self.cursor = slice.cursor;
        }
    }
}
