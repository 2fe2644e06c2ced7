//! The files of a backup: written under a name of their own, on the disk before they get the one
//! they are for, and never over another by mistake.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use uuid::Uuid;

use super::BackupError;

/// What SQLite keeps beside a database.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A file that is being made. Dropped before it has its name, it is gone.
pub(super) struct Part {
    path: PathBuf,
}

impl Part {
    /// An empty file, its owner's only, in the folder that it will stay in.
    pub(super) fn beside(file: &Path) -> Result<Part, BackupError> {
        let path = with(file, &format!(".{}.part", Uuid::now_v7().simple()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        options.open(&path).map_err(failed(&path))?;
        Ok(Part { path })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Its name as SQLite takes it.
    pub(super) fn name(&self) -> Result<&str, BackupError> {
        let unreadable = || failed(&self.path)(ErrorKind::InvalidInput.into());
        self.path.to_str().ok_or_else(unreadable)
    }

    pub(super) fn fill_from(&self, file: &Path) -> Result<(), BackupError> {
        let mut from = File::open(file).map_err(failed(file))?;
        let mut to = OpenOptions::new()
            .write(true)
            .open(&self.path)
            .map_err(failed(&self.path))?;
        std::io::copy(&mut from, &mut to).map_err(failed(&self.path))?;
        Ok(())
    }

    /// Is on the disk, and then has this name.
    pub(super) fn become_file(self, file: &Path, replace: bool) -> Result<(), BackupError> {
        let written = File::options().write(true).open(&self.path);
        let synced = written.and_then(|file| file.sync_all());
        synced.map_err(failed(&self.path))?;
        if replace {
            fs::rename(&self.path, file).map_err(failed(file))?;
        } else {
            // A link never takes another file's name, unlike renaming.
            match fs::hard_link(&self.path, file) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    return Err(BackupError::Exists(file.to_owned()));
                }
                // A file system without links.
                Err(_) => fs::rename(&self.path, file).map_err(failed(file))?,
            }
        }
        sync_folder(file)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Gone already when it got its name by renaming.
        for suffix in std::iter::once("").chain(BESIDE) {
            let _ = fs::remove_file(with(&self.path, suffix));
        }
    }
}

/// Refuses to take the place of something, unless that is wanted.
pub(super) fn may_take(file: &Path, replace: bool) -> Result<(), BackupError> {
    if !replace && file.exists() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    Ok(())
}

/// A database cannot be its own backup.
pub(super) fn are_two(database: &Path, file: &Path) -> Result<(), BackupError> {
    match (fs::canonicalize(database), fs::canonicalize(file)) {
        (Ok(one), Ok(other)) if one == other => Err(BackupError::Same),
        _ => Ok(()),
    }
}

/// Whether something was written that the file itself does not have yet.
pub(super) fn has_writes_beside(file: &Path) -> bool {
    let size = |suffix: &str| fs::metadata(with(file, suffix)).map_or(0, |there| there.len());
    size("-wal") > 0 || size("-journal") > 0
}

/// Gives a database that is to be replaced a dated name beside it, with all that belongs to it.
pub(super) fn put_aside(database: &Path, now: Timestamp) -> Result<PathBuf, BackupError> {
    let dated = format!(".replaced-{}", now.strftime("%Y%m%dT%H%M%SZ"));
    let names = (1..).map(|turn| match turn {
        1 => with(database, &dated),
        turn => with(database, &format!("{dated}-{turn}")),
    });
    let free = names.into_iter().find(|name| !name.exists());
    let aside = free.unwrap_or_else(|| with(database, &dated));
    // First what was not folded in, so that it never stands beside another database.
    for suffix in ["-wal", "-journal"] {
        let (from, to) = (with(database, suffix), with(&aside, suffix));
        if from.exists() {
            fs::rename(&from, &to).map_err(failed(&from))?;
        }
    }
    // A second name: until the other database has the first, this one keeps it.
    if fs::hard_link(database, &aside).is_err() {
        fs::rename(database, &aside).map_err(failed(database))?;
    }
    Ok(aside)
}

/// What SQLite kept beside a database that is gone must not be taken for another's.
pub(super) fn remove_beside(database: &Path) -> Result<(), BackupError> {
    for suffix in BESIDE {
        let file = with(database, suffix);
        match fs::remove_file(&file) {
            Err(source) if source.kind() != ErrorKind::NotFound => {
                return Err(BackupError::Files { file, source });
            }
            _ => {}
        }
    }
    Ok(())
}

fn sync_folder(file: &Path) -> Result<(), BackupError> {
    #[cfg(unix)]
    {
        let folder = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(failed(folder))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

fn with(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn failed(file: &Path) -> impl FnOnce(std::io::Error) -> BackupError {
    let file = file.to_owned();
    move |source| BackupError::Files { file, source }
}
