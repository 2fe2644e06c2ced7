//! The way of a text onto the clipboard.
//!
//! A page of a scheme of its own may have no `navigator.clipboard`, or one that refuses; then the
//! text goes by way of a text field that nobody sees, as pages did before. Either way it is known
//! whether it arrived. Deliberately absent: reading the clipboard.

use wasm_bindgen::prelude::*;
use web_sys::{Document, HtmlElement, HtmlTextAreaElement};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "clipboard"], js_name = writeText, catch)]
    async fn write_text(text: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = document, js_name = execCommand, catch)]
    fn exec_command(command: &str) -> Result<bool, JsValue>;
}

/// The text is not on the clipboard: the system does not let this window write to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotWritten;

/// Puts a text on the clipboard.
pub async fn put(text: &str) -> Result<(), NotWritten> {
    if is_offered() && write_text(text).await.is_ok() {
        return Ok(());
    }
    let document = web_sys::window().and_then(|window| window.document());
    by_a_field(&document.ok_or(NotWritten)?, text)
}

/// Whether this page has `navigator.clipboard`.
fn is_offered() -> bool {
    let part = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &JsValue::from_str(name));
    let clipboard =
        part(&js_sys::global(), "navigator").and_then(|navigator| part(&navigator, "clipboard"));
    clipboard.is_ok_and(|clipboard| clipboard.is_object())
}

/// By a text field that stands nowhere; the keyboard stays where it was.
fn by_a_field(document: &Document, text: &str) -> Result<(), NotWritten> {
    let before = document.active_element();
    let field = document
        .create_element("textarea")
        .map_err(|_| NotWritten)?
        .dyn_into::<HtmlTextAreaElement>()
        .map_err(|_| NotWritten)?;
    field.set_value(text);
    field.set_class_name("unseen");
    let _unfocusable = field.set_attribute("tabindex", "-1");
    let body = document.body().ok_or(NotWritten)?;
    body.append_child(&field).map_err(|_| NotWritten)?;
    field.select();
    let copied = exec_command("copy");
    field.remove();
    if let Some(before) = before.and_then(|before| before.dyn_into::<HtmlElement>().ok()) {
        // Without the keyboard's place the page can still be clicked.
        let _gone = before.focus();
    }
    match copied {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => Err(NotWritten),
    }
}
