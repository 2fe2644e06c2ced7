//! Papers: printed by the press, kept as files that never take the place of others.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use onemap_console::Paper;
use onemap_press::{Press, PressError};
use onemap_protocol::desk::Kept;
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::state::lock;

/// How a file is handed to the program that this machine opens such files with.
pub type Opener = Arc<dyn Fn(&Path) -> io::Result<()> + Send + Sync>;

/// Where papers go, and with what they are printed and opened.
#[derive(Clone)]
pub struct Papers {
    /// The folder that they are kept in; made when missing.
    pub folder: PathBuf,
    /// Folders with fonts of our own; the system's come after them.
    pub fonts: Vec<PathBuf>,
    /// How a kept paper is opened.
    pub open: Opener,
}

impl Papers {
    /// In a folder, with the system's fonts; nothing opens them.
    pub fn in_folder(folder: PathBuf) -> Papers {
        Papers {
            folder,
            fonts: Vec::new(),
            open: Arc::new(|_| Err(io::ErrorKind::Unsupported.into())),
        }
    }
}

/// Why a paper could not be kept or opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PaperError {
    #[error(transparent)]
    Press(#[from] PressError),
    #[error("{file}: {source}")]
    File { file: PathBuf, source: io::Error },
    #[error("no paper of this name was kept here")]
    NotKept,
}

impl From<PaperError> for Problem {
    fn from(error: PaperError) -> Problem {
        match error {
            PaperError::Press(PressError::NoChineseFont) => {
                Problem::new(ProblemCode::NoChineseFont)
            }
            PaperError::Press(fault) => {
                tracing::error!(%fault, "a paper could not be printed");
                Problem::new(ProblemCode::Internal).with("reference", fault)
            }
            PaperError::File { source, .. } if source.kind() == io::ErrorKind::StorageFull => {
                Problem::new(ProblemCode::DiskFull)
            }
            PaperError::File { file, source } => {
                tracing::error!(file = %file.display(), %source, "a paper could not be kept");
                Problem::new(ProblemCode::StorageFailed).with("file", file.display())
            }
            PaperError::NotKept => Problem::new(ProblemCode::NotFound),
        }
    }
}

/// What prints and keeps them.
pub(crate) struct Printer {
    papers: Papers,
    press: Press,
    /// What was kept since the program was started; nothing else can be opened.
    kept: Mutex<BTreeSet<String>>,
}

impl Printer {
    pub(crate) fn new(papers: Papers) -> Printer {
        Printer {
            press: Press::new(papers.fonts.clone()),
            papers,
            kept: Mutex::new(BTreeSet::new()),
        }
    }

    /// Prints a paper where it is not ready, and keeps it. Blocks.
    pub(crate) fn keep(&self, name: &str, paper: Paper) -> Result<Kept, PaperError> {
        let (ending, bytes) = paper.printed(
            |markup, picture| self.press.pdf(markup, picture),
            |markup, picture| self.press.png(markup, picture),
        )?;
        let path = put(&self.papers.folder, &safe(name), ending, &bytes)?;
        let name = path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        lock(&self.kept).insert(name.clone());
        Ok(Kept {
            name,
            path: path.display().to_string(),
            content: None,
        })
    }

    /// Opens a paper that was kept.
    pub(crate) fn open(&self, name: &str) -> Result<(), PaperError> {
        if !lock(&self.kept).contains(name) {
            return Err(PaperError::NotKept);
        }
        let file = self.papers.folder.join(name);
        // It may have been moved away since.
        if !file.is_file() {
            return Err(PaperError::NotKept);
        }
        (self.papers.open)(&file).map_err(|source| PaperError::File { file, source })
    }
}

/// Longest name, in characters: with its number and ending it stays below 255 bytes.
const NAME_LIMIT: usize = 60;
/// Papers of one name before one gives up.
const SAME_NAME: u32 = 10_000;

/// A name that every file system takes.
fn safe(name: &str) -> String {
    let taken = |c: char| match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
        c if c.is_control() => '_',
        c => c,
    };
    let name: String = name.trim().chars().take(NAME_LIMIT).map(taken).collect();
    if name.is_empty() || name.starts_with('.') {
        format!("_{name}")
    } else {
        name
    }
}

/// Writes a paper whole or not at all, under the first free name: `name.pdf`, `name (2).pdf`, …
fn put(folder: &Path, name: &str, ending: &str, bytes: &[u8]) -> Result<PathBuf, PaperError> {
    let failed = |file: &Path| {
        let file = file.to_owned();
        move |source| PaperError::File { file, source }
    };
    std::fs::create_dir_all(folder).map_err(failed(folder))?;
    let path = reserved(folder, name, ending)?;
    let part = path.with_extension(format!("{ending}.part"));
    let written = fresh(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, &path)
    });
    if let Err(source) = written {
        // Neither half a paper nor an empty one stays behind.
        for leftover in [&part, &path] {
            let _gone = std::fs::remove_file(leftover);
        }
        return Err(PaperError::File { file: path, source });
    }
    Ok(path)
}

/// The first free name, taken by an empty file so that nobody else gets it.
fn reserved(folder: &Path, name: &str, ending: &str) -> Result<PathBuf, PaperError> {
    let mut path = folder.join(format!("{name}.{ending}"));
    for next in 2..=SAME_NAME {
        match fresh(&path) {
            Ok(_) => return Ok(path),
            Err(taken) if taken.kind() == io::ErrorKind::AlreadyExists => {
                path = folder.join(format!("{name} ({next}).{ending}"));
            }
            Err(source) => return Err(PaperError::File { file: path, source }),
        }
    }
    let source = io::ErrorKind::AlreadyExists.into();
    Err(PaperError::File { file: path, source })
}

/// A file that was not there before, for its owner's eyes alone.
fn fresh(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a file that cannot be read has failed")]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let all = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = all
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_second_paper_of_the_same_name_gets_a_number_and_the_first_stays() {
        let folder = tempfile::tempdir().unwrap();
        let papers = folder.path().join("papers");
        let first = put(&papers, "一案一册", "pdf", b"1").unwrap();
        let second = put(&papers, "一案一册", "pdf", b"2").unwrap();
        assert_eq!(std::fs::read(&first).unwrap(), b"1");
        assert_eq!(std::fs::read(&second).unwrap(), b"2");
        assert_eq!(names(&papers), ["一案一册 (2).pdf", "一案一册.pdf"]);
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        // Somebody's file already has the name that is written to first.
        std::fs::write(folder.path().join("册.pdf.part"), "theirs").unwrap();
        assert!(put(folder.path(), "册", "pdf", b"1").is_err());
        assert!(!folder.path().join("册.pdf").exists());
    }

    #[test]
    fn a_name_cannot_leave_the_folder() {
        assert_eq!(safe("../../etc/passwd"), "_.._.._etc_passwd");
        assert_eq!(safe("督办单-5203/81\n"), "督办单-5203_81");
        assert_eq!(safe("a\0b\u{7}c"), "a_b_c");
        assert_eq!(safe("  "), "_");
        assert_eq!(safe(&"册".repeat(300)).chars().count(), NAME_LIMIT);
    }

    #[test]
    fn only_what_was_kept_here_can_be_opened() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("theirs.pdf"), "x").unwrap();
        let opened = Arc::new(Mutex::new(Vec::new()));
        let seen = opened.clone();
        let papers = Papers {
            open: Arc::new(move |file: &Path| {
                seen.lock().unwrap().push(file.to_owned());
                Ok(())
            }),
            ..Papers::in_folder(folder.path().to_owned())
        };
        let printer = Printer::new(papers);
        let paper = Paper::Print("#set page(height: 40pt)\n案".to_owned());
        let kept = printer.keep("册", paper).unwrap();
        printer.open(&kept.name).unwrap();
        assert_eq!(*opened.lock().unwrap(), [PathBuf::from(&kept.path)]);
        for name in ["theirs.pdf", "../册.pdf", "/etc/passwd", ""] {
            let refused = printer.open(name);
            assert!(matches!(refused, Err(PaperError::NotKept)), "{name}");
        }
        std::fs::remove_file(&kept.path).unwrap();
        assert!(matches!(printer.open(&kept.name), Err(PaperError::NotKept)));
    }
}
