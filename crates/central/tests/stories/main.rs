//! Stories of the central: over real HTTP, against a real database. The same ones for a file of SQLite and,
//! with `ONEMAP_TEST_DATABASE=postgres`, for a PostgreSQL that they start themselves.

#![allow(clippy::unwrap_used, reason = "a story fails where it cannot go on")]
#![allow(clippy::similar_names, reason = "a stage is set, a state is looked at")]

mod accounts;
mod attachments;
mod audit;
mod backup;
mod boundaries;
mod browser;
mod contract;
mod crashes;
mod decoders;
mod desk;
mod draws;
mod failover;
mod faults;
mod feed;
mod fuzz;
mod heads;
mod import;
mod indicators;
mod log;
mod mornings;
mod open311;
mod operate;
mod oracle;
mod pieces;
mod place;
mod provider;
mod reconciled;
mod records;
mod replicas;
mod routes;
mod sample;
mod scope;
mod service;
mod simulate;
mod stage;
mod time;
mod together;
mod traces;
mod versions;
mod wall;
mod ways;
