//! What can go wrong, below the wire.

use std::net::SocketAddr;

use onemap_domain::Refusal;
use onemap_domain::case::CaseId;
use onemap_exchange::county::CountyError;
use onemap_protocol::problem::{Problem, ProblemCode};
use sqlx::error::DatabaseError;
use uuid::Uuid;

use crate::accounts::AccountError;
use crate::heads::HeadsError;
use crate::land::LandError;
use crate::tokens::NoRandomness;

/// Why the database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no room left.
    #[error("the disk is full")]
    Full,
    /// A row does not hold what it must; somebody else wrote it, or the disk is failing.
    #[error("the database holds something unreadable: {what}")]
    Unreadable {
        /// Which kind of row.
        what: &'static str,
        /// What the reader says.
        #[source]
        source: serde_json::Error,
    },
    /// Something could not be put into the form it is kept in.
    #[error("{what} cannot be written")]
    Unwritable {
        /// Which kind of row.
        what: &'static str,
        /// What the writer says.
        #[source]
        source: serde_json::Error,
    },
    /// The migrations cannot be brought to the version of this program.
    #[error("the database cannot be brought to this version")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    /// Everything else the database says.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
    /// Somebody else has it, in a way that leaves no room for this.
    #[error("the database is in use")]
    InUse,
    /// The lock file beside it cannot be used.
    #[error("the lock file beside the database cannot be used")]
    Lock(#[source] std::io::Error),
    /// Whoever logs in to the database is above row-level security, and the role that is not can
    /// neither be made nor used.
    #[error(
        "row-level security would not bind this login, and the role onemap_central is not to be had"
    )]
    Unguarded,
    /// Of the servers that an address names, none takes writes.
    #[error("none of the database's servers is the primary")]
    NoPrimary,
    /// Something is to be drawn.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The task that worked on it did not come to its end.
    #[error("the work was broken off")]
    BrokenOff,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        // SQLITE_FULL is 13; extended codes keep it in their lowest byte. PostgreSQL's codes have
        // five characters: 53100 is disk_full.
        let code = error.as_database_error().and_then(DatabaseError::code);
        let is_full = match code.as_deref() {
            Some("53100") => true,
            Some(code) if code.len() < 5 => code.parse::<i64>().is_ok_and(|code| code & 0xff == 13),
            _ => false,
        };
        if is_full {
            StoreError::Full
        } else {
            StoreError::Database(error)
        }
    }
}

/// Why the central does not run, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum CentralError {
    /// The database's address is not one of a kind that this central knows.
    #[error("{address:?} is no database address: sqlite:FILE and postgres://… are")]
    DatabaseAddress {
        /// What was given.
        address: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something else listens there, or the address is not this machine's.
    #[error("cannot listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The server stopped by itself.
    #[error("the server failed")]
    Serve(#[source] std::io::Error),
    /// The county's profile or calendar cannot be used.
    #[error(transparent)]
    Land(#[from] LandError),
    /// Signed heads cannot be kept.
    #[error(transparent)]
    Heads(#[from] HeadsError),
    /// The database has a county that works by another profile than was asked for.
    #[error("the county works by {there:?}, not by {asked:?}")]
    OtherProfile {
        /// The code of the profile it works by.
        there: String,
        /// The code that was asked for.
        asked: String,
    },
    /// The first account could not be opened.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The sample package cannot be read.
    #[error(transparent)]
    Package(#[from] CountyError),
    /// A step of a sample's story was refused.
    #[error("step {step} of the sample's case {case} was refused: {refusal}")]
    SampleStep {
        /// Which case.
        case: CaseId,
        /// Which of its steps, from 0.
        step: usize,
        /// Why.
        refusal: Refusal,
    },
    /// A story of the sample names an account that the sample does not have.
    #[error("the sample's case {case} names an unknown account {account:?}")]
    SampleAccount {
        /// Which case.
        case: CaseId,
        /// The login name.
        account: String,
    },
}

/// An error with its causes, for whoever looks after it.
pub fn with_causes(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said = format!("{said}: {error}");
        cause = error.source();
    }
    said
}

/// A fault of ours: the log keeps what it was, the caller gets a reference to it.
pub(crate) fn fault(error: &dyn std::error::Error) -> Problem {
    let reference = Uuid::now_v7();
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    tracing::error!(%reference, %error, cause, "a request failed");
    Problem::new(ProblemCode::Internal).with("reference", reference)
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        if matches!(error, StoreError::Full) {
            return Problem::new(ProblemCode::DiskFull);
        }
        fault(&error)
    }
}
