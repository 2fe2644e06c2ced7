//! Seeing what is masked, and who saw it.
//!
//! Deliberately absent: what is masked here. This device has it, and does not show it from its own files:
//! a look that the central has not written down is none.

use onemap_domain::audit::{Act, Entry, REASON_LIMIT, Revealed, may_read_audit, may_reveal};
use onemap_protocol::audit::AuditPage;
use onemap_protocol::desk::{ReadAudit, ReadLooks, Reveal};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::{Console, Reads, Submit};

impl<P: Reads + Submit> Console<P> {
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
