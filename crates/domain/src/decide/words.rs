//! Words and codes that a command brings: trimmed, present, not too long, known.

use super::Context;
use crate::department::DepartmentCode;
use crate::refusal::Refusal;

/// Longest title, characters.
pub const TITLE_LIMIT: usize = 120;
/// Longest text, note, reason or result, characters. Real replies reach 7,000.
pub const TEXT_LIMIT: usize = 20_000;

pub(crate) fn missing(field: &str) -> Refusal {
    Refusal::FieldMissing {
        field: field.to_owned(),
    }
}

pub(crate) fn unknown(field: &str, value: &str) -> Refusal {
    Refusal::FieldUnknown {
        field: field.to_owned(),
        value: value.to_owned(),
    }
}

pub(crate) fn required(field: &str, text: &str) -> Result<String, Refusal> {
    let text = optional(field, text)?;
    if text.is_empty() {
        Err(missing(field))
    } else {
        Ok(text)
    }
}

pub(crate) fn optional(field: &str, text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    limited(field, text, TEXT_LIMIT)?;
    Ok(text.to_owned())
}

pub(crate) fn limited(field: &str, text: &str, limit: usize) -> Result<(), Refusal> {
    if text.chars().nth(limit).is_some() {
        return Err(too_long(field, limit));
    }
    Ok(())
}

pub(crate) fn too_long(field: &str, limit: usize) -> Refusal {
    Refusal::FieldTooLong {
        field: field.to_owned(),
        limit: limit as u32,
    }
}

/// Refuses a department that is not named, or that the register does not have.
pub(crate) fn department(
    field: &str,
    code: &DepartmentCode,
    context: &Context,
) -> Result<(), Refusal> {
    if code.as_str().is_empty() {
        return Err(missing(field));
    }
    if !context.ground.has_department(code) {
        return Err(unknown(field, code.as_str()));
    }
    Ok(())
}
