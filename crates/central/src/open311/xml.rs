//! XML from the same value that JSON is written from, so that the two cannot say different things.
//!
//! The way from one to the other is the one of the standard's XML (Format Support): an object's fields
//! are elements, and so is a list, with an element for each of its items; what is nothing is an empty
//! element.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde_json::Value;

/// A document, its declaration first.
pub fn document(root: &str, value: &Value) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    element(&mut writer, root, value)?;
    Ok(writer.into_inner())
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, value: &Value) -> io::Result<()> {
    let start = writer.create_element(name);
    match value {
        Value::Null => start.write_empty()?,
        Value::Array(items) => start.write_inner_content(|inner| {
            let item = item_of(name);
            items
                .iter()
                .try_for_each(|value| element(inner, item, value))
        })?,
        Value::Object(fields) => start.write_inner_content(|inner| {
            let mut fields = fields.iter();
            fields.try_for_each(|(name, value)| element(inner, name, value))
        })?,
        Value::String(text) => start.write_text_content(written(text))?,
        other => start.write_text_content(written(&other.to_string()))?,
    };
    Ok(())
}

/// What the items of a list are called.
fn item_of(list: &str) -> &'static str {
    match list {
        "services" => "service",
        "service_requests" => "request",
        "endpoints" => "endpoint",
        "formats" => "format",
        "extended_attributes" => "attribute",
        "errors" => "error",
        _ => "item",
    }
}

/// A text that reads back as it was: a reader would make a line feed of a carriage return (XML 1.0,
/// 2.11). Characters that XML has no way to write (2.2) become the sign for what cannot be shown; none
/// is taken in at this door.
fn written(text: &str) -> BytesText<'static> {
    let legal: Cow<str> = if text.contains(|c| !is_legal(c)) {
        let shown = |c| {
            if is_legal(c) {
                c
            } else {
                char::REPLACEMENT_CHARACTER
            }
        };
        text.chars().map(shown).collect::<String>().into()
    } else {
        text.into()
    };
    let escaped = partial_escape(legal.as_ref()).replace('\r', "&#13;");
    BytesText::from_escaped(escaped)
}

/// Whether XML 1.0 can write a character (2.2).
pub fn is_legal(c: char) -> bool {
    let is_space = matches!(c, '\t' | '\n' | '\r');
    is_space || !(c < ' ' || c == '\u{FFFE}' || c == '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_items_nothing_is_empty_and_no_text_is_markup() {
        let value =
            serde_json::json!([{"a": "<&>\r\n\u{1}", "b": null, "c": 1.5, "formats": ["x"]}]);
        let text = String::from_utf8(document("services", &value).unwrap()).unwrap();
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><services><service>\
             <a>&lt;&amp;&gt;&#13;\n\u{FFFD}</a><b/><c>1.5</c><formats><format>x</format></formats>\
             </service></services>"
        );
    }
}
