//! The envelope of an .xlsx: is it one, and is it of a size to be opened?
//!
//! The parts are unpacked once here and thrown away, since the sizes that a zip declares may be
//! lies, and the reader that comes after holds all shared texts in memory.
//!
//! Deliberately absent: pictures, macros and whatever else is never read.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::finding::{FileKind, SheetError};

const MIB: u64 = 1 << 20;

/// The largest file, packed.
const FILE_CAP: u64 = 64 * MIB;
/// The largest sheet, unpacked: Excel's last row with a dozen cells stays below.
const SHEET_CAP: u64 = 1024 * MIB;
/// The shared texts, unpacked: they are held in memory.
const STRINGS_CAP: u64 = 256 * MIB;
/// Styles, relations and the like.
const OTHER_CAP: u64 = 64 * MIB;
/// A part that unpacks to more than this, and to more than [`RATIO_CAP`] times its packed size, is
/// a bomb. Real texts pack to a third, blank formatted cells to a tenth.
const RATIO_FROM: u64 = 16 * MIB;
const RATIO_CAP: u64 = 100;

/// The kinds of parts that the reader opens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Sheet,
    Strings,
    Other,
}

impl Part {
    fn of(name: &str) -> Option<Part> {
        let name = name.to_ascii_lowercase().replace('\\', "/");
        let (stem, extension) = name.rsplit_once('.')?;
        match extension {
            "xml" if stem.ends_with("sharedstrings") => Some(Part::Strings),
            "xml" if stem.contains("worksheets/") => Some(Part::Sheet),
            "xml" | "rels" => Some(Part::Other),
            _ => None,
        }
    }

    const fn cap(self) -> u64 {
        match self {
            Part::Sheet => SHEET_CAP,
            Part::Strings => STRINGS_CAP,
            Part::Other => OTHER_CAP,
        }
    }
}

/// Refuses what is no .xlsx and what is too large. Gives the number of rows of the longest sheet,
/// blank ones counted; it is good for showing progress, and for nothing else.
pub(super) fn inspect(bytes: &[u8]) -> Result<usize, SheetError> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(SheetError::not_a_sheet(kind(bytes)));
    }
    if bytes.len() as u64 > FILE_CAP {
        return Err(too_large(FILE_CAP));
    }
    let damaged = |error: zip::result::ZipError| SheetError::damaged(error.into());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut most_rows = 0;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(damaged)?;
        let Some(part) = Part::of(&file.name().map_err(damaged)?) else {
            continue;
        };
        let packed = file.compressed_size().max(1);
        most_rows = most_rows.max(measure(&mut file, part, packed)?);
    }
    Ok(most_rows)
}

/// Unpacks a part into nothing, and counts its rows when it is a sheet.
fn measure(file: &mut impl Read, part: Part, packed: u64) -> Result<usize, SheetError> {
    let mut buffer = vec![0; 64 << 10];
    let mut size: u64 = 0;
    let mut claimed = 0;
    let mut rows = RowTags::default();
    loop {
        let got = file
            .read(&mut buffer)
            .map_err(|error| SheetError::damaged(error.into()))?;
        if got == 0 {
            break;
        }
        let piece = &buffer[..got];
        match part {
            Part::Sheet => rows.feed(piece),
            Part::Strings if size == 0 => claimed = claimed_texts(piece),
            Part::Strings | Part::Other => {}
        }
        size += got as u64;
        if size > part.cap() || (size > RATIO_FROM && size / packed > RATIO_CAP) {
            return Err(too_large(part.cap()));
        }
    }
    // The reader makes room for as many texts as are claimed before it sees the first; one takes
    // five bytes (`<si/>`) at the least.
    if claimed > size / 5 + 1 {
        return Err(SheetError::not_a_sheet(FileKind::Damaged));
    }
    Ok(rows.count)
}

/// The number of shared texts that the first piece of their part announces; 0 when it does not.
fn claimed_texts(piece: &[u8]) -> u64 {
    const NAME: &[u8] = b"uniqueCount=";
    let Some(start) = piece.windows(NAME.len()).position(|window| window == NAME) else {
        return 0;
    };
    piece[start + NAME.len()..]
        .iter()
        .skip(1)
        .take_while(|byte| byte.is_ascii_digit())
        .fold(0_u64, |sum, digit| {
            sum.saturating_mul(10)
                .saturating_add(u64::from(digit - b'0'))
        })
}

/// Counts the tags `<row …>` in a sheet that comes in pieces.
#[derive(Default)]
struct RowTags {
    count: usize,
    matched: usize,
}

impl RowTags {
    fn feed(&mut self, piece: &[u8]) {
        const TAG: &[u8] = b"<row";
        for byte in piece {
            if self.matched == TAG.len() {
                self.count +=
                    usize::from(matches!(byte, b' ' | b'>' | b'/' | b'\t' | b'\n' | b'\r'));
                self.matched = 0;
            }
            self.matched = if *byte == TAG[self.matched] {
                self.matched + 1
            } else {
                usize::from(*byte == TAG[0])
            };
        }
    }
}

const fn too_large(limit: u64) -> SheetError {
    SheetError::TooLarge {
        limit_mib: (limit / MIB) as usize,
    }
}

/// What the first bytes look like; only ever asked about what is no zip.
fn kind(bytes: &[u8]) -> FileKind {
    const PICTURES: [&[u8]; 5] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"%PDF"];
    let head = &bytes[..bytes.len().min(4096)];
    if head.is_empty() {
        FileKind::Nothing
    } else if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        FileKind::OldOrLocked
    } else if PICTURES.iter().any(|start| head.starts_with(start)) {
        FileKind::Picture
    } else if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        FileKind::Text // UTF-16, as Excel's "Unicode text"
    } else if head
        .iter()
        .any(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r'))
    {
        FileKind::Unknown
    } else {
        FileKind::Text // of any encoding: a GBK text has no control characters either
    }
}
