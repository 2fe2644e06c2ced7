//! Texts of files: UTF-8 with or without a byte-order mark, UTF-16 with one, or GBK.
//!
//! Deliberately absent: other encodings. What is no valid UTF-8 is read as GB 18030, of which GBK and
//! GB 2312 are parts, if it can be; `encoding_rs` follows the WHATWG Encoding Standard.

use encoding_rs::{Encoding, GB18030, UTF_8};

/// A text and how it was written.
pub(super) struct Decoded {
    pub text: String,
    pub byte_order_mark: bool,
    pub gbk: bool,
}

/// `None` for what is no text: control characters, or bytes that no encoding explains.
pub(super) fn decoded(bytes: &[u8]) -> Option<Decoded> {
    let mark = Encoding::for_bom(bytes);
    let (encoding, length) = mark.unwrap_or((UTF_8, 0));
    let rest = &bytes[length..];
    let whole = |encoding: &'static Encoding| {
        encoding
            .decode_without_bom_handling_and_without_replacement(rest)
            .map(std::borrow::Cow::into_owned)
    };
    let found = whole(encoding).map(|text| (text, false));
    let (text, gbk) = found.or_else(|| Some((whole(GB18030)?, true)))?;
    let binary = |letter: char| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r');
    let is_text = !text.chars().take(4096).any(binary);
    is_text.then_some(Decoded {
        text,
        byte_order_mark: length > 0,
        gbk,
    })
}
