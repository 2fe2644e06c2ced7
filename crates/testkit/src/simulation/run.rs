//! A run: trials of one seed, one after the other, until enough has happened. A trial is a world
//! in which people work and things go wrong, then everything is mended and must come to rest.
//!
//! ```text
//! cargo run --release -p onemap-testkit --example simulate -- --steps 1000000 --seed 1
//! ```

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, LazyLock};

use onemap_domain::people::User;
use onemap_protocol::command::{Answer, Held};
use onemap_store::outbox::OrderState;

use super::central::Land;
use super::chance::Chance;
use super::checker::Broken;
use super::faults::{Fault, Mutation};
use super::world::World;
use crate::county::users;

/// Things that happen in a trial before everything is mended.
const TRIAL: u64 = 6_000;

/// The counties' ways of working that trials take in turn.
const PROFILES: [&str; 4] = ["liaocheng", "chishui", "xicheng", "chongqing-petition"];

static LANDS: LazyLock<Vec<Arc<Land>>> = LazyLock::new(|| {
    let users: Vec<User> = users().into_iter().filter(works).collect();
    let land = |code: &str| {
        let profile = onemap_exchange::profile::shipped(code);
        Arc::new(Land {
            profile: profile.unwrap_or_else(|error| panic!("{error}")),
            users: users.clone(),
        })
    };
    PROFILES.into_iter().map(land).collect()
});

/// The wall gives no orders.
fn works(user: &User) -> bool {
    user.actor.role != onemap_domain::people::Role::Wall
}

/// What to run.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Where chance begins.
    pub seed: u64,
    /// The first trial.
    pub first_trial: u64,
    /// Trials go on until so many things have happened.
    pub steps: u64,
    /// What is broken on purpose.
    pub mutation: Option<Mutation>,
}

/// What came of a run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Things that happened.
    pub steps: u64,
    /// Worlds.
    pub trials: u64,
    /// Faults injected, by kind.
    pub faults: BTreeMap<Fault, u64>,
    /// Orders that were acknowledged.
    pub orders: u64,
    /// Events in the logs at the end.
    pub events: u64,
    /// Conflicts that were shown.
    pub conflicts: u64,
    /// Refusals that were shown.
    pub refused: u64,
    /// Orders answered as duplicates: delivered oftener than once.
    pub duplicates: u64,
    /// Trials in which the central was restored.
    pub restored: u64,
}

/// A promise that was broken, and how it came to it.
#[derive(Clone, Debug)]
pub struct Failed {
    /// Of the run.
    pub seed: u64,
    /// Which world.
    pub trial: u64,
    /// After so many things had happened in it.
    pub step: u64,
    /// Which promise.
    pub broken: Broken,
    /// What led to it, oldest first.
    pub story: Vec<String>,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failed {
            seed,
            trial,
            step,
            broken,
            story,
        } = self;
        writeln!(f, "seed {seed}, trial {trial}, step {step}: {broken}")?;
        for line in story {
            writeln!(f, "  {line}")?;
        }
        write!(
            f,
            "again: cargo run --release -p onemap-testkit --example simulate -- \
             --seed {seed} --trial {trial} --steps 1"
        )
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults: u64 = self.faults.values().sum();
        write!(
            f,
            "trials {} · steps {} · faults {faults} · orders {} · lost 0 · doubled 0 · \
             conflicts {} · refused {} · duplicates {} · restores {}",
            self.trials,
            self.steps,
            self.orders,
            self.conflicts,
            self.refused,
            self.duplicates,
            self.restored
        )?;
        for (fault, count) in &self.faults {
            write!(f, "\n  {fault:?} {count}")?;
        }
        Ok(())
    }
}

/// Runs it; the first promise that is broken ends it.
pub fn run(plan: Plan) -> Result<Report, Box<Failed>> {
    let mut report = Report::default();
    let mut trial = plan.first_trial;
    while report.steps < plan.steps {
        let mut world = world(plan, trial);
        play(&mut world);
        if world.checker.broken.is_some() {
            return Err(Box::new(retold(plan, trial)));
        }
        report.add(&world);
        trial += 1;
    }
    Ok(report)
}

fn world(plan: Plan, trial: u64) -> World {
    let land = &LANDS[(trial % PROFILES.len() as u64) as usize];
    let chance = Chance::new(plan.seed, trial);
    World::new(land.clone(), chance, plan.mutation)
}

/// The same trial once more, and this time somebody listens.
fn retold(plan: Plan, trial: u64) -> Failed {
    const LINES: usize = 60;
    let mut world = world(plan, trial);
    world.told = Some(VecDeque::new());
    play(&mut world);
    let broken = world.checker.broken.unwrap_or(Broken::NotPulled);
    let told = world.told.unwrap_or_default();
    let console = world
        .desks
        .iter()
        .position(|desk| Some(desk.console.device) == broken.subject());
    let subject = match console {
        Some(console) => Some(format!("console {console}")),
        None => broken.subject().map(|id| id.to_string()),
    };
    let dull = |line: &&String| line.contains("Heard(StreamTick") && !line.contains("), Pull");
    let about = |line: &&String| {
        !dull(line)
            && subject
                .as_ref()
                .is_some_and(|id| line.contains(id.as_str()))
            || line.contains("fault CentralRestored")
    };
    let mut story: Vec<String> = told.iter().filter(about).cloned().collect();
    if story.len() > LINES {
        story.drain(LINES / 2..story.len() - LINES / 2);
    }
    story.push("… and at the end:".to_owned());
    let told: Vec<String> = told.into_iter().filter(|line| !dull(&line)).collect();
    let rest = told.len().saturating_sub(LINES / 2);
    story.extend(told.into_iter().skip(rest));
    for line in &mut story {
        if let Some((at, _)) = line.char_indices().nth(900) {
            line.truncate(at);
            line.push('…');
        }
    }
    Failed {
        seed: plan.seed,
        trial,
        step: world.steps,
        broken,
        story,
    }
}

/// A trial from its beginning to its rest.
fn play(world: &mut World) {
    let fine = |world: &World| world.checker.broken.is_none();
    while world.steps < TRIAL && fine(world) {
        world.step();
    }
    world.mend();
    // The lines are plugged in, everybody is signed in, and what can go goes.
    goes_on(world, 300_000);
    nothing_waits_without_reason(world);
    // Who has orders that wait for them signs in, and again for what was lost meanwhile.
    for at in 0..world.desks.len() {
        for person in 0..world.land.users.len() {
            let user = world.land.users[person].actor.user.clone();
            let outbox = world.desks[at].console.outbox.read();
            let waits = outbox
                .waiting()
                .any(|order| order.author.actor.user == user);
            if waits && fine(world) {
                world.enter(at, &user);
                goes_on(world, 120_000);
            }
        }
    }
    goes_on(world, 30_000);
    if !fine(world) {
        return;
    }
    for desk in &world.desks {
        world
            .checker
            .ended(desk.console.device, desk.console.outbox.read());
    }
    for desk in &world.desks {
        desk.console
            .check_same(&world.central.database, &mut world.checker);
    }
}

fn goes_on(world: &mut World, wait: i64) {
    let until = world.now + wait;
    while world.next_at() <= until && world.checker.broken.is_none() {
        world.step();
    }
    world.now = world.now.max(until);
}

/// What waits though the line is good waits for its author, or behind such an order on the same
/// case; nothing else does.
fn nothing_waits_without_reason(world: &mut World) {
    for desk in &world.desks {
        let mut held = Held::default();
        for order in desk.console.outbox.read().waiting() {
            if !order.lapsed && !held.holds(&order.envelope) {
                world.checker.found(Broken::Stuck(order.envelope.id));
                return;
            }
            held.hold(&order.envelope);
        }
    }
}

impl Report {
    fn add(&mut self, world: &World) {
        self.steps += world.steps;
        self.trials += 1;
        self.orders += world.checker.orders();
        self.events += world.central.database.head().0;
        let restored = world.faults.contains_key(&Fault::CentralRestored);
        self.restored += u64::from(restored);
        for (fault, count) in &world.faults {
            *self.faults.entry(*fault).or_default() += count;
        }
        for desk in &world.desks {
            for order in &desk.console.outbox.read().orders {
                let aside = matches!(order.state, OrderState::SetAside | OrderState::Settled);
                match &order.answer {
                    Some(Answer::Duplicate { .. }) => self.duplicates += 1,
                    Some(Answer::Conflict { .. }) if aside => self.conflicts += 1,
                    Some(Answer::Refused(_)) if aside => self.refused += 1,
                    _ => {}
                }
            }
        }
    }
}
