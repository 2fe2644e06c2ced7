//! A ground of one square, the shipped profile, and five people.

use jiff::Timestamp;
use onemap_domain::area::{AreaCode, Position};
use onemap_domain::case::{Case, CaseId, CaseNumber, Facts, Reporter, Urgency};
use onemap_domain::clock::Calendar;
use onemap_domain::command::{Command, Dispatch};
use onemap_domain::department::DepartmentCode;
use onemap_domain::event::Recorded;
use onemap_domain::people::{Actor, Role, Scope, User, UserId};
use onemap_domain::profile::Profile;
use onemap_domain::{Context, Ground, Refusal, apply, decide};
use uuid::Uuid;

/// One degree square with one grid; three departments.
pub struct Square;

pub const GRID: &str = "520381001001001";

impl Ground for Square {
    fn grid_at(&self, position: Position) -> Option<AreaCode> {
        let inside = (105.0..106.0).contains(&position.lon) && (28.0..29.0).contains(&position.lat);
        inside.then(|| AreaCode::parse(GRID).unwrap())
    }

    fn has_department(&self, code: &DepartmentCode) -> bool {
        ["zhujian", "zhifa", "renshe"].contains(&code.as_str())
    }
}

pub fn profile() -> Profile {
    let text = include_str!("../../../../assets/profiles/liaocheng.toml");
    toml::from_str(text).unwrap()
}

pub fn department(code: &str) -> DepartmentCode {
    DepartmentCode(code.to_owned())
}

pub fn user(login: &str, role: Role, own: Option<&str>) -> User {
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
            compartments: std::collections::BTreeSet::new(),
        },
    }
}

pub fn users() -> Vec<User> {
    vec![
        user("wangmin", Role::Operator, None),
        user("lijun", Role::Operator, None),
        user("zhujian", Role::Clerk, Some("zhujian")),
        user("zhifa", Role::Clerk, Some("zhifa")),
        user("zhouyuan", Role::Leader, None),
        user("grid", Role::GridWorker, None),
    ]
}

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
        position_simulated: false,
    }
}

pub fn dispatch(lead: &str) -> Command {
    Command::Dispatch(Dispatch {
        lead: department(lead),
        assists: Vec::new(),
        requirements: "先止溢".to_owned(),
        due_at: None,
    })
}

/// A case with its log, and the time that goes on with every command.
pub struct Walk {
    pub case: Option<Case>,
    pub log: Vec<Recorded>,
    pub now: Timestamp,
    pub profile: Profile,
}

impl Walk {
    pub fn new() -> Walk {
        let now = "2026-11-21T09:00:00+08:00".parse().unwrap();
        Walk {
            case: None,
            log: Vec::new(),
            now,
            profile: profile(),
        }
    }

    pub fn reported() -> Walk {
        let mut walk = Walk::new();
        walk.give(
            "wangmin",
            &Command::Report {
                facts: Box::new(facts()),
            },
        )
        .unwrap();
        walk
    }

    pub fn case(&self) -> &Case {
        self.case.as_ref().unwrap()
    }

    /// Gives a command as one of [`users`].
    pub fn give(&mut self, login: &str, command: &Command) -> Result<(), Refusal> {
        let user = users()
            .into_iter()
            .find(|user| user.actor.user.0 == login)
            .unwrap();
        self.give_as(&user, command)
    }

    pub fn give_as(&mut self, user: &User, command: &Command) -> Result<(), Refusal> {
        self.now = self
            .now
            .checked_add(jiff::SignedDuration::from_mins(10))
            .unwrap();
        let number = CaseNumber("520381-20261121-0001".to_owned());
        let context = Context {
            now: self.now,
            actor: &user.actor,
            scope: &user.scope,
            profile: &self.profile,
            calendar: &Calendar::BEIJING,
            ground: &Square,
            number: Some(&number),
        };
        for event in decide(self.case.as_ref(), command, &context)? {
            let recorded = Recorded {
                case: CaseId(Uuid::nil()),
                revision: self.log.len() as u64 + 1,
                at: self.now,
                actor: user.actor.clone(),
                command: Uuid::nil(),
                event,
            };
            self.case = apply(self.case.take(), &recorded);
            self.log.push(recorded);
        }
        Ok(())
    }
}
