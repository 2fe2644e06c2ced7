//! Fetching a county: whether a snapshot goes on from what there is of it, or begins anew.

use onemap_protocol::desk::Link;
use onemap_protocol::feed::HistoryId;

use super::{Failure, Machine, Staged, Taken};

impl Machine {
    /// How much of a snapshot is here that is waited for, whether the line stands or not.
    pub fn staged(&self) -> Option<Staged> {
        self.staged
            .filter(|_| self.signed_in && self.place.is_none())
    }

    /// More of a snapshot is durable. Where that is further than before, the line has worked,
    /// however soon it breaks again.
    pub(super) fn progressed(&mut self, staged: Staged) {
        let further = self.staged.is_none_or(|known| {
            known.place.history != staged.place.history
                || known.place.register_version != staged.place.register_version
                || known.place.cursor < staged.place.cursor
                || known.done < staged.done
        });
        if further {
            self.failures = 0;
        }
        self.staged = Some(staged);
        self.show(loading(self.staged));
    }

    /// An answer with a snapshot came to its end, or did not.
    pub(super) fn snapshotted(&mut self, result: Result<Taken, Failure>) -> Result<(), Failure> {
        match result {
            // The rest is asked for at once.
            Ok(Taken::Part) => {}
            Ok(Taken::Whole(place)) => {
                self.place = Some(place);
                self.staged = None;
                self.head = None;
                self.learn(place.history);
            }
            Err(failure) => {
                if matches!(failure, Failure::Unusable | Failure::Rejected) {
                    self.staged = None;
                }
                return Err(failure);
            }
        }
        self.worked();
        Ok(())
    }

    /// What there is of a snapshot of another history is of no use.
    pub(super) fn keep_staged_of(&mut self, history: HistoryId) {
        self.staged = self.staged.filter(|staged| staged.place.history == history);
    }

    /// What there is of one with an older register would be gone on with in vain.
    pub(super) fn keep_staged_since(&mut self, register_version: u64) {
        self.staged = self
            .staged
            .filter(|staged| staged.place.register_version >= register_version);
    }
}

/// A snapshot is on its way, from where it was.
pub(super) fn loading(staged: Option<Staged>) -> Link {
    let (done, total) = staged.map_or((0, 0), |staged| (staged.done, staged.total));
    Link::Loading { done, total }
}
