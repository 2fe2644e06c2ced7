//! Base maps under the console's own layers, from a folder of this console: each file `*.pmtiles` is one, and
//! `tianditu.toml` with a key in it brings those of the national service ([`tianditu`]).
//!
//! Nothing of the county goes out with a question for a tile but the place that somebody looks at. Without a
//! base map no such question is asked.
//!
//! Deliberately absent: drawing, and choosing; both are the page's.

mod file;
mod store;
mod tianditu;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use onemap_protocol::desk::{BaseMap, BaseMapName, BaseMapsView, BaseTiles, Sheet};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_spatial::tiles::TileId;

use file::TileFile;
use tianditu::{FIRST, LAST, Settings, Tianditu, Which};

/// The folder's name in a console's own.
const FOLDER: &str = "maps";

/// The settings of the national service.
const TIANDITU: &str = "tianditu.toml";

/// A picture of one clear pixel: PNG has no smaller way to say that there is nothing.
const CLEAR: [u8; 68] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x04, 0x00, 0x00, 0x00, 0xb5, 0x1c, 0x0c,
    0x02, 0x00, 0x00, 0x00, 0x0b, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x60, 0x60, 0x00, 0x00,
    0x00, 0x03, 0x00, 0x01, 0x2b, 0x09, 0x4d, 0x84, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44,
    0xae, 0x42, 0x60, 0x82,
];

/// The base maps of a console.
pub(crate) struct BaseMaps {
    folder: PathBuf,
    /// Every one that was ever found: its place is its number.
    found: Mutex<Vec<Arc<Found>>>,
    /// Who looks for them, one at a time, so that none is opened twice; and the national service as its
    /// settings of some time had it, for both of its maps.
    looking: tokio::sync::Mutex<Option<(Option<SystemTime>, Arc<Tianditu>)>>,
}

/// One that was found.
struct Found {
    origin: Origin,
    /// What it was when it was opened: the time its file was written.
    written: Option<SystemTime>,
    source: Source,
    trouble: Mutex<Option<Problem>>,
}

/// Where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    File(PathBuf),
    Service(Which),
}

enum Source {
    File(Box<TileFile>),
    Service(Arc<Tianditu>),
    /// It cannot be opened.
    None,
}

impl BaseMaps {
    /// Those of a console's folder. None is opened before somebody asks.
    pub(crate) fn beside(folder: &Path) -> BaseMaps {
        BaseMaps {
            folder: folder.join(FOLDER),
            found: Mutex::default(),
            looking: tokio::sync::Mutex::default(),
        }
    }

    /// Those that are there now.
    pub(crate) async fn view(&self) -> BaseMapsView {
        let mut service = self.looking.lock().await;
        if let Err(error) = tokio::fs::create_dir_all(&self.folder).await {
            tracing::warn!(%error, "the folder of base maps cannot be made");
        }
        let mut maps = Vec::new();
        for path in files(&self.folder).await {
            let written = written(&path).await;
            let open = async || match TileFile::open(&path).await {
                Ok(file) => Ok(Source::File(Box::new(file))),
                Err(error) => Err(broken(&path, &error)),
            };
            maps.extend(self.kept(Origin::File(path.clone()), written, open).await);
        }
        let settings = self.folder.join(TIANDITU);
        if tokio::fs::try_exists(&settings).await.unwrap_or_default() {
            let written = written(&settings).await;
            for which in [Which::Lines, Which::Pictures] {
                let open = async || {
                    let opened = service.as_ref().filter(|(of, _)| *of == written);
                    let opened = match opened {
                        Some((_, opened)) => opened.clone(),
                        None => self.service(&settings).await?,
                    };
                    *service = Some((written, opened.clone()));
                    Ok(Source::Service(opened))
                };
                maps.extend(self.kept(Origin::Service(which), written, open).await);
            }
        }
        BaseMapsView {
            folder: Some(self.folder.display().to_string()),
            maps,
        }
    }

    /// One of them, opened when it is new or its file is another than before.
    async fn kept(
        &self,
        origin: Origin,
        written: Option<SystemTime>,
        open: impl AsyncFnOnce() -> Result<Source, Problem>,
    ) -> Option<BaseMap> {
        let known = |found: &Arc<Found>| found.origin == origin && found.written == written;
        let known = self.lock().iter().position(known);
        let id = if let Some(id) = known {
            id
        } else {
            let (source, trouble) = match open().await {
                Ok(source) => (source, None),
                Err(problem) => (Source::None, Some(problem)),
            };
            let mut found = self.lock();
            found.push(Arc::new(Found {
                origin,
                written,
                source,
                trouble: Mutex::new(trouble),
            }));
            found.len() - 1
        };
        let found = self.lock().get(id).cloned()?;
        Some(found.told(u16::try_from(id).ok()?))
    }

    async fn service(&self, settings: &Path) -> Result<Arc<Tianditu>, Problem> {
        let text = tokio::fs::read_to_string(settings).await;
        let text = text.map_err(|error| broken(settings, &error))?;
        // The library would print the line, and the key with it.
        let unusable = |reason| broken(settings, &reason);
        let read: Settings =
            toml::from_str(&text).map_err(|error| unusable(error.message().to_owned()))?;
        let kept = self.folder.join("tianditu");
        let old = kept.clone();
        // Nobody waits for it: a tile that goes meanwhile is asked for again.
        tokio::task::spawn_blocking(move || {
            if let Err(error) = store::prune(&old, store::MOST) {
                tracing::warn!(%error, "old tiles of a base map are not thrown away");
            }
        });
        let service = Tianditu::new(read, kept).map_err(|error| unusable(error.to_string()))?;
        Ok(Arc::new(service))
    }

    /// A tile of a sheet; a picture that is not there is a clear one, and vectors that are not there are none.
    pub(crate) async fn tile(
        &self,
        sheet: Sheet,
        tile: TileId,
        now: SystemTime,
    ) -> Result<Vec<u8>, Problem> {
        let found = self.lock().get(usize::from(sheet.map)).cloned();
        let found = found.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        let (bytes, trouble) = match (&found.origin, &found.source) {
            (Origin::File(path), Source::File(file)) => match file.tile(tile).await {
                Ok(bytes) => (bytes, None),
                Err(error) => (None, Some(broken(path, &error))),
            },
            (Origin::Service(which), Source::Service(service)) => {
                let layer = which.sheets().get(usize::from(sheet.sheet)).copied();
                let layer = layer.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
                service.tile(layer, tile, now).await
            }
            _ => return Err(Problem::new(ProblemCode::NotFound)),
        };
        found.trouble().clone_from(&trouble);
        match (bytes, trouble) {
            (Some(bytes), _) => Ok(bytes),
            (None, Some(problem)) => Err(problem),
            (None, None) if found.source.tiles() == BaseTiles::Pictures => Ok(CLEAR.to_vec()),
            (None, None) => Ok(Vec::new()),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Found>>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Source {
    const fn tiles(&self) -> BaseTiles {
        match self {
            Source::File(file) => file.tiles,
            Source::Service(_) | Source::None => BaseTiles::Pictures,
        }
    }
}

impl Found {
    fn told(&self, id: u16) -> BaseMap {
        let stem = |path: &Path| path.file_stem().unwrap_or_default().display().to_string();
        let (name, zooms, bounds, attribution) = match (&self.origin, &self.source) {
            (Origin::File(path), Source::File(file)) => {
                let says = &file.says;
                let own = Some(&says.name).filter(|name| !name.is_empty());
                let name = own.cloned().unwrap_or_else(|| stem(path));
                (
                    BaseMapName::File(name),
                    file.zooms(),
                    Some(file.bounds()),
                    without_tags(&says.attribution),
                )
            }
            (Origin::File(path), _) => (
                BaseMapName::File(stem(path)),
                (FIRST, LAST),
                None,
                String::new(),
            ),
            (Origin::Service(which), source) => {
                let name = match which {
                    Which::Lines => BaseMapName::TiandituLines,
                    Which::Pictures => BaseMapName::TiandituPictures,
                };
                let approval = match source {
                    Source::Service(service) => service.approval().to_owned(),
                    Source::File(_) | Source::None => String::new(),
                };
                (name, (FIRST, LAST), None, approval)
            }
        };
        BaseMap {
            id,
            name,
            tiles: self.source.tiles(),
            sheets: match (&self.origin, &self.source) {
                (_, Source::None) => 0,
                (Origin::File(_), _) => 1,
                (Origin::Service(which), _) => which.sheets().len() as u8,
            },
            min_zoom: zooms.0,
            max_zoom: zooms.1,
            bounds,
            attribution,
            trouble: self.trouble().clone(),
        }
    }

    fn trouble(&self) -> std::sync::MutexGuard<'_, Option<Problem>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The files that may be base maps, by their names.
async fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(mut entries) = tokio::fs::read_dir(folder).await else {
        return files;
    };
    while let Ok(Some(entry)) = entries.next_entry().await {
        let path = entry.path();
        if path
            .extension()
            .is_some_and(|kind| kind.eq_ignore_ascii_case("pmtiles"))
        {
            files.push(path);
        }
    }
    files.sort_unstable();
    files
}

/// When a file was written, where that is known.
async fn written(path: &Path) -> Option<SystemTime> {
    tokio::fs::metadata(path).await.ok()?.modified().ok()
}

fn broken(path: &Path, why: &impl ToString) -> Problem {
    let file = path.file_name().unwrap_or_default().display();
    Problem::new(ProblemCode::BaseMapBroken)
        .with("file", file)
        .with("reason", why.to_string())
}

/// What stands between the tags of a text: files say whose they are in HTML.
fn without_tags(text: &str) -> String {
    let mut outside = String::with_capacity(text.len());
    let mut is_tag = false;
    for sign in text.chars() {
        match sign {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if !is_tag => outside.push(sign),
            _ => {}
        }
    }
    outside.trim().replace("&copy;", "©").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_a_map_is_is_read_from_between_its_tags() {
        let says = r#"<a href="https://example.org">&copy; 县自然资源局</a> 审图号 GS(2024)1 号"#;
        assert_eq!(without_tags(says), "© 县自然资源局 审图号 GS(2024)1 号");
    }
}
