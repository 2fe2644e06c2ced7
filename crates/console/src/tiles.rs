//! Map tiles: boundaries from the county, cases from what is shown now.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use onemap_domain::clock::Lamp;
use onemap_domain::people::Scope;
use onemap_protocol::desk::Sheet;
use onemap_protocol::problem::Problem;
use onemap_spatial::tiles::{CasePoint, CaseTiles, TileId};

use crate::{Console, Reads, Submit};

/// A layer of the map that comes as vector tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TileLayer {
    /// Boundaries and labels.
    Areas,
    /// Open cases and their clusters.
    Cases,
    /// A sheet of a base map.
    Base(Sheet),
}

/// A tile's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Which layer.
    pub layer: TileLayer,
    /// Which tile.
    pub id: TileId,
}

impl Tile {
    /// Reads `areas/11/1624/857.mvt`, or `base/0/1/11/1624/857.tile` for the sheet 1 of the base map 0.
    pub fn parse(path: &str) -> Option<Tile> {
        let mut parts = path.trim_matches('/').split('/');
        let (layer, kind) = match parts.next()? {
            "areas" => (TileLayer::Areas, ".mvt"),
            "cases" => (TileLayer::Cases, ".mvt"),
            "base" => {
                let (map, sheet) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
                (TileLayer::Base(Sheet { map, sheet }), ".tile")
            }
            _ => return None,
        };
        let zoom = parts.next()?.parse().ok()?;
        let x = parts.next()?.parse().ok()?;
        let y = parts.next()?.strip_suffix(kind)?.parse().ok()?;
        let end = parts.next().is_none();
        TileId::new(zoom, x, y)
            .ok()
            .filter(|_| end)
            .map(|id| Tile { layer, id })
    }
}

/// The case tiles' index of the newest state, made when a tile is asked for.
#[derive(Default)]
pub(crate) struct CaseTileCache {
    newest: Mutex<Option<Indexed>>,
}

#[derive(Clone)]
struct Indexed {
    version: u64,
    minute: i64,
    scope: Scope,
    tiles: Arc<CaseTiles>,
}

impl<P: Reads + Submit> Console<P> {
    /// The bytes of a tile: Mapbox Vector Tile 2.1, or a picture where a base map has pictures.
    pub async fn tile(&self, tile: Tile) -> Result<Vec<u8>, Problem> {
        let user = self.user()?;
        match tile.layer {
            TileLayer::Areas => Ok(self.county()?.tiles.encode(tile.id)),
            TileLayer::Base(sheet) => self.ports.base_tile(sheet, tile.id).await,
            TileLayer::Cases => Ok(self.case_tiles(&user.scope).await?.encode(tile.id)),
        }
    }

    async fn case_tiles(&self, scope: &Scope) -> Result<Arc<CaseTiles>, Problem> {
        let version = self.ports.cases_version();
        let now = self.ports.now();
        // Lamps change with time alone; a minute is exact enough for a colour.
        let minute = now.as_second() / 60;
        let fresh = |indexed: &&Indexed| {
            indexed.version == version && indexed.minute == minute && indexed.scope == *scope
        };
        if let Some(indexed) = self.memory.tiles.lock().as_ref().filter(fresh) {
            return Ok(indexed.tiles.clone());
        }
        let county = self.county()?;
        let share = county.profile.yellow_share;
        let rows = self.ports.points(scope).await?;
        let mut numbers = HashMap::new();
        let points = rows.into_iter().map(|row| {
            let lamp = row.term.map_or(Lamp::Green, |term| term.lamp(now, share));
            let late = row
                .term
                .map_or(0, |term| now.duration_since(term.due_at).as_secs());
            let next = numbers.len() as u64 + 1;
            CasePoint {
                id: *numbers.entry(row.id).or_insert(next),
                key: row.id.to_string(),
                position: row.position,
                lamp,
                days_overdue: u16::try_from(late.max(0) / 86_400).unwrap_or(u16::MAX),
                lead: row
                    .lead
                    .and_then(|code| Some(county.department(&code)?.short.clone()))
                    .unwrap_or_default(),
            }
        });
        let tiles = Arc::new(CaseTiles::new(points.collect()));
        let indexed = Indexed {
            version,
            minute,
            scope: scope.clone(),
            tiles: tiles.clone(),
        };
        *self.memory.tiles.lock() = Some(indexed);
        Ok(tiles)
    }
}

impl CaseTileCache {
    /// A poisoned lock only means that another tile's thread died; the value is still whole.
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Indexed>> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
