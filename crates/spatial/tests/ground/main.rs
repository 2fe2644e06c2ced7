//! The ground as its users see it: grids found, tiles drawn and read back.
#![cfg(test)]

mod decoder;
mod faults;
mod index;
mod locate;
mod mosaic;
mod mvt;
mod surfaces;
mod tiles;
