//! What somebody does next.

use onemap_domain::area::Level;
use onemap_domain::case::{Case, CaseId, Facts, Satisfaction, Stage};
use onemap_domain::command::{Command, Dispatch};
use onemap_domain::department::DepartmentCode;
use onemap_exchange::county::{Account, County};
use onemap_protocol::command::Subject;
use rand::Rng;
use rand::seq::IndexedRandom;
use uuid::Uuid;

use super::Cast;
use super::line::{Line, LineError};
use crate::bridge::{self, Bridge};
use crate::land::Land;
use crate::scatter::Scatter;
use onemap_domain::lane::Lane;
use onemap_domain::people::Role;
use onemap_domain::{Context, decide};

/// The sample's texts, to be used again.
pub(super) struct Stock {
    matters: Vec<Facts>,
    verifications: Vec<String>,
    declines: Vec<String>,
    returns: Vec<String>,
    progress: Vec<String>,
    results: Vec<String>,
}

impl Stock {
    /// Takes the stories out of a county.
    pub(super) fn of(county: &mut County) -> Stock {
        let mut stock = Stock {
            matters: Vec::new(),
            verifications: Vec::new(),
            declines: Vec::new(),
            returns: Vec::new(),
            progress: Vec::new(),
            results: Vec::new(),
        };
        let stories = std::mem::take(&mut county.stories);
        for step in stories.into_iter().flat_map(|story| story.steps) {
            match step.command {
                Command::Report { facts } => stock.matters.push(*facts),
                Command::Verify { note } => stock.verifications.push(note),
                Command::Decline { reason } => stock.declines.push(reason),
                Command::Return { reason } => stock.returns.push(reason),
                Command::Progress { note } => stock.progress.push(note),
                Command::FeedBack { result } => stock.results.push(result),
                _ => {}
            }
        }
        stock
    }

    pub(super) fn is_empty(&self) -> bool {
        self.matters.is_empty()
    }
}

/// Something to do.
pub(super) struct Chosen<'a> {
    pub(super) by: &'a Account,
    pub(super) subject: Subject,
    pub(super) command: Command,
}

/// What there is to choose from.
pub(super) struct Choices<'a> {
    land: &'a Land,
    scatter: Scatter<'a>,
    cast: &'a Cast,
    stock: &'a Stock,
}

/// What is done with cases at a stage, out of 100 times; the rest are new reports.
const SHARES: [(Stage, u32); 7] = [
    (Stage::Reported, 14),
    (Stage::Verified, 12),
    (Stage::Established, 12),
    (Stage::Dispatched, 13),
    (Stage::Handling, 20),
    (Stage::FedBack, 9),
    (Stage::Closed, 5),
];

impl<'a> Choices<'a> {
    pub(super) fn new(land: &'a Land, cast: &'a Cast, stock: &'a Stock) -> Choices<'a> {
        Choices {
            land,
            scatter: Scatter::over(land),
            cast,
            stock,
        }
    }

    /// What to do next; `None` when the draw came to nothing (no case there, nobody for it).
    pub(super) async fn choose(
        &self,
        line: &mut Line,
        operator: &'a Account,
        chance: &mut (impl Rng + Send),
    ) -> Result<Option<Chosen<'a>>, LineError> {
        let mut draw = chance.random_range(0..100);
        for (stage, share) in SHARES {
            if draw >= share {
                draw -= share;
                continue;
            }
            let cases = line.cases(operator, stage).await?;
            if let Some(case) = cases.choose(chance) {
                return Ok(self.on_case(case, operator, chance));
            }
            // Nothing waits there: somebody reports something instead.
            break;
        }
        Ok(self.report(operator, chance))
    }

    fn report(&self, operator: &'a Account, chance: &mut impl Rng) -> Option<Chosen<'a>> {
        let matter = self.stock.matters.choose(chance)?;
        let village = matter.grid.at(Level::Village)?;
        let position = self.scatter.place(&village, chance)?;
        let covers = |account: &&Account| account.user.scope.area.covers(&village);
        let worker = self.cast.grid_workers.iter().find(covers);
        let (by, channel) = match worker.filter(|_| chance.random_bool(0.6)) {
            Some(worker) => (worker, "grid".to_owned()),
            None => (operator, matter.channel.clone()),
        };
        let facts = Facts {
            position,
            channel,
            ..matter.clone()
        };
        let subject = Subject {
            id: CaseId(Uuid::now_v7()).into(),
            expected_revision: 0,
        };
        Some(Chosen {
            by,
            subject,
            command: Command::Report {
                facts: Box::new(facts),
            },
        })
    }

    fn on_case(
        &self,
        case: &Case,
        operator: &'a Account,
        chance: &mut impl Rng,
    ) -> Option<Chosen<'a>> {
        let (by, command) = self.plain(case, operator, chance)?;
        let (by, command) = self.bridged(case, operator, chance, by, command)?;
        let subject = Subject {
            id: case.id.into(),
            expected_revision: case.revision,
        };
        Some(Chosen {
            by,
            subject,
            command,
        })
    }

    /// The next step of the plain way.
    fn plain(
        &self,
        case: &Case,
        operator: &'a Account,
        chance: &mut impl Rng,
    ) -> Option<(&'a Account, Command)> {
        let stock = self.stock;
        let profile = &self.land.profile;
        Some(match profile.lane(case.stage) {
            Lane::ToVerify => match said(&stock.declines, chance) {
                Some(reason) if chance.random_bool(0.05) => (operator, Command::Decline { reason }),
                _ => {
                    let note = said(&stock.verifications, chance).unwrap_or_default();
                    (operator, Command::Verify { note })
                }
            },
            Lane::ToEstablish => {
                let urgency = case.facts.urgency;
                (operator, Command::Establish { urgency })
            }
            Lane::ToDispatch => (operator, self.dispatch(case, chance)?),
            Lane::ToAccept => {
                let reason = said(&stock.returns, chance).filter(|_| chance.random_bool(0.08));
                let command = reason.map_or(Command::Accept, |reason| Command::Return { reason });
                (self.clerk(case, chance)?, command)
            }
            Lane::Handling => (self.clerk(case, chance)?, self.handle(case, chance)?),
            Lane::ToCheck => {
                let note = String::new();
                (operator, Command::Check { passed: true, note })
            }
            Lane::ToClose => {
                let closing = profile.closings.iter().find(|one| one.demands.is_empty())?;
                let close = Command::Close {
                    reason: closing.code.clone(),
                    note: case.result.clone(),
                    demands: std::collections::BTreeMap::new(),
                };
                (operator, close)
            }
            // A case from another system's file says nothing of visits.
            Lane::Done if case.stage == Stage::Closed && case.imported.is_none() => {
                let satisfaction = satisfaction(chance);
                (operator, Command::Evaluate { satisfaction })
            }
            Lane::Done | Lane::InReview | Lane::Overdue => return None,
        })
    }

    /// The step, or what the way of working asks for before it.
    fn bridged(
        &self,
        case: &Case,
        operator: &'a Account,
        chance: &mut impl Rng,
        by: &'a Account,
        command: Command,
    ) -> Option<(&'a Account, Command)> {
        let context = Context {
            now: jiff::Timestamp::now(),
            actor: &by.user.actor,
            scope: &by.user.scope,
            profile: &self.land.profile,
            calendar: &self.land.calendar,
            ground: self.land,
            number: None,
            drawing: None,
        };
        let Err(refusal) = decide(Some(case), None, &command, &context) else {
            return Some((by, command));
        };
        match bridge::over(&refusal, &command, Some(case), &self.land.profile) {
            Bridge::Instead(command) => Some((by, command)),
            Bridge::First(Role::Clerk, command) => Some((self.clerk(case, chance)?, command)),
            Bridge::First(_, command) => Some((operator, command)),
            Bridge::Skip | Bridge::End => None,
        }
    }

    /// Mostly to the department that the profile names first for the category.
    fn dispatch(&self, case: &Case, chance: &mut impl Rng) -> Option<Command> {
        let known = |code: &&DepartmentCode| self.cast.clerks.contains_key(code.as_str());
        let category = self.land.profile.category(&case.facts.category)?;
        let named: Vec<&DepartmentCode> = category.departments.iter().filter(known).collect();
        let usual = named.first().copied().filter(|_| chance.random_bool(0.85));
        let lead = if let Some(lead) = usual.or_else(|| named.choose(chance).copied()) {
            lead.clone()
        } else {
            // Nobody in this county is named for it: anybody.
            let all: Vec<&String> = self.cast.clerks.keys().collect();
            DepartmentCode((*all.choose(chance)?).clone())
        };
        Some(Command::Dispatch(Dispatch {
            lead,
            assists: Vec::new(),
            requirements: String::new(),
            due_at: None,
        }))
    }

    /// Some cases are only fed back when they are late; which ones, their identity tells.
    fn handle(&self, case: &Case, chance: &mut impl Rng) -> Option<Command> {
        let dawdles = case.id.0.as_u64_pair().1.is_multiple_of(10);
        let late = case.is_overdue(jiff::Timestamp::now());
        if (dawdles && !late) || chance.random_bool(0.5) {
            return said(&self.stock.progress, chance).map(|note| Command::Progress { note });
        }
        said(&self.stock.results, chance).map(|result| Command::FeedBack { result })
    }

    fn clerk(&self, case: &Case, chance: &mut impl Rng) -> Option<&'a Account> {
        self.cast
            .clerks
            .get(case.lead.as_ref()?.as_str())?
            .choose(chance)
    }
}

fn said(texts: &[String], chance: &mut impl Rng) -> Option<String> {
    texts.choose(chance).cloned()
}

fn satisfaction(chance: &mut impl Rng) -> Satisfaction {
    match chance.random_range(0..100) {
        0..80 => Satisfaction::Satisfied,
        80..94 => Satisfaction::Fair,
        _ => Satisfaction::Dissatisfied,
    }
}
