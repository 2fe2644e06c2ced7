//! A ground of one square, the shipped profiles and calendars, and a dozen people.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::LazyLock;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use onemap_domain::area::{AreaCode, Position};
use onemap_domain::calendar::{Calendar, Holiday, Year};
use onemap_domain::case::{Case, CaseId, CaseNumber, Facts, Reporter, Urgency};
use onemap_domain::clock::{Clock, ClockCode};
use onemap_domain::command::{Command, CommandKind};
use onemap_domain::department::DepartmentCode;
use onemap_domain::duty::Diary;
use onemap_domain::event::{Event, Recorded, Reply};
use onemap_domain::pack::{self, Pack};
use onemap_domain::people::{Actor, Compartment, Role, Scope, User, UserId};
use onemap_domain::profile::{MeetingRule, Profile};
use onemap_domain::record::Drawing;
use onemap_domain::{Context, Decision, Ground, Refusal, allowed, apply, decide};
use uuid::Uuid;

/// The shipped profiles.
pub const PROFILES: [&str; 9] = [
    "liaocheng",
    "chishui",
    "chongqing-petition",
    "xicheng",
    "ganzhou",
    "ulanqab",
    "digital-city",
    "weifang-hotline",
    "changde",
];

/// A square of one degree with one grid.
pub struct Square;

pub const GRID: &str = "520381001001001";

/// An area by its code.
pub fn area(code: &str) -> AreaCode {
    AreaCode::parse(code).unwrap()
}

/// The departments that the square has.
pub const DEPARTMENTS: [&str; 5] = ["zhujian", "zhifa", "renshe", "shuiwu", "sifa"];

impl Ground for Square {
    fn grid_at(&self, position: Position) -> Option<AreaCode> {
        let inside = (105.0..106.0).contains(&position.lon) && (28.0..29.0).contains(&position.lat);
        inside.then(|| AreaCode::parse(GRID).unwrap())
    }

    fn has_department(&self, code: &DepartmentCode) -> bool {
        DEPARTMENTS.contains(&code.as_str())
    }
}

pub fn assets(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../assets")
        .join(folder)
}

pub fn profile(code: &str) -> Profile {
    let path = assets("profiles").join(format!("{code}.toml"));
    let text = std::fs::read_to_string(&path).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{code}: {error}"))
}

/// The shipped years with their holidays and make-up days.
pub static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    let files = std::fs::read_dir(assets("calendars")).unwrap();
    let years = files.map(|file| year(&std::fs::read_to_string(file.unwrap().path()).unwrap()));
    Calendar::BEIJING.with_years(years)
});

pub fn year(text: &str) -> Year {
    let table: toml::Table = toml::from_str(text).unwrap();
    let said = |value: &toml::Value| value.as_str().unwrap().to_owned();
    let dates = |holiday: &toml::Value, field: &str| -> Vec<String> {
        let listed = holiday.get(field).and_then(toml::Value::as_array);
        listed.into_iter().flatten().map(said).collect()
    };
    let holidays = table["holidays"].as_array().unwrap();
    Year {
        year: i16::try_from(table["year"].as_integer().unwrap()).unwrap(),
        notice: said(&table["notice"]),
        source: said(&table["source"]),
        holidays: holidays
            .iter()
            .map(|holiday| Holiday {
                name: said(&holiday["name"]),
                days: dates(holiday, "rest")
                    .iter()
                    .flat_map(|run| days(run))
                    .collect(),
            })
            .collect(),
        work: holidays
            .iter()
            .flat_map(|holiday| dates(holiday, "work"))
            .map(|date| date.parse::<Date>().unwrap())
            .collect(),
    }
}

/// One date, or the first and the last with a stroke between.
fn days(run: &str) -> Vec<Date> {
    let (first, last) = run.split_once('/').unwrap_or((run, run));
    let last: Date = last.parse().unwrap();
    let days = first.parse::<Date>().unwrap().series(1.day());
    days.take_while(|date| *date <= last).collect()
}

pub fn department(code: &str) -> DepartmentCode {
    DepartmentCode(code.to_owned())
}

/// Somebody by their login.
pub fn known(login: &str) -> &'static User {
    let (_, user) = USERS.iter().find(|(known, _)| *known == login).unwrap();
    user
}

fn user(login: &str, role: Role, own: Option<&str>) -> User {
    let own = own.map(department);
    User {
        actor: Actor {
            user: UserId(login.to_owned()),
            name: login.to_owned(),
            role,
            department: own.clone(),
        },
        scope: Scope {
            role,
            area: AreaCode::parse("520381").unwrap(),
            department: own,
            compartments: BTreeSet::new(),
        },
    }
}

/// Everybody. A clerk's login is the department's code; `keeper` may open what is sealed;
/// `moved` is the clerk `zhujian`, who works at the centre now.
pub static USERS: LazyLock<Vec<(&'static str, User)>> = LazyLock::new(|| {
    let mut users: Vec<(&str, User)> = vec![
        ("wangmin", user("wangmin", Role::Operator, None)),
        ("lijun", user("lijun", Role::Operator, None)),
        ("keeper", user("keeper", Role::Operator, None)),
        ("moved", user("zhujian", Role::Operator, None)),
        ("overseer", user("overseer", Role::Supervisor, None)),
        ("zhouyuan", user("zhouyuan", Role::Leader, None)),
        ("chenhong", user("chenhong", Role::Leader, None)),
        ("grid", user("grid", Role::GridWorker, None)),
    ];
    let clerk = |code| (code, user(code, Role::Clerk, Some(code)));
    users.extend(DEPARTMENTS.map(clerk));
    for (login, user) in &mut users {
        if *login == "keeper" {
            let sealed = ["mental_health", "accusation"].map(|code| Compartment(code.to_owned()));
            user.scope.compartments.extend(sealed);
        }
    }
    users
});

static NUMBER: LazyLock<CaseNumber> =
    LazyLock::new(|| CaseNumber("520381-20260928-0001".to_owned()));

pub fn facts() -> Facts {
    Facts {
        title: "化粪池外溢".to_owned(),
        text: "污水流到路上".to_owned(),
        category: "sewage".to_owned(),
        channel: "hotline".to_owned(),
        urgency: Urgency::Normal,
        reporter: Some(Reporter {
            name: "张三".to_owned(),
            phone: "13812341234".to_owned(),
        }),
        position: Position {
            lon: 105.5,
            lat: 28.5,
        },
        address: String::new(),
        grid: AreaCode::parse("520381001001999").unwrap(),
        persons: Vec::new(),
        unit: None,
        position_simulated: false,
        origin: None,
    }
}

/// The id of the first, or the second, case of a walk.
pub fn id(at: usize) -> CaseId {
    CaseId(Uuid::from_u128(at as u128 + 1))
}

/// A moment, as Beijing's clocks say it: `2026-09-28 09:00`.
pub fn moment(text: &str) -> Timestamp {
    let at: DateTime = text.parse().unwrap();
    Offset::constant(8).to_timestamp(at).unwrap()
}

/// The same, the other way round; what ends a day is its 24:00.
pub fn said(at: Timestamp) -> String {
    let at = Offset::constant(8).to_datetime(at);
    let date = at.date();
    if at == date.at(0, 0, 0, 0) {
        format!("{} 24:00", date.yesterday().unwrap())
    } else {
        format!("{date} {:02}:{:02}", at.hour(), at.minute())
    }
}

/// Meetings at eight, on every day.
pub static EVERY_DAY: MeetingRule = MeetingRule {
    hour: 8,
    minute: 0,
    working_days_only: false,
};

/// Meetings at eight, on working days only.
pub static WORKING_DAYS: MeetingRule = MeetingRule {
    hour: 8,
    minute: 0,
    working_days_only: true,
};

static NO_DIARIES: BTreeMap<String, Diary> = BTreeMap::new();

/// What a pack is made from where the county has no duties and no index.
pub fn of_cases<'a>(cases: &'a [Case], earlier: &'a [&'a Pack]) -> pack::Sources<'a> {
    pack::Sources {
        cases,
        decisions: &[],
        earlier,
        calendar: &CALENDAR,
        meetings: &EVERY_DAY,
        duties: &[],
        areas: &[],
        diaries: &NO_DIARIES,
        indexes: &[],
    }
}

/// A case with its log.
#[derive(Clone, Default)]
pub struct Way {
    pub case: Option<Case>,
    pub log: Vec<Recorded>,
}

/// Two cases of one county. Time stands still until [`Walk::at`].
#[derive(Clone)]
pub struct Walk {
    pub ways: [Way; 2],
    pub now: Timestamp,
    pub profile: Rc<Profile>,
    pub calendar: Rc<Calendar>,
    /// What a sample is drawn with; without it nothing is drawn, as where there is no central.
    pub drawing: Option<Drawing>,
    /// The kinds of command that were carried out.
    pub done: BTreeSet<CommandKind>,
}

impl Walk {
    pub fn new(code: &str, now: &str) -> Walk {
        Walk {
            ways: [Way::default(), Way::default()],
            now: moment(now),
            profile: Rc::new(profile(code)),
            calendar: Rc::new(CALENDAR.clone()),
            drawing: None,
            done: BTreeSet::new(),
        }
    }

    /// A historic case of another system's file, which came with its answer.
    pub fn import(&mut self, at: usize) {
        let recorded = Recorded {
            case: id(at),
            revision: 1,
            at: self.now,
            actor: USERS[0].1.actor.clone(),
            command: Uuid::nil(),
            event: Event::Imported {
                facts: Box::new(facts()),
                number: None,
                external: "A-1".to_owned(),
                reported_at: moment("2026-08-03 09:00"),
                reply: Some(Reply {
                    text: "已修好".to_owned(),
                    at: moment("2026-08-10 00:00"),
                    day_only: true,
                }),
            },
        };
        let case = apply(None, &recorded);
        let log = vec![recorded];
        self.ways[at] = Way { case, log };
    }

    /// Time goes on.
    pub fn at(&mut self, now: &str) -> &mut Walk {
        let now = moment(now);
        assert!(now >= self.now, "time does not go back");
        self.now = now;
        self
    }

    /// The first case.
    pub fn case(&self) -> &Case {
        self.ways[0].case.as_ref().unwrap()
    }

    /// The second case.
    pub fn other(&self) -> &Case {
        self.ways[1].case.as_ref().unwrap()
    }

    /// When a clock of the first case runs out; it must not have stopped.
    pub fn due(&self, code: &str) -> String {
        said(self.clock(code).due.at)
    }

    pub fn clock(&self, code: &str) -> &Clock {
        let clock = self.case().clock(&ClockCode::new(code));
        clock.unwrap_or_else(|| panic!("no clock {code} at {:?}", self.case().stage))
    }

    pub fn has_clock(&self, code: &str) -> bool {
        self.case().clock(&ClockCode::new(code)).is_some()
    }

    /// Gives a command on the first case, which must be carried out.
    pub fn give(&mut self, login: &str, command: Command) -> &mut Walk {
        self.give_on(0, login, command)
    }

    /// The same on either case.
    pub fn give_on(&mut self, at: usize, login: &str, command: Command) -> &mut Walk {
        let answer = self.try_on(at, login, &command);
        assert_eq!(answer, Ok(()), "{login} gives {command:?}");
        self
    }

    /// Gives a command on the first case, which must be refused with this code and change nothing.
    pub fn refused(&mut self, code: &str, login: &str, command: Command) -> &mut Walk {
        self.refused_on(0, code, login, command)
    }

    /// The same on either case.
    pub fn refused_on(
        &mut self,
        at: usize,
        code: &str,
        login: &str,
        command: Command,
    ) -> &mut Walk {
        let before: Vec<_> = self.ways.iter().map(|way| way.case.clone()).collect();
        let refusal = self.try_on(at, login, &command).err();
        let answer = refusal.as_ref().map(Refusal::code);
        assert_eq!(answer, Some(code), "{login} gives {command:?}");
        let after: Vec<_> = self.ways.iter().map(|way| way.case.clone()).collect();
        assert_eq!(before, after, "a refusal changes nothing");
        self
    }

    /// Gives a command on either case.
    pub fn try_on(&mut self, at: usize, login: &str, command: &Command) -> Result<(), Refusal> {
        let (_, user) = USERS.iter().find(|(known, _)| *known == login).unwrap();
        self.try_as(at, user, command)
    }

    pub fn try_as(&mut self, at: usize, user: &User, command: &Command) -> Result<(), Refusal> {
        let decision = self.decided(at, user, command)?;
        self.done.insert(command.kind());
        for (at, events) in [(at, decision.here), (1 - at, decision.there)] {
            for event in events {
                let way = &mut self.ways[at];
                let recorded = Recorded {
                    case: id(at),
                    revision: way.log.len() as u64 + 1,
                    at: self.now,
                    actor: user.actor.clone(),
                    command: Uuid::nil(),
                    event,
                };
                way.case = apply(way.case.take(), &recorded);
                way.log.push(recorded);
            }
        }
        Ok(())
    }

    /// What the buttons of either case show to somebody.
    pub fn allowed(&self, at: usize, user: &User) -> Vec<(CommandKind, Result<(), Refusal>)> {
        let case = self.ways[at].case.as_ref();
        case.map_or_else(Vec::new, |case| allowed(case, &self.context(user)))
    }

    pub fn context<'a>(&'a self, user: &'a User) -> Context<'a> {
        Context {
            now: self.now,
            actor: &user.actor,
            scope: &user.scope,
            profile: &self.profile,
            calendar: &self.calendar,
            ground: &Square,
            number: Some(&NUMBER),
            drawing: self.drawing.as_ref(),
        }
    }

    fn decided(&self, at: usize, user: &User, command: &Command) -> Result<Decision, Refusal> {
        let context = self.context(user);
        let named = command.other();
        let other = self.ways.iter().filter_map(|way| way.case.as_ref());
        let other = other.clone().find(|case| Some(case.id) == named);
        decide(self.ways[at].case.as_ref(), other, command, &context)
    }
}
