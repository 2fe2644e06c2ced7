//! What a file is found to have: problems that stop an import, notes that go with it.
//!
//! Deliberately absent: sentences for people. Each has a stable `code()` and the `params()` that
//! fill its sentence in the locale files; the texts here are for logs.

use std::collections::BTreeMap;

use calamine::XlsxError;

/// How many problems are told one by one; further ones are counted.
const TOLD: usize = 50;

/// Something about one row, or one cell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The row, as Excel numbers it: from 1.
    pub row: u32,
    /// The letters of the column, `D`.
    pub column: String,
    /// The column's header, `留言时间`.
    pub header: String,
    /// What the cell holds, on one line and no longer than 40 characters.
    pub value: String,
    /// What about it.
    pub problem: Problem,
    /// The earlier row that a duplicate repeats.
    pub other_row: Option<u32>,
}

impl Finding {
    /// The stable code of the problem.
    pub fn code(&self) -> &'static str {
        self.problem.code()
    }

    /// What fills its sentence: `row`, `column`, `header`, `value`, and `other_row` for a duplicate.
    pub fn params(&self) -> BTreeMap<String, String> {
        let mut params = BTreeMap::from([
            ("row".to_owned(), self.row.to_string()),
            ("column".to_owned(), self.column.clone()),
            ("header".to_owned(), self.header.clone()),
            ("value".to_owned(), self.value.clone()),
        ]);
        if let Some(other) = self.other_row {
            params.insert("other_row".to_owned(), other.to_string());
        }
        params
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Finding {
            row,
            column,
            header,
            value,
            problem,
            other_row,
        } = self;
        write!(
            f,
            "row {row}, column {column} ({header}): {}",
            problem.code()
        )?;
        if let Some(other) = other_row {
            write!(f, " of row {other}")?;
        }
        if value.is_empty() {
            Ok(())
        } else {
            write!(f, ", it holds {value:?}")
        }
    }
}

/// What can be the matter with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Problem {
    /// A cell that must be filled is blank. A reply needs both its text and its time.
    MissingValue,
    /// A number, a date, a truth value or a formula's error where text is expected; or the like.
    WrongType,
    /// Not a date, or one outside 1990–2100.
    BadDate,
    /// Not a whole number from 0 on.
    BadNumber,
    /// An earlier row has the same 留言编号 and says something else.
    DuplicateDiffers,
    /// Two columns have the same header.
    DuplicateColumn,
    /// A note: a time of which only the day is known; taken as that day's beginning.
    DayOnly,
    /// A note: an earlier row says exactly the same; taken once.
    DuplicateSame,
}

impl Problem {
    /// Every problem, notes last.
    pub const ALL: [Problem; 8] = [
        Problem::MissingValue,
        Problem::WrongType,
        Problem::BadDate,
        Problem::BadNumber,
        Problem::DuplicateDiffers,
        Problem::DuplicateColumn,
        Problem::DayOnly,
        Problem::DuplicateSame,
    ];

    /// The stable name on the wire and in the locale files.
    pub const fn code(self) -> &'static str {
        match self {
            Problem::MissingValue => "missing_value",
            Problem::WrongType => "wrong_type",
            Problem::BadDate => "bad_date",
            Problem::BadNumber => "bad_number",
            Problem::DuplicateDiffers => "duplicate_differs",
            Problem::DuplicateColumn => "duplicate_column",
            Problem::DayOnly => "day_only",
            Problem::DuplicateSame => "duplicate_same",
        }
    }

    /// Whether it only goes with an import and does not stop it.
    pub const fn is_note(self) -> bool {
        matches!(self, Problem::DayOnly | Problem::DuplicateSame)
    }
}

/// What a file that is no .xlsx looks like, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Nothing in it.
    Nothing,
    /// An .xls of Excel 97–2003, or an .xlsx under a password: both have the same envelope.
    OldOrLocked,
    /// Plain text, as a CSV is.
    Text,
    /// A picture or a PDF.
    Picture,
    /// An .xlsx, or another zip, that is cut short, damaged or holds no workbook.
    Damaged,
    /// Anything else.
    Unknown,
}

impl FileKind {
    /// The stable name in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            FileKind::Nothing => "nothing",
            FileKind::OldOrLocked => "old_or_locked",
            FileKind::Text => "text",
            FileKind::Picture => "picture",
            FileKind::Damaged => "damaged",
            FileKind::Unknown => "unknown",
        }
    }
}

/// Why a file cannot be imported. Nothing of it has been taken.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// It is no .xlsx, or a damaged one.
    #[error("not a readable .xlsx file: it looks like {}", looks_like.name())]
    NotASheet {
        /// What it looks like.
        looks_like: FileKind,
        /// What the reader stumbled over.
        #[source]
        source: Option<Box<XlsxError>>,
    },
    /// It is larger than the program takes on, packed or unpacked.
    #[error("the file is larger than the limit of {limit_mib} MiB, packed or unpacked")]
    TooLarge {
        /// The limit that was passed, MiB.
        limit_mib: usize,
    },
    /// No message in it.
    #[error("the file holds no messages")]
    Empty,
    /// Columns that a message needs are not there.
    #[error("missing columns {missing:?} among {found:?}")]
    MissingColumns {
        /// The headers that are wanted.
        missing: Vec<String>,
        /// The headers that were found, where the most were known.
        found: Vec<String>,
    },
    /// Rows that cannot be taken.
    #[error("{} problems in the rows{}", findings.len() + more,
        findings.first().map(|first| format!("; the first: {first}")).unwrap_or_default())]
    Rows {
        /// The first 50 problems, in the order of the file.
        findings: Vec<Finding>,
        /// How many more there are.
        more: usize,
    },
}

impl SheetError {
    /// The stable code on the wire and in the locale files.
    pub const fn code(&self) -> &'static str {
        match self {
            SheetError::NotASheet { .. } => "not_a_sheet",
            SheetError::TooLarge { .. } => "sheet_too_large",
            SheetError::Empty => "sheet_empty",
            SheetError::MissingColumns { .. } => "missing_columns",
            SheetError::Rows { .. } => "bad_rows",
        }
    }

    /// What fills its sentence. The findings of [`SheetError::Rows`] have their own.
    pub fn params(&self) -> BTreeMap<String, String> {
        let pairs: Vec<(&str, String)> = match self {
            SheetError::NotASheet { looks_like, .. } => {
                vec![("looks_like", looks_like.name().to_owned())]
            }
            SheetError::TooLarge { limit_mib } => vec![("limit_mib", limit_mib.to_string())],
            SheetError::Empty => Vec::new(),
            SheetError::MissingColumns { missing, found } => {
                vec![("missing", missing.join("、")), ("found", found.join("、"))]
            }
            SheetError::Rows { findings, more } => vec![
                ("count", (findings.len() + more).to_string()),
                ("shown", findings.len().to_string()),
            ],
        };
        pairs
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }

    /// A file with the envelope of an .xlsx that could not be read to its end.
    pub(super) fn damaged(source: XlsxError) -> SheetError {
        let looks_like = match source {
            XlsxError::Password => FileKind::OldOrLocked,
            _ => FileKind::Damaged,
        };
        SheetError::NotASheet {
            looks_like,
            source: Some(Box::new(source)),
        }
    }

    pub(super) const fn not_a_sheet(looks_like: FileKind) -> SheetError {
        SheetError::NotASheet {
            looks_like,
            source: None,
        }
    }
}

/// Gathers findings while a file is read.
#[derive(Default)]
pub(super) struct Report {
    errors: Vec<Finding>,
    more: usize,
    notes: Vec<Finding>,
}

impl Report {
    pub(super) fn error(&mut self, finding: Finding) {
        if self.errors.len() < TOLD {
            self.errors.push(finding);
        } else {
            self.more += 1;
        }
    }

    pub(super) fn note(&mut self, finding: Finding) {
        self.notes.push(finding);
    }

    /// The notes, unless there are errors.
    pub(super) fn into_notes(self) -> Result<Vec<Finding>, SheetError> {
        if self.errors.is_empty() {
            Ok(self.notes)
        } else {
            Err(SheetError::Rows {
                findings: self.errors,
                more: self.more,
            })
        }
    }
}
