//! Over HTTP, in a browser: the central's `/console/api`.

use onemap_protocol::desk::Tick;
use onemap_protocol::problem::{Problem, ProblemCode};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, EventSource, MessageEvent, Request, RequestInit, Response};

use super::{fault, read, rejection};

const BASE: &str = "/console/api";

/// Posts to `query` or `act`; the JSON of its answer.
pub async fn call(acts: bool, body: &str) -> Result<String, Problem> {
    let path = if acts { "act" } else { "query" };
    let unreachable = |_| Problem::new(ProblemCode::CentralUnreachable);
    let request = request(&format!("{BASE}/{path}"), body).map_err(|error| rejection(&error))?;
    let window = web_sys::window().ok_or_else(|| fault("no window"))?;
    let response = JsFuture::from(window.fetch_with_request(&request))
        .await
        .map_err(unreachable)?;
    let response: Response = response.unchecked_into();
    let text = JsFuture::from(response.text().map_err(|error| rejection(&error))?)
        .await
        .map_err(unreachable)?
        .as_string()
        .unwrap_or_default();
    if response.ok() {
        return Ok(if text.is_empty() {
            "null".to_owned()
        } else {
            text
        });
    }
    Err(match read::<Problem>(&text) {
        Ok(problem) => problem,
        Err(fault) if response.status() < 500 => fault,
        // A gateway between here and the central speaks HTML.
        Err(_) => Problem::new(ProblemCode::CentralUnreachable),
    })
}

fn request(address: &str, body: &str) -> Result<Request, JsValue> {
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_body(&JsValue::from_str(body));
    let request = Request::new_with_str_and_init(address, &options)?;
    request.headers().set("content-type", "application/json")?;
    Ok(request)
}

/// Listens to the central's ticks; the browser connects again by itself.
pub fn ticks(on: impl Fn(Tick) + 'static, on_line: impl Fn(bool) + 'static) {
    let Ok(source) = EventSource::new(&format!("{BASE}/ticks")) else {
        drop(fault("no event source"));
        return;
    };
    let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let text = event
            .dyn_ref::<MessageEvent>()
            .and_then(|message| message.data().as_string());
        if let Ok(tick) = read::<Tick>(&text.unwrap_or_default()) {
            on(tick);
        }
    });
    source.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    let line = Closure::<dyn Fn(Event)>::new(move |event: Event| on_line(event.type_() == "open"));
    source.set_onopen(Some(line.as_ref().unchecked_ref()));
    source.set_onerror(Some(line.as_ref().unchecked_ref()));
    line.forget();
    // The page keeps it for as long as it lives.
    std::mem::forget(source);
}

/// The central's tiles, beside its API.
pub fn tiles_base() -> String {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok());
    format!("{}{BASE}/tiles", origin.unwrap_or_default())
}
