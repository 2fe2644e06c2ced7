//! What a page in a browser is told: lists, cards, counts, loads and bytes, asked and counted anew case by
//! case.

use std::collections::{BTreeMap, BTreeSet};

use onemap_domain::case::{Case, CaseId, ContentHash};
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::Role;
use onemap_protocol::desk::{CaseCard, CaseFilter, CaseIds, Layers, Loads, Query, ReadAttachment};
use rand::Rng;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;
use serde_json::Value;

use super::question::{Differs, differs};
use super::truth::Truth;
use super::world::World;
use crate::stage::Person;

/// One question of a page.
#[derive(Clone, Debug)]
pub enum Page {
    List(Box<CaseFilter>),
    Card(CaseId),
    Layers,
    Loads,
    Bytes(CaseId, ContentHash, bool),
}

impl Page {
    pub fn any(world: &World, case: CaseId, chance: &mut ChaCha8Rng) -> Page {
        match chance.random_range(0..8) {
            0..3 => {
                let text = ["", "路灯", "井盖 处理", "绝无此事"]
                    .choose(chance)
                    .unwrap();
                let category = ["sewage", "noise"].choose(chance).unwrap();
                let category = Some((*category).to_owned()).filter(|_| chance.random());
                let area = world.areas.choose(chance).unwrap().code.clone();
                Page::List(Box::new(CaseFilter {
                    text: (*text).to_owned(),
                    category,
                    area: Some(area).filter(|_| chance.random()),
                    ..CaseFilter::default()
                }))
            }
            3 | 4 => Page::Card(case),
            5 => Page::Layers,
            6 => Page::Loads,
            _ => match world.files.choose(chance) {
                Some((sha256, came)) => Page::Bytes(case, sha256.clone(), *came),
                None => Page::Card(case),
            },
        }
    }

    /// Asks, and compares with what the plain loop finds.
    pub async fn asked(&self, truth: &Truth, person: &Person) -> Differs {
        let scope = &person.session.user.scope;
        let open = || truth.seen_by(scope).filter(|case| case.is_open());
        match self {
            Page::List(filter) => {
                let is_told = scope.role != Role::Wall;
                let expected = open().filter(|case| takes(filter, case, is_told));
                let expected: BTreeSet<String> = expected.map(|case| case.id.to_string()).collect();
                let filter = filter.as_ref().clone();
                let (_, found) = asks(person, CaseIds { filter }).await;
                let got: BTreeSet<String> = serde_json::from_value(found["cases"].clone()).unwrap();
                differs(&expected, &got)
            }
            Page::Card(id) => {
                let (status, _) = asks(person, CaseCard { id: *id }).await;
                let expected = if truth.shows(scope, *id) { 200 } else { 404 };
                differs(&expected, &status)
            }
            Page::Layers => {
                let (_, counts) = asks(person, Layers {}).await;
                differs(&Some(open().count() as u64), &counts["cases"].as_u64())
            }
            Page::Loads => {
                let mut expected: BTreeMap<String, u64> = BTreeMap::new();
                for case in truth.seen_by(scope).filter(|case| case.is_carried()) {
                    if let Some(lead) = case.lead.as_ref().map(DepartmentCode::to_string) {
                        *expected.entry(lead).or_default() += 1;
                    }
                }
                let (_, loads) = asks(person, Loads {}).await;
                let loads = loads.as_array().unwrap().iter();
                let got = loads.map(|row| {
                    let department = row["department"].as_str().unwrap().to_owned();
                    (department, row["load"]["open"].as_u64().unwrap())
                });
                let got = got.filter(|(_, open)| *open > 0).collect();
                differs(&expected, &got)
            }
            Page::Bytes(case, sha256, came) => {
                let lists = truth.shows(scope, *case)
                    && scope.role != Role::Wall
                    && truth.cases[case]
                        .attachments
                        .iter()
                        .any(|one| one.attachment.sha256 == *sha256);
                let ask = ReadAttachment {
                    case: *case,
                    sha256: sha256.clone(),
                };
                let (status, _) = asks(person, ask).await;
                let expected = if lists && *came { 200 } else { 404 };
                differs(&expected, &status)
            }
        }
    }
}

/// What a page that is signed in by this session is answered.
async fn asks(person: &Person, query: impl Into<Query>) -> (u16, Value) {
    let url = format!("{}/console/api/query", person.address);
    let cookie = format!("onemap-session={}", person.session.token.0);
    let request = person.client.post(url).header("cookie", cookie);
    let answer = request.json(&query.into()).send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap())
}

/// A wall is told a title, and of a case's words nothing else.
fn takes(filter: &CaseFilter, case: &Case, is_told: bool) -> bool {
    let number = case.number.as_ref().map_or("", |number| number.0.as_str());
    let facts = &case.facts;
    let mut written = vec![number, &facts.title];
    if is_told {
        written.extend([facts.text.as_str(), &facts.address]);
    }
    let written = written.join("\n");
    let mut wanted = filter.text.split_whitespace();
    filter
        .category
        .iter()
        .all(|category| *category == facts.category)
        && filter
            .area
            .iter()
            .all(|area| facts.grid.as_str().starts_with(area.as_str()))
        && wanted.all(|word| written.contains(word))
}
