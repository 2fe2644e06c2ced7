//! 2,000 cases of the last 60 days, each as the commands that made it.
//!
//! First it is settled where a case stands at the anchor and whether it is late; then its way
//! there is drawn, command by command with the minutes between them. An open case is dated back
//! from the anchor, so that it is late or in time whatever the hour of the anchor; a closed one
//! is told forward from its report. Deliberately absent: decisions. A test has the domain decide
//! every story and refuse none.

use std::collections::BTreeMap;

use onemap_domain::case::{Satisfaction, Stage, Urgency};
use onemap_domain::command::{Command, Dispatch};
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::UserId;
use onemap_domain::profile::Profile;
use onemap_exchange::county::{Step, Story};

use super::areas::{Land, is_urban};
use super::draw::Draw;
use super::names::{Names, Texts};
use super::people::grid_login;
use super::telling::{self, Told};
use super::timeline::{Act, DAY, HOUR, WHOLE, back_from, forward_from, identity};

/// Cases of the county.
pub(super) const CASES: usize = 2_000;
/// Where the open cases stand, how many in time and how many late.
pub(super) const OPEN: [(Stage, usize, usize); 6] = [
    (Stage::Reported, 23, 2),
    (Stage::Verified, 14, 1),
    (Stage::Established, 27, 3),
    (Stage::Dispatched, 41, 4),
    (Stage::Handling, 414, 26),
    (Stage::FedBack, 41, 4),
];
/// Cases declined.
const DECLINED: usize = 58;
/// Cases closed and not yet evaluated.
const CLOSED: usize = 470;
/// What stories are told with.
pub(super) struct Teller<'a> {
    pub land: &'a Land,
    pub names: &'a Names,
    pub texts: &'a Texts,
    pub profile: &'a Profile,
}

impl Teller<'_> {
    /// All stories, the oldest report first.
    pub fn all(&self, seed: u64) -> Vec<Story> {
        let mut draw = Draw::new(seed, "stories");
        let mut ends: Vec<(Stage, bool)> = Vec::new();
        for (stage, in_time, late) in OPEN {
            ends.extend(std::iter::repeat_n((stage, false), in_time));
            ends.extend(std::iter::repeat_n((stage, true), late));
        }
        ends.extend(std::iter::repeat_n((Stage::Declined, false), DECLINED));
        ends.extend(std::iter::repeat_n((Stage::Closed, false), CLOSED));
        ends.resize(CASES, (Stage::Evaluated, false));
        let shares = telling::shares(self.land, &mut draw);
        let mut steps: Vec<Vec<Step>> = ends
            .into_iter()
            .map(|(stage, late)| {
                let told = telling::tell(self.land, self.names, self.texts, &shares, &mut draw);
                let way = Way::begin(self, told, &mut draw);
                if stage.is_open() {
                    way.open(stage, late)
                } else {
                    way.over(stage)
                }
            })
            .collect();
        let first = |steps: &Vec<Step>| steps.first().map_or(0, |step| step.minutes_before);
        steps.sort_by_key(|steps| std::cmp::Reverse(first(steps)));
        let story = |steps: Vec<Step>| Story {
            case: identity(first(&steps), &mut draw),
            steps,
        };
        steps.into_iter().map(story).collect()
    }
}

/// The way of one case.
struct Way<'a> {
    teller: &'a Teller<'a>,
    told: Told,
    draw: &'a mut Draw,
    acts: Vec<Act>,
    operator: String,
    /// How many times as long the centre's own steps take.
    slow: u32,
}

impl<'a> Way<'a> {
    fn begin(teller: &'a Teller<'a>, told: Told, draw: &'a mut Draw) -> Self {
        Self {
            teller,
            told,
            draw,
            acts: Vec::new(),
            operator: String::new(),
            slow: 1,
        }
    }

    /// An open case: how long it has stood where it stands, then the way there.
    fn open(mut self, stage: Stage, late: bool) -> Vec<Step> {
        let urgency = self.told.facts.urgency;
        let emergency = urgency == Urgency::Emergency;
        let limit = handling_days(urgency) * DAY;
        let mut tail = match (stage, late) {
            (Stage::Reported | Stage::Verified | Stage::Established, true) => {
                self.draw.whole(26 * HOUR, 50 * HOUR)
            }
            (Stage::Dispatched, true) => self.draw.whole(49 * HOUR, 80 * HOUR),
            (Stage::FedBack, true) => self.draw.whole(76 * HOUR, 140 * HOUR),
            (Stage::Handling, true) => limit + self.draw.whole(25 * HOUR, 6 * DAY),
            (Stage::Handling, false) => self.draw.whole(2 * HOUR, limit - 30),
            (Stage::FedBack, false) => {
                self.recent(20, if emergency { 20 * HOUR } else { 46 * HOUR })
            }
            (Stage::Established, false) if urgency == Urgency::Urgent => self.draw.whole(2, 110),
            (Stage::Dispatched, false) if emergency => self.draw.whole(2, 110),
            (Stage::Dispatched, false) => self.recent(4, 23 * HOUR),
            (Stage::Verified, false) => self.recent(2, 20 * HOUR),
            _ if emergency => self.draw.whole(2, 50),
            _ => self.recent(2, 20 * HOUR),
        };
        // What is open now came in over some days, not all of it today.
        self.slow = 4;
        self.report();
        if stage >= Stage::Verified {
            self.verify();
        }
        if stage >= Stage::Established {
            self.establish();
            if stage == Stage::Established && !emergency && self.draw.chance(0.3) {
                self.dispatch(true);
                self.give_back();
            }
        }
        if stage >= Stage::Dispatched {
            if !emergency && self.draw.chance(0.06) {
                self.dispatch(true);
                self.give_back();
            }
            self.dispatch(false);
            if stage == Stage::Dispatched
                && tail > 12 * HOUR
                && self.draw.chance(if late { 0.8 } else { 0.2 })
            {
                let gap = tail / 2;
                self.urge(gap);
                tail -= gap;
            }
        }
        if stage == Stage::Handling {
            if urgency == Urgency::Normal && !late && self.draw.chance(0.03) {
                self.accept(0);
                self.feed_back(2 * DAY);
                self.reopen();
            } else {
                // The order runs from the dispatch: what passes before now is taken off the tail.
                let gap = self.draw.whole(2, (tail / 3).clamp(3, 15 * HOUR));
                self.accept(gap);
                tail -= gap;
            }
            tail = self.work(tail, late);
        }
        if stage == Stage::FedBack {
            self.accept(0);
            self.work(DAY, false);
            let most = if late {
                limit
            } else {
                limit.saturating_sub(DAY) / 2
            };
            self.feed_back(most.max(5 * HOUR));
        }
        back_from(tail, self.acts)
    }

    /// A case that is over, told forward from its report.
    fn over(mut self, stage: Stage) -> Vec<Step> {
        let urgency = self.told.facts.urgency;
        let limit = handling_days(urgency) * DAY;
        self.report();
        if stage == Stage::Declined {
            if self.draw.chance(0.6) {
                self.verify();
            }
            let reason = self.draw.pick(&self.teller.texts.declined).clone();
            let gap = self.draw.whole(10, 6 * HOUR);
            self.operate(gap, Command::Decline { reason });
        } else {
            self.verify();
            self.establish();
            if self.draw.chance(0.05) {
                self.dispatch(true);
                self.give_back();
            } else if self.draw.chance(0.02) {
                self.dispatch(true);
                let (gap, by) = (self.draw.whole(1, 20), UserId(self.operator.clone()));
                let note = self.draw.pick(&self.teller.texts.withdrawn).clone();
                self.acts.push(Act {
                    gap,
                    by,
                    command: Command::Withdraw { note },
                });
            }
            self.dispatch(false);
            self.accept(0);
            let late = self.draw.chance(0.05);
            self.work(limit / 2, late);
            let gap = if late { limit + DAY } else { limit / 2 };
            self.feed_back(gap);
            if self.draw.chance(0.04) {
                self.reopen();
                self.feed_back(2 * DAY);
            }
            self.close();
            if stage == Stage::Evaluated {
                let satisfaction = match self.draw.weighted(&[0.86, 0.1, 0.04]) {
                    0 => Satisfaction::Satisfied,
                    1 => Satisfaction::Fair,
                    _ => Satisfaction::Dissatisfied,
                };
                let gap = self.draw.whole(HOUR, 40 * HOUR);
                self.operate(gap, Command::Evaluate { satisfaction });
            }
        }
        let whole: u32 = self.acts.iter().map(|act| act.gap).sum();
        // Nights lengthen the way, by less than a half day for each command.
        let most = whole + self.acts.len() as u32 * 12 * HOUR;
        let room = WHOLE.saturating_sub(most + 10);
        let age = most + 10 + (f64::from(room) * self.draw.unit().powf(1.2)) as u32;
        forward_from(age.min(WHOLE), self.acts, urgency, self.draw)
    }

    /// Minutes from `low` to `high`, more often few.
    fn recent(&mut self, low: u32, high: u32) -> u32 {
        low + (f64::from(high - low) * self.draw.unit().powf(1.1)) as u32
    }

    fn operate(&mut self, gap: u32, command: Command) {
        let by = UserId(
            if self.draw.chance(0.56) {
                "wangmin"
            } else {
                "lijun"
            }
            .to_owned(),
        );
        self.acts.push(Act { gap, by, command });
    }

    fn lead(&self) -> DepartmentCode {
        let last = self.acts.iter().rev().find_map(|act| match &act.command {
            Command::Dispatch(order) => Some(order.lead.clone()),
            _ => None,
        });
        last.unwrap_or_else(|| DepartmentCode(self.told.town.to_string()))
    }

    /// Done by the clerk of the lead, whose login is the department's code.
    fn handle(&mut self, gap: u32, command: Command) {
        let by = UserId(self.lead().0);
        self.acts.push(Act { gap, by, command });
    }

    fn report(&mut self) {
        let facts = Box::new(self.told.facts.clone());
        if facts.channel == "grid" {
            let by = UserId(grid_login(&self.told.town));
            self.acts.push(Act {
                gap: 0,
                by,
                command: Command::Report { facts },
            });
        } else {
            self.operate(0, Command::Report { facts });
        }
    }

    /// A short time of the centre's work, by urgency.
    fn soon(&mut self, calm: u32) -> u32 {
        match self.told.facts.urgency {
            Urgency::Normal => self.recent(3, calm * self.slow),
            Urgency::Urgent => self.recent(2, 80),
            Urgency::Emergency => self.draw.whole(1, 20),
        }
    }

    fn verify(&mut self) {
        let gap = self.soon(5 * HOUR);
        let note = self.draw.pick(&self.teller.texts.verified).clone();
        let note = self.told.fill(&note);
        self.operate(gap, Command::Verify { note });
    }

    fn establish(&mut self) {
        let gap = self.soon(3 * HOUR);
        let urgency = self.told.facts.urgency;
        self.operate(gap, Command::Establish { urgency });
    }

    /// Sends it to the department it belongs to, or to a `wrong` one.
    fn dispatch(&mut self, wrong: bool) {
        let gap = self.soon(2 * HOUR);
        let category = self.teller.profile.category(&self.told.facts.category);
        let duties = category.map_or(&[][..], |category| &category.departments);
        let town = DepartmentCode(self.told.town.to_string());
        let at_home = if is_urban(&self.told.facts.grid) {
            0.1
        } else {
            0.24
        };
        let (first, others) = (
            duties.first().unwrap_or(&town),
            duties.get(1..).unwrap_or(&[]),
        );
        // Who has just sent it back, or was just relieved of it, does not get it again.
        let refused = self.acts.last().and_then(|act| match act.command {
            Command::Return { .. } | Command::Withdraw { .. } => Some(self.lead()),
            _ => None,
        });
        let drawn = if wrong {
            others.last().unwrap_or(&town)
        } else if self.draw.chance(at_home) {
            &town
        } else if !others.is_empty() && self.draw.chance(0.16) {
            self.draw.pick(others)
        } else {
            first
        };
        let lead = if refused.as_ref() == Some(drawn) {
            first
        } else {
            drawn
        }
        .clone();
        let helpers = others.iter().chain([&town]).filter(|code| **code != lead);
        let assists = helpers
            .filter(|_| self.draw.chance(0.16))
            .cloned()
            .collect();
        let requirements = self.draw.pick(&self.teller.texts.requirements).clone();
        let requirements = self.told.fill(&requirements);
        let order = Dispatch {
            lead,
            assists,
            requirements,
            due_at: None,
        };
        self.operate(gap, Command::Dispatch(order));
        if let Some(act) = self.acts.last() {
            self.operator.clone_from(&act.by.0);
        }
    }

    fn give_back(&mut self) {
        let reason = self.draw.pick(&self.teller.texts.returned).clone();
        let gap = self.draw.whole(20, 6 * HOUR);
        self.handle(gap, Command::Return { reason });
    }

    fn accept(&mut self, gap: u32) {
        let gap = if gap > 0 { gap } else { self.soon(12 * HOUR) };
        self.handle(gap, Command::Accept);
    }

    /// Notes of progress, and urging where it is late; what is left of the time.
    fn work(&mut self, time: u32, late: bool) -> u32 {
        let mut left = time;
        let count = self.draw.weighted(&[0.45, 0.35, 0.2]);
        let mut notes = self.told.progress.clone();
        for _ in 0..count {
            if left < 90 || notes.is_empty() {
                break;
            }
            let gap = self.draw.whole(20, left / 3);
            let note = notes.remove(self.draw.below(notes.len()));
            self.handle(gap, Command::Progress { note });
            left -= gap;
        }
        if left > 8 * HOUR && self.draw.chance(if late { 0.75 } else { 0.05 }) {
            let gap = left - self.draw.whole(HOUR, 7 * HOUR);
            self.urge(gap);
            left -= gap;
        }
        left
    }

    fn urge(&mut self, gap: u32) {
        let note = self.draw.pick(&self.teller.texts.urged).clone();
        let command = Command::Urge { note };
        if self.draw.chance(0.3) {
            self.acts.push(Act {
                gap,
                by: UserId("zhouyuan".to_owned()),
                command,
            });
        } else {
            self.operate(gap, command);
        }
    }

    fn feed_back(&mut self, most: u32) {
        let gap = self.draw.whole(most / 5, most.max(6));
        let result = self.told.result.clone();
        self.handle(gap, Command::FeedBack { result });
    }

    fn reopen(&mut self) {
        let reason = self.draw.pick(&self.teller.texts.reopened).clone();
        let gap = self.draw.whole(HOUR, 20 * HOUR);
        self.operate(gap, Command::Reopen { reason });
    }

    fn close(&mut self) {
        let texts = self.teller.texts;
        let disputed = matches!(
            self.told.facts.category.as_str(),
            "wages" | "neighbours" | "land"
        );
        let legal = if disputed { 0.05 } else { 0.0 };
        let (reason, notes) = match self.draw.weighted(&[0.9, 0.05, 0.02, 0.02, legal]) {
            0 => ("resolved", &texts.closed),
            1 => ("explained", &texts.explained),
            2 => ("not_supported", &texts.not_supported),
            3 => ("duplicate", &texts.duplicate),
            _ => ("legal", &texts.legal),
        };
        let note = self.draw.pick(notes).clone();
        if reason != "resolved" {
            // The department then said so itself.
            let answer = self
                .acts
                .iter_mut()
                .rev()
                .find_map(|act| match &mut act.command {
                    Command::FeedBack { result } => Some(result),
                    _ => None,
                });
            if let Some(result) = answer {
                result.clone_from(&note);
            }
        }
        let gap = self.recent(30, 30 * HOUR);
        self.operate(
            gap,
            Command::Close {
                reason: reason.to_owned(),
                note,
                demands: BTreeMap::new(),
            },
        );
    }
}

/// How many days the profile gives a department; the sample's own times lean on it.
fn handling_days(urgency: Urgency) -> u32 {
    match urgency {
        Urgency::Normal => 7,
        Urgency::Urgent => 3,
        Urgency::Emergency => 1,
    }
}

/// How many open cases each department leads at the anchor.
pub(super) fn loads(stories: &[Story]) -> BTreeMap<DepartmentCode, usize> {
    let mut loads = BTreeMap::new();
    for story in stories {
        let lead = story
            .steps
            .iter()
            .fold(None, |lead, step| match &step.command {
                Command::Dispatch(order) => Some(&order.lead),
                Command::Return { .. } | Command::Withdraw { .. } | Command::Close { .. } => None,
                _ => lead,
            });
        if let Some(lead) = lead {
            *loads.entry(lead.clone()).or_default() += 1;
        }
    }
    loads
}
