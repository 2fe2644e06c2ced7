//! The file's areas beside the register's: missing, new, renamed, moved.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onemap_domain::area::{Area, AreaCode, Level};
use onemap_protocol::register::Register;

use super::{Finding, Kind, LevelCount, Problem, Row, Sheet};

/// The rows of the register's county, and the register by code.
pub(super) struct Beside<'a> {
    /// The rows of this county, by code.
    pub own: BTreeMap<&'a AreaCode, &'a Row>,
    /// The register's areas, by code.
    pub known: BTreeMap<&'a AreaCode, &'a Area>,
    /// The levels that the file has rows of.
    pub levels: BTreeSet<Level>,
}

impl<'a> Beside<'a> {
    /// Parts the rows of this county from others; those are counted in the findings.
    pub fn new(sheet: &'a Sheet, register: &'a Register, findings: &mut Vec<Finding>) -> Self {
        let (mut above, mut elsewhere) = (0, 0);
        let mut counties: BTreeSet<AreaCode> = BTreeSet::new();
        let mut own: BTreeMap<&AreaCode, &Row> = BTreeMap::new();
        for row in &sheet.rows {
            if register.county.covers(&row.code) {
                own.insert(&row.code, row);
            } else if let Some(county) = row.code.at(Level::County) {
                elsewhere += 1;
                counties.insert(county);
            } else {
                above += 1;
            }
        }
        if own.is_empty() && !sheet.rows.is_empty() {
            findings.push(Finding {
                area: Some(register.county.clone()),
                name: Some(register.name.clone()),
                others: counties.into_iter().take(8).collect(),
                ..Finding::new(Problem::NothingOfCounty)
            });
        } else if elsewhere > 0 {
            findings.push(Finding::counted(Problem::OtherCounty, elsewhere));
        }
        if above > 0 {
            findings.push(Finding::counted(Problem::Above, above));
        }
        let levels = own.keys().map(|code| code.level()).collect();
        let known = register.areas.iter().map(|area| (&area.code, area));
        Beside {
            own,
            known: known.collect(),
            levels,
        }
    }

    /// The name of an area, from the file or the register.
    pub fn name(&self, code: &AreaCode) -> Option<String> {
        let own = self.own.get(code).and_then(|row| row.name.clone());
        own.or_else(|| self.known.get(code).map(|area| area.name.clone()))
    }

    fn about(&self, problem: Problem, code: &AreaCode) -> Finding {
        Finding {
            row: self.own.get(code).map(|row| row.row),
            area: Some(code.clone()),
            name: self.name(code),
            ..Finding::new(problem)
        }
    }

    /// How many areas of each level, before, in the file and after.
    pub fn counts(&self) -> Vec<LevelCount> {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let of = |level: Level| {
            let own = || {
                self.own
                    .values()
                    .filter(move |row| row.code.level() == level)
            };
            let known = self
                .known
                .keys()
                .filter(|code| code.level() == level)
                .count();
            let fresh = own()
                .filter(|row| !self.known.contains_key(&row.code))
                .count();
            LevelCount {
                level,
                expected: number(known),
                there: number(own().count()),
                outlined: number(own().filter(|row| row.outline.is_some()).count()),
                after: number(known + fresh),
            }
        };
        let all = Level::ALL.into_iter().map(of);
        all.filter(|count| count.after > 0).collect()
    }

    /// Rows that the other import takes, and rows that cannot stand where they are.
    pub fn misplaced(&self, county: &AreaCode, kind: Kind) -> Vec<Finding> {
        let mut found = Vec::new();
        for row in self.own.values() {
            let grid = matches!(row.code.level(), Level::Grid | Level::HouseholdUnit);
            let other = match kind {
                Kind::Areas => grid,
                Kind::Grids => !grid,
                Kind::All => false,
            };
            if other {
                found.push(self.about(Problem::OtherKind, &row.code));
            }
            if !self.known.contains_key(&row.code) && row.name.is_none() {
                found.push(self.about(Problem::NewWithoutName, &row.code));
            }
            let parent = row.code.parent().filter(|_| row.code != *county);
            if let Some(parent) = parent
                && !self.known.contains_key(&parent)
                && !self.own.contains_key(&parent)
            {
                found.push(Finding {
                    expected: Some(parent.to_string()),
                    ..self.about(Problem::UnknownParent, &row.code)
                });
            }
        }
        found
    }

    /// Missing, new, renamed and moved to another code. A name tells that an area moved only where one
    /// missing and one new area of its level have it.
    pub fn changes(&self) -> Vec<Finding> {
        let missing: Vec<&AreaCode> = self
            .known
            .keys()
            .filter(|code| self.levels.contains(&code.level()) && !self.own.contains_key(*code))
            .copied()
            .collect();
        let fresh: Vec<&AreaCode> = self
            .own
            .keys()
            .filter(|code| !self.known.contains_key(*code))
            .copied()
            .collect();
        let moved = self.moved(&missing, &fresh);
        let old: BTreeSet<&AreaCode> = moved.values().copied().collect();
        let mut found = Vec::new();
        for code in missing.into_iter().filter(|code| !old.contains(code)) {
            found.push(self.about(Problem::Missing, code));
        }
        for code in fresh {
            found.push(match moved.get(code) {
                Some(old) => Finding {
                    others: vec![(*old).clone()],
                    ..self.about(Problem::MovedCode, code)
                },
                None => self.about(Problem::Extra, code),
            });
        }
        for row in self.own.values() {
            let known = self.known.get(&row.code);
            if let (Some(area), Some(name)) = (known, &row.name)
                && area.name != *name
                && super::assemble::spoken(&area.name) != name
            {
                found.push(Finding {
                    expected: Some(area.name.clone()),
                    ..self.about(Problem::Renamed, &row.code)
                });
            }
        }
        found
    }

    fn moved(
        &self,
        missing: &[&'a AreaCode],
        fresh: &[&'a AreaCode],
    ) -> BTreeMap<&'a AreaCode, &'a AreaCode> {
        let by_name = |codes: &[&'a AreaCode]| {
            let mut named: HashMap<(Level, String), Vec<&'a AreaCode>> = HashMap::new();
            for code in codes {
                if let Some(name) = self.name(code) {
                    let name = super::assemble::spoken(&name).to_owned();
                    named.entry((code.level(), name)).or_default().push(*code);
                }
            }
            named
        };
        let (old, new) = (by_name(missing), by_name(fresh));
        let pairs = new.into_iter().filter_map(|(key, new)| {
            match (new.as_slice(), old.get(&key).map(Vec::as_slice)) {
                ([new], Some([old])) => Some((*new, *old)),
                _ => None,
            }
        });
        pairs.collect()
    }
}
