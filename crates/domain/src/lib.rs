//! The rules of county governance, pure.
//!
//! State goes in, state comes out: [`decide`] turns a command into events or a [`Refusal`],
//! [`apply`] folds one event into a [`case::Case`]; [`decide_record`] and [`apply_record`] do the
//! same for a [`record::Record`]. The same code runs in every console and in
//! the central, so an operator offline and the central on line can only differ in what they know.
//!
//! Deliberately absent: clocks, randomness, files, sockets, SQL, threads. The time, the calendar,
//! the profile and the ground (which grid is here?) are arguments.

pub mod account;
pub mod area;
pub mod audit;
pub mod board;
pub mod calendar;
pub mod case;
pub mod chain;
pub mod clock;
pub mod command;
mod decide;
pub mod department;
pub mod duty;
pub mod event;
pub mod index;
pub mod indicator;
pub mod lane;
pub mod likeness;
pub mod mask;
pub mod pack;
pub mod people;
pub mod profile;
pub mod record;
pub mod refusal;
pub mod route;
pub mod score;
pub mod staffing;
pub mod standard;
pub mod subject;

pub use decide::{
    Context, Decision, Ground, TEXT_LIMIT, TITLE_LIMIT, allowed, apply, decide, recomputed,
};
pub use record::{apply_record, decide_record};
pub use refusal::Refusal;
