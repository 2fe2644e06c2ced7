//! Everything that can stop a task, in words that name the next step.

use std::io;
use std::path::{Path, PathBuf};

/// Why a task stopped.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// This crate does not lie inside a repository.
    #[error("{0} does not lie inside the repository")]
    NoRoot(PathBuf),
    /// A program is missing or could not be started.
    #[error("`{program}` could not be started: {cause}")]
    NotStarted {
        /// Its name.
        program: String,
        /// What the system said.
        cause: io::Error,
    },
    /// A program ended with an error, which it has told itself.
    #[error("`{command}` failed ({status})")]
    Unsuccessful {
        /// The command line.
        command: String,
        /// Its exit status or signal.
        status: std::process::ExitStatus,
    },
    /// Packages are missing and this user may not install them.
    #[error("system packages are missing; install them with\n\n    {0}\n")]
    Packages(String),
    /// A needed command is missing and no package manager we know is here.
    #[error("`{0}` is missing; install it and try again")]
    Command(&'static str),
    /// A file could not be read or written.
    #[error("{path}: {cause}")]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// Cargo described the workspace in an unexpected form.
    #[error("`cargo metadata` gave no target directory")]
    Metadata,
    /// The compiled front end could not be turned into a page.
    #[error("wasm-bindgen: {0}")]
    Bindgen(String),
    /// The sample county could not be drawn.
    #[error("the sample county: {0}")]
    Sample(#[from] crate::sample::Failure),
    /// No screen to open a window on.
    #[error(
        "no display: neither WAYLAND_DISPLAY nor DISPLAY is set; \
         start from a desktop session or under `xvfb-run dbus-run-session`"
    )]
    NoDisplay,
    /// No bench has this name.
    #[error("no bench is called {name:?}; there are: {known}")]
    UnknownBench {
        /// What was asked for.
        name: String,
        /// The names of all.
        known: String,
    },
    /// A step of `test` failed.
    #[error("step \"{step}\" failed: {cause}")]
    Step {
        /// Its name, as printed in its heading.
        step: &'static str,
        /// What went wrong.
        cause: Box<Failure>,
    },
}

impl Failure {
    /// For `map_err` on a file's operation.
    pub fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::File { path, cause }
    }
}
