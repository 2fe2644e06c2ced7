//! Attachments of a case: added, read, kept as a file, and how far they have gone.

use onemap_domain::case::{CaseId, CaseNumber, ContentHash, MediaType};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Attach a file to a case. Its bytes and the order that lists it are durable when this answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachFile {
    /// The case.
    pub case: CaseId,
    /// The revision on screen.
    pub revision: u64,
    /// The file's name.
    pub name: String,
    /// Its bytes, base64.
    pub base64: String,
}

/// The bytes of an attachment; fetched from the central where this device does not have them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadAttachment {
    /// A case that lists it.
    pub case: CaseId,
    /// Its address.
    pub sha256: ContentHash,
}

/// The answer to [`ReadAttachment`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentContent {
    /// What the bytes themselves say they are.
    pub media_type: MediaType,
    /// The bytes, base64.
    pub base64: String,
}

/// Keep an attachment as a file beside the papers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepAttachment {
    /// A case that lists it.
    pub case: CaseId,
    /// Its address.
    pub sha256: ContentHash,
}

/// The attachments whose bytes the central does not have whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskUnsent {
    /// Of one case; of all when absent.
    pub case: Option<CaseId>,
}

/// Where the bytes of an attachment stand on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum UnsentState {
    /// The order that lists it goes first.
    BehindOrder,
    /// They go now, or when the line is back.
    Waiting {
        /// The code of the last failure, if the last try failed.
        last_failure: Option<String>,
    },
    /// The central will not take them; a person may try again.
    SetAside {
        /// The code of its reason.
        code: String,
    },
    /// They are not any more what was attached; the file must be given again.
    Damaged,
}

/// An attachment that the central does not have whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    /// The order that lists it.
    pub order: Uuid,
    /// The case.
    pub case: CaseId,
    /// The case's number, where it has one and may be seen.
    pub number: Option<CaseNumber>,
    /// The case's title, where it may be seen.
    pub title: String,
    /// Its address.
    pub sha256: ContentHash,
    /// The file's name; empty where its case may not be seen and somebody else attached it.
    pub name: String,
    /// How many bytes.
    pub size: u64,
    /// How many of them the central has.
    pub held: u64,
    /// Who attached it.
    pub author: String,
    /// Where it stands.
    pub state: UnsentState,
}
