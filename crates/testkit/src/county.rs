//! A county small enough to know by heart: 1 county, 2 towns, 3 villages, 6 square base grids in
//! one row from west to east, 1 dedicated grid in the middle of the first, 3 departments.
//!
//! Deliberately absent: chance. The same county comes out every time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use onemap_domain::Ground;
use onemap_domain::area::{Area, AreaCode, Outline, Position};
use onemap_domain::case::{CaseId, Facts, Reporter, Satisfaction, Urgency};
use onemap_domain::command::{Command, Dispatch};
use onemap_domain::department::{Department, DepartmentCode};
use onemap_domain::people::{Actor, Compartment, Person, Post, Role, Scope, User, UserId};
use onemap_domain::profile::Profile;
use onemap_exchange::county::{Account, County, Step, Story};
use uuid::Uuid;

/// The password of every account.
pub const PASSWORD: &str = "onemap-demo";

/// Its argon2id hash, with parameters far too cheap for anything but tests.
const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$b25lbWFwLXRlc3RraXQhIQ$cEeyZEFZKZIV6MLQp2dhDOD3FY46f0rmdacw/NPMuwE";

/// The county's code.
pub const COUNTY: &str = "520381";

/// The base grids from west to east; two in each village.
pub const GRIDS: [&str; 6] = [
    "520381001001001",
    "520381001001002",
    "520381001002001",
    "520381001002002",
    "520381100201001",
    "520381100201002",
];

/// The dedicated grid in the middle of the first base grid.
pub const DEDICATED: &str = "520381001001901";

const WEST: f64 = 105.70;
const SOUTH: f64 = 28.58;
/// Side of a base grid, degrees.
const SIDE: f64 = 0.01;

/// A code known to be right.
///
/// # Panics
/// When it is not; this is for tests.
pub fn code(text: &str) -> AreaCode {
    AreaCode::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

/// The middle of the southern half of a base grid, counted from west: never in the dedicated one.
pub fn place(grid: usize) -> Position {
    Position {
        lon: WEST + (grid as f64 + 0.5) * SIDE,
        lat: SOUTH + 0.2 * SIDE,
    }
}

/// A place in the dedicated grid.
pub fn dedicated_place() -> Position {
    Position {
        lon: WEST + 0.5 * SIDE,
        lat: SOUTH + 0.5 * SIDE,
    }
}

/// A matter in a base grid, counted from west.
pub fn facts(title: &str, grid: usize) -> Facts {
    Facts {
        title: title.to_owned(),
        text: format!("{title}, 请尽快处理."),
        category: "sewage".to_owned(),
        channel: "hotline".to_owned(),
        urgency: Urgency::Normal,
        reporter: Some(Reporter {
            name: "张三丰".to_owned(),
            phone: "13812341234".to_owned(),
        }),
        position: place(grid),
        address: "人民路1号".to_owned(),
        grid: code(GRIDS[grid]),
        persons: Vec::new(),
        unit: None,
        position_simulated: false,
        origin: None,
    }
}

/// An order to a department, due when the profile says.
pub fn order(lead: &str) -> Command {
    Command::Dispatch(Dispatch {
        lead: DepartmentCode(lead.to_owned()),
        assists: Vec::new(),
        requirements: "三日内回复".to_owned(),
        due_at: None,
    })
}

/// The profile it works by.
///
/// # Panics
/// When it does not ship; this is for tests.
pub fn profile() -> Profile {
    // Read once: reading it is slow without optimisation, and hundreds of tests ask.
    static PROFILE: LazyLock<Profile> = LazyLock::new(|| {
        onemap_exchange::profile::shipped("liaocheng").unwrap_or_else(|error| panic!("{error}"))
    });
    PROFILE.clone()
}

/// The county.
pub fn small_county() -> County {
    let (areas, outlines) = ground();
    County {
        code: code(COUNTY),
        name: "赤水市".to_owned(),
        profile: "liaocheng".to_owned(),
        sources: vec!["测试数据, 全部模拟".to_owned()],
        seed: 1,
        areas,
        outlines,
        departments: departments(),
        people: vec![Person {
            id: "p1".to_owned(),
            name: "周永福".to_owned(),
            phone: "13900001111".to_owned(),
            post: Post::GridLeader,
            area: code(GRIDS[0]),
            force: None,
            simulated: true,
        }],
        resources: Vec::new(),
        accounts: accounts(),
        stories: stories(),
        with_service: false,
    }
}

fn square(west: f64, south: f64, width: f64, height: f64) -> Outline {
    let (east, north) = (west + width, south + height);
    let ring = vec![
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
    ];
    Outline(vec![vec![ring]])
}

/// A square of `count` base grids, the first of them counted from west.
fn row(first: usize, count: usize) -> Outline {
    square(WEST + first as f64 * SIDE, SOUTH, count as f64 * SIDE, SIDE)
}

fn ground() -> (Vec<Area>, BTreeMap<AreaCode, Outline>) {
    let mut shapes = vec![
        (COUNTY, "赤水市", row(0, 6)),
        ("520381001", "市中街道", row(0, 4)),
        ("520381100", "天台镇", row(4, 2)),
        ("520381001001", "康佳社区", row(0, 2)),
        ("520381001002", "红军社区", row(2, 2)),
        ("520381100201", "星光村", row(4, 2)),
    ];
    let names = ["第1网格", "第2网格"];
    for (index, grid) in GRIDS.into_iter().enumerate() {
        shapes.push((grid, names[index % 2], row(index, 1)));
    }
    let third = SIDE / 3.0;
    shapes.push((
        DEDICATED,
        "农贸市场",
        square(WEST + third, SOUTH + third, third, third),
    ));
    let mut areas = Vec::new();
    let mut outlines = BTreeMap::new();
    for (text, name, outline) in shapes {
        let ring = &outline.0[0][0];
        let centre = Position {
            lon: f64::midpoint(ring[0][0], ring[2][0]),
            lat: f64::midpoint(ring[0][1], ring[2][1]),
        };
        let area = code(text);
        outlines.insert(area.clone(), outline);
        areas.push(Area {
            code: area,
            name: name.to_owned(),
            centre,
            households: None,
            simulated: true,
        });
    }
    (areas, outlines)
}

fn departments() -> Vec<Department> {
    [
        ("zhujian", "住房和城乡建设局", "住建局", 20),
        ("zhifa", "综合行政执法局", "执法局", 10),
        ("renshe", "人力资源和社会保障局", "人社局", 10),
    ]
    .into_iter()
    .map(|(department, name, short, capacity)| Department {
        code: DepartmentCode(department.to_owned()),
        name: name.to_owned(),
        short: short.to_owned(),
        duties: Vec::new(),
        seat: place(2),
        capacity,
        area: code(COUNTY),
        simulated: true,
    })
    .collect()
}

/// A user of the county; a clerk's department bears their login name. Operators and supervisors
/// may open what is sealed, in whatever way of working.
pub fn user(login: &str, role: Role, area: &str) -> User {
    let department = (role == Role::Clerk).then(|| DepartmentCode(login.to_owned()));
    let actor = Actor {
        user: UserId(login.to_owned()),
        name: login.to_owned(),
        role,
        department: department.clone(),
    };
    let scope = Scope {
        role,
        area: code(area),
        department,
        compartments: compartments(role),
    };
    User { actor, scope }
}

/// The sealed groups of every profile that ships, for who may open them.
///
/// # Panics
/// When a profile that ships cannot be read; this is for tests.
fn compartments(role: Role) -> BTreeSet<Compartment> {
    static SEALED: LazyLock<BTreeSet<Compartment>> = LazyLock::new(|| {
        onemap_exchange::profile::codes()
            .map(|code| {
                onemap_exchange::profile::shipped(code).unwrap_or_else(|error| panic!("{error}"))
            })
            .flat_map(|profile| profile.compartments)
            .map(|sealed| Compartment(sealed.code))
            .collect()
    });
    if matches!(role, Role::Operator | Role::Supervisor) {
        SEALED.clone()
    } else {
        BTreeSet::new()
    }
}

/// Operators wangmin and lijun, supervisor sunqiang, leader chenhong, clerks zhujian, zhifa and
/// renshe, and the grid worker of the first village, zhouyong.
pub fn users() -> Vec<User> {
    vec![
        user("wangmin", Role::Operator, COUNTY),
        user("lijun", Role::Operator, COUNTY),
        user("sunqiang", Role::Supervisor, COUNTY),
        user("chenhong", Role::Leader, COUNTY),
        user("zhujian", Role::Clerk, COUNTY),
        user("zhifa", Role::Clerk, COUNTY),
        user("renshe", Role::Clerk, COUNTY),
        user("zhouyong", Role::GridWorker, "520381001001"),
        user("daping", Role::Wall, COUNTY),
    ]
}

fn accounts() -> Vec<Account> {
    users()
        .into_iter()
        .map(|user| Account {
            user,
            password: PASSWORD.to_owned(),
            password_hash: PASSWORD_HASH.to_owned(),
            featured: true,
        })
        .collect()
}

/// The case of a story, by its place in [`County::stories`].
pub fn story_case(index: usize) -> CaseId {
    CaseId(Uuid::from_u128(
        0x0193_4d00_0000_7000_8000_0000_0000_0001 + index as u128,
    ))
}

/// Who brings the case a step further, and how.
fn way(title: &str, grid: usize, lead: &str) -> Vec<(&'static str, Command)> {
    let clerk = ["zhujian", "zhifa", "renshe"]
        .into_iter()
        .find(|c| *c == lead)
        .unwrap_or("zhifa");
    let note = || "已到现场".to_owned();
    vec![
        (
            "wangmin",
            Command::Report {
                facts: Box::new(facts(title, grid)),
            },
        ),
        ("wangmin", Command::Verify { note: note() }),
        (
            "wangmin",
            Command::Establish {
                urgency: Urgency::Normal,
            },
        ),
        ("wangmin", order(lead)),
        (clerk, Command::Accept),
        (clerk, Command::Progress { note: note() }),
        (
            clerk,
            Command::FeedBack {
                result: "已处理完毕".to_owned(),
            },
        ),
        (
            "lijun",
            Command::Close {
                reason: "resolved".to_owned(),
                note: String::new(),
                demands: std::collections::BTreeMap::new(),
            },
        ),
        (
            "lijun",
            Command::Evaluate {
                satisfaction: Satisfaction::Satisfied,
            },
        ),
    ]
}

/// One evaluated, one handled, one dispatched, two just reported.
fn stories() -> Vec<Story> {
    [
        ("化粪池外溢", 0, "zhujian", 9, 4_000),
        ("占道经营", 1, "zhifa", 6, 2_000),
        ("下水道堵塞", 3, "zhujian", 4, 600),
        ("夜间施工噪声", 4, "zhifa", 1, 50),
        ("拖欠工资", 5, "renshe", 1, 20),
    ]
    .into_iter()
    .enumerate()
    .map(|(index, (title, grid, lead, steps, start))| Story {
        case: story_case(index),
        steps: way(title, grid, lead)
            .into_iter()
            .take(steps)
            .zip(0_u32..)
            .map(|((by, command), step)| Step {
                minutes_before: start - step * 5,
                by: UserId(by.to_owned()),
                command,
            })
            .collect(),
    })
    .collect()
}

/// The ground of [`small_county`], by arithmetic.
#[derive(Clone, Copy, Debug)]
pub struct SquareGround;

impl Ground for SquareGround {
    fn grid_at(&self, position: Position) -> Option<AreaCode> {
        let east = (position.lon - WEST) / SIDE;
        let north = (position.lat - SOUTH) / SIDE;
        if !(0.0..6.0).contains(&east) || !(0.0..1.0).contains(&north) {
            return None;
        }
        let third = 1.0 / 3.0..2.0 / 3.0;
        let dedicated = third.contains(&east) && third.contains(&north);
        Some(code(if dedicated {
            DEDICATED
        } else {
            GRIDS[east as usize]
        }))
    }

    fn has_department(&self, code: &DepartmentCode) -> bool {
        ["zhujian", "zhifa", "renshe"].contains(&code.as_str())
    }
}
