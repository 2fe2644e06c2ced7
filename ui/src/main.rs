//! The front end: one page, driven by a console.
//!
//! Deliberately absent: rules, storage, sockets. The page shows what the console answers, and
//! everything that leaves it goes through [`backend`].

mod accounts;
mod app;
mod area;
mod attachments;
mod backend;
mod bulk;
mod case;
mod clipboard;
mod department;
#[cfg(test)]
mod fixture;
mod header;
mod help;
mod inbox;
mod index;
mod indicators;
mod keyboard;
mod lock;
mod map;
mod matrix;
mod meetings;
mod new_case;
mod open_cases;
mod orders;
mod palette;
mod parts;
mod receptions;
mod remote;
mod service;
mod sign_in;
mod state;
mod status_bar;
mod supervision;
mod text;
mod toasts;
mod wall;
mod watermark;
mod ways;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
