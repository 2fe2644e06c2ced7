//! The write-ahead log beside the outbox, looked at before SQLite does.
//!
//! SQLite reads a log up to the first frame that is not what was written and takes all behind it for
//! the rest of a commit that never came to its end. After a crash that is right. Where the disk has
//! changed a byte, it would lose every order behind that byte without a word. The two can be told
//! apart: each commit is synced before the next one is written, so a power cut can only have torn the
//! last one, of which any sectors may be there. Something whole behind the end of a broken commit
//! means damage.
//!
//! Deliberately absent: a log that was cut off between two frames, or a byte that was changed in its
//! very last commit. That looks exactly like orders that were never given.

use std::path::Path;

const HEADER: usize = 32;
const FRAME: usize = 24;

/// A log as it lies beside the file.
pub(super) struct Wal {
    bytes: Vec<u8>,
    page: usize,
    big_endian: bool,
    salts: [u8; 8],
    start: Sum,
    header_fits: bool,
}

/// SQLite's running sum over a log.
type Sum = (u32, u32);

/// One page as the log has it.
pub(super) struct Frame<'a> {
    /// Its number in the file, from 1.
    pub(super) number: u32,
    /// What it holds.
    pub(super) page: &'a [u8],
    stored: Sum,
    header: &'a [u8],
}

impl Frame<'_> {
    /// The last frame of a commit says how large the file is with it.
    pub(super) fn ends_a_commit(&self) -> bool {
        word(self.header, 4) != 0
    }
}

impl Wal {
    /// The log beside a file; `None` where there is nothing in it.
    pub(super) fn beside(file: &Path) -> std::io::Result<Option<Wal>> {
        let mut name = file.as_os_str().to_owned();
        name.push("-wal");
        match std::fs::read(Path::new(&name)) {
            Ok(bytes) => Ok(Wal::of(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn of(bytes: Vec<u8>) -> Option<Wal> {
        if bytes.is_empty() {
            return None;
        }
        let magic = word(&bytes, 0);
        let page = word(&bytes, 8) as usize;
        let has_shape = bytes.len() >= HEADER
            && matches!(magic, 0x377f_0682 | 0x377f_0683)
            && page.is_power_of_two()
            && (512..=65_536).contains(&page);
        // A header that is none: this program's files have pages of 4096 bytes, and the frames say
        // themselves to which turn of the log they belong.
        let (page, big_endian) = if has_shape {
            (page, magic & 1 == 1)
        } else {
            (4096, false)
        };
        let start = (word(&bytes, 24), word(&bytes, 28));
        let header_fits = has_shape && sum((0, 0), &bytes[..24], big_endian) == start;
        let salts = if header_fits { 16 } else { HEADER + 8 };
        let salts = bytes.get(salts..salts + 8).unwrap_or(&[0; 8]);
        let salts = salts.try_into().unwrap_or_default();
        Some(Wal {
            bytes,
            page,
            big_endian,
            salts,
            start,
            header_fits,
        })
    }

    /// Bytes of a page.
    pub(super) fn page_size(&self) -> usize {
        self.page
    }

    /// All frames, whole or not, in the sequence they were written.
    pub(super) fn frames(&self) -> impl Iterator<Item = Frame<'_>> {
        let frames = self.bytes.get(HEADER..).unwrap_or_default();
        let frames = frames.chunks_exact(FRAME + self.page);
        frames.map(|frame| Frame {
            number: word(frame, 0),
            page: &frame[FRAME..],
            stored: (word(frame, 16), word(frame, 20)),
            header: &frame[..16],
        })
    }

    /// Whether a frame is of this turn; those of another are left over from the one before.
    pub(super) fn is_of_this_turn(&self, frame: &Frame) -> bool {
        frame.header[8..16] == self.salts
    }

    fn fits(&self, before: Sum, frame: &Frame) -> bool {
        let summed = sum(before, &frame.header[..8], self.big_endian);
        sum(summed, frame.page, self.big_endian) == frame.stored
    }

    /// Whether there is something whole behind a commit that is not.
    pub(super) fn is_broken(&self) -> bool {
        if !self.header_fits {
            // Nothing of it would be read. A header without frames has never held an order.
            return self.bytes.len() >= HEADER + FRAME + self.page;
        }
        let mut before = self.start;
        let (mut broken, mut ended) = (false, false);
        for frame in self.frames() {
            let is_of_this_turn = self.is_of_this_turn(&frame);
            let fits = is_of_this_turn && self.fits(before, &frame);
            if fits && ended {
                return true;
            }
            broken |= !fits;
            ended |= broken && is_of_this_turn && frame.ends_a_commit();
            before = frame.stored;
        }
        false
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    let word = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    word.map_or(0, u32::from_be_bytes)
}

fn sum((mut one, mut two): Sum, bytes: &[u8], big_endian: bool) -> Sum {
    let read = |four: &[u8]| {
        let four = four.try_into().unwrap_or_default();
        if big_endian {
            u32::from_be_bytes(four)
        } else {
            u32::from_le_bytes(four)
        }
    };
    for eight in bytes.chunks_exact(8) {
        one = one.wrapping_add(read(&eight[..4])).wrapping_add(two);
        two = two.wrapping_add(read(&eight[4..])).wrapping_add(one);
    }
    (one, two)
}
