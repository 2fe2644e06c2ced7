//! Masking of what leaves the console (domain.md, Personal information).

use onemap_domain::case::{Case, Facts, Mediation, Reporter};
use onemap_domain::event::{Event, Recorded};
use onemap_domain::mask;
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
    if let Some(Reporter { name, phone }) = &mut facts.reporter {
        *name = mask::name(name);
        *phone = mask::phone(phone);
    }
}

/// A text that leaves the house on paper: mobile and identity numbers in it are masked, too.
pub(crate) fn written(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let digits = from
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(from.len());
        // The last place of an identity number may be an X (GB 11643).
        let is_checked = digits == 17 && from[digits..].starts_with(['X', 'x']);
        let (number, after) = from.split_at(digits + usize::from(is_checked));
        masked.push_str(before);
        let is_mobile = number.len() == 11 && matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..]);
        if is_mobile || number.len() == 18 {
            masked.push_str(&mask::phone(number));
        } else {
            masked.push_str(number);
        }
        rest = after;
    }
    masked.push_str(rest);
    masked
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn numbers_of_people_are_masked_in_texts_and_other_numbers_are_not() {
        let text = "张先生13812341234, 身份证52038119900101123X、520381199001011234;";
        let masked = "张先生138****1234, 身份证520***********123X、520***********1234;";
        assert_eq!(written(text), masked);
        let other = "520381-20261121-0041, 12345热线, 2026年, 08512222222, 1381234123, 0.05";
        assert_eq!(written(other), other);
        assert_eq!(written(""), "");
    }
}
