//! Places: point to grid, map tiles, datums, measures, what is wrong with boundaries.
//!
//! Deliberately absent: files, sockets, clocks, caches, threads. Everything here is computed from
//! its arguments, and builds for wasm32, so that the desktop, the central and the page agree on
//! where a point lies.

pub mod datum;
pub mod faults;
pub mod fit;
pub mod locate;
pub mod measure;
mod mosaic;
pub mod mvt;
mod ring;
mod surface;
pub mod tiles;
