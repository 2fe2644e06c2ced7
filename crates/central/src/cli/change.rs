//! `onemap-central import calendar`, `profile use` and `verify-log`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;
use jiff::Timestamp;
use onemap_central::change::{self, ChangeError, Choice};
use onemap_central::database;
use onemap_central::heads;
use onemap_central::repository::Repository;
use onemap_central::verify::{self, Broken, VerifyError};
use onemap_exchange::calendar::{self, CalendarError, Problem};
use onemap_exchange::profile;
use onemap_protocol::text::Text;

use super::given;
use super::words::Said;

/// Imports a year's calendar.
pub(super) async fn calendar(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    let file = matches
        .get_one::<PathBuf>("file")
        .cloned()
        .unwrap_or_default();
    let written = read(&file, text)?;
    let year = calendar::read(&written).map_err(|error| Said {
        lines: vec![
            calendar_mistake(text, &error),
            text.say("central-nothing-imported", &[]),
        ],
        ..Said::bad_input(String::new())
    })?;
    let told = (year.year.to_string(), year.notice.clone());
    let repository = open(matches, text).await?;
    let taken = change::calendar(repository.as_ref(), year, Timestamp::now()).await;
    repository.close().await;
    let taken = taken.map_err(|error| refused(text, &error))?;
    let filled = [
        ("year", told.0.as_str()),
        ("notice", told.1.as_str()),
        ("recomputed", &taken.recomputed.to_string()),
        ("version", &taken.register_version.to_string()),
    ];
    println!("{}", text.say("central-calendar-imported", &filled));
    Ok(())
}

/// Makes the county work by another profile.
pub(super) async fn use_profile(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    let named = given(matches, "profile");
    let choice = choice(named, text)?;
    let code = match &choice {
        Choice::Shipped(code) => code.clone(),
        Choice::Own(profile) => profile.code.clone(),
    };
    let repository = open(matches, text).await?;
    let version = change::profile(repository.as_ref(), choice, Timestamp::now()).await;
    repository.close().await;
    let version = version.map_err(|error| refused(text, &error))?;
    let filled = [("code", code.as_str()), ("version", &version.to_string())];
    println!("{}", text.say("central-profile-used", &filled));
    Ok(())
}

/// A profile that ships, by its code, or a county's own, by its file; the file is checked first.
fn choice(named: &str, text: &Text) -> Result<Choice, Said> {
    if profile::codes().any(|code| code == named) {
        return Ok(Choice::Shipped(named.to_owned()));
    }
    let file = Path::new(named);
    if !file.exists() {
        return Err(Said::unknown_profile(text, named));
    }
    let own = super::profile::checked(file, text)?;
    Ok(Choice::Own(Box::new(own)))
}

/// Walks along the log; says how much is good, or where it breaks.
pub(super) async fn verify_log(matches: &ArgMatches, text: &Text) -> Result<(), Said> {
    let folder = matches.get_one::<PathBuf>("heads");
    let key = matches.get_one::<PathBuf>("public-key");
    let heads = match folder.zip(key) {
        Some((folder, key)) => heads::public_key(key)
            .and_then(|key| heads::read_all(folder, &key))
            .map_err(|error| Said::failed(text, &error))?,
        None => Vec::new(),
    };
    let repository = open(matches, text).await?;
    let verified = verify::log_with_heads(repository.as_ref(), &heads).await;
    repository.close().await;
    match verified {
        Ok(verified) => {
            let (cases, events) = (verified.subjects.to_string(), verified.events.to_string());
            let audited = verified.audited.to_string();
            let filled = [
                ("cases", cases.as_str()),
                ("events", events.as_str()),
                ("audited", audited.as_str()),
            ];
            println!("{}", text.say("central-log-good", &filled));
            if folder.is_some() {
                let heads = [("heads", &*verified.heads.to_string())];
                println!("{}", text.say("central-log-heads", &heads));
            }
            Ok(())
        }
        Err(VerifyError::Broken(broken)) => Err(Said {
            lines: vec![broken_log(text, broken)],
            code: 1,
        }),
        Err(VerifyError::Store(error)) => Err(Said::store(text, &error)),
    }
}

fn broken_log(text: &Text, broken: Broken) -> String {
    let case = |case: onemap_domain::subject::SubjectId| case.to_string();
    match broken {
        Broken::Event {
            subject: id,
            revision,
        } => text.say(
            "central-log-event",
            &[("case", &case(id)), ("revision", &revision.to_string())],
        ),
        Broken::State { subject: id } => text.say("central-log-state", &[("case", &case(id))]),
        Broken::Feed { cursor } => text.say("central-log-feed", &[("cursor", &cursor.to_string())]),
        Broken::Audit { sequence } => {
            text.say("central-log-audit", &[("sequence", &sequence.to_string())])
        }
        Broken::HeadOfFeed { at, cursor } => text.say(
            "central-log-head-feed",
            &[("at", &at.to_string()), ("cursor", &cursor.to_string())],
        ),
        Broken::HeadOfAudit { at, sequence } => text.say(
            "central-log-head-audit",
            &[("at", &at.to_string()), ("sequence", &sequence.to_string())],
        ),
        Broken::OtherHistory { at } => {
            text.say("central-log-head-history", &[("at", &at.to_string())])
        }
    }
}

/// Opens the database that was named.
pub(super) async fn open(matches: &ArgMatches, text: &Text) -> Result<Arc<dyn Repository>, Said> {
    database::open(given(matches, "database"))
        .await
        .map_err(|error| Said::central(text, &error))
}

fn read(file: &Path, text: &Text) -> Result<String, Said> {
    let written = std::fs::read_to_string(file);
    written.map_err(|error| Said::unreadable(text, &file.to_string_lossy(), &error))
}

fn refused(text: &Text, error: &ChangeError) -> Said {
    match error {
        ChangeError::NoCounty => Said {
            lines: vec![text.say("central-no-county", &[])],
            code: 1,
        },
        ChangeError::Sealed { compartment } => Said {
            lines: vec![text.say("central-profile-sealed", &[("code", compartment)])],
            code: 1,
        },
        ChangeError::Store(error) => Said::store(text, error),
        ChangeError::Profile(_) | ChangeError::Calendar(_) => Said::failed(text, error),
    }
}

/// A mistake of a calendar's file, line and field named.
fn calendar_mistake(text: &Text, error: &CalendarError) -> String {
    match error {
        CalendarError::Form { line, message } => text.say(
            "central-calendar-form",
            &[("line", &line.to_string()), ("message", message)],
        ),
        CalendarError::Field {
            line,
            field,
            value,
            problem,
        } => {
            let problem = calendar_problem(text, *problem);
            let filled = [
                ("line", line.to_string()),
                ("field", (*field).to_owned()),
                ("value", value.clone()),
                ("problem", problem),
            ];
            let filled: Vec<(&str, &str)> = filled.iter().map(|(n, v)| (*n, v.as_str())).collect();
            text.say("central-calendar-field", &filled)
        }
    }
}

fn calendar_problem(text: &Text, problem: Problem) -> String {
    let say =
        |code: &str, filled: &[(&str, &str)]| text.say(&format!("central-calendar-{code}"), filled);
    match problem {
        Problem::NoDate => say("no-date", &[]),
        Problem::Backwards => say("backwards", &[]),
        Problem::TooLong { days } => say("too-long", &[("days", &days.to_string())]),
        Problem::OtherYear { date } => say("other-year", &[("date", &date.to_string())]),
        Problem::Twice { date, line } => say(
            "twice",
            &[("date", &date.to_string()), ("first", &line.to_string())],
        ),
        Problem::NoWeekend { date } => say("no-weekend", &[("date", &date.to_string())]),
        Problem::Empty => say("empty", &[]),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use onemap_domain::case::CaseId;
    use onemap_protocol::text::Language;

    use super::*;

    #[test]
    fn every_mistake_of_a_calendar_and_every_break_of_a_log_has_a_whole_sentence() {
        let day = date(2027, 1, 1);
        let problems = [
            Problem::NoDate,
            Problem::Backwards,
            Problem::TooLong { days: 40 },
            Problem::OtherYear { date: day },
            Problem::Twice { date: day, line: 7 },
            Problem::NoWeekend { date: day },
            Problem::Empty,
        ];
        let fields = problems.map(|problem| CalendarError::Field {
            line: 12,
            field: "rest",
            value: "2027-01-01".to_owned(),
            problem,
        });
        let form = CalendarError::Form {
            line: 12,
            message: "expected `=`".to_owned(),
        };
        let case = CaseId(uuid::Uuid::nil());
        let breaks = [
            Broken::Event {
                subject: case.into(),
                revision: 12,
            },
            Broken::State {
                subject: case.into(),
            },
            Broken::Feed { cursor: 12 },
            Broken::Audit { sequence: 12 },
            Broken::HeadOfFeed {
                at: Timestamp::UNIX_EPOCH,
                cursor: 12,
            },
            Broken::HeadOfAudit {
                at: Timestamp::UNIX_EPOCH,
                sequence: 12,
            },
            Broken::OtherHistory {
                at: Timestamp::UNIX_EPOCH,
            },
        ];
        for language in Language::ALL {
            let text = Text::of(language);
            for error in fields.iter().chain([&form]) {
                let sentence = calendar_mistake(&text, error);
                assert!(sentence.contains("12"), "the line is named: {sentence}");
                assert!(!sentence.contains("central-"), "{sentence}");
            }
            for broken in breaks {
                let sentence = broken_log(&text, broken);
                assert!(!sentence.contains("central-"), "{sentence}");
            }
        }
    }
}
