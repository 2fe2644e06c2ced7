//! Builders, fixtures, a fixed clock, a line that can be cut.

pub mod county;
pub mod line;
