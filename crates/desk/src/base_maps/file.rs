//! A base map in a file: `PMTiles`, version 3.

use std::path::Path;

use onemap_protocol::desk::BaseTiles;
use onemap_spatial::tiles::TileId;
use pmtiles::{
    AsyncBackend, AsyncPmTilesReader, BackendResponse, HashMapCache, PmtError, PmtResult,
    TileCoord, TileType,
};
use serde::Deserialize;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio::sync::Mutex;

/// An open file.
pub(super) struct TileFile {
    reader: AsyncPmTilesReader<Parts, HashMapCache>,
    /// What it says of itself.
    pub(super) says: Says,
    /// What its tiles are.
    pub(super) tiles: BaseTiles,
}

/// Of its metadata what a console shows.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Says {
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) attribution: String,
}

/// Why a file is no base map.
#[derive(Debug, thiserror::Error)]
pub(super) enum FileError {
    /// It cannot be read, or is broken.
    #[error(transparent)]
    File(#[from] PmtError),
    /// Its tiles are of a kind that is not drawn here.
    #[error("its tiles are neither pictures nor vector tiles")]
    Kind,
}

impl TileFile {
    pub(super) async fn open(path: &Path) -> Result<TileFile, FileError> {
        let parts = Parts(Mutex::new(File::open(path).await.map_err(PmtError::from)?));
        let reader =
            AsyncPmTilesReader::try_from_cached_source(parts, HashMapCache::default()).await?;
        let tiles = match reader.get_header().tile_type {
            TileType::Png | TileType::Jpeg | TileType::Webp => BaseTiles::Pictures,
            TileType::Mvt => BaseTiles::Vectors,
            TileType::Unknown | TileType::Avif | TileType::Mlt => return Err(FileError::Kind),
        };
        // What it says of itself is free text: without it the file's own name is enough.
        let says = reader.get_metadata().await.ok();
        let says = says.and_then(|says| serde_json::from_str(&says).ok());
        Ok(TileFile {
            reader,
            says: says.unwrap_or_default(),
            tiles,
        })
    }

    /// The first and the last level.
    pub(super) fn zooms(&self) -> (u8, u8) {
        let header = self.reader.get_header();
        (header.min_zoom, header.max_zoom)
    }

    /// `[west, south, east, north]`, degrees.
    pub(super) fn bounds(&self) -> [f64; 4] {
        let header = self.reader.get_header();
        [
            header.min_longitude,
            header.min_latitude,
            header.max_longitude,
            header.max_latitude,
        ]
    }

    /// A tile, unpacked; `None` where it has none.
    pub(super) async fn tile(&self, tile: TileId) -> Result<Option<Vec<u8>>, FileError> {
        let coord = TileCoord::new(tile.z(), tile.x(), tile.y())?;
        let bytes = self.reader.get_tile_decompressed(coord).await?;
        Ok(bytes.map(|bytes| bytes.to_vec()))
    }
}

/// A file that is read piece by piece. Not mapped into memory: somebody may put another in its place meanwhile,
/// and reading what is gone would end the program.
struct Parts(Mutex<File>);

impl AsyncBackend for Parts {
    async fn read(&self, offset: u64, length: usize) -> PmtResult<BackendResponse> {
        let mut bytes = Vec::new();
        let mut file = self.0.lock().await;
        file.seek(std::io::SeekFrom::Start(offset)).await?;
        (&mut *file)
            .take(length as u64)
            .read_to_end(&mut bytes)
            .await?;
        Ok(BackendResponse::new(bytes.into()))
    }
}
