//! The commands of a page, and the ticks back to it. They carry; the console decides. Each
//! window has a console of its own, found by its label.

use std::time::Duration;

use onemap_protocol::desk::{Act, Query};
use onemap_protocol::problem::{Problem, ProblemCode};
use tauri::ipc::Response;
use tauri::webview::WebviewWindow;
use tauri::{AppHandle, Emitter, EventTarget, State};

use crate::start::Door;
use crate::wall::WallDoor;

/// The event that says that what the page shows may be old.
const CHANGED: &str = "changed";
/// Ticks closer together than this are one.
const TOGETHER: Duration = Duration::from_millis(60);

/// Answers a screen's question.
#[tauri::command]
pub async fn query(
    window: WebviewWindow,
    door: State<'_, Door>,
    wall: State<'_, WallDoor>,
    query: Query,
) -> Result<Response, Problem> {
    if window.label() == crate::wall::WINDOW {
        wall.hear();
    }
    let opened = behind(window.label(), &door, &wall).opened().await?;
    opened.console.answer(query).await.map(Response::new)
}

/// The door of a window.
pub fn behind<'a>(label: &str, door: &'a Door, wall: &'a WallDoor) -> &'a Door {
    if label == crate::wall::WINDOW {
        &wall.door
    } else {
        door
    }
}

/// Does what a person asks for. The wall's capability does not hold this command.
#[tauri::command]
pub async fn act(
    window: WebviewWindow,
    door: State<'_, Door>,
    act: Act,
) -> Result<Response, Problem> {
    if window.label() != crate::WINDOW {
        return Err(Problem::new(ProblemCode::NotFound));
    }
    let opened = door.opened().await?;
    opened.console.perform(act).await.map(Response::new)
}

/// Passes ticks on to its window, a few a second at most: each one is a script for the web engine.
pub async fn pass_ticks(door: Door, app: AppHandle, window: &'static str) {
    let Ok(opened) = door.opened().await else {
        return;
    };
    let mut ticks = opened.desk.ticks();
    while ticks.changed().await.is_ok() {
        tokio::time::sleep(TOGETHER).await;
        let tick = *ticks.borrow_and_update();
        if let Err(error) = app.emit_to(EventTarget::webview_window(window), CHANGED, tick) {
            tracing::warn!(%error, "a tick did not reach the page");
        }
    }
}
