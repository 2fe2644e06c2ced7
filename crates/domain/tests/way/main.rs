//! The way of a case: walked by hand, and by random sequences of commands.

#![allow(clippy::unwrap_used, reason = "a walk that cannot go on has failed")]

mod fixture;
mod random;
mod walked;
