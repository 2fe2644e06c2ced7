//! Tiles kept on the disk, each in a file of its own.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use uuid::Uuid;

/// How much may be kept, bytes.
pub(super) const MOST: u64 = 1 << 30;

/// Keeps a tile, whole or not at all. `name` is nobody else's.
pub(super) async fn put(path: &Path, bytes: &[u8], name: Uuid) -> std::io::Result<()> {
    let Some(folder) = path.parent() else {
        return Ok(());
    };
    tokio::fs::create_dir_all(folder).await?;
    let part = folder.join(format!("{name}.part"));
    let kept = async {
        tokio::fs::write(&part, bytes).await?;
        tokio::fs::rename(&part, path).await
    };
    let kept = kept.await;
    if kept.is_err() {
        // What is left of it is thrown away with the oldest tiles otherwise.
        let _ = tokio::fs::remove_file(&part).await;
    }
    kept
}

/// Throws the oldest away until at most so many bytes are left. Gives back how many files went.
pub(super) fn prune(folder: &Path, most: u64) -> std::io::Result<usize> {
    let mut files = Vec::new();
    gather(folder, &mut files)?;
    files.sort_unstable_by_key(|(written, ..)| *written);
    let mut left: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
    let mut gone = 0;
    for (_, bytes, path) in files {
        if left <= most {
            break;
        }
        std::fs::remove_file(path)?;
        left -= bytes;
        gone += 1;
    }
    Ok(gone)
}

fn gather(folder: &Path, files: &mut Vec<(SystemTime, u64, PathBuf)>) -> std::io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let about = entry.metadata()?;
        if about.is_dir() {
            gather(&entry.path(), files)?;
        } else {
            files.push((about.modified()?, about.len(), entry.path()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn the_oldest_tiles_go_first_and_what_fits_stays() {
        let folder = tempfile::TempDir::new().unwrap();
        let tile = |nth: u64| folder.path().join(format!("vec/10/{nth}/1"));
        for nth in 0..4 {
            put(&tile(nth), &[0; 100], Uuid::now_v7()).await.unwrap();
            let file = std::fs::File::options()
                .write(true)
                .open(tile(nth))
                .unwrap();
            let written = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000 - 100 * nth);
            file.set_modified(written).unwrap();
        }
        assert_eq!(prune(folder.path(), 400).unwrap(), 0);
        assert_eq!(prune(folder.path(), 250).unwrap(), 2);
        let there: Vec<bool> = (0..4).map(|nth| tile(nth).exists()).collect();
        assert_eq!(there, [true, true, false, false]);
        assert_eq!(prune(&folder.path().join("nowhere"), 0).unwrap(), 0);
    }
}
