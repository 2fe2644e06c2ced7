//! Keys and heads as files.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use ed25519_dalek::{SigningKey, VerifyingKey};

use super::{Head, HeadsError, SignedHead, hex, unhex};
use crate::tokens::random;

/// The ending of a file with a head.
const ENDING: &str = "json";

/// What is added to the name of a key's file for that of its public half.
const PUBLIC: &str = ".pub";

fn failed(file: &Path) -> impl FnOnce(io::Error) -> HeadsError + '_ {
    |source| HeadsError::File {
        file: file.display().to_string(),
        source,
    }
}

/// The key in a file: 64 hexadecimal digits, for its owner only. Where there is none, one is made, and
/// its public half is written beside it, under the same name with `.pub` behind.
pub fn signing_key(file: &Path) -> Result<SigningKey, HeadsError> {
    match fs::read_to_string(file) {
        Ok(text) => unhex::<32>(text.trim())
            .map(|seed| SigningKey::from_bytes(&seed))
            .ok_or_else(|| HeadsError::NotAKey {
                file: file.display().to_string(),
            }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = SigningKey::from_bytes(&random()?);
            let mut name = file.as_os_str().to_owned();
            name.push(PUBLIC);
            let public = PathBuf::from(name);
            // The public half first: a key without one would be of no use to who checks.
            put(&public, &hex(key.verifying_key().as_bytes()), 0o644).map_err(failed(&public))?;
            put(file, &hex(key.as_bytes()), 0o600).map_err(failed(file))?;
            Ok(key)
        }
        Err(error) => Err(failed(file)(error)),
    }
}

/// The public half in a file: 64 hexadecimal digits.
pub fn public_key(file: &Path) -> Result<VerifyingKey, HeadsError> {
    let text = fs::read_to_string(file).map_err(failed(file))?;
    unhex::<32>(text.trim())
        .and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok())
        .ok_or_else(|| HeadsError::NotAKey {
            file: file.display().to_string(),
        })
}

/// All heads of a folder, the oldest first. Each must have been signed with this key.
pub fn read_all(folder: &Path, key: &VerifyingKey) -> Result<Vec<Head>, HeadsError> {
    let mut heads = Vec::new();
    for file in files(folder)? {
        let text = fs::read_to_string(&file).map_err(failed(&file))?;
        let signed: Option<SignedHead> = serde_json::from_str(&text).ok();
        let signed = signed.filter(|signed| signed.is_by(key));
        let signed = signed.ok_or_else(|| HeadsError::NotSigned {
            file: file.display().to_string(),
        })?;
        heads.push(signed.head);
    }
    heads.sort_by_key(|head| head.at);
    Ok(heads)
}

/// The newest head of a folder that this key has signed.
pub(super) fn newest(folder: &Path, key: &VerifyingKey) -> Result<Option<Head>, HeadsError> {
    for file in files(folder)?.into_iter().rev() {
        let text = fs::read_to_string(&file).map_err(failed(&file))?;
        let signed: Option<SignedHead> = serde_json::from_str(&text).ok();
        if let Some(signed) = signed.filter(|signed| signed.is_by(key)) {
            return Ok(Some(signed.head));
        }
    }
    Ok(None)
}

/// By name, and so by moment.
fn files(folder: &Path) -> Result<Vec<PathBuf>, HeadsError> {
    let mut files = Vec::new();
    for file in fs::read_dir(folder).map_err(failed(folder))? {
        let file = file.map_err(failed(folder))?.path();
        if file.extension().is_some_and(|ending| ending == ENDING) {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// Keeps a head under its moment.
pub(super) fn keep(folder: &Path, signed: &SignedHead) -> Result<(), HeadsError> {
    let text = serde_json::to_string_pretty(signed).map_err(io::Error::from);
    let moment = signed.head.at.strftime("%Y%m%dT%H%M%S%.6fZ").to_string();
    let file = folder.join(format!("{moment}.{ENDING}"));
    let kept = text.and_then(|text| put(&file, &(text + "\n"), 0o644));
    kept.map_err(failed(&file))
}

/// Writes a file whole, or not at all.
fn put(file: &Path, text: &str, mode: u32) -> io::Result<()> {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(mode);
    }
    #[cfg(not(unix))]
    let _ = mode;
    let mut written = options.open(&part)?;
    written.write_all(text.as_bytes())?;
    written.sync_all()?;
    fs::rename(&part, file)?;
    if let Some(folder) = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
