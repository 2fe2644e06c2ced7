//! The table of a Shapefile: dBASE III, whose every value is text of a fixed width.
//!
//! Encodings: what the `.cpg` says; else the table's language byte (0x4D is GBK); else UTF-8 where all of
//! it is valid, and GBK otherwise, said aloud. Deliberately absent: memos, numbers as numbers (a code of
//! 18 digits is none), and dates.

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::super::{BoundaryError, Finding, Problem, ROWS_CAP, fields};

/// The rows of a table; `None` for one that is marked deleted.
pub(super) struct Table {
    pub records: Vec<Option<Vec<(String, String)>>>,
    pub findings: Vec<Finding>,
}

/// A column: where it stands in a record.
struct Column {
    name: Vec<u8>,
    start: usize,
    end: usize,
}

const HEAD: usize = 32;
/// The language byte of GBK.
const GBK_MARK: u8 = 0x4d;

/// Reads a table. `page` is what the `.cpg` says.
pub(super) fn read(bytes: &[u8], page: Option<&str>) -> Result<Table, BoundaryError> {
    let damaged = |reason: &str| BoundaryError::Damaged {
        reason: format!(".dbf: {reason}"),
    };
    let head = bytes.get(..HEAD).ok_or_else(|| damaged("no header"))?;
    let count = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
    let start = usize::from(u16::from_le_bytes([head[8], head[9]]));
    let width = usize::from(u16::from_le_bytes([head[10], head[11]]));
    if count > ROWS_CAP {
        return Err(BoundaryError::TooMany { limit: ROWS_CAP });
    }
    let descriptors = bytes
        .get(HEAD..start)
        .ok_or_else(|| damaged("no columns"))?;
    let mut columns = Vec::new();
    let mut at = 1;
    for descriptor in descriptors.chunks_exact(HEAD) {
        if descriptor[0] == b'\r' {
            break;
        }
        let name = descriptor[..11].split(|byte| *byte == 0).next();
        let end = at + usize::from(descriptor[16]);
        columns.push(Column {
            name: name.unwrap_or_default().to_vec(),
            start: at,
            end,
        });
        at = end;
    }
    if columns.is_empty() || at > width {
        return Err(damaged("columns wider than a record"));
    }
    let rows = bytes.get(start..start + count * width);
    let rows = rows.ok_or_else(|| damaged("fewer records than it says"))?;
    let rows: Vec<&[u8]> = rows.chunks_exact(width).collect();

    let mut findings = Vec::new();
    let encoding = encoding(page, head[29], &rows, &columns, &mut findings);
    let decoded = |bytes: &[u8]| encoding.decode_without_bom_handling(bytes).0.into_owned();
    let names: Vec<String> = columns.iter().map(|c| decoded(&c.name)).collect();
    // Only what is a field of ours is kept: a table may have a hundred others.
    let ours = [
        fields::CODE_FIELDS.as_slice(),
        &fields::NAME_FIELDS,
        &fields::LEVEL_FIELDS,
        &fields::PARENT_FIELDS,
        &fields::LON_FIELDS,
        &fields::LAT_FIELDS,
    ]
    .concat();
    let kept = |name: &str| ours.iter().any(|own| own.eq_ignore_ascii_case(name.trim()));
    let kept: Vec<(&String, &Column)> = names
        .iter()
        .zip(&columns)
        .filter(|(name, _)| kept(name))
        .collect();
    if !kept.iter().any(|(name, _)| {
        let own = [((*name).clone(), String::new())];
        fields::find(&own, &fields::CODE_FIELDS).is_some()
    }) {
        let found = names.iter().take(20).map(|name| super::short(name));
        return Err(BoundaryError::NoCodeColumn {
            found: found.collect(),
        });
    }
    let records = rows.iter().map(|row| {
        let deleted = row.first() == Some(&b'*');
        let field = |(name, column): &(&String, &Column)| {
            let value = decoded(trimmed(&row[column.start..column.end]));
            ((*name).clone(), value.trim().to_owned())
        };
        (!deleted).then(|| kept.iter().map(field).collect())
    });
    Ok(Table {
        records: records.collect(),
        findings,
    })
}

fn trimmed(value: &[u8]) -> &[u8] {
    let end = value.iter().position(|byte| *byte == 0);
    value[..end.unwrap_or(value.len())].trim_ascii()
}

fn encoding(
    page: Option<&str>,
    mark: u8,
    rows: &[&[u8]],
    columns: &[Column],
    findings: &mut Vec<Finding>,
) -> &'static Encoding {
    let named = page.and_then(|page| {
        let plain = page.to_ascii_lowercase();
        match plain.as_str() {
            "65001" | "utf8" => Some(UTF_8),
            "936" | "cp936" | "54936" | "ansi 936" | "oem 936" | "cp54936" => Some(GB18030),
            other => Encoding::for_label(other.as_bytes()),
        }
    });
    let utf8 = || {
        let fields = rows
            .iter()
            .flat_map(|row| columns.iter().map(|column| &row[column.start..column.end]))
            .chain(columns.iter().map(|column| column.name.as_slice()));
        let mut fields = fields.map(|field| std::str::from_utf8(trimmed(field)));
        // A letter that the width of the column cuts off is no sign of another encoding.
        fields.all(|read| read.is_ok_and(|_| true) || read.is_err_and(|e| e.error_len().is_none()))
    };
    match named {
        Some(encoding) if encoding != UTF_8 || utf8() => {
            if encoding != UTF_8 {
                findings.push(Finding::new(Problem::Gbk));
            }
            encoding
        }
        None if mark == GBK_MARK => {
            findings.push(Finding::new(Problem::Gbk));
            GB18030
        }
        None if utf8() => UTF_8,
        _ => {
            findings.push(Finding::new(Problem::GuessedGbk));
            GB18030
        }
    }
}
