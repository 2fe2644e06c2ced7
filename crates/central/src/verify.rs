//! Checking that the log is what was recorded: every case's and every record's chain of digests, revisions without a
//! gap, events that give the kept state when they are replayed, a feed without a missing place.
//!
//! And that the audit stream is: its chain, its numbers without a gap up to the last one given, and
//! the columns that it is searched by.
//!
//! Deliberately absent: repair. Whoever may write the whole database can also chain it anew, or cut
//! off its end; what shows that is a signed head kept elsewhere ([`crate::heads`]), which the log is
//! held against here.

use std::collections::BTreeMap;

use jiff::Timestamp;
use onemap_domain::audit;
use onemap_domain::chain::{self, Digest, Logged};
use onemap_domain::subject::SubjectId;
use onemap_domain::{apply, apply_record};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::heads::{Folded, Head};
use crate::repository::{KeptAudit, KeptLog, Logs, Repository};

/// How much was checked, and found to be as it was recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Cases and records.
    pub subjects: u64,
    /// Their events.
    pub events: u64,
    /// Entries of the audit stream.
    pub audited: u64,
    /// Signed heads that the log was held against.
    pub heads: u64,
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
    /// An entry of the audit stream is changed, missing, or stands at another's place.
    #[error("the audit stream breaks at number {sequence}")]
    Audit {
        /// The first number at which it is not as it was written.
        sequence: u64,
    },
    /// The log is not what it was when a head was signed: changed, or cut off before it.
    #[error("the log up to place {cursor} is not what the head of {at} says")]
    HeadOfFeed {
        /// When the head was signed.
        at: Timestamp,
        /// The place in the feed that it names.
        cursor: u64,
    },
    /// The audit stream is not what it was when a head was signed.
    #[error("the audit stream up to number {sequence} is not what the head of {at} says")]
    HeadOfAudit {
        /// When the head was signed.
        at: Timestamp,
        /// The number that it names.
        sequence: u64,
    },
    /// A head is of another history: the database was restored, or is another one.
    #[error("the head of {at} is of another history")]
    OtherHistory {
        /// When the head was signed.
        at: Timestamp,
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

/// Walks along every log, and along the audit stream. The first break ends the walk.
pub async fn log(repository: &dyn Repository) -> Result<Verified, VerifyError> {
    log_with_heads(repository, &[]).await
}

/// The same, and holds what is there against heads that were signed earlier.
pub async fn log_with_heads(
    repository: &dyn Repository,
    heads: &[Head],
) -> Result<Verified, VerifyError> {
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
    if let Some(cursor) = logs.gap().await? {
        return Err(Broken::Feed { cursor }.into());
    }
    verified.audited = audit_stream(logs.as_mut(), heads).await?;
    feed_of_heads(logs.as_mut(), heads).await?;
    verified.heads = heads.len() as u64;
    Ok(verified)
}

/// The audit stream, entry by entry; how many there are.
async fn audit_stream(logs: &mut dyn Logs, heads: &[Head]) -> Result<u64, VerifyError> {
    let last_given = logs.audit_head().await?.last;
    let named: BTreeMap<u64, &Head> = heads.iter().map(|head| (head.audit.last, head)).collect();
    let mut digest: Option<Digest> = None;
    let mut last = 0;
    loop {
        let few = logs.audit(last).await?;
        if few.is_empty() {
            break;
        }
        for kept in few {
            let sequence = last + 1;
            let found = entry(&kept, sequence, digest.as_ref());
            digest = Some(found.ok_or(Broken::Audit { sequence })?);
            last = sequence;
            if let Some(head) = named.get(&last)
                && head.audit.digest != digest
            {
                return Err(off_audit(head).into());
            }
        }
    }
    if let Some(head) = heads.iter().find(|head| head.audit.last > last) {
        return Err(off_audit(head).into());
    }
    if last != last_given {
        return Err(Broken::Audit { sequence: last + 1 }.into());
    }
    Ok(last)
}

fn off_audit(head: &Head) -> Broken {
    Broken::HeadOfAudit {
        at: head.at,
        sequence: head.audit.last,
    }
}

/// The digest of an entry that is what it must be at this number.
fn entry(kept: &KeptAudit, sequence: u64, before: Option<&Digest>) -> Option<Digest> {
    let recorded: audit::Recorded = whole(&kept.recorded)?;
    let said = &recorded.entry;
    // PostgreSQL has no place for the character NUL in a column.
    let user = said
        .who
        .user
        .as_ref()
        .map(|user| user.0.replace('\0', "\u{fffd}"));
    let column = kept
        .user
        .as_ref()
        .map(|user| user.replace('\0', "\u{fffd}"));
    let is_in_place = kept.sequence == sequence
        && recorded.sequence == sequence
        && column == user
        && kept.case == said.case.map(|case| case.0)
        && kept.kind == said.act.name()
        && kept.at == said.at.as_microsecond();
    let digest = recorded.digest(before);
    (is_in_place && kept.digest == digest.as_bytes()).then_some(digest)
}

/// The digests of all events, folded in the order of the feed up to each head.
async fn feed_of_heads(logs: &mut dyn Logs, heads: &[Head]) -> Result<(), VerifyError> {
    let history = logs.head().await?.history_id;
    if let Some(other) = heads.iter().find(|head| head.history_id != history) {
        return Err(Broken::OtherHistory { at: other.at }.into());
    }
    let mut heads: Vec<&Head> = heads.iter().collect();
    heads.sort_by_key(|head| head.feed.cursor);
    let mut folded = Folded::default();
    for head in heads {
        folded.follow(logs, head.feed.cursor).await?;
        if folded != head.feed {
            return Err(Broken::HeadOfFeed {
                at: head.at,
                cursor: head.feed.cursor,
            }
            .into());
        }
    }
    Ok(())
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
