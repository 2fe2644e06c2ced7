//! A county at work, for demonstrations and soaks: residents report, operators and departments
//! carry the cases on, all through the API like everybody else.
//!
//! What is done follows from the seed and from what the central shows. The texts are those of the
//! sample's own stories, at other places of the same villages. Somebody else may be quicker with a
//! case; the refusal is counted, and that is all.
//!
//! Deliberately absent: the sample's clock. Everything happens now.

mod choice;
mod line;

use std::collections::BTreeMap;
use std::time::Duration;

use onemap_domain::people::{Role, UserId};
use onemap_exchange::county::{Account, County};
use onemap_protocol::command::Answer;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::time::{Instant, sleep_until};

use crate::land::{Land, LandError};
use choice::Stock;
use line::Line;
pub use line::LineError;

/// Draws that may come to nothing before the next step is waited for.
const DRAWS: u32 = 20;

/// How a simulation runs.
#[derive(Debug)]
pub struct Plan {
    /// The central's address, `http://127.0.0.1:8460`.
    pub central: String,
    /// The county it was opened on: its accounts and texts.
    pub county: County,
    /// Commands per minute, on average.
    pub per_minute: f64,
    /// What it draws from.
    pub seed: u64,
    /// How many commands it gives; without end when absent.
    pub steps: Option<u64>,
}

/// What it has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Commands given.
    pub given: u64,
    /// Carried out.
    pub applied: u64,
    /// Refused, or in conflict: somebody was quicker.
    pub refused: u64,
    /// Not answered: the central was away.
    pub failed: u64,
}

/// Why a simulation cannot run.
#[derive(Debug, thiserror::Error)]
pub enum SimulateError {
    /// The central does not know the sample's accounts, or refuses what it should take.
    #[error(transparent)]
    Line(#[from] LineError),
    /// The county's profile or calendar cannot be used.
    #[error(transparent)]
    Land(#[from] LandError),
    /// The county has no operator, no stories or no base grids.
    #[error("the sample has nobody or nothing to simulate with")]
    EmptySample,
}

/// Who can act, by what they can do.
struct Cast {
    operators: Vec<Account>,
    grid_workers: Vec<Account>,
    clerks: BTreeMap<String, Vec<Account>>,
}

impl Cast {
    fn of(accounts: Vec<Account>) -> Cast {
        let mut cast = Cast {
            operators: Vec::new(),
            grid_workers: Vec::new(),
            clerks: BTreeMap::new(),
        };
        for account in accounts {
            let actor = &account.user.actor;
            match (actor.role, actor.department.clone()) {
                (Role::Operator, _) => cast.operators.push(account),
                (Role::GridWorker, _) => cast.grid_workers.push(account),
                (Role::Clerk, Some(own)) => cast.clerks.entry(own.0).or_default().push(account),
                _ => {}
            }
        }
        cast
    }
}

/// Runs until its steps are done. `told` hears of every step.
pub async fn run(mut plan: Plan, mut told: impl FnMut(&Tally)) -> Result<Tally, SimulateError> {
    let cast = Cast::of(std::mem::take(&mut plan.county.accounts));
    let stock = Stock::of(&mut plan.county);
    let land = Land::new(1, plan.county.into_register())?;
    let mut chance = ChaCha8Rng::seed_from_u64(plan.seed);
    let first = cast.operators.first().ok_or(SimulateError::EmptySample)?;
    if stock.is_empty() {
        return Err(SimulateError::EmptySample);
    }
    let mut line = Line::to(&plan.central, plan.seed)?;
    line.sign_in(first).await?;

    let choices = choice::Choices::new(&land, &cast, &stock);
    let mut tally = Tally::default();
    let mut next = Instant::now();
    while plan.steps.is_none_or(|steps| tally.given < steps) {
        next += pause(plan.per_minute, &mut chance);
        sleep_until(next).await;
        match step(&choices, &mut line, &cast, &mut chance).await {
            Ok(Some(Answer::Applied { .. } | Answer::Duplicate { .. })) => tally.applied += 1,
            Ok(Some(Answer::Refused(_) | Answer::Conflict { .. } | Answer::GrantLapsed)) => {
                tally.refused += 1;
            }
            Ok(None) => continue,
            Err(error) if error.is_passing() => tally.failed += 1,
            Err(error) => return Err(error.into()),
        }
        tally.given += 1;
        told(&tally);
    }
    Ok(tally)
}

/// Draws until there is something to do, and does it; `None` when there is nothing for long.
async fn step(
    choices: &choice::Choices<'_>,
    line: &mut Line,
    cast: &Cast,
    chance: &mut ChaCha8Rng,
) -> Result<Option<Answer>, LineError> {
    for _ in 0..DRAWS {
        let Some(operator) = cast.operators.choose(chance) else {
            break;
        };
        if let Some(chosen) = choices.choose(line, operator, chance).await? {
            return line
                .give(chosen.by, chosen.subject, chosen.command)
                .await
                .map(Some);
        }
    }
    Ok(None)
}

/// How long people take until the next: anything between nothing and twice the average.
fn pause(per_minute: f64, chance: &mut impl Rng) -> Duration {
    let average = 60.0 / per_minute.max(0.1);
    Duration::from_secs_f64(average * chance.random_range(0.0..2.0))
}

/// The login name of an account.
fn login(account: &Account) -> &UserId {
    &account.user.actor.user
}
