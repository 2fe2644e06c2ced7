//! Who has a database open: a lock file beside it, shared by everybody who works with the database
//! and taken alone by whoever puts another in its place.
//!
//! The lock is the system's, so it ends with the process that holds it, however that ends; the file
//! stays and says nothing. It is a file of its own because closing a second handle of the database
//! itself would drop the locks that SQLite holds on it.
//!
//! Deliberately absent: finding programs that know nothing of it; SQLite's own lock does that.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// Works with the database, beside others. The lock is held as long as what is returned.
pub(crate) fn share(database: &Path) -> Result<File, StoreError> {
    let file = opened(database)?;
    given(file.try_lock_shared(), file)
}

/// Has the database alone, or nobody does.
pub(crate) fn alone(database: &Path) -> Result<File, StoreError> {
    let file = opened(database)?;
    given(file.try_lock(), file)
}

fn given(lock: Result<(), TryLockError>, file: File) -> Result<File, StoreError> {
    match lock {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
        Err(TryLockError::Error(source)) => Err(StoreError::Lock(source)),
    }
}

fn opened(database: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(beside(database)).map_err(StoreError::Lock)
}

fn beside(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}
