//! Replaying routes over the real files of README.md of the shared data. Without them each test
//! says that it is skipped.
//!
//! What is tested is that a replay counts right: the figures were counted by a separate reading of
//! the files' XML, without this code. It is no measure of how well rules route. The labelled
//! messages carry no category but the class of the department that got them, so rules learnt from
//! four fifths of them would repeat the answer for the last fifth, whatever it is.

#![expect(clippy::unwrap_used, reason = "tests, and what only tests use")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Reader, Xlsx};
use onemap_domain::area::AreaCode;
use onemap_domain::department::DepartmentCode;
use onemap_domain::route::{
    Matter, Outcome, Owner, Past, Principle, RouteList, RouteTable, Rule, check, compare, replay,
};
use onemap_testkit::real;

/// The cells of a real file's rows under these headers.
fn columns<const N: usize>(name: &str, headers: [&str; N]) -> Option<Vec<[String; N]>> {
    let path = real::file(&format!("messages/{name}"))?;
    let mut book = Xlsx::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let mut rows = sheet.rows();
    let first = rows.next().unwrap();
    let places = headers.map(|header| first.iter().position(|cell| *cell == header).unwrap());
    let texts = |row: &[calamine::Data]| places.map(|place| row[place].to_string().trim().into());
    Some(rows.map(texts).collect())
}

/// A grid of no county: these files say nothing of places.
fn nowhere() -> AreaCode {
    AreaCode::parse("000000000000001").unwrap()
}

fn about<'a>(category: &'a str, grid: &'a AreaCode) -> Matter<'a> {
    Matter {
        category,
        channel: "message_board",
        grid,
        persons: &[],
        unit: None,
    }
}

fn department(name: &str) -> DepartmentCode {
    DepartmentCode(name.to_owned())
}

/// No town of nowhere has an office.
fn is_no_town(code: &DepartmentCode) -> bool {
    AreaCode::parse(code.as_str()).is_err()
}

#[test]
fn a_replay_of_the_labelled_messages_counts_what_each_change_of_the_rules_would_move() {
    let Some(rows) = columns("labelled.xlsx", ["留言编号", "一级分类"]) else {
        return;
    };
    let grid = nowhere();
    let leads: Vec<DepartmentCode> = rows.iter().map(|[_, class]| department(class)).collect();
    let past = || {
        let messages = rows.iter().zip(&leads);
        messages.map(|([number, class], lead)| Past {
            key: number,
            matter: about(class, &grid),
            lead,
        })
    };
    let classes: BTreeSet<&DepartmentCode> = leads.iter().collect();
    assert_eq!((rows.len(), classes.len()), (878, 7));
    let own: Vec<(&str, &[DepartmentCode])> = classes
        .iter()
        .map(|class| (class.as_str(), std::slice::from_ref(*class)))
        .collect();
    let before = RouteTable::of_categories(&own);
    let result = replay(&before, past(), is_no_town);
    assert_eq!((result.total, result.same), (878, 878));
    assert_eq!(result.share(), Some(10_000));

    // One class loses its rule, one goes to another department, and one is given to two.
    let mut after = before.clone();
    after.rules.retain(|rule| rule.code != "duty.交通运输");
    let of = |class: &str| Owner::Department(department(class));
    let find = |rule: &&mut Rule| rule.code == "duty.环境保护";
    after.rules.iter_mut().find(find).unwrap().lead = of("城乡建设");
    let health = after.rules.iter().find(|rule| rule.code == "duty.卫生计生");
    let mut second = health.unwrap().clone();
    second.code = "second".to_owned();
    second.lead = of("劳动和社会保障");
    after.rules.push(second);

    let result = replay(&after, past(), is_no_town);
    assert_eq!(result.unrouted.len(), 74);
    assert_eq!(result.changed.len(), 73);
    assert_eq!(result.clashes.len(), 95);
    assert_eq!((result.total, result.same), (878, 636));
    assert_eq!(result.share(), Some(7_244), "72.44 %");
    let build = department("城乡建设");
    assert!(result.changed.iter().all(|change| change.would == build));

    let cases = past().map(|past| (past.key, past.matter));
    let comparison = compare(&before, &after, cases, is_no_town);
    assert_eq!((comparison.total, comparison.same), (878, 636));
    let would = |outcome: &Outcome| {
        let changed = comparison.changed.iter();
        changed.filter(|one| one.would == *outcome).count()
    };
    assert_eq!(would(&Outcome::NoRule), 74);
    assert_eq!(would(&Outcome::Clash), 95);
    assert_eq!(would(&Outcome::Lead(build)), 73);
}

#[test]
fn names_that_the_real_taxonomy_gives_to_two_departments_clash() {
    let Some(rows) = columns("taxonomy.xlsx", ["一级分类", "三级分类"]) else {
        return;
    };
    let rules = rows.iter().enumerate().map(|(row, [class, name])| Rule {
        code: row.to_string(),
        list: RouteList::DUTY.to_owned(),
        principle: Principle::Subject,
        basis: String::new(),
        categories: vec![name.clone()],
        channels: Vec::new(),
        areas: Vec::new(),
        persons: Vec::new(),
        units: Vec::new(),
        lead: Owner::Department(department(class)),
        assists: Vec::new(),
    });
    let duty = RouteList {
        code: RouteList::DUTY.to_owned(),
        name: None,
    };
    let table = RouteTable {
        version: "taxonomy".to_owned(),
        lists: vec![duty],
        rules: rules.collect(),
    };
    assert_eq!(table.rules.len(), 517);

    let mut first: BTreeMap<&str, DepartmentCode> = BTreeMap::new();
    for [class, name] in &rows {
        first.entry(name).or_insert_with(|| department(class));
    }
    let grid = nowhere();
    let past = first.iter().map(|(name, lead)| Past {
        key: name,
        matter: about(name, &grid),
        lead,
    });
    let result = replay(&table, past, is_no_town);
    assert_eq!((result.total, result.same), (390, 382));
    assert_eq!(result.clashes.len(), 8);
    assert_eq!(result.share(), Some(9_795), "97.95 %");

    let names: Vec<&str> = first.keys().copied().collect();
    let mistakes = check(&table, &names, &[], None);
    let count = |code: &str| mistakes.iter().filter(|m| m.fault.code() == code).count();
    assert_eq!(count("shadowed"), 13);
    assert_eq!(count("always_clashes"), 114);
    assert_eq!(mistakes.len(), 127);
}
