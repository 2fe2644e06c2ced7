//! The deterministic simulation of some consoles and a central.
//!
//! The real sync machine, the real acceptor, the real rules and the real overlay run over a
//! simulated network, disk and clock; a seed replays any run, step by step. [`checker`] sees every
//! order that is given and every effect that is committed, and says which promise of
//! reliability.md was broken (1–5 and 7). What is broken on purpose ([`faults::Mutation`]) is
//! found: that is the test of the tests.
//!
//! | Module | Has |
//! |---|---|
//! | [`run`] | a run of trials, its report, and how a failure is told |
//! | [`world`] | what happens next; the tasks that wait for the network |
//! | [`acts`] | what people do, and what a fault does |
//! | [`faults`] | every fault and every mutation; how to add one |
//! | [`console`], [`files`] | a console: the runner's rules, its outbox and its caches |
//! | [`central`] | a central: the log, the answers, what a scope gets of them |
//! | [`network`], [`disk`] | how messages fare, and what survives a power cut |
//! | [`people`] | random commands |
//!
//! Deliberately absent: SQLite, HTTP, threads and the wall clock. That the real files and the real
//! sockets keep the rules that are mirrored here is for the tests with real processes.

pub mod acts;
pub mod central;
pub mod chance;
pub mod checker;
pub mod console;
pub mod disk;
pub mod faults;
pub mod files;
pub mod network;
pub mod people;
pub mod run;
pub mod world;
