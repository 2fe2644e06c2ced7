//! Open311 `GeoReport` v2: other programs report cases and read how they stand.
//!
//! The standard is the one published under `wiki.open311.org/GeoReport_v2`; what a rule here follows is
//! named by the section there. `docs/open311.md` says what is there and what is refused. The routes
//! are `http::open311`.
//!
//! Deliberately absent: rules of governance. A report becomes the same command that a console gives.

pub mod answers;
pub mod asked;
pub mod intake;
pub mod posted;
pub mod reading;
pub mod words;
pub mod xml;

use std::collections::BTreeMap;

use onemap_protocol::problem::Problem;

/// What is refused at this door: `key` is the sentence's in the locale files.
pub(crate) fn refused(status: u16, key: &str) -> Problem {
    Problem {
        status,
        code: key.replace('-', "_"),
        params: BTreeMap::new(),
        key: key.to_owned(),
        detail: String::new(),
    }
}
