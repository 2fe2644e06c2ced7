//! The program `onemap-central`: serve a county, import into its database, simulate its people.
//!
//! Exit codes: 0 done, 1 failed, 2 a bad file or a bad command line (nothing was changed).
//!
//! Deliberately absent: sentences. They stand in `assets/locales/*/central.ftl`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main(std::env::args_os().collect())
}
