//! Attachments: what may be listed in a case. The bytes are looked at by whoever has them.

use super::words::{limited, missing, required, unknown};
use crate::case::{ATTACHMENT_BYTES, ATTACHMENT_COUNT, Attachment, Case, FILE_NAME_LIMIT};
use crate::event::Event;
use crate::refusal::Refusal;

/// 添加附件
pub(super) fn attach(case: &Case, attachment: &Attachment) -> Result<Event, Refusal> {
    if !attachment.sha256.is_well_formed() {
        return Err(unknown("sha256", attachment.sha256.as_str()));
    }
    let name = required("file_name", &plain(&attachment.name))?;
    limited("file_name", &name, FILE_NAME_LIMIT)?;
    if attachment.size == 0 {
        return Err(missing("file"));
    }
    if attachment.size > ATTACHMENT_BYTES {
        return Err(Refusal::AttachmentTooLarge {
            mebibytes: ATTACHMENT_BYTES >> 20,
        });
    }
    let mut there = case.attachments.iter();
    if there.any(|one| one.attachment.sha256 == attachment.sha256) {
        return Err(Refusal::AttachedAlready);
    }
    if case.attachments.len() >= ATTACHMENT_COUNT {
        return Err(Refusal::TooManyAttachments {
            most: ATTACHMENT_COUNT as u32,
        });
    }
    Ok(Event::Attached {
        attachment: Attachment {
            name,
            ..attachment.clone()
        },
    })
}

/// A name as a disk may have it one day: without its folder, without line breaks.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control()).collect()
}
