//! Builders, fixtures, a fixed clock, a line that can be cut, a simulation of the whole sync.

pub mod county;
pub mod line;
pub mod simulation;
