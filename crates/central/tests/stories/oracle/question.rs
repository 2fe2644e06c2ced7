//! Questions of every kind that the central answers, and what a plain loop would answer.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::case::{Case, CaseId, ContentHash, Stage as At};
use onemap_domain::command::Command;
use onemap_domain::department::DepartmentCode;
use onemap_domain::indicator::Dimension;
use onemap_domain::people::{Role, Scope};
use onemap_protocol::feed::{Entry, SnapshotLine};
use rand::Rng;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use uuid::Uuid;

use super::browser::Page;
use super::figures;
use super::truth::Truth;
use super::world::{World, any_identity};
use crate::stage::Person;

/// How a list is cut.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    stage: Option<At>,
    open: Option<bool>,
    area: Option<AreaCode>,
    department: Option<String>,
    category: Option<String>,
    overdue: Option<bool>,
    text: Option<String>,
}

/// One of the ways out of the central.
#[derive(Clone, Debug)]
pub enum Question {
    List(Box<Filter>, u32),
    One(CaseId),
    Timeline(CaseId),
    /// Gives a command on a case that one may not know of.
    Command(CaseId),
    Feed(u64, u32),
    Snapshot,
    Bytes(ContentHash, bool),
    Areas(Option<AreaCode>, Option<Level>),
    Locate(usize),
    Loads,
    Indicators(Date, Date, Dimension),
    Requests(Option<String>, Option<bool>),
    Request(CaseId),
    Token(CaseId),
    Browser(Page),
}

/// What was expected and what came, where they differ.
pub type Differs = Option<String>;

pub fn differs<T: PartialEq + std::fmt::Debug>(expected: &T, got: &T) -> Differs {
    (expected != got).then(|| format!("expected {expected:?}\n     got {got:?}"))
}

impl Filter {
    fn any(world: &World, chance: &mut ChaCha8Rng) -> Filter {
        let mut filter = Filter::default();
        for _ in 0..chance.random_range(0..3) {
            let pick = |from: &[&str], chance: &mut ChaCha8Rng| {
                Some((*from.choose(chance).unwrap()).to_owned())
            };
            match chance.random_range(0..7) {
                0 => {
                    filter.stage = [At::Established, At::Handling, At::Closed]
                        .choose(chance)
                        .copied();
                }
                1 => filter.open = Some(chance.random()),
                2 => filter.area = Some(any_area(world, chance)),
                3 => filter.department = pick(&["zhujian", "zhifa", "nobody"], chance),
                4 => filter.category = pick(&["sewage", "noise", "nothing"], chance),
                5 => filter.overdue = Some(chance.random()),
                _ => filter.text = pick(&["路灯", "井盖 处理", "1", "%", "绝无此事"], chance),
            }
        }
        filter
    }

    fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let mut put = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                query.append_pair(name, &value);
            }
        };
        put("stage", self.stage.map(|stage| stage.name().to_owned()));
        put("open", self.open.map(|open| open.to_string()));
        put("area", self.area.as_ref().map(ToString::to_string));
        put("department", self.department.clone());
        put("category", self.category.clone());
        put("overdue", self.overdue.map(|overdue| overdue.to_string()));
        put("text", self.text.clone());
        query.finish()
    }

    fn takes(&self, case: &Case, now: Timestamp) -> bool {
        let number = case.number.as_ref().map_or("", |number| number.0.as_str());
        let facts = &case.facts;
        let written = [number, &facts.title, &facts.text, &facts.address].join("\n");
        let is_late = case.is_open() && case.due_at().is_some_and(|due| due < now);
        let is = |wanted: &Option<String>, there: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| there == Some(wanted))
        };
        self.stage.is_none_or(|stage| case.stage == stage)
            && self.open.is_none_or(|open| case.is_open() == open)
            && self
                .area
                .iter()
                .all(|area| facts.grid.as_str().starts_with(area.as_str()))
            && is(
                &self.department,
                case.lead.as_ref().map(DepartmentCode::as_str),
            )
            && is(&self.category, Some(&facts.category))
            && (self.overdue != Some(true) || is_late)
            && self
                .text
                .iter()
                .flat_map(|text| text.split(' '))
                .all(|word| written.contains(word))
    }
}

fn any_area(world: &World, chance: &mut ChaCha8Rng) -> AreaCode {
    let known = world.areas.choose(chance).unwrap().code.clone();
    let others = ["52", "520382", "520381999"];
    let other = others
        .choose(chance)
        .map(|code| AreaCode::parse(code).unwrap());
    other
        .filter(|_| chance.random_range(0..6) == 0)
        .unwrap_or(known)
}

impl Question {
    pub fn any(world: &World, truth: &Truth, chance: &mut ChaCha8Rng) -> Question {
        let known = *world.cases.choose(chance).unwrap();
        let case = if chance.random_range(0..10) == 0 {
            CaseId(any_identity(chance))
        } else {
            known
        };
        let brought: Vec<CaseId> = truth
            .cases
            .values()
            .filter(|case| case.facts.origin.is_some())
            .map(|case| case.id)
            .collect();
        let brought = *brought
            .choose(chance)
            .filter(|_| chance.random_range(0..3) > 0)
            .unwrap_or(&case);
        match chance.random_range(0..24) {
            0..4 => Question::List(
                Box::new(Filter::any(world, chance)),
                chance.random_range(3..60),
            ),
            4..7 => Question::One(case),
            7 | 8 => Question::Timeline(case),
            9 | 10 => {
                let after = chance.random_range(0..=truth.head.cursor.0);
                Question::Feed(after, chance.random_range(20..2000))
            }
            11 => Question::Snapshot,
            12 | 13 => match world.files.choose(chance) {
                Some((sha256, came)) => Question::Bytes(sha256.clone(), *came),
                None => Question::One(case),
            },
            14 => {
                let within = any_area(world, chance);
                let levels = [Level::County, Level::Town, Level::Village, Level::Grid];
                let level = levels.choose(chance).copied();
                Question::Areas(
                    Some(within).filter(|_| chance.random()),
                    level.filter(|_| chance.random()),
                )
            }
            15 => Question::Locate(chance.random_range(0..world.grids.len())),
            16 => Question::Loads,
            17 => {
                let from = Date::constant(2026, 11, chance.random_range(1..20));
                let to = Date::constant(2026, 11, chance.random_range(20..30));
                Question::Indicators(from, to, figures::DIMENSIONS.choose(chance).unwrap().0)
            }
            18 => match chance.random_range(0..3) {
                0 => Question::Request(brought),
                1 => Question::Token(brought),
                _ => {
                    let services = ["sewage", "noise"];
                    let service = services.choose(chance).map(|code| (*code).to_owned());
                    Question::Requests(
                        service.filter(|_| chance.random()),
                        None.or(chance.random::<bool>().then(|| chance.random())),
                    )
                }
            },
            19 => Question::Command(case),
            _ => Question::Browser(Page::any(world, case, chance)),
        }
    }

    /// Asks, and compares with what the plain loop finds.
    pub async fn asked(&self, world: &World, truth: &Truth, person: &Person) -> Differs {
        let scope = &person.session.user.scope;
        match self {
            Question::List(filter, limit) => list(filter, *limit, world, truth, person).await,
            Question::One(id) => {
                let status = status(person, &format!("/v1/cases/{id}")).await;
                differs(&found(truth.shows(scope, *id)), &status)
            }
            Question::Timeline(id) => timeline(*id, truth, person).await,
            Question::Command(id) => command(*id, truth, person).await,
            Question::Feed(after, limit) => feed(*after, *limit, truth, person).await,
            Question::Snapshot => snapshot(truth, person).await,
            Question::Bytes(sha256, came) => {
                let status = status(person, &format!("/v1/attachments/{sha256}")).await;
                differs(&found(*came && truth.lists(scope, sha256)), &status)
            }
            Question::Areas(within, level) => {
                figures::areas(within.as_ref(), *level, world, person).await
            }
            Question::Locate(grid) => figures::locate(*grid, world, person).await,
            Question::Loads => figures::loads(world, truth, person).await,
            Question::Indicators(from, to, by) => {
                figures::indicators(*from, *to, *by, truth, person).await
            }
            Question::Requests(service, open) => {
                figures::requests(service.as_deref(), *open, truth, person).await
            }
            Question::Request(id) => {
                let status = status(person, &format!("/open311/v2/requests/{id}.json")).await;
                differs(&found(truth.is_public(*id)), &status)
            }
            Question::Token(id) => {
                let status = status(person, &format!("/open311/v2/tokens/{id}.json")).await;
                differs(&found(truth.is_public(*id)), &status)
            }
            Question::Browser(page) => page.asked(truth, person).await,
        }
    }
}

const fn found(is_there: bool) -> u16 {
    if is_there { 200 } else { 404 }
}

async fn status(person: &Person, path: &str) -> u16 {
    person.asks(path).send().await.unwrap().status().as_u16()
}

async fn list(
    filter: &Filter,
    limit: u32,
    world: &World,
    truth: &Truth,
    person: &Person,
) -> Differs {
    let scope = &person.session.user.scope;
    let query = filter.query();
    if filter.text.is_some() && scope.role == Role::Wall {
        return differs(&422, &status(person, &format!("/v1/cases?{query}")).await);
    }
    let now = world.now();
    let mut expected: Vec<&Case> = truth
        .seen_by(scope)
        .filter(|case| filter.takes(case, now))
        .collect();
    expected.sort_by_key(|case| std::cmp::Reverse((case.reported_at, case.id)));
    let expected: Vec<CaseId> = expected.iter().map(|case| case.id).collect();
    let mut got = Vec::new();
    let mut after = String::new();
    loop {
        let path = format!("/v1/cases?limit={limit}&{query}{after}");
        let page: Value = person.reads(&path).await;
        let cases = page["cases"].as_array().unwrap();
        got.extend(cases.iter().map(|case| identity(&case["id"])));
        let Some(next) = page["next"].as_str() else {
            return differs(&expected, &got);
        };
        after = format!("&after={next}");
    }
}

pub fn identity(value: &Value) -> CaseId {
    CaseId(Uuid::parse_str(value.as_str().unwrap()).unwrap())
}

async fn timeline(id: CaseId, truth: &Truth, person: &Person) -> Differs {
    let scope = &person.session.user.scope;
    let path = format!("/v1/cases/{id}/timeline");
    if !truth.shows(scope, id) {
        return differs(&404, &status(person, &path).await);
    }
    let got: Vec<Value> = person.reads(&path).await;
    // A wall is told what stands where and not what was done by whom.
    let expected = if scope.role == Role::Wall {
        0
    } else {
        truth.logs[&id].len()
    };
    differs(&expected, &got.len())
}

/// A case that one may not know of is refused as one that does not exist.
async fn command(id: CaseId, truth: &Truth, person: &Person) -> Differs {
    if truth.shows(&person.session.user.scope, id) {
        return None;
    }
    let note = "已到现场".to_owned();
    let hidden = person
        .gives(id, Command::Progress { note: note.clone() })
        .await;
    let none = person
        .gives(CaseId(Uuid::now_v7()), Command::Progress { note })
        .await;
    differs(&none, &hidden)
}

async fn feed(after: u64, limit: u32, truth: &Truth, person: &Person) -> Differs {
    let scope = &person.session.user.scope;
    let (entries, end) = person.feed(after, limit).await;
    let mut cases = BTreeMap::new();
    let mut records = BTreeSet::new();
    for entry in entries {
        match entry {
            Entry::Event { case, .. } | Entry::Whole { case, .. } => {
                cases.insert(case.id, true);
            }
            Entry::Tombstone { case } => {
                cases.insert(case, false);
            }
            Entry::WholeRecord { record, .. } => {
                records.insert(record.id);
            }
            Entry::RecordGone { record } => {
                records.remove(&record);
            }
        }
    }
    let expected = (
        truth.changed_for(scope, after),
        truth.records_for(scope, after),
        truth.head.cursor.0,
    );
    differs(&expected, &(cases, records, end))
}

/// What is in a snapshot: how many cases it says that there are, the cases, and the records.
pub fn held(
    lines: Vec<SnapshotLine>,
) -> (
    u64,
    BTreeSet<CaseId>,
    BTreeSet<onemap_domain::record::RecordId>,
) {
    let (mut count, mut cases, mut records) = (0, BTreeSet::new(), BTreeSet::new());
    for line in lines {
        match line {
            SnapshotLine::Head { cases: all, .. } => count = all,
            SnapshotLine::Case { case, .. } => {
                cases.insert(case.id);
            }
            SnapshotLine::Record { record, .. } => {
                records.insert(record.id);
            }
            _ => {}
        }
    }
    (count, cases, records)
}

/// What a snapshot of a scope must hold.
pub fn to_hold(
    truth: &Truth,
    scope: &Scope,
) -> (
    u64,
    BTreeSet<CaseId>,
    BTreeSet<onemap_domain::record::RecordId>,
) {
    let cases: BTreeSet<CaseId> = truth.seen_by(scope).map(|case| case.id).collect();
    (cases.len() as u64, cases, truth.records_for(scope, 0))
}

async fn snapshot(truth: &Truth, person: &Person) -> Differs {
    let text = person
        .asks("/v1/snapshot")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let lines = text
        .lines()
        .map(|line| SnapshotLine::read(line.as_bytes()).unwrap());
    let lines: Vec<SnapshotLine> = lines.collect();
    assert_eq!(lines.last(), Some(&SnapshotLine::End));
    differs(&to_hold(truth, &person.session.user.scope), &held(lines))
}
