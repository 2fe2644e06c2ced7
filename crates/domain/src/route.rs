//! Routing: who should get a matter, and why.
//!
//! A plain table. The rules come from lists (三定方案, and the three lists 三张清单: duties, powers,
//! performance), each rule names a principle of the three (三属: 属地, 属人, 属事), the conditions it
//! asks for, and an owner. An earlier list goes before a later one; within a list the rule with
//! more conditions goes first. Two rules that come equally first and name different owners clash,
//! and a clash, or no rule at all, is for people to settle (研判, 指定牵头).
//!
//! Deliberately absent: expressions, weights, guessing from words, and the county's departments,
//! which a caller asks for. What history suggests stands beside a rule, never inside the table.

mod answer;
mod check;
mod replay;

use serde::{Deserialize, Serialize};

use crate::area::{AreaCode, Level};
use crate::department::DepartmentCode;
use crate::profile::Label;

pub use answer::{FactUsed, Match, Matter, PassedOver, Routing, Verdict, route};
pub use check::{Fault, Field, Mistake, Row, check};
pub use replay::{Change, Clashed, Comparison, Difference, Outcome, Past, Replay, compare, replay};

/// A list that rules come from. A list that the program names itself has no name here; the locale
/// files have it by its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RouteList {
    /// Stable code: [`RouteList::DUTY`] or one of the county's own.
    pub code: String,
    /// What the county calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Label>,
}

impl RouteList {
    /// 职责清单: the duties of 三定方案.
    pub const DUTY: &str = "duty";
    /// Departments that a duty list names after the usual lead; only derived tables have it.
    pub const DUTY_ALSO: &str = "duty_also";
    /// Of the three lists, the one of powers.
    pub const POWER: &str = "power";
    /// Of the three lists, the one of performance.
    pub const PERFORMANCE: &str = "performance";
    /// 属地: the place's own office, after every duty; only derived tables have it.
    pub const PLACE: &str = "place";

    fn known(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            name: None,
        }
    }
}

/// The three principles of belonging (三属原则).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Principle {
    /// 属事: whose business the subject is.
    Subject,
    /// 属地: in whose place it happened.
    Place,
    /// 属人: who answers for the person.
    Person,
}

impl Principle {
    /// Every principle, in the order of the screen.
    pub const ALL: [Principle; 3] = [Principle::Subject, Principle::Place, Principle::Person];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Principle::Subject => "subject",
            Principle::Place => "place",
            Principle::Person => "person",
        }
    }
}

/// Whom a rule gives the lead. As text: `town_office`, `unit`, or the code of a department.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Owner {
    /// The office of the town that the grid lies in; its code is the town's area code.
    TownOffice,
    /// The unit that the matter names.
    Unit,
    /// This department.
    Department(DepartmentCode),
}

impl Owner {
    const TOWN_OFFICE: &str = "town_office";
    const UNIT: &str = "unit";

    /// The department that leads this matter. `None` where the matter names no unit, or its place
    /// lies in no town.
    pub fn of(&self, matter: &Matter) -> Option<DepartmentCode> {
        match self {
            Owner::TownOffice => {
                let town = matter.grid.at(Level::Town)?;
                Some(DepartmentCode(town.into()))
            }
            Owner::Unit => matter.unit.cloned(),
            Owner::Department(code) => Some(code.clone()),
        }
    }
}

impl From<String> for Owner {
    fn from(text: String) -> Self {
        match text.as_str() {
            Self::TOWN_OFFICE => Owner::TownOffice,
            Self::UNIT => Owner::Unit,
            _ => Owner::Department(DepartmentCode(text)),
        }
    }
}

impl From<Owner> for String {
    fn from(owner: Owner) -> String {
        match owner {
            Owner::TownOffice => Owner::TOWN_OFFICE.to_owned(),
            Owner::Unit => Owner::UNIT.to_owned(),
            Owner::Department(code) => code.0,
        }
    }
}

/// One rule. Every condition that is present must hold; within a condition one value is enough.
/// A rule without conditions fits every matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable code, once in a table.
    pub code: String,
    /// The code of the list that it comes from.
    pub list: String,
    /// Which of the three principles it follows.
    pub principle: Principle,
    /// The duty in the list's own words, with its clause.
    pub basis: String,
    /// What the matter is about; any when empty.
    #[serde(default)]
    pub categories: Vec<String>,
    /// How it came in; any when empty.
    #[serde(default)]
    pub channels: Vec<String>,
    /// Where it is, each with all that lies in it; anywhere when empty.
    #[serde(default)]
    pub areas: Vec<AreaCode>,
    /// Tags of the person, or of their trade; anyone when empty.
    #[serde(default)]
    pub persons: Vec<String>,
    /// The unit that is complained of or concerned; any, or none, when empty.
    #[serde(default)]
    pub units: Vec<DepartmentCode>,
    /// Who leads.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub lead: Owner,
    /// Who helps.
    #[serde(default)]
    pub assists: Vec<DepartmentCode>,
}

impl Rule {
    /// How many conditions are present, 0 to 5: the rule's specificity.
    pub fn conditions(&self) -> usize {
        [
            self.categories.is_empty(),
            self.channels.is_empty(),
            self.areas.is_empty(),
            self.persons.is_empty(),
            self.units.is_empty(),
        ]
        .into_iter()
        .filter(|empty| !empty)
        .count()
    }
}

/// The rules of one county, in one version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RouteTable {
    /// What the county calls this version; a dispatch records it.
    pub version: String,
    /// The lists, the one that goes first first.
    #[serde(default)]
    pub lists: Vec<RouteList>,
    /// The rules, in any order.
    #[serde(default, rename = "routes")]
    pub rules: Vec<Rule>,
}

impl RouteTable {
    /// The version of a table that nobody wrote.
    pub const DERIVED: &str = "derived";

    /// The table of a profile that has no rules, from its categories and the departments whose
    /// duty lists name them. The first department leads; the others come after it, and the
    /// office of the place after all of them. Nobody has cited a clause, so every basis is empty.
    pub fn of_categories(categories: &[(&str, &[DepartmentCode])]) -> Self {
        let by_duty = categories.iter().flat_map(|(category, departments)| {
            departments
                .iter()
                .enumerate()
                .map(move |(place, department)| {
                    let (list, code) = if place == 0 {
                        (RouteList::DUTY, format!("duty.{category}"))
                    } else {
                        let code = format!("duty_also.{category}.{place}");
                        (RouteList::DUTY_ALSO, code)
                    };
                    let lead = Owner::Department(department.clone());
                    let categories = vec![(*category).to_owned()];
                    derived(code, list, Principle::Subject, categories, lead)
                })
        });
        let by_place = derived(
            "place.town_office".to_owned(),
            RouteList::PLACE,
            Principle::Place,
            Vec::new(),
            Owner::TownOffice,
        );
        let lists = [RouteList::DUTY, RouteList::DUTY_ALSO, RouteList::PLACE];
        Self {
            version: Self::DERIVED.to_owned(),
            rules: by_duty.chain([by_place]).collect(),
            lists: lists.map(RouteList::known).into(),
        }
    }

    /// The place of a list, from 0. A list that the table does not name goes after all others.
    fn place_of(&self, list: &str) -> usize {
        let place = self.lists.iter().position(|known| known.code == list);
        place.unwrap_or(self.lists.len())
    }
}

fn derived(
    code: String,
    list: &str,
    principle: Principle,
    categories: Vec<String>,
    lead: Owner,
) -> Rule {
    Rule {
        code,
        list: list.to_owned(),
        principle,
        basis: String::new(),
        categories,
        channels: Vec::new(),
        areas: Vec::new(),
        persons: Vec::new(),
        units: Vec::new(),
        lead,
        assists: Vec::new(),
    }
}
