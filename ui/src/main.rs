//! The front end: one page, driven by a console.
//!
//! Deliberately absent: rules, storage, sockets. The page shows what the console answers, and
//! everything that leaves it goes through [`backend`].

mod app;
mod area;
mod backend;
mod case;
mod department;
mod header;
mod help;
mod inbox;
mod keyboard;
mod lock;
mod map;
mod new_case;
mod orders;
mod palette;
mod parts;
mod remote;
mod sign_in;
mod state;
mod status_bar;
mod text;
mod toasts;
mod watermark;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
