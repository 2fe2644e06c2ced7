//! How the wall was driven last, in a file beside its desk's, so that it comes back the same.

use std::path::{Path, PathBuf};

use onemap_protocol::desk::{Drive, WallWindow};

fn kept_in(folder: &Path) -> PathBuf {
    folder.join("wall.json")
}

/// What was kept; the beginning where nothing was, or where it cannot be read.
pub fn read(folder: &Path) -> Drive {
    let Ok(text) = std::fs::read(kept_in(folder)) else {
        return Drive::default();
    };
    serde_json::from_slice(&text).unwrap_or_else(|error| {
        tracing::warn!(%error, "how the wall was driven cannot be read");
        Drive::default()
    })
}

/// Keeps it, whole or not at all. A failure costs only that a new start begins afresh.
pub fn write(folder: &Path, drive: &Drive) {
    let part = folder.join("wall.json.part");
    // A wall that could not be opened once is still wanted at the next start.
    let wish = Drive {
        window: match drive.window {
            WallWindow::Failed => WallWindow::Open,
            window => window,
        },
        ..drive.clone()
    };
    let written = serde_json::to_vec(&wish)
        .map_err(std::io::Error::from)
        .and_then(|text| {
            std::fs::create_dir_all(folder)?;
            let mut file = std::fs::File::create(&part)?;
            std::io::Write::write_all(&mut file, &text)?;
            file.sync_all()?;
            std::fs::rename(&part, kept_in(folder))
        });
    if let Err(error) = written {
        tracing::warn!(%error, "how the wall is driven could not be kept");
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a file that cannot be read has failed")]
mod tests {
    use onemap_protocol::desk::Scene;

    use super::*;

    #[test]
    fn a_wall_comes_back_as_it_was_left_and_a_broken_file_does_not_stop_it() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("wall");
        assert_eq!(read(&folder), Drive::default());
        let left = Drive {
            window: WallWindow::Open,
            monitor: Some("HDMI-2".to_owned()),
            pinned: Some(Scene::Overdue),
            ..Drive::default()
        };
        write(&folder, &left);
        assert_eq!(read(&folder), left);
        std::fs::write(kept_in(&folder), b"{\"open\": tr").unwrap();
        assert_eq!(read(&folder), Drive::default());
    }
}
