//! The program `onemap`: the desktop console. Everything it does is in the library.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    match onemap::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("onemap: {failure}");
            ExitCode::FAILURE
        }
    }
}
