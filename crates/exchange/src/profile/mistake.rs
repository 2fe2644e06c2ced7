//! What can be wrong with a profile, and the sentence for it.

use onemap_protocol::text::Text;

use super::shape::Words;

/// One mistake of a profile's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// The field, as a path in which rows count from 1 (`clocks[2].stages[1]`); empty for the
    /// whole file.
    pub field: String,
    /// What is wrong there.
    pub kind: MistakeKind,
}

/// What TOML calls a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A text in quotes.
    Text,
    /// A whole number.
    Number,
    /// A number with a fraction.
    Fraction,
    /// True or false.
    Flag,
    /// A date or a time.
    Time,
    /// Values in brackets, or `[[…]]`.
    List,
    /// Keys with values, in braces or under `[…]`.
    Table,
}

impl ValueType {
    /// Every type.
    pub const ALL: [ValueType; 7] = [
        ValueType::Text,
        ValueType::Number,
        ValueType::Fraction,
        ValueType::Flag,
        ValueType::Time,
        ValueType::List,
        ValueType::Table,
    ];

    /// The stable name, for the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            ValueType::Text => "text",
            ValueType::Number => "number",
            ValueType::Fraction => "fraction",
            ValueType::Flag => "flag",
            ValueType::Time => "time",
            ValueType::List => "list",
            ValueType::Table => "table",
        }
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MistakeKind {
    /// The text is not TOML, in the parser's words. Nothing else is looked at then.
    Syntax {
        /// What the parser says.
        message: String,
    },
    /// The table has no such field.
    UnknownField {
        /// As it is written.
        value: String,
        /// The field that was probably meant.
        nearest: Option<String>,
    },
    /// A field must be there and is not.
    MissingField {
        /// Which.
        value: String,
    },
    /// A value of another type.
    WrongType {
        /// What it must be.
        expected: ValueType,
        /// What it is.
        found: ValueType,
    },
    /// A word that is not of its closed set.
    UnknownWord {
        /// Which set.
        words: Words,
        /// As it is written.
        value: String,
        /// The word that was probably meant.
        nearest: Option<String>,
    },
    /// A number that is too small or too large.
    OutOfRange {
        /// The smallest.
        least: i64,
        /// The largest.
        most: i64,
    },
    /// A text with nothing in it.
    Blank,
    /// A period must have one unit, and has none or several.
    PeriodUnits,
    /// Not the digits of an area.
    BadArea {
        /// As it is written.
        value: String,
    },
    /// A list that needs at least one value.
    EmptyList,
    /// A list that has a value twice.
    Repeated {
        /// The value.
        value: String,
    },
    /// An earlier row has the same code.
    DuplicateCode {
        /// The code.
        value: String,
        /// Where the earlier row has it.
        first: usize,
    },
    /// A code that the profile does not define.
    UnknownCode {
        /// The field that defines such codes.
        among: &'static str,
        /// As it is written.
        value: String,
        /// The code that was probably meant.
        nearest: Option<String>,
    },
    /// A stage that must be in one of the steps.
    MissingStage {
        /// Its name.
        value: &'static str,
    },
    /// A stage that an earlier step has already.
    StageTwice {
        /// Its name.
        value: &'static str,
        /// Where the earlier step has it.
        first: usize,
    },
    /// A stage that stands after a later one of the way.
    StageOrder {
        /// Its name.
        value: &'static str,
        /// The stage that it must stand before.
        other: &'static str,
    },
    /// A clock in stages that no step has.
    ClockNeverRuns,
    /// A clock with a code that the program keeps for itself.
    ReservedClock {
        /// The code.
        value: String,
    },
    /// Rows of one clock with different names.
    ClockName {
        /// Where its first row is.
        first: usize,
    },
    /// A row of the table of clocks that never holds for any case.
    NeverHolds {
        /// The row that holds in its place, when it is one.
        first: Option<usize>,
    },
    /// An extension in another unit than the clock's.
    ExtensionUnit {
        /// The clock's unit.
        value: &'static str,
    },
    /// Something that can only be with another field.
    Needs {
        /// The other field.
        other: &'static str,
    },
    /// Handing off pauses by itself; it is no pause by hand.
    PauseByHand,
    /// The centre before the handler.
    VisitOrder,
    /// A visit that no role may make.
    VisitByNobody {
        /// Who should.
        value: &'static str,
    },
    /// More asked for than there are.
    TooMany {
        /// How many there are.
        there: usize,
    },
    /// A list with more members than its size.
    Overfull {
        /// Its size.
        size: u16,
        /// How many members it has.
        there: usize,
    },
    /// A rule that is never the first because of an earlier one.
    RuleShadowed {
        /// The code of the earlier rule.
        other: String,
    },
    /// A rule that clashes whenever it fits.
    RuleClashes {
        /// The code of the other rule.
        other: String,
    },
    /// Neither a day nor a time of day.
    BadMoment {
        /// As it is written.
        value: String,
    },
    /// What a row looks at, in another form than a word or one key with its value.
    MeasureForm,
    /// A post that an earlier force has already.
    PostTwice {
        /// Its name.
        value: &'static str,
        /// Where the earlier force has it.
        first: usize,
    },
    /// A row of the index whose points somebody would have to give.
    JudgedIndex,
    /// A duty that is owed above the areas of the scorecard.
    DutyAbove {
        /// The level that owes it.
        value: &'static str,
        /// The level of the scorecard.
        other: &'static str,
    },
    /// Rows whose points are not a whole score.
    PointsSum {
        /// What they are.
        sum: i64,
    },
    /// Anything else that the reader does not take, in its words.
    Unreadable {
        /// What the reader says.
        message: String,
    },
}

impl MistakeKind {
    /// The stable code: the end of its key in the locale files.
    pub const fn code(&self) -> &'static str {
        match self {
            MistakeKind::Syntax { .. } => "syntax",
            MistakeKind::UnknownField { nearest: None, .. } => "unknown-field",
            MistakeKind::UnknownField { .. } => "unknown-field-near",
            MistakeKind::MissingField { .. } => "missing-field",
            MistakeKind::WrongType { .. } => "wrong-type",
            MistakeKind::UnknownWord { nearest: None, .. } => "unknown-word",
            MistakeKind::UnknownWord { .. } => "unknown-word-near",
            MistakeKind::OutOfRange { .. } => "out-of-range",
            MistakeKind::Blank => "blank",
            MistakeKind::PeriodUnits => "period-units",
            MistakeKind::BadArea { .. } => "bad-area",
            MistakeKind::EmptyList => "empty-list",
            MistakeKind::Repeated { .. } => "repeated",
            MistakeKind::DuplicateCode { .. } => "duplicate-code",
            MistakeKind::UnknownCode { nearest: None, .. } => "unknown-code",
            MistakeKind::UnknownCode { .. } => "unknown-code-near",
            MistakeKind::MissingStage { .. } => "missing-stage",
            MistakeKind::StageTwice { .. } => "stage-twice",
            MistakeKind::StageOrder { .. } => "stage-order",
            MistakeKind::ClockNeverRuns => "clock-never-runs",
            MistakeKind::ReservedClock { .. } => "reserved-clock",
            MistakeKind::ClockName { .. } => "clock-name",
            MistakeKind::NeverHolds { first: None } => "never-holds",
            MistakeKind::NeverHolds { .. } => "never-holds-after",
            MistakeKind::ExtensionUnit { .. } => "extension-unit",
            MistakeKind::Needs { .. } => "needs",
            MistakeKind::PauseByHand => "pause-by-hand",
            MistakeKind::VisitOrder => "visit-order",
            MistakeKind::VisitByNobody { .. } => "visit-by-nobody",
            MistakeKind::TooMany { .. } => "too-many",
            MistakeKind::Overfull { .. } => "overfull",
            MistakeKind::RuleShadowed { .. } => "rule-shadowed",
            MistakeKind::RuleClashes { .. } => "rule-clashes",
            MistakeKind::BadMoment { .. } => "bad-moment",
            MistakeKind::MeasureForm => "measure-form",
            MistakeKind::PostTwice { .. } => "post-twice",
            MistakeKind::JudgedIndex => "judged-index",
            MistakeKind::DutyAbove { .. } => "duty-above",
            MistakeKind::PointsSum { .. } => "points-sum",
            MistakeKind::Unreadable { .. } => "unreadable",
        }
    }

    /// What its sentence is filled with.
    fn params(&self, text: &Text) -> Vec<(&'static str, String)> {
        let named =
            |kind: &str, name: &str| text.say(&format!("central-profile-{kind}-{name}"), &[]);
        match self {
            MistakeKind::Syntax { message } | MistakeKind::Unreadable { message } => {
                vec![("message", message.clone())]
            }
            MistakeKind::UnknownField { value, nearest } => {
                vec![
                    ("value", value.clone()),
                    ("nearest", known(nearest.as_ref())),
                ]
            }
            MistakeKind::WrongType { expected, found } => vec![
                ("expected", named("type", expected.name())),
                ("found", named("type", found.name())),
            ],
            MistakeKind::UnknownWord {
                words,
                value,
                nearest,
            } => vec![
                ("words", named("words", words.name())),
                ("value", value.clone()),
                ("nearest", known(nearest.as_ref())),
                ("all", words.all().join(", ")),
            ],
            MistakeKind::OutOfRange { least, most } => {
                vec![("least", least.to_string()), ("most", most.to_string())]
            }
            MistakeKind::PeriodUnits => vec![("all", Words::Unit.all().join(", "))],
            MistakeKind::MissingField { value }
            | MistakeKind::BadArea { value }
            | MistakeKind::BadMoment { value }
            | MistakeKind::Repeated { value }
            | MistakeKind::ReservedClock { value } => vec![("value", value.clone())],
            MistakeKind::DuplicateCode { value, first } => {
                vec![("value", value.clone()), ("first", first.to_string())]
            }
            MistakeKind::UnknownCode {
                among,
                value,
                nearest,
            } => vec![
                ("among", (*among).to_owned()),
                ("value", value.clone()),
                ("nearest", known(nearest.as_ref())),
            ],
            MistakeKind::MissingStage { value }
            | MistakeKind::ExtensionUnit { value }
            | MistakeKind::VisitByNobody { value } => vec![("value", (*value).to_owned())],
            MistakeKind::StageTwice { value, first } | MistakeKind::PostTwice { value, first } => {
                vec![("value", (*value).to_owned()), ("first", first.to_string())]
            }
            MistakeKind::StageOrder { value, other } | MistakeKind::DutyAbove { value, other } => {
                vec![
                    ("value", (*value).to_owned()),
                    ("other", (*other).to_owned()),
                ]
            }
            MistakeKind::ClockName { first } | MistakeKind::NeverHolds { first: Some(first) } => {
                vec![("first", first.to_string())]
            }
            MistakeKind::Needs { other } => vec![("other", (*other).to_owned())],
            MistakeKind::PointsSum { sum } => vec![("sum", sum.to_string())],
            MistakeKind::TooMany { there } => vec![("there", there.to_string())],
            MistakeKind::Overfull { size, there } => {
                vec![("size", size.to_string()), ("there", there.to_string())]
            }
            MistakeKind::RuleShadowed { other } | MistakeKind::RuleClashes { other } => {
                vec![("other", other.clone())]
            }
            MistakeKind::Blank
            | MistakeKind::EmptyList
            | MistakeKind::ClockNeverRuns
            | MistakeKind::NeverHolds { first: None }
            | MistakeKind::MeasureForm
            | MistakeKind::JudgedIndex
            | MistakeKind::PauseByHand
            | MistakeKind::VisitOrder => Vec::new(),
        }
    }
}

fn known(nearest: Option<&String>) -> String {
    nearest.cloned().unwrap_or_default()
}

impl Mistake {
    /// The mistake as a sentence, with its line and its field.
    pub fn sentence(&self, text: &Text) -> String {
        let params = self.kind.params(text);
        let params: Vec<(&str, &str)> = params
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let problem = text.say(
            &format!("central-profile-mistake-{}", self.kind.code()),
            &params,
        );
        let place = if self.field.is_empty() {
            "central-profile-line"
        } else {
            "central-profile-field"
        };
        let line = self.line.to_string();
        let filled = [
            ("line", line.as_str()),
            ("field", &self.field),
            ("problem", &problem),
        ];
        text.say(place, &filled)
    }
}
