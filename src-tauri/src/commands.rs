//! The two commands of the page, and the ticks back to it. They carry; the console decides.

use std::time::Duration;

use onemap_protocol::desk::{Act, Query};
use onemap_protocol::problem::Problem;
use tauri::ipc::Response;
use tauri::{AppHandle, Emitter, State};

use crate::start::Door;

/// The event that says that what the page shows may be old.
const CHANGED: &str = "changed";
/// Ticks closer together than this are one.
const TOGETHER: Duration = Duration::from_millis(60);

/// Answers a screen's question.
#[tauri::command]
pub async fn query(door: State<'_, Door>, query: Query) -> Result<Response, Problem> {
    let opened = door.opened().await?;
    opened.console.answer(query).await.map(Response::new)
}

/// Does what a person asks for.
#[tauri::command]
pub async fn act(door: State<'_, Door>, act: Act) -> Result<Response, Problem> {
    let opened = door.opened().await?;
    opened.console.perform(act).await.map(Response::new)
}

/// Passes ticks on to the page, a few a second at most: each one is a script for the web engine.
pub async fn pass_ticks(door: Door, app: AppHandle) {
    let Ok(opened) = door.opened().await else {
        return;
    };
    let mut ticks = opened.desk.ticks();
    while ticks.changed().await.is_ok() {
        tokio::time::sleep(TOGETHER).await;
        let tick = *ticks.borrow_and_update();
        if let Err(error) = app.emit(CHANGED, tick) {
            tracing::warn!(%error, "a tick did not reach the page");
        }
    }
}
