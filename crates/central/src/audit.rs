//! Seeing what is masked, and reading who saw it.
//!
//! The entry is on the disk before anything is answered, so nobody has seen what the stream does not
//! know of. The other way round it can happen: somebody who went away before the answer came is
//! written down as well.
//!
//! Deliberately absent: clearing. The law asks for six months at least (网络安全法, 21); nothing is
//! ever taken out.

mod export;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use onemap_domain::area::AreaCode;
use onemap_domain::audit::{
    Act, Entry, REASON_LIMIT, Recorded, Revealed, may_read_audit, may_reveal,
};
use onemap_domain::case::CaseId;
use onemap_domain::people::{Role, Scope, User};
use onemap_protocol::audit::AuditPage;
use onemap_protocol::problem::{Problem, ProblemCode};

pub use export::{ExportError, export};

use crate::apart::apart;
use crate::error::{StoreError, fault};
use crate::repository::{AuditQuery, Repository};
use crate::server::Central;

/// Writes an entry that belongs to no other change.
pub async fn write(repository: &dyn Repository, entry: &Entry) -> Result<(), StoreError> {
    let mut transaction = repository.begin().await?;
    transaction.append_audit(entry).await?;
    transaction.commit().await
}

/// The same in a task of its own, so that a caller who goes away does not break it off.
pub async fn write_apart(repository: Arc<dyn Repository>, entry: Entry) -> Result<(), StoreError> {
    apart(async move { write(repository.as_ref(), &entry).await }).await
}

/// A look that somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Who asks.
    pub user: User,
    /// Which case.
    pub case: CaseId,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// What is masked in a case, once it is written down that it was looked at.
pub async fn reveal(
    repository: &dyn Repository,
    look: &Look,
) -> Result<Result<Revealed, Problem>, StoreError> {
    let Look { user, case, at, .. } = look;
    if !may_reveal(user.scope.role) {
        return Ok(Err(Problem::new(ProblemCode::NotPermitted)));
    }
    let reason = look.reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_LIMIT {
        return Ok(Err(Problem::bad_field("reason")));
    }
    let Some(found) = repository.case(&user.scope, *case).await? else {
        return Ok(Err(Problem::new(ProblemCode::NotFound)));
    };
    let shown = Revealed::of(&found);
    let entry = Entry::look(*at, &user.actor, *case, &shown, reason);
    write(repository, &entry).await?;
    Ok(Ok(shown))
}

/// The same in a task of its own, so that a caller who goes away does not break it off.
pub async fn reveal_apart(
    repository: Arc<dyn Repository>,
    look: Look,
) -> Result<Result<Revealed, Problem>, StoreError> {
    apart(async move { reveal(repository.as_ref(), &look).await }).await
}

/// Whether somebody may read the stream of a county: by the role, and for all of the county.
pub fn may_read(user: &User, county: &AreaCode) -> bool {
    may_read_audit(user.scope.role) && user.scope.area.covers(county)
}

/// A page of the stream for whoever may read it, in a task of its own.
pub(crate) async fn page_for(
    central: &Central,
    user: User,
    query: AuditQuery,
    limit: u32,
) -> Result<AuditPage, Problem> {
    let land = central.land_in_force().await;
    let land = land.map_err(|error| fault(&error))?;
    let land = land.ok_or_else(|| Problem::new(ProblemCode::NotReady))?;
    if !may_read(&user, &land.register.county) {
        return Err(Problem::new(ProblemCode::NotPermitted));
    }
    let (repository, now) = (central.repository.clone(), (central.now)());
    apart(async move { page(repository.as_ref(), &user, &query, limit, now).await }).await?
}

/// A page of the stream, once it is written down that it was read. Which case an entry is about, and
/// why it was looked at, is for those only who may see the case, and for the audit administrator.
pub async fn page(
    repository: &dyn Repository,
    user: &User,
    query: &AuditQuery,
    limit: u32,
    now: Timestamp,
) -> Result<Result<AuditPage, Problem>, StoreError> {
    // The audit administrator sees no case, and which was looked at by whom and why.
    let is_auditor = user.scope.role == Role::AuditAdmin;
    if let Some(case) = query.case
        && !is_auditor
        && repository.case(&user.scope, case).await?.is_none()
    {
        return Ok(Err(Problem::new(ProblemCode::NotFound)));
    }
    // One more than asked for tells whether there is a next page.
    let mut entries = repository.audit(query, limit + 1).await?;
    let is_more = entries.len() > limit as usize;
    entries.truncate(limit as usize);
    let next = entries.last().filter(|_| is_more);
    let next = next.map(|entry| entry.sequence);
    if !is_auditor {
        hide_cases(repository, &user.scope, &mut entries).await?;
    }
    let act = Act::AuditRead {
        user: query.user.clone(),
        from: query.from,
        to: query.to,
    };
    let read = Entry {
        case: query.case,
        ..Entry::new(now, &user.actor, act)
    };
    write(repository, &read).await?;
    Ok(Ok(AuditPage { entries, next }))
}

async fn hide_cases(
    repository: &dyn Repository,
    scope: &Scope,
    entries: &mut [Recorded],
) -> Result<(), StoreError> {
    let named = entries.iter().filter_map(|recorded| recorded.entry.case);
    let named: BTreeSet<CaseId> = named.collect();
    let mut hidden = BTreeSet::new();
    for case in named {
        if repository.case(scope, case).await?.is_none() {
            hidden.insert(case);
        }
    }
    for recorded in entries {
        if recorded
            .entry
            .case
            .is_some_and(|case| hidden.contains(&case))
        {
            recorded.entry.hide_case();
        }
    }
    Ok(())
}
