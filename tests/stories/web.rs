//! A console over HTTP, as the browser form will have it: the same page, the same questions and
//! acts, another wire. Here it stands on a desk; that the page cannot tell is the point.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path as UrlPath, State};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use onemap_console::{Console, Tile};
use onemap_desk::Desk;
use onemap_protocol::desk::{Act, Query};
use onemap_protocol::problem::{Problem, ProblemCode};
use tower_http::services::ServeDir;

use crate::town::OpenDesk;

struct Face {
    console: Console<Desk>,
    desk: Desk,
}

/// Serves the built page and a desk's console on a free port.
pub async fn serve(desk: &OpenDesk) -> SocketAddr {
    let face = Arc::new(Face {
        console: desk.desk.console(),
        desk: desk.desk.clone(),
    });
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/dist");
    let routes = Router::new()
        .route("/console/api/query", post(query))
        .route("/console/api/act", post(act))
        .route("/console/api/ticks", get(ticks))
        .route("/console/api/tiles/{*tile}", get(tile))
        .layer(DefaultBodyLimit::max(16 << 20))
        .with_state(face)
        .nest_service("/console/", ServeDir::new(page));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    address
}

async fn query(State(face): State<Arc<Face>>, Json(query): Json<Query>) -> Response {
    answer(face.console.answer(query).await)
}

async fn act(State(face): State<Arc<Face>>, Json(act): Json<Act>) -> Response {
    answer(face.console.perform(act).await)
}

fn answer(answer: Result<String, Problem>) -> Response {
    match answer {
        Ok(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        Err(problem) => {
            let status = StatusCode::from_u16(problem.status).unwrap();
            let kind = [(header::CONTENT_TYPE, "application/problem+json")];
            (status, kind, serde_json::to_string(&problem).unwrap()).into_response()
        }
    }
}

async fn ticks(State(face): State<Arc<Face>>) -> impl IntoResponse {
    let ticks = face.desk.ticks();
    Sse::new(futures_util::stream::unfold(ticks, async |mut ticks| {
        ticks.changed().await.ok()?;
        let tick = *ticks.borrow_and_update();
        let event = Event::default().json_data(tick).unwrap();
        Some((Ok::<_, Infallible>(event), ticks))
    }))
}

async fn tile(State(face): State<Arc<Face>>, UrlPath(tile): UrlPath<String>) -> Response {
    let Some(tile) = Tile::parse(&tile) else {
        return answer(Err(Problem::new(ProblemCode::NotFound)));
    };
    match face.console.tile(tile).await {
        Ok(bytes) => {
            let kind = [(header::CONTENT_TYPE, "application/vnd.mapbox-vector-tile")];
            (kind, Bytes::from(bytes)).into_response()
        }
        Err(problem) => answer(Err(problem)),
    }
}
