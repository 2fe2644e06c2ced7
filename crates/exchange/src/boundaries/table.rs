//! A CSV of codes and names, and where it has them levels, parents and places.
//!
//! The first line names the columns; commas, semicolons or tabs part them, whichever the first line has
//! most of. Deliberately absent: outlines.

use super::text::Decoded;
use super::{BoundaryError, Finding, Format, Geometry, Problem, ROWS_CAP, Raw, Record};

/// Reads all lines.
pub(super) fn read(text: Decoded) -> Result<Raw, BoundaryError> {
    let first = text.text.lines().next().unwrap_or_default();
    let often = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
    let delimiter = [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|delimiter| often(*delimiter))
        .unwrap_or(b',');
    let mut lines = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.text.as_bytes());
    let mut place = Place {
        text: text.text.as_bytes(),
        at: 0,
        line: 1,
    };
    let mut heads: Option<Vec<String>> = None;
    let mut records = Vec::new();
    for line in lines.records() {
        let line = line.map_err(|error| BoundaryError::Damaged {
            reason: error.to_string(),
        })?;
        let cells = line.iter().map(|cell| cell.trim().to_owned());
        let Some(heads) = &heads else {
            heads = Some(cells.collect());
            continue;
        };
        let fields: Vec<(String, String)> = heads.iter().cloned().zip(cells).collect();
        if fields.iter().all(|(_, value)| value.is_empty()) {
            continue;
        }
        if records.len() == ROWS_CAP {
            return Err(BoundaryError::TooMany { limit: ROWS_CAP });
        }
        records.push(Record {
            row: place.line(line.position()),
            fields,
            geometry: Geometry::NotHere,
        });
    }
    let heads = heads.unwrap_or_default();
    let named: Vec<(String, String)> = heads.iter().map(|h| (h.clone(), String::new())).collect();
    if super::fields::find(&named, &super::CODE_FIELDS).is_none() {
        let found = heads.iter().take(20).map(|head| super::short(head));
        return Err(BoundaryError::NoCodeColumn {
            found: found.collect(),
        });
    }
    let mut findings = Vec::new();
    if text.byte_order_mark {
        findings.push(Finding::new(Problem::ByteOrderMark));
    }
    if text.gbk {
        findings.push(Finding::new(Problem::Gbk));
    }
    Ok(Raw {
        format: Format::Csv,
        records,
        findings,
        declared: None,
    })
}

/// Which line a record stands on. The parser's own count is of the line that it looked at first, which
/// may be blank.
struct Place<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl Place<'_> {
    /// The line of a record; records are asked for in their order.
    fn line(&mut self, record: Option<&csv::Position>) -> u32 {
        let start = record.map_or(0, |place| place.byte() as usize);
        while let Some(byte) = self.text.get(self.at) {
            let blank = matches!(byte, b'\r' | b'\n');
            if self.at >= start && !blank {
                break;
            }
            self.line += u32::from(*byte == b'\n');
            self.at += 1;
        }
        self.line
    }
}
