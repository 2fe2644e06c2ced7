//! The mistakes of a routing table: what `route::check` finds, with the lines of the file.

use onemap_domain::route::{self, Fault, RouteList, Row};

use super::meaning::Reading;
use super::mistake::MistakeKind;
use super::tree::{field, is_within, nearest, row};

impl Reading<'_> {
    pub(super) fn routing(&mut self) {
        let profile = self.profile;
        let Some(table) = &profile.routing else {
            return;
        };
        // Where a rule could not be read whole, which rule goes first is not known.
        let unread = |path: &str| is_within(path, "routing") && !path.contains(".name");
        let is_whole = !self.places.is_spoilt(unread);
        for (at, list) in table.lists.iter().enumerate() {
            let known = [
                RouteList::DUTY,
                RouteList::DUTY_ALSO,
                RouteList::POWER,
                RouteList::PERFORMANCE,
                RouteList::PLACE,
            ];
            if list.name.is_none() && !known.contains(&list.code.as_str()) {
                let value = "name".to_owned();
                self.tell(
                    &row("routing.lists", at),
                    MistakeKind::MissingField { value },
                );
            }
        }
        for (at, rule) in table.rules.iter().enumerate() {
            let persons = field(&row("routing.routes", at), "persons");
            self.known(&persons, &rule.persons, "persons");
        }
        let channels = self.defined("channels");
        let categories = self.defined("categories");
        let lists: Vec<&str> = table.lists.iter().map(|one| one.code.as_str()).collect();
        for found in route::check(table, &categories, &channels, None) {
            let (rows, at) = match found.row {
                Row::List(at) => ("routing.lists", at),
                Row::Rule(at) => ("routing.routes", at),
            };
            let path = field(&row(rows, at), found.field.name());
            let unknown = |among: &'static str, value: String, all: &[&str]| {
                let nearest = nearest(&value, all.iter().copied());
                MistakeKind::UnknownCode {
                    among,
                    value,
                    nearest,
                }
            };
            let kind = match found.fault {
                Fault::DuplicateCode => {
                    let first = match found.row {
                        Row::List(_) => lists.iter().position(|code| *code == found.code),
                        Row::Rule(_) => table.rules.iter().position(|rule| rule.code == found.code),
                    };
                    let first = field(&row(rows, first.unwrap_or_default()), "code");
                    MistakeKind::DuplicateCode {
                        first: self.places.line(&first),
                        value: found.code,
                    }
                }
                Fault::UnknownList(_) if !self.knows_codes("routing.lists") => continue,
                Fault::UnknownList(value) => unknown("routing.lists", value, &lists),
                Fault::UnknownCategory(_) if !self.knows_codes("categories") => continue,
                Fault::UnknownCategory(value) => unknown("categories", value, &categories),
                Fault::UnknownChannel(_) if !self.knows_codes("channels") => continue,
                Fault::UnknownChannel(value) => unknown("channels", value, &channels),
                // Only told where the county's departments are given.
                Fault::UnknownDepartment(_) => continue,
                Fault::Shadowed { .. } | Fault::AlwaysClashes { .. } if !is_whole => continue,
                Fault::Shadowed { by: other } => MistakeKind::RuleShadowed { other },
                Fault::AlwaysClashes { with: other } => MistakeKind::RuleClashes { other },
            };
            self.tell(&path, kind);
        }
    }
}
