//! The program `onemap`: the desktop console. Everything it does is in the library.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

/// The system's allocator keeps what each of some thirty threads once held, and a wall runs for months.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match onemap::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("onemap: {failure}");
            ExitCode::FAILURE
        }
    }
}
