//! `onemap-central import`.

use std::io::Write as _;

use clap::ArgMatches;
use jiff::Timestamp;
use onemap_central::database;
use onemap_central::import::{self, ImportError, Plan, Progress, Report};
use onemap_protocol::text::Text;

use super::given;
use super::words::{Said, finding};

/// Imports a sheet of messages.
pub(super) async fn cases(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    let (_, bytes) = super::file(matches, text)?;
    let opened = database::open(given(matches, "database")).await;
    let repository = opened.map_err(|error| Said::central(text, &error))?;
    let plan = Plan {
        source: given(matches, "source").to_owned(),
        seed: matches.get_one("seed").copied().unwrap_or(1),
        at: Timestamp::now(),
    };
    let mut line = ProgressLine::new(text);
    let imported = import::cases(repository.as_ref(), &bytes, &plan, &mut |progress| {
        line.show(progress);
    })
    .await;
    line.end();
    repository.close().await;
    match imported {
        Ok(report) => {
            say(&report, text);
            Ok(())
        }
        Err(ImportError::Sheet(error)) => Err(Said::sheet(text, &error)),
        Err(ImportError::NoGround) => Err(Said {
            lines: vec![text.say("central-no-ground", &[])],
            code: 1,
        }),
        Err(ImportError::Store(error)) => Err(Said::store(text, &error)),
        Err(error @ ImportError::Land(_)) => Err(Said::failed(text, &error)),
    }
}

fn say(report: &Report, text: &Text) {
    for note in &report.notes {
        println!("{}", finding(text, note));
    }
    let counts = [
        ("read", report.read),
        ("added", report.added),
        ("closed", report.closed),
        ("known", report.known),
    ]
    .map(|(name, count)| (name, count.to_string()));
    let counts: Vec<(&str, &str)> = counts.iter().map(|(n, c)| (*n, c.as_str())).collect();
    println!("{}", text.say("central-imported", &counts));
}

/// One line on the error output, written over itself.
struct ProgressLine {
    reading: String,
    writing: String,
    shown: Option<(bool, usize)>,
}

impl ProgressLine {
    fn new(text: &Text) -> ProgressLine {
        ProgressLine {
            reading: text.say("central-reading", &[]),
            writing: text.say("central-writing", &[]),
            shown: None,
        }
    }

    fn show(&mut self, progress: Progress) {
        let (writes, done, all) = match progress {
            Progress::Reading(done, all) => (false, done, all),
            Progress::Writing(done, all) => (true, done, all),
        };
        let percent = (done * 100).checked_div(all).unwrap_or(100);
        if self.shown == Some((writes, percent)) {
            return;
        }
        self.shown = Some((writes, percent));
        let what = if writes { &self.writing } else { &self.reading };
        // A terminal that is gone does not stop an import.
        let _ = write!(std::io::stderr(), "\r{what} {percent:3} %");
        let _ = std::io::stderr().flush();
    }

    fn end(&self) {
        if self.shown.is_some() {
            let _ = writeln!(std::io::stderr());
        }
    }
}
