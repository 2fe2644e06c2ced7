//! Both ends of the sync, sans I/O.
//!
//! [`machine`] is the console's end: events go in, instructions come out; whoever runs it owns the
//! sockets, the files and the clock. [`acceptor`] is the central's end: one command and what is
//! already known go in, an answer and what to write come out. A server and a simulation run the
//! same code.
//!
//! Deliberately absent: sockets, files, threads, `now()`.

pub mod acceptor;
pub mod machine;
