//! Attachments: looked at before they are kept, told only to who may see their case.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use onemap_domain::Refusal;
use onemap_domain::case::{ATTACHMENT_BYTES, Attached, Attachment, CaseId, ContentHash, MediaType};
use onemap_domain::command::Command;
use onemap_domain::people::Role;
use onemap_protocol::desk::{
    AskUnsent, AttachFile, AttachmentContent, KeepAttachment, Kept, ReadAttachment, Submitted,
    Unsent,
};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::{Console, Paper, Reads, Subjects, Submit};

impl<P: Reads + Submit> Console<P> {
    /// Attaches a file. One that the case lists already, and whose bytes were damaged here, is
    /// mended by it.
    pub(crate) async fn attach_file(&self, ask: &AttachFile) -> Result<Submitted, Problem> {
        let user = self.user()?;
        let case = self.visible(&user, ask.case).await?.case;
        let bytes = decoded(&ask.base64)?;
        let media_type = MediaType::of(&bytes).ok_or(Refusal::AttachmentKind)?;
        let attachment = Attachment {
            sha256: ContentHash::of(&bytes),
            name: ask.name.clone(),
            media_type,
            size: bytes.len() as u64,
        };
        let mut there = case.attachments.iter();
        if there.any(|one| one.attachment.sha256 == attachment.sha256)
            && let Some(order) = self.ports.mend_attachment(&bytes).await?
        {
            return Ok(Submitted {
                case: ask.case,
                order,
            });
        }
        let command = Command::Attach { attachment };
        self.decided(&user, Some(&case), &command).await?;
        let subjects = Subjects {
            case: Some(ask.case),
            revision: ask.revision,
            other: None,
        };
        self.ports.attach(&user, subjects, command, bytes).await
    }

    /// The bytes of an attachment, for a page to show.
    pub(crate) async fn read_attachment(
        &self,
        ask: &ReadAttachment,
    ) -> Result<AttachmentContent, Problem> {
        let (_, media_type, bytes) = self.attachment(ask.case, &ask.sha256).await?;
        Ok(AttachmentContent {
            media_type,
            base64: STANDARD.encode(bytes),
        })
    }

    /// Keeps an attachment as a file of its own.
    pub(crate) async fn keep_attachment(&self, ask: &KeepAttachment) -> Result<Kept, Problem> {
        let (attached, media_type, bytes) = self.attachment(ask.case, &ask.sha256).await?;
        let name = attached.attachment.name;
        let stem = name
            .rsplit_once('.')
            .map_or(name.as_str(), |(stem, _)| stem);
        let paper = Paper::File {
            // By what it is, not by what it was called.
            ending: ending(media_type),
            bytes,
        };
        self.ports.keep_paper(stem, paper).await
    }

    /// An attachment of a case that the caller may see, and its bytes.
    async fn attachment(
        &self,
        case: CaseId,
        sha256: &ContentHash,
    ) -> Result<(Attached, MediaType, Vec<u8>), Problem> {
        let user = self.user()?;
        let case = self.visible(&user, case).await?.case;
        let mut listed = case.attachments.into_iter();
        let attached = listed.find(|one| one.attachment.sha256 == *sha256);
        // A wall is told of none.
        let attached = attached.filter(|_| user.actor.role != Role::Wall);
        let attached = attached.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        let bytes = self.ports.attachment(sha256).await?;
        let media_type = MediaType::of(&bytes).ok_or(Refusal::AttachmentKind)?;
        Ok((attached, media_type, bytes))
    }

    /// What the central does not have whole. Of what others attached to cases that the caller may
    /// not see, only that it waits.
    pub(crate) async fn unsent(&self, ask: &AskUnsent) -> Result<Vec<Unsent>, Problem> {
        let user = self.user()?;
        let mut unsent = self.ports.unsent(ask.case).await?;
        let cases: Vec<CaseId> = unsent.iter().map(|(row, _)| row.case).collect();
        let seen = self.ports.states(&user.scope, &cases).await?;
        let seen: BTreeMap<CaseId, _> = seen
            .into_iter()
            .map(|shown| (shown.case.id, shown.case))
            .collect();
        for (row, login) in &mut unsent {
            match seen.get(&row.case) {
                Some(case) => {
                    row.number.clone_from(&case.number);
                    row.title.clone_from(&case.facts.title);
                }
                None if *login != user.actor.user => row.name.clear(),
                None => {}
            }
        }
        Ok(unsent.into_iter().map(|(row, _)| row).collect())
    }
}

/// The bytes of a file as a page sends them.
fn decoded(base64: &str) -> Result<Vec<u8>, Problem> {
    // Four characters stand for three bytes; a file that is far too large is not even unpacked.
    let too_large = || Refusal::AttachmentTooLarge {
        mebibytes: ATTACHMENT_BYTES >> 20,
    };
    if base64.len() as u64 > ATTACHMENT_BYTES.div_ceil(3) * 4 {
        return Err(too_large().into());
    }
    let bytes = STANDARD.decode(base64);
    let bytes = bytes.map_err(|_| Problem::bad_field("file"))?;
    if bytes.len() as u64 > ATTACHMENT_BYTES {
        return Err(too_large().into());
    }
    if bytes.is_empty() {
        let field = "file".to_owned();
        return Err(Refusal::FieldMissing { field }.into());
    }
    Ok(bytes)
}

/// The ending of a file's name.
const fn ending(media_type: MediaType) -> &'static str {
    match media_type {
        MediaType::Jpeg => "jpg",
        MediaType::Png => "png",
        MediaType::Webp => "webp",
        MediaType::Pdf => "pdf",
    }
}
