//! The only place that leaves the page: to the console behind it, over Tauri's IPC in the desktop
//! program and over HTTP in a browser. Both carry the same JSON.
//!
//! Deliberately absent: retries. A console answers from its own files or says why not; what must
//! be tried again is in its outbox.

mod http;
mod ipc;

use onemap_domain::people::UserId;
use onemap_protocol::desk::{Ask, Tick};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::Secret;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

/// Asks a question or does an act, and waits for the answer.
pub async fn ask<A: Ask>(ask: A) -> Result<A::Answer, Problem> {
    let wire = A::Wire::from(ask);
    let body = serde_json::to_string(&wire).map_err(|error| fault(&error.to_string()))?;
    let answer = if ipc::present() {
        ipc::call(A::ACTS, &body).await?
    } else {
        http::call(A::ACTS, &body).await?
    };
    read(&answer)
}

/// Tells `on` whenever something changed, as long as the page lives; and `on_line` whether the
/// console itself can be reached, which only a browser can lose.
pub fn ticks(on: impl Fn(Tick) + 'static, on_line: impl Fn(bool) + 'static) {
    if ipc::present() {
        ipc::ticks(on);
    } else {
        http::ticks(on, on_line);
    }
}

/// This page is in a browser: there are no files of its own, so nothing without the line.
pub fn in_browser() -> bool {
    // Tests of views run where there is no page at all.
    cfg!(target_arch = "wasm32") && !ipc::present()
}

/// Somebody else is signed in: in a browser the ticks are told anew for whom.
pub fn listen_anew() {
    if in_browser() {
        http::listen_anew();
    }
}

/// Hands a file to whoever looks at the page; only in a browser.
pub fn hand_over(name: &str, base64: &str) -> Result<(), Problem> {
    http::hand_over(name, base64)
}

/// The desktop program holds this page in its wall's window.
pub fn is_wall() -> bool {
    ipc::present() && ipc::label().as_deref() == Some("wall")
}

/// Names the wall's device account; only in the wall's window.
pub async fn enter_wall(user: &UserId, password: &Secret) -> Result<(), Problem> {
    ipc::enter_wall(user, password).await
}

/// Where the map's tiles are: `{base}/{areas|cases}/{z}/{x}/{y}.mvt`.
pub fn tiles_base() -> String {
    if ipc::present() {
        ipc::tiles_base()
    } else {
        http::tiles_base()
    }
}

/// A fault of the program itself; its details go to the page's log, not to the person.
fn fault(details: &str) -> Problem {
    web_sys::console::error_1(&JsValue::from_str(details));
    Problem::new(ProblemCode::Internal).with("reference", "ui")
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, Problem> {
    serde_json::from_str(json).map_err(|error| fault(&format!("{error} in {json}")))
}

/// The JSON text of a value of the page.
fn json(value: &JsValue) -> String {
    let text = js_sys::JSON::stringify(value).ok();
    text.and_then(|text| text.as_string())
        .unwrap_or_else(|| "null".to_owned())
}

/// What a rejected promise says: a problem, or else a fault.
fn rejection(value: &JsValue) -> Problem {
    let text = value.as_string().unwrap_or_else(|| json(value));
    serde_json::from_str(&text).unwrap_or_else(|_| {
        let error = value.dyn_ref::<js_sys::Error>();
        fault(&error.map_or(text, |error| String::from(error.message())))
    })
}
