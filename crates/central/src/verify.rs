//! Checking that the log is what was recorded: every case's and every record's chain of digests, revisions without a
//! gap, events that give the kept state when they are replayed, a feed without a missing place.
//!
//! Deliberately absent: repair. Whoever may write the whole database can also chain it anew; what
//! shows that is a copy of the last digests kept elsewhere.

use onemap_domain::chain::{self, Digest, Logged};
use onemap_domain::subject::SubjectId;
use onemap_domain::{apply, apply_record};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::repository::{KeptLog, Repository};

/// How much was checked, and found to be as it was recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Cases and records.
    pub subjects: u64,
    /// Their events.
    pub events: u64,
}

/// Where the log stops being what was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// An event is changed, missing, or stands at another's place.
    #[error("the log of {subject} breaks at revision {revision}")]
    Event {
        /// Of which case or record.
        subject: SubjectId,
        /// The first revision that is not as it was recorded.
        revision: u64,
    },
    /// The kept state is not what the log gives.
    #[error("the state of {subject} is not what its log gives")]
    State {
        /// Of which case or record.
        subject: SubjectId,
    },
    /// A place of the feed is missing: whole logs may be.
    #[error("place {cursor} of the feed is missing")]
    Feed {
        /// The first place that is.
        cursor: u64,
    },
}

/// Why a log was not found good.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// It is not what was recorded.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Walks along every log. The first break ends the walk.
pub async fn log(repository: &dyn Repository) -> Result<Verified, VerifyError> {
    let mut logs = repository.logs().await?;
    let mut verified = Verified::default();
    loop {
        let few = logs.more().await?;
        if few.is_empty() {
            break;
        }
        for kept in &few {
            if kept.is_record {
                one(kept, apply_record)?;
            } else {
                one(kept, apply)?;
            }
            verified.subjects += 1;
            verified.events += kept.events.len() as u64;
        }
    }
    // Last, because a case can say better what is missing of it.
    match logs.gap().await? {
        Some(cursor) => Err(Broken::Feed { cursor }.into()),
        None => Ok(verified),
    }
}

fn one<E, S>(kept: &KeptLog, apply: fn(Option<S>, &E) -> Option<S>) -> Result<(), Broken>
where
    E: Logged + DeserializeOwned,
    S: PartialEq + DeserializeOwned,
{
    let subject = kept.subject;
    let mut last: Option<Digest> = None;
    let mut state: Option<S> = None;
    let mut cursor = 0;
    for (revision, event) in (1..).zip(&kept.events) {
        let broken = Broken::Event { subject, revision };
        let recorded: E = whole(&event.recorded).ok_or(broken)?;
        let digest = chain::link(last.as_ref(), &recorded);
        let in_place = event.revision == revision
            && recorded.revision() == revision
            && recorded.subject() == subject
            && event.cursor > cursor;
        if !in_place || event.digest.as_deref() != Some(digest.as_bytes()) {
            return Err(broken);
        }
        cursor = event.cursor;
        last = Some(digest);
        state = apply(state, &recorded);
    }
    let kept_state: Option<S> = kept
        .state
        .as_deref()
        .and_then(|state| serde_json::from_str(state).ok());
    match (state, kept_state) {
        (Some(replayed), Some(kept)) if replayed == kept => Ok(()),
        _ => Err(Broken::State { subject }),
    }
}

/// An event that says nothing but what it means: a field that the program does not know would be
/// read over, and so would not be in the digest.
fn whole<E: Serialize + DeserializeOwned>(text: &str) -> Option<E> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let recorded: E = serde_json::from_str(text).ok()?;
    (serde_json::to_value(&recorded).ok()? == value).then_some(recorded)
}
