//! From the fields of a file to areas: every row is looked at, and every problem of a row is found.

use std::collections::HashMap;

use onemap_domain::area::{AreaCode, Level, Outline, Position};

use super::{
    BoundaryError, CODE_FIELDS, Finding, Geometry, LAT_FIELDS, LEVEL_FIELDS, LON_FIELDS,
    NAME_FIELDS, PARENT_FIELDS, POINTS_CAP, Problem, ROWS_CAP, Raw, Record, Row, Sheet, fields,
    short,
};

/// What the seals of committees say and people do not.
const COMMITTEES: [&str; 2] = ["居民委员会", "村民委员会"];

/// Looks at every row.
pub(super) fn assembled(raw: Raw, file: &str) -> Result<Sheet, BoundaryError> {
    let Raw {
        format,
        records,
        findings,
        declared,
    } = raw;
    if records.is_empty() {
        return Err(BoundaryError::NoRows);
    }
    if records.len() > ROWS_CAP {
        return Err(BoundaryError::TooMany { limit: ROWS_CAP });
    }
    in_degrees(&records)?;
    let usual = records.iter().find_map(|record| {
        let (name, _) = fields::find(&record.fields, &CODE_FIELDS)?;
        Some(name.to_owned())
    });
    let Some(usual) = usual else {
        let found = records.iter().flat_map(|record| &record.fields).take(20);
        return Err(BoundaryError::NoCodeColumn {
            found: found.map(|(name, _)| short(name)).collect(),
        });
    };
    let rows_in_all = u32::try_from(records.len()).unwrap_or(u32::MAX);
    let mut reading = Reading {
        usual,
        findings,
        seen: HashMap::new(),
        padded: 0,
        shortened: 0,
    };
    let rows = records.into_iter();
    let rows = rows.filter_map(|record| reading.row(record)).collect();
    let Reading {
        mut findings,
        padded,
        shortened,
        ..
    } = reading;
    for (problem, count) in [
        (Problem::PaddedCodes, padded),
        (Problem::ShortenedNames, shortened),
    ] {
        if count > 0 {
            findings.push(Finding::counted(problem, count));
        }
    }
    Ok(Sheet {
        file: file.to_owned(),
        format,
        rows_in_all,
        rows,
        findings,
        declared,
    })
}

/// Refuses coordinates that are no degrees, and outlines with too many corners.
fn in_degrees(records: &[Record]) -> Result<(), BoundaryError> {
    let mut points = 0;
    for record in records {
        let Geometry::Outline(outline) = &record.geometry else {
            continue;
        };
        let row = record.row;
        for &[x, y] in outline.0.iter().flatten().flatten() {
            points += 1;
            if x.abs() <= 90.0 && (90.0..=180.0).contains(&y) {
                return Err(BoundaryError::Swapped { row, x, y });
            }
            if x.abs() > 180.0 || y.abs() > 90.0 {
                return Err(BoundaryError::Projected { row, x, y });
            }
        }
    }
    if points > POINTS_CAP {
        return Err(BoundaryError::TooMany { limit: ROWS_CAP });
    }
    Ok(())
}

struct Reading {
    /// What the field of codes is called where it is there.
    usual: String,
    findings: Vec<Finding>,
    seen: HashMap<AreaCode, u32>,
    padded: usize,
    shortened: usize,
}

impl Reading {
    fn row(&mut self, record: Record) -> Option<Row> {
        let row = record.row;
        let found = fields::find(&record.fields, &CODE_FIELDS);
        let (field, text) = match found {
            Some((field, text)) => (field.to_owned(), text),
            None => (self.usual.clone(), ""),
        };
        if text.is_empty() {
            self.find(Problem::MissingCode, row, None, &field, "");
            return None;
        }
        let Some((code, padded)) = code(text) else {
            self.find(Problem::BadCode, row, None, &field, text);
            return None;
        };
        let first = *self.seen.entry(code.clone()).or_insert(row);
        if first != row {
            let last = self.find(Problem::DuplicateCode, row, Some(&code), &field, text);
            last.other_row = Some(first);
            return None;
        }
        self.padded += usize::from(padded);
        let name = self.name(&record, &code);
        self.level_and_parent(&record, &code);
        let centre = self.centre(&record, &code);
        let outline = self.outline(record.geometry, row, &code);
        Some(Row {
            row,
            code,
            name,
            centre,
            outline,
        })
    }

    fn find(
        &mut self,
        problem: Problem,
        row: u32,
        code: Option<&AreaCode>,
        field: &str,
        value: &str,
    ) -> &mut Finding {
        self.findings.push(Finding {
            row: Some(row),
            field: Some(short(field)),
            value: (!value.is_empty()).then(|| short(value)),
            area: code.cloned(),
            ..Finding::new(problem)
        });
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    fn name(&mut self, record: &Record, code: &AreaCode) -> Option<String> {
        let (field, name) = fields::find(&record.fields, &NAME_FIELDS)?;
        if name.is_empty() {
            self.find(Problem::EmptyName, record.row, Some(code), field, "");
            return None;
        }
        let spoken = spoken(name);
        self.shortened += usize::from(spoken != name);
        Some(spoken.to_owned())
    }

    fn level_and_parent(&mut self, record: &Record, code: &AreaCode) {
        if let Some((field, text)) = fields::find(&record.fields, &LEVEL_FIELDS)
            && let Some(level) = level(text)
            && level != code.level()
        {
            let expected = Some(code.level().name().to_owned());
            let last = self.find(Problem::LevelDiffers, record.row, Some(code), field, text);
            last.expected = expected;
        }
        if let Some((field, text)) = fields::find(&record.fields, &PARENT_FIELDS)
            && let Some((parent, _)) = self::code(text)
            && Some(&parent) != code.parent().as_ref()
        {
            let expected = code.parent().map(|code| code.to_string());
            let last = self.find(Problem::ParentDiffers, record.row, Some(code), field, text);
            last.expected = expected;
        }
    }

    fn centre(&mut self, record: &Record, code: &AreaCode) -> Option<Position> {
        let (field, lon) = fields::find(&record.fields, &LON_FIELDS)?;
        let (_, lat) = fields::find(&record.fields, &LAT_FIELDS)?;
        if lon.is_empty() && lat.is_empty() {
            return None;
        }
        let number = |text: &str, most: f64| {
            let degrees = text.parse::<f64>().ok()?;
            (degrees.abs() <= most).then_some(degrees)
        };
        if let (Some(lon), Some(lat)) = (number(lon, 180.0), number(lat, 90.0)) {
            return Some(Position { lon, lat });
        }
        let value = format!("{lon}, {lat}");
        self.find(Problem::BadPlace, record.row, Some(code), field, &value);
        None
    }

    fn outline(&mut self, geometry: Geometry, row: u32, code: &AreaCode) -> Option<Outline> {
        match geometry {
            Geometry::NotHere => None,
            Geometry::Outline(outline) => Some(outline),
            Geometry::Absent => {
                self.find(Problem::NoGeometry, row, Some(code), "geometry", "");
                None
            }
            Geometry::Other(found) => {
                self.find(Problem::BadGeometry, row, Some(code), "geometry", &found);
                None
            }
        }
    }
}

/// The code that a text means, and whether zeros filled it up to a longer one's length: 520300 is the
/// city 5203, 520381001000 the town 520381001. No code of a level below ends in three zeros, and no
/// county's in two.
fn code(text: &str) -> Option<(AreaCode, bool)> {
    // A spreadsheet that took the code for a number.
    let digits = text.strip_suffix(".0").unwrap_or(text);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut plain = digits;
    loop {
        let zeros = match plain.len() {
            9 | 12 | 15 | 18 => "000",
            4 | 6 => "00",
            _ => break,
        };
        let Some(shorter) = plain.strip_suffix(zeros) else {
            break;
        };
        plain = shorter;
    }
    // Nothing but zeros is no province.
    let code = AreaCode::parse(plain).ok().filter(|_| plain != "00")?;
    Some((code, plain.len() != digits.len()))
}

/// The level that a text means, if it is one that we know.
fn level(text: &str) -> Option<Level> {
    let plain = text.to_lowercase();
    let known = Level::ALL.into_iter().find(|level| level.name() == plain);
    known.or(match plain.as_str() {
        "省" | "省级" => Some(Level::Province),
        "市" | "市级" | "地级" => Some(Level::City),
        "县" | "区" | "县级" | "district" => Some(Level::County),
        "乡" | "镇" | "街道" | "乡级" | "乡镇" | "street" => Some(Level::Town),
        "村" | "社区" | "村级" | "community" => Some(Level::Village),
        "网格" => Some(Level::Grid),
        _ => None,
    })
}

/// 太平社区居民委员会 is what a seal says; people say 太平社区.
pub(super) fn spoken(name: &str) -> &str {
    let mut committees = COMMITTEES.iter();
    let rest = committees.find_map(|committee| name.strip_suffix(committee));
    rest.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_that_fill_a_code_up_are_taken_off_and_others_are_not() {
        for (text, plain) in [
            ("520381", "520381"),
            ("520381000000", "520381"),
            ("520381001000", "520381001"),
            ("520300", "5203"),
            ("520000", "52"),
            ("520381001001000", "520381001001"),
            ("520381.0", "520381"),
            ("520381100", "520381100"),
        ] {
            let (code, _) = code(text).unwrap();
            assert_eq!(code.as_str(), plain, "{text}");
        }
        for wrong in ["", "5203811", "５２０３８１", "0000", "-520381", "5.2e5"] {
            assert_eq!(code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn people_say_names_without_their_committee() {
        assert_eq!(spoken("太平社区居民委员会"), "太平社区");
        assert_eq!(spoken("红星村村民委员会"), "红星村");
        assert_eq!(spoken("居民委员会"), "居民委员会");
    }
}
