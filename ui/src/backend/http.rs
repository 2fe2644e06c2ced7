//! Over HTTP, in a browser: the central's `/console/api`.

use std::cell::RefCell;

use onemap_protocol::desk::{ACT_HEADER, Tick};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::version;
use uuid::Uuid;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, Event, EventSource, HtmlElement, MessageEvent, Request, RequestInit,
    Response, Url,
};

use super::{fault, read, rejection};

const BASE: &str = "/console/api";

/// Between two tries, milliseconds.
const PAUSE: i32 = 700;

/// How often an act is sent when no answer comes.
const TRIES: u32 = 3;

thread_local! {
    /// The last act that had no answer, and its name.
    static UNANSWERED: RefCell<Option<(String, Uuid)>> = const { RefCell::new(None) };
}

/// Posts to `query` or `act`; the JSON of its answer. An act has a name of its own, by which the central knows
/// it again when it is sent again, by itself or by a person who presses once more: it has no second effect.
pub async fn call(acts: bool, body: &str) -> Result<String, Problem> {
    if !acts {
        return send("query", body, None).await;
    }
    let before = UNANSWERED.take().filter(|(act, _)| act == body);
    let name = before.map_or_else(Uuid::new_v4, |(_, name)| name);
    let mut tries = 1;
    loop {
        match send("act", body, Some(name)).await {
            Err(problem) if problem.is(ProblemCode::CentralUnreachable) => {
                if tries == TRIES {
                    UNANSWERED.set(Some((body.to_owned(), name)));
                    return Err(problem);
                }
                tries += 1;
                wait(PAUSE).await;
            }
            answer => return answer,
        }
    }
}

async fn send(path: &str, body: &str, name: Option<Uuid>) -> Result<String, Problem> {
    let unreachable = |_| Problem::new(ProblemCode::CentralUnreachable);
    let request = request(&format!("{BASE}/{path}"), body, name);
    let request = request.map_err(|error| rejection(&error))?;
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

fn request(address: &str, body: &str, name: Option<Uuid>) -> Result<Request, JsValue> {
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_body(&JsValue::from_str(body));
    let request = Request::new_with_str_and_init(address, &options)?;
    let headers = request.headers();
    headers.set("content-type", "application/json")?;
    headers.set(version::HEADER, &version::SPOKEN.to_string())?;
    if let Some(name) = name {
        headers.set(ACT_HEADER, &name.to_string())?;
    }
    Ok(request)
}

/// Waits so many milliseconds.
async fn wait(milliseconds: i32) {
    let over = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _timer = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _over = JsFuture::from(over).await;
}

thread_local! {
    /// The stream of ticks that is open.
    static STREAM: RefCell<Option<EventSource>> = const { RefCell::new(None) };
}

/// What is done with a tick, and with word of the line; kept for as long as the page lives.
struct Listeners {
    message: Closure<dyn Fn(Event)>,
    line: Closure<dyn Fn(Event)>,
}

thread_local! {
    static LISTENERS: RefCell<Option<Listeners>> = const { RefCell::new(None) };
}

/// Listens to the central's ticks; the browser connects again by itself.
pub fn ticks(on: impl Fn(Tick) + 'static, on_line: impl Fn(bool) + 'static) {
    let message = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let text = event
            .dyn_ref::<MessageEvent>()
            .and_then(|message| message.data().as_string());
        if let Ok(tick) = read::<Tick>(&text.unwrap_or_default()) {
            on(tick);
        }
    });
    let line = Closure::<dyn Fn(Event)>::new(move |event: Event| on_line(event.type_() == "open"));
    LISTENERS.set(Some(Listeners { message, line }));
    listen_anew();
}

/// Opens the stream of ticks once more: it is told for whom when it is opened.
pub fn listen_anew() {
    let Ok(source) = EventSource::new(&format!("{BASE}/ticks")) else {
        drop(fault("no event source"));
        return;
    };
    LISTENERS.with_borrow(|listeners| {
        if let Some(Listeners { message, line }) = listeners {
            source.set_onmessage(Some(message.as_ref().unchecked_ref()));
            source.set_onopen(Some(line.as_ref().unchecked_ref()));
            source.set_onerror(Some(line.as_ref().unchecked_ref()));
        }
    });
    if let Some(before) = STREAM.replace(Some(source)) {
        before.close();
    }
}

/// Hands a file to whoever looks at the page, as browsers do: into the folder of downloads.
pub fn hand_over(name: &str, base64: &str) -> Result<(), Problem> {
    handed(name, base64).map_err(|error| rejection(&error))
}

fn handed(name: &str, base64: &str) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let document = window.document().ok_or(JsValue::NULL)?;
    // One character a byte.
    let binary = window.atob(base64)?;
    let bytes: Vec<u8> = binary.chars().map(|byte| byte as u8).collect();
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
    let kind = BlobPropertyBag::new();
    kind.set_type("application/octet-stream");
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlElement = document.create_element("a")?.unchecked_into();
    link.set_attribute("href", &address)?;
    link.set_attribute("download", name)?;
    link.click();
    // The browser has its own hold on what it downloads by then.
    Url::revoke_object_url(&address)
}

/// The central's tiles, beside its API.
pub fn tiles_base() -> String {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok());
    format!("{}{BASE}/tiles", origin.unwrap_or_default())
}
