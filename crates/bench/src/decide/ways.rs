//! Whole ways of cases, written before any time is taken.
//!
//! How often a case is sent back, extended or done again is ours: no county says so. What matters
//! is that the plain way makes up most of the work, and that the rest is there too.

use std::collections::BTreeMap;

use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use onemap_domain::area::{AreaCode, Position};
use onemap_domain::calendar::Period;
use onemap_domain::case::{
    CaseId, Facts, Path, PauseCause, Reporter, Satisfaction, Stage, TaskForce, Urgency,
    VisitAnswers,
};
use onemap_domain::clock::ClockCode;
use onemap_domain::command::{Command, Dispatch};
use onemap_domain::department::DepartmentCode;
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use super::county::{COLLEAGUE, COUNTY, County, GRID_WORKER, LEADER, OPERATOR, SUPERVISOR};
use crate::failure::Failure;

/// One command of a way.
pub struct Step {
    /// Whose, as a place in the county's users.
    pub by: usize,
    /// When.
    pub at: Timestamp,
    /// What.
    pub command: Command,
}

/// What happens to one case, from the report on.
pub struct Way {
    /// The case.
    pub id: CaseId,
    /// In order.
    pub steps: Vec<Step>,
    /// The stage after the last step.
    pub ends: Stage,
}

/// Writes the way of one case.
pub fn write(county: &County, number: usize, chance: &mut ChaCha8Rng) -> Result<Way, Failure> {
    let profile = &county.profile;
    let no_way = || Failure::NoWay(profile.code.clone());
    let category = profile.categories.choose(chance).ok_or_else(no_way)?;
    let channel = profile.channels.choose(chance).ok_or_else(no_way)?;
    let lead = category.departments.choose(chance).ok_or_else(no_way)?;
    // Two years whose holidays are known.
    let minutes = chance.random_range(0..2 * 350 * 24 * 60_i64);
    let start = date(2025, 1, 1).to_zoned(TimeZone::UTC)?.timestamp();
    let mut pen = Pen {
        county,
        lead: lead.clone(),
        urgency: match chance.random_range(0..100) {
            0..80 => Urgency::Normal,
            80..95 => Urgency::Urgent,
            _ => Urgency::Emergency,
        },
        now: start.checked_add(minutes.minutes())?,
        steps: Vec::with_capacity(16),
        chance,
    };
    let facts = pen.facts(&category.code, &channel.code)?;
    let ends = match profile.code.as_str() {
        "liaocheng" => pen.six_steps(facts),
        "chishui" => pen.four_questions(facts),
        "chongqing-petition" => pen.petition(facts),
        _ => return Err(no_way()),
    };
    Ok(Way {
        id: CaseId(Uuid::from_u128(number as u128 + 1)),
        steps: pen.steps,
        ends,
    })
}

/// Writes one way, step by step.
struct Pen<'a> {
    county: &'a County,
    lead: DepartmentCode,
    urgency: Urgency,
    now: Timestamp,
    steps: Vec<Step>,
    chance: &'a mut ChaCha8Rng,
}

impl Pen<'_> {
    /// 聊城 六步闭环.
    fn six_steps(&mut self, facts: Facts) -> Stage {
        let reporter = if self.once_in(2) {
            GRID_WORKER
        } else {
            OPERATOR
        };
        self.give(reporter, report(facts));
        if self.once_in(20) {
            self.give(OPERATOR, decline());
            return Stage::Declined;
        }
        self.give(OPERATOR, verify());
        self.establish();
        self.dispatch();
        if self.once_in(12) {
            self.give_back();
            self.dispatch();
        }
        self.by_clerk(Command::Accept);
        // What is an emergency is not put off.
        if self.urgency != Urgency::Emergency && self.once_in(10) {
            self.extend("handling", Period::NaturalDays(3));
        }
        if self.once_in(20) {
            self.by_clerk(Command::Suspend {
                cause: PauseCause::Postponed,
                reason: text("雨季停工, 待天晴再施工"),
                until: None,
            });
            let note = String::new();
            self.by_clerk(Command::Resume { note });
        }
        self.work();
        if self.once_in(16) {
            self.give(COLLEAGUE, reopen());
            self.work();
        }
        self.give(OPERATOR, close());
        self.evaluated()
    }

    /// 赤水 四题治理.
    fn four_questions(&mut self, facts: Facts) -> Stage {
        let sorted_first = facts.channel == "department";
        let path = match self.chance.random_range(0..5) {
            0..2 => Path::OnTheSpot,
            2 => Path::Joint,
            _ => Path::ReportUp,
        };
        if sorted_first {
            self.by_clerk(report(facts));
            let assists = self.other_department();
            let assists = assists.filter(|_| path == Path::Joint);
            self.by_clerk(Command::Triage {
                path,
                assists: assists.into_iter().collect(),
                note: String::new(),
            });
        } else {
            self.give(OPERATOR, report(facts));
        }
        if !sorted_first || path == Path::ReportUp {
            self.give(OPERATOR, verify());
            self.establish();
            self.dispatch();
            self.by_clerk(form_task_force());
            self.by_clerk(Command::Accept);
        }
        self.work();
        self.by_clerk(visit(true));
        if self.once_in(16) {
            self.give(OPERATOR, visit(false));
            self.work();
            self.by_clerk(visit(true));
        }
        self.give(OPERATOR, visit(true));
        self.give(COLLEAGUE, close());
        self.evaluated()
    }

    /// 重庆 网上信访.
    fn petition(&mut self, facts: Facts) -> Stage {
        self.give(OPERATOR, report(facts));
        if self.once_in(20) {
            self.give(OPERATOR, decline());
            return Stage::Declined;
        }
        self.establish();
        self.dispatch();
        if self.once_in(12) {
            self.give_back();
            if self.once_in(2) {
                let note = String::new();
                self.give(COLLEAGUE, Command::UpholdReturn { note });
                self.dispatch();
            } else {
                let reason = text("属于三定方案所列职责");
                self.give(COLLEAGUE, Command::RejectReturn { reason });
            }
        }
        self.by_clerk(Command::Accept);
        if self.once_in(6) {
            self.extend("answer", Period::NaturalDays(30));
        }
        self.work();
        self.give(OPERATOR, close());
        if self.once_in(8) {
            let reason = text("对处理意见不服");
            self.give(COLLEAGUE, Command::AskReview { reason });
            let maintained = !self.once_in(4);
            let text = text("复查意见书已送达");
            self.give(OPERATOR, Command::DecideReview { maintained, text });
            if !maintained {
                self.work();
                self.give(OPERATOR, close());
            }
            return Stage::Closed;
        }
        self.evaluated()
    }

    fn give(&mut self, by: usize, command: Command) {
        // Five minutes to four hours: nobody is too late for anything.
        let minutes = self.chance.random_range(5..240_i64);
        self.now = self
            .now
            .saturating_add(minutes.minutes())
            .unwrap_or(self.now);
        let at = self.now;
        self.steps.push(Step { by, at, command });
    }

    /// As the lead's clerk.
    fn by_clerk(&mut self, command: Command) {
        let clerk = self.county.clerks.get(&self.lead);
        self.give(clerk.copied().unwrap_or(OPERATOR), command);
    }

    fn once_in(&mut self, times: u32) -> bool {
        self.chance.random_ratio(1, times)
    }

    fn other_department(&mut self) -> Option<DepartmentCode> {
        let others = self.county.clerks.keys().filter(|code| **code != self.lead);
        let others: Vec<&DepartmentCode> = others.collect();
        others.choose(self.chance).copied().cloned()
    }

    fn facts(&mut self, category: &str, channel: &str) -> Result<Facts, Failure> {
        Ok(Facts {
            title: text("化粪池外溢, 污水流到路上"),
            text: text(
                "小区东门外化粪池盖板破损, 污水外溢到人行道, 已有三天, 老人小孩出行不便, 请派人处理",
            ),
            category: text(category),
            channel: text(channel),
            urgency: self.urgency,
            reporter: Some(Reporter {
                name: text("某居民"),
                phone: text("13800000000"),
            }),
            position: Position {
                lon: self.chance.random_range(105.0..106.0),
                lat: self.chance.random_range(28.0..29.0),
            },
            address: text("东门路口"),
            // The grid is settled from the position.
            grid: AreaCode::parse(COUNTY)?,
            persons: Vec::new(),
            unit: None,
            position_simulated: true,
            origin: None,
        })
    }

    fn establish(&mut self) {
        let urgency = self.urgency;
        self.give(OPERATOR, Command::Establish { urgency });
    }

    fn dispatch(&mut self) {
        let lead = self.lead.clone();
        self.give(
            OPERATOR,
            Command::Dispatch(Dispatch {
                lead,
                assists: Vec::new(),
                requirements: text("先止溢, 再查原因"),
                due_at: None,
            }),
        );
    }

    /// 退单; the next order sets it right.
    fn give_back(&mut self) {
        let reason = text("不属本单位职责, 见三定方案");
        self.by_clerk(Command::Return { reason });
    }

    fn extend(&mut self, clock: &str, period: Period) {
        self.by_clerk(Command::RequestExtension {
            clock: ClockCode::new(clock),
            period,
            reason: text("管网老化, 需要更换主管"),
        });
        let note = text("已电话告知延期理由");
        self.give(LEADER, Command::Approve { note });
    }

    /// From taking it up to the answer.
    fn work(&mut self) {
        if self.once_in(10) {
            let note = String::new();
            self.give(OPERATOR, Command::Urge { note });
        }
        let supervised = self.once_in(25);
        if supervised {
            self.give(
                SUPERVISOR,
                Command::Supervise {
                    ladder: text("usual"),
                    reason: text("群众再次来电"),
                },
            );
        }
        for _ in 0..self.chance.random_range(0..3) {
            let note = text("已派人到场, 正在抽排");
            self.by_clerk(Command::Progress { note });
        }
        if supervised {
            let text = text("已增派人手, 今日完成");
            self.by_clerk(Command::AnswerSupervision { text });
        }
        let result = text("已更换盖板并清理路面, 现场恢复通行");
        self.by_clerk(Command::FeedBack { result });
    }

    fn evaluated(&mut self) -> Stage {
        if self.once_in(3) {
            return Stage::Closed;
        }
        let satisfaction = match self.chance.random_range(0..100) {
            0..80 => Satisfaction::Satisfied,
            80..94 => Satisfaction::Fair,
            _ => Satisfaction::Dissatisfied,
        };
        self.give(COLLEAGUE, Command::Evaluate { satisfaction });
        Stage::Evaluated
    }
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn report(facts: Facts) -> Command {
    let facts = Box::new(facts);
    Command::Report { facts }
}

fn verify() -> Command {
    let note = text("到场核实, 情况属实");
    Command::Verify { note }
}

fn decline() -> Command {
    let reason = text("已有同样的件在办");
    Command::Decline { reason }
}

fn reopen() -> Command {
    let reason = text("回访得知又外溢");
    Command::Reopen { reason }
}

fn close() -> Command {
    Command::Close {
        reason: text("resolved"),
        note: String::new(),
        demands: BTreeMap::new(),
    }
}

fn visit(satisfied: bool) -> Command {
    let answers = VisitAnswers {
        handled: true,
        resolved: true,
        satisfied,
    };
    let note = text("当面问过");
    Command::Visit { answers, note }
}

/// 1+1+1+N, each role with somebody.
fn form_task_force() -> Command {
    let roles = ["leader", "official", "village"].map(|role| (text(role), text("某干部")));
    Command::FormTaskForce {
        task_force: TaskForce {
            roles: roles.into(),
            members: vec![text("某党员")],
        },
    }
}
