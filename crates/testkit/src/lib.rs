//! Builders, fixtures, base maps, a fixed clock, a line that can be cut, TLS before a central, a PostgreSQL of one's
//! own, a simulation of the whole sync.

pub mod base_map;
pub mod broken;
pub mod county;
pub mod line;
#[cfg(unix)]
pub mod postgres;
pub mod real;
pub mod simulation;
pub mod tls;
