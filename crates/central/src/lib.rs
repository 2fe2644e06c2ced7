//! The central API: what every console and every other program of a county talks to.
//!
//! The contract is `openapi.json` beside this crate's `Cargo.toml`, served under `/openapi.json`.
//! [`serve`] starts a central in this process, as the desktop does with its sample county; the
//! program `onemap-central` adds a command line.
//!
//! Deliberately absent: rules of governance (`onemap_domain`), the order of deliveries and
//! repetitions (`onemap_sync::acceptor`), TLS (a reverse proxy's).

pub mod acceptance;
pub mod accounts;
mod apart;
pub mod attachments;
pub mod audit;
pub mod backup;
pub mod boundaries;
pub mod bridge;
pub mod change;
pub mod counters;
pub mod database;
mod drawing;
mod entrance;
pub mod error;
mod follow;
pub mod ground;
pub mod heads;
pub mod housekeeping;
pub mod http;
pub mod import;
mod indexes;
pub mod keys;
pub mod land;
mod meetings;
pub mod metrics;
pub mod open311;
pub mod openings;
pub mod pad;
pub mod password;
pub mod postgres;
pub mod provider;
pub mod qr;
pub mod repository;
mod rows;
pub mod sample;
pub mod scatter;
mod seat;
mod server;
pub mod sign_in;
pub mod simulate;
pub mod sqlite;
mod throttle;
mod ticks;
pub mod together;
pub mod tokens;
pub mod traces;
pub mod verify;

pub use error::CentralError;
pub use server::{Central, Now, Options, Running, serve};
