//! A random county: areas, people, and what happened there. The same for the same seed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use onemap_domain::area::{Area, AreaCode, Level, Outline, Position};
use onemap_domain::case::{Attachment, Case, CaseId, ContentHash, Facts, MediaType, Urgency};
use onemap_domain::command::{Command, Dispatch};
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::{Compartment, Role, Scope, User, UserId};
use onemap_domain::record::reception::{self, Plan};
use onemap_domain::record::roster::{self, Officer, Turn};
use onemap_domain::record::{Lot, ReceptionMode, RecordCommand, RecordId, draw};
use onemap_exchange::county::{Account, County};
use onemap_protocol::command::{BATCH_LIMIT, Envelope, Subject};
use onemap_testkit::county::{COUNTY, code, facts, small_county, user};
use rand::Rng;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use crate::stage::{Person, Stage};

/// Its way of working: one with sealed groups, rosters and whistles.
pub const PROFILE: &str = "chishui";

const DEPARTMENTS: [&str; 3] = ["zhujian", "zhifa", "renshe"];
const CATEGORIES: [&str; 3] = ["sewage", "noise", "road"];
const WORDS: [&str; 4] = ["井盖", "路灯", "噪声", "占道"];
const WEST: f64 = 105.70;
const SOUTH: f64 = 28.58;
const SIDE: f64 = 0.01;

/// A county, and what was done in it.
pub struct World {
    pub stage: Stage,
    pub grids: Vec<AreaCode>,
    pub areas: Vec<Area>,
    pub users: Vec<User>,
    /// Every case that anybody reported.
    pub cases: Vec<CaseId>,
    /// Files that cases list, and whether their bytes came.
    pub files: Vec<(ContentHash, bool)>,
    /// What another program reported by Open311 is among the cases, under this key.
    pub key: String,
    clock: Arc<Mutex<Timestamp>>,
}

/// Towns, villages and grids in a row, some of them with codes that begin alike.
fn tree(chance: &mut ChaCha8Rng) -> (Vec<Area>, BTreeMap<AreaCode, Outline>, Vec<AreaCode>) {
    let mut shapes: Vec<(String, usize, usize)> = Vec::new();
    let mut grids = Vec::new();
    let numbers = |chance: &mut ChaCha8Rng, most: usize| -> BTreeSet<u16> {
        let count = chance.random_range(1..=most);
        let near = [1, 2, 10, 11, 100, 101, 110, 201];
        (0..count).map(|_| *near.choose(chance).unwrap()).collect()
    };
    for town in numbers(chance, 4) {
        let first_of_town = grids.len();
        for village in numbers(chance, 3) {
            let first_of_village = grids.len();
            for grid in numbers(chance, 3) {
                let code = format!("{COUNTY}{town:03}{village:03}{grid:03}");
                shapes.push((code.clone(), grids.len(), 1));
                grids.push(code);
            }
            let count = grids.len() - first_of_village;
            shapes.push((
                format!("{COUNTY}{town:03}{village:03}"),
                first_of_village,
                count,
            ));
        }
        let count = grids.len() - first_of_town;
        shapes.push((format!("{COUNTY}{town:03}"), first_of_town, count));
    }
    shapes.push((COUNTY.to_owned(), 0, grids.len()));
    // Parents before children.
    shapes.sort();
    let mut areas = Vec::new();
    let mut outlines = BTreeMap::new();
    for (text, first, count) in shapes {
        let west = WEST + first as f64 * SIDE;
        let east = west + count as f64 * SIDE;
        let north = SOUTH + SIDE;
        let ring = vec![
            [west, SOUTH],
            [east, SOUTH],
            [east, north],
            [west, north],
            [west, SOUTH],
        ];
        let area = code(&text);
        outlines.insert(area.clone(), Outline(vec![vec![ring]]));
        areas.push(Area {
            name: format!("第{text}号"),
            code: area,
            centre: Position {
                lon: f64::midpoint(west, east),
                lat: f64::midpoint(SOUTH, north),
            },
            households: None,
            simulated: true,
        });
    }
    let grids = grids.iter().map(|grid| code(grid)).collect();
    (areas, outlines, grids)
}

/// The middle of a grid, counted from west.
pub fn middle(grid: usize) -> Position {
    Position {
        lon: WEST + (grid as f64 + 0.5) * SIDE,
        lat: SOUTH + 0.5 * SIDE,
    }
}

pub fn sealed_group() -> Compartment {
    let profile = onemap_exchange::profile::shipped(PROFILE).unwrap();
    Compartment(profile.compartments[0].code.clone())
}

/// A scope of any kind: also ones that no administrator would give.
pub fn any_scope(areas: &[Area], chance: &mut ChaCha8Rng) -> Scope {
    let role = *Role::ALL.choose(chance).unwrap();
    let own = &areas.choose(chance).unwrap().code;
    let area = match chance.random_range(0..10) {
        0 => code("52"),
        1 => code("520382"),
        2 if own.level() == Level::Grid => code(&format!("{own}001")),
        3..=5 => code(COUNTY),
        _ => own.clone(),
    };
    let has_department = role == Role::Clerk || chance.random_range(0..5) == 0;
    let department = DEPARTMENTS.choose(chance).filter(|_| has_department);
    // A clerk whom nobody has given a department sees nothing.
    let department = department.filter(|_| chance.random_range(0..8) > 0);
    let mut compartments = BTreeSet::new();
    if chance.random_range(0..3) == 0 {
        compartments.insert(sealed_group());
    }
    if chance.random_range(0..4) == 0 {
        compartments.insert(Compartment("another".to_owned()));
    }
    Scope {
        role,
        area,
        department: department.map(|code| DepartmentCode((*code).to_owned())),
        compartments,
    }
}

/// A user of any scope, whose role as an actor is the scope's.
pub fn somebody(nth: usize, scope: Scope) -> User {
    let mut user = user(&format!("user{nth}"), scope.role, COUNTY);
    user.actor.department.clone_from(&scope.department);
    user.scope = scope;
    user
}

impl World {
    /// Opens a county and has people work in it.
    pub async fn open(people: usize, cases: usize, chance: &mut ChaCha8Rng) -> World {
        let begun: Timestamp = "2026-11-10T01:00:00Z".parse().unwrap();
        let clock = Arc::new(Mutex::new(begun));
        let (areas, outlines, grids) = tree(chance);
        let users: Vec<User> = (0..people)
            .map(|nth| somebody(nth, any_scope(&areas, chance)))
            .collect();
        let mut county = small_county();
        let like = county.accounts[0].clone();
        county.accounts.extend(users.iter().map(|user| Account {
            user: user.clone(),
            ..like.clone()
        }));
        let county = County {
            profile: PROFILE.to_owned(),
            areas: areas.clone(),
            outlines,
            people: Vec::new(),
            stories: Vec::new(),
            ..county
        };
        let stage = Stage::in_way(county, PROFILE, Some(clock.clone())).await;
        let key = stage.key_of("hotline").await;
        let mut world = World {
            stage,
            grids,
            areas,
            users,
            cases: Vec::new(),
            files: Vec::new(),
            key,
            clock,
        };
        world.is_worked_in(cases, chance).await;
        world
    }

    pub fn now(&self) -> Timestamp {
        *self.clock.lock().unwrap()
    }

    async fn is_worked_in(&mut self, cases: usize, chance: &mut ChaCha8Rng) {
        let operator = self.stage.signed_in("wangmin").await;
        let mut orders = Vec::new();
        for nth in 0..cases {
            let case = CaseId(any_identity(chance));
            let command = self.any_report(nth, chance);
            orders.push(operator.order(case, 0, command));
        }
        all_sent(&operator, orders).await;
        for nth in 0..cases / 6 {
            self.reports_by_open311(nth, chance).await;
        }
        self.cases = operator.all_cases().await.into_iter().collect();
        self.keeps_records(&operator, chance).await;
        for _ in 0..6 {
            // Deadlines pass, and each morning's pack is frozen.
            *self.clock.lock().unwrap() += SignedDuration::from_hours(33);
            self.works_on(chance).await;
        }
    }

    fn any_report(&self, nth: usize, chance: &mut ChaCha8Rng) -> Command {
        let grid = chance.random_range(0..self.grids.len());
        let reported = Facts {
            title: format!("{}{nth}", WORDS.choose(chance).unwrap()),
            category: (*CATEGORIES.choose(chance).unwrap()).to_owned(),
            position: middle(grid),
            grid: self.grids[grid].clone(),
            ..facts("", 0)
        };
        Command::Report {
            facts: Box::new(reported),
        }
    }

    async fn reports_by_open311(&self, nth: usize, chance: &mut ChaCha8Rng) {
        let place = middle(chance.random_range(0..self.grids.len()));
        let (lat, long, text) = (
            place.lat.to_string(),
            place.lon.to_string(),
            format!("路灯{nth}不亮"),
        );
        let fields = [
            ("api_key", self.key.as_str()),
            ("service_code", "sewage"),
            ("lat", &lat),
            ("long", &long),
            ("description", &text),
        ];
        self.stage.reports(&fields).await;
    }

    /// Receptions and rosters of areas anywhere, and a draw that only some may know of.
    async fn keeps_records(&self, operator: &Person, chance: &mut ChaCha8Rng) {
        let mut orders = Vec::new();
        for _ in 0..6 {
            let area = self.areas.choose(chance).unwrap().code.clone();
            let plan = Plan {
                leader: UserId("chenhong".to_owned()),
                name: "陈宏".to_owned(),
                mode: ReceptionMode::Fixed,
                area: area.clone(),
                on: Date::constant(2030, 11, 25),
                from: Time::constant(9, 0, 0, 0),
                to: Time::constant(11, 0, 0, 0),
                place: "综治中心".to_owned(),
            };
            let planned = RecordCommand::Reception(reception::Command::Plan(plan));
            orders.push(keeping(operator, RecordId(any_identity(chance)), planned));
            let on = Date::constant(2026, 12, 1);
            let turn = Turn {
                on,
                shift: "day".to_owned(),
                officers: vec![Officer {
                    name: "周永福".to_owned(),
                    phone: String::new(),
                    unit: None,
                    mode: None,
                    leads: true,
                }],
            };
            let put = roster::Command::Put {
                area: area.clone(),
                turns: vec![turn],
            };
            let put = RecordCommand::Roster(put);
            orders.push(keeping(operator, roster::identity(&area, on), put));
        }
        all_sent(operator, orders).await;
        let leader = self.stage.signed_in("chenhong").await;
        let lot = Lot {
            title: "在办件抽查".to_owned(),
            area: code(COUNTY),
            population: "全部案件".to_owned(),
            cases: leader.all_cases().await,
            size: 3,
            seed: 7,
        };
        let drawn = RecordCommand::Draw(draw::Command::Draw(lot));
        let order = keeping(&leader, RecordId(any_identity(chance)), drawn);
        all_sent(&leader, vec![order]).await;
    }

    /// One more step on many cases, each by whoever may. What is refused has changed nothing.
    async fn works_on(&mut self, chance: &mut ChaCha8Rng) {
        let operator = self.stage.signed_in("wangmin").await;
        let known = operator.snapshot_cases().await;
        let mut by: BTreeMap<&str, Vec<(CaseId, Command)>> = BTreeMap::new();
        let mut sent = Vec::new();
        for case in known.values() {
            let (who, command) = match chance.random_range(0..10) {
                0 => ("wangmin", self.beside_the_way(case, chance)),
                1 => {
                    let bytes = photo(chance);
                    let sha256 = ContentHash::of(&bytes);
                    let attachment = Attachment {
                        sha256: sha256.clone(),
                        name: "现场.jpg".to_owned(),
                        media_type: MediaType::Jpeg,
                        size: bytes.len() as u64,
                    };
                    let comes = chance.random_range(0..3) > 0;
                    if comes {
                        sent.push(bytes);
                    }
                    self.files.push((sha256, comes));
                    ("wangmin", Command::Attach { attachment })
                }
                _ => on_the_way(case, chance),
            };
            by.entry(who).or_default().push((case.id, command));
        }
        for (who, commands) in by {
            let person = self.stage.signed_in(who).await;
            let orders = commands.into_iter().map(|(case, command)| {
                let other = command.other();
                let mut order = person.order(case, 0, command);
                order.subjects.extend(other.map(|other| Subject {
                    id: other.into(),
                    expected_revision: 0,
                }));
                order
            });
            all_sent(&person, orders.collect()).await;
        }
        for bytes in sent {
            operator.sends_whole(&bytes).await;
        }
    }

    fn beside_the_way(&self, case: &Case, chance: &mut ChaCha8Rng) -> Command {
        let other = *self.cases.choose(chance).unwrap();
        let reason = "同一件事".to_owned();
        match chance.random_range(0..4) {
            0 => Command::Merge {
                into: other,
                reason,
            },
            1 if case.compartment.is_some() => Command::Unseal { reason },
            1 | 2 => Command::Seal {
                compartment: sealed_group(),
                reason,
            },
            _ => Command::Link {
                with: other,
                note: reason,
            },
        }
    }
}

/// The next step on a case's way, and who takes it.
fn on_the_way(case: &Case, chance: &mut ChaCha8Rng) -> (&'static str, Command) {
    use onemap_domain::case::Stage as At;
    let note = String::new();
    let of = |lead: &Option<DepartmentCode>| {
        let own = |code: &&&str| lead.as_ref().is_some_and(|lead| lead.as_str() == **code);
        DEPARTMENTS.iter().find(own).copied().unwrap_or("wangmin")
    };
    match case.stage {
        At::Reported => ("wangmin", Command::Verify { note }),
        At::Verified => {
            let urgency = Urgency::Normal;
            ("wangmin", Command::Establish { urgency })
        }
        At::Established => {
            let lead = *DEPARTMENTS.choose(chance).unwrap();
            let help = *DEPARTMENTS.choose(chance).unwrap();
            let helps = chance.random_range(0..3) == 0 && help != lead;
            let order = Dispatch {
                lead: DepartmentCode(lead.to_owned()),
                assists: helps
                    .then(|| DepartmentCode(help.to_owned()))
                    .into_iter()
                    .collect(),
                requirements: "三日内回复".to_owned(),
                due_at: None,
            };
            ("wangmin", Command::Dispatch(order))
        }
        At::Dispatched if chance.random_range(0..3) == 0 => ("wangmin", Command::Withdraw { note }),
        At::Dispatched => (of(&case.lead), Command::Accept),
        At::Handling => {
            let result = "已处理完毕".to_owned();
            (of(&case.lead), Command::FeedBack { result })
        }
        _ => (
            "wangmin",
            Command::Close {
                reason: "resolved".to_owned(),
                note,
                demands: BTreeMap::new(),
            },
        ),
    }
}

async fn all_sent(person: &Person, orders: Vec<Envelope>) {
    let mut orders = orders;
    while !orders.is_empty() {
        let rest = orders.split_off(orders.len().min(BATCH_LIMIT));
        person.sends(orders).await;
        orders = rest;
    }
}

fn keeping(person: &Person, record: RecordId, keep: RecordCommand) -> Envelope {
    let mut envelope = person.order(CaseId(record.0), 0, Command::Keep { keep });
    envelope.subjects = vec![Subject {
        id: record.into(),
        expected_revision: 0,
    }];
    envelope
}

pub fn any_identity(chance: &mut ChaCha8Rng) -> Uuid {
    let at = chance.random_range(1_600_000_000_000_u64..1_900_000_000_000);
    uuid::Builder::from_unix_timestamp_millis(at, &chance.random()).into_uuid()
}

fn photo(chance: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = b"\xFF\xD8\xFF\xE0\0\x10JFIF\0".to_vec();
    bytes.extend((0..200).map(|_| chance.random::<u8>()));
    bytes
}
