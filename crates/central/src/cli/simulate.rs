//! `onemap-central simulate`.

use clap::ArgMatches;
use jiff::Timestamp;
use onemap_central::simulate::{self, LineError, Plan, SimulateError, Tally};
use onemap_protocol::text::Text;

use super::words::Said;
use super::{county, given};

/// Steps between two lines of the tally.
const TOLD_EVERY: u64 = 20;

/// Simulates until its minutes are over, or without end.
pub(super) async fn run(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    let central = given(matches, "central").to_owned();
    let per_minute: u32 = matches.get_one("per-minute").copied().unwrap_or(30);
    let by_clock = || Timestamp::now().as_millisecond() as u64;
    let seed = matches.get_one("seed").copied().unwrap_or_else(by_clock);
    let minutes: Option<u32> = matches.get_one("minutes").copied();
    println!(
        "{}",
        text.say("central-simulating", &[("seed", &seed.to_string())])
    );
    let plan = Plan {
        central: central.clone(),
        county: county(given(matches, "sample"), text)?,
        per_minute: f64::from(per_minute),
        seed,
        steps: minutes.map(|minutes| u64::from(minutes) * u64::from(per_minute)),
    };
    let told = |tally: &Tally| {
        if tally.given.is_multiple_of(TOLD_EVERY) {
            println!("{}", sentence(tally, text));
        }
    };
    let result = simulate::run(plan, told).await;
    let tally = result.map_err(|error| match error {
        SimulateError::Line(LineError::Away(_)) => Said {
            lines: vec![text.say("central-away", &[("address", &central)])],
            code: 1,
        },
        SimulateError::Line(LineError::SignIn { user, .. }) => Said {
            lines: vec![text.say("central-sign-in-refused", &[("user", &user)])],
            code: 1,
        },
        other => Said::failed(text, &other),
    })?;
    println!("{}", sentence(&tally, text));
    Ok(())
}

fn sentence(tally: &Tally, text: &Text) -> String {
    let counts = [
        ("given", tally.given),
        ("applied", tally.applied),
        ("refused", tally.refused),
        ("failed", tally.failed),
    ]
    .map(|(name, count)| (name, count.to_string()));
    let counts: Vec<(&str, &str)> = counts.iter().map(|(n, c)| (*n, c.as_str())).collect();
    text.say("central-simulated", &counts)
}
