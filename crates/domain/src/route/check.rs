//! Reading a table before anybody is routed by it: names that nothing has, rules that never come
//! first, rules that clash whenever they fit.
//!
//! Deliberately absent: sentences, which the locale files have, and the lines of the file.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{Owner, RouteTable, Rule};
use crate::area::{AreaCode, Level};
use crate::department::DepartmentCode;

/// Which table of the file a mistake is in, and which row of it, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Row {
    /// Of [`RouteTable::lists`].
    List(usize),
    /// Of [`RouteTable::rules`].
    Rule(usize),
}

/// The field of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// `code`
    Code,
    /// `list`
    List,
    /// `categories`
    Categories,
    /// `channels`
    Channels,
    /// `units`
    Units,
    /// `lead`
    Lead,
    /// `assists`
    Assists,
}

impl Field {
    /// The key in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Code => "code",
            Field::List => "list",
            Field::Categories => "categories",
            Field::Channels => "channels",
            Field::Units => "units",
            Field::Lead => "lead",
            Field::Assists => "assists",
        }
    }
}

/// What is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// An earlier row of the same table has this code.
    DuplicateCode,
    /// The table names no such list.
    UnknownList(String),
    /// The profile has no such category.
    UnknownCategory(String),
    /// The profile has no such channel.
    UnknownChannel(String),
    /// The county has no such department.
    UnknownDepartment(DepartmentCode),
    /// An earlier rule of the same list asks for the same and names the same owner, so this one
    /// is never the first.
    Shadowed {
        /// The earlier rule.
        by: String,
    },
    /// Whenever this rule fits, another of the same list and as many conditions fits too and
    /// names another owner.
    AlwaysClashes {
        /// The other rule.
        with: String,
    },
}

impl Fault {
    /// The stable code, for the locale files.
    pub const fn code(&self) -> &'static str {
        match self {
            Fault::DuplicateCode => "duplicate_code",
            Fault::UnknownList(_) => "unknown_list",
            Fault::UnknownCategory(_) => "unknown_category",
            Fault::UnknownChannel(_) => "unknown_channel",
            Fault::UnknownDepartment(_) => "unknown_department",
            Fault::Shadowed { .. } => "shadowed",
            Fault::AlwaysClashes { .. } => "always_clashes",
        }
    }
}

/// One mistake of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mistake {
    /// Which row; two rows may have the same code, so the code alone is not enough.
    pub row: Row,
    /// The row's code.
    pub code: String,
    /// The field.
    pub field: Field,
    /// What is wrong with it.
    pub fault: Fault,
}

/// Every mistake of a table, lists first, then the rules in their order. Categories and channels
/// are the codes of the profile; departments are those of the county, where it is known.
pub fn check(
    table: &RouteTable,
    categories: &[&str],
    channels: &[&str],
    departments: Option<&[DepartmentCode]>,
) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut seen = HashSet::new();
    for (row, list) in table.lists.iter().enumerate() {
        if !seen.insert(list.code.as_str()) {
            mistakes.push(Mistake {
                row: Row::List(row),
                code: list.code.clone(),
                field: Field::Code,
                fault: Fault::DuplicateCode,
            });
        }
    }
    let mut seen = HashSet::new();
    for (row, rule) in table.rules.iter().enumerate() {
        let mut tell = |field, fault| {
            mistakes.push(Mistake {
                row: Row::Rule(row),
                code: rule.code.clone(),
                field,
                fault,
            });
        };
        if !seen.insert(rule.code.as_str()) {
            tell(Field::Code, Fault::DuplicateCode);
        }
        if !table.lists.iter().any(|list| list.code == rule.list) {
            tell(Field::List, Fault::UnknownList(rule.list.clone()));
        }
        for category in unknown(&rule.categories, categories) {
            tell(Field::Categories, Fault::UnknownCategory(category));
        }
        for channel in unknown(&rule.channels, channels) {
            tell(Field::Channels, Fault::UnknownChannel(channel));
        }
        if let Some(departments) = departments {
            for (field, department) in named(rule) {
                if !departments.contains(department) {
                    tell(field, Fault::UnknownDepartment(department.clone()));
                }
            }
        }
        if let Some((field, fault)) = never_first(table, row, rule) {
            tell(field, fault);
        }
    }
    mistakes
}

/// Those of the codes that are not known.
fn unknown<'a>(codes: &'a [String], known: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    let missing = |code: &&String| !known.contains(&code.as_str());
    codes.iter().filter(missing).cloned()
}

/// The departments that a rule names, and where.
fn named(rule: &Rule) -> impl Iterator<Item = (Field, &DepartmentCode)> {
    let lead = match &rule.lead {
        Owner::Department(code) => Some((Field::Lead, code)),
        Owner::TownOffice | Owner::Unit => None,
    };
    let units = rule.units.iter().map(|unit| (Field::Units, unit));
    let assists = rule.assists.iter().map(|assist| (Field::Assists, assist));
    units.chain(lead).chain(assists)
}

/// Why a rule can never be the first, by the first other rule that sees to it. Of two rules that
/// are the same but for the owner, the later is told.
fn never_first(table: &RouteTable, row: usize, rule: &Rule) -> Option<(Field, Fault)> {
    table.rules.iter().enumerate().find_map(|(place, other)| {
        if place == row || other.list != rule.list || !implies(rule, other) {
            return None;
        }
        let identical = implies(other, rule);
        if identical && place > row {
            return None;
        }
        if identical && rule.lead == other.lead {
            let by = other.code.clone();
            return Some((Field::Code, Fault::Shadowed { by }));
        }
        let with = other.code.clone();
        (!may_agree(rule, other)).then_some((Field::Lead, Fault::AlwaysClashes { with }))
    })
}

/// Whether every matter that fits `rule` fits `other`, which asks for the same kinds of facts.
fn implies(rule: &Rule, other: &Rule) -> bool {
    let within = |inner: &AreaCode, outer: &[AreaCode]| outer.iter().any(|a| a.covers(inner));
    subset(&rule.categories, &other.categories)
        && subset(&rule.channels, &other.channels)
        && subset(&rule.persons, &other.persons)
        && subset(&rule.units, &other.units)
        && rule.areas.is_empty() == other.areas.is_empty()
        && rule.areas.iter().all(|area| within(area, &other.areas))
}

/// Both conditions absent, or both present and each value of the one among those of the other.
fn subset<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    one.is_empty() == other.is_empty() && one.iter().all(|value| other.contains(value))
}

/// Whether some matter that fits `rule`, and so `other`, could have both name the same owner.
fn may_agree(rule: &Rule, other: &Rule) -> bool {
    let town = |code: &DepartmentCode| {
        AreaCode::parse(code.as_str()).is_ok_and(|area| area.level() == Level::Town)
    };
    match (&rule.lead, &other.lead) {
        (Owner::TownOffice, Owner::TownOffice) | (Owner::Unit, Owner::Unit) => true,
        (Owner::Department(one), Owner::Department(two)) => one == two,
        (Owner::Department(code), Owner::TownOffice)
        | (Owner::TownOffice, Owner::Department(code)) => town(code),
        (Owner::Department(code), Owner::Unit) | (Owner::Unit, Owner::Department(code)) => {
            rule.units.is_empty() || rule.units.contains(code)
        }
        (Owner::TownOffice, Owner::Unit) | (Owner::Unit, Owner::TownOffice) => {
            rule.units.is_empty() || rule.units.iter().any(town)
        }
    }
}
