//! Real files that may not be committed: from `ONEMAP_SHARED_DATA`, or from beside the repository.

use std::path::{Path, PathBuf};

/// Where a file is, by its path in that folder; `None`, said aloud, where it is not.
pub fn file(path: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("ONEMAP_SHARED_DATA").map_or(beside, PathBuf::from);
    let path = folder.join(path);
    if path.exists() {
        return Some(path);
    }
    println!(
        "skipped: {} is not there; set ONEMAP_SHARED_DATA",
        path.display()
    );
    None
}
