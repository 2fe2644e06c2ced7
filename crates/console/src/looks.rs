//! Seeing what is masked, and who saw it.
//!
//! Deliberately absent: what is masked here. This device has it, and does not show it from its own files:
//! a look that the central has not written down is none.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use onemap_domain::audit::{Act, Entry, REASON_LIMIT, Revealed, may_read_audit, may_reveal};
use onemap_domain::case::CaseId;
use onemap_domain::people::{User, UserId};
use onemap_protocol::audit::AuditPage;
use onemap_protocol::desk::{ReadAudit, ReadLooks, Reveal};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::{Console, Reads, Submit};

/// The same person at the same sealed case again within this time is still the same opening: a page asks anew
/// whenever anything changes.
const SAME_OPENING: SignedDuration = SignedDuration::from_mins(10);

/// Who opened which sealed case when, as far as it may still be the same opening.
#[derive(Default)]
pub(crate) struct Opened {
    last: Mutex<HashMap<(UserId, CaseId), Timestamp>>,
}

impl Opened {
    fn is_same(&self, who: &UserId, case: CaseId, now: Timestamp) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.retain(|_, at| now.duration_since(*at) < SAME_OPENING);
        last.contains_key(&(who.clone(), case))
    }

    fn note(&self, who: &UserId, case: CaseId, now: Timestamp) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.insert((who.clone(), case), now);
    }
}

impl<P: Reads + Submit> Console<P> {
    /// Somebody opens a sealed case. They see it once that is written down.
    pub(crate) async fn opened_sealed(&self, user: &User, case: CaseId) -> Result<(), Problem> {
        let (who, now) = (&user.actor.user, self.ports.now());
        if self.memory.opened.is_same(who, case, now) {
            return Ok(());
        }
        self.ports.opened_sealed(user, case).await?;
        self.memory.opened.note(who, case, now);
        Ok(())
    }

    /// What is masked in a case. It is answered once and kept nowhere.
    pub(crate) async fn reveal(&self, ask: &Reveal) -> Result<Revealed, Problem> {
        let user = self.user()?;
        if !may_reveal(user.scope.role) {
            return Err(Problem::new(ProblemCode::NotPermitted));
        }
        let reason = ask.reason.trim();
        if reason.is_empty() || reason.chars().count() > REASON_LIMIT {
            return Err(Problem::bad_field("reason"));
        }
        self.visible(&user, ask.case).await?;
        self.ports.reveal(ask.case, reason).await
    }

    /// Who was shown what is masked in a case, the newest first.
    pub(crate) async fn looks(&self, ask: &ReadLooks) -> Result<Vec<Entry>, Problem> {
        let user = self.user()?;
        if !may_read_audit(user.scope.role) {
            return Err(Problem::new(ProblemCode::NotPermitted));
        }
        self.visible(&user, ask.case).await?;
        let about = ReadAudit {
            case: Some(ask.case),
            ..ReadAudit::default()
        };
        let page = self.ports.audit(&about).await?;
        let mut entries: Vec<Entry> = page.entries.into_iter().map(|one| one.entry).collect();
        entries.retain(|entry| matches!(entry.act, Act::Looked | Act::SealedRead));
        Ok(entries)
    }

    /// A page of the audit stream; what of it a reader is told, the central knows.
    pub(crate) async fn audit(&self, ask: &ReadAudit) -> Result<AuditPage, Problem> {
        if !may_read_audit(self.user()?.scope.role) {
            return Err(Problem::new(ProblemCode::NotPermitted));
        }
        self.ports.audit(ask).await
    }
}
