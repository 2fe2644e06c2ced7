//! The program starts itself again, in its own place: where the system can, the process keeps its id.

use std::io;
use std::time::Duration;

/// How often a start has found an earlier one leaving; in the environment, since nothing else
/// outlives the change of programs.
const TRIES: &str = "ONEMAP_START_TRIES";

/// An earlier console takes a few seconds to close its files.
const AT_MOST: u32 = 20;
const PAUSE: Duration = Duration::from_millis(500);

/// Starts this program again with the same arguments and `name=value` in its environment. Comes
/// back only where that failed, with the reason.
pub fn with(name: &str, value: &str) -> io::Error {
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => return error,
    };
    let mut again = std::process::Command::new(program);
    again.args(std::env::args_os().skip(1)).env(name, value);
    in_our_place(again)
}

#[cfg(unix)]
fn in_our_place(mut program: std::process::Command) -> io::Error {
    std::os::unix::process::CommandExt::exec(&mut program)
}

#[cfg(not(unix))]
fn in_our_place(mut program: std::process::Command) -> io::Error {
    match program.spawn() {
        Ok(_) => std::process::exit(0),
        Err(error) => error,
    }
}

/// The earlier console on the same files went away while it was asked to come to the front: it
/// answers nobody any more, so this start is tried once more. Comes back when it has been tried
/// often enough, or cannot be.
pub fn when_the_other_has_left(failure: &tauri::Error) {
    let is_in_the_way = matches!(failure, tauri::Error::PluginInitialization(plugin, _)
        if plugin == "single-instance");
    let tries = std::env::var(TRIES)
        .ok()
        .and_then(|tries| tries.parse().ok());
    let tries: u32 = tries.unwrap_or(0);
    if !is_in_the_way || tries >= AT_MOST {
        return;
    }
    tracing::info!(%failure, tries, "an earlier console is leaving; starting again");
    std::thread::sleep(PAUSE);
    let error = with(TRIES, &(tries + 1).to_string());
    tracing::error!(%error, "the program could not be started again");
}
