//! Reading sheets of messages: the real files, and files that are wrong in every way we know.

#![expect(clippy::unwrap_used, reason = "tests, and what only tests use")]

mod made;
mod real;
