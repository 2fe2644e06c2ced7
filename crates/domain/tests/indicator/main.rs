//! Indicators: exact fractions, what counts in which, rankings, and counters that never drift.

#![allow(
    clippy::unwrap_used,
    reason = "a fixture that cannot be made has failed"
)]

mod counted;
mod defined;
mod fixture;
mod fractions;
mod random;
mod ranked;
