//! Attachments (附件): photos and documents that belong to a case.
//!
//! A case knows only what an attachment is: the digest of its bytes, its name, kind and size. The
//! bytes themselves go another way, in pieces, and are found under their digest.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::people::UserId;

/// Attachments of one case.
pub const ATTACHMENT_COUNT: usize = 30;
/// Largest attachment, bytes.
pub const ATTACHMENT_BYTES: u64 = 10 << 20;
/// Longest file name, characters.
pub const FILE_NAME_LIMIT: usize = 120;

/// The SHA-256 of an attachment's bytes, 64 lower-case hexadecimal digits: its address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String))]
#[serde(transparent)]
pub struct ContentHash(pub String);

impl ContentHash {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> ContentHash {
        let digest = Sha256::digest(bytes);
        let mut text = String::with_capacity(2 * digest.len());
        for byte in digest {
            // Writing to a text cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        ContentHash(text)
    }

    /// Whether it can be one at all.
    pub fn is_well_formed(&self) -> bool {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        self.0.len() == 64 && self.0.bytes().all(is_digit)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ContentHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What kind of file an attachment is. On the wire: its media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MediaType {
    /// A photo.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// A picture of a screen.
    #[serde(rename = "image/png")]
    Png,
    /// A photo of a newer telephone.
    #[serde(rename = "image/webp")]
    Webp,
    /// A document.
    #[serde(rename = "application/pdf")]
    Pdf,
}

impl MediaType {
    /// Every kind.
    pub const ALL: [MediaType; 4] = [
        MediaType::Jpeg,
        MediaType::Png,
        MediaType::Webp,
        MediaType::Pdf,
    ];

    /// What the bytes say they are, whatever the file is called. The first twelve are enough.
    pub fn of(bytes: &[u8]) -> Option<MediaType> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(MediaType::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(MediaType::Png),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Some(MediaType::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(MediaType::Pdf),
            _ => None,
        }
    }

    /// The media type, as in a `Content-Type`.
    pub const fn name(self) -> &'static str {
        match self {
            MediaType::Jpeg => "image/jpeg",
            MediaType::Png => "image/png",
            MediaType::Webp => "image/webp",
            MediaType::Pdf => "application/pdf",
        }
    }

    /// The kind of a media type's name.
    pub fn named(name: &str) -> Option<MediaType> {
        MediaType::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether a page can show it as a picture.
    pub const fn is_picture(self) -> bool {
        !matches!(self, MediaType::Pdf)
    }
}

/// What an attachment is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// Its address.
    pub sha256: ContentHash,
    /// The file's name, without a folder.
    pub name: String,
    /// What kind of file.
    pub media_type: MediaType,
    /// How long, bytes.
    pub size: u64,
}

/// An attachment in its case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attached {
    /// What it is.
    pub attachment: Attachment,
    /// Who attached it.
    pub by: UserId,
    /// Their name, as it was then.
    pub by_name: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        let of = MediaType::of;
        assert_eq!(of(b"\xFF\xD8\xFF\xE0\0\x10JFIF"), Some(MediaType::Jpeg));
        assert_eq!(of(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), Some(MediaType::Png));
        assert_eq!(of(b"RIFF\x24\0\0\0WEBPVP8 "), Some(MediaType::Webp));
        assert_eq!(of(b"%PDF-1.7"), Some(MediaType::Pdf));
        assert_eq!(of(b"RIFF\x24\0\0\0WAVEfmt "), None);
        assert_eq!(of(b"<svg onload='alert(1)'>"), None);
        assert_eq!(of(b"MZ\x90\0"), None);
        assert_eq!(of(b""), None);
    }

    #[test]
    fn an_address_is_the_digest_of_the_bytes() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(ContentHash::of(b"abc").as_str(), known);
        assert!(ContentHash::of(b"").is_well_formed());
        for wrong in ["", "../../etc/passwd", &known[1..], &known.to_uppercase()] {
            assert!(!ContentHash(wrong.to_owned()).is_well_formed(), "{wrong}");
        }
    }

    #[test]
    fn a_kind_is_known_by_its_name() {
        for kind in MediaType::ALL {
            assert_eq!(MediaType::named(kind.name()), Some(kind));
            let wire = serde_json::to_value(kind).unwrap();
            assert_eq!(wire, kind.name());
        }
        assert_eq!(MediaType::named("image/svg+xml"), None);
    }
}
