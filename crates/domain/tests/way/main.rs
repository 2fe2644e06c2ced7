//! The way of a case: walked by hand, and by random sequences of commands.

mod fixture;
mod random;
mod walked;
