//! A county's areas and boundaries come into its register, all of a file or nothing; a database that has no
//! county yet begins one with the file that names it.
//!
//! Reading and comparing take seconds for a county's grids and are done before the transaction; it writes
//! only if the register is still the one that was compared with.
//!
//! Deliberately absent: reading files and finding faults (`onemap_exchange::boundaries`), wording the report.

use std::sync::Arc;

use jiff::Timestamp;
use onemap_domain::area::AreaCode;
use onemap_domain::audit::RegisterPart;
use onemap_exchange::boundaries::{self, Applied, Asked, BeginError, BoundaryError, Report, Sheet};
use onemap_exchange::profile::{self, ProfileError};
use onemap_protocol::register::Register;

use crate::apart::computed;
use crate::change;
use crate::error::StoreError;
use crate::repository::Repository;

/// How often a register that changed meanwhile is compared with anew.
const TRIES: usize = 3;

/// How a file is brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// How it is read.
    pub asked: Asked,
    /// Which county is meant, where the file has several or to make sure.
    pub county: Option<AreaCode>,
    /// By which of the profiles that ship a county works that is begun.
    pub profile: Option<String>,
    /// Only say what would be; nothing is written.
    pub preview: bool,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Brought {
    /// What was found; in a preview there may be errors among it.
    pub report: Report,
    /// The county's name.
    pub county: String,
    /// Whether the register was begun with this file.
    pub begun: bool,
    /// The register's version with it; `None` when nothing was written.
    pub register_version: Option<u64>,
}

/// Why nothing was brought in.
#[derive(Debug, thiserror::Error)]
pub enum BringError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] BoundaryError),
    /// The database has no county, and the file begins none.
    #[error(transparent)]
    Begin(#[from] BeginError),
    /// The database has no county, and no profile was named for the one to begin.
    #[error("a county is begun by a profile; none was named")]
    NoProfile,
    /// The profile that was named cannot be used.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The database has another county than the one that was named.
    #[error("the database has {name} ({there})")]
    OtherCounty {
        /// Its code.
        there: AreaCode,
        /// Its name.
        name: String,
    },
    /// Errors stand in the report.
    #[error("{} errors stand against it", .0.errors)]
    Stands(Box<Report>),
    /// The register changed again and again meanwhile.
    #[error("the register changed meanwhile")]
    Changed,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is to be written.
struct Next {
    report: Report,
    register: Register,
    begun: bool,
}

/// Brings a file in: all of it in one transaction.
pub async fn bring(
    repository: &dyn Repository,
    bytes: Vec<u8>,
    file: &str,
    plan: &Plan,
    now: Timestamp,
) -> Result<Brought, BringError> {
    let file = file.to_owned();
    let sheet = computed(move || boundaries::read(&bytes, &file)).await??;
    let sheet = Arc::new(sheet);
    for _ in 0..TRIES {
        let (version, there) = repository.register().await?.unzip();
        let (own, plan_of) = (Arc::clone(&sheet), plan.clone());
        let next = computed(move || next(&own, there, &plan_of)).await??;
        let county = next.register.name.clone();
        if plan.preview {
            return Ok(Brought {
                report: next.report,
                county,
                begun: next.begun,
                register_version: None,
            });
        }
        if !next.report.is_good() {
            return Err(BringError::Stands(Box::new(next.report)));
        }
        let mut transaction = repository.begin().await?;
        if transaction.head().await?.register_version != version.unwrap_or(0) {
            continue;
        }
        transaction.put_register(&next.register).await?;
        let entry = change::changed(RegisterPart::Register, now);
        transaction.append_audit(&entry).await?;
        let register_version = transaction.head().await?.register_version;
        transaction.commit().await?;
        return Ok(Brought {
            report: next.report,
            county,
            begun: next.begun,
            register_version: Some(register_version),
        });
    }
    Err(BringError::Changed)
}

fn next(sheet: &Sheet, there: Option<Register>, plan: &Plan) -> Result<Next, BringError> {
    let begun = there.is_none();
    let before = match there {
        Some(register) => known(register, plan)?,
        None => begun_by(sheet, plan)?,
    };
    let (report, register) = match boundaries::applied(&before, sheet, plan.asked) {
        Ok(Applied { register, report }) => (report, register),
        Err(report) => (*report, before),
    };
    Ok(Next {
        report,
        register,
        begun,
    })
}

/// The register that is there, if it is of the county that was named.
fn known(register: Register, plan: &Plan) -> Result<Register, BringError> {
    match &plan.county {
        Some(county) if *county != register.county => Err(BringError::OtherCounty {
            there: register.county,
            name: register.name,
        }),
        _ => Ok(register),
    }
}

/// A register begun with the file. What the file lacks is said before what the command line lacks.
fn begun_by(sheet: &Sheet, plan: &Plan) -> Result<Register, BringError> {
    let code = plan.profile.as_deref().unwrap_or_default();
    let register = boundaries::begin(sheet, plan.county.as_ref(), code)?;
    if code.is_empty() {
        return Err(BringError::NoProfile);
    }
    profile::shipped(code)?;
    Ok(register)
}
