//! The national service 天地图: WMTS 1.0.0 in the web's projection (`_w`), levels 1 to 18. Its key stays here:
//! the page is given pictures, and never sees an address of the service.
//!
//! Tiles that came are kept on the disk, so that without the network the last ones stay.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::Secret;
use onemap_spatial::tiles::TileId;
use reqwest::{Client, StatusCode, header};
use serde::Deserialize;
use uuid::Uuid;

use super::store;

/// The first level of the service.
pub(super) const FIRST: u8 = 1;

/// The last one.
pub(super) const LAST: u8 = 18;

/// How old a tile may be before it is asked for again.
const FRESH: Duration = Duration::from_hours(30 * 24);

/// How long a tile is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the file `tianditu.toml` says.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The key that the service gave the county.
    key: Secret,
    /// Where the service is: its own address, or that of a mirror in the government's network.
    #[serde(default = "own_address")]
    address: String,
    /// The number under which its publication was approved, as the service says it (审图号).
    #[serde(default)]
    pub(super) approval: String,
}

fn own_address() -> String {
    "https://t0.tianditu.gov.cn".to_owned()
}

/// One of its maps: the layers that lie over one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    Lines,
    Pictures,
}

impl Which {
    /// The service's names of its layers, the lowest first; the second has the names.
    pub(super) const fn sheets(self) -> [&'static str; 2] {
        match self {
            Which::Lines => ["vec", "cva"],
            Which::Pictures => ["img", "cia"],
        }
    }
}

/// A console's way to the service.
pub(super) struct Tianditu {
    settings: Settings,
    client: Client,
    kept: PathBuf,
}

impl Tianditu {
    /// With the tiles that came kept in a folder.
    pub(super) fn new(settings: Settings, kept: PathBuf) -> Result<Tianditu, reqwest::Error> {
        let client = Client::builder().timeout(PATIENCE).build()?;
        Ok(Tianditu {
            settings,
            client,
            kept,
        })
    }

    pub(super) fn approval(&self) -> &str {
        &self.settings.approval
    }

    /// A tile: the one that is kept while it is fresh, else the service's, else the one that is kept. With it
    /// why the service did not give one.
    pub(super) async fn tile(
        &self,
        layer: &str,
        tile: TileId,
        now: SystemTime,
    ) -> (Option<Vec<u8>>, Option<Problem>) {
        let path = self.path(layer, tile);
        let age = age(&path, now).await;
        if age.is_some_and(|age| age < FRESH)
            && let Ok(bytes) = tokio::fs::read(&path).await
        {
            return (Some(bytes), None);
        }
        match self.asked(layer, tile).await {
            Ok(bytes) => {
                if let Err(error) = store::put(&path, &bytes, Uuid::now_v7()).await {
                    tracing::warn!(%error, "a tile of a base map is not kept");
                }
                (Some(bytes), None)
            }
            Err(problem) => (tokio::fs::read(&path).await.ok(), Some(problem)),
        }
    }

    fn path(&self, layer: &str, tile: TileId) -> PathBuf {
        let (z, x) = (tile.z().to_string(), tile.x().to_string());
        let folder = self.kept.join(layer).join(z).join(x);
        folder.join(tile.y().to_string())
    }

    async fn asked(&self, layer: &str, tile: TileId) -> Result<Vec<u8>, Problem> {
        let unreachable = || Problem::new(ProblemCode::BaseMapUnreachable);
        let address = self.settings.address.trim_end_matches('/');
        let [z, x, y] = [u32::from(tile.z()), tile.x(), tile.y()].map(|axis| axis.to_string());
        let asked = [
            ("SERVICE", "WMTS"),
            ("REQUEST", "GetTile"),
            ("VERSION", "1.0.0"),
            ("LAYER", layer),
            ("STYLE", "default"),
            ("TILEMATRIXSET", "w"),
            ("FORMAT", "tiles"),
            ("TILEMATRIX", &z),
            ("TILEROW", &y),
            ("TILECOL", &x),
            ("tk", &self.settings.key.0),
        ];
        let url = format!("{address}/{layer}_w/wmts");
        let answer = self.client.get(url).query(&asked).send().await;
        // The address has the key: no word of the library's about it goes further.
        let answer = answer.map_err(|_| unreachable())?;
        match answer.status() {
            StatusCode::OK => {}
            // It answers so to a key that it does not know, or whose count for the day is used up.
            StatusCode::UNAUTHORIZED
            | StatusCode::FORBIDDEN
            | StatusCode::IM_A_TEAPOT
            | StatusCode::TOO_MANY_REQUESTS => {
                return Err(Problem::new(ProblemCode::BaseMapRefused));
            }
            _ => return Err(unreachable()),
        }
        let kind = answer.headers().get(header::CONTENT_TYPE);
        if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"image/")) {
            return Err(Problem::new(ProblemCode::BaseMapRefused));
        }
        let bytes = answer.bytes().await.map_err(|_| unreachable())?;
        Ok(bytes.to_vec())
    }
}

/// How old a file is; `None` where there is none.
async fn age(path: &Path, now: SystemTime) -> Option<Duration> {
    let written = super::written(path).await?;
    // One from the future was written under another clock: it is as good as new.
    Some(now.duration_since(written).unwrap_or_default())
}
