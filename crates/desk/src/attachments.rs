//! Attachments' part of the ports: bytes kept with their order, sent piece by piece, and fetched
//! again for whoever may see them.
//!
//! What was fetched lies in a folder of its own beside the cache, under its digest. It can be fetched
//! again at any time, so the oldest of it goes when there is too much; an altered file is not shown.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use onemap_console::Subjects;
use onemap_domain::case::{CaseId, ContentHash};
use onemap_domain::command::Command;
use onemap_domain::people::{User, UserId};
use onemap_protocol::desk::{Submitted, Unsent, UnsentState};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_store::outbox::{BytesState, KeptBytes, OrderState};
use onemap_sync::machine::{Failure, Input};
use uuid::Uuid;

use crate::Desk;
use crate::runner::local;
use crate::state::{Inner, SignedIn, lock};

/// The folder of what was fetched.
const FETCHED: &str = "attachments";

/// Most bytes of fetched attachments.
const FETCHED_BYTES: u64 = 256 << 20;

impl Desk {
    /// Makes an order that lists an attachment durable together with its bytes.
    pub(crate) async fn attach_with(
        &self,
        author: &User,
        subjects: Subjects,
        command: Command,
        bytes: Vec<u8>,
    ) -> Result<Submitted, Problem> {
        let grant = self.grant()?;
        let envelope = self.envelope(subjects, command, &grant);
        let subject = envelope.subjects.first().map(|subject| subject.id);
        let subject = subject.ok_or_else(|| Problem::new(ProblemCode::NotReady))?;
        let _gate = self.inner.gate.lock().await;
        self.inner
            .outbox
            .add_attachment(&envelope, subject, author, &bytes)
            .await?;
        self.inner.input(Input::Queued);
        self.inner.show_pending().await;
        Ok(Submitted {
            case: subject.case(),
            order: envelope.id,
        })
    }

    /// Takes bytes in the place of damaged ones; the order whose they are.
    pub(crate) async fn mend(&self, bytes: &[u8]) -> Result<Option<Uuid>, Problem> {
        let mended = self.inner.outbox.mend_attachment(bytes).await?;
        if mended.is_some() {
            self.inner.input(Input::PiecesWait);
            self.inner.tick(|tick| tick.status += 1);
        }
        Ok(mended)
    }

    pub(crate) async fn unsent_rows(
        &self,
        case: Option<CaseId>,
    ) -> Result<Vec<(Unsent, UserId)>, Problem> {
        let subject = case.map(Into::into);
        let waiting = self.inner.outbox.attachments_waiting(subject).await?;
        Ok(waiting.into_iter().map(unsent).collect())
    }

    /// The bytes of an attachment: this device's own, those it has fetched before, or the central's.
    pub(crate) async fn bytes_of(&self, sha256: &ContentHash) -> Result<Vec<u8>, Problem> {
        if !sha256.is_well_formed() {
            return Err(Problem::new(ProblemCode::NotFound));
        }
        if let Some(bytes) = self.inner.outbox.bytes_of(sha256).await? {
            return Ok(bytes);
        }
        let folder = self.inner.options.folder.join(FETCHED);
        let file = folder.join(sha256.as_str());
        if let Ok(bytes) = tokio::fs::read(&file).await
            && ContentHash::of(&bytes) == *sha256
        {
            return Ok(bytes);
        }
        let token = self.token_on_line().await?;
        let bytes = self.inner.central.attachment(&token, sha256).await?;
        if ContentHash::of(&bytes) != *sha256 {
            return Err(Problem::new(ProblemCode::AttachmentAltered));
        }
        let kept = bytes.clone();
        let keeping = tokio::task::spawn_blocking(move || keep(&folder, &file, &kept));
        // It can be fetched again: where there is no room for it, it is only shown.
        if let Ok(Err(error)) = keeping.await {
            tracing::info!(%error, "an attachment that was fetched is not kept");
        }
        Ok(bytes)
    }
}

impl Inner {
    /// Throws away what was fetched for a reader who may see something else now. It can be fetched
    /// again, by whoever may.
    pub(crate) async fn forget_fetched(&self) {
        match tokio::fs::remove_dir_all(self.options.folder.join(FETCHED)).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(%error, "attachments that were fetched cannot be thrown away");
            }
            _ => {}
        }
    }
}

/// Writes a fetched file whole or not at all, and makes room for it. Blocks.
fn keep(folder: &Path, file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut there: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        there.push((about.modified()?, about.len(), entry.path()));
    }
    there.sort();
    let mut room = FETCHED_BYTES.saturating_sub(bytes.len() as u64);
    for (_, length, path) in there.iter().rev() {
        if let Some(left) = room.checked_sub(*length) {
            room = left;
        } else {
            room = 0;
            std::fs::remove_file(path)?;
        }
    }
    let part = file.with_extension(format!("{}.part", Uuid::new_v4()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(&part)
        .and_then(|mut open| std::io::Write::write_all(&mut open, bytes))
        .and_then(|()| std::fs::rename(&part, file));
    if written.is_err() {
        // Half a file helps nobody, and was never taken for a whole one.
        let _gone = std::fs::remove_file(&part);
    }
    written
}

fn unsent(kept: KeptBytes) -> (Unsent, UserId) {
    let state = match (kept.state, kept.order_state) {
        (BytesState::Damaged, _) => UnsentState::Damaged,
        (BytesState::SetAside, _) => UnsentState::SetAside {
            code: kept.last_failure.unwrap_or_default(),
        },
        (_, OrderState::Delivered) => UnsentState::Waiting {
            last_failure: kept.last_failure,
        },
        _ => UnsentState::BehindOrder,
    };
    let row = Unsent {
        order: kept.order,
        case: kept.subject.case(),
        number: None,
        title: String::new(),
        sha256: kept.attachment.sha256,
        name: kept.attachment.name,
        size: kept.attachment.size,
        held: kept.held,
        author: kept.author.actor.name,
        state,
    };
    (row, kept.author.actor.user)
}

/// Sends the next piece; whether others wait.
pub(crate) async fn send_piece(inner: &Inner, signed_in: &SignedIn) -> Result<bool, Failure> {
    let token = signed_in.token.as_ref().ok_or(Failure::SignInNeeded)?;
    let Some(piece) = inner.outbox.next_piece().await.map_err(local)? else {
        // What was found to be damaged was passed over; it is shown.
        inner.tick(|tick| tick.status += 1);
        return Ok(false);
    };
    let order = piece.order;
    match inner.central.send_piece(token, &piece).await {
        Ok(holding) if holding.whole => {
            let now = inner.device_now();
            inner.outbox.pieces_whole(order, now).await.map_err(local)?;
        }
        Ok(holding) => {
            let held = holding.held.min(piece.size);
            inner.outbox.pieces_held(order, held).await.map_err(local)?;
            // A central that stays where the piece began is not asked again at once.
            if held == piece.offset {
                tracing::warn!(%order, held, "the central did not take a piece");
                return Err(Failure::Unreachable { retry_after: None });
            }
        }
        Err((failure, code)) => {
            if failure == Failure::Rejected {
                *lock(&inner.rejected_piece) = Some((order, code));
            } else {
                let failed = inner.outbox.piece_failed(order, &code).await;
                failed.map_err(local)?;
            }
            inner.tick(|tick| tick.status += 1);
            return Err(failure);
        }
    }
    inner.tick(|tick| tick.status += 1);
    inner.outbox.pieces_wait().await.map_err(local)
}

/// Sets the attachment aside whose piece was rejected; whether others wait.
pub(crate) async fn set_aside_piece(inner: &Inner) -> Result<bool, Failure> {
    let rejected = lock(&inner.rejected_piece).take();
    if let Some((order, code)) = rejected {
        let set_aside = inner.outbox.set_pieces_aside(order, &code).await;
        set_aside.map_err(local)?;
        inner.tick(|tick| tick.status += 1);
    }
    inner.outbox.pieces_wait().await.map_err(local)
}
