//! The front end: one page, driven by a console.
//!
//! Deliberately absent: rules, storage, sockets. The page shows what the console answers, and
//! everything that leaves it goes through [`backend`].

mod app;
mod backend;
mod header;
mod help;
mod inbox;
mod keyboard;
mod lock;
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

// TEMPORARY (UI-1): replaced by `mod NAME;` as each of UI-2's files appears.
mod map { use leptos::prelude::*; #[component] pub fn MapView() -> impl IntoView {} }
mod case { use leptos::prelude::*; #[component] pub fn CasePanel() -> impl IntoView {} }
mod new_case { use leptos::prelude::*; #[component] pub fn NewCase() -> impl IntoView {} }
mod area { use leptos::prelude::*; #[component] pub fn AreaPanel() -> impl IntoView {} }
mod department { use leptos::prelude::*; #[component] pub fn DepartmentPanel() -> impl IntoView {} }
