//! What can stop any bench.

use std::io;
use std::path::{Path, PathBuf};

/// Why a bench stopped.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A file could not be read or written.
    #[error("{path}: {cause}")]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A file is not what it should be.
    #[error("{path}: {cause}")]
    Contents {
        /// Which one.
        path: PathBuf,
        /// What is wrong with it.
        cause: serde_json::Error,
    },
    /// A code that is none.
    #[error("the area: {0}")]
    Area(#[from] onemap_domain::area::NotAnAreaCode),
    /// The ground cannot be cut; another seed would do.
    #[error("the ground cannot be cut: {0}")]
    Ground(String),
    /// The peer could not be started, or went away.
    #[error("the peer: {0}")]
    Peer(io::Error),
    /// The peer said something else than agreed.
    #[error("the peer said {0:?}")]
    Unexpected(String),
    /// The two sides do not say the same.
    #[error("the two sides differ: {0}")]
    Unequal(String),
}

impl Failure {
    /// For `map_err` on a file's operation.
    pub fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::File { path, cause }
    }

    /// For `map_err` on the reading of a file's contents.
    pub fn contents(path: &Path) -> impl FnOnce(serde_json::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::Contents { path, cause }
    }
}
