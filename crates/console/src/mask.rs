//! Masking of what leaves the console (domain.md, Personal information).

use onemap_domain::case::{Case, Facts, Mediation};
use onemap_domain::event::{Event, Recorded};
use onemap_domain::mask;
pub(crate) use onemap_domain::mask::written;
use onemap_domain::people::Person;

pub(crate) fn case(mut case: Case) -> Case {
    facts(&mut case.facts);
    case.mediations.iter_mut().for_each(mediation);
    case
}

pub(crate) fn recorded(mut recorded: Recorded) -> Recorded {
    match &mut recorded.event {
        Event::Reported { facts: f, .. }
        | Event::Imported { facts: f, .. }
        | Event::Amended { facts: f } => facts(f),
        Event::Mediated { mediation: m } => mediation(m),
        _ => {}
    }
    recorded
}

pub(crate) fn person(person: &Person) -> Person {
    Person {
        name: mask::name(&person.name),
        phone: mask::phone(&person.phone),
        ..person.clone()
    }
}

pub(crate) fn mediation(mediation: &mut Mediation) {
    for party in &mut mediation.parties {
        *party = mask::name(party);
    }
}

pub(crate) fn facts(facts: &mut Facts) {
    facts.mask();
}
