//! Over Tauri's IPC: the commands `query` and `act`, the event `changed`, tiles of `onemap:`.

use onemap_domain::people::UserId;
use onemap_protocol::desk::Tick;
use onemap_protocol::problem::Problem;
use onemap_protocol::session::Secret;
use wasm_bindgen::prelude::*;

use super::{fault, json, read, rejection};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["window", "__TAURI_INTERNALS__"], js_name = invoke, catch)]
    async fn invoke(command: &str, arguments: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["window", "__TAURI_INTERNALS__"], js_name = transformCallback)]
    fn transform_callback(callback: &Closure<dyn FnMut(JsValue)>, once: bool) -> f64;

    #[wasm_bindgen(js_namespace = ["window", "__TAURI_INTERNALS__"], js_name = convertFileSrc)]
    fn convert_file_source(path: &str, scheme: &str) -> String;
}

/// Whether a desktop program holds this page.
pub fn present() -> bool {
    js_sys::Reflect::has(&js_sys::global(), &JsValue::from_str("__TAURI_INTERNALS__"))
        .unwrap_or(false)
}

/// The label of the window that holds this page.
pub fn label() -> Option<String> {
    let part = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &JsValue::from_str(name)).ok();
    let internals = part(&js_sys::global(), "__TAURI_INTERNALS__")?;
    let window = part(&part(&internals, "metadata")?, "currentWindow")?;
    part(&window, "label")?.as_string()
}

/// Calls `enter_wall`.
pub async fn enter_wall(user: &UserId, password: &Secret) -> Result<(), Problem> {
    let body = serde_json::json!({ "user": user, "password": password }).to_string();
    let arguments = js_sys::JSON::parse(&body).map_err(|error| rejection(&error))?;
    let answer = invoke("enter_wall", &arguments).await;
    answer.map(drop).map_err(|error| rejection(&error))
}

/// Calls `query` or `act`; the JSON of its answer.
pub async fn call(acts: bool, body: &str) -> Result<String, Problem> {
    let name = if acts { "act" } else { "query" };
    let arguments = js_sys::JSON::parse(&format!("{{\"{name}\":{body}}}"))
        .map_err(|error| rejection(&error))?;
    let answer = invoke(name, &arguments)
        .await
        .map_err(|error| rejection(&error))?;
    Ok(json(&answer))
}

/// Listens to `changed`.
pub fn ticks(on: impl Fn(Tick) + 'static) {
    let callback = Closure::new(move |event: JsValue| {
        let payload = js_sys::Reflect::get(&event, &JsValue::from_str("payload"));
        match payload.map(|payload| read::<Tick>(&json(&payload))) {
            Ok(Ok(tick)) => on(tick),
            Ok(Err(_)) | Err(_) => drop(fault("an event without a tick")),
        }
    });
    let handler = transform_callback(&callback, false);
    callback.forget();
    wasm_bindgen_futures::spawn_local(async move {
        // To this window alone: each has a console of its own.
        let target = serde_json::json!({ "kind": "WebviewWindow", "label": label() });
        let arguments = format!(r#"{{"event":"changed","target":{target},"handler":{handler}}}"#);
        let parsed = js_sys::JSON::parse(&arguments).unwrap_or(JsValue::NULL);
        if let Err(error) = invoke("plugin:event|listen", &parsed).await {
            drop(rejection(&error));
        }
    });
}

/// The desktop program's own tiles; Windows writes the scheme another way, so the shell is asked.
pub fn tiles_base() -> String {
    convert_file_source("tiles", "onemap")
}
