//! How the wall was driven last, in a file beside its desk's, so that it comes back the same.

use std::path::{Path, PathBuf};

use onemap_protocol::desk::Drive;

fn file(folder: &Path) -> PathBuf {
    folder.join("wall.json")
}

/// What was kept; the beginning where nothing was, or where it cannot be read.
pub fn read(folder: &Path) -> Drive {
    let Ok(text) = std::fs::read(file(folder)) else {
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
    let written = serde_json::to_vec(drive)
        .map_err(std::io::Error::from)
        .and_then(|text| {
            std::fs::create_dir_all(folder)?;
            std::fs::write(&part, text)?;
            std::fs::rename(&part, file(folder))
        });
    if let Err(error) = written {
        tracing::warn!(%error, "how the wall is driven could not be kept");
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a file that cannot be read has failed")]
mod tests {
    use onemap_protocol::desk::{Scene, WallWindow};

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
        std::fs::write(file(&folder), b"{\"open\": tr").unwrap();
        assert_eq!(read(&folder), Drive::default());
    }
}
