//! The hash chain of a case's or a record's log: who keeps the digest of the last event can prove later that no
//! event before it was changed, removed, inserted or moved.
//!
//! `digest(n) = SHA-256(digest(n - 1) ‖ canonical(event n))`; before the first event stand 32 zero
//! bytes. What is hashed is the whole [`Recorded`] or [`RecordEntry`]: whose, revision, time, actor,
//! command, event.
//!
//! The canonical form is that of RFC 8785 (JSON Canonicalization Scheme), in UTF-8:
//! - no white space; the members of an object in the order of their names' UTF-16 code units;
//! - in texts only `"`, `\` and the control characters are escaped, as `\"`, `\\`, `\b`, `\t`,
//!   `\n`, `\f`, `\r`, the others as `\u00xx` in lower case;
//! - whole numbers in decimal digits (also those past 2⁵³, which RFC 8785 leaves out), others as
//!   the shortest digits that read back as the same double, written the way ECMAScript does.
//!
//! So a log can be checked in any language from its JSON alone. An old event must canonicalise as
//! it did when it was hashed: a field that is added to an event later is left out of the JSON when
//! it is empty. The golden files of the events hold every later version to that.
//!
//! Deliberately absent: a secret. Somebody who may write the whole log can also chain it anew;
//! what shows that is a last digest kept elsewhere, which [`verify`] hands out to be compared. The
//! same goes for events that are missing at the end.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};
use sha2::{Digest as _, Sha256};

use crate::event::Recorded;
use crate::record::RecordEntry;
use crate::subject::SubjectId;

#[cfg(test)]
mod tests;

/// The digest of an event and of all before it: SHA-256. On the wire 64 hexadecimal digits in
/// lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String))]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

impl Digest {
    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for Digest {
    fn from(bytes: [u8; 32]) -> Digest {
        Digest(bytes)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Why a text is not a digest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a digest: 64 hexadecimal digits in lower case are")]
pub struct NotADigest(pub String);

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Digest, NotADigest> {
        let wrong = || NotADigest(text.to_owned());
        let value = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            let (high, low) = value(*high).zip(value(*low)).ok_or_else(wrong)?;
            *byte = high << 4 | low;
        }
        Ok(Digest(bytes))
    }
}

impl TryFrom<String> for Digest {
    type Error = NotADigest;

    fn try_from(text: String) -> Result<Digest, NotADigest> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> String {
        digest.to_string()
    }
}

/// Where a log stops being what was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the log is not what was recorded from revision {revision} on")]
pub struct Break {
    /// The revision that should stand there and does not: changed, missing, or another one.
    pub revision: u64,
}

/// What can stand in a log.
pub trait Logged: Serialize {
    /// Whose log.
    fn subject(&self) -> SubjectId;
    /// Its place there, from 1.
    fn revision(&self) -> u64;
}

impl Logged for Recorded {
    fn subject(&self) -> SubjectId {
        self.case.into()
    }

    fn revision(&self) -> u64 {
        self.revision
    }
}

impl Logged for RecordEntry {
    fn subject(&self) -> SubjectId {
        self.record.into()
    }

    fn revision(&self) -> u64 {
        self.revision
    }
}

/// The digest of an event that follows on the one with the digest `previous`; `None` for the
/// first event of a log.
pub fn link(previous: Option<&Digest>, recorded: &impl Logged) -> Digest {
    link_value(previous, recorded)
}

/// The same for what is in another chain than that of a case or a record.
pub(crate) fn link_value(previous: Option<&Digest>, recorded: &impl Serialize) -> Digest {
    // No part of an event can fail to become JSON: every map has texts for keys, and the golden
    // files hold one of each event.
    let value = serde_json::to_value(recorded).unwrap_or_default();
    let mut canonical = String::new();
    write(&value, &mut canonical);
    let before = previous.map_or([0; 32], |digest| digest.0);
    let hash = Sha256::new()
        .chain_update(before)
        .chain_update(canonical)
        .finalize();
    Digest(hash.into())
}

/// Checks one whole log from its first event on, each event with the digest that was
/// recorded beside it. The last digest; `None` for an empty log.
pub fn verify<'a, L: Logged + 'a>(
    log: impl Iterator<Item = (&'a L, &'a Digest)>,
) -> Result<Option<Digest>, Break> {
    let mut last: Option<Digest> = None;
    let mut subject = None;
    for (revision, (recorded, digest)) in (1..).zip(log) {
        let in_place = recorded.revision() == revision
            && *subject.get_or_insert(recorded.subject()) == recorded.subject();
        if !in_place || link(last.as_ref(), recorded) != *digest {
            return Err(Break { revision });
        }
        last = Some(*digest);
    }
    Ok(last)
}

/// Appends the canonical form of a value.
fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => write_number(number, out),
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            // Sorted here: a feature of serde_json that any crate may switch on keeps the order
            // of insertion.
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
            out.push('{');
            for (at, (name, member)) in members.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_text(name, out);
                out.push(':');
                write(member, out);
            }
            out.push('}');
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..='\u{1f}' => {
                // Writing to a text cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

fn write_number(number: &Number, out: &mut String) {
    // Writing to a text cannot fail.
    let _ = match (number.as_u64(), number.as_i64(), number.as_f64()) {
        (Some(whole), _, _) => write!(out, "{whole}"),
        (None, Some(whole), _) => write!(out, "{whole}"),
        (None, None, Some(double)) => write_double(double, out),
        (None, None, None) => write!(out, "{number}"),
    };
}

/// A double as ECMAScript writes it. Rust's shortest digits are the same; only the sign of zero
/// and the place where an exponent begins differ.
fn write_double(double: f64, out: &mut String) -> fmt::Result {
    let size = double.abs();
    if size == 0.0 {
        out.push('0');
        Ok(())
    } else if (1e-6..1e21).contains(&size) {
        write!(out, "{double}")
    } else {
        let digits = format!("{double:e}");
        match digits.split_once('e') {
            Some((digits, power)) if !power.starts_with('-') => write!(out, "{digits}e+{power}"),
            _ => out.write_str(&digits),
        }
    }
}
