//! Stories through real parts: consoles with their two files, a real central on loopback, a line
//! that is cut, and the real window.

#![allow(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod accounts;
mod arrows;
mod attachments;
mod base_map;
mod beside;
mod browser;
mod configuration;
mod counties;
mod desks;
mod driver;
mod fetch;
mod files;
mod ground;
mod index;
mod later;
mod layers;
mod line;
mod looks;
mod matrix;
mod meetings;
mod minutes;
mod mornings;
mod outbox;
mod outside;
mod pages;
mod papers;
mod receptions;
mod reconciled;
mod records;
mod research;
mod seat;
mod service;
mod standard;
mod supervision;
mod tables;
mod tools;
mod town;
mod trust;
mod versions;
mod walk;
mod wall;
mod ways;
mod window;
