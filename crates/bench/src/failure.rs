//! Everything that can stop a bench.

use std::io;
use std::path::{Path, PathBuf};

use onemap_domain::Refusal;
use onemap_domain::area::NotAnAreaCode;
use onemap_domain::case::Stage;
use onemap_domain::command::CommandKind;
use onemap_exchange::calendar::CalendarError;
use onemap_exchange::profile::ProfileError;

/// Why a bench stopped.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A shipped profile is missing or wrong.
    #[error("the profile: {0}")]
    Profile(#[from] ProfileError),
    /// A shipped calendar is wrong.
    #[error("the calendar: {0}")]
    Calendar(#[from] CalendarError),
    /// A code we made up is none.
    #[error("the area: {0}")]
    Area(#[from] NotAnAreaCode),
    /// A date or moment outside what a calendar can say.
    #[error("the time: {0}")]
    Time(#[from] jiff::Error),
    /// A profile no way was written for, or without categories or channels.
    #[error("no way of a case is written for the profile {0:?}")]
    NoWay(String),
    /// A way asked for something that its profile refuses.
    #[error("step {step}, {kind:?}, was refused: {refusal:?}")]
    Refused {
        /// Which step of the way, from 1.
        step: usize,
        /// What was asked for.
        kind: CommandKind,
        /// Why not.
        refusal: Box<Refusal>,
    },
    /// A way did not end where it was written to.
    #[error("a case ended at {found:?} and not at {wanted:?}")]
    Ended {
        /// Where it should have.
        wanted: Stage,
        /// Where it did; `None` when there is no case.
        found: Option<Stage>,
    },
    /// A file could not be written.
    #[error("{path}: {cause}")]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The outbox failed.
    #[error(transparent)]
    Store(#[from] onemap_store::StoreError),
    /// The central failed.
    #[error(transparent)]
    Central(#[from] onemap_central::CentralError),
    /// The central's database failed.
    #[error(transparent)]
    Database(#[from] onemap_central::error::StoreError),
    /// A database that is asked directly failed.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// The console failed.
    #[error("the console: {0:?}")]
    Console(onemap_protocol::problem::Problem),
    /// The console could not be opened.
    #[error(transparent)]
    Desk(#[from] onemap_desk::DeskError),
    /// The line failed.
    #[error(transparent)]
    Line(#[from] reqwest::Error),
    /// Something that was sent is not what it should be.
    #[error("what was sent: {0}")]
    Json(#[from] serde_json::Error),
    /// The peer, or a folder for it, failed.
    #[error(transparent)]
    Bench(#[from] onemap_bench_map::Failure),
    /// The peer could not be started, or went away.
    #[error("the peer: {0}")]
    Peer(io::Error),
    /// The peer said something else than agreed.
    #[error("the peer said {0:?}")]
    Unexpected(String),
    /// The two sides do not say the same.
    #[error("line {line}: ours is {ours:?}, the peer's {peer:?}")]
    Unequal {
        /// Which line, from 1.
        line: usize,
        /// What we say; `None` when the peer says more.
        ours: Option<String>,
        /// What the peer says; `None` when we say more.
        peer: Option<String>,
    },
}

impl From<onemap_protocol::problem::Problem> for Failure {
    fn from(problem: onemap_protocol::problem::Problem) -> Self {
        Self::Console(problem)
    }
}

impl Failure {
    /// Whether a central asks to come again.
    pub fn is_not_ready(&self) -> bool {
        let status = match self {
            Self::Line(error) => error.status(),
            _ => None,
        };
        status.is_some_and(|status| status.as_u16() == 503)
    }

    /// For `map_err` on a file's operation.
    pub fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::File { path, cause }
    }
}
