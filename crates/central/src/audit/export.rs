//! A part of the stream as lines of JSON that can be read, and checked, without the program
//! (`docs/audit.md`).

use std::io::{self, Write};

use jiff::Timestamp;
use onemap_domain::audit::{Act, Entry, Who};
use onemap_domain::chain::Digest;
use onemap_protocol::feed::HistoryId;
use serde::Serialize;
use serde_json::Value;

use super::write;
use crate::error::StoreError;
use crate::repository::Repository;
use crate::rows;
use crate::rows::audit::AUDIT;

/// What the first line says of the form.
const FORM: &str = "onemap-audit-1";

/// Why an export is not whole.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It cannot be written.
    #[error("the export cannot be written")]
    Write(#[from] io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The first line.
#[derive(Serialize)]
struct Opening {
    form: &'static str,
    history_id: HistoryId,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Timestamp>,
    entries: u64,
    /// On which digest the first entry follows; `null` where it is the first of all.
    previous: Option<Digest>,
}

/// Writes the entries of a period, from its first number to its last, and then into the stream that
/// they were exported. How many.
pub async fn export(
    repository: &dyn Repository,
    out: &mut (dyn Write + Send),
    (from, to): (Option<Timestamp>, Option<Timestamp>),
    now: Timestamp,
) -> Result<u64, ExportError> {
    let mut logs = repository.logs().await?;
    // A clock that was put back leaves moments out of order; numbers never are.
    let span = logs.audit_span(from, to).await?;
    let (first, last) = span.unwrap_or((1, 0));
    let entries = (last + 1).saturating_sub(first);
    let before = match first.checked_sub(2) {
        Some(earlier) => logs.audit(earlier).await?,
        None => Vec::new(),
    };
    let before = before.into_iter().next();
    let opening = Opening {
        form: FORM,
        history_id: logs.head().await?.history_id,
        from,
        to,
        entries,
        previous: rows::digest(before.map(|kept| kept.digest)),
    };
    line(out, &opening)?;
    let mut after = first - 1;
    while after < last {
        let few = logs.audit(after).await?;
        if few.is_empty() {
            break;
        }
        for kept in few.into_iter().take_while(|kept| kept.sequence <= last) {
            let mut entry: Value = rows::read(AUDIT, &kept.recorded)?;
            let digest = rows::digest(Some(kept.digest));
            if let (Some(members), Some(digest)) = (entry.as_object_mut(), digest) {
                members.insert("digest".to_owned(), digest.to_string().into());
            }
            line(out, &entry)?;
            after = kept.sequence;
        }
    }
    drop(logs);
    let act = Act::Exported {
        what: "audit".to_owned(),
    };
    write(repository, &Entry::new(now, Who::command_line(), act)).await?;
    Ok(entries)
}

fn line(out: &mut dyn Write, value: &impl Serialize) -> Result<(), ExportError> {
    serde_json::to_writer(&mut *out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}
