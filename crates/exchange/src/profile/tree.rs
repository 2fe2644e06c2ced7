//! From the text to a tree in which everything has the right form, telling of all that had not.
//!
//! What has a mistake is left out of the tree or stands in it as a blank, and its place is
//! remembered as spoilt, so that the rules of `meaning` can be read over the rest of the file
//! without taking a consequence for a mistake of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::{Date, Time};
use onemap_domain::area::AreaCode;
use toml::Spanned;
use toml::de::{DeArray, DeInteger, DeTable, DeValue};
use toml::{Table, Value};

use super::mistake::{Mistake, MistakeKind, ValueType};
use super::shape::{Kind, Shape, Words};

/// Everything known of the places of a text.
pub(super) struct Places {
    lines: BTreeMap<String, usize>,
    spoilt: BTreeSet<String>,
    pub(super) mistakes: Vec<Mistake>,
}

impl Places {
    /// The line of a path, or of the nearest table around it.
    pub(super) fn line(&self, path: &str) -> usize {
        let mut path = path;
        loop {
            if let Some(line) = self.lines.get(path) {
                return *line;
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = path.get(..end).unwrap_or_default(),
                None => return 1,
            }
        }
    }

    /// Whether a place that the closure describes is spoilt.
    pub(super) fn is_spoilt(&self, which: impl Fn(&str) -> bool) -> bool {
        self.spoilt.iter().any(|path| which(path))
    }

    /// Tells of a mistake, unless something at the place, around it or in it is spoilt already.
    pub(super) fn tell(&mut self, path: &str, kind: MistakeKind) {
        if !self.is_spoilt(|spoilt| is_within(path, spoilt) || is_within(spoilt, path)) {
            self.add(path, kind);
        }
    }

    fn add(&mut self, path: &str, kind: MistakeKind) {
        let line = self.line(path);
        self.mistakes.push(Mistake {
            line,
            field: path.to_owned(),
            kind,
        });
    }

    fn spoil(&mut self, path: &str, kind: MistakeKind) {
        self.add(path, kind);
        self.spoilt.insert(path.to_owned());
    }
}

/// Whether a path is another one, or a part of it.
pub(super) fn is_within(path: &str, around: &str) -> bool {
    path.strip_prefix(around)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// The path of a field.
pub(super) fn field(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// The path of a row, counted from 0; people count from 1.
pub(super) fn row(path: &str, row: usize) -> String {
    format!("{path}[{}]", row + 1)
}

/// The line that a place in the text is on, from 1.
pub(super) fn line(text: &str, span: Option<Range<usize>>) -> usize {
    let before = span.and_then(|span| text.get(..span.start));
    1 + before.unwrap_or_default().matches('\n').count()
}

/// Reads a text. The second is the tree; none when the text is not TOML.
pub(super) fn read(text: &str, shape: &'static Shape) -> (Places, Option<Table>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reading = Reading {
        breaks: text.match_indices('\n').map(|(at, _)| at).collect(),
        places: Places {
            lines: BTreeMap::new(),
            spoilt: BTreeSet::new(),
            mistakes: Vec::new(),
        },
    };
    for error in &errors {
        reading.places.mistakes.push(Mistake {
            line: line(text, error.span()),
            field: String::new(),
            kind: MistakeKind::Syntax {
                message: error.message().to_owned(),
            },
        });
    }
    // What follows a slip of syntax may have been understood as something else.
    if !errors.is_empty() {
        return (reading.places, None);
    }
    let tree = reading.table(root.get_ref(), shape, "");
    (reading.places, Some(tree))
}

struct Reading {
    /// Where each line of the text ends.
    breaks: Vec<usize>,
    places: Places,
}

impl Reading {
    /// A table with all its fields: those with a mistake are blank, or left out where they may be.
    fn table(&mut self, table: &DeTable<'_>, shape: &Shape, path: &str) -> Table {
        let mut tree = Table::new();
        let mut meant = BTreeSet::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let at = field(path, name);
            self.place(&at, key.span());
            let known = shape.fields.iter().find(|field| field.name == name);
            let Some(known) = known else {
                let missing = shape.fields.iter().map(|field| field.name);
                let missing = missing.filter(|name| !table.contains_key(*name));
                let any = shape.fields.iter().map(|field| field.name);
                let meant_by = nearest(name, missing).or_else(|| nearest(name, any));
                meant.extend(meant_by.clone());
                let unknown = MistakeKind::UnknownField {
                    value: name.to_owned(),
                    nearest: meant_by,
                };
                self.places.spoil(&at, unknown);
                continue;
            };
            if let Some(value) = self.value(value, &known.kind, &at) {
                tree.insert(name.to_owned(), value);
            }
        }
        for wanted in shape.fields {
            let at = field(path, wanted.name);
            if tree.contains_key(wanted.name) {
                continue;
            }
            let is_there = table.contains_key(wanted.name);
            if wanted.required {
                if meant.contains(wanted.name) {
                    self.places.spoilt.insert(at);
                } else if !is_there {
                    let value = wanted.name.to_owned();
                    self.places.spoilt.insert(at);
                    self.places.add(path, MistakeKind::MissingField { value });
                }
                tree.insert(wanted.name.to_owned(), blank(&wanted.kind));
            } else if meant.contains(wanted.name) {
                self.places.spoilt.insert(at);
            }
        }
        tree
    }

    fn place(&mut self, path: &str, span: Range<usize>) {
        let line = 1 + self.breaks.partition_point(|end| *end < span.start);
        self.places.lines.insert(path.to_owned(), line);
    }

    /// A value of the right form; `None` when it had a mistake, which is told.
    fn value(&mut self, value: &Spanned<DeValue<'_>>, kind: &Kind, path: &str) -> Option<Value> {
        match (kind, value.get_ref()) {
            (Kind::Text, DeValue::String(text)) => {
                if text.trim().is_empty() {
                    self.places.spoil(path, MistakeKind::Blank);
                    return None;
                }
                Some(Value::String(text.to_string()))
            }
            (Kind::Area, DeValue::String(text)) => {
                if AreaCode::parse(text).is_err() {
                    let value = text.to_string();
                    self.places.spoil(path, MistakeKind::BadArea { value });
                    return None;
                }
                Some(Value::String(text.to_string()))
            }
            (Kind::Day, DeValue::String(text)) => {
                let value = text.to_string();
                self.written(value, |text| text.parse::<Date>().is_ok(), path)
            }
            (Kind::Hour, DeValue::String(text)) => {
                let value = text.to_string();
                self.written(value, |text| text.parse::<Time>().is_ok(), path)
            }
            (Kind::Measure, value) => self.measure(value, path),
            (Kind::Word(words), DeValue::String(text)) => self.word(text, *words, path),
            (Kind::Number(least, most), DeValue::Integer(number)) => {
                self.number(number, *least, *most, path)
            }
            (Kind::Flag, DeValue::Boolean(flag)) => Some(Value::Boolean(*flag)),
            (Kind::Period, DeValue::Table(table)) => self.period(table, path),
            (Kind::Table(shape), DeValue::Table(table)) => {
                Some(Value::Table(self.table(table, shape, path)))
            }
            (Kind::Map(keys, of), DeValue::Table(table)) => Some(self.map(table, *keys, of, path)),
            (Kind::List(least, of), DeValue::Array(array)) => {
                Some(self.list(array, *least, of, path))
            }
            (kind, found) => {
                let wrong = MistakeKind::WrongType {
                    expected: expected(kind),
                    found: type_of(found),
                };
                self.places.spoil(path, wrong);
                None
            }
        }
    }

    /// A day or a time of day.
    fn written(&mut self, value: String, fits: fn(&str) -> bool, path: &str) -> Option<Value> {
        if fits(&value) {
            return Some(Value::String(value));
        }
        self.places.spoil(path, MistakeKind::BadMoment { value });
        None
    }

    /// What a row of a score looks at: a word by itself, or one key with what it needs.
    fn measure(&mut self, value: &DeValue<'_>, path: &str) -> Option<Value> {
        let alone = |name: &str| matches!(name, "punctual" | "judged");
        let tree = match value {
            DeValue::String(text) => {
                let word = self.word(text, Words::Measure, path)?;
                alone(text).then_some(word)
            }
            DeValue::Table(table) => {
                let mut tree = Table::new();
                for (key, value) in table {
                    let name = key.get_ref().as_ref();
                    let at = field(path, name);
                    self.place(&at, key.span());
                    self.word(name, Words::Measure, &at)?;
                    let kind = match name {
                        "rate" => Kind::Word(Words::Indicator),
                        "duty" => Kind::Text,
                        "reported" => Kind::Number(1, i64::from(u32::MAX)),
                        _ => break,
                    };
                    tree.insert(name.to_owned(), self.value(value, &kind, &at)?);
                }
                (table.len() == 1 && tree.len() == 1).then_some(Value::Table(tree))
            }
            _ => None,
        };
        if tree.is_none() {
            self.places.spoil(path, MistakeKind::MeasureForm);
        }
        tree
    }

    fn word(&mut self, text: &str, words: Words, path: &str) -> Option<Value> {
        let all = words.all();
        if all.contains(&text) {
            return Some(Value::String(text.to_owned()));
        }
        let unknown = MistakeKind::UnknownWord {
            words,
            value: text.to_owned(),
            nearest: nearest(text, all),
        };
        self.places.spoil(path, unknown);
        None
    }

    fn number(
        &mut self,
        number: &DeInteger<'_>,
        least: i64,
        most: i64,
        path: &str,
    ) -> Option<Value> {
        let value = i64::from_str_radix(number.as_str(), number.radix());
        match value {
            Ok(value) if (least..=most).contains(&value) => Some(Value::Integer(value)),
            _ => {
                self.places
                    .spoil(path, MistakeKind::OutOfRange { least, most });
                None
            }
        }
    }

    /// One unit, and at least one of it: a period of nothing is over before it begins.
    fn period(&mut self, table: &DeTable<'_>, path: &str) -> Option<Value> {
        let mut tree = Table::new();
        let mut told = false;
        for (key, value) in table {
            let unit = key.get_ref().as_ref();
            let at = field(path, unit);
            self.place(&at, key.span());
            if self.word(unit, Words::Unit, &at).is_none() {
                told = true;
                continue;
            }
            match self.value(value, &Kind::Number(1, i64::from(u16::MAX)), &at) {
                Some(value) => {
                    tree.insert(unit.to_owned(), value);
                }
                None => told = true,
            }
        }
        if !told && tree.len() != 1 {
            self.places.spoil(path, MistakeKind::PeriodUnits);
            told = true;
        }
        (!told).then_some(Value::Table(tree))
    }

    fn map(&mut self, table: &DeTable<'_>, keys: Words, of: &Kind, path: &str) -> Value {
        let mut tree = Table::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let at = field(path, name);
            self.place(&at, key.span());
            // What is under an unknown word is looked at all the same.
            let known = self.word(name, keys, &at).is_some();
            if let (true, Some(value)) = (known, self.value(value, of, &at)) {
                tree.insert(name.to_owned(), value);
            }
        }
        Value::Table(tree)
    }

    fn list(&mut self, array: &DeArray<'_>, least: usize, of: &Kind, path: &str) -> Value {
        if array.len() < least {
            self.places.spoil(path, MistakeKind::EmptyList);
        }
        let mut tree: Vec<Value> = Vec::with_capacity(array.len());
        for (at, value) in array.iter().enumerate() {
            let at = row(path, at);
            let span = value.span();
            self.place(&at, span.clone());
            match (self.value(value, of, &at), of) {
                (Some(value), Kind::Table(_)) => tree.push(value),
                (Some(value), _) => {
                    // Where one was left out, those after it move up with their lines.
                    self.place(&row(path, tree.len()), span);
                    if tree.contains(&value) {
                        let value = value.as_str().unwrap_or_default().to_owned();
                        self.places.add(&at, MistakeKind::Repeated { value });
                    } else {
                        tree.push(value);
                    }
                }
                // A row keeps its number.
                (None, Kind::Table(_)) => tree.push(blank(of)),
                (None, _) => {}
            }
        }
        Value::Array(tree)
    }
}

/// What stands for a value that must be there and has a mistake; nothing is concluded from it.
fn blank(kind: &Kind) -> Value {
    match kind {
        Kind::Text | Kind::Area => Value::String(String::new()),
        Kind::Number(least, _) => Value::Integer(*least),
        Kind::Flag => Value::Boolean(false),
        Kind::Day => Value::String("2026-01-01".to_owned()),
        Kind::Hour => Value::String("00:00".to_owned()),
        Kind::Measure => Value::String("punctual".to_owned()),
        Kind::Word(words) => {
            let first = words.all().first().copied().unwrap_or_default();
            Value::String(first.to_owned())
        }
        Kind::Period => {
            let unit = Words::Unit.all().first().copied().unwrap_or_default();
            Value::Table(Table::from_iter([(unit.to_owned(), Value::Integer(1))]))
        }
        Kind::Table(shape) => {
            let required = shape.fields.iter().filter(|field| field.required);
            let blanks = required.map(|field| (field.name.to_owned(), blank(&field.kind)));
            Value::Table(blanks.collect())
        }
        Kind::List(..) => Value::Array(Vec::new()),
        Kind::Map(..) => Value::Table(Table::new()),
    }
}

fn expected(kind: &Kind) -> ValueType {
    match kind {
        Kind::Text | Kind::Area | Kind::Day | Kind::Hour | Kind::Word(_) => ValueType::Text,
        Kind::Number(..) => ValueType::Number,
        Kind::Flag => ValueType::Flag,
        Kind::Period | Kind::Measure | Kind::Table(_) | Kind::Map(..) => ValueType::Table,
        Kind::List(..) => ValueType::List,
    }
}

fn type_of(value: &DeValue<'_>) -> ValueType {
    match value {
        DeValue::String(_) => ValueType::Text,
        DeValue::Integer(_) => ValueType::Number,
        DeValue::Float(_) => ValueType::Fraction,
        DeValue::Boolean(_) => ValueType::Flag,
        DeValue::Datetime(_) => ValueType::Time,
        DeValue::Array(_) => ValueType::List,
        DeValue::Table(_) => ValueType::Table,
    }
}

/// The known name that a wrong one is probably a slip of: a third of its letters differ, or one.
pub(super) fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let distances = known.into_iter().map(|name| (distance(wrong, name), name));
    let (steps, name) = distances.min()?;
    let letters = name.chars().count().max(wrong.chars().count());
    (steps < letters && steps <= (letters / 3).max(1)).then(|| name.to_owned())
}

/// How many letters must be put in, taken out, changed, or swapped with the next one to make one of
/// the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    let mut higher = above.clone();
    let mut before = None;
    for (row, letter) in one.chars().enumerate() {
        let mut line = vec![row + 1];
        for (at, known) in other.iter().enumerate() {
            let changed = above[at] + usize::from(*known != letter);
            let mut least = changed.min(above[at + 1] + 1).min(line[at] + 1);
            if at > 0 && before == Some(*known) && other[at - 1] == letter {
                least = least.min(higher[at - 1] + 1);
            }
            line.push(least);
        }
        before = Some(letter);
        higher = std::mem::replace(&mut above, line);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_is_recognised_and_another_word_is_not() {
        let paths = || Words::Path.all();
        assert_eq!(nearest("jiont", paths()).as_deref(), Some("joint"));
        assert_eq!(
            nearest("on_the_spt", paths()).as_deref(),
            Some("on_the_spot")
        );
        assert_eq!(nearest("reportup", paths()).as_deref(), Some("report_up"));
        assert_eq!(nearest("council", paths()), None);
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!((distance("", "abc"), distance("abc", "")), (3, 3));
        assert_eq!(distance("abcd", "badc"), 2);
    }
}
