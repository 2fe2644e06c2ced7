//! `cargo xtask faults --minutes M --seed S`: real consoles and a real central on real files, killed at
//! chosen steps, cut off, their power cut. Afterwards everything comes to rest, and no order that
//! anybody was told is safe may be missing, doubled, or out of its sequence.
//!
//! To add a fault of the disk: an operation in `disk.c`. Of the line: a `Behaviour` of the testkit's.
//! Of the whole: an arm in `World::storm`. What is checked afterwards stands in `check.rs`.

#![allow(
    clippy::unwrap_used,
    reason = "what goes wrong here ends the run, and is what it looks for"
)]

mod check;
mod console;
mod migration;
mod power;
mod world;

use std::path::{Path, PathBuf};
use std::time::Duration;

use world::World;

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["central", folder, listen] => {
            console::central(Path::new(folder), listen.parse().unwrap()).await;
        }
        ["give", folder, central, login, seed] => {
            let (central, seed) = (central.parse().unwrap(), seed.parse().unwrap());
            console::give(PathBuf::from(folder), central, login, seed).await;
        }
        ["drain", folder, central, login, _] => {
            console::drain(PathBuf::from(folder), central.parse().unwrap(), login).await;
        }
        ["open", folder] => migration::open(Path::new(folder)).await,
        ["--minutes", minutes, "--seed", seed] => {
            run(minutes.parse().unwrap(), seed.parse().unwrap()).await;
        }
        _ => panic!("usage: faults --minutes M --seed S"),
    }
}

/// Rounds of storm and rest; each round ends with the whole check.
async fn run(minutes: f64, seed: u64) {
    /// After so long everything comes to rest and is checked, then it goes on.
    const ROUND: Duration = Duration::from_mins(1);
    println!("faults: {minutes} minutes, seed {seed}");
    let folder = tempfile::TempDir::new().unwrap();
    let mut world = World::new(folder.path(), seed).await;
    world.begin();
    let mut left = Duration::from_secs_f64(60.0 * minutes);
    let found = loop {
        let lasts = left.min(ROUND);
        world.storm(lasts).await;
        world.rest();
        let found = check::everything(&world).await;
        left -= lasts;
        if left.is_zero() {
            break found;
        }
    };
    let stopped = migration::killed_at_every_step(&mut world).await;
    let (lied_to, said) = world.with_a_lying_disk();
    let forgotten = check::missing(&lied_to, &said).await;
    assert!(
        forgotten > 0,
        "a disk that lies must be found out, or this run could not find anything"
    );
    let counted = world.counted;
    println!("starts                     {}", counted.trials);
    println!("killed at a step           {}", counted.killed);
    println!("with their power cut       {}", counted.power_cuts);
    println!("writes that were not safe  {}", counted.unsynced);
    println!("changes of the line        {}", counted.lines);
    println!("orders given and safe      {}", found.orders);
    println!("  delivered                {}", found.delivered);
    println!("  set aside and listed     {}", found.set_aside);
    println!("lost                       {}", found.lost);
    println!("doubled                    {}", found.doubled);
    println!("out of sequence            {}", found.out_of_sequence);
    println!("steps of a migration       {stopped}");
    println!(
        "a disk that lies forgot {forgotten} of {} orders, and was found out",
        said.len()
    );
    assert_eq!(
        (found.lost, found.doubled, found.out_of_sequence),
        (0, 0, 0),
        "seed {seed}"
    );
    assert!(found.orders > 0 && counted.killed > 0, "there was a storm");
}
