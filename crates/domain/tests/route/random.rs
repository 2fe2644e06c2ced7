//! Random tables and matters over few words, so that rules meet.

use onemap_domain::department::DepartmentCode;
use onemap_domain::route::{
    FactUsed, Fault, Match, Owner, Past, Principle, RouteList, RouteTable, Routing, Rule, Verdict,
    check, compare, replay, route,
};
use proptest::prelude::*;

use super::{Case, area, codes, department, words};

const CATEGORIES: [&str; 3] = ["noise", "sewage", "market"];
const CHANNELS: [&str; 2] = ["grid", "hotline"];
const AREAS: [&str; 5] = [
    "520381",
    "520381001",
    "520381002",
    "520381001001",
    "520381001001901",
];
const GRIDS: [&str; 4] = [
    "520381001001901",
    "520381001001001",
    "520381002003004",
    "330102001001001",
];
const PERSONS: [&str; 3] = ["driver", "pupil", "veteran"];
const DEPARTMENTS: [&str; 4] = ["zhifa", "gongan", "jiaotong", "520381001"];

fn some_of(from: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::sample::subsequence(from.to_vec(), 1..=from.len())
            .prop_shuffle()
            .prop_map(|codes| words(&codes)),
    ]
}

fn departments() -> impl Strategy<Value = Vec<DepartmentCode>> {
    some_of(&DEPARTMENTS).prop_map(|codes| codes.into_iter().map(DepartmentCode).collect())
}

fn a_table() -> impl Strategy<Value = RouteTable> {
    let lead = prop_oneof![
        1 => Just(Owner::TownOffice),
        1 => Just(Owner::Unit),
        4 => prop::sample::select(DEPARTMENTS.to_vec())
            .prop_map(|code| Owner::Department(department(code))),
    ];
    let rule = (
        prop::sample::select(vec!["duty", "power", "unheard_of"]),
        prop::sample::select(Principle::ALL.to_vec()),
        (some_of(&CATEGORIES), some_of(&CHANNELS), some_of(&AREAS)),
        (some_of(&PERSONS), departments()),
        (lead, departments()),
    )
        .prop_map(
            |(list, principle, (categories, channels, areas), who, owners)| Rule {
                code: String::new(),
                list: list.to_owned(),
                principle,
                basis: String::new(),
                categories,
                channels,
                areas: areas.iter().map(|code| area(code)).collect(),
                persons: who.0,
                units: who.1,
                lead: owners.0,
                assists: owners.1,
            },
        );
    prop::collection::vec(rule, 0..14).prop_map(|mut rules| {
        for (place, rule) in rules.iter_mut().enumerate() {
            rule.code = format!("rule-{place}");
        }
        let list = |code: &str| RouteList {
            code: code.to_owned(),
            name: None,
        };
        RouteTable {
            version: String::new(),
            lists: vec![list("duty"), list("power")],
            rules,
        }
    })
}

fn a_case() -> impl Strategy<Value = Case> {
    (
        prop::sample::select(CATEGORIES.to_vec()),
        prop::sample::select(CHANNELS.to_vec()),
        prop::sample::select(GRIDS.to_vec()),
        some_of(&PERSONS),
        prop::option::of(prop::sample::select(DEPARTMENTS.to_vec())),
    )
        .prop_map(|(category, channel, grid, persons, unit)| Case {
            channel: channel.to_owned(),
            persons,
            unit: unit.map(department),
            ..Case::about(category, grid)
        })
}

fn is_true(fact: &FactUsed, case: &Case) -> bool {
    match fact {
        FactUsed::Category(code) => *code == case.category,
        FactUsed::Channel(code) => *code == case.channel,
        FactUsed::Area(code) => code.covers(&case.grid),
        FactUsed::Person(tag) => case.persons.contains(tag),
        FactUsed::Unit(code) => case.unit.as_ref() == Some(code),
    }
}

/// Whether a rule fits, asked anew and plainly.
fn fits(rule: &Rule, case: &Case) -> bool {
    (rule.categories.is_empty() || rule.categories.contains(&case.category))
        && (rule.channels.is_empty() || rule.channels.contains(&case.channel))
        && (rule.areas.is_empty() || rule.areas.iter().any(|area| area.covers(&case.grid)))
        && (rule.persons.is_empty() || rule.persons.iter().any(|tag| case.persons.contains(tag)))
        && (rule.units.is_empty()
            || rule
                .units
                .iter()
                .any(|unit| case.unit.as_ref() == Some(unit)))
}

fn sorted(mut codes: Vec<&str>) -> Vec<&str> {
    codes.sort_unstable();
    codes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_rules_does_not_change_the_verdict_or_the_owner(
        (table, shuffled) in a_table().prop_flat_map(|table| {
            let rules = Just(table.rules.clone()).prop_shuffle();
            (Just(table), rules)
        }),
        case in a_case(),
        there in departments(),
    ) {
        let again = RouteTable { rules: shuffled, ..table.clone() };
        let has = |code: &DepartmentCode| there.contains(code);
        let one = route(&table, &case.matter(), has);
        let two = route(&again, &case.matter(), has);
        prop_assert_eq!(&one.verdict, &two.verdict);
        prop_assert_eq!(one.chosen.as_ref().map(|m| &m.lead), two.chosen.as_ref().map(|m| &m.lead));
        let rules = |routing: &Routing| {
            let matches = routing.chosen.iter().chain(&routing.runners_up);
            let mut rules: Vec<String> = matches.map(|found| found.rule.clone()).collect();
            rules.sort();
            rules
        };
        prop_assert_eq!(rules(&one), rules(&two));
    }

    #[test]
    fn an_answer_holds_every_rule_that_fits_and_names_only_what_is_true(
        table in a_table(), case in a_case(), there in departments(),
    ) {
        let has = |code: &DepartmentCode| there.contains(code);
        let routing = route(&table, &case.matter(), has);
        let matches: Vec<&Match> = routing.chosen.iter().chain(&routing.runners_up).collect();
        for found in &matches {
            let rule = table.rules.iter().find(|rule| rule.code == found.rule).unwrap();
            for fact in &found.facts {
                prop_assert!(is_true(fact, &case), "{fact:?} of {case:?}");
            }
            let own = usize::from(!matches!(rule.lead, Owner::Department(_)));
            prop_assert!(found.facts.len() + own >= rule.conditions(), "each condition has a fact");
            prop_assert!(rule.conditions() == 0 || !found.facts.is_empty());
            prop_assert!(has(&found.lead) && found.assists.iter().all(has));
            prop_assert!(!found.assists.contains(&found.lead));
        }
        let over = routing.passed_over.iter().map(|over| over.rule.as_str());
        let told = matches.iter().map(|found| found.rule.as_str()).chain(over).collect();
        let fitting = table.rules.iter().filter(|rule| fits(rule, &case));
        let fitting = fitting.map(|rule| rule.code.as_str()).collect();
        prop_assert_eq!(sorted(told), sorted(fitting));
    }

    #[test]
    fn the_first_is_never_behind_another_and_a_clash_has_two_owners(
        table in a_table(), case in a_case(),
    ) {
        let rank = |code: &str| {
            let rule = table.rules.iter().find(|rule| rule.code == code).unwrap();
            let list = table.lists.iter().position(|list| list.code == rule.list).unwrap_or(9);
            (list, 5 - rule.conditions())
        };
        let routing = route(&table, &case.matter(), |_| true);
        let order = routing.chosen.iter().chain(&routing.runners_up);
        prop_assert!(order.map(|found| rank(&found.rule)).is_sorted());
        prop_assert_eq!(routing.chosen.is_some(), routing.verdict == Verdict::Clear);
        match &routing.verdict {
            Verdict::Clear => {}
            Verdict::NoRule => prop_assert!(routing.runners_up.is_empty()),
            Verdict::Clash { rules } => {
                let clashing = &routing.runners_up[..rules.len()];
                prop_assert_eq!(sorted(codes(clashing)), rules.iter().collect::<Vec<_>>());
                prop_assert!(clashing.iter().any(|found| found.lead != clashing[0].lead));
                let first = rank(&rules[0]);
                prop_assert!(rules.iter().all(|rule| rank(rule) == first));
            }
        }
    }

    #[test]
    fn a_replay_of_what_the_table_itself_routed_is_all_the_same(
        table in a_table(), cases in prop::collection::vec(a_case(), 1..40),
    ) {
        let routed: Vec<(&Case, DepartmentCode)> = cases
            .iter()
            .filter_map(|case| {
                let chosen = route(&table, &case.matter(), |_| true).chosen?;
                Some((case, chosen.lead))
            })
            .collect();
        let past = routed.iter().map(|(case, lead)| Past { key: "", matter: case.matter(), lead });
        let result = replay(&table, past, |_| true);
        prop_assert_eq!((result.total, result.same), (routed.len(), routed.len()));
        prop_assert_eq!(result.share(), (!routed.is_empty()).then_some(10_000));
    }

    #[test]
    fn a_replay_and_a_comparison_account_for_every_case(
        table in a_table(),
        other in a_table(),
        past in prop::collection::vec((a_case(), prop::sample::select(DEPARTMENTS.to_vec())), 0..30),
    ) {
        let past: Vec<(Case, DepartmentCode)> =
            past.into_iter().map(|(case, lead)| (case, department(lead))).collect();
        let again = past.iter().map(|(case, lead)| Past { key: "", matter: case.matter(), lead });
        let result = replay(&table, again, |_| true);
        let told = result.changed.len() + result.clashes.len() + result.unrouted.len();
        prop_assert_eq!((result.total, result.same + told), (past.len(), past.len()));
        prop_assert!(result.changed.iter().all(|change| change.was != change.would));

        let matters = || past.iter().map(|(case, _)| ("", case.matter()));
        let unchanged = compare(&table, &table, matters(), |_| true);
        prop_assert_eq!((unchanged.same, unchanged.changed), (past.len(), vec![]));
        let one_way = compare(&table, &other, matters(), |_| true);
        let back = compare(&other, &table, matters(), |_| true);
        prop_assert_eq!(one_way.same, back.same);
        prop_assert_eq!(one_way.same + one_way.changed.len(), past.len());
    }

    #[test]
    fn a_rule_that_check_complains_of_is_never_the_one_to_be_followed(
        table in a_table(), cases in prop::collection::vec(a_case(), 1..40),
    ) {
        let mistakes = check(&table, &CATEGORIES, &CHANNELS, None);
        for case in &cases {
            let Some(chosen) = route(&table, &case.matter(), |_| true).chosen else { continue };
            let told = mistakes.iter().filter(|mistake| mistake.code == chosen.rule);
            for mistake in told {
                prop_assert!(
                    matches!(mistake.fault, Fault::UnknownList(_)),
                    "{mistake:?} but {chosen:?} is chosen for {case:?}"
                );
            }
        }
    }
}
