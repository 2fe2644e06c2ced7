//! Why, in words: the facts that a rule asked for, the list it is from, and what the rules leave
//! open, as a research meeting (研判) is told of it.

use leptos::prelude::Get;
use onemap_domain::case::Facts;
use onemap_domain::route::{FactUsed, Match};
use onemap_protocol::desk::Suggestion;

use crate::case::names;
use crate::state::Desk;
use crate::text::t;
use crate::ways::list_word;

/// A fact that a rule asked for.
pub fn fact(desk: Desk, fact: &FactUsed) -> String {
    let (key, value) = match fact {
        FactUsed::Category(code) => ("dispatch-fact-category", desk.category(code)),
        FactUsed::Channel(code) => ("dispatch-fact-channel", desk.channel(code)),
        FactUsed::Area(code) => ("dispatch-fact-area", desk.place(code)),
        FactUsed::Person(code) => ("dispatch-fact-person", person(desk, code)),
        FactUsed::Unit(code) => ("dispatch-fact-unit", desk.department_name(code)),
    };
    t(key, &[("value", &value)])
}

/// Facts one after the other.
pub fn facts<'a>(desk: Desk, facts: impl IntoIterator<Item = &'a FactUsed>) -> String {
    let words: Vec<String> = facts.into_iter().map(|one| fact(desk, one)).collect();
    words.join(" · ")
}

/// The list that a suggestion's rule is from.
pub fn list(desk: Desk, suggestion: &Suggestion) -> String {
    match &suggestion.list {
        Some(label) => desk.language.get().of(label).to_owned(),
        None => list_word(&suggestion.matched.list),
    }
}

/// What a research meeting has to settle: the rules that clash with the facts that made each fit;
/// with none, the facts that no rule fits.
pub fn doubt(desk: Desk, clashing: &[Suggestion], of_case: &Facts) -> String {
    if clashing.is_empty() {
        let facts = facts(desk, &known(of_case));
        return t("dispatch-doubt-no-rule", &[("facts", &facts)]);
    }
    let count = clashing.len().to_string();
    let head = t("dispatch-doubt-clash", &[("count", &count)]);
    let lines = clashing.iter().map(|one| says(desk, one));
    [head]
        .into_iter()
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n")
}

/// One rule of a clash: whom it names, and on what grounds.
fn says(desk: Desk, suggestion: &Suggestion) -> String {
    let Match {
        rule,
        lead,
        facts: used,
        basis,
        ..
    } = &suggestion.matched;
    let grounds: Vec<String> = [facts(desk, used), basis.clone()]
        .into_iter()
        .filter(|ground| !ground.is_empty())
        .collect();
    t(
        "dispatch-doubt-rule",
        &[
            ("lead", &desk.department_name(lead)),
            ("list", &list(desk, suggestion)),
            ("rule", rule),
            ("grounds", &grounds.join(" · ")),
        ],
    )
}

/// Everything that a rule could have asked for.
fn known(of_case: &Facts) -> Vec<FactUsed> {
    let persons = of_case.persons.iter().cloned().map(FactUsed::Person);
    let unit = of_case.unit.iter().cloned().map(FactUsed::Unit);
    [
        FactUsed::Category(of_case.category.clone()),
        FactUsed::Channel(of_case.channel.clone()),
        FactUsed::Area(of_case.grid.clone()),
    ]
    .into_iter()
    .chain(persons)
    .chain(unit)
    .collect()
}

fn person(desk: Desk, code: &str) -> String {
    names::coded(desk, code, |profile| {
        let tag = profile.persons.iter().find(|tag| tag.code == code)?;
        Some(names::label(&tag.name))
    })
}

#[cfg(test)]
mod tests {
    use onemap_domain::case::Stage;
    use onemap_domain::department::DepartmentCode;

    use super::*;
    use crate::case::fixture;

    #[test]
    fn where_no_rule_fits_the_meeting_is_told_every_fact_that_one_could_have_asked_for() {
        let mut facts = fixture::view(Stage::Established).case.facts;
        facts.persons = vec!["vendor".to_owned()];
        facts.unit = Some(DepartmentCode("zhifa".to_owned()));
        let told = known(&facts);
        assert_eq!(told.len(), 5);
        assert_eq!(told[0], FactUsed::Category("sewage".to_owned()));
        assert_eq!(told[4], FactUsed::Unit(DepartmentCode("zhifa".to_owned())));
    }
}
