//! Base maps: files of pictures, and the national service's place on this computer.

use std::fs::File;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use onemap_domain::area::Position;
use onemap_spatial::tiles::TileId;
use pmtiles::{PmTilesWriter, TileCoord, TileType};

/// Pixels of a tile along each side.
const SIDE: u32 = 256;

/// A picture of one colour with a darker frame, PNG.
///
/// # Panics
///
/// When the picture cannot be written to memory.
pub fn picture(color: [u8; 3]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIDE, SIDE);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a picture in memory");
    let is_frame = |axis: u32| axis == 0 || axis == SIDE - 1;
    let pixel = |at: u32| {
        let (x, y) = (at % SIDE, at / SIDE);
        let share = if is_frame(x) || is_frame(y) { 2 } else { 1 };
        color.map(|part| part / share)
    };
    let pixels: Vec<u8> = (0..SIDE * SIDE).flat_map(pixel).collect();
    writer
        .write_image_data(&pixels)
        .expect("a picture in memory");
    writer.finish().expect("a picture in memory");
    bytes
}

/// Writes a file of pictures of one colour that covers a box, `[west, south, east, north]` in degrees.
///
/// # Panics
///
/// When the file cannot be written.
pub fn pictures(
    path: &Path,
    color: [u8; 3],
    bounds: [f64; 4],
    zooms: RangeInclusive<u8>,
    says: &str,
) {
    let [west, south, east, north] = bounds;
    let file = File::create(path).expect("a file");
    let mut writer = PmTilesWriter::new(TileType::Png)
        .min_zoom(*zooms.start())
        .max_zoom(*zooms.end())
        .bounds(west, south, east, north)
        .metadata(says)
        .create(file)
        .expect("a file of tiles");
    let picture = picture(color);
    for zoom in zooms {
        let at = |lon, lat| TileId::containing(Position { lon, lat }, zoom);
        let (first, last) = (at(west, north), at(east, south));
        for x in first.x()..=last.x() {
            for y in first.y()..=last.y() {
                let coord = TileCoord::new(zoom, x, y).expect("a tile");
                writer.add_tile(coord, &picture).expect("a tile is written");
            }
        }
    }
    writer.finalize().expect("a file of tiles");
}

/// What answers in the place of 天地图: pictures of a colour for each layer, or a refusal.
pub struct Service {
    /// Where.
    pub address: SocketAddr,
    asked: Arc<Asked>,
}

#[derive(Default)]
struct Asked {
    /// Path and question of every request.
    all: Mutex<Vec<String>>,
    /// What is answered in the place of pictures; 0 for pictures.
    instead: AtomicU16,
}

impl Service {
    /// Begins to answer.
    pub async fn begun() -> std::io::Result<Service> {
        let asked = Arc::<Asked>::default();
        let router = axum::Router::new()
            .fallback(answer)
            .with_state(asked.clone());
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Service { address, asked })
    }

    /// It answers with this status from now on; with pictures for `None`.
    pub fn answers(&self, status: Option<u16>) {
        let status = status.unwrap_or_default();
        self.asked.instead.store(status, Ordering::SeqCst);
    }

    /// Path and question of everything that it was asked.
    pub fn asked(&self) -> Vec<String> {
        let all = self.asked.all.lock();
        all.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn answer(State(asked): State<Arc<Asked>>, uri: Uri, RawQuery(query): RawQuery) -> Response {
    let question = format!("{}?{}", uri.path(), query.unwrap_or_default());
    asked
        .all
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(question);
    let instead = asked.instead.load(Ordering::SeqCst);
    if instead != 0 {
        let status = StatusCode::from_u16(instead);
        return status.unwrap_or(StatusCode::IM_A_TEAPOT).into_response();
    }
    let color = if uri.path().starts_with("/img") {
        [96, 128, 84]
    } else {
        [226, 214, 186]
    };
    ([(header::CONTENT_TYPE, "image/png")], picture(color)).into_response()
}
