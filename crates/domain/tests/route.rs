//! Routing: a table written by hand, a derived one, tables with mistakes, and random ones.

#![allow(clippy::unwrap_used, reason = "a table that cannot be read has failed")]

use onemap_domain::area::AreaCode;
use onemap_domain::department::DepartmentCode;
use onemap_domain::route::{
    FactUsed, Fault, Field, Match, Matter, Outcome, Owner, PassedOver, Past, Principle, RouteTable,
    Routing, Row, Rule, Verdict, check, compare, replay, route,
};

#[path = "route/random.rs"]
mod random;

/// Made up for these tests: no county's list says this.
const WRITTEN: &str = r#"
version = "2026-1"

[[lists]]
code = "duty"

[[lists]]
code = "power"
name = { zh = "权力清单", en = "Powers" }

[[routes]]
code = "noise"
list = "duty"
principle = "subject"
basis = "示例: 查处噪声扰民"
categories = ["noise"]
lead = "zhifa"
assists = ["shengtai", "zhifa", "gongan", "shengtai", "nobody"]

[[routes]]
code = "noise-schools"
list = "duty"
principle = "place"
basis = "示例: 校园周边由乡镇(街道)牵头"
categories = ["noise"]
areas = ["520381", "520381001001901"]
lead = "town_office"

[[routes]]
code = "drivers"
list = "duty"
principle = "person"
basis = "示例: 从业人员由行业主管部门负责"
persons = ["taxi_driver", "bus_driver"]
lead = "jiaotong"

[[routes]]
code = "against-a-unit"
list = "power"
principle = "person"
basis = "示例: 对单位的意见由该单位答复"
channels = ["hotline"]
units = ["shichang", "jiaoyu"]
lead = "unit"
"#;

fn table() -> RouteTable {
    toml::from_str(WRITTEN).unwrap()
}

fn area(code: &str) -> AreaCode {
    AreaCode::parse(code).unwrap()
}

fn department(code: &str) -> DepartmentCode {
    DepartmentCode(code.to_owned())
}

fn words(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

fn everybody_but_nobody(code: &DepartmentCode) -> bool {
    code.as_str() != "nobody"
}

/// A matter that owns what a [`Matter`] borrows.
#[derive(Clone, Debug)]
struct Case {
    category: String,
    channel: String,
    grid: AreaCode,
    persons: Vec<String>,
    unit: Option<DepartmentCode>,
}

impl Case {
    fn about(category: &str, grid: &str) -> Self {
        Self {
            category: category.to_owned(),
            channel: "grid".to_owned(),
            grid: area(grid),
            persons: Vec::new(),
            unit: None,
        }
    }

    fn matter(&self) -> Matter<'_> {
        Matter {
            category: &self.category,
            channel: &self.channel,
            grid: &self.grid,
            persons: &self.persons,
            unit: self.unit.as_ref(),
        }
    }

    fn by(&self, table: &RouteTable) -> Routing {
        route(table, &self.matter(), everybody_but_nobody)
    }
}

fn codes(matches: &[Match]) -> Vec<&str> {
    matches.iter().map(|found| found.rule.as_str()).collect()
}

#[test]
fn a_rule_names_the_fact_that_fired_it_and_the_words_it_rests_on() {
    let routing = Case::about("noise", "330102001001001").by(&table());
    let chosen = routing.chosen.unwrap();
    assert_eq!(routing.verdict, Verdict::Clear);
    assert_eq!(routing.version, "2026-1");
    assert_eq!(
        (chosen.rule.as_str(), chosen.list.as_str()),
        ("noise", "duty")
    );
    assert_eq!(chosen.principle, Principle::Subject);
    assert_eq!(chosen.basis, "示例: 查处噪声扰民");
    assert_eq!(chosen.facts, [FactUsed::Category("noise".to_owned())]);
    assert_eq!(chosen.lead, department("zhifa"));
    let helpers = [department("shengtai"), department("gongan")];
    assert_eq!(
        chosen.assists, helpers,
        "each once, without the lead, and only those there are"
    );
}

#[test]
fn within_a_list_the_rule_with_more_conditions_goes_first() {
    let routing = Case::about("noise", "520381001001901").by(&table());
    let chosen = routing.chosen.unwrap();
    assert_eq!(chosen.rule, "noise-schools");
    assert_eq!(chosen.lead, department("520381001"));
    let facts = [
        FactUsed::Category("noise".to_owned()),
        FactUsed::Area(area("520381001001901")),
        FactUsed::Area(area("520381001")),
    ];
    assert_eq!(
        chosen.facts, facts,
        "the smallest area of the rule, then the town whose office leads"
    );
    assert_eq!(codes(&routing.runners_up), ["noise"]);
}

#[test]
fn an_earlier_list_goes_before_more_conditions_of_a_later_one() {
    let mut case = Case::about("market", "330102001001001");
    case.channel = "hotline".to_owned();
    case.unit = Some(department("shichang"));
    let alone = case.by(&table());
    assert_eq!(alone.chosen.unwrap().lead, department("shichang"));
    case.persons = words(&["bus_driver", "veteran"]);
    let routing = case.by(&table());
    let chosen = routing.chosen.unwrap();
    assert_eq!(chosen.rule, "drivers");
    assert_eq!(chosen.facts, [FactUsed::Person("bus_driver".to_owned())]);
    assert_eq!(codes(&routing.runners_up), ["against-a-unit"]);
}

#[test]
fn equal_rules_with_different_owners_clash_and_nobody_is_chosen() {
    let mut case = Case::about("noise", "330102001001001");
    case.persons = words(&["taxi_driver"]);
    let routing = case.by(&table());
    let rules = words(&["drivers", "noise"]);
    assert_eq!(routing.verdict, Verdict::Clash { rules });
    assert_eq!(routing.chosen, None);
    assert_eq!(codes(&routing.runners_up), ["noise", "drivers"]);
}

#[test]
fn equal_rules_that_agree_on_the_owner_do_not_clash() {
    let mut table = table();
    table.rules[2].lead = Owner::Department(department("zhifa"));
    let mut case = Case::about("noise", "330102001001001");
    case.persons = words(&["taxi_driver"]);
    let routing = case.by(&table);
    assert_eq!(routing.verdict, Verdict::Clear);
    assert_eq!(routing.chosen.unwrap().rule, "noise");
    assert_eq!(codes(&routing.runners_up), ["drivers"]);
}

#[test]
fn no_rule_is_no_rule() {
    let routing = Case::about("other", "330102001001001").by(&table());
    assert_eq!(routing.verdict, Verdict::NoRule);
    assert_eq!((routing.chosen, routing.runners_up), (None, vec![]));
}

#[test]
fn a_rule_whose_owner_is_not_there_is_passed_over_and_said_to_be() {
    let mut table = table();
    table.rules[0].lead = Owner::Department(department("nobody"));
    table.rules[2].lead = Owner::Unit;
    let mut case = Case::about("noise", "520381001001001");
    case.persons = words(&["taxi_driver"]);
    let routing = case.by(&table);
    assert_eq!(routing.chosen.unwrap().rule, "noise-schools");
    let passed_over = [("noise", Some(department("nobody"))), ("drivers", None)];
    assert_eq!(
        routing.passed_over,
        passed_over.map(|(rule, lead)| PassedOver {
            rule: rule.to_owned(),
            lead
        })
    );
}

#[test]
fn a_table_survives_being_written_down() {
    let table = table();
    let text = serde_json::to_string(&table).unwrap();
    assert!(text.contains(r#""lead":"town_office""#), "{text}");
    assert_eq!(serde_json::from_str::<RouteTable>(&text).unwrap(), table);
    let mut case = Case::about("noise", "520381001001901");
    case.persons = words(&["taxi_driver"]);
    let routing = case.by(&table);
    let text = serde_json::to_string(&routing).unwrap();
    assert_eq!(serde_json::from_str::<Routing>(&text).unwrap(), routing);
    assert!(
        text.contains(r#"{"fact":"area","value":"520381001"}"#),
        "{text}"
    );
}

#[test]
fn a_key_that_no_rule_has_is_refused_by_its_name() {
    let text = WRITTEN.replacen("principle =", "priority = 3\nprinciple =", 1);
    let error = toml::from_str::<RouteTable>(&text).unwrap_err();
    assert!(error.message().contains("priority"), "{error}");
}

#[test]
fn a_profile_without_rules_gets_the_first_department_then_the_others_then_the_place() {
    let sewage = [
        department("zhujian"),
        department("shuiwu"),
        department("zhifa"),
    ];
    let table = RouteTable::of_categories(&[("sewage", &sewage), ("other", &[])]);
    let case = Case::about("sewage", "520381001001001");
    let routing = case.by(&table);
    assert_eq!(routing.verdict, Verdict::Clear);
    assert_eq!(routing.chosen.unwrap().lead, department("zhujian"));
    let leads: Vec<&str> = routing.runners_up.iter().map(|m| m.lead.as_str()).collect();
    assert_eq!(leads, ["shuiwu", "zhifa", "520381001"]);

    let without_the_usual = route(&table, &case.matter(), |code| code.as_str() != "zhujian");
    let rules = words(&["duty_also.sewage.1", "duty_also.sewage.2"]);
    assert_eq!(without_the_usual.verdict, Verdict::Clash { rules });

    let by_place = Case::about("other", "520381001001001").by(&table);
    assert_eq!(by_place.chosen.unwrap().principle, Principle::Place);
}

/// The mistakes of a table as (row, code, field, fault), against the small county of [`WRITTEN`].
fn mistakes(table: &RouteTable) -> Vec<(Row, String, Field, Fault)> {
    let departments = [
        "zhifa", "shengtai", "gongan", "jiaotong", "shichang", "jiaoyu",
    ];
    let departments = departments.map(department);
    check(
        table,
        &["noise", "market"],
        &["hotline"],
        Some(&departments),
    )
    .into_iter()
    .map(|mistake| (mistake.row, mistake.code, mistake.field, mistake.fault))
    .collect()
}

#[test]
fn every_name_that_nothing_has_is_told_with_its_rule_and_its_field() {
    let mut table = table();
    let rule = &mut table.rules[3];
    rule.code = "noise".to_owned();
    rule.list = "powers".to_owned();
    rule.categories = words(&["market", "tax"]);
    rule.channels = words(&["fax"]);
    rule.units = vec![department("nowhere")];
    rule.lead = Owner::Department(department("none"));
    table.lists[1].code = "duty".to_owned();
    let of_four = |field, fault| (Row::Rule(3), "noise".to_owned(), field, fault);
    let stranger = |code| Fault::UnknownDepartment(department(code));
    assert_eq!(
        mistakes(&table),
        [
            (
                Row::List(1),
                "duty".to_owned(),
                Field::Code,
                Fault::DuplicateCode
            ),
            (
                Row::Rule(0),
                "noise".to_owned(),
                Field::Assists,
                stranger("nobody")
            ),
            of_four(Field::Code, Fault::DuplicateCode),
            of_four(Field::List, Fault::UnknownList("powers".to_owned())),
            of_four(Field::Categories, Fault::UnknownCategory("tax".to_owned())),
            of_four(Field::Channels, Fault::UnknownChannel("fax".to_owned())),
            of_four(Field::Units, stranger("nowhere")),
            of_four(Field::Lead, stranger("none")),
        ]
    );
}

/// The fault of a second rule that is `WRITTEN`'s first but for what `change` does to it.
fn beside_the_first(change: impl FnOnce(&mut Rule)) -> Option<(Field, Fault)> {
    let mut table = table();
    table.rules.truncate(1);
    table.rules[0].assists.clear();
    table.rules[0].categories = words(&["noise", "market"]);
    let mut second = table.rules[0].clone();
    "second".clone_into(&mut second.code);
    change(&mut second);
    table.rules.push(second);
    let mut told = mistakes(&table).into_iter();
    let first = told.next();
    assert_eq!(told.next(), None, "one mistake is told once");
    let (row, _, field, fault) = first?;
    assert_eq!(row, Row::Rule(1));
    Some((field, fault))
}

#[test]
fn a_rule_that_repeats_an_earlier_one_is_shadowed() {
    let shadowed = (
        Field::Code,
        Fault::Shadowed {
            by: "noise".to_owned(),
        },
    );
    let told = beside_the_first(|rule| rule.categories.reverse());
    assert_eq!(told, Some(shadowed));
    let in_another_list = beside_the_first(|rule| rule.list = "power".to_owned());
    assert_eq!(
        in_another_list, None,
        "it may come second, and so confirm the first"
    );
}

#[test]
fn a_rule_that_clashes_whenever_it_fits_is_told() {
    let gongan = || Owner::Department(department("gongan"));
    let clashes = (
        Field::Lead,
        Fault::AlwaysClashes {
            with: "noise".to_owned(),
        },
    );
    let same = beside_the_first(|rule| rule.lead = gongan());
    assert_eq!(same, Some(clashes.clone()));
    let narrower = beside_the_first(|rule| {
        rule.lead = Owner::TownOffice;
        rule.categories = words(&["noise"]);
    });
    assert_eq!(narrower, Some(clashes));
    let more_specific = beside_the_first(|rule| {
        rule.lead = gongan();
        rule.channels = words(&["hotline"]);
    });
    assert_eq!(more_specific, None);
    let perhaps_the_same = beside_the_first(|rule| rule.lead = Owner::Unit);
    assert_eq!(perhaps_the_same, None, "the unit may be the department");
}

#[test]
fn the_office_of_the_place_may_be_the_department_that_another_rule_names() {
    let mut table = table();
    table.rules.truncate(2);
    table.rules[0].lead = Owner::Department(department("520381001"));
    table.rules[1].areas.clear();
    assert_eq!(check(&table, &["noise"], &[], None), []);
    table.rules[0].lead = Owner::Department(department("520381"));
    let told = check(&table, &["noise"], &[], None);
    let with = "noise".to_owned();
    assert_eq!(
        told.first().map(|mistake| &mistake.fault),
        Some(&Fault::AlwaysClashes { with }),
        "a county is no town"
    );
}

#[test]
fn a_replay_counts_each_case_once_and_names_those_that_differ() {
    let table = table();
    let quiet = Case::about("noise", "330102001001001");
    let other = Case::about("other", "330102001001001");
    let mut both = quiet.clone();
    both.persons = words(&["taxi_driver"]);
    let zhifa = department("zhifa");
    let gongan = department("gongan");
    let past = [
        ("1", &quiet, &zhifa),
        ("2", &quiet, &gongan),
        ("3", &other, &zhifa),
        ("4", &both, &zhifa),
        ("5", &quiet, &zhifa),
        ("6", &quiet, &zhifa),
    ];
    let past = past.map(|(key, case, lead)| Past {
        key,
        matter: case.matter(),
        lead,
    });
    let result = replay(&table, past.into_iter(), everybody_but_nobody);
    assert_eq!((result.total, result.same), (6, 3));
    let changed = &result.changed[..];
    assert!(
        matches!(changed, [one] if one.key == "2" && one.was == gongan && one.would == zhifa),
        "{changed:?}"
    );
    assert_eq!(result.unrouted, ["3"]);
    assert_eq!(result.clashes[0].key, "4");
    assert_eq!(result.clashes[0].rules, ["drivers", "noise"]);
    assert_eq!(result.share(), Some(5_000));

    let mut after = table.clone();
    after.rules.remove(0);
    let cases = past.iter().map(|past| (past.key, past.matter));
    let comparison = compare(&table, &after, cases, everybody_but_nobody);
    assert_eq!((comparison.total, comparison.same), (6, 1));
    assert_eq!(comparison.share(), Some(1_667));
    let fourth = comparison
        .changed
        .iter()
        .find(|one| one.key == "4")
        .unwrap();
    let jiaotong = Outcome::Lead(department("jiaotong"));
    assert_eq!((&fourth.was, &fourth.would), (&Outcome::Clash, &jiaotong));
}

#[test]
fn a_share_is_whole_only_when_every_case_is_the_same() {
    let case = Case::about("noise", "330102001001001");
    let zhifa = department("zhifa");
    let gongan = department("gongan");
    let share = |same: usize, total: usize| {
        let leads = (0..total).map(|place| if place < same { &zhifa } else { &gongan });
        let past = leads.map(|lead| Past {
            key: "",
            matter: case.matter(),
            lead,
        });
        replay(&table(), past, everybody_but_nobody).share()
    };
    assert_eq!(share(0, 0), None);
    assert_eq!(share(7, 7), Some(10_000));
    assert_eq!(share(29_999, 30_000), Some(9_999));
    assert_eq!(share(911, 972), Some(9_372), "domain.md's worked example");
    assert_eq!(share(1, 800), Some(13), "half goes up");
}
