//! A power cut: what no sync had made durable is taken back, all of it, none of it, or a part.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::RngCore;

/// Disks write so much or nothing.
const SECTOR: usize = 512;

/// A write or a truncation that no sync followed.
struct Change {
    offset: u64,
    replaced: Vec<u8>,
    /// The file's size before.
    size: u64,
    /// Bytes that it wrote.
    written: u64,
}

/// How much of what was not synced survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Survives {
    /// Nothing.
    Nothing,
    /// Any sectors of any writes.
    Some,
}

/// Takes back what the journal says and what no sync followed. Gives back how many writes were not
/// synced.
pub fn cut(journal: &Path, survives: Survives, chance: &mut ChaCha8Rng) -> usize {
    let unsynced = read(journal);
    let count = unsynced.values().map(Vec::len).sum();
    for (path, changes) in unsynced {
        // A file that has gone since had nothing to lose.
        if let Ok(mut file) = OpenOptions::new().read(true).write(true).open(&path) {
            take_back(&mut file, &changes, survives, chance);
        }
    }
    count
}

fn take_back(file: &mut File, changes: &[Change], survives: Survives, chance: &mut ChaCha8Rng) {
    let mut new = Vec::with_capacity(changes.len());
    for change in changes.iter().rev() {
        // What stands there now is what this change wrote.
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(change.offset)).unwrap();
        file.take(change.written).read_to_end(&mut bytes).unwrap();
        new.push((change.offset, bytes));
        file.set_len(change.size).unwrap();
        file.seek(SeekFrom::Start(change.offset)).unwrap();
        file.write_all(&change.replaced).unwrap();
    }
    if survives == Survives::Nothing {
        return;
    }
    for (offset, bytes) in new.into_iter().rev() {
        for (index, sector) in bytes.chunks(SECTOR).enumerate() {
            if chance.next_u32().is_multiple_of(2) {
                let place = offset + (index * SECTOR) as u64;
                file.seek(SeekFrom::Start(place)).unwrap();
                file.write_all(sector).unwrap();
            }
        }
    }
}

/// The changes of every file that no sync followed, in their sequence.
fn read(journal: &Path) -> BTreeMap<PathBuf, Vec<Change>> {
    let bytes = std::fs::read(journal).unwrap_or_default();
    let mut rest = bytes.as_slice();
    let mut unsynced: BTreeMap<PathBuf, Vec<Change>> = BTreeMap::new();
    // The program may have died in the middle of a record; its write had not been made then.
    while let Some((kind, path, change)) = next(&mut rest) {
        match kind {
            b's' | b'u' => drop(unsynced.remove(&path)),
            _ => unsynced.entry(path).or_default().push(change),
        }
    }
    unsynced
}

fn next(rest: &mut &[u8]) -> Option<(u8, PathBuf, Change)> {
    let (kind, mut after) = rest.split_first()?;
    let mut number = || {
        let (number, behind) = after.split_first_chunk::<8>()?;
        after = behind;
        Some(u64::from_ne_bytes(*number))
    };
    let (offset, length, size, written, name) =
        (number()?, number()?, number()?, number()?, number()?);
    let (path, after) = after.split_at_checked(name as usize)?;
    let (replaced, after) = after.split_at_checked(length as usize)?;
    *rest = after;
    let change = Change {
        offset,
        replaced: replaced.to_vec(),
        size,
        // A truncation that is lost has lost nothing; one that is not is not made again either.
        written: if *kind == b'w' { written } else { 0 },
    };
    Some((*kind, PathBuf::from(OsStr::from_bytes(path)), change))
}
