//! `kpi`: all rates of a month and of a year, and all loads, of every department, town and
//! category; a counter read of [`Tally`] against duckdb's GROUP BY over the same cases.
//!
//! Both sides hold the cases before any time is taken: we as counters, duckdb as a table in its
//! memory. What each says is written out and compared before anything is timed. A run of ours is
//! one single read, taken after the peer has swept the caches.
//!
//! Deliberately absent: the cost of keeping counters on the peer's side; it keeps none. Ours is
//! printed: what one changed case costs.

mod figures;
mod sheet;
mod standings;

use std::path::Path;
use std::time::Duration;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use onemap_domain::area::Level;
use onemap_domain::indicator::{Standing, Tally};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::failure::Failure;
use crate::measure::{RUNS, median, slope, timed};
use crate::peer::Peer;
use figures::Figures;

/// How many cases, smallest first; the last is the bench's.
const SIZES: [usize; 4] = [125_000, 250_000, 500_000, 1_000_000];

/// Down to which level the desk counts.
const FINEST: Level = Level::Village;

/// How many changes one measured run makes, and then takes back.
const CHANGES: usize = 1_000;

/// What is asked: two periods, first and last day included, and the moment of the loads.
#[derive(Clone, Copy)]
struct Question {
    month: (Date, Date),
    year: (Date, Date),
    now: Timestamp,
    day_end: Timestamp,
}

impl Question {
    /// A month and a year in the midst of the cases, on the last day any of them was reported.
    fn of_the_bench() -> Result<Question, Failure> {
        let midnight = standings::LAST_DAY.tomorrow()?.to_zoned(TimeZone::UTC)?;
        // Beijing's day ends eight hours before that of UTC; it is three in the afternoon.
        let day_end = midnight
            .timestamp()
            .checked_sub(SignedDuration::from_hours(8))?;
        Ok(Question {
            month: (date(2025, 11, 1), date(2025, 11, 30)),
            year: (date(2025, 1, 1), date(2025, 12, 31)),
            now: day_end.checked_sub(SignedDuration::from_hours(9))?,
            day_end,
        })
    }

    /// The same with periods that begin and end within months: the most days to add up.
    fn ragged(self) -> Question {
        Question {
            month: (date(2025, 11, 2), date(2025, 11, 29)),
            year: (date(2025, 1, 2), date(2025, 12, 30)),
            ..self
        }
    }
}

/// Measures, prints how reads and changes grow, and returns the last line.
pub fn measure(seed: u64, python: &Path, script: &Path, folder: &Path) -> Result<String, Failure> {
    let question = Question::of_the_bench()?;
    let most = SIZES[SIZES.len() - 1];
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let cases = standings::draw(most, &mut chance)?;
    let changed = standings::draw(CHANGES, &mut chance)?;
    let tally = grow(&cases, &changed, question);

    let sheet = folder.join("kpi.csv");
    sheet::write(&sheet, &cases)?;
    drop(cases);
    let days = [
        question.month.0,
        question.month.1,
        question.year.0,
        question.year.1,
    ];
    let mut peer = Peer::start(
        std::process::Command::new(python)
            .arg(script)
            .arg(&sheet)
            .args(days.map(|day| day.to_string()))
            .args([question.now, question.day_end].map(|at| at.as_second().to_string())),
    )?;
    println!("peer: {}", peer.greeting());
    let figures = equal(&tally, &mut peer, question)?;
    println!("checked: both sides say the same, {figures} lines");

    let (mut ours, mut again, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        theirs.push(peer.timed("run")?.0);
        ours.push(timed(|| Figures::read(&tally, question)).0);
        again.push(timed(|| Figures::read(&tally, question)).0);
    }
    peer.end()?;
    std::fs::remove_file(&sheet).map_err(Failure::file(&sheet))?;
    let (ours, theirs) = (median(&ours), median(&theirs));
    println!(
        "the first read after the peer's run {:.3} ms, the next {:.3} ms",
        milliseconds(ours),
        milliseconds(median(&again))
    );
    Ok(format!(
        "kpi ratio={:.1} ours={:.3}ms peer={:.1}ms n={most}",
        theirs.as_secs_f64() / ours.as_secs_f64(),
        milliseconds(ours),
        milliseconds(theirs)
    ))
}

/// Counts ever more of the cases, times reads and changes at each size, and hands back the
/// counters of all of them.
fn grow(cases: &[Standing], changed: &[Standing], question: Question) -> Tally {
    let mut tally = Tally::new(FINEST);
    let (mut counted, mut reads, mut ragged, mut replaces) = (0, vec![], vec![], vec![]);
    for size in SIZES {
        let (filling, ()) = timed(|| {
            for case in &cases[counted..size] {
                tally.replace(None, Some(case));
            }
        });
        let each = filling.as_secs_f64() * 1e6 / (size - counted) as f64;
        counted = size;
        let read = often(|| Figures::read(&tally, question));
        let within = often(|| Figures::read(&tally, question.ragged()));
        let replace = one_change(&mut tally, &cases[..CHANGES], changed);
        println!(
            "n={size}: read {:.3} ms ({} parts), within months {:.3} ms, \
             one replace {:.2} µs, one more case {each:.2} µs",
            milliseconds(read),
            Figures::read(&tally, question).parts(),
            milliseconds(within),
            replace.as_secs_f64() * 1e6,
        );
        reads.push((size, read));
        ragged.push((size, within));
        replaces.push((size, replace));
    }
    println!(
        "slopes: read {:.3}, within months {:.3}, replace {:.3}",
        slope(&reads),
        slope(&ragged),
        slope(&replaces)
    );
    tally
}

/// The median of several runs of the same work.
fn often<T>(mut work: impl FnMut() -> T) -> Duration {
    let times: Vec<Duration> = (0..RUNS).map(|_| timed(&mut work).0).collect();
    median(&times)
}

/// What it takes to count one case anew: as many cases change into others and back again.
fn one_change(tally: &mut Tally, cases: &[Standing], changed: &[Standing]) -> Duration {
    let time = often(|| {
        for (before, after) in cases.iter().zip(changed) {
            tally.replace(Some(before), Some(after));
        }
        for (before, after) in cases.iter().zip(changed) {
            tally.replace(Some(after), Some(before));
        }
    });
    time / (2 * CHANGES as u32)
}

/// Compares what both sides say, line by line; how many lines there were.
fn equal(tally: &Tally, peer: &mut Peer, question: Question) -> Result<usize, Failure> {
    let mut ours = Figures::read(tally, question).lines();
    let mut theirs = peer.answer("answer")?;
    ours.sort_unstable();
    theirs.sort_unstable();
    for line in 0..ours.len().max(theirs.len()) {
        let (one, other) = (ours.get(line), theirs.get(line));
        if one != other {
            return Err(Failure::Unequal {
                line: line + 1,
                ours: one.cloned(),
                peer: other.cloned(),
            });
        }
    }
    Ok(ours.len())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[cfg(test)]
mod tests;
