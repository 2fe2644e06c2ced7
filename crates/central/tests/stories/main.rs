//! Stories of the central: over real HTTP, against a real SQLite file.

mod contract;
mod desk;
mod faults;
mod feed;
mod import;
mod sample;
mod scope;
mod simulate;
mod stage;
