//! `onemap://localhost/tiles/{areas|cases}/{z}/{x}/{y}.mvt`: vector tiles from this process to its
//! own page, without a port.
//!
//! Deliberately absent: the cutting of tiles and who may see what; the console does both. Until it
//! is open the answer is 503 and the page asks again.

use onemap_console::Tile;
use onemap_protocol::problem::Problem;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Runtime, UriSchemeContext, UriSchemeResponder};

use crate::commands::behind;
use crate::start::Door;
use crate::wall::WallDoor;

/// The scheme of every tile address.
pub const SCHEME: &str = "onemap";

/// The scheme's handler. Tiles are cut off the main thread, since cutting one takes milliseconds
/// and a window asks for dozens at once.
pub fn protocol<R: Runtime>(
    door: Door,
    wall: WallDoor,
) -> impl Fn(UriSchemeContext<'_, R>, Request<Vec<u8>>, UriSchemeResponder) + Send + Sync + 'static
{
    move |window, request, responder| {
        let door = behind(window.webview_label(), &door, &wall).clone();
        tauri::async_runtime::spawn(async move {
            responder.respond(answer(&door, request.uri().path()).await);
        });
    }
}

async fn answer(door: &Door, path: &str) -> Response<Vec<u8>> {
    let Some(tile) = path.strip_prefix("/tiles/").and_then(Tile::parse) else {
        return respond(StatusCode::NOT_FOUND, Vec::new());
    };
    let Some(opened) = door.now() else {
        return respond(StatusCode::SERVICE_UNAVAILABLE, Vec::new());
    };
    match opened.console.tile(tile).await {
        Ok(bytes) => respond(StatusCode::OK, bytes),
        Err(problem) => respond(status(&problem), Vec::new()),
    }
}

fn status(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A map's worker is another origin than the scheme, so every answer allows it, refusals included;
/// otherwise the page reads a refusal as a network failure. Only this program's pages can reach
/// the scheme. Freshness is in the address (`?v=`), so an answer may be kept.
fn respond(status: StatusCode, body: Vec<u8>) -> Response<Vec<u8>> {
    let keep = if status == StatusCode::OK {
        "max-age=3600"
    } else {
        "no-store"
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        header::HeaderValue::from_static("*"),
    );
    headers.insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static("application/vnd.mapbox-vector-tile"),
    );
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static(keep),
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn before_the_console_is_open_a_tile_is_not_ready() {
        let answer = answer(&Door::default(), "/tiles/areas/0/0/0.mvt").await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    }

    #[tokio::test]
    async fn a_path_that_names_no_tile_is_refused_so_that_the_page_can_read_it() {
        for path in [
            "/tiles/cases/2/4/0.mvt",
            "/tiles/cases/23/0/0.mvt",
            "/tiles/cases/2/1/1.mvt/more",
            "/tiles/roads/2/1/1.mvt",
            "/tiles/cases/2/1/1",
            "/areas/2/1/1.mvt",
        ] {
            let answer = answer(&Door::default(), path).await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
            assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        }
    }
}
