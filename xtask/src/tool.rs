//! Running other programs: silently asking, or visibly doing.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use crate::failure::Failure;

/// A command that runs in `directory`, reads nothing and shows what it prints.
pub fn command(directory: &Path, program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir(directory)
        .stdin(Stdio::null());
    command
}

/// Runs a command to its end; anything but success is a failure.
pub fn perform(command: &mut Command) -> Result<(), Failure> {
    let status = command.status();
    ended(
        command,
        status.map_err(|cause| not_started(command, cause))?,
    )
}

/// Runs a command to its end and shows what it prints as it comes: how it ended, and all it printed.
pub fn overheard(command: &mut Command) -> Result<(Result<(), Failure>, String), Failure> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|cause| not_started(command, cause))?;
    let mut heard = String::new();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            heard.push_str(&line);
            heard.push('\n');
        }
    }
    let status = child.wait().map_err(|cause| not_started(command, cause))?;
    Ok((ended(command, status), heard))
}

/// What a command prints, or `None` when it does not exist or fails: for questions.
pub fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn ended(command: &Command, status: ExitStatus) -> Result<(), Failure> {
    if status.success() {
        return Ok(());
    }
    Err(Failure::Unsuccessful {
        command: line(command),
        status,
    })
}

fn not_started(command: &Command, cause: std::io::Error) -> Failure {
    Failure::NotStarted {
        program: command.get_program().to_string_lossy().into_owned(),
        cause,
    }
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
