//! Attachments: pieces in, until the whole is there and is what its digest says.
//!
//! A piece counts only where the central stands, so it can be delivered twice, and whoever sends is
//! told from where to go on. Pieces may come before the command that lists the attachment; what no
//! case lists after [`KEPT_DAYS`], and what was begun and not finished, is cleared away.
//!
//! Deliberately absent: who may list an attachment in a case, which is the domain's.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use onemap_domain::Refusal;
use onemap_domain::case::{ATTACHMENT_BYTES, ContentHash, MediaType};
use onemap_domain::people::UserId;
use onemap_protocol::attachment::{Holding, PIECE};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::apart::apart;
use crate::error::StoreError;
use crate::repository::{Repository, Transaction, Upload};

/// Attachments that one account may have begun and not finished.
pub const UNDER_WAY: u32 = 20;
/// What was begun and not finished, or is in no case, is kept for so long. Days.
pub const KEPT_DAYS: i64 = 7;

/// A piece of an attachment as it comes.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Who sends it.
    pub account: UserId,
    /// The digest of the whole.
    pub sha256: ContentHash,
    /// How long the whole is.
    pub size: u64,
    /// Where the piece begins.
    pub offset: u64,
    /// The piece; an empty one only asks.
    pub bytes: Vec<u8>,
}

/// Takes a piece, or says what is wrong with it; durable when this returns.
pub async fn take(
    repository: &dyn Repository,
    piece: &Piece,
    now: Timestamp,
) -> Result<Result<Holding, Problem>, StoreError> {
    if let Err(problem) = is_sound(piece) {
        return Ok(Err(problem));
    }
    let mut transaction = repository.begin().await?;
    let taken = taken(transaction.as_mut(), piece, now).await?;
    transaction.commit().await?;
    Ok(taken)
}

/// The same in a task of its own, so that a caller who goes away does not break it off.
pub async fn take_apart(
    repository: Arc<dyn Repository>,
    piece: Piece,
    now: Timestamp,
) -> Result<Result<Holding, Problem>, StoreError> {
    apart(async move { take(repository.as_ref(), &piece, now).await }).await
}

/// What can be said without the database.
fn is_sound(piece: &Piece) -> Result<(), Problem> {
    if !piece.sha256.is_well_formed() {
        return Err(Problem::bad_field("sha256"));
    }
    if piece.size == 0 {
        return Err(Problem::bad_field("size"));
    }
    if piece.size > ATTACHMENT_BYTES {
        let refusal = Refusal::AttachmentTooLarge {
            mebibytes: ATTACHMENT_BYTES >> 20,
        };
        return Err(refusal.into());
    }
    let length = piece.bytes.len() as u64;
    if length > PIECE {
        return Err(Problem::new(ProblemCode::TooLarge));
    }
    if piece.offset > piece.size || length > piece.size - piece.offset {
        return Err(Problem::bad_field("offset"));
    }
    Ok(())
}

async fn taken(
    transaction: &mut dyn Transaction,
    piece: &Piece,
    now: Timestamp,
) -> Result<Result<Holding, Problem>, StoreError> {
    let (account, sha256) = (&piece.account, &piece.sha256);
    let known = transaction.upload(account, sha256).await?;
    let known = match known {
        Some(upload) if upload.size != piece.size => {
            // Only one of the two can be right; the bytes will tell.
            transaction.drop_upload(account, sha256).await?;
            None
        }
        known => known,
    };
    if known.is_some_and(|upload| upload.is_whole) {
        return Ok(Ok(Holding {
            held: piece.size,
            whole: true,
        }));
    }
    let held = known.map_or(0, |upload| upload.held);
    if piece.offset != held || piece.bytes.is_empty() {
        return Ok(Ok(Holding { held, whole: false }));
    }
    if held == 0 {
        if MediaType::of(&piece.bytes).is_none() {
            return Ok(Err(Refusal::AttachmentKind.into()));
        }
        if transaction.uploads_under_way(account).await? >= UNDER_WAY {
            return Ok(Err(Problem::new(ProblemCode::AttachmentsUnderWay)));
        }
    }
    let upload = Upload {
        size: piece.size,
        held: held + piece.bytes.len() as u64,
        is_whole: false,
    };
    transaction
        .put_piece(account, sha256, upload, &piece.bytes, now)
        .await?;
    if upload.held < upload.size {
        return Ok(Ok(Holding {
            held: upload.held,
            whole: false,
        }));
    }
    let whole = transaction.pieces(account, sha256).await?;
    let kind = MediaType::of(&whole).filter(|_| ContentHash::of(&whole) == *sha256);
    let Some(kind) = kind else {
        transaction.drop_upload(account, sha256).await?;
        return Ok(Err(Problem::new(ProblemCode::AttachmentAltered)));
    };
    transaction
        .keep_attachment(account, sha256, kind, &whole, now)
        .await?;
    Ok(Ok(Holding {
        held: upload.size,
        whole: true,
    }))
}

/// Clears away what was begun and not finished, and what no case lists, after some days.
pub async fn forget(repository: &dyn Repository, now: Timestamp) -> Result<(), StoreError> {
    let before = now
        .checked_sub(SignedDuration::from_hours(24 * KEPT_DAYS))
        .unwrap_or(Timestamp::MIN);
    if !repository.has_forgotten_uploads(before).await? {
        return Ok(());
    }
    let mut transaction = repository.begin().await?;
    transaction.clear_uploads(before).await?;
    transaction.commit().await
}
