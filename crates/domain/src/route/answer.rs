//! Asking the table: which rules fit a matter, which of them comes first, and what made it fit.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::{Owner, Principle, RouteTable, Rule};
use crate::area::{AreaCode, Level};
use crate::department::DepartmentCode;

/// What routing looks at in a case.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'a> {
    /// Code of its category.
    pub category: &'a str,
    /// Code of the channel it came in by.
    pub channel: &'a str,
    /// Where it is.
    pub grid: &'a AreaCode,
    /// Tags of the person, or of their trade.
    pub persons: &'a [String],
    /// The unit complained of or concerned.
    pub unit: Option<&'a DepartmentCode>,
}

/// A fact of the matter that a rule asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "fact", content = "value", rename_all = "snake_case")]
pub enum FactUsed {
    /// It is about this.
    Category(String),
    /// It came in by this.
    Channel(String),
    /// It lies in this area: the smallest that the rule names.
    Area(AreaCode),
    /// The person has this tag.
    Person(String),
    /// It names this unit.
    Unit(DepartmentCode),
}

/// A rule that fits, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Match {
    /// The rule's code.
    pub rule: String,
    /// The code of the list that it comes from.
    pub list: String,
    /// The principle that it follows.
    pub principle: Principle,
    /// Who would lead.
    pub lead: DepartmentCode,
    /// Who would help: those of the rule that the county has, each once, without the lead.
    pub assists: Vec<DepartmentCode>,
    /// What made it fit and what its owner followed from. Empty for a rule without conditions
    /// that names a department.
    pub facts: Vec<FactUsed>,
    /// The duty in the list's own words; empty in a derived table.
    pub basis: String,
}

/// A rule that fits but has nobody to lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PassedOver {
    /// The rule's code.
    pub rule: String,
    /// The owner that the county does not have; `None` where the matter names no unit or lies in
    /// no town.
    pub lead: Option<DepartmentCode>,
}

/// Whether the table settles the matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// One owner comes first.
    Clear,
    /// Rules that come equally first name different owners: for 研判.
    Clash {
        /// Their codes, sorted.
        rules: Vec<String>,
    },
    /// No rule fits, or none of those that fit has an owner here: for 研判.
    NoRule,
}

/// The table's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Routing {
    /// The version of the table that answered.
    pub version: String,
    /// The rule that comes first; of several that agree on the owner, the first in the table.
    /// There is one exactly when the verdict is clear.
    pub chosen: Option<Match>,
    /// The other rules that fit, in their order; in a clash those that clash come first.
    pub runners_up: Vec<Match>,
    /// Rules that fit but could not be followed, in their order.
    pub passed_over: Vec<PassedOver>,
    /// Whether the table settles it.
    pub verdict: Verdict,
}

/// Lower goes first: the list, then the number of conditions.
type Rank = (usize, Reverse<usize>);

/// Who should get this matter. `has_department` says whether the county has a department; rules
/// whose owner it does not have are passed over, and said to be.
pub fn route(
    rules: &RouteTable,
    matter: &Matter,
    has_department: impl Fn(&DepartmentCode) -> bool,
) -> Routing {
    let mut fitting: Vec<(Rank, &Rule, Vec<FactUsed>)> = rules
        .rules
        .iter()
        .filter_map(|rule| {
            let facts = facts(rule, matter)?;
            let rank = (rules.place_of(&rule.list), Reverse(rule.conditions()));
            Some((rank, rule, facts))
        })
        .collect();
    // Stable: rules of the same rank stay in the order of the table.
    fitting.sort_by_key(|(rank, ..)| *rank);

    let mut matches: Vec<(Rank, Match)> = Vec::with_capacity(fitting.len());
    let mut passed_over = Vec::new();
    for (rank, rule, facts) in fitting {
        match rule.lead.of(matter) {
            Some(lead) if has_department(&lead) => {
                let assists = assists(rule, &lead, &has_department);
                matches.push((rank, found(rule, lead, assists, facts)));
            }
            lead => passed_over.push(PassedOver {
                rule: rule.code.clone(),
                lead,
            }),
        }
    }

    let verdict = verdict(&matches);
    let mut runners_up: Vec<Match> = matches.into_iter().map(|(_, found)| found).collect();
    let chosen = (verdict == Verdict::Clear).then(|| runners_up.remove(0));
    Routing {
        version: rules.version.clone(),
        chosen,
        runners_up,
        passed_over,
        verdict,
    }
}

/// The verdict over matches in their order.
fn verdict(matches: &[(Rank, Match)]) -> Verdict {
    let Some((best, first)) = matches.first() else {
        return Verdict::NoRule;
    };
    let equals = || matches.iter().take_while(|(rank, _)| rank == best);
    if equals().all(|(_, other)| other.lead == first.lead) {
        return Verdict::Clear;
    }
    let mut rules: Vec<String> = equals().map(|(_, found)| found.rule.clone()).collect();
    rules.sort();
    Verdict::Clash { rules }
}

fn assists(
    rule: &Rule,
    lead: &DepartmentCode,
    has_department: &impl Fn(&DepartmentCode) -> bool,
) -> Vec<DepartmentCode> {
    let mut assists: Vec<DepartmentCode> = Vec::with_capacity(rule.assists.len());
    for assist in &rule.assists {
        if assist != lead && !assists.contains(assist) && has_department(assist) {
            assists.push(assist.clone());
        }
    }
    assists
}

fn found(
    rule: &Rule,
    lead: DepartmentCode,
    assists: Vec<DepartmentCode>,
    facts: Vec<FactUsed>,
) -> Match {
    Match {
        rule: rule.code.clone(),
        list: rule.list.clone(),
        principle: rule.principle,
        lead,
        assists,
        facts,
        basis: rule.basis.clone(),
    }
}

/// What makes the rule fit the matter; `None` when a condition does not hold.
fn facts(rule: &Rule, matter: &Matter) -> Option<Vec<FactUsed>> {
    let mut facts = Vec::new();
    if !rule.categories.is_empty() {
        let category = rule.categories.iter().find(|c| *c == matter.category)?;
        facts.push(FactUsed::Category(category.clone()));
    }
    if !rule.channels.is_empty() {
        let channel = rule.channels.iter().find(|c| *c == matter.channel)?;
        facts.push(FactUsed::Channel(channel.clone()));
    }
    if !rule.areas.is_empty() {
        let around = rule.areas.iter().filter(|area| area.covers(matter.grid));
        let smallest = around.max_by_key(|area| area.level())?;
        facts.push(FactUsed::Area(smallest.clone()));
    }
    if !rule.persons.is_empty() {
        let held = |tag: &&String| matter.persons.contains(tag);
        let tags = rule.persons.iter().filter(held).cloned();
        let before = facts.len();
        facts.extend(tags.map(FactUsed::Person));
        if facts.len() == before {
            return None;
        }
    }
    if !rule.units.is_empty() {
        let unit = matter.unit.filter(|unit| rule.units.contains(unit))?;
        facts.push(FactUsed::Unit(unit.clone()));
    }
    if let Some(owner) = owner_fact(&rule.lead, matter)
        && !facts.contains(&owner)
    {
        facts.push(owner);
    }
    Some(facts)
}

/// The fact that tells who the owner is, where the rule alone does not.
fn owner_fact(owner: &Owner, matter: &Matter) -> Option<FactUsed> {
    match owner {
        Owner::TownOffice => matter.grid.at(Level::Town).map(FactUsed::Area),
        Owner::Unit => matter.unit.cloned().map(FactUsed::Unit),
        Owner::Department(_) => None,
    }
}
