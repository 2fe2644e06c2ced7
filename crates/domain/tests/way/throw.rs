//! Random steps: who does what on which case, drawn so that walks come far.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use onemap_domain::calendar::Period;
use onemap_domain::case::{
    CaseId, Facts, Mediation, Path, PauseCause, Satisfaction, TaskForce, Urgency, VisitAnswers,
};
use onemap_domain::clock::ClockCode;
use onemap_domain::command::{Command, CommandKind, Dispatch};
use onemap_domain::people::{Compartment, User};
use onemap_domain::profile::{Named, Profile};
use onemap_domain::record::{RecordCommand, reception};
use proptest::prelude::*;

use crate::fixture::{DEPARTMENTS, USERS, Walk, department, facts, id};

/// What chance says of one step; what it comes to depends on where the case stands.
#[derive(Clone, Copy)]
pub struct Throw {
    /// On which case.
    pub at: usize,
    who: usize,
    /// How long after the step before.
    pub minutes: i64,
    /// Something that is allowed here, or anything.
    sensible: bool,
    which: usize,
    /// For the contents.
    dice: [usize; 4],
    /// Says nothing where words are wanted.
    pub silent: bool,
}

impl std::fmt::Debug for Throw {
    /// One line: a failure tells its commands in words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Throw {
            at,
            who,
            minutes,
            sensible,
            which,
            dice,
            silent,
        } = self;
        write!(
            f,
            "{at} {who} {minutes} {sensible} {which} {dice:?} {silent}"
        )
    }
}

fn throw() -> impl Strategy<Value = Throw> {
    let minutes = prop::sample::select(vec![0, 10, 10, 300, 300, 4320]);
    let dice = prop::array::uniform4(0usize..1000);
    let who = 0..USERS.len();
    let seldom = prop::bool::weighted(0.04);
    (
        0usize..2,
        who,
        minutes,
        prop::bool::weighted(0.8),
        0usize..1000,
        dice,
        seldom,
    )
        .prop_map(|(at, who, minutes, sensible, which, dice, silent)| Throw {
            at,
            who,
            minutes,
            sensible,
            which,
            dice,
            silent,
        })
}

fn pick<T: Clone>(list: &[T], at: usize) -> Option<T> {
    list.get(at % list.len().max(1)).cloned()
}

/// One of the codes, now and then one that does not exist.
fn code(list: &[Named], at: usize) -> String {
    let codes: Vec<String> = list.iter().map(|one| one.code.clone()).collect();
    let known = pick(&codes, at / 10).filter(|_| !at.is_multiple_of(10));
    known.unwrap_or_else(|| "invented".to_owned())
}

impl Throw {
    fn words(self) -> String {
        if self.silent { " " } else { "有话说" }.to_owned()
    }

    fn order(self) -> Dispatch {
        let [lead, assist, due, _] = self.dice;
        let assist = pick(&DEPARTMENTS, assist).filter(|_| assist.is_multiple_of(3));
        Dispatch {
            lead: department(pick(&DEPARTMENTS, lead).unwrap()),
            assists: assist.map(department).into_iter().collect(),
            requirements: self.words(),
            due_at: due.is_multiple_of(4).then(|| {
                let days = (due / 4 % 30) as i64;
                "2026-09-20T00:00:00Z".parse::<jiff::Timestamp>().unwrap()
                    + SignedDuration::from_hours(24 * days)
            }),
        }
    }

    fn facts(self, profile: &Profile) -> Facts {
        let [channel, category, urgency, _] = self.dice;
        Facts {
            channel: pick(&profile.channels, channel).unwrap().code,
            category: pick(&profile.categories, category).unwrap().code,
            urgency: pick(&Urgency::ALL, urgency).unwrap(),
            persons: profile
                .persons
                .iter()
                .take(channel % 3)
                .map(|tag| tag.code.clone())
                .collect(),
            unit: urgency
                .is_multiple_of(5)
                .then(|| department(DEPARTMENTS[0])),
            ..facts()
        }
    }

    fn other(self) -> CaseId {
        match self.dice[3] % 10 {
            0 => id(self.at),
            1 => id(7),
            _ => id(1 - self.at),
        }
    }

    fn period(self) -> Period {
        let length = 1 + (self.dice[1] % 8) as u16;
        match self.dice[0] % 4 {
            0 => Period::WorkingDays(length),
            1 => Period::WorkingHours(length),
            _ => Period::NaturalDays(length),
        }
    }

    fn answers(self) -> VisitAnswers {
        VisitAnswers {
            handled: true,
            resolved: !self.dice[0].is_multiple_of(9),
            satisfied: !self.dice[1].is_multiple_of(9),
        }
    }

    fn task_force(self, profile: &Profile) -> TaskForce {
        let roles = profile.task_force.iter().flat_map(|rule| &rule.roles);
        let skip = self.dice[0] % 12;
        TaskForce {
            roles: roles
                .enumerate()
                .filter(|(at, _)| *at != skip)
                .map(|(_, role)| (role.code.clone(), self.words()))
                .collect(),
            members: vec!["某人".to_owned(); self.dice[1] % 4],
        }
    }

    fn mediation(self, profile: &Profile) -> Mediation {
        let bodies = profile
            .mediation
            .as_ref()
            .map_or(&[][..], |rule| &rule.bodies);
        Mediation {
            bodies: vec![code(bodies, self.dice[0]), code(bodies, self.dice[1])],
            parties: vec!["甲".to_owned(); 1 + self.dice[2] % 3],
            amount_fen: Some(100),
            agreed: self.dice[3].is_multiple_of(2),
            text: self.words(),
        }
    }

    fn item(self, profile: &Profile) -> String {
        let rule = profile.adoption.iter();
        let items = rule.flat_map(|rule| rule.leader_items.iter().chain(&rule.unit_items));
        let items: Vec<Named> = items.cloned().collect();
        code(&items, self.dice[0])
    }

    fn demands(self, profile: &Profile) -> BTreeMap<String, String> {
        let demands = profile.closings.iter().flat_map(|closing| &closing.demands);
        demands
            .map(|demand| (demand.code.clone(), self.words()))
            .collect()
    }

    #[expect(clippy::too_many_lines, reason = "one line for each command")]
    pub fn command(self, kind: CommandKind, walk: &Walk) -> Command {
        let profile = &walk.profile;
        let [first, second, third, _] = self.dice;
        let words = || self.words();
        let unit = || department(pick(&DEPARTMENTS, first).unwrap());
        match kind {
            CommandKind::Report => Command::Report {
                facts: Box::new(self.facts(profile)),
            },
            CommandKind::Amend => Command::Amend {
                facts: Box::new(self.facts(profile)),
            },
            CommandKind::Triage => Command::Triage {
                path: pick(&Path::ALL, first).unwrap(),
                assists: self.order().assists,
                note: words(),
            },
            CommandKind::Verify => Command::Verify { note: words() },
            CommandKind::Decline => Command::Decline { reason: words() },
            CommandKind::Establish => Command::Establish {
                urgency: pick(&Urgency::ALL, first).unwrap(),
            },
            CommandKind::Expedite => Command::Expedite { reason: words() },
            CommandKind::Refer => Command::Refer { reason: words() },
            CommandKind::Designate => Command::Designate {
                order: self.order(),
                reason: words(),
            },
            CommandKind::Dispatch => Command::Dispatch(self.order()),
            CommandKind::Withdraw => Command::Withdraw { note: words() },
            CommandKind::Redispatch => Command::Redispatch {
                order: self.order(),
                reason: words(),
            },
            CommandKind::Accept => Command::Accept,
            CommandKind::Return => Command::Return { reason: words() },
            CommandKind::UpholdReturn => Command::UpholdReturn { note: words() },
            CommandKind::RejectReturn => Command::RejectReturn { reason: words() },
            CommandKind::FormTaskForce => Command::FormTaskForce {
                task_force: self.task_force(profile),
            },
            CommandKind::Progress => Command::Progress { note: words() },
            CommandKind::RequestExtension => Command::RequestExtension {
                clock: {
                    let codes: Vec<ClockCode> = profile.clock_codes().cloned().collect();
                    pick(&codes, third).unwrap()
                },
                period: self.period(),
                reason: words(),
            },
            CommandKind::RequestVoid => Command::RequestVoid { reason: words() },
            CommandKind::Approve => Command::Approve { note: words() },
            CommandKind::Refuse => Command::Refuse { reason: words() },
            CommandKind::Suspend => Command::Suspend {
                cause: pick(&PauseCause::ALL, first).unwrap(),
                reason: words(),
                until: None,
            },
            CommandKind::Resume => Command::Resume { note: words() },
            CommandKind::HandOff => Command::HandOff {
                body: code(&profile.bodies, first),
                reason: words(),
            },
            CommandKind::ComeBack => Command::ComeBack { result: words() },
            CommandKind::Mediate => Command::Mediate {
                mediation: self.mediation(profile),
            },
            CommandKind::FeedBack => Command::FeedBack { result: words() },
            CommandKind::Check => Command::Check {
                passed: !first.is_multiple_of(3),
                note: words(),
            },
            CommandKind::Visit => Command::Visit {
                answers: self.answers(),
                note: words(),
            },
            CommandKind::Close => Command::Close {
                reason: pick(&profile.closings, first).unwrap().code,
                note: words(),
                demands: self.demands(profile),
            },
            CommandKind::AskReview => Command::AskReview { reason: words() },
            CommandKind::DecideReview => Command::DecideReview {
                maintained: first.is_multiple_of(2),
                text: words(),
            },
            CommandKind::Reopen => Command::Reopen { reason: words() },
            CommandKind::Evaluate => Command::Evaluate {
                satisfaction: pick(&Satisfaction::ALL, first).unwrap(),
            },
            CommandKind::Urge => Command::Urge { note: words() },
            CommandKind::Supervise => Command::Supervise {
                ladder: pick(&profile.ladders, first).unwrap().code,
                reason: words(),
            },
            CommandKind::Climb => Command::Climb { reason: words() },
            CommandKind::AnswerSupervision => Command::AnswerSupervision { text: words() },
            CommandKind::Adopt => Command::Adopt { unit: unit() },
            CommandKind::Attest => Command::Attest {
                item: self.item(profile),
                evidence: words(),
            },
            CommandKind::Comment => Command::Comment { text: words() },
            CommandKind::Whistle => Command::Whistle {
                units: vec![unit(), department(pick(&DEPARTMENTS, second).unwrap())],
                needed_by: walk.now + SignedDuration::from_hours((third % 5) as i64),
                reason: words(),
            },
            CommandKind::ReportIn => Command::ReportIn { note: words() },
            CommandKind::RateWhistle => Command::RateWhistle {
                unit: unit(),
                satisfaction: pick(&Satisfaction::ALL, second).unwrap(),
                note: words(),
            },
            CommandKind::HandOut => Command::HandOut {
                policies: vec![
                    profile
                        .policies
                        .get(first % 3)
                        .map_or_else(words, |policy| policy.code.clone()),
                ],
            },
            CommandKind::Attach => Command::Attach {
                attachment: crate::words::attachment(&first.to_string()),
            },
            CommandKind::Keep => Command::Keep {
                keep: RecordCommand::Reception(reception::Command::Cancel { reason: words() }),
            },
            CommandKind::Merge => Command::Merge {
                into: self.other(),
                reason: words(),
            },
            CommandKind::Unmerge => Command::Unmerge {
                from: self.other(),
                reason: words(),
            },
            CommandKind::Link => Command::Link {
                with: self.other(),
                note: words(),
            },
            CommandKind::Seal => Command::Seal {
                compartment: Compartment(code(&profile.compartments, first)),
                reason: words(),
            },
            CommandKind::Unseal => Command::Unseal { reason: words() },
        }
    }

    /// Somebody with one of the things that are allowed here, or anybody with anything whatever.
    pub fn chosen(self, walk: &Walk) -> (&'static User, CommandKind) {
        let (_, anybody) = &USERS[self.who];
        if walk.ways[self.at].case.is_none() {
            return (anybody, CommandKind::Report);
        }
        let anything = pick(&CommandKind::ON_A_CASE, self.which).unwrap();
        if !self.sensible {
            return (anybody, anything);
        }
        let mut who: BTreeMap<CommandKind, Vec<&User>> = BTreeMap::new();
        for (_, user) in USERS.iter() {
            let allowed = walk.allowed(self.at, user).into_iter();
            for (kind, _) in allowed.filter(|(_, answer)| answer.is_ok()) {
                who.entry(kind).or_default().push(user);
            }
        }
        let weighed = who.keys().flat_map(|kind| vec![*kind; weight(*kind)]);
        let kind = pick(&weighed.collect::<Vec<_>>(), self.which);
        let kind = kind.unwrap_or(anything);
        let user = who.get(&kind).and_then(|users| pick(users, self.who));
        (user.unwrap_or(anybody), kind)
    }
}

/// What takes a case on comes oftener than what goes beside, or no walk would come far.
const fn weight(kind: CommandKind) -> usize {
    match kind {
        CommandKind::Triage
        | CommandKind::Verify
        | CommandKind::Establish
        | CommandKind::Dispatch
        | CommandKind::Designate
        | CommandKind::FormTaskForce
        | CommandKind::Accept
        | CommandKind::FeedBack
        | CommandKind::Check
        | CommandKind::Visit
        | CommandKind::Close
        | CommandKind::RejectReturn
        | CommandKind::AskReview
        | CommandKind::Evaluate
        | CommandKind::Approve
        | CommandKind::Resume
        | CommandKind::ComeBack
        | CommandKind::AnswerSupervision
        | CommandKind::Attest
        | CommandKind::Unmerge
        | CommandKind::Unseal => 6,
        CommandKind::Decline | CommandKind::RequestVoid => 1,
        _ => 2,
    }
}

/// The steps of one walk.
pub fn throws() -> impl Strategy<Value = Vec<Throw>> {
    prop::collection::vec(throw(), 1..200)
}
