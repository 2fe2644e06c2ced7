//! Where this machine keeps papers, and what opens them.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use onemap_desk::Papers;
use tauri::{AppHandle, Manager};

/// Fonts that ship with the program, in its folder of resources.
const FONTS: &str = "assets/fonts";

/// Papers of this user: in a folder of the console's files where one was named, else among the
/// user's documents.
pub fn of(app: &AppHandle, files: Option<&Path>) -> Papers {
    let path = app.path();
    let folder = match files {
        Some(files) => files.join("papers"),
        // A home without a folder for documents takes them itself.
        None => path
            .document_dir()
            .or_else(|_| path.home_dir())
            .unwrap_or_else(|_| PathBuf::from(".")),
    };
    let fonts = path.resource_dir().map(|resources| resources.join(FONTS));
    Papers {
        folder,
        fonts: fonts.into_iter().collect(),
        open: Arc::new(open),
    }
}

/// Hands a file to the program that the desktop opens such files with, and does not wait for it.
fn open(file: &Path) -> io::Result<()> {
    let mut opener = Command::new("xdg-open")
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // Some desktops' opener lives as long as the window that it opens.
    std::thread::spawn(move || match opener.wait() {
        Ok(status) if !status.success() => tracing::warn!(%status, "a paper was not opened"),
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "the opener of a paper was lost"),
    });
    Ok(())
}
