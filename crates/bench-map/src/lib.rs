//! What every bench needs: a peer to ask, times and their median, and why a bench stopped.
//!
//! A library, because `onemap-bench` needs the same and this crate builds without a server.
//! Deliberately absent: the benches themselves, which are the program's.

mod failure;
pub mod measure;
pub mod peer;

pub use failure::Failure;
