//! `decide`: how many commands one core decides and applies in a second.
//!
//! Whole ways of cases are written before any time is taken. Many cases are under way at once, in
//! a seeded disorder, as on a county's day: a case is seldom still in the processor's cache when
//! its next command comes. Every command must be carried out, and every case must end where its
//! way was written to.
//!
//! Deliberately absent: a peer (none was found that does this work), storing the log, and finding
//! the grid of a place, which has a bench of its own.

mod county;
mod ways;

use std::time::Duration;

use onemap_domain::case::Case;
use onemap_domain::event::Recorded;
use onemap_domain::{Context, apply, decide};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::failure::Failure;
use crate::measure::{RUNS, median, slope, timed};
use county::County;
use ways::Way;

/// The profiles that are measured; the first one's figure is the bench's.
const PROFILES: [&str; 3] = ["liaocheng", "chishui", "chongqing-petition"];

/// How many cases are under way at once.
const SIZES: [usize; 4] = [2_000, 4_000, 8_000, 16_000];

/// Cases that are under way at once: how each goes, and whose turn it is.
struct Plan {
    ways: Vec<Way>,
    turns: Vec<usize>,
}

/// What came of a plan.
#[derive(Debug, PartialEq)]
struct Outcome {
    cases: Vec<Option<Case>>,
    events: usize,
}

/// The figures of one profile.
struct Pace {
    commands: f64,
    events: f64,
    slope: f64,
}

/// Measures every profile, prints a line for each, and returns the last line.
pub fn measure(seed: u64) -> Result<String, Failure> {
    let mut first = None;
    for code in PROFILES {
        let pace = pace(code, seed)?;
        println!(
            "{code}: {:.0} commands/s, {:.0} events/s, slope {:.2}",
            pace.commands, pace.events, pace.slope
        );
        first.get_or_insert(pace.commands);
    }
    let (ours, most) = (first.unwrap_or_default(), SIZES[SIZES.len() - 1]);
    println!("peer=none: no other program is known to do this work, so the ratio says nothing");
    Ok(format!(
        "decide ratio=1.00 ours={ours:.0}/s peer=none n={most}"
    ))
}

fn pace(code: &str, seed: u64) -> Result<Pace, Failure> {
    let county = County::of(code)?;
    let mut points: Vec<(usize, Duration)> = Vec::new();
    let (mut commands, mut events) = (0.0, 0.0);
    for size in SIZES {
        let plan = plan(&county, size, seed)?;
        let mut times = Vec::with_capacity(RUNS);
        let mut told = 0;
        for _ in 0..RUNS {
            let (time, outcome) = timed(|| carry_out(&county, &plan));
            let outcome = outcome?;
            ended(&plan, &outcome)?;
            told = outcome.events;
            times.push(time);
        }
        let time = median(&times);
        commands = plan.turns.len() as f64 / time.as_secs_f64();
        events = told as f64 / time.as_secs_f64();
        println!(
            "{code} n={size}: {} commands, {told} events, {:.1} ms",
            plan.turns.len(),
            time.as_secs_f64() * 1e3
        );
        points.push((size, time));
    }
    Ok(Pace {
        commands,
        events,
        slope: slope(&points),
    })
}

fn plan(county: &County, cases: usize, seed: u64) -> Result<Plan, Failure> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let ways = (0..cases)
        .map(|number| ways::write(county, number, &mut chance))
        .collect::<Result<Vec<Way>, Failure>>()?;
    let steps = |(case, way): (usize, &Way)| std::iter::repeat_n(case, way.steps.len());
    let mut turns: Vec<usize> = ways.iter().enumerate().flat_map(steps).collect();
    turns.shuffle(&mut chance);
    Ok(Plan { ways, turns })
}

/// Decides and applies every command of a plan: what is measured.
fn carry_out(county: &County, plan: &Plan) -> Result<Outcome, Failure> {
    let mut cases: Vec<Option<Case>> = vec![None; plan.ways.len()];
    let mut taken = vec![0_usize; plan.ways.len()];
    let mut events = 0;
    for at in &plan.turns {
        let way = &plan.ways[*at];
        let step = &way.steps[taken[*at]];
        taken[*at] += 1;
        let user = &county.users[step.by];
        let context = Context {
            now: step.at,
            actor: &user.actor,
            scope: &user.scope,
            profile: &county.profile,
            calendar: &county.calendar,
            ground: &county.ground,
            number: Some(&county.number),
            drawing: None,
        };
        let case = &mut cases[*at];
        let decision = decide(case.as_ref(), None, &step.command, &context);
        let decision = decision.map_err(|refusal| Failure::Refused {
            step: taken[*at],
            kind: step.command.kind(),
            refusal: Box::new(refusal),
        })?;
        for event in decision.here {
            let recorded = Recorded {
                case: way.id,
                revision: case.as_ref().map_or(0, |case| case.revision) + 1,
                at: step.at,
                actor: user.actor.clone(),
                // The log is not kept, so that any id does.
                command: way.id.0,
                event,
            };
            *case = apply(case.take(), &recorded);
            events += 1;
        }
    }
    Ok(Outcome { cases, events })
}

/// Whether every case ended where its way was written to.
fn ended(plan: &Plan, outcome: &Outcome) -> Result<(), Failure> {
    for (way, case) in plan.ways.iter().zip(&outcome.cases) {
        let found = case.as_ref().map(|case| case.stage);
        if found != Some(way.ends) {
            let wanted = way.ends;
            return Err(Failure::Ended { wanted, found });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: usize = 1_000;

    #[test]
    fn every_way_is_carried_out_to_its_end() {
        for code in PROFILES {
            let county = County::of(code).unwrap();
            let plan = plan(&county, CASES, 7).unwrap();
            let outcome = carry_out(&county, &plan).unwrap_or_else(|why| panic!("{code}: {why}"));
            ended(&plan, &outcome).unwrap_or_else(|why| panic!("{code}: {why}"));
            assert!(outcome.events >= plan.turns.len());
        }
    }

    #[test]
    fn the_same_seed_brings_about_the_same_cases_in_whatever_order() {
        let county = County::of(PROFILES[0]).unwrap();
        let (one, mut other) = (
            plan(&county, CASES, 11).unwrap(),
            plan(&county, CASES, 11).unwrap(),
        );
        assert_eq!(one.turns, other.turns);
        other.turns.sort_unstable();
        assert_ne!(one.turns, other.turns);
        let shuffled = carry_out(&county, &one).unwrap();
        assert_eq!(shuffled, carry_out(&county, &other).unwrap());
    }
}
